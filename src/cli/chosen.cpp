#include "cli/chosen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/selection.hpp"
#include "model/facts.hpp"
#include "model/image.hpp"
#include "model/price.hpp"

namespace mng::cli {

using catalogue::InstanceType;
using catalogue::Query;
using catalogue::Reason;
using catalogue::Tables;

namespace {

constexpr double kMillionths = 1e6;

using Json = nlohmann::ordered_json;

std::string_view or_unknown(std::string_view text) {
  return text.empty() ? std::string_view("?") : text;
}

Json money(const std::optional<std::uint64_t>& amount) {
  return amount ? Json(static_cast<double>(*amount) / kMillionths) : Json(nullptr);
}

/// A range of prices; its ends are null where none is known.
Json range_json(const model::PriceRange& range) {
  const auto end = [&](std::uint64_t amount) { return range.known == 0 ? Json(nullptr) : money(amount); };
  return {{"least", end(range.least)}, {"most", end(range.most)}, {"unknown", range.of - range.known}};
}

Json text(std::string_view value) {
  return value.empty() ? Json(nullptr) : Json(value);
}

}  // namespace

std::vector<std::string_view> zones_of(const Tables& tables, const Query& query, std::uint32_t type) {
  std::vector<std::string_view> out;
  const auto region = tables.find_region(query.region);
  if (!region) return out;
  const auto& zones = tables.regions[*region].zones;
  const unsigned bits = tables.offered[tables.cell(type, *region)] & query.zones;
  for (std::size_t i = 0; i < zones.size(); ++i) {
    if ((bits & (1U << i)) != 0) out.push_back(zones[i]);
  }
  return out;
}

std::string_view band_of(const Tables& tables, const Query& query, std::uint32_t type) {
  const auto region = tables.find_region(query.region);
  const std::uint8_t band = region ? tables.band[tables.cell(type, *region)] : Tables::kUnknown8;
  return band == Tables::kUnknown8 ? std::string_view() : tables.bands[band];
}

std::optional<std::uint64_t> price_in(const Tables& tables, const Query& query, std::uint32_t type, bool on_demand) {
  const auto region = tables.find_region(query.region);
  return region ? catalogue::price_of(tables, type, *region, on_demand) : std::nullopt;
}

nlohmann::ordered_json type_json(const Tables& tables, const Query& query, std::uint32_t index) {
  const InstanceType& type = tables.types[index];
  const std::vector<std::string_view> zones = zones_of(tables, query, index);
  return {{"name", type.name},
          {"cpu", text(tables.vendors[type.vendor])},
          {"generation", type.generation()},
          {"gpus", type.gpus},
          {"local_disk_gb", type.local_disk_gb},
          {"network_mbps", type.network_mbps == 0 ? Json(nullptr) : Json(type.network_mbps)},
          {"max_pods", type.max_pods == 0 ? Json(nullptr) : Json(type.max_pods)},
          {"zones", zones.empty() ? Json(nullptr) : Json(zones)},
          {"interruption", text(band_of(tables, query, index))},
          {"on_demand_hour", money(price_in(tables, query, index, true))},
          {"spot_hour_estimate", money(price_in(tables, query, index, false))}};
}

std::string explain_selection(const Tables& tables, const Query& query, const std::vector<std::uint32_t>& types) {
  const auto region = tables.find_region(query.region);
  const std::string_view currency = region ? tables.regions[*region].currency : std::string_view();
  std::string out =
      fmt::format("{} vCPU and {} GiB, {}{}{}\n", query.vcpu, model::gib(query.memory_mib),
                  model::architecture_name(query.architecture), query.region.empty() ? "" : ", ", query.region);
  const auto price = [&](std::uint32_t type, bool on_demand) {
    const auto cost = price_in(tables, query, type, on_demand);
    return cost ? fmt::format("{:.4f} {}", static_cast<double>(*cost) / kMillionths, currency) : "?";
  };
  out += fmt::format("  {:<20} {:>5}  {:<12} {:<14} {:<14} {}\n", "type", "pools", "interruption", "On-Demand/h",
                     "Spot/h, about", "zones");
  std::size_t pools = 0;
  for (const std::uint32_t type : types) {
    const std::vector<std::string_view> zones = zones_of(tables, query, type);
    pools += zones.size();
    out += fmt::format("  {:<20} {:>5}  {:<12} {:<14} {:<14} {}\n", tables.types[type].name,
                       zones.empty() ? std::string("?") : fmt::format("+{}", zones.size()),
                       or_unknown(band_of(tables, query, type)), price(type, true), price(type, false),
                       or_unknown(fmt::format("{}", fmt::join(zones, " "))));
  }
  if (pools > 0)
    out += fmt::format("  {} in {} type{}\n", pools == 1 ? "1 Spot pool" : fmt::format("{} Spot pools", pools),
                       types.size(), types.size() == 1 ? "" : "s");
  if (!types.empty()) {
    const model::PriceRange spot = model::price_range(tables, query, types, false);
    out += fmt::format("  an hour of a node: On-Demand {}; on Spot {}{}\n",
                       model::range_text(tables, query, model::price_range(tables, query, types, true)),
                       spot.known == 0 ? "" : "about ", model::range_text(tables, query, spot));
  }
  const std::vector<Reason> reasons = catalogue::reasons(tables, query);
  for (std::uint32_t i = 0; i < reasons.size(); ++i) {
    if (reasons[i] == Reason::kShape || reasons[i] == Reason::kArchitecture) continue;
    if (std::find(types.begin(), types.end(), i) != types.end()) continue;
    const bool beyond = reasons[i] == Reason::kNone;
    out += fmt::format("  {:<20} out: {}\n", tables.types[i].name,
                       beyond ? fmt::format("beyond the first {} (--count)", types.size()) : reason_text(reasons[i]));
  }
  return out;
}

std::string selection_json(const Tables& tables, const std::vector<Chosen>& chosen, std::string_view command) {
  Json groups = Json::array();
  for (const Chosen& one : chosen) {
    const auto region = tables.find_region(one.query.region);
    Json types = Json::array();
    std::size_t pools = 0;
    for (const std::uint32_t index : one.types) {
      pools += zones_of(tables, one.query, index).size();
      types.push_back(type_json(tables, one.query, index));
    }
    groups.push_back({{"vcpu", one.query.vcpu},
                      {"memory_gib", model::gib(one.query.memory_mib)},
                      {"architecture", model::architecture_name(one.query.architecture)},
                      {"region", text(one.query.region)},
                      {"currency", region ? text(tables.regions[*region].currency) : Json(nullptr)},
                      {"on_demand", one.query.on_demand},
                      {"pools", pools == 0 ? Json(nullptr) : Json(pools)},
                      {"on_demand_hour", range_json(model::price_range(tables, one.query, one.types, true))},
                      {"spot_hour_estimate", range_json(model::price_range(tables, one.query, one.types, false))},
                      {"instance_types", std::move(types)}});
  }
  const Json out{{"command", command},
                 {"dates",
                  {{"types", text(tables.types_date)},
                   {"offerings", text(tables.offerings_date)},
                   {"advisor", text(tables.advisor_date)},
                   {"prices", text(tables.prices_date)}}},
                 {"groups", std::move(groups)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace mng::cli
