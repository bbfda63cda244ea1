#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mng::terraform {

/// The files of one repository: on disk, or of a revision. Paths are relative
/// to its root, with `/` and without `.` or `..`; the root itself is "".
class FileTree {
 public:
  virtual ~FileTree() = default;

  /// Names of the files of a folder, sorted; nullopt where there is none.
  [[nodiscard]] virtual std::optional<std::vector<std::string>> files(const std::string& folder) const = 0;
  /// The bytes of a file. false, and why in `error`, where they cannot be had.
  virtual bool read(const std::string& path, std::string& text, std::string& error) const = 0;
  /// How a file is shown to the user.
  [[nodiscard]] virtual std::string shown(const std::string& path) const = 0;
  /// The folder as an absolute path, for functions that read files; empty where there is none.
  [[nodiscard]] virtual std::string absolute(const std::string& folder) const = 0;
};

/// A repository on disk. No link is followed out of it.
class DiskTree final : public FileTree {
 public:
  /// `root`: absolute. `from`: the absolute folder that shown paths are
  /// relative to; empty: they are shown whole.
  DiskTree(const std::string& root, const std::string& from);

  [[nodiscard]] std::optional<std::vector<std::string>> files(const std::string& folder) const override;
  bool read(const std::string& path, std::string& text, std::string& error) const override;
  [[nodiscard]] std::string shown(const std::string& path) const override;
  [[nodiscard]] std::string absolute(const std::string& folder) const override;

 private:
  [[nodiscard]] bool inside(const std::string& absolute) const;

  std::string root_;
  std::string from_;
};

/// Files held in memory, such as the ones of a rule's example.
class MemoryTree final : public FileTree {
 public:
  void add(const std::string& path, std::string text) { texts_[path] = std::move(text); }

  [[nodiscard]] std::optional<std::vector<std::string>> files(const std::string& folder) const override;
  bool read(const std::string& path, std::string& text, std::string& error) const override;
  [[nodiscard]] std::string shown(const std::string& path) const override { return path; }
  [[nodiscard]] std::string absolute(const std::string& /*folder*/) const override { return {}; }

 private:
  std::map<std::string, std::string> texts_;
};

/// The path of a file of a folder.
std::string path_in(const std::string& folder, const std::string& name);

/// `folder` and `relative` as one path without `.` and `..`; nullopt where it leads out of the root.
std::optional<std::string> joined(std::string_view folder, std::string_view relative);

/// Whether the source of a module is a folder beside the code that calls it.
bool is_local(std::string_view source);

/// The folder of a path; "" for a file in the root.
std::string folder_of(std::string_view path);

}  // namespace mng::terraform
