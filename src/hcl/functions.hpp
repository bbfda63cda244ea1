#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/ast.hpp"
#include "hcl/value.hpp"

namespace mng::hcl {

class Evaluator;

/// A call under way, as a function sees it.
struct Call {
  Evaluator& evaluator;
  NodeId node;  ///< the kCall
  std::span<const Value> arguments;

  [[nodiscard]] const Value& operator[](std::size_t i) const { return arguments[i]; }
  [[nodiscard]] std::size_t size() const { return arguments.size(); }
  [[nodiscard]] Arena& arena() const;
  /// Says what is wrong with the call.
  Value fail(std::string message) const;
  /// The text of argument `i`, numbers and bools converted; false (said) where it is none.
  bool text(std::size_t i, std::string_view& out) const;
  bool number(std::size_t i, double& out) const;
  bool integer(std::size_t i, std::int64_t& out) const;
  /// Argument `i` as a list; an object gives its values.
  bool list(std::size_t i, std::span<const Value>& out) const;
  [[nodiscard]] Value make_text(std::string_view text) const;
};

/// What a function does with an argument that is not known.
enum class OnUnknown : std::uint8_t {
  kUnknown,  ///< any argument not wholly known makes the result unknown
  kShallow,  ///< only an argument that is itself unknown does
  kGiven,    ///< the function looks itself
};

/// A function of the language: one row of a table.
struct Function {
  static constexpr std::uint8_t kAny = 255;
  std::string_view name;
  std::string_view signature;  ///< "join(separator, list…)"
  std::string_view doc;        ///< one line
  std::uint8_t least;          ///< arguments
  std::uint8_t most;
  OnUnknown on_unknown;
  Value (*run)(const Call& call);
  /// Set instead of `run` where arguments are seen unevaluated (`try`).
  Value (*run_lazily)(Evaluator& evaluator, NodeId call, std::span<const NodeId> arguments) = nullptr;
};

/// A function written in HCL: `function "name" { params = [a] result = … }`.
struct UserFunction {
  std::string_view name;
  Ast ast;
  std::vector<std::string_view> parameters;
  NodeId result = 0;
};

/// The functions an expression may call.
struct Functions {
  std::span<const std::span<const Function>> tables;
  std::vector<UserFunction> user;

  [[nodiscard]] const Function* find(std::string_view name) const;
  [[nodiscard]] const UserFunction* find_user(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> names() const;
};

/// Terraform's functions, by family; each table is sorted by name.
std::span<const Function> string_functions();
std::span<const Function> number_functions();
std::span<const Function> collection_functions();
std::span<const Function> type_functions();
std::span<const Function> regex_functions();
/// What rules and forms have beside Terraform's functions.
std::span<const Function> rule_functions();

/// Terraform's, all families.
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

}  // namespace mng::hcl
