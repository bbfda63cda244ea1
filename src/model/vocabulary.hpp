#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/ast.hpp"
#include "hcl/source.hpp"
#include "hcl/value.hpp"

namespace mng::model {

/// The types an attribute can have.
enum class Type : std::uint8_t {
  kString,
  kNumber,
  kInteger,
  kBool,
  kStringList,
  kStringSet,
  kStringMap,
  kBlock,  ///< one nested object
  kBlockList,
  kBlockSet,
};

/// What an apply does to the nodes when an attribute changes.
enum class OnChange : std::uint8_t { kNone, kInPlace, kRolling, kReplace };

/// One attribute of an entity, as data/vocabulary.hcl declares it.
struct Attribute {
  std::string_view name;
  std::string_view meaning;
  std::string_view source;
  std::string_view since;  ///< first provider version that has it; empty: always
  std::string_view rule;   ///< the rule a wrong value breaks
  Type type = Type::kString;
  OnChange on_change = OnChange::kNone;
  bool computed = false;
  bool required = false;
  std::vector<std::string_view> one_of;
  /// Values that a reader of files with placeholders would take for one: each stands for itself where it is all there
  /// is.
  std::vector<std::string_view> literals;
  bool grows = false;           ///< AWS adds to `one_of`: what is none of it may be newer than the program
  std::string_view characters;  ///< ranges and characters a string is made of: "A-Z 0-9 -"; empty: any
  std::string_view begins;      ///< the same of its first character
  std::optional<double> least;  ///< of a number, or of a length
  std::optional<double> most;
  std::optional<double> advised;       ///< members a list on Spot should have at least
  std::optional<hcl::Value> fallback;  ///< `default`: what AWS does where it is absent
  hcl::Value absent;                   ///< a list of what it may be where it is absent and has no one default, or null
  hcl::Value facts;                    ///< object by value, or null
  hcl::Value generated;                ///< what mng-gen writes where nobody says otherwise, or null
  std::vector<Attribute> nested;       ///< of a block

  [[nodiscard]] const Attribute* find(std::string_view nested_name) const;
  /// Whether a value of it has that fact, as `facts` says.
  [[nodiscard]] bool says(const hcl::Value& value, std::string_view fact) const;
  [[nodiscard]] bool is_block() const { return type >= Type::kBlock; }
};

/// A fact that C++ computes.
struct Derived {
  std::string_view name;
  std::string_view type;
  std::string_view meaning;
};

struct Entity {
  std::string_view name;
  std::string_view meaning;
  bool doubt = false;  ///< of what is not known to be there it is taken to be there
  std::vector<Attribute> attributes;
  std::vector<Derived> derived;

  /// Index of an attribute, or nullopt.
  [[nodiscard]] std::optional<std::size_t> index(std::string_view attribute) const;
  [[nodiscard]] const Attribute* find(std::string_view attribute) const;
  [[nodiscard]] const Derived* find_derived(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> attribute_names() const;
};

/// What a node group is. Views into the tree it was loaded from.
class Vocabulary {
 public:
  /// Reads the declarations; anything misspelt or missing is a diagnostic.
  static Vocabulary load(const hcl::Ast& ast, hcl::Arena& arena, hcl::Diagnostics& diagnostics);

  [[nodiscard]] const Entity* find(std::string_view entity) const;
  /// The two entities that every document has.
  [[nodiscard]] const Entity& group() const { return entities_[group_]; }
  [[nodiscard]] const Entity& cluster() const { return entities_[cluster_]; }
  [[nodiscard]] const std::vector<Entity>& entities() const { return entities_; }

 private:
  std::vector<Entity> entities_;
  std::size_t group_ = 0;
  std::size_t cluster_ = 0;
};

/// "string", "list(string)", …: as the vocabulary spells it.
std::string_view type_name(Type type);

}  // namespace mng::model
