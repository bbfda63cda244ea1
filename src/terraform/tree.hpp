#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/files.hpp"

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
  /// What functions may read, from a folder on; nullptr where that is not known.
  [[nodiscard]] virtual std::unique_ptr<hcl::Files> readable(const std::string& folder) const = 0;
  /// The revision that it is of, as the user named it; empty where it is what is there now.
  [[nodiscard]] virtual std::string revision() const { return {}; }
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
  [[nodiscard]] std::unique_ptr<hcl::Files> readable(const std::string& folder) const override;
  /// A folder as an absolute path.
  [[nodiscard]] std::string absolute(const std::string& folder) const;

 private:
  [[nodiscard]] bool inside(const std::string& absolute) const;

  std::string root_;
  std::string from_;
};

/// A tree whose paths are all known: in memory, or of a revision.
class ListedTree : public FileTree {
 public:
  [[nodiscard]] std::optional<std::vector<std::string>> files(const std::string& folder) const override;
  [[nodiscard]] std::unique_ptr<hcl::Files> readable(const std::string& folder) const override;
  [[nodiscard]] virtual bool has(const std::string& path) const;
  /// Every path that begins with one, sorted.
  [[nodiscard]] virtual std::vector<std::string> paths(const std::string& beginning) const = 0;
};

/// Files held in memory, such as the ones of a rule's example.
class MemoryTree final : public ListedTree {
 public:
  explicit MemoryTree(std::string revision = {}) : revision_(std::move(revision)) {}
  void add(const std::string& path, std::string text) { texts_[path] = std::move(text); }

  bool read(const std::string& path, std::string& text, std::string& error) const override;
  [[nodiscard]] std::string shown(const std::string& path) const override { return path; }
  [[nodiscard]] std::string revision() const override { return revision_; }
  /// Nothing: what lies beside it is not known.
  [[nodiscard]] std::unique_ptr<hcl::Files> readable(const std::string& /*folder*/) const override { return nullptr; }
  [[nodiscard]] std::vector<std::string> paths(const std::string& beginning) const override;

 private:
  std::map<std::string, std::string> texts_;
  std::string revision_;
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
