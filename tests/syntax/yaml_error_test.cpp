#include <string>
#include <vector>

#include "support/catch.hpp"
#include "syntax/read.hpp"

namespace mng::syntax {
namespace {

TEST_CASE("a syntax error names place, cause and cure") {
  struct Case {
    std::string text;
    std::string said;
  };
  const std::string more_text = "there is more text behind a complete value; put quotes around the whole value\n";
  const std::string quote_it = "put quotes around the value\n";
  const std::string template_help =
      "which is not valid YAML; mng reads plain YAML: render the template first and check the result\n";
  const std::string complete =
      "this does not belong to the value before it, which is complete; check quotes, brackets and indentation; a new "
      "document starts with '---'\n";
  const std::string colon =
      "a ':' cannot stand here; put quotes around a value that holds ': '; a key's line must be indented like the keys "
      "it "
      "belongs to\n";
  const std::string tab = "a tab indents this line; YAML allows only spaces there; replace the tab by spaces\n";
  const std::string escapes = "; write a backslash as \\\\, or use single quotes, where it stands for itself\n";
  const std::vector<Case> cases = {
      {"a: \"x\n", "1:4 <\"> the string that starts with this \" is never closed; add the closing \"\n"},
      {"a: 'x", "1:4 <'> the string that starts with this ' is never closed; add the closing '\n"},
      {"a: 'it''s\nb: 1\n", "1:4 <'> the string that starts with this ' is never closed; add the closing '\n"},
      {"a: [x, \"y\n]", "1:8 <\"> the string that starts with this \" is never closed; add the closing \"\n"},
      {"- 'a' # \"\n- b: &x !!str 'c\n---\nd",
       "2:15 <'> the string that starts with this ' is never closed; add the closing '\n"},
      {"a: \"foo\nb: \"bar\"\n",
       "1:4 <\"> the string that starts here goes on to line 2 and is followed by more text there; a closing quote is "
       "missing, probably on this line\n"},
      {"a: {b: 1\n", "1:4 <{> this '{' is never closed; add the missing '}'\n"},
      {"a: [1,\n", "1:4 <[> this '[' is never closed; add the missing ']'\n"},
      {"a: [1, 2\nb: 3\n",
       "2:2 <:> a ',' or ']' is missing before this: the '[' of line 1 is still open; separate members by ',', close "
       "the "
       "bracket, and quote text that holds ': ', ',' or brackets\n"},
      {"a: {b: [1, 2}\n",
       "1:13 <}> this '}' does not fit the '[' of line 1, which is still open; close that one with ']' first\n"},
      {"a: ]", "1:4 <]> this ']' closes no bracket that is open; remove it, or add the opening bracket\n"},
      {"a:\n    b: 1\n  c: 2\n",
       "3:3 <c:> this line does not line up with the map that starts on line 1; indent it like the keys it belongs to, "
       "and "
       "end each key with ':'\n"},
      {"a:\n  - b\n  c: d\n",
       "3:3 <c:> this line does not line up with the map that starts on line 1; indent it like the keys it belongs to, "
       "and "
       "end each key with ':'\n"},
      {"-   - a\n  - b\n",
       "2:3 <-> this line does not line up with the list that starts on line 1; indent it like the '-' it belongs to, "
       "or "
       "deeper\n"},
      {"- a\nb: c\n", "2:1 <b: c> " + complete},
      {"a: \"x\" y\n", "1:8 <y> " + more_text},
      {"a: [1] y\n", "1:8 <y> " + more_text},
      {"a: b: c\n", "1:5 <:> " + colon},
      {"a: b\n  c: d\n", "2:4 <:> " + colon},
      {"a:\n\tb: c\n", "2:1 <\t> " + tab},
      {"a:\n  b: 1\n \tc: d\n", "3:2 <\t> " + tab},
      {"- a\n\t- b\n", "2:1 <\t> " + tab},
      {"a: b\n\tc: d\n", "2:1 <\t> " + tab},
      {"a: @x", "1:4 <@x> a value cannot start with '@'; " + quote_it},
      {"a: `x`", "1:4 <`x`> a value cannot start with '`'; " + quote_it},
      {"a: %x", "1:4 <%x> a value cannot start with '%'; " + quote_it},
      {"[x?y=1]", "1:3 <?y=1> '?' cannot stand here inside brackets; put quotes around the text it belongs to\n"},
      {"[- a]",
       "1:2 <-> a '-' starts no list item inside brackets; separate items by ',' there, or put quotes around '-'\n"},
      {"a: - b",
       "1:4 <-> a list item ('- ') cannot start here; start the list on its own line, one '-' under the other\n"},
      {"a: *",
       "1:5 <> a '*' must be followed by the name of an anchor; put quotes around the text if no alias is meant\n"},
      {"a: &x &y b", "1:7 <&y> a value can have one anchor only; remove one of the two\n"},
      {"a: !x !y b", "1:7 <!y> a value can have one tag only; remove one of the two\n"},
      {"a: | b\n", "1:6 <b> only a comment can follow '|' or '>' on its line; start the text on the next line\n"},
      {"a: \"\\q\"", "1:5 <\\q> a double-quoted string has an escape that YAML does not know" + escapes},
      {"a: \"\\u12\"", "1:5 <\\u12\"> a double-quoted string has an escape with too few hex digits" + escapes},
      {"a: \"\\ud800\"", "1:5 <\\ud800> a double-quoted string has an escape that is no Unicode character" + escapes},
      {"\"a\" \"b\"", "1:5 <\"b\"> " + more_text},
      {", a", "1:1 <,> a value cannot start with ','; " + quote_it},
      {"[1]\n[2]", "2:1 <[2]> " + complete},
      {"a: 1\n%b\nc: 2",
       "2:1 <%b> a line that starts with '%' is a YAML directive, and there is none of this name; indent the line, or "
       "put "
       "quotes around the text\n"},
      {"a: 1\n%b\n",
       "2:1 <%b> a line that starts with '%' is a YAML directive, and there is none of this name; indent the line, or "
       "put "
       "quotes around the text\n"},
      {"%YAML 3.0\n---\na", "1:1 <%YAML> this is no version of YAML that exists; write %YAML 1.2, or drop the line\n"},
      {"a: {{ .Values.x }}\n", "1:4 <{{> this looks like a template ('{{'), " + template_help},
      {"{{- if .x }}\na: b\n{{- end }}\n", "1:1 <{{> this looks like a template ('{{'), " + template_help},
      {"a: 1\n{% if x %}\nb: 2\n", "2:1 <{%> this looks like a template ('{%'), " + template_help},
      {"a:\n%{ if x }\n  b: 2\n%{ endif }\n", "2:1 <%{> this looks like a template ('%{'), " + template_help},
      {"a: x-{{ b }}\nc: [\n",
       "2:4 <[> this '[' is never closed; add the missing ']'; if the file is a template ('{{'), render it first: mng "
       "reads "
       "plain YAML\n"},
      {"# {{ x }}\na: '{{ y }}'\nb: ${{ z }}\nc: [\n", "4:4 <[> this '[' is never closed; add the missing ']'\n"},
  };
  for (const Case& c : cases) {
    const Reading r(c.text);
    INFO(c.text);
    CHECK(r.said() == c.said);
    for (const hcl::Diagnostic& d : r.file.diagnostics) CHECK(d.message.find("yaml-cpp") == std::string::npos);
  }
}

TEST_CASE("keys that cannot be and keys given twice") {
  const Reading twice("a: 1\nb: {c: 1, d: 2, c: 3}\na: 4\n'a': 5\n");
  const std::string cure = "; remove one of the two; most readers take the later one\n";
  CHECK(twice.said() == "2:17 <c> the key \"c\" is given twice: it is already on line 2" + cure +
                            "3:1 <a> the key \"a\" is given twice: it is already on line 1" + cure +
                            "4:1 <'a'> the key \"a\" is given twice: it is already on line 1" + cure);
  CHECK(show(twice.root()) == "{b: {d: 2, c: 3}, a: 5}");
  CHECK(Reading("? [a]\n: b\nc: d").said() ==
        "1:3 <[a]> a list cannot be a key; write the key as text, in quotes if need be\n");
  CHECK(show(Reading("{? {a: 1} : b, c: d}").root()) == "{c: 'd'}");
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "a: 1\n";
  CHECK(Reading(many).file.diagnostics.size() == 21);
}

TEST_CASE("bytes that are no YAML") {
  struct Case {
    std::string text;
    std::string message;
    std::uint32_t begin;
  };
  using namespace std::string_literals;
  const std::string utf8 = "the file is not valid UTF-8: byte 0x";
  const std::string binary = "the file is binary, not YAML: control character 0x";
  const std::vector<Case> cases = {
      {"a: b\nc: \xE9t\xE9\n", utf8 + "E9 on line 2", 8},
      {"\xC0\x80", utf8 + "C0 on line 1", 0},
      {"\xE0\x80\x80", utf8 + "E0 on line 1", 0},
      {"\xED\xA0\x80", utf8 + "ED on line 1", 0},
      {"\xF4\x90\x80\x80", utf8 + "F4 on line 1", 0},
      {"a\xE2\x82", utf8 + "E2 on line 1", 1},
      {"a: \x80", utf8 + "80 on line 1", 3},
      {"a\0b"s, binary + "00 on line 1", 1},
      {"a: \x04 b", binary + "04 on line 1", 3},
      {"a: \"\n\x1b[0m\"", binary + "1B on line 2", 5},
      {"a: b\rc: d\n", "line 1 has a carriage return that no line feed follows", 4},
      {"a: b\r", "line 1 has a carriage return that no line feed follows", 4},
      {"\xFF\xFE"s + "a\0"s, "the file is UTF-16, not UTF-8", 0},
  };
  for (const Case& c : cases) {
    const Reading r(c.text);
    INFO(c.message);
    REQUIRE(r.file.diagnostics.size() == 1);
    CHECK(r.file.diagnostics[0].message == c.message);
    CHECK(r.file.diagnostics[0].range.begin == c.begin);
    CHECK_FALSE(r.file.diagnostics[0].help.empty());
    CHECK(r.file.documents.empty());
  }
  CHECK(Reading("a: \"\x7F\xC2\x85\xF0\x9F\x98\x80\t\"").file.ok());
}

std::string repeat(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST_CASE("a text block that the parser reads by another indentation is refused") {
  // Behind a tag alone the parser counts from the tag.
  const Reading r(" !|1\n  x\n[] %u");
  CHECK(r.said().find("this text block cannot be read for certain") != std::string::npos);
  CHECK(Reading("a: !t |1\n  x\n").file.ok());
}

TEST_CASE("limits are named when they are met") {
  CHECK(Reading("a: 1234567", {.bytes = 10}).file.ok());
  CHECK(
      Reading("a: 12345678", {.bytes = 10}).said() ==
      "1:1 <> the file has 11 bytes, more than the limit of 10 for YAML; split the file, or leave it out of the run\n");
  CHECK(Reading("[[[]]]", {.depth = 3}).file.ok());
  CHECK(Reading("[[[]]]", {.depth = 2}).said() ==
        "1:3 <[> this is nested more than 2 levels deep; such a file is hardly meant for people; split it\n");
  CHECK(Reading("[a, b]", {.nodes = 3}).file.ok());
  CHECK_FALSE(Reading("[a, b, c]", {.nodes = 3}).file.ok());
  // The parser's own limit lies at 500.
  CHECK_FALSE(Reading(repeat("[", 600) + repeat("]", 600), {.depth = 100000}).file.ok());
  CHECK_FALSE(Reading(repeat("[", 2000000), {.nodes = 1000}).file.ok());

  const Reading no_memory("a: [b, c]");
  hcl::Arena tiny(8);
  const YamlFile refused = read_yaml(no_memory.sources, 1, tiny, {});
  REQUIRE(refused.diagnostics.size() == 1);
  CHECK(refused.diagnostics[0].message == "the file needs more memory than is allowed");
}

TEST_CASE("deep nesting and odd shapes end soon and in order") {
  std::string stairs;
  for (std::size_t i = 0; i < 2000; ++i) stairs += std::string(i, ' ') + "a:\n";
  const std::vector<std::string> deep = {
      repeat("[", 10000), repeat("{a: ", 10000), repeat("- ", 10000), repeat("? ", 10000), stairs, repeat("[{", 10000),
  };
  for (const std::string& text : deep) {
    const Reading r(text);
    INFO(text.substr(0, 20));
    REQUIRE(r.file.diagnostics.size() == 1);
    CHECK(r.file.diagnostics[0].message == "this is nested more than 128 levels deep");
  }
  // Each of these is linear; a quadratic reader would take minutes.
  const std::size_t n = 100000;
  const std::vector<std::string> wide = {
      "a: " + repeat("x y ", n),       "a: \"" + repeat("\\n", n) + "\"", "a: |\n" + repeat("\n", n),
      "a: b" + repeat("\n ", n) + "c", "a: [" + repeat("1,", n) + "]",    repeat("---\n", n),
      repeat("- &a b\n- *a\n", n),     "{" + repeat("a: 1, ", n) + "}",   repeat("- |\n x\n", n),
      "[a," + repeat("#c\n", n) + "]",
  };
  for (const std::string& text : wide) {
    const Reading r(text);
    INFO(text.substr(0, 20));
    CHECK_FALSE(r.file.documents.empty());
  }
  CHECK_FALSE(Reading("a: '" + repeat("x\n", n)).file.ok());
  CHECK_FALSE(Reading(repeat("{{", n)).file.ok());
}

}  // namespace
}  // namespace mng::syntax
