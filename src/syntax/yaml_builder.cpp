#include "syntax/yaml_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace mng::syntax {

using hcl::Range;
using hcl::Value;

namespace {

std::size_t null_token_length(std::string_view text) {
  for (const std::string_view spelling : std::array<std::string_view, 4>{"null", "Null", "NULL", "~"}) {
    if (!text.starts_with(spelling)) continue;
    const std::size_t size = spelling.size();
    if (yaml_scan::blank_or_break_at(text, size) ||
        std::string_view(",]}:").find(text[size]) != std::string_view::npos) {
      return size;
    }
  }
  return 0;
}

}  // namespace

YamlBuilder::YamlBuilder(const hcl::Sources& sources, std::uint32_t source, std::size_t bom,
                         std::span<const std::size_t> blanks, hcl::Arena& arena, const YamlLimits& limits,
                         YamlReading reading, YamlFile& out)
    : sources_(sources),
      source_(source),
      text_(sources[source].text()),
      bom_(bom),
      blanks_(blanks),
      arena_(arena),
      limits_(limits),
      reading_(reading),
      out_(out),
      cursor_(bom) {}

std::size_t YamlBuilder::offset(const YAML::Mark& mark) const {
  if (mark.pos < 0) return cursor_;
  return std::min(static_cast<std::size_t>(mark.pos) + bom_, text_.size());
}

Range YamlBuilder::range(std::size_t begin, std::size_t end) const {
  return {source_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(std::max(begin, end))};
}

void YamlBuilder::stop(std::size_t begin, std::size_t end, std::string message, std::string help,
                       bool is_syntax) const {
  throw Stop{{.range = range(begin, end), .message = std::move(message), .help = std::move(help)}, is_syntax};
}

void YamlBuilder::error(const Range& range, std::string message, std::string help) {
  out_.diagnostics.push_back({.range = range, .message = std::move(message), .help = std::move(help)});
}

void YamlBuilder::count_nodes(std::size_t count, std::size_t at) {
  nodes_ += std::min(count, limits_.nodes + 1);
  if (nodes_ > limits_.nodes) {
    stop(at, at,
         fmt::format("the file stands for more than {} values, aliases counted as what they repeat", limits_.nodes),
         "split the file, or repeat less", false);
  }
}

// ---- documents

void YamlBuilder::check_between_documents(std::size_t end, bool is_document_start) {
  bool closed = false;
  std::size_t line = cursor_ == bom_ ? bom_ : std::min(text_.find('\n', cursor_), text_.size() - 1) + 1;
  while (line < end) {
    const std::size_t next = std::min(text_.find('\n', line), text_.size() - 1) + 1;
    const std::string_view head = text_.substr(line, next - line);
    if (head.starts_with("...") && yaml_scan::blank_or_break_at(head, 3)) closed = true;
    // The parser drops a line it takes for a directive without a word.
    if (head.starts_with('%') && !head.starts_with("%YAML") && !head.starts_with("%TAG")) {
      const std::size_t last = head.find_last_not_of(" \t\r\n") + 1;
      stop(line, line + last, "a line that starts with '%' is a YAML directive, and there is none of this name",
           "indent the line, or put quotes around the text");
    }
    line = next;
  }
  if (!is_document_start || out_.documents.empty()) return;
  if (!closed && !(text_.substr(end, 3) == "---" && yaml_scan::blank_or_break_at(text_, end + 3))) {
    // yaml-cpp takes whatever follows a complete value for a new document.
    out_.documents.pop_back();
    if (text_[end] == ',') stop(end, end + 1, "a value cannot start with ','", "put quotes around the value");
    if (text_.substr(cursor_, end - cursor_).find('\n') == std::string_view::npos) {
      const std::size_t word = std::min(text_.find_first_of(" \t\r\n", end), text_.size());
      stop(end, word, "there is more text behind a complete value", "put quotes around the whole value");
    }
    const std::size_t last = std::min(text_.find_first_of("\r\n", end), text_.size());
    stop(end, last, "this does not belong to the value before it, which is complete",
         "check quotes, brackets and indentation; a new document starts with '---'");
  }
}

void YamlBuilder::OnDocumentStart(const YAML::Mark& mark) {
  pending = 0;
  const std::size_t at = offset(mark);
  check_between_documents(at, true);
  document_marked_ = text_.substr(at, 3) == "---";
  cursor_ = document_marked_ ? at + 3 : at;
  document_begin_ = cursor_;
  document_ = Value();
  anchored_.clear();
  earlier_names_.insert(earlier_names_.end(), names_.begin(), names_.end());
  names_.clear();
}

void YamlBuilder::OnDocumentEnd() {
  // A `...` with nothing before it is no document.
  if (!document_marked_ && document_.is_null() && text_.substr(document_begin_, 3) == "...") return;
  out_.documents.push_back({document_, document_.range()});
}

void YamlBuilder::finish() {
  check_between_documents(text_.size(), false);
}

// ---- scalars

void YamlBuilder::add_scalar(const Token& token, const Value& value, YAML::anchor_t anchor, bool is_merge) {
  cursor_ = std::max<std::size_t>(cursor_, token.range.end);
  const Value placed = value.at(token.range);
  remember(anchor, {.value = placed, .text = token.text, .nodes = 1, .scalar = true, .complete = true});
  if (!frames_.empty() && frames_.back().is_map && !frames_.back().has_key) {
    set_key(token.text, token.range, is_merge);
  } else {
    add(placed);
  }
}

void YamlBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  pending = 0;
  const Located at = locate(mark, anchor != 0, true);
  count_nodes(1, at.begin.offset);
  const Token token = read_token(at, value);
  const bool is_merge =
      token.style == ScalarStyle::kPlain && token.text == "<<" && (tag == "?" || tag == "tag:yaml.org,2002:merge");
  const bool is_key = !frames_.empty() && frames_.back().is_map && !frames_.back().has_key;
  add_scalar(token, is_key && anchor == 0 ? Value() : scalar_value(token, tag, at.tag), anchor, is_merge);
}

void YamlBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  pending = 0;
  const Located at = locate(mark, anchor != 0, false);
  count_nodes(1, at.begin.offset);
  const std::size_t length = may_belong(at.begin) ? null_token_length(text_.substr(at.begin.offset)) : 0;
  Token token;
  if (length > 0) {
    token.text = text_.substr(at.begin.offset, length);
    token.range = range(at.begin.offset, at.begin.offset + length);
  } else {
    const std::size_t place = at.has_properties ? at.properties_end : empty_place(at.begin.offset);
    token.range = range(place, place);
  }
  add_scalar(token, Value::null(), anchor, false);
}

// ---- anchors

void YamlBuilder::OnAnchor(const YAML::Mark&, const std::string& name) {
  names_.push_back(name);
}

void YamlBuilder::remember(YAML::anchor_t anchor, const Anchored& what) {
  if (anchor == 0) return;
  if (anchored_.size() <= anchor) anchored_.resize(anchor + 1);
  anchored_[anchor] = what;
}

void YamlBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  pending = 0;
  const std::size_t begin = offset(mark);
  const std::size_t end = yaml_scan::anchor_end(text_, begin);
  if (anchor >= anchored_.size() || !anchored_[anchor].complete) {
    stop(begin, end, fmt::format("the alias {} stands inside the value it repeats", text_.substr(begin, end - begin)),
         "a value cannot contain itself: remove the alias, or rename the anchor");
  }
  const Anchored& target = anchored_[anchor];
  count_nodes(target.nodes, begin);
  cursor_ = std::max(cursor_, end);
  const Range use = range(begin, end);
  if (!frames_.empty() && frames_.back().is_map && !frames_.back().has_key) {
    if (!target.scalar) error(use, "an alias of a list or a map cannot be a key", "write the key as text");
    set_key(target.text, use, false);
    frames_.back().key_dropped = !target.scalar;
  } else {
    add(target.value.used_at(arena_, use));
  }
}

// ---- collections

void YamlBuilder::begin_collection(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                   YAML::EmitterStyle::value style, bool is_map) {
  pending = 0;
  const Located at = locate(mark, anchor != 0, tag != "?");
  const std::size_t begin = at.begin.offset;
  const bool in_flow = !frames_.empty() && frames_.back().flow;
  const char first = begin < text_.size() ? text_[begin] : '\0';
  Frame frame;
  frame.is_map = is_map;
  frame.flow = in_flow || style == YAML::EmitterStyle::Flow;
  // A pair inside `[a: 1]` is a map without brackets of its own.
  frame.bracketed = style == YAML::EmitterStyle::Flow && first == (is_map ? '{' : '[');
  frame.is_key = !frames_.empty() && frames_.back().is_map && !frames_.back().has_key;
  frame.begin = begin;
  frame.column = begin - at.begin.line_start;
  frame.first = is_map ? entries_.size() : items_.size();
  frame.first_merge = merges_.size();
  frame.nodes_before = nodes_;
  frame.anchor = anchor;
  if (is_foreign_tag(tag, at.tag)) frame.foreign_tag = at.tag;
  count_nodes(1, begin);
  if (frames_.size() >= limits_.depth) {
    stop(begin, begin + 1, fmt::format("this is nested more than {} levels deep", limits_.depth),
         "such a file is hardly meant for people; split it", false);
  }
  if (frame.is_key && frame.bracketed && is_map && frames_.back().bracketed && frames_.back().begin + 1 == begin) {
    stop(begin - 1, begin + 1, "a map cannot be a key", "put quotes around text that starts with '{{'");
  }
  remember(anchor, {});
  cursor_ = std::max(cursor_, frame.bracketed ? begin + 1 : begin);
  frames_.push_back(frame);
}

void YamlBuilder::end_collection() {
  const Frame frame = frames_.back();
  Value value;
  if (frame.is_map) {
    value = make_object(frame);
    entries_.resize(frame.first);
    merges_.resize(frame.first_merge);
  } else {
    value = Value::list(arena_, std::span<const Value>(items_).subspan(frame.first));
    items_.resize(frame.first);
  }
  frames_.pop_back();

  if (frame.bracketed) {
    std::size_t at = cursor_;
    do {
      at = yaml_scan::skip_gap(text_, {at, at}).offset;
    } while (at < text_.size() && (text_[at] == ',' || text_[at] == ':' || text_[at] == '?') && ++at > 0);
    if (at < text_.size() && text_[at] == (frame.is_map ? '}' : ']')) cursor_ = at + 1;
  }
  const Range where = range(frame.begin, cursor_);
  if (!frame.foreign_tag.empty()) {
    const std::string_view written = text_.substr(frame.begin, where.end - frame.begin);
    constexpr std::size_t kShort = 60;
    const bool is_short = written.size() <= kShort && written.find('\n') == std::string_view::npos;
    value = Value::unknown(
        arena_, is_short ? fmt::format("{} {}", frame.foreign_tag, written) : std::string(frame.foreign_tag));
  }
  value = value.at(where);
  remember(frame.anchor,
           {.value = value, .text = {}, .nodes = nodes_ - frame.nodes_before, .scalar = false, .complete = true});
  if (frame.is_key) {
    error(where, fmt::format("a {} cannot be a key", frame.is_map ? "map" : "list"),
          "write the key as text, in quotes if need be");
    set_key({}, where, false);
    frames_.back().key_dropped = true;
  } else {
    add(value);
  }
}

void YamlBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value style) {
  begin_collection(mark, tag, anchor, style, false);
}

void YamlBuilder::OnSequenceEnd() {
  end_collection();
}

void YamlBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value style) {
  begin_collection(mark, tag, anchor, style, true);
}

void YamlBuilder::OnMapEnd() {
  end_collection();
}

void YamlBuilder::set_key(std::string_view text, const Range& range, bool is_merge) {
  Frame& map = frames_.back();
  map.key = text;
  map.key_range = range;
  map.key_is_merge = is_merge;
  map.key_dropped = false;
  map.has_key = true;
}

void YamlBuilder::add(const Value& value) {
  if (frames_.empty()) {
    document_ = value;
    return;
  }
  Frame& in = frames_.back();
  if (!in.is_map) {
    items_.push_back(value);
    return;
  }
  in.has_key = false;
  if (in.key_dropped) return;
  if (in.key_is_merge) {
    merges_.push_back(value);
  } else {
    entries_.push_back({in.key, value, in.key_range, 0});
  }
}

}  // namespace mng::syntax
