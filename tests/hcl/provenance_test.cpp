#include <string>

#include "hcl/read.hpp"
#include "support/catch.hpp"

namespace mng::hcl {
namespace {

/// "written text (line:column)", then " < use" for each use, nearest first.
std::string trail(const Sources& sources, const Value& value) {
  const auto place = [&](const Range& range) {
    if (!range.known()) return std::string("computed");
    const Position at = sources[range.source].position(range.begin);
    return fmt::format("{} ({}:{}:{})", sources.text(range), range.source, at.line, at.column);
  };
  std::string out = place(value.range());
  for (const Via* via = value.via(); via != nullptr; via = via->next) out += " < " + place(via->range);
  return out;
}

std::string trail(Calculator& calculator, std::string text) {
  const Value value = calculator.value(std::move(text));
  return trail(calculator.sources(), value);
}

/// The trail of one member of what an expression gives.
std::string member(Calculator& calculator, std::string text, std::size_t index) {
  const Value value = calculator.value(std::move(text));
  return trail(calculator.sources(), value.items()[index].inside(value));
}

TEST_CASE("a value is where it is written") {
  Calculator calculator;
  CHECK(trail(calculator, " 1") == "1 (1:1:2)");
  CHECK(trail(calculator, "[1, \"x\"]") == "[1, \"x\"] (2:1:1)");
  CHECK(member(calculator, "[1, \"x\"]", 1) == "\"x\" (3:1:5)");
  CHECK(trail(calculator, "{ a = null }.a") == "null (4:1:7) < { a = null }.a (4:1:1)");
  CHECK(trail(calculator, "(true)") == "true (5:1:2)");
  CHECK(trail(calculator, "true ? 1 : 2") == "1 (6:1:8)");
  // What is computed is where its expression is.
  CHECK(trail(calculator, "1 + 2") == "1 + 2 (7:1:1)");
  CHECK(trail(calculator, "upper(\"a\")") == "upper(\"a\") (8:1:1)");
  CHECK(trail(calculator, "\"a${1}\"") == "\"a${1}\" (9:1:1)");
  CHECK(trail(calculator, "!true") == "!true (10:1:1)");
}

TEST_CASE("a value keeps its place through variables, and each use is noted") {
  Calculator calculator;
  calculator.let("list", "[\"m5\", \"c5\"]");    // source 1
  calculator.let("object", "{ types = list }");  // source 2
  CHECK(trail(calculator, "list") == "[\"m5\", \"c5\"] (1:1:1) < list (3:1:1)");
  CHECK(trail(calculator, "list[1]") == "\"c5\" (1:1:8) < list[1] (4:1:1)");
  CHECK(trail(calculator, "object.types[0]") == "\"m5\" (1:1:2) < object.types[0] (5:1:1) < list (2:1:11)");
  CHECK(member(calculator, "object.types", 1) == "\"c5\" (1:1:8) < object.types (6:1:1) < list (2:1:11)");
  CHECK(member(calculator, "[for t in list : t]", 1) == "\"c5\" (1:1:8) < t (7:1:18) < list (7:1:11)");
  CHECK(member(calculator, "[{ a = 1 }][*].a", 0) == "1 (8:1:8) < [{ a = 1 }][*].a (8:1:1)");
  CHECK(member(calculator, "list[*]", 0) == "\"m5\" (1:1:2) < list[*] (9:1:1)");
  CHECK(trail(calculator, "{ for t in list : t => t }[\"c5\"]").starts_with("\"c5\" (1:1:8) < "));
}

TEST_CASE("functions that choose among values keep their places") {
  Calculator calculator;
  calculator.let("list", "[\"m5\", \"\", \"c5\"]");
  for (const std::string& text : std::vector<std::string>{"concat([], list)[2]",
                                                          "slice(list, 2, 3)[0]",
                                                          "compact(list)[1]",
                                                          "reverse(list)[0]",
                                                          "element(list, 5)",
                                                          "distinct(list)[2]",
                                                          "flatten([[], [list]])[2]",
                                                          "sort(list)[1]",
                                                          "tolist(toset(list))[1]",
                                                          "one(slice(list, 2, 3))",
                                                          "coalesce(null, list[2])",
                                                          "lookup({ a = list[2] }, \"a\", 0)",
                                                          "merge({}, { a = list[2] }).a",
                                                          "values({ a = list[2] })[0]",
                                                          "try(nothing, list[2])",
                                                          "tolist(list)[2]",
                                                          "tostring(list[2])",
                                                          "tolist(setintersection(list, [\"c5\"]))[0]",
                                                          "tolist(setsubtract(list, [\"m5\", \"\"]))[0]",
                                                          "first_set([], list)[2]"}) {
    INFO(text);
    CHECK(trail(calculator, text).starts_with("\"c5\" (1:1:12)"));
  }
  calculator.let("object", "{ key = 1 }");
  CHECK(member(calculator, "keys(object)", 0).starts_with("key ("));
  CHECK(member(calculator, "split(\",\", \"a,b\")", 1).starts_with("\"a,b\" ("));
}

TEST_CASE("keys of objects know their places") {
  Calculator calculator;
  const Value value = calculator.value("{ a = 1, \"b\" = 2, (\"c\") = 3 }");
  CHECK(calculator.sources().text(value.find("a")->key_range) == "a");
  CHECK(calculator.sources().text(value.find("b")->key_range) == "\"b\"");
  CHECK(calculator.sources().text(value.find("c")->key_range) == "(\"c\")");
}

TEST_CASE("a tree that is compiled in leaves no places") {
  Sources sources;
  const std::uint32_t user = sources.add("user.hcl", "[1]");
  Diagnostics diagnostics;
  Arena arena;
  const Variables none;
  const Tree given = parse_expression(sources[user].text(), user, diagnostics);
  Variables variables;
  variables.set("x", Evaluator(given.view(), arena, none, terraform_functions(), diagnostics).evaluate(given.root));
  const std::string text = "[x[0], 2]";
  const Tree tree = parse_expression(text, 0, diagnostics);
  const Value value = Evaluator(tree.view(), arena, variables, terraform_functions(), diagnostics).evaluate(tree.root);
  REQUIRE(diagnostics.empty());
  CHECK(trail(sources, value) == "computed");
  CHECK(trail(sources, value.items()[0]) == "1 (1:1:2)");
  CHECK(trail(sources, value.items()[1]) == "computed");
}

}  // namespace
}  // namespace mng::hcl
