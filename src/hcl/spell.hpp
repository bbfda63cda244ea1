#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mng::hcl {

/// Edits (insert, drop, replace, swap of neighbours) between two words;
/// gives `limit` + 1 where there are more than `limit`.
unsigned edit_distance(std::string_view a, std::string_view b, unsigned limit);

/// The name most likely meant, or an empty view where none is near enough.
/// Case, `_` and `-` do not count.
std::string_view nearest(std::string_view word, std::span<const std::string_view> names);
inline std::string_view nearest(std::string_view word, const std::vector<std::string_view>& names) {
  return nearest(word, std::span<const std::string_view>(names));
}

/// "did you mean `x`?", or an empty text.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> names);

/// The first character of `text` that `ranges` has not, as the bytes it is made of; empty where all are of them.
/// `ranges`: characters and stretches of them with blanks between, such as "A-Z 0-9 -".
std::string_view first_outside(std::string_view text, std::string_view ranges);

}  // namespace mng::hcl
