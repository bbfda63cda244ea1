#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "hcl/ast.hpp"
#include "hcl/functions.hpp"

namespace mng::model {

/// One file of rules/, forms/ or data/*.hcl. Its tree is a constant table
/// where it is compiled in; the prose is then in `text` only.
struct KnowledgeFile {
  std::string_view name;  ///< "mixed-vcpu", without folder and suffix
  hcl::Ast ast;
};

/// What is compiled in (generated from the folders of the same names).
std::span<const KnowledgeFile> builtin_rules();
std::span<const KnowledgeFile> builtin_forms();
const KnowledgeFile& builtin_vocabulary();
/// Functions that rules may call: rules/lib.hcl.
const KnowledgeFile& builtin_library();
/// Safe ways from one capacity type to another: data/migration.hcl.
const KnowledgeFile& builtin_migrations();
/// What `aws` says when it fails: data/aws-errors.hcl.
const KnowledgeFile& builtin_aws_errors();

/// The compiled-in form of that name, or nullptr.
const KnowledgeFile* builtin_form(std::string_view name);

/// The name that a form's file gives it.
std::string_view form_name(const KnowledgeFile& file);

/// Functions written in HCL, `function "name" { params = [a] result = … }`.
std::vector<hcl::UserFunction> load_functions(const hcl::Ast& ast, hcl::Diagnostics& diagnostics);

}  // namespace mng::model
