#pragma once

#include <string_view>

namespace mng::hcl {

/// Whether a path fits a pattern as `fileset` has them: `*` and `?` within a
/// part, `**` across parts, `[a-z]`, `{a,b}`, `\` before what stands for itself.
bool glob_matches(std::string_view pattern, std::string_view path);

}  // namespace mng::hcl
