#pragma once

#include <cstddef>
#include <functional>

namespace mng::cli {

/// More threads than these a run does not take.
constexpr unsigned kMostThreads = 64;

/// How many threads a run takes that is not told: one a processor, at most 8,
/// since each may hold a whole module in memory.
unsigned default_threads();

/// Does `work(0)` to `work(count - 1)`, each once, in no order, on up to
/// `threads` threads, this one among them, and returns when all is done. Where
/// the system gives fewer threads, those do it. What work throws, the first of
/// it, is thrown here.
void each(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work);

}  // namespace mng::cli
