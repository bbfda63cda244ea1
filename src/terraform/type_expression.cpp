#include "terraform/type_expression.hpp"

#include <algorithm>
#include <memory>

#include "hcl/evaluate.hpp"

namespace mng::terraform {

using hcl::Ast;
using hcl::NodeId;
using hcl::NodeKind;
using hcl::Type;
using hcl::TypeKind;
using hcl::Value;

namespace {

const Type* primitive(std::string_view name) {
  if (name == "string") return &hcl::kStringType;
  if (name == "number") return &hcl::kNumberType;
  if (name == "bool") return &hcl::kBoolType;
  if (name == "any") return &hcl::kAnyType;
  // As versions before 0.12 wrote it.
  if (name == "list") return &hcl::kListOfAny;
  if (name == "map") return &hcl::kMapOfAny;
  if (name == "set") return &hcl::kSetOfAny;
  return nullptr;
}

}  // namespace

TypeExpression TypeReader::read(const Expression& expression) {
  TypeExpression out;
  out.type = type(*expression.ast, expression.node, out.defaults, 0);
  return out;
}

const Type* TypeReader::type(const Ast& ast, NodeId node, const Defaults*& defaults, unsigned depth) {
  constexpr unsigned kDeepest = 64;
  if (depth > kDeepest) return nullptr;
  const hcl::Node& self = ast[node];
  if (self.kind == NodeKind::kVariable) return primitive(ast.name(self));
  if (self.kind == NodeKind::kString) return primitive(ast.name(self));
  if (self.kind != NodeKind::kCall) return nullptr;
  const std::span<const NodeId> children = ast.list(self);
  const std::string_view name = ast.name(ast[children[0]]);
  if (children.size() != 2) return nullptr;
  if (name == "object") return object(ast, children[1], defaults, depth);
  if (name == "tuple") {
    if (ast[children[1]].kind != NodeKind::kTuple) return nullptr;
    std::vector<const Type*> members;
    for (const NodeId member : ast.list(ast[children[1]])) {
      const Defaults* ignored = nullptr;
      members.push_back(type(ast, member, ignored, depth + 1));
      if (members.back() == nullptr) return nullptr;
    }
    return hcl::tuple_type(arena_, members);
  }
  const TypeKind kind = name == "list"  ? TypeKind::kList
                        : name == "set" ? TypeKind::kSet
                        : name == "map" ? TypeKind::kMap
                                        : TypeKind::kAny;
  if (kind == TypeKind::kAny) return nullptr;
  const Defaults* below = nullptr;
  const Type* element = type(ast, children[1], below, depth + 1);
  if (element == nullptr) return nullptr;
  if (below != nullptr) {
    owned_.push_back(std::make_unique<Defaults>());
    owned_.back()->element = below;
    defaults = owned_.back().get();
  }
  return hcl::collection_type(arena_, kind, element);
}

const Type* TypeReader::object(const Ast& ast, NodeId node, const Defaults*& defaults, unsigned depth) {
  if (ast[node].kind != NodeKind::kObject) return nullptr;
  auto own = std::make_unique<Defaults>();
  std::vector<hcl::Member> members;
  for (const NodeId item : ast.list(ast[node])) {
    const hcl::Node& key = ast[ast[item].a];
    if (key.kind != NodeKind::kVariable && key.kind != NodeKind::kString && key.kind != NodeKind::kName) return nullptr;
    hcl::Member member;
    member.name = ast.name(key);
    NodeId of = ast[item].b;
    const hcl::Node& call = ast[of];
    if (call.kind == NodeKind::kCall && ast.name(ast[ast.list(call)[0]]) == "optional" && call.b >= 2) {
      member.optional = true;
      of = ast.list(call)[1];
      if (call.b > 2) {
        const hcl::Variables nothing;
        hcl::Diagnostics ignored;
        hcl::Evaluator evaluator(ast, arena_, nothing, hcl::terraform_functions(), ignored);
        const Value value = evaluator.evaluate(ast.list(call)[2]);
        if (!value.is_error()) own->values.emplace_back(member.name, value);
      }
    }
    const Defaults* below = nullptr;
    member.type = type(ast, of, below, depth + 1);
    if (member.type == nullptr) return nullptr;
    if (below != nullptr) own->attributes.emplace_back(member.name, below);
    members.push_back(member);
  }
  std::sort(members.begin(), members.end(), [](const hcl::Member& a, const hcl::Member& b) { return a.name < b.name; });
  if (!own->values.empty() || !own->attributes.empty()) {
    defaults = own.get();
    owned_.push_back(std::move(own));
  }
  Type out;
  out.kind = TypeKind::kObject;
  out.members = arena_.copy_span(members);
  return arena_.make(out);
}

Value with_defaults(const Value& value, const Defaults* defaults, hcl::Arena& arena) {
  if (defaults == nullptr || value.is_null() || value.is_unknown()) return value;
  if (value.is_list()) {
    if (defaults->element == nullptr) return value;
    std::vector<Value> items;
    for (const Value& item : value.items()) items.push_back(with_defaults(item, defaults->element, arena));
    hcl::List list = value.as_list();
    list.items = arena.copy_span(items);
    return Value::of(arena, list).at(value.range()).with_via_of(value);
  }
  if (!value.is_object()) return value;
  std::vector<hcl::Entry> entries;
  for (const hcl::Entry* entry : value.in_source_order()) {
    entries.push_back(*entry);
    hcl::Value& own = entries.back().value;
    for (const auto& [name, fallback] : defaults->values) {
      if (name == entry->key && own.is_null()) own = fallback;
    }
    for (const auto& [name, below] : defaults->attributes) {
      if (name == entry->key) own = with_defaults(own, below, arena);
    }
    own = with_defaults(own, defaults->element, arena);
  }
  for (const auto& [name, fallback] : defaults->values) {
    if (value.find(name) != nullptr) continue;
    Value filled = fallback;
    // A rest may hold it, with a value of its own.
    if (value.as_object().rest != nullptr) filled = Value::unknown(value.as_object().rest->cause);
    for (const auto& [below_name, below] : defaults->attributes) {
      if (below_name == name) filled = with_defaults(filled, below, arena);
    }
    entries.push_back({name, filled, {}, 0});
  }
  return Value::object(arena, std::move(entries), value.as_object().rest).at(value.range()).with_via_of(value);
}

}  // namespace mng::terraform
