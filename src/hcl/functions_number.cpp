#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"

namespace mng::hcl {
namespace {

/// A result beyond doubles is a number all the same, of which no more is known.
Value number_or_unknown(const Call& call, double number) {
  if (std::isfinite(number)) return Value::number(number);
  return unknown_of_type(call.arena(), call.unknown(), &kNumberType);
}

Value absolute(const Call& call) {
  if (call[0].is_integer() && call[0].as_integer() != std::numeric_limits<std::int64_t>::min()) {
    return Value::number(std::int64_t{std::abs(call[0].as_integer())});
  }
  return Value::number(std::abs(call.number(0)));
}

Value ceiling(const Call& call) {
  return call[0].is_integer() ? Value::number(call[0].as_integer()) : Value::number(std::ceil(call.number(0)));
}

Value floor_of(const Call& call) {
  return call[0].is_integer() ? Value::number(call[0].as_integer()) : Value::number(std::floor(call.number(0)));
}

Value logarithm(const Call& call) {
  const double number = std::log(call.number(0)) / std::log(call.number(1));
  if (std::isnan(number)) return call.fail("there is no such logarithm");
  return number_or_unknown(call, number);
}

/// The argument that wins over every other by `better`.
template <class Better>
Value extreme(const Call& call, Better better) {
  Value best = call[0];
  for (std::size_t i = 1; i < call.size(); ++i) {
    const bool integers = call[i].is_integer() && best.is_integer();
    if (integers ? better(call[i].as_integer(), best.as_integer()) : better(call.number(i), best.as_double())) {
      best = call[i];
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

Value parseint(const Call& call) {
  std::int64_t base = 0;
  if (!call[0].is_string())
    return call.fail(fmt::format("argument 1 must be a string, not a {}", kind_name(call[0].kind())));
  std::string_view text = call.text(0);
  if (!call.integer(1, base)) return Value::error();
  if (base < 2 || base > 62) return call.fail("the base lies between 2 and 62");
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return call.fail("this is no whole number");
  std::int64_t exact = 0;
  double wide = 0;
  bool fits = true;
  for (const char c : text) {
    // Up to base 36 letters are digits whatever their case; beyond, small ones come first.
    int digit = 99;
    if (c >= '0' && c <= '9') digit = c - '0';
    if (c >= 'a' && c <= 'z') digit = c - 'a' + 10;
    if (c >= 'A' && c <= 'Z') digit = c - 'A' + (base <= 36 ? 10 : 36);
    if (digit >= base) return call.fail("this is no whole number of that base");
    fits = fits && !__builtin_mul_overflow(exact, base, &exact) &&
           !__builtin_add_overflow(exact, std::int64_t{digit}, &exact);
    wide = wide * static_cast<double>(base) + digit;
  }
  if (fits) return Value::number(negative ? -exact : exact);
  return number_or_unknown(call, negative ? -wide : wide);
}

Value power(const Call& call) {
  std::int64_t exponent = 0;
  const double result = std::pow(call.number(0), call.number(1));
  if (std::isnan(result)) return call.fail("there is no such power");
  if (call[0].is_integer() && call[1].is_integer() && call[1].as_integer() >= 0 && call[1].as_integer() < 64) {
    std::int64_t exact = 1;
    bool fits = true;
    for (exponent = call[1].as_integer(); exponent > 0 && fits; --exponent) {
      fits = !__builtin_mul_overflow(exact, call[0].as_integer(), &exact);
    }
    if (fits) return Value::number(exact);
  }
  return number_or_unknown(call, result);
}

Value signum(const Call& call) {
  const double number = call.number(0);
  if (std::trunc(number) != number) return call.fail("takes a whole number");
  return Value::number(std::int64_t{number > 0} - std::int64_t{number < 0});
}

Value sum(const Call& call) {
  if (call.items(0).empty()) return call.fail("the list is empty");
  std::int64_t exact = 0;
  double wide = 0;
  bool fits = true;
  for (const Value& item : call.items(0)) {
    Value number;
    if (!to_number(item, number)) return call.fail("every member must be a number");
    fits = fits && number.is_integer() && !__builtin_add_overflow(exact, number.as_integer(), &exact);
    wide += number.as_double();
  }
  return fits ? Value::number(exact) : number_or_unknown(call, wide);
}

constexpr Function kFunctions[] = {
    {"abs(number: number) -> number", "The number without its sign.", OnUnknown::kUnknown, absolute},
    {"ceil(number: number) -> number", "The next whole number up.", OnUnknown::kUnknown, ceiling},
    {"floor(number: number) -> number", "The next whole number down.", OnUnknown::kUnknown, floor_of},
    {"log(number: number, base: number) -> number", "The logarithm.", OnUnknown::kUnknown, logarithm},
    {"max(numbers: number...) -> number", "The greatest.", OnUnknown::kUnknown, maximum},
    {"min(numbers: number...) -> number", "The least.", OnUnknown::kUnknown, minimum},
    {"parseint(text: any, base: number) -> number", "The whole number that the text spells.", OnUnknown::kUnknown,
     parseint},
    {"pow(number: number, exponent: number) -> number", "The power.", OnUnknown::kUnknown, power},
    {"signum(number: number) -> number", "-1, 0 or 1, as the sign is.", OnUnknown::kUnknown, signum},
    {"sum(list: sequence) -> number", "All numbers added up.", OnUnknown::kUnknown, sum},
};

}  // namespace

std::span<const Function> number_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
