#include "model/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "hcl/functions.hpp"
#include "hcl/json_text.hpp"
#include "hcl/spell.hpp"
#include "hcl/template_text.hpp"
#include "hcl/type.hpp"
#include "model/form.hpp"

namespace mng::model {

using hcl::Value;

namespace {

std::string article(std::string_view noun) {
  return fmt::format("{} {}", std::string_view("aeiou").find(noun[0]) == std::string_view::npos ? "a" : "an", noun);
}

std::string expected(Type type) {
  switch (type) {
    case Type::kString:
      return "a string";
    case Type::kNumber:
      return "a number";
    case Type::kInteger:
      return "a whole number";
    case Type::kBool:
      return "true or false";
    case Type::kStringList:
    case Type::kStringSet:
      return "a list of strings";
    case Type::kStringMap:
      return "a map of strings";
    case Type::kBlock:
      return "a map";
    case Type::kBlockList:
    case Type::kBlockSet:
      return "a list of maps";
  }
  return "another value";
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
    out += names[i];
  }
  return out;
}

constexpr std::string_view kWrongType = "invalid-value";

/// The rule that a value outside its attribute's bounds breaks.
std::string_view rule_of(const Attribute& attribute) {
  return attribute.rule.empty() ? kWrongType : attribute.rule;
}

}  // namespace

std::string FieldChecker::shown(const Value& value) const {
  const hcl::TextOf text = hcl::text_of(value);
  if (value.is_object()) return "a map";
  if (value.is_null()) return "null";
  if (!text.ok) return article(hcl::kind_name(value.kind()));
  std::string out = text.text.substr(0, 60);
  if (text.text.size() > out.size()) out += "…";
  return fmt::format("`{}`", out);
}

namespace {

const FormField* nested_field(const FormField& field, std::string_view attribute) {
  for (const FormField& nested : field.nested) {
    if (nested.attribute == attribute) return &nested;
    if (const FormField* deeper = nested_field(nested, attribute)) return deeper;
  }
  return nullptr;
}

}  // namespace

const FormField* FieldChecker::field_of(const Attribute& attribute) const {
  if (spelling_ == nullptr || spelling_->attribute == attribute.name) return spelling_;
  return nested_field(*spelling_, attribute.name);
}

std::string_view FieldChecker::name_of(const Attribute& attribute) const {
  const FormField* field = field_of(attribute);
  return field == nullptr || field->path.empty() ? attribute.name : field->path.back().key;
}

void FieldChecker::issue(Issue issue) {
  if (full()) return;
  const hcl::Range& range = issue.at.range();
  if (range.known() && !said_.emplace(range.source, range.begin, range.end, issue.message).second) return;
  issues_.push_back(std::move(issue));
  if (!full()) return;
  issues_.back().message = fmt::format("{} faults in this document, and perhaps more that are not said", kMostIssues);
  issues_.back().help = "mend the first ones, or leave the file out";
}

bool FieldChecker::full() const {
  return issues_.size() >= kMostIssues;
}

Value FieldChecker::wrong(std::string_view rule, const Attribute& attribute, const Value& value, std::string message,
                          std::string help, hcl::Severity severity) {
  issue({rule, severity, value, std::move(message), std::move(help), group_, {}});
  return Value::unknown(arena_, attribute.name).at(value.range()).inside(value);
}

Field FieldChecker::check(const Attribute& attribute, const Value* value, const hcl::Range& key, std::ptrdiff_t group) {
  group_ = group;
  Field field;
  field.key = key;
  // A key without a value is as good as no key, in YAML and in Terraform; so is a `dynamic` block for nothing.
  const bool no_block = attribute.type == Type::kBlock && value != nullptr && value->is_list() &&
                        value->items().empty() && value->as_list().rest == nullptr;
  // Nor does Terraform tell an empty text, or an empty list of what AWS else chooses, from none.
  const bool empty =
      !as_written_ && value != nullptr &&
      ((value->is_string() && value->as_string().empty()) ||
       (attribute.computed && value->is_list() && value->items().empty() && value->as_list().rest == nullptr));
  if (value == nullptr || value->is_null() || no_block || empty) {
    field.effective = effective(attribute, nullptr, arena_);
    return field;
  }
  field.given = true;
  field.written = convert(attribute, *value);
  field.effective = effective(attribute, &field.written, arena_);
  return field;
}

std::string_view FieldChecker::literal(const Attribute& attribute, const Value& value) const {
  if (attribute.literals.empty() || !as_written_ || !value.is_unknown() || !value.range().known()) return {};
  // What a form computed has its place in the form, which is none of these sources.
  const hcl::Range& range = value.range();
  if (range.source > sources_.size() || range.end > sources_[range.source].text().size()) return {};
  std::string_view text = sources_.text(range);
  const bool quoted = text.size() > 1 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0];
  if (quoted) text = text.substr(1, text.size() - 2);
  const auto found = std::find(attribute.literals.begin(), attribute.literals.end(), text);
  return found == attribute.literals.end() ? std::string_view() : *found;
}

Value FieldChecker::convert(const Attribute& attribute, const Value& value) {
  if (const std::string_view itself = literal(attribute, value); !itself.empty()) {
    return Value::string(itself).at(value.range()).inside(value);
  }
  // What it is not known to be it may be of another type: that is for others to say.
  if (value.is_unknown()) return hcl::untyped(value, arena_);
  switch (attribute.type) {
    case Type::kString:
    case Type::kNumber:
    case Type::kInteger:
    case Type::kBool: {
      if (const FormField* field = field_of(attribute); field != nullptr && !field->values.empty()) {
        return respelled(attribute, *field, value);
      }
      const Value out = scalar(attribute, attribute.type, value);
      if (!out.is_unknown()) {
        if (!one_of(attribute, out) || !bounds(attribute, out) || !characters(attribute, out))
          return Value::unknown(arena_, attribute.name).at(out.range()).inside(out);
      }
      return out;
    }
    case Type::kStringList:
    case Type::kStringSet:
    case Type::kBlockList:
    case Type::kBlockSet:
      return list(attribute, value);
    case Type::kStringMap:
      return map(attribute, value);
    case Type::kBlock:
      return block(attribute, value);
  }
  return value;
}

Value FieldChecker::respelled(const Attribute& attribute, const FormField& field, const Value& value) {
  std::vector<std::string_view> names;
  for (const auto& [ours, theirs] : field.values) {
    if (hcl::equal(theirs, value)) return Value::string(ours).at(value.range()).inside(value);
    names.push_back(arena_.copy(hcl::text_of(theirs).text));
  }
  for (const auto& [ours, theirs] : field.values) {
    if (!value.is_string() || theirs.is_string() || hcl::text_of(theirs).text != value.as_string()) continue;
    return wrong(rule_of(attribute), attribute, value,
                 fmt::format("`{}` takes {}, not a text", name_of(attribute), joined(names)),
                 fmt::format("write {} without quotes", value.as_string()));
  }
  // What the form works out by itself says it in the vocabulary's words, and is written nowhere.
  const bool ours =
      value.is_string() && !value.range().known() &&
      std::find(attribute.one_of.begin(), attribute.one_of.end(), value.as_string()) != attribute.one_of.end();
  return ours ? value : none_of(attribute, value, names);
}

Value FieldChecker::scalar(const Attribute& attribute, Type type, const Value& value) {
  if (value.is_unknown()) return hcl::untyped(value, arena_);
  const auto complain = [&] {
    const bool member = attribute.type != type;
    return wrong(kWrongType, attribute, value,
                 member
                     ? fmt::format("a member of `{}` is {}, not {}", name_of(attribute), expected(type), shown(value))
                     : fmt::format("`{}` takes {}, not {}", name_of(attribute), expected(type), shown(value)),
                 {});
  };
  const auto quoted = [&] {
    return wrong(kWrongType, attribute, value,
                 fmt::format("`{}` takes {}, not a text", name_of(attribute), expected(type)),
                 fmt::format("write {} without quotes", value.as_string()));
  };
  if (type == Type::kString) {
    if (value.is_string()) return value;
    if (as_written_ && value.is_number() && value.range().known()) {
      // The digits as written: 1.30 is not 1.3 here.
      return Value::string(sources_.text(value.range())).at(value.range()).inside(value);
    }
    const hcl::TextOf text = hcl::text_of(value);
    if (!text.ok) return complain();
    return Value::string(arena_.copy(text.text)).at(value.range()).inside(value);
  }
  if (type == Type::kNumber || type == Type::kInteger) {
    double number = 0;
    if (!hcl::number_of(value, number)) return complain();
    if (type == Type::kInteger && std::trunc(number) != number) return complain();
    if (value.is_number()) return value;
    if (typed_) return quoted();
    return Value::number(number).at(value.range()).inside(value);
  }
  if (value.is_bool()) return value;
  if (value.is_string() && (value.as_string() == "true" || value.as_string() == "false")) {
    if (typed_) return quoted();
    return Value::boolean(value.as_string() == "true").at(value.range()).inside(value);
  }
  return complain();
}

Value FieldChecker::list(const Attribute& attribute, const Value& value) {
  const bool blocks = attribute.is_block();
  if (!value.is_list()) {
    const std::string help =
        value.is_string() ? fmt::format("write it as a list: [{}]", hcl::json_quoted(value.as_string().substr(0, 60)))
        : blocks && value.is_object() ? std::string("write it as a list: [{…}]")
                                      : std::string();
    return wrong(kWrongType, attribute, value,
                 fmt::format("`{}` takes {}, not {}", name_of(attribute), expected(attribute.type), shown(value)),
                 help);
  }
  std::vector<Value> items;
  items.reserve(value.items().size());
  for (const Value& item : value.items()) {
    const Value here = item.inside(value);
    items.push_back(blocks ? block(attribute, here) : scalar(attribute, Type::kString, here));
  }
  const Value out =
      Value::list(arena_, items, value.as_list().rest, value.as_list().fixed).at(value.range()).inside(value);
  // So long a list is not what it is meant to be; its members are not judged.
  constexpr double kFarTooMany = 5;
  if (!bounds(attribute, out) && attribute.most && static_cast<double>(items.size()) > kFarTooMany * *attribute.most) {
    return Value::unknown(arena_, attribute.name).at(out.range()).inside(out);
  }
  return out;
}

Value FieldChecker::map(const Attribute& attribute, const Value& value) {
  if (!value.is_object()) {
    return wrong(kWrongType, attribute, value,
                 fmt::format("`{}` takes {}, not {}", name_of(attribute), expected(attribute.type), shown(value)), {});
  }
  std::vector<hcl::Entry> entries;
  for (const hcl::Entry* entry : value.in_source_order()) {
    entries.push_back(*entry);
    // A label without a value is null in YAML; what it means is not judged here.
    if (entry->value.is_null()) continue;
    Value& member = entries.back().value;
    member = scalar(attribute, Type::kString, entry->value.inside(value));
    // An empty default of a variable waits for a value, as it does elsewhere.
    const bool waits = !as_written_ && member.is_string() && member.as_string().empty() && member.via() != nullptr;
    if (waits) member = Value::unknown(arena_, entry->key).at(member.range()).inside(member);
  }
  return Value::object(arena_, std::move(entries), value.as_object().rest).at(value.range()).inside(value);
}

Value FieldChecker::block(const Attribute& attribute, const Value& value) {
  Value one = value;
  // Some formats write a block as a list of one.
  if (attribute.type == Type::kBlock && value.is_list() && value.items().size() == 1 &&
      value.as_list().rest == nullptr) {
    one = value.items()[0].inside(value);
  }
  if (one.is_unknown()) return hcl::untyped(one, arena_);
  // How often the block stands is not known.
  if (one.is_list() && one.as_list().rest != nullptr) {
    return hcl::untyped(Value::unknown(one.as_list().rest->cause), arena_).at(one.range()).inside(one);
  }
  if (!as_written_ && one.is_list() && one.items().size() > 1 && attribute.type == Type::kBlock) {
    return wrong(kWrongType, attribute, one,
                 fmt::format("`{}` stands {} times", name_of(attribute), one.items().size()), "keep one of them");
  }
  if (!one.is_object()) {
    return wrong(kWrongType, attribute, one,
                 fmt::format("`{}` takes {}, not {}", name_of(attribute), expected(Type::kBlock), shown(one)), {});
  }
  std::vector<hcl::Entry> entries;
  for (const hcl::Entry* entry : one.in_source_order()) {
    const Attribute* nested = attribute.find(entry->key);
    if (nested == nullptr && lenient_) continue;
    if (nested == nullptr) {
      std::vector<std::string_view> names;
      for (const Attribute& candidate : attribute.nested) names.push_back(candidate.name);
      std::string help = hcl::did_you_mean(entry->key, names);
      if (help.empty()) help = fmt::format("there is {}", joined(names));
      issue({"unknown-attribute",
             hcl::Severity::kError,
             Value::null().at(entry->key_range).inside(one),
             fmt::format("`{}` has no attribute `{}`", name_of(attribute), entry->key),
             std::move(help),
             group_,
             {}});
      continue;
    }
    const bool empty = !as_written_ && entry->value.is_string() && entry->value.as_string().empty();
    if (entry->value.is_null() || empty) continue;
    entries.push_back(*entry);
    entries.back().value = convert(*nested, entry->value.inside(one));
  }
  return Value::object(arena_, std::move(entries), one.as_object().rest).at(one.range()).inside(one);
}

bool FieldChecker::one_of(const Attribute& attribute, const Value& value) {
  if (attribute.one_of.empty() || !value.is_string()) return true;
  const std::string_view text = value.as_string();
  if (std::find(attribute.one_of.begin(), attribute.one_of.end(), text) != attribute.one_of.end()) return true;
  none_of(attribute, value, attribute.one_of);
  return false;
}

Value FieldChecker::none_of(const Attribute& attribute, const Value& value,
                            const std::vector<std::string_view>& names) {
  std::string help = hcl::did_you_mean(hcl::text_of(value).text, names);
  constexpr std::size_t kShort = 8;
  if (names.size() <= kShort) {
    if (!help.empty()) help += " ";
    help += fmt::format("it takes {}", joined(names));
  }
  return wrong(rule_of(attribute), attribute, value,
               fmt::format("{} is no value of `{}`{}", shown(value), name_of(attribute),
                           attribute.grows ? " that is known" : ""),
               std::move(help), attribute.grows ? hcl::Severity::kWarning : hcl::Severity::kError);
}

bool FieldChecker::characters(const Attribute& attribute, const Value& value) {
  if (attribute.characters.empty() || !value.is_string()) return true;
  const std::string_view text = value.as_string();
  // A name such as `<group>` or `@NAME@` waits to be filled in.
  if (text.find_first_of("<>@%{}$") != std::string_view::npos) return false;
  std::string_view odd = hcl::first_outside(text.substr(0, 1), attribute.begins);
  const bool first = !odd.empty();
  if (!first) odd = hcl::first_outside(text, attribute.characters);
  if (odd.empty()) return true;
  wrong(rule_of(attribute), attribute, value,
        first ? fmt::format("{} is no value of `{}`: it begins with none of {}", shown(value), name_of(attribute),
                            attribute.begins)
              : fmt::format("{} is no value of `{}`: `{}` is none of {}", shown(value), name_of(attribute), odd,
                            attribute.characters),
        {});
  return false;
}

bool FieldChecker::bounds(const Attribute& attribute, const Value& value) {
  double size = 0;
  double added = 0;  // by the form, of which nobody who writes it knows
  std::string_view what;
  if (value.is_number()) {
    size = value.as_double();
  } else if (value.is_string()) {
    size = static_cast<double>(hcl::code_points(value.as_string()));
    what = " characters";
    const FormField* field = field_of(attribute);
    if (field != nullptr && value.as_string().ends_with(field->appends)) {
      added = static_cast<double>(hcl::code_points(field->appends));
    }
  } else if (value.is_list()) {
    size = static_cast<double>(value.items().size());
    what = " members";
    // Of an open list only the least that it can have is known.
    if (value.as_list().rest != nullptr) {
      size += value.as_list().rest->low;
      if (attribute.least && size < *attribute.least) return true;
    }
  } else {
    return true;
  }
  // An empty default of a variable waits for a value: it is none yet.
  if (!as_written_ && size == 0 && !what.empty() && value.via() != nullptr) return true;
  const std::string_view verb = what.empty() ? "is" : "has";
  if (attribute.least && size < *attribute.least) {
    if (size == 0 && !what.empty()) {
      wrong(rule_of(attribute), attribute, value, fmt::format("`{}` is empty", name_of(attribute)),
            value.is_list() ? "name at least one" : "give it a value, or leave it out");
    } else {
      wrong(rule_of(attribute), attribute, value,
            fmt::format("`{}` {} {}{}; the least is {}", name_of(attribute), verb, size, what, *attribute.least), {});
    }
    return false;
  }
  if (attribute.most && size > *attribute.most) {
    wrong(rule_of(attribute), attribute, value,
          fmt::format("`{}` {} {}{}; the most is {}", name_of(attribute), verb, size - added, what,
                      *attribute.most - added),
          value.is_list() ? fmt::format("leave out {}", size - *attribute.most) : std::string());
    return false;
  }
  return true;
}

std::string unknown_region(std::string_view region, const catalogue::Tables& catalogue) {
  if (catalogue.find_region(region)) return {};
  std::vector<std::string_view> names;
  for (const catalogue::Region& known : catalogue.regions) names.push_back(known.name);
  const std::string meant = hcl::did_you_mean(region, names);
  return fmt::format("the catalogue of {} has no region `{}`{}{}", catalogue.offerings_date, region,
                     meant.empty() ? "" : "; ", meant);
}

namespace {

/// Whether a text that is no region is none by mistake either: `<region>`, `CLUSTER_REGION`.
bool stands_for_a_name(std::string_view name, std::string_view fault) {
  const bool meant = fault.find("did you mean") != std::string_view::npos;
  const auto of_a_name = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !meant && !std::all_of(name.begin(), name.end(), of_a_name);
}

}  // namespace

void check_regions(Document& document, const Vocabulary& vocabulary, const catalogue::Tables& catalogue) {
  const auto check = [&](const Entity& entity, const std::vector<Field>& fields, std::ptrdiff_t group) {
    const std::optional<std::size_t> at = entity.index("region");
    if (!at || *at >= fields.size() || !fields[*at].written.is_string()) return;
    const std::string_view name = fields[*at].written.as_string();
    const std::string fault = unknown_region(name, catalogue);
    if (fault.empty() || stands_for_a_name(name, fault)) return;
    // A warning: regions are opened faster than catalogues are made.
    document.issues.push_back({"invalid-value",
                               hcl::Severity::kWarning,
                               fields[*at].written,
                               fault,
                               "what the region offers is not judged",
                               group,
                               {}});
  };
  check(vocabulary.cluster(), document.cluster, -1);
  for (std::size_t i = 0; i < document.groups.size(); ++i) {
    check(vocabulary.group(), document.groups[i].fields, static_cast<std::ptrdiff_t>(i));
  }
}

Value effective(const Attribute& attribute, const Value* written, hcl::Arena& arena) {
  const bool absent = written == nullptr || written->is_null();
  if (attribute.type != Type::kBlock && attribute.type != Type::kBlockList && attribute.type != Type::kBlockSet) {
    if (!absent) return hcl::untyped(*written, arena);
    return attribute.fallback.value_or(Value::null());
  }
  if (!absent && written->is_unknown()) return hcl::untyped(*written, arena);
  if (attribute.type == Type::kBlock) {
    const hcl::Rest* rest = absent ? nullptr : written->as_object().rest;
    std::vector<hcl::Entry> entries;
    for (const Attribute& nested : attribute.nested) {
      const hcl::Entry* entry = absent ? nullptr : written->find(nested.name);
      hcl::Entry out;
      out.key = nested.name;
      if (entry != nullptr) out.key_range = entry->key_range;
      // A key that is not seen may be among those that are not known.
      out.value = entry == nullptr && rest != nullptr
                      ? hcl::untyped(Value::unknown(rest->cause), arena)
                      : effective(nested, entry == nullptr ? nullptr : &entry->value, arena);
      entries.push_back(out);
    }
    const Value out = Value::object(arena, std::move(entries));
    return absent ? out : out.at(written->range()).inside(*written);
  }
  if (absent) return Value::list(arena, std::vector<Value>{});
  std::vector<Value> items;
  Attribute one = attribute;
  one.type = Type::kBlock;
  for (const Value& item : written->items()) items.push_back(effective(one, &item, arena));
  return Value::list(arena, items, written->as_list().rest, written->as_list().fixed)
      .at(written->range())
      .inside(*written);
}

const Part* template_of(const Document& document, const Vocabulary& vocabulary, const Group& group) {
  const Entity* entity = vocabulary.find("template");
  const std::optional<std::size_t> at = vocabulary.group().index("launch_template");
  const std::optional<std::size_t> name_at = entity == nullptr ? std::nullopt : entity->index("name");
  if (!name_at || !at) return nullptr;
  const Value& named = group.fields[*at].effective;
  for (const std::string_view key : {"id", "name"}) {
    const Value* by = named.get(key);
    if (by == nullptr || by->is_null()) continue;
    for (const Part& part : document.templates) {
      const Value& name = part.fields[*name_at].effective;
      const bool by_identity = by->is_unknown() && by->as_unknown().computed && by->as_unknown().attribute == key &&
                               by->as_unknown().resource == part.identity;
      const bool by_id = key == "id" && by->is_string() && part.id.is_string() && hcl::equal(*by, part.id);
      const bool by_name = key == "name" && by->is_string() && name.is_string() && hcl::equal(*by, name);
      if (by_identity || by_id || by_name) return &part;
    }
  }
  return nullptr;
}

}  // namespace mng::model
