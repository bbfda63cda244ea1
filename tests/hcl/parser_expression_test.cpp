#include <string>
#include <vector>

#include "hcl/read.hpp"
#include "hcl/shape.hpp"
#include "support/catch.hpp"

namespace mng::hcl {
namespace {

std::string shape_of(std::string text) {
  const Parsed parsed = read_expression(std::move(text));
  return parsed.diagnostics.empty() ? shape(parsed.ast(), parsed.tree.root) : parsed.errors();
}

TEST_CASE("literals") {
  CHECK(shape_of("null") == "null");
  CHECK(shape_of("true") == "true");
  CHECK(shape_of("false") == "false");
  CHECK(shape_of("9223372036854775807") == "9223372036854775807");
  CHECK(shape_of("1.5") == "1.5");
  CHECK(shape_of("2e3") == "2000");
  CHECK(shape_of("1e999") == "inf");
  CHECK(shape_of("1e-999") == "0");
  CHECK(shape_of("007") == "7");
  CHECK(shape_of("\"\"") == "\"\"");
  CHECK(shape_of("nullable") == "nullable");
}

TEST_CASE("operators bind as HCL's table says") {
  CHECK(shape_of("1 + 2 * 3") == "(+ 1 (* 2 3))");
  CHECK(shape_of("1 * 2 + 3") == "(+ (* 1 2) 3)");
  CHECK(shape_of("a || b && c == d < e + f * g") == "(|| a (&& b (== c (< d (+ e (* f g))))))");
  CHECK(shape_of("a * b + c < d == e && f || g") == "(|| (&& (== (< (+ (* a b) c) d) e) f) g)");
  CHECK(shape_of("1 - 2 - 3") == "(- (- 1 2) 3)");
  CHECK(shape_of("8 / 4 % 3 * 2") == "(* (% (/ 8 4) 3) 2)");
  CHECK(shape_of("a != b == c") == "(== (!= a b) c)");
  CHECK(shape_of("a <= b >= c > d") == "(> (>= (<= a b) c) d)");
  CHECK(shape_of("-a + !b") == "(+ (- a) (! b))");
  CHECK(shape_of("--1") == "(- (- 1))");
  CHECK(shape_of("-a.b[0]") == "(- (access a .b [0]))");
  CHECK(shape_of("-1 * 2") == "(* (- 1) 2)");
  CHECK(shape_of("(1 + 2) * 3") == "(* (paren (+ 1 2)) 3)");
  CHECK(shape_of("a ? b : c ? d : e") == "(? a b (? c d e))");
  CHECK(shape_of("a ? b ? c : d : e") == "(? a (? b c d) e)");
  CHECK(shape_of("a || b ? c + 1 : d") == "(? (|| a b) (+ c 1) d)");
  // A dash may be within a name.
  CHECK(shape_of("a-b") == "a-b");
  CHECK(shape_of("a -b") == "(- a b)");
}

TEST_CASE("access, splats and legacy indexes") {
  CHECK(shape_of("a.b.c") == "(access a .b .c)");
  CHECK(shape_of("a[\"b\"][0].c") == "(access a [\"b\"] [0] .c)");
  CHECK(shape_of("a[b.c + 1]") == "(access a [(+ (access b .c) 1)])");
  CHECK(shape_of("a.0.b") == "(access a .0 .b)");
  CHECK(shape_of("a[*].b[0].c") == "(access a ([*] .b [0] .c))");
  CHECK(shape_of("a.*.b[0].c") == "(access a (.* .b) [0] .c)");
  CHECK(shape_of("a.*.b.0") == "(access a (.* .b .0))");
  CHECK(shape_of("a[*].b[*].c") == "(access a ([*] .b ([*] .c)))");
  CHECK(shape_of("a[*]") == "(access a ([*]))");
  CHECK(shape_of("[1, 2][0]") == "(access [ 1 2] [0])");
  CHECK(shape_of("{a = 1}.a") == "(access { \"a\"=1} .a)");
  CHECK(shape_of("f(x).y[0]") == "(access (call f x) .y [0])");
  CHECK(shape_of("(a).b") == "(access (paren a) .b)");
  CHECK(shape_of("\"a\".b") == "(access \"a\" .b)");
  CHECK(shape_of("a . b [ 0 ]") == "(access a .b [0])");
  CHECK(shape_of("a.if") == "(access a .if)");
}

TEST_CASE("calls") {
  CHECK(shape_of("f()") == "(call f)");
  CHECK(shape_of("f(1, a.b,)") == "(call f 1 (access a .b))");
  CHECK(shape_of("f(1, a...)") == "(call f 1 a ...)");
  CHECK(shape_of("f (1)") == "(call f 1)");
  CHECK(shape_of("f(\n1\n,\n2\n)") == "(call f 1 2)");
  CHECK(shape_of("provider::aws::arn_parse(x)") == "(call provider::aws::arn_parse x)");
  CHECK(shape_of("true(1)") == "(call true 1)");
}

TEST_CASE("lists, objects and for") {
  CHECK(shape_of("[]") == "[]");
  CHECK(shape_of("[\n1\n,\n2,\n]") == "[ 1 2]");
  CHECK(shape_of("{}") == "{}");
  CHECK(shape_of("{ a = 1, \"b\" = 2, (c) = 3, d.e[0] = 4, 5 : 6 }") ==
        "{ \"a\"=1 =\"b\"=2 =(paren c)=3 =(access d .e [0])=4 =5=6}");
  CHECK(shape_of("{\n a = 1\n b : 2,\n\n c = 3, d = 4 }") == "{ \"a\"=1 \"b\"=2 \"c\"=3 \"d\"=4}");
  CHECK(shape_of("{ \"a${b}\" = 1 }") == "{ =(template \"a\" b)=1}");
  CHECK(shape_of("{ null = 1, true = 2 }") == "{ \"null\"=1 \"true\"=2}");
  CHECK(shape_of("[for v in l : v]") == "(for[] none v l none v none)");
  CHECK(shape_of("[for i, v in l : v if i > 0]") == "(for[] i v l none v (> i 0))");
  CHECK(shape_of("{for k, v in m : k => v}") == "(for{} k v m k v none)");
  CHECK(shape_of("{for v in l : v.a => v... if v.b}") == "(group none v l (access v .a) v (access v .b))");
  CHECK(shape_of("{\nfor v in l :\nv => v\n}") == "(for{} none v l v v none)");
  CHECK(shape_of("[for v in [for w in l : w] : v]") == "(for[] none v (for[] none w l none w none) none v none)");
  CHECK(shape_of("[form]") == "[ form]");
}

TEST_CASE("inside brackets and parentheses line breaks are free") {
  CHECK(shape_of("(\n1\n+\n2\n)") == "(paren (+ 1 2))");
  CHECK(shape_of("(a\n? b\n: c)") == "(paren (? a b c))");
  CHECK(shape_of("(a\n.b\n[0])") == "(paren (access a .b [0]))");
  CHECK(shape_of("a[\n0\n]") == "(access a [0])");
  // And in an object within them they count again.
  CHECK(shape_of("[{ a = 1\n b = 2 }]") == "[ { \"a\"=1 \"b\"=2}]");
  CHECK(shape_of("{ a = [\n1,\n2 ]\n b = 3 }") == "{ \"a\"=[ 1 2] \"b\"=3}");
  CHECK(shape_of("/* a */ 1 # b\n + // c\n 2") == "(+ 1 2)");
}

TEST_CASE("templates") {
  CHECK(shape_of(R"("a${b}c")") == R"((template "a" b "c"))");
  CHECK(shape_of(R"("${a}")") == "(template a)");
  CHECK(shape_of(R"("${"${a}b"}")") == R"((template (template a "b")))");
  CHECK(shape_of(R"("%{if a}b%{else}c%{endif}d")") == R"((template (%if a (template "b") (template "c")) "d"))");
  CHECK(shape_of(R"("%{if a}%{endif}")") == "(template (%if a (template) (template)))");
  CHECK(shape_of(R"("%{for v in l}${v},%{endfor}")") == R"((template (%for none v l (template v ","))))");
  CHECK(shape_of(R"("%{for k, v in m}%{if k}x%{endif}%{endfor}")") ==
        R"((template (%for k v m (template (%if k (template "x") (template))))))");
  CHECK(shape_of(R"("$${a} %%{b}")") == R"("${a} %{b}")");
  CHECK(shape_of("<<A\nb\nc\nA\n") == "(heredoc \"b\n\" \"c\n\")");
  CHECK(shape_of("<<A\nA\n") == "\"\"");
}

TEST_CASE("ranges are the text that was written") {
  const Parsed parsed = read_expression("f( a.b[ 0 ] ) + [for x in \"y${ z }\" : -x] == { k = 1 }.k ? (p) : q . r");
  REQUIRE(parsed.errors().empty());
  std::vector<std::string> slices;
  const Ast ast = parsed.ast();
  for (NodeId id = 1; id < ast.nodes.size(); ++id) slices.push_back(parsed.text(id));
  const std::vector<std::string> wanted = {"f",
                                           "a",
                                           ".b",
                                           "0",
                                           "[ 0 ]",
                                           "a.b[ 0 ]",
                                           "f( a.b[ 0 ] )",
                                           "x",
                                           "y",
                                           "z",
                                           "\"y${ z }\"",
                                           "x",
                                           "-x",
                                           "[for x in \"y${ z }\" : -x]",
                                           "f( a.b[ 0 ] ) + [for x in \"y${ z }\" : -x]",
                                           "k",
                                           "1",
                                           "k = 1",
                                           "{ k = 1 }",
                                           ".k",
                                           "{ k = 1 }.k",
                                           "f( a.b[ 0 ] ) + [for x in \"y${ z }\" : -x] == { k = 1 }.k",
                                           "p",
                                           "(p)",
                                           "q",
                                           ". r",
                                           "q . r"};
  for (const std::string& one : wanted) {
    INFO(one);
    CHECK(std::find(slices.begin(), slices.end(), one) != slices.end());
  }
  CHECK(parsed.text(parsed.tree.root) == parsed.sources[1].text());
}

TEST_CASE("ranges of splats, heredocs and legacy indexes") {
  const Parsed splat = read_expression("a[*].b.*.c.0 ");
  CHECK(splat.text(splat.tree.root) == "a[*].b.*.c.0");
  const Ast ast = splat.ast();
  const auto steps = ast.list(ast[splat.tree.root]);
  CHECK(splat.text(steps[1]) == "[*].b");
  CHECK(splat.text(steps[2]) == ".*.c.0");
  const Parsed heredoc = read_file("a = [<<-E\n  b\n  E\n]\n");
  CHECK(heredoc.errors().empty());
  CHECK(heredoc.text(heredoc.ast().list(heredoc.ast()[heredoc.expression("a")])[0]) == "<<-E\n  b\n  E");
}

}  // namespace
}  // namespace mng::hcl
