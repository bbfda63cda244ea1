#include "hcl/template_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "hcl/unicode.hpp"

namespace mng::hcl {

bool needs_decoding(std::string_view raw, bool quoted) {
  if (quoted && raw.find('\\') != std::string_view::npos) return true;
  return raw.find("$${") != std::string_view::npos || raw.find("%%{") != std::string_view::npos;
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void append_utf8(std::string& out, char32_t code_point) {
  const auto byte = [&](std::uint32_t value) { out.push_back(static_cast<char>(value)); };
  if (code_point < 0x80) {
    byte(code_point);
  } else if (code_point < 0x800) {
    byte(0xC0U | (code_point >> 6U));
    byte(0x80U | (code_point & 0x3FU));
  } else if (code_point < 0x10000) {
    byte(0xE0U | (code_point >> 12U));
    byte(0x80U | ((code_point >> 6U) & 0x3FU));
    byte(0x80U | (code_point & 0x3FU));
  } else {
    byte(0xF0U | (code_point >> 18U));
    byte(0x80U | ((code_point >> 12U) & 0x3FU));
    byte(0x80U | ((code_point >> 6U) & 0x3FU));
    byte(0x80U | (code_point & 0x3FU));
  }
}

std::size_t utf8_at(std::string_view text, std::size_t at, char32_t& code_point) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  code_point = first;
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || size > text.size() - at) return 0;
  code_point = first & (0x7FU >> size);
  for (std::size_t i = at + 1; i < at + size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
    code_point = code_point << 6U | (byte(i) & 0x3FU);
  }
  const bool overlong = (size == 3 && code_point < 0x800) || (size == 4 && code_point < 0x10000);
  const bool none = code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000);
  return overlong || none ? 0 : size;
}

bool is_utf8(std::string_view text) {
  char32_t ignored = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = utf8_at(text, at, ignored);
    if (size == 0) return false;
    at += size;
  }
  return true;
}

bool decode_template_text(std::string_view raw, bool quoted, std::string& out, std::string& error,
                          std::size_t& error_at) {
  bool good = true;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const char c = raw[i];
    if ((c == '$' || c == '%') && i + 2 < raw.size() && raw[i + 1] == c && raw[i + 2] == '{') {
      out.push_back(c);
      out.push_back('{');
      i += 2;
      continue;
    }
    if (c != '\\' || !quoted || i + 1 >= raw.size()) {
      out.push_back(c);
      continue;
    }
    const char escape = raw[++i];
    switch (escape) {
      case 'n':
        out.push_back('\n');
        break;
      case 'r':
        out.push_back('\r');
        break;
      case 't':
        out.push_back('\t');
        break;
      case '"':
      case '\\':
        out.push_back(escape);
        break;
      case 'u':
      case 'U': {
        const std::size_t size = escape == 'u' ? 4 : 8;
        const std::string_view digits = raw.substr(i + 1, size);
        std::uint32_t code_point = 0;
        const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), code_point, 16);
        const bool whole = parsed.ec == std::errc{} && parsed.ptr == digits.data() + size && digits.size() == size;
        if (!whole || code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000)) {
          if (good) {
            error = "\\u takes four and \\U eight hexadecimal digits of a Unicode character";
            error_at = i - 1;
          }
          good = false;
        } else {
          append_utf8(out, code_point);
          i += size;
        }
        break;
      }
      default:
        if (good) {
          error = "an escape that does not exist; there are \\n \\r \\t \\\" \\\\ \\uNNNN \\UNNNNNNNN";
          error_at = i - 1;
        }
        good = false;
        out.push_back('\\');
        out.push_back(escape);
    }
  }
  return good;
}

std::string encode_quoted(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  const auto escape = [](std::string& out, char32_t code_point) {
    out += "\\u";
    for (unsigned shift = 16; shift > 0; shift -= 4) out.push_back(kHex[(code_point >> (shift - 4)) & 15U]);
  };
  std::string out;
  out.reserve(text.size() + 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (c) {
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '$':
      case '%':
        out.push_back(c);
        if (i + 1 < text.size() && text[i + 1] == '{') out.push_back(c);
        break;
      default: {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7F) {
          out.push_back(c);
          break;
        }
        char32_t code_point = byte;
        const std::size_t size = byte < 0x80 ? 1 : utf8_at(text, i, code_point);
        if (byte < 0x80 || (size > 0 && turns_direction(code_point))) {
          escape(out, code_point);
          i += size - 1;
        } else {
          out.push_back(c);
        }
      }
    }
  }
  return out;
}

}  // namespace mng::hcl
