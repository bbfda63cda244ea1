#include <cmath>

#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"

namespace mng::hcl {
namespace {

Value absolute(const Call& call) {
  double number = 0;
  if (!call.number(0, number)) return Value::error();
  return Value::number(std::abs(number));
}

Value ceiling(const Call& call) {
  double number = 0;
  if (!call.number(0, number)) return Value::error();
  return Value::number(std::ceil(number));
}

Value floor_of(const Call& call) {
  double number = 0;
  if (!call.number(0, number)) return Value::error();
  return Value::number(std::floor(number));
}

/// The argument that wins over every other by `better`.
template <class Better>
Value extreme(const Call& call, Better better) {
  std::size_t best = 0;
  double best_number = 0;
  for (std::size_t i = 0; i < call.size(); ++i) {
    double number = 0;
    if (!call.number(i, number)) return Value::error();
    if (i == 0 || better(number, best_number)) {
      best = i;
      best_number = number;
    }
  }
  return call[best].is_number() ? call[best] : Value::number(best_number);
}
Value maximum(const Call& call) {
  return extreme(call, [](double a, double b) { return a > b; });
}
Value minimum(const Call& call) {
  return extreme(call, [](double a, double b) { return a < b; });
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
