#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "hcl/source.hpp"
#include "syntax/yaml.hpp"

namespace mng::syntax {

/// What yaml-cpp would accept, or choke on, in silence: a file too large,
/// binary, not UTF-8, or with lone carriage returns. Nothing where all is well.
std::optional<hcl::Diagnostic> check_bytes(std::string_view text, std::uint32_t source, const YamlLimits& limits);

/// The length of the byte order marks a text starts with.
std::size_t bom_length(std::string_view text);

}  // namespace mng::syntax
