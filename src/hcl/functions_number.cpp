#include <cmath>
#include <limits>

#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"

namespace mng::hcl {
namespace {

/// The argument, where it is a number that `change` leaves exact.
template <class Change>
Value changed(const Call& call, Change change) {
  double number = 0;
  if (!call.number(0, number)) return Value::error();
  Value exact;
  to_number(call[0], exact);
  return exact.is_integer() ? Value::number(exact.as_integer()) : Value::number(change(number));
}

Value absolute(const Call& call) {
  double number = 0;
  if (!call.number(0, number)) return Value::error();
  Value exact;
  to_number(call[0], exact);
  if (!exact.is_integer() || exact.as_integer() == std::numeric_limits<std::int64_t>::min()) {
    return Value::number(std::abs(number));
  }
  return Value::number(std::int64_t{std::abs(exact.as_integer())});
}

Value ceiling(const Call& call) {
  return changed(call, [](double number) { return std::ceil(number); });
}

Value floor_of(const Call& call) {
  return changed(call, [](double number) { return std::floor(number); });
}

/// The argument that wins over every other by `better`.
template <class Better>
Value extreme(const Call& call, Better better) {
  Value best;
  for (std::size_t i = 0; i < call.size(); ++i) {
    double number = 0;
    if (!call.number(i, number)) return Value::error();
    Value exact;
    to_number(call[i], exact);
    const bool integers = i > 0 && exact.is_integer() && best.is_integer();
    if (i == 0 || (integers ? better(exact.as_integer(), best.as_integer()) : better(number, best.as_double()))) {
      best = exact;
    }
  }
  return best;
}
Value maximum(const Call& call) {
  return extreme(call, [](auto a, auto b) { return a > b; });
}
Value minimum(const Call& call) {
  return extreme(call, [](auto a, auto b) { return a < b; });
}

constexpr Function kFunctions[] = {
    {"abs", "abs(number)", "The number without its sign.", 1, 1, OnUnknown::kUnknown, absolute},
    {"ceil", "ceil(number)", "The next whole number up.", 1, 1, OnUnknown::kUnknown, ceiling},
    {"floor", "floor(number)", "The next whole number down.", 1, 1, OnUnknown::kUnknown, floor_of},
    {"max", "max(number…)", "The greatest.", 1, Function::kAny, OnUnknown::kUnknown, maximum},
    {"min", "min(number…)", "The least.", 1, Function::kAny, OnUnknown::kUnknown, minimum},
};

}  // namespace

std::span<const Function> number_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
