#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "hcl/base64.hpp"
#include "hcl/convert.hpp"
#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"
#include "hcl/json_text.hpp"
#include "hcl/template_text.hpp"

namespace mng::hcl {

std::string base64_text(std::string_view bytes) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::string_view part = bytes.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j)
      bits = bits << 8U | (j < part.size() ? static_cast<unsigned char>(part[j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j) out += j <= part.size() ? kDigits[bits >> (18 - 6 * j) & 63U] : '=';
  }
  return out;
}

namespace {

std::optional<std::string> base64_bytes(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c != '\n' && c != '\r') digits += c;  // as Go reads it
  }
  if (digits.size() % 4 != 0) return std::nullopt;
  std::string out;
  std::uint32_t bits = 0;
  std::size_t padding = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const char c = digits[i];
    std::uint32_t digit = 0;
    if (c >= 'A' && c <= 'Z') {
      digit = static_cast<std::uint32_t>(c - 'A');
    } else if (c >= 'a' && c <= 'z') {
      digit = static_cast<std::uint32_t>(c - 'a' + 26);
    } else if (c >= '0' && c <= '9') {
      digit = static_cast<std::uint32_t>(c - '0' + 52);
    } else if (c == '+' || c == '/') {
      digit = c == '+' ? 62 : 63;
    } else if (c == '=' && i + 2 >= digits.size()) {
      ++padding;
    } else {
      return std::nullopt;
    }
    if (padding > 0 && c != '=') return std::nullopt;
    bits = bits << 6U | digit;
    if (i % 4 == 3) {
      for (const unsigned shift : {16U, 8U, 0U}) out += static_cast<char>(bits >> shift & 255U);
      bits = 0;
    }
  }
  out.resize(out.size() - padding);
  return out;
}

Value base64decode(const Call& call) {
  const std::optional<std::string> bytes = base64_bytes(call.text(0));
  if (!bytes) return call.fail("this is no base64");
  if (!is_utf8(*bytes)) return call.fail("what it holds is no UTF-8 text");
  return call.make_text(*bytes);
}

Value base64encode(const Call& call) {
  return call.make_text(base64_text(call.text(0)));
}

/// One line of RFC 4180, from `at` on; false where a quote is wrong.
bool csv_row(std::string_view text, std::size_t& at, std::vector<std::string>& out) {
  out.clear();
  for (;;) {
    std::string field;
    if (at < text.size() && text[at] == '"') {
      ++at;
      for (;;) {
        if (at >= text.size()) return false;
        if (text[at] != '"') {
          // Go drops the carriage return of a line break within quotes.
          if (!(text[at] == '\r' && text.substr(at + 1, 1) == "\n")) field += text[at];
          ++at;
        } else if (text.substr(at + 1, 1) == "\"") {
          field += '"';
          at += 2;
        } else {
          ++at;
          break;
        }
      }
      if (at < text.size() && text[at] != ',' && text[at] != '\n' && text.substr(at, 2) != "\r\n") return false;
    } else {
      const std::size_t end = std::min(text.find_first_of(",\n", at), text.size());
      field = text.substr(at, end - at);
      if (end < text.size() && text[end] == '\n' && field.ends_with('\r')) field.pop_back();
      if (field.find('"') != std::string::npos) return false;
      at = end;
    }
    out.push_back(std::move(field));
    if (text.substr(at, 2) == "\r\n") ++at;
    if (at >= text.size()) return true;
    if (text[at++] == '\n') return true;
  }
}

Value csvdecode(const Call& call) {
  const std::string_view text = call.text(0);
  std::size_t at = 0;
  std::vector<std::string> row;
  std::vector<std::string_view> names;
  std::vector<Value> out;
  bool head = true;
  while (at < text.size()) {
    if (text[at] == '\n' || text.substr(at, 2) == "\r\n") {
      at += text[at] == '\n' ? 1 : 2;  // empty lines are none
      continue;
    }
    if (!csv_row(text, at, row)) return call.fail("a quote stands where none can");
    if (head) {
      for (const std::string& name : row) {
        if (std::find(names.begin(), names.end(), name) != names.end()) {
          return call.fail(fmt::format("two columns are called \"{}\"", name));
        }
        names.push_back(call.arena().copy(name));
      }
      head = false;
      continue;
    }
    if (row.size() != names.size()) return call.fail("a row has more or fewer fields than the first");
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < row.size(); ++i) entries.push_back({names[i], call.make_text(row[i]), {}, 0});
    out.push_back(Value::object(call.arena(), std::move(entries)));
  }
  if (head) return call.fail("the first line names the columns; there is none");
  return list_value(call.arena(), out);
}

Value jsonencode(const Call& call) {
  if (!call[0].wholly_known()) return unknown_of_type(call.arena(), call.unknown(), &kStringType);
  return call.make_text(json_text(call[0]));
}

enum class Charset : std::uint8_t { kUtf8, kUtf16Le, kUtf16Be, kLatin1, kOther };

Charset charset(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (lower == "utf-8") return Charset::kUtf8;
  if (lower == "utf-16le") return Charset::kUtf16Le;
  if (lower == "utf-16be" || lower == "utf-16") return lower == "utf-16" ? Charset::kOther : Charset::kUtf16Be;
  if (lower == "iso-8859-1") return Charset::kLatin1;
  return Charset::kOther;
}

Value textencodebase64(const Call& call) {
  const std::string_view text = call.text(0);
  const Charset to = charset(call.text(1));
  if (to == Charset::kOther) return unknown_of_type(call.arena(), call.unknown(), &kStringType);
  std::string bytes;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = 0;
    at += std::max<std::size_t>(utf8_at(text, at, c), 1);
    const auto unit = [&](std::uint32_t u) {
      const char low = static_cast<char>(u & 255U);
      const char high = static_cast<char>(u >> 8U & 255U);
      bytes += to == Charset::kUtf16Le ? low : high;
      bytes += to == Charset::kUtf16Le ? high : low;
    };
    if (to == Charset::kUtf8) {
      append_utf8(bytes, c);
    } else if (to == Charset::kLatin1) {
      if (c > 255) return call.fail("a character is none of that encoding");
      bytes += static_cast<char>(c);
    } else if (c < 0x10000) {
      unit(c);
    } else {
      unit(0xD800U + ((c - 0x10000U) >> 10U));
      unit(0xDC00U + ((c - 0x10000U) & 0x3FFU));
    }
  }
  return call.make_text(base64_text(bytes));
}

Value textdecodebase64(const Call& call) {
  const Charset from = charset(call.text(1));
  if (from == Charset::kOther) return unknown_of_type(call.arena(), call.unknown(), &kStringType);
  const std::optional<std::string> bytes = base64_bytes(call.text(0));
  if (!bytes) return call.fail("this is no base64");
  std::string out;
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>((*bytes)[i])); };
  if (from == Charset::kUtf8) {
    if (!is_utf8(*bytes)) return call.fail("what it holds is no UTF-8 text");
    out = *bytes;
  } else if (from == Charset::kLatin1) {
    for (std::size_t i = 0; i < bytes->size(); ++i) append_utf8(out, byte(i));
  } else {
    const auto unit = [&](std::size_t i) {
      return from == Charset::kUtf16Le ? byte(i) | byte(i + 1) << 8U : byte(i) << 8U | byte(i + 1);
    };
    for (std::size_t i = 0; i + 1 < bytes->size(); i += 2) {
      std::uint32_t c = unit(i);
      if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes->size() && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000) {
        c = 0x10000U + ((c - 0xD800U) << 10U) + (unit(i + 2) - 0xDC00U);
        i += 2;
      } else if (c >= 0xD800 && c < 0xE000) {
        c = 0xFFFD;
      }
      append_utf8(out, c);
    }
    if (bytes->size() % 2 != 0) append_utf8(out, 0xFFFD);
  }
  return call.make_text(out);
}

Value urlencode(const Call& call) {
  std::string out;
  for (const char c : call.text(0)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return call.make_text(out);
}

/// What depends on a compressor's choices, a key or chance is not computed.
Value not_computed(const Call& call) {
  return unknown_of_type(call.arena(), call.unknown(), &kStringType);
}

constexpr Function kFunctions[] = {
    {"base64decode(text: string) -> string", "The text that base64 stands for.", OnUnknown::kUnknown, base64decode},
    {"base64encode(text: string) -> string", "The text in base64.", OnUnknown::kUnknown, base64encode},
    {"base64gzip(text: string) -> string", "The text, compressed, in base64; not computed here.", OnUnknown::kUnknown,
     not_computed},
    {"csvdecode(text: string) -> any", "The rows of a table, each an object by the first row's names.",
     OnUnknown::kUnknown, csvdecode},
    {"jsonencode(value: any|null) -> string", "The value as JSON.", OnUnknown::kGiven, jsonencode},
    {"textdecodebase64(text: string, encoding: string) -> string", "The text that base64 of an encoding stands for.",
     OnUnknown::kUnknown, textdecodebase64},
    {"textencodebase64(text: string, encoding: string) -> string", "The text in an encoding, in base64.",
     OnUnknown::kUnknown, textencodebase64},
    {"urlencode(text: string) -> string", "The text as a part of a query.", OnUnknown::kUnknown, urlencode},
};

}  // namespace

std::span<const Function> encoding_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
