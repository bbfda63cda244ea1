#include "hcl/type.hpp"

#include <string>
#include <vector>

#include "hcl/convert.hpp"
#include "hcl/read.hpp"
#include "support/catch.hpp"

namespace mng::hcl {
namespace {

std::string type_of_text(const std::string& text) {
  Calculator calculator;
  return type_text(*type_of(calculator.value(text), calculator.arena()));
}

TEST_CASE("values have Terraform's types") {
  CHECK(type_of_text("1") == "number");
  CHECK(type_of_text("\"a\"") == "string");
  CHECK(type_of_text("true") == "bool");
  CHECK(type_of_text("null") == "any");
  CHECK(type_of_text("[1, \"a\", u]") == "tuple([number, string, any])");
  CHECK(type_of_text("{ a = 1, \"b c\" = [] }") == "object({a=number, \"b c\"=tuple([])})");
  CHECK(type_of_text("tolist([1, \"a\"])") == "list(string)");
  CHECK(type_of_text("tolist([])") == "list(any)");
  CHECK(type_of_text("toset([2, 1])") == "set(number)");
  CHECK(type_of_text("tomap({ a = 1, b = true })") == "any");  // no type takes in both
  CHECK(type_of_text("tomap({ a = 1, b = \"x\" })") == "map(string)");
  CHECK(type_of_text("split(\",\", \"\")") == "list(string)");
  CHECK(type_of_text("upper(u)") == "string");
  CHECK(type_of_text("u < 1") == "bool");
  CHECK(type_of_text("\"${u}x\"") == "string");
  CHECK(type_of_text("u") == "any");
  CHECK(type_of_text("setproduct([1], [\"a\"])") == "list(tuple([number, string]))");
}

TEST_CASE("the results of a conditional become one type") {
  CHECK(calculate("true ? 1 : \"a\"") == "\"1\"");
  CHECK(calculate("true ? [1] : [\"a\", \"b\"]") == "[\"1\"]");
  CHECK(type_of_text("true ? [1] : [\"a\", \"b\"]") == "list(string)");
  CHECK(type_of_text("true ? { a = 1 } : { b = 2 }") == "map(number)");
  CHECK(type_of_text("u ? 1 : 2") == "number");
  CHECK(calculate("true ? 1 : [1]") ==
        "1:1 <true ? 1 : [1]> the two results of a conditional have one type; these are number and tuple([number])\n");
  CHECK(calculate("true ? null : [1]") == "null");
  CHECK(calculate("true ? 1 : 1 / 0") == "1");
}

TEST_CASE("values of different types are not equal, and Kleene's logic holds within") {
  CHECK(calculate("1 == \"1\"") == "false");
  CHECK(calculate("[1] == tolist([1])") == "false");
  CHECK(calculate("{ a = 1 } == tomap({ a = 1 })") == "false");
  CHECK(calculate("[u, 1] == [1, 2]") == "false");
  CHECK(calculate("[u, 1] == [1, 1]") == "unknown(var.u)");
  CHECK(calculate("[u] == [1, 1]") == "false");  // by their lengths
  CHECK(calculate("upper(u) == 1") == "false");
  CHECK(calculate("upper(u) == \"A\"") == "unknown(var.u)");
  CHECK(calculate("u == null") == "unknown(var.u)");
  CHECK(calculate("toset([1, 2]) == toset([2, 1])") == "true");
}

TEST_CASE("what an unknown can never be is an error") {
  CHECK(calculate("upper(u).a") == "1:9 <.a> string has no `a`\n");
  CHECK(calculate("upper(u)[0]") == "1:9 <[0]> string has no members to index\n");
  CHECK(calculate("split(\",\", u)[0]") == "unknown(var.u)");
  CHECK(calculate("split(\",\", u).a") == "1:14 <.a> list(string) has no `a`\n");
  CHECK(calculate("toset(split(\",\", u))[0]").find("has no members to index") != std::string::npos);
  CHECK(calculate("[for v in length(u) : v]") == "unknown(var.u)");
  CHECK(calculate("length(1 < n) ") == "1:12 <n> there is no `n` here; did you mean `u`?\n");
}

TEST_CASE("conversions keep places and say what is wrong") {
  Calculator calculator;
  std::string error;
  const Value list = calculator.value("[\"a\", 1]");
  const std::optional<Value> strings = convert(list, kListOfString, calculator.arena(), error);
  REQUIRE(strings.has_value());
  CHECK(calculator.sources().text(strings->items()[1].range()) == "1");
  CHECK_FALSE(convert(calculator.value("[[]]"), kListOfString, calculator.arena(), error).has_value());
  CHECK(error == "must be a string, not a list");
  CHECK_FALSE(convert(calculator.value("[1, []]"), kListOfAny, calculator.arena(), error).has_value());
  CHECK(error == "must be a list, with members of one type");

  const std::vector<Member> members{{"a", &kStringType, false}, {"b", &kNumberType, true}};
  const Type object{TypeKind::kObject, nullptr, members};
  const std::optional<Value> made = convert(calculator.value("{ a = 1, c = 2 }"), object, calculator.arena(), error);
  REQUIRE(made.has_value());
  CHECK(shown(*made) == "{a = \"1\", b = null}");
  CHECK_FALSE(convert(calculator.value("{ b = 1 }"), object, calculator.arena(), error).has_value());
  CHECK(error == "must have the attribute \"a\"");
  CHECK(type_text(object) == "object({a=string, b=optional(number)})");
}

TEST_CASE("sets stand in order, each member once") {
  CHECK(calculate("toset([\"b\", \"a\", \"b\"])") == "[\"a\", \"b\"]");
  CHECK(calculate("toset([10, 9, 10])") == "[9, 10]");
  CHECK(calculate("[for k, v in toset([\"b\", \"a\"]) : \"${k}${v}\"]") == "[\"aa\", \"bb\"]");
  CHECK(calculate("length(toset([u, u]))") == "unknown(var.u)");
  CHECK(calculate("length(toset([u, 1])) >= 1") == "true");
}

TEST_CASE("a signature is what its text says") {
  constexpr Signature kSignature("f(a: string, b: list(any)|null?, c: number...?) -> map(string)");
  CHECK(kSignature.name == "f");
  CHECK(kSignature.count == 3);
  CHECK(kSignature.least == 1);
  CHECK(kSignature.repeats);
  CHECK(kSignature.parameters[1].null);
  CHECK(&kSignature.parameter(7) == &kSignature.parameters[2]);
  CHECK(kSignature.result == &kMapOfString);
}

}  // namespace
}  // namespace mng::hcl
