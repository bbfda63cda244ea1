#include "model/form_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hcl/evaluate.hpp"
#include "hcl/json_text.hpp"
#include "hcl/spell.hpp"
#include "hcl/type.hpp"
#include "model/unread.hpp"

namespace mng::model {

using hcl::Entry;
using hcl::Range;
using hcl::Value;

std::vector<Found> follow(const Value& root, const Path& path) {
  std::vector<Found> here{{root, {}, {}}};
  for (const PathStep& step : path) {
    std::vector<Found> next;
    for (const Found& found : here) {
      const Entry* entry = found.value.find(step.key);
      if (entry == nullptr) continue;
      const Value value = entry->value.inside(found.value);
      if (!step.each) {
        next.push_back({value, entry->key, entry->key_range});
      } else if (value.is_object()) {
        for (const Entry* member : value.in_source_order()) {
          next.push_back({member->value.inside(value), member->key, member->key_range});
        }
      } else if (value.is_list()) {
        for (const Value& member : value.items()) next.push_back({member.inside(value), {}, member.range()});
      } else if (!value.is_null() && !value.is_unknown()) {
        next.push_back({value, entry->key, entry->key_range});
      }
    }
    here = std::move(next);
  }
  return here;
}

namespace {

bool ignored(const std::vector<std::string_view>& patterns, std::string_view key) {
  return std::any_of(patterns.begin(), patterns.end(), [&](std::string_view pattern) {
    if (pattern.ends_with('*')) return key.starts_with(pattern.substr(0, pattern.size() - 1));
    return key == pattern;
  });
}

/// The members of an object that are not known, and why.
const hcl::Rest* rest_of(const Value& object) {
  return object.as_object().rest;
}

/// An unknown for what an open object may hold.
Value unknown_member(const hcl::Rest& rest) {
  return Value::unknown(rest.cause);
}

/// Map `below` with map `above` over it, nested maps alike unless `shallow`; what came from
/// `below` is used at `use`. What is not known of either is not known of both.
Value merged(const Value& below, const Value& above, const Range& use, bool shallow, hcl::Arena& arena) {
  std::vector<Entry> out;
  for (const Entry* entry : below.in_source_order()) {
    const Entry* over = above.find(entry->key);
    if (over == nullptr) {
      out.push_back(*entry);
      // A key of `above` that is not known may hide it.
      out.back().value = rest_of(above) != nullptr ? unknown_member(*rest_of(above)).at(entry->value.range())
                                                   : entry->value.inside(below).used_at(arena, use);
    } else if (!shallow && over->value.is_object() && entry->value.is_object()) {
      out.push_back(*over);
      out.back().value = merged(entry->value, over->value, use, shallow, arena);
    }
  }
  for (const Entry* entry : above.in_source_order()) {
    const Entry* under = below.find(entry->key);
    if (under == nullptr || shallow || !under->value.is_object() || !entry->value.is_object()) out.push_back(*entry);
  }
  const hcl::Rest* rest = rest_of(above) != nullptr ? rest_of(above) : rest_of(below);
  return Value::object(arena, std::move(out), rest).at(above.range()).inside(above);
}

std::vector<std::string_view> known_keys(const FormSection& section, const Entity& entity) {
  std::vector<std::string_view> known;
  if (section.vocabulary) known = entity.attribute_names();
  for (const FormField& field : section.fields) {
    if (!field.path.empty()) known.push_back(field.path[0].key);
    if (!field.or_single.empty()) known.push_back(field.or_single);
  }
  return known;
}

/// Whether a mark is about a key: a rule of its own tells of it, and nobody is led to it.
bool is_marked(const FormSection& section, std::string_view key) {
  return std::any_of(section.marks.begin(), section.marks.end(), [&](const Mark& mark) {
    return std::find(mark.keys.begin(), mark.keys.end(), key) != mark.keys.end();
  });
}

/// Whether the place where groups stand, or part of it, is not known.
bool holds_unknown(const Value& input, const Path& path) {
  Path container = path;
  if (container.empty() || !container.back().each) return false;
  container.back().each = false;
  const std::vector<Found> places = follow(input, container);
  return std::any_of(places.begin(), places.end(), [](const Found& place) {
    const Value& value = place.value;
    return value.is_unknown() || (value.is_object() && value.as_object().rest != nullptr) ||
           (value.is_list() && value.as_list().rest != nullptr);
  });
}

}  // namespace

FormReader::FormReader(const Form& form, const Vocabulary& vocabulary, const hcl::Sources& sources, hcl::Arena& arena,
                       Document& document)
    : form_(form),
      vocabulary_(vocabulary),
      sources_(sources),
      arena_(arena),
      document_(document),
      checker_(arena, sources, document.issues, form.syntax() == Syntax::kYaml) {
  checker_.typed(form.typed());
}

void FormReader::context(const Value& input, const Value& major) {
  input_ = input;
  major_ = major;
}

void FormReader::groups(const FormSection& section, const Path& at, const Value& input, std::string_view address) {
  Value defaults = Value::null();
  if (!section.defaults.empty()) {
    const bool has_none = section.defaults_when != 0 &&
                          hcl::Evaluator::to_bool(expression(section.defaults_when, Value::null(), {})) == false;
    if (const Value* found = has_none ? nullptr : input.get(section.defaults)) defaults = *found;
  }
  if (!defaults.is_null() && !defaults.is_object() && !defaults.is_unknown()) {
    issue("invalid-value", defaults, fmt::format("`{}` takes a map", section.defaults), "");
    defaults = Value::null();
  }
  meant_.clear();
  if (defaults.is_object() && complete(section, defaults)) {
    unknown_keys(section, known_keys(section, vocabulary_.group()), defaults, section.defaults);
    defaults = of_version(section, defaults);
  }
  meant_in_defaults_ = meant_;
  if (defaults.is_unknown()) {
    defaults = Value::object(arena_, {}, arena_.make(hcl::Rest{0, hcl::Rest::kNoLimit, &defaults.as_unknown()}));
  }
  std::int64_t position = 0;
  for (Found found : follow(input, at)) {
    key_ = found.key;
    if (!address.empty()) {
      found.key = arena_.copy(found.key.empty() ? std::string(address)
                                                : fmt::format("{}[{}]", address, hcl::json_quoted(found.key)));
    }
    const std::size_t before = document_.groups.size();
    group(section, found, defaults, position++);
    if (document_.groups.size() > before && !at.empty()) document_.groups.back().section = at[0].key;
  }
  if (holds_unknown(input, at)) ++unknown_groups_;
}

void FormReader::issue(std::string_view rule, const Value& at, std::string message, std::string help) {
  checker_.issue({rule, hcl::Severity::kError, at, std::move(message), std::move(help), group_, {}});
}

Value FormReader::expression(hcl::NodeId node, const Value& group, std::string_view key) {
  hcl::Variables scope;
  // What is computed of a resource is no argument of it: what is not written is not there.
  const auto arguments = [&](const Value& value) {
    const hcl::Rest* rest = value.is_object() ? rest_of(value) : nullptr;
    if (rest == nullptr || !rest->computed) return value;
    hcl::Object object = value.as_object();
    object.rest = nullptr;
    return Value::of(arena_, object).at(value.range()).with_via_of(value);
  };
  scope.set("group", arguments(group));
  scope.set("input", arguments(input_));
  scope.set("major", major_);
  scope.set("key", Value::string(key));
  hcl::Diagnostics ignored;  // what cannot be computed is not there
  hcl::Evaluator evaluator(form_.ast(), arena_, scope, hcl::engine_functions(), ignored);
  evaluator.suggest(false);
  const Value value = evaluator.evaluate(node);
  return value.is_error() ? Value::null() : value;
}

void FormReader::cluster(const Value& input) {
  const FormSection& section = form_.cluster();
  group_ = -1;
  const std::vector<Found> places = follow(input, section.at);
  const Value place = places.empty() ? Value::null() : places[0].value;
  for (const Attribute& attribute : vocabulary_.cluster().attributes) {
    document_.cluster.push_back(field(section, attribute, place));
  }
  if (!place.is_object()) return;
  types(section, place);
  std::vector<std::string_view> known = known_keys(section, vocabulary_.cluster());
  if (section.at.empty()) {
    known.push_back(form_.group().at.empty() ? std::string_view{} : form_.group().at[0].key);
    if (!form_.group().defaults.empty()) known.push_back(form_.group().defaults);
  }
  unknown_keys(section, known, place, "the document");
}

Value FormReader::switches(const Value& lifecycle) {
  if (!lifecycle.is_object()) return hcl::untyped(lifecycle, arena_);
  std::vector<Entry> out;
  for (const Entry* entry : lifecycle.in_source_order()) {
    out.push_back(*entry);
    // What is neither true nor unknown is off.
    const bool flag = !entry->value.is_list() && !entry->value.is_unknown();
    out.back().value = hcl::untyped(entry->value, arena_);
    if (flag)
      out.back().value = Value::boolean(hcl::Evaluator::to_bool(entry->value).value_or(false)).at(entry->value.range());
  }
  return Value::object(arena_, std::move(out));
}

bool FormReader::complete(const FormSection& section, const Value& input) {
  if (section.complete == 0) return true;
  return hcl::Evaluator::to_bool(expression(section.complete, input, key_)) != false;
}

void FormReader::group(const FormSection& section, const Found& found, const Value& defaults, std::int64_t position) {
  checker_.lenient(section.lenient || ignored(section.ignore, "*"));
  group_ = static_cast<std::ptrdiff_t>(document_.groups.size());
  Group out;
  out.form = form_.name();
  out.key = found.key;
  out.place = found.key_range;
  out.body = found.value.range();
  Value input = found.value;
  if (input.is_null()) input = Value::object(arena_, {}).at(found.value.range());
  if (input.is_unknown()) {
    ++unknown_groups_;
    return;
  }
  if (!input.is_object()) {
    group_ = -1;
    issue("invalid-value", input, "a node group is a map of attributes", "");
    return;
  }
  meant_ = meant_in_defaults_;
  if (complete(section, input)) {
    unknown_keys(section, known_keys(section, vocabulary_.group()), input, "a node group");
    input = of_version(section, input);
  }
  const Value alone = input;
  if (defaults.is_object()) input = merged(defaults, input, out.place, section.shallow, arena_);
  if (section.when != 0) {
    const Value when = expression(section.when, input, key_);
    if (hcl::Evaluator::to_bool(when) == false) return;
    // Whether it is there is not known.
    if (when.is_unknown()) document_.open = true;
  }
  for (const Attribute& attribute : vocabulary_.group().attributes) {
    out.fields.push_back(field(section, attribute, input));
  }
  types(section, input);
  if (section.lifecycle != 0) out.lifecycle = switches(expression(section.lifecycle, input, key_));
  if (section.guards != 0) out.guards = switches(expression(section.guards, input, key_));
  out.marks = marks(section, input, alone, out.place);
  out.input = input;
  out.context = input_;
  out.major = major_;
  while (&form_.groups()[out.kind] != &section) ++out.kind;
  if (form_.template_section() && form_.template_section()->at.empty()) {
    const FormSection& own = *form_.template_section();
    const Value when = own.when == 0 ? Value::boolean(true) : expression(own.when, input, key_);
    if (hcl::Evaluator::to_bool(when) != false) out.own_template = fields(own, *vocabulary_.find("template"), input);
    // Whether there is one is not known, and so is nothing of it.
    if (when.is_unknown()) {
      for (Field& field : *out.own_template) field.effective = when;
    }
  }
  name(out, position);
  document_.groups.push_back(std::move(out));
}

void FormReader::beside(const Value& input, const Range& block, std::string_view inside) {
  group_ = -1;
  meant_.clear();
  for (const auto& [entity, section] : form_.beside()) {
    if (section.is_resource()) continue;
    const Path* at = section.at_inside.empty() && inside.empty() ? &section.at : nullptr;
    for (const auto& [path, place] : section.at_inside) {
      if (path == inside) at = &place;
    }
    if (at == nullptr) continue;
    if (entity->doubt && holds_unknown(input, *at)) {
      document_.beside[entity->name].push_back(
          {{}, fields(section, *entity, Value::object(arena_, {})), Value::null(), block});
    }
    for (const Found& found : follow(input, *at)) {
      key_ = found.key;
      const Value own = found.value.is_null() ? Value::object(arena_, {}).at(found.key_range) : found.value;
      const std::optional<bool> there =
          section.when == 0 ? true : hcl::Evaluator::to_bool(expression(section.when, own, key_));
      if (!there.value_or(entity->doubt)) continue;
      const Range place = found.key_range.known() ? found.key_range : own.range().known() ? own.range() : block;
      document_.beside[entity->name].push_back({key_, fields(section, *entity, own), Value::null(), place});
    }
  }
}

std::vector<Field> FormReader::fields(const FormSection& section, const Entity& entity, const Value& input) {
  std::vector<Field> out;
  for (const Attribute& attribute : entity.attributes) out.push_back(field(section, attribute, input));
  return out;
}

Value FormReader::marks(const FormSection& section, const Value& input, const Value& own, const Range& place) {
  std::vector<Entry> out;
  for (const Mark& mark : section.marks) {
    std::vector<Value> found;
    for (std::string_view key : mark.keys) {
      const bool of_input = key.starts_with("input.");
      if (of_input) key.remove_prefix(std::string_view("input.").size());
      const Entry* entry = (of_input ? input_ : mark.own ? own : input).find(key);
      // What is turned off or empty is as good as not there.
      const bool blank = entry != nullptr && entry->value.is_string() && entry->value.as_string().empty();
      if (entry == nullptr || says_nothing(entry->value) || blank) continue;
      found.push_back(Value::string(key)
                          .at(entry->key_range.known() ? entry->key_range : entry->value.range())
                          .with_via_of(entry->value));
    }
    // A mark without keys is about the group as such.
    if (mark.keys.empty()) found.push_back(Value::string(mark.name).at(place));
    Value value = Value::list(arena_, found);
    if (mark.when != 0 && !found.empty()) {
      const Value when = expression(mark.when, input, key_);
      if (when.is_unknown()) {
        // What it depends on; it is a list, not a bool.
        hcl::Unknown what;
        what.depends_on = when.as_unknown().depends_on;
        value = Value::unknown(arena_.make(what));
      } else if (!hcl::Evaluator::to_bool(when).value_or(false)) {
        value = Value::list(arena_, std::vector<Value>{});
      }
    }
    out.push_back({mark.name, value, {}, 0});
  }
  return Value::object(arena_, std::move(out));
}

/// Its name, else its prefix, else its key, else its position.
void FormReader::name(Group& out, std::int64_t position) {
  for (const std::string_view attribute : {"node_group_name", "node_group_name_prefix"}) {
    const std::optional<std::size_t> at = vocabulary_.group().index(attribute);
    const Field* field = at ? &out.fields[*at] : nullptr;
    if (field == nullptr || !field->written.is_string() || field->written.as_string().empty()) continue;
    if (out.name.empty()) {
      out.name = field->written.as_string();
      if (attribute == "node_group_name" && field->written.range().known()) {
        out.name_written = sources_.text(field->written.range());
      }
      // A prefix is shown as the name it begins: spot- as spot.
      if (attribute == "node_group_name_prefix") out.name = out.name.substr(0, out.name.find_last_not_of("-_") + 1);
    }
    if (out.key.empty()) {
      out.key = field->written.as_string();
      if (field->written.range().known()) out.place = field->written.range();
    }
  }
  if (out.name.empty()) out.name = out.key;
  if (out.name.empty()) out.name = arena_.copy(fmt::format("group {}", position + 1));
  if (out.key.empty()) out.key = out.name;
  // A list's member begins where its first key does.
  if (!out.place.known()) out.place = out.body;
}

bool FormReader::is_meant(const FormField* mapping, const Attribute& attribute) const {
  return std::any_of(meant_.begin(), meant_.end(), [&](std::string_view key) {
    if (key.empty()) return false;
    if (mapping == nullptr) return key == attribute.name;
    return key == mapping->or_single || (!mapping->path.empty() && key == mapping->path[0].key);
  });
}

Field FormReader::field(const FormSection& section, const Attribute& attribute, const Value& input) {
  const FormField* mapping = section.find(attribute.name);
  checker_.spelling(nullptr);
  if (mapping == nullptr && !section.vocabulary) {
    return checker_.check(attribute, nullptr, {}, group_);
  }
  Found found;
  bool present = false;
  if (mapping == nullptr) {
    if (const Entry* entry = input.find(attribute.name)) {
      found = {entry->value.inside(input), entry->key, entry->key_range};
      present = true;
    }
  } else if (mapping->value != 0) {
    found.value = expression(mapping->value, input, key_);
    // What is put together stands where the text that it is made from does.
    const std::vector<Found> from = mapping->appends.empty() ? std::vector<Found>() : follow(input, mapping->path);
    if (!from.empty()) found.value = found.value.at(from[0].value.range()).inside(from[0].value);
    found.key_range = found.value.range();
    present = true;
    found.value = translated(*mapping, attribute, found.value);
  } else {
    const std::vector<Found> all = follow(input, mapping->path);
    if (!all.empty()) {
      found = all[0];
      present = true;
    } else if (!mapping->or_single.empty()) {
      if (const Entry* entry = input.find(mapping->or_single)) {
        const Value one = entry->value.inside(input);
        found = {one, entry->key, entry->key_range};
        if (!one.is_null()) found.value = Value::list(arena_, std::vector<Value>{one}).at(one.range()).inside(one);
        present = true;
      }
    }
    if (present) found.value = translated(*mapping, attribute, found.value);
  }
  // What is computed of a resource is no argument of it.
  const hcl::Rest* rest = input.is_object() ? rest_of(input) : nullptr;
  if (!present && rest != nullptr && !rest->computed) {
    found.value = unknown_member(*rest).inside(input);
    present = true;
  }
  // What is written under another name is neither absent nor known: that is one fault, not two.
  if (!present && is_meant(mapping, attribute)) {
    found.value = Value::unknown(arena_, attribute.name);
    present = true;
  }
  // What was computed has no place of its own: its key's is the next best.
  if (present && !found.value.range().known()) found.value = found.value.at(found.key_range);
  checker_.spelling(mapping);
  Field out = checker_.check(attribute, present ? &found.value : nullptr, found.key_range, group_);
  if (!out.given && mapping != nullptr && mapping->fallback != 0) {
    const Value fallback = expression(mapping->fallback, input, key_);
    // What is not known may be given.
    if (fallback.is_unknown()) return checker_.check(attribute, &fallback, found.key_range, group_);
    out.effective = effective(attribute, &fallback, arena_);
  }
  if (!out.given && mapping != nullptr && mapping->sent != 0) out.sent = expression(mapping->sent, input, key_);
  return out;
}

/// The form's names of nested attributes into the vocabulary's.
Value FormReader::translated(const FormField& mapping, const Attribute& attribute, const Value& value) {
  if (mapping.nested.empty()) return value;
  if (value.is_list()) {
    std::vector<Value> items;
    for (const Value& item : value.items()) items.push_back(translated_map(mapping, attribute, item.inside(value)));
    return Value::list(arena_, items, value.as_list().rest, value.as_list().fixed).at(value.range()).inside(value);
  }
  // A map where a list is due is told as that, and not looked into.
  const bool many = attribute.type == Type::kBlockList || attribute.type == Type::kBlockSet;
  return many ? value : translated_map(mapping, attribute, value);
}

Value FormReader::translated_map(const FormField& mapping, const Attribute& attribute, const Value& value) {
  if (!value.is_object()) return value;
  std::vector<Entry> entries;
  for (const Entry* entry : value.in_source_order()) {
    const auto nested = std::find_if(mapping.nested.begin(), mapping.nested.end(), [&](const FormField& field) {
      return field.path.size() == 1 && field.path[0].key == entry->key;
    });
    if (nested == mapping.nested.end()) {
      // What the form says nothing of stands under its own name.
      std::vector<std::string_view> names;
      for (const Attribute& one : attribute.nested) {
        const auto field = std::find_if(mapping.nested.begin(), mapping.nested.end(),
                                        [&](const FormField& other) { return other.attribute == one.name; });
        names.push_back(field == mapping.nested.end() || field->path.empty() ? one.name : field->path[0].key);
      }
      if (std::find(names.begin(), names.end(), entry->key) != names.end()) {
        entries.push_back(*entry);
        continue;
      }
      std::string help = hcl::did_you_mean(entry->key, names);
      if (help.empty()) help = fmt::format("there is {}", fmt::join(names, ", "));
      issue("unknown-attribute", Value::null().at(entry->key_range).inside(value),
            fmt::format("`{}` has no attribute `{}`", mapping.path.back().key, entry->key), std::move(help));
      continue;
    }
    Entry out = *entry;
    out.key = nested->attribute;
    out.value = translated(*nested, *attribute.find(nested->attribute), entry->value);
    entries.push_back(out);
  }
  return Value::object(arena_, std::move(entries), value.as_object().rest).at(value.range()).inside(value);
}

void FormReader::unknown_keys(const FormSection& section, const std::vector<std::string_view>& known,
                              const Value& input, std::string_view what) {
  for (const Entry* entry : input.in_source_order()) {
    if (checker_.full()) return;
    if (const auto majors = section.only_in(entry->key, major_); !majors.empty()) {
      if (!entry->value.is_null()) issue_of_version(section, *entry, majors, what);
      continue;
    }
    const bool is_known = std::find(known.begin(), known.end(), entry->key) != known.end();
    if (is_known || ignored(section.ignore, entry->key) || is_marked(section, entry->key)) continue;
    std::vector<std::string_view> names = known;
    std::copy_if(section.ignore.begin(), section.ignore.end(), std::back_inserter(names),
                 [](std::string_view name) { return !name.ends_with('*'); });
    meant_.push_back(hcl::nearest(entry->key, names));
    std::string help = hcl::did_you_mean(entry->key, names);
    // What stands one level too high is told where it belongs.
    for (const Attribute& attribute : vocabulary_.group().attributes) {
      if (section.vocabulary && attribute.type == Type::kBlock && attribute.find(entry->key) != nullptr) {
        help = fmt::format("it is an attribute of `{}`", attribute.name);
      }
    }
    checker_.issue({"unknown-attribute",
                    section.lenient ? hcl::Severity::kWarning : hcl::Severity::kError,
                    Value::null().at(entry->key_range).inside(entry->value),
                    fmt::format("{} has no attribute `{}`", what, entry->key),
                    std::move(help),
                    group_,
                    {}});
  }
}

void FormReader::issue_of_version(const FormSection& section, const Entry& entry, std::span<const std::int64_t> majors,
                                  std::string_view what) {
  const std::string last = fmt::format("{} of the module {} it", majors.back(), majors.size() == 1 ? "has" : "have");
  checker_.issue(
      {"unknown-attribute",
       section.lenient ? hcl::Severity::kWarning : hcl::Severity::kError,
       Value::null().at(entry.key_range).inside(entry.value),
       fmt::format("{} has no attribute `{}` in version {} of the module", what, entry.key, major_.as_integer()),
       majors.size() == 1 ? fmt::format("version {}", last)
                          : fmt::format("versions {} and {}", fmt::join(majors.first(majors.size() - 1), ", "), last),
       group_,
       {}});
}

Value FormReader::of_version(const FormSection& section, const Value& input) const {
  const auto is_gone = [&](const Entry& entry) { return !section.only_in(entry.key, major_).empty(); };
  if (section.versions.empty() || std::none_of(input.entries().begin(), input.entries().end(), is_gone)) return input;
  std::vector<Entry> kept;
  for (const Entry* entry : input.in_source_order()) {
    if (!is_gone(*entry)) kept.push_back(*entry);
  }
  return Value::object(arena_, std::move(kept), input.as_object().rest).at(input.range()).with_via_of(input);
}

void FormReader::types(const FormSection& section, const Value& input) {
  checker_.spelling(nullptr);
  for (const auto& [path, type] : section.types) {
    Attribute attribute;
    attribute.name = path.back().key;
    attribute.type = type;
    for (const Found& found : follow(input, path)) checker_.check(attribute, &found.value, found.key_range, group_);
  }
}

}  // namespace mng::model
