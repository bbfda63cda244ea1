#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/value.hpp"
#include "model/document.hpp"
#include "model/vocabulary.hpp"

namespace mng::model {

/// An attribute of a group that an apply changes.
struct ChangedAttribute {
  std::string_view name;  ///< of a block's member with the block's: launch_template.version
  OnChange effect = OnChange::kNone;
  hcl::Value before;  ///< null where it was absent
  hcl::Value after;   ///< null where it is absent now
  hcl::Range place;   ///< where it is written now: its value, else its name
};

/// What became of one group between two states of its document.
struct GroupChange {
  enum class Kind : std::uint8_t {
    kKept,     ///< it is there before and after
    kRenamed,  ///< deleted, and another made that is like it: its address changed and nothing moves it
    kRemoved,  ///< deleted
  };
  static constexpr std::size_t kNone = ~std::size_t{0};

  Kind kind = Kind::kKept;
  std::size_t before = kNone;  ///< index into the groups of the state before
  std::size_t after = kNone;   ///< of the state after
  std::vector<ChangedAttribute> changed;
  std::vector<std::string_view> left;  ///< attributes that are given no more, and stay as they are
  bool reordered = false;              ///< of instance_types only the order changed
  bool replaced = false;               ///< the apply makes the group anew
  bool create_first = false;     ///< the new group is made before the old one goes; where that is not known as well
  bool collides = false;         ///< the new group is made while the old one has its name
  bool prevented = false;        ///< prevent_destroy: Terraform refuses
  std::string_view address;      ///< of the group before
  std::string_view new_address;  ///< of the group after; empty where it is gone
  std::string_view moved_from;   ///< what a moved block would name, where one could keep a renamed group; else empty
  std::string_view moved_to;
  std::string_view reason;  ///< of a plan, as it says it: replace_by_request; else empty

  [[nodiscard]] const ChangedAttribute* find(std::string_view name) const;
};

/// Pairs the groups of two states of one document by `moved` blocks and
/// address, what is left by name, then by cluster and instance types, and says
/// of each what an apply changes. What is not known, in either, is no change.
std::vector<GroupChange> compare(const Document& before, const Document& after, const Vocabulary& vocabulary,
                                 hcl::Arena& arena);

/// A derived fact of entity `change` about one.
hcl::Value change_fact(const GroupChange& change, std::string_view name, hcl::Arena& arena);
/// Names of all of them there is code for.
std::vector<std::string_view> change_facts();

/// Whether two values are the same; nullopt where that cannot be known. A
/// value that an apply computes is known by what computes it: `before` and
/// `after` tell whether that stands in both states.
std::optional<bool> same_value(const hcl::Value& a, const hcl::Value& b, Type type, const Document& before,
                               const Document& after);

}  // namespace mng::model
