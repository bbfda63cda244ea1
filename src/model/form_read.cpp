#include <fmt/format.h>

#include "model/form.hpp"
#include "model/form_reader.hpp"

namespace mng::model {

Document Form::read(const hcl::Value& input, const hcl::Range& body, const Vocabulary& vocabulary,
                    const hcl::Sources& sources, hcl::Arena& arena) const {
  Document document;
  document.source = body.source;
  document.form = name_;
  document.body = body;
  FormReader reader(*this, vocabulary, sources, arena, document);
  reader.context(input, hcl::Value::null());
  reader.cluster(input);
  for (const FormSection& section : groups_) reader.groups(section, section.at, input);
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
