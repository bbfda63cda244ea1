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

TEST_CASE("loops") {
  check({
      {"[for v in [1, 2] : v * 2]", "[2, 4]"},
      {"[for i, v in [\"a\", \"b\"] : \"${i}${v}\"]", "[\"0a\", \"1b\"]"},
      {"[for k, v in { b = 1, a = 2 } : \"${k}${v}\"]", "[\"a2\", \"b1\"]"},
      {"[for v in { b = 1, a = 2 } : v]", "[2, 1]"},
      {"{ for i, v in [\"a\", \"b\"] : v => i }", "{a = 0, b = 1}"},
      {"{ for v in [1, 2] : v => v if v > 1 }", "{2 = 2}"},
      {"{ for v in [\"a\", \"b\", \"a\"] : v => upper(v)... }", "{a = [\"A\", \"A\"], b = [\"B\"]}"},
      {"[for v in [1, 2] : [for w in [3] : v + w]]", "[[4], [5]]"},
      {"[for v in [1] : [for v in [2] : v]]", "[[2]]"},
      {"{ for v in [\"a\", \"a\"] : v => 1 }",
       "1:25 <v> two members have the key \"a\"; end the result with `...` to group them\n"},
      {"{ for v in [null] : v => 1 }", "1:21 <v> a key is a string, not a null\n"},
      {"[for v in \"abc\" : v]", "1:11 <\"abc\"> a string cannot be looped over\n"},
      {"[for v in null : v]", "1:11 <null> a null cannot be looped over\n"},
      {"[for v in [1] : v if 1]", "1:22 <1> a condition is a bool, not a number\n"},
      {"[for v in [1] : v if null]", "1:22 <null> a condition is a bool, not a null\n"},
      {"[for v in [1] : v.a]", "1:18 <.a> a number has no `a`\n"},
  });
}

TEST_CASE("loops over what is not known") {
  check({
      {"[for v in u : 1]", "unknown(var.u)"},
      {"{ for v in u : v => 1 }", "unknown(var.u)"},
      {"[for v in [u, 1] : v]", "[unknown(var.u), 1]"},
      // A condition that is not known: the member may be there or not.
      {"[for v in [1, 2, 3] : v if v != 2 || u]", "[1, 3, …0-1]"},
      {"[for v in [1, 2] : v if u]", "[…0-2]"},
      {"[for v in [1, 2] : v if v > 1 && u]", "[…0-1]"},
      {"{ for v in [\"a\", \"b\"] : v => 1 if v == \"a\" || u }", "{a = 1, …0-1}"},
      {"{ for v in [\"a\", u] : v => 1 }", "{a = 1, …0-1}"},
      {"[for v in concat(u, [1, 2]) : v + 1]", "[2, 3, …0+]"},
      {"[for v in concat(u, [1, 2]) : v if v > 1]", "[2, …0+]"},
      {"[for v in slice(u, 0, 3) : 1]", "[1, 1, 1]"},
      {"[for v in slice(u, 0, 3) : 1 if true]", "[1, 1, 1]"},
      // Members of an open list have no definite place in it.
      {"[for v in [1, 2] : v if v == 2 || u][0]", "unknown(var.u)"},
      {"length([for v in [1, 2] : v if v == 2 || u]) >= 1", "true"},
      {"length([for v in [1, 2] : v if v == 2 || u]) <= 2", "true"},
      {"length([for v in [1, 2] : v if v == 2 || u]) > 2", "false"},
      {"length([for v in [1, 2] : v if v == 2 || u]) > 1", "unknown(var.u)"},
      // Grouped, unknown members may fall into a known group.
      {"{ for v in slice(u, 0, 2) : v => v... }", "{…0-2}"},
      {"{ for v in [\"a\", u] : v => 1... }", "{a = [1, …0-1], …0-1}"},
      {"{ for v in [\"a\", u] : v => 1... }.a[0]", "unknown(var.u)"},
  });
}

TEST_CASE("the length of an open list is an interval") {
  check({
      {"length(concat(u, [\"a\"])) >= 1", "true"},
      {"length(concat(u, [\"a\"])) > 0", "true"},
      {"length(concat(u, [\"a\"])) < 1", "false"},
      {"length(concat(u, [\"a\"])) >= 2", "unknown(var.u)"},
      {"1 <= length(concat(u, [\"a\"]))", "true"},
      {"1 > length(concat(u, [\"a\"]))", "false"},
      {"length(slice(u, 0, 3))", "3"},
      {"slice(u, 0, 3)", "[unknown(var.u), unknown(var.u), unknown(var.u)]"},
      {"slice(u, 0, 3)[0]", "unknown(var.u)"},
      {"length(concat(slice(u, 0, 2), [1]))", "3"},
      {"slice(concat([1, 2], u), 0, 3)", "[1, 2, unknown(var.u)]"},
      {"slice(concat(u, [1, 2]), 0, 2)", "[unknown(var.u), unknown(var.u)]"},
      {"length(u)", "unknown(var.u)"},
      {"length(concat([1], u)) >= 1 && u", "unknown(var.u)"},
      {"concat([1, 2], u)[1]", "2"},
      {"concat([1, 2], u)[2]", "unknown(var.u)"},
      {"concat(u, [1])[0]", "unknown(var.u)"},
      {"concat(u, [1])[-1]", "1:15 <[-1]> the list has 1 members; there is no index -1\n"},
      {"length(concat(u, w, [1])) >= 2", "unknown(var.u)"},
  });
}

TEST_CASE("open objects") {
  check({
      // The later may replace what is in the earlier.
      {"merge({ a = 1 }, u)", "unknown(var.u)"},
      {"merge({ a = 1 }, { (u) = 2, b = 3 })", "{a = unknown(var.u), b = 3, …0-1}"},
      {"merge({ (u) = 2 }, { b = 3 }).b", "3"},
      {"merge({ (u) = 2 }, { b = 3 }).c", "unknown(var.u)"},
      {"length(merge({ (u) = 2 }, { b = 3 })) >= 1", "true"},
      {"keys({ (u) = 2, b = 3 })", "[\"b\", …0-1]"},
      {"values({ (u) = 2, b = 3 })[0]", "unknown(var.u)"},
      {"lookup({ (u) = 2, b = 3 }, \"b\", 0)", "3"},
      {"lookup({ (u) = 2, b = 3 }, \"c\", 0)", "unknown(var.u)"},
      {"{ (u) = 2, b = 3 }[\"c\"]", "unknown(var.u)"},
      {"[for k, v in { (u) = 2, b = 3 } : k]", "[\"b\", …0-1]"},
      {"try({ (u) = 2 }.c, 0)", "unknown(var.u)"},
  });
}

TEST_CASE("an unknown names what it depends on, each once") {
  check({
      {"u + w + u", "unknown(var.u, var.w)"},
      {"\"${u}${w}${u}\"", "unknown(var.u, var.w)"},
      {"upper([u, { a = w }][0])", "unknown(var.u)"},
      {"distinct([u, { a = w }])", "unknown(var.u, var.w)"},
      {"u[w]", "unknown(var.u, var.w)"},
      {"length(concat(u, [1])) == 1", "unknown(var.u)"},
      {"max(concat(u, w)...)", "unknown(var.u)"},
  });
}

TEST_CASE("the identity of a computed attribute survives what only moves it") {
  Calculator calculator;
  Unknown what;
  what.resource = "aws_launch_template.x";
  what.attribute = "id";
  calculator.set("id", Value::unknown(&what));
  for (const std::string& text : std::vector<std::string>{
           "id", "[id][0]", "\"${id}\"", "([{ a = id }][*].a)[0]", "({ a = id }).a", "[for v in [id] : v][0]",
           "merge({ a = 1 }, { a = id }).a", "concat([id])[0]", "flatten([[{ a = id }]])[0].a", "element([id], 0)",
           "try(id, 1)", "true ? id : 1", "reverse([id])[0]", "one([id])"}) {
    INFO(text);
    const Value value = calculator.value(text);
    REQUIRE(value.is_unknown());
    CHECK(value.as_unknown().resource == "aws_launch_template.x");
    CHECK(value.as_unknown().attribute == "id");
  }
}

}  // namespace
}  // namespace mng::hcl
