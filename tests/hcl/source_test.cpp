#include "hcl/source.hpp"

#include <string>

#include "support/catch.hpp"

namespace mng::hcl {
namespace {

std::string place(const Source& source, std::uint32_t offset) {
  const Position at = source.position(offset);
  return std::to_string(at.line) + ":" + std::to_string(at.column);
}

TEST_CASE("lines and columns count from one, columns in code points") {
  const Source source("a.hcl", "ab\né日😀x\n\nlast");
  CHECK(place(source, 0) == "1:1");
  CHECK(place(source, 1) == "1:2");
  CHECK(place(source, 2) == "1:3");  // the line break belongs to its line
  CHECK(place(source, 3) == "2:1");
  CHECK(place(source, 5) == "2:2");   // behind é, two bytes
  CHECK(place(source, 8) == "2:3");   // behind 日, three
  CHECK(place(source, 12) == "2:4");  // behind 😀, four
  CHECK(place(source, 14) == "3:1");
  CHECK(place(source, 15) == "4:1");
  CHECK(place(source, 19) == "4:5");
}

TEST_CASE("an offset past the end is the end") {
  const Source source("a.hcl", "ab\ncd");
  CHECK(place(source, 5) == "2:3");
  CHECK(place(source, 500) == "2:3");
  CHECK(place(Source("b.hcl", ""), 7) == "1:1");
  CHECK(place(Source("c.hcl", "a\n"), 2) == "2:1");
}

TEST_CASE("lines as text") {
  const Source source("a.hcl", "one\r\ntwo\n\nfour\r");
  CHECK(source.path() == "a.hcl");
  CHECK(source.line(1) == "one");
  CHECK(source.line(2) == "two");
  CHECK(source.line(3).empty());
  CHECK(source.line(4) == "four");
  CHECK(source.line(5).empty());
  CHECK(source.line(0).empty());
  CHECK(source.line_start(1) == 0);
  CHECK(source.line_start(2) == 5);
  CHECK(source.line_start(4) == 10);
  CHECK(source.line_start(5) == 15);
  CHECK(place(source, 5) == "2:1");
}

TEST_CASE("sources keep their place and are named from one") {
  Sources sources;
  const std::uint32_t first = sources.add("a", "one");
  const std::string_view text = sources[first].text();
  for (int i = 0; i < 1000; ++i) sources.add("b", "two");
  CHECK(first == 1);
  CHECK(sources.size() == 1001);
  CHECK(sources[first].text().data() == text.data());
  CHECK(sources.text({1, 1, 3}) == "ne");
  CHECK(sources.text({}).empty());
}

TEST_CASE("ranges") {
  CHECK_FALSE(Range{}.known());
  CHECK(Range{1, 0, 0}.known());
  CHECK(Range{1, 2, 5}.contains({1, 2, 5}));
  CHECK(Range{1, 2, 5}.contains({1, 3, 4}));
  CHECK_FALSE(Range{1, 2, 5}.contains({1, 1, 4}));
  CHECK_FALSE(Range{1, 2, 5}.contains({1, 3, 6}));
  CHECK_FALSE(Range{1, 2, 5}.contains({2, 3, 4}));
}

}  // namespace
}  // namespace mng::hcl
