#include "hcl/unicode.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>

#include "hcl/template_text.hpp"

namespace mng::hcl {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The code point at `at`, what is not UTF-8 as U+FFFD, and its bytes.
std::size_t decode(std::string_view text, std::size_t at, char32_t& code_point) {
  const std::size_t size = utf8_at(text, at, code_point);
  if (size == 0) code_point = 0xFFFD;
  return std::max<std::size_t>(size, 1);
}

bool is_in(char32_t code_point, std::u32string_view set) {
  return set.find(code_point) != std::u32string_view::npos;
}

}  // namespace

std::size_t grapheme_size(std::string_view text, std::size_t at) {
  char32_t before = 0;
  std::size_t end = at + decode(text, at, before);
  utf8proc_int32_t state = 0;
  while (end < text.size()) {
    // Two characters of ASCII belong together only as a line break.
    if (before < 0x80 && static_cast<unsigned char>(text[end]) < 0x80 && before != '\r') break;
    char32_t next = 0;
    const std::size_t size = decode(text, end, next);
    if (utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(before), static_cast<utf8proc_int32_t>(next),
                                         &state)) {
      break;
    }
    end += size;
    before = next;
  }
  return end - at;
}

std::size_t grapheme_count(std::string_view text) {
  if (is_ascii(text) && text.find('\r') == std::string_view::npos) return text.size();
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += grapheme_size(text, at)) ++count;
  return count;
}

bool turns_direction(char32_t code_point) {
  return (code_point >= 0x202A && code_point <= 0x202E) || (code_point >= 0x2066 && code_point <= 0x2069) ||
         code_point == 0x061C || code_point == 0x200E || code_point == 0x200F;
}

bool may_begin_name(char32_t code_point) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code_point))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
      return code_point != 0x2E2F;  // Pattern_Syntax, and so never in a name
    default:
      // Unicode's Other_ID_Start.
      return is_in(code_point, U"\u1885\u1886\u2118\u212E\u309B\u309C");
  }
}

bool may_continue_name(char32_t code_point) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code_point))) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
      return true;
    default:
      // Unicode's Other_ID_Continue.
      return may_begin_name(code_point) || is_in(code_point, U"\u00B7\u0387\u19DA") ||
             (code_point >= 0x1369 && code_point <= 0x1371);
  }
}

char32_t to_lower(char32_t code_point) {
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(code_point)));
}
char32_t to_upper(char32_t code_point) {
  // Unicode's simple mapping leaves it; the capital that there is is hardly used.
  if (code_point == U'\u00DF') return code_point;
  return static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(code_point)));
}
char32_t to_title(char32_t code_point) {
  return static_cast<char32_t>(utf8proc_totitle(static_cast<utf8proc_int32_t>(code_point)));
}

bool is_letter(char32_t code_point) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code_point))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
      return true;
    default:
      return false;
  }
}

bool is_space(char32_t code_point) {
  if (code_point < 0x80) return code_point == ' ' || (code_point >= '\t' && code_point <= '\r');
  return code_point == 0x85 || code_point == 0xA0 || code_point == 0x1680 ||
         (code_point >= 0x2000 && code_point <= 0x200A) || code_point == 0x2028 || code_point == 0x2029 ||
         code_point == 0x202F || code_point == 0x205F || code_point == 0x3000;
}

bool may_need_nfc(std::string_view text) {
  // Nothing below U+0300 composes with what stands before it, and none of it
  // decomposes for good: the first such character has 0xCC as its first byte.
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xCC; });
}

std::string to_nfc(std::string_view text) {
  utf8proc_uint8_t* composed = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                   &composed, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (size < 0) return std::string(text);
  std::string out(reinterpret_cast<const char*>(composed), static_cast<std::size_t>(size));
  std::free(composed);  // NOLINT: utf8proc's, from malloc
  return out;
}

}  // namespace mng::hcl
