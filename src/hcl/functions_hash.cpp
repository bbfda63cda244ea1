#include <fmt/format.h>
#include <md5.h>
#include <sha1.h>
#include <sha2.h>

#include <array>

#include "hcl/base64.hpp"
#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"
#include "hcl/hash.hpp"

namespace mng::hcl {

namespace {

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}
template <std::size_t N>
std::string as_text(const std::array<std::uint8_t, N>& digest) {
  return {reinterpret_cast<const char*>(digest.data()), N};
}

}  // namespace

std::string md5_bytes(std::string_view text) {
  std::array<std::uint8_t, MD5_DIGEST_LENGTH> digest{};
  MD5_CTX context;
  MD5Init(&context);
  MD5Update(&context, bytes_of(text), text.size());
  MD5Final(digest.data(), &context);
  return as_text(digest);
}

std::string sha1_bytes(std::string_view text) {
  std::array<std::uint8_t, SHA1_DIGEST_LENGTH> digest{};
  SHA1_CTX context;
  SHA1Init(&context);
  SHA1Update(&context, bytes_of(text), text.size());
  SHA1Final(digest.data(), &context);
  return as_text(digest);
}

std::string sha256_bytes(std::string_view text) {
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
  SHA2_CTX context;
  SHA256Init(&context);
  SHA256Update(&context, bytes_of(text), text.size());
  SHA256Final(digest.data(), &context);
  return as_text(digest);
}

std::string sha512_bytes(std::string_view text) {
  std::array<std::uint8_t, SHA512_DIGEST_LENGTH> digest{};
  SHA2_CTX context;
  SHA512Init(&context);
  SHA512Update(&context, bytes_of(text), text.size());
  SHA512Final(digest.data(), &context);
  return as_text(digest);
}

std::string hex_text(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

namespace {

template <std::string (*digest)(std::string_view)>
Value in_hex(const Call& call) {
  return call.make_text(hex_text(digest(call.text(0))));
}
template <std::string (*digest)(std::string_view)>
Value in_base64(const Call& call) {
  return call.make_text(base64_text(digest(call.text(0))));
}

/// The 16 bytes of a UUID as text; empty where it is none.
std::string uuid_bytes(std::string_view text) {
  std::string out;
  if (text.size() != 36) return {};
  for (std::size_t i = 0; i < text.size();) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i++] != '-') return {};
      continue;
    }
    unsigned byte = 0;
    for (std::size_t j = 0; j < 2; ++j) {
      const char c = text[i + j];
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return {};
      byte = byte << 4U | static_cast<unsigned>(digit);
    }
    out += static_cast<char>(byte);
    i += 2;
  }
  return out;
}

Value uuidv5(const Call& call) {
  // RFC 4122, appendix C: the name spaces that have names.
  std::string_view space = call.text(0);
  if (space == "dns") space = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
  if (space == "url") space = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";
  if (space == "oid") space = "6ba7b812-9dad-11d1-80b4-00c04fd430c8";
  if (space == "x500") space = "6ba7b814-9dad-11d1-80b4-00c04fd430c8";
  const std::string prefix = uuid_bytes(space);
  if (prefix.empty()) return call.fail("the namespace is dns, url, oid, x500 or a UUID");
  std::string digest = sha1_bytes(prefix + std::string(call.text(1))).substr(0, 16);
  digest[6] = static_cast<char>((static_cast<unsigned char>(digest[6]) & 0x0FU) | 0x50U);
  digest[8] = static_cast<char>((static_cast<unsigned char>(digest[8]) & 0x3FU) | 0x80U);
  std::string out = hex_text(digest);
  for (const std::size_t at : {20U, 16U, 12U, 8U}) out.insert(at, "-");
  return call.make_text(out);
}

Value not_computed(const Call& call) {
  return unknown_of_type(call.arena(), call.unknown(), &kStringType);
}

constexpr Function kFunctions[] = {
    {"base64sha256(text: string) -> string", "SHA-256 in base64.", OnUnknown::kUnknown, in_base64<sha256_bytes>},
    {"base64sha512(text: string) -> string", "SHA-512 in base64.", OnUnknown::kUnknown, in_base64<sha512_bytes>},
    {"bcrypt(text: string, cost: number?) -> string", "A salted hash; not computed here.", OnUnknown::kUnknown,
     not_computed},
    {"md5(text: string) -> string", "MD5 in hex.", OnUnknown::kUnknown, in_hex<md5_bytes>},
    {"rsadecrypt(text: string, key: string) -> string", "What a key decrypts; not computed here.", OnUnknown::kUnknown,
     not_computed},
    {"sha1(text: string) -> string", "SHA-1 in hex.", OnUnknown::kUnknown, in_hex<sha1_bytes>},
    {"sha256(text: string) -> string", "SHA-256 in hex.", OnUnknown::kUnknown, in_hex<sha256_bytes>},
    {"sha512(text: string) -> string", "SHA-512 in hex.", OnUnknown::kUnknown, in_hex<sha512_bytes>},
    {"uuid() -> string", "A random UUID; not computed here.", OnUnknown::kUnknown, not_computed},
    {"uuidv5(namespace: string, name: string) -> string", "The UUID of a name.", OnUnknown::kUnknown, uuidv5},
};

}  // namespace

std::span<const Function> hash_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
