#pragma once

#include <fmt/format.h>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/evaluate.hpp"
#include "hcl/parser.hpp"

namespace mng::hcl {

/// "line:column <text there> message; help", a line for each diagnostic.
inline std::string said(const Sources& sources, const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) {
    std::string place = "nowhere";
    if (diagnostic.range.known()) {
      const Position at = sources[diagnostic.range.source].position(diagnostic.range.begin);
      place = fmt::format("{}:{} <{}>", at.line, at.column, sources.text(diagnostic.range));
    }
    out += fmt::format("{} {}{}{}\n", place, diagnostic.message, diagnostic.help.empty() ? "" : "; ", diagnostic.help);
  }
  return out;
}

/// A text and what parsing it gave.
struct Parsed {
  Sources sources;
  Diagnostics diagnostics;
  Tree tree;

  [[nodiscard]] Ast ast() const { return tree.view(); }
  [[nodiscard]] std::string errors() const { return said(sources, diagnostics); }
  [[nodiscard]] std::string text(NodeId id) const { return std::string(sources.text(ast().range(ast()[id]))); }
  /// The expression of an attribute of the file.
  [[nodiscard]] NodeId expression(std::string_view name) const { return ast().expression(tree.root, name); }
};

inline Parsed read_file(std::string text, const ParseLimits& limits = {}) {
  Parsed out;
  out.sources.add("test.hcl", std::move(text));
  out.tree = parse(out.sources[1].text(), 1, out.diagnostics, limits);
  return out;
}

inline Parsed read_expression(std::string text, const ParseLimits& limits = {}) {
  Parsed out;
  out.sources.add("test.hcl", std::move(text));
  out.tree = parse_expression(out.sources[1].text(), 1, out.diagnostics, limits);
  return out;
}

/// A value as text: JSON for what is known, `unknown(causes)`, and for the
/// rest of an open list or object `…low+` or `…low-high`.
inline std::string shown(const Value& value) {
  const auto rest = [](const Rest* open, bool first) {
    if (open == nullptr) return std::string();
    const std::string high = open->high == Rest::kNoLimit ? "+" : fmt::format("-{}", open->high);
    return fmt::format("{}…{}{}", first ? "" : ", ", open->low, high);
  };
  std::string out;
  switch (value.kind()) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return value.as_bool() ? "true" : "false";
    case Kind::kNumber:
      return number_text(value);
    case Kind::kString:
      for (const char c : value.as_string()) {
        out += c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : std::string(c == '"' ? "\\" : "") + c;
      }
      return '"' + out + '"';
    case Kind::kList:
      for (const Value& item : value.items()) out += (out.empty() ? "" : ", ") + shown(item);
      return "[" + out + rest(value.as_list().rest, out.empty()) + "]";
    case Kind::kObject:
      for (const Entry& entry : value.entries()) {
        out += fmt::format("{}{} = {}", out.empty() ? "" : ", ", entry.key, shown(entry.value));
      }
      return "{" + out + rest(value.as_object().rest, out.empty()) + "}";
    case Kind::kUnknown:
      for (const std::string_view cause : value.as_unknown().depends_on) {
        out += (out.empty() ? "" : ", ") + std::string(cause);
      }
      return "unknown(" + out + ")";
    case Kind::kError:
      return "error";
  }
  return "?";
}

/// Evaluates expressions that may name `u` and `w`, which are unknown (var.u,
/// var.w), and what is set beside them.
class Calculator {
 public:
  explicit Calculator(const Functions& functions = engine_functions()) : functions_(functions) {
    variables_.set("u", Value::unknown(arena_, "var.u"));
    variables_.set("w", Value::unknown(arena_, "var.w"));
  }

  /// What `text` gives, in a source of its own; its diagnostics are kept.
  Value value(std::string text) {
    const std::uint32_t id = sources_.add("test.hcl", std::move(text));
    trees_.push_back(parse_expression(sources_[id].text(), id, diagnostics_));
    if (!diagnostics_.empty()) return Value::error();
    return Evaluator(trees_.back().view(), arena_, variables_, functions_, diagnostics_).evaluate(trees_.back().root);
  }
  void set(std::string_view name, const Value& value) { variables_.set(name, value); }
  /// Sets a variable to what an expression gives.
  void let(std::string_view name, std::string text) { variables_.set(name, value(std::move(text))); }

  /// What `text` gives as text, or what is said of it.
  std::string operator()(std::string text) {
    diagnostics_.clear();
    const Value result = value(std::move(text));
    return diagnostics_.empty() ? shown(result) : said(sources_, diagnostics_);
  }

  [[nodiscard]] const Sources& sources() const { return sources_; }
  [[nodiscard]] Arena& arena() { return arena_; }

 private:
  const Functions& functions_;
  Arena arena_;
  Sources sources_;
  std::deque<Tree> trees_;
  Diagnostics diagnostics_;
  Variables variables_;
};

/// What one expression gives as text.
inline std::string calculate(std::string text) {
  return Calculator()(std::move(text));
}

}  // namespace mng::hcl
