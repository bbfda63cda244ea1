#include "model/price.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace mng::model {

using catalogue::Tables;

PriceRange price_range(const Tables& tables, const catalogue::Query& query, const std::vector<std::uint32_t>& types,
                       bool on_demand) {
  PriceRange out;
  out.of = types.size();
  const std::optional<std::uint32_t> region = tables.find_region(query.region);
  for (const std::uint32_t type : types) {
    const auto price = region ? catalogue::price_of(tables, type, *region, on_demand) : std::nullopt;
    if (!price) continue;
    out.least = out.known == 0 ? *price : std::min(out.least, *price);
    out.most = std::max(out.most, *price);
    ++out.known;
  }
  return out;
}

std::string range_text(const Tables& tables, const catalogue::Query& query, const PriceRange& range) {
  if (range.known == 0) return "unknown";
  constexpr double kMillionths = 1e6;
  const std::optional<std::uint32_t> region = tables.find_region(query.region);
  std::string out = fmt::format("{:.3f}", static_cast<double>(range.least) / kMillionths);
  if (const std::string most = fmt::format("{:.3f}", static_cast<double>(range.most) / kMillionths); most != out) {
    out += " to " + most;
  }
  if (region) out += fmt::format(" {}", tables.regions[*region].currency);
  if (range.known < range.of) out += fmt::format(" ({} of {} unknown)", range.of - range.known, range.of);
  return out;
}

}  // namespace mng::model
