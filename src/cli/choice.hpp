#pragma once

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

/// A table of every type of the query's shape and architecture: whether it is in, the Spot pools it adds, its band of
/// interruptions, what an hour costs and the zones that offer it, or why it is out.
std::string explain_selection(const catalogue::Tables& tables, const catalogue::Query& query,
                              const std::vector<std::uint32_t>& types);

/// The same of what was chosen as JSON, with the dates of the catalogue. What is not known is null.
std::string selection_json(const catalogue::Tables& tables, const std::vector<Chosen>& chosen,
                           std::string_view command);

}  // namespace mng::cli
