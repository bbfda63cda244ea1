#pragma once

#include <string>

#include "hcl/ast.hpp"
#include "hcl/source.hpp"

namespace mng::terraform {

/// A file of Terraform's JSON syntax as the tree that its native spelling
/// would have: `resource`, `variable` and their kin are blocks, and strings
/// are templates. `text` takes what the tree names beside the source's own
/// text, and must outlive it. `values`: a file of values for variables, whose
/// members are attributes and whose strings are what they are.
hcl::Tree parse_json_code(const hcl::Sources& sources, std::uint32_t source, std::string& text, bool values,
                          hcl::Diagnostics& diagnostics);

}  // namespace mng::terraform
