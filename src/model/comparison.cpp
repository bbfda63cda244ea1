#include "model/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hcl/evaluate.hpp"
#include "model/pairing.hpp"

namespace mng::model {

using hcl::Value;

namespace {

/// Whether both states have both resources: only then two of them are two.
bool both_stand(std::string_view a, std::string_view b, const Document& before, const Document& after) {
  const auto has = [](const Document& document, std::string_view address) {
    return document.declared.count(without_keys(address)) != 0;
  };
  return has(before, a) && has(before, b) && has(after, a) && has(after, b);
}

std::optional<bool> same_computed(const hcl::Unknown& a, const hcl::Unknown& b, const Document& before,
                                  const Document& after) {
  if (!a.computed || !b.computed || a.resource.empty() || b.resource.empty()) return std::nullopt;
  if (a.attribute != b.attribute) return std::nullopt;
  if (uncounted(after.moved.now(a.resource)) == uncounted(b.resource)) return true;
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
  // Sets of plain strings, of any size.
  const auto texts = [](const hcl::List& list) {
    std::vector<std::string_view> out;
    for (const Value& item : list.items) {
      if (item.is_string()) out.push_back(item.as_string());
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  };
  const auto plain = [](const hcl::List& list) {
    return std::all_of(list.items.begin(), list.items.end(), [](const Value& item) { return item.is_string(); });
  };
  if (plain(a) && plain(b)) return texts(a) == texts(b);
  constexpr std::size_t kMostComparisons = 1'000'000;
  if (a.items.size() * b.items.size() > kMostComparisons) return std::nullopt;
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
  if (!field.sent.is_null()) return false;
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
    std::vector<GroupChange> changes = pair_groups(before_, after_, vocabulary_);
    for (GroupChange& change : changes) {
      if (change.kind != GroupChange::Kind::kKept) continue;
      attributes(change);
      order(change);
      replacement(change);
    }
    return changes;
  }

 private:
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
      place_ = is.key;
      note(change, of_group, OnChange::kReplace, was.written, is.written);
    }
  }

  void attribute(GroupChange& change, const Attribute& attribute, const Field& was, const Field& is) {
    place_ = is.key;
    // What a module may give or not is not known.
    if (was.sent.is_unknown() || is.sent.is_unknown()) return;
    const bool absent_before = is_absent(attribute, was);
    const bool absent_after = is_absent(attribute, is);
    if (absent_before && absent_after) return;
    if (absent_after && attribute.computed && !attribute.is_block()) change.left.push_back(attribute.name);
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
      if (const hcl::Entry* entry = is.find(nested.name)) place_ = entry->key_range;
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

  /// An entry of ignore_changes as the vocabulary names attributes: scaling_config.desired_size of
  /// scaling_config[0].desired_size, of scaling_config[0]["desired_size"], and of scaling_config.0.desired_size, as
  /// older versions wrote it. Of a list of anything but one block, a member is not the attribute.
  [[nodiscard]] std::string attribute_path(std::string_view text) const {
    constexpr std::string_view kAround = "[].\"";
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find_first_of(".[", at + 1), text.size());
      std::string_view step = text.substr(at, end - at);
      at = end;
      step.remove_prefix(std::min(step.find_first_not_of(kAround), step.size()));
      step = step.substr(0, step.find_last_not_of(kAround) + 1);
      const Attribute* attribute = vocabulary_.group().find(out);
      const bool block = attribute != nullptr && attribute->type == Type::kBlock;
      if (block && step.find_first_not_of("0123456789") == std::string_view::npos) continue;
      out += (out.empty() ? "" : ".") + std::string(step);
    }
    return out;
  }

  /// Whether Terraform was told to leave an attribute as it is.
  [[nodiscard]] bool is_ignored(const Group& group, std::string_view name) {
    const Value* ignored = lifecycle_of(group).get("ignore_changes");
    if (ignored == nullptr || !ignored->is_list()) return false;
    return std::any_of(ignored->items().begin(), ignored->items().end(), [&](const Value& one) {
      if (!one.is_string()) return false;
      const std::string path = attribute_path(one.as_string());
      return path == "all" || path == name || (name.starts_with(path) && name.substr(path.size()).starts_with("."));
    });
  }

  void note(GroupChange& change, std::string_view name, OnChange effect, const Value& was, const Value& is) {
    if (is_ignored(after_.groups[change.after], name)) return;
    change.changed.push_back({name, effect, was, is, is.range().known() ? is.range() : place_});
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
  hcl::Range place_;  ///< where the name of the attribute that is looked at is written
};

}  // namespace

const ChangedAttribute* GroupChange::find(std::string_view name) const {
  for (const ChangedAttribute& one : changed) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

namespace {

Value named_by(const GroupChange& change, OnChange effect, hcl::Arena& arena) {
  std::vector<Value> out;
  for (const ChangedAttribute& one : change.changed) {
    if (one.effect == effect) out.push_back(Value::string(one.name).at(one.place).with_via_of(one.after));
  }
  return Value::list(arena, out);
}

Value texts(const std::vector<std::string_view>& words, hcl::Arena& arena) {
  std::vector<Value> out;
  for (const std::string_view word : words) out.push_back(Value::string(word));
  return Value::list(arena, out);
}

Value text_or_null(std::string_view text) {
  return text.empty() ? Value::null() : Value::string(text);
}

std::string_view kind_of(const GroupChange& change) {
  switch (change.kind) {
    case GroupChange::Kind::kKept:
      return "kept";
    case GroupChange::Kind::kRenamed:
      return "renamed";
    case GroupChange::Kind::kRemoved:
      return "removed";
  }
  return "kept";
}

struct Row {
  std::string_view name;
  Value (*compute)(const GroupChange& change, hcl::Arena& arena);
};
using Change = const GroupChange&;
constexpr std::array<Row, 15> kRows{{
    {"kind", [](Change change, hcl::Arena&) { return Value::string(kind_of(change)); }},
    {"replacing", [](Change change, hcl::Arena& arena) { return named_by(change, OnChange::kReplace, arena); }},
    {"rolling", [](Change change, hcl::Arena& arena) { return named_by(change, OnChange::kRolling, arena); }},
    {"in_place", [](Change change, hcl::Arena& arena) { return named_by(change, OnChange::kInPlace, arena); }},
    {"left", [](Change change, hcl::Arena& arena) { return texts(change.left, arena); }},
    {"replaced", [](Change change, hcl::Arena&) { return Value::boolean(change.replaced); }},
    {"reordered", [](Change change, hcl::Arena&) { return Value::boolean(change.reordered); }},
    {"create_first", [](Change change, hcl::Arena&) { return Value::boolean(change.create_first); }},
    {"collides", [](Change change, hcl::Arena&) { return Value::boolean(change.collides); }},
    {"prevented", [](Change change, hcl::Arena&) { return Value::boolean(change.prevented); }},
    {"address", [](Change change, hcl::Arena&) { return text_or_null(change.address); }},
    {"new_address", [](Change change, hcl::Arena&) { return text_or_null(change.new_address); }},
    {"moved_from", [](Change change, hcl::Arena&) { return text_or_null(change.moved_from); }},
    {"moved_to", [](Change change, hcl::Arena&) { return text_or_null(change.moved_to); }},
    {"reason", [](Change change, hcl::Arena&) { return text_or_null(change.reason); }},
}};

}  // namespace

Value change_fact(const GroupChange& change, std::string_view name, hcl::Arena& arena) {
  for (const Row& row : kRows) {
    if (row.name == name) return row.compute(change, arena);
  }
  return Value::null();
}

std::vector<std::string_view> change_facts() {
  std::vector<std::string_view> out;
  for (const Row& row : kRows) out.push_back(row.name);
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
