#include "syntax/yaml_write.hpp"

#include <yaml-cpp/yaml.h>

#include <string_view>

#include "hcl/arena.hpp"
#include "hcl/template_text.hpp"
#include "hcl/unicode.hpp"
#include "syntax/yaml.hpp"

namespace mng::syntax {
namespace {

/// What stands in no text as it is: what YAML 1.1 takes for the end of a line beside "\n" and "\r", and marks that have
/// text read in another order than it is written in.
bool is_mark(char32_t c) {
  return c == 0x85 || c == 0x2028 || c == 0x2029 || hcl::turns_direction(c);
}

/// The character at `at`, and its bytes; of what is no UTF-8 one.
std::size_t character(std::string_view text, std::size_t at, char32_t& c) {
  const std::size_t size = hcl::utf8_at(text, at, c);
  return size == 0 ? 1 : size;
}

bool has_marks(std::string_view text) {
  char32_t c = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = character(text, at, c);
    if (size > 1 && is_mark(c)) return true;
    at += size;
  }
  return false;
}

/// Whether YAML 1.1, as eksctl and others read it, takes the text for something else than YAML 1.2 does: what begins
/// like a number, a time or a merge key may be one, and so many words are true or false.
bool read_otherwise(const std::string& text) {
  if (std::string_view("0123456789+-.<=").find(text[0]) != std::string_view::npos) return true;
  std::string small = text;
  for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return small == "y" || small == "n" || small == "yes" || small == "no" || small == "on" || small == "off";
}

/// Whether a plain scalar of that text reads back as the same string, by every reader.
bool plain(const std::string& text) {
  if (text.empty() || text.find('\n') != std::string::npos || text.find('$') != std::string::npos) return false;
  if (has_marks(text) || read_otherwise(text)) return false;
  hcl::Sources sources;
  hcl::Arena arena;
  const YamlFile file = read_yaml(sources, sources.add("", text + "\n"), arena);
  return file.ok() && file.documents.size() == 1 && file.documents[0].value.is_string() &&
         file.documents[0].value.as_string() == text;
}

void emit(YAML::Emitter& out, const std::string& text) {
  if (text.find('\x7F') != std::string::npos) {
    out << YAML::DoubleQuoted;  // in quotes alone it can be written as an escape
  } else if (has_marks(text)) {
    out << YAML::DoubleQuoted << YAML::EscapeNonAscii;
  } else if (!plain(text)) {
    out << (text.find('$') == std::string::npos ? YAML::DoubleQuoted : YAML::SingleQuoted);
  }
  out << text;
}

void emit(YAML::Emitter& out, const hcl::Value& value) {
  switch (value.kind()) {
    case hcl::Kind::kBool:
      out << value.as_bool();
      break;
    case hcl::Kind::kNumber:
      out << hcl::number_text(value);
      break;
    case hcl::Kind::kString:
      emit(out, std::string(value.as_string()));
      break;
    case hcl::Kind::kList:
      if (value.items().empty()) out << YAML::Flow;
      out << YAML::BeginSeq;
      for (const hcl::Value& item : value.items()) emit(out, item);
      out << YAML::EndSeq;
      break;
    case hcl::Kind::kObject:
      if (value.entries().empty()) out << YAML::Flow;
      out << YAML::BeginMap;
      for (const hcl::Entry* entry : value.in_source_order()) {
        out << YAML::Key;
        emit(out, std::string(entry->key));
        out << YAML::Value;
        emit(out, entry->value);
      }
      out << YAML::EndMap;
      break;
    default:
      out << YAML::Null;
  }
}

}  // namespace

std::string write_yaml(const hcl::Value& value, const std::vector<std::string>& head) {
  std::string text;
  for (const std::string& line : head) {
    text += line.empty() ? "#" : "# ";
    std::string one;
    for (std::size_t at = 0; at < line.size();) {
      char32_t c = 0;
      const std::size_t size = character(line, at, c);
      const bool control = c < 0x20 || c == 0x7F || (size > 1 && is_mark(c));
      one += control ? "?" : line.substr(at, size);
      at += size;
    }
    text += one + '\n';
  }
  YAML::Emitter out;
  out.SetIndent(2);
  emit(out, value);
  // yaml-cpp leaves this control character as it is, which readers refuse.
  for (const char* c = out.c_str(); *c != '\0'; ++c) text += *c == '\x7F' ? std::string("\\x7F") : std::string(1, *c);
  text += '\n';
  return text;
}

}  // namespace mng::syntax
