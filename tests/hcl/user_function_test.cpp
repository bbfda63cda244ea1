#include <optional>
#include <string>

#include "hcl/read.hpp"
#include "support/catch.hpp"

namespace mng::hcl {
namespace {

/// Terraform's functions and those of a text of `function` blocks.
struct Library {
  explicit Library(std::string given) : text(std::move(given)), tree(parse(text, 0, diagnostics)) {
    functions.tables = terraform_functions().tables;
    const Ast ast = tree.view();
    for (const NodeId block : ast.blocks(tree.root, "function")) {
      UserFunction function{ast.label(block, 0), ast, {}, ast.expression(ast.body(block), "result")};
      for (const NodeId name : ast.list(ast[ast.expression(ast.body(block), "params")])) {
        function.parameters.push_back(ast.name(ast[name]));
      }
      functions.user.push_back(function);
    }
  }
  std::string text;
  Diagnostics diagnostics;
  Tree tree;
  Functions functions;
};

TEST_CASE("functions written in HCL") {
  const Library library(R"(
function "double" {
  params = [x]
  result = x * 2
}
function "both" {
  params = [a, b]
  result = [double(a), double(b)]
}
function "outer" {
  params = []
  result = hidden
}
)");
  Calculator calculate(library.functions);
  CHECK(calculate("double(4)") == "8");
  CHECK(calculate("both(1, double(2))") == "[2, 8]");
  CHECK(calculate("both([1, 2]...)") == "[2, 4]");
  CHECK(calculate("double(u)") == "unknown(var.u)");
  CHECK(calculate("double(1, 2)") == "1:1 <double(1, 2)> double takes 1 arguments, not 2\n");
  CHECK(calculate("doubel(1)") == "1:1 <doubel> there is no function `doubel`; did you mean `double`?\n");
  // A function sees its parameters and nothing else.
  calculate.set("hidden", Value::boolean(true));
  CHECK(calculate("outer()").ends_with("there is no `hidden` here\n"));
}

TEST_CASE("a function that calls itself too often is stopped") {
  const Library library(R"(
function "ever" {
  params = [x]
  result = ever(x + 1)
}
function "count" {
  params = [x]
  result = x == 0 ? 0 : 1 + count(x - 1)
}
function "broad" {
  params = [x]
  result = [broad(x), broad(x)]
}
)");
  Calculator calculate(library.functions);
  CHECK(calculate("count(30)") == "30");
  CHECK(calculate("ever(0)").ends_with("ever calls itself too often\n"));
  CHECK(calculate("try(ever(0), 1)") == "1");
  CHECK(calculate("broad(0)").ends_with("broad calls itself too often\n"));
}

TEST_CASE("recursion and nesting together take no more stack than there is") {
  struct Nest {
    std::string open;
    std::string close;
    int deep;
  };
  for (const Nest& nest :
       {Nest{"[", "]", 190}, Nest{"(", ")", 190}, Nest{"[for v in x : ", "]", 190}, Nest{"{ a = ", "}", 190},
        Nest{"[\"a${", "}\"][0]", 60}, Nest{"-", "", 190}, Nest{"true ? ", " : 0", 190}, Nest{"coalesce(", ")", 190},
        Nest{"[x][", "]", 190}, Nest{"1 + (", ")", 190}}) {
    INFO(nest.open);
    std::string text = "function \"f\" {\n  params = [x]\n  result = ";
    for (int i = 0; i < nest.deep; ++i) text += nest.open;
    text += "f(x)";
    for (int i = 0; i < nest.deep; ++i) text += nest.close;
    const Library library(text + "\n}\n");
    REQUIRE(library.diagnostics.empty());
    Calculator calculate(library.functions);
    CHECK(calculate("f([1])") == "nowhere nested deeper than the limit of 500\n");
  }
}

/// A scope that answers an attribute at once, and has a function of its own.
class Entities final : public Scope {
 public:
  std::optional<Value> find(const hcl::Reference& reference, std::size_t& taken) const override {
    if (reference.name != "group") return std::nullopt;
    taken = reference.attribute(0).empty() ? 0 : 1;
    return Value::string(taken == 1 ? reference.attribute(0) : "whole");
  }
  std::optional<Value> call(std::string_view name, Evaluator& evaluator,
                            std::span<const NodeId> arguments) const override {
    if (name != "source") return std::nullopt;
    const Ast& ast = evaluator.ast();
    return Value::string(ast.text.substr(ast[arguments[0]].begin, ast[arguments[0]].end - ast[arguments[0]].begin));
  }
  [[nodiscard]] std::vector<std::string_view> names() const override { return {"group"}; }
};

TEST_CASE("a scope may answer attributes and see arguments unevaluated") {
  const auto run = [](const std::string& text) {
    Diagnostics diagnostics;
    Sources sources;
    sources.add("test.hcl", text);
    const Tree tree = parse_expression(sources[1].text(), 1, diagnostics);
    Arena arena;
    const Entities scope;
    const Value value = Evaluator(tree.view(), arena, scope, terraform_functions(), diagnostics).evaluate(tree.root);
    return diagnostics.empty() ? shown(value) : said(sources, diagnostics);
  };
  CHECK(run("group") == "\"whole\"");
  CHECK(run("group.size") == "\"size\"");
  CHECK(run("[for v in [1] : group.size]") == "[\"size\"]");
  CHECK(run("source(group.none + 1)") == "\"group.none + 1\"");
  CHECK(run("[for v in [1] : source(v)]") == "[\"v\"]");
  CHECK(run("gruop.size") == "1:1 <gruop> there is no `gruop` here; did you mean `group`?\n");
  CHECK(run("group[0]") == "1:6 <[0]> a string has no members to index\n");
  // A loop's variable hides the scope's.
  CHECK(run("[for group in [{ size = 1 }] : group.size]") == "[1]");
}

}  // namespace
}  // namespace mng::hcl
