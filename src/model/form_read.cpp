#include <fmt/format.h>

#include <algorithm>

#include "model/form.hpp"
#include "model/form_reader.hpp"
#include "syntax/yaml_schema.hpp"

namespace mng::model {

namespace {

using hcl::Value;

/// The value with each text in it put through `change`.
template <class Change>
Value with_texts(const Value& value, hcl::Arena& arena, const Change& change) {
  if (value.is_string()) return change(value);
  if (value.is_list()) {
    std::vector<Value> items;
    for (const Value& item : value.items()) items.push_back(with_texts(item, arena, change));
    return Value::list(arena, items).at(value.range()).with_via_of(value);
  }
  if (!value.is_object()) return value;
  std::vector<hcl::Entry> entries;
  for (const hcl::Entry* entry : value.in_source_order()) {
    entries.push_back(*entry);
    entries.back().value = with_texts(entry->value, arena, change);
  }
  return Value::object(arena, std::move(entries)).at(value.range()).with_via_of(value);
}

}  // namespace

Document Form::read(const hcl::Value& written, const hcl::Range& body, const Vocabulary& vocabulary,
                    const hcl::Sources& sources, hcl::Arena& arena) const {
  const bool as_it_is = std::none_of(placeholders_.begin(), placeholders_.end(), [&](std::string_view placeholder) {
    return sources.text(body).find(placeholder) != std::string_view::npos;
  });
  Value input = written;
  if (!as_it_is) {
    input = with_texts(input, arena, [&](const Value& text) {
      const bool later = std::any_of(placeholders_.begin(), placeholders_.end(), [&](std::string_view placeholder) {
        return text.as_string().find(placeholder) != std::string_view::npos;
      });
      return later ? Value::unknown(arena, text.as_string()).at(text.range()).with_via_of(text) : text;
    });
  }
  if (old_bools_) {
    input = with_texts(input, arena, [&](const Value& text) {
      const std::optional<bool> truth = syntax::old_bool(text.as_string());
      // In quotes it stays a text.
      const bool plain = truth && text.range().known() && sources.text(text.range()) == text.as_string();
      return plain ? Value::boolean(*truth).at(text.range()).with_via_of(text) : text;
    });
  }
  Document document;
  document.source = body.source;
  document.form = name_;
  document.body = body;
  FormReader reader(*this, vocabulary, sources, arena, document);
  reader.context(input, hcl::Value::null());
  reader.cluster(input);
  for (const FormSection& section : groups_) reader.groups(section, section.at, input);
  reader.beside(input, body);
  if (reader.unknown_groups() > 0) {
    document.not_checked.push_back("node groups that stand in no text here, such as an include or a variable,");
  }
  for (const NotChecked& rule : not_checked_) {
    const std::size_t count = follow(input, rule.at).size();
    if (count > 0) document.not_checked.push_back(fmt::format("{} {}{}", count, rule.as, count == 1 ? "" : "s"));
  }
  return document;
}

}  // namespace mng::model
