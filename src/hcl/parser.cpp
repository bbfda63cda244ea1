#include "hcl/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <limits>
#include <span>
#include <unordered_map>
#include <unordered_set>

#include "hcl/lexer.hpp"
#include "hcl/template_text.hpp"
#include "hcl/unicode.hpp"

namespace mng::hcl {
namespace {

/// Thrown within the parser only, to leave a broken attribute or block.
struct Abandon {};

class Parser {
 public:
  Parser(std::string_view text, std::uint32_t source, Diagnostics& diagnostics, const ParseLimits& limits,
         bool is_template = false)
      : diagnostics_(diagnostics), most_(diagnostics.size() + kMostDiagnostics), limits_(limits) {
    tree_.text = text;
    tree_.source = source;
    tree_.nodes.emplace_back();
    if (text.size() > limits.bytes) {
      diagnostics_.push_back(
          {{source, 0, 0},
           fmt::format("the file has {} bytes, more than the limit of {}", text.size(), limits.bytes),
           "split it",
           Severity::kError});
      tokens_.push_back({});
      return;
    }
    tokens_ = is_template ? tokenize_template(text, source, diagnostics) : tokenize(text, source, diagnostics);
    tree_.nodes.reserve(tokens_.size());
  }

  Tree file() {
    tree_.root = body(TokenKind::kEnd, false);
    return std::move(tree_);
  }

  Tree whole_template() {
    try {
      Children parts(*this);
      template_parts(TokenKind::kCloseHeredoc, parts, true);
      const auto end = static_cast<std::uint32_t>(tree_.text.size());
      // One interpolation alone gives its value, as in quotes.
      tree_.root = finish_template(0, end, parts, parts.size() != 1);
    } catch (const Abandon&) {
      tree_.root = 0;
    }
    return std::move(tree_);
  }

  Tree single_expression() {
    try {
      skip_newlines_ = true;
      tree_.root = expression();
      if (peek().kind != TokenKind::kEnd) fail_expected("the end of the expression");
    } catch (const Abandon&) {
      tree_.root = 0;
    }
    return std::move(tree_);
  }

 private:
  // ---- tokens ----

  const Token& peek() {
    while (tokens_[at_].kind == TokenKind::kComment || (skip_newlines_ && tokens_[at_].kind == TokenKind::kNewline)) {
      ++at_;
    }
    return tokens_[at_];
  }
  /// The token behind the next one.
  const Token& peek_second() {
    peek();
    std::size_t at = at_ + 1;
    while (at < tokens_.size() &&
           (tokens_[at].kind == TokenKind::kComment || (skip_newlines_ && tokens_[at].kind == TokenKind::kNewline))) {
      ++at;
    }
    return tokens_[std::min(at, tokens_.size() - 1)];
  }
  Token take() {
    const Token token = peek();
    if (token.kind != TokenKind::kEnd) ++at_;
    last_end_ = token.end;
    return token;
  }
  bool accept(TokenKind kind) {
    if (peek().kind != kind) return false;
    take();
    return true;
  }
  Token expect(TokenKind kind, std::string_view why) {
    if (peek().kind != kind) fail_expected(fmt::format("{}{}", token_name(kind), why));
    return take();
  }
  [[nodiscard]] std::string_view text(const Token& token) const {
    return tree_.text.substr(token.begin, token.end - token.begin);
  }

  // ---- errors ----

  [[noreturn]] void fail(std::uint32_t begin, std::uint32_t end, std::string message, std::string help = {}) {
    report(begin, end, std::move(message), std::move(help));
    throw Abandon{};
  }
  void report(std::uint32_t begin, std::uint32_t end, std::string message, std::string help = {}) {
    if (diagnostics_.size() >= most_) return;
    // A token that already was an error would only be named twice.
    for (const Diagnostic& earlier : diagnostics_) {
      if (earlier.range.source == tree_.source && earlier.range.begin == begin) return;
    }
    diagnostics_.push_back({{tree_.source, begin, end}, std::move(message), std::move(help), Severity::kError});
  }
  void report_expected(std::string_view expected) {
    const Token& found = peek();
    std::string what(token_name(found.kind));
    if (found.kind == TokenKind::kIdentifier || found.kind == TokenKind::kNumber) {
      what = fmt::format("`{}`", text(found));
    }
    report(found.begin, found.end, fmt::format("expected {}, found {}", expected, what));
  }
  [[noreturn]] void fail_expected(std::string_view expected) {
    report_expected(expected);
    throw Abandon{};
  }

  /// Skips to the end of the line on which what was opened since token `from`
  /// is closed; where it never is, to the end of this line.
  void recover(std::size_t from) {
    skip_newlines_ = false;
    strip_next_ = false;
    std::vector<TokenKind> open;
    for (std::size_t at = from; at < at_; ++at) nest(tokens_[at].kind, open);
    const std::size_t failed = at_;
    // A text in which little is closed is not searched to its end again and again.
    constexpr unsigned kFew = 20;
    if (!open.empty() && unclosed_ < kFew) {
      if (skip_to_end(open)) return;
      ++unclosed_;
    }
    at_ = failed;
    open.clear();
    skip_to_end(open);
  }

  static void nest(TokenKind kind, std::vector<TokenKind>& open) {
    switch (kind) {
      case TokenKind::kOpenBrace:
      case TokenKind::kOpenBracket:
      case TokenKind::kOpenParen:
      case TokenKind::kInterpolation:
      case TokenKind::kDirective:
        open.push_back(kind);
        break;
      case TokenKind::kCloseBrace:
      case TokenKind::kCloseBracket:
      case TokenKind::kCloseParen:
      case TokenKind::kTemplateEnd:
        if (!open.empty()) open.pop_back();
        break;
      default:
        break;
    }
  }

  /// false: what is open is not closed.
  bool skip_to_end(std::vector<TokenKind>& open) {
    for (;; ++at_) {
      const TokenKind kind = tokens_[at_].kind;
      if (kind == TokenKind::kEnd) return open.empty();
      if (open.empty() && (kind == TokenKind::kCloseBrace || kind == TokenKind::kNewline)) return true;
      // In a list or a call no attribute begins: the bracket was forgotten.
      const bool no_attributes =
          !open.empty() && (open.back() == TokenKind::kOpenBracket || open.back() == TokenKind::kOpenParen);
      if (no_attributes && kind == TokenKind::kNewline && tokens_[at_ + 1].kind == TokenKind::kIdentifier &&
          tokens_[at_ + 2].kind == TokenKind::kEqual) {
        return false;
      }
      nest(kind, open);
    }
  }

  // ---- tree ----

  NodeId add(NodeKind kind, std::uint32_t begin, std::uint32_t end, std::uint8_t op = 0, std::uint32_t a = 0,
             std::uint32_t b = 0) {
    tree_.nodes.push_back({kind, op, 0, begin, end, a, b});
    return static_cast<NodeId>(tree_.nodes.size() - 1);
  }
  NodeId add_list(NodeKind kind, std::uint32_t begin, std::uint32_t end, std::span<const NodeId> children,
                  std::uint8_t op = 0) {
    const auto first = static_cast<std::uint32_t>(tree_.lists.size());
    tree_.lists.insert(tree_.lists.end(), children.begin(), children.end());
    return add(kind, begin, end, op, first, static_cast<std::uint32_t>(children.size()));
  }
  NodeId add_list(NodeKind kind, std::uint32_t begin, std::uint32_t end, std::initializer_list<NodeId> children,
                  std::uint8_t op = 0) {
    return add_list(kind, begin, end, std::span<const NodeId>(children.begin(), children.size()), op);
  }

  /// The children of a node under construction, on a stack that all nodes
  /// share: inner ones are done before the next child of an outer one comes.
  class Children {
   public:
    explicit Children(Parser& parser) : stack_(parser.stack_), begin_(parser.stack_.size()) {}
    Children(const Children&) = delete;
    Children& operator=(const Children&) = delete;
    ~Children() { stack_.resize(begin_); }

    void push_back(NodeId id) { stack_.push_back(id); }
    [[nodiscard]] std::size_t size() const { return stack_.size() - begin_; }
    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] NodeId operator[](std::size_t i) const { return stack_[begin_ + i]; }
    [[nodiscard]] std::span<const NodeId> all() const { return std::span<const NodeId>(stack_).subspan(begin_); }

   private:
    std::vector<NodeId>& stack_;
    std::size_t begin_;
  };
  NodeId add_name(NodeKind kind, const Token& token) {
    return add(kind, token.begin, token.end, 0, token.begin, token.end - token.begin);
  }
  [[nodiscard]] std::uint32_t begin_of(NodeId id) const { return tree_.nodes[id].begin; }
  [[nodiscard]] std::uint32_t end_of(NodeId id) const { return tree_.nodes[id].end; }

  /// Counts nesting for as long as it lives.
  class Deeper {
   public:
    explicit Deeper(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > parser_.limits_.depth) {
        const Token& here = parser_.peek();
        --parser_.depth_;
        parser_.fail(here.begin, here.end, fmt::format("nested deeper than the limit of {}", parser_.limits_.depth),
                     "give inner parts names of their own");
      }
    }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    ~Deeper() { --parser_.depth_; }

   private:
    Parser& parser_;
  };
  /// Sets whether line breaks count for as long as it lives.
  class Newlines {
   public:
    Newlines(Parser& parser, bool skip) : parser_(parser), before_(parser.skip_newlines_) {
      parser_.skip_newlines_ = skip;
    }
    Newlines(const Newlines&) = delete;
    Newlines& operator=(const Newlines&) = delete;
    ~Newlines() { parser_.skip_newlines_ = before_; }

   private:
    Parser& parser_;
    bool before_;
  };

  // ---- bodies ----

  /// `one_line`: on the line of its block's `{`, where one attribute may stand.
  NodeId body(TokenKind closing, bool one_line) {
    Children items(*this);
    std::unordered_set<std::string_view> names;
    bool said = false;
    const std::uint32_t begin = peek().begin;
    for (;;) {
      const Token& next = peek();
      if (next.kind == TokenKind::kNewline) {
        take();
      } else if (next.kind == closing || next.kind == TokenKind::kEnd) {
        break;
      } else {
        const std::size_t before = at_;
        try {
          const NodeId item = this->item();
          const bool attribute = tree_.nodes[item].kind == NodeKind::kAttribute;
          if (attribute) check_duplicate(items, names, item);
          items.push_back(item);
          const bool last = peek().kind == closing && closing != TokenKind::kEnd;
          if (one_line && (!attribute || peek().kind == TokenKind::kNewline) && !said) {
            said = true;
            report(begin_of(item), begin_of(item) + tree_.nodes[item].extra,
                   "a block on one line holds one attribute and nothing else",
                   "put `{`, each part and `}` on lines of their own");
          }
          if (last) {
            if (!one_line) {
              report_expected(attribute ? "the end of the line after the value"
                                        : "the end of the line after the block");
            }
          } else if (peek().kind != TokenKind::kEnd) {
            expect(TokenKind::kNewline, attribute ? " after the value" : " after the block");
          }
        } catch (const Abandon&) {
          recover(before);
          if (closing == TokenKind::kEnd && tokens_[at_].kind == TokenKind::kCloseBrace) ++at_;
          if (at_ == before) ++at_;
        }
      }
    }
    return add_list(NodeKind::kBody, begin, peek().begin, items.all());
  }

  /// Few attributes are compared with one another, many by a set.
  void check_duplicate(const Children& earlier, std::unordered_set<std::string_view>& names, NodeId attribute) {
    constexpr std::size_t kFew = 16;
    const auto name_of = [&](NodeId id) { return tree_.text.substr(tree_.nodes[id].begin, tree_.nodes[id].extra); };
    const auto is_attribute = [&](NodeId id) { return tree_.nodes[id].kind == NodeKind::kAttribute; };
    const std::string_view name = name_of(attribute);
    bool seen = false;
    if (names.empty() && earlier.size() < kFew) {
      for (const NodeId id : earlier.all()) seen = seen || (is_attribute(id) && name_of(id) == name);
    } else {
      if (names.empty()) {
        for (const NodeId id : earlier.all()) {
          if (is_attribute(id)) names.insert(name_of(id));
        }
      }
      seen = !names.insert(name).second;
    }
    const Node& node = tree_.nodes[attribute];
    if (seen) {
      report(node.begin, node.begin + node.extra, fmt::format("`{}` is set twice in this block", name),
             "keep one of the two");
    }
  }

  NodeId item() {
    const Deeper deeper(*this);
    if (peek().kind != TokenKind::kIdentifier) fail_expected("an attribute or a block");
    const Token name = take();
    if (name.end - name.begin > 0xFFFF) fail(name.begin, name.end, "a name longer than the limit of 65535 bytes");
    const auto length = static_cast<std::uint16_t>(name.end - name.begin);
    if (accept(TokenKind::kEqual)) {
      const NodeId value = expression();
      const NodeId id = add(NodeKind::kAttribute, name.begin, end_of(value), 0, value);
      tree_.nodes[id].extra = length;
      return id;
    }
    Children children(*this);
    for (;;) {
      const TokenKind kind = peek().kind;
      if (kind == TokenKind::kIdentifier) {
        children.push_back(add_name(NodeKind::kString, take()));
      } else if (kind == TokenKind::kOpenQuote) {
        // A literal without sequences is one token or none.
        const bool plain = tokens_[at_ + 1].kind != TokenKind::kInterpolation;
        const NodeId label = quoted();
        if (!plain || tree_.nodes[label].kind != NodeKind::kString) {
          fail(begin_of(label), end_of(label), "a block's label is plain text", "write it without `${}`");
        }
        children.push_back(label);
      } else if (kind == TokenKind::kOpenBrace) {
        break;
      } else {
        fail_expected(children.empty() ? "`=` or `{`" : "`{`");
      }
    }
    take();
    const bool one_line = peek().kind != TokenKind::kNewline;
    children.push_back(body(TokenKind::kCloseBrace, one_line));
    if (peek().kind != TokenKind::kCloseBrace) {
      fail(name.begin, name.end, "the block that begins here is not closed", "close it with `}`");
    }
    const Token close = take();
    const NodeId id = add_list(NodeKind::kBlock, name.begin, close.end, children.all());
    tree_.nodes[id].extra = length;
    return id;
  }

  // ---- expressions ----

  NodeId expression() {
    const Deeper deeper(*this);
    const NodeId condition = binary(0);
    if (!accept(TokenKind::kQuestion)) return condition;
    const NodeId then = expression();
    expect(TokenKind::kColon, " between the two results of a conditional");
    const NodeId otherwise = expression();
    return add_list(NodeKind::kConditional, begin_of(condition), end_of(otherwise), {condition, then, otherwise});
  }

  struct BinaryOperator {
    Operator op;
    int precedence;
  };
  static bool binary_operator(TokenKind kind, BinaryOperator& out) {
    switch (kind) {
      case TokenKind::kOr:
        out = {Operator::kOr, 1};
        return true;
      case TokenKind::kAnd:
        out = {Operator::kAnd, 2};
        return true;
      case TokenKind::kEqualEqual:
        out = {Operator::kEqual, 3};
        return true;
      case TokenKind::kNotEqual:
        out = {Operator::kNotEqual, 3};
        return true;
      case TokenKind::kLess:
        out = {Operator::kLess, 4};
        return true;
      case TokenKind::kLessEqual:
        out = {Operator::kLessEqual, 4};
        return true;
      case TokenKind::kGreater:
        out = {Operator::kGreater, 4};
        return true;
      case TokenKind::kGreaterEqual:
        out = {Operator::kGreaterEqual, 4};
        return true;
      case TokenKind::kPlus:
        out = {Operator::kAdd, 5};
        return true;
      case TokenKind::kMinus:
        out = {Operator::kSubtract, 5};
        return true;
      case TokenKind::kStar:
        out = {Operator::kMultiply, 6};
        return true;
      case TokenKind::kSlash:
        out = {Operator::kDivide, 6};
        return true;
      case TokenKind::kPercent:
        out = {Operator::kModulo, 6};
        return true;
      default:
        return false;
    }
  }

  /// Precedence climbing: at most one level of recursion per precedence.
  NodeId binary(int lowest) {
    NodeId left = unary();
    BinaryOperator found{};
    while (binary_operator(peek().kind, found) && found.precedence > lowest) {
      take();
      const NodeId right = binary(found.precedence);
      left = add(NodeKind::kBinary, begin_of(left), end_of(right), static_cast<std::uint8_t>(found.op), left, right);
    }
    return left;
  }

  NodeId unary() {
    const TokenKind kind = peek().kind;
    if (kind != TokenKind::kBang && kind != TokenKind::kMinus) return postfix();
    const Deeper deeper(*this);
    const Token sign = take();
    const NodeId operand = unary();
    const Operator op = kind == TokenKind::kBang ? Operator::kNot : Operator::kNegate;
    return add(NodeKind::kUnary, sign.begin, end_of(operand), static_cast<std::uint8_t>(op), operand);
  }

  NodeId postfix() {
    const NodeId base = primary();
    const TokenKind next = peek().kind;
    if (next != TokenKind::kDot && next != TokenKind::kOpenBracket) return base;
    Children steps(*this);
    steps.push_back(base);
    while (step(steps, false)) {
    }
    return steps.size() == 1 ? base : add_list(NodeKind::kAccess, begin_of(base), last_end_, steps.all());
  }

  /// Takes one `.x`, `.0`, `[i]`, `[*]` or `.*` into `steps`; false where none follows.
  bool step(Children& steps, bool attributes_only) {
    const Token next = peek();
    if (next.kind == TokenKind::kDot) {
      take();
      const Token what = peek();
      if (what.kind == TokenKind::kIdentifier) {
        take();
        steps.push_back(add(NodeKind::kStepAttr, next.begin, what.end, 0, what.begin, what.end - what.begin));
      } else if (what.kind == TokenKind::kNumber) {
        take();
        legacy_index(steps, next, what);
      } else if (what.kind == TokenKind::kStar) {
        take();
        splat(steps, next, true);
      } else {
        fail_expected("a name, a number or `*` after the dot");
      }
      return true;
    }
    if (next.kind != TokenKind::kOpenBracket || attributes_only) return false;
    take();
    NodeId key = 0;
    {
      // What follows the closing bracket is read under the outer rule.
      const Newlines inside(*this, true);
      const bool star = peek().kind == TokenKind::kStar && peek_second().kind == TokenKind::kCloseBracket;
      if (star) {
        take();
      } else {
        key = expression();
      }
      close(TokenKind::kCloseBracket);
    }
    if (key == 0) {
      splat(steps, next, false);
    } else {
      steps.push_back(add(NodeKind::kStepIndex, next.begin, last_end_, 0, key));
    }
    return true;
  }

  void close(TokenKind kind) {
    if (peek().kind != kind) fail_expected(token_name(kind));
    take();
  }

  /// `.0`; of `.0.1` the scanner makes one number, and two in a row are refused.
  void legacy_index(Children& steps, const Token& dot, const Token& what) {
    const std::string_view digits = text(what);
    if (digits.find_first_not_of("0123456789") != std::string_view::npos) {
      fail(what.begin, what.end, "an index behind a dot is one whole number", "write [0][1]");
    }
    const NodeId key = number(what);
    steps.push_back(add(NodeKind::kStepIndex, dot.begin, what.end, 1, key));
  }

  void splat(Children& steps, const Token& start, bool attributes_only) {
    const Deeper deeper(*this);
    NodeId made = 0;
    {
      Children inner(*this);
      // Line breaks count as they did before the bracket.
      for (;;) {
        const Token next = peek();
        const bool more_splat = next.kind == TokenKind::kDot && peek_second().kind == TokenKind::kStar;
        if (more_splat && attributes_only) {
          fail(next.begin, next.end + 1, "a `.*` within a `.*`", "write [*]");
        }
        if (more_splat || !step(inner, attributes_only)) break;
      }
      made = add_list(NodeKind::kStepSplat, start.begin, last_end_, inner.all(), attributes_only ? 1 : 0);
    }
    steps.push_back(made);
  }

  NodeId number(const Token& token) {
    const std::string_view digits = text(token);
    std::int64_t whole = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
    if (parsed.ec == std::errc{} && parsed.ptr == digits.data() + digits.size()) {
      const auto bits = static_cast<std::uint64_t>(whole);
      return add(NodeKind::kNumber, token.begin, token.end, 0, static_cast<std::uint32_t>(bits),
                 static_cast<std::uint32_t>(bits >> 32U));
    }
    double real = 0;
    const auto rounded = std::from_chars(digits.data(), digits.data() + digits.size(), real);
    // Beyond the range of a double: next to nothing, or more than there is.
    if (rounded.ec == std::errc::result_out_of_range && digits.find('-') == std::string_view::npos) {
      real = std::numeric_limits<double>::infinity();
    }
    const auto bits = std::bit_cast<std::uint64_t>(real);
    return add(NodeKind::kNumber, token.begin, token.end, 1, static_cast<std::uint32_t>(bits),
               static_cast<std::uint32_t>(bits >> 32U));
  }

  NodeId primary() {
    const Token next = peek();
    switch (next.kind) {
      case TokenKind::kNumber:
        return number(take());
      case TokenKind::kOpenQuote:
        return quoted();
      case TokenKind::kOpenHeredoc:
        return heredoc();
      case TokenKind::kIdentifier:
        return name_or_call();
      case TokenKind::kOpenParen: {
        take();
        const Newlines inside(*this, true);
        const NodeId inner = expression();
        close(TokenKind::kCloseParen);
        return add(NodeKind::kParen, next.begin, last_end_, 0, inner);
      }
      case TokenKind::kOpenBracket:
        return tuple();
      case TokenKind::kOpenBrace:
        return object();
      default:
        fail_expected("a value");
    }
  }

  NodeId name_or_call() {
    const Token first = take();
    const std::string_view word = text(first);
    Token name = first;
    while (peek().kind == TokenKind::kDoubleColon) {
      take();
      name.end = expect(TokenKind::kIdentifier, " after `::`").end;
    }
    if (peek().kind == TokenKind::kOpenParen) return call(name);
    if (name.end != first.end) fail_expected("`(` after a function's name");
    if (word == "null") return add(NodeKind::kLiteral, first.begin, first.end, 0);
    if (word == "false") return add(NodeKind::kLiteral, first.begin, first.end, 1);
    if (word == "true") return add(NodeKind::kLiteral, first.begin, first.end, 2);
    return add_name(NodeKind::kVariable, first);
  }

  NodeId call(const Token& name) {
    take();
    const Newlines inside(*this, true);
    Children children(*this);
    children.push_back(add_name(NodeKind::kName, name));
    std::uint8_t expands = 0;
    while (peek().kind != TokenKind::kCloseParen) {
      children.push_back(expression());
      if (accept(TokenKind::kEllipsis)) {
        expands = 1;
        break;
      }
      if (!accept(TokenKind::kComma)) break;
    }
    if (peek().kind != TokenKind::kCloseParen) fail_expected("`,` or `)` after the argument");
    take();
    return add_list(NodeKind::kCall, name.begin, last_end_, children.all(), expands);
  }

  NodeId tuple() {
    const Token open = take();
    const Newlines inside(*this, true);
    if (at_for()) return for_expression(open, TokenKind::kCloseBracket);
    Children members(*this);
    while (peek().kind != TokenKind::kCloseBracket) {
      members.push_back(expression());
      if (!accept(TokenKind::kComma)) break;
    }
    if (peek().kind != TokenKind::kCloseBracket) fail_expected("`,` or `]` after the member");
    take();
    return add_list(NodeKind::kTuple, open.begin, last_end_, members.all());
  }

  NodeId object() {
    const Token open = take();
    {
      const Newlines inside(*this, true);
      if (at_for()) return for_expression(open, TokenKind::kCloseBrace);
    }
    const Newlines inside(*this, false);
    Children items(*this);
    for (;;) {
      while (accept(TokenKind::kNewline)) {
      }
      if (peek().kind == TokenKind::kCloseBrace) break;
      items.push_back(object_item());
      const TokenKind after = peek().kind;
      if (after == TokenKind::kComma || after == TokenKind::kNewline) {
        take();
      } else if (after != TokenKind::kCloseBrace) {
        fail_expected("`,`, a new line or `}` after the value");
      }
    }
    take();
    return add_list(NodeKind::kObject, open.begin, last_end_, items.all());
  }

  NodeId object_item() {
    NodeId key = 0;
    std::uint8_t bare = 0;
    const TokenKind second = peek_second().kind;
    if (peek().kind == TokenKind::kIdentifier && (second == TokenKind::kEqual || second == TokenKind::kColon)) {
      key = add_name(NodeKind::kString, take());
      bare = 1;
    } else {
      key = expression();
    }
    if (!accept(TokenKind::kEqual) && !accept(TokenKind::kColon)) fail_expected("`=` after the key");
    const NodeId value = expression();
    return add(NodeKind::kObjectItem, begin_of(key), end_of(value), bare, key, value);
  }

  bool at_for() { return peek().kind == TokenKind::kIdentifier && text(peek()) == "for"; }

  NodeId for_expression(const Token& open, TokenKind closing) {
    const Newlines inside(*this, true);
    take();
    NodeId key_name = 0;
    NodeId value_name = add_name(NodeKind::kName, expect(TokenKind::kIdentifier, " for the loop's variable"));
    if (accept(TokenKind::kComma)) {
      key_name = value_name;
      value_name = add_name(NodeKind::kName, expect(TokenKind::kIdentifier, " for the loop's variable"));
    }
    const Token in = peek();
    if (in.kind != TokenKind::kIdentifier || text(in) != "in") fail_expected("`in`");
    take();
    const NodeId collection = expression();
    expect(TokenKind::kColon, " before the loop's result");
    NodeId key = 0;
    NodeId value = expression();
    std::uint8_t flags = 0;
    if (closing == TokenKind::kCloseBrace) {
      flags = 1;
      expect(TokenKind::kArrow, " between key and value");
      key = value;
      value = expression();
      if (accept(TokenKind::kEllipsis)) flags |= 2;
    }
    NodeId condition = 0;
    if (peek().kind == TokenKind::kIdentifier && text(peek()) == "if") {
      take();
      condition = expression();
    }
    if (peek().kind != closing) fail_expected(fmt::format("`if` or {}", token_name(closing)));
    take();
    return add_list(NodeKind::kFor, open.begin, last_end_, {key_name, value_name, collection, key, value, condition},
                    flags);
  }

  // ---- templates ----

  NodeId quoted() {
    const Token open = take();
    Children parts(*this);
    template_parts(TokenKind::kCloseQuote, parts, false);
    const Token closing = take();
    return finish_template(open.begin, closing.end, parts, false);
  }

  NodeId heredoc() {
    const Token open = take();
    if (text(open).starts_with("<<-")) plan_flush();
    Children parts(*this);
    template_parts(TokenKind::kCloseHeredoc, parts, true);
    const Token closing = take();
    return finish_template(open.begin, closing.end, parts, true);
  }

  NodeId finish_template(std::uint32_t begin, std::uint32_t end, const Children& parts, bool heredoc) {
    if (parts.empty()) return add(NodeKind::kString, begin, end, 0, begin, 0);
    if (parts.size() == 1 && tree_.nodes[parts[0]].kind == NodeKind::kString) {
      tree_.nodes[parts[0]].begin = begin;
      tree_.nodes[parts[0]].end = end;
      return parts[0];
    }
    return add_list(NodeKind::kTemplate, begin, end, parts.all(), heredoc ? 1 : 0);
  }

  /// Reads a whole template up to, and not with, `closing`.
  void template_parts(TokenKind closing, Children& parts, bool in_heredoc) {
    strip_next_ = false;
    const std::string_view stopped = template_sequence(closing, parts, in_heredoc);
    if (!stopped.empty()) {
      const std::uint32_t begin = last_directive_;
      fail(begin, last_end_, fmt::format("`{}` without its `{}`", stopped, stopped == "endfor" ? "for" : "if"),
           "write %%{ for the characters themselves");
    }
    strip_next_ = false;
  }

  /// Reads template parts up to, and not with, `closing`, or up to a directive
  /// else, endif or endfor, whose keyword it returns.
  std::string_view template_sequence(TokenKind closing, Children& parts, bool in_heredoc) {
    const Deeper deeper(*this);
    for (;;) {
      // Inside a template every token counts; comments and line breaks are
      // text there and never come as tokens of their own.
      const Token token = tokens_[at_];
      if (token.kind == TokenKind::kStringLiteral) {
        ++at_;
        literal_part(token, parts, in_heredoc);
      } else if (token.kind == TokenKind::kInterpolation) {
        ++at_;
        const Newlines inside(*this, true);
        parts.push_back(expression());
        end_sequence();
      } else if (token.kind == TokenKind::kDirective) {
        ++at_;
        std::string_view keyword;
        {
          const Newlines inside(*this, true);
          if (peek().kind != TokenKind::kIdentifier) fail_expected("`if`, `for`, `else`, `endif` or `endfor`");
          keyword = text(peek());
          take();
        }
        if (keyword == "if") {
          parts.push_back(template_if(token, closing, in_heredoc));
        } else if (keyword == "for") {
          parts.push_back(template_for(token, closing, in_heredoc));
        } else if (keyword == "else" || keyword == "endif" || keyword == "endfor") {
          end_sequence();
          last_directive_ = token.begin;
          return keyword;
        } else {
          fail(token.begin, last_end_, fmt::format("`{}` is not a template directive", keyword),
               "write %{if …}, %{for … in …}, or %%{ for the characters themselves");
        }
      } else if (token.kind == closing) {
        return {};
      } else {
        fail_expected(token_name(closing));
      }
    }
  }

  void end_sequence() {
    const Newlines inside(*this, true);
    if (peek().kind != TokenKind::kTemplateEnd) fail_expected("`}` to end the template sequence");
    const Token token = take();
    strip_next_ = token.end - token.begin == 2;
  }

  /// A literal, or what strip markers beside it and the indentation of its
  /// heredoc leave of it.
  void literal_part(const Token& token, Children& parts, bool in_heredoc) {
    const bool strip_left = strip_next_;
    const bool strip_right = strips_left(at_);
    strip_next_ = false;
    const std::string_view raw = tree_.text.substr(token.begin, token.end - token.begin);
    std::size_t first = 0;
    std::size_t size = raw.size();
    // Strings are kept in normal form C, as in Terraform.
    const bool decoded = needs_decoding(raw, !in_heredoc) || may_need_nfc(raw);
    if (decoded) {
      first = tree_.strings.size();
      std::string error;
      std::size_t error_at = 0;
      if (!decode_template_text(raw, !in_heredoc, tree_.strings, error, error_at)) {
        const auto place = token.begin + static_cast<std::uint32_t>(error_at);
        report(place, std::min(place + 2, token.end), error, "write \\\\ for a backslash");
      }
      const std::string_view text = std::string_view(tree_.strings).substr(first);
      if (may_need_nfc(text)) {
        const std::string composed = to_nfc(text);
        tree_.strings.replace(first, std::string::npos, composed);
      }
      size = tree_.strings.size() - first;
    } else {
      first = token.begin;
    }
    const std::string_view all = decoded ? std::string_view(tree_.strings) : tree_.text;
    if (strip_left) {
      while (size > 0 && is_space(all[first])) ++first, --size;
    }
    if (strip_right) {
      while (size > 0 && is_space(all[first + size - 1])) --size;
    }
    if (const auto cut = flush_.find(token.begin); cut != flush_.end()) {
      const std::size_t indent = std::min<std::size_t>(cut->second, size);
      first += indent;
      size -= indent;
    }
    if (size == 0) return;
    parts.push_back(add(NodeKind::kString, token.begin, token.end, decoded ? 1 : 0, static_cast<std::uint32_t>(first),
                        static_cast<std::uint32_t>(size)));
  }

  static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

  /// Is token `at` a sequence that strips the literal before it?
  [[nodiscard]] bool strips_left(std::size_t at) const {
    const Token& token = tokens_[at];
    return (token.kind == TokenKind::kInterpolation || token.kind == TokenKind::kDirective) &&
           token.end - token.begin == 3;
  }

  /// Of the `<<-` heredoc that begins here, notes in `flush_` by how much each
  /// line's first literal is moved out: by the least indentation. As with
  /// HashiCorp, blank lines neither count nor move, strip markers act first,
  /// and a line whose break before it was stripped is no line of its own.
  void plan_flush() {
    std::vector<std::uint32_t> starts;
    std::size_t least = ~std::size_t{0};
    bool line_start = true;
    bool strip_left = false;
    for (std::size_t at = at_; tokens_[at].kind != TokenKind::kEnd; ++at) {
      const Token& token = tokens_[at];
      if (token.kind == TokenKind::kCloseHeredoc) break;
      const bool first = line_start;
      line_start = false;
      if (token.kind != TokenKind::kStringLiteral) {
        if (first) least = 0;
        at = sequence_end(at);
        strip_left = tokens_[at].end - tokens_[at].begin == 2;
        if (tokens_[at].kind == TokenKind::kEnd) break;
        continue;
      }
      std::string_view text = this->text(token);
      while (strip_left && !text.empty() && is_space(text.front())) text.remove_prefix(1);
      while (strips_left(at + 1) && !text.empty() && is_space(text.back())) text.remove_suffix(1);
      strip_left = false;
      line_start = text.ends_with('\n');
      if (!first) continue;
      std::size_t spaces = 0;
      while (spaces < text.size() && is_space(text[spaces])) ++spaces;
      if (spaces == text.size() && line_start) continue;
      least = std::min(least, spaces);
      starts.push_back(token.begin);
    }
    if (least == 0) return;
    for (const std::uint32_t start : starts) flush_[start] = static_cast<std::uint32_t>(least);
  }

  /// The token that ends the template sequence which begins at token `at`.
  [[nodiscard]] std::size_t sequence_end(std::size_t at) const {
    for (int depth = 0; tokens_[at].kind != TokenKind::kEnd; ++at) {
      const TokenKind kind = tokens_[at].kind;
      if (kind == TokenKind::kInterpolation || kind == TokenKind::kDirective) ++depth;
      if (kind == TokenKind::kTemplateEnd && --depth == 0) break;
    }
    return at;
  }

  NodeId template_if(const Token& start, TokenKind closing, bool in_heredoc) {
    NodeId condition = 0;
    {
      const Newlines inside(*this, true);
      condition = expression();
    }
    end_sequence();
    NodeId results[2] = {0, 0};
    std::string_view stopped = "else";
    for (std::size_t i = 0; i < 2; ++i) {
      Children inner(*this);
      if (stopped == "else") stopped = template_sequence(closing, inner, in_heredoc);
      const std::uint32_t end = inner.empty() ? last_end_ : std::max(last_end_, end_of(inner[inner.size() - 1]));
      results[i] = add_list(NodeKind::kTemplate, start.begin, end, inner.all(), 2);
    }
    if (stopped != "endif") {
      fail(start.begin, start.end, "the template's `if` that begins here is not closed", "close it with %{endif}");
    }
    return add_list(NodeKind::kTemplateIf, start.begin, last_end_, {condition, results[0], results[1]});
  }

  NodeId template_for(const Token& start, TokenKind closing, bool in_heredoc) {
    NodeId key_name = 0;
    NodeId value_name = 0;
    NodeId collection = 0;
    {
      const Newlines inside(*this, true);
      value_name = add_name(NodeKind::kName, expect(TokenKind::kIdentifier, " for the loop's variable"));
      if (accept(TokenKind::kComma)) {
        key_name = value_name;
        value_name = add_name(NodeKind::kName, expect(TokenKind::kIdentifier, " for the loop's variable"));
      }
      if (peek().kind != TokenKind::kIdentifier || text(peek()) != "in") fail_expected("`in`");
      take();
      collection = expression();
    }
    end_sequence();
    Children inner(*this);
    if (template_sequence(closing, inner, in_heredoc) != "endfor") {
      fail(start.begin, start.end, "the template's `for` that begins here is not closed", "close it with %{endfor}");
    }
    const NodeId result = add_list(NodeKind::kTemplate, start.begin, last_end_, inner.all(), 2);
    return add_list(NodeKind::kTemplateFor, start.begin, last_end_, {key_name, value_name, collection, result});
  }

  static constexpr std::size_t kMostDiagnostics = 20;

  Diagnostics& diagnostics_;
  std::size_t most_;
  ParseLimits limits_;
  Tree tree_;
  std::vector<Token> tokens_;
  std::vector<NodeId> stack_;  // of Children
  std::size_t at_ = 0;
  std::uint32_t last_end_ = 0;
  std::uint32_t last_directive_ = 0;
  std::unordered_map<std::uint32_t, std::uint32_t> flush_;  // by a literal's place
  unsigned depth_ = 0;
  bool skip_newlines_ = false;
  unsigned unclosed_ = 0;  // brackets that `recover` found no end of
  bool strip_next_ = false;
};

}  // namespace

Tree parse(std::string_view text, std::uint32_t source, Diagnostics& diagnostics, const ParseLimits& limits) {
  return Parser(text, source, diagnostics, limits).file();
}

Tree parse_expression(std::string_view text, std::uint32_t source, Diagnostics& diagnostics,
                      const ParseLimits& limits) {
  return Parser(text, source, diagnostics, limits).single_expression();
}

Tree parse_template(std::string_view text, std::uint32_t source, Diagnostics& diagnostics, const ParseLimits& limits) {
  return Parser(text, source, diagnostics, limits, true).whole_template();
}

}  // namespace mng::hcl
