#include "hcl/arena.hpp"

#include <cstdint>
#include <string>

#include "support/catch.hpp"

namespace mng::hcl {
namespace {

TEST_CASE("an arena hands out aligned memory that does not overlap") {
  Arena arena;
  char* last = nullptr;
  for (std::size_t i = 0; i < 5000; ++i) {
    const std::size_t align = std::size_t{1} << (i % 5);
    const std::size_t size = i % 100 + 1;
    auto* at = static_cast<char*>(arena.allocate(size, align));
    CHECK(reinterpret_cast<std::uintptr_t>(at) % align == 0);
    std::fill_n(at, size, static_cast<char>(i));
    if (last != nullptr) CHECK(*last == static_cast<char>(i - 1));
    last = at;
  }
}

TEST_CASE("what is in an arena stays where it is") {
  Arena arena;
  const std::string_view text = arena.copy("hello");
  const int* number = arena.make(7);
  const auto span = arena.copy_span(std::vector<int>{1, 2, 3});
  for (int i = 0; i < 1000; ++i) arena.make_span<std::uint64_t>(1000);
  CHECK(text == "hello");
  CHECK(*number == 7);
  CHECK(std::vector<int>(span.begin(), span.end()) == std::vector<int>{1, 2, 3});
  CHECK(arena.copy("").empty());
  CHECK(arena.make_span<int>(0).empty());
  for (const std::uint64_t zero : arena.make_span<std::uint64_t>(100)) CHECK(zero == 0);
}

TEST_CASE("an arena does not grow past its cap") {
  Arena arena(100'000);
  CHECK_THROWS_AS(arena.make_span<std::uint64_t>(std::size_t{1} << 62U), LimitExceeded);
  CHECK_THROWS_AS(arena.make_span<char>(100'001), LimitExceeded);
  // What fits still fits afterwards.
  CHECK(arena.make_span<char>(50'000).size() == 50'000);
  CHECK_THROWS_AS(arena.make_span<char>(60'000), LimitExceeded);
  CHECK_NOTHROW(arena.check_text(100'000));
  CHECK_THROWS_WITH(arena.check_text(100'001), "the input needs more memory than is allowed");
  CHECK_THROWS_AS(([] {
                    Arena small(1000);
                    small.make(1);
                  }()),
                  LimitExceeded);
}

}  // namespace
}  // namespace mng::hcl
