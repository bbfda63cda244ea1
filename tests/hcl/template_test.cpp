#include <string>
#include <vector>

#include "hcl/read.hpp"
#include "hcl/template_text.hpp"
#include "support/catch.hpp"

namespace mng::hcl {
namespace {

struct Case {
  std::string text;
  std::string value;
};

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    INFO(one.text);
    CHECK(calculate(one.text) == one.value);
  }
}

TEST_CASE("interpolation") {
  check({
      {R"("a${1}b")", R"("a1b")"},
      {R"("${true}${1.50}${"s"}")", R"("true1.5s")"},
      // Alone it keeps its type.
      {R"("${1}")", "1"},
      {R"("${[1]}")", "[1]"},
      {R"("${null}")", "null"},
      {R"("${"x"}")", R"("x")"},
      {"\"${\n1\n}\"", "1"},
      {R"("${ {a = 1}.a }")", "1"},
      {R"("a${u}")", "unknown(var.u)"},
      {R"("${u}${w}")", "unknown(var.u, var.w)"},
      {R"("a${[1]}")", "1:5 <[1]> a list cannot be put into text\n"},
      {R"("a${null}")", "1:5 <null> a null cannot be put into text\n"},
  });
}

TEST_CASE("escapes") {
  check({
      {R"("\n\r\t\"\\")", R"("\n\r\t\"\")"},
      {R"("\u00e9\U0001F600")", "\"é😀\""},
      {R"("\u0000x")", std::string("\"\0x\"", 4)},
      {R"("$${a} %%{b} $ % $$ %% { }")", R"("${a} %{b} $ % $$ %% { }")"},
      {R"("$$${1}")", R"("$${1}")"},
      {R"("\\${1}")", R"("\1")"},
      {"<<E\n\\n $${a} \\\" ${1}\nE\n", "\"\\n ${a} \\\\\" 1\\n\""},
  });
}

TEST_CASE("directives") {
  check({
      {R"("%{if true}a%{else}b%{endif}")", R"("a")"},
      {R"("%{if "false"}a%{else}b%{endif}")", R"("b")"},
      {R"("%{if false}a%{endif}")", R"("")"},
      {R"("%{for v in ["x", "y"]}${v},%{endfor}")", R"("x,y,")"},
      {R"("%{for k, v in {b = 1, a = 2}}${k}${v}%{endfor}")", R"("a2b1")"},
      {R"("%{for i, v in ["q"]}${i}${v}%{endfor}")", R"("0q")"},
      {R"("%{if u}a%{endif}")", "unknown(var.u)"},
      {R"("%{for v in u}a%{endfor}")", "unknown(var.u)"},
      {R"("%{for v in concat(u, ["x"])}${v}%{endfor}")", "unknown(var.u)"},
      {R"("%{if 1}a%{endif}")", "1:7 <1> a condition is a bool, not a number\n"},
      {R"("%{for v in 1}a%{endfor}")", "1:13 <1> a number cannot be looped over\n"},
      // The loop's variable is gone behind the loop.
      {R"("%{for v in [1]}${v}%{endfor}${v}")", "1:32 <v> there is no `v` here; did you mean `u`?\n"},
  });
}

TEST_CASE("strip markers take the white space of one literal beside them") {
  check({
      {R"("a ${~ 1 ~} b")", R"("a1b")"},
      {R"("a\n ${~ 1 ~} \n b")", R"("a1b")"},
      {R"("a ${~ 1 ~}${~ 2 ~} b")", R"("a12b")"},
      {R"("${"x" ~}  y")", R"("xy")"},
      {R"("${~ "x" ~}")", R"("x")"},
      {R"(" ${~ " x " ~} ")", R"(" x ")"},
      {R"("%{if true ~} a %{else ~} b %{endif ~} c")", R"("a c")"},
      {R"("%{if false ~} a %{~ else ~} b %{~ endif ~} c")", R"("bc")"},
      {R"("  %{~ for i in [1, 2]} ${i} %{endfor ~}  z")", R"(" 1  2 z")"},
      {R"("a ${1 ~}  %{~ if true}x%{endif}")", R"("a 1x")"},
      {R"(["${1 ~}", "  a"])", R"([1, "  a"])"},
      // In a heredoc a literal ends with its line.
      {"<<E\na\n\n  ${~ 1 ~}\n\n   b\nE\n", R"("a\n\n1\n   b\n")"},
      {"<<E\n%{for i in [\"x\", \"y\"] ~}\n  server ${i}\n%{endfor ~}\nend\nE\n", R"("  server x\n  server y\nend\n")"},
  });
}

TEST_CASE("a heredoc with a dash is moved out by its least indentation") {
  check({
      {"<<E\n  a\n E2\n  E\n", R"("  a\n E2\n")"},
      {"<<-E\n    a\n      b\n  E\n", R"("a\n  b\n")"},
      {"<<-E\n\ta\n\t\tb\n  E\n", R"("a\n\tb\n")"},
      {"<<-E\n    a\n  ${1}\n    b\n  E\n", R"("  a\n1\n  b\n")"},
      {"<<-E\n${1}\n    b\nE\n", R"("1\n    b\n")"},
      {"<<-E\n    $${x}\n      %%{y}\n  E\n", R"("${x}\n  %{y}\n")"},
      // Blank lines neither count nor move.
      {"<<-E\n    a\n\n      b\n  E\n", R"("a\n\n  b\n")"},
      {"<<-E\n    a\n      \n    b\n  E\n", R"("a\n      \nb\n")"},
      {"<<-E\n    a\n \n    b\n  E\n", R"("a\n \nb\n")"},
      {"<<-E\n  E\n", R"("")"},
      {"<<-E\n\n  E\n", R"("\n")"},
      {"<<-E\r\n  a\r\n\r\n    b\r\n  E\r\n", R"("a\r\n\r\n  b\r\n")"},
      {"<<-E\n    a ${<<-I\n      q\n        r\n    I\n    } b\n  E\n", R"("a q\n  r\n b\n")"},
      {"[<<A\nx\nA\n, <<-B\n    y\n  B\n]", R"(["x\n", "y\n"])"},
      {"<<-E\n  %{if false}\n  yes\n  %{else}\n  no\n  %{endif}\n  E\n", R"("\nno\n\n")"},
      // Strip markers act before lines are told apart: Terraform's way.
      {"<<-E\n    ${~ 1}\n    b\n  E\n", R"("1\n    b\n")"},
      {"<<-E\n    ${1 ~}\n    b\n      c\n  E\n", R"("1    b\n  c\n")"},
      {"<<-E\n    %{for i in [\"x\", \"y\"] ~}\n    server ${i}\n    %{endfor ~}\n    end\n  E\n",
       R"("    server x\n    server y\n    end\n")"},
      {"<<-E\n    a\n    %{~ if true}\n    b\n    %{~ endif}\n    c\n  E\n", R"("    a\n\n    b\n\n    c\n")"},
  });
}

TEST_CASE("encoding a text and decoding it gives the text") {
  for (const std::string& text : std::vector<std::string>{"", "a", "\"\\", "a\nb\tc\r", "${a}", "$${a}", "%{a}", "%%%{",
                                                          "$", "$$", "{", "é😀", "\x01\x1f\x7f", "\\n", "\\${"}) {
    INFO(text);
    const std::string encoded = encode_quoted(text);
    CHECK(encoded.find('\n') == std::string::npos);
    Calculator calculator;
    const Value value = calculator.value("\"" + encoded + "\"");
    REQUIRE(value.is_string());
    CHECK(value.as_string() == text);
  }
  CHECK(encode_quoted("a\"b\\c\n${d} %{e} \x01") == R"(a\"b\\c\n$${d} %%{e} \u0001)");
}

TEST_CASE("UTF-8 is read as Unicode defines it") {
  char32_t c = 0;
  CHECK((utf8_at("a", 0, c) == 1 && c == 'a'));
  CHECK((utf8_at("xé", 1, c) == 2 && c == 0xE9));
  CHECK((utf8_at("日", 0, c) == 3 && c == 0x65E5));
  CHECK((utf8_at("\U0010FFFF", 0, c) == 4 && c == 0x10FFFF));
  for (const std::string_view bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                                     "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xC3", "\xE6\x97", "\xC3("}) {
    CHECK(utf8_at(bad, 0, c) == 0);
  }
}

}  // namespace
}  // namespace mng::hcl
