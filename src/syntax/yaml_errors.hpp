#pragma once

#include <yaml-cpp/exceptions.h>

#include <cstddef>
#include <optional>
#include <string_view>

#include "hcl/source.hpp"
#include "syntax/yaml_builder.hpp"

namespace mng::syntax {

/// What the parser's exception means to the person who wrote the file.
hcl::Diagnostic explain(const YAML::Exception& exception, std::string_view text, const YamlBuilder& builder);

/// Says of a syntax error that the file is a template where it looks like
/// one, and points at the template's mark.
void blame_template(hcl::Diagnostic& diagnostic, std::string_view text);

/// The name nearest to `name`, if one is near enough to have been meant.
std::optional<std::string_view> nearest(std::string_view name, const std::vector<std::string>& names);

}  // namespace mng::syntax
