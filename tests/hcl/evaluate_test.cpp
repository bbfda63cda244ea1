#include "hcl/evaluate.hpp"

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

TEST_CASE("arithmetic") {
  check({
      {"1 + 2 * 3", "7"},
      {"7 / 2", "3.5"},
      {"-7 / 2", "-3.5"},
      {"6 / -1", "-6"},
      {"-5 % 3", "-2"},
      {"5.5 % 2", "1.5"},
      {"5 % -1", "0"},
      {"2 - -2", "4"},
      {"-(1 + 1)", "-2"},
      {"1.5 + 1.5", "3"},
      {"\"2\" * 3", "6"},
      {"-\"5\"", "-5"},
      {"0.1 + 0.25", "0.35"},
      // Integers are exact to 64 bits; beyond, doubles; beyond those, not known.
      {"9007199254740993 + 0", "9007199254740993"},
      {"\"9007199254740993\" + 0", "9007199254740993"},
      {"-\"9007199254740993\"", "-9007199254740993"},
      {"9007199254740993 / -1", "-9007199254740993"},
      {"9223372036854775807 + 1", "9223372036854775808"},
      {"-9223372036854775807 - 2", "-9223372036854775808"},
      {"4611686018427387904 * 4", "18446744073709551616"},
      {"-9223372036854775808 % -1", "0"},
      {"1e300 * 1e300", "unknown()"},
      {"1e400", "unknown()"},
      {"1 / 0", "1:1 <1 / 0> division by zero\n"},
      {"1 % 0", "1:1 <1 % 0> division by zero\n"},
      {"1.5 / 0.0", "1:1 <1.5 / 0.0> division by zero\n"},
      {"1 + \"a\"", "1:1 <1 + \"a\"> arithmetic takes numbers, not a string\n"},
      {"true * 2", "1:1 <true * 2> arithmetic takes numbers, not a bool\n"},
      {"null - 1", "1:1 <null - 1> arithmetic takes numbers, not a null\n"},
      {"-[1]", "1:2 <[1]> `-` takes a number, not a list\n"},
      {"u + 1", "unknown(var.u)"},
      {"w * u", "unknown(var.w, var.u)"},
      {"-u", "unknown(var.u)"},
  });
}

TEST_CASE("comparison") {
  check({
      {"1 < 2", "true"},
      {"2 < 2", "false"},
      {"2 <= 2", "true"},
      {"3 <= 2", "false"},
      {"2 > 1", "true"},
      {"2 > 2", "false"},
      {"2 >= 2", "true"},
      {"1 >= 2", "false"},
      {"1.5 < 2", "true"},
      {"\"10\" > 9", "true"},
      {"\"10\" > \"9\"", "true"},
      {"9007199254740993 > 9007199254740992", "true"},
      {"u < 1", "unknown(var.u)"},
      {"\"9007199254740993\" > 9007199254740992", "true"},
      {"\"a\" < 1", "1:1 <\"a\" < 1> only numbers can be compared, not a string\n"},
      {"1 > null", "1:1 <1 > null> only numbers can be compared, not a null\n"},
      {"u < []", "1:1 <u < []> only numbers can be compared, not a list\n"},
  });
}

TEST_CASE("equality is of one type") {
  check({
      {"1 == 1.0", "true"},
      {"1 == \"1\"", "false"},
      {"true == \"true\"", "false"},
      {"\"a\" == \"a\"", "true"},
      {"\"a\" != \"b\"", "true"},
      {"null == null", "true"},
      {"null == false", "false"},
      {"\"\" == null", "false"},
      {"[1, [2]] == [1.0, [2]]", "true"},
      {"[1] == [1, 2]", "false"},
      {"[] == []", "true"},
      {"[] == {}", "false"},
      {"{ a = 1, b = 2 } == { b = 2, a = 1 }", "true"},
      {"{ a = 1 } == { a = 2 }", "false"},
      {"{ a = 1 } != { b = 1 }", "true"},
      {"u == 1", "unknown(var.u)"},
      {"u == null", "unknown(var.u)"},
      {"[u] == [1]", "unknown(var.u)"},
      // Whatever is in it, a list is not null.
      {"[u] == null", "false"},
      {"null != { a = u }", "true"},
      {"concat(u, []) == null", "false"},
  });
}

TEST_CASE("logic is Kleene's") {
  const std::string t = "true";
  const std::string f = "false";
  const std::string x = "u";
  const std::string unknown = "unknown(var.u)";
  struct Row {
    std::string a;
    std::string b;
    std::string both;
    std::string either;
  };
  const std::vector<Row> rows = {
      {t, t, t, t},       {t, f, f, t},       {t, x, unknown, t},       {f, t, f, t}, {f, f, f, f}, {f, x, f, unknown},
      {x, t, unknown, t}, {x, f, f, unknown}, {x, x, unknown, unknown},
  };
  for (const Row& row : rows) {
    INFO(row.a << " " << row.b);
    CHECK(calculate(row.a + " && " + row.b) == row.both);
    CHECK(calculate(row.a + " || " + row.b) == row.either);
  }
  check({
      {"!true", "false"},
      {"!false", "true"},
      {"!u", unknown},
      {"!\"true\"", "false"},
      {"\"true\" && \"1\"", "true"},
      {"\"false\" || \"0\"", "false"},
      // A side that decides needs no other.
      {"false && 1 / 0 == 1", "false"},
      {"true || nothing", "true"},
      {"u && nothing", "1:6 <nothing> there is no `nothing` here\n"},
      {"1 && true", "1:1 <1> `&&` takes bools, not a number\n"},
      {"true && null", "1:9 <null> `&&` takes bools, not a null\n"},
      {"false || \"yes\"", "1:10 <\"yes\"> `||` takes bools, not a string\n"},
      {"!1", "1:2 <1> `!` takes a bool, not a number\n"},
      {"!null", "1:2 <null> `!` takes a bool, not a null\n"},
  });
}

TEST_CASE("conditionals") {
  check({
      {"true ? 1 : 2", "1"},
      {"\"false\" ? 1 : 2", "2"},
      {"true ? 1 : 1 / 0", "1"},
      {"u ? 1 : 2", "unknown(var.u)"},
      {"u ? w : 2", "unknown(var.u, var.w)"},
      // Both ways lead to the same.
      {"u ? 1 : 1", "1"},
      {"u ? [1] : [1]", "[1]"},
      {"u ? null : null", "null"},
      {"u ? [w] : [w]", "unknown(var.u, var.w)"},
      {"u ? 1 : 1 / 0", "unknown(var.u)"},
      {"null ? 1 : 2", "1:1 <null> a condition is a bool, not a null\n"},
      {"1 ? 1 : 2", "1:1 <1> a condition is a bool, not a number\n"},
  });
}

TEST_CASE("names, attributes and indexes") {
  check({
      {"{ a = { b = 1 } }.a.b", "1"},
      {"{ a = 1 }[\"a\"]", "1"},
      {"{ 1 = 2 }[1]", "2"},
      {"[1, 2][1]", "2"},
      {"[1, 2][\"1\"]", "2"},
      {"[[1, 2], [3]].0[1]", "2"},
      {"u.a[0].b", "unknown(var.u)"},
      {"[1, 2][u]", "unknown(var.u)"},
      {"{ a = 1 }[u]", "unknown(var.u)"},
      {"[u][0]", "unknown(var.u)"},
      {"{ size = 1 }.sise", "1:13 <.sise> there is no `sise` in this object; did you mean `size`?\n"},
      {"{ size = 1 }.other", "1:13 <.other> there is no `other` in this object\n"},
      {"{ a = 1 }[\"b\"]", "1:10 <[\"b\"]> there is no key \"b\" in this object\n"},
      {"{ a = 1 }[[]]", "1:10 <[[]]> an object takes a string as its index\n"},
      {"[1][1]", "1:4 <[1]> the list has 1 members; there is no index 1\n"},
      {"[1][-1]", "1:4 <[-1]> the list has 1 members; there is no index -1\n"},
      {"[1][0.5]", "1:4 <[0.5]> a list takes a whole number as its index, not a number\n"},
      {"[1].a", "1:4 <.a> a list has no `a`\n"},
      {"null.a", "1:5 <.a> null has no `a`\n"},
      {"\"a\"[0]", "1:4 <[0]> a string has no members to index\n"},
      {"nothing", "1:1 <nothing> there is no `nothing` here\n"},
      {"nothing.a.b", "1:1 <nothing> there is no `nothing` here\n"},
      {"quite_another()", "1:1 <quite_another> there is no function `quite_another`\n"},
      {"lenght([])", "1:1 <lenght> there is no function `lenght`; did you mean `length`?\n"},
      {"a::b()", "1:1 <a::b> there is no function `a::b`\n"},
      {"min()", "1:1 <min()> min takes other arguments than these 0; it is min(numbers: number...) -> number\n"},
      {"chomp(1, 2)",
       "1:1 <chomp(1, 2)> chomp takes other arguments than these 2; it is chomp(text: string) -> string\n"},
  });
}

TEST_CASE("objects") {
  check({
      {"{ b = 1, a = 2 }", "{a = 2, b = 1}"},
      {"{ (\"a\") = 1, \"b${1}\" = 2, 3 = 4, true = 5 }", "{3 = 4, a = 1, b1 = 2, true = 5}"},
      {"{ a = 1, (\"a\") = 2 }", "{a = 2}"},
      {"{ (null) = 1 }", "1:3 <(null)> a key is a string, not a null\n"},
      {"{ ([]) = 1 }", "1:3 <([])> a key is a string, not a list\n"},
      // A key that is not known may be one that stands before it.
      {"{ a = 1, (u) = 2, b = 3 }", "{a = unknown(var.u), b = 3, …0-1}"},
      {"{ (u) = 1 / 0 }", "1:9 <1 / 0> division by zero\n"},
      {"{ (u) = 1, b = 3 }.b", "3"},
      {"{ (u) = 1, b = 3 }.c", "unknown(var.u)"},
  });
}

TEST_CASE("splats") {
  check({
      {"[{ a = 1 }, { a = 2 }][*].a", "[1, 2]"},
      {"[{ a = 1 }, { a = 2 }].*.a", "[1, 2]"},
      {"[{ a = [1, 2] }, { a = [3] }][*].a[0]", "[1, 3]"},
      {"[{ a = [1, 2] }, { a = [3] }].*.a[0]", "[1, 2]"},
      {"[{ a = [{ b = 1 }] }][*].a[*].b", "[[1]]"},
      {"[[1, 2], [3]][*][*]", "[[1, 2], [3]]"},
      {"[][*].a", "[]"},
      {"null[*].a", "[]"},
      {"{ a = 1 }[*].a", "[1]"},
      {"\"x\"[*]", "[\"x\"]"},
      {"u[*].a", "unknown(var.u)"},
      {"[u][*].a", "[unknown(var.u)]"},
      {"concat(u, [{ a = 1 }])[*].a", "[1, …0+]"},
      // Its member's place in the whole is not known.
      {"(concat(u, [{ a = 1 }])[*].a)[0]", "unknown(var.u)"},
      {"(concat([{ a = 1 }], u)[*].a)[0]", "1"},
      {"concat(u, [1])[*][0]", "1:18 <[0]> a number has no members to index\n"},
      {"[{ a = 1 }][*].b", "1:15 <.b> there is no `b` in this object; did you mean `a`?\n"},
  });
}

}  // namespace
}  // namespace mng::hcl
