#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "hcl/convert.hpp"
#include "hcl/evaluate.hpp"

namespace mng::hcl {

Value Evaluator::unary(NodeId id) {
  const Node& node = ast_[id];
  const Value operand = eval(node.a);
  if (operand.is_error()) return operand;
  const bool negates = static_cast<Operator>(node.op) == Operator::kNot;
  const Type& type = negates ? kBoolType : kNumberType;
  std::string error = "null is none";
  const std::optional<Value> value = operand.is_null() ? std::nullopt : convert(operand, type, arena_, error);
  if (!value) {
    return fail(node.a, fmt::format("`{}` takes a {}, not a {}", negates ? '!' : '-', negates ? "bool" : "number",
                                    kind_name(operand.kind())));
  }
  if (value->is_unknown()) return unknown_of({&*value, 1}, &type);
  if (negates) return Value::boolean(!value->as_bool());
  if (value->is_integer() && value->as_integer() != std::numeric_limits<std::int64_t>::min()) {
    return Value::number(-value->as_integer());
  }
  return Value::number(-value->as_double());
}

Value Evaluator::binary(NodeId id) {
  // A chain `a + b + c + …` leans left as deep as it is long: walk down its
  // left side without recursion, then compute on the way up.
  if (ast_[ast_[id].a].kind != NodeKind::kBinary) {
    const Value value = eval(ast_[id].a);
    return value.is_error() ? value : binary(id, value);
  }
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
    if (!a && (!left.is_unknown() || !may_be(left, kBoolType))) {
      return fail(node.a, fmt::format("`{}` takes bools, not a {}", sign, kind_name(left.kind())));
    }
    if (a && *a == decisive) return Value::boolean(decisive);
    const Value right = eval(node.b);
    if (right.is_error()) return right;
    const std::optional<bool> b = to_bool(right);
    if (!b && (!right.is_unknown() || !may_be(right, kBoolType))) {
      return fail(node.b, fmt::format("`{}` takes bools, not a {}", sign, kind_name(right.kind())));
    }
    if (b && *b == decisive) return Value::boolean(decisive);
    if (!a || !b) return unknown_of(std::array{left, right}, &kBoolType);
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
      const std::optional<bool> same = equals(left, right, arena_);
      if (!same) return unknown_of(std::array{left, right}, &kBoolType);
      return Value::boolean(*same == wanted);
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
  if (!interval_of(left, a) || !interval_of(right, b) || !may_be(left, kNumberType) || !may_be(right, kNumberType)) {
    const Value& wrong = interval_of(left, a) ? right : left;
    return fail(id, fmt::format("only numbers can be compared, not a {}", kind_name(wrong.kind())));
  }
  if (op == Operator::kGreater || op == Operator::kGreaterEqual) std::swap(a, b);
  const bool strict = op == Operator::kLess || op == Operator::kGreater;
  if (strict ? a.high < b.low : a.high <= b.low) return Value::boolean(true);
  if (strict ? a.low >= b.high : a.low > b.high) return Value::boolean(false);
  return unknown_of(std::array{left, right}, &kBoolType);
}

Value Evaluator::arithmetic(NodeId id, Operator op, const Value& given_left, const Value& given_right) {
  Value left;
  Value right;
  const auto fits = [&](const Value& given, Value& out) {
    return given.is_unknown() ? may_be(given, kNumberType) : to_number(given, out);
  };
  if (!fits(given_left, left) || !fits(given_right, right)) {
    const Value& wrong = fits(given_left, left) ? given_right : given_left;
    return fail(id, fmt::format("arithmetic takes numbers, not a {}", kind_name(wrong.kind())));
  }
  if (given_left.is_unknown() || given_right.is_unknown()) {
    return unknown_of(std::array{given_left, given_right}, &kNumberType);
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
  return std::isfinite(result) ? Value::number(result) : unknown_of(std::array{left, right}, &kNumberType);
}

/// What both results of a conditional become; nullptr (said) where there is no such type.
const Type* Evaluator::common_type(NodeId id, const Value& then, const Value& otherwise) {
  const Type* a = type_of(then, arena_);
  const Type* b = type_of(otherwise, arena_);
  if (a->kind == TypeKind::kAny || b->kind == TypeKind::kAny) {
    // A null is of the other's type; what is not known may be of any.
    if (then.is_null()) return b;
    if (otherwise.is_null()) return a;
    return &kAnyType;
  }
  const Type* one = unify(std::array{a, b}, arena_);
  if (one == nullptr) {
    fail(id, fmt::format("the two results of a conditional have one type; these are {} and {}", type_text(*a),
                         type_text(*b)));
  }
  return one;
}

/// The type that an expression gives even where it fails, as far as its form tells.
const Type* Evaluator::type_by_form(NodeId id) {
  const Node& node = ast_[id];
  switch (node.kind) {
    case NodeKind::kParen:
      return type_by_form(node.a);
    case NodeKind::kUnary:
      return static_cast<Operator>(node.op) == Operator::kNot ? &kBoolType : &kNumberType;
    case NodeKind::kBinary: {
      const auto op = static_cast<Operator>(node.op);
      return op >= Operator::kMultiply && op <= Operator::kSubtract ? &kNumberType : &kBoolType;
    }
    case NodeKind::kTemplate:
      return node.op == 0 && node.b == 1 ? &kAnyType : &kStringType;
    case NodeKind::kTuple: {
      std::vector<const Type*> members;
      for (const NodeId child : ast_.list(node)) members.push_back(type_of(attempt(child), arena_));
      return tuple_type(arena_, members);
    }
    default:
      return &kAnyType;
  }
}

/// The value, or, where there are errors, an unknown of the type it would have had.
Value Evaluator::attempt(NodeId id) {
  const std::size_t before = diagnostics_.size();
  const Value value = eval(id);
  if (!value.is_error()) return value;
  diagnostics_.resize(std::min(before, diagnostics_.size()));
  const Type* type = type_by_form(id);
  return type->kind == TypeKind::kAny ? Value::unknown(nullptr)
                                      : unknown_of_type(arena_, Value::unknown(nullptr), type);
}

Value Evaluator::conditional(NodeId id) {
  const std::span<const NodeId> parts = ast_.list(ast_[id]);
  const Value condition = eval(parts[0]);
  if (condition.is_error()) return condition;
  const std::optional<bool> truth = to_bool(condition);
  if (!truth && !condition.is_unknown()) {
    return fail(parts[0], fmt::format("a condition is a bool, not a {}", kind_name(condition.kind())));
  }
  if (!truth) {
    // Either may never come about: its errors are none yet, its type counts.
    const Value then = attempt(parts[1]);
    const Value otherwise = attempt(parts[2]);
    const Type* type = common_type(id, then, otherwise);
    if (type == nullptr) return Value::error();
    if (then.wholly_known() && otherwise.wholly_known() && equals(then, otherwise, arena_) == true) return then;
    if (type->kind == TypeKind::kAny) return placed(unknown_of({condition, then, otherwise}), id);
    return placed(unknown_of(std::array{condition, then, otherwise}, type), id);
  }
  const Value chosen = eval(parts[*truth ? 1 : 2]);
  if (chosen.is_error() || chosen.is_null()) return chosen;
  const Value other = attempt(parts[*truth ? 2 : 1]);
  if (other.is_null()) return chosen;
  const Type* type = common_type(id, chosen, other);
  if (type == nullptr) return Value::error();
  if (type->kind == TypeKind::kAny) return chosen;
  std::string error;
  const std::optional<Value> out = convert(chosen, *type, arena_, error);
  return out ? *out : fail(parts[*truth ? 1 : 2], fmt::format("this result {}", error));
}

}  // namespace mng::hcl
