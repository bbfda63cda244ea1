#include "hcl/value.hpp"

#include <limits>
#include <string>
#include <vector>

#include "hcl/read.hpp"
#include "support/catch.hpp"

namespace mng::hcl {
namespace {

TEST_CASE("numbers are integers where they are whole") {
  CHECK(Value::number(std::int64_t{1}).is_integer());
  CHECK(Value::number(2.0).is_integer());
  CHECK(Value::number(-0.0).as_integer() == 0);
  CHECK(Value::number(9007199254740992.0).is_integer());
  CHECK_FALSE(Value::number(1e300).is_integer());
  CHECK_FALSE(Value::number(0.5).is_integer());
  CHECK(Value::number(std::int64_t{3}).as_double() == 3.0);
}

TEST_CASE("numbers as text") {
  CHECK(number_text(Value::number(std::numeric_limits<std::int64_t>::min())) == "-9223372036854775808");
  CHECK(number_text(Value::number(0.1)) == "0.1");
  CHECK(number_text(Value::number(1.0 / 3)) == "0.3333333333333333");
  CHECK(number_text(Value::number(-2.5e-7)) == "-0.00000025");
  CHECK(number_text(Value::number(1e21)) == "1000000000000000000000");
  // The longest there are.
  CHECK(number_text(Value::number(std::numeric_limits<double>::max())).size() == 309);
  CHECK(number_text(Value::number(-std::numeric_limits<double>::denorm_min())).size() == 327);
}

TEST_CASE("objects are sorted, remember their order, and the later key wins") {
  Arena arena;
  const Value object = Value::object(arena, {{"b", Value::number(std::int64_t{1}), {}, 0},
                                             {"c", Value::number(std::int64_t{2}), {}, 0},
                                             {"a", Value::number(std::int64_t{3}), {}, 0},
                                             {"b", Value::number(std::int64_t{4}), {}, 0}});
  CHECK(shown(object) == "{a = 3, b = 4, c = 2}");
  std::string order;
  for (const Entry* entry : object.in_source_order()) order += entry->key;
  CHECK(order == "cab");
  CHECK(object.get("b")->as_integer() == 4);
  CHECK(object.find("c")->key == "c");
  for (const std::string_view none : {"", "aa", "d"}) CHECK(object.get(none) == nullptr);
  CHECK(Value::number(1.0).find("a") == nullptr);
}

TEST_CASE("values are copied out of what they were made from") {
  Arena arena;
  std::vector<Value> items{Value::boolean(true)};
  const Value list = Value::list(arena, items);
  items[0] = Value::boolean(false);
  CHECK(list.items()[0].as_bool());
  CHECK(list.as_list().fixed == 1);
  CHECK(Value::list(arena, items, nullptr, 5).as_list().fixed == 1);
  CHECK(Value::list(arena, items, nullptr, 0).as_list().fixed == 0);
  std::string name = "var.x";
  const Value unknown = Value::unknown(arena, name);
  name = "other";
  CHECK(shown(unknown) == "unknown(var.x)");
  CHECK(shown(Value::unknown(nullptr)) == "unknown()");
}

TEST_CASE("wholly known is what holds nothing unknown or open") {
  Calculator calculator;
  for (const std::string& text : std::vector<std::string>{"null", "1", "\"a\"", "[]", "{}", "[{ a = [null] }]"}) {
    INFO(text);
    CHECK(calculator.value(text).wholly_known());
  }
  for (const std::string& text :
       std::vector<std::string>{"u", "[u]", "{ a = u }", "[[{ a = [u] }]]", "concat(u, [1])", "{ (u) = 1 }"}) {
    INFO(text);
    CHECK_FALSE(calculator.value(text).wholly_known());
  }
  CHECK_FALSE(Value::error().wholly_known());
}

TEST_CASE("uses are a chain, the nearest first") {
  Arena arena;
  const Value value = Value::number(1.0).at({1, 0, 1});
  CHECK(value.via() == nullptr);
  CHECK(value.used_at(arena, {}).via() == nullptr);
  const Value used = value.used_at(arena, {1, 5, 6}).used_at(arena, {2, 7, 8});
  REQUIRE(used.via() != nullptr);
  CHECK(used.via()->range == Range{2, 7, 8});
  REQUIRE(used.via()->next != nullptr);
  CHECK(used.via()->next->range == Range{1, 5, 6});
  CHECK(used.via()->next->next == nullptr);
  CHECK(used.range() == Range{1, 0, 1});
  // A member has the uses of its container only where it has none.
  CHECK(value.inside(used).via() == used.via());
  const Value own = value.used_at(arena, {3, 0, 1});
  CHECK(own.inside(used).via() == own.via());
  CHECK(own.inside(value).via() == own.via());
}

TEST_CASE("equality of values") {
  Calculator calculator;
  CHECK(
      equal(calculator.value("{ a = [1, \"x\", null, true] }"), calculator.value("{ a = [1.0, \"x\", null, true] }")));
  CHECK_FALSE(equal(calculator.value("[1]"), calculator.value("[1, 1]")));
  CHECK_FALSE(equal(calculator.value("{ a = 1 }"), calculator.value("{ a = 1, b = 1 }")));
  CHECK_FALSE(equal(calculator.value("\"1\""), calculator.value("1")));
  CHECK_FALSE(equal(calculator.value("u"), calculator.value("u")));
  CHECK(equal(Value::number(1.5), Value::number(1.5)));
  CHECK(equal(Value::number(std::int64_t{1} << 60), Value::number(0x1p60)));
}

TEST_CASE("every kind has a name") {
  CHECK(kind_name(Kind::kNull) == "null");
  CHECK(kind_name(Kind::kBool) == "bool");
  CHECK(kind_name(Kind::kNumber) == "number");
  CHECK(kind_name(Kind::kString) == "string");
  CHECK(kind_name(Kind::kList) == "list");
  CHECK(kind_name(Kind::kObject) == "object");
  CHECK(kind_name(Kind::kUnknown) == "unknown");
  CHECK(kind_name(Kind::kError) == "error");
}

}  // namespace
}  // namespace mng::hcl
