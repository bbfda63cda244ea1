#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "hcl/convert.hpp"
#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"

namespace mng::hcl {
namespace {

/// The arguments as sets of one element type; false (said) where there is none.
bool sets_of_one_type(const Call& call, std::vector<Value>& sets) {
  sets.assign(call.arguments.begin(), call.arguments.end());
  std::vector<const Type*> types;
  for (const Value& set : sets) {
    const Type* type = type_of(set, call.arena());
    // An empty set of no known type fits any other.
    if (type->element->kind != TypeKind::kAny || types.empty()) types.push_back(type);
  }
  const Type* one = unify(types, call.arena());
  if (one != nullptr && one->kind == TypeKind::kAny) one = types.back();
  std::string error = "the sets are of different types";
  for (Value& set : sets) {
    const std::optional<Value> converted = one == nullptr ? std::nullopt : convert(set, *one, call.arena(), error);
    if (!converted) {
      call.fail("the sets are of different types");
      return false;
    }
    set = *converted;
  }
  return true;
}

/// What a set holds, strings by a table: sets of them may be long.
class Members {
 public:
  explicit Members(const Value& set) : set_(set) {
    for (const Value& item : set.items()) {
      if (item.is_string()) strings_.insert(item.as_string());
    }
  }
  [[nodiscard]] bool hold(const Value& wanted) const {
    if (wanted.is_string()) return strings_.count(wanted.as_string()) != 0;
    const auto items = set_.items();
    return std::any_of(items.begin(), items.end(), [&](const Value& item) { return equal(item, wanted); });
  }

 private:
  const Value& set_;
  std::unordered_set<std::string_view> strings_;
};

/// What is in the first and in all others, or in none of them.
Value chosen(const Call& call, bool wanted) {
  std::vector<Value> sets;
  if (!sets_of_one_type(call, sets)) return Value::error();
  const std::vector<Members> others(sets.begin() + 1, sets.end());
  std::vector<Value> out;
  for (const Value& item : sets[0].items()) {
    const auto fits = [&](const Members& members) { return members.hold(item) == wanted; };
    if (std::all_of(others.begin(), others.end(), fits)) out.push_back(item.inside(call[0]));
  }
  return set_value(call.arena(), std::move(out), sets[0].as_list().element);
}
Value setintersection(const Call& call) {
  return chosen(call, true);
}
Value setsubtract(const Call& call) {
  return chosen(call, false);
}

Value setunion(const Call& call) {
  std::vector<Value> sets;
  if (!sets_of_one_type(call, sets)) return Value::error();
  std::vector<Value> out;
  for (const Value& set : sets) {
    for (const Value& item : set.items()) out.push_back(item.inside(set));
  }
  return set_value(call.arena(), std::move(out), sets[0].as_list().element);
}

/// Every choice of one member of each; a set where one is a set, else a list.
Value setproduct(const Call& call) {
  // A row takes memory as the steps that are allowed are not meant to.
  constexpr std::uint64_t kStepsOfMember = 100;
  if (call.size() < 2) return call.fail("takes at least two");
  double rows = 1;
  bool sets = false;
  for (const Value& one : call.arguments) {
    if (one.as_list().rest != nullptr || (one.is_set() && !one.wholly_known())) return call.unknown();
    sets = sets || one.is_set();
    rows *= static_cast<double>(one.items().size());
  }
  constexpr double kMost = 1e9;
  const auto count = static_cast<std::size_t>(std::min(rows, kMost));
  if (!call.evaluator.take_steps(count * call.size() * kStepsOfMember)) {
    return call.fail(fmt::format("{:.0f} combinations take too many steps", rows));
  }
  // The members of each are of one type, and so are the rows.
  std::vector<std::span<const Value>> columns;
  std::vector<const Type*> types;
  std::string error;
  for (const Value& one : call.arguments) {
    const std::optional<Value> column = one.is_tuple() ? convert(one, kListOfAny, call.arena(), error) : one;
    if (!column) return call.fail(fmt::format("a list {}", error));
    columns.push_back(column->items());
    types.push_back(type_of(*column, call.arena())->element);
  }
  std::vector<Value> out;
  for (std::size_t n = 0; n < count; ++n) {
    std::vector<Value> row(columns.size());
    std::size_t rest = n;
    for (std::size_t i = columns.size(); i-- > 0;) {
      row[i] = columns[i][rest % columns[i].size()];
      rest /= columns[i].size();
    }
    out.push_back(Value::list(call.arena(), row));
  }
  const Type* row = tuple_type(call.arena(), types);
  return sets ? set_value(call.arena(), std::move(out), row) : list_value(call.arena(), out, row);
}

constexpr Function kFunctions[] = {
    {"setintersection(sets: set(any)...) -> set(any)", "What is in all of them.", OnUnknown::kUnknown, setintersection},
    {"setproduct(sets: sequence...) -> any", "Every choice of one member of each.", OnUnknown::kShallow, setproduct},
    {"setsubtract(set: set(any), less: set(any)) -> set(any)", "What is in the first only.", OnUnknown::kUnknown,
     setsubtract},
    {"setunion(sets: set(any)...) -> set(any)", "What is in any of them.", OnUnknown::kUnknown, setunion},
};

}  // namespace

std::span<const Function> set_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
