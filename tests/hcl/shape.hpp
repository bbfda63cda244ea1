#pragma once

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <string_view>

#include "hcl/ast.hpp"

namespace mng::hcl {

/// The structure of an expression: `(+ a (* 1 2))`, `[a "b"]`, `(? c a b)`.
inline std::string shape(const Ast& ast, NodeId id) {
  const Node& node = ast[id];
  const auto all = [&](std::span<const std::uint32_t> children) {
    std::string out;
    for (const NodeId child : children) out += ' ' + shape(ast, child);
    return out;
  };
  static constexpr std::string_view kOperators[] = {"!",  "-", "*",  "/",  "%",  "+",  "-", "<",
                                                    "<=", ">", ">=", "==", "!=", "&&", "||"};
  switch (node.kind) {
    case NodeKind::kNone:
      return "none";
    case NodeKind::kLiteral:
      return node.op == 0 ? "null" : node.op == 1 ? "false" : "true";
    case NodeKind::kNumber:
      return node.op == 0 ? std::to_string(ast.integer(node)) : fmt::format("{}", ast.real(node));
    case NodeKind::kString:
      return fmt::format("\"{}\"", ast.name(node));
    case NodeKind::kTemplate:
      return fmt::format("({}{})", node.op == 1 ? "heredoc" : "template", all(ast.list(node)));
    case NodeKind::kTemplateIf:
      return fmt::format("(%if{})", all(ast.list(node)));
    case NodeKind::kTemplateFor:
      return fmt::format("(%for{})", all(ast.list(node)));
    case NodeKind::kName:
    case NodeKind::kVariable:
      return std::string(ast.name(node));
    case NodeKind::kAccess:
      return fmt::format("(access{})", all(ast.list(node)));
    case NodeKind::kStepAttr:
      return fmt::format(".{}", ast.name(node));
    case NodeKind::kStepIndex:
      return fmt::format("{}{}{}", node.op == 1 ? "." : "[", shape(ast, node.a), node.op == 1 ? "" : "]");
    case NodeKind::kStepSplat:
      return fmt::format("({}{})", node.op == 1 ? ".*" : "[*]", all(ast.list(node)));
    case NodeKind::kCall:
      return fmt::format("(call{}{})", all(ast.list(node)), node.op == 1 ? " ..." : "");
    case NodeKind::kUnary:
      return fmt::format("({} {})", kOperators[node.op], shape(ast, node.a));
    case NodeKind::kBinary:
      return fmt::format("({} {} {})", kOperators[node.op], shape(ast, node.a), shape(ast, node.b));
    case NodeKind::kConditional:
      return fmt::format("(?{})", all(ast.list(node)));
    case NodeKind::kTuple:
      return fmt::format("[{}]", all(ast.list(node)));
    case NodeKind::kObject:
      return fmt::format("{{{}}}", all(ast.list(node)));
    case NodeKind::kObjectItem:
      return fmt::format("{}{}={}", node.op == 1 ? "" : "=", shape(ast, node.a), shape(ast, node.b));
    case NodeKind::kFor:
      return fmt::format("({}{})",
                         (node.op & 2U) != 0 ? "group"
                         : node.op == 1      ? "for{}"
                                             : "for[]",
                         all(ast.list(node)));
    case NodeKind::kParen:
      return fmt::format("(paren {})", shape(ast, node.a));
    case NodeKind::kBody:
      return fmt::format("<{}>", all(ast.list(node)));
    case NodeKind::kAttribute:
      return fmt::format("{}={}", ast.head(node), shape(ast, node.a));
    case NodeKind::kBlock:
      return fmt::format("{}{}", ast.head(node), all(ast.list(node)));
  }
  return "?";
}

}  // namespace mng::hcl
