#include "hcl/functions.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

#include "hcl/evaluate.hpp"

namespace mng::hcl {

Arena& Call::arena() const {
  return evaluator.arena();
}

Value Call::fail(std::string message) const {
  const Ast& ast = evaluator.ast();
  const std::string_view name = ast.name(ast[ast.list(ast[node])[0]]);
  return evaluator.fail(node, fmt::format("{}: {}", name, message));
}

Value Call::unknown() const {
  return evaluator.unknown_of(arguments);
}

Value Call::make_text(std::string_view text) const {
  return Value::string(arena().copy(text));
}

bool Call::text_of_any(std::size_t i, std::string_view& out) const {
  if (arguments[i].is_string()) {
    out = arguments[i].as_string();
    return true;
  }
  const TextOf converted = text_of(arguments[i]);
  if (!converted.ok) {
    fail(fmt::format("argument {} must be a string, not a {}", i + 1, kind_name(arguments[i].kind())));
    return false;
  }
  out = arena().copy(converted.text);
  return true;
}

bool Call::integer(std::size_t i, std::int64_t& out) const {
  const double number = arguments[i].as_double();
  if (!arguments[i].is_integer() && (std::trunc(number) != number || std::abs(number) > 9e15)) {
    fail(fmt::format("argument {} must be a whole number", i + 1));
    return false;
  }
  out = arguments[i].is_integer() ? arguments[i].as_integer() : static_cast<std::int64_t>(number);
  return true;
}

TextOf text_of(const Value& value) {
  switch (value.kind()) {
    case Kind::kString:
      return {true, std::string(value.as_string())};
    case Kind::kNumber:
      return {true, number_text(value)};
    case Kind::kBool:
      return {true, value.as_bool() ? "true" : "false"};
    default:
      return {};
  }
}

namespace {

/// Terraform reads `+1` as a number; from_chars does not.
std::string_view spelled_number(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  return text;
}

}  // namespace

bool number_of(const Value& value, double& out) {
  if (value.is_number()) {
    out = value.as_double();
    return true;
  }
  if (!value.is_string()) return false;
  const std::string_view text = spelled_number(value.as_string());
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), out);
  return parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size() && std::isfinite(out);
}

bool to_number(const Value& value, Value& out) {
  if (value.is_string()) {
    const std::string_view text = spelled_number(value.as_string());
    std::int64_t whole = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), whole);
    if (parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size()) {
      out = Value::number(whole);
      return true;
    }
  }
  double number = 0;
  if (!number_of(value, number)) return false;
  out = value.is_number() ? value : Value::number(number);
  return true;
}

const Function* Functions::find(std::string_view name) const {
  // `core::upper` is `upper`, whatever a scope may call the same.
  constexpr std::string_view kCore = "core::";
  if (name.starts_with(kCore)) name.remove_prefix(kCore.size());
  // An expression that is evaluated again asks for the same text: where that was found last it is looked at first.
  struct Last {
    const Functions* of = nullptr;
    const Function* function = nullptr;
  };
  constexpr std::size_t kSlots = 1024;
  thread_local std::array<Last, kSlots> last;
  Last& slot = last[(reinterpret_cast<std::uintptr_t>(name.data()) >> 1U) % kSlots];
  if (slot.of == this && slot.function->name() == name) return slot.function;
  for (const std::span<const Function> table : tables) {
    for (const Function& function : table) {
      if (function.name() != name) continue;
      slot = {this, &function};
      return &function;
    }
  }
  return nullptr;
}

const UserFunction* Functions::find_user(std::string_view name) const {
  for (const UserFunction& function : user) {
    if (function.name == name) return &function;
  }
  return nullptr;
}

std::vector<std::string_view> Functions::names() const {
  std::vector<std::string_view> out;
  for (const std::span<const Function> table : tables) {
    for (const Function& function : table) out.push_back(function.name());
  }
  for (const UserFunction& function : user) out.push_back(function.name);
  return out;
}

namespace {

using Table = std::span<const Function>;

std::span<const Table> families() {
  static const std::array<Table, 12> kTables{string_functions(), format_functions(),     regex_functions(),
                                             number_functions(), collection_functions(), set_functions(),
                                             type_functions(),   encoding_functions(),   hash_functions(),
                                             cidr_functions(),   time_functions(),       file_functions()};
  return kTables;
}

}  // namespace

const Functions& terraform_functions() {
  static const Functions kAll{families(), {}};
  return kAll;
}

const Functions& engine_functions() {
  static const std::vector<Table> kTables = [] {
    std::vector<Table> out(families().begin(), families().end());
    out.push_back(rule_functions());
    return out;
  }();
  static const Functions kAll{kTables, {}};
  return kAll;
}

}  // namespace mng::hcl
