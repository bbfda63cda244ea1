#pragma once

#include <string>
#include <string_view>

#include "hcl/arena.hpp"
#include "hcl/source.hpp"
#include "hcl/value.hpp"
#include "syntax/yaml.hpp"

namespace mng::syntax {

/// A text read as YAML, with what its values point into.
struct Reading {
  hcl::Sources sources;
  hcl::Arena arena;
  YamlFile file;

  explicit Reading(std::string text, const YamlLimits& limits = {}) {
    sources.add("t.yaml", std::move(text));
    file = read_yaml(sources, 1, arena, limits);
  }

  [[nodiscard]] const hcl::Value& root() const { return file.documents.at(0).value; }

  /// The value on a path such as "a.0.b".
  [[nodiscard]] hcl::Value at(std::string_view path) const {
    hcl::Value value = root();
    while (!path.empty()) {
      const std::string_view step = path.substr(0, path.find('.'));
      path.remove_prefix(std::min(path.size(), step.size() + 1));
      if (value.is_list()) {
        value = value.items()[std::stoul(std::string(step))];
      } else {
        const hcl::Value* member = value.get(step);
        if (member == nullptr) throw std::out_of_range("no member " + std::string(step));
        value = *member;
      }
    }
    return value;
  }
  /// The bytes the value there was read from.
  [[nodiscard]] std::string token(std::string_view path) const { return std::string(sources.text(at(path).range())); }
  /// The bytes of the alias or merge it came through; empty for none.
  [[nodiscard]] std::string via(std::string_view path) const {
    const hcl::Value value = at(path);
    return value.via() == nullptr ? "" : std::string(sources.text(value.via()->range));
  }

  /// "line:column marked text: message; help", one line a diagnostic.
  [[nodiscard]] std::string said() const {
    std::string out;
    for (const hcl::Diagnostic& d : file.diagnostics) {
      const hcl::Position from = sources[1].position(d.range.begin);
      out += std::to_string(from.line) + ":" + std::to_string(from.column) + " <" + std::string(sources.text(d.range)) +
             "> " + d.message + "; " + d.help + "\n";
    }
    return out;
  }
};

/// A value as JSON-like text, to compare whole documents.
inline std::string show(const hcl::Value& value) {
  switch (value.kind()) {
    case hcl::Kind::kNull:
      return "null";
    case hcl::Kind::kBool:
      return value.as_bool() ? "true" : "false";
    case hcl::Kind::kNumber:
      return hcl::number_text(value);
    case hcl::Kind::kString:
      return "'" + std::string(value.as_string()) + "'";
    case hcl::Kind::kUnknown: {
      std::string out = "?";
      for (const std::string_view name : value.as_unknown().depends_on) out += "(" + std::string(name) + ")";
      return out;
    }
    case hcl::Kind::kList: {
      std::string out = "[";
      for (const hcl::Value& item : value.items()) out += (out.size() > 1 ? ", " : "") + show(item);
      return out + "]";
    }
    case hcl::Kind::kObject: {
      std::string out = "{";
      for (const hcl::Entry* entry : value.in_source_order()) {
        out += (out.size() > 1 ? ", " : "") + std::string(entry->key) + ": " + show(entry->value);
      }
      if (value.as_object().rest != nullptr) out += out.size() > 1 ? ", ..." : "...";
      return out + "}";
    }
    case hcl::Kind::kError:
      break;
  }
  return "error";
}

}  // namespace mng::syntax
