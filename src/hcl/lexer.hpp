#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "hcl/source.hpp"

namespace mng::hcl {

/// Token kinds, as HashiCorp's scanner tells them apart.
enum class TokenKind : std::uint8_t {
  kEnd,
  kNewline,
  kComment,  ///< a one-line comment's line break is not part of it
  kIdentifier,
  kNumber,
  kOpenBrace,
  kCloseBrace,
  kOpenBracket,
  kCloseBracket,
  kOpenParen,
  kCloseParen,
  kOpenQuote,
  kCloseQuote,
  kOpenHeredoc,    ///< `<<EOT` with its line break
  kCloseHeredoc,   ///< the closing marker with the white space before it
  kStringLiteral,  ///< raw text inside a quote or a heredoc, escapes not decoded
  kInterpolation,  ///< `${` or `${~`
  kDirective,      ///< `%{` or `%{~`
  kTemplateEnd,    ///< `}` or `~}` that ends one of the two
  kStar,
  kSlash,
  kPlus,
  kMinus,
  kPercent,
  kEqual,
  kEqualEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kAnd,
  kOr,
  kBang,
  kDot,
  kComma,
  kEllipsis,
  kArrow,
  kQuestion,
  kColon,
  kDoubleColon,
  kInvalid,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// How a token kind is called in "expected …, found …".
std::string_view token_name(TokenKind kind);

/// Cuts a whole text into tokens; the last is kEnd. What cannot be a token
/// is a diagnostic and a kInvalid token; scanning goes on behind it.
/// `source` is the id that diagnostics name.
std::vector<Token> tokenize(std::string_view text, std::uint32_t source, Diagnostics& diagnostics);

/// The same of a text that is a template without quotes, as a file for
/// templatefile is.
std::vector<Token> tokenize_template(std::string_view text, std::uint32_t source, Diagnostics& diagnostics);

/// True where `text` is an identifier of the language: letters, digits, `_`
/// and `-`, not beginning with a digit or `-`.
bool is_identifier(std::string_view text);

}  // namespace mng::hcl
