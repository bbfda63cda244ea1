#include "hcl/glob.hpp"

#include <re2/re2.h>

#include <string>

namespace mng::hcl {
namespace {

/// The pattern as a regular expression: that one takes linear time, too. `open`: a bracket that is never closed, where
/// there is one.
std::string as_regex(std::string_view pattern, char& open) {
  std::string out;
  int braces = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    switch (c) {
      case '*':
        if (pattern.substr(i, 3) == "**/") {
          out += "(?:[^/]*/)*";
          i += 2;
        } else if (pattern.substr(i, 2) == "**") {
          out += i > 0 && pattern[i - 1] == '/' ? ".*" : "[^/]*";
          i += 1;
        } else {
          out += "[^/]*";
        }
        break;
      case '?':
        out += "[^/]";
        break;
      case '{':
        ++braces;
        out += "(?:";
        break;
      case '}':
        out += braces > 0 ? ")" : "\\}";
        braces -= braces > 0 ? 1 : 0;
        break;
      case ',':
        out += braces > 0 ? '|' : ',';
        break;
      case '[': {
        const std::size_t end = pattern.find(']', i + 2);
        if (end == std::string_view::npos) {
          open = c;
          out += "\\[";
          break;
        }
        std::string inside(pattern.substr(i + 1, end - i - 1));
        if (inside.starts_with('!')) inside[0] = '^';
        out += '[' + inside + ']';
        i = end;
        break;
      }
      case '\\':
        if (i + 1 < pattern.size()) ++i;
        [[fallthrough]];
      default:
        out += RE2::QuoteMeta(re2::StringPiece(&pattern[i], 1));
    }
  }
  if (braces > 0) open = '{';
  out.append(static_cast<std::size_t>(braces), ')');
  return out;
}

RE2::Options options() {
  RE2::Options out;
  out.set_log_errors(false);
  out.set_encoding(RE2::Options::EncodingLatin1);
  return out;
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view path) {
  char open = 0;
  const RE2 compiled(as_regex(pattern, open), options());
  return compiled.ok() && RE2::FullMatch(re2::StringPiece(path.data(), path.size()), compiled);
}

std::string glob_fault(std::string_view pattern) {
  if (pattern.empty()) return "it is empty, and fits no file";
  char open = 0;
  const RE2 compiled(as_regex(pattern, open), options());
  if (open != 0) return std::string("its ") + open + " is never closed";
  return compiled.ok() ? std::string() : compiled.error();
}

}  // namespace mng::hcl
