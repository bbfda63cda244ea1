#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace mng::cli {

/// The world of a program, so that a test can be one.
struct Io {
  std::FILE* in = nullptr;
  std::FILE* out = nullptr;
  std::FILE* err = nullptr;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool no_color = false;  ///< NO_COLOR is set and not empty
  std::string home;       ///< $HOME

  /// stdin, stdout and stderr of this process and its environment.
  static Io of_process();
};

/// Exit codes of every program here.
inline constexpr int kClean = 0;
inline constexpr int kFound = 1;   ///< findings; a request that cannot be met
inline constexpr int kFailed = 2;  ///< the tool could not do its work

/// Writes all of it; a failed write (a closed pipe) is left to flush().
void print(std::FILE* to, std::string_view text);
/// Flushes; false where something could not be written.
bool flush(std::FILE* to);
/// Flushes standard output; false, said on standard error, where that failed.
bool finished(const Io& io, std::string_view program);

/// What reading a file gave.
struct FileText {
  std::string text;
  std::string error;  ///< "cannot be read: Permission denied"; empty on success
};

/// The most a file may have: 16 MiB.
inline constexpr std::size_t kMostBytes = std::size_t{16} << 20U;

/// Reads a regular file, or any stream, up to the cap. Binary files (with a
/// NUL byte) are errors.
FileText read_file(const std::string& path);
FileText read_stream(std::FILE* stream);

/// The environment that programs are run in: this one's, in one language, and
/// git told to write nothing by the way, to fetch nothing and to ask nothing.
/// Ends with nullptr.
std::vector<char*> program_environment();

/// Runs a program by its name with an argument vector, no shell. Its output,
/// or nullopt-like `ok` false where it could not run or did not exit with 0.
struct Output {
  bool ok = false;
  std::string text;
  std::string errors;  ///< what it said on stderr
};
Output run_program(const std::vector<std::string>& arguments);

}  // namespace mng::cli
