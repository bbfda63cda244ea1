#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/ast.hpp"
#include "hcl/value.hpp"

namespace mng::hcl {

/// A body under construction: what a file or a block holds, in order. Text
/// comes out as HashiCorp's formatter would leave it.
class OutBody {
 public:
  /// `expression` is formatted text of one line, or of several whose inner
  /// lines are indented from zero.
  void attribute(std::string_view name, std::string expression);
  /// A nested block; the reference holds until the next item is added.
  OutBody& block(std::string_view type, std::vector<std::string> labels = {});
  /// One comment line a line of text; control characters are written out.
  void comment(std::string_view text);
  void blank();

  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool empty() const { return items_.empty(); }

 private:
  struct Item {
    enum Kind : std::uint8_t { kAttribute, kBlock, kComment, kBlank } kind;
    std::string name;  // or the comment
    std::string expression;
    std::vector<std::string> labels;
    std::vector<OutBody> body;  // of a block: exactly one
  };
  /// Whether it is an attribute of one line.
  static bool is_line(const Item& item);
  void write(std::string& out, unsigned depth) const;

  std::vector<Item> items_;
};

/// Expressions that stand for values nobody knows yet, by what is not known.
using Expressions = std::map<const Unknown*, std::string>;

/// A value as an expression; what is not known in it as the one that stands for it, or null. Lists of more than `wide`
/// characters stand one member a line.
std::string expression_text(const Value& value, const Expressions& expressions = {}, std::size_t wide = 80);

/// An expression of a tree as text, its variable `from` replaced by `to`.
std::string copied_expression(const Ast& ast, NodeId expression, std::string_view from, std::string_view to);

}  // namespace mng::hcl
