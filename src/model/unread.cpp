#include "model/unread.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "hcl/names.hpp"
#include "model/form_reader.hpp"

namespace mng::model {

using hcl::NodeId;
using hcl::Value;

namespace {

/// Keys that a form reads, each with one in it; the second is empty where all of it is read.
hcl::Members read_keys(const Form& form, const FormSection& section, std::string_view variable) {
  hcl::Members read;
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
  const hcl::Members accessed = hcl::members_of(form.ast(), expressions, variable);
  read.insert(read.end(), accessed.begin(), accessed.end());
  return read;
}

/// The keys of an object that are not among those: "volumeType", "iam.withAddonPolicies". What says nothing is not
/// missed.
std::vector<std::string> others(const Value& object, const hcl::Members& read) {
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

/// Some other value of the kind.
Value another(const Value& value, hcl::Arena& arena) {
  if (value.is_bool()) return Value::boolean(!value.as_bool());
  if (value.is_integer()) return Value::number(value.as_integer() + 1);
  if (value.is_string()) return Value::string(arena.copy(fmt::format("{}x", value.as_string())));
  return Value::null();
}

/// An object with another value of a key; null: without it.
Value with(const Value& object, std::string_view key, const Value& value, hcl::Arena& arena) {
  std::vector<hcl::Entry> entries;
  for (const hcl::Entry* entry : object.in_source_order()) {
    if (entry->key == key && value.is_null()) continue;
    entries.push_back(*entry);
    if (entry->key == key) entries.back().value = value.at(entry->value.range());
  }
  return Value::object(arena, std::move(entries), object.as_object().rest).at(object.range());
}

/// Whether what is known of two values is the same: what is not known says nothing, as what is not there.
bool same_known(const Value& a, const Value& b) {
  const auto silent = [](const Value& value) { return value.is_null() || value.is_unknown() || value.is_error(); };
  if (a.is_object() && b.is_object()) {
    const auto same = [&](const hcl::Entry& entry) {
      const Value* there = b.get(entry.key);
      return same_known(entry.value, there == nullptr ? Value::null() : *there);
    };
    const auto nothing_more = [&](const hcl::Entry& entry) {
      return a.get(entry.key) != nullptr || silent(entry.value);
    };
    return std::all_of(a.entries().begin(), a.entries().end(), same) &&
           std::all_of(b.entries().begin(), b.entries().end(), nothing_more);
  }
  if (a.is_list() && b.is_list()) {
    return std::equal(a.items().begin(), a.items().end(), b.items().begin(), b.items().end(), same_known);
  }
  return silent(a) || silent(b) ? silent(a) && silent(b) : hcl::equal(a, b);
}

/// Whether two groups are not the same to who writes them down: a key by which something is only not known is not kept
/// by what is known all the same.
bool differs(const Group& a, const std::optional<Group>& b) {
  if (!b) return true;
  for (std::size_t i = 0; i < a.fields.size(); ++i) {
    if (!same_known(a.fields[i].written, b->fields[i].written)) return true;
    if (!same_known(a.fields[i].effective, b->fields[i].effective)) return true;
  }
  return false;
}

/// Reads a group again, written otherwise, where it stands.
class Rereader {
 public:
  Rereader(const Form& form, const Group& group, const Vocabulary& vocabulary, const hcl::Sources& sources)
      : form_(form), group_(group), vocabulary_(vocabulary), sources_(sources) {}

  std::optional<Group> read(const Value& input) {
    Document read;
    FormReader reader(form_, vocabulary_, sources_, arena_, read);
    // Of a module that makes one group the inputs are the group.
    const bool all = group_.context.is_object() && &group_.context.as_object() == &group_.input.as_object();
    reader.context(all ? input : group_.context, group_.major);
    reader.group(form_.groups()[group_.kind], {input.at(group_.body), group_.key, group_.place}, Value::null(), 0);
    return read.groups.size() == 1 ? std::optional(std::move(read.groups[0])) : std::nullopt;
  }
  hcl::Arena& arena() { return arena_; }

 private:
  const Form& form_;
  const Group& group_;
  const Vocabulary& vocabulary_;
  const hcl::Sources& sources_;
  hcl::Arena arena_;
};

}  // namespace

bool says_nothing(const Value& value) {
  return value.is_null() || (value.is_bool() && !value.as_bool()) || (value.is_list() && value.items().empty()) ||
         (value.is_object() && value.entries().empty());
}

std::vector<std::string> keys_not_read(const Form& form, const Group& group, const Vocabulary& vocabulary,
                                       const hcl::Sources& sources) {
  std::vector<std::string> out;
  if (!group.input.is_object()) return out;
  const FormSection& section = form.groups()[group.kind];
  Rereader reader(form, group, vocabulary, sources);
  hcl::Arena& scratch = reader.arena();
  const std::optional<Group> whole = reader.read(group.input);
  if (!whole) return out;
  for (const hcl::Entry* entry : group.input.in_source_order()) {
    // A family is read by who knows the types.
    const bool family = std::any_of(section.fields.begin(), section.fields.end(), [&](const FormField& one) {
      return !one.families.empty() && one.path[0].key == entry->key;
    });
    const bool own_name = section.vocabulary && vocabulary.group().find(entry->key) != nullptr;
    if (says_nothing(entry->value) || own_name || family) continue;
    const auto matters = [&](const Value& other) {
      return differs(*whole, reader.read(with(group.input, entry->key, other, scratch)));
    };
    if (!matters(Value::null()) && !matters(another(entry->value, scratch))) {
      out.emplace_back(entry->key);
      continue;
    }
    // Of what is read in part, the rest is named.
    const bool wholly = std::any_of(section.fields.begin(), section.fields.end(), [&](const FormField& one) {
      return one.value == 0 && one.path.size() == 1 && one.path[0].key == entry->key;
    });
    if (!entry->value.is_object() || wholly) continue;
    for (const hcl::Entry* inner : entry->value.in_source_order()) {
      const auto inner_matters = [&](const Value& other) {
        return matters(with(entry->value, inner->key, other, scratch));
      };
      if (says_nothing(inner->value) || inner_matters(Value::null())) continue;
      if (!inner_matters(another(inner->value, scratch))) out.push_back(fmt::format("{}.{}", entry->key, inner->key));
    }
  }
  return out;
}

std::vector<std::string> keys_not_read(const Form& form, const Value& document) {
  hcl::Members read = read_keys(form, form.cluster(), "input");
  if (form.detect() != 0) {
    const hcl::Members told_by = hcl::members_of(form.ast(), {form.detect()}, "input");
    read.insert(read.end(), told_by.begin(), told_by.end());
  }
  for (const NotChecked& other : form.not_checked()) {
    if (!other.at.empty()) read.emplace_back(other.at[0].key, "");
  }
  for (const FormSection& section : form.groups()) {
    if (!section.at.empty()) read.emplace_back(section.at[0].key, "");
    if (!section.defaults.empty()) read.emplace_back(section.defaults, "");
    // What each group has of what stands above it.
    std::vector<NodeId> values;
    for (const FormField& field : section.fields) {
      if (field.value != 0) values.push_back(field.value);
    }
    const hcl::Members of_groups = hcl::members_of(form.ast(), values, "input");
    read.insert(read.end(), of_groups.begin(), of_groups.end());
  }
  return others(document, read);
}

}  // namespace mng::model
