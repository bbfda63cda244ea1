#include "cli/form_set.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/io.hpp"
#include "model/knowledge.hpp"

namespace mng::cli {
namespace {

/// The first thing that is wrong in a file, as compilers say it.
std::string first_of(const hcl::Diagnostics& diagnostics, const hcl::Sources& sources) {
  const hcl::Diagnostic& first = diagnostics[0];
  const std::string help = first.help.empty() ? std::string() : fmt::format("; {}", first.help);
  if (!first.range.known()) return fmt::format("{}{}", first.message, help);
  const hcl::Source& source = sources[first.range.source];
  const auto place = source.position(first.range.begin);
  return fmt::format("{}:{}:{}: {}{}", source.path(), place.line, place.column, first.message, help);
}

}  // namespace

std::string FormSet::load(const std::string& own, const model::Vocabulary& vocabulary, hcl::Arena& arena) {
  hcl::Diagnostics diagnostics;
  if (!own.empty()) {
    own_ = own;
    FileText file = read_file(own);
    if (!file.error.empty()) return fmt::format("{}: {}", own, file.error);
    hcl::Sources sources;
    const std::uint32_t source = sources.add(own, std::move(file.text));
    text_ = std::string(sources[source].text());  // the tree views it
    tree_ = std::make_unique<hcl::Tree>(hcl::parse(text_, source, diagnostics));
    if (diagnostics.empty()) {
      const bool any = model::Form::load(tree_->view(), vocabulary, arena, diagnostics).has_value();
      if (!any && diagnostics.empty()) return fmt::format("{}: holds no form: form \"name\" {{ … }}", own);
    }
    if (!diagnostics.empty()) return first_of(diagnostics, sources);
    // What its expressions give stands in no file that is converted.
    hcl::Ast ast = tree_->view();
    ast.source = 0;
    if (auto form = model::Form::load(ast, vocabulary, arena, diagnostics)) forms_.push_back(std::move(*form));
  }
  for (const model::KnowledgeFile& file : model::builtin_forms()) {
    if (!forms_.empty() && forms_[0].name() == model::form_name(file)) continue;
    if (auto form = model::Form::load(file.ast, vocabulary, arena, diagnostics)) forms_.push_back(std::move(*form));
  }
  return {};
}

std::string FormSet::load_one(std::string_view name, const model::Vocabulary& vocabulary, hcl::Arena& arena) {
  hcl::Diagnostics diagnostics;
  const model::KnowledgeFile* file = model::builtin_form(name);
  if (file != nullptr) {
    if (auto form = model::Form::load(file->ast, vocabulary, arena, diagnostics)) forms_.push_back(std::move(*form));
  }
  if (!forms_.empty() && diagnostics.empty()) return {};
  return fmt::format("form {} cannot be used: {}", name,
                     diagnostics.empty() ? "it is not built in" : diagnostics[0].message);
}

const model::Form* FormSet::find(std::string_view name) const {
  if (!own_.empty() && name == own_) return forms_.data();
  const auto found =
      std::find_if(forms_.begin(), forms_.end(), [&](const model::Form& form) { return form.name() == name; });
  return found == forms_.end() ? nullptr : &*found;
}

}  // namespace mng::cli
