#include <fmt/format.h>

#include <algorithm>

#include "model/form.hpp"
#include "model/form_reader.hpp"

namespace mng::model {

namespace {

using hcl::Value;

/// The value with each text that holds a placeholder not known.
Value filled_later(const Value& value, const std::vector<std::string_view>& placeholders, hcl::Arena& arena) {
  if (value.is_string()) {
    const std::string_view text = value.as_string();
    for (const std::string_view placeholder : placeholders) {
      if (text.find(placeholder) != std::string_view::npos) {
        return Value::unknown(arena, text).at(value.range()).with_via_of(value);
      }
    }
    return value;
  }
  if (value.is_list()) {
    std::vector<Value> items;
    for (const Value& item : value.items()) items.push_back(filled_later(item, placeholders, arena));
    return Value::list(arena, items).at(value.range()).with_via_of(value);
  }
  if (!value.is_object()) return value;
  std::vector<hcl::Entry> entries;
  for (const hcl::Entry* entry : value.in_source_order()) {
    entries.push_back(*entry);
    entries.back().value = filled_later(entry->value, placeholders, arena);
  }
  return Value::object(arena, std::move(entries)).at(value.range()).with_via_of(value);
}

}  // namespace

Document Form::read(const hcl::Value& written, const hcl::Range& body, const Vocabulary& vocabulary,
                    const hcl::Sources& sources, hcl::Arena& arena) const {
  const bool as_it_is = std::none_of(placeholders_.begin(), placeholders_.end(), [&](std::string_view placeholder) {
    return sources.text(body).find(placeholder) != std::string_view::npos;
  });
  const Value input = as_it_is ? written : filled_later(written, placeholders_, arena);
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
