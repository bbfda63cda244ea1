#include "hcl/ast.hpp"

namespace mng::hcl {

NodeId Ast::attribute(NodeId body, std::string_view name) const {
  for (const NodeId item : list(nodes[body])) {
    if (nodes[item].kind == NodeKind::kAttribute && head(nodes[item]) == name) return item;
  }
  return 0;
}

std::vector<NodeId> Ast::blocks(NodeId body, std::string_view type) const {
  std::vector<NodeId> out;
  for (const NodeId item : list(nodes[body])) {
    if (nodes[item].kind == NodeKind::kBlock && head(nodes[item]) == type) out.push_back(item);
  }
  return out;
}

std::string_view Ast::label(NodeId block, std::size_t index) const {
  const std::span<const std::uint32_t> children = list(nodes[block]);
  return index + 1 < children.size() ? name(nodes[children[index]]) : std::string_view{};
}

bool Ast::literal_text(NodeId expression, std::string& out) const {
  const Node& node = nodes[expression];
  if (node.kind == NodeKind::kString) {
    out = name(node);
    return true;
  }
  if (node.kind != NodeKind::kTemplate) return false;
  out.clear();
  for (const NodeId part : list(node)) {
    if (nodes[part].kind != NodeKind::kString) return false;
    out += name(nodes[part]);
  }
  return true;
}

}  // namespace mng::hcl
