#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <vector>

namespace mng::cli {

/// What a program that is run may take.
struct ChildLimits {
  unsigned seconds = 300;
  std::size_t most_bytes = std::size_t{32} << 20U;  ///< of its standard output
  const std::atomic<bool>* stop = nullptr;          ///< once true it is ended; may be null
};

/// What became of it.
struct ChildResult {
  enum class End {
    kExited,       ///< `code` is its exit status
    kSignalled,    ///< `code` is the signal
    kNotStarted,   ///< `code` is the errno
    kTimedOut,     ///< ended after `seconds`
    kTooMuch,      ///< ended as it wrote more than `most_bytes`
    kStopped,      ///< ended as it waited for a terminal
    kInterrupted,  ///< ended by a signal to this program, or by `stop`
  };
  End end = End::kNotStarted;
  int code = 0;
  std::string out;
  std::string err;  ///< the end of it, at most 64 KiB
};

/// Runs a program by its name on the PATH with an argument vector, no shell,
/// in this environment with `variables` ("NAME=VALUE") put over it. Its input
/// is empty and it has no terminal. It is a process group of its own: where it
/// is ended, all that it started there ends with it. May run in many threads.
ChildResult run_child(const std::vector<std::string>& arguments, const std::vector<std::string>& variables,
                      const ChildLimits& limits);

/// While it lives, the first SIGINT, SIGTERM or SIGHUP ends what run_child()
/// runs in place of this program; a signal that was ignored stays so.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;
  /// The signal that came; 0 where none did.
  [[nodiscard]] static int caught();
};

}  // namespace mng::cli
