#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hcl/functions.hpp"

namespace mng::syntax {

/// All of Terraform's functions: those of the language and the few that read
/// or write another one (jsondecode, yamldecode, yamlencode).
const hcl::Functions& terraform_functions();

/// A JSON text as a value without places; nullopt, with the cause in `error`,
/// where it is none.
std::optional<hcl::Value> decode_json(std::string_view text, hcl::Arena& arena, std::string& error);

/// A YAML text of one document as a value without places.
std::optional<hcl::Value> decode_yaml(std::string_view text, hcl::Arena& arena, std::string& error);

/// A wholly known value as Terraform's yamlencode writes it.
std::string yaml_text(const hcl::Value& value);

}  // namespace mng::syntax
