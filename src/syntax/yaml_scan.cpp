#include "syntax/yaml_scan.hpp"

#include <algorithm>
#include <cstdint>

namespace mng::syntax::yaml_scan {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_break(char c) {
  return c == '\n' || c == '\r';
}
bool is_flow_indicator(char c) {
  return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

bool document_marker_at(std::string_view text, std::size_t line_start) {
  const std::string_view head = text.substr(line_start, 3);
  return (head == "---" || head == "...") && blank_or_break_at(text, line_start + 3);
}

std::size_t line_end(std::string_view text, std::size_t from) {
  return std::min(text.find('\n', from), text.size());
}

/// The line break itself is LF or CRLF; this steps back over a CR.
std::size_t without_cr(std::string_view text, std::size_t begin, std::size_t end) {
  return end > begin && text[end - 1] == '\r' ? end - 1 : end;
}

void append_utf8(std::string& out, std::uint32_t point) {
  const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (point < 0x80U) {
    put(point);
  } else if (point < 0x800U) {
    put(0xC0U | (point >> 6U));
    put(0x80U | (point & 0x3FU));
  } else if (point < 0x10000U) {
    put(0xE0U | (point >> 12U));
    put(0x80U | ((point >> 6U) & 0x3FU));
    put(0x80U | (point & 0x3FU));
  } else {
    put(0xF0U | (point >> 18U));
    put(0x80U | ((point >> 12U) & 0x3FU));
    put(0x80U | ((point >> 6U) & 0x3FU));
    put(0x80U | (point & 0x3FU));
  }
}

std::uint32_t hex(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits) {
    std::uint32_t digit = 0;
    if (c >= '0' && c <= '9') digit = static_cast<std::uint32_t>(c - '0');
    if (c >= 'a' && c <= 'f') digit = static_cast<std::uint32_t>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') digit = static_cast<std::uint32_t>(c - 'A' + 10);
    value = value << 4U | digit;
  }
  return value;
}

/// The code point of a one-letter escape; 0 for what is no such escape, the
/// escaped NUL included.
std::uint32_t simple_escape(char c) {
  switch (c) {
    case 'a':
      return 0x07;
    case 'b':
      return 0x08;
    case 't':
      return 0x09;
    case 'n':
      return 0x0A;
    case 'v':
      return 0x0B;
    case 'f':
      return 0x0C;
    case 'r':
      return 0x0D;
    case 'e':
      return 0x1B;
    case 'N':
      return 0x85;
    case '_':
      return 0xA0;
    case 'L':
      return 0x2028;
    case 'P':
      return 0x2029;
    default:
      return static_cast<unsigned char>(c) < 0x80U && c != '0' ? static_cast<unsigned char>(c) : 0;
  }
}

/// Past a run of blanks and line breaks that starts at `at`; counts the breaks.
std::size_t skip_fold(std::string_view text, std::size_t at, std::size_t& breaks) {
  while (at < text.size() && is_blank_or_break(text[at])) {
    if (text[at] == '\n') ++breaks;
    ++at;
  }
  return at;
}

}  // namespace

bool is_blank_or_break(char c) {
  return is_blank(c) || is_break(c);
}

bool blank_or_break_at(std::string_view text, std::size_t at) {
  return at >= text.size() || is_blank_or_break(text[at]);
}

Place skip_gap(std::string_view text, Place from) {
  while (from.offset < text.size()) {
    const char c = text[from.offset];
    if (c == '\n') {
      from.line_start = ++from.offset;
    } else if (is_blank_or_break(c)) {
      ++from.offset;
    } else if (c == '#') {
      from.offset = line_end(text, from.offset);
    } else {
      break;
    }
  }
  return from;
}

std::size_t anchor_end(std::string_view text, std::size_t begin) {
  std::size_t at = std::min(begin + 1, text.size());
  while (at < text.size() && !is_blank_or_break(text[at]) && !is_flow_indicator(text[at])) ++at;
  return at;
}

std::size_t tag_end(std::string_view text, std::size_t begin) {
  if (text.substr(begin, 2) == "!<") {
    const std::size_t close = text.find('>', begin);
    return close == std::string_view::npos ? text.size() : close + 1;
  }
  std::size_t at = std::min(begin + 1, text.size());
  const auto in_tag = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-#;/?:@&=+$_.~*'()%!").find(c) != std::string_view::npos;
  };
  while (at < text.size() && in_tag(text[at])) ++at;
  return at;
}

std::optional<std::size_t> quoted_end(std::string_view text, std::size_t begin) {
  const bool is_double = text[begin] == '"';
  const std::string_view stops = is_double ? "\\\"\n" : "'\n";
  std::size_t at = begin + 1;
  while ((at = text.find_first_of(stops, at)) != std::string_view::npos) {
    if (text[at] == '\\') {
      // An escaped line break still starts a line, which may be `---`.
      const bool breaks = text.substr(at + 1, 1) == "\n";
      at += breaks ? 1 : 2;
    } else if (text[at] == '\n') {
      if (document_marker_at(text, ++at)) return std::nullopt;
    } else if (!is_double && text.substr(at + 1, 1) == "'") {
      at += 2;
    } else {
      return at + 1;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> plain_end(std::string_view text, std::size_t begin, std::string_view value) {
  // All on one line, as almost always.
  if (text.substr(begin, value.size()) == value && value.find('\n') == std::string_view::npos) {
    return begin + value.size();
  }
  std::string same(value);
  return plain_end_restored(text, begin, same, {});
}

std::optional<std::size_t> plain_end_restored(std::string_view text, std::size_t begin, std::string& value,
                                              std::span<const std::size_t> blanks) {
  std::string out;
  std::size_t at = begin;
  std::size_t read = 0;
  auto blank = std::lower_bound(blanks.begin(), blanks.end(), begin);
  while (read < value.size()) {
    if (at >= text.size()) return std::nullopt;
    if (is_blank_or_break(text[at])) {
      std::size_t breaks = 0;
      const std::size_t next = skip_fold(text, at, breaks);
      const std::string_view rest = std::string_view(value).substr(read);
      if (breaks == 0) {
        const std::string_view written = text.substr(at, next - at);
        std::string given(written);
        for (; blank != blanks.end() && *blank < next; ++blank) {
          if (*blank >= at) given[*blank - at] = '\t';
        }
        if (rest.substr(0, given.size()) != given) return std::nullopt;
        out += written;
        read += given.size();
      } else if (breaks == 1) {
        if (rest.front() != ' ') return std::nullopt;
        out += ' ';
        ++read;
      } else {
        const std::size_t found = std::min(rest.find_first_not_of('\n'), rest.size());
        if (found != breaks - 1) return std::nullopt;
        out.append(found, '\n');
        read += found;
      }
      at = next;
    } else {
      if (text[at] != value[read]) return std::nullopt;
      out += value[read];
      ++at;
      ++read;
    }
  }
  value = std::move(out);
  return at;
}

BlockScalar block_scalar(std::string_view text, std::size_t begin, std::size_t parent, std::string_view value) {
  std::size_t at = begin + 1;
  bool keep = false;
  std::size_t indent = 1;
  bool detect = true;
  while (at < text.size() && (text[at] == '+' || text[at] == '-' || (text[at] >= '1' && text[at] <= '9'))) {
    keep = keep || text[at] == '+';
    if (text[at] >= '1' && text[at] <= '9') {
      indent = static_cast<std::size_t>(text[at] - '0');
      detect = false;
    }
    ++at;
  }
  indent += parent;

  BlockScalar out{.end = at};
  std::size_t last_content = at;  // where the last content line starts after its indentation
  bool any = false;
  std::size_t kept_end = at;
  std::size_t line = line_end(text, at);
  while (line < text.size()) {
    const std::size_t start = line + 1;
    const std::size_t stop = line_end(text, start);
    const std::size_t end = without_cr(text, start, stop);
    std::size_t after = start;
    while (after < end && text[after] == ' ' && (detect || after - start < indent)) ++after;
    // Like the parser: blank lines before the first content count for the
    // indentation that is detected.
    if (detect) indent = std::max(indent, after - start);
    if (after < end) {
      if (after - start < indent) break;
      detect = false;
      if (!any) out.content = after;
      any = true;
      last_content = after;
      out.end = end;
    }
    if (stop < text.size()) kept_end = end;
    line = stop;
  }
  // Blanks do not count: yaml-cpp adds one where the file ends in an indentation.
  const auto trimmed = [](std::string_view from) { return from.substr(0, from.find_last_not_of(" \t\n") + 1); };
  const std::string_view last = trimmed(text.substr(last_content, out.end - last_content));
  out.agrees = any ? trimmed(value).ends_with(last) : trimmed(value).empty();
  if (keep) out.end = std::max(out.end, kept_end);
  return out;
}

std::string decode_double_quoted(std::string_view token) {
  std::string out;
  const std::string_view text = token.substr(1, token.size() - 2);
  std::size_t written = 0;  // blanks after this point are dropped by a fold
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '\\' && at + 1 < text.size()) {
      const char kind = text[at + 1];
      at += 2;
      if (is_break(kind)) {
        // An escaped break joins the lines and drops the next indentation.
        std::size_t breaks = 0;
        at = skip_fold(text, at - 1, breaks);
        out.append(breaks - std::min<std::size_t>(breaks, 1), '\n');
      } else {
        const std::size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
        append_utf8(out, digits > 0 ? hex(text.substr(at, digits)) : simple_escape(kind));
        at = std::min(at + digits, text.size());
      }
      written = out.size();
    } else if (is_break(c)) {
      std::size_t breaks = 0;
      at = skip_fold(text, at, breaks);
      out.resize(written);
      if (breaks > 1) {
        out.append(breaks - 1, '\n');
      } else {
        out += ' ';
      }
      written = out.size();
    } else {
      out += c;
      ++at;
      if (!is_blank(c)) written = out.size();
    }
  }
  return out;
}

std::vector<std::size_t> tagged_blocks(std::string_view text, std::size_t begin, bool own_lines) {
  std::vector<std::size_t> out;
  std::size_t at = begin;
  while ((at = text.find_first_of("!&", at)) != std::string_view::npos) {
    const std::size_t first = at++;
    if (first == begin || text[first - 1] != ' ') continue;
    // The line must be nothing but `-`s, properties and the block's header.
    std::size_t before = first;
    while (before > begin && (text[before - 1] == ' ' || (text[before - 1] == '-' && text[before] == ' '))) --before;
    if (before > begin && text[before - 1] != '\n') continue;
    const bool is_item = text.substr(before, first - before).find('-') != std::string_view::npos;
    if (!is_item && !own_lines) continue;
    std::size_t after = first;
    while (after < text.size() && (text[after] == '!' || text[after] == '&')) {
      after = text[after] == '!' ? tag_end(text, after) : anchor_end(text, after);
      while (after < text.size() && is_blank(text[after])) ++after;
    }
    const std::string_view rest = text.substr(after, line_end(text, after) - after);
    const std::size_t header = std::min(rest.find_first_not_of("|>+-123456789"), rest.size());
    // Behind the header stands a comment or nothing.
    const std::size_t comment = std::min(rest.find_first_not_of(" \t\r", header), rest.size());
    const bool ends = blank_or_break_at(rest, header) && (comment == rest.size() || rest[comment] == '#');
    if ((rest.starts_with('|') || rest.starts_with('>')) && ends) out.push_back(first - 1);
    at = after;
  }
  return out;
}

std::optional<std::string> restore_blanks(const std::string& value, std::string_view text, std::size_t begin,
                                          std::size_t end, std::span<const std::size_t> blanks) {
  std::size_t from = blanks.empty() ? std::string::npos : value.find('\t');
  if (from == std::string::npos) return std::nullopt;
  std::optional<std::string> out;
  for (auto blank = std::lower_bound(blanks.begin(), blanks.end(), begin); blank != blanks.end(); ++blank) {
    if (*blank >= end) break;
    std::string given = "\t";
    given += text.substr(*blank + 1, line_end(text, *blank) - *blank - 1);
    // What trails may be a comment, or dropped by a fold.
    given.resize(std::min({given.size(), given.find(" #"), given.find("\t#")}));
    given.resize(given.find_last_not_of(" \t\r") + 1);
    // The value may end within the line: behind a comma in brackets, say.
    std::size_t found = value.find('\t', from);
    while (found != std::string::npos) {
      const std::size_t size = std::min(given.size(), value.size() - found);
      if (value.compare(found, size, given, 0, size) == 0) break;
      found = value.find('\t', found + 1);
    }
    if (found == std::string::npos) break;
    if (!out) out = value;
    (*out)[found] = ' ';
    from = std::min(found + given.size(), value.size());
  }
  return out;
}

Unfinished unfinished(std::string_view text, std::size_t from, std::size_t to, bool in_flow) {
  Unfinished out;
  Place place{.offset = from, .line_start = from};
  while ((place = skip_gap(text, place)).offset < std::min(to, text.size())) {
    std::size_t& at = place.offset;
    const char c = text[at];
    const bool flow = in_flow || !out.brackets.empty();
    if (c == '"' || c == '\'') {
      const auto end = quoted_end(text, at);
      if (!end) {
        out.quote = at;
        break;
      }
      at = *end;
    } else if (c == '&' || c == '*') {
      at = anchor_end(text, at);
    } else if (c == '!') {
      at = tag_end(text, at);
    } else if (is_flow_indicator(c)) {
      if (c == '[' || c == '{') out.brackets.push_back(at);
      if ((c == ']' || c == '}') && !out.brackets.empty()) out.brackets.pop_back();
      ++at;
    } else if ((c == '-' || c == '?' || c == ':') && (flow || blank_or_break_at(text, at + 1))) {
      ++at;
    } else {
      // A plain scalar, to the end of its line at most.
      ++at;
      while (at < text.size() && !is_break(text[at])) {
        if (text[at] == ':' && blank_or_break_at(text, at + 1)) break;
        if (text[at] == '#' && is_blank(text[at - 1])) break;
        if (flow && is_flow_indicator(text[at])) break;
        ++at;
      }
    }
  }
  return out;
}

}  // namespace mng::syntax::yaml_scan
