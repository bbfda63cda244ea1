#include "model/migration.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hcl/evaluate.hpp"
#include "hcl/spell.hpp"
#include "hcl/write.hpp"
#include "model/beside.hpp"
#include "model/draft.hpp"
#include "model/pairing.hpp"
#include "syntax/yaml_write.hpp"

namespace mng::model {

using hcl::Ast;
using hcl::NodeId;
using hcl::NodeKind;
using hcl::Value;

namespace {

/// Whether a word needs no quotes in a shell, and is no option.
bool is_plain(std::string_view word) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  };
  return !word.empty() && word[0] != '-' && std::all_of(word.begin(), word.end(), plain);
}

/// The body of a migration; 0 where there is none of that name.
NodeId find_migration(const Ast& migrations, std::string_view name) {
  for (const NodeId block : migrations.blocks(migrations.root, "migration")) {
    if (migrations.label(block, 0) == name) return migrations.body(block);
  }
  return 0;
}

/// One migration of the file, its expressions over what it is about.
class Script {
 public:
  Script(const Ast& ast, NodeId body, hcl::Arena& arena, hcl::Diagnostics& diagnostics)
      : ast_(ast), body_(body), arena_(arena), diagnostics_(diagnostics) {}

  void set(std::string_view name, const Value& value) { scope_.set(name, value); }
  void set(std::string_view name, std::string_view text) { set(name, Value::string(arena_.copy(text))); }

  [[nodiscard]] Value value(std::string_view name) const { return value_in(body_, name); }
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const { return texts_in(body_, name); }
  [[nodiscard]] std::vector<MigrationStep> steps() const {
    std::vector<MigrationStep> out;
    for (const NodeId block : ast_.blocks(body_, "step")) {
      const NodeId step = ast_.body(block);
      out.push_back({hcl::text_of(value_in(step, "title")).text, hcl::text_of(value_in(step, "text")).text,
                     texts_in(step, "run"), hcl::text_of(value_in(step, "back")).text});
    }
    return out;
  }

 private:
  [[nodiscard]] Value value_in(NodeId body, std::string_view name) const {
    const NodeId expression = ast_.expression(body, name);
    if (expression == 0) return Value::null();
    hcl::Evaluator evaluator(ast_, arena_, scope_, hcl::terraform_functions(), diagnostics_);
    return evaluator.evaluate(expression);
  }
  /// The members of a list that are there.
  [[nodiscard]] std::vector<std::string> texts_in(NodeId body, std::string_view name) const {
    std::vector<std::string> out;
    const Value list = value_in(body, name);
    if (!list.is_list()) return out;
    for (const Value& member : list.items()) {
      if (!member.is_null()) out.push_back(hcl::text_of(member).text);
    }
    return out;
  }

  const Ast& ast_;
  NodeId body_;
  hcl::Arena& arena_;
  hcl::Diagnostics& diagnostics_;
  hcl::Variables scope_;
};

Value named(std::string_view address, std::string_view full_name, hcl::Arena& arena) {
  return Value::object(
      arena, {{"address", Value::string(arena.copy(address)), {}, 0},
              {"full_name", full_name.empty() ? Value::null() : Value::string(arena.copy(full_name)), {}, 1}});
}

/// Plans one.
class Planning {
 public:
  Planning(const Ast& migrations, std::string_view name, const MigrationSubject& subject, const World& world,
           hcl::Arena& arena)
      : name_(name),
        subject_(subject),
        group_(subject.document.groups[subject.group]),
        vocabulary_(world.vocabulary),
        tables_(world.catalogue),
        arena_(arena),
        facts_(subject.document, world, arena),
        script_(migrations, find_migration(migrations, name), arena, ignored_),
        set_(script_.value("set")) {}

  Migration run() {
    if (starts_there() && one_kind() && choose_types()) {
      out_.text = group_.is_resource ? block() : entry();
      if (out_.text.empty()) {
        fault("the block of {} is written in a way that no second one can be made from; a name in a heredoc is one",
              group_.name);
      }
      tell();
    }
    return std::move(out_);
  }

 private:
  template <class... Arguments>
  bool fault(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
    out_.fault = fmt::format("{}: {}", subject_.file, fmt::format(text, std::forward<Arguments>(arguments)...));
    return false;
  }

  /// Whether the group is what the way starts at.
  bool starts_there() {
    for (const hcl::Entry& entry : set_.entries()) {
      const Value& now = facts_.attribute(subject_.group, entry.key);
      if (!now.wholly_known()) continue;
      const std::string text = hcl::expression_text(now);
      if (hcl::equal(now, entry.value)) return fault("{} has {} = {} already", group_.name, entry.key, text);
      const Value from = script_.value("from");
      const Value* starts = from.get(entry.key);
      const bool known = starts == nullptr || std::any_of(starts->items().begin(), starts->items().end(),
                                                          [&](const Value& one) { return hcl::equal(one, now); });
      if (!known) {
        return fault("{} has {} = {}; the way to {} starts at {}", group_.name, entry.key, text, name_,
                     hcl::expression_text(*starts));
      }
    }
    return true;
  }

  /// Whether all groups of its block have in common what one list is to stand for.
  bool one_kind() {
    std::vector<std::string_view> attributes{"instance_types"};
    for (const hcl::Entry& entry : set_.entries()) attributes.push_back(entry.key);
    for (std::size_t i = 0; i < subject_.document.groups.size(); ++i) {
      const Group& other = subject_.document.groups[i];
      if (i == subject_.group || !group_.is_resource || !(other.block == group_.block)) continue;
      for (const std::string_view attribute : attributes) {
        const Value& a = facts_.attribute(subject_.group, attribute);
        const Value& b = facts_.attribute(i, attribute);
        if (a.wholly_known() && b.wholly_known() && hcl::equal(a, b)) continue;
        return fault(
            "{} and {} are of one block and differ in {}: one list cannot stand for both; write the new groups with "
            "mng-gen --vcpu --mem",
            group_.key, other.key, attribute);
      }
    }
    return true;
  }

  /// The types of the new group: those of the old one's shape, and what is equal to them.
  bool choose_types() {
    const Value of_template = facts_.group(subject_.group, "template");
    const Value* in_template = of_template.get("instance_type");
    if (in_template != nullptr && !in_template->is_null()) {
      return fault("the instance type of {} stands in its launch template, which holds one; take it out there first",
                   group_.name);
    }
    const std::optional<std::uint32_t> shape = facts_.shape_type(subject_.group);
    if (!shape) {
      return fault("the instance types of {} are not known here; write the new group with mng-gen --vcpu --mem",
                   group_.name);
    }
    const catalogue::InstanceType& like = tables_.types[*shape];
    std::vector<Value> types;
    std::vector<Value> left_out;
    const auto add = [&](std::string_view name) {
      const bool had =
          std::any_of(types.begin(), types.end(), [&](const Value& one) { return one.as_string() == name; });
      if (!had && types.size() < most_types(vocabulary_)) types.push_back(Value::string(name));
    };
    for (const Facts::Listed& one : facts_.listed(subject_.group)) {
      const bool alike = one.type && tables_.types[*one.type].vcpu == like.vcpu &&
                         tables_.types[*one.type].memory_mib == like.memory_mib &&
                         tables_.types[*one.type].architectures == like.architectures;
      if (alike) {
        add(tables_.types[*one.type].name);
      } else {
        left_out.push_back(one.name.is_string() ? one.name : Value::string("one that is not known"));
      }
    }
    // Types with accelerators differ in more than their number.
    const bool accelerated = like.accelerators != 0;
    const Value peers = facts_.group(subject_.group, "peers");
    for (const Value& peer : peers.items()) {
      if (!accelerated) add(peer.as_string());
    }
    script_.set("left_out", Value::list(arena_, left_out));
    script_.set("accelerated", Value::boolean(accelerated));
    script_.set("types", Value::number(static_cast<std::int64_t>(types.size())));
    script_.set("fewest", Value::number(std::int64_t{advised_types(vocabulary_)}));
    out_.shape = shape_text(like.vcpu, like.memory_mib);
    out_.types = types.size();
    std::vector<hcl::Entry> all(set_.entries().begin(), set_.entries().end());
    all.push_back({"instance_types", Value::list(arena_, types), {}, static_cast<std::uint32_t>(all.size())});
    set_ = Value::object(arena_, std::move(all));
    return true;
  }

  [[nodiscard]] const Form& form() const {
    return *std::find_if(subject_.forms.begin(), subject_.forms.end(),
                         [&](const Form& one) { return one.name() == group_.form; });
  }

  /// A second block beside the old one.
  std::string block() {
    // The address without its keys: type and label are its last steps.
    const std::string address = without_keys(group_.key);
    const std::size_t label = address.rfind('.') + 1;
    const std::size_t before = address.rfind('.', label - 2) + 1;
    const std::string type = address.substr(before, label - 1 - before);
    Beside beside;
    beside.name = address.substr(label);
    beside.suffix = name_;
    beside.label = fmt::format("{}_{}", beside.name, name_);
    for (int i = 2; subject_.is_taken(type, beside.label); ++i)
      beside.label = fmt::format("{}_{}_{}", beside.name, name_, i);
    const std::size_t room = longest_name(vocabulary_) + 1;
    for (const char* attribute : {"node_group_name", "node_group_name_prefix"}) {
      const Value& now = facts_.attribute(subject_.group, attribute);
      const bool too_long = now.is_string() && now.as_string().size() + beside.suffix.size() + 2 > room;
      beside.too_long = beside.too_long || too_long;
    }
    beside.set = set_;
    out_.made = fmt::format("{}.{}", type, beside.label);
    return block_beside(subject_.block, form(), beside, vocabulary_);
  }

  /// A second entry beside the old one, what is merged under both left where it is.
  std::string entry() {
    std::vector<hcl::Entry> out;
    const auto add = [&](std::string_view key, const Value& value) {
      out.push_back({key, value, {}, static_cast<std::uint32_t>(out.size())});
    };
    out_.made = fmt::format("{}-{}", group_.name, name_);
    if (subject_.listed) add("node_group_name_prefix", Value::string(arena_.copy(out_.made + "-")));
    for (const hcl::Entry* one : set_.in_source_order()) add(one->key, one->value);
    if (subject_.entry.is_object()) {
      for (const hcl::Entry* one : subject_.entry.in_source_order()) {
        const bool replaced =
            set_.get(one->key) != nullptr || one->key == "node_group_name" || one->key == "node_group_name_prefix";
        if (!replaced) add(one->key, one->value);
      }
    }
    Value at = Value::object(arena_, std::move(out));
    at = subject_.listed ? Value::list(arena_, std::vector<Value>{at})
                         : Value::object(arena_, {{arena_.copy(out_.made), at, {}, 0}});
    const Path& path = form().group().at;
    for (auto step = path.rbegin(); step != path.rend(); ++step) at = Value::object(arena_, {{step->key, at, {}, 0}});
    return syntax::write_yaml(at, {});
  }

  /// The whole name of a group; empty where it is generated, or a shell would not take it as it is.
  std::string_view full_name(std::size_t group) {
    const Value& name = facts_.attribute(group, "node_group_name");
    return name.is_string() && is_plain(name.as_string()) ? name.as_string() : std::string_view();
  }

  void tell() {
    std::vector<Value> all;
    for (std::size_t i = 0; i < subject_.document.groups.size(); ++i) {
      const Group& one = subject_.document.groups[i];
      const bool goes = i == subject_.group || (group_.is_resource && one.block == group_.block);
      if (goes) all.push_back(named(one.key, full_name(i), arena_));
    }
    const std::string_view whole = full_name(subject_.group);
    script_.set("group",
                Value::object(arena_, {{"name", Value::string(group_.name), {}, 0},
                                       {"address", Value::string(group_.key), {}, 1},
                                       {"full_name", whole.empty() ? Value::null() : Value::string(whole), {}, 2}}));
    script_.set("groups", Value::list(arena_, all));
    script_.set("new", Value::object(arena_, {{"name", Value::string(arena_.copy(out_.made)), {}, 0}}));
    script_.set("file", subject_.file);
    script_.set("form", group_.form);
    out_.notes = script_.texts("notes");
    out_.steps = script_.steps();
  }

  std::string_view name_;
  const MigrationSubject& subject_;
  const Group& group_;
  const Vocabulary& vocabulary_;
  const catalogue::Tables& tables_;
  hcl::Arena& arena_;
  Facts facts_;
  hcl::Diagnostics ignored_;  // the file was checked when it was built
  Script script_;
  Value set_;
  Migration out_;
};

}  // namespace

std::vector<std::string_view> migration_names(const Ast& migrations) {
  std::vector<std::string_view> out;
  for (const NodeId block : migrations.blocks(migrations.root, "migration")) out.push_back(migrations.label(block, 0));
  return out;
}

Migration migrate(const Ast& migrations, std::string_view name, const MigrationSubject& subject, const World& world,
                  hcl::Arena& arena) {
  return Planning(migrations, name, subject, world, arena).run();
}

void check_migrations(const Ast& migrations, const Vocabulary& vocabulary, hcl::Diagnostics& diagnostics) {
  hcl::Arena arena;
  const auto report = [&](NodeId where, std::string message, std::string help = {}) {
    diagnostics.push_back(
        {migrations.range(migrations[where]), std::move(message), std::move(help), hcl::Severity::kError});
  };
  for (const NodeId block : migrations.list(migrations[migrations.root])) {
    if (migrations[block].kind != NodeKind::kBlock || migrations.head(migrations[block]) != "migration") {
      report(block, "only `migration \"name\" { … }` blocks stand here");
      continue;
    }
    // With values of the kinds that it will have.
    Script script(migrations, migrations.body(block), arena, diagnostics);
    const std::vector<Value> groups{named("a", "", arena), named("b", "c", arena)};
    script.set("group", Value::object(arena, {{"name", Value::string("d"), {}, 0},
                                              {"address", Value::string("a"), {}, 1},
                                              {"full_name", Value::null(), {}, 2}}));
    script.set("groups", Value::list(arena, groups));
    script.set("new", Value::object(arena, {{"name", Value::string("e"), {}, 0}}));
    script.set("file", "f");
    script.set("left_out", Value::list(arena, std::vector<Value>{Value::string("g")}));
    script.set("accelerated", Value::boolean(true));
    script.set("types", Value::number(std::int64_t{1}));
    script.set("fewest", Value::number(std::int64_t{5}));
    for (const char* name : {"set", "from"}) {
      const Value map = script.value(name);
      if (!map.is_object()) {
        report(block, fmt::format("a migration has `{}`, a map by attribute", name));
        continue;
      }
      for (const hcl::Entry& entry : map.entries()) {
        if (vocabulary.group().find(entry.key) != nullptr) continue;
        report(block, fmt::format("a node group has no attribute `{}`", entry.key),
               hcl::did_you_mean(entry.key, vocabulary.group().attribute_names()));
      }
    }
    for (const char* form : {"terraform", "nodegroups"}) {
      script.set("form", form);
      const std::vector<MigrationStep> steps = script.steps();
      const bool whole = std::all_of(steps.begin(), steps.end(), [](const MigrationStep& step) {
        return !step.title.empty() && !step.text.empty() && !step.back.empty();
      });
      if (script.texts("notes").empty() || !whole) {
        report(block, "a migration has `notes`, and each step a `title`, a `text` and a `back`");
      }
    }
  }
}

}  // namespace mng::model
