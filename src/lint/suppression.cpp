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

constexpr std::string_view kName = "mng-lint";
constexpr std::string_view kMark = "mng-lint:";

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// A comment as it is written, half open.
struct Comment {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// One line of a text: its bytes without the line break.
struct Line {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// What a text is made of, line by line, found in one pass.
struct Layout {
  std::vector<Line> lines;
  std::vector<Comment> comments;
  std::vector<bool> code;         ///< whether anything but comments and blanks stands on the line
  std::vector<std::size_t> last;  ///< of a line with code, the last line of what it opens
  std::vector<std::size_t>
      next{};  ///< the first line with code from this one on; the number of lines where there is none

  [[nodiscard]] std::size_t line_of(std::uint32_t offset) const {
    const auto after = std::upper_bound(lines.begin(), lines.end(), offset,
                                        [](std::uint32_t at, const Line& line) { return at < line.begin; });
    return static_cast<std::size_t>(after - lines.begin()) - 1;
  }
  void finish() {
    next.assign(lines.size() + 1, lines.size());
    for (std::size_t at = lines.size(); at-- > 0;) next[at] = code[at] ? at : next[at + 1];
  }
};

Layout layout_of(std::string_view text) {
  Layout out;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    out.lines.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    begin = end + 1;
  }
  out.code.assign(out.lines.size(), false);
  out.last.resize(out.lines.size());
  for (std::size_t at = 0; at < out.lines.size(); ++at) out.last[at] = at;
  return out;
}

/// Goes over YAML character by character, as far as comments, quotes, flow collections and texts of several lines go.
class YamlLayout {
 public:
  explicit YamlLayout(std::string_view text) : text_(text), out_(layout_of(text)), depth_(out_.lines.size(), kInside) {}

  Layout run() {
    for (std::size_t at = 0; at < out_.lines.size(); ++at) line(at);
    // What a line opens ends before the next one that is indented as little; of list members the dash is the indent.
    std::vector<std::size_t> open;
    std::size_t latest = 0;
    for (std::size_t at = 0; at < out_.lines.size(); ++at) {
      if (!out_.code[at]) continue;
      while (depth_[at] != kInside && !open.empty() && depth_[open.back()] >= depth_[at]) {
        out_.last[open.back()] = latest;
        open.pop_back();
      }
      if (depth_[at] != kInside) open.push_back(at);
      latest = at;
    }
    for (const std::size_t at : open) out_.last[at] = latest;
    out_.finish();
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kInside = std::string_view::npos;  // of a flow collection, a quote or a text

  void line(std::size_t number) {
    const Line& line = out_.lines[number];
    std::size_t at = line.begin;
    while (at < line.end && is_blank(text_[at])) ++at;
    if (at == line.end) return;
    const std::size_t indent = at - line.begin;
    if (in_text_ && indent > text_indent_) {
      out_.code[number] = true;
      return;
    }
    in_text_ = false;
    const bool inside = quote_ != 0 || flow_ > 0;
    // Past the dashes of members of lists: what follows is indented by them.
    std::size_t key = at;
    while (!inside && key + 1 < line.end && text_[key] == '-' && is_blank(text_[key + 1])) {
      ++key;
      while (key < line.end && is_blank(text_[key])) ++key;
    }
    const std::size_t end = scan(key, line);
    const bool has_code = end > at && text_[at] != '#';
    out_.code[number] = has_code;
    if (!has_code) return;
    const bool member = !inside && key > at;
    if (!inside) depth_[number] = 2 * indent + (member ? 1 : 0);
    std::string_view code = trimmed(text_.substr(key, end - key));
    if (quote_ == 0 && flow_ == 0 && opens_text(code)) {
      in_text_ = true;
      text_indent_ = (code[0] == '|' || code[0] == '>') ? indent : key - line.begin;
    }
  }

  /// Goes over one line from where its first scalar may begin; gives where its code ends.
  std::size_t scan(std::size_t from, const Line& line) {
    bool begins = true;  // whether a scalar may begin here
    for (std::size_t at = from; at < line.end; ++at) {
      const char c = text_[at];
      if (quote_ != 0) {
        const bool escaped = quote_ == '"' ? c == '\\' : c == '\'' && at + 1 < line.end && text_[at + 1] == '\'';
        if (escaped) {
          ++at;
        } else if (c == quote_) {
          quote_ = 0;
          begins = false;
        }
        continue;
      }
      if (is_blank(c)) continue;
      const bool behind_blank = at == line.begin || is_blank(text_[at - 1]);
      if (c == '#' && (behind_blank || at == from)) {
        out_.comments.push_back({static_cast<std::uint32_t>(at), line.end});
        return at;
      }
      const bool next_blank = at + 1 >= line.end || is_blank(text_[at + 1]);
      if (begins && (c == '"' || c == '\'')) {
        quote_ = c;
      } else if (begins && (c == '[' || c == '{')) {
        ++flow_;
      } else if (flow_ > 0 && (c == ']' || c == '}')) {
        --flow_;
        begins = false;
      } else if (flow_ > 0 && c == ',') {
        begins = true;
      } else {
        begins = c == ':' && (next_blank || flow_ > 0);
      }
    }
    return line.end;
  }

  /// Whether what stands on a line ends with the head of a text of several lines: `|`, `>-`, `|2+`.
  static bool opens_text(std::string_view code) {
    std::size_t at = code.size();
    while (at > 0 && std::string_view("+-0123456789").find(code[at - 1]) != std::string_view::npos) --at;
    if (at == 0 || (code[at - 1] != '|' && code[at - 1] != '>')) return false;
    return at == 1 || code[at - 2] == ' ';
  }

  std::string_view text_;
  Layout out_;
  std::vector<std::size_t> depth_;  // of a line, how far it is indented: twice, and one more for a member of a list
  char quote_ = 0;
  unsigned flow_ = 0;
  bool in_text_ = false;
  std::size_t text_indent_ = 0;
};

/// The same of HCL, by its tokens.
Layout hcl_layout(std::string_view text, std::uint32_t source) {
  Layout out = layout_of(text);
  hcl::Diagnostics ignored;
  std::vector<std::size_t> open;  // lines that brackets and heredocs are opened on
  std::size_t line = 0;
  for (const hcl::Token& token : hcl::tokenize(text, source, ignored)) {
    while (line + 1 < out.lines.size() && out.lines[line + 1].begin <= token.begin) ++line;
    switch (token.kind) {
      case hcl::TokenKind::kEnd:
      case hcl::TokenKind::kNewline:
        continue;
      case hcl::TokenKind::kComment:
        out.comments.push_back({token.begin, token.end});
        continue;
      case hcl::TokenKind::kOpenBrace:
      case hcl::TokenKind::kOpenBracket:
      case hcl::TokenKind::kOpenParen:
      case hcl::TokenKind::kOpenHeredoc:
      case hcl::TokenKind::kInterpolation:
      case hcl::TokenKind::kDirective:
        open.push_back(line);
        break;
      case hcl::TokenKind::kCloseBrace:
      case hcl::TokenKind::kCloseBracket:
      case hcl::TokenKind::kCloseParen:
      case hcl::TokenKind::kCloseHeredoc:
      case hcl::TokenKind::kTemplateEnd:
        if (!open.empty()) {
          out.last[open.back()] = std::max(out.last[open.back()], line);
          open.pop_back();
        }
        break;
      default:
        break;
    }
    for (std::size_t at = line; at < out.lines.size() && out.lines[at].begin < std::max(token.end, token.begin + 1);
         ++at)
      out.code[at] = true;
  }
  out.finish();
  return out;
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
      constexpr std::size_t kMost = 50;
      if (out_.names.size() == kMost) {
        return fail(fmt::format("it names more than {} rules", kMost), "turn them off in .mng-lint.yaml");
      }
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
    const std::size_t until = left.starts_with("--") ? left.find(kUntil) : std::string_view::npos;
    if (until != std::string_view::npos && (is_blank(left[until - 1]) || left[until - 1] == '-')) {
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
  if (text.find(kName) == std::string_view::npos) return out;
  const Layout layout = is_hcl ? hcl_layout(text, source) : YamlLayout(text).run();
  const auto read = [&](const Comment& comment, std::uint32_t line) {
    std::uint32_t begin = line;
    const std::string_view head("#/* \t\r");
    while (begin < comment.end && head.find(text[begin]) != std::string_view::npos) ++begin;
    std::string_view words = text.substr(begin, comment.end - begin);
    if (!words.starts_with(kName)) return;
    Ignore one;
    words = trimmed(words.substr(0, words.find('\n')));
    one.place = {source, begin, begin + static_cast<std::uint32_t>(words.size())};
    if (!words.starts_with(kMark)) {
      // Prose may begin with the program's name; a list of rules is none.
      const std::string_view behind = trimmed(words.substr(kName.size()));
      if (!behind.starts_with("ignore[") && !behind.starts_with("ignore-file[")) return;
      one.fault = "a colon is missing behind mng-lint";
      one.help = fmt::format("write it as mng-lint: {}", behind.substr(0, 60));
      out.push_back(std::move(one));
      return;
    }
    const bool whole =
        Words(words.substr(kMark.size()), source, begin + static_cast<std::uint32_t>(kMark.size()), one).run();
    const std::size_t own = layout.line_of(comment.begin);
    if (whole) {
      one.end = static_cast<std::uint32_t>(text.size()) + 1;
    } else {
      // Beside code it is about that; alone about what stands below it, past other comments.
      const std::size_t first = layout.code[own] ? own : layout.next[own];
      if (first < layout.lines.size()) {
        one.begin = layout.lines[first].begin;
        one.end = layout.lines[layout.code[own] ? own : layout.last[first]].end + 1;
      }
    }
    out.push_back(std::move(one));
  };
  // Of a comment of several lines, each may be one.
  for (const Comment& comment : layout.comments) {
    read(comment, comment.begin);
    for (std::size_t at = text.find('\n', comment.begin); at < comment.end; at = text.find('\n', at + 1)) {
      read(comment, static_cast<std::uint32_t>(at) + 1);
    }
  }
  return out;
}

Suppressions::Known& Suppressions::of(std::uint32_t source) {
  const auto at = known_.find(source);
  if (at != known_.end()) return at->second;
  const hcl::Source& file = sources_[source];
  const std::string& path = file.path();
  const bool is_hcl = path.ends_with(".tf") || path.ends_with(".tofu") || path.ends_with(".tfvars");
  // JSON has no comments, and what a revision said is not mended in it.
  const bool has_none = path.ends_with(".json") || !file.revision().empty();
  Known known;
  if (!has_none) known.ignores = find_ignores(file.text(), source, is_hcl);
  for (Ignore& one : known.ignores) {
    if (!one.fault.empty() || one.end <= one.begin) continue;
    for (Ignore::Name& name : one.names) known.by_rule[name.rule].push_back({one.begin, one.end, 0, &one, &name});
  }
  for (auto& [rule, spans] : known.by_rule) {
    std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
    std::uint32_t reach = 0;
    for (Span& span : spans) span.reach = reach = std::max(reach, span.end);
  }
  return known_.emplace(source, std::move(known)).first->second;
}

bool Suppressions::covers(const hcl::Range& place, std::string_view rule) {
  if (!place.known()) return false;
  Known& known = of(place.source);
  const auto of_rule = known.by_rule.find(rule);
  if (of_rule == known.by_rule.end()) return false;
  std::vector<Span>& spans = of_rule->second;
  auto at = std::upper_bound(spans.begin(), spans.end(), place.begin,
                             [](std::uint32_t begin, const Span& span) { return begin < span.begin; });
  bool out = false;
  // Of those that begin before it, as far back as any reaches.
  while (at != spans.begin() && (--at)->reach > place.begin) {
    if (at->end <= place.begin) continue;
    at->name->used = true;
    // What has run out is told, and lets nothing be any more.
    out = out || at->ignore->until.empty() || at->ignore->until >= today_;
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
  constexpr std::size_t kMost = 200;
  for (const Ignore& one : of(source).ignores) {
    if (out.size() >= kMost) break;  // a file with more is broken as a whole
    if (!one.fault.empty()) {
      say("ignore-invalid", one.place, one.fault, one.help);
      continue;
    }
    for (const Ignore::Name& name : one.names) {
      const Fault unknown = ran.unknown(name.rule);
      if (!unknown.empty()) {
        say("ignore-invalid", name.place, unknown.message, unknown.help);
      } else if (!one.until.empty() && one.until < today_ && name.used) {
        say("ignore-expired", one.place,
            fmt::format("this let {} be until {}, and it is found still", name.rule, one.until),
            "mend what it let be, or give it a later date");
      } else if (!name.used && ran.could_find(name.rule, {source, one.begin, one.end})) {
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
