#include <string>
#include <vector>

#include "hcl/read.hpp"
#include "hcl/shape.hpp"
#include "support/catch.hpp"

namespace mng::hcl {
namespace {

TEST_CASE("a syntax error names place, cause and cure") {
  struct Case {
    std::string text;
    std::string said;
  };
  const std::vector<Case> cases = {
      {"a", "1:2 <> expected `=` or `{`, found the end of the file"},
      {"a\n", "1:2 <\n> expected `=` or `{`, found the end of the line"},
      {"a \"b\" = 1\n", "1:7 <=> expected `{`, found `=`"},
      {"a b\n{\n}\n",
       "1:4 <\n> expected `{`, found the end of the line\n2:1 <{> expected an attribute or a block, found `{`"},
      {"a =\n", "1:4 <\n> expected a value, found the end of the line"},
      {"a = 1 b\n", "1:7 <b> expected the end of the line after the value, found `b`"},
      {"a = 1, b = 2\n", "1:6 <,> expected the end of the line after the value, found `,`"},
      {"a {} b {}\n", "1:6 <b> expected the end of the line after the block, found `b`"},
      {"= 1\n", "1:1 <=> expected an attribute or a block, found `=`"},
      {"\"a\" = 1\n", "1:1 <\"> expected an attribute or a block, found a string"},
      {"}\n", "1:1 <}> expected an attribute or a block, found `}`"},
      {"a {\n  b = 1\n", "1:1 <a> the block that begins here is not closed; close it with `}`"},
      {"a \"${b}\" {\n}\n", "1:3 <\"${b}\"> a block's label is plain text; write it without `${}`"},
      {"a \"${\"b\"}\" {\n}\n", "1:3 <\"${\"b\"}\"> a block's label is plain text; write it without `${}`"},
      {"a = [1\n", "2:1 <> expected `,` or `]` after the member, found the end of the file"},
      {"a = [1 2]\n", "1:8 <2> expected `,` or `]` after the member, found `2`"},
      {"a = [,]\n", "1:6 <,> expected a value, found `,`"},
      {"a = (1\n", "2:1 <> expected `)`, found the end of the file"},
      {"a = (1, 2)\n", "1:7 <,> expected `)`, found `,`"},
      {"a = f(1\n", "2:1 <> expected `,` or `)` after the argument, found the end of the file"},
      {"a = f(1..., 2)\n", "1:11 <,> expected `,` or `)` after the argument, found `,`"},
      {"a = b::c\n", "1:9 <\n> expected `(` after a function's name, found the end of the line"},
      {"a = b::1()\n", "1:8 <1> expected a name after `::`, found `1`"},
      {"a = b.\n", "1:7 <\n> expected a name, a number or `*` after the dot, found the end of the line"},
      {"a = b[0\n", "2:1 <> expected `]`, found the end of the file"},
      {"a = b.*.*.c\n", "1:8 <.*> a `.*` within a `.*`; write [*]"},
      {"a = b ? c\n", "1:10 <\n> expected `:` between the two results of a conditional, found the end of the line"},
      {"a = { b = 1 c = 2 }\n", "1:13 <c> expected `,`, a new line or `}` after the value, found `c`"},
      {"a = { b }\n", "1:9 <}> expected `=` after the key, found `}`"},
      {"a = [for]\n", "1:9 <]> expected a name for the loop's variable, found `]`"},
      {"a = {for = 1}\n", "1:10 <=> expected a name for the loop's variable, found `=`"},
      {"a = [for b of c : d]\n", "1:12 <of> expected `in`, found `of`"},
      {"a = [for b in c d]\n", "1:17 <d> expected `:` before the loop's result, found `d`"},
      {"a = {for b in c : d}\n", "1:20 <}> expected `=>` between key and value, found `}`"},
      {"a = [for b in c : d...]\n", "1:20 <...> expected `if` or `]`, found `...`"},
      {"a = \"${}\"\n", "1:8 <}> expected a value, found `}`"},
      {"a = \"${b c}\"\n", "1:10 <c> expected `}` to end the template sequence, found `c`"},
      {"a = \"%{ do }\"\n",
       "1:6 <%{ do> `do` is not a template directive; write %{if …}, %{for … in …}, or %%{ for the characters "
       "themselves"},
      {"a = \"%{}\"\n", "1:8 <}> expected `if`, `for`, `else`, `endif` or `endfor`, found `}`"},
      {"a = \"%{if b}c\"\n", "1:6 <%{> the template's `if` that begins here is not closed; close it with %{endif}"},
      {"a = \"%{if b}c%{endfor}\"\n",
       "1:6 <%{> the template's `if` that begins here is not closed; close it with %{endif}"},
      {"a = \"%{for b in c}d\"\n",
       "1:6 <%{> the template's `for` that begins here is not closed; close it with %{endfor}"},
      {"a = \"b%{else}\"\n", "1:7 <%{else}> `else` without its `if`; write %%{ for the characters themselves"},
      {"a = \"%{endif}\"\n", "1:6 <%{endif}> `endif` without its `if`; write %%{ for the characters themselves"},
      {"a = \"%{ endfor }b\"\n",
       "1:6 <%{ endfor }> `endfor` without its `for`; write %%{ for the characters themselves"},
      {"a = \"b\\q\"\n",
       "1:7 <\\q> an escape that does not exist; there are \\n \\r \\t \\\" \\\\ \\uNNNN \\UNNNNNNNN; write \\\\ for a "
       "backslash"},
      {"a = \"\\u12\"\n",
       "1:6 <\\u> \\u takes four and \\U eight hexadecimal digits of a Unicode character; write \\\\ for a backslash"},
      {"a = \"\\ud800\"\n",
       "1:6 <\\u> \\u takes four and \\U eight hexadecimal digits of a Unicode character; write \\\\ for a backslash"},
      {"a = 'b'\n",
       "1:5 <'> single quotes do not make a string; write \"…\"\n1:7 <'> single quotes do not make a "
       "string; write \"…\""},
      {"a = 1\nb = 2\na = 3\n", "3:1 <a> `a` is set twice in this block; keep one of the two"},
      {"a = \"b\n",
       "1:5 <\"> the string that begins here is not closed on its line; close it with `\"`; text of several "
       "lines is a heredoc, <<-EOT"},
      {"a = 1 /* b\n", "1:7 </*> the comment that begins here is not closed; close it with `*/`"},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    CHECK(read_file(one.text).errors() == one.said + "\n");
  }
}

TEST_CASE("an unclosed heredoc is said at the end, with the line it begins on") {
  CHECK(read_file("a = <<-EOT\n  b\n")
            .errors()
            .starts_with("3:1 <> the heredoc of line 1 is not closed; end it with a line that holds only "
                         "`EOT`, and a line break "
                         "behind it\n"));
}

TEST_CASE("parsing goes on behind an error") {
  const Parsed parsed = read_file("a = \nb = 1\nc {\n  d = [1,\n  2 2]\n  e = 3\n}\nf = (\n)\ng = \"x\nh = 4\n");
  CHECK(
      parsed.errors() ==
      "10:5 <\"> the string that begins here is not closed on its line; close it with `\"`; text of several lines is a "
      "heredoc, <<-EOT\n"
      "1:5 <\n> expected a value, found the end of the line\n"
      "5:5 <2> expected `,` or `]` after the member, found `2`\n"
      "9:1 <)> expected a value, found `)`\n");
  CHECK(shape(parsed.ast(), parsed.tree.root).starts_with("< b=1 c < e=3>"));
  CHECK(parsed.text(parsed.expression("h")) == "4");
}

TEST_CASE("a strip marker at the end of a string does not reach the next") {
  const Parsed parsed = read_file("a = \"${x ~}\"\nb = \"  y\"\nc = \"${x ~}${y z}\"\nd = \"  y\"\n");
  std::string text;
  CHECK(parsed.ast().literal_text(parsed.expression("b"), text));
  CHECK(text == "  y");
  CHECK(parsed.ast().literal_text(parsed.expression("d"), text));
  CHECK(text == "  y");
}

TEST_CASE("at most twenty errors are said of one file, and of each") {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "= 1\n";
  Sources sources;
  Diagnostics diagnostics;
  sources.add("a.hcl", text);
  sources.add("b.hcl", "a = @\nb = 1 2\n");
  parse(sources[1].text(), 1, diagnostics);
  CHECK(diagnostics.size() == 20);
  parse(sources[2].text(), 2, diagnostics);
  CHECK(diagnostics.size() == 22);
}

TEST_CASE("an expression is the whole text") {
  CHECK(read_expression("1 2").errors() == "1:3 <2> expected the end of the expression, found `2`\n");
  CHECK(read_expression("").errors() == "1:1 <> expected a value, found the end of the file\n");
  CHECK(read_expression("1 2").tree.root == 0);
}

}  // namespace
}  // namespace mng::hcl
