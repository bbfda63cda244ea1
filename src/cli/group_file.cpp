#include "cli/group_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/arguments.hpp"
#include "cli/git.hpp"
#include "terraform/code.hpp"

namespace mng::cli {

namespace fs = std::filesystem;

std::string GroupFile::read(const std::string& file, const std::string& group) {
  return terraform::is_code(fs::path(file).filename().string()) ? read_code(file) : read_document(file, group);
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

std::string GroupFile::read_document(const std::string& file, const std::string& group) {
  FileText text = read_file(file);
  if (!text.error.empty()) return fmt::format("{}: {}", file, text.error);
  const std::uint32_t source = sources_.add(file, std::move(text.text));
  yaml_ = syntax::read_yaml(sources_, source, arena_);
  if (!yaml_.ok()) return fmt::format("{}: does not parse; mng-lint {} says where", file, file);
  std::size_t found = 0;
  std::size_t meant = 0;
  for (const syntax::YamlDocument& one : yaml_.documents) {
    const auto form = std::find_if(forms_.begin(), forms_.end(), [&](const model::Form& candidate) {
      return candidate.syntax() == model::Syntax::kYaml && candidate.reads() &&
             candidate.detects(one.value, candidate.is_declared(file, {}), vocabulary_, arena_);
    });
    if (form == forms_.end()) continue;
    model::Document document = form->read(one.value, one.range, vocabulary_, sources_, arena_);
    const bool has = std::any_of(document.groups.begin(), document.groups.end(), [&](const model::Group& candidate) {
      return candidate.name == group || candidate.key == group;
    });
    meant += has ? 1 : 0;
    if (found++ > 0 && !(has && meant == 1)) continue;
    document_ = std::move(document);
    written_ = one.value;
  }
  if (found == 0) return fmt::format("{}: holds no node groups in a form that is read", file);
  if (found > 1 && meant != 1) {
    return fmt::format("{}: has several documents with node groups: name one group with --group, or split the file",
                       file);
  }
  return {};
}

}  // namespace mng::cli
