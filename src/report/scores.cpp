#include <fmt/format.h>

#include <algorithm>

#include "report/report.hpp"

namespace mng::report {

std::string score_table(const std::vector<model::Score>& scores) {
  if (scores.empty()) return {};
  // A long name is cut, so that no row pays for it.
  constexpr std::size_t kWidest = 80;
  const auto name = [](const model::Score& one) {
    std::string text = shown(one.group.substr(0, kWidest));
    return one.group.size() > kWidest || text.size() > kWidest ? text.substr(0, kWidest - 3) + "..." : text;
  };
  std::size_t widest = 10;
  for (const model::Score& one : scores) widest = std::max(widest, name(one).size());
  std::string out = fmt::format(
      "{:<{}}  score  types  zones  pools  often interrupted  families  generations  vendors\n", "Spot group", widest);
  for (const model::Score& one : scores) {
    if (!one.points) {
      out += fmt::format("{:<{}}  {:>5}  {}\n", name(one), widest, "?", shown(one.why));
      continue;
    }
    const std::string zones = one.zones == 0 ? std::string("?") : std::to_string(one.zones);
    const std::size_t often = one.pools == 0 ? 0 : (100 * one.often + one.pools / 2) / one.pools;
    out += fmt::format("{:<{}}  {:>5}  {:>5}  {:>5}  {:>5}  {:>16}%  {:>8}  {:>11}  {:>7}\n", name(one), widest,
                       *one.points, one.types, zones, one.pools, often, one.families, one.generations, one.vendors);
  }
  return out;
}

}  // namespace mng::report
