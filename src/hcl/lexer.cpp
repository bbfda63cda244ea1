#include "hcl/lexer.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "hcl/template_text.hpp"
#include "hcl/unicode.hpp"

namespace mng::hcl {

std::string_view token_name(TokenKind kind) {
  switch (kind) {
    case TokenKind::kEnd:
      return "the end of the file";
    case TokenKind::kNewline:
      return "the end of the line";
    case TokenKind::kComment:
      return "a comment";
    case TokenKind::kIdentifier:
      return "a name";
    case TokenKind::kNumber:
      return "a number";
    case TokenKind::kOpenBrace:
      return "`{`";
    case TokenKind::kCloseBrace:
      return "`}`";
    case TokenKind::kOpenBracket:
      return "`[`";
    case TokenKind::kCloseBracket:
      return "`]`";
    case TokenKind::kOpenParen:
      return "`(`";
    case TokenKind::kCloseParen:
      return "`)`";
    case TokenKind::kOpenQuote:
      return "a string";
    case TokenKind::kCloseQuote:
      return "a closing quote";
    case TokenKind::kOpenHeredoc:
      return "a heredoc";
    case TokenKind::kCloseHeredoc:
      return "the end of the heredoc";
    case TokenKind::kStringLiteral:
      return "text";
    case TokenKind::kInterpolation:
      return "`${`";
    case TokenKind::kDirective:
      return "`%{`";
    case TokenKind::kTemplateEnd:
      return "`}`";
    case TokenKind::kStar:
      return "`*`";
    case TokenKind::kSlash:
      return "`/`";
    case TokenKind::kPlus:
      return "`+`";
    case TokenKind::kMinus:
      return "`-`";
    case TokenKind::kPercent:
      return "`%`";
    case TokenKind::kEqual:
      return "`=`";
    case TokenKind::kEqualEqual:
      return "`==`";
    case TokenKind::kNotEqual:
      return "`!=`";
    case TokenKind::kLess:
      return "`<`";
    case TokenKind::kLessEqual:
      return "`<=`";
    case TokenKind::kGreater:
      return "`>`";
    case TokenKind::kGreaterEqual:
      return "`>=`";
    case TokenKind::kAnd:
      return "`&&`";
    case TokenKind::kOr:
      return "`||`";
    case TokenKind::kBang:
      return "`!`";
    case TokenKind::kDot:
      return "`.`";
    case TokenKind::kComma:
      return "`,`";
    case TokenKind::kEllipsis:
      return "`...`";
    case TokenKind::kArrow:
      return "`=>`";
    case TokenKind::kQuestion:
      return "`?`";
    case TokenKind::kColon:
      return "`:`";
    case TokenKind::kDoubleColon:
      return "`::`";
    case TokenKind::kInvalid:
      return "a character that has no meaning here";
  }
  return "something else";
}

namespace {

bool is_digit(unsigned char c) {
  return c >= '0' && c <= '9';
}

/// The bytes of the character at `at`, which is not ASCII, if it may be in a name, else 0.
std::size_t name_char(std::string_view text, std::size_t at, bool first) {
  char32_t code_point = 0;
  const std::size_t size = utf8_at(text, at, code_point);
  return size > 0 && (first ? may_begin_name(code_point) : may_continue_name(code_point)) ? size : 0;
}

/// Which ASCII characters a name may have: 1 first, 2 behind that.
constexpr std::array<std::uint8_t, 128> kNameCharacters = [] {
  std::array<std::uint8_t, 128> out{};
  for (unsigned char c = 'a'; c <= 'z'; ++c) out[c] = 3;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) out[c] = 3;
  for (unsigned char c = '0'; c <= '9'; ++c) out[c] = 2;
  out['_'] = 3;
  out['-'] = 2;
  return out;
}();

/// The end of the name that begins at `at`; `at` where none does.
std::size_t name_end(std::string_view text, std::size_t at) {
  std::uint8_t wanted = 1;
  while (at < text.size()) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c < 0x80) {
      if ((kNameCharacters[c] & wanted) == 0) break;
      ++at;
    } else {
      const std::size_t size = name_char(text, at, wanted == 1);
      if (size == 0) break;
      at += size;
    }
    wanted = 2;
  }
  return at;
}

/// The tokens of one character.
constexpr std::array<TokenKind, 128> kSymbols = [] {
  std::array<TokenKind, 128> out{};
  out.fill(TokenKind::kInvalid);
  out['['] = TokenKind::kOpenBracket;
  out[']'] = TokenKind::kCloseBracket;
  out['('] = TokenKind::kOpenParen;
  out[')'] = TokenKind::kCloseParen;
  out['*'] = TokenKind::kStar;
  out['+'] = TokenKind::kPlus;
  out['-'] = TokenKind::kMinus;
  out['%'] = TokenKind::kPercent;
  out['='] = TokenKind::kEqual;
  out['>'] = TokenKind::kGreater;
  out['!'] = TokenKind::kBang;
  out['.'] = TokenKind::kDot;
  out[','] = TokenKind::kComma;
  out['?'] = TokenKind::kQuestion;
  out[':'] = TokenKind::kColon;
  return out;
}();

/// The token of two characters; kInvalid where they are none.
constexpr TokenKind pair(char first, char second) {
  switch (second) {
    case '=':
      return first == '='   ? TokenKind::kEqualEqual
             : first == '!' ? TokenKind::kNotEqual
             : first == '>' ? TokenKind::kGreaterEqual
                            : TokenKind::kInvalid;
    case '>':
      return first == '=' ? TokenKind::kArrow : TokenKind::kInvalid;
    case '&':
      return first == '&' ? TokenKind::kAnd : TokenKind::kInvalid;
    case '|':
      return first == '|' ? TokenKind::kOr : TokenKind::kInvalid;
    case ':':
      return first == ':' ? TokenKind::kDoubleColon : TokenKind::kInvalid;
    default:
      return TokenKind::kInvalid;
  }
}

class Scanner {
 public:
  Scanner(std::string_view text, std::uint32_t source, Diagnostics& diagnostics)
      : text_(text), source_(source), diagnostics_(diagnostics), most_(diagnostics.size() + kMostDiagnostics) {}

  std::vector<Token> run_template() {
    check_encoding();
    modes_.push_back({Mode::kHeredoc, 0, {}});
    bare_ = true;
    while (at_ < text_.size()) step();
    push(TokenKind::kCloseHeredoc, text_.size(), text_.size());
    push(TokenKind::kEnd, text_.size(), text_.size());
    return std::move(tokens_);
  }

  std::vector<Token> run() {
    tokens_.reserve(text_.size() / 6 + 16);
    check_encoding();
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    modes_.push_back({Mode::kNormal, 0, {}});
    while (at_ < text_.size()) step();
    for (const Mode& mode : modes_) {
      if (mode.kind == Mode::kQuote) {
        report(mode.opened, mode.opened + 1, "the string that begins here is not closed", "close it with `\"`");
        break;
      }
      if (mode.kind == Mode::kHeredoc) {
        // At the end, as HashiCorp's parser has it: until there it might have been closed.
        const auto line = std::count(text_.begin(), text_.begin() + mode.opened, '\n') + 1;
        report(text_.size(), text_.size(), "the heredoc of line " + std::to_string(line) + " is not closed",
               "end it with a line that holds only `" + std::string(mode.marker) + "`, and a line break behind it");
        break;
      }
    }
    push(TokenKind::kEnd, text_.size(), text_.size());
    return std::move(tokens_);
  }

 private:
  struct Mode {
    enum Kind : std::uint8_t { kNormal, kQuote, kHeredoc } kind;
    std::uint32_t braces;     // open `{` within a kNormal mode
    std::string_view marker;  // of a heredoc
    std::uint32_t opened = 0;
  };

  void step() {
    switch (modes_.back().kind) {
      case Mode::kNormal:
        normal();
        break;
      case Mode::kQuote:
        quote();
        break;
      case Mode::kHeredoc:
        heredoc();
        break;
    }
  }

  void push(TokenKind kind, std::size_t begin, std::size_t end) {
    tokens_.push_back({kind, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }
  void report(std::size_t begin, std::size_t end, std::string message, std::string help) {
    if (diagnostics_.size() < most_) {
      diagnostics_.push_back({{source_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)},
                              std::move(message),
                              std::move(help)});
    }
  }
  [[nodiscard]] char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  void take(TokenKind kind, std::size_t size) {
    push(kind, at_, at_ + size);
    at_ += size;
  }

  /// HCL is UTF-8 throughout; the first place where the text is not is enough.
  void check_encoding() {
    char32_t code_point = 0;
    for (std::size_t at = 0; at < text_.size();) {
      // Eight characters of ASCII at once, as nearly all are.
      std::uint64_t eight = 0;
      if (text_.size() - at >= sizeof eight) {
        std::memcpy(&eight, text_.data() + at, sizeof eight);
        if ((eight & 0x8080808080808080U) == 0) {
          at += sizeof eight;
          continue;
        }
      }
      const bool ascii = static_cast<unsigned char>(text_[at]) < 0x80;
      const std::size_t size = ascii ? 1 : utf8_at(text_, at, code_point);
      if (size == 0) {
        report(at, at + 1, "the text is not UTF-8 here", "save the file as UTF-8");
        return;
      }
      at += size;
    }
  }

  void normal() {
    const char c = text_[at_];
    switch (c) {
      case ' ':
      case '\t':
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
        return;
      case '\r':
        if (peek(1) == '\n') {
          take(TokenKind::kNewline, 2);
          return;
        }
        break;
      case '\n':
        take(TokenKind::kNewline, 1);
        return;
      case '#':
        line_comment();
        return;
      case '/':
        if (peek(1) == '/') {
          line_comment();
        } else if (peek(1) == '*') {
          block_comment();
        } else {
          take(TokenKind::kSlash, 1);
        }
        return;
      case '"':
        modes_.push_back({Mode::kQuote, 0, {}, static_cast<std::uint32_t>(at_)});
        take(TokenKind::kOpenQuote, 1);
        return;
      case '{':
        ++modes_.back().braces;
        take(TokenKind::kOpenBrace, 1);
        return;
      case '}':
        close_brace(1);
        return;
      case '~':
        if (peek(1) == '}' && modes_.size() > 1 && modes_.back().braces == 0) {
          close_brace(2);
          return;
        }
        break;
      case '<':
        if (peek(1) == '<' && open_heredoc()) return;
        take(peek(1) == '=' ? TokenKind::kLessEqual : TokenKind::kLess, peek(1) == '=' ? 2 : 1);
        return;
      default:
        break;
    }
    if (const std::size_t end = name_end(text_, at_); end > at_) {
      push(TokenKind::kIdentifier, at_, end);
      at_ = end;
      return;
    }
    if (is_digit(static_cast<unsigned char>(c))) {
      number();
      return;
    }
    symbol(c);
  }

  void symbol(char c) {
    if (const TokenKind two = pair(c, peek(1)); two != TokenKind::kInvalid) {
      take(two, 2);
      return;
    }
    if (c == '.' && peek(1) == '.' && peek(2) == '.') {
      take(TokenKind::kEllipsis, 3);
      return;
    }
    const TokenKind one =
        static_cast<unsigned char>(c) < 0x80 ? kSymbols[static_cast<unsigned char>(c)] : TokenKind::kInvalid;
    if (one != TokenKind::kInvalid) {
      take(one, 1);
      return;
    }
    char32_t code_point = 0;
    const std::size_t size = std::max<std::size_t>(utf8_at(text_, at_, code_point), 1);
    const bool curly = size == 3 && code_point >= 0x2018 && code_point <= 0x201F;
    report(at_, at_ + size,
           c == '\'' ? "single quotes do not make a string"
           : curly   ? "curly quotes do not make a string"
                     : "a character that has no meaning here",
           c == '\'' || curly ? "write \"…\"" : "remove it");
    take(TokenKind::kInvalid, size);
  }

  void line_comment() {
    std::size_t end = text_.find('\n', at_);
    if (end == std::string_view::npos) end = text_.size();
    if (end > at_ && end < text_.size() && text_[end - 1] == '\r') --end;
    push(TokenKind::kComment, at_, end);
    at_ = end;
  }

  void block_comment() {
    std::size_t end = text_.find("*/", at_ + 2);
    if (end == std::string_view::npos) {
      report(at_, at_ + 2, "the comment that begins here is not closed", "close it with `*/`");
      end = text_.size();
    } else {
      end += 2;
    }
    push(TokenKind::kComment, at_, end);
    at_ = end;
  }

  void number() {
    std::size_t end = at_;
    const auto digits = [&] {
      while (end < text_.size() && is_digit(static_cast<unsigned char>(text_[end]))) ++end;
    };
    digits();
    if (end + 1 < text_.size() && text_[end] == '.' && is_digit(static_cast<unsigned char>(text_[end + 1]))) {
      ++end;
      digits();
    }
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
      std::size_t exponent = end + 1;
      if (exponent < text_.size() && (text_[exponent] == '+' || text_[exponent] == '-')) ++exponent;
      if (exponent < text_.size() && is_digit(static_cast<unsigned char>(text_[exponent]))) {
        end = exponent;
        digits();
      }
    }
    push(TokenKind::kNumber, at_, end);
    at_ = end;
  }

  void close_brace(std::size_t size) {
    Mode& mode = modes_.back();
    if (mode.braces > 0) {
      --mode.braces;
      take(TokenKind::kCloseBrace, 1);
    } else if (modes_.size() > 1) {
      modes_.pop_back();
      take(TokenKind::kTemplateEnd, size);
    } else {
      take(TokenKind::kCloseBrace, 1);
    }
  }

  bool open_heredoc() {
    std::size_t at = at_ + 2;
    if (at < text_.size() && text_[at] == '-') ++at;
    const std::size_t name = at;
    at = name_end(text_, at);
    if (at == name) return false;
    const std::string_view marker = text_.substr(name, at - name);
    if (at < text_.size() && text_[at] == '\r') ++at;
    if (at >= text_.size() || text_[at] != '\n') return false;
    ++at;
    modes_.push_back({Mode::kHeredoc, 0, marker, static_cast<std::uint32_t>(at_)});
    push(TokenKind::kOpenHeredoc, at_, at);
    at_ = at;
    return true;
  }

  /// Enters `${` or `%{` at the present place.
  void open_template() {
    const TokenKind kind = text_[at_] == '$' ? TokenKind::kInterpolation : TokenKind::kDirective;
    take(kind, peek(2) == '~' ? 3 : 2);
    modes_.push_back({Mode::kNormal, 0, {}});
  }
  /// At a `$` or `%`: does a template sequence begin here? `$${` does not.
  [[nodiscard]] bool template_at(std::size_t at) const {
    return at + 1 < text_.size() && (text_[at] == '$' || text_[at] == '%') && text_[at + 1] == '{';
  }
  [[nodiscard]] bool escaped_template_at(std::size_t at) const {
    return at + 2 < text_.size() && (text_[at] == '$' || text_[at] == '%') && text_[at + 1] == text_[at] &&
           text_[at + 2] == '{';
  }

  void quote() {
    const std::size_t begin = at_;
    std::size_t at = at_;
    while (at < text_.size()) {
      const char c = text_[at];
      if (c == '\\' && at + 1 < text_.size() && text_[at + 1] != '\n' && text_[at + 1] != '\r') {
        at += 2;
      } else if (escaped_template_at(at)) {
        at += 3;
      } else if (c == '"' || c == '\n' || c == '\r' || template_at(at)) {
        break;
      } else {
        ++at;
      }
    }
    at = std::min(at, text_.size());
    if (at > begin) push(TokenKind::kStringLiteral, begin, at);
    at_ = at;
    if (at >= text_.size()) return;
    if (text_[at] == '"') {
      take(TokenKind::kCloseQuote, 1);
      modes_.pop_back();
    } else if (text_[at] == '\n' || text_[at] == '\r') {
      report(modes_.back().opened, modes_.back().opened + 1, "the string that begins here is not closed on its line",
             "close it with `\"`; text of several lines is a heredoc, <<-EOT");
      push(TokenKind::kCloseQuote, at, at);
      modes_.pop_back();
    } else {
      open_template();
    }
  }

  /// Is there but white space between here and a line break?
  [[nodiscard]] bool blank_to_line_end(std::size_t at) const {
    at = text_.find_first_not_of(" \t\r", at);
    return at != std::string_view::npos && text_[at] == '\n';
  }

  void heredoc() {
    // At the start of a line, or behind a template sequence within one.
    const std::string_view marker = modes_.back().marker;
    const std::size_t begin = at_;
    std::size_t at = at_;
    bool line_start = at == 0 || text_[at - 1] == '\n';
    while (at < text_.size()) {
      if (line_start && !(bare_ && modes_.size() == 1)) {
        std::size_t content = at;
        while (content < text_.size() && (text_[content] == ' ' || text_[content] == '\t')) ++content;
        const std::size_t after = content + marker.size();
        if (text_.substr(content, marker.size()) == marker && blank_to_line_end(after)) {
          if (at > begin) push(TokenKind::kStringLiteral, begin, at);
          push(TokenKind::kCloseHeredoc, at, after);
          at_ = after;
          modes_.pop_back();
          return;
        }
      }
      line_start = false;
      if (escaped_template_at(at)) {
        at += 3;
      } else if (template_at(at)) {
        if (at > begin) push(TokenKind::kStringLiteral, begin, at);
        at_ = at;
        open_template();
        return;
      } else {
        // A literal token ends with its line, so that indentation can be
        // told line by line.
        if (text_[at] == '\n') {
          push(TokenKind::kStringLiteral, begin, at + 1);
          at_ = at + 1;
          return;
        }
        ++at;
      }
    }
    if (at > begin) push(TokenKind::kStringLiteral, begin, at);
    at_ = at;
  }

  static constexpr std::size_t kMostDiagnostics = 20;

  std::string_view text_;
  std::uint32_t source_;
  Diagnostics& diagnostics_;
  std::size_t most_;
  std::vector<Token> tokens_;
  std::vector<Mode> modes_;
  std::size_t at_ = 0;
  bool bare_ = false;  // the whole text is a template
};

}  // namespace

bool is_identifier(std::string_view text) {
  return !text.empty() && name_end(text, 0) == text.size();
}

std::vector<Token> tokenize(std::string_view text, std::uint32_t source, Diagnostics& diagnostics) {
  return Scanner(text, source, diagnostics).run();
}

std::vector<Token> tokenize_template(std::string_view text, std::uint32_t source, Diagnostics& diagnostics) {
  return Scanner(text, source, diagnostics).run_template();
}

}  // namespace mng::hcl
