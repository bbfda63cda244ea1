#include "hcl/convert.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hcl/functions.hpp"
#include "hcl/template_text.hpp"

namespace mng::hcl {
namespace {

std::string_view wanted(const Type& type) {
  switch (type.kind) {
    case TypeKind::kBool:
      return "a bool";
    case TypeKind::kNumber:
      return "a number";
    case TypeKind::kString:
      return "a string";
    case TypeKind::kList:
      return "a list";
    case TypeKind::kSet:
      return "a set";
    case TypeKind::kMap:
      return "a map";
    case TypeKind::kTuple:
      return "a tuple";
    case TypeKind::kObject:
      return "an object";
    case TypeKind::kAny:
      break;
  }
  return "a value";
}

/// Converts one value and, by itself, what it holds.
class Converter {
 public:
  Converter(Arena& arena, std::string& error) : arena_(arena), error_(error) {}

  std::optional<Value> run(const Value& value, const Type& to) {
    if (to.kind == TypeKind::kAny || value.is_null() || value.is_error()) return value;
    if (value.is_unknown()) return unknown(value, to);
    switch (to.kind) {
      case TypeKind::kBool:
      case TypeKind::kNumber:
      case TypeKind::kString:
        return primitive(value, to);
      case TypeKind::kList:
      case TypeKind::kSet:
        return value.is_list() ? sequence(value, to) : refuse(value, to);
      case TypeKind::kTuple:
        return value.is_tuple() ? tuple(value, to) : refuse(value, to);
      case TypeKind::kMap:
        return value.is_object() ? map(value, to) : refuse(value, to);
      case TypeKind::kObject:
        return value.is_object() ? object(value, to) : refuse(value, to);
      case TypeKind::kAny:
        break;
    }
    return value;
  }

 private:
  std::optional<Value> refuse(const Value& value, const Type& to) {
    error_ = fmt::format("must be {}, not a {}", wanted(to), kind_name(value.kind()));
    return std::nullopt;
  }
  [[nodiscard]] static Value placed(const Value& value, const Value& from) {
    return value.at(from.range()).with_via_of(from);
  }

  std::optional<Value> unknown(const Value& value, const Type& to) {
    const Type* now = value.as_unknown().type;
    if (now != nullptr && !same(*now, to) && !convertible(*now, to, arena_)) {
      error_ = fmt::format("must be {}, not {}", wanted(to), wanted(*now));
      return std::nullopt;
    }
    if (now != nullptr && same(*now, to)) return value;
    return unknown_of_type(arena_, value, arena_.make(to));
  }

  std::optional<Value> primitive(const Value& value, const Type& to) {
    if (to.kind == TypeKind::kString) {
      if (value.is_string()) return value;
      const TextOf text = text_of(value);
      if (!text.ok) return refuse(value, to);
      return placed(Value::string(arena_.copy(text.text)), value);
    }
    if (to.kind == TypeKind::kNumber) {
      if (value.is_number()) return value;
      Value number;
      if (!to_number(value, number)) return refuse(value, to);
      return placed(number, value);
    }
    if (value.is_bool()) return value;
    const std::string_view text = value.is_string() ? value.as_string() : std::string_view();
    if (text == "true" || text == "1") return placed(Value::boolean(true), value);
    if (text == "false" || text == "0") return placed(Value::boolean(false), value);
    return refuse(value, to);
  }

  /// The type of members that are to be of one, whichever that is.
  const Type* element(std::span<const Type* const> members, const Type& to) {
    if (to.element->kind != TypeKind::kAny || members.empty()) return to.element;
    const Type* out = unify(members, arena_);
    if (out == nullptr) error_ = fmt::format("must be {}, with members of one type", wanted(to));
    return out;
  }

  std::optional<Value> sequence(const Value& value, const Type& to) {
    const List& list = value.as_list();
    const Type* of = to.element;
    if (of->kind == TypeKind::kAny) {
      if (value.is_tuple()) {
        std::vector<const Type*> types;
        types.reserve(list.items.size());
        for (const Value& item : list.items) types.push_back(type_of(item, arena_));
        of = element(types, to);
        if (of == nullptr) return std::nullopt;
      } else {
        of = type_of(value, arena_)->element;
      }
    }
    if (list.items.empty() && list.element != nullptr && !convertible(*list.element, *of, arena_)) {
      error_ = fmt::format("must have members that are {}", wanted(*of));
      return std::nullopt;
    }
    std::vector<Value> items;
    items.reserve(list.items.size());
    for (const Value& item : list.items) {
      std::optional<Value> one = run(item, *of);
      if (!one) return std::nullopt;
      items.push_back(*one);
    }
    const Type* kept = arena_.make(*of);
    if (to.kind == TypeKind::kList) {
      const Value out = list_value(arena_, items, kept, list.rest, value.is_set() ? 0 : list.fixed);
      return placed(out, value);
    }
    return placed(set_value(arena_, std::move(items), kept, list.rest), value);
  }

  std::optional<Value> tuple(const Value& value, const Type& to) {
    if (value.items().size() != to.members.size() || value.as_list().rest != nullptr) {
      error_ = fmt::format("must be a tuple of {} members", to.members.size());
      return std::nullopt;
    }
    std::vector<Value> items;
    for (std::size_t i = 0; i < to.members.size(); ++i) {
      std::optional<Value> one = run(value.items()[i], *to.members[i].type);
      if (!one) return std::nullopt;
      items.push_back(*one);
    }
    return placed(Value::list(arena_, items), value);
  }

  std::optional<Value> map(const Value& value, const Type& to) {
    const Object& object = value.as_object();
    const Type* of = to.element;
    if (of->kind == TypeKind::kAny) {
      if (object.map) {
        of = type_of(value, arena_)->element;
      } else {
        std::vector<const Type*> types;
        for (const Entry& entry : object.entries) types.push_back(type_of(entry.value, arena_));
        of = element(types, to);
        if (of == nullptr) return std::nullopt;
      }
    }
    std::vector<Entry> entries;
    for (const Entry* entry : value.in_source_order()) {
      std::optional<Value> one = run(entry->value, *of);
      if (!one) return std::nullopt;
      entries.push_back(*entry);
      entries.back().value = *one;
    }
    return placed(map_value(arena_, std::move(entries), arena_.make(*of), object.rest), value);
  }

  std::optional<Value> object(const Value& value, const Type& to) {
    std::vector<Entry> entries;
    for (const Member& member : to.members) {
      const Entry* entry = value.find(member.name);
      if (entry == nullptr && !member.optional) {
        if (value.as_object().rest == nullptr) {
          error_ = fmt::format("must have the attribute \"{}\"", member.name);
          return std::nullopt;
        }
        entries.push_back({member.name, Value::unknown(value.as_object().rest->cause), {}, 0});
        continue;
      }
      if (entry == nullptr) {
        entries.push_back({member.name, Value::null(), {}, 0});
        continue;
      }
      std::optional<Value> one = run(entry->value, *member.type);
      if (!one) {
        error_ = fmt::format("has an attribute \"{}\" that {}", member.name, error_);
        return std::nullopt;
      }
      entries.push_back(*entry);
      entries.back().value = *one;
    }
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.order < b.order; });
    return placed(Value::object(arena_, std::move(entries)), value);
  }

  Arena& arena_;
  std::string& error_;
};

/// The key by which Terraform orders members of a set that are not primitive.
void append_set_key(const Value& value, std::string& out) {
  switch (value.kind()) {
    case Kind::kNull:
      out += '~';
      return;
    case Kind::kUnknown:
    case Kind::kError:
      out += '?';
      return;
    case Kind::kBool:
      out += value.as_bool() ? 'T' : 'F';
      return;
    case Kind::kNumber:
      out += fmt::format("{:.10g}", value.as_double());
      return;
    case Kind::kString:
      out += '"' + encode_quoted(value.as_string()) + '"';
      return;
    case Kind::kList: {
      out += value.is_tuple() ? '<' : '[';
      for (const Value& item : value.items()) {
        append_set_key(item, out);
        out += ';';
      }
      out += value.is_tuple() ? '>' : ']';
      return;
    }
    case Kind::kObject:
      out += value.is_map() ? '{' : '<';
      for (const Entry& entry : value.entries()) {
        if (value.is_map()) out += '"' + encode_quoted(entry.key) + "\":";
        append_set_key(entry.value, out);
        out += ';';
      }
      out += value.is_map() ? '}' : '>';
  }
}

std::string set_key(const Value& value) {
  std::string out;
  append_set_key(value, out);
  return out;
}

/// Null and unknown come last.
int set_rank(const Value& value) {
  return value.is_null() ? 1 : value.is_unknown() ? 2 : 0;
}

/// Whether the order of both follows from what they are; else it is that of their keys.
bool have_own_order(const Value& a, const Value& b) {
  return (a.is_string() && b.is_string()) || (a.is_bool() && b.is_bool()) || (a.is_number() && b.is_number());
}

bool own_less(const Value& a, const Value& b) {
  if (a.is_string()) return a.as_string() < b.as_string();
  if (a.is_bool()) return !a.as_bool() && b.as_bool();
  if (a.is_integer() && b.is_integer()) return a.as_integer() < b.as_integer();
  return a.as_double() < b.as_double();
}

/// The members in Terraform's order of sets. The key of each is made once.
void sort_for_set(std::vector<Value>& items) {
  struct Keyed {
    Value value;
    std::string key;
    int rank;
  };
  const bool own = std::all_of(items.begin(), items.end(), [&](const Value& item) {
    return set_rank(item) != 0 || have_own_order(item, items[0]);
  });
  std::vector<Keyed> keyed;
  keyed.reserve(items.size());
  for (const Value& item : items) {
    const int rank = set_rank(item);
    keyed.push_back({item, own || rank != 0 ? std::string() : set_key(item), rank});
  }
  std::stable_sort(keyed.begin(), keyed.end(), [&](const Keyed& a, const Keyed& b) {
    if (a.rank != b.rank) return a.rank < b.rank;
    if (a.rank != 0) return false;
    return own ? own_less(a.value, b.value) : a.key < b.key;
  });
  for (std::size_t i = 0; i < items.size(); ++i) items[i] = keyed[i].value;
}

/// Both wholly known in type, and of different ones.
bool differ_in_type(const Type* a, const Type* b) {
  return !is_open(*a) && !is_open(*b) && !same(*a, *b);
}

}  // namespace

std::optional<Value> convert(const Value& value, const Type& to, Arena& arena, std::string& error) {
  return Converter(arena, error).run(value, to);
}

Value list_value(Arena& arena, const std::vector<Value>& items, const Type* element, const Rest* rest,
                 std::size_t fixed) {
  List list;
  list.items = arena.copy_span(items);
  list.fixed = static_cast<std::uint32_t>(std::min(fixed, items.size()));
  list.sequence = Sequence::kList;
  list.rest = rest;
  list.element = element;
  return Value::of(arena, list);
}

Value map_value(Arena& arena, std::vector<Entry> entries, const Type* element, const Rest* rest) {
  Object object = Value::object(arena, std::move(entries), rest).as_object();
  object.map = true;
  object.element = element;
  return Value::of(arena, object);
}

Value set_value(Arena& arena, std::vector<Value> items, const Type* element, const Rest* rest) {
  sort_for_set(items);
  const auto repeats = [](const Value& a, const Value& b) { return a.wholly_known() && equal(a, b); };
  items.erase(std::unique(items.begin(), items.end(), repeats), items.end());
  List list;
  list.items = arena.copy_span(items);
  list.sequence = Sequence::kSet;
  list.rest = rest;
  list.element = element;
  list.fixed = rest == nullptr ? static_cast<std::uint32_t>(items.size()) : 0;
  return Value::of(arena, list);
}

namespace {

/// As `equals`, for values whose types were compared as wholes.
std::optional<bool> same_members(const Value& a, const Value& b, Arena& arena) {
  if (a.is_unknown() || b.is_unknown()) {
    if (!a.is_null() && !b.is_null() && differ_in_type(type_of(a, arena), type_of(b, arena))) return false;
    return std::nullopt;
  }
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (a.kind() != b.kind()) return false;
  if (!a.is_list() && !a.is_object()) return equal(a, b);
  if (a.is_list() ? a.as_list().sequence != b.as_list().sequence : a.is_map() != b.is_map()) return false;

  const Rest* rest_a = a.is_list() ? a.as_list().rest : a.as_object().rest;
  const Rest* rest_b = b.is_list() ? b.as_list().rest : b.as_object().rest;
  if (rest_a != nullptr || rest_b != nullptr) return std::nullopt;
  bool doubt = false;
  if (a.is_set()) {
    if (!a.wholly_known() || !b.wholly_known()) return std::nullopt;
    return equal(a, b);
  }
  if (a.is_list()) {
    if (a.items().size() != b.items().size()) return false;
    for (std::size_t i = 0; i < a.items().size(); ++i) {
      const std::optional<bool> one = same_members(a.items()[i], b.items()[i], arena);
      if (one == false) return false;
      doubt = doubt || !one;
    }
  } else {
    if (a.entries().size() != b.entries().size()) return false;
    for (std::size_t i = 0; i < a.entries().size(); ++i) {
      if (a.entries()[i].key != b.entries()[i].key) return false;
      const std::optional<bool> one = same_members(a.entries()[i].value, b.entries()[i].value, arena);
      if (one == false) return false;
      doubt = doubt || !one;
    }
  }
  return doubt ? std::nullopt : std::optional(true);
}

}  // namespace

std::optional<bool> equals(const Value& a, const Value& b, Arena& arena) {
  const bool deep = (a.is_list() && b.is_list()) || (a.is_object() && b.is_object());
  if (deep && differ_in_type(type_of(a, arena), type_of(b, arena))) return false;
  return same_members(a, b, arena);
}

}  // namespace mng::hcl
