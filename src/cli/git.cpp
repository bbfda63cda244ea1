#include "cli/git.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <string_view>

#include "cli/io.hpp"
#include "terraform/code.hpp"

extern char** environ;

namespace mng::cli {

namespace fs = std::filesystem;

std::string repository_of(const std::string& file) {
  std::error_code error;
  for (fs::path at = fs::path(file).parent_path();; at = at.parent_path()) {
    if (fs::exists(at / ".git", error)) return at.string();
    if (at == at.parent_path()) return {};
  }
}

namespace {

std::vector<std::string> git(const std::string& root, std::vector<std::string> arguments) {
  // No hook is asked what changed, and no object that this clone lacks is fetched.
  std::vector<std::string> out{"git", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never", "--no-pager",
                               "-C",  root};
  out.insert(out.end(), std::make_move_iterator(arguments.begin()), std::make_move_iterator(arguments.end()));
  return out;
}

std::string first_line(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

/// The commit that a revision names; empty where it names none.
std::string commit_of(const std::string& root, const std::string& revision) {
  const Output out =
      run_program(git(root, {"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"}));
  return out.ok ? first_line(out.text) : std::string();
}

std::string not_found(const std::string& root, const std::string& revision) {
  const Output inside = run_program(git(root, {"rev-parse", "--is-shallow-repository"}));
  if (!inside.ok) {
    return fmt::format("git refuses the repository {}: {}", root,
                       inside.errors.empty() ? std::string("is git installed?") : first_line(inside.errors));
  }
  if (commit_of(root, "HEAD").empty()) return fmt::format("the repository {} has no commit yet", root);
  std::string out = fmt::format("there is no revision `{}` in {}", revision, root);
  if (first_line(inside.text) == "true") {
    out +=
        "; the clone is shallow: fetch what is missing (git fetch --unshallow, or fetch-depth: 0 of actions/checkout)";
  } else {
    out += fmt::format("; git -C {} branch --all lists branches", root);
  }
  return out;
}

}  // namespace

std::unique_ptr<Revision> Revision::open(const std::string& root, const std::string& name, std::string& error) {
  constexpr std::string_view kMergeBase = "merge-base:";
  const bool base = name.starts_with(kMergeBase);
  const std::string named = base ? name.substr(kMergeBase.size()) : name;
  if (named.empty()) {
    error = "give a name after merge-base:, such as merge-base:main";
    return nullptr;
  }
  std::string commit = commit_of(root, named);
  if (commit.empty()) {
    error = not_found(root, named);
    return nullptr;
  }
  if (base) {
    const Output found = run_program(git(root, {"merge-base", commit, "HEAD"}));
    if (!found.ok) {
      error = fmt::format("HEAD and `{}` have no commit in common in {}", named, root);
      const Output shallow = run_program(git(root, {"rev-parse", "--is-shallow-repository"}));
      if (first_line(shallow.text) == "true") {
        error +=
            "; the clone is shallow: fetch what is missing (git fetch --unshallow, or fetch-depth: 0 of "
            "actions/checkout)";
      }
      return nullptr;
    }
    commit = first_line(found.text);
  }
  // What was found is shown by its id: the name stands for another commit.
  constexpr std::size_t kShort = 10;
  std::unique_ptr<Revision> out(new Revision(root, base ? commit.substr(0, kShort) : named, commit));
  if (!out->list(error)) return nullptr;
  return out;
}

bool Revision::list(std::string& error) {
  const Output listed = run_program(git(root_, {"ls-tree", "-r", "-z", "--full-tree", commit_}));
  if (!listed.ok) {
    error = fmt::format("git cannot list `{}`: {}", name_, first_line(listed.errors));
    return false;
  }
  // "100644 blob ID<tab>PATH", each ended by a NUL.
  std::string_view rest = listed.text;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const std::size_t tab = line.find('\t');
    const std::size_t type = line.find(' ');
    if (tab == std::string_view::npos || type == std::string_view::npos) continue;
    const std::string_view head = line.substr(0, tab);
    if (head.substr(type + 1, 4) != "blob") continue;  // a submodule is another repository
    entries_[std::string(line.substr(tab + 1))] = {std::string(head.substr(head.rfind(' ') + 1)),
                                                   head.starts_with("120000")};
  }
  return true;
}

Revision::~Revision() {
  stop();
}

void Revision::stop() const {
  if (to_ >= 0) close(to_);
  to_ = -1;
  int status = 0;
  while (child_ > 0 && waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = 0;
  unread_.clear();
}

void Revision::keep_ignored() {
  std::vector<std::string> arguments{"ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--"};
  for (const char* suffix : {"*.tfvars", "*.tfvars.json", "*.tf", "*.tf.json", "*.tofu", "*.tofu.json"}) {
    arguments.emplace_back(suffix);
  }
  const Output listed = run_program(git(root_, arguments));
  std::string_view rest = listed.ok ? std::string_view(listed.text) : std::string_view();
  while (!rest.empty()) {
    const std::string path(rest.substr(0, rest.find('\0')));
    rest.remove_prefix(std::min(rest.size(), path.size() + 1));
    if (("/" + path).find("/.terraform/") == std::string::npos) keep(path);
  }
}

std::vector<std::string> Revision::left_out(const std::string& folder) const {
  std::vector<std::string> out;
  if (first_line(run_program(git(root_, {"config", "--bool", "core.sparseCheckout"})).text) != "true") return out;
  for (const std::string& name : files(folder).value_or(std::vector<std::string>{})) {
    std::error_code error;
    const std::string path = terraform::path_in(folder, name);
    if (!terraform::is_terraform(name) || fs::exists(fs::path(root_) / path, error)) continue;
    // One that is tracked and not there may also be deleted: git marks what it leaves out by an S.
    const Output state = run_program(git(root_, {"ls-files", "-t", "-z", "--", ":(literal)" + path}));
    if (state.text.starts_with("S ")) out.push_back(path);
  }
  return out;
}

std::string Revision::fault() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return fault_;
}

std::optional<std::string> Revision::real(const std::string& path) const {
  std::string left = path;
  std::string done;
  constexpr int kMostLinks = 16;
  int links = 0;
  while (!left.empty()) {
    const std::size_t slash = left.find('/');
    const std::string step = terraform::path_in(done, left.substr(0, slash));
    left.erase(0, slash == std::string::npos ? left.size() : slash + 1);
    const auto found = entries_.find(step);
    if (found == entries_.end() || !found->second.link) {
      done = step;
      continue;
    }
    std::string target;
    std::string error;
    if (++links > kMostLinks || !object(found->second.object, target, error) || target.starts_with('/')) {
      return std::nullopt;
    }
    const std::optional<std::string> at = terraform::joined(done, target);
    if (!at) return std::nullopt;
    left = left.empty() ? *at : terraform::path_in(*at, left);
    done.clear();
  }
  return done;
}

std::optional<std::vector<std::string>> Revision::files(const std::string& folder) const {
  std::optional<std::string> at;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    at = real(folder);
  }
  return at ? ListedTree::files(*at) : std::nullopt;
}

bool Revision::has(const std::string& path) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const std::optional<std::string> at = real(path);
  return at && entries_.count(*at) != 0;
}

std::vector<std::string> Revision::paths(const std::string& beginning) const {
  std::vector<std::string> out;
  for (auto at = entries_.lower_bound(beginning); at != entries_.end() && at->first.starts_with(beginning); ++at) {
    out.push_back(at->first);
  }
  return out;
}

std::string Revision::shown(const std::string& path) const {
  return shown_as_ == nullptr ? path : shown_as_->shown(path);
}

bool Revision::read(const std::string& path, std::string& text, std::string& error) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const std::optional<std::string> at = real(path);
  const auto found = at ? entries_.find(*at) : entries_.end();
  if (found == entries_.end()) {
    error = at ? fmt::format("is not in `{}`", name_) : std::string("leads out of the repository");
    return false;
  }
  if (found->second.kept) {
    FileText file = read_file((fs::path(root_) / *at).string());
    text = std::move(file.text);
    error = std::move(file.error);
    return error.empty();
  }
  return object(found->second.object, text, error);
}

bool Revision::start() const {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return false;
  const std::vector<std::string> arguments = git(root_, {"cat-file", "--batch"});
  std::vector<char*> argv;
  for (const std::string& one : arguments) argv.push_back(const_cast<char*>(one.c_str()));
  argv.push_back(nullptr);
  std::vector<char*> environment = program_environment();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  const int failed = posix_spawnp(&child_, argv[0], &actions, nullptr, argv.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  to_ = ends[0];
  if (failed != 0) child_ = 0;
  return failed == 0;
}

/// One object by a `git cat-file --batch` that stays: "ID blob SIZE", a line break, the bytes, a line break.
bool Revision::object(const std::string& id, std::string& text, std::string& error) const {
  // What git lacks it asks for where it may; told not to, it ends.
  error = fmt::format("is not in this clone, which holds only a part of `{}`; clone without --filter", name_);
  const auto fails = [&] {
    stop();
    if (fault_.empty()) fault_ = error;
    return false;
  };
  if (child_ == 0 && !start()) return fails();
  const std::string asked = id + '\n';
  if (send(to_, asked.data(), asked.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(asked.size())) return fails();
  const auto more = [&] {
    char buffer[65536];
    ssize_t got = 0;
    while ((got = recv(to_, buffer, sizeof buffer, 0)) < 0 && errno == EINTR) {
    }
    if (got > 0) unread_.append(buffer, static_cast<std::size_t>(got));
    return got > 0;
  };
  std::size_t line = 0;
  while ((line = unread_.find('\n')) == std::string::npos) {
    if (!more()) return fails();
  }
  const std::string head = unread_.substr(0, line);
  unread_.erase(0, line + 1);
  std::size_t size = 0;
  const std::size_t digits = head.rfind(' ') + 1;
  const bool is_size = std::from_chars(head.data() + digits, head.data() + head.size(), size).ec == std::errc{};
  if (!is_size) return fails();
  // What is too large is read as well, to come to the next one, and not kept.
  const bool keep = size <= kMostBytes;
  text.clear();
  std::size_t left = size + 1;
  while (left > 0) {
    if (unread_.empty() && !more()) return fails();
    const std::size_t take = std::min(left, unread_.size());
    if (keep) text.append(unread_, 0, take);
    unread_.erase(0, take);
    left -= take;
  }
  if (!keep) {
    error = fmt::format("is larger than the limit of {} MiB; split it", kMostBytes >> 20U);
    return false;
  }
  text.pop_back();
  error.clear();
  return true;
}

const std::map<std::string, std::string>& Revision::renames() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (renames_) return *renames_;
  renames_ = std::make_unique<std::map<std::string, std::string>>();
  const Output out =
      run_program(git(root_, {"diff-index", "--find-renames", "-l0", "--ignore-submodules", "--diff-filter=R",
                              "--name-status", "-z", "--no-ext-diff", commit_, "--"}));
  if (!out.ok) return *renames_;
  // "R087", the old path, the new one, each ended by a NUL.
  std::vector<std::string> words;
  std::string_view rest = out.text;
  while (!rest.empty()) {
    words.emplace_back(rest.substr(0, rest.find('\0')));
    rest.remove_prefix(std::min(rest.size(), words.back().size() + 1));
  }
  for (std::size_t i = 0; i + 2 < words.size(); i += 3) (*renames_)[words[i + 2]] = words[i + 1];
  return *renames_;
}

std::string Revision::former(const std::string& path) const {
  if (has(path)) return path;
  const auto found = renames().find(path);
  return found == renames().end() ? path : found->second;
}

std::string Revision::former_folder(const std::string& folder) const {
  std::map<std::string, std::size_t> from;
  for (const auto& [now, was] : renames()) {
    const bool code = terraform::is_code(fs::path(now).filename().string());
    if (code && terraform::folder_of(now) == folder) ++from[terraform::folder_of(was)];
  }
  std::size_t code = 0;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(root_) / folder, error)) {
    code += terraform::is_code(entry.path().filename().string()) ? 1U : 0U;
  }
  for (const auto& [was, count] : from) {
    if (count * 2 >= code) return was;
  }
  return folder;
}

std::vector<std::string> Revision::accepted() const {
  const Output out =
      run_program(git(root_, {"log", "--no-show-signature", "--format=%(trailers:key=Mng-Accept,valueonly,unfold)",
                              fmt::format("{}..HEAD", commit_), "--"}));
  std::vector<std::string> accepted;
  std::string_view rest = out.ok ? std::string_view(out.text) : std::string_view();
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
    // An address as one would write it in Markdown or a shell.
    for (const char quote : {'`', '\''}) {
      if (line.size() > 2 && line.front() == quote && line.back() == quote) line = line.substr(1, line.size() - 2);
    }
    if (!line.empty()) accepted.emplace_back(line);
  }
  return accepted;
}

}  // namespace mng::cli
