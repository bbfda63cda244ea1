#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "hcl/convert.hpp"
#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"
#include "hcl/unicode.hpp"

namespace mng::hcl {
namespace {

const Rest* rest_of(const Value& value) {
  return value.is_list() ? value.as_list().rest : value.is_object() ? value.as_object().rest : nullptr;
}

/// The rests of several lists as one.
const Rest* merged_rest(const Call& call, std::span<const Rest* const> rests) {
  Rest out{0, 0, nullptr};
  bool any = false;
  for (const Rest* rest : rests) {
    if (rest == nullptr) continue;
    any = true;
    out.low += rest->low;
    out.high = out.high == Rest::kNoLimit || rest->high == Rest::kNoLimit ? Rest::kNoLimit : out.high + rest->high;
    if (out.cause == nullptr) out.cause = rest->cause;
  }
  return any ? call.arena().make(out) : nullptr;
}

/// Members as a list or tuple, as `like` is one.
Value sequence_like(const Call& call, const Value& like, const std::vector<Value>& items, const Rest* rest = nullptr,
                    std::size_t fixed = Value::kAllFixed) {
  if (like.is_tuple()) return Value::list(call.arena(), items, rest, fixed);
  return list_value(call.arena(), items, like.as_list().element, rest, fixed);
}

/// Values of one type, as an argument of a function that wants them so.
std::optional<Value> unified(const Call& call, std::vector<Value>& values) {
  std::vector<const Type*> types;
  for (const Value& value : values) types.push_back(type_of(value, call.arena()));
  const Type* one = unify(types, call.arena());
  std::string error = "all must be of one type";
  for (Value& value : values) {
    const std::optional<Value> converted = one == nullptr ? std::nullopt : convert(value, *one, call.arena(), error);
    if (!converted) return call.fail("the values are of different types");
    value = *converted;
  }
  return std::nullopt;
}

/// A member that decides needs no other; null is as good as false.
Value decide(const Call& call, bool decisive) {
  bool doubt = rest_of(call[0]) != nullptr;
  bool decided = false;
  for (const Value& item : call.items(0)) {
    if (item.is_unknown()) {
      doubt = true;
    } else if ((item.is_bool() && item.as_bool()) == decisive) {
      decided = true;
    }
  }
  if (decided) return Value::boolean(decisive);
  return doubt ? unknown_of_type(call.arena(), call.unknown(), &kBoolType) : Value::boolean(!decisive);
}
Value alltrue(const Call& call) {
  return decide(call, false);
}
Value anytrue(const Call& call) {
  return decide(call, true);
}

Value chunklist(const Call& call) {
  std::int64_t size = 0;
  if (!call.integer(1, size)) return Value::error();
  if (size < 0) return call.fail("the size is negative");
  if (rest_of(call[0]) != nullptr) return unknown_of_type(call.arena(), call.unknown(), &kListOfAny);
  const std::span<const Value> items = call.items(0);
  const std::size_t step = size == 0 ? std::max<std::size_t>(items.size(), 1) : static_cast<std::size_t>(size);
  const Type* element = call[0].as_list().element;
  std::vector<Value> out;
  for (std::size_t at = 0; at < items.size(); at += step) {
    const auto part = items.subspan(at, std::min(step, items.size() - at));
    out.push_back(list_value(call.arena(), {part.begin(), part.end()}, element));
  }
  return list_value(call.arena(), out);
}

bool is_empty(const Value& value) {
  return value.is_null() || (value.is_string() && value.as_string().empty());
}

Value coalesce(const Call& call) {
  std::vector<Value> values(call.arguments.begin(), call.arguments.end());
  if (const auto error = unified(call, values)) return *error;
  for (const Value& value : values) {
    if (value.is_unknown()) return call.unknown();
    if (!is_empty(value)) return value;
  }
  return call.fail("every argument is null or empty");
}

Value coalescelist(const Call& call) {
  for (const Value& value : call.arguments) {
    if (value.is_unknown()) return call.unknown();
    if (value.is_null()) continue;
    if (!value.is_list()) return call.unknown();
    if (!value.items().empty()) return value;
    if (rest_of(value) != nullptr) return call.unknown();
  }
  return call.fail("every list is empty");
}

Value compact(const Call& call) {
  std::vector<Value> out;
  for (const Value& item : call.items(0)) {
    if (!is_empty(item)) out.push_back(item.inside(call[0]));
  }
  return list_value(call.arena(), out, &kStringType);
}

/// The members of all lists; a list that is not known is a rest of the result.
Value concat(const Call& call) {
  std::vector<Value> out;
  std::vector<const Rest*> rests;
  std::size_t fixed = Value::kAllFixed;
  bool lists = true;
  std::vector<const Type*> types;
  for (std::size_t i = 0; i < call.size(); ++i) {
    const Value& argument = call[i];
    if (argument.is_unknown()) {
      rests.push_back(call.arena().make(Rest{0, Rest::kNoLimit, &argument.as_unknown()}));
      fixed = std::min(fixed, out.size());
      lists = false;
      continue;
    }
    if (!argument.is_list()) return call.unknown();
    if (rest_of(argument) != nullptr) {
      rests.push_back(rest_of(argument));
      fixed = std::min(fixed, out.size() + argument.as_list().fixed);
    }
    lists = lists && !argument.is_tuple();
    for (const Value& item : argument.items()) out.push_back(item.inside(argument));
    if (lists) types.push_back(type_of(argument, call.arena())->element);
  }
  // Lists make a list where their members are of one type; all else is a tuple.
  const Type* element = lists ? unify(types, call.arena()) : nullptr;
  if (element == nullptr) return Value::list(call.arena(), out, merged_rest(call, rests), fixed);
  std::string error;
  for (Value& item : out) item = convert(item, *element, call.arena(), error).value_or(item);
  return list_value(call.arena(), out, element, merged_rest(call, rests), fixed);
}

Value contains(const Call& call) {
  bool doubt = rest_of(call[0]) != nullptr;
  for (const Value& item : call.items(0)) {
    const std::optional<bool> same = equals(item, call[1], call.arena());
    if (same == true) return Value::boolean(true);
    doubt = doubt || !same;
  }
  return doubt ? unknown_of_type(call.arena(), call.unknown(), &kBoolType) : Value::boolean(false);
}

Value distinct(const Call& call) {
  std::vector<Value> out;
  std::unordered_set<std::string_view> seen;  // strings are the usual case, and may be many
  for (const Value& item : call.items(0)) {
    const bool repeats = item.is_string()
                             ? !seen.insert(item.as_string()).second
                             : std::any_of(out.begin(), out.end(), [&](const Value& o) { return equal(o, item); });
    if (!repeats) out.push_back(item.inside(call[0]));
  }
  return list_value(call.arena(), out, call[0].as_list().element);
}

Value element(const Call& call) {
  std::int64_t index = 0;
  if (!call.integer(1, index)) return Value::error();
  if (rest_of(call[0]) != nullptr) return call.unknown();
  if (call.items(0).empty()) return call.fail("the list is empty");
  // Round from either end: -1 is the last.
  const auto size = static_cast<std::int64_t>(call.items(0).size());
  return call.items(0)[static_cast<std::size_t>((index % size + size) % size)].inside(call[0]);
}

void flatten_into(const Value& list, std::vector<Value>& out, std::vector<const Rest*>& rests, const Call& call) {
  if (list.as_list().rest != nullptr) rests.push_back(list.as_list().rest);
  for (const Value& item : list.items()) {
    const Type* type = item.is_unknown() ? item.as_unknown().type : nullptr;
    if (item.is_list()) {
      flatten_into(item, out, rests, call);
    } else if (item.is_unknown() && (type == nullptr || type->is_collection() || type->kind == TypeKind::kTuple)) {
      rests.push_back(call.arena().make(Rest{0, Rest::kNoLimit, &item.as_unknown()}));
    } else {
      out.push_back(item.inside(list));
    }
  }
}

Value flatten(const Call& call) {
  std::vector<Value> out;
  std::vector<const Rest*> rests;
  flatten_into(call[0], out, rests, call);
  return Value::list(call.arena(), out, merged_rest(call, rests), rests.empty() ? Value::kAllFixed : 0);
}

Value index_of(const Call& call) {
  if (rest_of(call[0]) != nullptr) return call.unknown();
  for (std::size_t i = 0; i < call.items(0).size(); ++i) {
    const std::optional<bool> same = equals(call.items(0)[i], call[1], call.arena());
    if (!same) return unknown_of_type(call.arena(), call.unknown(), &kNumberType);
    if (*same) return Value::number(static_cast<std::int64_t>(i));
  }
  return call.fail("the value is no member of the list");
}

Value keys(const Call& call) {
  std::vector<Value> out;
  for (const Entry& entry : call[0].entries()) out.push_back(Value::string(entry.key).at(entry.key_range));
  const Rest* rest = rest_of(call[0]);
  const std::size_t fixed = rest == nullptr ? Value::kAllFixed : 0;
  if (call[0].is_map()) return list_value(call.arena(), out, &kStringType, rest, fixed);
  return Value::list(call.arena(), out, rest, fixed);
}

Value length(const Call& call) {
  const Value& value = call[0];
  if (value.is_string()) return Value::number(static_cast<std::int64_t>(grapheme_count(value.as_string())));
  if (!value.is_list() && !value.is_object()) {
    return call.fail(fmt::format("a {} has no length", kind_name(value.kind())));
  }
  const std::size_t known = value.is_list() ? value.items().size() : value.entries().size();
  const Rest* rest = rest_of(value);
  const bool certain = !value.is_set() || value.wholly_known() || known <= 1;
  if (certain && (rest == nullptr || rest->low == rest->high)) {
    return Value::number(static_cast<std::int64_t>(known + (rest == nullptr ? 0 : rest->low)));
  }
  Unknown what = call.evaluator.unknown_of({value}).as_unknown();
  what.type = &kNumberType;
  // Members of a set that are not known may turn out to be one.
  what.low = certain ? static_cast<double>(known) + rest->low : 1;
  what.high = rest == nullptr                ? static_cast<double>(known)
              : rest->high != Rest::kNoLimit ? static_cast<double>(known) + rest->high
                                             : what.high;
  return Value::unknown(call.arena().make(what));
}

Value lookup(const Call& call) {
  if (call[0].is_unknown() || call[1].is_unknown()) return call.unknown();
  const std::string_view key = call.text(1);
  if (const Value* found = call[0].get(key)) {
    if (call.size() == 3 && call[0].is_map()) {
      std::string error;
      const Type* element = type_of(call[0], call.arena())->element;
      if (!convert(call[2], *element, call.arena(), error))
        return call.fail("the default is of another type than the map");
    }
    return found->inside(call[0]);
  }
  if (rest_of(call[0]) != nullptr) return call.unknown();
  if (call.size() < 3) return call.fail(fmt::format("there is no key \"{}\", and no default", key));
  if (!call[0].is_map()) return call[2];
  std::string error;
  const std::optional<Value> out = convert(call[2], *type_of(call[0], call.arena())->element, call.arena(), error);
  return out ? *out : call.fail("the default is of another type than the map");
}

Value matchkeys(const Call& call) {
  if (call.items(0).size() != call.items(1).size()) return call.fail("values and keys differ in number");
  std::vector<Value> found{call[1], call[2]};
  if (!call.items(1).empty() && !call.items(2).empty()) {
    if (const auto error = unified(call, found)) return *error;
  }
  std::vector<Value> out;
  for (std::size_t i = 0; i < call.items(0).size(); ++i) {
    const auto wanted = found[1].items();
    if (std::any_of(wanted.begin(), wanted.end(), [&](const Value& v) { return equal(v, found[0].items()[i]); })) {
      out.push_back(call.items(0)[i].inside(call[0]));
    }
  }
  return list_value(call.arena(), out, call[0].as_list().element);
}

Value merge(const Call& call) {
  std::vector<Entry> out;
  std::vector<const Rest*> rests;
  bool maps = true;
  bool any = false;
  std::vector<const Type*> types;
  for (const Value& value : call.arguments) {
    if (value.is_null()) continue;
    if (value.is_unknown()) {
      // It may replace any key that came before.
      return call.unknown();
    }
    if (!value.is_object()) return call.unknown();
    any = true;
    maps = maps && value.is_map();
    if (maps) types.push_back(type_of(value, call.arena())->element);
    if (value.as_object().rest != nullptr) {
      // So may the keys of an open map that are not known.
      for (Entry& entry : out) entry.value = call.evaluator.unknown_of({entry.value, value});
    }
    for (const Entry* entry : value.in_source_order()) {
      out.push_back(*entry);
      out.back().value = entry->value.inside(value);
    }
    rests.push_back(value.as_object().rest);
  }
  const Rest* rest = merged_rest(call, rests);
  if (rest != nullptr && call.size() > 1) {
    // Keys that are not known may be keys of the other maps.
    rest = call.arena().make(Rest{0, rest->high, rest->cause});
  }
  const bool one_type =
      any && maps && std::all_of(types.begin(), types.end(), [&](const Type* t) { return same(*t, *types[0]); });
  if (one_type) return map_value(call.arena(), std::move(out), types[0], rest);
  return Value::object(call.arena(), std::move(out), rest);
}

Value one(const Call& call) {
  if (rest_of(call[0]) != nullptr) return call.unknown();
  if (call.items(0).size() > 1) return call.fail("the list has more than one member");
  return call.items(0).empty() ? Value::null() : call.items(0)[0].inside(call[0]);
}

Value range(const Call& call) {
  double numbers[3] = {0, 0, 1};
  for (std::size_t i = 0; i < call.size(); ++i) numbers[i] = call.number(i);
  if (call.size() == 1) std::swap(numbers[0], numbers[1]);
  if (call.size() < 3 && numbers[1] < numbers[0]) numbers[2] = -1;
  if (numbers[2] == 0) return call.fail("the step is zero");
  if (numbers[1] != numbers[0] && (numbers[2] > 0) != (numbers[1] > numbers[0])) {
    return call.fail("the step leads away from the limit");
  }
  std::vector<Value> out;
  for (double at = numbers[0]; numbers[2] > 0 ? at < numbers[1] : at > numbers[1]; at += numbers[2]) {
    if (out.size() >= 1024) return call.fail("gives more than 1024 numbers");
    out.push_back(Value::number(at));
  }
  return list_value(call.arena(), out, &kNumberType);
}

Value reverse(const Call& call) {
  const std::vector<Value> out(call.items(0).rbegin(), call.items(0).rend());
  const Rest* rest = rest_of(call[0]);
  return sequence_like(call, call[0], out, rest, rest == nullptr ? Value::kAllFixed : 0);
}

/// A slice of known ends has that length, whatever the list.
Value slice(const Call& call) {
  std::int64_t first = 0;
  std::int64_t last = 0;
  if (call[1].is_unknown() || call[2].is_unknown()) return call.unknown();
  if (!call.integer(1, first) || !call.integer(2, last)) return Value::error();
  if (first < 0 || last < first) return call.fail("the end lies before the start");
  const auto count = static_cast<std::uint32_t>(std::min<std::int64_t>(last - first, Rest::kNoLimit - 1));
  // Of a list that is not known a slice has as many members as it says, or is an error.
  constexpr std::uint32_t kFew = 1000;
  const auto not_known = [&](const Unknown* cause, const Type* element) {
    const Value one = Value::unknown(cause);
    return element == nullptr ? one : unknown_of_type(call.arena(), one, element);
  };
  if (call[0].is_unknown()) {
    const Unknown& what = call[0].as_unknown();
    if (count > kFew) {
      return Value::list(call.arena(), std::vector<Value>{}, call.arena().make(Rest{count, count, &what}));
    }
    const bool typed = what.type != nullptr && what.type->kind == TypeKind::kList;
    Unknown member;
    member.depends_on = what.depends_on;
    const std::vector<Value> members(count, not_known(call.arena().make(member), typed ? what.type->element : nullptr));
    return typed ? list_value(call.arena(), members, what.type->element) : Value::list(call.arena(), members);
  }
  const List& list = call[0].as_list();
  if (list.rest == nullptr && static_cast<std::size_t>(last) > list.items.size()) {
    return call.fail(fmt::format("the list has only {} members", list.items.size()));
  }
  std::vector<Value> out;
  const std::size_t definite = list.rest == nullptr ? list.items.size() : list.fixed;
  for (auto i = static_cast<std::size_t>(first); i < static_cast<std::size_t>(last) && i < definite; ++i) {
    out.push_back(list.items[i].inside(call[0]));
  }
  auto missing = static_cast<std::uint32_t>(count - out.size());
  if (missing <= kFew) {
    const Unknown* cause = list.rest == nullptr ? nullptr : list.rest->cause;
    for (; missing > 0; --missing) out.push_back(not_known(cause, list.element));
  }
  const Rest* rest = missing == 0
                         ? nullptr
                         : call.arena().make(Rest{missing, missing, list.rest == nullptr ? nullptr : list.rest->cause});
  return sequence_like(call, call[0], out, rest);
}

Value sort(const Call& call) {
  std::vector<Value> out;
  for (const Value& item : call.items(0)) {
    if (item.is_null()) return call.fail("a member is null");
    out.push_back(item.inside(call[0]));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Value& a, const Value& b) { return a.as_string() < b.as_string(); });
  return list_value(call.arena(), out, &kStringType);
}

/// Keys and lists of strings, turned inside out.
Value transpose(const Call& call) {
  std::vector<Entry> out;
  for (const Entry& entry : call[0].entries()) {
    if (entry.value.is_null()) return call.fail("a member is null");
    for (const Value& item : entry.value.items()) {
      if (item.is_null()) return call.fail("a member is null");
      auto found = std::find_if(out.begin(), out.end(), [&](const Entry& e) { return e.key == item.as_string(); });
      if (found == out.end()) {
        out.push_back({item.as_string(), list_value(call.arena(), {}, &kStringType), {}, 0});
        found = out.end() - 1;
      }
      std::vector<Value> names(found->value.items().begin(), found->value.items().end());
      names.push_back(Value::string(entry.key));
      found->value = list_value(call.arena(), names, &kStringType);
    }
  }
  return map_value(call.arena(), std::move(out), &kListOfString);
}

Value values(const Call& call) {
  std::vector<Value> out;
  for (const Entry& entry : call[0].entries()) out.push_back(entry.value.inside(call[0]));
  const Rest* rest = rest_of(call[0]);
  const std::size_t fixed = rest == nullptr ? Value::kAllFixed : 0;
  if (!call[0].is_map()) return Value::list(call.arena(), out, rest, fixed);
  return list_value(call.arena(), out, call[0].as_object().element, rest, fixed);
}

Value zipmap(const Call& call) {
  if (!call[0].wholly_known() || rest_of(call[1]) != nullptr) return call.unknown();
  if (call.items(0).size() != call.items(1).size()) return call.fail("keys and values differ in number");
  std::vector<Entry> out;
  for (std::size_t i = 0; i < call.items(0).size(); ++i) {
    if (call.items(0)[i].is_null()) return call.fail("a key is null");
    out.push_back({call.items(0)[i].as_string(), call.items(1)[i].inside(call[1]), call.items(0)[i].range(), 0});
  }
  if (call[1].is_tuple()) return Value::object(call.arena(), std::move(out));
  return map_value(call.arena(), std::move(out), call[1].as_list().element);
}

constexpr Function kFunctions[] = {
    {"alltrue(list: list(bool)) -> bool", "Whether every member is true.", OnUnknown::kShallow, alltrue},
    {"anytrue(list: list(bool)) -> bool", "Whether a member is true.", OnUnknown::kShallow, anytrue},
    {"chunklist(list: list(any), size: number) -> list(any)", "The list in parts of that size.", OnUnknown::kShallow,
     chunklist},
    {"coalesce(values: any|null...) -> any", "The first that is neither null nor empty.", OnUnknown::kGiven, coalesce},
    {"coalescelist(lists: list|tuple|null...) -> any", "The first list that is not empty.", OnUnknown::kGiven,
     coalescelist},
    {"compact(list: list(string)) -> list(string)", "The list without null and empty strings.", OnUnknown::kUnknown,
     compact},
    {"concat(lists: list|tuple...) -> any", "The lists as one.", OnUnknown::kGiven, concat},
    {"contains(list: sequence, value: any) -> bool", "Whether the value is a member.", OnUnknown::kShallow, contains},
    {"distinct(list: list(any)) -> list(any)", "The list with each member once.", OnUnknown::kUnknown, distinct},
    {"element(list: list|tuple, index: number) -> any", "The member at the index, counting round.", OnUnknown::kShallow,
     element},
    {"flatten(list: sequence) -> any", "Lists in the list opened up.", OnUnknown::kShallow, flatten},
    {"index(list: list|tuple, value: any) -> number", "Where the value stands in the list.", OnUnknown::kShallow,
     index_of},
    {"keys(map: map|object) -> any", "The keys, sorted.", OnUnknown::kShallow, keys},
    {"length(value: any) -> number", "Members of a list or map, or characters.", OnUnknown::kShallow, length},
    {"lookup(map: map|object, key: string, default: any|null?) -> any", "The value of a key, or the default.",
     OnUnknown::kGiven, lookup},
    {"matchkeys(values: list(any), keys: list(any), wanted: list(any)) -> list(any)",
     "The values whose keys are wanted.", OnUnknown::kUnknown, matchkeys},
    {"merge(maps: map|object|null...?) -> any", "The maps as one; later ones win.", OnUnknown::kGiven, merge},
    {"one(list: sequence) -> any", "The only member, or null.", OnUnknown::kShallow, one},
    {"range(start: number, limit: number?, step: number?) -> list(number)", "Numbers in a row.", OnUnknown::kUnknown,
     range},
    {"reverse(list: sequence) -> any", "The list from its end.", OnUnknown::kShallow, reverse},
    {"slice(list: list|tuple, start: number, end: number) -> any", "The members from start up to end.",
     OnUnknown::kGiven, slice},
    {"sort(list: list(string)) -> list(string)", "Strings in order.", OnUnknown::kUnknown, sort},
    {"transpose(map: map(list(string))) -> map(list(string))", "Keys and members exchanged.", OnUnknown::kUnknown,
     transpose},
    {"values(map: map|object) -> any", "The values, in the order of their keys.", OnUnknown::kShallow, values},
    {"zipmap(keys: list(string), values: list|tuple) -> any", "A map of keys and values in the same order.",
     OnUnknown::kShallow, zipmap},
};

}  // namespace

std::span<const Function> collection_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
