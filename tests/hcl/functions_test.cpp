#include "hcl/functions.hpp"

#include <algorithm>
#include <set>
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

TEST_CASE("tables of functions are sorted, documented and without a name twice") {
  std::set<std::string_view> names;
  for (const std::span<const Function> table : engine_functions().tables) {
    CHECK(std::is_sorted(table.begin(), table.end(),
                         [](const Function& a, const Function& b) { return a.name() < b.name(); }));
    for (const Function& function : table) {
      INFO(function.name());
      CHECK(names.insert(function.name()).second);
      CHECK(function.signature.text.starts_with(std::string(function.name()) + "("));
      CHECK(function.doc.ends_with("."));
      CHECK(function.signature.least <= function.signature.count);
      CHECK((function.run == nullptr) != (function.run_lazily == nullptr));
      CHECK(engine_functions().find(function.name()) == &function);
    }
  }
  CHECK(engine_functions().names().size() == names.size());
  CHECK(terraform_functions().find("first_set") == nullptr);
  CHECK(terraform_functions().find("none") == nullptr);
}

TEST_CASE("no function fails or ends on unknown, null or no arguments without a word") {
  for (const std::span<const Function> table : engine_functions().tables) {
    for (const Function& function : table) {
      for (const std::string& argument : std::vector<std::string>{"u", "null", "1", "\"a\"", "[]", "[u]", "{}", "true",
                                                                  "[null]", "{ a = u }", "concat(u, [1])"}) {
        std::string text = std::string(function.name()) + "(";
        for (int i = 0; i < std::max<int>(function.signature.least, 1); ++i) text += argument + ", ";
        INFO(text + ")");
        CHECK_FALSE(calculate(text + ")").empty());
        if (argument == "u") CHECK(calculate(text + ")").find("must be") == std::string::npos);
      }
    }
  }
}

TEST_CASE("a wholly unknown argument makes the result unknown") {
  // But for these, which may know all the same.
  const std::set<std::string_view> others = {"concat",    "slice",         "first_set", "place_of",      "resource_of",
                                             "timestamp", "plantimestamp", "uuid",      "templatestring"};
  for (const std::span<const Function> table : engine_functions().tables) {
    for (const Function& function : table) {
      if (others.contains(function.name())) continue;
      std::string text = std::string(function.name()) + "(";
      for (int i = 0; i < std::max<int>(function.signature.least, 1); ++i) text += "u, ";
      INFO(text);
      CHECK(calculate(text + ")") == "unknown(var.u)");
    }
  }
}

TEST_CASE("numbers") {
  check({
      {"abs(-1.5)", "1.5"},
      {"abs(2)", "2"},
      {"abs(\"-2\")", "2"},
      {"abs(-9007199254740993)", "9007199254740993"},
      {"abs(\"a\")", "1:1 <abs(\"a\")> abs: argument 1 must be a number, not a string\n"},
      {"ceil(1.2)", "2"},
      {"ceil(-1.2)", "-1"},
      {"ceil(\"1.5\")", "2"},
      {"ceil(9007199254740993)", "9007199254740993"},
      {"ceil([])", "1:1 <ceil([])> ceil: argument 1 must be a number, not a list\n"},
      {"floor(1.8)", "1"},
      {"floor(-1.2)", "-2"},
      {"floor(9007199254740993)", "9007199254740993"},
      {"floor(null)", "1:1 <floor(null)> floor: argument 1 must not be null; it is floor(number: number) -> number\n"},
      {"max(1, 3, 2)", "3"},
      {"max(\"3\", 10)", "10"},
      {"max([1, 2.5]...)", "2.5"},
      {"max(9007199254740992, 9007199254740993)", "9007199254740993"},
      {"max(1, \"x\")", "1:1 <max(1, \"x\")> max: argument 2 must be a number, not a string\n"},
      {"max(1, u)", "unknown(var.u)"},
      {"min(2, 1, 3)", "1"},
      {"min(\"3\", 10)", "3"},
      {"min(true)", "1:1 <min(true)> min: argument 1 must be a number, not a bool\n"},
  });
}

TEST_CASE("conversions") {
  check({
      {"tobool(true)", "true"},
      {"tobool(\"true\")", "true"},
      {"tobool(\"false\")", "false"},
      {"tobool(\"1\")", "true"},
      {"tobool(\"0\")", "false"},
      {"tobool(null)", "null"},
      {"tobool(\"yes\")", "1:1 <tobool(\"yes\")> tobool: the value must be a bool, not a string\n"},
      {"tobool(1)", "1:1 <tobool(1)> tobool: the value must be a bool, not a number\n"},
      {"tonumber(\"1.50\")", "1.5"},
      {"tonumber(\"+1\")", "1"},
      {"tonumber(\".5\")", "0.5"},
      {"tonumber(\"5.\")", "5"},
      {"tonumber(\"1e3\")", "1000"},
      {"tonumber(\"9007199254740993\")", "9007199254740993"},
      {"tonumber(null)", "null"},
      {"tonumber(\" 1\")", "1:1 <tonumber(\" 1\")> tonumber: the value must be a number, not a string\n"},
      {"tonumber(\"0x10\")", "1:1 <tonumber(\"0x10\")> tonumber: the value must be a number, not a string\n"},
      {"tonumber(\"+-1\")", "1:1 <tonumber(\"+-1\")> tonumber: the value must be a number, not a string\n"},
      {"tonumber(\"\")", "1:1 <tonumber(\"\")> tonumber: the value must be a number, not a string\n"},
      {"tonumber(\"inf\")", "1:1 <tonumber(\"inf\")> tonumber: the value must be a number, not a string\n"},
      {"tonumber(\"nan\")", "1:1 <tonumber(\"nan\")> tonumber: the value must be a number, not a string\n"},
      {"tonumber(true)", "1:1 <tonumber(true)> tonumber: the value must be a number, not a bool\n"},
      {"tostring(1.5)", "\"1.5\""},
      {"tostring(1e21)", "\"1000000000000000000000\""},
      {"tostring(0.1)", "\"0.1\""},
      {"tostring(true)", "\"true\""},
      {"tostring(null)", "null"},
      {"tostring([])", "1:1 <tostring([])> tostring: the value must be a string, not a list\n"},
      {"tolist([1])", "[1]"},
      {"tolist(null)", "null"},
      {"tolist([u])", "[unknown(var.u)]"},
      {"tolist({ a = 1 })", "1:1 <tolist({ a = 1 })> tolist: the value must be a list, not a object\n"},
      {"tomap({ a = 1 })", "{a = 1}"},
      {"tomap(null)", "null"},
      {"tomap([])", "1:1 <tomap([])> tomap: the value must be a map, not a list\n"},
  });
}

TEST_CASE("try and can set errors aside") {
  check({
      {"try(1, 2)", "1"},
      {"try(nothing, 2)", "2"},
      {"try([1][3], {}.a, \"x\")", "\"x\""},
      {"try(null, 1)", "null"},
      {"try(u.a, 1)", "unknown(var.u)"},
      {"try(nothing, nothing.b)", "1:14 <nothing> there is no `nothing` here\n"},
      {"try()", "1:1 <try()> try takes at least one expression\n"},
      {"can(1)", "true"},
      {"can([1][3])", "false"},
      {"can(nothing)", "false"},
      {"can(u)", "unknown(var.u)"},
      // What is in it may yet turn out to be an error.
      {"can([u.a])", "unknown(var.u)"},
      {"can()", "1:1 <can()> can takes one expression\n"},
      {"can(1, 2)", "1:1 <can(1, 2)> can takes one expression\n"},
      {"[try(nothing, 1), nothing]", "1:19 <nothing> there is no `nothing` here\n"},
  });
}

TEST_CASE("regular expressions are RE2's") {
  check({
      {R"~(regex("[a-z]+", "12abc3"))~", "\"abc\""},
      {R"~(regex("^([a-z]+)([0-9]+)$", "m5"))~", "[\"m\", \"5\"]"},
      {R"~(regex("(?P<x>a)(?P<y>b)?", "a"))~", "{x = \"a\", y = null}"},
      {R"~(regex("(a)|(b)", "b"))~", "[null, \"b\"]"},
      {R"~(regex("^$", ""))~", "\"\""},
      {R"~(regex("^$", join("", [])))~", "\"\""},
      {R"~(regex("\\d", "a"))~", R"~(1:1 <regex("\\d", "a")> regex: the pattern does not match)~"
                                 "\n"},
      {R"~(regex("[", "a"))~", R"~(1:1 <regex("[", "a")> regex: the pattern is wrong: missing ]: [)~"
                               "\n"},
      {R"~(regex("a", []))~", R"~(1:1 <regex("a", [])> regex: argument 2 must be a string, not a list)~"
                              "\n"},
      {R"~(regexall("[0-9]", "a1b2"))~", "[\"1\", \"2\"]"},
      {R"~(regexall("(.)(.)", "abcd"))~", "[[\"a\", \"b\"], [\"c\", \"d\"]]"},
      {R"~(regexall("x", "abc"))~", "[]"},
      {R"~(regexall("", "é"))~", "[\"\", \"\"]"},
      {R"~(regexall("", ""))~", "[\"\"]"},
      {R"~(regexall("a*", "baaac"))~", "[\"\", \"aaa\", \"\"]"},
      {R"~(regexall("(", "a"))~", R"~(1:1 <regexall("(", "a")> regexall: the pattern is wrong: missing ): ()~"
                                  "\n"},
      {R"~(length(regexall("x", "abc")) > 0)~", "false"},
      {R"~(replace("a.b.c", ".", "-"))~", "\"a-b-c\""},
      {R"~(replace("abc", "x", "y"))~", "\"abc\""},
      {R"~(replace("abc", "", "-"))~", "\"-a-b-c-\""},
      {R"~(replace("a$b", "$", "$1"))~", "\"a$1b\""},
      {R"~(replace("a1b2", "/[0-9]/", "x"))~", "\"axbx\""},
      {R"~(replace("a1b2", "/([0-9])/", "<$1>"))~", "\"a<1>b<2>\""},
      {R"~(replace("ab", "/(?P<x>a)/", "[$${x}]$$"))~", "\"[a]$b\""},
      {R"~(replace("aab", "/a+/", "$0$0"))~", "\"aaaab\""},
      {R"~(replace("ab", "/(a)/", "$1x$9$"))~", "\"$b\""},
      {R"~(replace("ab", "/a", "x"))~", "\"ab\""},
      {R"~(replace("a/b", "/", "x"))~", "\"axb\""},
      {R"~(replace("ab", "/(/", "x"))~",
       R"~(1:1 <replace("ab", "/(/", "x")> replace: the pattern is wrong: missing ): ()~"
       "\n"},
  });
}

TEST_CASE("functions of rules") {
  check({
      {"all([true, true])", "true"},
      {"all([true, false, u])", "false"},
      {"all([true, u])", "unknown(var.u)"},
      {"all([])", "true"},
      {"all(concat(u, [false]))", "false"},
      {"all(concat(u, [true]))", "unknown(var.u)"},
      {"all([1])", "1:1 <all([1])> all: argument 1 must be a bool, not a number\n"},
      {"all(1)", "1:1 <all(1)> all: argument 1 must be a list, not a number\n"},
      {"any([false, true, u])", "true"},
      {"any([false, u])", "unknown(var.u)"},
      {"any([])", "false"},
      {"any(concat(u, [true]))", "true"},
      {"any({})", "1:1 <any({})> any: argument 1 must be a list, not a object\n"},
      {"first_set(null, [], u, 1, 2)", "1"},
      {"first_set(null)", "null"},
      {"first_set(false)", "false"},
      {"nearest(\"desiredSize\", [\"min_size\", \"desired_size\"])", "\"desired_size\""},
      {"nearest(\"zzzzzzzz\", [\"min_size\"])", "null"},
      {"nearest(\"a\", 1)", "1:1 <nearest(\"a\", 1)> nearest: argument 2 must be a list, not a number\n"},
      {"place_of([1])", "[1]"},
      {"place_of(keys({ (\"a\") = 1 })[0])", "\"a\""},
      {"resource_of(\"sg-0a1\")", "null"},
      {"resource_of(null)", "null"},
  });
}

}  // namespace
}  // namespace mng::hcl
