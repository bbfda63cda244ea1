#include <string>
#include <vector>

#include "support/catch.hpp"
#include "syntax/read.hpp"

namespace mng::syntax {
namespace {

TEST_CASE("an alias is the anchored value, used where the alias stands") {
  const Reading r("a: &x [1, 2]\nb: *x\nc: [*x]\nd: &y\n  e: f\ng: *y\nh: &n\ni: *n\nj: &s \"t\"\nk: *s # c\n");
  REQUIRE(r.said().empty());
  CHECK(show(r.root()) ==
        "{a: [1, 2], b: [1, 2], c: [[1, 2]], d: {e: 'f'}, g: {e: 'f'}, h: null, i: null, j: 't', k: 't'}");
  CHECK(r.token("b") == "[1, 2]");
  CHECK(r.at("b").range() == r.at("a").range());
  CHECK(r.via("a").empty());
  CHECK(r.via("b") == "*x");
  CHECK(r.via("c.0") == "*x");
  CHECK(r.token("g") == "e: f");
  CHECK(r.token("k") == "\"t\"");
  CHECK(r.via("k") == "*s");
  CHECK(r.token("c") == "[*x]");
}

TEST_CASE("the newest anchor of a name counts, an alias of an alias keeps both uses") {
  const Reading r("- &x 1\n- *x\n- &x 2\n- *x\n- &y [*x]\n- *y\n");
  REQUIRE(r.said().empty());
  CHECK(show(r.root()) == "[1, 1, 2, 2, [2], [2]]");
  CHECK(r.via("5.0") == "*x");
  CHECK(r.via("5") == "*y");
}

TEST_CASE("merge keys") {
  struct Case {
    std::string text;
    std::string read;  ///< of the last member
  };
  const std::string base = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nm: ";
  const std::vector<Case> cases = {
      {"{<<: *a}", "{x: 1, y: 2}"},
      {"{x: 9, <<: *a}", "{y: 2, x: 9}"},
      {"{<<: *a, x: 9}", "{y: 2, x: 9}"},
      {"{<<: [*a, *b]}", "{x: 1, y: 2, z: 4}"},
      {"{<<: [*b, *a], w: 0}", "{y: 3, z: 4, x: 1, w: 0}"},
      {"{<<: *a, <<: *b}", "{x: 1, y: 2, z: 4}"},
      {"{<<: *b, <<: *a}", "{y: 3, z: 4, x: 1}"},
      {"{<<: {x: 5}, y: 6}", "{x: 5, y: 6}"},
      {"{<<: &c {x: 5}, y: *c}", "{x: 5, y: {x: 5}}"},
      {"{<<: [*a, {y: 7, v: 8}]}", "{x: 1, y: 2, v: 8}"},
      {"{<<: []}", "{}"},
      {"{\"<<\": *a}", "{<<: {x: 1, y: 2}}"},
      {"{'<<': 1, <<: *a}", "{x: 1, y: 2, <<: 1}"},
      {"{!!merge <<: *a}", "{x: 1, y: 2}"},
      {"{<<: $MORE, x: 1}", "{x: 1, ...}"},
      {"{<<: !Sub q}", "{...}"},
      {"{<<: {<<: $MORE}}", "{...}"},
      {"{<<: {<<: *a, x: 0}}", "{y: 2, x: 0}"},
  };
  for (const Case& c : cases) {
    const Reading r(base + c.text);
    INFO(c.text << "\n" << r.said());
    REQUIRE(r.file.ok());
    CHECK(show(r.at("m")) == c.read);
    CHECK(r.token("m") == c.text);
  }
}

TEST_CASE("a merged member is used at its merge and stays where it is written") {
  const Reading r("a: &a {x: 1}\nb: &b {y: 2}\nm:\n  <<: [*a, *b]\n  <<: &c {z: 3}\n  w: 4\n");
  REQUIRE(r.said().empty());
  CHECK(r.via("m.x") == "*a");
  CHECK(r.via("m.y") == "*b");
  CHECK(r.via("m.z") == "{z: 3}");
  CHECK(r.via("m.w").empty());
  CHECK(r.at("m.x").range() == r.at("a.x").range());
  CHECK(r.at("m").find("x")->key_range == r.at("a").find("x")->key_range);
  CHECK(r.via("a.x").empty());
}

TEST_CASE("merging what is no map is an error") {
  CHECK(
      Reading("a: {<<: 1}").said() ==
      "1:9 <1> '<<' merges maps, and this is a number; name an anchored map, or put \"<<\" in quotes if a plain key is "
      "meant\n");
  const Reading r("a: &a x\nb: {<<: [*a], c: 1}");
  CHECK(r.said().starts_with("2:10 <*a> '<<' merges maps, and this is a string"));
  CHECK(show(r.at("b")) == "{c: 1}");
  CHECK_FALSE(Reading("a: {<<: [[]]}").file.ok());
  CHECK_FALSE(Reading("a: {<<: }").file.ok());
}

TEST_CASE("aliases that lead nowhere") {
  CHECK(Reading("a: &foobar 1\nb: *foobaz\n").said() ==
        "2:4 <*foobaz> no anchor &foobaz stands before this alias; did you mean *foobar?\n");
  CHECK(
      Reading("b: *x\n").said() ==
      "1:4 <*x> no anchor &x stands before this alias; mark the value to repeat with &x, or put quotes around the text "
      "if no alias is meant\n");
  CHECK(
      Reading("a: &x 1\n---\nb: *x\n").said() ==
      "3:4 <*x> no anchor &x stands before this alias; the one before '---' belongs to another document: repeat it in "
      "this one\n");
  const std::string inside =
      "stands inside the value it repeats; a value cannot contain itself: remove the alias, or rename the anchor\n";
  CHECK(Reading("&a [1, *a]").said() == "1:8 <*a> the alias *a " + inside);
  CHECK(Reading("a: &m\n  b: {c: *m}").said() == "2:10 <*m> the alias *m " + inside);
  CHECK(Reading("a: &m\n  <<: *m").said() == "2:7 <*m> the alias *m " + inside);
  // The inner anchor is complete when its alias comes.
  CHECK(show(Reading("&a [&a 1, *a]").root()) == "[1, 1]");
  CHECK(Reading("a: &x [1]\n*x : 2").said() ==
        "2:1 <*x> an alias of a list or a map cannot be a key; write the key as text\n");
}

TEST_CASE("a bomb of aliases is counted, not built") {
  std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    const std::string alias = std::string("*") + static_cast<char>(c - 1);
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) bomb += (i > 0 ? ", " : "") + alias;
    bomb += "]\n";
  }
  const Reading r(bomb);
  REQUIRE(r.file.diagnostics.size() == 1);
  CHECK(r.file.diagnostics[0].message ==
        "the file stands for more than 1000000 values, aliases counted as what they repeat");
  // 10 for a, then 3 aliases of 10, the list and the map, and 2 keys.
  const std::string small = "a: &a [x, x, x, x, x, x, x, x, x]\nb: [*a, *a, *a]\n";
  CHECK(Reading(small, {.nodes = 44}).file.ok());
  CHECK_FALSE(Reading(small, {.nodes = 43}).file.ok());
}

}  // namespace
}  // namespace mng::syntax
