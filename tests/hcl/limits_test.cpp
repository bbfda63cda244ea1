#include <string>

#include "hcl/names.hpp"
#include "hcl/read.hpp"
#include "support/catch.hpp"

namespace mng::hcl {
namespace {

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST_CASE("what is nested too deep is refused by name of the limit") {
  constexpr std::size_t kDeep = 10'000;
  const std::string limit = "nested deeper than the limit of 200; give inner parts names of their own\n";
  for (const std::string& text : std::vector<std::string>{
           "a = " + repeated("[", kDeep) + repeated("]", kDeep) + "\n", "a = " + repeated("[", kDeep) + "\n",
           "a = " + repeated("(", kDeep) + "1" + repeated(")", kDeep) + "\n",
           "a = " + repeated("{ a = ", kDeep) + "1" + repeated("}", kDeep) + "\n",
           "a = " + repeated("f(", kDeep) + repeated(")", kDeep) + "\n",
           "a = b" + repeated("[b", kDeep) + repeated("]", kDeep) + "\n", "a = b" + repeated("[*]", kDeep) + "\n",
           "a = " + repeated("-", kDeep) + "1\n", "a = " + repeated("!", kDeep) + "true\n",
           "a = " + repeated("b ? c : ", kDeep) + "d\n", "a = " + repeated("b ? ", kDeep) + "d\n",
           "a = " + repeated("\"${", kDeep) + "1" + repeated("}\"", kDeep) + "\n",
           "a = \"" + repeated("%{if b}", kDeep) + repeated("%{endif}", kDeep) + "\"\n",
           "a = \"" + repeated("%{for b in c}", kDeep) + repeated("%{endfor}", kDeep) + "\"\n",
           "a = " + repeated("[for b in c : ", kDeep) + "d" + repeated("]", kDeep) + "\n",
           "a = " + repeated("<<A\n${", kDeep) + "\n", repeated("b {\n", kDeep) + repeated("}\n", kDeep),
           repeated("b {\n", kDeep), repeated("b {", kDeep)}) {
    INFO(text.substr(0, 40));
    const Parsed parsed = read_file(text);
    CHECK(parsed.errors().find(limit) != std::string::npos);
  }
}

TEST_CASE("what is nested up to the limit is read and computed") {
  // An attribute and its expression take a level each.
  CHECK(read_file("a = " + repeated("[", 190) + repeated("]", 190) + "\n").errors().empty());
  CHECK(read_expression("[[1]]", {.depth = 3}).errors().empty());
  CHECK(read_expression("[[1]]", {.depth = 2}).errors() ==
        "1:3 <1> nested deeper than the limit of 2; give inner parts names of their own\n");
  CHECK(calculate(repeated("(", 190) + "1" + repeated(")", 190)) == "1");
}

TEST_CASE("a long chain leans left and takes no stack") {
  constexpr std::size_t kLong = 100'000;
  CHECK(calculate("1" + repeated(" + 1", kLong)) == "100001");
  CHECK(calculate("true" + repeated(" && true", kLong)) == "true");
  CHECK(calculate("0" + repeated(" - 1", kLong)) == "-100000");
  CHECK(calculate("\"" + repeated("${1}", kLong) + "\"").size() == kLong + 2);
  const Parsed parsed = read_expression("a" + repeated(" + a", kLong));
  CHECK(names_in(parsed.ast(), std::vector<NodeId>{parsed.tree.root}).variables.size() == kLong + 1);
  CHECK(read_expression("a" + repeated(".b", kLong)).errors().empty());
  CHECK(read_expression("a" + repeated(".*.b[0]", 1)).errors().empty());
}

TEST_CASE("big but flat files are read in time that grows with them") {
  std::string attributes;
  for (int i = 0; i < 100'000; ++i) attributes += fmt::format("a{} = {}\n", i, i);
  CHECK(read_file(attributes).errors().empty());
  CHECK(read_file("a = <<E\n" + repeated("\n", 500'000) + "E\n").errors().empty());
  CHECK(read_file("a = <<-E\n" + repeated(" ${~ b ~}\n", 50'000) + "E\n").errors().empty());
  CHECK(read_file("a = [" + repeated("1, ", 200'000) + "]\n").errors().empty());
  CHECK(read_file(repeated("@\n", 200'000)).diagnostics.size() == 20);
}

TEST_CASE("a text longer than the limit is refused by name of the limit") {
  const Parsed parsed = read_file("a = 1\n", {.bytes = 5});
  CHECK(parsed.errors() == "1:1 <> the file has 6 bytes, more than the limit of 5; split it\n");
  CHECK(parsed.ast().list(parsed.ast()[parsed.tree.root]).empty());
  CHECK(read_file("a = 1", {.bytes = 5}).errors().empty());
  CHECK(read_expression("12345", {.bytes = 4}).errors() ==
        "1:1 <> the file has 5 bytes, more than the limit of 4; split it\n");
}

TEST_CASE("a name longer than a node can say is refused") {
  CHECK(read_file(repeated("a", 65'535) + " = 1\n").errors().empty());
  CHECK(
      read_file(repeated("a", 65'536) + " = 1\n").errors().ends_with("a name longer than the limit of 65535 bytes\n"));
}

TEST_CASE("an expression that runs on and on is stopped") {
  // A thousand million rounds of little memory each.
  Calculator calculator;
  calculator.let("r", "range(1000)");
  std::string text = "1 > 2";
  for (int i = 0; i < 3; ++i) text = "length([for x in r : 1 if " + text + "]) > 1";
  CHECK(calculator(text) == "1:83 <2> the expression takes too many steps; make it smaller\n");
}

TEST_CASE("memory has a cap") {
  Sources sources;
  const std::uint32_t id = sources.add("test.hcl", "[for x in range(1000) : [for y in range(1000) : \"${x}${y}\"]]");
  const auto run = [&](std::uint32_t source) {
    Diagnostics diagnostics;
    const Tree tree = parse_expression(sources[source].text(), source, diagnostics);
    Arena arena(std::size_t{1} << 20U);
    const Variables variables;
    Evaluator(tree.view(), arena, variables, terraform_functions(), diagnostics).evaluate(tree.root);
  };
  CHECK_THROWS_AS(run(id), LimitExceeded);
  // Nor does text grow beyond it on its way into the arena.
  for (const std::string& text : std::vector<std::string>{
           std::string("\"%{for x in range(1000)}%{for y in range(1000)}%{for z in range(1000)}0123456789%{endfor}"
                       "%{endfor}%{endfor}\""),
           "join(\"" + repeated("x", 100'000) + "\", range(1000))",
           "replace(\"" + repeated("x", 10'000) + "\", \"x\", \"" + repeated("y", 10'000) + "\")"}) {
    INFO(text.substr(0, 40));
    CHECK_THROWS_AS(run(sources.add("test.hcl", text)), LimitExceeded);
  }
}

}  // namespace
}  // namespace mng::hcl
