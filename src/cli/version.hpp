#pragma once

#include <string>
#include <string_view>

namespace mng::cli {

/// The release, "0.1.0".
std::string_view version();
/// "mng-lint 0.1.0 (catalogue of 2026-08-02)".
std::string version_text(std::string_view program);

}  // namespace mng::cli
