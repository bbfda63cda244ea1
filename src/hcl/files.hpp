#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mng::hcl {

/// What `file` and its kin may read: files inside one root, whatever path an
/// expression names. A seam, so that a run may keep what it read.
class Files {
 public:
  virtual ~Files() = default;

  /// What became of a path.
  enum class Found : std::uint8_t { kFile, kAbsent, kOutside };

  /// The bytes of a file, `path` being absolute or relative to the folder that
  /// expressions are evaluated in. kOutside: it lies outside the root, or
  /// leads out of it by a link, and is not touched.
  virtual Found read(std::string_view path, std::string& out) const = 0;
  virtual Found exists(std::string_view path) const = 0;
  /// Files below a folder, relative to it, sorted; nullopt where it lies outside.
  [[nodiscard]] virtual std::optional<std::vector<std::string>> list(std::string_view folder) const = 0;
};

/// Files on disk inside a root. No link is followed out of it.
class RootedFiles final : public Files {
 public:
  /// `root` and `folder`: absolute paths; `folder` lies in `root`.
  RootedFiles(std::string root, std::string folder);

  Found read(std::string_view path, std::string& out) const override;
  Found exists(std::string_view path) const override;
  [[nodiscard]] std::optional<std::vector<std::string>> list(std::string_view folder) const override;

 private:
  /// The real path; empty where it lies outside.
  [[nodiscard]] std::string inside(std::string_view path) const;

  std::string root_;
  std::string folder_;
};

}  // namespace mng::hcl
