#include <string>
#include <vector>

#include "hcl/read.hpp"
#include "support/catch.hpp"

namespace mng::hcl {
namespace {

struct Case {
  std::string text;
  std::string value;
};

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    INFO(one.text);
    CHECK(calculate(one.text) == one.value);
  }
}

TEST_CASE("strings") {
  check({
      {R"(chomp("a\r\n\n"))", R"("a")"},
      {R"(chomp("a\nb"))", R"("a\nb")"},
      {R"(chomp([]))", "1:1 <chomp([])> chomp: argument 1 must be a string, not a list\n"},
      {R"(endswith("abc", "bc"))", "true"},
      {R"(endswith("abc", "ab"))", "false"},
      {R"(endswith("abc", u))", "unknown(var.u)"},
      {R"(startswith("abc", "ab"))", "true"},
      {R"(startswith("abc", "bc"))", "false"},
      {R"(startswith("1a", 1))", "true"},
      {R"(strcontains("abc", "b"))", "true"},
      {R"(strcontains("abc", "x"))", "false"},
      {R"(strcontains("", ""))", "true"},
      {R"(join(",", ["a", "b"]))", R"("a,b")"},
      {R"(join(",", [1, true], ["a"]))", R"("1,true,a")"},
      {R"(join("-", []))", R"("")"},
      {R"(join(",", ["a", u]))", "unknown(var.u)"},
      {R"(join(",", "a"))", "1:1 <join(\",\", \"a\")> join: argument 2 must be a list, not a string\n"},
      {R"(join(",", [null]))", "1:1 <join(\",\", [null])> join: a member is null\n"},
      {R"(lower("AbC1"))", R"("abc1")"},
      {R"(upper("aBc1"))", R"("ABC1")"},
      {R"(upper(null))", "1:1 <upper(null)> upper: argument 1 must not be null; it is upper(text: string) -> string\n"},
      {R"(split(",", "a,b,"))", R"(["a", "b", ""])"},
      {R"(split(",", ""))", R"([""])"},
      {R"(split("", "aé日"))", R"(["a", "é", "日"])"},
      {R"(split("", ""))", "[]"},
      {R"(split("ab", "xabyab"))", R"(["x", "y", ""])"},
      {R"(split(",", []))", "1:1 <split(\",\", [])> split: argument 2 must be a string, not a list\n"},
      {R"(substr("hello", 1, 3))", R"("ell")"},
      {R"(substr("héllo", 1, 2))", R"("él")"},
      {R"(substr("hello", -3, -1))", R"("llo")"},
      {R"(substr("hello", -9, 2))", R"("he")"},
      {R"(substr("hello", 9, 2))", R"("")"},
      {R"(substr("hello", 3, 99))", R"("lo")"},
      {R"(substr("hello", 1, 0))", R"("")"},
      {R"(substr("hello", 0.5, 1))", "1:1 <substr(\"hello\", 0.5, 1)> substr: argument 2 must be a whole number\n"},
      {R"(title("hello.world foo-bar it's a_b"))", R"("Hello.World Foo-Bar It'S A_b")"},
      {R"(trim("aabaa", "a"))", R"("b")"},
      {R"(trim("?!a!?", "!?"))", R"("a")"},
      {R"(trim("äbä", "ö"))", R"("äbä")"},
      {R"(trim("äbö", "äö"))", R"("b")"},
      {R"(trim("aaa", "a"))", R"("")"},
      {R"(trimprefix("aab", "a"))", R"("ab")"},
      {R"(trimprefix("aab", "b"))", R"("aab")"},
      {R"(trimsuffix("abb", "b"))", R"("ab")"},
      {R"(trimspace("\t a b \n"))", R"("a b")"},
      {R"(trimspace("  "))", R"("")"},
  });
}

TEST_CASE("what is true of lists") {
  check({
      {"alltrue([true, \"true\"])", "true"},
      {"alltrue([true, false])", "false"},
      {"alltrue([true, null])", "false"},
      {"alltrue([])", "true"},
      {"alltrue([false, u])", "false"},
      {"alltrue([true, u])", "unknown(var.u)"},
      {"alltrue([\"x\"])", "1:1 <alltrue([\"x\"])> alltrue: argument 1 must be a bool, not a string\n"},
      {"alltrue({})", "1:1 <alltrue({})> alltrue: argument 1 must be a list, not a object\n"},
      {"anytrue([false, true])", "true"},
      {"anytrue([true, null])", "true"},
      {"anytrue([false, null])", "false"},
      {"anytrue([])", "false"},
      {"anytrue([true, u])", "true"},
      {"anytrue([false, u])", "unknown(var.u)"},
      {"anytrue([1])", "1:1 <anytrue([1])> anytrue: argument 1 must be a bool, not a number\n"},
      {"contains([\"a\", \"b\"], \"b\")", "true"},
      {"contains([\"a\"], \"b\")", "false"},
      {"contains([1], \"1\")", "false"},
      {"contains([\"a\", u], \"a\")", "true"},
      {"contains([\"a\", u], \"b\")", "unknown(var.u)"},
      {"contains([\"a\"], u)", "unknown(var.u)"},
      {"contains([{ a = 1 }], { a = u })", "unknown(var.u)"},
      {"contains([concat(u, [\"a\"])], [\"a\"])", "unknown(var.u)"},
      {"contains([], { a = u })", "false"},
      {"contains(concat(u, [\"a\"]), \"a\")", "true"},
      {"contains(concat(u, [\"a\"]), \"b\")", "unknown(var.u)"},
      {"contains(\"a\", \"a\")", "1:1 <contains(\"a\", \"a\")> contains: argument 1 must be a list, not a string\n"},
  });
}

TEST_CASE("lists of lists") {
  check({
      {"coalesce(null, \"\", \"b\", \"c\")", "\"b\""},
      {"coalesce(1, u)", "1"},
      {"coalesce(null, u, 1)", "unknown(var.u)"},
      {"coalesce(null)", "1:1 <coalesce(null)> coalesce: every argument is null or empty\n"},
      {"compact([\"a\", \"\", null, \"b\"])", "[\"a\", \"b\"]"},
      {"compact([u])", "unknown(var.u)"},
      {"concat([1], [], [2, 3])", "[1, 2, 3]"},
      {"concat([1], u)", "[1, …0+]"},
      {"concat([1], [u])", "[1, unknown(var.u)]"},
      {"concat([1], null)",
       "1:1 <concat([1], null)> concat: argument 2 must not be null; it is concat(lists: list|tuple...) -> any\n"},
      {"distinct([\"a\", \"b\", \"a\"])", "[\"a\", \"b\"]"},
      {"distinct(1)", "1:1 <distinct(1)> distinct: argument 1 must be a list, not a number\n"},
      {"element([1, 2, 3], 4)", "2"},
      {"element([1, 2, 3], 0)", "1"},
      {"element([u, 2], 1)", "2"},
      {"element([], 0)", "1:1 <element([], 0)> element: the list is empty\n"},
      {"element([1], -1)", "1"},
      {"element(concat([1], u), 0)", "unknown(var.u)"},
      {"flatten([[1, [2]], 3, []])", "[1, 2, 3]"},
      {"flatten([1, null, [null]])", "[1, null, null]"},
      {"flatten([[1], u])", "[1, …0+]"},
      {"flatten([{ a = [1] }])", "[{a = [1]}]"},
      {"flatten(1)", "1:1 <flatten(1)> flatten: argument 1 must be a list, not a number\n"},
      {"one([])", "null"},
      {"one([1])", "1"},
      {"one([1, 2])", "1:1 <one([1, 2])> one: the list has more than one member\n"},
      {"one(concat([1], u))", "unknown(var.u)"},
      {"range(3)", "[0, 1, 2]"},
      {"range(-3)", "[0, -1, -2]"},
      {"range(1, 5, 2)", "[1, 3]"},
      {"range(5, 1, -2)", "[5, 3]"},
      {"range(5, 3)", "[5, 4]"},
      {"range(1, 1)", "[]"},
      {"range(0, 1, 0.25)", "[0, 0.25, 0.5, 0.75]"},
      {"range(1, 4, 0)", "1:1 <range(1, 4, 0)> range: the step is zero\n"},
      {"range(0, 5, -1)", "1:1 <range(0, 5, -1)> range: the step leads away from the limit\n"},
      {"length(range(1024))", "1024"},
      {"length(setproduct(range(300), range(300)))", "90000"},
      {"setproduct(range(1000), range(1000))",
       "1:1 <setproduct(range(1000), range(1000))> setproduct: 1000000 combinations take too many steps\n"},
      {"setproduct(range(1000), range(1000), [])", "[]"},
      {"range(1025)", "1:1 <range(1025)> range: gives more than 1024 numbers\n"},
      {"reverse([1, 2])", "[2, 1]"},
      {"reverse(concat([1, 2], u))", "[2, 1, …0+]"},
      {"reverse(concat([1, 2], u))[0]", "unknown(var.u)"},
      {"reverse(\"ab\")", "1:1 <reverse(\"ab\")> reverse: argument 1 must be a list, not a string\n"},
      {"slice([1, 2, 3], 1, 2)", "[2]"},
      {"slice([1], 0, 0)", "[]"},
      {"slice([1], 0, 2)", "1:1 <slice([1], 0, 2)> slice: the list has only 1 members\n"},
      {"slice([1], 1, 0)", "1:1 <slice([1], 1, 0)> slice: the end lies before the start\n"},
      {"slice([1], -1, 0)", "1:1 <slice([1], -1, 0)> slice: the end lies before the start\n"},
      {"slice([1], 0, u)", "unknown(var.u)"},
      {"slice(null, 0, 1)",
       "1:1 <slice(null, 0, 1)> slice: argument 1 must not be null; it is slice(list: list|tuple, start: number, end: "
       "number) -> any\n"},
  });
}

TEST_CASE("order and sets") {
  check({
      {"sort([\"b\", \"a\", \"B\"])", "[\"B\", \"a\", \"b\"]"},
      {"sort([1, 10, 9])", "[\"1\", \"10\", \"9\"]"},
      {"sort([null])", "1:1 <sort([null])> sort: a member is null\n"},
      {"sort([\"b\", u])", "unknown(var.u)"},
      {"toset([\"b\", \"a\", \"b\"])", "[\"a\", \"b\"]"},
      {"toset([3, 1, 2, 10])", "[1, 2, 3, 10]"},
      {"toset([true, false])", "[false, true]"},
      {"toset(1)", "1:1 <toset(1)> toset: the value must be a set, not a number\n"},
      {"setintersection([\"a\", \"b\"], [\"b\", \"c\"])", "[\"b\"]"},
      {"setintersection([\"a\", \"b\"], [\"b\", \"a\"], [\"a\"])", "[\"a\"]"},
      {"setintersection([\"a\"], 1)",
       "1:1 <setintersection([\"a\"], 1)> setintersection: argument 2 must be a set, not a number\n"},
      {"setsubtract([\"a\", \"b\"], [\"b\"])", "[\"a\"]"},
      {"setsubtract([], [\"b\"])", "[]"},
      {"setsubtract([\"a\"], [u])", "unknown(var.u)"},
  });
}

TEST_CASE("maps and lengths") {
  check({
      {"keys({ b = 1, a = 2 })", "[\"a\", \"b\"]"},
      {"keys({ a = u })", "[\"a\"]"},
      {"keys([1])", "1:1 <keys([1])> keys: argument 1 must be a map, not a list\n"},
      {"values({ b = 1, a = 2 })", "[2, 1]"},
      {"values({ a = u })", "[unknown(var.u)]"},
      {"values(1)", "1:1 <values(1)> values: argument 1 must be a map, not a number\n"},
      {"lookup({ a = 1 }, \"a\", 2)", "1"},
      {"lookup({ a = 1 }, \"b\", 2)", "2"},
      {"lookup({ a = 1 }, \"b\")", "1:1 <lookup({ a = 1 }, \"b\")> lookup: there is no key \"b\", and no default\n"},
      {"lookup(u, \"a\", 1)", "unknown(var.u)"},
      {"lookup({ a = 1 }, u, 1)", "unknown(var.u)"},
      {"lookup([], \"a\", 1)", "1:1 <lookup([], \"a\", 1)> lookup: argument 1 must be a map, not a list\n"},
      {"merge()", "{}"},
      {"merge({ a = 1 }, null, { a = 2, b = 3 })", "{a = 2, b = 3}"},
      {"merge([{ a = 1 }, { b = 2 }]...)", "{a = 1, b = 2}"},
      {"merge({ a = 1 }...)", "1:7 <{ a = 1 }> only a list can be expanded with `...`\n"},
      {"merge({}, 1)", "1:1 <merge({}, 1)> merge: argument 2 must be a map, not a number\n"},
      {"length([1, u])", "2"},
      {"length({ a = u })", "1"},
      {"length(\"aé日\")", "3"},
      {"length(\"\")", "0"},
      {"length(5)", "1:1 <length(5)> length: a number has no length\n"},
      {"length(null)", "1:1 <length(null)> length: argument 1 must not be null; it is length(value: any) -> number\n"},
  });
}

}  // namespace
}  // namespace mng::hcl
