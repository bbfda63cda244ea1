#include "model/draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <set>
#include <utility>

#include "model/facts.hpp"
#include "model/image.hpp"
#include "model/price.hpp"

namespace mng::model {

using catalogue::Region;
using catalogue::Tables;
using hcl::Value;

namespace {

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

/// "up to 54 Spot pools in the 3 zones of eu-west-1"
std::string pools_text(const Tables& tables, const catalogue::Query& query, const std::vector<std::uint32_t>& types) {
  const std::optional<std::uint32_t> index = tables.find_region(query.region);
  if (!index || tables.regions[*index].zones.empty()) {
    return fmt::format("{} in each zone of its subnets", counted(types.size(), "Spot pool", "Spot pools"));
  }
  const Region& region = tables.regions[*index];
  std::size_t pools = 0;
  for (const std::uint32_t type : types) {
    const unsigned there = tables.offered[tables.cell(type, *index)] & query.zones & ~Tables::kOffered;
    pools += static_cast<std::size_t>(std::popcount(there));
  }
  std::size_t zones = 0;
  for (std::size_t i = 0; i < region.zones.size(); ++i) zones += (query.zones >> i) & 1U;
  const std::string text = fmt::format("up to {} in ", counted(pools, "Spot pool", "Spot pools"));
  if (zones == region.zones.size())
    return fmt::format("{}the {} of {}", text, counted(zones, "zone", "zones"), region.name);
  return fmt::format("{}{} of {}", text, counted(zones, "zone", "zones"), region.name);
}

/// What an hour of a node costs by the catalogue, in lines, of the types whose price is known; none where none is.
std::vector<std::string> price_lines(const Tables& tables, const catalogue::Query& query,
                                     const std::vector<std::uint32_t>& types) {
  const PriceRange steady = price_range(tables, query, types, true);
  const PriceRange spot = price_range(tables, query, types, false);
  if (steady.known == 0) return {};  // what Spot costs is told by it
  const std::string on_demand =
      fmt::format("{} On-Demand (prices of {})", range_text(tables, query, steady), tables.prices_date);
  if (query.on_demand) return {fmt::format("An hour of a node costs {}.", on_demand)};
  if (spot.known == 0) return {fmt::format("An hour of a node costs {}; on Spot it is not known.", on_demand)};
  return {fmt::format("An hour of a node costs about {} on Spot, by the savings of the Spot Advisor,",
                      range_text(tables, query, spot)),
          fmt::format("and {}.", on_demand)};
}

}  // namespace

std::string shape_name(const catalogue::Query& query) {
  std::string out = fmt::format("{}vcpu-{}gib", query.vcpu, gib(query.memory_mib));
  std::replace(out.begin(), out.end(), '.', '-');
  if (query.architecture != usual_architecture()) out += fmt::format("-{}", architecture_name(query.architecture));
  return out;
}

std::vector<catalogue::PodLimit> pod_limits(const Vocabulary& vocabulary) {
  std::vector<catalogue::PodLimit> out;
  const Attribute* attribute = vocabulary.group().find("instance_types");
  const bool has = attribute != nullptr && attribute->facts.is_object();
  const Value* rows = !has ? nullptr : attribute->facts.get("pod_limits");
  if (rows == nullptr) return out;
  for (const Value& row : rows->items()) {
    const Value* below = row.get("vcpu_below");
    const Value* pods = row.get("pods");
    out.emplace_back();
    if (below != nullptr) out.back().vcpu_below = static_cast<unsigned>(below->as_integer());
    if (pods != nullptr) out.back().pods = static_cast<unsigned>(pods->as_integer());
  }
  return out;
}

unsigned advised_types(const Vocabulary& vocabulary) {
  const Attribute* attribute = vocabulary.group().find("instance_types");
  return attribute == nullptr || !attribute->advised ? 0U : static_cast<unsigned>(*attribute->advised);
}

unsigned most_types(const Vocabulary& vocabulary) {
  const Attribute* attribute = vocabulary.group().find("instance_types");
  return attribute != nullptr && attribute->most ? static_cast<unsigned>(*attribute->most) : ~0U;
}

std::size_t longest_name(const Vocabulary& vocabulary) {
  const Attribute* attribute = vocabulary.group().find("node_group_name_prefix");
  return attribute != nullptr && attribute->most ? static_cast<std::size_t>(*attribute->most) - 1 : ~std::size_t{0};
}

std::vector<std::string_view> type_names(const Tables& tables, const std::vector<std::uint32_t>& types) {
  std::vector<std::string_view> out;
  out.reserve(types.size());
  for (const std::uint32_t type : types) out.push_back(tables.types[type].name);
  return out;
}

std::string usual_name(const Tables& tables, const catalogue::Query& query, const std::vector<std::uint32_t>& types) {
  constexpr std::pair<catalogue::Accelerator, std::string_view> kKinds[] = {{catalogue::kGpu, "-gpu"},
                                                                            {catalogue::kNeuron, "-neuron"},
                                                                            {catalogue::kInference, "-inference"},
                                                                            {catalogue::kFpga, "-fpga"},
                                                                            {catalogue::kMedia, "-media"}};
  std::string_view kind;
  for (const auto& [bit, name] : kKinds) {
    const auto has_it = [&, bit = bit](std::uint32_t type) { return (tables.types[type].accelerators & bit) != 0; };
    if (kind.empty() && !types.empty() && std::all_of(types.begin(), types.end(), has_it)) kind = name;
  }
  // The capacity is on Spot unless the vocabulary says otherwise; its name says so.
  return fmt::format("{}{}-{}", query.on_demand ? "on-demand" : "spot", kind, shape_name(query));
}

Draft make_draft(const Tables& tables, const Vocabulary& vocabulary, const catalogue::Query& query,
                 const std::vector<std::uint32_t>& types, std::string_view name, std::string_view command,
                 hcl::Arena& arena) {
  Draft draft;
  const std::string_view architecture = architecture_name(query.architecture);
  if (name.empty()) name = arena.copy(usual_name(tables, query, types));
  draft.name = name;
  draft.chosen = true;

  std::vector<Value> listed;
  std::set<std::string_view> families;
  std::set<std::string_view> vendors;
  for (const std::uint32_t type : types) {
    listed.push_back(Value::string(tables.types[type].name));
    families.insert(tables.types[type].family());
    vendors.insert(tables.vendors[tables.types[type].vendor]);
  }
  std::vector<hcl::Entry> attributes;
  std::vector<hcl::Entry> fallbacks;
  const auto set = [](std::vector<hcl::Entry>& to, std::string_view attribute, const Value& value) {
    if (!value.is_null()) to.push_back({attribute, value, {}, 0});
  };
  set(attributes, "node_group_name_prefix", Value::string(arena.copy(fmt::format("{}-", name))));
  set(attributes, "instance_types", Value::list(arena, listed));
  const std::string_view image = suitable_image(tables, vocabulary, types);
  set(attributes, "ami_type", image.empty() ? Value::null() : Value::string(image));
  // The vocabulary's own choice is Spot; what stays is the other.
  const Attribute* capacity = vocabulary.group().find("capacity_type");
  for (const std::string_view kind : capacity->one_of) {
    if (query.on_demand && capacity->says(Value::string(kind), "steady"))
      set(attributes, "capacity_type", Value::string(kind));
  }
  for (const Attribute& attribute : vocabulary.group().attributes) {
    if (query.on_demand && &attribute == capacity) continue;
    // A block of the usual sizes gives way to what a form asks for.
    set(attribute.is_block() ? fallbacks : attributes, attribute.name, attribute.generated);
  }
  draft.attributes = Value::object(arena, std::move(attributes));
  draft.fallbacks = Value::object(arena, std::move(fallbacks));
  std::vector<hcl::Entry> cluster;
  if (!query.region.empty()) set(cluster, "region", Value::string(query.region));
  draft.cluster = Value::object(arena, std::move(cluster));

  std::string makers;
  for (const std::string_view vendor : vendors) {
    if (!vendor.empty()) makers += fmt::format("{}{}", makers.empty() ? "" : ", ", vendor);
  }
  draft.head = {
      fmt::format("EKS managed node group {} on {}: {} of {} ({}),", name, query.on_demand ? "On-Demand" : "Spot",
                  counted(types.size(), "instance type", "instance types"), shape_text(query.vcpu, query.memory_mib),
                  architecture),
      fmt::format("{}{}{}{}{}.", counted(families.size(), "family", "families"), makers.empty() ? "" : " by ", makers,
                  query.on_demand ? "" : ": ", query.on_demand ? "" : pools_text(tables, query, types)),
  };
  for (std::string& line : price_lines(tables, query, types)) draft.head.push_back(std::move(line));
  draft.head.push_back(fmt::format("Made by {}", command));
  draft.head.push_back(fmt::format("from the instance types of {}{}{}.", tables.types_date,
                                   tables.advisor_date.empty() ? "" : " and the Spot Advisor of ",
                                   tables.advisor_date));
  return draft;
}

}  // namespace mng::model
