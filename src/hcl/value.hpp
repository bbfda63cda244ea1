#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/source.hpp"

namespace mng::hcl {

/// What a value is. `kError` only ever travels inside an evaluation whose
/// diagnostics hold the cause; readers never make one.
enum class Kind : std::uint8_t { kNull, kBool, kNumber, kString, kList, kObject, kUnknown, kError };

/// A place a value passed through on its way from where it is written:
/// an alias, a default, a variable. The nearest use comes first.
struct Via {
  Range range;
  const Via* next = nullptr;
};

struct Type;

/// What is known of a value that cannot be known statically.
struct Unknown {
  /// What it depends on, for "cannot tell: depends on var.spot_types".
  std::span<const std::string_view> depends_on;
  /// A computed attribute's identity: `aws_launch_template.x` and `id`.
  /// Both empty where it has none.
  std::string_view resource;
  std::string_view attribute;
  /// Whether only an apply computes it: it is there, though nobody knows it yet.
  bool computed = false;
  /// If it is a number at all, it lies here.
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  /// The type it will have; nullptr where that is not known either.
  const Type* type = nullptr;
};

class Value;
struct Entry;

/// The part of an open list or object that is not known: between `low` and
/// `high` further members. `high` is kNoLimit where nothing bounds it.
struct Rest {
  static constexpr std::uint32_t kNoLimit = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t low = 0;
  std::uint32_t high = kNoLimit;
  const Unknown* cause = nullptr;
  /// Whether it is what an apply computes: nothing of it was written.
  bool computed = false;
};

/// What a sequence is to the language: `[a, b]` is a tuple, whose members may
/// differ in type; functions and conversions make lists and sets.
enum class Sequence : std::uint8_t { kTuple, kList, kSet };

/// Members of a list. In an open list only the first `fixed` members have a
/// definite index; the rest may lie between the others.
struct List {
  std::span<const Value> items;
  std::uint32_t fixed = 0;
  Sequence sequence = Sequence::kTuple;
  const Rest* rest = nullptr;
  const Type* element = nullptr;  ///< of a list or set, where it does not follow from the members
  std::uint32_t weight = 0;       ///< values in it, members of members included
};

/// Members of an object, sorted by key.
struct Object {
  std::span<const Entry> entries;
  const Rest* rest = nullptr;
  bool map = false;               ///< a map: its members have one type
  const Type* element = nullptr;  ///< of a map, where it does not follow from the members
  std::uint32_t weight = 0;       ///< as of a list
};

/// The one data type: everything that readers read, expressions compute and
/// rules judge. A small handle, free to copy; what it points at lives in an
/// Arena or in a source text, which must outlive it.
class Value {
 public:
  Value() = default;  ///< null

  static Value null() { return {}; }
  static Value boolean(bool value);
  static Value number(std::int64_t value);
  /// A double that is a whole number within 2^53 becomes an integer.
  static Value number(double value);
  /// `text` is not copied.
  static Value string(std::string_view text);
  static constexpr std::size_t kAllFixed = ~std::size_t{0};
  /// `fixed`: how many leading members have a definite index.
  static Value list(Arena& arena, std::span<const Value> items, const Rest* rest = nullptr,
                    std::size_t fixed = kAllFixed);
  static Value list(Arena& arena, const std::vector<Value>& items, const Rest* rest = nullptr,
                    std::size_t fixed = kAllFixed) {
    return list(arena, std::span<const Value>(items), rest, fixed);
  }
  /// Throws LimitExceeded, as all that make lists and objects do, where it
  /// would stand for more values than a walk over them may take.
  /// The same of members that are in the arena already.
  static Value of(Arena& arena, const List& list);
  static Value of(Arena& arena, const Object& object);
  /// Sorts by key; of equal keys the later one wins. `Entry::order` is set
  /// to the position in `entries`.
  static Value object(Arena& arena, std::vector<Entry> entries, const Rest* rest = nullptr);
  static Value unknown(const Unknown* what);
  /// An unknown that depends on one named thing.
  static Value unknown(Arena& arena, std::string_view depends_on);
  static Value error();

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_null() const { return kind_ == Kind::kNull; }
  [[nodiscard]] bool is_bool() const { return kind_ == Kind::kBool; }
  [[nodiscard]] bool is_number() const { return kind_ == Kind::kNumber; }
  [[nodiscard]] bool is_string() const { return kind_ == Kind::kString; }
  [[nodiscard]] bool is_list() const { return kind_ == Kind::kList; }
  [[nodiscard]] bool is_object() const { return kind_ == Kind::kObject; }
  [[nodiscard]] bool is_unknown() const { return kind_ == Kind::kUnknown; }
  [[nodiscard]] bool is_error() const { return kind_ == Kind::kError; }

  // Each of these may be called on its own kind only.
  [[nodiscard]] bool as_bool() const { return data_.boolean; }
  [[nodiscard]] bool is_integer() const { return kind_ == Kind::kNumber && integer_; }
  [[nodiscard]] std::int64_t as_integer() const { return data_.integer; }
  [[nodiscard]] double as_double() const { return integer_ ? static_cast<double>(data_.integer) : data_.real; }
  [[nodiscard]] std::string_view as_string() const { return {data_.text.at, data_.text.size}; }
  [[nodiscard]] const List& as_list() const { return *data_.list; }
  [[nodiscard]] std::span<const Value> items() const { return data_.list->items; }
  [[nodiscard]] const Object& as_object() const { return *data_.object; }
  [[nodiscard]] std::span<const Entry> entries() const { return data_.object->entries; }
  [[nodiscard]] const Unknown& as_unknown() const { return *data_.unknown; }

  [[nodiscard]] bool is_tuple() const { return is_list() && data_.list->sequence == Sequence::kTuple; }
  [[nodiscard]] bool is_set() const { return is_list() && data_.list->sequence == Sequence::kSet; }
  [[nodiscard]] bool is_map() const { return is_object() && data_.object->map; }

  /// The members of an object in the order in which they were written.
  [[nodiscard]] std::vector<const Entry*> in_source_order() const;
  /// The entry of that key, or nullptr; nullptr too on anything but an object.
  [[nodiscard]] const Entry* find(std::string_view key) const;
  /// The value of that key, or nullptr.
  [[nodiscard]] const Value* get(std::string_view key) const;
  /// True where nothing inside is unknown or open.
  [[nodiscard]] bool wholly_known() const;

  /// Where it was written; unknown for computed values.
  [[nodiscard]] const Range& range() const { return range_; }
  /// Where it was used since, nearest first; nullptr where used in place.
  [[nodiscard]] const Via* via() const { return via_; }
  [[nodiscard]] Value at(const Range& range) const;
  /// The same value, used at `use`.
  [[nodiscard]] Value used_at(Arena& arena, const Range& use) const;
  /// The same value with the uses of `other`.
  [[nodiscard]] Value with_via_of(const Value& other) const;
  /// The same value with the uses of `container`, if it has none of its own.
  [[nodiscard]] Value inside(const Value& container) const;

 private:
  union Data {
    bool boolean;
    std::int64_t integer;
    double real;
    struct {
      const char* at;
      std::size_t size;
    } text;
    const List* list;
    const Object* object;
    const Unknown* unknown;
  };

  Data data_{.text = {nullptr, 0}};
  const Via* via_ = nullptr;
  Range range_;
  Kind kind_ = Kind::kNull;
  bool integer_ = false;
};

/// A member of an object. `order` is its rank as written.
struct Entry {
  std::string_view key;
  Value value;
  Range key_range;
  std::uint32_t order = 0;
};

/// Whether two wholly known values hold the same: numbers by value, strings
/// by bytes, lists and objects member by member, whatever their types are
/// called. `==` of the language is `equals` in type.hpp.
bool equal(const Value& a, const Value& b);

/// A number as Terraform turns it into a string: integers exactly, fractions
/// with the fewest digits that read back the same.
std::string number_text(const Value& number);

/// "string", "list", …, for messages.
std::string_view kind_name(Kind kind);

}  // namespace mng::hcl
