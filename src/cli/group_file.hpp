#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
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

/// A file that node groups stand in, read: a document of YAML, or the root module that a file of Terraform is of. What
/// it gives views its arena and sources.
class GroupFile {
 public:
  /// `forms`: what it may be written in.
  GroupFile(const model::Vocabulary& vocabulary, const std::vector<model::Form>& forms, hcl::Arena& arena)
      : vocabulary_(vocabulary), forms_(forms), arena_(arena) {}

  /// Says why the file cannot be read, beginning with its name; empty where it is. Of several documents in a file it
  /// is the one that has `group`, by its name or key.
  std::string read(const std::string& file, const std::string& group);

  [[nodiscard]] const model::Document& document() const { return document_; }
  [[nodiscard]] const hcl::Sources& sources() const { return sources_; }
  /// The document as it is written; null of Terraform code.
  [[nodiscard]] const hcl::Value& written() const { return written_; }
  /// The root module; nullptr of YAML.
  [[nodiscard]] const terraform::Module* code() const;
  /// Whether a group stands in another file of the root module.
  [[nodiscard]] bool elsewhere(const model::Group& group) const;

 private:
  std::string read_code(const std::string& file);
  std::string read_document(const std::string& file, const std::string& group);

  const model::Vocabulary& vocabulary_;
  const std::vector<model::Form>& forms_;
  hcl::Arena& arena_;
  hcl::Sources sources_;
  std::unique_ptr<terraform::DiskTree> tree_;
  std::unique_ptr<terraform::Code> code_;
  std::optional<model::FormModules> modules_;
  std::optional<terraform::Evaluation> evaluation_;
  syntax::YamlFile yaml_;
  hcl::Value written_;
  model::Document document_;
  std::string path_;  ///< of Terraform code, absolute; empty otherwise
};

}  // namespace mng::cli
