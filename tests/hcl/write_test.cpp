#include "hcl/write.hpp"

#include <string>
#include <vector>

#include "hcl/read.hpp"
#include "hcl/shape.hpp"
#include "support/catch.hpp"

namespace mng::hcl {
namespace {

// What is expected here, `terraform fmt` leaves as it is.

TEST_CASE("attributes of one line share a column, those of several stand apart") {
  OutBody body;
  body.attribute("name", "\"x\"");
  body.attribute("desired_size", "3");
  body.attribute("types", "[\n  \"a\",\n  \"b\",\n]");
  body.attribute("longest_of_them", "1");
  body.attribute("m", "{\n  a = 1\n}");
  body.attribute("größe", "1");
  body.attribute("x", "2");
  body.blank();
  body.blank();
  body.attribute("z", "3");
  body.comment("done");
  body.attribute("last", "4");
  CHECK(body.text() == R"(name         = "x"
desired_size = 3
types = [
  "a",
  "b",
]
longest_of_them = 1
m = {
  a = 1
}
größe = 1
x     = 2

z = 3
# done
last = 4
)");
}

TEST_CASE("blocks, labels and comments") {
  OutBody body;
  CHECK(body.empty());
  body.blank();
  CHECK(body.empty());
  OutBody& group = body.block("resource", {"aws_eks_node_group", "a \"b\""});
  group.attribute("a", "1");
  OutBody& inner = group.block("scaling_config");
  inner.attribute("max_size", "[\n  1,\n]");
  inner.attribute("min", "2");
  inner.comment("two");
  group.comment("");
  group.block("empty");
  CHECK_FALSE(body.empty());
  CHECK(body.text() == R"(resource "aws_eks_node_group" "a \"b\"" {
  a = 1
  scaling_config {
    max_size = [
      1,
    ]
    min = 2
    # two
  }
  #
  empty {
  }
}
)");
}

TEST_CASE("nothing leaves its comment") {
  OutBody body;
  body.comment("a\nb = 1\r\nc\x01\x7f\u202e é");
  const std::string text = body.text();
  CHECK(std::count(text.begin(), text.end(), '\n') == 1);
  for (const char c : text) CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\n'));
  CHECK(text.starts_with("# a?b = 1??c??? "));
  CHECK(text.ends_with(" é\n"));
}

TEST_CASE("values as expressions") {
  struct Case {
    std::string value;
    std::string text;
  };
  const std::vector<Case> cases = {
      {"null", "null"},
      {"true", "true"},
      {"-1.50", "-1.5"},
      {R"("a\"b\\c\n$${d} %%{e} é")", R"("a\"b\\c\n$${d} %%{e} é")"},
      // Marks that turn the direction of text; other characters that are not seen stay.
      {R"("a\u202eb\u2066\u061c\u200e\u200fc")", R"("a\u202eb\u2066\u061c\u200e\u200fc")"},
      {R"("a\u200bb")", "\"a\u200bb\""},
      {R"({ "\u202e" = 1 })", "{\n  \"\\u202e\" = 1\n}"},
      {"[]", "[]"},
      {"{}", "{}"},
      {"[1,\"a\",[2]]", "[1, \"a\", [2]]"},
      {"[\"aaaaaaaaaaa\", \"bbbbbbbbbbb\"]", "[\n  \"aaaaaaaaaaa\",\n  \"bbbbbbbbbbb\",\n]"},
      {"{ bb = 1, a = { c = [] }, \"d e\" = 2, ff = 3 }",
       "{\n  bb = 1\n  a = {\n    c = []\n  }\n  \"d e\" = 2\n  ff    = 3\n}"},
      {"[{ a = 1 }]", "[{\n  a = 1\n}]"},
      {"[{ a = 1, b = \"xxxxxxxxxxx\" }, {}]", "[\n  {\n    a = 1\n    b = \"xxxxxxxxxxx\"\n  },\n  {},\n]"},
  };
  Calculator calculator;
  for (const Case& one : cases) {
    INFO(one.value);
    const std::string text = expression_text(calculator.value(one.value), {}, 24);
    CHECK(text == one.text);
    // And they mean what they were made from.
    CHECK(calculator(text) == calculator(one.value));
  }
  CHECK(expression_text(calculator.value("[1, 2]"), {}, 1) == "[\n  1,\n  2,\n]");
  CHECK(expression_text(calculator.value("{ \"for\" = 1, forty = 2 }")) == "{\n  \"for\" = 1\n  forty = 2\n}");
  CHECK(expression_text(calculator.value("{ größe = 1, 日本 = 2, a-b = 3, \"1\" = 4 }")) ==
        "{\n  größe = 1\n  日本    = 2\n  a-b   = 3\n  \"1\"   = 4\n}");
}

TEST_CASE("what is written can be read") {
  Calculator calculator;
  OutBody body;
  body.attribute("a", expression_text(calculator.value("{ \"$${x}\" = [\"\\u0001\\\"\", {}] }")));
  body.block("b", {"l ${x}"}).attribute("c", "1");
  const Parsed parsed = read_file(body.text());
  CHECK(parsed.errors().empty());
  CHECK(shape(parsed.ast(), parsed.tree.root) == "< a={ =\"${x}\"=[ \"\x01\"\" {}]} b \"l ${x}\" < c=1>>");
}

TEST_CASE("an expression copied with a variable replaced") {
  const auto copied = [](std::string text, std::string_view from, std::string_view to) {
    const Parsed parsed = read_file("x = " + text + "\ny = each.z\n");
    REQUIRE(parsed.errors().empty());
    return copied_expression(parsed.ast(), parsed.expression("x"), from, to);
  };
  CHECK(copied("each.value + f(each)", "each", "group") == "group.value + f(group)");
  CHECK(copied("\"a-${each.key}\"", "each", "it") == "\"a-${it.key}\"");
  // Not attributes, keys or text of that name.
  CHECK(copied("{ each = a.each, b = \"each\" }", "each", "it") == "{ each = a.each, b = \"each\" }");
  CHECK(copied("eaches", "each", "it") == "eaches");
}

}  // namespace
}  // namespace mng::hcl
