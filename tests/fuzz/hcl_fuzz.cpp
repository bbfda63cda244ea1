// Reads arbitrary bytes as an HCL file and as an expression, and checks what
// must hold of every tree: nodes lie inside the text and inside their parents,
// and ids name nodes that were made before. Then every expression is computed
// without variables; a value that is wholly known can be written, and reads
// back as the same.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/evaluate.hpp"
#include "hcl/lexer.hpp"
#include "hcl/names.hpp"
#include "hcl/parser.hpp"
#include "hcl/source.hpp"
#include "hcl/write.hpp"

namespace {

using namespace mng::hcl;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", what);
  std::abort();
}

void check_range(std::string_view text, const Range& range) {
  require(range.source <= 1 && range.begin <= range.end && range.end <= text.size(), "a range lies inside the text");
}

void check_child(const Ast& ast, NodeId parent, NodeId child) {
  require(child < parent, "a node is made after its children");
  if (child == 0) return;
  require(ast.range(ast[parent]).contains(ast.range(ast[child])), "a node lies inside its parent");
}

/// Whether the members of a kind are `list`, and not ids or text of their own.
bool has_list(NodeKind kind) {
  switch (kind) {
    case NodeKind::kTemplate:
    case NodeKind::kTemplateIf:
    case NodeKind::kTemplateFor:
    case NodeKind::kAccess:
    case NodeKind::kStepSplat:
    case NodeKind::kCall:
    case NodeKind::kConditional:
    case NodeKind::kTuple:
    case NodeKind::kObject:
    case NodeKind::kFor:
    case NodeKind::kBody:
    case NodeKind::kBlock:
      return true;
    default:
      return false;
  }
}

void check_tree(const Ast& ast) {
  require(ast.root < ast.nodes.size(), "the root is a node");
  for (NodeId id = 1; id < ast.nodes.size(); ++id) {
    const Node& node = ast[id];
    check_range(ast.text, ast.range(node));
    if (has_list(node.kind)) {
      require(std::size_t{node.a} + node.b <= ast.lists.size(), "a list lies inside the lists");
      for (const NodeId child : ast.list(node)) check_child(ast, id, child);
    }
    switch (node.kind) {
      case NodeKind::kString:
      case NodeKind::kName:
      case NodeKind::kVariable:
      case NodeKind::kStepAttr: {
        const std::string_view in = node.op == 1 && node.kind == NodeKind::kString ? ast.strings : ast.text;
        require(std::size_t{node.a} + node.b <= in.size(), "a name lies inside its text");
        break;
      }
      case NodeKind::kBinary:
      case NodeKind::kObjectItem:
        check_child(ast, id, node.a);
        check_child(ast, id, node.b);
        break;
      case NodeKind::kUnary:
      case NodeKind::kParen:
      case NodeKind::kStepIndex:
        check_child(ast, id, node.a);
        break;
      case NodeKind::kAttribute:
        check_child(ast, id, node.a);
        require(is_identifier(ast.head(node)), "an attribute has a name");
        break;
      default:
        break;
    }
  }
}

void check_diagnostics(std::string_view text, const Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) {
    check_range(text, diagnostic.range);
    require(!diagnostic.message.empty(), "a diagnostic has a cause");
  }
}

void check_value(std::string_view text, const Value& value) {
  check_range(text, value.range());
  for (const Via* via = value.via(); via != nullptr; via = via->next) check_range(text, via->range);
  if (value.is_list()) {
    require(value.as_list().fixed <= value.items().size(), "fixed members are members");
    for (const Value& item : value.items()) check_value(text, item);
  } else if (value.is_object()) {
    const Entry* last = nullptr;
    for (const Entry& entry : value.entries()) {
      require(last == nullptr || last->key < entry.key, "keys are sorted and differ");
      last = &entry;
      check_value(text, entry.value);
    }
  }
}

Value compute(const Ast& ast, NodeId expression, Arena& arena, Diagnostics& diagnostics) {
  const Variables none;
  return Evaluator(ast, arena, none, terraform_functions(), diagnostics).evaluate(expression);
}

void check_expression(const Ast& ast, NodeId expression, bool sound) {
  Arena arena(std::size_t{64} << 20U);
  try {
    Diagnostics diagnostics;
    const Value value = compute(ast, expression, arena, diagnostics);
    check_diagnostics(ast.text, diagnostics);
    require(value.is_error() == !diagnostics.empty(), "an error has a cause, and what has none is no error");
    check_value(ast.text, value);
    if (!sound || !value.wholly_known()) return;
    const std::string written = expression_text(value);
    if (written.size() > 100'000) return;
    Diagnostics none;
    const Tree again = parse_expression(written, 0, none);
    require(none.empty(), "what is written can be read");
    require(equal(value, compute(again.view(), again.root, arena, none)), "what is written reads as the same");
  } catch (const LimitExceeded&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const ParseLimits limits{.bytes = 1U << 16U, .depth = 40};
  for (const bool file : {true, false}) {
    Diagnostics diagnostics;
    const Tree tree = file ? parse(text, 1, diagnostics, limits) : parse_expression(text, 1, diagnostics, limits);
    const Ast ast = tree.view();
    check_tree(ast);
    check_diagnostics(text, diagnostics);
    if (!file) {
      require((tree.root == 0) <= !diagnostics.empty(), "no expression without a cause");
      if (tree.root != 0) check_expression(ast, tree.root, diagnostics.empty());
      continue;
    }
    std::vector<NodeId> expressions;
    for (const Node& node : ast.nodes) {
      if (node.kind == NodeKind::kAttribute) expressions.push_back(node.a);
    }
    names_in(ast, expressions);
    for (const NodeId expression : expressions) check_expression(ast, expression, diagnostics.empty());
  }
  return 0;
}
