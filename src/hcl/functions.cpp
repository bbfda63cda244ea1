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

Value Call::make_text(std::string_view text) const {
  return Value::string(arena().copy(text));
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

bool Call::text(std::size_t i, std::string_view& out) const {
  const Value& value = arguments[i];
  if (value.is_string()) {
    out = value.as_string();
    return true;
  }
  const TextOf converted = text_of(value);
  if (!converted.ok) {
    fail(fmt::format("argument {} must be a string, not a {}", i + 1, kind_name(value.kind())));
    return false;
  }
  out = arena().copy(converted.text);
  return true;
}

bool Call::number(std::size_t i, double& out) const {
  if (number_of(arguments[i], out)) return true;
  fail(fmt::format("argument {} must be a number, not a {}", i + 1, kind_name(arguments[i].kind())));
  return false;
}

bool Call::integer(std::size_t i, std::int64_t& out) const {
  double number = 0;
  if (!this->number(i, number)) return false;
  if (std::trunc(number) != number || std::abs(number) > 9e15) {
    fail(fmt::format("argument {} must be a whole number", i + 1));
    return false;
  }
  out = arguments[i].is_integer() ? arguments[i].as_integer() : static_cast<std::int64_t>(number);
  return true;
}

bool Call::list(std::size_t i, std::span<const Value>& out) const {
  if (arguments[i].is_list()) {
    out = arguments[i].items();
    return true;
  }
  fail(fmt::format("argument {} must be a list, not a {}", i + 1, kind_name(arguments[i].kind())));
  return false;
}

const Function* Functions::find(std::string_view name) const {
  for (const std::span<const Function> table : tables) {
    for (const Function& function : table) {
      if (function.name == name) return &function;
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
    for (const Function& function : table) out.push_back(function.name);
  }
  for (const UserFunction& function : user) out.push_back(function.name);
  return out;
}

const Functions& terraform_functions() {
  static const std::array<std::span<const Function>, 5> kTables{
      string_functions(), number_functions(), collection_functions(), type_functions(), regex_functions()};
  static const Functions kAll{kTables, {}};
  return kAll;
}

const Functions& engine_functions() {
  static const std::array<std::span<const Function>, 6> kTables{string_functions(),     number_functions(),
                                                                collection_functions(), type_functions(),
                                                                regex_functions(),      rule_functions()};
  static const Functions kAll{kTables, {}};
  return kAll;
}

}  // namespace mng::hcl
