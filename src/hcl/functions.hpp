#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/ast.hpp"
#include "hcl/type.hpp"
#include "hcl/value.hpp"

namespace mng::hcl {

class Evaluator;

/// A call under way, as a function sees it: arguments are converted to the
/// types of its parameters, and none is null where a parameter does not say so.
struct Call {
  Evaluator& evaluator;
  NodeId node;  ///< the kCall
  std::span<const Value> arguments;

  [[nodiscard]] const Value& operator[](std::size_t i) const { return arguments[i]; }
  [[nodiscard]] std::size_t size() const { return arguments.size(); }
  [[nodiscard]] Arena& arena() const;
  /// Says what is wrong with the call.
  Value fail(std::string message) const;
  /// An unknown that depends on all arguments.
  [[nodiscard]] Value unknown() const;

  /// Argument `i` as text; for parameters that are strings.
  [[nodiscard]] std::string_view text(std::size_t i) const { return arguments[i].as_string(); }
  /// Argument `i` as a number; for parameters that are numbers.
  [[nodiscard]] double number(std::size_t i) const { return arguments[i].as_double(); }
  /// A whole number; false (said) where it is none.
  bool integer(std::size_t i, std::int64_t& out) const;
  /// Argument `i` as members; for parameters that are lists or sets.
  [[nodiscard]] std::span<const Value> items(std::size_t i) const { return arguments[i].items(); }
  /// Argument `i`, whatever it is, as text, numbers and bools converted;
  /// false (said) where it is none.
  bool text_of_any(std::size_t i, std::string_view& out) const;
  [[nodiscard]] Value make_text(std::string_view text) const;
};

/// What a function does with an argument that is not known.
enum class OnUnknown : std::uint8_t {
  kUnknown,  ///< any argument not wholly known makes the result unknown
  kShallow,  ///< only an argument that is itself unknown does
  kGiven,    ///< the function looks itself
};

/// A parameter: an argument is converted to its type.
struct Parameter {
  std::string_view name;
  const Type* type = nullptr;
  bool null = false;  ///< null is an answer, too
};

/// What some parameters take beside types: values of these kinds, which are
/// not converted.
inline constexpr Type kListOrTuple{TypeKind::kAny};
inline constexpr Type kSequence{TypeKind::kAny};  ///< a list, tuple or set
inline constexpr Type kMapOrObject{TypeKind::kAny};

/// `join(separator: string, lists: list(string)...) -> string`: parameters
/// with their types, `?` behind one that may be left out, `...` behind one
/// that may repeat, `|null` behind one that takes null.
struct Signature {
  static constexpr std::size_t kMost = 4;
  std::string_view text;
  std::string_view name;
  std::array<Parameter, kMost> parameters;
  std::uint8_t count = 0;
  std::uint8_t least = 0;  ///< arguments
  bool repeats = false;    ///< the last parameter
  const Type* result = nullptr;

  consteval Signature(const char* signature);  // NOLINT: a table's rows are written as text

  [[nodiscard]] const Parameter& parameter(std::size_t argument) const {
    return parameters[argument < count ? argument : std::size_t{count} - 1U];
  }
};

/// A function of the language: one row of a table.
struct Function {
  Signature signature;
  std::string_view doc;  ///< one line
  OnUnknown on_unknown = OnUnknown::kUnknown;
  Value (*run)(const Call& call) = nullptr;
  /// Set instead of `run` where arguments are seen unevaluated (`try`).
  Value (*run_lazily)(Evaluator& evaluator, NodeId call, std::span<const NodeId> arguments) = nullptr;

  [[nodiscard]] std::string_view name() const { return signature.name; }
};

/// A function written in HCL: `function "name" { params = [a] result = … }`.
struct UserFunction {
  std::string_view name;
  Ast ast;
  std::vector<std::string_view> parameters;
  NodeId result = 0;
};

class Files;

/// The functions an expression may call.
struct Functions {
  std::span<const std::span<const Function>> tables;
  std::vector<UserFunction> user;
  const Files* files = nullptr;  ///< what `file` and its kin may read; nullptr: nothing, all is unknown

  [[nodiscard]] const Function* find(std::string_view name) const;
  [[nodiscard]] const UserFunction* find_user(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> names() const;
};

// Terraform's functions, by family; each table is sorted by name.
std::span<const Function> string_functions();
std::span<const Function> format_functions();
std::span<const Function> regex_functions();
std::span<const Function> number_functions();
std::span<const Function> collection_functions();
std::span<const Function> set_functions();
std::span<const Function> type_functions();
std::span<const Function> encoding_functions();
std::span<const Function> hash_functions();
std::span<const Function> cidr_functions();
std::span<const Function> time_functions();
std::span<const Function> file_functions();
/// What rules and forms have beside Terraform's functions.
std::span<const Function> rule_functions();

/// Terraform's, all families but those that need a reader of another
/// language: syntax/functions.hpp has them all.
const Functions& terraform_functions();
/// Terraform's and `rule_functions`.
const Functions& engine_functions();

/// A value as a string, as Terraform converts strings, numbers and bools;
/// `ok` is false for anything else.
struct TextOf {
  bool ok = false;
  std::string text;
};
TextOf text_of(const Value& value);
/// A value as a number: numbers, and strings that spell one.
bool number_of(const Value& value, double& out);
/// The same as a number value, integers exact to 64 bits.
bool to_number(const Value& value, Value& out);

// ---- signatures, read while compiling ----

namespace signature {

struct Named {
  std::string_view name;
  const Type* type;
};
inline constexpr Named kTypes[] = {
    {"any", &kAnyType},
    {"list|tuple", &kListOrTuple},
    {"sequence", &kSequence},
    {"map|object", &kMapOrObject},
    {"bool", &kBoolType},
    {"list(any)", &kListOfAny},
    {"list(number)", &kListOfNumber},
    {"list(string)", &kListOfString},
    {"list(bool)", &kListOfBool},
    {"map(any)", &kMapOfAny},
    {"map(string)", &kMapOfString},
    {"map(list(string))", &kMapOfLists},
    {"number", &kNumberType},
    {"set(any)", &kSetOfAny},
    {"set(string)", &kSetOfString},
    {"string", &kStringType},
};

consteval const Type* type(std::string_view name) {
  for (const Named& known : kTypes) {
    if (known.name == name) return known.type;
  }
  throw "a signature names a type that is not in kTypes";
}

consteval bool take(std::string_view& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  return true;
}

}  // namespace signature

consteval Signature::Signature(const char* signature) : text(signature) {
  const std::size_t open = text.find('(');
  const std::size_t arrow = text.find(") -> ");
  name = text.substr(0, open);
  result = signature::type(text.substr(arrow + 5));
  std::string_view rest = text.substr(open + 1, arrow - open - 1);
  while (!rest.empty()) {
    std::size_t end = rest.find(", ");
    std::string_view one = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 2);
    const bool optional = signature::take(one, "?");
    const bool many = signature::take(one, "...");
    Parameter& parameter = parameters[count++];
    parameter.null = signature::take(one, "|null");
    const std::size_t colon = one.find(": ");
    parameter.name = one.substr(0, colon);
    parameter.type = signature::type(one.substr(colon + 2));
    repeats = repeats || many;
    if (!optional && !many) least = count;
    if (many && !optional) least = count;
  }
}

}  // namespace mng::hcl
