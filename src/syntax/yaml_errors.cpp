#include "syntax/yaml_errors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace mng::syntax {

namespace {

using hcl::Diagnostic;
namespace Msg = YAML::ErrorMsg;

/// The error's surroundings, which the messages speak of.
struct Scene {
  std::string_view text;
  const YamlBuilder& builder;
  std::size_t at;          ///< where the parser gave up
  std::size_t line_start;  ///< of the line it gave up on

  [[nodiscard]] bool at_end() const { return at >= text.size(); }
  [[nodiscard]] bool first_on_line() const {
    return text.substr(line_start, at - line_start).find_first_not_of(" \t") == std::string_view::npos;
  }
  [[nodiscard]] std::size_t line_of(std::size_t offset) const {
    return 1 +
           static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
  }
  /// To the end of the word at `at`, for the range to mark.
  [[nodiscard]] std::size_t word_end() const {
    std::size_t end = std::min(text.find_first_of(" \t\r\n,[]{}", at), text.size());
    if (end == at && at < text.size()) ++end;
    return end;
  }
  [[nodiscard]] std::string_view character() const {
    std::size_t end = std::min(at + 1, text.size());
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    return text.substr(std::min(at, text.size()), end - std::min(at, text.size()));
  }

  [[nodiscard]] Diagnostic say(std::size_t begin, std::size_t end, std::string message, std::string help) const {
    return {.range = builder.range(begin, std::min(end, text.size())),
            .message = std::move(message),
            .help = std::move(help)};
  }
  [[nodiscard]] Diagnostic here(std::string message, std::string help) const {
    return say(at, word_end(), std::move(message), std::move(help));
  }
};

/// A tab before the first word of the line is behind most puzzling errors.
std::optional<Diagnostic> tab_in_indentation(const Scene& scene) {
  const std::size_t word = std::min(scene.text.find_first_not_of(" \t", scene.line_start), scene.text.size());
  const std::size_t tab = scene.text.substr(0, word).find('\t', scene.line_start);
  if (tab == std::string_view::npos) return std::nullopt;
  return scene.say(tab, tab + 1, "a tab indents this line; YAML allows only spaces there", "replace the tab by spaces");
}

Diagnostic unclosed_bracket(const Scene& scene, const YamlBuilder::Frame& open) {
  const char bracket = scene.text[open.begin];
  const char closing = open.is_map ? '}' : ']';
  if (scene.at_end()) {
    return scene.say(open.begin, open.begin + 1, fmt::format("this '{}' is never closed", bracket),
                     fmt::format("add the missing '{}'", closing));
  }
  return scene.here(fmt::format("a ',' or '{}' is missing before this: the '{}' of line {} is still open", closing,
                                bracket, scene.line_of(open.begin)),
                    "separate members by ',', close the bracket, and quote text that holds ': ', ',' or brackets");
}

Diagnostic member_expected(const Scene& scene, bool is_map) {
  const hcl::Range& quoted = scene.builder.long_quoted();
  if (quoted.known() && quoted.end == scene.builder.cursor()) {
    return scene.say(quoted.begin, quoted.begin + 1,
                     fmt::format("the string that starts here goes on to line {} and is followed by more text there",
                                 scene.line_of(quoted.end)),
                     "a closing quote is missing, probably on this line");
  }
  const auto& open = scene.builder.open();
  if (scene.first_on_line() && !open.empty()) {
    return scene.here(fmt::format("this line does not line up with the {} that starts on line {}",
                                  is_map ? "map" : "list", scene.line_of(open.back().begin)),
                      is_map ? "indent it like the keys it belongs to, and end each key with ':'"
                             : "indent it like the '-' it belongs to, or deeper");
  }
  return scene.here("there is more text behind a complete value", "put quotes around the whole value");
}

Diagnostic unexpected_colon(const Scene& scene) {
  constexpr std::size_t kLongestKey = 1024;  // by the YAML specification
  if (scene.at - std::min(scene.builder.cursor(), scene.at) > kLongestKey) {
    return scene.here("a key has at most 1024 characters and stands on one line",
                      "check the quotes and the indentation");
  }
  return scene.say(
      scene.at, scene.at + 1, "a ':' cannot stand here",
      "put quotes around a value that holds ': '; a key's line must be indented like the keys it belongs to");
}

Diagnostic unknown_token(const Scene& scene) {
  if (scene.at_end()) return scene.here("the file ends too early", "complete the last value");
  const std::string_view c = scene.character();
  if (c == "?" || c == "-") {
    return scene.here(fmt::format("'{}' cannot stand here inside brackets", c),
                      "put quotes around the text it belongs to");
  }
  return scene.here(fmt::format("a value cannot start with '{}'", c), "put quotes around the value");
}

Diagnostic bad_escape(const Scene& scene, std::string_view what) {
  const std::size_t slash = scene.text.rfind('\\', scene.at > 0 ? scene.at - 1 : 0);
  const std::size_t begin = slash == std::string_view::npos || scene.at - slash > 12 ? scene.at : slash;
  return scene.say(begin, std::max(scene.at, begin + 1), std::string(what),
                   "write a backslash as \\\\, or use single quotes, where it stands for itself");
}

Diagnostic unknown_anchor(const Scene& scene) {
  const std::size_t end = yaml_scan::anchor_end(scene.text, scene.at);
  const std::string_view name =
      scene.text.substr(scene.at, end - scene.at).substr(std::min<std::size_t>(1, end - scene.at));
  std::string message = fmt::format("no anchor &{} stands before this alias", name);
  const auto& earlier = scene.builder.earlier_anchors();
  if (std::find(earlier.begin(), earlier.end(), name) != earlier.end()) {
    return scene.say(scene.at, end, std::move(message),
                     "the one before '---' belongs to another document: repeat it in this one");
  }
  if (const auto near = nearest(name, scene.builder.anchors())) {
    return scene.say(scene.at, end, std::move(message), fmt::format("did you mean *{}?", *near));
  }
  return scene.say(
      scene.at, end, std::move(message),
      fmt::format("mark the value to repeat with &{}, or put quotes around the text if no alias is meant", name));
}

/// What is open between the last event and the error. Inside brackets that
/// may yet turn out to be a key the parser sends no events.
yaml_scan::Unfinished unfinished(const Scene& scene) {
  const auto& open = scene.builder.open();
  return yaml_scan::unfinished(scene.text, scene.builder.cursor(), scene.at, !open.empty() && open.back().flow);
}

/// Where the innermost bracket was opened that is open at the error.
std::optional<std::size_t> open_bracket(const Scene& scene) {
  const auto brackets = unfinished(scene).brackets;
  if (!brackets.empty()) return brackets.back();
  const auto& open = scene.builder.open();
  const auto frame = std::find_if(open.rbegin(), open.rend(), [](const auto& f) { return f.bracketed; });
  return frame == open.rend() ? std::nullopt : std::optional(frame->begin);
}

Diagnostic end_in_quotes(const Scene& scene) {
  const auto quote = unfinished(scene).quote;
  if (!quote) return scene.here("a string is not closed before the document ends", "add the closing quote");
  const char mark = scene.text[*quote];
  return scene.say(*quote, *quote + 1, fmt::format("the string that starts with this {} is never closed", mark),
                   fmt::format("add the closing {}", mark));
}

Diagnostic flow_end(const Scene& scene) {
  const std::string_view c = scene.character();
  if (const auto opened = open_bracket(scene)) {
    const char bracket = scene.text[*opened];
    return scene.here(fmt::format("this '{}' does not fit the '{}' of line {}, which is still open", c, bracket,
                                  scene.line_of(*opened)),
                      fmt::format("close that one with '{}' first", bracket == '[' ? ']' : '}'));
  }
  return scene.here(fmt::format("this '{}' closes no bracket that is open", c),
                    "remove it, or add the opening bracket");
}

Diagnostic block_entry(const Scene& scene) {
  if (open_bracket(scene)) {
    return scene.here("a '-' starts no list item inside brackets",
                      "separate items by ',' there, or put quotes around '-'");
  }
  return scene.here("a list item ('- ') cannot start here", "start the list on its own line, one '-' under the other");
}

struct Explained {
  std::string_view said;  ///< how the parser's message starts
  std::string_view message;
  std::string_view help;
};

const std::array kSimple = {
    Explained{Msg::MULTIPLE_TAGS, "a value can have one tag only", "remove one of the two"},
    Explained{Msg::MULTIPLE_ANCHORS, "a value can have one anchor only", "remove one of the two"},
    Explained{Msg::MAP_KEY, "a key with '? ' cannot start here", "start it on its own line"},
    Explained{Msg::ALIAS_NOT_FOUND, "a '*' must be followed by the name of an anchor",
              "put quotes around the text if no alias is meant"},
    Explained{Msg::ANCHOR_NOT_FOUND, "a '&' must be followed by a name",
              "put quotes around the text if no anchor is meant"},
    Explained{Msg::CHAR_IN_ALIAS, "this character cannot stand in an alias",
              "put a space behind the alias, or quotes around the text"},
    Explained{Msg::CHAR_IN_ANCHOR, "this character cannot stand in an anchor",
              "put a space behind the anchor, or quotes around the text"},
    Explained{Msg::ZERO_INDENT_IN_BLOCK, "the indentation of a text block is 1 to 9", "drop the 0"},
    Explained{Msg::CHAR_IN_BLOCK, "only a comment can follow '|' or '>' on its line",
              "start the text on the next line"},
    Explained{Msg::CHAR_IN_TAG_HANDLE, "this character cannot stand in a tag",
              "put quotes around text that starts with '!'"},
    Explained{Msg::TAG_WITH_NO_SUFFIX, "the tag has no name", "put quotes around text that starts with '!'"},
    Explained{Msg::END_OF_VERBATIM_TAG, "the tag that starts with '!<' is never closed", "add the closing '>'"},
    Explained{Msg::YAML_DIRECTIVE_ARGS, "%YAML takes one version", "write %YAML 1.2, or drop the line"},
    Explained{Msg::YAML_VERSION, "this is no version of YAML", "write %YAML 1.2, or drop the line"},
    Explained{Msg::YAML_MAJOR_VERSION, "this is no version of YAML that exists", "write %YAML 1.2, or drop the line"},
    Explained{Msg::REPEATED_YAML_DIRECTIVE, "%YAML is given twice", "drop one of the two lines"},
    Explained{Msg::TAG_DIRECTIVE_ARGS, "%TAG takes a handle and a prefix",
              "write it as %TAG !e! tag:example.com,2000:"},
    Explained{Msg::REPEATED_TAG_DIRECTIVE, "%TAG gives this handle twice", "drop one of the two lines"},
};

Diagnostic explain_scene(const Scene& scene, std::string_view said) {
  const auto is = [said](std::string_view message) { return said.starts_with(message); };
  const auto& open = scene.builder.open();
  if (is(Msg::END_OF_MAP_FLOW) || is(Msg::END_OF_SEQ_FLOW)) {
    // The innermost bracket; a pair in a list has none of its own.
    const auto frame = std::find_if(open.rbegin(), open.rend(), [](const auto& f) { return f.bracketed; });
    if (frame != open.rend()) return unclosed_bracket(scene, *frame);
  }
  if (is(Msg::EOF_IN_SCALAR) || is(Msg::DOC_IN_SCALAR)) return end_in_quotes(scene);
  if (is(Msg::INVALID_ESCAPE)) {
    return bad_escape(scene, "a double-quoted string has an escape that YAML does not know");
  }
  if (is(Msg::INVALID_HEX)) return bad_escape(scene, "a double-quoted string has an escape with too few hex digits");
  if (is(Msg::INVALID_UNICODE))
    return bad_escape(scene, "a double-quoted string has an escape that is no Unicode character");
  if (is(Msg::UNKNOWN_ANCHOR)) return unknown_anchor(scene);
  if (is(Msg::BAD_FILE)) {
    return scene.here("this is nested too deep", "such a file is hardly meant for people; split it");
  }
  if (auto tab = tab_in_indentation(scene)) return *tab;
  if (is(Msg::FLOW_END)) return flow_end(scene);
  if (is(Msg::BLOCK_ENTRY)) return block_entry(scene);
  if (is(Msg::END_OF_MAP) || is(Msg::END_OF_SEQ)) return member_expected(scene, is(Msg::END_OF_MAP));
  if (is(Msg::MAP_VALUE)) return unexpected_colon(scene);
  // Messages that yaml-cpp has since 0.9.
  if (is("unexpected scalar")) return member_expected(scene, true);
  if (is("plain value cannot start")) return unknown_token(scene);
  if (is(Msg::UNKNOWN_TOKEN)) return unknown_token(scene);
  for (const Explained& simple : kSimple) {
    if (is(simple.said)) return scene.here(std::string(simple.message), std::string(simple.help));
  }
  return scene.here("this is not valid YAML", "check indentation, quotes and brackets around this place");
}

/// Where template syntax starts a line or a value, up to `limit`; else, as a
/// weaker sign, the first place at which it stands anywhere.
struct TemplateMark {
  std::size_t at;
  bool strong;
};

std::optional<TemplateMark> find_template(std::string_view text, std::size_t limit) {
  std::optional<TemplateMark> weak;
  std::size_t tries = 1000;  // a bound for files that are full of braces
  for (std::size_t at = 0; at + 1 < text.size() && tries > 0; ++at) {
    at = text.find_first_of("{%", at);
    if (at == std::string_view::npos) break;
    const std::string_view pair = text.substr(at, 2);
    if (pair != "{{" && pair != "{%" && pair != "%{") continue;
    --tries;
    constexpr std::size_t kLookBack = 200;
    std::string_view before = text.substr(at - std::min(at, kLookBack), std::min(at, kLookBack));
    before.remove_prefix(before.rfind('\n') + 1);  // npos + 1 is 0
    const bool in_quotes =
        (std::count(before.begin(), before.end(), '"') + std::count(before.begin(), before.end(), '\'')) % 2 != 0;
    const bool in_comment = before.starts_with('#') || before.find(" #") != std::string_view::npos;
    // `${{ … }}` is GitHub's and good YAML.
    if (!in_quotes && !in_comment && !before.ends_with('$')) {
      const std::size_t last = before.find_last_not_of(" \t");
      const bool spaced = last + 1 < before.size();  // true too where nothing stands before
      const bool starts = last == std::string_view::npos || before[last] == '[' || before[last] == ',' ||
                          (spaced && (before[last] == ':' || before[last] == '-'));
      if (starts && at <= limit) return TemplateMark{at, true};
      if (!weak) weak = TemplateMark{at, false};
    }
    ++at;
  }
  return weak;
}

}  // namespace

Diagnostic explain(const YAML::Exception& exception, std::string_view text, const YamlBuilder& builder) {
  const std::size_t at = builder.offset(exception.mark);
  const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return explain_scene({text, builder, at, before == std::string_view::npos ? 0 : before + 1}, exception.msg);
}

void blame_template(Diagnostic& diagnostic, std::string_view text) {
  const std::size_t line_end = std::min(text.find('\n', diagnostic.range.begin), text.size());
  const auto mark = find_template(text, line_end);
  if (!mark) return;
  const std::string help = "mng reads plain YAML: render the template first and check the result";
  if (mark->strong) {
    diagnostic.range.begin = static_cast<std::uint32_t>(mark->at);
    diagnostic.range.end = diagnostic.range.begin + 2;
    diagnostic.message =
        fmt::format("this looks like a template ('{}'), which is not valid YAML", text.substr(mark->at, 2));
    diagnostic.help = help;
  } else {
    diagnostic.help += fmt::format("; if the file is a template ('{}'), render it first: mng reads plain YAML",
                                   text.substr(mark->at, 2));
  }
}

std::optional<std::string_view> nearest(std::string_view name, const std::vector<std::string>& names) {
  constexpr std::size_t kLongest = 64;
  if (name.size() > kLongest) return std::nullopt;
  std::size_t best = name.size() <= 3 ? 2 : 3;  // distances from here on are too far
  std::optional<std::string_view> found;
  std::size_t tries = 1000;
  for (const std::string& other : names) {
    if (other.size() > kLongest || other == name || tries-- == 0) continue;
    std::vector<std::size_t> row(other.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= name.size(); ++i) {
      std::size_t diagonal = std::exchange(row[0], i);
      for (std::size_t j = 1; j < row.size(); ++j) {
        const std::size_t swap = diagonal + (name[i - 1] == other[j - 1] ? 0 : 1);
        diagonal = std::exchange(row[j], std::min({swap, row[j] + 1, row[j - 1] + 1}));
      }
    }
    if (row.back() < best) {
      best = row.back();
      found = other;
    }
  }
  return found;
}

}  // namespace mng::syntax
