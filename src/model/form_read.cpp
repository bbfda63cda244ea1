#include <fmt/format.h>

#include <algorithm>

#include "hcl/spell.hpp"
#include "model/form.hpp"

namespace mng::model {

using hcl::Entry;
using hcl::Range;
using hcl::Value;

namespace {

/// A member found by a path, with where its key is written.
struct Found {
  Value value;
  std::string_view key;
  Range key_range;
};

/// All that a path leads to. Members of a map come in source order.
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

/// Map `below` with map `above` over it, nested maps alike; what came from
/// `below` is used at `use`. What is not known of either is not known of both.
Value merged(const Value& below, const Value& above, const Range& use, hcl::Arena& arena) {
  std::vector<Entry> out;
  for (const Entry* entry : below.in_source_order()) {
    const Entry* over = above.find(entry->key);
    if (over == nullptr) {
      out.push_back(*entry);
      // A key of `above` that is not known may hide it.
      out.back().value = rest_of(above) != nullptr ? unknown_member(*rest_of(above)).at(entry->value.range())
                                                   : entry->value.inside(below).used_at(arena, use);
    } else if (over->value.is_object() && entry->value.is_object()) {
      out.push_back(*over);
      out.back().value = merged(entry->value, over->value, use, arena);
    }
  }
  for (const Entry* entry : above.in_source_order()) {
    const Entry* under = below.find(entry->key);
    if (under == nullptr || !under->value.is_object() || !entry->value.is_object()) out.push_back(*entry);
  }
  const hcl::Rest* rest = rest_of(above) != nullptr ? rest_of(above) : rest_of(below);
  return Value::object(arena, std::move(out), rest).at(above.range()).inside(above);
}

class Reader {
 public:
  Reader(const Form& form, const Vocabulary& vocabulary, const hcl::Sources& sources, hcl::Arena& arena,
         Document& document)
      : form_(form),
        vocabulary_(vocabulary),
        arena_(arena),
        document_(document),
        checker_(arena, sources, document.issues) {}

  void run(const Value& input) {
    cluster(input);
    const FormSection& section = form_.group();
    Value defaults = Value::null();
    if (!section.defaults.empty()) {
      if (const Value* found = input.get(section.defaults)) defaults = *found;
    }
    if (!defaults.is_null() && !defaults.is_object() && !defaults.is_unknown()) {
      issue("invalid-value", defaults, fmt::format("`{}` takes a map", section.defaults), "");
      defaults = Value::null();
    }
    if (defaults.is_object()) unknown_keys(section, vocabulary_.group(), defaults, section.defaults);
    if (defaults.is_unknown()) {
      defaults = Value::object(arena_, {}, arena_.make(hcl::Rest{0, hcl::Rest::kNoLimit, &defaults.as_unknown()}));
    }
    std::int64_t position = 0;
    for (const Found& found : follow(input, section.at)) group(found, defaults, position++);
    if (holds_unknown(input, section.at)) ++unknown_groups_;
    if (unknown_groups_ > 0) {
      document_.not_checked.push_back("node groups that stand in no text here, such as an include or a variable,");
    }
  }

 private:
  void issue(std::string_view rule, const Value& at, std::string message, std::string help) {
    checker_.issue({rule, hcl::Severity::kError, at, std::move(message), std::move(help), group_, {}});
  }

  /// Whether the place where groups stand, or part of it, is not known.
  static bool holds_unknown(const Value& input, const Path& path) {
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

  void cluster(const Value& input) {
    const FormSection& section = form_.cluster();
    group_ = -1;
    const std::vector<Found> places = follow(input, section.at);
    const Value place = places.empty() ? Value::null() : places[0].value;
    for (const Attribute& attribute : vocabulary_.cluster().attributes) {
      document_.cluster.push_back(field(section, attribute, place));
    }
    if (!place.is_object()) return;
    std::vector<std::string_view> known = known_keys(section, vocabulary_.cluster());
    if (section.at.empty()) {
      known.push_back(form_.group().at.empty() ? std::string_view{} : form_.group().at[0].key);
      if (!form_.group().defaults.empty()) known.push_back(form_.group().defaults);
    }
    unknown_keys(section, known, place, "the document");
  }

  void group(const Found& found, const Value& defaults, std::int64_t position) {
    group_ = static_cast<std::ptrdiff_t>(document_.groups.size());
    Group out;
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
    const FormSection& section = form_.group();
    unknown_keys(section, vocabulary_.group(), input, "a node group");
    if (defaults.is_object()) input = merged(defaults, input, out.place, arena_);
    for (const Attribute& attribute : vocabulary_.group().attributes) {
      out.fields.push_back(field(section, attribute, input));
    }
    name(out, position);
    document_.groups.push_back(std::move(out));
  }

  /// Its name, else its prefix, else its key, else its position.
  void name(Group& out, std::int64_t position) {
    for (const std::string_view attribute : {"node_group_name", "node_group_name_prefix"}) {
      const std::optional<std::size_t> at = vocabulary_.group().index(attribute);
      const Field* field = at ? &out.fields[*at] : nullptr;
      if (field == nullptr || !field->written.is_string() || field->written.as_string().empty()) continue;
      if (out.name.empty()) out.name = field->written.as_string();
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

  Field field(const FormSection& section, const Attribute& attribute, const Value& input) {
    const FormField* mapping = section.find(attribute.name);
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
      if (present) found.value = translated(*mapping, found.value);
    }
    if (!present && input.is_object() && rest_of(input) != nullptr) {
      found.value = unknown_member(*rest_of(input)).inside(input);
      present = true;
    }
    Field out = checker_.check(attribute, present ? &found.value : nullptr, found.key_range, group_);
    if (!out.given && mapping != nullptr && mapping->fallback) {
      out.effective = effective(attribute, &*mapping->fallback, arena_);
    }
    return out;
  }

  /// The form's spelling of a value into the vocabulary's, nested fields alike.
  Value translated(const FormField& mapping, const Value& value) {
    for (const auto& [ours, theirs] : mapping.values) {
      if (hcl::equal(theirs, value)) return Value::string(ours).at(value.range()).inside(value);
    }
    if (mapping.nested.empty()) return value;
    if (value.is_list()) {
      std::vector<Value> items;
      for (const Value& item : value.items()) items.push_back(translated(mapping, item.inside(value)));
      return Value::list(arena_, items, value.as_list().rest, value.as_list().fixed).at(value.range()).inside(value);
    }
    if (!value.is_object()) return value;
    std::vector<Entry> entries;
    for (const Entry* entry : value.in_source_order()) {
      Entry out = *entry;
      for (const FormField& nested : mapping.nested) {
        if (nested.path.size() == 1 && nested.path[0].key == entry->key) {
          out.key = nested.attribute;
          out.value = translated(nested, entry->value);
        }
      }
      entries.push_back(out);
    }
    return Value::object(arena_, std::move(entries), value.as_object().rest).at(value.range()).inside(value);
  }

  static std::vector<std::string_view> known_keys(const FormSection& section, const Entity& entity) {
    std::vector<std::string_view> known;
    if (section.vocabulary) known = entity.attribute_names();
    for (const FormField& field : section.fields) {
      if (!field.path.empty()) known.push_back(field.path[0].key);
      if (!field.or_single.empty()) known.push_back(field.or_single);
    }
    return known;
  }
  void unknown_keys(const FormSection& section, const Entity& entity, const Value& input, std::string_view what) {
    unknown_keys(section, known_keys(section, entity), input, what);
  }
  void unknown_keys(const FormSection& section, const std::vector<std::string_view>& known, const Value& input,
                    std::string_view what) {
    for (const Entry* entry : input.in_source_order()) {
      if (checker_.full()) return;
      if (std::find(known.begin(), known.end(), entry->key) != known.end() || ignored(section.ignore, entry->key)) {
        continue;
      }
      issue("unknown-attribute", Value::null().at(entry->key_range).inside(entry->value),
            fmt::format("{} has no attribute `{}`", what, entry->key), hcl::did_you_mean(entry->key, known));
    }
  }

  const Form& form_;
  const Vocabulary& vocabulary_;
  hcl::Arena& arena_;
  Document& document_;
  FieldChecker checker_;
  std::ptrdiff_t group_ = -1;
  std::size_t unknown_groups_ = 0;
};

}  // namespace

Document Form::read(const Value& input, const Range& body, const Vocabulary& vocabulary, const hcl::Sources& sources,
                    hcl::Arena& arena) const {
  Document document;
  document.source = body.source;
  document.form = name_;
  document.body = body;
  Reader(*this, vocabulary, sources, arena, document).run(input);
  for (const NotChecked& rule : not_checked_) {
    const std::size_t count = follow(input, rule.at).size();
    if (count > 0) document.not_checked.push_back(fmt::format("{} {}{}", count, rule.as, count == 1 ? "" : "s"));
  }
  return document;
}

}  // namespace mng::model
