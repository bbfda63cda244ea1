#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hcl/type.hpp"

namespace mng::hcl {

/// The value as that type. What cannot be converted says so in `error` and
/// gives nullopt. Ranges and uses are kept; what is unknown stays unknown.
std::optional<Value> convert(const Value& value, const Type& to, Arena& arena, std::string& error);

/// `==` of the language: false for values of different types; nullopt where
/// it depends on something unknown.
std::optional<bool> equals(const Value& a, const Value& b, Arena& arena);

/// A list, or a map, of members that are of one type already.
Value list_value(Arena& arena, const std::vector<Value>& items, const Type* element = nullptr,
                 const Rest* rest = nullptr, std::size_t fixed = Value::kAllFixed);
Value map_value(Arena& arena, std::vector<Entry> entries, const Type* element = nullptr, const Rest* rest = nullptr);
/// A set: each member once, in Terraform's order.
Value set_value(Arena& arena, std::vector<Value> items, const Type* element = nullptr, const Rest* rest = nullptr);

}  // namespace mng::hcl
