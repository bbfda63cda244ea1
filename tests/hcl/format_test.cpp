#include "hcl/format.hpp"

#include <string>

#include "support/catch.hpp"

namespace mng::hcl {
namespace {

TEST_CASE("white space between tokens is laid out, nothing else") {
  CHECK(format("a=1\n") == "a = 1\n");
  CHECK(format("a=1\nbbb   =  2 # c\n\nc = 3#d\n") == "a   = 1\nbbb = 2 # c\n\nc = 3 #d\n");
  CHECK(format("a \"b\"{\nc=[1,2]\n}\n") == "a \"b\" {\n  c = [1, 2]\n}\n");
  CHECK(format("a = {\nb=1\nccc=[\n1,\n]\n}\n") == "a = {\n  b = 1\n  ccc = [\n    1,\n  ]\n}\n");
  CHECK(format("a = f( x [ 0 ] . y , - 1 )\n") == "a = f(x[0].y, -1)\n");
  CHECK(format("a = [for x in[1]:x]\n") == "a = [for x in [1] : x]\n");
  CHECK(format("a = \"${ b }%{ if c }d%{ endif }\"\n") == "a = \"${b}%{if c}d%{endif}\"\n");
  CHECK(format("a = ! b\n") == "a = !b\n");
  CHECK(format("a = x::y::z( 1 )\n") == "a = x::y::z(1)\n");
}

TEST_CASE("comments, blank lines and heredocs stay") {
  const std::string kept = "# one\n\n\n// two\n/* three\n  four */\na = <<EOT\n  as   it\n is\nEOT\n";
  CHECK(format(kept) == kept);
  CHECK(format("a {\n# in\nb = 1\n}") == "a {\n  # in\n  b = 1\n}");
  CHECK(format("a = 1\r\n  bb = 2\r\n") == "a  = 1\r\nbb = 2\r\n");
}

TEST_CASE("columns are what a person counts") {
  CHECK(format("a = \"e\u0301\" # x\nb = \"日本\" # y\n") == "a = \"e\u0301\"  # x\nb = \"日本\" # y\n");
}

TEST_CASE("what cannot be cut into tokens comes back as it is") {
  for (const std::string text : {"a  =  \"b\n", "a = <<EOT\n", "a  = 'x'\n", "\xff  x"}) CHECK(format(text) == text);
}

}  // namespace
}  // namespace mng::hcl
