#include <fmt/format.h>

#include <algorithm>

#include "hcl/unicode.hpp"
#include "report/report.hpp"

namespace mng::report {
namespace {

/// Length of the well-formed UTF-8 sequence at the front of `text`, 0 where
/// there is none; its code point in `out`.
std::size_t decode(std::string_view text, char32_t& out) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) {
    out = first;
    return 1;
  }
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (size == 0 || first > 0xF4 || text.size() < size) return 0;
  out = first & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
    out = (out << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong = (size == 3 && out < 0x800) || (size == 4 && out < 0x10000);
  const bool surrogate = out >= 0xD800 && out < 0xE000;
  return overlong || surrogate || out > 0x10FFFF ? 0 : size;
}

/// Controls, the marks that make a line read otherwise than it is written, and what Unicode has for no character.
bool acts_on_a_terminal(char32_t c) {
  if ((c & 0xFFFEU) == 0xFFFEU || (c >= 0xFDD0 && c <= 0xFDEF)) return true;
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || hcl::turns_direction(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

}  // namespace

std::string shown(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    char32_t c = 0;
    const std::size_t size = decode(text, c);
    if (size == 0) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[0]));
      text.remove_prefix(1);
      continue;
    }
    if (acts_on_a_terminal(c)) {
      out += fmt::format("\\u{{{:x}}}", static_cast<unsigned>(c));
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(size);
  }
  return out;
}

std::string also_of(const lint::Finding& finding) {
  constexpr std::size_t kMost = 5;
  const std::size_t named = std::min(finding.also.size(), kMost);
  std::string out = fmt::format(
      "{}", fmt::join(finding.also.begin(), finding.also.begin() + static_cast<std::ptrdiff_t>(named), ", "));
  if (named < finding.also.size()) out += fmt::format(" and {} more", finding.also.size() - named);
  return out;
}

std::string summary_line(const Summary& summary) {
  const auto counted = [](std::size_t n, std::string_view one) {
    return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s");
  };
  std::string out;
  const auto add = [&](std::size_t n, std::string_view one) {
    if (n == 0) return;
    if (!out.empty()) out += ", ";
    out += counted(n, one);
  };
  add(summary.errors, "error");
  add(summary.warnings, "warning");
  if (summary.infos > 0) out += fmt::format("{}{} info", out.empty() ? "" : ", ", summary.infos);
  if (out.empty() && summary.failed && summary.files == 0) return {};
  if (out.empty()) out = "no findings";
  return fmt::format("{} in {} of {}", out, counted(summary.groups, "node group"), counted(summary.files, "file"));
}

}  // namespace mng::report
