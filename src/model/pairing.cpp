#include "model/pairing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace mng::model {

using hcl::Value;

namespace {

class Pairing {
 public:
  Pairing(const Document& before, const Document& after, const Vocabulary& vocabulary)
      : before_(before), after_(after), vocabulary_(vocabulary) {}

  std::vector<GroupChange> run() {
    std::vector<bool> taken(after_.groups.size());
    std::vector<std::size_t> left;
    for (std::size_t i = 0; i < before_.groups.size(); ++i) left.push_back(i);
    // Pairs what is left by what a group is known by in either state.
    const auto pass = [&](GroupChange::Kind kind, const auto& was_known_by, const auto& is_known_by, const auto& fits) {
      std::map<std::string, std::vector<std::size_t>> free;
      for (std::size_t j = after_.groups.size(); j-- > 0;) {
        if (!taken[j]) free[is_known_by(after_.groups[j])].push_back(j);
      }
      std::erase_if(left, [&](std::size_t i) {
        const auto found = free.find(was_known_by(before_.groups[i]));
        if (found == free.end() || found->second.empty() || !fits(i, found->second.back())) return false;
        taken[found->second.back()] = true;
        add(kind, i, found->second.back());
        found->second.pop_back();
        return true;
      });
    };
    const auto address = [](const Group& group) { return fmt::format("{} {}", group.section, group.key); };
    const auto moved = [&](const Group& group) {
      return fmt::format("{} {}", group.section, after_.moved.now(group.key));
    };
    const auto any = [](std::size_t, std::size_t) { return true; };
    // What still stands at its address has not moved, whatever a block says.
    pass(GroupChange::Kind::kKept, address, address, any);
    pass(GroupChange::Kind::kKept, moved, address, any);
    pass(
        GroupChange::Kind::kKept, [&](const Group& group) { return std::string(uncounted(moved(group))); },
        [&](const Group& group) { return group.is_resource ? std::string(uncounted(address(group))) : std::string(); },
        any);
    // Where not all groups are known, one that is not seen may be there.
    if (after_.open) return std::move(changes_);
    std::erase_if(left,
                  [&](std::size_t i) { return may_be_inside(before_.groups[i]) || is_forgotten(before_.groups[i]); });
    const auto name = [](const Group& group) { return std::string(group.name); };
    pass(GroupChange::Kind::kRenamed, name, name, [&](std::size_t i, std::size_t j) { return same_cluster(i, j); });
    for (const std::size_t i : left) add_renamed_or_removed(i, left.size(), taken);
    return std::move(changes_);
  }

 private:
  /// A group that is gone: renamed where one alone is like it.
  void add_renamed_or_removed(std::size_t i, std::size_t left, std::vector<bool>& taken) {
    constexpr std::size_t kMostComparisons = 250'000;
    std::size_t found = GroupChange::kNone;
    std::size_t count = 0;
    for (std::size_t j = 0; left * taken.size() <= kMostComparisons && j < taken.size(); ++j) {
      if (taken[j] || !same_shape(i, j)) continue;
      ++count;
      found = j;
    }
    if (count != 1) return add(GroupChange::Kind::kRemoved, i, GroupChange::kNone);
    taken[found] = true;
    add(GroupChange::Kind::kRenamed, i, found);
  }

  /// Whether Terraform is told to let go of it without deleting it.
  [[nodiscard]] bool is_forgotten(const Group& group) const {
    return std::any_of(after_.forgotten.begin(), after_.forgotten.end(), [&](const std::string& one) {
      return leads_to(one, group.key) || leads_to(one, without_keys(group.key));
    });
  }

  /// Whether a group may stand where it is not looked for: in a module that is not read, or that is read by its form
  /// in one state and by its code in the other.
  [[nodiscard]] bool may_be_inside(const Group& group) const {
    if (!group.is_resource && group.call.empty()) return false;
    const std::string address = after_.moved.now(group.key);
    const std::string call = after_.moved.now(group.call);
    const auto inside = [](std::string_view prefix, std::string_view other) {
      return !prefix.empty() && prefix.size() < other.size() && leads_to(prefix, other);
    };
    return std::any_of(after_.opaque.begin(), after_.opaque.end(),
                       [&](const std::string& one) { return inside(one, address); }) ||
           std::any_of(after_.groups.begin(), after_.groups.end(), [&](const Group& one) {
             return one.call.empty() ? !call.empty() && inside(call, one.key)
                                     : call.empty() && inside(one.call, address);
           });
  }

  void add(GroupChange::Kind kind, std::size_t before, std::size_t after) {
    GroupChange out;
    out.kind = kind;
    out.before = before;
    out.after = after;
    out.address = before_.groups[before].key;
    if (after != GroupChange::kNone) out.new_address = after_.groups[after].key;
    if (kind == GroupChange::Kind::kRenamed) {
      movable(out, before_.groups[before], after_.groups[after]);
      // Made under the name of one that is deleted: which comes first Terraform does not say.
      out.collides = same_fixed_name(before_.groups[before], after_.groups[after], vocabulary_);
    }
    changes_.push_back(std::move(out));
  }

  /// A resource can be moved, and so can the call of a module whose groups keep their keys.
  static void movable(GroupChange& change, const Group& was, const Group& is) {
    if (was.is_resource && is.is_resource) {
      change.moved_from = was.key;
      change.moved_to = is.key;
    } else if (!was.call.empty() && !is.call.empty() && was.call != is.call && was.section == is.section &&
               was.key.substr(was.call.size()) == is.key.substr(is.call.size())) {
      change.moved_from = was.call;
      change.moved_to = is.call;
    }
  }

  [[nodiscard]] const Field& field(const Document& document, std::size_t group, std::string_view name) const {
    return document.groups[group].fields[*vocabulary_.group().index(name)];
  }

  [[nodiscard]] bool same_cluster(std::size_t i, std::size_t j) const {
    return same_value(field(before_, i, "cluster_name").effective, field(after_, j, "cluster_name").effective,
                      Type::kString, before_, after_) != false;
  }
  [[nodiscard]] bool same_shape(std::size_t i, std::size_t j) const {
    const Value& a = field(before_, i, "instance_types").effective;
    const Value& b = field(after_, j, "instance_types").effective;
    const Value& x = field(before_, i, "capacity_type").effective;
    const Value& y = field(after_, j, "capacity_type").effective;
    return same_cluster(i, j) && same_value(x, y, Type::kString, before_, after_) == true &&
           same_value(a, b, Type::kStringSet, before_, after_) == true;
  }

  const Document& before_;
  const Document& after_;
  const Vocabulary& vocabulary_;
  std::vector<GroupChange> changes_;
};

}  // namespace

std::vector<GroupChange> pair_groups(const Document& before, const Document& after, const Vocabulary& vocabulary) {
  return Pairing(before, after, vocabulary).run();
}

bool same_fixed_name(const Group& before, const Group& after, const Vocabulary& vocabulary) {
  const std::size_t at = *vocabulary.group().index("node_group_name");
  const Value& was = before.fields[at].effective;
  const Value& is = after.fields[at].effective;
  return was.is_string() && is.is_string() && hcl::equal(was, is);
}

std::string without_keys(std::string_view address) {
  std::string out;
  for (std::size_t i = 0; i < address.size(); ++i) {
    if (address[i] != '[') {
      out += address[i];
      continue;
    }
    const bool quoted = i + 1 < address.size() && address[i + 1] == '"';
    std::size_t end = i + 1;
    if (quoted) {
      for (end = i + 2; end < address.size() && address[end] != '"'; ++end) {
        if (address[end] == '\\') ++end;
      }
    }
    end = address.find(']', std::min(end, address.size()));
    if (end == std::string_view::npos) break;
    i = end;
  }
  return out;
}

std::string_view uncounted(std::string_view address) {
  constexpr std::string_view kFirst = "[0]";
  if (address.ends_with(kFirst)) address.remove_suffix(kFirst.size());
  return address;
}

}  // namespace mng::model
