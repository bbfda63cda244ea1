#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/source.hpp"
#include "model/document.hpp"
#include "model/form.hpp"
#include "model/form_terraform.hpp"
#include "model/vocabulary.hpp"
#include "syntax/yaml.hpp"
#include "terraform/evaluation.hpp"
#include "terraform/tree.hpp"

namespace mng::cli {

/// What groups are read from.
struct GroupSource {
  std::string file;         ///< "-": standard input
  std::string group;        ///< of several documents in a file it is the one that has it, by its name or key
  std::FILE* in = nullptr;  ///< standard input, where it may be read
  std::vector<std::string> variables{};    ///< NAME=VALUE, for Terraform
  std::vector<std::string> value_files{};  ///< files of values for Terraform's variables
};

/// A file that node groups stand in, read: a document of YAML, or the root module that a file of Terraform is of. What
/// it gives views its arena and sources.
class GroupFile {
 public:
  /// `forms`: what it may be written in.
  GroupFile(const model::Vocabulary& vocabulary, const std::vector<model::Form>& forms, hcl::Arena& arena)
      : vocabulary_(vocabulary), forms_(forms), arena_(arena) {}

  /// Says why the file cannot be read, beginning with its name; empty where it is. What comes from standard input is
  /// Terraform where it parses as that and holds a block, else YAML.
  std::string read(const GroupSource& from);

  [[nodiscard]] const model::Document& document() const { return document_; }
  [[nodiscard]] const hcl::Sources& sources() const { return sources_; }
  /// The document as it is written; null of Terraform code.
  [[nodiscard]] const hcl::Value& written() const { return written_; }
  /// The root module; nullptr of YAML.
  [[nodiscard]] const terraform::Module* code() const;
  /// Whether a group stands in another file of the root module, or in a module that it calls.
  [[nodiscard]] bool elsewhere(const model::Group& group) const;
  /// Whether a module makes a group that a call in this file leads to.
  [[nodiscard]] bool calls(const model::Group& group) const;
  /// Blocks of this file that would make groups, but are declared before, so that nobody reads them: the address of
  /// each
  /// ("aws_eks_node_group.a"), and what to say of it.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> declared_again() const;
  /// The file that a group of Terraform stands in, from the working folder on.
  [[nodiscard]] std::string path_of(const model::Group& group) const;

 private:
  /// The file of a place, from the working folder on.
  [[nodiscard]] std::string shown_path(const hcl::Range& place) const;
  std::string read_standard(const GroupSource& from);
  std::string read_code(const GroupSource& from);
  std::string evaluate(const std::string& shown, const std::string& folder, const GroupSource& from,
                       std::vector<std::string> value_files);
  std::string read_document(const std::string& shown, std::string text, const GroupSource& from);

  const model::Vocabulary& vocabulary_;
  const std::vector<model::Form>& forms_;
  hcl::Arena& arena_;
  hcl::Sources sources_;
  std::unique_ptr<terraform::FileTree> tree_;
  std::unique_ptr<terraform::Code> code_;
  std::optional<model::FormModules> modules_;
  std::optional<terraform::Evaluation> evaluation_;
  syntax::YamlFile yaml_;
  hcl::Value written_;
  model::Document document_;
  std::string path_;  ///< of Terraform code, as sources have it; empty otherwise
};

}  // namespace mng::cli
