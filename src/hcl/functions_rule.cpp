#include <fmt/format.h>

#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"
#include "hcl/spell.hpp"

namespace mng::hcl {
namespace {

/// Kleene's any and all: a member that decides needs no other.
Value decide(const Call& call, bool decisive) {
  bool doubt = call[0].as_list().rest != nullptr;
  for (const Value& item : call.items(0)) {
    if (item.is_null()) return call.fail("every member must be a bool");
    if (item.is_unknown()) {
      doubt = true;
    } else if (item.as_bool() == decisive) {
      return Value::boolean(decisive);
    }
  }
  return doubt ? unknown_of_type(call.arena(), call.unknown(), &kBoolType) : Value::boolean(!decisive);
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
  if (call[0].find(call.text(1)) != nullptr) return Value::boolean(true);
  const bool open = call[0].is_object() && call[0].as_object().rest != nullptr;
  return open ? unknown_of_type(call.arena(), call.unknown(), &kBoolType) : Value::boolean(false);
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

Value is_word(const Call& call) {
  const std::string_view text = call.text(0);
  const std::string_view ends = call.text(2);
  const bool fits = !text.empty() && static_cast<double>(text.size()) <= call[3].as_double();
  return Value::boolean(fits && first_outside(text, call.text(1)).empty() &&
                        first_outside(text.substr(0, 1), ends).empty() &&
                        first_outside(text.substr(text.size() - 1), ends).empty());
}

Value nearest_name(const Call& call) {
  std::vector<std::string_view> names;
  for (const Value& item : call.items(1)) {
    if (item.is_string()) names.push_back(item.as_string());
  }
  const std::string_view found = nearest(call.text(0), names);
  return found.empty() ? Value::null() : Value::string(found);
}

Value unknown(const Call& call) {
  return Value::unknown(call.arena(), call.arena().copy(call.text(0)));
}

Value place_of(const Call& call) {
  return call[0].range().known() ? call[0] : Value::null();
}

Value resource_of(const Call& call) {
  const bool computed = call[0].is_unknown() && !call[0].as_unknown().resource.empty();
  return computed ? Value::string(call[0].as_unknown().resource) : Value::null();
}

constexpr Function kFunctions[] = {
    {"all(list: list(bool)) -> bool", "False where one member is, true where all are, else unknown.",
     OnUnknown::kShallow, all},
    {"any(list: list(bool)) -> bool", "True where one member is, false where none is, else unknown.",
     OnUnknown::kShallow, any},
    {"first_set(values: any|null...) -> any", "The first that is neither null nor empty nor unknown.",
     OnUnknown::kGiven, first_set},
    {"has(value: any|null, key: string) -> bool", "Whether the value is a map that has the key, whatever stands there.",
     OnUnknown::kShallow, has},
    {"is_word(text: string, characters: string, ends: string, most: number) -> bool",
     "Whether the text has 1 to `most` of these characters alone, and begins and ends with one of `ends`: characters "
     "and stretches of them with blanks between, such as `A-Z 0-9 -`.",
     OnUnknown::kUnknown, is_word},
    {"keys_of(value: any|null) -> any", "The keys of a map; none of anything else.", OnUnknown::kShallow, keys_of},
    {"members(value: any|null) -> any", "The members of a list or map; none of anything else.", OnUnknown::kShallow,
     members},
    {"nearest(word: string, names: list(string)) -> string",
     "The name that the word is or was meant to be; null where none is near.", OnUnknown::kUnknown, nearest_name},
    {"place_of(value: any|null) -> any", "The value, if it is written somewhere; else null.", OnUnknown::kGiven,
     place_of},
    {"resource_of(value: any|null) -> string",
     "The address of the resource whose attribute the value is, where only an apply computes that; else null.",
     OnUnknown::kGiven, resource_of},
    {"unknown(cause: string) -> any", "A value that is not known, as it depends on the cause.", OnUnknown::kUnknown,
     unknown},
};

}  // namespace

std::span<const Function> rule_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
