#include "cli/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <string_view>

extern char** environ;  // NOLINT: POSIX names it so

namespace mng::cli {
namespace {

using Clock = std::chrono::steady_clock;
using End = ChildResult::End;

constexpr std::size_t kMostErrors = std::size_t{64} << 10U;
constexpr int kTurnMilliseconds = 50;  // how long an interrupt or the end of a program may go unseen
constexpr auto kGrace = std::chrono::seconds(2);

constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};
std::array<struct sigaction, kSignals.size()> before;
std::atomic<int> signal_caught{0};
static_assert(std::atomic<int>::is_always_lock_free);  // or a handler could not set it

extern "C" void catch_signal(int signal) {
  signal_caught = signal;
}

std::vector<char*> environment_with(const std::vector<std::string>& variables) {
  std::vector<char*> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string_view name = text.substr(0, text.find('=') + 1);
    const bool ours = std::any_of(variables.begin(), variables.end(),
                                  [&](const std::string& variable) { return variable.starts_with(name); });
    if (!ours) out.push_back(*entry);
  }
  for (const std::string& variable : variables) out.push_back(const_cast<char*>(variable.c_str()));
  out.push_back(nullptr);
  return out;
}

class Child {
 public:
  Child(const std::vector<std::string>& arguments, const std::vector<std::string>& variables, const ChildLimits& limits)
      : limits_(limits), deadline_(Clock::now() + std::chrono::seconds(limits.seconds)) {
    start(arguments, variables);
  }
  ~Child() {
    for (const int end : {from_out_, from_err_}) {
      if (end >= 0) close(end);
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  ChildResult run() {
    if (pid_ == 0) return std::move(result_);
    for (;;) {
      // Asked before reading: what it wrote before it ended is then there to be read.
      const siginfo_t state = look();
      const bool ended = state.si_pid != 0 && state.si_code != CLD_STOPPED;
      while (read_some(ended ? 0 : kTurnMilliseconds) && ended && !due() && result_.out.size() <= limits_.most_bytes) {
      }
      if (result_.out.size() > limits_.most_bytes) return end(End::kTooMuch);
      if (ended) return reap();
      if (state.si_pid != 0) return end(End::kStopped);
      if (Interrupts::caught() != 0 || (limits_.stop != nullptr && *limits_.stop)) return end(End::kInterrupted);
      if (due()) return end(End::kTimedOut);
    }
  }

 private:
  void start(const std::vector<std::string>& arguments, const std::vector<std::string>& variables) {
    int out[2];
    int err[2];
    if (pipe2(out, O_CLOEXEC) != 0) {
      result_.code = errno;
      return;
    }
    from_out_ = out[0];
    if (pipe2(err, O_CLOEXEC) != 0) {
      result_.code = errno;
      close(out[1]);
      return;
    }
    from_err_ = err[0];
    std::vector<char*> argv;
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    const std::vector<char*> environment = environment_with(variables);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err[1], STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0);
    result_.code = posix_spawnp(&pid_, argv[0], &actions, &attributes, argv.data(), environment.data());
    if (result_.code != 0) pid_ = 0;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    close(out[1]);
    close(err[1]);
  }

  [[nodiscard]] bool due() const { return Clock::now() >= deadline_; }

  // Whether it ended or stopped, as si_pid and si_code say; it stays to be reaped.
  [[nodiscard]] siginfo_t look() const {
    siginfo_t state{};
    waitid(P_PID, static_cast<id_t>(pid_), &state, WEXITED | WSTOPPED | WNOHANG | WNOWAIT);
    return state;
  }

  // Reads once what is there; false where nothing came in that time.
  bool read_some(int milliseconds) {
    pollfd waiting[2] = {{from_out_, POLLIN, 0}, {from_err_, POLLIN, 0}};
    if (poll(waiting, 2, milliseconds) <= 0) return false;
    bool got_some = false;
    for (const pollfd& one : waiting) {
      if (one.fd < 0 || one.revents == 0) continue;
      const bool is_out = one.fd == from_out_;
      const ssize_t got = read(one.fd, buffer_.data(), buffer_.size());
      if (got <= 0) {
        close(one.fd);
        (is_out ? from_out_ : from_err_) = -1;
        continue;
      }
      got_some = true;
      std::string& to = is_out ? result_.out : result_.err;
      to.append(buffer_.data(), static_cast<std::size_t>(got));
      if (!is_out && to.size() > kMostErrors) to.erase(0, to.size() - kMostErrors);
    }
    return got_some;
  }

  ChildResult reap() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    result_.end = WIFEXITED(status) ? End::kExited : End::kSignalled;
    result_.code = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
    return std::move(result_);
  }

  ChildResult end(End why) {
    kill(-pid_, SIGTERM);
    kill(-pid_, SIGCONT);  // what is stopped would not see the other
    const auto patience = Clock::now() + kGrace;
    for (siginfo_t state = look(); Clock::now() < patience; state = look()) {
      if (state.si_pid != 0 && state.si_code != CLD_STOPPED && state.si_code != CLD_CONTINUED) break;
      read_some(kTurnMilliseconds);  // a full pipe must not hold it up
      result_.out.clear();
    }
    // Before it is reaped, so that the number is still that of its group.
    kill(-pid_, SIGKILL);
    reap();
    result_.end = why;
    return std::move(result_);
  }

  const ChildLimits& limits_;
  Clock::time_point deadline_;
  ChildResult result_;
  pid_t pid_ = 0;
  int from_out_ = -1;
  int from_err_ = -1;
  std::array<char, 65536> buffer_{};
};

}  // namespace

ChildResult run_child(const std::vector<std::string>& arguments, const std::vector<std::string>& variables,
                      const ChildLimits& limits) {
  return Child(arguments, variables, limits).run();
}

Interrupts::Interrupts() {
  signal_caught = 0;
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], nullptr, &before[i]);
    if (before[i].sa_handler == SIG_IGN) continue;
    struct sigaction mine {};
    mine.sa_handler = catch_signal;
    sigemptyset(&mine.sa_mask);
    sigaction(kSignals[i], &mine, nullptr);
  }
}

Interrupts::~Interrupts() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &before[i], nullptr);
}

int Interrupts::caught() {
  return signal_caught;
}

}  // namespace mng::cli
