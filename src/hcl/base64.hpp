#pragma once

#include <string>
#include <string_view>

namespace mng::hcl {

/// Bytes in base64, padded.
std::string base64_text(std::string_view bytes);

}  // namespace mng::hcl
