#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mng::syntax::yaml_scan {

// yaml-cpp says where a token starts, never where it ends. These functions
// read single tokens again from the source text. Offsets are bytes; every
// function is linear in what it passes over and safe on any text.

/// `offset` never exceeds the size of the text; `line_start` is the first
/// byte of the line that `offset` lies on.
struct Place {
  std::size_t offset = 0;
  std::size_t line_start = 0;
};

/// A space, a tab, or a byte of a line break.
bool is_blank_or_break(char c);

/// True at the end of the text too.
bool blank_or_break_at(std::string_view text, std::size_t at);

/// Past blanks, line breaks and comments. yaml-cpp takes a `#` for a comment
/// wherever a token may start, and so does this.
Place skip_gap(std::string_view text, Place from);

/// The end of an anchor or alias that starts with its `&` or `*`.
std::size_t anchor_end(std::string_view text, std::size_t begin);

/// The end of a tag that starts with its `!`.
std::size_t tag_end(std::string_view text, std::size_t begin);

/// The end of a quoted scalar, closing quote included; nothing where it is
/// not closed before the end of the document.
std::optional<std::size_t> quoted_end(std::string_view text, std::size_t begin);

/// The end of a plain scalar, which the parser decoded as `value`; nothing
/// where the source does not read as `value` here.
std::optional<std::size_t> plain_end(std::string_view text, std::size_t begin, std::string_view value);

/// The same of a scalar that holds `blanks` (see `tagged_blocks`), which the
/// parser was given as tabs: the end, and in `value` the blanks as they were.
std::optional<std::size_t> plain_end_restored(std::string_view text, std::size_t begin, std::string& value,
                                              std::span<const std::size_t> blanks);

/// A literal or folded scalar.
struct BlockScalar {
  std::size_t end = 0;      ///< of the last content line, its line break left out
  std::size_t content = 0;  ///< first byte of the first content line after its indentation
  bool agrees = true;       ///< the last line is the one the parser decoded as the end of `value`
};

/// Reads a block scalar from its `|` or `>`. `parent` is the column of the
/// innermost block collection around it, 0 where there is none.
BlockScalar block_scalar(std::string_view text, std::size_t begin, std::size_t parent, std::string_view value);

/// What a double-quoted token stands for, quotes included in `token`. Needed
/// for the two escapes (`\N`, `\_`) that yaml-cpp 0.7 turns into invalid UTF-8.
std::string decode_double_quoted(std::string_view token);

/// Offsets, from `begin` on, of the blank before the tag or anchor of list
/// items such as `- !Sub |`. yaml-cpp takes the tag for the possible start of
/// a key there and wants the text block indented by more than the tag. Given
/// a tab instead of the blank it does not, and every other offset stays the
/// same. `own_lines`: also where the tag starts its line, which is what a map's
/// value may do; but a tab there is refused if the line is text of a block.
std::vector<std::size_t> tagged_blocks(std::string_view text, std::size_t begin, bool own_lines);

/// A scalar's `value` with the blanks it lost that way, where such lines lie
/// between `begin` and `end` as part of its text; nothing where none do.
/// `blanks` come from `tagged_blocks`.
std::optional<std::string> restore_blanks(const std::string& value, std::string_view text, std::size_t begin,
                                          std::size_t end, std::span<const std::size_t> blanks);

/// What a stretch of text leaves open.
struct Unfinished {
  std::optional<std::size_t> quote;   ///< that is never closed, also behind the stretch
  std::vector<std::size_t> brackets;  ///< opened and not closed, the innermost last
};

/// Looks for what is left open between `from`, which must lie between two
/// tokens, and `to`. `in_flow`: brackets are open already. Good for messages
/// only: it knows quotes, brackets and comments, no indentation.
Unfinished unfinished(std::string_view text, std::size_t from, std::size_t to, bool in_flow);

}  // namespace mng::syntax::yaml_scan
