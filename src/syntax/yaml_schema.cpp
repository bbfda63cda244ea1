#include "syntax/yaml_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <system_error>
#include <vector>

namespace mng::syntax {

using hcl::Value;

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_null_text(std::string_view t) {
  return t.empty() || t == "~" || t == "null" || t == "Null" || t == "NULL";
}

std::optional<bool> bool_of(std::string_view text) {
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  return std::nullopt;
}

/// Digits of a base as an integer, as a double where 64 bits do not hold it.
std::optional<Value> integer(std::string_view digits, int base, bool negative) {
  std::uint64_t magnitude = 0;
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, magnitude, base);
  if (digits.empty() || read.ptr != end) return std::nullopt;
  constexpr auto kTop = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (read.ec == std::errc() && magnitude <= kTop + (negative ? 1U : 0U)) {
    return Value::number(static_cast<std::int64_t>(negative ? 0U - magnitude : magnitude));
  }
  double real = 0;
  for (const char c : digits) {
    const int digit = is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
    real = real * base + digit;
  }
  if (base == 10) std::from_chars(digits.data(), end, real);
  if (!std::isfinite(real)) return std::nullopt;
  return Value::number(negative ? -real : real);
}

std::optional<Value> integer_of(std::string_view text) {
  if (text.starts_with("0x")) return integer(text.substr(2), 16, false);
  if (text.starts_with("0o")) return integer(text.substr(2), 8, false);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (!std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  return integer(text, 10, negative);
}

/// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
std::optional<Value> float_of(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t from = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - from;
  };
  const std::size_t whole = digits();
  std::size_t fraction = 0;
  if (at < text.size() && text[at] == '.') {
    ++at;
    fraction = digits();
  }
  if (whole + fraction == 0) return std::nullopt;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    if (digits() == 0) return std::nullopt;
  }
  if (at != text.size()) return std::nullopt;
  double real = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), real);
  if (read.ec != std::errc() || !std::isfinite(real)) return std::nullopt;
  return Value::number(negative ? -real : real);
}

}  // namespace

std::optional<bool> old_bool(std::string_view text) {
  for (const std::string_view word : {"y", "Y", "yes", "Yes", "YES", "on", "On", "ON"}) {
    if (text == word) return true;
  }
  for (const std::string_view word : {"n", "N", "no", "No", "NO", "off", "Off", "OFF"}) {
    if (text == word) return false;
  }
  return std::nullopt;
}

Value terraform_schema(hcl::Arena& arena, std::string_view text) {
  if (const std::optional<bool> truth = old_bool(text)) return Value::boolean(*truth);
  const auto digits = [&](std::size_t at, std::size_t count) {
    const std::string_view part = text.substr(std::min(at, text.size()), count);
    return part.size() == count && std::all_of(part.begin(), part.end(), is_digit);
  };
  if (text.size() == 10 && text[4] == '-' && text[7] == '-' && digits(0, 4) && digits(5, 2) && digits(8, 2)) {
    return Value::string(arena.copy(fmt::format("{}T00:00:00Z", text)));
  }
  return core_schema(text);
}

Value core_schema(std::string_view text) {
  if (is_null_text(text)) return Value::null();
  const char first = text.front();
  if (is_digit(first) || first == '-' || first == '+' || first == '.') {
    if (const auto value = integer_of(text)) return *value;
    if (const auto value = float_of(text)) return *value;
  } else if (const auto truth = bool_of(text)) {
    return Value::boolean(*truth);
  }
  return Value::string(text);
}

bool is_core_tag(std::string_view name) {
  return name == "str" || name == "int" || name == "float" || name == "bool" || name == "null";
}

bool is_foreign_tag(std::string_view tag, std::string_view written) {
  if (tag == "?" || tag == "!" || written.empty()) return false;
  if (!tag.starts_with(kCoreTags)) return true;
  const std::string_view name = tag.substr(kCoreTags.size());
  return !is_core_tag(name) && name != "map" && name != "seq" && name != "merge";
}

std::optional<Value> core_tagged(std::string_view name, std::string_view text) {
  if (name == "str") return Value::string(text);
  if (name == "int") return integer_of(text);
  if (name == "float") return float_of(text);
  if (name == "bool") {
    const auto truth = bool_of(text);
    return truth ? std::optional(Value::boolean(*truth)) : std::nullopt;
  }
  return is_null_text(text) ? std::optional(Value::null()) : std::nullopt;
}

std::optional<Value> environment_reference(hcl::Arena& arena, std::string_view text) {
  std::vector<std::string_view> names;
  for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
    const bool braced = text.substr(at + 1, 1) == "{";
    const std::size_t begin = at + (braced ? 2 : 1);
    std::size_t end = begin;
    while (end < text.size() && (is_name_start(text[end]) || (end > begin && is_digit(text[end])))) ++end;
    if (end == begin) continue;
    if (braced) {
      // Shells put a default behind the name, other tools dots or colons in it.
      const std::size_t close = text.find('}', end);
      if (close == std::string_view::npos) continue;
      end = close;
    }
    const std::string_view name = text.substr(at, end + (braced ? 1 : 0) - at);
    // A text of a million references names the first few.
    constexpr std::size_t kMost = 8;
    if (names.size() < kMost && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  if (names.empty()) return std::nullopt;
  hcl::Unknown what;
  what.depends_on = arena.copy_span(names);
  return Value::unknown(arena.make(what));
}

}  // namespace mng::syntax
