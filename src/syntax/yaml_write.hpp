#pragma once

#include <string>
#include <vector>

#include "hcl/value.hpp"

namespace mng::syntax {

/// A wholly known value as a YAML document, `head` as comment lines above
/// it. Maps and lists stand one member a line, in source order; strings are
/// quoted where a reader would take them for something else.
std::string write_yaml(const hcl::Value& value, const std::vector<std::string>& head);

}  // namespace mng::syntax
