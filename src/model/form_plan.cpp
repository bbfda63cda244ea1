#include "model/form_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "model/form_reader.hpp"
#include "model/form_terraform.hpp"
#include "model/pairing.hpp"

namespace mng::model {

using hcl::Entry;
using hcl::Value;

namespace {

/// A value that may as well have been computed: whether it is written is not known.
Value doubtful(const Attribute& attribute, const Value& value, hcl::Arena& arena) {
  if (attribute.computed) return Value::unknown(arena, "the configuration, which the plan does not show");
  if (!value.is_object()) return value;
  std::vector<Entry> out;
  for (const Entry* entry : value.in_source_order()) {
    out.push_back(*entry);
    if (const Attribute* nested = attribute.find(entry->key)) out.back().value = doubtful(*nested, entry->value, arena);
  }
  return Value::object(arena, std::move(out)).at(value.range());
}

/// What of a planned resource are arguments that the vocabulary knows: the rest is computed.
Value arguments_of(const Value& body, const FormSection& section, const Entity& entity, hcl::Arena& arena) {
  std::vector<Entry> out;
  for (const Entry* entry : body.in_source_order()) {
    // A block that is not there is an empty list, and of what AWS computes 0 is as good as nothing.
    const Attribute* attribute = entity.find(entry->key);
    const bool zero =
        attribute != nullptr && attribute->computed && entry->value.is_integer() && entry->value.as_integer() == 0;
    const bool nothing = zero || (entry->value.is_list() && entry->value.items().empty());
    if (!nothing && (!section.vocabulary || attribute != nullptr)) out.push_back(*entry);
  }
  return Value::object(arena, std::move(out)).at(body.range());
}

}  // namespace

terraform::Wanted wanted_of_plan(std::span<const Form> forms) {
  terraform::Wanted out;
  if (const terraform::Provider* provider = provider_of(forms)) out.provider = provider->name;
  const auto add = [&](const FormSection& section) {
    if (section.is_resource()) out.types.push_back(section.at[1].key);
  };
  for (const Form& form : forms) {
    if (form.syntax() != Syntax::kHcl) continue;
    for (const FormSection& section : form.groups()) add(section);
    if (form.template_section()) add(*form.template_section());
    if (form.subnet_section()) add(*form.subnet_section());
    for (const auto& [entity, section] : form.beside()) add(section);
  }
  return out;
}

namespace {

bool has_action(const terraform::PlannedChange& change, std::string_view action) {
  return std::find(change.actions.begin(), change.actions.end(), action) != change.actions.end();
}

/// "launch_template.id" of ["launch_template", 0, "id"].
std::string path_text(const Value& path) {
  std::string out;
  if (!path.is_list()) return out;
  for (const Value& step : path.items()) {
    if (!step.is_string()) continue;
    if (!out.empty()) out += '.';
    out += step.as_string();
  }
  return out;
}

/// What a path leads to; null where it leads nowhere.
Value value_at(Value value, const Value& path) {
  if (!path.is_list()) return Value::null();
  for (const Value& step : path.items()) {
    const Value* inner = nullptr;
    if (step.is_string()) {
      inner = value.get(step.as_string());
    } else if (value.is_list() && step.is_integer() && step.as_integer() >= 0 &&
               static_cast<std::size_t>(step.as_integer()) < value.items().size()) {
      inner = &value.items()[static_cast<std::size_t>(step.as_integer())];
    }
    if (inner == nullptr) return Value::null();
    value = *inner;
  }
  return value;
}

}  // namespace

namespace {

/// A version that an update makes unknown is another one: what it is the apply will tell.
void unknown_versions(const terraform::PlannedChange& planned, const std::vector<Attribute>& attributes,
                      GroupChange& change, hcl::Arena& arena) {
  const auto note = [&](std::string_view name, const Value* was, const Value* is) {
    if (was == nullptr || is == nullptr || was->is_unknown() || !is->is_unknown()) return;
    change.changed.push_back({name, OnChange::kRolling, *was, *is});
  };
  for (const Attribute& attribute : attributes) {
    const Value* was = planned.before.get(attribute.name);
    const Value* is = planned.after.get(attribute.name);
    if (attribute.on_change == OnChange::kRolling) note(attribute.name, was, is);
    const bool blocks = was != nullptr && is != nullptr && was->is_list() && is->is_list() &&
                        was->items().size() == 1 && is->items().size() == 1;
    if (!attribute.is_block() || !blocks) continue;
    for (const Attribute& nested : attribute.nested) {
      if (nested.on_change != OnChange::kRolling) continue;
      note(arena.copy(fmt::format("{}.{}", attribute.name, nested.name)), was->items()[0].get(nested.name),
           is->items()[0].get(nested.name));
    }
  }
}

}  // namespace

std::vector<GroupChange> planned_changes(const terraform::Plan& plan, const Document& before, const Document& after,
                                         const Vocabulary& vocabulary, hcl::Arena& arena) {
  std::vector<GroupChange> out = compare(before, after, vocabulary, arena);
  // A plan says itself what is deleted, and whether anything is made anew.
  for (GroupChange& change : out) {
    if (change.kind != GroupChange::Kind::kRenamed || change.collides) continue;
    change.kind = GroupChange::Kind::kRemoved;
    change.after = GroupChange::kNone;
    change.collides = false;
  }
  for (GroupChange& change : out) {
    if (change.kind == GroupChange::Kind::kRenamed) continue;
    const auto planned = std::find_if(
        plan.changes.begin(), plan.changes.end(),
        [&](const terraform::PlannedChange& one) { return one.address == before.groups[change.before].key; });
    if (planned == plan.changes.end()) continue;
    const bool deletes = has_action(*planned, "delete");
    change.reason = planned->action_reason;
    change.prevented = false;
    std::erase_if(change.changed, [](const ChangedAttribute& one) { return one.effect == OnChange::kReplace; });
    if (!has_action(*planned, "update")) change.changed.clear();
    if (has_action(*planned, "update")) unknown_versions(*planned, vocabulary.group().attributes, change, arena);
    change.replaced = deletes && has_action(*planned, "create");
    if (!change.replaced) {
      change.reordered = false;
      continue;
    }
    change.create_first = planned->actions[0] == "create";
    change.collides =
        change.create_first && same_fixed_name(before.groups[change.before], after.groups[change.after], vocabulary);
    const std::span<const Value> paths =
        planned->replace_paths.is_list() ? planned->replace_paths.items() : std::span<const Value>{};
    for (const Value& path : paths) {
      if (path_text(path).empty()) continue;
      change.changed.push_back({arena.copy(path_text(path)), OnChange::kReplace, value_at(planned->before, path),
                                value_at(planned->after, path)});
    }
  }
  // What is only forgotten, or left as it is, is not deleted.
  std::erase_if(out, [&](const GroupChange& change) {
    if (change.kind == GroupChange::Kind::kKept) return false;
    return std::none_of(plan.changes.begin(), plan.changes.end(), [&](const terraform::PlannedChange& one) {
      return one.address == before.groups[change.before].key && has_action(one, "delete");
    });
  });
  return out;
}

Document read_plan(std::span<const Form> forms, const terraform::Plan& plan, Planned which, const hcl::Range& body,
                   const Vocabulary& vocabulary, const hcl::Sources& sources, hcl::Arena& arena) {
  Document document;
  document.source = body.source;
  document.body = body;
  for (const Attribute& attribute : vocabulary.cluster().attributes) {
    Field field;
    field.effective = effective(attribute, nullptr, arena);
    document.cluster.push_back(field);
  }
  document.provider = plan.provider;
  const auto state_of = [&](const terraform::PlannedChange& change) -> const Value& {
    return which == Planned::kBefore ? change.before : change.after;
  };
  const auto each = [&](const FormSection& section, const std::function<void(const terraform::PlannedChange&)>& take) {
    if (!section.is_resource()) return;
    for (const terraform::PlannedChange& change : plan.changes) {
      if (change.type == section.at[1].key && state_of(change).is_object()) take(change);
    }
  };
  for (const Form& form : forms) {
    if (form.syntax() != Syntax::kHcl) continue;
    FormReader reader(form, vocabulary, sources, arena, document);
    for (const FormSection& section : form.groups()) {
      each(section, [&](const terraform::PlannedChange& change) {
        if (document.form.empty()) document.form = form.name();
        const Value arguments = arguments_of(state_of(change), section, vocabulary.group(), arena);
        const std::size_t before = document.groups.size();
        reader.group(section, {arguments, change.address, state_of(change).range()}, Value::null(), 0);
        if (document.groups.size() == before) return;
        Group& group = document.groups.back();
        // Of a group that stands already the provider tells what it has, whoever gave it.
        const bool made = has_action(change, "create");
        for (std::size_t i = 0; !made && i < group.fields.size(); ++i) {
          Field& field = group.fields[i];
          if (field.given) field.written = doubtful(vocabulary.group().attributes[i], field.written, arena);
        }
        // A plan names many groups alike: the address tells them apart.
        group.name = change.address;
        group.is_resource = true;
        group.provider_region = plan.region;
      });
    }
    const auto parts = [&](const FormSection* section, std::string_view entity, std::vector<Part>& out) {
      if (section == nullptr) return;
      each(*section, [&](const terraform::PlannedChange& change) {
        const Value* id = state_of(change).get("id");
        const Value arguments = arguments_of(state_of(change), *section, *vocabulary.find(entity), arena);
        out.push_back({change.address, reader.fields(*section, *vocabulary.find(entity), arguments),
                       id == nullptr ? Value::null() : *id});
      });
    };
    parts(form.template_section() ? &*form.template_section() : nullptr, "template", document.templates);
    parts(form.subnet_section() ? &*form.subnet_section() : nullptr, "subnet", document.subnets);
    for (const auto& [entity, section] : form.beside()) parts(&section, entity->name, document.beside[entity->name]);
  }
  return document;
}

}  // namespace mng::model
