#include "hcl/format.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "hcl/lexer.hpp"
#include "hcl/unicode.hpp"

namespace mng::hcl {
namespace {

/// A token with the white space to write before it.
struct Piece {
  TokenKind kind = TokenKind::kNewline;
  bool ends_line = false;
  std::string_view text;
  std::size_t spaces = 0;
};

/// What a line opens (1) or closes (-1) by this token.
int bracket(TokenKind kind) {
  switch (kind) {
    case TokenKind::kOpenBrace:
    case TokenKind::kOpenBracket:
    case TokenKind::kOpenParen:
    case TokenKind::kInterpolation:
    case TokenKind::kDirective:
      return 1;
    case TokenKind::kCloseBrace:
    case TokenKind::kCloseBracket:
    case TokenKind::kCloseParen:
    case TokenKind::kTemplateEnd:
      return -1;
    default:
      return 0;
  }
}

/// Whether a `-` behind this token is a sign and not an operator.
bool sign_follows(TokenKind before) {
  switch (before) {
    case TokenKind::kEnd:  // nothing stands before
    case TokenKind::kOpenParen:
    case TokenKind::kOpenBrace:
    case TokenKind::kOpenBracket:
    case TokenKind::kEqual:
    case TokenKind::kColon:
    case TokenKind::kComma:
    case TokenKind::kQuestion:
    case TokenKind::kPlus:
    case TokenKind::kStar:
    case TokenKind::kSlash:
    case TokenKind::kPercent:
    case TokenKind::kMinus:
    case TokenKind::kEqualEqual:
    case TokenKind::kNotEqual:
    case TokenKind::kGreater:
    case TokenKind::kGreaterEqual:
    case TokenKind::kLess:
    case TokenKind::kLessEqual:
    case TokenKind::kAnd:
    case TokenKind::kOr:
    case TokenKind::kBang:
      return true;
    default:
      return false;
  }
}

/// Is there a space between `left` and `right`? `before` stands left of both.
bool spaced(TokenKind before, const Piece& left, const Piece& right) {
  using enum TokenKind;
  const TokenKind a = left.kind;
  const TokenKind b = right.kind;
  if (b == kNewline) return false;
  if (a == kIdentifier && (b == kOpenParen || b == kDoubleColon)) return false;
  if (a == kDoubleColon && b == kIdentifier) return false;
  if (a == kDot || b == kDot || b == kComma || b == kEllipsis) return false;
  if (a == kComma) return true;
  // Within templates every byte counts.
  if (a == kStringLiteral || a == kOpenQuote || a == kOpenHeredoc || b == kStringLiteral || b == kCloseQuote ||
      b == kCloseHeredoc) {
    return false;
  }
  // `for x in [` is no index.
  if (a == kIdentifier && left.text == "in" && before == kIdentifier) return true;
  if (b == kOpenBracket && (a == kIdentifier || a == kNumber || bracket(a) < 0)) return false;
  if (a == kBang) return false;
  if (a == kMinus) return !sign_follows(before);
  if (a == kOpenBrace || b == kCloseBrace) return !(a == kOpenBrace && b == kCloseBrace);
  const bool opens_template = a == kInterpolation || a == kDirective;
  if (opens_template && b == kOpenBrace) return true;
  if (a == kCloseBrace && b == kTemplateEnd) return true;
  if (a == kTemplateEnd && (b == kInterpolation || b == kDirective)) return false;
  return bracket(a) <= 0 && bracket(b) >= 0;
}

/// A line in its three cells, as indices of pieces: lead, from the `=` of an
/// assignment that is whole, and from a comment at its end.
struct Line {
  std::size_t begin = 0;
  std::size_t assign = 0;
  std::size_t comment = 0;
  std::size_t end = 0;

  [[nodiscard]] bool has_assign() const { return assign < comment; }
  [[nodiscard]] bool has_comment() const { return comment < end; }
};

class Formatter {
 public:
  explicit Formatter(std::string_view text) : text_(text) {}

  std::string run() {
    Diagnostics diagnostics;
    const std::vector<Token> tokens = tokenize(text_, 0, diagnostics);
    if (!diagnostics.empty()) return std::string(text_);
    cut(tokens);
    indent();
    space();
    align(&Line::has_assign, &Line::assign);
    align(&Line::has_comment, &Line::comment);
    std::string out;
    out.reserve(text_.size() + text_.size() / 8);
    for (const Piece& piece : pieces_) {
      out.append(piece.spaces, ' ');
      out += piece.text;
    }
    // White space behind the last line break is nobody's, and stays.
    const std::size_t last =
        pieces_.empty() ? 0 : pieces_.back().text.data() + pieces_.back().text.size() - text_.data();
    out.append(text_.size() - last, ' ');
    return out;
  }

 private:
  void cut(const std::vector<Token>& tokens) {
    pieces_.reserve(tokens.size());
    for (const Token& token : tokens) {
      const std::string_view text = text_.substr(token.begin, token.end - token.begin);
      if (token.kind == TokenKind::kEnd) break;
      const bool ends_comment = token.kind == TokenKind::kNewline && !pieces_.empty() &&
                                pieces_.back().kind == TokenKind::kComment && !pieces_.back().ends_line &&
                                !pieces_.back().text.starts_with("/*");
      if (ends_comment) {
        Piece& comment = pieces_.back();
        comment.text = text_.substr(static_cast<std::size_t>(comment.text.data() - text_.data()),
                                    comment.text.size() + text.size());
        comment.ends_line = true;
      } else {
        pieces_.push_back({token.kind, token.kind == TokenKind::kNewline, text, 0});
      }
    }
    Line line;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      if (!pieces_[i].ends_line && i + 1 < pieces_.size()) continue;
      line.end = i + 1;
      cells(line);
      lines_.push_back(line);
      line.begin = line.end;
    }
  }

  void cells(Line& line) const {
    line.comment = line.end;
    if (line.end - line.begin > 1 && pieces_[line.end - 1].kind == TokenKind::kComment) --line.comment;
    line.assign = line.comment;
    for (std::size_t i = line.begin + 1; i < line.comment; ++i) {
      if (pieces_[i].kind != TokenKind::kEqual) continue;
      // What goes on below stands apart.
      if (brackets(i, line.comment) == 0) line.assign = i;
      break;
    }
  }

  [[nodiscard]] int brackets(std::size_t begin, std::size_t end) const {
    int net = 0;
    for (std::size_t i = begin; i < end; ++i) net += bracket(pieces_[i].kind);
    return net;
  }

  /// A line that opens more than it closes moves those below it in by one
  /// step, however many it opens; the line that closes the last of these
  /// moves out again.
  void indent() {
    std::vector<int> open;
    for (const Line& line : lines_) {
      Piece& first = pieces_[line.begin];
      if (first.kind == TokenKind::kNewline) continue;
      int net = 0;
      for (std::size_t i = line.begin; i < line.assign; ++i) {
        net += bracket(pieces_[i].kind);
        if (pieces_[i].kind == TokenKind::kOpenHeredoc) break;
      }
      net += brackets(line.assign, line.comment);
      for (int closing = -net; closing > 0 && !open.empty();) {
        const int taken = std::min(closing, open.back());
        closing -= taken;
        open.back() -= taken;
        if (open.back() == 0) open.pop_back();
      }
      first.spaces = 2 * open.size();
      if (net > 0) open.push_back(net);
    }
  }

  void space() {
    for (const Line& line : lines_) {
      space(line.begin, line.assign);
      space(line.assign, line.comment);
    }
  }
  void space(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i + 1 < end; ++i) {
      const TokenKind before = i > begin ? pieces_[i - 1].kind : TokenKind::kEnd;
      pieces_[i + 1].spaces = spaced(before, pieces_[i], pieces_[i + 1]) ? 1 : 0;
    }
  }

  /// Moves a cell of neighbouring lines that have it to one column.
  void align(bool (Line::*has)() const, std::size_t Line::*cell) {
    for (std::size_t i = 0; i < lines_.size();) {
      std::size_t end = i;
      std::size_t widest = 0;
      for (; end < lines_.size() && (lines_[end].*has)(); ++end) {
        widths_.resize(std::max(widths_.size(), end - i + 1));
        widths_[end - i] = columns(lines_[end].begin, lines_[end].*cell);
        widest = std::max(widest, widths_[end - i]);
      }
      for (std::size_t j = i; j < end; ++j) pieces_[lines_[j].*cell].spaces = widest - widths_[j - i] + 1;
      i = std::max(end, i + 1);
    }
  }

  [[nodiscard]] std::size_t columns(std::size_t begin, std::size_t end) const {
    std::size_t out = 0;
    for (std::size_t i = begin; i < end; ++i) out += pieces_[i].spaces + grapheme_count(pieces_[i].text);
    return out;
  }

  std::string_view text_;
  std::vector<Piece> pieces_;
  std::vector<Line> lines_;
  std::vector<std::size_t> widths_;
};

}  // namespace

std::string format(std::string_view text) {
  return Formatter(text).run();
}

}  // namespace mng::hcl
