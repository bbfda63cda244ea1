#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mng::hcl {

/// Whether literal text of a template reads as something else than its bytes:
/// it holds `$${` or `%%{`, or, in a quote, a backslash.
bool needs_decoding(std::string_view raw, bool quoted);

/// Appends what literal text of a template stands for. `quoted`: backslash
/// escapes count. On a wrong escape says so in `error` and `error_at`,
/// appends the text as it stands and returns false.
bool decode_template_text(std::string_view raw, bool quoted, std::string& out, std::string& error,
                          std::size_t& error_at);

/// Code points of a text: what a person counts as characters.
std::size_t code_points(std::string_view text);

/// The text as the inside of a quoted string: what decoding gives back.
std::string encode_quoted(std::string_view text);

/// Appends a code point as UTF-8.
void append_utf8(std::string& out, char32_t code_point);

/// The bytes of the UTF-8 character at `at`, which is not the end, and its
/// code point; 0 bytes where there is no well-formed one.
std::size_t utf8_at(std::string_view text, std::size_t at, char32_t& code_point);

/// Whether all of the text is well-formed UTF-8.
bool is_utf8(std::string_view text);

}  // namespace mng::hcl
