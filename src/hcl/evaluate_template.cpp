#include <fmt/format.h>

#include "hcl/convert.hpp"
#include "hcl/evaluate.hpp"

namespace mng::hcl {

Value Evaluator::text(NodeId id) {
  const Node& node = ast_[id];
  if (node.kind == NodeKind::kTemplate && node.op == 0 && node.b == 1) {
    // "${x}" alone is x, whatever its type.
    const NodeKind only = ast_[ast_.list(node)[0]].kind;
    if (only != NodeKind::kString && only != NodeKind::kTemplateIf && only != NodeKind::kTemplateFor) {
      return eval(ast_.list(node)[0]);
    }
  }
  std::string out;
  std::vector<Value> unknowns;
  if (!append_text(id, out, unknowns)) return Value::error();
  if (!unknowns.empty()) return unknown_of(unknowns, &kStringType);
  return Value::string(arena_.copy(out));
}

bool Evaluator::append_text(NodeId part, std::string& out, std::vector<Value>& unknowns) {
  const Node& node = ast_[part];
  switch (node.kind) {
    case NodeKind::kString:
      out += ast_.name(node);
      arena_.check_text(out.size());
      return true;
    case NodeKind::kTemplate:
      if (node.op != 2) break;
      [[fallthrough]];
    default:
      break;
    case NodeKind::kTemplateIf: {
      const std::span<const NodeId> parts = ast_.list(node);
      const Value condition = eval(parts[0]);
      if (condition.is_error()) return false;
      if (condition.is_unknown()) {
        unknowns.push_back(condition);
        return true;
      }
      const std::optional<bool> truth = to_bool(condition);
      if (!truth) {
        fail(parts[0], fmt::format("a condition is a bool, not a {}", kind_name(condition.kind())));
        return false;
      }
      return append_text(parts[*truth ? 1 : 2], out, unknowns);
    }
    case NodeKind::kTemplateFor: {
      const std::span<const NodeId> parts = ast_.list(node);
      const Value collection = eval(parts[2]);
      if (collection.is_error()) return false;
      if (collection.is_unknown()) {
        unknowns.push_back(collection);
        return true;
      }
      if (!collection.is_list() && !collection.is_object()) {
        fail(parts[2], fmt::format("a {} cannot be looped over", kind_name(collection.kind())));
        return false;
      }
      const auto turn = [&](const Value& key, const Value& value) {
        const std::size_t count = parts[0] == 0 ? 1 : 2;
        if (parts[0] != 0) locals_.set(ast_.name(ast_[parts[0]]), key);
        locals_.set(ast_.name(ast_[parts[1]]), value);
        const bool good = append_text(parts[3], out, unknowns);
        locals_.drop(count);
        return good;
      };
      if (collection.is_list()) {
        std::int64_t at = 0;
        for (const Value& item : collection.items()) {
          if (!turn(Value::number(at++), item.inside(collection))) return false;
        }
        if (collection.as_list().rest != nullptr) unknowns.push_back(collection);
      } else {
        for (const Entry& entry : collection.entries()) {
          if (!turn(Value::string(entry.key), entry.value)) return false;
        }
        if (collection.as_object().rest != nullptr) unknowns.push_back(collection);
      }
      return true;
    }
  }
  if (node.kind == NodeKind::kTemplate) {
    for (const NodeId child : ast_.list(node)) {
      if (!append_text(child, out, unknowns)) return false;
    }
    return true;
  }
  const Value value = eval(part);
  if (value.is_error()) return false;
  if (value.is_unknown() && may_be(value, kStringType)) {
    unknowns.push_back(value);
    return true;
  }
  const TextOf text = text_of(value);
  if (!text.ok) {
    fail(part, fmt::format("a {} cannot be put into text", kind_name(value.kind())));
    return false;
  }
  out += text.text;
  arena_.check_text(out.size());
  return true;
}

}  // namespace mng::hcl
