#include "terraform/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace mng::terraform {

namespace fs = std::filesystem;

namespace {
constexpr std::uintmax_t kMostBytes = std::uintmax_t{16} << 20U;
}  // namespace

std::string path_in(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + '/' + name;
}

DiskTree::DiskTree(const std::string& root, const std::string& from) {
  std::error_code error;
  root_ = fs::weakly_canonical(root, error).string();
  if (!from.empty()) from_ = fs::weakly_canonical(from, error).string();
}

std::string DiskTree::absolute(const std::string& folder) const {
  return folder.empty() ? root_ : root_ + '/' + folder;
}

std::string DiskTree::shown(const std::string& path) const {
  const std::string whole = absolute(path);
  return from_.empty() ? whole : fs::path(whole).lexically_relative(from_).generic_string();
}

bool DiskTree::inside(const std::string& absolute) const {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(absolute, error);
  if (error) return false;
  const fs::path root(root_);
  return std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first == root.end();
}

std::optional<std::vector<std::string>> DiskTree::files(const std::string& folder) const {
  const std::string at = absolute(folder);
  std::error_code error;
  if (!fs::is_directory(at, error) || !inside(at)) return std::nullopt;
  std::vector<std::string> out;
  for (fs::directory_iterator it(at, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored)) out.push_back(it->path().filename().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

bool DiskTree::read(const std::string& path, std::string& text, std::string& error) const {
  const std::string at = absolute(path);
  std::error_code failure;
  // A folder was looked at already; a file may be a link of its own.
  if (fs::is_symlink(at, failure) && !inside(at)) {
    error = "leads out of the repository";
    return false;
  }
  const std::uintmax_t size = fs::file_size(at, failure);
  if (failure) {
    error = fmt::format("cannot be read: {}", failure.message());
    return false;
  }
  if (size > kMostBytes) {
    error = fmt::format("is larger than the limit of {} MiB; split it", kMostBytes >> 20U);
    return false;
  }
  std::ifstream in(at, std::ios::binary);
  if (!in) {
    error = "cannot be read";
    return false;
  }
  text.resize(size);
  in.read(text.data(), static_cast<std::streamsize>(size));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return true;
}

std::unique_ptr<hcl::Files> DiskTree::readable(const std::string& folder) const {
  return std::make_unique<hcl::RootedFiles>(root_, absolute(folder));
}

namespace {

/// What functions may read of a tree whose paths are all known.
class TreeFiles final : public hcl::Files {
 public:
  TreeFiles(const ListedTree& tree, std::string folder) : tree_(tree), folder_(std::move(folder)) {}

  Found read(std::string_view path, std::string& out) const override {
    const std::optional<std::string> at = inside(path);
    if (!at) return Found::kOutside;
    if (!tree_.has(*at)) return Found::kAbsent;
    std::string error;
    return tree_.read(*at, out, error) ? Found::kFile : Found::kOutside;
  }
  Found exists(std::string_view path) const override {
    const std::optional<std::string> at = inside(path);
    return !at ? Found::kOutside : tree_.has(*at) ? Found::kFile : Found::kAbsent;
  }
  [[nodiscard]] std::optional<std::vector<std::string>> list(std::string_view folder) const override {
    const std::optional<std::string> at = inside(folder);
    if (!at) return std::nullopt;
    const std::string beginning = at->empty() ? std::string() : *at + '/';
    constexpr std::size_t kMostFiles = 10'000;
    std::vector<std::string> out = tree_.paths(beginning);
    if (out.size() > kMostFiles) return std::nullopt;
    for (std::string& path : out) path.erase(0, beginning.size());
    return out;
  }

 private:
  /// A path of the tree. What is absolute lies in none.
  [[nodiscard]] std::optional<std::string> inside(std::string_view path) const {
    return path.starts_with('/') ? std::nullopt : joined(folder_, path);
  }

  const ListedTree& tree_;
  std::string folder_;
};

}  // namespace

std::optional<std::vector<std::string>> ListedTree::files(const std::string& folder) const {
  const std::string beginning = folder.empty() ? std::string() : folder + '/';
  std::vector<std::string> out;
  for (const std::string& path : paths(beginning)) {
    if (path.find('/', beginning.size()) == std::string::npos) out.push_back(path.substr(beginning.size()));
  }
  if (out.empty()) return std::nullopt;
  return out;
}

bool ListedTree::has(const std::string& path) const {
  const std::vector<std::string> found = paths(path);
  return !found.empty() && found[0] == path;
}

std::unique_ptr<hcl::Files> ListedTree::readable(const std::string& folder) const {
  return std::make_unique<TreeFiles>(*this, folder);
}

std::vector<std::string> MemoryTree::paths(const std::string& beginning) const {
  std::vector<std::string> out;
  for (auto at = texts_.lower_bound(beginning); at != texts_.end() && at->first.starts_with(beginning); ++at) {
    out.push_back(at->first);
  }
  return out;
}

bool MemoryTree::read(const std::string& path, std::string& text, std::string& error) const {
  const auto found = texts_.find(path);
  if (found == texts_.end()) {
    error = "there is no such file";
    return false;
  }
  text = found->second;
  return true;
}

std::optional<std::string> joined(std::string_view folder, std::string_view relative) {
  std::vector<std::string_view> parts;
  for (std::string_view rest : {folder, relative}) {
    while (!rest.empty()) {
      const std::string_view part = rest.substr(0, rest.find('/'));
      rest.remove_prefix(std::min(rest.size(), part.size() + 1));
      if (part.empty() || part == ".") continue;
      if (part != "..") {
        parts.push_back(part);
      } else if (parts.empty()) {
        return std::nullopt;
      } else {
        parts.pop_back();
      }
    }
  }
  std::string out;
  for (const std::string_view part : parts) out = out.empty() ? std::string(part) : path_in(out, std::string(part));
  return out;
}

bool is_local(std::string_view source) {
  return source.starts_with("./") || source.starts_with("../") || source == "." || source == "..";
}

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash));
}

}  // namespace mng::terraform
