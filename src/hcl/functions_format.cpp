// format, formatlist: Go's verbs, of which C's printf knows most.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "hcl/convert.hpp"
#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"
#include "hcl/json_text.hpp"
#include "hcl/unicode.hpp"

namespace mng::hcl {
namespace {

/// `%[1]+08.3f`, taken apart.
struct Verb {
  std::string_view raw;
  char mode = 0;
  bool plus = false;
  bool minus = false;
  bool zero = false;
  bool space = false;
  bool sharp = false;
  int width = -1;
  int precision = -1;
};

/// Pads by what a person counts as characters.
std::string padded(const Verb& verb, std::string text, char fill) {
  const auto have = static_cast<int>(grapheme_count(text));
  if (have >= verb.width) return text;
  const std::string pad(static_cast<std::size_t>(verb.width - have), verb.minus ? ' ' : fill);
  return verb.minus ? text + pad : pad + text;
}

/// Pads a number: zeros go behind its sign.
std::string padded_number(const Verb& verb, const std::string& sign, const std::string& digits, bool zeros) {
  const std::string whole = sign + digits;
  if (zeros && verb.zero && !verb.minus && static_cast<int>(whole.size()) < verb.width) {
    return sign + std::string(static_cast<std::size_t>(verb.width) - whole.size(), '0') + digits;
  }
  return padded(verb, whole, ' ');
}

std::string sign_of(const Verb& verb, bool negative) {
  return negative ? "-" : verb.plus ? "+" : verb.space ? " " : "";
}

std::string integer_text(const Verb& verb, std::int64_t number) {
  auto left = static_cast<std::uint64_t>(number);
  if (number < 0) left = 0 - left;
  std::string digits;
  switch (verb.mode) {
    case 'b':
      digits = fmt::format("{:b}", left);
      break;
    case 'o':
      digits = fmt::format("{:o}", left);
      break;
    case 'x':
      digits = fmt::format("{:x}", left);
      break;
    case 'X':
      digits = fmt::format("{:X}", left);
      break;
    default:
      digits = fmt::format("{}", left);
  }
  std::string sign = sign_of(verb, number < 0);
  if (verb.sharp)
    sign += verb.mode == 'x' ? "0x" : verb.mode == 'X' ? "0X" : verb.mode == 'o' ? "0" : verb.mode == 'b' ? "0b" : "";
  if (verb.precision == 0 && left == 0) return {};
  if (verb.precision > static_cast<int>(digits.size())) {
    digits.insert(digits.begin(), static_cast<std::size_t>(verb.precision) - digits.size(), '0');
  }
  return padded_number(verb, sign, digits, verb.precision < 0);
}

/// The fewest digits that read back the same, as Go's %g has them: with an
/// exponent from a million on and below a ten-thousandth.
std::string shortest(double number, bool upper) {
  char buffer[40];
  const auto end = std::to_chars(std::begin(buffer), std::end(buffer), number, std::chars_format::scientific).ptr;
  const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  const std::size_t e = text.find('e');
  int exponent = 0;
  const std::string_view power = text.substr(e + (text[e + 1] == '+' ? 2 : 1));
  std::from_chars(power.data(), power.data() + power.size(), exponent);
  if (exponent < -4 || exponent >= 6) {
    std::string out(text);
    if (upper) out[e] = 'E';
    return out;
  }
  char plain[400];
  const auto stop = std::to_chars(std::begin(plain), std::end(plain), number, std::chars_format::fixed).ptr;
  return {plain, stop};
}

std::string plain_number(const Value& number, bool upper);

std::string float_text(const Verb& verb, const Value& value) {
  const double number = value.as_double();
  const double magnitude = std::abs(number);
  std::string digits;
  switch (verb.mode) {
    case 'e':
      digits = fmt::format("{:.{}e}", magnitude, verb.precision < 0 ? 6 : verb.precision);
      break;
    case 'E':
      digits = fmt::format("{:.{}E}", magnitude, verb.precision < 0 ? 6 : verb.precision);
      break;
    case 'f':
      digits = fmt::format("{:.{}f}", magnitude, verb.precision < 0 ? 6 : verb.precision);
      break;
    default:
      digits = verb.precision < 0 ? plain_number(value, verb.mode == 'G')
               : verb.mode == 'g' ? fmt::format("{:.{}g}", magnitude, verb.precision)
                                  : fmt::format("{:.{}G}", magnitude, verb.precision);
  }
  if (digits.starts_with('-')) digits.erase(0, 1);
  return padded_number(verb, sign_of(verb, std::signbit(number) && number != 0), digits, true);
}

/// A number as %v and %g write it.
std::string plain_number(const Value& number, bool upper) {
  if (!number.is_integer()) {
    return (std::signbit(number.as_double()) ? "-" : "") + shortest(std::abs(number.as_double()), upper);
  }
  // Exact, where a double would not be.
  std::string digits = std::to_string(number.as_integer());
  const std::string sign = digits[0] == '-' ? "-" : "";
  digits.erase(0, sign.size());
  const std::size_t exponent = digits.size() - 1;
  if (exponent < 6) return sign + digits;
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.size() > 1) digits.insert(1, ".");
  return fmt::format("{}{}{}+{:02}", sign, digits, upper ? 'E' : 'e', exponent);
}

class Formatter {
 public:
  Formatter(Arena& arena, std::string_view format, std::span<const Value> arguments)
      : arena_(arena), format_(format), arguments_(arguments) {}

  /// False (said in `error`) where verbs and arguments do not fit.
  bool run(std::string& out, std::string& error) {
    std::size_t next = 0;
    std::size_t most = 0;
    for (std::size_t at = 0; at < format_.size();) {
      const std::size_t percent = std::min(format_.find('%', at), format_.size());
      out += format_.substr(at, percent - at);
      at = percent;
      if (at == format_.size()) break;
      if (format_.substr(at, 2) == "%%") {
        out += '%';
        at += 2;
        continue;
      }
      Verb verb;
      std::size_t index = next;
      if (!read(at, verb, index)) {
        error = fmt::format("`{}` is no verb", format_.substr(percent, std::min<std::size_t>(at + 1 - percent, 20)));
        return false;
      }
      next = index + 1;
      most = std::max(most, next);
      if (index >= arguments_.size()) {
        error = fmt::format("there is no argument {} for `{}`", index + 1, verb.raw);
        return false;
      }
      if (!append(verb, arguments_[index], out, error)) return false;
      arena_.check_text(out.size());
    }
    if (most < arguments_.size()) {
      error = fmt::format("there are {} arguments, of which {} are used", arguments_.size(), most);
      return false;
    }
    return true;
  }

 private:
  [[nodiscard]] char peek(std::size_t at) const { return at < format_.size() ? format_[at] : '\0'; }

  bool digits(std::size_t& at, int& out) const {
    const std::size_t begin = at;
    std::int64_t value = 0;
    for (; peek(at) >= '0' && peek(at) <= '9'; ++at)
      value = std::min<std::int64_t>(value * 10 + (peek(at) - '0'), 1 << 20);
    out = static_cast<int>(value);
    return at > begin;
  }

  bool read(std::size_t& at, Verb& verb, std::size_t& index) const {
    const std::size_t begin = at++;
    for (;; ++at) {
      const char c = peek(at);
      if (c == '+') {
        verb.plus = true;
      } else if (c == '-') {
        verb.minus = true;
      } else if (c == '0') {
        verb.zero = true;
      } else if (c == ' ') {
        verb.space = true;
      } else if (c == '#') {
        verb.sharp = true;
      } else {
        break;
      }
    }
    digits(at, verb.width);
    if (at > begin + 1 && (peek(at - 1) < '1' || peek(at - 1) > '9') && verb.width == 0) verb.width = -1;
    if (verb.width == 0) verb.width = -1;
    if (peek(at) == '.') {
      ++at;
      digits(at, verb.precision);
    }
    if (peek(at) == '[') {
      ++at;
      int number = 0;
      if (!digits(at, number) || number < 1 || peek(at) != ']') return false;
      ++at;
      index = static_cast<std::size_t>(number) - 1;
    }
    verb.mode = peek(at);
    if (verb.mode == '\0' || std::string_view("vtbdoxXeEfgGsq").find(verb.mode) == std::string_view::npos) return false;
    ++at;
    verb.raw = format_.substr(begin, at - begin);
    return true;
  }

  bool append(const Verb& verb, const Value& argument, std::string& out, std::string& error) {
    if (verb.mode == 'v') {
      const char fill = verb.zero ? '0' : ' ';
      if (!verb.sharp && argument.is_string()) {
        out += padded(verb, std::string(argument.as_string()), fill);
      } else if (!verb.sharp && argument.is_number()) {
        out += padded(verb, plain_number(argument, false), fill);
      } else {
        out += padded(verb, json_text(argument), fill);
      }
      return true;
    }
    if (argument.is_null()) {
      error = fmt::format("`{}` takes no null", verb.raw);
      return false;
    }
    const Type& type = verb.mode == 't' ? kBoolType : verb.mode == 's' || verb.mode == 'q' ? kStringType : kNumberType;
    std::string cause;
    const std::optional<Value> value = convert(argument, type, arena_, cause);
    if (!value) {
      error = fmt::format("the value for `{}` {}", verb.raw, cause);
      return false;
    }
    switch (verb.mode) {
      case 't':
        out += value->as_bool() ? "true" : "false";
        return true;
      case 's':
      case 'q': {
        std::string_view text = value->as_string();
        if (verb.precision > 0) {
          std::size_t end = 0;
          for (int i = 0; i < verb.precision && end < text.size(); ++i) end += grapheme_size(text, end);
          text = text.substr(0, end);
        }
        out += padded(verb, verb.mode == 'q' ? json_quoted(text) : std::string(text), verb.zero ? '0' : ' ');
        return true;
      }
      case 'e':
      case 'E':
      case 'f':
      case 'g':
      case 'G':
        out += float_text(verb, *value);
        return true;
      default:
        if (!value->is_integer()) {
          error = fmt::format("`{}` takes a whole number", verb.raw);
          return false;
        }
        out += integer_text(verb, value->as_integer());
        return true;
    }
  }

  Arena& arena_;
  std::string_view format_;
  std::span<const Value> arguments_;
};

Value format_one(const Call& call) {
  std::string out;
  std::string error;
  if (!Formatter(call.arena(), call.text(0), call.arguments.subspan(1)).run(out, error)) return call.fail(error);
  return call.make_text(out);
}

/// format for each member of its lists in turn; what is no list is the same each time.
Value formatlist(const Call& call) {
  std::size_t turns = 1;
  bool lists = false;
  for (std::size_t i = 1; i < call.size(); ++i) {
    if (!call[i].is_list()) continue;
    if (call[i].as_list().rest != nullptr) return unknown_of_type(call.arena(), call.unknown(), &kListOfString);
    if (lists && call.items(i).size() != turns) return call.fail("the lists differ in length");
    turns = call.items(i).size();
    lists = true;
  }
  std::vector<Value> out;
  for (std::size_t turn = 0; turn < turns; ++turn) {
    std::vector<Value> arguments;
    for (std::size_t i = 1; i < call.size(); ++i)
      arguments.push_back(call[i].is_list() ? call.items(i)[turn] : call[i]);
    const auto known = [](const Value& value) { return value.wholly_known(); };
    if (!std::all_of(arguments.begin(), arguments.end(), known)) {
      out.push_back(unknown_of_type(call.arena(), call.evaluator.unknown_of(arguments), &kStringType));
      continue;
    }
    std::string text;
    std::string error;
    if (!Formatter(call.arena(), call.text(0), arguments).run(text, error)) return call.fail(error);
    out.push_back(call.make_text(text));
  }
  return list_value(call.arena(), out, &kStringType);
}

constexpr Function kFunctions[] = {
    {"format(format: string, values: any|null...?) -> string", "Values in text, by verbs such as %s, %05d and %.2f.",
     OnUnknown::kUnknown, format_one},
    {"formatlist(format: string, lists: any|null...?) -> list(string)", "format for each member of the lists.",
     OnUnknown::kShallow, formatlist},
};

}  // namespace

std::span<const Function> format_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
