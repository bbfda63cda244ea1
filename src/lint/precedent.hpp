#pragma once

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "hcl/value.hpp"
#include "model/facts.hpp"

namespace mng::lint {

/// Something of a group that a rule read.
struct Read {
  enum class Kind : std::uint8_t {
    kAttribute,  ///< as rules see it
    kGiven,      ///< as it was written, for `given`
    kFact,       ///< derived
  };
  Kind kind = Kind::kAttribute;
  std::size_t index = 0;  ///< of an attribute in the vocabulary; Facts::row of a fact

  bool operator==(const Read&) const = default;
};

/// What rules read of groups of one document that they had nothing to say of. Groups of a cluster are much alike: one
/// that is the same in all that a rule read of another is judged as that. Expressions see nothing else but whether a
/// value is written somewhere: a rule whose judgement hangs on that has no precedents (Rule::by_place).
///
/// Of each rule a tree is kept. A node is what the rule reads next, its branches are what that was; a rule that reads
/// the same goes on the same way. Values are told apart once a group, by number.
class Precedents {
 public:
  Precedents(std::size_t rules, model::Facts& facts) : facts_(facts), roots_(rules, kNone) {}

  /// What follows is about this group.
  void turn_to(std::size_t group);
  /// Whether the rule had nothing to say of a group that it could not tell from this one.
  bool cover(std::size_t rule);
  /// Remembers what the rule read, in order, of this group, of which it had nothing to say.
  void add(std::size_t rule, const std::vector<Read>& reads);

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;   ///< no such node; a value that is not known
  static constexpr std::uint32_t kUnread = kNone - 1;  ///< not looked at for this group yet
  struct Node {
    bool end = false;  ///< nothing more was read, and nothing was said
    Read read;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> branches;  ///< number of a value, node
  };
  struct Known {
    Read read;
    hcl::Value value;
    std::uint32_t number = 0;
  };

  /// The number that what is read shares with equal values of other groups; kNone where it is not known. Nearly every
  /// time it was looked at before.
  std::uint32_t number_of(const Read& read) {
    constexpr std::size_t kKinds = 3;
    const std::size_t at = read.index * kKinds + static_cast<std::size_t>(read.kind);
    return at < numbers_.size() && numbers_[at] != kUnread ? numbers_[at] : look_at(read, at);
  }
  std::uint32_t look_at(const Read& read, std::size_t at);
  std::uint32_t number_of(const Read& read, const hcl::Value& value);
  std::uint32_t* branch(Node& node, std::uint32_t number);

  model::Facts& facts_;
  std::size_t group_ = 0;
  std::vector<std::uint32_t> roots_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> numbers_;  ///< of the group, by what was read
  std::unordered_multimap<std::size_t, Known> known_;
  std::uint32_t count_ = 0;
};

}  // namespace mng::lint
