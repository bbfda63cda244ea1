#include "model/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "hcl/evaluate.hpp"

namespace mng::model {

using hcl::Value;

namespace {

/// `name[…]` of an address is inside `name`, and so is `name.…`.
bool leads_to(std::string_view prefix, std::string_view address) {
  return address.starts_with(prefix) &&
         (address.size() == prefix.size() || address[prefix.size()] == '.' || address[prefix.size()] == '[');
}

/// Whether both states have both resources: only then two of them are two.
bool both_stand(std::string_view a, std::string_view b, const Document& before, const Document& after) {
  const auto has = [](const Document& document, std::string_view address) {
    return document.declared.count(without_keys(address)) != 0;
  };
  return has(before, a) && has(before, b) && has(after, a) && has(after, b);
}

/// Terraform itself moves x to x[0] and back where count comes or goes.
bool same_address(std::string_view a, std::string_view b) {
  constexpr std::string_view kFirst = "[0]";
  if (a.ends_with(kFirst)) a.remove_suffix(kFirst.size());
  if (b.ends_with(kFirst)) b.remove_suffix(kFirst.size());
  return a == b;
}

std::optional<bool> same_computed(const hcl::Unknown& a, const hcl::Unknown& b, const Document& before,
                                  const Document& after) {
  if (!a.computed || !b.computed || a.resource.empty() || b.resource.empty()) return std::nullopt;
  if (a.attribute != b.attribute) return std::nullopt;
  if (same_address(moved_address(a.resource, after), b.resource)) return true;
  if (both_stand(a.resource, b.resource, before, after)) return false;
  return std::nullopt;
}

std::optional<bool> same_list(const hcl::List& a, const hcl::List& b, bool ordered, const Document& before,
                              const Document& after) {
  if (a.rest != nullptr || b.rest != nullptr) return std::nullopt;
  const auto same = [&](const Value& x, const Value& y) { return same_value(x, y, Type::kString, before, after); };
  if (ordered) {
    if (a.items.size() != b.items.size()) return false;
    std::optional<bool> out = true;
    for (std::size_t i = 0; i < a.items.size(); ++i) {
      const std::optional<bool> one = same(a.items[i], b.items[i]);
      if (one == false) return false;
      if (!one) out = std::nullopt;
    }
    return out;
  }
  // Of a set, members that are told apart from all of the other's.
  const auto only = [&](const hcl::List& from, const hcl::List& in, bool swapped) {
    std::size_t out = 0;
    bool doubtful = false;
    for (const Value& item : from.items) {
      bool found = false;
      bool maybe = false;
      for (const Value& other : in.items) {
        const std::optional<bool> one = swapped ? same(other, item) : same(item, other);
        found = found || one == true;
        maybe = maybe || !one;
      }
      if (!found && !maybe) ++out;
      doubtful = doubtful || (!found && maybe);
    }
    return std::pair(out, doubtful);
  };
  const auto [gone, gone_doubt] = only(a, b, false);
  const auto [added, added_doubt] = only(b, a, true);
  if (gone > 0 || added > 0) return false;
  if (!gone_doubt && !added_doubt) return true;
  // Members that each stand for one thing: more of them is another set.
  const auto distinct = [](const hcl::List& list) {
    return std::all_of(list.items.begin(), list.items.end(), [](const Value& item) {
      return item.is_string() ||
             (item.is_unknown() && item.as_unknown().computed && !item.as_unknown().resource.empty());
    });
  };
  if (distinct(a) && distinct(b) && a.items.size() != b.items.size()) return false;
  return std::nullopt;
}

/// Whether AWS or the provider fills it in: not given, and no form's default stands for it.
bool is_absent(const Attribute& attribute, const Field& field) {
  const auto holds_nothing = [](const Value& value) {
    return value.is_object() && value.as_object().rest == nullptr &&
           std::all_of(value.entries().begin(), value.entries().end(),
                       [](const hcl::Entry& entry) { return entry.value.is_null(); });
  };
  // A block whose members are all null is not sent.
  if (field.given) return field.written.is_null() || (attribute.is_block() && holds_nothing(field.written));
  if (field.effective.is_null()) return true;
  if (attribute.is_block() && field.effective.is_object()) {
    return std::all_of(field.effective.entries().begin(), field.effective.entries().end(),
                       [&](const hcl::Entry& entry) {
                         const Attribute* nested = attribute.find(entry.key);
                         return entry.value.is_null() ||
                                (nested != nullptr && nested->fallback && hcl::equal(*nested->fallback, entry.value));
                       });
  }
  return attribute.fallback && field.effective.wholly_known() && hcl::equal(*attribute.fallback, field.effective);
}

class Comparing {
 public:
  Comparing(const Document& before, const Document& after, const Vocabulary& vocabulary, hcl::Arena& arena)
      : before_(before), after_(after), vocabulary_(vocabulary), arena_(arena) {}

  std::vector<GroupChange> run() {
    pair();
    for (GroupChange& change : changes_) {
      if (change.kind != GroupChange::Kind::kKept) continue;
      attributes(change);
      order(change);
      replacement(change);
    }
    for (GroupChange& change : changes_) {
      // Made under the name of one that is deleted: which comes first Terraform does not say.
      if (change.kind == GroupChange::Kind::kRenamed)
        change.collides = same_fixed_name(before_.groups[change.before], after_.groups[change.after], vocabulary_);
    }
    return std::move(changes_);
  }

 private:
  void pair() {
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
      return fmt::format("{} {}", group.section, moved_address(group.key, after_));
    };
    const auto uncounted = [](std::string text) {
      constexpr std::string_view kFirst = "[0]";
      if (text.ends_with(kFirst)) text.resize(text.size() - kFirst.size());
      return text;
    };
    const auto any = [](std::size_t, std::size_t) { return true; };
    // What still stands at its address has not moved, whatever a block says.
    pass(GroupChange::Kind::kKept, address, address, any);
    pass(GroupChange::Kind::kKept, moved, address, any);
    pass(
        GroupChange::Kind::kKept, [&](const Group& group) { return uncounted(moved(group)); },
        [&](const Group& group) { return group.is_resource ? uncounted(address(group)) : std::string(); }, any);
    // Where not all groups are known, one that is not seen may be there.
    if (after_.open) return;
    std::erase_if(left,
                  [&](std::size_t i) { return may_be_inside(before_.groups[i]) || is_forgotten(before_.groups[i]); });
    const auto name = [](const Group& group) { return std::string(group.name); };
    pass(GroupChange::Kind::kRenamed, name, name, [&](std::size_t i, std::size_t j) { return same_cluster(i, j); });
    for (const std::size_t i : left) add_renamed_or_removed(i, left.size(), taken);
  }

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
    const std::string address = moved_address(group.key, after_);
    const std::string call = moved_address(group.call, after_);
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
    if (kind == GroupChange::Kind::kRenamed) movable(out, before_.groups[before], after_.groups[after]);
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

  void attributes(GroupChange& change) {
    const Group& a = before_.groups[change.before];
    const Group& b = after_.groups[change.after];
    const std::vector<Attribute>& all = vocabulary_.group().attributes;
    for (std::size_t i = 0; i < all.size(); ++i) attribute(change, all[i], a.fields[i], b.fields[i]);
    // A document that has one cluster for all its groups says there what it is.
    for (const auto& [of_group, of_cluster] : {std::pair("cluster_name", "name"), std::pair("region", "region")}) {
      const std::size_t at = *vocabulary_.group().index(of_group);
      const std::size_t whole = *vocabulary_.cluster().index(of_cluster);
      if (a.fields[at].given || b.fields[at].given) continue;
      if (whole >= before_.cluster.size() || whole >= after_.cluster.size()) continue;
      const Field& was = before_.cluster[whole];
      const Field& is = after_.cluster[whole];
      if (!was.given || !is.given || same_value(was.written, is.written, Type::kString, before_, after_) != false)
        continue;
      note(change, of_group, OnChange::kReplace, was.written, is.written);
    }
  }

  void attribute(GroupChange& change, const Attribute& attribute, const Field& was, const Field& is) {
    const bool absent_before = is_absent(attribute, was);
    const bool absent_after = is_absent(attribute, is);
    if (absent_before && absent_after) return;
    if (attribute.is_block() && attribute.type == Type::kBlock) {
      return block(change, attribute, absent_before ? Value::null() : was.effective,
                   absent_after ? Value::null() : is.effective);
    }
    if (changes(attribute, absent_before ? nullptr : &was.effective, absent_after ? nullptr : &is.effective, false)) {
      note(change, attribute.name, attribute.on_change, absent_before ? Value::null() : was.effective,
           absent_after ? Value::null() : is.effective);
    }
  }

  /// `surely_nothing`: where it is absent before, there was nothing: its block is new.
  bool changes(const Attribute& attribute, const Value* was, const Value* is, bool surely_nothing) {
    if (was == nullptr && is == nullptr) return false;
    if (is == nullptr) return !attribute.computed && !was->is_unknown();
    if (is->is_unknown() && (was == nullptr || !was->is_unknown())) {
      return was == nullptr && (surely_nothing || !attribute.computed) && is->as_unknown().computed;
    }
    if (was == nullptr) {
      if (surely_nothing || (!attribute.computed && !attribute.fallback)) return true;
      if (attribute.fallback) return same_value(*attribute.fallback, *is, attribute.type, before_, after_) == false;
      if (attribute.absent.is_null() || !is->wholly_known()) return false;
      return std::none_of(attribute.absent.items().begin(), attribute.absent.items().end(),
                          [&](const Value& one) { return hcl::equal(one, *is); });
    }
    return same_value(*was, *is, attribute.type, before_, after_) == false;
  }

  void block(GroupChange& change, const Attribute& attribute, const Value& was, const Value& is) {
    if (was.is_unknown() || is.is_unknown()) return;
    // A block that is replaced as such, whatever is in it; what its removal does of another is its members' to say.
    if (attribute.on_change == OnChange::kReplace && was.is_null() != is.is_null()) {
      return note(change, attribute.name, attribute.on_change, was, is);
    }
    if (is.is_null() || names_nothing(attribute, was, is)) return;
    const bool renamed = other_way(was, is);
    for (const Attribute& nested : attribute.nested) {
      const Value* a = was.get(nested.name);
      const Value* b = is.get(nested.name);
      if (a != nullptr && a->is_null()) a = nullptr;
      if (b != nullptr && b->is_null()) b = nullptr;
      if (nested.is_block()) continue;
      // Which of two ways names a thing does not matter.
      if (renamed && nested.computed) continue;
      if (!changes(nested, a, b, was.is_null())) continue;
      const OnChange effect = attribute.on_change == OnChange::kReplace ? OnChange::kReplace : nested.on_change;
      note(change, arena_.copy(fmt::format("{}.{}", attribute.name, nested.name)), effect,
           a == nullptr ? Value::null() : *a, b == nullptr ? Value::null() : *b);
    }
  }

  /// Whether a block is new and holds nothing that says what it stands for: a template that is looked for elsewhere.
  static bool names_nothing(const Attribute& attribute, const Value& was, const Value& is) {
    bool identities = false;
    bool any = false;
    for (const Attribute& nested : attribute.nested) {
      if (!nested.computed) continue;
      identities = true;
      const Value* value = is.get(nested.name);
      any = any || (value != nullptr && !value->is_null());
    }
    return was.is_null() && identities && !any;
  }

  /// Whether a template is named by its id here and by its name there: whether it is the same one is then not known.
  static bool other_way(const Value& was, const Value& is) {
    const auto given = [](const Value& value, std::string_view key) {
      const Value* found = value.get(key);
      return found != nullptr && !found->is_null();
    };
    return was.is_object() && is.is_object() &&
           ((given(was, "id") && !given(was, "name") && given(is, "name") && !given(is, "id")) ||
            (given(was, "name") && !given(was, "id") && given(is, "id") && !given(is, "name")));
  }

  /// What its block or its module says, else what is written for its form.
  static const Value& lifecycle_of(const Group& group) {
    return group.lifecycle.is_null() ? group.guards : group.lifecycle;
  }

  /// Whether Terraform was told to leave an attribute as it is.
  [[nodiscard]] static bool is_ignored(const Group& group, std::string_view name) {
    const Value* ignored = lifecycle_of(group).get("ignore_changes");
    if (ignored == nullptr || !ignored->is_list()) return false;
    return std::any_of(ignored->items().begin(), ignored->items().end(), [&](const Value& one) {
      if (!one.is_string()) return false;
      // scaling_config[0].desired_size, or scaling_config.0.desired_size, as older versions wrote it.
      std::string path(one.as_string());
      for (const std::string_view index : {"[0].", ".0."}) {
        for (std::size_t at = path.find(index); at != std::string::npos; at = path.find(index)) {
          path.replace(at, index.size(), ".");
        }
      }
      return path == "all" || path == name || (name.starts_with(path) && name.substr(path.size()).starts_with("."));
    });
  }

  void note(GroupChange& change, std::string_view name, OnChange effect, const Value& was, const Value& is) {
    if (is_ignored(after_.groups[change.after], name)) return;
    change.changed.push_back({name, effect, was, is});
    change.replaced = change.replaced || effect == OnChange::kReplace;
  }

  void order(GroupChange& change) {
    const ChangedAttribute* types = change.find("instance_types");
    if (types == nullptr || types->before.is_null() || types->after.is_null()) return;
    // The same members as often as before.
    const bool lists = types->before.is_list() && types->after.is_list();
    change.reordered = lists && types->before.items().size() == types->after.items().size() &&
                       same_value(types->before, types->after, Type::kStringSet, before_, after_) == true;
  }

  void replacement(GroupChange& change) {
    const Value& lifecycle = lifecycle_of(after_.groups[change.after]);
    const Value* first = lifecycle.get("create_before_destroy");
    const Value* prevent = lifecycle.get("prevent_destroy");
    change.create_first = first != nullptr && (first->is_unknown() || hcl::Evaluator::to_bool(*first) == true);
    change.prevented = change.replaced && prevent != nullptr && hcl::Evaluator::to_bool(*prevent) == true;
    // A name is taken in its cluster.
    const bool same_place = change.find("cluster_name") == nullptr && change.find("region") == nullptr;
    change.collides = change.create_first && same_place &&
                      same_fixed_name(before_.groups[change.before], after_.groups[change.after], vocabulary_);
  }

  const Document& before_;
  const Document& after_;
  const Vocabulary& vocabulary_;
  hcl::Arena& arena_;
  std::vector<GroupChange> changes_;
};

}  // namespace

const ChangedAttribute* GroupChange::find(std::string_view name) const {
  for (const ChangedAttribute& one : changed) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

bool same_fixed_name(const Group& before, const Group& after, const Vocabulary& vocabulary) {
  const std::size_t at = *vocabulary.group().index("node_group_name");
  const Value& was = before.fields[at].effective;
  const Value& is = after.fields[at].effective;
  return was.is_string() && is.is_string() && hcl::equal(was, is);
}

Value change_fact(const GroupChange& change, std::string_view name, hcl::Arena& arena) {
  const auto names = [&](OnChange effect) {
    std::vector<Value> out;
    for (const ChangedAttribute& one : change.changed) {
      if (one.effect == effect) out.push_back(Value::string(one.name).at(one.after.range()).with_via_of(one.after));
    }
    return Value::list(arena, out);
  };
  if (name == "kind") {
    return Value::string(change.kind == GroupChange::Kind::kKept      ? "kept"
                         : change.kind == GroupChange::Kind::kRemoved ? "removed"
                                                                      : "renamed");
  }
  if (name == "replacing") return names(OnChange::kReplace);
  if (name == "rolling") return names(OnChange::kRolling);
  if (name == "in_place") return names(OnChange::kInPlace);
  if (name == "replaced") return Value::boolean(change.replaced);
  if (name == "reordered") return Value::boolean(change.reordered);
  if (name == "create_first") return Value::boolean(change.create_first);
  if (name == "collides") return Value::boolean(change.collides);
  const auto text = [](std::string_view value) { return value.empty() ? Value::null() : Value::string(value); };
  if (name == "address") return Value::string(change.address);
  if (name == "new_address") return text(change.new_address);
  if (name == "moved_from") return text(change.moved_from);
  if (name == "moved_to") return text(change.moved_to);
  if (name == "prevented") return Value::boolean(change.prevented);
  if (name == "reason") return text(change.reason);
  return Value::null();
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

std::string moved_address(std::string_view address, const Document& after) {
  std::string out(address);
  // Each move is made once: a chain of them ends, and a circle is Terraform's to refuse.
  std::vector<bool> made(after.moved.size());
  for (std::size_t i = 0; i < after.moved.size();) {
    const auto& [from, to] = after.moved[i];
    if (made[i] || !leads_to(from, out)) {
      ++i;
      continue;
    }
    made[i] = true;
    out = to + out.substr(from.size());
    i = 0;
  }
  return out;
}

std::optional<bool> same_value(const Value& a, const Value& b, Type type, const Document& before,
                               const Document& after) {
  if (a.is_unknown() && b.is_unknown()) return same_computed(a.as_unknown(), b.as_unknown(), before, after);
  if (a.is_unknown() || b.is_unknown()) return std::nullopt;
  if (a.is_list() && b.is_list()) {
    if (type == Type::kBlockSet || type == Type::kBlockList) {
      if (!a.wholly_known() || !b.wholly_known()) return std::nullopt;
      return hcl::equal(a, b);
    }
    return same_list(a.as_list(), b.as_list(), type == Type::kStringList, before, after);
  }
  if (!a.wholly_known() || !b.wholly_known()) return std::nullopt;
  return hcl::equal(a, b);
}

std::vector<GroupChange> compare(const Document& before, const Document& after, const Vocabulary& vocabulary,
                                 hcl::Arena& arena) {
  return Comparing(before, after, vocabulary, arena).run();
}

}  // namespace mng::model
