#include "terraform/version.hpp"

#include <algorithm>
#include <charconv>

namespace mng::terraform {

namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

unsigned part(const Version& version, std::size_t i) {
  return i < version.parts.size() ? version.parts[i] : 0;
}

}  // namespace

std::optional<Version> Version::parse(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('v')) text.remove_prefix(1);
  text = text.substr(0, text.find_first_of("-+"));
  Version out;
  while (!text.empty()) {
    const std::string_view number = text.substr(0, text.find('.'));
    unsigned value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
    out.parts.push_back(value);
    text.remove_prefix(number.size());
    if (!text.empty()) text.remove_prefix(1);
  }
  if (out.parts.empty()) return std::nullopt;
  return out;
}

std::strong_ordering Version::operator<=>(const Version& other) const {
  for (std::size_t i = 0; i < std::max(parts.size(), other.parts.size()); ++i) {
    if (const auto order = part(*this, i) <=> part(other, i); std::is_neq(order)) return order;
  }
  return std::strong_ordering::equal;
}

std::optional<VersionRange> VersionRange::parse(std::string_view text) {
  VersionRange out;
  const auto at_least = [&](const Version& version, bool excluded) {
    if (out.least && (*out.least > version || (*out.least == version && out.above))) return;
    out.least = version;
    out.above = excluded;
  };
  const auto at_most = [&](const Version& version, bool excluded) {
    if (out.most && (*out.most < version || (*out.most == version && out.below))) return;
    out.most = version;
    out.below = excluded;
  };
  while (!text.empty()) {
    std::string_view one = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    one = trimmed(one);
    const std::string_view sign = one.substr(0, one.find_first_not_of("<>=!~"));
    const std::optional<Version> version = Version::parse(one.substr(sign.size()));
    if (!version) return std::nullopt;
    if (sign.empty() || sign == "=") {
      at_least(*version, false);
      at_most(*version, false);
    } else if (sign == ">=" || sign == ">") {
      at_least(*version, sign == ">");
    } else if (sign == "<=" || sign == "<") {
      at_most(*version, sign == "<");
    } else if (sign == "~>") {
      at_least(*version, false);
      // `~> 5.1` lets 5.9 through and not 6.0; `~> 5` sets no bound above.
      if (version->parts.size() > 1) {
        Version next = *version;
        next.parts.pop_back();
        ++next.parts.back();
        at_most(next, true);
      }
    } else if (sign != "!=") {
      return std::nullopt;
    }
  }
  return out;
}

std::optional<unsigned> VersionRange::major() const {
  if (!least || !most) return std::nullopt;
  const unsigned first = part(*least, 0);
  if (part(*most, 0) == first) return first;
  // Up to 21.0.0, but not it, is 20.
  const bool ends_before = below && part(*most, 0) == first + 1 &&
                           std::all_of(most->parts.begin() + 1, most->parts.end(), [](unsigned n) { return n == 0; });
  return ends_before ? std::optional(first) : std::nullopt;
}

bool VersionRange::all_below(const Version& version) const {
  return most && (*most < version || (*most == version && below));
}

bool VersionRange::allows(const Version& version) const {
  const bool too_old = least && (above ? version <= *least : version < *least);
  const bool too_new = most && (below ? version >= *most : version > *most);
  return !too_old && !too_new;
}

}  // namespace mng::terraform
