#pragma once

#include <compare>
#include <optional>
#include <string_view>
#include <vector>

namespace mng::terraform {

/// A version such as 3.19.0: its numbers, missing ones being 0.
struct Version {
  std::vector<unsigned> parts;

  /// nullopt where the text is none. A `v` in front and what follows a dash are left out.
  static std::optional<Version> parse(std::string_view text);
  std::strong_ordering operator<=>(const Version& other) const;
  bool operator==(const Version& other) const { return std::is_eq(*this <=> other); }
};

/// The versions that a constraint such as "~> 5.0, != 5.3" lets through, `!=` apart.
struct VersionRange {
  std::optional<Version> least;  ///< included, or excluded where `above`
  std::optional<Version> most;   ///< included, or excluded where `below`
  bool above = false;
  bool below = false;

  /// nullopt where the text is no constraint.
  static std::optional<VersionRange> parse(std::string_view text);
  /// The one major version they all have; nullopt where there are several.
  [[nodiscard]] std::optional<unsigned> major() const;
  [[nodiscard]] bool allows(const Version& version) const;
  /// Whether every one of them is older than that.
  [[nodiscard]] bool all_below(const Version& version) const;
};

}  // namespace mng::terraform
