#pragma once

#include <string>
#include <string_view>

namespace mng::hcl {

/// Whether a path fits a pattern as `fileset` has them: `*` and `?` within a
/// part, `**` across parts, `[a-z]`, `{a,b}`, `\` before what stands for itself.
bool glob_matches(std::string_view pattern, std::string_view path);

/// What is wrong with a pattern, which then fits something else than is meant, or nothing: "its [ is never closed";
/// empty where nothing is.
std::string glob_fault(std::string_view pattern);

}  // namespace mng::hcl
