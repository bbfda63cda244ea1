#include "hcl/files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace mng::hcl {

namespace fs = std::filesystem;

namespace {
constexpr std::size_t kMostBytes = std::size_t{16} << 20U;
constexpr std::size_t kMostFiles = 10'000;
}  // namespace

RootedFiles::RootedFiles(std::string root, std::string folder) : folder_(std::move(folder)) {
  std::error_code error;
  root_ = fs::weakly_canonical(root, error).string();
}

std::string RootedFiles::inside(std::string_view path) const {
  if (path.find('\0') != std::string_view::npos) return {};
  std::error_code error;
  // Links are resolved before the comparison, those that lead out as well.
  const fs::path real = fs::weakly_canonical(fs::path(folder_) / fs::path(path), error);
  if (error) return {};
  const fs::path root(root_);
  const auto [at, rest] = std::mismatch(root.begin(), root.end(), real.begin(), real.end());
  return at == root.end() ? real.string() : std::string();
}

Files::Found RootedFiles::read(std::string_view path, std::string& out) const {
  const std::string real = inside(path);
  if (real.empty()) return Found::kOutside;
  std::error_code error;
  if (!fs::is_regular_file(real, error)) return Found::kAbsent;
  if (fs::file_size(real, error) > kMostBytes || error) return Found::kOutside;
  std::ifstream in(real, std::ios::binary);
  if (!in) return Found::kAbsent;
  out.assign(std::istreambuf_iterator<char>(in), {});
  return Found::kFile;
}

Files::Found RootedFiles::exists(std::string_view path) const {
  const std::string real = inside(path);
  if (real.empty()) return Found::kOutside;
  std::error_code error;
  return fs::is_regular_file(real, error) ? Found::kFile : Found::kAbsent;
}

std::optional<std::vector<std::string>> RootedFiles::list(std::string_view folder) const {
  const std::string real = inside(folder);
  if (real.empty()) return std::nullopt;
  std::vector<std::string> out;
  std::error_code error;
  for (fs::recursive_directory_iterator it(real, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (!it->is_regular_file(ignored) || it->is_symlink(ignored)) continue;
    if (out.size() >= kMostFiles) return std::nullopt;
    out.push_back(fs::path(it->path()).lexically_relative(real).generic_string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace mng::hcl
