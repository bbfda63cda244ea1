#pragma once

#include <string>
#include <string_view>

namespace mng::hcl {

// Digests as bytes.
std::string md5_bytes(std::string_view text);
std::string sha1_bytes(std::string_view text);
std::string sha256_bytes(std::string_view text);
std::string sha512_bytes(std::string_view text);

/// Bytes as small hexadecimal digits.
std::string hex_text(std::string_view bytes);

}  // namespace mng::hcl
