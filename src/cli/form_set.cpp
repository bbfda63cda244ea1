#include "cli/form_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

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

std::string FormSet::load(const std::vector<std::string>& own, const model::Vocabulary& vocabulary, hcl::Arena& arena) {
  for (const std::string& path : own) {
    if (of_file(path) != nullptr) continue;
    std::string fault = load_own(path, vocabulary, arena);
    if (!fault.empty()) return fault;
  }
  hcl::Diagnostics ignored;  // what is compiled in was checked when it was built
  for (const model::KnowledgeFile& file : model::builtin_forms()) {
    if (of_name(model::form_name(file)) != nullptr) continue;
    if (auto form = model::Form::load(file.ast, vocabulary, arena, ignored)) forms_.push_back(std::move(*form));
  }
  return {};
}

std::string FormSet::load_own(const std::string& path, const model::Vocabulary& vocabulary, hcl::Arena& arena) {
  FileText file = read_file(path);
  if (!file.error.empty()) return fmt::format("{}: {}", path, file.error);
  hcl::Sources sources;
  hcl::Diagnostics diagnostics;
  const std::uint32_t source = sources.add(path, std::move(file.text));
  Own& own = own_.emplace_back(Own{path, std::string(sources[source].text())});
  own.tree = std::make_unique<hcl::Tree>(hcl::parse(own.text, source, diagnostics));
  if (diagnostics.empty()) model::Form::load(own.tree->view(), vocabulary, arena, diagnostics);
  if (!diagnostics.empty()) return first_of(diagnostics, sources);
  // What its expressions give stands in no file that is converted.
  hcl::Ast ast = own.tree->view();
  ast.source = 0;
  auto form = model::Form::load(ast, vocabulary, arena, diagnostics);
  if (of_name(form->name()) != nullptr) {
    return fmt::format("{}: another file that is given holds a form of the name {} too", path, form->name());
  }
  own.form = forms_.size();
  forms_.push_back(std::move(*form));
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

const model::Form* FormSet::of_file(const std::string& path) const {
  for (const Own& own : own_) {
    std::error_code error;  // then they are no two names of one file
    if (own.path == path || std::filesystem::equivalent(own.path, path, error)) return &forms_[own.form];
  }
  return nullptr;
}

std::string FormSet::file_of(const model::Form& form) const {
  const auto found = std::find_if(own_.begin(), own_.end(), [&](const Own& own) { return &forms_[own.form] == &form; });
  return found == own_.end() ? std::string() : found->path;
}

const model::Form* FormSet::of_name(std::string_view name) const {
  const auto found =
      std::find_if(forms_.begin(), forms_.end(), [&](const model::Form& form) { return form.name() == name; });
  return found == forms_.end() ? nullptr : &*found;
}

}  // namespace mng::cli
