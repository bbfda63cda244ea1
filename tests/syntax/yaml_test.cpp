#include "syntax/yaml.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"
#include "syntax/read.hpp"

namespace mng::syntax {
namespace {

TEST_CASE("plain scalars follow the core schema of YAML 1.2") {
  struct Case {
    const char* written;
    const char* read;
  };
  const std::vector<Case> cases = {
      {"null", "null"},
      {"Null", "null"},
      {"NULL", "null"},
      {"~", "null"},
      {"nUll", "'nUll'"},
      {"true", "true"},
      {"False", "false"},
      {"TRUE", "true"},
      {"yes", "'yes'"},
      {"off", "'off'"},
      {"0", "0"},
      {"-0", "0"},
      {"+12", "12"},
      {"010", "10"},
      {"0o17", "15"},
      {"0x1F", "31"},
      {"0xg", "'0xg'"},
      {"-0x1F", "'-0x1F'"},
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"9223372036854775808", "9223372036854775808"},
      {"0xFFFFFFFFFFFFFFFFF", "295147905179352825856"},
      {"1.5", "1.5"},
      {"-.5e3", "-500"},
      {"1.", "1"},
      {"1e3", "1000"},
      {"1e", "'1e'"},
      {".", "'.'"},
      {"+", "'+'"},
      {"-", "[null]"},
      {"1_000", "'1_000'"},
      {"1e999", "'1e999'"},
      {".inf", "'.inf'"},
      {"-.INF", "'-.INF'"},
      {".nan", "'.nan'"},
      {"1.33.2", "'1.33.2'"},
      {"0x", "'0x'"},
      {"\"1\"", "'1'"},
      {"'true'", "'true'"},
      {"|\n  1", "'1'"},
      {"", "null"},
  };
  for (const Case& c : cases) {
    const Reading r(std::string("a: ") + (std::string_view(c.written) == "-" ? "\n  -" : c.written));
    INFO(c.written << "\n" << r.said());
    REQUIRE(r.file.ok());
    CHECK(show(r.at("a")) == c.read);
  }
  CHECK_FALSE(Reading("9223372036854775808").root().is_integer());
  CHECK(Reading("-9223372036854775808").root().is_integer());
}

TEST_CASE("every scalar has the range of its token") {
  struct Case {
    std::string text;
    std::string path;
    std::string token;
    std::string read;
  };
  const std::vector<Case> cases = {
      {"a: b # c", "a", "b", "'b'"},
      {"a: b#c", "a", "b#c", "'b#c'"},
      {"a:   b  c  \nd: e", "a", "b  c", "'b  c'"},
      {"a: b\n  c\n\n\n  d\ne: f", "a", "b\n  c\n\n\n  d", "'b c\n\nd'"},
      {"a: http://x:80/y\n", "a", "http://x:80/y", "'http://x:80/y'"},
      {"[a b , c]", "0", "a b", "'a b'"},
      {"{a: b c}", "a", "b c", "'b c'"},
      {"[a\n  b,c]", "0", "a\n  b", "'a b'"},
      {"a: 'it''s' # c", "a", "'it''s'", "'it's'"},
      {"a: ''", "a", "''", "''"},
      {"a: 'b\n\n  c'", "a", "'b\n\n  c'", "'b\nc'"},
      {"a: \"b\\\"c\"  ", "a", "\"b\\\"c\"", "'b\"c'"},
      {"a: \"b\\\\\"", "a", "\"b\\\\\"", "'b\\'"},
      {"a: \"b \\\n  c\"", "a", "\"b \\\n  c\"", "'b c'"},
      {"a: \"\\u00e9\\x41\\N\\_\"", "a", "\"\\u00e9\\x41\\N\\_\"",
       "'\xC3\xA9"
       "A\xC2\x85\xC2\xA0'"},
      {"{\"a\":\"b\"}", "a", "\"b\"", "'b'"},
      {"a: \"#\"#x", "a", "\"#\"", "'#'"},
      {"a: |\n  b\n  c\nd: e", "a", "|\n  b\n  c", "'b\nc\n'"},
      {"a: |-\n  b\n\n\nd: e", "a", "|-\n  b", "'b'"},
      {"a: |+\n  b\n\n\nd: e", "a", "|+\n  b\n\n", "'b\n\n\n'"},
      {"a: |+\n  b\n\n\n", "a", "|+\n  b\n\n", "'b\n\n\n'"},
      {"a: | # c\n  b", "a", "| # c\n  b", "'b'"},
      {"a: |2\n   b\n  c\n", "a", "|2\n   b\n  c", "' b\nc\n'"},
      {"a: |-1\n  b\n", "a", "|-1\n  b", "' b'"},
      {"a:\n  - |2-\n     b\n", "a.0", "|2-\n     b", "' b'"},
      {"a: >\n  b\n  c\n\n  d\n   e\n# x\n", "a", ">\n  b\n  c\n\n  d\n   e", "'b c\nd\n e\n'"},
      {"a: |\n\n\n  b\n", "a", "|\n\n\n  b", "'\n\nb\n'"},
      {"a: |\n  b\n \n # not content\nc: d", "a", "|\n  b", "'b\n'"},
      {"a: |\n  # content\n", "a", "|\n  # content", "'# content\n'"},
      {"a: |\n  b\n    \n", "a", "|\n  b\n    ", "'b\n  \n'"},
      {"a: |\nb: c", "a", "|", "''"},
      {"a: |", "a", "|", "''"},
      {"- |\n b\n- c", "0", "|\n b", "'b\n'"},
      {"--- |\n b\n...\n", "", "|\n b", "'b\n'"},
      {"--- \"b\"", "", "\"b\"", "'b'"},
      {"b", "", "b", "'b'"},
      {"a: ~ # c", "a", "~", "null"},
      {"a: null", "a", "null", "null"},
      {"a: -1", "a", "-1", "-1"},
      {"a: \xE6\x97\xA5\xE6\x9C\xAC # \xC3\xA9\nb: c", "a", "\xE6\x97\xA5\xE6\x9C\xAC", "'\xE6\x97\xA5\xE6\x9C\xAC'"},
      {"\xE6\x97\xA5: \xC3\xA9\nb: c", "b", "c", "'c'"},
      {"\xEF\xBB\xBF"
       "a: b",
       "a", "b", "'b'"},
      {"\xEF\xBB\xBF- |\n  x\n- 'y'", "1", "'y'", "'y'"},
      {"\xEF\xBB\xBF- |\n  x\n- 'y'", "0", "|\n  x", "'x\n'"},
      {"a: b\r\nc: d\r\n", "a", "b", "'b'"},
      {"a: b\r\n  c\r\nd: e", "a", "b\r\n  c", "'b c'"},
      {"a: |\r\n  b\r\n  c\r\nd: e", "a", "|\r\n  b\r\n  c", "'b\nc\n'"},
      {"a: 'b\r\n  c'\r\n", "a", "'b\r\n  c'", "'b c'"},
      {"a: |+\r\n  b\r\n\r\nc: d", "a", "|+\r\n  b\r\n", "'b\n\n'"},
  };
  for (const Case& c : cases) {
    const Reading r(c.text);
    INFO(c.text << "\n" << r.said());
    REQUIRE(r.file.ok());
    CHECK(r.token(c.path) == c.token);
    CHECK(show(r.at(c.path)) == c.read);
  }
}

TEST_CASE("an empty value lies right behind what announces it") {
  struct Case {
    std::string text;
    std::string path;
    std::uint32_t offset;
  };
  const std::vector<Case> cases = {
      {"a:\nb: 1", "a", 2},       {"a:   # c\n\nnull: 1", "a", 2}, {"a:", "a", 2},
      {"- 1\n-\n- 2", "1", 5},    {"-\n  # c\n-\n", "1", 9},       {"{a: , b: 1}", "a", 3},
      {"{a, b: 1}", "a", 2},      {"? a\n? b\n", "a", 3},          {"a: !!str\nb: 1", "a", 8},
      {"a: &x\nnull: 1", "a", 5}, {"? a\n:\nb: 1", "a", 5},        {"a: !!str\n\"\": 1", "a", 8},
  };
  for (const Case& c : cases) {
    const Reading r(c.text);
    INFO(c.text << "\n" << r.said());
    REQUIRE(r.file.ok());
    CHECK(r.at(c.path).range() == hcl::Range{1, c.offset, c.offset});
  }
  // The key that follows an empty value may itself be spelled `null`.
  const Reading r("a:\nnull: 1\n~:\n");
  CHECK(show(r.root()) == "{a: null, null: 1, ~: null}");
  CHECK(r.sources.text(r.root().find("null")->key_range) == "null");
  CHECK(show(Reading("?\nnull: x").root()) == "{: null, null: 'x'}");
}

TEST_CASE("collections reach from their first token to their last") {
  struct Case {
    std::string text;
    std::string path;
    std::string token;
  };
  const std::vector<Case> cases = {
      {"a: [1, 2 , ] # c", "a", "[1, 2 , ]"},
      {"a: {b: c} ", "a", "{b: c}"},
      {"a: [ ]", "a", "[ ]"},
      {"a: {\n  b: 1, # }\n  c: ']'\n}\nd: 1", "a", "{\n  b: 1, # }\n  c: ']'\n}"},
      {"[[a], {b: [c]}]", "1.b", "[c]"},
      {"[a: 1, b]", "0", "a: 1"},
      {"[? a, b]", "0", "? a"},
      {"a:\n  b: 1\n  c:\n    - d # x\n\n# y\ne: 2", "a", "b: 1\n  c:\n    - d"},
      {"a:\n  b: 1\n  c:\n    - d # x\n\n# y\ne: 2", "a.c", "- d"},
      {"a:\n- b: 1\n  c: 2\n-\n", "a", "- b: 1\n  c: 2\n-"},
      {"a:\n- b: 1\n  c: 2\n-\n", "a.0", "b: 1\n  c: 2"},
      {"a: &x\n  b: 1\n", "a", "b: 1"},
      {"a: &x !!map {b: 1}\n", "a", "{b: 1}"},
      {"a: !!seq &x\n# c\n- 1\n", "a", "- 1"},
      {"&x a: 1\nb: 2", "", "&x a: 1\nb: 2"},
      {"a:\n  b: |\n    c\n\nd: 1", "a", "b: |\n    c"},
      {"- - 1\n  - 2\n- 3", "0", "- 1\n  - 2"},
      {"\xEF\xBB\xBF[1]", "", "[1]"},
      {"a: {b}\n", "a", "{b}"},
  };
  for (const Case& c : cases) {
    const Reading r(c.text);
    INFO(c.text << "\n" << r.said());
    REQUIRE(r.file.ok());
    CHECK(r.token(c.path) == c.token);
  }
}

TEST_CASE("keys have their own range and are the text as written") {
  const Reading r("a: 1\n\"b c\": 2\n'd': 3\n&x e : 4\n? f\n: 5\n!!str g: 6\n1.50: 7\nTrue: 8\n$H: 9\n*x : 10\n");
  // `*x` is e once more.
  REQUIRE(r.file.diagnostics.size() == 1);
  CHECK(r.said() ==
        "11:1 <*x> the key \"e\" is given twice: it is already on line 4; remove one of the two; most readers take the "
        "later one\n");
  struct Case {
    const char* key;
    const char* token;
  };
  const std::vector<Case> cases = {{"a", "a"}, {"b c", "\"b c\""}, {"d", "'d'"},     {"e", "*x"}, {"f", "f"},
                                   {"g", "g"}, {"1.50", "1.50"},   {"True", "True"}, {"$H", "$H"}};
  REQUIRE(r.root().entries().size() == cases.size());
  for (const Case& c : cases) {
    INFO(c.key);
    const hcl::Entry* entry = r.root().find(c.key);
    REQUIRE(entry != nullptr);
    CHECK(r.sources.text(entry->key_range) == c.token);
  }
  const Reading empty(": 1");
  CHECK(show(empty.root()) == "{: 1}");
  CHECK(empty.root().find("")->key_range == hcl::Range{1, 0, 0});
}

TEST_CASE("strings are views into the source where it holds their text") {
  const std::string text = "a: plain\nb: 'single'\nc: \"double\"\nd: |\n  block\ne: \"esc\\n\"\nf: 'it''s'\n";
  const Reading r(text);
  const std::string_view source = r.sources[1].text();
  const auto is_view = [source](const hcl::Value& value) {
    const std::string_view s = value.as_string();
    return s.data() >= source.data() && s.data() + s.size() <= source.data() + source.size();
  };
  for (const char* path : {"a", "b", "c", "d"}) CHECK(is_view(r.at(path)));
  for (const char* path : {"e", "f"}) CHECK_FALSE(is_view(r.at(path)));
  for (const hcl::Entry& entry : r.root().entries()) {
    CHECK(entry.key.data() == source.data() + entry.key_range.begin);
  }
}

TEST_CASE("explicit tags decide the type") {
  const Reading r(
      "[!!str 12, !!str null, !!str, !!int \"7\", !!int 0x10, !!float 1, !!bool 'true', !!null '', ! 12, "
      "!<tag:yaml.org,2002:int> '3', !!map {a: 1}, !!seq [], &a !!int '4', !!int &b '5']");
  REQUIRE(r.said().empty());
  CHECK(show(r.root()) == "['12', 'null', '', 7, 16, 1, true, null, '12', 3, {a: 1}, [], 4, 5]");
  CHECK(r.token("0") == "12");
  CHECK(r.token("9") == "'3'");
  CHECK(r.token("12") == "'4'");
  CHECK(Reading("a: !!int abc").said() ==
        "1:10 <abc> the tag !!int does not fit this value; correct the value, or drop the tag\n");
}

TEST_CASE("values with tags of others are unknown") {
  const Reading r(
      "a: !Ref NodeType\nb: !Sub \"${X}-y\"\nc: !GetAtt [A, B]\nd: !If\n  - x\n  - y\ne: !Sub |\n  text\nf: !!binary "
      "aGk=\n"
      "g: !Ref\n");
  REQUIRE(r.said().empty());
  CHECK(show(r.root()) ==
        "{a: ?(!Ref NodeType), b: ?(!Sub ${X}-y), c: ?(!GetAtt [A, B]), d: ?(!If), e: ?(!Sub), f: ?(!!binary aGk=), g: "
        "?(!Ref)}");
  CHECK(r.token("a") == "NodeType");
  CHECK(r.token("c") == "[A, B]");
  CHECK(r.token("d") == "- x\n  - y");
}

TEST_CASE("a text block behind a tag may be indented by as much as the tag") {
  // yaml-cpp itself reads the first block of each as empty.
  const Reading r("- !Sub |\n  x\n  y\n- &a !!str >-\n  z # w\n-   - !!str |2-\n       v\n");
  REQUIRE(r.said().empty());
  CHECK(show(r.root()) == "[?(!Sub), 'z # w', [' v']]");
  CHECK(r.token("0") == "|\n  x\n  y");
  CHECK(r.token("1") == ">-\n  z # w");
  const Reading own_line("a:\n  !Sub |\n  x\nb:\n  - |\n    - !Sub |\n");
  REQUIRE(own_line.said().empty());
  CHECK(show(own_line.root()) == "{a: ?(!Sub), b: ['- !Sub |\n']}");
  CHECK(own_line.token("a") == "|\n  x");
  // The same line as text of a block, a quoted and a plain scalar.
  const Reading text(
      "- |\n  - !Sub |\n  - &x !y >\t\n\n  -\t!Sub |\n- 'a\n  - !Sub |  \n  b'\n- a\n  - !Sub |\n  b\n- !!str |\n  - "
      "!Sub |\n");
  REQUIRE(text.said().empty());
  CHECK(show(text.root()) == "['- !Sub |\n- &x !y >\t\n\n-\t!Sub |\n', 'a - !Sub | b', 'a - !Sub | b', '- !Sub |\n']");
  // A tag of a key is none of this.
  CHECK(show(Reading("- !!str a: |\n   b\n").root()) == "[{a: 'b\n'}]");
}

TEST_CASE("environment references make a value unknown") {
  struct Case {
    const char* written;
    const char* read;
  };
  const std::vector<Case> cases = {
      {"$A", "?($A)"},
      {"\"${A_1}\"", "?(${A_1})"},
      {"x-$A-${_b}-$A", "?($A)(${_b})"},
      {"$A\n  b", "?($A)"},
      {"!!str $A", "?($A)"},
      {"'$A'", "'$A'"},
      {"|-\n  $A", "'$A'"},
      {"$1", "'$1'"},
      {"\"$\"", "'$'"},
      {"a$", "'a$'"},
      {"${}", "'${}'"},
      {"\"${A\"", "'${A'"},
      {"\"${a b}\"", "?(${a b})"},
      {"${A:-SPOT}", "?(${A:-SPOT})"},
      {"\"x${var.a}y\"", "?(${var.a})"},
      {"!Sub ${A}", "?(!Sub ${A})"},
  };
  for (const Case& c : cases) {
    const Reading r(std::string("- ") + c.written);
    INFO(c.written << "\n" << r.said());
    REQUIRE(r.file.ok());
    CHECK(show(r.at("0")) == c.read);
  }
  CHECK(Reading("a: \"x$A\"").token("a") == "\"x$A\"");
}

TEST_CASE("documents") {
  CHECK(Reading("").file.documents.empty());
  CHECK(Reading("\xEF\xBB\xBF").file.documents.empty());
  CHECK(Reading("\n  \n# only a comment\n").file.documents.empty());
  CHECK(Reading("# c").file.ok());
  const Reading r("%YAML 1.2\n---\na: 1\n---\n---\n# c\n- x\n...\n# d\nlast\n");
  REQUIRE(r.said().empty());
  REQUIRE(r.file.documents.size() == 4);
  const std::vector<std::string> shown = {"{a: 1}", "null", "['x']", "'last'"};
  const std::vector<std::string> ranges = {"a: 1", "", "- x", "last"};
  for (std::size_t i = 0; i < shown.size(); ++i) {
    CHECK(show(r.file.documents[i].value) == shown[i]);
    CHECK(r.sources.text(r.file.documents[i].range) == ranges[i]);
  }
  const Reading broken("a: 1\n---\nb: [\n");
  CHECK(broken.file.documents.size() == 1);
  CHECK_FALSE(broken.file.ok());
}

}  // namespace
}  // namespace mng::syntax
