#include <algorithm>
#include <set>
#include <tuple>

#include "catalogue/select.hpp"

namespace mng::catalogue {
namespace {

bool named(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The conditions of a query on one type, its shape aside.
class Filter {
 public:
  Filter(const Tables& tables, const Query& query)
      : tables_(tables),
        query_(query),
        region_(tables.find_region(query.region)),
        known_(!tables.offerings_date.empty() && (!region_ || tables.knows_offers_of(*region_))) {}

  // What a node group of this shape can be made of at all.
  [[nodiscard]] bool usable(const InstanceType& type) const {
    return type.status == Status::kLive && type.spot && (type.architectures & query_.architecture) != 0 &&
           (query_.bare_metal || !type.bare_metal);
  }

  // What is left out unless asked for.
  [[nodiscard]] bool ordinary(const InstanceType& type) const {
    return (query_.burstable || !type.burstable) && (query_.accelerated || type.accelerators == 0) &&
           (query_.flex || !type.flex) && (query_.previous_generation || type.hypervisor != Hypervisor::kXen);
  }

  [[nodiscard]] bool wanted(const InstanceType& type) const {
    return (query_.families.empty() || named(query_.families, type.family())) &&
           !named(query_.exclude, type.family()) && !named(query_.exclude, type.name);
  }

  [[nodiscard]] bool offered(std::uint32_t type) const {
    if (!known_) return true;
    if (!query_.region.empty()) return region_ && tables_.offered_in(type, *region_);
    for (std::uint32_t region = 0; region < tables_.regions.size(); ++region) {
      if (tables_.offered_in(type, region)) return true;
    }
    return false;
  }

  // Of all conditions but the shape and its pods.
  [[nodiscard]] bool takes(std::uint32_t index) const {
    const InstanceType& type = tables_.types[index];
    return usable(type) && (!query_.families.empty() || ordinary(type)) && wanted(type) && offered(index);
  }

  // Fewest pods that a type of the shape may take: half the median of those
  // that are ordinary, whatever the region or the families named.
  [[nodiscard]] unsigned pods_floor(unsigned vcpu, std::uint32_t memory_mib) const {
    std::vector<unsigned> pods;
    for (const InstanceType& type : tables_.types) {
      const bool counts = type.vcpu == vcpu && type.memory_mib == memory_mib && type.max_pods > 0;
      if (counts && usable(type) && ordinary(type)) pods.push_back(type.max_pods);
    }
    if (pods.empty()) return 0;
    const auto middle = pods.begin() + static_cast<std::ptrdiff_t>(pods.size() / 2);
    std::nth_element(pods.begin(), middle, pods.end());
    return (*middle + 1) / 2;
  }

 private:
  const Tables& tables_;
  const Query& query_;
  std::optional<std::uint32_t> region_;
  bool known_;  // what is offered
};

double apart(double a, double b) {
  return std::max(a, b) / std::max(1.0, std::min(a, b));
}

}  // namespace

std::vector<std::uint32_t> candidates(const Tables& tables, const Query& query) {
  const Filter filter(tables, query);
  // Who names a family asks for it, few pods and all.
  const unsigned floor = query.families.empty() ? filter.pods_floor(query.vcpu, query.memory_mib) : 0;
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < tables.types.size(); ++i) {
    const InstanceType& type = tables.types[i];
    if (type.vcpu != query.vcpu || type.memory_mib != query.memory_mib || !filter.takes(i)) continue;
    if (type.max_pods == 0 || type.max_pods >= floor) found.push_back(i);
  }
  return found;
}

std::vector<Shape> nearest_shapes(const Tables& tables, const Query& query, std::size_t count) {
  const Filter filter(tables, query);
  std::set<std::pair<unsigned, std::uint32_t>> shapes;
  for (std::uint32_t i = 0; i < tables.types.size(); ++i) {
    if (filter.takes(i)) shapes.emplace(tables.types[i].vcpu, tables.types[i].memory_mib);
  }
  // The product of the two ratios orders like the sum of their logarithms,
  // and is the same number on every machine.
  using Rank = std::tuple<double, bool, bool, unsigned, std::uint32_t>;
  std::vector<Rank> ranks;
  for (const auto& [vcpu, memory_mib] : shapes) {
    ranks.emplace_back(apart(vcpu, query.vcpu) * apart(memory_mib, query.memory_mib), vcpu != query.vcpu,
                       memory_mib < query.memory_mib, vcpu, memory_mib);
  }
  std::sort(ranks.begin(), ranks.end());
  std::vector<Shape> nearest;
  for (const Rank& rank : ranks) {
    if (nearest.size() == count) break;
    Query there = query;
    there.vcpu = std::get<3>(rank);
    there.memory_mib = std::get<4>(rank);
    nearest.push_back({there.vcpu, there.memory_mib, candidates(tables, there).size()});
    if (nearest.back().types == 0) nearest.pop_back();
  }
  return nearest;
}

}  // namespace mng::catalogue
