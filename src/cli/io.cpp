#include "cli/io.hpp"

#include <fcntl.h>
#include <fmt/format.h>
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

Output run_program(const std::vector<std::string>& arguments) {
  Output out;
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) return out;
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  if (failed == 0) {
    char buffer[65536];
    ssize_t got = 0;
    while ((got = read(pipe_ends[0], buffer, sizeof buffer)) > 0)
      out.text.append(buffer, static_cast<std::size_t>(got));
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    out.ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }
  close(pipe_ends[0]);
  return out;
}

}  // namespace mng::cli
