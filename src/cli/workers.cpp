#include "cli/workers.hpp"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace mng::cli {

namespace {

// Enough for the deepest input that is read; what a system gives by itself may be less.
constexpr std::size_t kStackBytes = std::size_t{16} << 20U;

/// What the threads share.
struct Work {
  std::size_t count = 0;
  const std::function<void(std::size_t)>& one;
  std::atomic<std::size_t> next{0};
  std::mutex mutex{};
  std::exception_ptr thrown{};  ///< guarded by `mutex`

  void run() {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        one(i);
      } catch (...) {
        const std::lock_guard<std::mutex> lock(mutex);
        if (!thrown) thrown = std::current_exception();
        next = count;
      }
    }
  }
};

extern "C" void* run_work(void* work) {
  static_cast<Work*>(work)->run();
  return nullptr;
}

}  // namespace

unsigned default_threads() {
  constexpr unsigned kMost = 8;
  return std::clamp(std::thread::hardware_concurrency(), 1U, kMost);
}

void each(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work) {
  Work shared{count, work};
  std::vector<pthread_t> others;
  pthread_attr_t attributes;
  const std::size_t wanted = std::min({count, std::size_t{threads}, std::size_t{kMostThreads}});
  if (wanted > 1 && pthread_attr_init(&attributes) == 0) {
    pthread_attr_setstacksize(&attributes, kStackBytes);
    others.reserve(wanted - 1);
    while (others.size() + 1 < wanted) {
      pthread_t one{};
      if (pthread_create(&one, &attributes, run_work, &shared) != 0) break;
      others.push_back(one);
    }
    pthread_attr_destroy(&attributes);
  }
  shared.run();
  for (const pthread_t one : others) pthread_join(one, nullptr);
  if (shared.thrown) std::rethrow_exception(shared.thrown);
}

}  // namespace mng::cli
