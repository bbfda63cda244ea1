#include "hcl/json_text.hpp"

#include <fmt/format.h>

#include "hcl/template_text.hpp"

namespace mng::hcl {
namespace {

void append_quoted(std::string_view text, std::string& out) {
  out += '"';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (c) {
      case '"':
      case '\\':
        out += '\\';
        out += c;
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default: {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || c == '<' || c == '>' || c == '&') {
          out += fmt::format("\\u{:04x}", byte);
        } else if (text.substr(i, 3) == "\xE2\x80\xA8" || text.substr(i, 3) == "\xE2\x80\xA9") {
          out += text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
          i += 2;
        } else {
          out += c;
        }
      }
    }
  }
  out += '"';
}

void append(const Value& value, std::string& out) {
  switch (value.kind()) {
    case Kind::kBool:
      out += value.as_bool() ? "true" : "false";
      return;
    case Kind::kNumber:
      out += number_text(value);
      return;
    case Kind::kString:
      append_quoted(value.as_string(), out);
      return;
    case Kind::kList: {
      out += '[';
      bool first = true;
      for (const Value& item : value.items()) {
        if (!first) out += ',';
        first = false;
        append(item, out);
      }
      out += ']';
      return;
    }
    case Kind::kObject: {
      out += '{';
      bool first = true;
      for (const Entry& entry : value.entries()) {
        if (!first) out += ',';
        first = false;
        append_quoted(entry.key, out);
        out += ':';
        append(entry.value, out);
      }
      out += '}';
      return;
    }
    default:
      out += "null";
  }
}

}  // namespace

std::string json_text(const Value& value) {
  std::string out;
  append(value, out);
  return out;
}

std::string json_quoted(std::string_view text) {
  std::string out;
  append_quoted(text, out);
  return out;
}

}  // namespace mng::hcl
