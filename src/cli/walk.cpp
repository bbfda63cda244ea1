#include "cli/walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "cli/io.hpp"

namespace mng::cli {

namespace fs = std::filesystem;

bool has_read_suffix(const std::string& path) {
  return path.ends_with(".yaml") || path.ends_with(".yml") || path.ends_with(".tf") || path.ends_with(".tofu") ||
         path.ends_with(".tf.json") || path.ends_with(".tofu.json") || path.ends_with(".tfvars") ||
         path.ends_with(".tfvars.json");
}

namespace {

std::string joined(const std::string& folder, const std::string& name) {
  if (folder.empty() || folder == ".") return name;
  return folder.ends_with('/') ? folder + name : folder + '/' + name;
}

bool never_entered(std::string_view name) {
  return name == ".git" || name == ".terraform";
}

/// By git, which knows what is ignored; false where the folder lies in no work tree.
bool by_git(const std::string& folder, Walk& out) {
  const Output listed =
      run_program({"git", "-C", folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard"});
  if (!listed.ok) return false;
  if (listed.text.empty() && run_program({"git", "-C", folder, "check-ignore", "-q", "."}).ok) return false;
  std::string_view rest = listed.text;
  while (!rest.empty()) {
    const std::string name(rest.substr(0, rest.find('\0')));
    rest.remove_prefix(std::min(rest.size(), name.size() + 1));
    if (!has_read_suffix(name) || ("/" + name).find("/.terraform/") != std::string::npos) continue;
    const std::string path = joined(folder, name);
    std::error_code error;
    // A file that is tracked but gone is no file to read.
    if (fs::is_regular_file(path, error)) {
      out.files.push_back(path);
    } else if (error && error != std::errc::no_such_file_or_directory) {
      out.errors.push_back(fmt::format("{}: cannot be read: {}", path, error.message()));
    }
  }
  // What git could not look into, it names: "warning: could not open directory 'x/': Permission denied".
  std::string_view said = listed.errors;
  while (!said.empty()) {
    const std::string_view line = said.substr(0, said.find('\n'));
    said.remove_prefix(std::min(said.size(), line.size() + 1));
    if (line.empty()) continue;
    // Other warnings, of a user's own git settings for one, hide no file.
    const bool hides = line.find("could not open directory") != std::string_view::npos;
    (hides ? out.errors : out.notes).push_back(fmt::format("{}: git says: {}", folder, line));
  }
  return true;
}

/// Folder by folder, so that one that cannot be read does not hide the others.
void by_hand(const std::string& folder, Walk& out) {
  std::vector<std::string> pending{folder};
  while (!pending.empty()) {
    const std::string at = std::move(pending.back());
    pending.pop_back();
    std::error_code error;
    for (fs::directory_iterator it(at, error); !error && it != fs::directory_iterator(); it.increment(error)) {
      const std::string name = it->path().filename().string();
      std::error_code ignored;
      if (it->is_directory(ignored)) {
        if (!it->is_symlink(ignored) && !never_entered(name)) pending.push_back(joined(at, name));
      } else if (it->is_regular_file(ignored) && has_read_suffix(name)) {
        out.files.push_back(joined(at, name));
      }
    }
    if (error) out.errors.push_back(fmt::format("{}: cannot be read: {}", at, error.message()));
  }
}

bool in_repository(const std::string& folder) {
  std::error_code error;
  for (fs::path at = fs::absolute(folder, error).lexically_normal();; at = at.parent_path()) {
    if (fs::exists(at / ".git", error)) return true;
    if (at == at.parent_path()) return false;
  }
}

}  // namespace

Walk walk(const std::string& folder) {
  Walk out;
  if (!by_git(folder, out)) {
    if (in_repository(folder) && !run_program({"git", "-C", folder, "rev-parse", "--git-dir"}).ok) {
      out.notes.push_back(
          fmt::format("{}: .gitignore is not honoured: git is missing or refuses this repository; try git -C {} status",
                      folder, folder));
    }
    by_hand(folder, out);
  }
  std::sort(out.files.begin(), out.files.end());
  std::sort(out.errors.begin(), out.errors.end());
  out.files.erase(std::unique(out.files.begin(), out.files.end()), out.files.end());
  return out;
}

}  // namespace mng::cli
