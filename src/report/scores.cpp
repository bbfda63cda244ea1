#include <fmt/format.h>

#include <algorithm>

#include "report/report.hpp"

namespace mng::report {

std::string score_table(const std::vector<model::Score>& scores) {
  if (scores.empty()) return {};
  std::size_t widest = 10;
  for (const model::Score& one : scores) widest = std::max(widest, shown(one.group).size());
  std::string out = fmt::format(
      "{:<{}}  score  types  zones  pools  often interrupted  families  generations  vendors\n", "Spot group", widest);
  for (const model::Score& one : scores) {
    const std::string zones = one.zones == 0 ? std::string("?") : std::to_string(one.zones);
    const std::size_t often = one.pools == 0 ? 0 : (100 * one.often + one.pools / 2) / one.pools;
    out += fmt::format("{:<{}}  {:>5}  {:>5}  {:>5}  {:>5}  {:>16}%  {:>8}  {:>11}  {:>7}\n", shown(one.group), widest,
                       one.points, one.types, zones, one.pools, often, one.families, one.generations, one.vendors);
  }
  return out;
}

}  // namespace mng::report
