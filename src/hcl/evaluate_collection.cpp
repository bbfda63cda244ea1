#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hcl/convert.hpp"
#include "hcl/evaluate.hpp"

namespace mng::hcl {

Value Evaluator::splat(const Value& base, NodeId step) {
  const std::span<const NodeId> inner = ast_.list(ast_[step]);
  if (base.is_unknown()) {
    const Type* type = base.as_unknown().type;
    if (type == nullptr || type->kind == TypeKind::kAny) return unknown_of({base});
    const bool sequence = type->kind == TypeKind::kList || type->kind == TypeKind::kSet;
    // One value is as good as a list of one, and may be null.
    if (!sequence && type->kind != TypeKind::kTuple) {
      const Value one = steps(base, inner);
      return one.is_error() ? one : unknown_of({one});
    }
    if (!sequence) return unknown_of({base});
    const Value one = steps(unknown_of_type(arena_, unknown_of({base}), type->element), inner);
    if (one.is_error()) return one;
    return unknown_of(std::array{base, one}, collection_type(arena_, TypeKind::kList, type_of(one, arena_)));
  }
  std::vector<Value> items;
  if (base.is_null()) return Value::list(arena_, items);
  if (!base.is_list()) {
    items.push_back(steps(base, inner));
    if (items[0].is_error()) return items[0];
    return Value::list(arena_, items);
  }
  items.reserve(base.items().size());
  for (const Value& item : base.items()) {
    items.push_back(steps(item.inside(base), inner));
    if (items.back().is_error()) return items.back();
  }
  const List& list = base.as_list();
  if (base.items().empty() && !base.is_tuple() && !inner.empty()) {
    // What its members would be is known all the same.
    const Value one = steps(unknown_of_type(arena_, Value::unknown(nullptr), list.element), inner);
    if (one.is_error()) return one;
    return list_value(arena_, items, type_of(one, arena_), list.rest, list.fixed);
  }
  if (base.is_tuple()) return Value::list(arena_, items, list.rest, list.fixed);
  return list_value(arena_, items, inner.empty() ? list.element : nullptr, list.rest, list.fixed);
}

Value Evaluator::tuple(NodeId id) {
  const std::span<const NodeId> children = ast_.list(ast_[id]);
  std::vector<Value> items;
  items.reserve(children.size());
  for (const NodeId child : children) {
    items.push_back(eval(child));
    if (items.back().is_error()) return items.back();
  }
  return Value::list(arena_, items);
}

Value Evaluator::object(NodeId id) {
  std::vector<Entry> entries;
  bool open = false;
  std::vector<Value> unknown_keys;
  for (const NodeId item : ast_.list(ast_[id])) {
    const Node& node = ast_[item];
    Entry entry;
    entry.key_range = ast_.source == 0 ? Range{} : ast_.range(ast_[node.a]);
    if (node.op == 1) {
      entry.key = ast_.name(ast_[node.a]);
    } else {
      const Value key = eval(node.a);
      if (key.is_error()) return key;
      if (key.is_unknown() && may_be(key, kStringType)) {
        open = true;
        unknown_keys.push_back(key);
        // It may be a key that came before, and replace its value.
        for (Entry& earlier : entries) earlier.value = unknown_of(earlier.value, key);
        if (eval(node.b).is_error()) return Value::error();
        continue;
      }
      const TextOf text = text_of(key);
      if (!text.ok) return fail(node.a, fmt::format("a key is a string, not a {}", kind_name(key.kind())));
      entry.key = arena_.copy(text.text);
    }
    entry.value = eval(node.b);
    if (entry.value.is_error()) return entry.value;
    entries.push_back(entry);
  }
  if (!open) return Value::object(arena_, std::move(entries));
  Rest rest;
  rest.cause = &unknown_of(unknown_keys).as_unknown();
  rest.high = static_cast<std::uint32_t>(unknown_keys.size());
  return Value::object(arena_, std::move(entries), arena_.make(rest));
}

Value Evaluator::for_each(NodeId id) {
  const Node& node = ast_[id];
  const std::span<const NodeId> parts = ast_.list(node);
  const bool to_object = (node.op & 1U) != 0;
  const bool grouped = (node.op & 2U) != 0;
  const Value collection = eval(parts[2]);
  if (collection.is_error()) return collection;
  const Type* type = collection.is_unknown() ? collection.as_unknown().type : nullptr;
  if (collection.is_unknown() && (type == nullptr || !type->is_primitive())) return unknown_of({collection});
  if (!collection.is_list() && !collection.is_object()) {
    return fail(parts[2], fmt::format("a {} cannot be looped over", kind_name(collection.kind())));
  }
  const bool empty = collection.is_list() ? collection.items().empty() : collection.entries().empty();
  if (parts[5] != 0 && (empty || ast_.source != 0)) {
    // A condition that is none whatever the members are is one error, even where there are no members. Rules, whose
    // errors nobody reads beforehand, meet it at their first.
    if (parts[0] != 0) locals_.set(ast_.name(ast_[parts[0]]), Value::unknown(nullptr));
    locals_.set(ast_.name(ast_[parts[1]]), Value::unknown(nullptr));
    const Value condition = eval(parts[5]);
    locals_.drop(parts[0] == 0 ? 1 : 2);
    if (condition.is_error()) return condition;
    if (!to_bool(condition) && !(condition.is_unknown() && may_be(condition, kBoolType))) {
      return fail(parts[5], fmt::format("a condition is a bool, not a {}", kind_name(condition.kind())));
    }
  }
  std::vector<Entry> entries;
  std::vector<Value> items;
  std::vector<Value> doubtful;  // conditions or keys that are not known
  Rest rest{0, 0, nullptr};
  bool failed = false;
  const auto turn = [&](const Value& key, const Value& value) {
    if (parts[0] != 0) locals_.replace(1, key);
    locals_.replace(0, value);
    bool keep = true;
    if (parts[5] != 0) {
      const Value condition = eval(parts[5]);
      if (condition.is_error()) {
        failed = true;
        keep = false;
      } else if (condition.is_unknown() && may_be(condition, kBoolType)) {
        doubtful.push_back(condition);
        ++rest.high;
        keep = false;
      } else {
        const std::optional<bool> truth = to_bool(condition);
        if (!truth) {
          fail(parts[5], fmt::format("a condition is a bool, not a {}", kind_name(condition.kind())));
          failed = true;
        }
        keep = truth.value_or(false);
      }
    }
    if (keep) {
      Entry entry;
      if (to_object) {
        const Value name = eval(parts[3]);
        const TextOf text = text_of(name);
        if (name.is_error()) {
          failed = true;
        } else if (name.is_unknown() && may_be(name, kStringType)) {
          doubtful.push_back(name);
          ++rest.high;
          keep = false;
        } else if (!text.ok) {
          fail(parts[3], fmt::format("a key is a string, not a {}", kind_name(name.kind())));
          failed = true;
        } else {
          entry.key = arena_.copy(text.text);
          entry.key_range = name.range();
        }
      }
      if (keep && !failed) {
        entry.value = eval(parts[4]);
        if (entry.value.is_error()) failed = true;
        if (to_object) {
          entries.push_back(entry);
        } else {
          items.push_back(entry.value);
        }
      }
    }
    return !failed;
  };
  if (parts[0] != 0) locals_.set(ast_.name(ast_[parts[0]]), Value());
  locals_.set(ast_.name(ast_[parts[1]]), Value());
  const Rest* outer = nullptr;
  bool stopped = false;
  if (collection.is_list()) {
    outer = collection.as_list().rest;
    std::int64_t at = 0;
    for (const Value& item : collection.items()) {
      // A member of a set is its own key.
      const Value key = collection.is_set() ? item : Value::number(at++);
      stopped = !turn(key, item.inside(collection));
      if (stopped) break;
    }
  } else {
    outer = collection.as_object().rest;
    for (const Entry& entry : collection.entries()) {
      stopped = !turn(Value::string(entry.key).at(entry.key_range), entry.value.inside(collection));
      if (stopped) break;
    }
  }
  locals_.drop(parts[0] == 0 ? 1 : 2);
  if (stopped) return Value::error();
  if (outer != nullptr) {
    doubtful.push_back(collection);
    // Two that are not known may fall into one group, or into one with a known.
    if (parts[5] == 0 && !grouped) rest.low += outer->low;
    rest.high = outer->high == Rest::kNoLimit ? Rest::kNoLimit : rest.high + outer->high;
  }
  const Rest* open = nullptr;
  if (!doubtful.empty()) {
    rest.cause = &unknown_of(doubtful).as_unknown();
    open = arena_.make(rest);
  }
  if (!to_object) return Value::list(arena_, items, open, open == nullptr ? Value::kAllFixed : 0);
  if (!grouped) {
    std::vector<std::string_view> keys;
    for (const Entry& entry : entries) keys.push_back(entry.key);
    std::sort(keys.begin(), keys.end());
    if (const auto twice = std::adjacent_find(keys.begin(), keys.end()); twice != keys.end()) {
      return fail(parts[3], fmt::format("two members have the key \"{}\"", *twice),
                  "end the result with `...` to group them");
    }
    return Value::object(arena_, std::move(entries), open);
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
  std::vector<Entry> groups;
  for (std::size_t i = 0; i < entries.size();) {
    std::vector<Value> members;
    std::size_t j = i;
    for (; j < entries.size() && entries[j].key == entries[i].key; ++j) members.push_back(entries[j].value);
    Entry group = entries[i];
    group.value = Value::list(arena_, members, open, open == nullptr ? Value::kAllFixed : 0);
    groups.push_back(group);
    i = j;
  }
  return Value::object(arena_, std::move(groups), open);
}

}  // namespace mng::hcl
