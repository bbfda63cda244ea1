#include "syntax/yaml_prepass.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace mng::syntax {

namespace {

/// The length of the UTF-8 sequence at `at`; 0 where there is no valid one.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [text](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned lead = byte(at);
  std::size_t length = 0;
  unsigned low = 0x80;
  unsigned high = 0xBF;
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) length = 2;
  if (lead >= 0xE0 && lead <= 0xEF) length = 3;
  if (lead >= 0xF0 && lead <= 0xF4) length = 4;
  // No overlong forms, no surrogates, nothing past U+10FFFF.
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  if (length == 0 || byte(at + 1) < low || byte(at + 1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return 0;
  }
  return length;
}

std::size_t line_of(std::string_view text, std::size_t at) {
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

}  // namespace

std::size_t bom_length(std::string_view text) {
  // yaml-cpp skips one itself, also a second one: both would shift its marks.
  std::size_t length = 0;
  while (text.substr(length, 3) == "\xEF\xBB\xBF") length += 3;
  return length;
}

std::optional<hcl::Diagnostic> check_bytes(std::string_view text, std::uint32_t source, const YamlLimits& limits) {
  const auto error = [source](std::size_t at, std::size_t length, std::string message, std::string help) {
    const hcl::Range range{source, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + length)};
    return hcl::Diagnostic{.range = range, .message = std::move(message), .help = std::move(help)};
  };
  // yaml-cpp counts bytes in an int.
  const std::size_t most = std::min<std::size_t>(limits.bytes, std::numeric_limits<std::int32_t>::max());
  if (text.size() > most) {
    return error(0, 0, fmt::format("the file has {} bytes, more than the limit of {} for YAML", text.size(), most),
                 "split the file, or leave it out of the run");
  }
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return error(0, 2, "the file is UTF-16, not UTF-8", "save it as UTF-8");
  }
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte < 0x80) {
      ++at;
      continue;
    }
    if (byte == '\r' && text.substr(at + 1, 1) != "\n") {
      return error(at, 1, fmt::format("line {} has a carriage return that no line feed follows", line_of(text, at)),
                   "save the file with LF or CRLF line endings");
    }
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
      return error(
          at, 1,
          fmt::format("the file is binary, not YAML: control character 0x{:02X} on line {}", byte, line_of(text, at)),
          "in a double-quoted string, write it as an escape such as \"\\x1B\"");
    }
    const std::size_t length = sequence_length(text, at);
    if (length == 0) {
      return error(at, 1, fmt::format("the file is not valid UTF-8: byte 0x{:02X} on line {}", byte, line_of(text, at)),
                   "save it as UTF-8");
    }
    at += length;
  }
  return std::nullopt;
}

}  // namespace mng::syntax
