#include "model/conversion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "hcl/names.hpp"
#include "hcl/write.hpp"
#include "model/form_reader.hpp"
#include "model/form_terraform.hpp"
#include "model/unread.hpp"
#include "syntax/yaml.hpp"
#include "terraform/evaluation.hpp"
#include "terraform/tree.hpp"

namespace mng::model {

using hcl::NodeId;
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

/// The members of a list, as texts, in their order.
std::vector<std::string> sorted_texts(const Value& list) {
  std::vector<std::string> out;
  for (const Value& item : list.items()) out.push_back(hcl::expression_text(item));
  std::sort(out.begin(), out.end());
  return out;
}

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
  if (set && !attribute.is_block()) return sorted_texts(a) == sorted_texts(b);
  Attribute one = attribute;
  one.type = attribute.is_block() ? Type::kBlock : Type::kString;
  std::vector<bool> taken(b.items().size());
  std::size_t free = 0;  // the first that is not taken
  for (std::size_t i = 0; i < a.items().size(); ++i) {
    while (free < taken.size() && taken[free]) ++free;
    std::size_t j = set ? free : i;
    const std::size_t end = set ? taken.size() : i + 1;
    while (j < end && (taken[j] || !same(one, a.items()[i], b.items()[j]))) ++j;
    if (j == end) return false;
    taken[j] = true;
  }
  return true;
}

/// A value in one line, and of many members the first few: "[1, 2, …]", "{ a = 1 }".
std::string briefly(const Value& value) {
  constexpr std::size_t kMost = 20;
  std::string out;
  std::size_t count = 0;
  const auto add = [&](const std::string& member) {
    if (count < kMost) out += fmt::format("{}{}", count == 0 ? "" : ", ", member);
    if (count++ == kMost) out += ", …";
  };
  if (value.is_list()) {
    for (const Value& item : value.items()) {
      if (count <= kMost) add(briefly(item));
    }
    return fmt::format("[{}]", out);
  }
  if (!value.is_object()) return hcl::expression_text(value);
  for (const hcl::Entry* entry : value.in_source_order())
    add(fmt::format("{} = {}", entry->key, briefly(entry->value)));
  return out.empty() ? "{}" : fmt::format("{{ {} }}", out);
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
    take_template();
    for (const std::string& key : keys_not_read(subject_.from, group_, vocabulary_, subject_.sources)) {
      lose(key, "nothing is written of it", {key});
    }
    for (const std::string& what : subject_.aside) lose(what, "it is not written");
    for (const Loss& loss : lost_) write_as_is(loss.keys);
    const std::size_t not_known = lost_.size();
    const std::size_t not_known_of_cluster = lost_of_cluster_.size();
    // What a form takes by default may be another than what the first takes: then it is said, and looked at again.
    for (const bool last : {false, true}) {
      finish();
      hcl::Arena scratch;
      std::set<const hcl::Unknown*> written;
      const std::string text = to_.syntax() == Syntax::kHcl
                                   ? write_hcl(to_, draft_, vocabulary_, scratch, true, &written)
                                   : write_drafts(to_, {draft_}, vocabulary_, scratch);
      const ReadAgain again(to_, text, vocabulary_, scratch);
      fault_ = why_missing(again, scratch);
      if (!fault_.empty()) break;
      if (again.group() == nullptr) {
        lose(to_.name(), "what is written is not read as one group again");
        break;
      }
      key_ = again.group()->key;
      name_ = again.group()->name;
      if (!compare(again, last) && !last) continue;
      lose_expressions(written);
      std::erase_if(lost_, [&](const Loss& loss) { return stands_as_is(loss.keys, again.group()->input); });
      break;
    }
    if (subject_.listed) {
      lost_.resize(std::min(not_known, lost_.size()));
      lost_of_cluster_.resize(not_known_of_cluster);
    }
    std::vector<std::string> lost;
    for (const Loss& loss : lost_) lost.push_back(loss.text);
    return {std::move(draft_), std::move(lost),  std::move(lost_of_cluster_),
            std::move(key_),   std::move(name_), std::move(fault_)};
  }

 private:
  /// Why the group is not in what was written; empty where it is, or the form does not say where it would be.
  [[nodiscard]] std::string why_missing(const ReadAgain& again, hcl::Arena& scratch) const {
    const FormSection& section = to_.group();
    const bool reads = !section.at.empty() || !section.at_inside.empty();
    const bool nothing =
        to_.syntax() == Syntax::kYaml && !document_value(to_, draft_, vocabulary_, scratch).is_object();
    if (again.group() != nullptr ? !nothing : !reads) return {};
    if (!nothing && again.document().groups.size() > 1) return fmt::format("{} makes several groups of it", to_.name());
    return fmt::format("{} makes no group of it: what its `write` reads may not be there", to_.name());
  }

  using Losses = std::vector<std::pair<std::string, std::string>>;
  using Keys = std::vector<std::string>;

  /// What is not kept, and the keys of the group that say it: where all of those are written as they are, it is.
  struct Loss {
    std::string text;
    Keys keys;
  };

  void lose(std::string_view what, std::string_view why, Keys keys = {}) {
    lost_.push_back({fmt::format("{}: {}", what, why), std::move(keys)});
  }

  /// Whether the group stays in its form, whose keys may stand in it as they are.
  [[nodiscard]] bool stays() const { return subject_.from.name() == to_.name() && to_.syntax() == Syntax::kYaml; }

  /// What stands at a key of a group, or at one inside of it: "iam.withAddonPolicies"; nullptr where nothing does.
  static const Value* at(const Value& group, std::string_view key) {
    if (const Value* found = group.get(key)) return found;
    const std::size_t dot = key.find('.');
    const Value* outer = dot == std::string_view::npos ? nullptr : group.get(key.substr(0, dot));
    return outer == nullptr ? nullptr : outer->get(key.substr(dot + 1));
  }

  /// The keys of the group that an attribute is read from.
  [[nodiscard]] Keys keys_of(const Attribute& attribute) const {
    Keys out;
    const auto add = [&](std::string_view key) {
      const Value* value = at(group_.input, key);
      if (value != nullptr && !value->is_null()) out.emplace_back(key);
    };
    const FormField* read = mapping(attribute);
    if (read == nullptr) return out;
    if (!read->path.empty()) add(read->path[0].key);
    if (!read->or_single.empty()) add(read->or_single);
    std::vector<NodeId> expressions;
    for (const NodeId expression : {read->value, read->fallback}) {
      if (expression != 0) expressions.push_back(expression);
    }
    for (const auto& [key, nested] : hcl::members_of(subject_.from.ast(), expressions, "group")) add(key);
    return out;
  }

  /// The same without those that are written of it anyway.
  [[nodiscard]] Keys other_keys_of(const Attribute& attribute) const {
    Keys out = keys_of(attribute);
    const FormField* read = mapping(attribute);
    std::erase_if(out, [&](const std::string& key) {
      return key == read->or_single || (!read->path.empty() && key == read->path[0].key);
    });
    return out;
  }

  /// Has keys of the group written with their values, where it stays in its form and they are known. Whether any was
  /// not before.
  bool write_as_is(const Keys& keys) {
    bool any = false;
    for (const std::string& key : keys) {
      const Value* value = stays() ? at(group_.input, key) : nullptr;
      if (value == nullptr || !value->wholly_known()) continue;
      any = as_is_.insert(key).second || any;
    }
    return any;
  }

  /// Those, with their values.
  Value written_as_is() {
    std::map<std::string_view, std::vector<hcl::Entry>> parts;
    std::vector<hcl::Entry> entries;
    for (const std::string& key : as_is_) {
      const std::string_view outer = std::string_view(key).substr(0, key.find('.'));
      if (const Value* whole = group_.input.get(key)) {
        entries.push_back({key, *whole, {}, 0});
      } else if (!as_is_.contains(std::string(outer))) {
        const std::string_view inner = arena_.copy(std::string_view(key).substr(outer.size() + 1));
        parts[outer].push_back({inner, *at(group_.input, key), {}, 0});
      }
    }
    for (auto& [key, inner] : parts) entries.push_back({key, Value::object(arena_, std::move(inner)), {}, 0});
    for (hcl::Entry& entry : entries) entry.key = arena_.copy(entry.key);
    return entries.empty() ? Value::null() : Value::object(arena_, std::move(entries));
  }

  /// Whether all of the keys stand in the group that was written as in what it was.
  [[nodiscard]] bool stands_as_is(const Keys& keys, const Value& written) const {
    return stays() && !keys.empty() && std::all_of(keys.begin(), keys.end(), [&](const std::string& key) {
             const Value* before = at(group_.input, key);
             const Value* after = at(written, key);
             return before != nullptr && after != nullptr && before->wholly_known() && hcl::equal(*before, *after);
           });
  }

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
        lost_of_cluster_.push_back(not_written_of_cluster(
            attributes[i], is_many(attributes[i]) ? "they are not known here" : "it is not known here"));
      }
    }
    // In Terraform the region is the provider's.
    const bool told =
        std::any_of(cluster_.begin(), cluster_.end(), [](const auto& entry) { return entry.key == "region"; });
    if (!told && to_.syntax() == Syntax::kYaml && group_.provider_region.is_string()) {
      cluster_.push_back({"region", group_.provider_region, {}, 0});
    }
  }

  /// Whether an attribute's name is a plural: subnets.
  static bool is_many(const Attribute& attribute) {
    return attribute.type == Type::kStringMap || attribute.type == Type::kStringSet ||
           attribute.type == Type::kBlockSet;
  }
  static std::string not_written_of_cluster(const Attribute& attribute, std::string_view why) {
    return fmt::format("the cluster's {} {} not written: {}", attribute.name, is_many(attribute) ? "are" : "is", why);
  }

  /// The keys of the document beside its groups that an attribute of the cluster is read from.
  [[nodiscard]] Keys document_keys_of(const Attribute& attribute) const {
    const FormField* read = subject_.from.cluster().find(attribute.name);
    if (read == nullptr) return {};
    hcl::Members members;
    if (read->value != 0) members = hcl::members_of(subject_.from.ast(), {read->value}, "input");
    if (!read->path.empty()) members.emplace_back(read->path[0].key, std::string_view());
    const std::vector<FormSection>& sections = subject_.from.groups();
    std::set<std::string> out;
    for (const auto& [key, nested] : members) {
      const bool of_groups = std::any_of(sections.begin(), sections.end(), [&, name = key](const FormSection& section) {
        return !section.at.empty() && section.at[0].key == name;
      });
      std::string path = nested.empty() ? std::string(key) : fmt::format("{}.{}", key, nested);
      const Value* value = at(group_.context, path);
      if (value != nullptr && !says_nothing(*value) && !of_groups) out.insert(std::move(path));
    }
    return {out.begin(), out.end()};
  }

  void take_group() {
    for (std::size_t i = 0; i < vocabulary_.group().attributes.size(); ++i) {
      const Attribute& attribute = vocabulary_.group().attributes[i];
      if (!field(i).given) continue;
      if (std::string why = only_here(subject_.from, group_, attribute); !why.empty()) {
        lose_only_here(attribute, std::move(why));
        continue;
      }
      const std::size_t lost_before = lost_.size();
      const Value value = taken(attribute, field(i).written);
      for (std::size_t j = lost_before; j < lost_.size(); ++j) lost_[j].keys = keys_of(attribute);
      if (!value.is_null()) entries_.push_back({attribute.name, value, {}, 0});
    }
    // What the document says of its cluster is said of each group where there is no such place, and the other way
    // round.
    const auto named = [](std::string_view key) { return [key](const hcl::Entry& entry) { return entry.key == key; }; };
    const auto own = std::find_if(entries_.begin(), entries_.end(), named("cluster_name"));
    const auto above = std::find_if(cluster_.begin(), cluster_.end(), named("name"));
    if (own == entries_.end()) {
      if (above != cluster_.end()) entries_.push_back({"cluster_name", above->value, {}, 0});
    } else if (own->value.is_string()) {
      if (above != cluster_.end()) {
        above->value = own->value;
      } else {
        cluster_.insert(cluster_.begin(), {"name", own->value, {}, 0});
      }
    }
  }

  /// Where nothing names the group's launch template any more, its type is the group's, and the rest of it is lost.
  void take_template() {
    const Part* part = template_of(subject_.document, vocabulary_, group_);
    const Value kept = entry_of("launch_template");
    if (part == nullptr || kept.get("id") != nullptr || kept.get("name") != nullptr) return;
    std::vector<std::string> lost = subject_.of_template;
    const std::size_t types = *vocabulary_.group().index("instance_types");
    const Value& type = part->fields[*vocabulary_.find("template")->index("instance_type")].effective;
    if (!field(types).given && type.is_string()) {
      types_ = Value::list(arena_, {type});
      entries_.push_back({"instance_types", types_, {}, 0});
      std::erase(lost, "instance_type");
    }
    if (!lost.empty()) lose("launch_template", fmt::format("of it is not written: {}", fmt::join(lost, ", ")));
  }

  /// What is taken of an attribute; null where nothing is.
  [[nodiscard]] Value entry_of(std::string_view attribute) const {
    for (const hcl::Entry& entry : entries_) {
      if (entry.key == attribute) return entry.value;
    }
    return Value::null();
  }

  /// How the form reads an attribute of the group; nullptr: under its own name, or not at all.
  [[nodiscard]] const FormField* mapping(const Attribute& attribute) const {
    return subject_.from.groups()[group_.kind].find(attribute.name);
  }

  /// Why an attribute of a group is said so as only the group's form can say it; empty where it is not.
  std::string only_here(const Form& form, const Group& group, const Attribute& attribute) {
    const FormField* read = form.groups()[group.kind].find(attribute.name);
    if (read == nullptr || read->only_here == 0) return {};
    Document ignored;
    FormReader reader(form, vocabulary_, subject_.sources, arena_, ignored);
    reader.context(group.context, group.major);
    const Value told = reader.expression(read->only_here, group.input, group.key);
    if (told.is_string()) return std::string(told.as_string());
    return hcl::Evaluator::to_bool(told).value_or(false) ? fmt::format("only {} can say it so", form.name()) : "";
  }

  void lose_only_here(const Attribute& attribute, std::string why) {
    if (attribute.name == "subnet_ids") draft_.zone = one_zone();
    Keys keys = keys_of(attribute);
    if (stays()) {
      // What it takes where no key says it it takes again.
      const bool by_default = keys.empty() && !mapping(attribute)->families.empty();
      if (by_default) return;
      why = keys.empty() ? "what says it stands outside of the group" : "its value is not known here";
    }
    lose(attribute.name, why, std::move(keys));
  }

  /// The zone that the group's subnets lie in, where that is one and known; else empty.
  [[nodiscard]] std::string_view one_zone() const {
    const Value& names = field(*vocabulary_.group().index("subnet_ids")).effective;
    const std::size_t at = *vocabulary_.cluster().index("subnets");
    if (!names.is_list() || !names.wholly_known() || at >= subject_.document.cluster.size()) return {};
    std::string_view zone;
    for (const Value& name : names.items()) {
      const Value* found = name.is_string() ? subject_.document.cluster[at].written.get(name.as_string()) : nullptr;
      const bool other = found != nullptr && !zone.empty() && found->is_string() && found->as_string() != zone;
      if (found == nullptr || !found->is_string() || other) return {};
      zone = found->as_string();
    }
    return zone;
  }

  /// Whether the file has anything that an attribute is read from; what the form itself does not know was not written.
  [[nodiscard]] bool is_written(const Attribute& attribute) const {
    const FormField* read = mapping(attribute);
    if (read == nullptr || read->value == 0) return true;
    const auto has = [](const Value& object, std::string_view key) {
      const Value* value = object.get(key);
      return value != nullptr && !value->is_null();
    };
    const auto reads = [&](std::string_view variable, const Value& object) {
      const hcl::Members members = hcl::members_of(subject_.from.ast(), {read->value}, variable);
      return std::any_of(members.begin(), members.end(), [&](const auto& one) { return has(object, one.first); });
    };
    return reads("group", group_.input) || reads("input", group_.context);
  }

  /// A value as it can be written: as the expression that it is given, or known; else null.
  Value taken(const Attribute& attribute, const Value& value) {
    std::string why = "its value is not known here";
    if (value.is_unknown() && !value.as_unknown().depends_on.empty()) {
      why += fmt::format(": it depends on {}", value.as_unknown().depends_on[0]);
    }
    if (!attribute.is_block()) {
      const Value as_written = expression({attribute.name});
      if (!as_written.is_null()) return as_written;
      if (value.wholly_known()) return value;
      if (attribute.type == Type::kStringMap && value.is_object() && value.as_object().rest == nullptr) {
        return known_members(attribute, value, why);
      }
      const std::string_view image =
          attribute.name == "ami_type" ? subject_.image(subject_.from, group_) : std::string_view();
      if (is_written(attribute)) {
        if (!image.empty()) return Value::string(image);
        lose(attribute.name, why);
      } else if (!image.empty() && !stays()) {
        image_ = Value::string(image);
      }
      return Value::null();
    }
    if (attribute.type != Type::kBlock || !value.is_object()) {
      if (value.wholly_known()) return model::without_nulls(value, {}, arena_);
      if (value.is_list()) return blocks_as_written(attribute, value);
      if (is_written(attribute)) lose(attribute.name, why);
      return Value::null();
    }
    std::vector<hcl::Entry> entries;
    bool whole = true;
    for (const hcl::Entry* entry : value.in_source_order()) {
      const Attribute* nested = attribute.find(entry->key);
      Value part = expression({attribute.name, entry->key});
      if (part.is_null() && entry->value.wholly_known()) part = model::without_nulls(entry->value, {}, arena_);
      if (part.is_null() && !entry->value.is_null()) {
        lose(fmt::format("{}.{}", attribute.name, entry->key), why);
        whole = whole && nested != nullptr && !nested->required;
      }
      if (!part.is_null()) entries.push_back({entry->key, part, {}, 0});
    }
    if (entries.empty()) return Value::null();
    // A block of Terraform that lacks what it must have is none: a variable stands for it where there is one.
    if (!whole && to_.syntax() == Syntax::kHcl) {
      lose(attribute.name, "all of it is left out, as it cannot be in part");
      return Value::null();
    }
    const auto lacks = [&](const Attribute& nested) {
      return nested.required && std::none_of(entries.begin(), entries.end(),
                                             [&](const hcl::Entry& entry) { return entry.key == nested.name; });
    };
    for (const Attribute& nested : attribute.nested) {
      if (!lacks(nested) || to_.syntax() != Syntax::kHcl) continue;
      lose(fmt::format("{}.{}", attribute.name, nested.name), "Terraform asks for it, and the file does not say it");
    }
    return Value::object(arena_, std::move(entries));
  }

  /// Blocks of which all is known or an expression; null where there is none. The others are lost.
  Value blocks_as_written(const Attribute& attribute, const Value& value) {
    std::vector<Value> out;
    for (std::size_t i = 0; i < value.items().size(); ++i) {
      const Value& block = value.items()[i];
      std::vector<hcl::Entry> entries;
      std::string_view not_known = block.is_object() ? "" : attribute.name;
      for (const hcl::Entry* entry : block.is_object() ? block.in_source_order() : std::vector<const hcl::Entry*>()) {
        Value part = expression({attribute.name, entry->key, i, value.items().size()});
        if (part.is_null() && entry->value.wholly_known()) part = entry->value;
        if (part.is_null() && !entry->value.is_null()) not_known = entry->key;
        if (!part.is_null()) entries.push_back({entry->key, part, {}, 0});
      }
      if (not_known.empty()) {
        out.push_back(Value::object(arena_, std::move(entries)));
      } else {
        lose(attribute.name, fmt::format("one is left out, as its {} is not known here", not_known));
      }
    }
    if (value.as_list().rest != nullptr) {
      lose(attribute.name, "those are left out of which it is not known here how many there are");
    }
    return out.empty() ? Value::null() : Value::list(arena_, out);
  }

  Value known_members(const Attribute& attribute, const Value& map, const std::string& why) {
    std::vector<hcl::Entry> entries;
    for (const hcl::Entry* entry : map.in_source_order()) {
      if (entry->value.wholly_known()) {
        entries.push_back(*entry);
      } else {
        lose(fmt::format("{}.{}", attribute.name, entry->key), why);
      }
    }
    return entries.empty() ? Value::null() : Value::object(arena_, std::move(entries));
  }

  Value expression(const ConversionSubject::Place& place) {
    if (to_.syntax() != Syntax::kHcl || !subject_.expression) return Value::null();
    std::string text = subject_.expression(place);
    if (text.empty()) return Value::null();
    const Value value = Value::unknown(arena_, arena_.copy(text));
    draft_.expressions[&value.as_unknown()] = std::move(text);
    return value;
  }

  /// Whether all expressions in a value were written.
  [[nodiscard]] bool stands(const Value& value, const std::set<const hcl::Unknown*>& written) const {
    if (value.is_list()) {
      return std::all_of(value.items().begin(), value.items().end(),
                         [&](const Value& item) { return stands(item, written); });
    }
    if (value.is_object()) {
      return std::all_of(value.entries().begin(), value.entries().end(),
                         [&](const hcl::Entry& entry) { return stands(entry.value, written); });
    }
    return !value.is_unknown() || draft_.expressions.count(&value.as_unknown()) == 0 ||
           written.count(&value.as_unknown()) != 0;
  }

  /// An expression that the form's `write` leaves out, or did something with, is lost; of a block by its name in it.
  void lose_expressions(const std::set<const hcl::Unknown*>& written) {
    const auto check = [&](std::string name, const Value& value) {
      if (!stands(value, written)) lose(name, fmt::format("{} has no place for it, or takes it otherwise", to_.name()));
    };
    for (const hcl::Entry& entry : entries_) {
      if (!entry.value.is_object()) {
        check(std::string(entry.key), entry.value);
        continue;
      }
      for (const hcl::Entry* nested : entry.value.in_source_order()) {
        check(fmt::format("{}.{}", entry.key, nested->key), nested->value);
      }
    }
  }

  void finish() {
    std::vector<hcl::Entry> fallbacks;
    if (!image_.is_null()) fallbacks.push_back({"ami_type", image_, {}, 0});
    const bool named = std::any_of(entries_.begin(), entries_.end(), [](const hcl::Entry& entry) {
      return entry.key == "node_group_name" || entry.key == "node_group_name_prefix";
    });
    const Attribute* prefix = vocabulary_.group().find("node_group_name_prefix");
    const std::string_view begins = arena_.copy(fmt::format("{}-", draft_.name));
    // A form whose groups go by their keys has names all the same.
    if (!named && to_.syntax() == Syntax::kHcl && prefix->most && static_cast<double>(begins.size()) <= *prefix->most) {
      fallbacks.push_back({prefix->name, Value::string(begins), {}, 0});
    }
    draft_.fallbacks = Value::object(arena_, std::move(fallbacks));
    draft_.attributes = Value::object(arena_, entries_);
    draft_.cluster = Value::object(arena_, cluster_);
    draft_.own = written_as_is();
  }

  /// What is written of an attribute; null where nothing is.
  [[nodiscard]] Value entry(std::string_view attribute) const {
    const Value* value = draft_.attributes.get(attribute);
    return value == nullptr ? Value::null() : *value;
  }

  /// Whether what was written says what was read. `last`: what differs is lost; else it is said outright where it can
  /// be.
  bool compare(const ReadAgain& again, bool last) {
    bool all = true;
    Losses lost;
    std::vector<std::string> of_cluster;
    const std::vector<Attribute>& attributes = vocabulary_.group().attributes;
    for (std::size_t i = 0; i < attributes.size(); ++i) {
      const Attribute& attribute = attributes[i];
      const bool by_template = attribute.name == "instance_types" && !types_.is_null();
      const Value& before = by_template ? types_ : field(i).effective;
      const Value after = effective_again(attribute, again.group()->fields[i].effective, *again.group());
      // The name of the cluster may stand above all groups.
      if (attribute.name == "cluster_name" || draft_.fallbacks.get(attribute.name) != nullptr) continue;
      if (entry(attribute.name).is_unknown()) continue;                 // an expression
      if (field(i).given && entry(attribute.name).is_null()) continue;  // it was said already
      if (!before.wholly_known() && !(before.is_object() && attribute.is_block())) continue;
      if (before.wholly_known() && same(attribute, before, after)) continue;
      if (!field(i).given && !after.wholly_known()) continue;  // it is left to who uses the file
      const Value outright = field(i).given || last ? Value::null() : said_outright(attribute, before);
      if (!outright.is_null()) {
        all = false;
        entries_.push_back({attribute.name, outright, {}, 0});
        continue;
      }
      if (!last && write_as_is(other_keys_of(attribute))) all = false;
      if (const std::string why = only_here(to_, *again.group(), attribute); !why.empty()) {
        lost.emplace_back(attribute.name, why);
        continue;
      }
      differing(attribute, before, after, lost);
    }
    for (std::size_t i = 0; i < vocabulary_.cluster().attributes.size(); ++i) {
      const Attribute& attribute = vocabulary_.cluster().attributes[i];
      if (!given_here(i) || attribute.name == "name") continue;
      const Field& after = again.document().cluster[i];
      if (after.given && same(attribute, subject_.document.cluster[i].written, after.written)) continue;
      std::string why = fmt::format("{} says {} elsewhere", to_.name(), is_many(attribute) ? "them" : "it");
      if (stays()) {
        const Keys keys = document_keys_of(attribute);
        if (keys.empty()) continue;  // the groups themselves say it
        why = fmt::format("{} {} outside of the groups", fmt::join(keys, ", "), keys.size() == 1 ? "stands" : "stand");
      }
      of_cluster.push_back(not_written_of_cluster(attribute, why));
    }
    compare_template(*again.group(), lost);
    compare_lifecycle(*again.group(), lost);
    if (!last && !all) return false;
    for (const auto& [what, why] : lost) lose(what, why);
    lost_of_cluster_.insert(lost_of_cluster_.end(), of_cluster.begin(), of_cluster.end());
    return true;
  }

  /// What holds of a group that was written and read again: of an image also what the types make it.
  [[nodiscard]] Value effective_again(const Attribute& attribute, const Value& read, const Group& group) const {
    if (attribute.name != "ami_type" || !read.is_unknown()) return read;
    const std::string_view image = subject_.image(to_, group);
    return image.empty() ? read : Value::string(image);
  }

  /// A default that is to be said: of a block only what is no default of the attribute itself. Null where there is
  /// none.
  Value said_outright(const Attribute& attribute, const Value& value) {
    if (!attribute.is_block()) return value;
    std::vector<hcl::Entry> entries;
    for (const Attribute& nested : attribute.nested) {
      const Value* inner = value.get(nested.name);
      const bool usual = inner != nullptr && nested.fallback && hcl::equal(*inner, *nested.fallback);
      if (inner != nullptr && !inner->is_null() && !usual) entries.push_back({nested.name, *inner, {}, 0});
      if (nested.required && (inner == nullptr || inner->is_null())) return Value::null();
    }
    return entries.empty() ? Value::null() : Value::object(arena_, std::move(entries));
  }

  /// Whether the document says something of its cluster that can be written.
  [[nodiscard]] bool given_here(std::size_t i) const {
    return std::any_of(cluster_.begin(), cluster_.end(), [&](const hcl::Entry& entry) {
      return entry.key == vocabulary_.cluster().attributes[i].name && i < subject_.document.cluster.size() &&
             subject_.document.cluster[i].given;
    });
  }

  void differing(const Attribute& attribute, const Value& before, const Value& after, Losses& lost) const {
    const auto why = [&](const Value& one, const Value& other) {
      if (other.is_null()) return fmt::format("{} has no place for it, as it is", to_.name());
      if (!other.wholly_known()) return fmt::format("{} takes it for what is not known yet", to_.name());
      if (one.is_null()) return fmt::format("{} takes {}", to_.name(), briefly(other));
      return fmt::format("it is {} in {}", briefly(other), to_.name());
    };
    if (attribute.type != Type::kBlock || !before.is_object() || !after.is_object()) {
      lost.emplace_back(attribute.name, why(before, after));
      return;
    }
    const Value written = entry(attribute.name);
    for (const Attribute& nested : attribute.nested) {
      const Value* left = before.get(nested.name);
      const Value* right = after.get(nested.name);
      const Value* here = written.get(nested.name);
      const Value one = left == nullptr ? Value::null() : *left;
      const Value other = right == nullptr ? Value::null() : *right;
      const bool expression = here != nullptr && here->is_unknown();
      if (expression || !one.wholly_known() || same(nested, one, other)) continue;
      lost.emplace_back(fmt::format("{}.{}", attribute.name, nested.name), why(one, other));
    }
  }

  /// What the file says of the template that is made for the group: its image.
  void compare_template(const Group& after, Losses& lost) const {
    if (!group_.own_template) return;
    const std::vector<Attribute>& attributes = vocabulary_.find("template")->attributes;
    for (std::size_t i = 0; i < attributes.size(); ++i) {
      const Field& before = (*group_.own_template)[i];
      const Field* now = after.own_template ? &(*after.own_template)[i] : nullptr;
      const bool kept = now != nullptr && before.written.wholly_known() && hcl::equal(before.written, now->written);
      if (before.given && !kept) {
        lost.emplace_back(fmt::format("{} of its launch template", attributes[i].name), "it is not written");
      }
    }
  }

  /// What a change of the group is guarded by.
  void compare_lifecycle(const Group& after, Losses& lost) const {
    const Value& other = after.lifecycle.is_null() ? after.guards : after.lifecycle;
    if (other.is_null()) {
      const bool any = group_.lifecycle.is_object() &&
                       std::any_of(group_.lifecycle.entries().begin(), group_.lifecycle.entries().end(),
                                   [](const hcl::Entry& entry) { return !says_nothing(entry.value); });
      if (any) lost.emplace_back("lifecycle", fmt::format("{} has none", to_.name()));
      return;
    }
    for (const hcl::Entry* entry :
         group_.lifecycle.is_object() ? group_.lifecycle.in_source_order() : std::vector<const hcl::Entry*>()) {
      const Value* now = other.get(entry->key);
      const Value none = entry->value.is_bool() ? Value::boolean(false) : Value::list(arena_, std::vector<Value>{});
      const Value there = now == nullptr ? none : *now;
      if (!entry->value.wholly_known() || hcl::equal(entry->value, there)) continue;
      lost.emplace_back(fmt::format("lifecycle.{}", entry->key),
                        fmt::format("it is {} there, and was {}", briefly(there), briefly(entry->value)));
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
  Value image_;
  Value types_;                  ///< of its launch template; null where none are taken of it
  std::set<std::string> as_is_;  ///< keys of the group that are written as they are
  std::vector<Loss> lost_;
  std::vector<std::string> lost_of_cluster_;
  std::string key_;
  std::string name_;
  std::string fault_;
};

}  // namespace

Conversion convert(const ConversionSubject& subject, const Form& to, const Vocabulary& vocabulary, hcl::Arena& arena) {
  return Converting(subject, to, vocabulary, arena).run();
}

}  // namespace mng::model
