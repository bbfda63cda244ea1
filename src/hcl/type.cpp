#include "hcl/type.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hcl/lexer.hpp"

namespace mng::hcl {

const Type* collection_type(Arena& arena, TypeKind kind, const Type* element) {
  return arena.make(Type{kind, element});
}

const Type* tuple_type(Arena& arena, std::span<const Type* const> members) {
  std::vector<Member> out;
  for (const Type* type : members) out.push_back({{}, type});
  return arena.make(Type{TypeKind::kTuple, nullptr, arena.copy_span(out)});
}

namespace {

const Type* structure(Arena& arena, TypeKind kind, const std::vector<Member>& members) {
  return arena.make(Type{kind, nullptr, arena.copy_span(members)});
}

/// Of a list, set or map: what it says, else what its first member tells.
const Type* element_type(const Value& value, Arena& arena) {
  const Type* said = value.is_list() ? value.as_list().element : value.as_object().element;
  if (said != nullptr) return said;
  const auto tells = [&](const Value& member) { return !member.is_null(); };
  if (value.is_list()) {
    const auto found = std::find_if(value.items().begin(), value.items().end(), tells);
    return found == value.items().end() ? &kAnyType : type_of(*found, arena);
  }
  const auto found = std::find_if(value.entries().begin(), value.entries().end(),
                                  [&](const Entry& entry) { return tells(entry.value); });
  return found == value.entries().end() ? &kAnyType : type_of(found->value, arena);
}

}  // namespace

const Type* type_of(const Value& value, Arena& arena) {
  switch (value.kind()) {
    case Kind::kBool:
      return &kBoolType;
    case Kind::kNumber:
      return &kNumberType;
    case Kind::kString:
      return &kStringType;
    case Kind::kUnknown:
      return value.as_unknown().type != nullptr ? value.as_unknown().type : &kAnyType;
    case Kind::kList: {
      if (!value.is_tuple()) {
        return collection_type(arena, value.is_set() ? TypeKind::kSet : TypeKind::kList, element_type(value, arena));
      }
      if (value.as_list().rest != nullptr) return &kAnyType;  // a tuple's type has its length
      std::vector<Member> members;
      for (const Value& item : value.items()) members.push_back({{}, type_of(item, arena)});
      return structure(arena, TypeKind::kTuple, members);
    }
    case Kind::kObject: {
      if (value.is_map()) return collection_type(arena, TypeKind::kMap, element_type(value, arena));
      if (value.as_object().rest != nullptr) return &kAnyType;
      std::vector<Member> members;
      for (const Entry& entry : value.entries()) members.push_back({entry.key, type_of(entry.value, arena)});
      return structure(arena, TypeKind::kObject, members);
    }
    case Kind::kNull:
    case Kind::kError:
      return &kAnyType;
  }
  return &kAnyType;
}

bool same(const Type& a, const Type& b) {
  if (a.kind != b.kind) return false;
  if (a.is_collection()) return same(*a.element, *b.element);
  return std::equal(a.members.begin(), a.members.end(), b.members.begin(), b.members.end(),
                    [](const Member& x, const Member& y) { return x.name == y.name && same(*x.type, *y.type); });
}

bool is_open(const Type& type) {
  if (type.is_collection()) return is_open(*type.element);
  return type.kind == TypeKind::kAny ||
         std::any_of(type.members.begin(), type.members.end(), [](const Member& m) { return is_open(*m.type); });
}

std::string type_text(const Type& type) {
  switch (type.kind) {
    case TypeKind::kAny:
      return "any";
    case TypeKind::kBool:
      return "bool";
    case TypeKind::kNumber:
      return "number";
    case TypeKind::kString:
      return "string";
    case TypeKind::kList:
      return fmt::format("list({})", type_text(*type.element));
    case TypeKind::kSet:
      return fmt::format("set({})", type_text(*type.element));
    case TypeKind::kMap:
      return fmt::format("map({})", type_text(*type.element));
    case TypeKind::kTuple: {
      std::string out;
      for (const Member& member : type.members) out += (out.empty() ? "" : ", ") + type_text(*member.type);
      return fmt::format("tuple([{}])", out);
    }
    case TypeKind::kObject: {
      std::string out;
      for (const Member& member : type.members) {
        const std::string inner = type_text(*member.type);
        const std::string name =
            is_identifier(member.name) ? std::string(member.name) : fmt::format("\"{}\"", member.name);
        out += fmt::format("{}{}={}", out.empty() ? "" : ", ", name,
                           member.optional ? fmt::format("optional({})", inner) : inner);
      }
      return fmt::format("object({{{}}})", out);
    }
  }
  return "any";
}

namespace {

const Member* find_member(const Type& object, std::string_view name) {
  const auto found = std::lower_bound(object.members.begin(), object.members.end(), name,
                                      [](const Member& member, std::string_view key) { return member.name < key; });
  return found != object.members.end() && found->name == name ? &*found : nullptr;
}

std::vector<const Type*> member_types(const Type& type) {
  std::vector<const Type*> out;
  for (const Member& member : type.members) out.push_back(member.type);
  return out;
}

/// The element that the members of a tuple or object become in a collection.
const Type* collected(std::span<const Type* const> members, const Type& element, Arena& arena) {
  if (element.kind != TypeKind::kAny || members.empty()) return &element;
  const Type* one = unify(members, arena);
  if (one == nullptr || one->kind != TypeKind::kAny) return one;
  const bool all = std::all_of(members.begin(), members.end(), [](const Type* t) { return t->kind == TypeKind::kAny; });
  return all ? one : nullptr;
}

bool into_collection(const Type& from, const Type& to, Arena& arena) {
  const std::vector<const Type*> members = member_types(from);
  const Type* element = collected(members, *to.element, arena);
  return element != nullptr && std::all_of(members.begin(), members.end(), [&](const Type* member) {
           return same(*member, *element) || convertible(*member, *element, arena);
         });
}

}  // namespace

bool convertible(const Type& from, const Type& to, Arena& arena) {
  if (to.kind == TypeKind::kAny || from.kind == TypeKind::kAny) return true;
  if (from.is_primitive() || to.is_primitive()) {
    if (!from.is_primitive() || !to.is_primitive()) return false;
    return from.kind == to.kind || from.kind == TypeKind::kString || to.kind == TypeKind::kString;
  }
  switch (to.kind) {
    case TypeKind::kList:
    case TypeKind::kSet:
      if (from.kind == TypeKind::kTuple) return into_collection(from, to, arena);
      return (from.kind == TypeKind::kList || from.kind == TypeKind::kSet) &&
             convertible(*from.element, *to.element, arena);
    case TypeKind::kMap:
      if (from.kind == TypeKind::kObject) return into_collection(from, to, arena);
      return from.kind == TypeKind::kMap && convertible(*from.element, *to.element, arena);
    case TypeKind::kTuple:
      return from.kind == TypeKind::kTuple &&
             std::equal(from.members.begin(), from.members.end(), to.members.begin(), to.members.end(),
                        [&](const Member& a, const Member& b) { return convertible(*a.type, *b.type, arena); });
    case TypeKind::kObject:
      return std::all_of(to.members.begin(), to.members.end(),
                         [&](const Member& wanted) {
                           if (from.kind == TypeKind::kMap) return convertible(*from.element, *wanted.type, arena);
                           const Member* given = find_member(from, wanted.name);
                           return given == nullptr ? wanted.optional : convertible(*given->type, *wanted.type, arena);
                         }) &&
             (from.kind == TypeKind::kMap || from.kind == TypeKind::kObject);
    default:
      return false;
  }
}

// ---- unification ----

namespace {

/// -1 where `a` takes in what `b` is, 1 where `b` takes in `a`, else 0.
int precedence(const Type& a, const Type& b) {
  if (a.kind == TypeKind::kAny || b.kind == TypeKind::kAny) {
    return a.kind == b.kind ? 0 : a.kind == TypeKind::kAny ? 1 : -1;
  }
  if (a.is_primitive() && b.is_primitive()) {
    if (a.kind == b.kind) return 0;
    return a.kind == TypeKind::kString ? -1 : b.kind == TypeKind::kString ? 1 : 0;
  }
  if (a.is_collection() && a.kind == b.kind) return precedence(*a.element, *b.element);
  // From the widest: list, tuple, set; map, object.
  const auto rank = [](TypeKind kind) {
    switch (kind) {
      case TypeKind::kList:
      case TypeKind::kMap:
        return 0;
      case TypeKind::kTuple:
      case TypeKind::kObject:
        return 1;
      default:
        return 2;
    }
  };
  const auto keyed = [](TypeKind kind) { return kind == TypeKind::kMap || kind == TypeKind::kObject; };
  if (a.is_primitive() || b.is_primitive() || keyed(a.kind) != keyed(b.kind)) return 0;
  if (a.kind != b.kind) return rank(a.kind) < rank(b.kind) ? -1 : 1;
  if (a.members.size() != b.members.size()) return 0;
  bool first = false;
  bool second = false;
  for (std::size_t i = 0; i < a.members.size(); ++i) {
    if (a.members[i].name != b.members[i].name) return 0;
    const int one = precedence(*a.members[i].type, *b.members[i].type);
    first = first || one < 0;
    second = second || one > 0;
  }
  return first == second ? 0 : first ? -1 : 1;
}

using Types = std::vector<const Type*>;

bool all_convertible(std::span<const Type* const> types, const Type& to, Arena& arena) {
  return std::all_of(types.begin(), types.end(),
                     [&](const Type* type) { return same(*type, to) || convertible(*type, to, arena); });
}

/// One collection of all that tuples or objects hold.
const Type* pooled(std::span<const Type* const> types, TypeKind kind, Arena& arena) {
  Types members;
  for (const Type* type : types) {
    for (const Member& member : type->members) members.push_back(member.type);
  }
  const Type* element = unify(members, arena);
  if (element == nullptr) return nullptr;
  const Type* out = collection_type(arena, kind, element);
  return all_convertible(types, *out, arena) ? out : nullptr;
}

/// Tuples of one length, or objects of the same names, member by member.
const Type* unify_structures(std::span<const Type* const> types, Arena& arena) {
  const TypeKind kind = types[0]->kind;
  const TypeKind wider = kind == TypeKind::kTuple ? TypeKind::kList : TypeKind::kMap;
  for (const Type* type : types) {
    const bool alike =
        std::equal(type->members.begin(), type->members.end(), types[0]->members.begin(), types[0]->members.end(),
                   [](const Member& a, const Member& b) { return a.name == b.name; });
    if (!alike) return pooled(types, wider, arena);
  }
  std::vector<Member> members(types[0]->members.begin(), types[0]->members.end());
  for (std::size_t i = 0; i < members.size(); ++i) {
    Types across;
    for (const Type* type : types) across.push_back(type->members[i].type);
    members[i].type = unify(across, arena);
    if (members[i].type == nullptr) return nullptr;
  }
  const Type* out = structure(arena, kind, members);
  return all_convertible(types, *out, arena) ? out : pooled(types, wider, arena);
}

const Type* unify_collections(std::span<const Type* const> types, Arena& arena) {
  Types elements;
  for (const Type* type : types) elements.push_back(type->element);
  const Type* element = unify(elements, arena);
  if (element == nullptr) return nullptr;
  const Type* out = collection_type(arena, types[0]->kind, element);
  return all_convertible(types, *out, arena) ? out : nullptr;
}

/// Collections beside structures that can become such.
const Type* unify_mixed(std::span<const Type* const> types, TypeKind collection, TypeKind structured, Arena& arena) {
  Types narrow;
  for (const Type* type : types) {
    if (type->kind == structured) narrow.push_back(type);
  }
  const Type* one = pooled(narrow, collection, arena);
  if (one == nullptr) return nullptr;
  Types widened;
  for (const Type* type : types) widened.push_back(type->kind == structured ? one : type);
  const Type* out = unify(widened, arena);
  return out != nullptr && out->kind == collection ? out : nullptr;
}

/// The order in which types are tried: those that take others in come first.
std::vector<std::size_t> tried(std::span<const Type* const> types) {
  std::vector<std::size_t> waiting(types.size());
  std::vector<std::vector<std::size_t>> behind(types.size());
  for (std::size_t i = 0; i < types.size(); ++i) {
    for (std::size_t j = i + 1; j < types.size(); ++j) {
      const int order = precedence(*types[i], *types[j]);
      if (order == 0) continue;
      behind[order < 0 ? i : j].push_back(order < 0 ? j : i);
      ++waiting[order < 0 ? j : i];
    }
  }
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (waiting[i] == 0) out.push_back(i);
  }
  for (std::size_t at = 0; at < out.size(); ++at) {
    for (const std::size_t next : behind[out[at]]) {
      if (--waiting[next] == 0) out.push_back(next);
    }
  }
  return out;
}

}  // namespace

const Type* unify(std::span<const Type* const> given, Arena& arena) {
  // Repeats change nothing; a list of a thousand strings is no thousand questions.
  Types types;
  for (const Type* type : given) {
    if (std::none_of(types.begin(), types.end(), [&](const Type* seen) { return same(*seen, *type); })) {
      types.push_back(type);
    }
  }
  if (types.empty()) return nullptr;
  if (types.size() == 1) return types[0];

  const auto count = [&](TypeKind kind) {
    return static_cast<std::size_t>(
        std::count_if(types.begin(), types.end(), [&](const Type* type) { return type->kind == kind; }));
  };
  const std::size_t any = count(TypeKind::kAny);
  const std::size_t objects = count(TypeKind::kObject);
  const std::size_t tuples = count(TypeKind::kTuple);
  for (const auto& [collection, structured] :
       {std::pair(TypeKind::kMap, TypeKind::kObject), std::pair(TypeKind::kList, TypeKind::kTuple),
        std::pair(TypeKind::kSet, TypeKind::kAny)}) {
    const std::size_t collections = count(collection);
    if (collections == 0) continue;
    if (collections + any == types.size()) return any > 0 ? &kAnyType : unify_collections(types, arena);
    const std::size_t structures = structured == TypeKind::kAny ? 0 : count(structured);
    if (structures > 0 && collections + structures + any == types.size()) {
      if (const Type* out = unify_mixed(types, collection, structured, arena)) return out;
    }
  }
  if ((objects > 0 && objects + any == types.size()) || (tuples > 0 && tuples + any == types.size())) {
    return any > 0 ? &kAnyType : unify_structures(types, arena);
  }
  if (objects > 0 && tuples > 0) return nullptr;
  for (const std::size_t at : tried(types)) {
    if (all_convertible(types, *types[at], arena)) return types[at];
  }
  return nullptr;
}

Value untyped(const Value& value, Arena& arena) {
  if (!value.is_unknown() || value.as_unknown().type == nullptr) return value;
  Unknown what = value.as_unknown();
  what.type = nullptr;
  return Value::unknown(arena.make(what)).at(value.range()).with_via_of(value);
}

Value unknown_of_type(Arena& arena, const Value& cause, const Type* type) {
  if (cause.is_unknown() && cause.as_unknown().type == type) return cause;
  Unknown what = cause.is_unknown() ? cause.as_unknown() : Unknown{};
  what.type = type;
  return Value::unknown(arena.make(what)).at(cause.range()).inside(cause);
}

}  // namespace mng::hcl
