#include "hcl/value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace mng::hcl {

Value Value::boolean(bool value) {
  Value v;
  v.kind_ = Kind::kBool;
  v.data_.boolean = value;
  return v;
}

Value Value::number(std::int64_t value) {
  Value v;
  v.kind_ = Kind::kNumber;
  v.integer_ = true;
  v.data_.integer = value;
  return v;
}

Value Value::number(double value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (std::abs(value) <= kExact && std::trunc(value) == value) return number(static_cast<std::int64_t>(value));
  Value v;
  v.kind_ = Kind::kNumber;
  v.data_.real = value;
  return v;
}

Value Value::string(std::string_view text) {
  Value v;
  v.kind_ = Kind::kString;
  v.data_.text = {text.data(), text.size()};
  return v;
}

namespace {

std::uint32_t weight_of(const Value& value) {
  if (value.is_list()) return value.as_list().weight + 1;
  return value.is_object() ? value.as_object().weight + 1 : 1;
}

/// A few lines can share lists so that they stand for more values than there are atoms.
void add_weight(std::uint32_t& sum, const Value& value) {
  constexpr std::uint32_t kMost = 5'000'000;
  sum += weight_of(value);
  if (sum > kMost) throw LimitExceeded("a value stands for more than 5,000,000 others");
}

}  // namespace

Value Value::list(Arena& arena, std::span<const Value> items, const Rest* rest, std::size_t fixed) {
  Value v;
  v.kind_ = Kind::kList;
  fixed = std::min(fixed, items.size());
  List list{.items = arena.copy_span(items), .fixed = static_cast<std::uint32_t>(fixed), .rest = rest};
  for (const Value& item : items) add_weight(list.weight, item);
  v.data_.list = arena.make(list);
  return v;
}

Value Value::of(Arena& arena, const List& list) {
  Value v;
  v.kind_ = Kind::kList;
  List* made = arena.make(list);
  made->weight = 0;
  for (const Value& item : list.items) add_weight(made->weight, item);
  v.data_.list = made;
  return v;
}

Value Value::of(Arena& arena, const Object& object) {
  Value v;
  v.kind_ = Kind::kObject;
  Object* made = arena.make(object);
  made->weight = 0;
  for (const Entry& entry : object.entries) add_weight(made->weight, entry.value);
  v.data_.object = made;
  return v;
}

Value Value::object(Arena& arena, std::vector<Entry> entries, const Rest* rest) {
  std::uint32_t order = 0;
  for (Entry& entry : entries) entry.order = order++;
  // What code makes is sorted mostly.
  const auto out_of_order = [](const Entry& a, const Entry& b) { return a.key >= b.key; };
  if (std::adjacent_find(entries.begin(), entries.end(), out_of_order) != entries.end()) {
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (i + 1 < entries.size() && entries[i + 1].key == entries[i].key) continue;
      entries[kept++] = entries[i];
    }
    entries.resize(kept);
  }
  Value v;
  v.kind_ = Kind::kObject;
  Object object{.entries = arena.copy_span(entries), .rest = rest};
  for (const Entry& entry : entries) add_weight(object.weight, entry.value);
  v.data_.object = arena.make(object);
  return v;
}

Value Value::unknown(const Unknown* what) {
  static constexpr Unknown kNothing;
  Value v;
  v.kind_ = Kind::kUnknown;
  v.data_.unknown = what != nullptr ? what : &kNothing;
  return v;
}

Value Value::unknown(Arena& arena, std::string_view depends_on) {
  std::span<std::string_view> names = arena.make_span<std::string_view>(1);
  names[0] = arena.copy(depends_on);
  Unknown what;
  what.depends_on = names;
  return unknown(arena.make(what));
}

Value Value::error() {
  Value v;
  v.kind_ = Kind::kError;
  return v;
}

std::vector<const Entry*> Value::in_source_order() const {
  std::vector<const Entry*> out;
  out.reserve(entries().size());
  for (const Entry& entry : entries()) out.push_back(&entry);
  std::sort(out.begin(), out.end(), [](const Entry* a, const Entry* b) { return a->order < b->order; });
  return out;
}

const Entry* Value::find(std::string_view key) const {
  if (kind_ != Kind::kObject) return nullptr;
  const auto all = entries();
  const auto it =
      std::lower_bound(all.begin(), all.end(), key, [](const Entry& e, std::string_view k) { return e.key < k; });
  return it != all.end() && it->key == key ? &*it : nullptr;
}

const Value* Value::get(std::string_view key) const {
  const Entry* entry = find(key);
  return entry == nullptr ? nullptr : &entry->value;
}

bool Value::wholly_known() const {
  if (is_unknown() || is_error()) return false;
  if (is_list()) {
    return as_list().rest == nullptr &&
           std::all_of(items().begin(), items().end(), [](const Value& v) { return v.wholly_known(); });
  }
  if (is_object()) {
    return as_object().rest == nullptr &&
           std::all_of(entries().begin(), entries().end(), [](const Entry& e) { return e.value.wholly_known(); });
  }
  return true;
}

Value Value::at(const Range& range) const {
  Value v = *this;
  v.range_ = range;
  return v;
}

Value Value::used_at(Arena& arena, const Range& use) const {
  if (!use.known()) return *this;
  Value v = *this;
  v.via_ = arena.make(Via{use, via_});
  return v;
}

Value Value::with_via_of(const Value& other) const {
  Value v = *this;
  v.via_ = other.via_;
  return v;
}

Value Value::inside(const Value& container) const {
  if (via_ != nullptr || container.via_ == nullptr) return *this;
  Value v = *this;
  v.via_ = container.via_;
  return v;
}

bool equal(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::kNull:
      return true;
    case Kind::kBool:
      return a.as_bool() == b.as_bool();
    case Kind::kNumber:
      if (a.is_integer() && b.is_integer()) return a.as_integer() == b.as_integer();
      return a.as_double() == b.as_double();
    case Kind::kString:
      return a.as_string() == b.as_string();
    case Kind::kList:
      return std::equal(a.items().begin(), a.items().end(), b.items().begin(), b.items().end(), equal);
    case Kind::kObject:
      return std::equal(a.entries().begin(), a.entries().end(), b.entries().begin(), b.entries().end(),
                        [](const Entry& x, const Entry& y) { return x.key == y.key && equal(x.value, y.value); });
    case Kind::kUnknown:
    case Kind::kError:
      return false;
  }
  return false;
}

std::string number_text(const Value& number) {
  if (number.is_integer()) return std::to_string(number.as_integer());
  char buffer[400];
  const auto result = std::to_chars(std::begin(buffer), std::end(buffer), number.as_double(), std::chars_format::fixed);
  return {buffer, result.ptr};
}

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return "bool";
    case Kind::kNumber:
      return "number";
    case Kind::kString:
      return "string";
    case Kind::kList:
      return "list";
    case Kind::kObject:
      return "object";
    case Kind::kUnknown:
      return "unknown";
    case Kind::kError:
      return "error";
  }
  return "value";
}

}  // namespace mng::hcl
