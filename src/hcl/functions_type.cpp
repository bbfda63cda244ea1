#include <fmt/format.h>

#include <algorithm>

#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"

namespace mng::hcl {
namespace {

/// Runs an expression with its errors set aside; true where there were none.
bool attempt(Evaluator& evaluator, NodeId argument, Value& out) {
  const std::size_t before = evaluator.diagnostics().size();
  out = evaluator.evaluate(argument);
  if (!out.is_error()) return true;
  evaluator.diagnostics().resize(before);
  return false;
}

Value can_run(Evaluator& evaluator, NodeId call, std::span<const NodeId> arguments) {
  if (arguments.size() != 1) return evaluator.fail(call, "can takes one expression");
  Value value;
  if (!attempt(evaluator, arguments[0], value)) return Value::boolean(false);
  // What is not known may yet turn out to be an error.
  return value.wholly_known() ? Value::boolean(true) : evaluator.unknown_of({value});
}

Value try_run(Evaluator& evaluator, NodeId call, std::span<const NodeId> arguments) {
  if (arguments.empty()) return evaluator.fail(call, "try takes at least one expression");
  Value value;
  for (const NodeId argument : arguments.first(arguments.size() - 1)) {
    if (attempt(evaluator, argument, value)) return value;
  }
  return evaluator.evaluate(arguments.back());
}

Value tobool(const Call& call) {
  if (call[0].is_null()) return call[0];
  const std::optional<bool> truth = Evaluator::to_bool(call[0]);
  if (!truth) return call.fail(fmt::format("a {} is no bool", kind_name(call[0].kind())));
  return Value::boolean(*truth);
}

Value tonumber(const Call& call) {
  if (call[0].is_null() || call[0].is_number()) return call[0];
  Value number;
  if (!to_number(call[0], number)) return call.fail(fmt::format("this {} is no number", kind_name(call[0].kind())));
  return number.at(call[0].range()).inside(call[0]);
}

Value tostring(const Call& call) {
  if (call[0].is_null() || call[0].is_string()) return call[0];
  const TextOf text = text_of(call[0]);
  if (!text.ok) return call.fail(fmt::format("a {} is no string", kind_name(call[0].kind())));
  return call.make_text(text.text).at(call[0].range()).inside(call[0]);
}

Value tolist(const Call& call) {
  if (call[0].is_null() || call[0].is_list()) return call[0];
  return call.fail(fmt::format("a {} is no list", kind_name(call[0].kind())));
}

Value tomap(const Call& call) {
  if (call[0].is_null() || call[0].is_object()) return call[0];
  return call.fail(fmt::format("a {} is no map", kind_name(call[0].kind())));
}

constexpr Function kFunctions[] = {
    {"can", "can(expression)", "Whether the expression has no error.", 1, 1, OnUnknown::kGiven, nullptr, can_run},
    {"tobool", "tobool(value)", "The value as a bool.", 1, 1, OnUnknown::kUnknown, tobool},
    {"tolist", "tolist(value)", "The value as a list.", 1, 1, OnUnknown::kShallow, tolist},
    {"tomap", "tomap(value)", "The value as a map.", 1, 1, OnUnknown::kShallow, tomap},
    {"tonumber", "tonumber(value)", "The value as a number.", 1, 1, OnUnknown::kUnknown, tonumber},
    {"tostring", "tostring(value)", "The value as a string.", 1, 1, OnUnknown::kUnknown, tostring},
    {"try", "try(expression…)", "The first of these that has no error.", 1, Function::kAny, OnUnknown::kGiven, nullptr,
     try_run},
};

}  // namespace

std::span<const Function> type_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
