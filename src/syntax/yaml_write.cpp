#include "syntax/yaml_write.hpp"

#include <yaml-cpp/yaml.h>

#include "hcl/arena.hpp"
#include "syntax/yaml.hpp"

namespace mng::syntax {
namespace {

/// Whether a plain scalar of that text reads back as the same string.
bool plain(const std::string& text) {
  if (text.empty() || text.find('\n') != std::string::npos || text.find('$') != std::string::npos) return false;
  hcl::Sources sources;
  hcl::Arena arena;
  const YamlFile file = read_yaml(sources, sources.add("", text + "\n"), arena);
  return file.ok() && file.documents.size() == 1 && file.documents[0].value.is_string() &&
         file.documents[0].value.as_string() == text;
}

void emit(YAML::Emitter& out, const hcl::Value& value) {
  switch (value.kind()) {
    case hcl::Kind::kBool:
      out << value.as_bool();
      break;
    case hcl::Kind::kNumber:
      out << hcl::number_text(value);
      break;
    case hcl::Kind::kString: {
      const std::string text(value.as_string());
      if (!plain(text)) out << (text.find('$') == std::string::npos ? YAML::DoubleQuoted : YAML::SingleQuoted);
      out << text;
      break;
    }
    case hcl::Kind::kList:
      out << YAML::BeginSeq;
      for (const hcl::Value& item : value.items()) emit(out, item);
      out << YAML::EndSeq;
      break;
    case hcl::Kind::kObject:
      out << YAML::BeginMap;
      for (const hcl::Entry* entry : value.in_source_order()) {
        out << YAML::Key << std::string(entry->key) << YAML::Value;
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
