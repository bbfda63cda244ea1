#include <algorithm>
#include <array>
#include <set>

#include "terraform/evaluation.hpp"

namespace mng::terraform {

using hcl::Entry;
using hcl::NodeId;
using hcl::NodeKind;
using hcl::Value;

namespace {

/// What Terraform itself reads of a resource or a module call.
bool is_meta(std::string_view name) {
  static constexpr std::array<std::string_view, 10> kNames{"count",       "for_each",  "provider", "providers",
                                                           "depends_on",  "lifecycle", "source",   "version",
                                                           "provisioner", "connection"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

/// Of a resource, unlike of a module call, `source` and `version` are arguments of its own.
bool is_meta_of(bool resource, std::string_view name) {
  return is_meta(name) && !(resource && (name == "source" || name == "version"));
}

}  // namespace

/// The nested blocks of one type as they come up.
struct Instance::Blocks {
  std::string_view type;
  hcl::Range range;
  std::vector<Value> items;
  const hcl::Rest* rest = nullptr;
};

Value Instance::body(const std::vector<Body>& bodies, const hcl::Scope& scope, const hcl::Rest* rest, bool top,
                     std::string_view wanted, unsigned depth) const {
  const bool resource = rest != nullptr;
  std::vector<Entry> entries;
  std::vector<Blocks> nested;
  // Names that a body above has said, null or not; looked for only where there are several bodies.
  std::set<std::string_view> said;
  // From the last override to the block itself: what comes first hides the rest.
  for (auto body = bodies.rbegin(); body != bodies.rend(); ++body) {
    const hcl::Ast& ast = *body->ast;
    std::vector<Blocks> here;
    for (const NodeId item : ast.list(ast[body->node])) {
      const std::string_view head = ast.head(ast[item]);
      if (ast[item].kind == NodeKind::kAttribute) {
        if (top && is_meta_of(resource, head)) continue;
        if (bodies.size() > 1 && !said.insert(head).second) continue;
        if (!wanted.empty() && head != wanted) continue;
        Entry entry;
        entry.key = head;
        entry.key_range = ast.head_range(ast[item]);
        entry.value = evaluate_in({&ast, ast[item].a, entry.key_range}, scope, depth);
        // A resource computes what it is given as null, like what it is not given.
        if (resource && entry.value.is_null()) continue;
        entry.order = static_cast<std::uint32_t>(entries.size());
        entries.push_back(entry);
        continue;
      }
      const bool repeats = head == "dynamic";
      const std::string_view type = repeats ? ast.label(item, 0) : head;
      if ((top && is_meta_of(resource, type)) || (!wanted.empty() && type != wanted)) continue;
      auto slot = std::find_if(here.begin(), here.end(), [&](const Blocks& blocks) { return blocks.type == type; });
      if (slot == here.end()) {
        here.push_back({type, ast.head_range(ast[item]), {}, nullptr});
        slot = here.end() - 1;
      }
      if (repeats) {
        dynamic(ast, item, scope, *slot, depth);
      } else {
        const Body inner{&ast, ast.body(item)};
        slot->items.push_back(this->body({inner}, scope, nullptr, false, {}, depth).at(ast.range(ast[item])));
      }
    }
    for (Blocks& blocks : here) {
      const bool hidden =
          std::any_of(nested.begin(), nested.end(), [&](const Blocks& other) { return other.type == blocks.type; });
      if (!hidden) nested.push_back(std::move(blocks));
    }
  }
  for (const Blocks& blocks : nested) {
    if (blocks.items.empty() && blocks.rest == nullptr) continue;
    Entry entry;
    entry.key = blocks.type;
    entry.key_range = blocks.range;
    const hcl::Range place = blocks.items.size() == 1 ? blocks.items[0].range() : blocks.range;
    entry.value = Value::list(run_.arena(), blocks.items, blocks.rest).at(place);
    entry.order = static_cast<std::uint32_t>(entries.size());
    entries.push_back(entry);
  }
  return Value::object(run_.arena(), std::move(entries), rest);
}

void Instance::dynamic(const hcl::Ast& ast, NodeId block, const hcl::Scope& scope, Blocks& out, unsigned depth) const {
  const NodeId inside = ast.body(block);
  const NodeId over = ast.expression(inside, "for_each");
  const std::vector<NodeId> content = ast.blocks(inside, "content");
  const auto open = [&](const hcl::Unknown* cause, std::uint32_t low, std::uint32_t high) {
    out.rest = run_.arena().make(hcl::Rest{low, high, cause});
  };
  if (over == 0 || content.size() != 1) return open(nullptr, 0, hcl::Rest::kNoLimit);
  std::string_view iterator = ast.label(block, 0);
  if (const NodeId own = ast.expression(inside, "iterator"); own != 0 && ast[own].kind == NodeKind::kVariable) {
    iterator = ast.name(ast[own]);
  }
  const Value each = evaluate_in({&ast, over, {}}, scope, depth);
  const auto add = [&](const Value& key, const Value& value) {
    hcl::Variables with(&scope);
    with.set(iterator, Value::object(run_.arena(), {{"key", key, {}, 0}, {"value", value, {}, 1}}));
    const Body body{&ast, ast.body(content[0])};
    out.items.push_back(this->body({body}, with, nullptr, false, {}, depth).at(ast.range(ast[block])));
  };
  constexpr std::size_t kMost = 500;
  if (each.is_object()) {
    for (const Entry* entry : each.in_source_order()) {
      if (out.items.size() >= kMost) return open(nullptr, 0, hcl::Rest::kNoLimit);
      add(Value::string(entry->key).at(entry->key_range), entry->value.inside(each));
    }
    if (each.as_object().rest != nullptr) out.rest = each.as_object().rest;
  } else if (each.is_list()) {
    std::int64_t at = 0;
    for (const Value& item : each.items()) {
      if (out.items.size() >= kMost) return open(nullptr, 0, hcl::Rest::kNoLimit);
      const Value value = item.inside(each);
      add(each.is_set() ? value : Value::number(at++), value);
    }
    if (each.as_list().rest != nullptr) out.rest = each.as_list().rest;
  } else if (!each.is_null()) {
    open(each.is_unknown() ? &each.as_unknown() : nullptr, 0, hcl::Rest::kNoLimit);
  }
}

}  // namespace mng::terraform
