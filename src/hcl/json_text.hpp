#pragma once

#include <string>
#include <string_view>

#include "hcl/value.hpp"

namespace mng::hcl {

/// A wholly known value as JSON on one line, as Terraform's jsonencode writes
/// it: keys sorted; `<`, `>` and `&` escaped.
std::string json_text(const Value& value);

/// A text as a JSON string, quotes included.
std::string json_quoted(std::string_view text);

}  // namespace mng::hcl
