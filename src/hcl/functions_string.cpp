#include <algorithm>
#include <cctype>

#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"
#include "hcl/template_text.hpp"

namespace mng::hcl {
namespace {

constexpr std::string_view kSpace = " \t\n\r\v\f";

char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char to_upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// The bytes of the character at `at`; 1 where it is not UTF-8.
std::size_t character(std::string_view text, std::size_t at) {
  char32_t code_point = 0;
  return std::max<std::size_t>(utf8_at(text, at, code_point), 1);
}

Value chomp(const Call& call) {
  std::string_view text;
  if (!call.text(0, text)) return Value::error();
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return Value::string(text);
}

Value endswith(const Call& call) {
  std::string_view text;
  std::string_view suffix;
  if (!call.text(0, text) || !call.text(1, suffix)) return Value::error();
  return Value::boolean(text.ends_with(suffix));
}

Value join(const Call& call) {
  std::string_view separator;
  if (!call.text(0, separator)) return Value::error();
  std::string out;
  bool first = true;
  for (std::size_t i = 1; i < call.size(); ++i) {
    std::span<const Value> items;
    if (!call.list(i, items)) return Value::error();
    for (const Value& item : items) {
      const TextOf text = text_of(item);
      if (!text.ok) return call.fail("every member must be a string");
      if (!first) out += separator;
      first = false;
      out += text.text;
      call.arena().check_text(out.size());
    }
  }
  return call.make_text(out);
}

Value lower(const Call& call) {
  std::string_view text;
  if (!call.text(0, text)) return Value::error();
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), to_lower);
  return call.make_text(out);
}

Value split(const Call& call) {
  std::string_view separator;
  std::string_view text;
  if (!call.text(0, separator) || !call.text(1, text)) return Value::error();
  std::vector<Value> out;
  const Value& whole = call[1];
  for (;;) {
    // Without a separator, every character is a part.
    const std::size_t at = !separator.empty() ? text.find(separator)
                           : text.empty()     ? std::string_view::npos
                                              : character(text, 0);
    if (separator.empty() && (text.empty() || at == text.size())) {
      if (!text.empty()) out.push_back(Value::string(text).at(whole.range()).inside(whole));
      break;
    }
    out.push_back(Value::string(text.substr(0, at)).at(whole.range()).inside(whole));
    if (at == std::string_view::npos) break;
    text.remove_prefix(at + separator.size());
  }
  return Value::list(call.arena(), out);
}

Value startswith(const Call& call) {
  std::string_view text;
  std::string_view prefix;
  if (!call.text(0, text) || !call.text(1, prefix)) return Value::error();
  return Value::boolean(text.starts_with(prefix));
}

Value strcontains(const Call& call) {
  std::string_view text;
  std::string_view part;
  if (!call.text(0, text) || !call.text(1, part)) return Value::error();
  return Value::boolean(text.find(part) != std::string_view::npos);
}

Value substr(const Call& call) {
  std::string_view text;
  std::int64_t offset = 0;
  std::int64_t length = 0;
  if (!call.text(0, text) || !call.integer(1, offset) || !call.integer(2, length)) return Value::error();
  // Offsets count code points; a negative one counts from the end.
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) starts.push_back(i);
  }
  const auto count = static_cast<std::int64_t>(starts.size());
  starts.push_back(text.size());
  if (offset < 0) offset = std::max<std::int64_t>(0, offset + count);
  offset = std::min(offset, count);
  const std::int64_t end = length < 0 ? count : std::min(count, offset + length);
  const std::size_t first = starts[static_cast<std::size_t>(offset)];
  return Value::string(text.substr(first, starts[static_cast<std::size_t>(end)] - first));
}

Value title(const Call& call) {
  std::string_view text;
  if (!call.text(0, text)) return Value::error();
  std::string out(text);
  bool start = true;
  for (char& c : out) {
    if (start) c = to_upper(c);
    const auto byte = static_cast<unsigned char>(c);
    start = byte < 0x80 && std::isalnum(byte) == 0 && c != '_';
  }
  return call.make_text(out);
}

Value trim_set(const Call& call, bool left, bool right) {
  std::string_view text;
  std::string_view set;
  if (!call.text(0, text) || !call.text(1, set)) return Value::error();
  const auto in_set = [&](std::string_view one) {
    for (std::size_t i = 0; i < set.size(); i += character(set, i)) {
      if (set.substr(i, character(set, i)) == one) return true;
    }
    return false;
  };
  while (left && !text.empty() && in_set(text.substr(0, character(text, 0)))) {
    text.remove_prefix(character(text, 0));
  }
  while (right && !text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0U) == 0x80U) --last;
    if (!in_set(text.substr(last))) break;
    text.remove_suffix(text.size() - last);
  }
  return Value::string(text);
}
Value trim(const Call& call) {
  return trim_set(call, true, true);
}

Value trimprefix(const Call& call) {
  std::string_view text;
  std::string_view prefix;
  if (!call.text(0, text) || !call.text(1, prefix)) return Value::error();
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  return Value::string(text);
}

Value trimspace(const Call& call) {
  std::string_view text;
  if (!call.text(0, text)) return Value::error();
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return Value::string({});
  return Value::string(text.substr(first, text.find_last_not_of(kSpace) - first + 1));
}

Value trimsuffix(const Call& call) {
  std::string_view text;
  std::string_view suffix;
  if (!call.text(0, text) || !call.text(1, suffix)) return Value::error();
  if (text.ends_with(suffix)) text.remove_suffix(suffix.size());
  return Value::string(text);
}

Value upper(const Call& call) {
  std::string_view text;
  if (!call.text(0, text)) return Value::error();
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), to_upper);
  return call.make_text(out);
}

constexpr Function kFunctions[] = {
    {"chomp", "chomp(string)", "The text without line breaks at its end.", 1, 1, OnUnknown::kUnknown, chomp},
    {"endswith", "endswith(string, suffix)", "Whether the text ends so.", 2, 2, OnUnknown::kUnknown, endswith},
    {"join", "join(separator, list…)", "The members as one text.", 2, Function::kAny, OnUnknown::kUnknown, join},
    {"lower", "lower(string)", "The text in small letters.", 1, 1, OnUnknown::kUnknown, lower},
    {"split", "split(separator, string)", "The parts between separators.", 2, 2, OnUnknown::kUnknown, split},
    {"startswith", "startswith(string, prefix)", "Whether the text begins so.", 2, 2, OnUnknown::kUnknown, startswith},
    {"strcontains", "strcontains(string, part)", "Whether the part occurs.", 2, 2, OnUnknown::kUnknown, strcontains},
    {"substr", "substr(string, offset, length)", "A part of the text, by characters.", 3, 3, OnUnknown::kUnknown,
     substr},
    {"title", "title(string)", "Each word with a capital.", 1, 1, OnUnknown::kUnknown, title},
    {"trim", "trim(string, characters)", "The text without these characters at its ends.", 2, 2, OnUnknown::kUnknown,
     trim},
    {"trimprefix", "trimprefix(string, prefix)", "The text without that beginning.", 2, 2, OnUnknown::kUnknown,
     trimprefix},
    {"trimspace", "trimspace(string)", "The text without white space at its ends.", 1, 1, OnUnknown::kUnknown,
     trimspace},
    {"trimsuffix", "trimsuffix(string, suffix)", "The text without that end.", 2, 2, OnUnknown::kUnknown, trimsuffix},
    {"upper", "upper(string)", "The text in capitals.", 1, 1, OnUnknown::kUnknown, upper},
};

}  // namespace

std::span<const Function> string_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
