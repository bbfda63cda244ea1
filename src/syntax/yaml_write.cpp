#include "syntax/yaml_write.hpp"

#include <yaml-cpp/yaml.h>

#include "hcl/arena.hpp"
#include "syntax/yaml.hpp"

namespace mng::syntax {
namespace {

/// Whether readers of older YAML take a word for a truth value: yes, Off.
bool is_old_bool(std::string_view text) {
  constexpr std::size_t kLongest = 3;
  if (text.size() > kLongest) return false;
  std::string small;
  for (const char c : text) small += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return small == "y" || small == "n" || small == "yes" || small == "no" || small == "on" || small == "off";
}

/// Whether a plain scalar of that text reads back as the same string, by readers of YAML 1.1 as well: what begins with
/// a letter is no number, date or operator to any.
bool plain(const std::string& text) {
  const char first = text.empty() ? '\0' : text[0];
  if (!((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z')) || is_old_bool(text)) return false;
  if (text.find_first_of("\n$") != std::string::npos) return false;
  hcl::Sources sources;
  hcl::Arena arena;
  const YamlFile file = read_yaml(sources, sources.add("", text + "\n"), arena);
  return file.ok() && file.documents.size() == 1 && file.documents[0].value.is_string() &&
         file.documents[0].value.as_string() == text;
}

void emit_text(YAML::Emitter& out, const std::string& text) {
  if (!plain(text)) out << (text.find('$') == std::string::npos ? YAML::DoubleQuoted : YAML::SingleQuoted);
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
      emit_text(out, std::string(value.as_string()));
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
        emit_text(out, std::string(entry->key));
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
    for (const char c : line) text += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
    text += '\n';
  }
  YAML::Emitter out;
  out.SetIndent(2);
  emit(out, value);
  text += out.c_str();
  text += '\n';
  return text;
}

}  // namespace mng::syntax
