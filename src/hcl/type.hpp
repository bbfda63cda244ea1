#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/value.hpp"

namespace mng::hcl {

/// `kAny`: not known, or left open.
enum class TypeKind : std::uint8_t { kAny, kBool, kNumber, kString, kList, kSet, kMap, kTuple, kObject };

struct Member;

/// A type of Terraform's language. Lives in an Arena, or is one of the
/// constants below.
struct Type {
  TypeKind kind = TypeKind::kAny;
  const Type* element = nullptr;      ///< of a list, set or map
  std::span<const Member> members{};  ///< of an object, sorted by name; of a tuple, nameless

  [[nodiscard]] bool is_primitive() const { return kind >= TypeKind::kBool && kind <= TypeKind::kString; }
  [[nodiscard]] bool is_collection() const { return kind >= TypeKind::kList && kind <= TypeKind::kMap; }
};

/// A member of an object or tuple type. `optional`: it may be absent, and is
/// null then.
struct Member {
  std::string_view name;
  const Type* type = nullptr;
  bool optional = false;
};

inline constexpr Type kAnyType{};
inline constexpr Type kBoolType{TypeKind::kBool};
inline constexpr Type kNumberType{TypeKind::kNumber};
inline constexpr Type kStringType{TypeKind::kString};
inline constexpr Type kListOfAny{TypeKind::kList, &kAnyType};
inline constexpr Type kListOfBool{TypeKind::kList, &kBoolType};
inline constexpr Type kListOfNumber{TypeKind::kList, &kNumberType};
inline constexpr Type kListOfString{TypeKind::kList, &kStringType};
inline constexpr Type kSetOfAny{TypeKind::kSet, &kAnyType};
inline constexpr Type kSetOfString{TypeKind::kSet, &kStringType};
inline constexpr Type kMapOfAny{TypeKind::kMap, &kAnyType};
inline constexpr Type kMapOfLists{TypeKind::kMap, &kListOfString};
inline constexpr Type kMapOfString{TypeKind::kMap, &kStringType};

/// A type made in the arena.
const Type* collection_type(Arena& arena, TypeKind kind, const Type* element);

const Type* tuple_type(Arena& arena, std::span<const Type* const> members);

/// The type of a value. Null is of any type; so are errors.
const Type* type_of(const Value& value, Arena& arena);

bool same(const Type& a, const Type& b);
/// Whether kAny occurs in it.
bool is_open(const Type& type);

/// As Terraform spells it: `list(string)`, `object({a=number})`.
std::string type_text(const Type& type);

/// Whether values of a type may become values of another, some of them at
/// least: "x" is a string that is no number.
bool convertible(const Type& from, const Type& to, Arena& arena);

/// The one type that values of all of these can be converted to, as
/// Terraform's conditionals and collections find it; nullptr where none is.
const Type* unify(std::span<const Type* const> types, Arena& arena);

/// An unknown as one of which no type is known; anything else as it is.
Value untyped(const Value& value, Arena& arena);

/// An unknown of a type that depends on what `cause` depends on.
Value unknown_of_type(Arena& arena, const Value& cause, const Type* type);

}  // namespace mng::hcl
