#include "lint/suppression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <ctime>

#include "hcl/lexer.hpp"
#include "hcl/spell.hpp"

namespace mng::lint {

namespace {

constexpr std::string_view kMark = "mng-lint:";

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// A comment as it is written, and whether code stands before it on its line.
struct Comment {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// One line of a text: its bytes without the line break.
struct Line {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> out;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    out.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    begin = end + 1;
  }
  return out;
}

std::size_t indent_of(std::string_view text, const Line& line) {
  std::size_t at = line.begin;
  while (at < line.end && is_blank(text[at])) ++at;
  return at - line.begin;
}

bool is_empty(std::string_view text, const Line& line) {
  return line.begin + indent_of(text, line) == line.end;
}

/// Where a comment of YAML begins on a line; npos where none does. `quote`: the quote that is open, kept from line to
/// line.
std::size_t yaml_comment(std::string_view text, const Line& line, char& quote) {
  for (std::size_t at = line.begin; at < line.end; ++at) {
    const char c = text[at];
    if (quote != 0) {
      if (c == '\\' && quote == '"') {
        ++at;
      } else if (c == quote) {
        quote = 0;
      }
      continue;
    }
    const bool first = at == line.begin || is_blank(text[at - 1]);
    if (c == '#' && first) return at;
    // A quote within a plain text is a letter of it.
    const bool opens = first || std::string_view("[{,:(").find(text[at - 1]) != std::string_view::npos;
    if ((c == '"' || c == '\'') && opens) quote = c;
  }
  return std::string_view::npos;
}

/// Whether what stands on a line of YAML ends with the head of a block text: `|`, `>-`, `|2+`.
bool opens_text(std::string_view code) {
  code = trimmed(code);
  std::size_t at = code.size();
  while (at > 0 && std::string_view("+-0123456789").find(code[at - 1]) != std::string_view::npos) --at;
  if (at == 0 || (code[at - 1] != '|' && code[at - 1] != '>')) return false;
  return at == 1 || code[at - 2] == ' ';
}

std::vector<Comment> yaml_comments(std::string_view text, const std::vector<Line>& lines) {
  std::vector<Comment> out;
  char quote = 0;
  bool in_text = false;         // of several lines
  std::size_t text_indent = 0;  // of the line that opened it
  for (const Line& line : lines) {
    if (in_text) {
      if (is_empty(text, line) || indent_of(text, line) > text_indent) continue;
      in_text = false;
    }
    const std::size_t at = yaml_comment(text, line, quote);
    const std::size_t code_end = at == std::string_view::npos ? line.end : at;
    in_text = quote == 0 && opens_text(text.substr(line.begin, code_end - line.begin));
    text_indent = indent_of(text, line);
    if (at != std::string_view::npos) out.push_back({static_cast<std::uint32_t>(at), line.end});
  }
  return out;
}

std::vector<Comment> hcl_comments(std::string_view text, std::uint32_t source) {
  std::vector<Comment> out;
  hcl::Diagnostics ignored;
  for (const hcl::Token& token : hcl::tokenize(text, source, ignored)) {
    if (token.kind == hcl::TokenKind::kComment) out.push_back({token.begin, token.end});
  }
  return out;
}

/// How deep brackets are open behind a line, beginning with `depth`: texts and comments are passed over roughly.
int depth_behind(std::string_view text, const Line& line, int depth) {
  char quote = 0;
  for (std::size_t at = line.begin; at < line.end; ++at) {
    const char c = text[at];
    if (quote != 0) {
      if (c == '\\') {
        ++at;
      } else if (c == quote) {
        quote = 0;
      }
    } else if (c == '"') {
      quote = c;
    } else if (c == '#' && (at == line.begin || is_blank(text[at - 1]))) {
      break;
    } else if (c == '{' || c == '[' || c == '(') {
      ++depth;
    } else if (c == '}' || c == ']' || c == ')') {
      --depth;
    }
  }
  return depth;
}

/// The last line of what a line opens: of HCL to the bracket that ends it, of YAML all that is indented deeper.
std::size_t last_of(std::string_view text, const std::vector<Line>& lines, std::size_t first, bool is_hcl) {
  std::size_t last = first;
  int depth = depth_behind(text, lines[first], 0);
  const std::size_t indent = indent_of(text, lines[first]);
  const bool is_member = text.substr(lines[first].begin + indent, 2) == "- ";
  for (std::size_t at = first + 1; at < lines.size(); ++at) {
    if (is_hcl || depth > 0) {
      if (depth <= 0) break;
      depth = depth_behind(text, lines[at], depth);
      last = at;
      continue;
    }
    if (is_empty(text, lines[at])) continue;
    const std::size_t own = indent_of(text, lines[at]);
    // A list may be indented as little as the key it belongs to.
    const bool member_of = own == indent && !is_member && text.substr(lines[at].begin + own, 2) == "- ";
    if (own <= indent && !member_of) break;
    depth = std::max(0, depth_behind(text, lines[at], depth));
    last = at;
  }
  return last;
}

bool is_date(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00";
  if (text.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kShape[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != kShape[i]) return false;
  }
  const int month = (text[5] - '0') * 10 + text[6] - '0';
  const int day = (text[8] - '0') * 10 + text[9] - '0';
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/// Reads what stands behind the mark. `offset`: of the text in its source.
class Words {
 public:
  Words(std::string_view text, std::uint32_t source, std::uint32_t offset, Ignore& out)
      : text_(text), source_(source), offset_(offset), out_(out) {}

  /// Whether it is about the whole file.
  bool run() {
    blanks();
    const std::string_view word = take([](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
    if (word != "ignore" && word != "ignore-file") {
      static constexpr std::array<std::string_view, 2> kWords{"ignore", "ignore-file"};
      const std::string meant = hcl::did_you_mean(word, kWords);
      fail(fmt::format("`{}` is nothing that mng-lint is told in a comment", std::string(word.substr(0, 60))),
           meant.empty() ? "it is told ignore[RULE] or ignore-file[RULE]" : meant);
      return false;
    }
    if (!next('[')) {
      fail(fmt::format("{} names no rule", word), fmt::format("name the rules to let be: {}[RULE]", word));
      return false;
    }
    names();
    rest();
    return word == "ignore-file";
  }

 private:
  void fail(std::string message, std::string help) {
    if (!out_.fault.empty()) return;
    out_.fault = std::move(message);
    out_.help = std::move(help);
  }
  void blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  bool next(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  template <class Of>
  std::string_view take(Of of) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && of(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void names() {
    for (;;) {
      blanks();
      const auto begin = static_cast<std::uint32_t>(offset_ + at_);
      const std::string_view name = take([](char c) { return c != ',' && c != ']' && !is_blank(c); });
      if (!name.empty()) {
        out_.names.push_back({name, {source_, begin, begin + static_cast<std::uint32_t>(name.size())}, false});
      }
      blanks();
      if (next(']')) break;
      if (!next(',')) return fail("the list of rules has no end", "write ignore[RULE, RULE]");
    }
    if (out_.names.empty()) fail("ignore[] names no rule", "name the rules to let be: ignore[RULE]");
  }

  /// `until=DATE`, then `-- reason`, each where it is.
  void rest() {
    blanks();
    constexpr std::string_view kUntil = "until=";
    if (text_.substr(at_).starts_with(kUntil)) {
      at_ += kUntil.size();
      out_.until = take([](char c) { return !is_blank(c); });
      if (!is_date(out_.until)) fail("until= takes a date", "write it as until=2027-01-31");
      blanks();
    }
    // A block comment of HCL ends on its own line.
    const std::string_view left = trimmed(text_.substr(at_));
    if (left.starts_with("--") && trimmed(left.substr(2)).starts_with(kUntil)) {
      return fail("until= stands before the reason", "write it as ignore[RULE] until=2027-01-31 -- reason");
    }
    if (left.empty() || left == "*/" || left.starts_with("--")) return;
    fail(fmt::format("`{}` is nothing that an ignore has", std::string(left.substr(0, 60))),
         "a reason stands behind --, a date as until=2027-01-31 before it");
  }

  std::string_view text_;
  std::uint32_t source_;
  std::uint32_t offset_;
  Ignore& out_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Ignore> find_ignores(std::string_view text, std::uint32_t source, bool is_hcl) {
  std::vector<Ignore> out;
  if (text.find(kMark) == std::string_view::npos) return out;
  const std::vector<Line> lines = lines_of(text);
  const std::vector<Comment> comments = is_hcl ? hcl_comments(text, source) : yaml_comments(text, lines);
  const auto line_of = [&](std::uint32_t offset) {
    const auto after = std::upper_bound(lines.begin(), lines.end(), offset,
                                        [](std::uint32_t at, const Line& line) { return at < line.begin; });
    return static_cast<std::size_t>(after - lines.begin()) - 1;
  };
  // Lines that hold nothing but a comment: what stands below them is what the first of them is about.
  std::set<std::size_t> plain;
  for (const Comment& comment : comments) {
    const std::size_t first = line_of(comment.begin);
    const bool alone = lines[first].begin + indent_of(text, lines[first]) == comment.begin;
    for (std::size_t at = first; alone && at <= line_of(comment.end == comment.begin ? comment.end : comment.end - 1);
         ++at)
      plain.insert(at);
  }
  for (const Comment& comment : comments) {
    std::string_view words = text.substr(comment.begin, comment.end - comment.begin);
    std::size_t head = 0;
    while (head < words.size() &&
           (words[head] == '#' || words[head] == '/' || words[head] == '*' || is_blank(words[head])))
      ++head;
    if (!words.substr(head).starts_with(kMark)) continue;
    Ignore one;
    const auto begin = static_cast<std::uint32_t>(comment.begin + head);
    words.remove_prefix(head);
    words = trimmed(words.substr(0, words.find('\n')));
    one.place = {source, begin, begin + static_cast<std::uint32_t>(words.size())};
    const bool whole =
        Words(words.substr(kMark.size()), source, begin + static_cast<std::uint32_t>(kMark.size()), one).run();
    const std::size_t own = line_of(comment.begin);
    if (whole) {
      one.end = static_cast<std::uint32_t>(text.size()) + 1;
    } else if (!plain.contains(own)) {
      one.begin = lines[own].begin;
      one.end = lines[own].end;
    } else {
      std::size_t next = own + 1;
      while (next < lines.size() && (plain.contains(next) || is_empty(text, lines[next]))) ++next;
      if (next < lines.size()) {
        one.begin = lines[next].begin;
        one.end = lines[last_of(text, lines, next, is_hcl)].end;
      }
    }
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<Ignore>& Suppressions::of(std::uint32_t source) {
  const auto at = known_.find(source);
  if (at != known_.end()) return at->second;
  const hcl::Source& file = sources_[source];
  const std::string& path = file.path();
  const bool is_hcl = path.ends_with(".tf") || path.ends_with(".tofu") || path.ends_with(".tfvars");
  // JSON has no comments, and what a revision said is not mended in it.
  const bool has_none = path.ends_with(".json") || !file.revision().empty();
  return known_.emplace(source, has_none ? std::vector<Ignore>{} : find_ignores(file.text(), source, is_hcl))
      .first->second;
}

bool Suppressions::covers(const hcl::Range& place, std::string_view rule) {
  if (!place.known()) return false;
  bool out = false;
  for (Ignore& one : of(place.source)) {
    if (!one.fault.empty() || place.begin < one.begin || place.begin >= std::max(one.end, one.begin + 1)) continue;
    for (Ignore::Name& name : one.names) {
      if (name.rule != rule) continue;
      name.used = true;
      // What has run out is told, and lets nothing be any more.
      out = out || one.until.empty() || one.until >= today_;
    }
  }
  return out;
}

bool Suppressions::covers(const Finding& finding) {
  bool out = covers(finding.place, finding.rule);
  for (const hcl::Range* place : {&finding.block, &finding.owner}) {
    if (*place != finding.place) out = covers(*place, finding.rule) || out;
  }
  // What is told of several groups together is let be at any of them.
  for (const Label& label : finding.labels) {
    if (finding.group.empty()) out = covers(label.range, finding.rule) || out;
  }
  for (const hcl::Range& caller : finding.related) out = covers(caller, finding.rule) || out;
  return out;
}

std::vector<Finding> Suppressions::faults(std::uint32_t source, const Ran& ran) {
  std::vector<Finding> out;
  const auto say = [&](std::string_view rule, const hcl::Range& place, std::string message, std::string help) {
    Finding finding;
    finding.rule = rule;
    finding.place = place;
    finding.message = std::move(message);
    finding.help = std::move(help);
    out.push_back(std::move(finding));
  };
  for (const Ignore& one : of(source)) {
    if (!one.fault.empty()) {
      say("ignore-invalid", one.place, one.fault, one.help);
      continue;
    }
    for (const Ignore::Name& name : one.names) {
      const std::string unknown = ran.unknown(name.rule);
      if (!unknown.empty()) {
        say("ignore-invalid", name.place, unknown, "");
      } else if (!one.until.empty() && one.until < today_ && name.used) {
        say("ignore-expired", one.place,
            fmt::format("this let {} be until {}, and it is found still", name.rule, one.until),
            "mend what it let be, or give it a later date");
      } else if (!name.used && ran.could_find(name.rule, sources_[source].path())) {
        say("ignore-unused", name.place, fmt::format("nothing here is told by {}", name.rule), "leave it out");
      }
    }
  }
  return out;
}

std::string today() {
  std::time_t now = std::time(nullptr);
  if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH"); fixed != nullptr) {
    const std::string_view text(fixed);
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error == std::errc() && end == text.data() + text.size()) now = static_cast<std::time_t>(seconds);
  }
  std::tm utc{};
  gmtime_r(&now, &utc);
  return fmt::format("{:04}-{:02}-{:02}", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday);
}

}  // namespace mng::lint
