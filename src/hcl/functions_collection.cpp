#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"

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

/// A member that decides needs no other; null is as good as false.
Value decide(const Call& call, bool decisive) {
  std::span<const Value> items;
  if (!call.list(0, items)) return Value::error();
  bool decided = false;
  bool doubt = rest_of(call[0]) != nullptr;
  for (const Value& item : items) {
    const std::optional<bool> truth = item.is_null() ? false : Evaluator::to_bool(item);
    if (!truth && !item.is_unknown()) return call.fail("every member must be a bool");
    if (truth && *truth == decisive) decided = true;
    if (!truth) doubt = true;
  }
  if (decided) return Value::boolean(decisive);
  return doubt ? call.evaluator.unknown_of(call.arguments) : Value::boolean(!decisive);
}
Value alltrue(const Call& call) {
  return decide(call, false);
}
Value anytrue(const Call& call) {
  return decide(call, true);
}

Value coalesce(const Call& call) {
  for (const Value& value : call.arguments) {
    if (value.is_unknown()) return call.evaluator.unknown_of(call.arguments);
    if (!value.is_null() && !(value.is_string() && value.as_string().empty())) return value;
  }
  return call.fail("every argument is null or empty");
}

Value compact(const Call& call) {
  std::span<const Value> items;
  if (!call.list(0, items)) return Value::error();
  std::vector<Value> out;
  for (const Value& item : items) {
    if (!item.is_null() && !(item.is_string() && item.as_string().empty())) out.push_back(item.inside(call[0]));
  }
  return Value::list(call.arena(), out);
}

/// The members of all lists; a list that is not known is a rest of the result.
Value concat(const Call& call) {
  std::vector<Value> out;
  std::vector<const Rest*> rests;
  std::size_t fixed = Value::kAllFixed;
  for (std::size_t i = 0; i < call.size(); ++i) {
    const Value& argument = call[i];
    if (argument.is_unknown()) {
      rests.push_back(call.arena().make(Rest{0, Rest::kNoLimit, &argument.as_unknown()}));
      fixed = std::min(fixed, out.size());
      continue;
    }
    std::span<const Value> items;
    if (!call.list(i, items)) return Value::error();
    if (argument.as_list().rest != nullptr) {
      rests.push_back(argument.as_list().rest);
      fixed = std::min(fixed, out.size() + argument.as_list().fixed);
    }
    for (const Value& item : items) out.push_back(item.inside(argument));
  }
  return Value::list(call.arena(), out, merged_rest(call, rests), fixed);
}

Value contains(const Call& call) {
  std::span<const Value> items;
  if (!call.list(0, items)) return Value::error();
  if (call[1].is_unknown()) return call.evaluator.unknown_of(call.arguments);
  const bool known = call[1].wholly_known();
  bool doubt = call[0].as_list().rest != nullptr || (!known && !items.empty());
  for (const Value& item : items) {
    if (!item.wholly_known()) {
      doubt = true;
    } else if (known && equal(item, call[1])) {
      return Value::boolean(true);
    }
  }
  return doubt ? call.evaluator.unknown_of(call.arguments) : Value::boolean(false);
}

Value distinct(const Call& call) {
  std::span<const Value> items;
  if (!call.list(0, items)) return Value::error();
  std::vector<Value> out;
  for (const Value& item : items) {
    if (std::none_of(out.begin(), out.end(), [&](const Value& seen) { return equal(seen, item); })) {
      out.push_back(item.inside(call[0]));
    }
  }
  return Value::list(call.arena(), out);
}

Value element(const Call& call) {
  std::span<const Value> items;
  std::int64_t index = 0;
  if (!call.list(0, items) || !call.integer(1, index)) return Value::error();
  if (rest_of(call[0]) != nullptr) return call.evaluator.unknown_of(call.arguments);
  if (items.empty()) return call.fail("the list is empty");
  if (index < 0) return call.fail("the index is negative");
  return items[static_cast<std::size_t>(index) % items.size()].inside(call[0]);
}

void flatten_into(const Value& list, std::vector<Value>& out, std::vector<const Rest*>& rests, const Call& call) {
  if (list.as_list().rest != nullptr) rests.push_back(list.as_list().rest);
  for (const Value& item : list.items()) {
    if (item.is_list()) {
      flatten_into(item, out, rests, call);
    } else if (item.is_unknown()) {
      rests.push_back(call.arena().make(Rest{0, Rest::kNoLimit, &item.as_unknown()}));
    } else {
      out.push_back(item.inside(list));
    }
  }
}

Value flatten(const Call& call) {
  if (!call[0].is_list()) return call.fail("takes a list");
  std::vector<Value> out;
  std::vector<const Rest*> rests;
  flatten_into(call[0], out, rests, call);
  return Value::list(call.arena(), out, merged_rest(call, rests), rests.empty() ? Value::kAllFixed : 0);
}

Value keys(const Call& call) {
  if (!call[0].is_object()) return call.fail(fmt::format("takes a map, not a {}", kind_name(call[0].kind())));
  std::vector<Value> out;
  for (const Entry& entry : call[0].entries()) out.push_back(Value::string(entry.key).at(entry.key_range));
  return Value::list(call.arena(), out, rest_of(call[0]), rest_of(call[0]) == nullptr ? Value::kAllFixed : 0);
}

Value length(const Call& call) {
  const Value& value = call[0];
  if (value.is_string()) {
    const std::string_view text = value.as_string();
    return Value::number(std::int64_t{std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; })});
  }
  if (!value.is_list() && !value.is_object()) {
    return call.fail(fmt::format("a {} has no length", kind_name(value.kind())));
  }
  const std::size_t known = value.is_list() ? value.items().size() : value.entries().size();
  const Rest* rest = rest_of(value);
  if (rest == nullptr || (rest->low == rest->high)) {
    return Value::number(static_cast<std::int64_t>(known + (rest == nullptr ? 0 : rest->low)));
  }
  Unknown what = call.evaluator.unknown_of({value}).as_unknown();
  what.low = static_cast<double>(known) + rest->low;
  if (rest->high != Rest::kNoLimit) what.high = static_cast<double>(known) + rest->high;
  return Value::unknown(call.arena().make(what));
}

Value lookup(const Call& call) {
  std::string_view key;
  if (call[0].is_unknown() || call[1].is_unknown()) return call.evaluator.unknown_of(call.arguments);
  if (!call[0].is_object()) return call.fail(fmt::format("takes a map, not a {}", kind_name(call[0].kind())));
  if (!call.text(1, key)) return Value::error();
  if (const Value* found = call[0].get(key)) return found->inside(call[0]);
  if (rest_of(call[0]) != nullptr) return call.evaluator.unknown_of(call.arguments);
  if (call.size() == 3) return call[2];
  return call.fail(fmt::format("there is no key \"{}\", and no default", key));
}

Value merge(const Call& call) {
  std::vector<Entry> out;
  std::vector<const Rest*> rests;
  for (const Value& value : call.arguments) {
    if (value.is_null()) continue;
    if (value.is_unknown()) {
      // It may replace any key that came before.
      return call.evaluator.unknown_of(call.arguments);
    }
    if (!value.is_object()) return call.fail(fmt::format("takes maps, not a {}", kind_name(value.kind())));
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
  return Value::object(call.arena(), std::move(out), rest);
}

Value one(const Call& call) {
  std::span<const Value> items;
  if (!call.list(0, items)) return Value::error();
  if (rest_of(call[0]) != nullptr) return call.evaluator.unknown_of(call.arguments);
  if (items.size() > 1) return call.fail("the list has more than one member");
  return items.empty() ? Value::null() : items[0].inside(call[0]);
}

Value range(const Call& call) {
  double numbers[3] = {0, 0, 1};
  for (std::size_t i = 0; i < call.size(); ++i) {
    if (!call.number(i, numbers[i])) return Value::error();
  }
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
  return Value::list(call.arena(), out);
}

Value reverse(const Call& call) {
  std::span<const Value> items;
  if (!call.list(0, items)) return Value::error();
  std::vector<Value> out(items.rbegin(), items.rend());
  return Value::list(call.arena(), out, rest_of(call[0]), rest_of(call[0]) == nullptr ? Value::kAllFixed : 0);
}

/// Lists as sets: what is in the first and in all others, or in none of them.
Value set_choice(const Call& call, bool wanted) {
  std::vector<std::span<const Value>> sets(call.size());
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (!call.list(i, sets[i])) return Value::error();
  }
  std::vector<Value> out;
  for (const Value& item : sets[0]) {
    const auto same = [&](const Value& other) { return equal(item, other); };
    const auto fits = [&](std::span<const Value> set) { return std::any_of(set.begin(), set.end(), same) == wanted; };
    if (std::all_of(sets.begin() + 1, sets.end(), fits) && std::none_of(out.begin(), out.end(), same)) {
      out.push_back(item.inside(call[0]));
    }
  }
  return Value::list(call.arena(), out);
}
Value setintersection(const Call& call) {
  return set_choice(call, true);
}
Value setsubtract(const Call& call) {
  return set_choice(call, false);
}

/// A slice of known ends has that length, whatever the list.
Value slice(const Call& call) {
  std::int64_t first = 0;
  std::int64_t last = 0;
  if (call[1].is_unknown() || call[2].is_unknown()) return call.evaluator.unknown_of(call.arguments);
  if (!call.integer(1, first) || !call.integer(2, last)) return Value::error();
  if (first < 0 || last < first) return call.fail("the end lies before the start");
  const auto count = static_cast<std::uint32_t>(std::min<std::int64_t>(last - first, Rest::kNoLimit - 1));
  if (call[0].is_unknown()) {
    return Value::list(call.arena(), std::vector<Value>{},
                       call.arena().make(Rest{count, count, &call[0].as_unknown()}));
  }
  std::span<const Value> items;
  if (!call.list(0, items)) return Value::error();
  const List& list = call[0].as_list();
  if (list.rest == nullptr && static_cast<std::size_t>(last) > items.size()) {
    return call.fail(fmt::format("the list has only {} members", items.size()));
  }
  std::vector<Value> out;
  const std::size_t definite = list.rest == nullptr ? items.size() : list.fixed;
  for (auto i = static_cast<std::size_t>(first); i < static_cast<std::size_t>(last) && i < definite; ++i) {
    out.push_back(items[i].inside(call[0]));
  }
  const auto missing = static_cast<std::uint32_t>(count - out.size());
  const Rest* rest = missing == 0
                         ? nullptr
                         : call.arena().make(Rest{missing, missing, list.rest == nullptr ? nullptr : list.rest->cause});
  return Value::list(call.arena(), out, rest);
}

Value sort(const Call& call) {
  std::span<const Value> items;
  if (!call.list(0, items)) return Value::error();
  std::vector<Value> out;
  for (const Value& item : items) {
    const TextOf text = text_of(item);
    if (!text.ok) return call.fail("every member must be a string");
    out.push_back((item.is_string() ? item : call.make_text(text.text).at(item.range())).inside(call[0]));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Value& a, const Value& b) { return a.as_string() < b.as_string(); });
  return Value::list(call.arena(), out);
}

Value toset(const Call& call) {
  std::span<const Value> items;
  if (!call.list(0, items)) return Value::error();
  const Value unique = distinct(call);
  if (unique.is_error()) return unique;
  std::vector<Value> out(unique.items().begin(), unique.items().end());
  // A set of strings, numbers or bools stands in order, as Terraform has it.
  const auto all = [&](Kind kind) {
    return std::all_of(out.begin(), out.end(), [&](const Value& v) { return v.kind() == kind; });
  };
  if (all(Kind::kString)) {
    std::sort(out.begin(), out.end(), [](const Value& a, const Value& b) { return a.as_string() < b.as_string(); });
  } else if (all(Kind::kNumber)) {
    std::sort(out.begin(), out.end(), [](const Value& a, const Value& b) { return a.as_double() < b.as_double(); });
  } else if (all(Kind::kBool)) {
    std::sort(out.begin(), out.end(), [](const Value& a, const Value& b) { return !a.as_bool() && b.as_bool(); });
  }
  return Value::list(call.arena(), out);
}

Value values(const Call& call) {
  if (!call[0].is_object()) return call.fail(fmt::format("takes a map, not a {}", kind_name(call[0].kind())));
  std::vector<Value> out;
  for (const Entry& entry : call[0].entries()) out.push_back(entry.value.inside(call[0]));
  return Value::list(call.arena(), out, rest_of(call[0]), rest_of(call[0]) == nullptr ? Value::kAllFixed : 0);
}

constexpr Function kFunctions[] = {
    {"alltrue", "alltrue(list)", "Whether every member is true.", 1, 1, OnUnknown::kShallow, alltrue},
    {"anytrue", "anytrue(list)", "Whether a member is true.", 1, 1, OnUnknown::kShallow, anytrue},
    {"coalesce", "coalesce(value…)", "The first that is neither null nor empty.", 1, Function::kAny, OnUnknown::kGiven,
     coalesce},
    {"compact", "compact(list)", "The list without null and empty strings.", 1, 1, OnUnknown::kUnknown, compact},
    {"concat", "concat(list…)", "The lists as one.", 1, Function::kAny, OnUnknown::kGiven, concat},
    {"contains", "contains(list, value)", "Whether the value is a member.", 2, 2, OnUnknown::kShallow, contains},
    {"distinct", "distinct(list)", "The list with each member once.", 1, 1, OnUnknown::kUnknown, distinct},
    {"element", "element(list, index)", "The member at the index, counting round.", 2, 2, OnUnknown::kShallow, element},
    {"flatten", "flatten(list)", "Lists in the list opened up.", 1, 1, OnUnknown::kShallow, flatten},
    {"keys", "keys(map)", "The keys, sorted.", 1, 1, OnUnknown::kShallow, keys},
    {"length", "length(value)", "Members of a list or map, or characters.", 1, 1, OnUnknown::kShallow, length},
    {"lookup", "lookup(map, key, default)", "The value of a key, or the default.", 2, 3, OnUnknown::kGiven, lookup},
    {"merge", "merge(map…)", "The maps as one; later ones win.", 0, Function::kAny, OnUnknown::kGiven, merge},
    {"one", "one(list)", "The only member, or null.", 1, 1, OnUnknown::kShallow, one},
    {"range", "range(start, limit, step)", "Numbers in a row.", 1, 3, OnUnknown::kUnknown, range},
    {"reverse", "reverse(list)", "The list from its end.", 1, 1, OnUnknown::kShallow, reverse},
    {"setintersection", "setintersection(set…)", "What is in all of them.", 1, Function::kAny, OnUnknown::kUnknown,
     setintersection},
    {"setsubtract", "setsubtract(set, set)", "What is in the first only.", 2, 2, OnUnknown::kUnknown, setsubtract},
    {"slice", "slice(list, start, end)", "The members from start up to end.", 3, 3, OnUnknown::kGiven, slice},
    {"sort", "sort(list)", "Strings in order.", 1, 1, OnUnknown::kUnknown, sort},
    {"toset", "toset(list)", "The members as a set.", 1, 1, OnUnknown::kUnknown, toset},
    {"values", "values(map)", "The values, in the order of their keys.", 1, 1, OnUnknown::kShallow, values},
};

}  // namespace

std::span<const Function> collection_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
