#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "catalogue/select.hpp"
#include "catalogue/tables.hpp"

namespace mng::model {

/// From the least to the most that an hour costs of several types, in millionths of the currency of their region.
struct PriceRange {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
  std::size_t known = 0;  ///< types whose price is known; with none `least` and `most` say nothing
  std::size_t of = 0;     ///< types
};
/// What an hour of the types costs in the query's region, On-Demand or by estimate on Spot; see `catalogue::price_of`.
PriceRange price_range(const catalogue::Tables& tables, const catalogue::Query& query,
                       const std::vector<std::uint32_t>& types, bool on_demand);
/// "0.071 to 0.103 USD (3 of 20 unknown)", "0.190 USD" of one price; "unknown" where no price is.
std::string range_text(const catalogue::Tables& tables, const catalogue::Query& query, const PriceRange& range);

}  // namespace mng::model
