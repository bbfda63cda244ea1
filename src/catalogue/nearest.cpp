#include <algorithm>
#include <tuple>
#include <vector>

#include "catalogue/tables.hpp"

namespace mng::catalogue {
namespace {

constexpr std::size_t kMaxTyped = 40;  // what is longer is no misspelt name

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Single-character insertions, deletions, substitutions and swaps of
// neighbours ("mirco") between two names.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

std::string_view size_of(std::string_view name) {
  const std::size_t dot = name.find('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot);
}

std::string dotless(std::string_view name) {
  std::string text(name);
  std::erase(text, '.');
  return text;
}

}  // namespace

std::vector<std::string_view> Tables::nearest_types(std::string_view name, std::size_t count) const {
  if (name.size() > kMaxTyped) return {};
  std::string typed(name);
  std::transform(typed.begin(), typed.end(), typed.begin(), lower);
  const std::string_view family = std::string_view(typed).substr(0, typed.find('.'));
  const std::string_view size = size_of(typed);
  const std::size_t limit = std::min<std::size_t>(3, typed.size() / 3);

  // Of equally near names one that keeps the family or the size as typed is
  // more likely meant, and a type that can still be had before a retired one.
  using Rank = std::tuple<std::size_t, int, Status, std::string_view>;
  std::vector<Rank> near;
  for (const InstanceType& type : types) {
    const std::size_t apart =
        type.name.size() > typed.size() ? type.name.size() - typed.size() : typed.size() - type.name.size();
    if (apart > limit) continue;
    const std::size_t edits = distance(typed, type.name);
    if (edits > limit) continue;
    const bool undotted = dotless(type.name) == typed;
    const int kept = undotted || type.family() == family ? 0 : size_of(type.name) == size ? 1 : 2;
    near.emplace_back(edits, kept, type.status, type.name);
  }
  std::sort(near.begin(), near.end());
  std::vector<std::string_view> names;
  for (const Rank& rank : near) {
    if (names.size() == count || std::get<0>(rank) > std::get<0>(near.front()) + 1) break;
    names.push_back(std::get<3>(rank));
  }
  return names;
}

}  // namespace mng::catalogue
