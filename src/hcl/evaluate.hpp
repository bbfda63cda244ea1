#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/ast.hpp"
#include "hcl/functions.hpp"
#include "hcl/source.hpp"
#include "hcl/value.hpp"

namespace mng::hcl {

class Evaluator;

/// A name in an expression, with the steps that follow it.
struct Reference {
  std::string_view name;
  const Ast* ast = nullptr;
  std::span<const NodeId> steps;
  unsigned depth = 0;  ///< of the evaluation, for a scope that evaluates on

  /// The attribute that step `i` takes; empty where it takes none.
  [[nodiscard]] std::string_view attribute(std::size_t i) const {
    return i < steps.size() && (*ast)[steps[i]].kind == NodeKind::kStepAttr ? ast->name((*ast)[steps[i]])
                                                                            : std::string_view();
  }
  /// The attribute taken of each member, where step `i` is an index followed
  /// by an attribute, or a splat that begins with one; else as `attribute`.
  [[nodiscard]] std::string_view member_attribute(std::size_t i) const;
};

/// Where an expression's names come from.
class Scope {
 public:
  virtual ~Scope() = default;

  /// What the name stands for. A scope may go along some of the steps that
  /// follow at once, so that only what is asked for is computed, and says in
  /// `taken` how many. nullopt: there is no such name.
  virtual std::optional<Value> find(const Reference& reference, std::size_t& taken) const = 0;

  /// A function that only this scope knows and that sees its arguments
  /// unevaluated. nullopt: there is none of that name.
  virtual std::optional<Value> call(std::string_view /*name*/, Evaluator& /*evaluator*/,
                                    std::span<const NodeId> /*arguments*/) const {
    return std::nullopt;
  }

  /// Every name there is, for did-you-mean.
  [[nodiscard]] virtual std::vector<std::string_view> names() const { return {}; }
};

/// A scope of named values over another.
class Variables final : public Scope {
 public:
  explicit Variables(const Scope* outer = nullptr) : outer_(outer) {}
  /// Later values of a name hide earlier ones.
  void set(std::string_view name, const Value& value) { values_.emplace_back(name, value); }
  /// Gives the value that was set last another, or the one `back` before it.
  void replace(std::size_t back, const Value& value) { values_[values_.size() - 1 - back].second = value; }
  void drop(std::size_t count) { values_.resize(values_.size() - count); }

  std::optional<Value> find(const Reference& reference, std::size_t& taken) const override;
  std::optional<Value> call(std::string_view name, Evaluator& evaluator,
                            std::span<const NodeId> arguments) const override;
  [[nodiscard]] std::vector<std::string_view> names() const override;

 private:
  std::vector<std::pair<std::string_view, Value>> values_;
  const Scope* outer_;
};

/// Computes expressions of one tree. Errors go to `diagnostics` and give
/// Value::error(); what cannot be known gives an unknown, never an error.
class Evaluator {
 public:
  /// `depth`: of the evaluation that this one is part of.
  Evaluator(const Ast& ast, Arena& arena, const Scope& scope, const Functions& functions, Diagnostics& diagnostics,
            unsigned depth = 0)
      : ast_(ast), arena_(arena), locals_(&scope), functions_(functions), diagnostics_(diagnostics), depth_(depth) {}

  Value evaluate(NodeId expression);

  /// An expression of another tree, such as a template's, with names of its
  /// own; it counts towards this evaluation's depth and steps.
  Value evaluate_in(const Ast& ast, NodeId expression, const Scope& scope, Diagnostics& diagnostics);

  [[nodiscard]] const Ast& ast() const { return ast_; }
  [[nodiscard]] Arena& arena() { return arena_; }
  [[nodiscard]] const Scope& scope() const { return locals_; }
  [[nodiscard]] Diagnostics& diagnostics() { return diagnostics_; }
  [[nodiscard]] const Functions& functions() const { return functions_; }

  /// Says what is wrong at a node and gives the error value.
  Value fail(NodeId where, std::string message, std::string help = {});

  /// An unknown that depends on all that the given values depend on.
  Value unknown_of(std::span<const Value> values);
  Value unknown_of(const Value& a, const Value& b) { return unknown_of(std::initializer_list<Value>{a, b}); }
  Value unknown_of(std::initializer_list<Value> values) {
    return unknown_of(std::span<const Value>(values.begin(), values.size()));
  }

  Value unknown_of(std::span<const Value> values, const Type* type);
  /// Whether an unknown may turn out to be a value of that type.
  bool may_be(const Value& value, const Type& wanted);

  /// Bounds the work of this evaluation, and says what is left of it.
  void limit_steps(std::uint64_t steps) { steps_left_ = steps; }
  [[nodiscard]] std::uint64_t steps_left() const { return steps_left_; }
  /// Takes the steps of a function that makes much of little; false, and none are left, where there are not so many.
  bool take_steps(std::uint64_t steps) {
    const bool enough = steps <= steps_left_;
    steps_left_ = enough ? steps_left_ - steps : 0;
    return enough;
  }

  /// Whether errors are followed by what may have been meant. Where nobody
  /// reads them that is not looked for. Gives what was set before.
  bool suggest(bool on) { return std::exchange(suggests_, on); }

  /// As conditions are read: a bool, "true" or "false"; else nullopt.
  static std::optional<bool> to_bool(const Value& value);

 private:
  Value eval(NodeId id);
  Value eval_node(NodeId id);
  Value variable(NodeId id, std::span<const NodeId> steps, std::size_t& taken);
  Value member_not_seen(const Value& base, std::string_view name);
  Value access(NodeId id);
  Value steps(Value value, std::span<const NodeId> rest);
  Value attribute(const Value& base, NodeId step);
  Value index(const Value& base, NodeId step);
  Value index(const Value& base, const Value& key, NodeId step);
  Value splat(const Value& base, NodeId step);
  Value call(NodeId id);
  Value call_function(const Function& function, NodeId id, std::span<Value> arguments);
  Value call_user(const UserFunction& function, NodeId id, std::span<const Value> arguments);
  Value unary(NodeId id);
  Value binary(NodeId id);
  Value binary(NodeId id, const Value& left);
  Value arithmetic(NodeId id, Operator op, const Value& given_left, const Value& given_right);
  Value compare(NodeId id, Operator op, const Value& left, const Value& right);
  Value conditional(NodeId id);
  Value attempt(NodeId id);
  const Type* type_by_form(NodeId id);
  const Type* common_type(NodeId id, const Value& then, const Value& otherwise);
  Value text(NodeId id);
  bool append_text(NodeId part, std::string& out, std::vector<Value>& unknowns);
  Value tuple(NodeId id);
  Value object(NodeId id);
  Value for_each(NodeId id);
  [[nodiscard]] Value placed(const Value& value, NodeId id) const;

  Ast ast_;
  Arena& arena_;
  Variables locals_;
  const Functions& functions_;
  Diagnostics& diagnostics_;
  unsigned call_depth_ = 0;
  bool suggests_ = true;
  unsigned depth_;  // of eval, through calls of user functions and scopes that evaluate
  std::uint64_t steps_left_ = 20'000'000;
};

}  // namespace mng::hcl
