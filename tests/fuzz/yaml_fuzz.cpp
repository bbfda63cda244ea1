// Reads arbitrary bytes as YAML and checks what must hold of every result:
// ranges lie inside the text and inside each other, and the text of a token
// gives the string that was read from it.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "hcl/arena.hpp"
#include "hcl/source.hpp"
#include "hcl/value.hpp"
#include "syntax/yaml.hpp"

namespace {

using mng::hcl::Range;
using mng::hcl::Sources;
using mng::hcl::Value;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", what);
  std::abort();
}

bool is_blank_or_break(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// What a plain token stands for: line breaks folded.
std::string fold(std::string_view token) {
  std::string out;
  for (std::size_t at = 0; at < token.size();) {
    const std::size_t from = at;
    int breaks = 0;
    while (at < token.size() && is_blank_or_break(token[at])) breaks += token[at++] == '\n' ? 1 : 0;
    if (breaks == 0) out += token.substr(from, at - from);
    if (breaks == 1) out += ' ';
    if (breaks > 1) out.append(static_cast<std::size_t>(breaks - 1), '\n');
    if (at < token.size()) out += token[at++];
  }
  return out;
}

void check_string(std::string_view token, std::string_view text) {
  if (token.empty()) {
    require(text.empty(), "an empty token is an empty string");
  } else if (token.front() == '"' || token.front() == '\'') {
    require(token.size() >= 2 && token.back() == token.front(), "a quoted token ends with its quote");
    if (token.find_first_of(token.front() == '"' ? "\\\n" : "'\n", 1) >= token.size() - 1) {
      require(token.substr(1, token.size() - 2) == text, "a simple quoted token holds its string");
    }
  } else if (token.front() == '|' || token.front() == '>') {
    require(text.find_first_not_of('\n') == std::string_view::npos || token.find('\n') != std::string_view::npos,
            "a text block ends where the parser saw its end");
  } else {
    require(!is_blank_or_break(token.back()), "a plain token ends with its last character");
    require(fold(token) == text, "a plain token folds to its string");
  }
}

void check_range(const Sources& sources, const Range& range) {
  require(range.source == 1 && range.begin <= range.end && range.end <= sources[1].text().size(),
          "a range lies inside the text");
}

/// A member is where it is used: an alias, or the place it is written.
Range place(const Value& value) {
  return value.via() != nullptr ? value.via()->range : value.range();
}

void check(const Sources& sources, const Value& value) {
  check_range(sources, value.range());
  if (value.is_string()) check_string(sources.text(value.range()), value.as_string());
  if (value.is_list()) {
    std::uint32_t end = value.range().begin;
    for (const Value& item : value.items()) {
      require(place(item).begin >= end && value.range().contains(place(item)),
              "items follow one another inside the list");
      end = place(item).end;
      if (item.via() == nullptr) check(sources, item);
    }
  }
  if (value.is_object()) {
    for (const auto& entry : value.entries()) {
      check_range(sources, entry.key_range);
      const std::string_view key = sources.text(entry.key_range);
      if (!key.starts_with('*')) check_string(key, entry.key);
      // Merged members lie elsewhere.
      if (entry.value.via() != nullptr) continue;
      require(value.range().contains(entry.key_range), "keys lie inside the map");
      require(entry.key_range.end <= entry.value.range().begin, "a value follows its key");
      require(value.range().contains(entry.value.range()), "members lie inside the map");
      check(sources, entry.value);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Sources sources;
  sources.add("fuzz.yaml", std::string(reinterpret_cast<const char*>(data), size));
  mng::hcl::Arena arena(std::size_t{64} << 20U);
  const mng::syntax::YamlLimits limits{.bytes = 1U << 16U, .depth = 40, .nodes = 2000};
  const auto file = mng::syntax::read_yaml(sources, 1, arena, limits);
  for (const auto& document : file.documents) {
    check_range(sources, document.range);
    check(sources, document.value);
  }
  for (const auto& diagnostic : file.diagnostics) {
    check_range(sources, diagnostic.range);
    require(!diagnostic.message.empty() && !diagnostic.help.empty(), "a diagnostic has a cause and a cure");
  }
  return 0;
}
