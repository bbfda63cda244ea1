#include <fmt/format.h>

#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"
#include "hcl/spell.hpp"

namespace mng::hcl {
namespace {

/// Kleene's any and all: a member that decides needs no other.
Value decide(const Call& call, bool decisive) {
  if (!call[0].is_list()) return call.fail(fmt::format("takes a list, not a {}", kind_name(call[0].kind())));
  bool doubt = call[0].as_list().rest != nullptr;
  for (const Value& item : call[0].items()) {
    const std::optional<bool> truth = Evaluator::to_bool(item);
    if (!truth && !item.is_unknown()) return call.fail("every member must be a bool");
    if (truth && *truth == decisive) return Value::boolean(decisive);
    if (!truth) doubt = true;
  }
  return doubt ? call.evaluator.unknown_of({call[0]}) : Value::boolean(!decisive);
}
Value all(const Call& call) {
  return decide(call, false);
}
Value any(const Call& call) {
  return decide(call, true);
}

Value first_set(const Call& call) {
  for (const Value& argument : call.arguments) {
    const bool empty = argument.is_null() || (argument.is_list() && argument.items().empty());
    if (!empty && !argument.is_unknown()) return argument;
  }
  return Value::null();
}

Value has(const Call& call) {
  std::string_view key;
  if (!call.text(1, key)) return Value::error();
  if (call[0].find(key) != nullptr) return Value::boolean(true);
  const bool open = call[0].is_object() && call[0].as_object().rest != nullptr;
  return open ? call.evaluator.unknown_of({call[0]}) : Value::boolean(false);
}

Value keys_of(const Call& call) {
  std::vector<Value> out;
  if (call[0].is_object()) {
    for (const Entry& entry : call[0].entries()) out.push_back(Value::string(entry.key));
  }
  return Value::list(call.arena(), out);
}

Value members(const Call& call) {
  if (call[0].is_list()) return call[0];
  std::vector<Value> out;
  if (call[0].is_object()) {
    for (const Entry& entry : call[0].entries()) out.push_back(entry.value);
  }
  return Value::list(call.arena(), out);
}

Value nearest_name(const Call& call) {
  std::string_view word;
  std::span<const Value> items;
  if (!call.text(0, word) || !call.list(1, items)) return Value::error();
  std::vector<std::string_view> names;
  for (const Value& item : items) {
    if (item.is_string()) names.push_back(item.as_string());
  }
  const std::string_view found = nearest(word, names);
  return found.empty() ? Value::null() : Value::string(found);
}

Value place_of(const Call& call) {
  return call[0].range().known() ? call[0] : Value::null();
}

constexpr Function kFunctions[] = {
    {"all", "all(list)", "False where one member is, true where all are, else unknown.", 1, 1, OnUnknown::kShallow,
     all},
    {"any", "any(list)", "True where one member is, false where none is, else unknown.", 1, 1, OnUnknown::kShallow,
     any},
    {"first_set", "first_set(value…)", "The first that is neither null nor empty nor unknown.", 1, Function::kAny,
     OnUnknown::kGiven, first_set},
    {"has", "has(value, key)", "Whether the value is a map that has the key, whatever stands there.", 2, 2,
     OnUnknown::kShallow, has},
    {"keys_of", "keys_of(value)", "The keys of a map; none of anything else.", 1, 1, OnUnknown::kShallow, keys_of},
    {"members", "members(value)", "The members of a list or map; none of anything else.", 1, 1, OnUnknown::kShallow,
     members},
    {"nearest", "nearest(word, names)", "The name that the word is or was meant to be; null where none is near.", 2, 2,
     OnUnknown::kUnknown, nearest_name},
    {"place_of", "place_of(value)", "The value, if it is written somewhere; else null.", 1, 1, OnUnknown::kGiven,
     place_of},
};

}  // namespace

std::span<const Function> rule_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
