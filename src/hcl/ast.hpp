#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/source.hpp"

namespace mng::hcl {

/// Index of a node in its tree. 0 is "none".
using NodeId = std::uint32_t;

/// What a node is; behind each, what its members mean. "list" is the
/// children `a` .. `a + b` of Ast::lists, "name" and "text" are bytes
/// `a` .. `a + b` of the text (of the string pool where `op` is 1).
enum class NodeKind : std::uint8_t {
  kNone,
  kLiteral,      ///< op: 0 null, 1 false, 2 true
  kNumber,       ///< a, b: low and high half of an int64 (op 0) or a double (op 1)
  kString,       ///< text
  kTemplate,     ///< list: parts; op 1: a heredoc
  kTemplateIf,   ///< list: condition, then, else
  kTemplateFor,  ///< list: key name or none, value name, collection, body
  kName,         ///< name
  kVariable,     ///< name
  kAccess,       ///< list: base, then steps (kAttribute…, kIndex, kSplat)
  kStepAttr,     ///< name
  kStepIndex,    ///< a: the key expression; op 1: legacy `.0`
  kStepSplat,    ///< list: the steps applied to each member; op 1: `.*`
  kCall,         ///< list: kName, then arguments; op 1: the last is expanded
  kUnary,        ///< op: Operator; a: operand
  kBinary,       ///< op: Operator; a, b: operands
  kConditional,  ///< list: condition, then, else
  kTuple,        ///< list: members
  kObject,       ///< list: kObjectItem
  kObjectItem,   ///< a: key, b: value; op 1: the key is a bare name
  kFor,    ///< list: key name or none, value name, collection, key or none, value, condition or none; op bit 0: object,
           ///< bit 1: grouping
  kParen,  ///< a: the inner expression
  kBody,   ///< list: kAttribute and kBlock in source order
  kAttribute,  ///< name of `extra` bytes at begin; a: expression
  kBlock,      ///< type of `extra` bytes at begin; list: labels (kString), then the kBody
};

enum class Operator : std::uint8_t {
  kNot,
  kNegate,
  kMultiply,
  kDivide,
  kModulo,
  kAdd,
  kSubtract,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kEqual,
  kNotEqual,
  kAnd,
  kOr,
};

/// A node: 20 bytes, no pointers, so that a tree can be a constant table.
struct Node {
  NodeKind kind = NodeKind::kNone;
  std::uint8_t op = 0;
  std::uint16_t extra = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
};

/// A view of a parsed text: over vectors of a parse, or over constant tables
/// compiled in.
struct Ast {
  std::string_view text;     ///< what ranges and names index
  std::string_view strings;  ///< decoded text of literals with escapes
  std::span<const Node> nodes;
  std::span<const std::uint32_t> lists;
  NodeId root = 0;
  std::uint32_t source = 0;  ///< id in Sources; 0 for what is compiled in

  [[nodiscard]] const Node& operator[](NodeId id) const { return nodes[id]; }
  [[nodiscard]] std::span<const std::uint32_t> list(const Node& node) const { return lists.subspan(node.a, node.b); }
  [[nodiscard]] std::string_view name(const Node& node) const {
    const std::string_view from = node.op == 1 && node.kind == NodeKind::kString ? strings : text;
    // Of a node that has no name the numbers mean something else.
    return node.a <= from.size() ? from.substr(node.a, node.b) : std::string_view();
  }
  /// Name of a kAttribute or type of a kBlock.
  [[nodiscard]] std::string_view head(const Node& node) const { return text.substr(node.begin, node.extra); }
  [[nodiscard]] Range range(const Node& node) const { return {source, node.begin, node.end}; }
  [[nodiscard]] Range head_range(const Node& node) const { return {source, node.begin, node.begin + node.extra}; }
  /// The value of a kNumber.
  [[nodiscard]] std::int64_t integer(const Node& node) const {
    return static_cast<std::int64_t>(std::uint64_t{node.a} | (std::uint64_t{node.b} << 32U));
  }
  [[nodiscard]] double real(const Node& node) const { return std::bit_cast<double>(integer(node)); }

  /// The attribute of that name in a kBody, or kNone.
  [[nodiscard]] NodeId attribute(NodeId body, std::string_view name) const;
  /// The expression of that attribute, or kNone.
  [[nodiscard]] NodeId expression(NodeId body, std::string_view name) const {
    const NodeId found = attribute(body, name);
    return found == 0 ? 0 : nodes[found].a;
  }
  /// The blocks of that type in a kBody, in source order.
  [[nodiscard]] std::vector<NodeId> blocks(NodeId body, std::string_view type) const;
  /// The body of a kBlock.
  [[nodiscard]] NodeId body(NodeId block) const { return lists[nodes[block].a + nodes[block].b - 1]; }
  /// A label of a kBlock; empty past the last.
  [[nodiscard]] std::string_view label(NodeId block, std::size_t index) const;
  /// A kString, or a kTemplate whose parts are all literal, as text.
  [[nodiscard]] bool literal_text(NodeId expression, std::string& out) const;
};

/// What owns a parsed tree.
struct Tree {
  std::vector<Node> nodes;
  std::vector<std::uint32_t> lists;
  std::string strings;
  std::string_view text;
  NodeId root = 0;
  std::uint32_t source = 0;

  [[nodiscard]] Ast view() const { return {text, strings, nodes, lists, root, source}; }
};

}  // namespace mng::hcl
