#include "hcl/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "hcl/spell.hpp"

namespace mng::hcl {

std::optional<Value> Variables::find(std::string_view name, std::string_view attribute, bool& took_attribute) const {
  for (auto it = values_.rbegin(); it != values_.rend(); ++it) {
    if (it->first == name) return it->second;
  }
  return outer_ == nullptr ? std::nullopt : outer_->find(name, attribute, took_attribute);
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
      bool took = false;
      const Value value = variable(id, {}, took);
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

Value Evaluator::variable(NodeId id, std::string_view next_attribute, bool& took_attribute) {
  const std::string_view name = ast_.name(ast_[id]);
  if (const std::optional<Value> found = locals_.find(name, next_attribute, took_attribute)) return *found;
  return fail(id, fmt::format("there is no `{}` here", name), did_you_mean(name, locals_.names()));
}

Value Evaluator::access(NodeId id) {
  const Node& node = ast_[id];
  std::span<const NodeId> children = ast_.list(node);
  const NodeId base = children[0];
  children = children.subspan(1);
  Value value;
  if (ast_[base].kind == NodeKind::kVariable) {
    const Node& first = ast_[children[0]];
    bool took = false;
    value = variable(base, first.kind == NodeKind::kStepAttr ? ast_.name(first) : std::string_view{}, took);
    if (took) children = children.subspan(1);
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

Value Evaluator::attribute(const Value& base, NodeId step) {
  const std::string_view name = ast_.name(ast_[step]);
  if (base.is_unknown()) return unknown_of({base});
  if (base.is_null()) return fail(step, fmt::format("null has no `{}`", name));
  if (!base.is_object()) return fail(step, fmt::format("a {} has no `{}`", kind_name(base.kind()), name));
  if (const Value* found = base.get(name)) return found->inside(base);
  if (base.as_object().rest != nullptr) return unknown_of({base});
  std::vector<std::string_view> keys;
  for (const Entry& entry : base.entries()) keys.push_back(entry.key);
  return fail(step, fmt::format("there is no `{}` in this object", name), did_you_mean(name, keys));
}

Value Evaluator::index(const Value& base, NodeId step) {
  const Value key = eval(ast_[step].a);
  if (key.is_error()) return key;
  if (base.is_unknown() || key.is_unknown()) return unknown_of(base, key);
  if (base.is_list()) {
    double number = 0;
    if (!number_of(key, number) || std::trunc(number) != number) {
      return fail(step, fmt::format("a list takes a whole number as its index, not a {}", kind_name(key.kind())));
    }
    const List& list = base.as_list();
    if (number >= 0 && number < static_cast<double>(list.rest == nullptr ? list.items.size() : list.fixed)) {
      return list.items[static_cast<std::size_t>(number)].inside(base);
    }
    if (number >= 0 && list.rest != nullptr) return unknown_of({base});
    return fail(step, fmt::format("the list has {} members; there is no index {}", list.items.size(), number));
  }
  if (base.is_object()) {
    const TextOf text = text_of(key);
    if (!text.ok) return fail(step, "an object takes a string as its index");
    if (const Value* found = base.get(text.text)) return found->inside(base);
    if (base.as_object().rest != nullptr) return unknown_of({base});
    return fail(step, fmt::format("there is no key \"{}\" in this object", text.text));
  }
  return fail(step, fmt::format("a {} has no members to index", kind_name(base.kind())));
}

Value Evaluator::splat(const Value& base, NodeId step) {
  const std::span<const NodeId> inner = ast_.list(ast_[step]);
  if (base.is_unknown()) return unknown_of({base});
  std::vector<Value> items;
  if (base.is_null()) return Value::list(arena_, items);
  if (!base.is_list()) {
    items.push_back(steps(base, inner));
    if (items[0].is_error()) return items[0];
    return Value::list(arena_, items);
  }
  items.reserve(base.items().size());
  for (const Value& item : base.items()) {
    items.push_back(steps(item.inside(base), inner));
    if (items.back().is_error()) return items.back();
  }
  return Value::list(arena_, items, base.as_list().rest, base.as_list().fixed);
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
  if (function == nullptr && user == nullptr) {
    return fail(children[0], fmt::format("there is no function `{}`", name), did_you_mean(name, functions_.names()));
  }

  std::vector<Value> arguments;
  arguments.reserve(nodes.size());
  for (const NodeId argument : nodes) {
    arguments.push_back(eval(argument));
    if (arguments.back().is_error()) return arguments.back();
  }
  if (node.op == 1) {
    const Value last = arguments.back();
    if (last.is_unknown()) return unknown_of(arguments);
    if (!last.is_list()) return fail(nodes.back(), "only a list can be expanded with `...`");
    if (last.as_list().rest != nullptr) return unknown_of(arguments);
    arguments.pop_back();
    for (const Value& item : last.items()) arguments.push_back(item.inside(last));
  }
  if (user != nullptr) return call_user(*user, id, arguments);

  if (arguments.size() < function->least || (function->most != Function::kAny && arguments.size() > function->most)) {
    return fail(id, fmt::format("{} takes other arguments than these {}", name, arguments.size()),
                fmt::format("it is {}", function->signature));
  }
  if (function->on_unknown != OnUnknown::kGiven) {
    const bool deep = function->on_unknown == OnUnknown::kUnknown;
    for (const Value& argument : arguments) {
      if (deep ? !argument.wholly_known() : argument.is_unknown()) return unknown_of(arguments);
    }
  }
  return function->run({*this, id, arguments});
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
  Evaluator inner(function.ast, arena_, scope, functions_, diagnostics_);
  inner.call_depth_ = call_depth_ + 1;
  inner.depth_ = depth_;
  inner.steps_left_ = steps_left_;
  const Value result = inner.evaluate(function.result);
  steps_left_ = inner.steps_left_;
  return result;
}

Value Evaluator::unary(NodeId id) {
  const Node& node = ast_[id];
  const Value operand = eval(node.a);
  if (operand.is_error()) return operand;
  if (static_cast<Operator>(node.op) == Operator::kNot) {
    if (operand.is_unknown()) return unknown_of({operand});
    const std::optional<bool> truth = to_bool(operand);
    if (!truth) return fail(node.a, fmt::format("`!` takes a bool, not a {}", kind_name(operand.kind())));
    return Value::boolean(!*truth);
  }
  if (operand.is_unknown()) return unknown_of({operand});
  Value number;
  if (!to_number(operand, number)) {
    return fail(node.a, fmt::format("`-` takes a number, not a {}", kind_name(operand.kind())));
  }
  if (number.is_integer() && number.as_integer() != std::numeric_limits<std::int64_t>::min()) {
    return Value::number(-number.as_integer());
  }
  return Value::number(-number.as_double());
}

Value Evaluator::binary(NodeId id) {
  // A chain `a + b + c + …` leans left as deep as it is long: walk down its
  // left side without recursion, then compute on the way up.
  std::vector<NodeId> chain;
  NodeId left = id;
  while (ast_[left].kind == NodeKind::kBinary) {
    chain.push_back(left);
    left = ast_[left].a;
  }
  Value value = eval(left);
  for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
    if (value.is_error()) return value;
    value = binary(*it, value);
  }
  return value;
}

Value Evaluator::binary(NodeId id, const Value& left) {
  const Node& node = ast_[id];
  const auto op = static_cast<Operator>(node.op);
  if (op == Operator::kAnd || op == Operator::kOr) {
    // Kleene's logic: a side that decides needs no other.
    const bool decisive = op == Operator::kOr;
    const std::string_view sign = decisive ? "||" : "&&";
    const std::optional<bool> a = to_bool(left);
    if (!a && !left.is_unknown()) {
      return fail(node.a, fmt::format("`{}` takes bools, not a {}", sign, kind_name(left.kind())));
    }
    if (a && *a == decisive) return Value::boolean(decisive);
    const Value right = eval(node.b);
    if (right.is_error()) return right;
    const std::optional<bool> b = to_bool(right);
    if (!b && !right.is_unknown()) {
      return fail(node.b, fmt::format("`{}` takes bools, not a {}", sign, kind_name(right.kind())));
    }
    if (b && *b == decisive) return Value::boolean(decisive);
    if (!a || !b) return unknown_of(left, right);
    return Value::boolean(!decisive);
  }
  const Value right = eval(node.b);
  if (right.is_error()) return right;
  switch (op) {
    case Operator::kEqual:
    case Operator::kNotEqual: {
      const bool wanted = op == Operator::kEqual;
      // Nothing that is written is null, whatever an unknown member of it is.
      if ((left.is_null() && (right.is_list() || right.is_object())) ||
          (right.is_null() && (left.is_list() || left.is_object()))) {
        return Value::boolean(!wanted);
      }
      if (!left.wholly_known() || !right.wholly_known()) return unknown_of(left, right);
      return Value::boolean(equal(left, right) == wanted);
    }
    case Operator::kLess:
    case Operator::kLessEqual:
    case Operator::kGreater:
    case Operator::kGreaterEqual:
      return compare(id, op, left, right);
    default:
      return arithmetic(id, op, left, right);
  }
}

namespace {

struct Interval {
  double low = 0;
  double high = 0;
};

bool interval_of(const Value& value, Interval& out) {
  if (value.is_unknown()) {
    out = {value.as_unknown().low, value.as_unknown().high};
    return true;
  }
  double number = 0;
  if (!number_of(value, number)) return false;
  out = {number, number};
  return true;
}

}  // namespace

Value Evaluator::compare(NodeId id, Operator op, const Value& left, const Value& right) {
  Value left_number;
  Value right_number;
  if (to_number(left, left_number) && left_number.is_integer() && to_number(right, right_number) &&
      right_number.is_integer()) {
    const std::int64_t a = left_number.as_integer();
    const std::int64_t b = right_number.as_integer();
    return Value::boolean(op == Operator::kLess        ? a < b
                          : op == Operator::kLessEqual ? a <= b
                          : op == Operator::kGreater   ? a > b
                                                       : a >= b);
  }
  Interval a;
  Interval b;
  if (!interval_of(left, a) || !interval_of(right, b)) {
    const Value& wrong = interval_of(left, a) ? right : left;
    return fail(id, fmt::format("only numbers can be compared, not a {}", kind_name(wrong.kind())));
  }
  if (op == Operator::kGreater || op == Operator::kGreaterEqual) std::swap(a, b);
  const bool strict = op == Operator::kLess || op == Operator::kGreater;
  if (strict ? a.high < b.low : a.high <= b.low) return Value::boolean(true);
  if (strict ? a.low >= b.high : a.low > b.high) return Value::boolean(false);
  return unknown_of(left, right);
}

Value Evaluator::arithmetic(NodeId id, Operator op, const Value& given_left, const Value& given_right) {
  if (given_left.is_unknown() || given_right.is_unknown()) return unknown_of(given_left, given_right);
  Value left;
  Value right;
  if (!to_number(given_left, left) || !to_number(given_right, right)) {
    const Value& wrong = to_number(given_left, left) ? given_right : given_left;
    return fail(id, fmt::format("arithmetic takes numbers, not a {}", kind_name(wrong.kind())));
  }
  if (left.is_integer() && right.is_integer()) {
    std::int64_t result = 0;
    const std::int64_t a = left.as_integer();
    const std::int64_t b = right.as_integer();
    switch (op) {
      case Operator::kAdd:
        if (!__builtin_add_overflow(a, b, &result)) return Value::number(result);
        break;
      case Operator::kSubtract:
        if (!__builtin_sub_overflow(a, b, &result)) return Value::number(result);
        break;
      case Operator::kMultiply:
        if (!__builtin_mul_overflow(a, b, &result)) return Value::number(result);
        break;
      case Operator::kModulo:
        if (b == -1) return Value::number(std::int64_t{0});
        if (b != 0) return Value::number(a % b);
        break;
      default:
        if (b == -1 && !__builtin_sub_overflow(std::int64_t{0}, a, &result)) return Value::number(result);
        if (b != 0 && b != -1 && a % b == 0) return Value::number(a / b);
        break;
    }
  }
  const double a = left.as_double();
  const double b = right.as_double();
  double result = 0;
  switch (op) {
    case Operator::kAdd:
      result = a + b;
      break;
    case Operator::kSubtract:
      result = a - b;
      break;
    case Operator::kMultiply:
      result = a * b;
      break;
    default:
      if (b == 0) return fail(id, "division by zero");
      result = op == Operator::kDivide ? a / b : std::fmod(a, b);
  }
  // Beyond doubles there are numbers still, for Terraform.
  return std::isfinite(result) ? Value::number(result) : unknown_of(left, right);
}

Value Evaluator::conditional(NodeId id) {
  const std::span<const NodeId> parts = ast_.list(ast_[id]);
  const Value condition = eval(parts[0]);
  if (condition.is_error()) return condition;
  if (condition.is_unknown()) {
    const Value then = eval(parts[1]);
    if (then.is_error()) return then;
    const Value otherwise = eval(parts[2]);
    if (otherwise.is_error()) return otherwise;
    if (then.wholly_known() && otherwise.wholly_known() && equal(then, otherwise)) return then;
    return placed(unknown_of({condition, then, otherwise}), id);
  }
  const std::optional<bool> truth = to_bool(condition);
  if (!truth) return fail(parts[0], fmt::format("a condition is a bool, not a {}", kind_name(condition.kind())));
  return eval(parts[*truth ? 1 : 2]);
}

Value Evaluator::text(NodeId id) {
  const Node& node = ast_[id];
  if (node.kind == NodeKind::kTemplate && node.op == 0 && node.b == 1) {
    // "${x}" alone is x, whatever its type.
    const NodeKind only = ast_[ast_.list(node)[0]].kind;
    if (only != NodeKind::kString && only != NodeKind::kTemplateIf && only != NodeKind::kTemplateFor) {
      return eval(ast_.list(node)[0]);
    }
  }
  std::string out;
  std::vector<Value> unknowns;
  if (!append_text(id, out, unknowns)) return Value::error();
  if (!unknowns.empty()) return unknown_of(unknowns);
  return Value::string(arena_.copy(out));
}

bool Evaluator::append_text(NodeId part, std::string& out, std::vector<Value>& unknowns) {
  const Node& node = ast_[part];
  switch (node.kind) {
    case NodeKind::kString:
      out += ast_.name(node);
      arena_.check_text(out.size());
      return true;
    case NodeKind::kTemplate:
      if (node.op != 2) break;
      [[fallthrough]];
    default:
      break;
    case NodeKind::kTemplateIf: {
      const std::span<const NodeId> parts = ast_.list(node);
      const Value condition = eval(parts[0]);
      if (condition.is_error()) return false;
      if (condition.is_unknown()) {
        unknowns.push_back(condition);
        return true;
      }
      const std::optional<bool> truth = to_bool(condition);
      if (!truth) {
        fail(parts[0], fmt::format("a condition is a bool, not a {}", kind_name(condition.kind())));
        return false;
      }
      return append_text(parts[*truth ? 1 : 2], out, unknowns);
    }
    case NodeKind::kTemplateFor: {
      const std::span<const NodeId> parts = ast_.list(node);
      const Value collection = eval(parts[2]);
      if (collection.is_error()) return false;
      if (collection.is_unknown()) {
        unknowns.push_back(collection);
        return true;
      }
      if (!collection.is_list() && !collection.is_object()) {
        fail(parts[2], fmt::format("a {} cannot be looped over", kind_name(collection.kind())));
        return false;
      }
      const auto turn = [&](const Value& key, const Value& value) {
        const std::size_t count = parts[0] == 0 ? 1 : 2;
        if (parts[0] != 0) locals_.set(ast_.name(ast_[parts[0]]), key);
        locals_.set(ast_.name(ast_[parts[1]]), value);
        const bool good = append_text(parts[3], out, unknowns);
        locals_.drop(count);
        return good;
      };
      if (collection.is_list()) {
        std::int64_t at = 0;
        for (const Value& item : collection.items()) {
          if (!turn(Value::number(at++), item.inside(collection))) return false;
        }
        if (collection.as_list().rest != nullptr) unknowns.push_back(collection);
      } else {
        for (const Entry& entry : collection.entries()) {
          if (!turn(Value::string(entry.key), entry.value)) return false;
        }
        if (collection.as_object().rest != nullptr) unknowns.push_back(collection);
      }
      return true;
    }
  }
  if (node.kind == NodeKind::kTemplate) {
    for (const NodeId child : ast_.list(node)) {
      if (!append_text(child, out, unknowns)) return false;
    }
    return true;
  }
  const Value value = eval(part);
  if (value.is_error()) return false;
  if (value.is_unknown()) {
    unknowns.push_back(value);
    return true;
  }
  const TextOf text = text_of(value);
  if (!text.ok) {
    fail(part, fmt::format("a {} cannot be put into text", kind_name(value.kind())));
    return false;
  }
  out += text.text;
  arena_.check_text(out.size());
  return true;
}

Value Evaluator::tuple(NodeId id) {
  const std::span<const NodeId> children = ast_.list(ast_[id]);
  std::vector<Value> items;
  items.reserve(children.size());
  for (const NodeId child : children) {
    items.push_back(eval(child));
    if (items.back().is_error()) return items.back();
  }
  return Value::list(arena_, items);
}

Value Evaluator::object(NodeId id) {
  std::vector<Entry> entries;
  bool open = false;
  std::vector<Value> unknown_keys;
  for (const NodeId item : ast_.list(ast_[id])) {
    const Node& node = ast_[item];
    Entry entry;
    entry.key_range = ast_.source == 0 ? Range{} : ast_.range(ast_[node.a]);
    if (node.op == 1) {
      entry.key = ast_.name(ast_[node.a]);
    } else {
      const Value key = eval(node.a);
      if (key.is_error()) return key;
      if (key.is_unknown()) {
        open = true;
        unknown_keys.push_back(key);
        // It may be a key that came before, and replace its value.
        for (Entry& earlier : entries) earlier.value = unknown_of(earlier.value, key);
        if (eval(node.b).is_error()) return Value::error();
        continue;
      }
      const TextOf text = text_of(key);
      if (!text.ok) return fail(node.a, fmt::format("a key is a string, not a {}", kind_name(key.kind())));
      entry.key = arena_.copy(text.text);
    }
    entry.value = eval(node.b);
    if (entry.value.is_error()) return entry.value;
    entries.push_back(entry);
  }
  if (!open) return Value::object(arena_, std::move(entries));
  Rest rest;
  rest.cause = &unknown_of(unknown_keys).as_unknown();
  rest.high = static_cast<std::uint32_t>(unknown_keys.size());
  return Value::object(arena_, std::move(entries), arena_.make(rest));
}

Value Evaluator::for_each(NodeId id) {
  const Node& node = ast_[id];
  const std::span<const NodeId> parts = ast_.list(node);
  const bool to_object = (node.op & 1U) != 0;
  const bool grouped = (node.op & 2U) != 0;
  const Value collection = eval(parts[2]);
  if (collection.is_error()) return collection;
  if (collection.is_unknown()) return unknown_of({collection});
  if (!collection.is_list() && !collection.is_object()) {
    return fail(parts[2], fmt::format("a {} cannot be looped over", kind_name(collection.kind())));
  }
  std::vector<Entry> entries;
  std::vector<Value> items;
  std::vector<Value> doubtful;  // conditions or keys that are not known
  Rest rest{0, 0, nullptr};
  bool failed = false;
  const auto turn = [&](const Value& key, const Value& value) {
    const std::size_t count = parts[0] == 0 ? 1 : 2;
    if (parts[0] != 0) locals_.set(ast_.name(ast_[parts[0]]), key);
    locals_.set(ast_.name(ast_[parts[1]]), value);
    bool keep = true;
    if (parts[5] != 0) {
      const Value condition = eval(parts[5]);
      if (condition.is_error()) {
        failed = true;
        keep = false;
      } else if (condition.is_unknown()) {
        doubtful.push_back(condition);
        ++rest.high;
        keep = false;
      } else {
        const std::optional<bool> truth = to_bool(condition);
        if (!truth) {
          fail(parts[5], fmt::format("a condition is a bool, not a {}", kind_name(condition.kind())));
          failed = true;
        }
        keep = truth.value_or(false);
      }
    }
    if (keep) {
      Entry entry;
      if (to_object) {
        const Value name = eval(parts[3]);
        const TextOf text = text_of(name);
        if (name.is_error()) {
          failed = true;
        } else if (name.is_unknown()) {
          doubtful.push_back(name);
          ++rest.high;
          keep = false;
        } else if (!text.ok) {
          fail(parts[3], fmt::format("a key is a string, not a {}", kind_name(name.kind())));
          failed = true;
        } else {
          entry.key = arena_.copy(text.text);
          entry.key_range = name.range();
        }
      }
      if (keep && !failed) {
        entry.value = eval(parts[4]);
        if (entry.value.is_error()) failed = true;
        if (to_object) {
          entries.push_back(entry);
        } else {
          items.push_back(entry.value);
        }
      }
    }
    locals_.drop(count);
    return !failed;
  };
  const Rest* outer = nullptr;
  if (collection.is_list()) {
    outer = collection.as_list().rest;
    std::int64_t at = 0;
    for (const Value& item : collection.items()) {
      if (!turn(Value::number(at++), item.inside(collection))) return Value::error();
    }
  } else {
    outer = collection.as_object().rest;
    for (const Entry& entry : collection.entries()) {
      if (!turn(Value::string(entry.key).at(entry.key_range), entry.value.inside(collection))) return Value::error();
    }
  }
  if (outer != nullptr) {
    doubtful.push_back(collection);
    // Two that are not known may fall into one group, or into one with a known.
    if (parts[5] == 0 && !grouped) rest.low += outer->low;
    rest.high = outer->high == Rest::kNoLimit ? Rest::kNoLimit : rest.high + outer->high;
  }
  const Rest* open = nullptr;
  if (!doubtful.empty()) {
    rest.cause = &unknown_of(doubtful).as_unknown();
    open = arena_.make(rest);
  }
  if (!to_object) return Value::list(arena_, items, open, open == nullptr ? Value::kAllFixed : 0);
  if (!grouped) {
    std::vector<std::string_view> keys;
    for (const Entry& entry : entries) keys.push_back(entry.key);
    std::sort(keys.begin(), keys.end());
    if (const auto twice = std::adjacent_find(keys.begin(), keys.end()); twice != keys.end()) {
      return fail(parts[3], fmt::format("two members have the key \"{}\"", *twice),
                  "end the result with `...` to group them");
    }
    return Value::object(arena_, std::move(entries), open);
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
  std::vector<Entry> groups;
  for (std::size_t i = 0; i < entries.size();) {
    std::vector<Value> members;
    std::size_t j = i;
    for (; j < entries.size() && entries[j].key == entries[i].key; ++j) members.push_back(entries[j].value);
    Entry group = entries[i];
    group.value = Value::list(arena_, members, open, open == nullptr ? Value::kAllFixed : 0);
    groups.push_back(group);
    i = j;
  }
  return Value::object(arena_, std::move(groups), open);
}

}  // namespace mng::hcl
