#include <fmt/format.h>

#include <algorithm>

#include "hcl/convert.hpp"
#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"

namespace mng::hcl {
namespace {

/// Runs an expression with its errors set aside; true where there were none.
bool attempt(Evaluator& evaluator, NodeId argument, Value& out) {
  const std::size_t before = evaluator.diagnostics().size();
  const bool suggested = evaluator.suggest(false);
  out = evaluator.evaluate(argument);
  evaluator.suggest(suggested);
  if (!out.is_error()) return true;
  evaluator.diagnostics().resize(before);
  return false;
}

Value can_run(Evaluator& evaluator, NodeId call, std::span<const NodeId> arguments) {
  if (arguments.size() != 1) return evaluator.fail(call, "can takes one expression");
  Value value;
  if (!attempt(evaluator, arguments[0], value)) return Value::boolean(false);
  // What is not known may yet turn out to be an error.
  if (value.wholly_known()) return Value::boolean(true);
  return unknown_of_type(evaluator.arena(), evaluator.unknown_of({value}), &kBoolType);
}

/// Whether a value that is not wholly known is there all the same: a name, or
/// a member of one by its name, that has been found. What is computed of a
/// resource is taken for one of its attributes.
bool is_settled(const Ast& ast, NodeId argument, const Value& value) {
  if (value.is_unknown() && !value.as_unknown().computed) return false;
  const Node& node = ast[argument];
  if (node.kind == NodeKind::kVariable) return true;
  if (node.kind != NodeKind::kAccess) return false;
  const std::span<const NodeId> steps = ast.list(node);
  return ast[steps[0]].kind == NodeKind::kVariable && std::all_of(steps.begin() + 1, steps.end(), [&](NodeId step) {
           return ast[step].kind == NodeKind::kStepAttr ||
                  (ast[step].kind == NodeKind::kStepIndex &&
                   (ast[ast[step].a].kind == NodeKind::kString || ast[ast[step].a].kind == NodeKind::kNumber));
         });
}

Value try_run(Evaluator& evaluator, NodeId call, std::span<const NodeId> arguments) {
  if (arguments.empty()) return evaluator.fail(call, "try takes at least one expression");
  Value value;
  for (const NodeId argument : arguments.first(arguments.size() - 1)) {
    if (!attempt(evaluator, argument, value)) continue;
    if (value.wholly_known() || is_settled(evaluator.ast(), argument, value)) return value;
    // It may yet fail, and then another one counts, of whatever type.
    return value.is_unknown() ? unknown_of_type(evaluator.arena(), value, nullptr) : evaluator.unknown_of({value});
  }
  return evaluator.evaluate(arguments.back());
}

Value converted(const Call& call, const Type& type) {
  std::string error;
  const bool untyped = call[0].is_unknown() && call[0].as_unknown().type == nullptr;
  if (untyped) return call[0];
  const std::optional<Value> out = convert(call[0], type, call.arena(), error);
  return out ? *out : call.fail(fmt::format("the value {}", error));
}
Value tobool(const Call& call) {
  return converted(call, kBoolType);
}
Value tolist(const Call& call) {
  return converted(call, kListOfAny);
}
Value tomap(const Call& call) {
  return converted(call, kMapOfAny);
}
Value tonumber(const Call& call) {
  return converted(call, kNumberType);
}
Value toset(const Call& call) {
  return converted(call, kSetOfAny);
}
Value tostring(const Call& call) {
  return converted(call, kStringType);
}

/// What is sensitive is not followed here: its value is what counts.
Value itself(const Call& call) {
  return call[0];
}
Value not_told(const Call& call) {
  return unknown_of_type(call.arena(), call.unknown(), &kBoolType);
}

constexpr Function kFunctions[] = {
    {"can(expression: any) -> bool", "Whether the expression has no error.", OnUnknown::kGiven, nullptr, can_run},
    {"ephemeralasnull(value: any|null) -> any", "The value; null where it is ephemeral.", OnUnknown::kGiven, itself},
    {"issensitive(value: any|null) -> bool", "Whether the value is marked; not known here.", OnUnknown::kGiven,
     not_told},
    {"nonsensitive(value: any|null) -> any", "The value without its mark.", OnUnknown::kGiven, itself},
    {"sensitive(value: any|null) -> any", "The value, marked as sensitive.", OnUnknown::kGiven, itself},
    {"tobool(value: any|null) -> bool", "The value as a bool.", OnUnknown::kGiven, tobool},
    {"tolist(value: any|null) -> any", "The value as a list.", OnUnknown::kGiven, tolist},
    {"tomap(value: any|null) -> any", "The value as a map.", OnUnknown::kGiven, tomap},
    {"tonumber(value: any|null) -> number", "The value as a number.", OnUnknown::kGiven, tonumber},
    {"toset(value: any|null) -> any", "The value as a set.", OnUnknown::kGiven, toset},
    {"tostring(value: any|null) -> string", "The value as a string.", OnUnknown::kGiven, tostring},
    {"try(expressions: any...) -> any", "The first of these that has no error.", OnUnknown::kGiven, nullptr, try_run},
};

}  // namespace

std::span<const Function> type_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
