#include "hcl/names.hpp"

namespace mng::hcl {

Names names_in(const Ast& ast, std::span<const NodeId> expressions) {
  Names out;
  std::vector<NodeId> work(expressions.begin(), expressions.end());
  while (!work.empty()) {
    const NodeId id = work.back();
    work.pop_back();
    if (id == 0) continue;
    const Node& node = ast[id];
    switch (node.kind) {
      case NodeKind::kVariable:
        out.variables.push_back(id);
        break;
      case NodeKind::kAccess:
        out.accesses.push_back(id);
        for (const NodeId child : ast.list(node)) work.push_back(child);
        break;
      case NodeKind::kFor:
      case NodeKind::kTemplateFor:
        for (const NodeId child : ast.list(node)) {
          if (child != 0 && ast[child].kind == NodeKind::kName) {
            out.loop_names.push_back(ast.name(ast[child]));
          } else {
            work.push_back(child);
          }
        }
        break;
      case NodeKind::kCall:
        out.functions.push_back(ast.list(node)[0]);
        for (const NodeId child : ast.list(node).subspan(1)) work.push_back(child);
        break;
      case NodeKind::kTemplate:
      case NodeKind::kTemplateIf:
      case NodeKind::kStepSplat:
      case NodeKind::kConditional:
      case NodeKind::kTuple:
      case NodeKind::kObject:
        for (const NodeId child : ast.list(node)) work.push_back(child);
        break;
      case NodeKind::kBinary:
      case NodeKind::kObjectItem:
        work.push_back(node.a);
        work.push_back(node.b);
        break;
      case NodeKind::kUnary:
      case NodeKind::kParen:
      case NodeKind::kStepIndex:
        work.push_back(node.a);
        break;
      default:
        break;
    }
  }
  return out;
}

Members members_of(const Ast& ast, const std::vector<NodeId>& expressions, std::string_view variable) {
  Members out;
  for (const NodeId access : names_in(ast, expressions).accesses) {
    const std::span<const NodeId> steps = ast.list(ast[access]);
    const auto step = [&](std::size_t i) {
      return i < steps.size() && ast[steps[i]].kind == NodeKind::kStepAttr ? ast.name(ast[steps[i]])
                                                                           : std::string_view();
    };
    const Node& root = ast[steps[0]];
    if (root.kind == NodeKind::kVariable && ast.name(root) == variable) out.emplace_back(step(1), step(2));
  }
  return out;
}

}  // namespace mng::hcl
