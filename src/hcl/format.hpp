#pragma once

#include <string>
#include <string_view>

namespace mng::hcl {

/// The text in HashiCorp's layout, as `hclwrite.Format` gives it: only the
/// white space between tokens changes, comments and blank lines stay. A text
/// that cannot be cut into tokens comes back as it is.
std::string format(std::string_view text);

}  // namespace mng::hcl
