#include "cli/group_file.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/arguments.hpp"
#include "cli/git.hpp"
#include "terraform/code.hpp"

namespace mng::cli {

namespace fs = std::filesystem;

std::string GroupFile::read(const std::string& file) {
  return terraform::is_code(fs::path(file).filename().string()) ? read_code(file) : read_document(file);
}

const terraform::Module* GroupFile::code() const {
  return evaluation_ ? &evaluation_->root()->module() : nullptr;
}

bool GroupFile::elsewhere(const model::Group& group) const {
  return !path_.empty() && group.block.known() && sources_[group.block.source].path() != path_;
}

std::string GroupFile::read_code(const std::string& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return fmt::format("{}: there is no such file", file);
  const fs::path real = fs::weakly_canonical(file, error);
  std::string root = repository_of(real.string());
  if (root.empty()) root = real.parent_path().string();
  std::string folder = real.parent_path().lexically_relative(root).generic_string();
  if (folder == ".") folder.clear();
  tree_ = std::make_unique<terraform::DiskTree>(root, std::string());
  code_ = std::make_unique<terraform::Code>(*tree_, sources_);
  code_->load(folder);
  modules_.emplace(forms_);
  evaluation_.emplace(*code_, arena_, *modules_, folder, terraform::Given{});
  if (evaluation_->root() == nullptr) return fmt::format("{}: cannot be read", file);
  path_ = real.string();
  for (const hcl::Diagnostic& diagnostic : evaluation_->root()->module().diagnostics) {
    if (sources_[diagnostic.range.source].path() != path_) continue;
    return fmt::format("{}:{}: does not parse: {}", file,
                       sources_[diagnostic.range.source].position(diagnostic.range.begin).line, diagnostic.message);
  }
  document_ = model::read_terraform(*modules_, forms_, *evaluation_, vocabulary_);
  return {};
}

std::string GroupFile::read_document(const std::string& file) {
  FileText text = read_file(file);
  if (!text.error.empty()) return fmt::format("{}: {}", file, text.error);
  const std::uint32_t source = sources_.add(file, std::move(text.text));
  yaml_ = syntax::read_yaml(sources_, source, arena_);
  if (!yaml_.ok()) return fmt::format("{}: does not parse; mng-lint {} says where", file, file);
  for (const syntax::YamlDocument& document : yaml_.documents) {
    for (const model::Form& form : forms_) {
      if (form.syntax() != model::Syntax::kYaml || !form.reads()) continue;
      if (!form.detects(document.value, form.is_declared(file, {}), vocabulary_, arena_)) continue;
      document_ = form.read(document.value, document.range, vocabulary_, sources_, arena_);
      written_ = document.value;
      return {};
    }
  }
  return fmt::format("{}: holds no node groups in a form that is read", file);
}

}  // namespace mng::cli
