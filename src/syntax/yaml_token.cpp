#include <fmt/format.h>

#include <algorithm>

#include "syntax/yaml_builder.hpp"

namespace mng::syntax {

using hcl::Value;
using yaml_scan::Place;

YamlBuilder::Located YamlBuilder::locate(const YAML::Mark& mark, bool anchored, bool tagged) const {
  Located out;
  out.begin.offset = offset(mark);
  out.begin.line_start = out.begin.offset - std::min<std::size_t>(std::max(mark.column, 0), out.begin.offset);
  while (out.begin.offset < text_.size()) {
    const std::size_t at = out.begin.offset;
    if (anchored && text_[at] == '&') {
      anchored = false;
      out.properties_end = yaml_scan::anchor_end(text_, at);
    } else if (tagged && text_[at] == '!') {
      tagged = false;
      out.properties_end = yaml_scan::tag_end(text_, at);
      out.tag = text_.substr(at, out.properties_end - at);
    } else {
      break;
    }
    out.has_properties = true;
    out.begin.offset = out.properties_end;
    out.begin = yaml_scan::skip_gap(text_, out.begin);
  }
  return out;
}

bool YamlBuilder::may_belong(const Place& place) const {
  if (place.offset < cursor_) return false;
  if (frames_.empty() || frames_.back().flow) return true;
  const Frame& in = frames_.back();
  if (in.is_map && !in.has_key) {
    // A key without `?` is where it is marked; behind one, it lies deeper.
    const std::size_t next = yaml_scan::skip_gap(text_, {cursor_, cursor_}).offset;
    if (text_.substr(next, 1) != "?" || !yaml_scan::blank_or_break_at(text_, next + 1)) return true;
  }
  return place.offset - place.line_start > in.column;
}

std::size_t YamlBuilder::empty_place(std::size_t mark) const {
  if (frames_.empty()) return cursor_;
  const Frame& in = frames_.back();
  if (in.flow && !in.is_map) return std::max(mark, cursor_);
  const Place found = yaml_scan::skip_gap(text_, {cursor_, cursor_});
  const std::size_t next = found.offset;
  // On a later line, an indicator elsewhere is that of another collection.
  const bool is_later_line = found.line_start != cursor_;
  if (!in.flow && is_later_line && next - found.line_start != in.column) return cursor_;
  const char indicator = next < text_.size() ? text_[next] : '\0';
  if (in.is_map) {
    if (indicator == (in.has_key ? ':' : '?')) return next + 1;
    return !in.has_key && indicator == ':' ? next : cursor_;
  }
  return indicator == '-' ? next + 1 : cursor_;
}

std::string_view YamlBuilder::view_or_copy(std::size_t begin, const std::string& value) {
  const std::string_view written = text_.substr(begin, value.size());
  return written == value ? written : arena_.copy(value);
}

void YamlBuilder::read_quoted(Token& token, std::size_t begin, const std::string& given) {
  const bool is_double = text_[begin] == '"';
  token.style = is_double ? ScalarStyle::kDoubleQuoted : ScalarStyle::kSingleQuoted;
  const auto end = yaml_scan::quoted_end(text_, begin);
  if (!end) {
    stop(begin, begin + 1, fmt::format("the string that starts with this {} is never closed", text_[begin]),
         fmt::format("add the closing {}", text_[begin]));
  }
  token.range = range(begin, *end);
  const auto restored = yaml_scan::restore_blanks(given, text_, begin, *end, blanks_);
  const std::string& value = restored ? *restored : given;
  const std::string_view inside = text_.substr(begin + 1, *end - begin - 2);
  if (inside.size() == value.size() && inside == value) {
    token.text = inside;
  } else if (is_double &&
             (inside.find("\\N") != std::string_view::npos || inside.find("\\_") != std::string_view::npos)) {
    token.text = arena_.copy(yaml_scan::decode_double_quoted(text_.substr(begin, *end - begin)));
  } else {
    token.text = arena_.copy(value);
  }
  if (inside.find('\n') != std::string_view::npos) long_quoted_ = token.range;
}

void YamlBuilder::read_block(Token& token, std::size_t begin, const std::string& given) {
  token.style = ScalarStyle::kBlock;
  std::size_t parent = 0;
  // A list or map of this style can only stand inside such; the innermost
  // frame is the one its indentation counts from.
  if (!frames_.empty()) parent = frames_.back().column;
  yaml_scan::BlockScalar block = yaml_scan::block_scalar(text_, begin, parent, given);
  const auto restored = yaml_scan::restore_blanks(given, text_, begin, block.end, blanks_);
  const std::string& value = restored ? *restored : given;
  if (restored) block = yaml_scan::block_scalar(text_, begin, parent, value);
  if (!block.agrees) {
    // The parser read it by another indentation, as behind some tags, or took a
    // tab given to it for text: better no value than a wrong one.
    stop(begin, begin + 1, "this text block cannot be read for certain: its indentation, or a line like a tagged block",
         "indent it by two spaces more than its key, or put the text in double quotes");
  }
  token.range = range(begin, block.end);
  token.text = block.content > 0 ? view_or_copy(block.content, value) : arena_.copy(value);
}

YamlBuilder::Token YamlBuilder::read_token(const Located& at, const std::string& value) {
  Token token;
  long_quoted_ = {};
  const std::size_t begin = at.begin.offset;
  const char first = begin < text_.size() ? text_[begin] : '\0';
  const bool here = !value.empty() || may_belong(at.begin);
  if (here && (first == '"' || first == '\'')) {
    read_quoted(token, begin, value);
  } else if (here && (first == '|' || first == '>') && (frames_.empty() || !frames_.back().flow)) {
    read_block(token, begin, value);
  } else if (value.empty()) {
    // Only a tag: `!!str` and nothing behind it.
    const std::size_t place = at.has_properties ? at.properties_end : std::max(begin, cursor_);
    token.range = range(place, place);
  } else {
    auto end = yaml_scan::plain_end(text_, begin, value);
    // Only a value that is not as written can have lost blanks: the tabs of
    // another are its own.
    std::string plain = value;
    if (!end) end = yaml_scan::plain_end_restored(text_, begin, plain, blanks_);
    token.range = range(begin, end ? *end : std::min(text_.find_first_of("\r\n", begin), text_.size()));
    token.text = view_or_copy(begin, plain);
  }
  return token;
}

Value YamlBuilder::scalar_value(const Token& token, const std::string& tag, std::string_view tag_text) {
  if (is_foreign_tag(tag, tag_text)) {
    const bool one_line = token.style != ScalarStyle::kBlock && token.text.find('\n') == std::string_view::npos;
    if (!one_line || token.text.empty()) return Value::unknown(arena_, tag_text);
    return Value::unknown(arena_, fmt::format("{} {}", tag_text, token.text));
  }
  Value value = Value::string(token.text);
  if (tag.starts_with(kCoreTags)) {
    const std::string_view name = std::string_view(tag).substr(kCoreTags.size());
    if (const auto tagged = core_tagged(name, token.text)) {
      value = *tagged;
    } else if (is_core_tag(name)) {
      error(token.range, fmt::format("the tag {} does not fit this value", tag_text),
            "correct the value, or drop the tag");
    }
  } else if (tag == "?" && token.style == ScalarStyle::kPlain) {
    value = reading_ == YamlReading::kUsers ? core_schema(token.text) : terraform_schema(arena_, token.text);
  }
  if (reading_ == YamlReading::kUsers && value.is_string() &&
      (token.style == ScalarStyle::kPlain || token.style == ScalarStyle::kDoubleQuoted)) {
    if (const auto reference = environment_reference(arena_, token.text)) return *reference;
  }
  return value;
}

}  // namespace mng::syntax
