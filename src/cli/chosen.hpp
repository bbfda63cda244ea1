#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/select.hpp"

namespace mng::cli {

/// A request and the types that were chosen for it, best first.
struct Chosen {
  catalogue::Query query;
  std::vector<std::uint32_t> types;
  std::string_view zone{};  ///< id of the one zone that its group is for; empty where it is for all
};

/// Zones of the query's region that offer the type and count for it; empty where that is not known.
std::vector<std::string_view> zones_of(const catalogue::Tables& tables, const catalogue::Query& query,
                                       std::uint32_t type);
/// Label of the band of interruptions in the query's region; empty where it is not known.
std::string_view band_of(const catalogue::Tables& tables, const catalogue::Query& query, std::uint32_t type);
/// What an hour costs in the query's region; see `catalogue::price_of`.
std::optional<std::uint64_t> price_in(const catalogue::Tables& tables, const catalogue::Query& query,
                                      std::uint32_t type, bool on_demand);

/// What is known of a type, and of it in the query's region. What is not known is null.
nlohmann::ordered_json type_json(const catalogue::Tables& tables, const catalogue::Query& query, std::uint32_t type);

/// A table of every type of the query's shape and architecture: whether it is in, the Spot pools it adds, its band of
/// interruptions, what an hour costs On-Demand and on Spot and the zones that offer it, or why it is out; with the
/// ranges of what an hour costs.
std::string explain_selection(const catalogue::Tables& tables, const catalogue::Query& query,
                              const std::vector<std::uint32_t>& types);

/// The same of what was chosen as JSON, with the dates of the catalogue. What is not known is null.
std::string selection_json(const catalogue::Tables& tables, const std::vector<Chosen>& chosen,
                           std::string_view command);

}  // namespace mng::cli
