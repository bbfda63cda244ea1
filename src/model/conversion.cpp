#include "model/conversion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "hcl/names.hpp"
#include "hcl/write.hpp"
#include "model/form_terraform.hpp"
#include "syntax/yaml.hpp"
#include "terraform/evaluation.hpp"
#include "terraform/tree.hpp"

namespace mng::model {

using hcl::NodeId;
using hcl::NodeKind;
using hcl::Value;

namespace {

/// A text of one form, read as a stranger would.
class ReadAgain {
 public:
  ReadAgain(const Form& form, std::string text, const Vocabulary& vocabulary, hcl::Arena& arena) {
    if (form.syntax() == Syntax::kHcl) {
      tree_.add("main.tf", std::move(text));
      code_.load("");
      modules_.emplace(std::span<const Form>(&form, 1));
      evaluation_.emplace(code_, arena, *modules_, std::string(), terraform::Given{});
      if (evaluation_->root() == nullptr) return;
      document_ = read_terraform(*modules_, std::span<const Form>(&form, 1), *evaluation_, vocabulary);
      return;
    }
    yaml_ = syntax::read_yaml(sources_, sources_.add("nodegroups.yaml", std::move(text)), arena);
    if (!yaml_.ok() || yaml_.documents.empty()) return;
    document_ = form.read(yaml_.documents[0].value, yaml_.documents[0].range, vocabulary, sources_, arena);
  }

  /// The one group that it holds; nullptr where it holds none, or more.
  [[nodiscard]] const Group* group() const { return document_.groups.size() == 1 ? &document_.groups[0] : nullptr; }
  [[nodiscard]] const Document& document() const { return document_; }

 private:
  hcl::Sources sources_;
  terraform::MemoryTree tree_;
  terraform::Code code_{tree_, sources_};
  std::optional<FormModules> modules_;
  std::optional<terraform::Evaluation> evaluation_;
  syntax::YamlFile yaml_;
  Document document_;
};

/// Whether two values of an attribute mean the same: the order of a set does not matter, nor what is null.
bool same(const Attribute& attribute, const Value& a, const Value& b) {
  const bool set = attribute.type == Type::kStringSet || attribute.type == Type::kBlockSet;
  if (attribute.is_block() && a.is_object() && b.is_object()) {
    return std::all_of(attribute.nested.begin(), attribute.nested.end(), [&](const Attribute& nested) {
      const Value* left = a.get(nested.name);
      const Value* right = b.get(nested.name);
      return same(nested, left == nullptr ? Value::null() : *left, right == nullptr ? Value::null() : *right);
    });
  }
  if (!a.is_list() || !b.is_list() || (!attribute.is_block() && !set)) return hcl::equal(a, b);
  if (a.items().size() != b.items().size()) return false;
  std::vector<bool> taken(b.items().size());
  for (std::size_t i = 0; i < a.items().size(); ++i) {
    std::size_t j = set ? 0 : i;
    const std::size_t end = set ? taken.size() : i + 1;
    Attribute one = attribute;
    one.type = attribute.is_block() ? Type::kBlock : Type::kString;
    while (j < end && (taken[j] || !same(one, a.items()[i], b.items()[j]))) ++j;
    if (j == end) return false;
    taken[j] = true;
  }
  return true;
}

/// Keys that a form reads, each with one in it; the second is empty where all of it is read.
using ReadKeys = std::vector<std::pair<std::string_view, std::string_view>>;

/// What expressions read of a variable.
void add_accesses(const hcl::Ast& ast, const std::vector<NodeId>& expressions, std::string_view variable,
                  ReadKeys& read) {
  for (const NodeId access : hcl::names_in(ast, expressions).accesses) {
    const std::span<const NodeId> steps = ast.list(ast[access]);
    const auto step = [&](std::size_t i) {
      return i < steps.size() && ast[steps[i]].kind == NodeKind::kStepAttr ? ast.name(ast[steps[i]])
                                                                           : std::string_view();
    };
    if (ast[steps[0]].kind == NodeKind::kVariable && ast.name(ast[steps[0]]) == variable) {
      read.emplace_back(step(1), step(2));
    }
  }
}

ReadKeys read_keys(const Form& form, const FormSection& section, std::string_view variable) {
  ReadKeys read;
  std::vector<NodeId> expressions;
  for (const FormField& field : section.fields) {
    if (!field.path.empty() && field.value == 0) {
      read.emplace_back(field.path[0].key, field.path.size() > 1 ? field.path[1].key : std::string_view());
    }
    if (!field.or_single.empty()) read.emplace_back(field.or_single, "");
    if (field.value != 0) expressions.push_back(field.value);
    if (field.fallback != 0) expressions.push_back(field.fallback);
  }
  if (section.when != 0) expressions.push_back(section.when);
  add_accesses(form.ast(), expressions, variable, read);
  return read;
}

bool says_nothing(const Value& value) {
  return value.is_null() || (value.is_bool() && !value.as_bool()) || (value.is_list() && value.items().empty()) ||
         (value.is_object() && value.entries().empty());
}

/// The keys of an object that are not among those: "volumeType", "iam.withAddonPolicies". What says nothing is not
/// missed.
std::vector<std::string> others(const Value& object, const ReadKeys& read) {
  const auto has = [&](std::string_view key, std::string_view nested) {
    return std::find(read.begin(), read.end(), std::pair(key, nested)) != read.end();
  };
  std::vector<std::string> out;
  if (!object.is_object()) return out;
  for (const hcl::Entry* entry : object.in_source_order()) {
    if (says_nothing(entry->value) || has(entry->key, "")) continue;
    const bool parts = entry->value.is_object() &&
                       std::any_of(read.begin(), read.end(), [&](const auto& one) { return one.first == entry->key; });
    if (!parts) {
      out.emplace_back(entry->key);
      continue;
    }
    for (const hcl::Entry* inner : entry->value.in_source_order()) {
      if (!says_nothing(inner->value) && !has(entry->key, inner->key)) {
        out.push_back(fmt::format("{}.{}", entry->key, inner->key));
      }
    }
  }
  return out;
}

class Converting {
 public:
  Converting(const ConversionSubject& subject, const Form& to, const Vocabulary& vocabulary, hcl::Arena& arena)
      : subject_(subject),
        group_(subject.document.groups[subject.group]),
        to_(to),
        vocabulary_(vocabulary),
        arena_(arena) {}

  Conversion run() {
    draft_.name = subject_.name;
    take_cluster();
    take_group();
    for (const std::string& key : keys_lost()) lose(key, "mng has no attribute for it");
    // What a form takes by default may be another than what the first takes: then it is said, and looked at again.
    for (const bool last : {false, true}) {
      finish();
      const ReadAgain again(to_, write_drafts(to_, {draft_}, vocabulary_, arena_), vocabulary_, arena_);
      if (again.group() == nullptr) {
        lose("it", "what is written is not read as one group again");
        break;
      }
      if (compare(again, last) || last) break;
    }
    return {std::move(draft_), std::move(lost_), std::move(lost_of_cluster_)};
  }

 private:
  void lose(std::string_view what, std::string why) { lost_.push_back(fmt::format("{}: {}", what, why)); }

  [[nodiscard]] const Field& field(std::size_t i) const { return group_.fields[i]; }

  void take_cluster() {
    const std::vector<Attribute>& attributes = vocabulary_.cluster().attributes;
    for (std::size_t i = 0; i < attributes.size() && i < subject_.document.cluster.size(); ++i) {
      const Field& field = subject_.document.cluster[i];
      const bool nothing = field.written.is_object() && field.written.entries().empty();
      if (!field.given || nothing) continue;
      if (field.written.wholly_known()) {
        cluster_.push_back({attributes[i].name, field.written, {}, 0});
      } else {
        lost_of_cluster_.push_back(fmt::format("{}: its value is not known here", attributes[i].name));
      }
    }
  }

  void take_group() {
    const std::vector<Attribute>& attributes = vocabulary_.group().attributes;
    for (std::size_t i = 0; i < attributes.size(); ++i) {
      const Attribute& attribute = attributes[i];
      if (!field(i).given) continue;
      const Value value = taken(attribute, field(i).written);
      if (!value.is_null()) entries_.push_back({attribute.name, value, {}, 0});
    }
    // What the document says of its cluster is said of each group where there is no such place.
    const auto cluster = [&](std::string_view name) {
      return std::find_if(cluster_.begin(), cluster_.end(), [&](const hcl::Entry& entry) { return entry.key == name; });
    };
    const auto name = std::find_if(entries_.begin(), entries_.end(),
                                   [](const hcl::Entry& entry) { return entry.key == "cluster_name"; });
    if (name == entries_.end() && cluster("name") != cluster_.end()) {
      entries_.push_back({"cluster_name", cluster("name")->value, {}, 0});
    } else if (name != entries_.end() && name->value.is_string() && cluster("name") == cluster_.end()) {
      cluster_.push_back({"name", name->value, {}, 0});
    }
  }

  /// A value as it can be written: known, or an expression that means the same; else null.
  Value taken(const Attribute& attribute, const Value& value) {
    if (value.wholly_known()) return value;
    // What the form itself does not know was not written.
    if (value.is_unknown() && !value.range().known()) return Value::null();
    std::string why = "its value is not known here";
    if (value.is_unknown() && !value.as_unknown().depends_on.empty()) {
      why += fmt::format(": it depends on {}", value.as_unknown().depends_on[0]);
    }
    const bool parts = attribute.type == Type::kBlock && value.is_object();
    if (!parts) {
      const Value whole = attribute.is_block() ? Value::null() : expression(attribute.name, {});
      if (whole.is_null()) lose(attribute.name, std::move(why));
      return whole;
    }
    std::vector<hcl::Entry> entries;
    bool whole = true;
    for (const hcl::Entry* entry : value.in_source_order()) {
      const Attribute* nested = attribute.find(entry->key);
      const Value part = entry->value.wholly_known() ? entry->value : expression(attribute.name, entry->key);
      if (part.is_null() && !entry->value.is_null()) {
        lose(fmt::format("{}.{}", attribute.name, entry->key), why);
        whole = whole && nested != nullptr && !nested->required;
      }
      if (!part.is_null()) entries.push_back({entry->key, part, {}, 0});
    }
    // A block of Terraform that lacks what it must have is none: a variable stands for it.
    if (!whole && to_.syntax() == Syntax::kHcl) return Value::null();
    return Value::object(arena_, std::move(entries));
  }

  Value expression(std::string_view attribute, std::string_view nested) {
    if (to_.syntax() != Syntax::kHcl || !subject_.expression) return Value::null();
    std::string text = subject_.expression(attribute, nested);
    if (text.empty()) return Value::null();
    const Value value = Value::unknown(arena_, arena_.copy(text));
    draft_.expressions[&value.as_unknown()] = std::move(text);
    return value;
  }

  void finish() {
    std::vector<hcl::Entry> fallbacks;
    const bool named = group_.fields[*vocabulary_.group().index("node_group_name")].given ||
                       group_.fields[*vocabulary_.group().index("node_group_name_prefix")].given;
    const Attribute* prefix = vocabulary_.group().find("node_group_name_prefix");
    const std::string_view begins = arena_.copy(fmt::format("{}-", draft_.name));
    // A form whose groups go by their keys has names all the same.
    if (!named && to_.syntax() == Syntax::kHcl && prefix->most && static_cast<double>(begins.size()) <= *prefix->most) {
      fallbacks.push_back({prefix->name, Value::string(begins), {}, 0});
    }
    draft_.fallbacks = Value::object(arena_, std::move(fallbacks));
    draft_.attributes = Value::object(arena_, entries_);
    draft_.cluster = Value::object(arena_, cluster_);
  }

  /// Whether what was written says what was read. `last`: what differs is lost; else it is said outright where it can
  /// be.
  bool compare(const ReadAgain& again, bool last) {
    bool all = true;
    std::vector<std::pair<std::string, std::string>> lost;
    std::vector<std::string> of_cluster;
    const std::vector<Attribute>& attributes = vocabulary_.group().attributes;
    for (std::size_t i = 0; i < attributes.size(); ++i) {
      const Attribute& attribute = attributes[i];
      const Value& before = field(i).effective;
      const Value& after = again.group()->fields[i].effective;
      // The name of the cluster may stand above all groups.
      if (attribute.name == "cluster_name" || draft_.fallbacks.get(attribute.name) != nullptr) continue;
      if (!before.wholly_known() || same(attribute, before, after)) continue;
      if (!field(i).given && !after.wholly_known()) continue;  // it is left to who uses the file
      all = false;
      if (!field(i).given && !last && !before.is_null()) {
        entries_.push_back({attribute.name, before, {}, 0});
        continue;
      }
      differing(attribute, before, after, lost);
    }
    for (std::size_t i = 0; i < vocabulary_.cluster().attributes.size(); ++i) {
      const Attribute& attribute = vocabulary_.cluster().attributes[i];
      if (!given_here(i) || attribute.name == "name") continue;
      const Field& after = again.document().cluster[i];
      if (after.given && same(attribute, subject_.document.cluster[i].written, after.written)) continue;
      of_cluster.push_back(fmt::format("{}: {} says it elsewhere", attribute.name, to_.name()));
    }
    compare_lifecycle(*again.group(), lost);
    if (!last && !all) return false;
    for (auto& [what, why] : lost) lose(what, std::move(why));
    lost_of_cluster_.insert(lost_of_cluster_.end(), of_cluster.begin(), of_cluster.end());
    return true;
  }

  /// Whether the document says something of its cluster that can be written.
  [[nodiscard]] bool given_here(std::size_t i) const {
    return std::any_of(cluster_.begin(), cluster_.end(), [&](const hcl::Entry& entry) {
      return entry.key == vocabulary_.cluster().attributes[i].name && subject_.document.cluster[i].given;
    });
  }

  /// The keys of the group that mean nothing to mng: without them it reads the same.
  std::vector<std::string> keys_lost() {
    const FormSection& section = subject_.from.groups()[group_.kind];
    if (!subject_.written.is_object() || section.at.size() != 1) {
      ReadKeys read = read_keys(subject_.from, section, "group");
      for (const Attribute& attribute : vocabulary_.group().attributes) {
        if (section.vocabulary) read.emplace_back(attribute.name, "");
      }
      return others(group_.input, read);
    }
    std::vector<std::string> out;
    const std::optional<Group> whole = reread(section, group_.input);
    if (!whole) return out;
    for (const hcl::Entry* entry : group_.input.in_source_order()) {
      const hcl::Entry& member = *entry;
      if (says_nothing(member.value)) continue;
      if (!differs(*whole, reread(section, without(group_.input, member.key)))) {
        out.emplace_back(member.key);
        continue;
      }
      // Of what is read in part, the rest is named.
      const auto field = std::find_if(section.fields.begin(), section.fields.end(), [&](const FormField& one) {
        return one.value == 0 && one.path.size() == 1 && one.path[0].key == member.key;
      });
      const bool vocabulary = section.vocabulary && vocabulary_.group().find(member.key) != nullptr;
      if (!member.value.is_object() || field != section.fields.end() || vocabulary) continue;
      for (const hcl::Entry* inner : member.value.in_source_order()) {
        if (says_nothing(inner->value)) continue;
        const Value less = with(group_.input, member.key, without(member.value, inner->key));
        if (!differs(*whole, reread(section, less))) out.push_back(fmt::format("{}.{}", member.key, inner->key));
      }
    }
    return out;
  }

  Value without(const Value& object, std::string_view key) { return with(object, key, Value::null()); }
  /// An object with another value of a key; null: without it.
  Value with(const Value& object, std::string_view key, const Value& value) {
    std::vector<hcl::Entry> entries;
    for (const hcl::Entry* entry : object.in_source_order()) {
      if (entry->key != key) entries.push_back(*entry);
      if (entry->key == key && !value.is_null()) {
        entries.push_back(*entry);
        entries.back().value = value;
      }
    }
    return Value::object(arena_, std::move(entries)).at(object.range());
  }

  /// The document with that one group, read.
  std::optional<Group> reread(const FormSection& section, const Value& group) {
    const std::string_view key = section.at[0].key;
    const Value* groups = subject_.written.get(key);
    const bool list = groups != nullptr && groups->is_list();
    const Value one = list ? Value::list(arena_, std::vector<Value>{group})
                           : Value::object(arena_, {{group_.key, group, group_.place, 0}});
    Value document = with(subject_.written, key, one);
    if (!section.defaults.empty()) document = without(document, section.defaults);
    const Document read = subject_.from.read(document.at(subject_.document.body), subject_.document.body, vocabulary_,
                                             subject_.sources, arena_);
    return read.groups.size() == 1 ? std::optional(read.groups[0]) : std::nullopt;
  }

  /// Whether two groups are not the same to rules.
  [[nodiscard]] static bool differs(const Group& a, const std::optional<Group>& b) {
    if (!b) return true;
    for (std::size_t i = 0; i < a.fields.size(); ++i) {
      for (const auto& [left, right] : {std::pair(&a.fields[i].written, &b->fields[i].written),
                                        std::pair(&a.fields[i].effective, &b->fields[i].effective)}) {
        if (left->wholly_known() != right->wholly_known()) return true;
        if (left->wholly_known() && !hcl::equal(*left, *right)) return true;
      }
    }
    return false;
  }

  void differing(const Attribute& attribute, const Value& before, const Value& after,
                 std::vector<std::pair<std::string, std::string>>& lost) const {
    const auto why = [&](const Value& one, const Value& other) {
      if (other.is_null() || !other.wholly_known()) return fmt::format("{} has no place for it", to_.name());
      if (one.is_null()) return fmt::format("{} takes {}", to_.name(), hcl::expression_text(other));
      return fmt::format("it is {} in {}", hcl::expression_text(other), to_.name());
    };
    if (attribute.type != Type::kBlock || !before.is_object() || !after.is_object()) {
      lost.emplace_back(attribute.name, why(before, after));
      return;
    }
    for (const Attribute& nested : attribute.nested) {
      const Value* left = before.get(nested.name);
      const Value* right = after.get(nested.name);
      const Value one = left == nullptr ? Value::null() : *left;
      const Value other = right == nullptr ? Value::null() : *right;
      if (!one.wholly_known() || same(nested, one, other)) continue;
      lost.emplace_back(fmt::format("{}.{}", attribute.name, nested.name), why(one, other));
    }
  }

  /// What a change of the group is guarded by.
  void compare_lifecycle(const Group& after, std::vector<std::pair<std::string, std::string>>& lost) const {
    const Value& other = after.lifecycle.is_null() ? after.guards : after.lifecycle;
    if (other.is_null()) {
      if (!group_.lifecycle.is_null()) lost.emplace_back("lifecycle", fmt::format("{} has none", to_.name()));
      return;
    }
    for (const hcl::Entry* entry :
         group_.lifecycle.is_object() ? group_.lifecycle.in_source_order() : std::vector<const hcl::Entry*>()) {
      const Value* now = other.get(entry->key);
      const Value none = entry->value.is_bool() ? Value::boolean(false) : Value::list(arena_, std::vector<Value>{});
      const Value there = now == nullptr ? none : *now;
      if (!entry->value.wholly_known() || hcl::equal(entry->value, there)) continue;
      lost.emplace_back(
          fmt::format("lifecycle.{}", entry->key),
          fmt::format("it is {} there, and was {}", hcl::expression_text(there), hcl::expression_text(entry->value)));
    }
  }

  const ConversionSubject& subject_;
  const Group& group_;
  const Form& to_;
  const Vocabulary& vocabulary_;
  hcl::Arena& arena_;
  std::vector<hcl::Entry> entries_;  ///< of the group
  std::vector<hcl::Entry> cluster_;
  Draft draft_;
  std::vector<std::string> lost_;
  std::vector<std::string> lost_of_cluster_;
};

}  // namespace

Conversion convert(const ConversionSubject& subject, const Form& to, const Vocabulary& vocabulary, hcl::Arena& arena) {
  return Converting(subject, to, vocabulary, arena).run();
}

std::vector<std::string> keys_not_read(const Form& form, const Value& document) {
  ReadKeys read = read_keys(form, form.cluster(), "input");
  if (form.detect() != 0) add_accesses(form.ast(), {form.detect()}, "input", read);
  for (const NotChecked& other : form.not_checked()) {
    if (!other.at.empty()) read.emplace_back(other.at[0].key, "");
  }
  for (const FormSection& section : form.groups()) {
    if (!section.at.empty()) read.emplace_back(section.at[0].key, "");
    if (!section.defaults.empty()) read.emplace_back(section.defaults, "");
  }
  return others(document, read);
}

}  // namespace mng::model
