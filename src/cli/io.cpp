#include "cli/io.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

extern char** environ;  // NOLINT: POSIX names it so

namespace mng::cli {

Io Io::of_process() {
  Io io;
  io.in = stdin;
  io.out = stdout;
  io.err = stderr;
  io.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  io.err_is_terminal = isatty(STDERR_FILENO) == 1;
  const char* no_color = std::getenv("NO_COLOR");
  io.no_color = no_color != nullptr && *no_color != '\0';
  const char* home = std::getenv("HOME");
  if (home != nullptr) io.home = home;
  return io;
}

void print(std::FILE* to, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), to);
}

bool flush(std::FILE* to) {
  return std::fflush(to) == 0 && std::ferror(to) == 0;
}

bool finished(const Io& io, std::string_view program) {
  if (flush(io.out)) return true;
  print(io.err, fmt::format("{}: standard output could not be written: {}\n", program, std::strerror(errno)));
  return false;
}

namespace {

std::string too_large() {
  return fmt::format("is larger than the limit of {} MiB; split it", kMostBytes >> 20U);
}

FileText finish(std::string text) {
  FileText out;
  if (text.size() > kMostBytes) {
    out.error = too_large();
  } else if (text.find('\0') != std::string::npos) {
    out.error = "is binary (it holds a NUL byte), not text";
  } else {
    // A byte order mark is no column of the first line.
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (text.starts_with(kMark)) text.erase(0, kMark.size());
    out.text = std::move(text);
  }
  return out;
}

}  // namespace

FileText read_stream(std::FILE* stream) {
  std::string text;
  char buffer[65536];
  while (text.size() <= kMostBytes) {
    const std::size_t got = std::fread(buffer, 1, sizeof buffer, stream);
    if (got == 0) break;
    text.append(buffer, got);
  }
  if (std::ferror(stream) != 0) return {{}, fmt::format("cannot be read: {}", std::strerror(errno))};
  return finish(std::move(text));
}

FileText read_file(const std::string& path) {
  const auto failure = [](const char* why) { return FileText{{}, fmt::format("cannot be read: {}", why)}; };
  // Not blocking, so that a pipe nobody writes to cannot hold the run up.
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return failure(std::strerror(errno));
  struct stat info {};
  FileText out;
  if (fstat(file, &info) != 0) {
    out = failure(std::strerror(errno));
  } else if (!S_ISREG(info.st_mode)) {
    out.error = "is no regular file";
  } else if (static_cast<std::size_t>(info.st_size) > kMostBytes) {
    out.error = too_large();
  } else {
    std::string text(static_cast<std::size_t>(info.st_size) + 1, '\0');
    std::size_t size = 0;
    ssize_t got = 0;
    // One byte more than it had: a file that grows while it is read is seen.
    while (size < text.size() && (got = read(file, text.data() + size, text.size() - size)) > 0) {
      size += static_cast<std::size_t>(got);
    }
    text.resize(size);
    out = got < 0 ? failure(std::strerror(errno)) : finish(std::move(text));
  }
  close(file);
  return out;
}

std::vector<char*> program_environment() {
  // What a program says is read here, so it says it in one language.
  static char language[] = "LC_ALL=C";
  static char no_locks[] = "GIT_OPTIONAL_LOCKS=0";
  static char no_fetch[] = "GIT_NO_LAZY_FETCH=1";
  static char no_questions[] = "GIT_TERMINAL_PROMPT=0";
  std::vector<char*> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view name(*entry);
    const bool ours = name.starts_with("LC_ALL=") || name.starts_with("LANGUAGE=") ||
                      name.starts_with("GIT_OPTIONAL_LOCKS=") || name.starts_with("GIT_NO_LAZY_FETCH=") ||
                      name.starts_with("GIT_TERMINAL_PROMPT=");
    // A hook's repository is not the one that is looked at.
    const bool elsewhere = name.starts_with("GIT_DIR=") || name.starts_with("GIT_WORK_TREE=") ||
                           name.starts_with("GIT_INDEX_FILE=") || name.starts_with("GIT_COMMON_DIR=") ||
                           name.starts_with("GIT_OBJECT_DIRECTORY=") || name.starts_with("GIT_PREFIX=") ||
                           name.starts_with("GIT_ALTERNATE_OBJECT_DIRECTORIES=") || name.starts_with("GIT_NAMESPACE=");
    if (!ours && !elsewhere) out.push_back(*entry);
  }
  out.insert(out.end(), {language, no_locks, no_fetch, no_questions, nullptr});
  return out;
}

Output run_program(const std::vector<std::string>& arguments) {
  Output out;
  int ends[2][2];  // of stdout and of stderr
  if (pipe2(ends[0], O_CLOEXEC) != 0) return out;
  if (pipe2(ends[1], O_CLOEXEC) != 0) {
    close(ends[0][0]);
    close(ends[0][1]);
    return out;
  }
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  std::vector<char*> environment = program_environment();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[0][1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1][1], STDERR_FILENO);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  close(ends[0][1]);
  close(ends[1][1]);
  if (failed == 0) {
    // Both at once: a program that waits for one to be read must not wait for ever.
    pollfd waiting[2] = {{ends[0][0], POLLIN, 0}, {ends[1][0], POLLIN, 0}};
    std::string* const to[2] = {&out.text, &out.errors};
    char buffer[65536];
    while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
      if (poll(waiting, 2, -1) < 0 && errno != EINTR) break;
      for (std::size_t i = 0; i < 2; ++i) {
        if (waiting[i].fd < 0 || waiting[i].revents == 0) continue;
        const ssize_t got = read(waiting[i].fd, buffer, sizeof buffer);
        if (got > 0) {
          to[i]->append(buffer, static_cast<std::size_t>(got));
        } else {
          waiting[i].fd = -1;
        }
      }
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    out.ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }
  close(ends[0][0]);
  close(ends[1][0]);
  return out;
}

}  // namespace mng::cli
