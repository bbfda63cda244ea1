#include <fmt/format.h>

#include <algorithm>

#include "hcl/convert.hpp"
#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"
#include "hcl/template_text.hpp"
#include "hcl/unicode.hpp"

namespace mng::hcl {
namespace {

/// The character at `at`; what is not UTF-8 is one byte.
std::size_t character(std::string_view text, std::size_t at, char32_t& code_point) {
  return std::max<std::size_t>(utf8_at(text, at, code_point), 1);
}
std::size_t character(std::string_view text, std::size_t at) {
  char32_t ignored = 0;
  return character(text, at, ignored);
}

/// The text with each character mapped.
template <class Map>
Value mapped(const Call& call, Map map) {
  const std::string_view text = call.text(0);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    char32_t code_point = 0;
    const std::size_t size = character(text, at, code_point);
    append_utf8(out, map(code_point));
    at += size;
  }
  return call.make_text(out);
}

Value chomp(const Call& call) {
  std::string_view text = call.text(0);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return Value::string(text);
}

Value endswith(const Call& call) {
  return Value::boolean(call.text(0).ends_with(call.text(1)));
}

Value indent(const Call& call) {
  std::int64_t spaces = 0;
  if (!call.integer(0, spaces)) return Value::error();
  if (spaces < 0 || spaces > 10'000) return call.fail("the number of spaces lies between 0 and 10000");
  std::string out;
  for (const char c : call.text(1)) {
    out += c;
    if (c == '\n') out.append(static_cast<std::size_t>(spaces), ' ');
    call.arena().check_text(out.size());
  }
  return call.make_text(out);
}

Value join(const Call& call) {
  std::string out;
  bool first = true;
  for (std::size_t i = 1; i < call.size(); ++i) {
    for (const Value& item : call.items(i)) {
      if (item.is_null()) return call.fail("a member is null");
      if (!first) out += call.text(0);
      first = false;
      out += item.as_string();
      call.arena().check_text(out.size());
    }
  }
  return call.make_text(out);
}

Value lower(const Call& call) {
  return mapped(call, to_lower);
}

Value split(const Call& call) {
  const std::string_view separator = call.text(0);
  std::string_view text = call.text(1);
  const Value& whole = call[1];
  std::vector<Value> out;
  const auto add = [&](std::string_view part) { out.push_back(Value::string(part).at(whole.range()).inside(whole)); };
  if (separator.empty()) {
    // Without a separator, every character is a part.
    for (std::size_t at = 0; at < text.size(); at += character(text, at)) add(text.substr(at, character(text, at)));
  } else {
    for (std::size_t at = 0; (at = text.find(separator)) != std::string_view::npos;) {
      add(text.substr(0, at));
      text.remove_prefix(at + separator.size());
    }
    add(text);
  }
  return list_value(call.arena(), out, &kStringType);
}

Value startswith(const Call& call) {
  return Value::boolean(call.text(0).starts_with(call.text(1)));
}

Value strcontains(const Call& call) {
  return Value::boolean(call.text(0).find(call.text(1)) != std::string_view::npos);
}

Value strrev(const Call& call) {
  const std::string_view text = call.text(0);
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = grapheme_size(text, at);
    parts.push_back(text.substr(at, size));
    at += size;
  }
  std::string out;
  for (auto it = parts.rbegin(); it != parts.rend(); ++it) out += *it;
  return call.make_text(out);
}

Value substr(const Call& call) {
  const std::string_view text = call.text(0);
  std::int64_t offset = 0;
  std::int64_t length = 0;
  if (!call.integer(1, offset) || !call.integer(2, length)) return Value::error();
  if (length < -1) return call.fail("the length is -1, for all, or more");
  if (offset < 0) {
    offset += static_cast<std::int64_t>(grapheme_count(text));
    offset = std::max<std::int64_t>(offset, 0);
    // As HashiCorp has it: from the end, none is as good as all.
    if (length == 0) length = -1;
  }
  std::size_t at = 0;
  for (; offset > 0 && at < text.size(); --offset) at += grapheme_size(text, at);
  if (length < 0) return Value::string(text.substr(at));
  std::size_t end = at;
  for (; length > 0 && end < text.size(); --length) end += grapheme_size(text, end);
  return Value::string(text.substr(at, end - at));
}

Value title(const Call& call) {
  // A word begins behind what is no letter, digit or underscore, the ASCII
  // punctuation aside: behind white space alone beyond ASCII.
  char32_t before = ' ';
  const auto separates = [](char32_t c) {
    if (c < 0x80) {
      return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_');
    }
    return is_space(c) && !is_letter(c);
  };
  return mapped(call, [&](char32_t c) {
    const char32_t out = separates(before) ? to_title(c) : c;
    before = c;
    return out;
  });
}

Value trim(const Call& call) {
  std::string_view text = call.text(0);
  const std::string_view set = call.text(1);
  const auto in_set = [&](std::string_view one) {
    for (std::size_t i = 0; i < set.size(); i += character(set, i)) {
      if (set.substr(i, character(set, i)) == one) return true;
    }
    return false;
  };
  while (!text.empty() && in_set(text.substr(0, character(text, 0)))) text.remove_prefix(character(text, 0));
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0U) == 0x80U) --last;
    if (!in_set(text.substr(last))) break;
    text.remove_suffix(text.size() - last);
  }
  return Value::string(text);
}

Value trimprefix(const Call& call) {
  std::string_view text = call.text(0);
  if (text.starts_with(call.text(1))) text.remove_prefix(call.text(1).size());
  return Value::string(text);
}

Value trimspace(const Call& call) {
  std::string_view text = call.text(0);
  char32_t code_point = 0;
  while (!text.empty()) {
    const std::size_t size = character(text, 0, code_point);
    if (!is_space(code_point)) break;
    text.remove_prefix(size);
  }
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0U) == 0x80U) --last;
    character(text, last, code_point);
    if (!is_space(code_point)) break;
    text.remove_suffix(text.size() - last);
  }
  return Value::string(text);
}

Value trimsuffix(const Call& call) {
  std::string_view text = call.text(0);
  if (text.ends_with(call.text(1))) text.remove_suffix(call.text(1).size());
  return Value::string(text);
}

Value upper(const Call& call) {
  return mapped(call, to_upper);
}

constexpr Function kFunctions[] = {
    {"chomp(text: string) -> string", "The text without line breaks at its end.", OnUnknown::kUnknown, chomp},
    {"endswith(text: string, suffix: string) -> bool", "Whether the text ends so.", OnUnknown::kUnknown, endswith},
    {"indent(spaces: number, text: string) -> string", "Every line but the first moved in.", OnUnknown::kUnknown,
     indent},
    {"join(separator: string, lists: list(string)...) -> string", "The members as one text.", OnUnknown::kUnknown,
     join},
    {"lower(text: string) -> string", "The text in small letters.", OnUnknown::kUnknown, lower},
    {"split(separator: string, text: string) -> list(string)", "The parts between separators.", OnUnknown::kUnknown,
     split},
    {"startswith(text: string, prefix: string) -> bool", "Whether the text begins so.", OnUnknown::kUnknown,
     startswith},
    {"strcontains(text: string, part: string) -> bool", "Whether the part occurs.", OnUnknown::kUnknown, strcontains},
    {"strrev(text: string) -> string", "The text from its end.", OnUnknown::kUnknown, strrev},
    {"substr(text: string, offset: number, length: number) -> string", "A part of the text, by characters.",
     OnUnknown::kUnknown, substr},
    {"title(text: string) -> string", "Each word with a capital.", OnUnknown::kUnknown, title},
    {"trim(text: string, characters: string) -> string", "The text without these characters at its ends.",
     OnUnknown::kUnknown, trim},
    {"trimprefix(text: string, prefix: string) -> string", "The text without that beginning.", OnUnknown::kUnknown,
     trimprefix},
    {"trimspace(text: string) -> string", "The text without white space at its ends.", OnUnknown::kUnknown, trimspace},
    {"trimsuffix(text: string, suffix: string) -> string", "The text without that end.", OnUnknown::kUnknown,
     trimsuffix},
    {"upper(text: string) -> string", "The text in capitals.", OnUnknown::kUnknown, upper},
};

}  // namespace

std::span<const Function> string_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
