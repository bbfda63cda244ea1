#include "cli/group_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/arguments.hpp"
#include "cli/git.hpp"
#include "cli/io.hpp"
#include "hcl/parser.hpp"
#include "terraform/code.hpp"

namespace mng::cli {

namespace fs = std::filesystem;

std::string GroupFile::read(const GroupSource& from) {
  if (from.file == "-" && from.in != nullptr) return read_standard(from);
  if (terraform::is_code(fs::path(from.file).filename().string())) return read_code(from);
  FileText text = read_file(from.file);
  return text.error.empty() ? read_document(from.file, std::move(text.text), from)
                            : fmt::format("{}: {}", from.file, text.error);
}

const terraform::Module* GroupFile::code() const {
  return evaluation_ ? &evaluation_->root()->module() : nullptr;
}

bool GroupFile::elsewhere(const model::Group& group) const {
  return !path_.empty() && group.block.known() && sources_[group.block.source].path() != path_;
}

bool GroupFile::calls(const model::Group& group) const {
  return elsewhere(group) && !group.callers.empty() && sources_[group.callers.back().source].path() == path_;
}

std::vector<std::pair<std::string, std::string>> GroupFile::declared_again() const {
  std::vector<std::pair<std::string, std::string>> out;
  if (code() == nullptr) return out;
  for (const auto& [block, first] : code()->again) {
    if (sources_[block.range().source].path() != path_) continue;
    const hcl::Range head = block.head();
    const bool of_groups = std::any_of(
        document_.issues.begin(), document_.issues.end(),
        [&](const model::Issue& issue) { return issue.rule == "declared-again" && issue.at.range() == head; });
    if (!of_groups) continue;
    const std::string_view label = block.ast->label(block.node, 0);
    const std::string_view second = block.ast->label(block.node, 1);
    std::string address = second.empty() ? fmt::format("module.{}", label) : fmt::format("{}.{}", label, second);
    std::string text =
        fmt::format("{} is declared before, at {}:{}, and Terraform takes one alone: this one is not read", address,
                    shown_path(first), sources_[first.source].position(first.begin).line);
    out.emplace_back(std::move(address), std::move(text));
  }
  return out;
}

std::string GroupFile::path_of(const model::Group& group) const {
  return shown_path(group.block);
}

std::string GroupFile::shown_path(const hcl::Range& place) const {
  std::error_code error;
  const fs::path here = fs::weakly_canonical(fs::current_path(error), error);
  return fs::path(sources_[place.source].path()).lexically_proximate(here).generic_string();
}

namespace {

constexpr const char* kStandard = "standard input";

/// The line that a fault is in, from 1.
std::uint32_t line_of(const hcl::Diagnostic& diagnostic, const hcl::Sources& sources) {
  return diagnostic.range.known() ? sources[diagnostic.range.source].position(diagnostic.range.begin).line : 1;
}

/// Where and why a text is no Terraform: "line 2: CAUSE"; empty where it parses as that.
std::string code_fault(const std::string& text) {
  hcl::Diagnostics diagnostics;
  hcl::Sources sources;
  const std::uint32_t source = sources.add(kStandard, text);
  hcl::parse(sources[source].text(), source, diagnostics);
  if (diagnostics.empty()) return {};
  return fmt::format("line {}: {}", line_of(diagnostics[0], sources), diagnostics[0].message);
}

/// "FILE:LINE: message" of what is wrong.
std::string fault_of(const hcl::Diagnostic& diagnostic, const hcl::Sources& sources) {
  if (!diagnostic.range.known()) return diagnostic.message;
  const hcl::Source& source = sources[diagnostic.range.source];
  return fmt::format("{}:{}: {}", source.path(), source.position(diagnostic.range.begin).line, diagnostic.message);
}

}  // namespace

std::string GroupFile::read_standard(const GroupSource& from) {
  FileText text = read_stream(from.in);
  if (!text.error.empty()) return fmt::format("{}: {}", kStandard, text.error);
  if (!terraform::is_code_text(text.text)) {
    const std::string not_code = code_fault(text.text);
    const bool has_values = !from.variables.empty() || !from.value_files.empty();
    if (has_values && !not_code.empty()) {
      return fmt::format("{}: does not parse as Terraform ({}), which --var and --var-file go with", kStandard,
                         not_code);
    }
    std::string fault = read_document(kStandard, std::move(text.text), from);
    if (fault.empty() || not_code.empty()) return fault;
    if (!yaml_.ok()) {
      const hcl::Diagnostic& first = yaml_.diagnostics[0];
      return fmt::format("{}: parses neither as YAML (line {}: {}) nor as Terraform ({})", kStandard,
                         line_of(first, sources_), first.message, not_code);
    }
    // Of YAML what is no map and no list was hardly meant as that.
    const bool plain = std::all_of(yaml_.documents.begin(), yaml_.documents.end(), [](const syntax::YamlDocument& one) {
      return !one.value.is_object() && !one.value.is_list();
    });
    return plain ? fmt::format("{}: holds no node groups as YAML, and does not parse as Terraform ({})", kStandard,
                               not_code)
                 : fault;
  }
  auto tree = std::make_unique<terraform::MemoryTree>();
  path_ = "main.tf";
  tree->add(path_, std::move(text.text));
  std::vector<std::string> value_files;
  for (const std::string& file : from.value_files) {
    FileText values = read_file(file);
    if (!values.error.empty()) return fmt::format("--var-file {}: {}", file, values.error);
    // In folders of their own: none is one that Terraform finds by itself.
    value_files.push_back(fmt::format("{}/{}", value_files.size(), fs::path(file).filename().string()));
    tree->add(value_files.back(), std::move(values.text));
  }
  tree_ = std::move(tree);
  return evaluate(kStandard, {}, from, std::move(value_files));
}

std::string GroupFile::read_code(const GroupSource& from) {
  std::error_code error;
  if (!fs::is_regular_file(from.file, error)) return fmt::format("{}: there is no such file", from.file);
  const fs::path real = fs::weakly_canonical(from.file, error);
  std::string root = repository_of(real.string());
  if (root.empty()) root = real.parent_path().string();
  const auto in_root = [&](const fs::path& path) { return path.lexically_relative(root).generic_string(); };
  std::string folder = in_root(real.parent_path());
  if (folder == ".") folder.clear();
  std::vector<std::string> value_files;
  for (const std::string& file : from.value_files) {
    if (!fs::is_regular_file(file, error)) return fmt::format("--var-file {}: there is no such file", file);
    value_files.push_back(in_root(fs::weakly_canonical(file, error)));
    if (value_files.back().starts_with("../")) return fmt::format("--var-file {}: lies outside of {}", file, root);
  }
  tree_ = std::make_unique<terraform::DiskTree>(root, std::string());
  path_ = real.string();
  return evaluate(from.file, folder, from, std::move(value_files));
}

std::string GroupFile::evaluate(const std::string& shown, const std::string& folder, const GroupSource& from,
                                std::vector<std::string> value_files) {
  code_ = std::make_unique<terraform::Code>(*tree_, sources_);
  code_->load(folder);
  for (const std::string& file : value_files) code_->load_values(file);
  terraform::Given given{std::move(value_files), {}};
  for (const std::string& word : from.variables) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0) return fmt::format("--var {}: it is written NAME=VALUE", word);
    const std::string name = word.substr(0, equals);
    given.variables.emplace_back(name, sources_.add(fmt::format("--var {}", name), word.substr(equals + 1)));
  }
  modules_.emplace(forms_);
  evaluation_.emplace(*code_, arena_, *modules_, folder, given);
  if (evaluation_->root() == nullptr) return fmt::format("{}: cannot be read", shown);
  for (const std::string& what : evaluation_->root()->module().not_read) {
    if (!what.starts_with(path_ + ": ")) continue;
    const std::string cause = path_.ends_with(".json") ? std::string() : code_fault(read_file(path_).text);
    return fmt::format("{}{}{}", shown, what.substr(path_.size()), cause.empty() ? "" : fmt::format(" ({})", cause));
  }
  for (const hcl::Diagnostic& diagnostic : evaluation_->root()->module().diagnostics) {
    if (sources_[diagnostic.range.source].path() != path_) continue;
    return fmt::format("{}:{}: does not parse: {}", shown,
                       sources_[diagnostic.range.source].position(diagnostic.range.begin).line, diagnostic.message);
  }
  for (const auto& [name, source] : given.variables) {
    if (!evaluation_->declares(name))
      return fmt::format("--var {}: the root module of {} does not declare it", name, shown);
  }
  document_ = model::read_terraform(*modules_, forms_, *evaluation_, vocabulary_);
  for (const hcl::Diagnostics* faults : {&evaluation_->value_faults(), &evaluation_->refused_values()}) {
    if (!faults->empty()) return fault_of((*faults)[0], sources_);
  }
  return {};
}

std::string GroupFile::read_document(const std::string& shown, std::string text, const GroupSource& from) {
  if (!from.variables.empty() || !from.value_files.empty()) {
    return fmt::format("{}: is no Terraform: leave --var and --var-file out", shown);
  }
  const std::uint32_t source = sources_.add(shown, std::move(text));
  yaml_ = syntax::read_yaml(sources_, source, arena_);
  if (!yaml_.ok()) {
    const hcl::Diagnostic& first = yaml_.diagnostics[0];
    return fmt::format("{}:{}: does not parse: {}{}{}", shown, line_of(first, sources_), first.message,
                       first.help.empty() ? "" : "; ", first.help);
  }
  std::size_t found = 0;
  std::size_t meant = 0;
  for (const syntax::YamlDocument& one : yaml_.documents) {
    const auto form = std::find_if(forms_.begin(), forms_.end(), [&](const model::Form& candidate) {
      return candidate.syntax() == model::Syntax::kYaml && candidate.reads() &&
             candidate.detects(one.value, candidate.is_declared(shown, {}), vocabulary_, arena_);
    });
    if (form == forms_.end()) continue;
    model::Document document = form->read(one.value, one.range, vocabulary_, sources_, arena_);
    const bool has = std::any_of(document.groups.begin(), document.groups.end(), [&](const model::Group& candidate) {
      return candidate.name == from.group || candidate.key == from.group;
    });
    meant += has ? 1 : 0;
    if (found++ > 0 && !(has && meant == 1)) continue;
    document_ = std::move(document);
    written_ = one.value;
  }
  if (found == 0) return fmt::format("{}: holds no node groups in a form that is read", shown);
  if (found > 1 && meant != 1) {
    return fmt::format("{}: has several documents with node groups: name one group with --group, or split the file",
                       shown);
  }
  return {};
}

}  // namespace mng::cli
