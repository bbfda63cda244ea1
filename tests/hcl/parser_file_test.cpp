#include <string>

#include "hcl/read.hpp"
#include "hcl/shape.hpp"
#include "support/catch.hpp"

namespace mng::hcl {
namespace {

std::string shape_of(std::string text) {
  const Parsed parsed = read_file(std::move(text));
  return parsed.errors() + shape(parsed.ast(), parsed.tree.root);
}

TEST_CASE("attributes and blocks") {
  CHECK(shape_of("") == "<>");
  CHECK(shape_of("\n\n# only a comment") == "<>");
  CHECK(shape_of("a = 1") == "< a=1>");
  CHECK(shape_of("a = 1\nb = \"x\"\n") == "< a=1 b=\"x\">");
  CHECK(shape_of("b {\n}\n") == "< b <>>");
  CHECK(shape_of("b \"l\" m \"n o\" {\n  a = 1\n  c {\n    d = 2\n  }\n}\n") ==
        "< b \"l\" \"m\" \"n o\" < a=1 c < d=2>>>");
  CHECK(shape_of("b \"$${x} \\\"\" {\n}\n") == "< b \"${x} \"\" <>>");
  CHECK(shape_of("größe = 1\n") == "< größe=1>");
  CHECK(shape_of("for = 1\nif {\n}\n") == "< for=1 if <>>");
}

TEST_CASE("a block on one line holds an attribute or nothing") {
  CHECK(shape_of("b {}\n") == "< b <>>");
  CHECK(shape_of("b { a = 1 }\n") == "< b < a=1>>");
  CHECK(shape_of("b { # c\n}\n") == "< b <>>");
  CHECK(shape_of("b { /* c */ }\n") == "< b <>>");
  const std::string help =
      "a block on one line holds one attribute and nothing else; put `{`, each part and `}` on "
      "lines of their own\n";
  // What was read is in the tree all the same.
  CHECK(shape_of("b { c {} }\n") == "1:5 <c> " + help + "< b < c <>>>");
  CHECK(shape_of("b { a = 1\n}\n") == "1:5 <a> " + help + "< b < a=1>>");
  CHECK(shape_of("b { a = 1\nc = 2\n}\n") == "1:5 <a> " + help + "< b < a=1 c=2>>");
  CHECK(shape_of("b {\n a = 1 }\n") == "2:8 <}> expected the end of the line after the value, found `}`\n< b < a=1>>");
  CHECK(shape_of("b {\n c {}}\n") == "2:6 <}> expected the end of the line after the block, found `}`\n< b < c <>>>");
}

TEST_CASE("line breaks, comments and byte order marks") {
  CHECK(shape_of("a = 1\r\nb {\r\n  c = 2 // x\r\n}\r\n") == "< a=1 b < c=2>>");
  CHECK(shape_of("\xEF\xBB\xBF"
                 "a = 1\n") == "< a=1>");
  CHECK(shape_of("/* x */ a /* y */ = /*\n*/ 1 /* z */ # end\n// c\nb = 2") == "< a=1 b=2>");
  CHECK(shape_of("a = [ # one\n  1, // two\n  /* three */ 2\n]\n") == "< a=[ 1 2]>");
  CHECK(shape_of("a = {\n  b = 1 # one\n  c = 2 /* two */\n}\n") == "< a={ \"b\"=1 \"c\"=2}>");
  CHECK(shape_of("a = [<<X\nb\nX\n, <<-Y\n  c\n    d\n  Y\n]\ne = 1\n") ==
        "< a=[ \"b\n\" (heredoc \"c\n\" \"  d\n\")] e=1>");
  CHECK(shape_of("a = {\n  b = <<X\nc\nX\n  d = 1\n}\n") == "< a={ \"b\"=\"c\n\" \"d\"=1}>");
  CHECK(shape_of("a = f(<<X\nb\nX\n, 2)\n") == "< a=(call f \"b\n\" 2)>");
}

TEST_CASE("lookups in a body") {
  const Parsed parsed = read_file("a = 1\nb \"x\" {\n}\nc {\n}\nb \"y\" \"z\" {\n  d = <<E\nq\nr\nE\n}\n");
  const Ast ast = parsed.ast();
  const NodeId root = parsed.tree.root;
  CHECK(ast.attribute(root, "b") == 0);
  CHECK(parsed.text(ast.attribute(root, "a")) == "a = 1");
  CHECK(parsed.text(ast.expression(root, "a")) == "1");
  CHECK(ast.expression(root, "none") == 0);
  const std::vector<NodeId> blocks = ast.blocks(root, "b");
  REQUIRE(blocks.size() == 2);
  CHECK(ast.label(blocks[0], 0) == "x");
  CHECK(ast.label(blocks[0], 1).empty());
  CHECK(ast.label(blocks[1], 1) == "z");
  CHECK(parsed.sources.text(ast.head_range(ast[blocks[1]])) == "b");
  CHECK(parsed.text(blocks[0]) == "b \"x\" {\n}");
  std::string text;
  CHECK(ast.literal_text(ast.expression(ast.body(blocks[1]), "d"), text));
  CHECK(text == "q\nr\n");
  CHECK_FALSE(ast.literal_text(ast.expression(root, "a"), text));
  const Parsed open = read_expression("\"a${b}\"");
  CHECK_FALSE(open.ast().literal_text(open.tree.root, text));
}

}  // namespace
}  // namespace mng::hcl
