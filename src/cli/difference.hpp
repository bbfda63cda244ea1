#pragma once

#include <string>
#include <string_view>

namespace mng::cli {

/// How `is` differs from `was`, line by line: those that only `was` has behind "-", those that only `is` has behind
/// "+", and up to three others around them. Lines are shown as a terminal may have them. Empty where they are the same.
std::string line_difference(std::string_view was, std::string_view is);

}  // namespace mng::cli
