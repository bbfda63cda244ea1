#include "hcl/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "hcl/convert.hpp"
#include "hcl/spell.hpp"

namespace mng::hcl {

std::string_view Reference::member_attribute(std::size_t i) const {
  if (i >= steps.size()) return {};
  const Node& step = (*ast)[steps[i]];
  if (step.kind == NodeKind::kStepIndex) return attribute(i + 1);
  if (step.kind != NodeKind::kStepSplat) return attribute(i);
  const std::span<const NodeId> inner = ast->list(step);
  const bool named = !inner.empty() && (*ast)[inner[0]].kind == NodeKind::kStepAttr;
  return named ? ast->name((*ast)[inner[0]]) : std::string_view();
}

std::optional<Value> Variables::find(const Reference& reference, std::size_t& taken) const {
  for (auto it = values_.rbegin(); it != values_.rend(); ++it) {
    if (it->first == reference.name) return it->second;
  }
  return outer_ == nullptr ? std::nullopt : outer_->find(reference, taken);
}

std::optional<Value> Variables::call(std::string_view name, Evaluator& evaluator,
                                     std::span<const NodeId> arguments) const {
  return outer_ == nullptr ? std::nullopt : outer_->call(name, evaluator, arguments);
}

std::vector<std::string_view> Variables::names() const {
  std::vector<std::string_view> out;
  if (outer_ != nullptr) out = outer_->names();
  for (const auto& [name, value] : values_) out.push_back(name);
  return out;
}

Value Evaluator::fail(NodeId where, std::string message, std::string help) {
  diagnostics_.push_back({ast_.range(ast_[where]), std::move(message), std::move(help), Severity::kError});
  return Value::error();
}

namespace {

constexpr std::size_t kMostCauses = 8;

void collect_causes(const Value& value, std::vector<std::string_view>& out, unsigned depth) {
  if (out.size() >= kMostCauses || depth > 8) return;
  const auto add = [&](const Unknown& unknown) {
    for (const std::string_view name : unknown.depends_on) {
      if (out.size() < kMostCauses && std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
    }
  };
  if (value.is_unknown()) {
    add(value.as_unknown());
  } else if (value.is_list()) {
    if (value.as_list().rest != nullptr && value.as_list().rest->cause != nullptr) add(*value.as_list().rest->cause);
    for (const Value& item : value.items()) collect_causes(item, out, depth + 1);
  } else if (value.is_object()) {
    if (value.as_object().rest != nullptr && value.as_object().rest->cause != nullptr) {
      add(*value.as_object().rest->cause);
    }
    for (const Entry& entry : value.entries()) collect_causes(entry.value, out, depth + 1);
  }
}

}  // namespace

Value Evaluator::unknown_of(std::span<const Value> values) {
  std::vector<std::string_view> causes;
  for (const Value& value : values) collect_causes(value, causes, 0);
  Unknown what;
  what.depends_on = arena_.copy_span(causes);
  return Value::unknown(arena_.make(what));
}

std::optional<bool> Evaluator::to_bool(const Value& value) {
  if (value.is_bool()) return value.as_bool();
  if (value.is_string() && (value.as_string() == "true" || value.as_string() == "1")) return true;
  if (value.is_string() && (value.as_string() == "false" || value.as_string() == "0")) return false;
  return std::nullopt;
}

namespace {

/// A type that a value of `wanted` can never come from.
bool never(const Value& value, const Type& wanted, Arena& arena) {
  const Type* type = value.is_unknown() ? value.as_unknown().type : nullptr;
  return type != nullptr && !convertible(*type, wanted, arena);
}

}  // namespace

bool Evaluator::may_be(const Value& value, const Type& wanted) {
  return !never(value, wanted, arena_);
}

Value Evaluator::unknown_of(std::span<const Value> values, const Type* type) {
  return unknown_of_type(arena_, unknown_of(values), type);
}

Value Evaluator::placed(const Value& value, NodeId id) const {
  // A tree that is compiled in has no place a user could look at.
  return ast_.source == 0 || value.range().known() ? value : value.at(ast_.range(ast_[id]));
}

Value Evaluator::evaluate(NodeId expression) {
  return eval(expression);
}

Value Evaluator::eval(NodeId id) {
  if (steps_left_ == 0) return fail(id, "the expression takes too many steps", "make it smaller");
  --steps_left_;
  // What one parse lets through stays below; functions that call
  // themselves from deep within do not.
  constexpr unsigned kDeepest = 500;
  if (depth_ >= kDeepest) return fail(id, fmt::format("nested deeper than the limit of {}", kDeepest));
  ++depth_;
  const Value value = eval_node(id);
  --depth_;
  return value;
}

Value Evaluator::eval_node(NodeId id) {
  const Node& node = ast_[id];
  switch (node.kind) {
    case NodeKind::kLiteral:
      return placed(node.op == 0 ? Value::null() : Value::boolean(node.op == 2), id);
    case NodeKind::kNumber:
      // A number beyond doubles is a number all the same, of which no more is known.
      if (node.op == 1 && !std::isfinite(ast_.real(node))) return placed(Value::unknown(nullptr), id);
      return placed(node.op == 0 ? Value::number(ast_.integer(node)) : Value::number(ast_.real(node)), id);
    case NodeKind::kString:
      return placed(Value::string(ast_.name(node)), id);
    case NodeKind::kTemplate:
    case NodeKind::kTemplateIf:
    case NodeKind::kTemplateFor:
      return placed(text(id), id);
    case NodeKind::kVariable: {
      std::size_t taken = 0;
      const Value value = variable(id, {}, taken);
      return ast_.source == 0 ? value : value.used_at(arena_, ast_.range(node));
    }
    case NodeKind::kAccess:
      return access(id);
    case NodeKind::kCall:
      return placed(call(id), id);
    case NodeKind::kUnary:
      return placed(unary(id), id);
    case NodeKind::kBinary:
      return placed(binary(id), id);
    case NodeKind::kConditional:
      return conditional(id);
    case NodeKind::kTuple:
      return placed(tuple(id), id);
    case NodeKind::kObject:
      return placed(object(id), id);
    case NodeKind::kFor:
      return placed(for_each(id), id);
    case NodeKind::kParen:
      return eval(node.a);
    default:
      return fail(id, "this cannot be computed");
  }
}

Value Evaluator::variable(NodeId id, std::span<const NodeId> steps, std::size_t& taken) {
  const std::string_view name = ast_.name(ast_[id]);
  if (const std::optional<Value> found = locals_.find({name, &ast_, steps, depth_}, taken)) return *found;
  return fail(id, fmt::format("there is no `{}` here", name), suggests_ ? did_you_mean(name, locals_.names()) : "");
}

Value Evaluator::access(NodeId id) {
  const Node& node = ast_[id];
  std::span<const NodeId> children = ast_.list(node);
  const NodeId base = children[0];
  children = children.subspan(1);
  Value value;
  if (ast_[base].kind == NodeKind::kVariable) {
    std::size_t taken = 0;
    value = variable(base, children, taken);
    children = children.subspan(taken);
  } else {
    value = eval(base);
  }
  value = steps(value, children);
  if (value.is_error()) return value;
  return ast_.source == 0 ? value : value.used_at(arena_, ast_.range(node));
}

Value Evaluator::steps(Value value, std::span<const NodeId> rest) {
  for (const NodeId step : rest) {
    if (value.is_error()) return value;
    switch (ast_[step].kind) {
      case NodeKind::kStepAttr:
        value = attribute(value, step);
        break;
      case NodeKind::kStepIndex:
        value = index(value, step);
        break;
      default:
        value = splat(value, step);
    }
  }
  return value;
}

Value Evaluator::member_not_seen(const Value& base, std::string_view name) {
  const Unknown* cause = base.as_object().rest->cause;
  if (cause == nullptr || cause->resource.empty()) return unknown_of({base});
  // An attribute that only the apply computes: it is known by its name.
  Unknown what;
  what.resource = cause->resource;
  what.attribute = name;
  what.computed = base.as_object().rest->computed;
  const std::vector<std::string_view> causes{arena_.copy(fmt::format("{}.{}", cause->resource, name))};
  what.depends_on = arena_.copy_span(causes);
  return Value::unknown(arena_.make(what));
}

Value Evaluator::attribute(const Value& base, NodeId step) {
  const std::string_view name = ast_.name(ast_[step]);
  if (base.is_unknown()) {
    const Type* type = base.as_unknown().type;
    if (type == nullptr || type->kind == TypeKind::kAny) return unknown_of({base});
    if (type->kind == TypeKind::kMap) return unknown_of_type(arena_, unknown_of({base}), type->element);
    for (const Member& member : type->members) {
      if (type->kind == TypeKind::kObject && member.name == name) {
        return unknown_of_type(arena_, unknown_of({base}), member.type);
      }
    }
    return fail(step, fmt::format("{} has no `{}`", type_text(*type), name));
  }
  if (base.is_null()) return fail(step, fmt::format("null has no `{}`", name));
  if (!base.is_object()) return fail(step, fmt::format("a {} has no `{}`", kind_name(base.kind()), name));
  if (const Value* found = base.get(name)) return found->inside(base);
  if (base.as_object().rest != nullptr) return member_not_seen(base, name);
  std::vector<std::string_view> keys;
  for (const Entry& entry : base.entries()) {
    if (suggests_) keys.push_back(entry.key);
  }
  return fail(step, fmt::format("there is no `{}` in this object", name), did_you_mean(name, keys));
}

Value Evaluator::index(const Value& base, NodeId step) {
  const Value key = eval(ast_[step].a);
  return key.is_error() ? key : index(base, key, step);
}

Value Evaluator::index(const Value& base, const Value& key, NodeId step) {
  if (base.is_null()) return fail(step, "null has no members to index");
  if (key.is_null()) return fail(step, "null is no index");
  const auto of_any_type = [](const Value& value) {
    return value.is_unknown() &&
           (value.as_unknown().type == nullptr || value.as_unknown().type->kind == TypeKind::kAny);
  };
  if (of_any_type(base) || of_any_type(key)) return unknown_of(base, key);
  const Type* base_type = base.is_unknown() ? base.as_unknown().type : nullptr;
  if (base_type != nullptr && (base_type->is_primitive() || base_type->kind == TypeKind::kSet)) {
    return fail(step, fmt::format("{} has no members to index", type_text(*base_type)));
  }
  if (base.is_set()) return fail(step, "a set has no order: its members have no index; tolist makes a list of it");
  if (base.is_list()) {
    if (key.is_unknown()) {
      if (!may_be(key, kNumberType)) return fail(step, "a list takes a whole number as its index");
      return unknown_of(base, key);
    }
    double number = 0;
    if (!number_of(key, number) || std::trunc(number) != number) {
      return fail(step, fmt::format("a list takes a whole number as its index, not a {}", kind_name(key.kind())));
    }
    const List& list = base.as_list();
    if (number >= 0 && number < static_cast<double>(list.rest == nullptr ? list.items.size() : list.fixed)) {
      return list.items[static_cast<std::size_t>(number)].inside(base);
    }
    if (number >= 0 && list.rest != nullptr) {
      const bool beyond =
          list.rest->high != Rest::kNoLimit && number >= static_cast<double>(list.items.size()) + list.rest->high;
      if (!beyond) return unknown_of({base});
    }
    return fail(step, fmt::format("the list has {} members; there is no index {}", list.items.size(), number));
  }
  if (base.is_unknown() || key.is_unknown()) {
    const bool sequence =
        base_type != nullptr && (base_type->kind == TypeKind::kList || base_type->kind == TypeKind::kTuple);
    double number = 0;
    if (sequence && (key.is_unknown() ? !may_be(key, kNumberType) : !number_of(key, number))) {
      return fail(step, "a list takes a whole number as its index");
    }
    if (base.is_object() && !may_be(key, kStringType)) return fail(step, "an object takes a string as its index");
    if (!base.is_unknown() && !base.is_object()) {
      return fail(step, fmt::format("a {} has no members to index", kind_name(base.kind())));
    }
    const bool typed = base_type != nullptr && base_type->is_collection();
    return typed ? unknown_of_type(arena_, unknown_of(base, key), base_type->element) : unknown_of(base, key);
  }
  if (base.is_object()) {
    const TextOf text = text_of(key);
    if (!text.ok) return fail(step, "an object takes a string as its index");
    if (const Value* found = base.get(text.text)) return found->inside(base);
    if (base.as_object().rest != nullptr) return member_not_seen(base, arena_.copy(text.text));
    return fail(step, fmt::format("there is no key \"{}\" in this object", text.text));
  }
  return fail(step, fmt::format("a {} has no members to index", kind_name(base.kind())));
}

Value Evaluator::call(NodeId id) {
  const Node& node = ast_[id];
  const std::span<const NodeId> children = ast_.list(node);
  const std::string_view name = ast_.name(ast_[children[0]]);
  const std::span<const NodeId> nodes = children.subspan(1);
  const Function* function = functions_.find(name);
  if (function != nullptr && function->run_lazily != nullptr) return function->run_lazily(*this, id, nodes);
  if (function == nullptr) {
    if (const std::optional<Value> answer = locals_.call(name, *this, nodes)) return *answer;
  }
  const UserFunction* user = function == nullptr ? functions_.find_user(name) : nullptr;
  // What a provider brings is not known here.
  const bool foreign = function == nullptr && user == nullptr && name.starts_with("provider::");
  if (function == nullptr && user == nullptr && !foreign) {
    return fail(children[0], fmt::format("there is no function `{}`", name), did_you_mean(name, functions_.names()));
  }

  // Most calls have few arguments: those need no allocation.
  std::array<Value, 4> few;
  std::vector<Value> many(nodes.size() <= few.size() ? 0 : nodes.size());
  std::span<Value> arguments = many.empty() ? std::span(few).first(nodes.size()) : std::span(many);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    arguments[i] = eval(nodes[i]);
    if (arguments[i].is_error()) return arguments[i];
  }
  if (node.op == 1) {
    const Value last = arguments.back();
    if (last.is_unknown()) {
      const Type* type = last.as_unknown().type;
      if (type != nullptr &&
          (type->is_primitive() || type->kind == TypeKind::kMap || type->kind == TypeKind::kObject)) {
        return fail(nodes.back(), "only a list can be expanded with `...`");
      }
      return unknown_of(arguments);
    }
    if (!last.is_list()) return fail(nodes.back(), "only a list can be expanded with `...`");
    if (last.as_list().rest != nullptr) return unknown_of(arguments);
    std::vector<Value> expanded(arguments.begin(), arguments.end() - 1);
    for (const Value& item : last.items()) expanded.push_back(item.inside(last));
    many = std::move(expanded);
    arguments = many;
  }
  if (foreign) return unknown_of(arguments);
  if (user != nullptr) return call_user(*user, id, arguments);
  return call_function(*function, id, arguments);
}

namespace {

/// What a parameter takes where the argument can be none of it; else nothing.
std::string_view other_kind(const Value& argument, const Type& wanted) {
  Kind kind = argument.kind();
  bool set = argument.is_set();
  if (argument.is_unknown()) {
    const Type* type = argument.as_unknown().type;
    if (type == nullptr || type->kind == TypeKind::kAny) return {};
    set = type->kind == TypeKind::kSet;
    const bool list = set || type->kind == TypeKind::kList || type->kind == TypeKind::kTuple;
    kind = type->is_primitive() ? Kind::kString : list ? Kind::kList : Kind::kObject;
  }
  if (&wanted == &kMapOrObject) return kind == Kind::kObject ? std::string_view() : "a map";
  if (&wanted == &kListOrTuple && set) return "a list";
  return kind == Kind::kList ? std::string_view() : "a list";
}

}  // namespace

Value Evaluator::call_function(const Function& function, NodeId id, std::span<Value> arguments) {
  const Signature& signature = function.signature;
  if (arguments.size() < signature.least || (!signature.repeats && arguments.size() > signature.count)) {
    return fail(id, fmt::format("{} takes other arguments than these {}", signature.name, arguments.size()),
                fmt::format("it is {}", signature.text));
  }
  bool unknown = false;
  // What may be of any type makes a result that may be, too.
  bool untyped = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Type* type = arguments[i].is_unknown() ? arguments[i].as_unknown().type : &kBoolType;
    untyped = untyped || (signature.parameter(i).type->kind == TypeKind::kAny &&
                          (type == nullptr || type->kind == TypeKind::kAny));
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Parameter& parameter = signature.parameter(i);
    Value& argument = arguments[i];
    if (argument.is_null()) {
      if (parameter.null) continue;
      return fail(id, fmt::format("{}: argument {} must not be null", signature.name, i + 1),
                  fmt::format("it is {}", signature.text));
    }
    if (!untyped && parameter.type != &kAnyType && parameter.type->kind == TypeKind::kAny) {
      if (const std::string_view wanted = other_kind(argument, *parameter.type); !wanted.empty()) {
        return fail(id, fmt::format("{}: argument {} must be {}, not a {}", signature.name, i + 1, wanted,
                                    kind_name(argument.kind())));
      }
    }
    if (parameter.type->kind != TypeKind::kAny) {
      std::string error;
      const std::optional<Value> converted = convert(argument, *parameter.type, arena_, error);
      if (!converted) return fail(id, fmt::format("{}: argument {} {}", signature.name, i + 1, error));
      argument = *converted;
    }
    unknown =
        unknown || (function.on_unknown == OnUnknown::kUnknown ? !argument.wholly_known() : argument.is_unknown());
  }
  if (unknown && function.on_unknown != OnUnknown::kGiven) {
    return untyped || signature.result->kind == TypeKind::kAny ? unknown_of(arguments)
                                                               : unknown_of(arguments, signature.result);
  }
  return function.run({*this, id, arguments});
}

Value Evaluator::call_user(const UserFunction& function, NodeId id, std::span<const Value> arguments) {
  constexpr unsigned kDeepest = 32;
  if (arguments.size() != function.parameters.size()) {
    return fail(
        id, fmt::format("{} takes {} arguments, not {}", function.name, function.parameters.size(), arguments.size()));
  }
  if (call_depth_ >= kDeepest) return fail(id, fmt::format("{} calls itself too often", function.name));
  Variables scope;
  for (std::size_t i = 0; i < arguments.size(); ++i) scope.set(function.parameters[i], arguments[i]);
  ++call_depth_;
  const Value result = evaluate_in(function.ast, function.result, scope, diagnostics_);
  --call_depth_;
  return result;
}

Value Evaluator::evaluate_in(const Ast& ast, NodeId expression, const Scope& scope, Diagnostics& diagnostics) {
  Evaluator inner(ast, arena_, scope, functions_, diagnostics);
  inner.call_depth_ = call_depth_;
  inner.depth_ = depth_;
  inner.steps_left_ = steps_left_;
  inner.suggests_ = suggests_;
  const Value result = inner.evaluate(expression);
  steps_left_ = inner.steps_left_;
  return result;
}

}  // namespace mng::hcl
