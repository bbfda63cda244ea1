// Computes arbitrary bytes as an expression, with all of Terraform's functions,
// a few known names and some that are not known. A value has a type, converts
// without harm, equals itself, and comes out the same a second time.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "hcl/arena.hpp"
#include "hcl/convert.hpp"
#include "hcl/evaluate.hpp"
#include "hcl/json_text.hpp"
#include "hcl/parser.hpp"
#include "hcl/source.hpp"
#include "hcl/type.hpp"
#include "syntax/functions.hpp"

namespace {

using namespace mng::hcl;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", what);
  std::abort();
}

/// The names that an expression may use.
Variables names(Arena& arena) {
  Variables scope;
  Rest* rest = arena.make(Rest{0, 2, &Value::unknown(arena, "var.more").as_unknown()});
  const std::vector<Value> items{Value::string("m5.large"), Value::number(std::int64_t{2}), Value::null()};
  scope.set("u", Value::unknown(arena, "var.u"));
  scope.set("n", unknown_of_type(arena, Value::unknown(arena, "var.n"), &kNumberType));
  scope.set("l", Value::list(arena, items));
  scope.set("open", Value::list(arena, items, rest, 1));
  scope.set("o", Value::object(arena, {{"a", Value::boolean(true), {}, 0}, {"b", Value::list(arena, items), {}, 0}}));
  scope.set("s", Value::string("a,b\n${c}"));
  return scope;
}

struct Outcome {
  std::string text;
  bool failed = false;
};

Outcome compute(const Tree& tree, std::string_view text) {
  Arena arena(std::size_t{64} << 20U);
  Diagnostics diagnostics;
  try {
    const Variables scope = names(arena);
    const Value value =
        Evaluator(tree.view(), arena, scope, mng::syntax::terraform_functions(), diagnostics).evaluate(tree.root);
    require(value.is_error() == !diagnostics.empty(), "an error has a cause, and what has none is no error");
    for (const Diagnostic& diagnostic : diagnostics) {
      require(diagnostic.range.end <= text.size() && !diagnostic.message.empty(), "an error has a place and a cause");
    }
    if (value.is_error()) return {diagnostics[0].message, true};
    const Type* type = type_of(value, arena);
    require(!type_text(*type).empty(), "a type has a name");
    require(same(*type, *type), "a type is itself");
    std::string error;
    for (const Type* to : {&kStringType, &kNumberType, &kBoolType, &kListOfAny, &kSetOfAny, &kMapOfString}) {
      convert(value, *to, arena, error);
    }
    if (value.wholly_known()) {
      require(equals(value, value, arena) == true, "a value equals itself");
      const std::optional<Value> same_again = convert(value, *type, arena, error);
      require(same_again.has_value(), "a value is of its type");
      return {json_text(value), false};
    }
    return {std::string(kind_name(value.kind())), false};
  } catch (const LimitExceeded&) {
    return {"too large", true};
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Diagnostics diagnostics;
  const Tree tree = parse_expression(text, 1, diagnostics, {.bytes = 1U << 16U, .depth = 40});
  if (!diagnostics.empty()) return 0;
  const Outcome once = compute(tree, text);
  const Outcome again = compute(tree, text);
  require(once.text == again.text && once.failed == again.failed, "the same expression gives the same value");
  return 0;
}
