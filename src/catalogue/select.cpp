#include "catalogue/select.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>

namespace mng::catalogue {
namespace {

constexpr std::uint64_t kUnknownCost = UINT64_MAX;

// Ranks types by what each adds to those taken so far.
class Diversity {
 public:
  Diversity(const Tables& tables, std::string_view region, std::uint8_t zones = ~std::uint8_t{0},
            bool on_demand = false)
      : tables_(tables), region_(tables.find_region(region)), zones_(zones), on_demand_(on_demand) {}

  void take(std::uint32_t index) {
    const InstanceType& type = tables_.types[index];
    ++lines_[type.series()];
    ++generations_[type.generation()];
    ++vendors_[type.vendor];
  }

  // Smaller is better; the name makes it total.
  [[nodiscard]] auto rank(std::uint32_t index) const {
    const InstanceType& type = tables_.types[index];
    return std::make_tuple(~reach(index), taken(lines_, type.series()) > 0, taken(generations_, type.generation()),
                           taken(vendors_, type.vendor), interruption(index), cost(index), ~type.generation(),
                           type.name);
  }

 private:
  template <typename Map, typename Key>
  static unsigned taken(const Map& map, const Key& key) {
    const auto it = map.find(key);
    return it == map.end() ? 0 : it->second;
  }

  // The Spot pools that a type opens: a zone each. Without a region, how many
  // quarters of the regions have it: a finer count would leave nothing for
  // the families to decide.
  [[nodiscard]] unsigned reach(std::uint32_t index) const {
    if (region_) {
      const std::uint8_t offered = tables_.offered[tables_.cell(index, *region_)] & ~Tables::kOffered;
      return static_cast<unsigned>(std::popcount(static_cast<std::uint8_t>(offered & zones_)));
    }
    std::size_t regions = 0;
    for (std::uint32_t region = 0; region < tables_.regions.size(); ++region) {
      if (tables_.offered_in(index, region)) ++regions;
    }
    return static_cast<unsigned>(regions * 4 / std::max<std::size_t>(1, tables_.regions.size()));
  }

  // Twice the band, so that an unknown one can stand in the middle. Only Spot capacity is interrupted.
  [[nodiscard]] std::size_t interruption(std::uint32_t index) const {
    if (on_demand_) return 0;
    const std::uint8_t band = region_ ? tables_.band[tables_.cell(index, *region_)] : Tables::kUnknown8;
    if (band != Tables::kUnknown8) return 2 * std::size_t{band};
    return tables_.bands.empty() ? 0 : tables_.bands.size() - 1;
  }

  [[nodiscard]] std::uint64_t cost(std::uint32_t index) const {
    return region_ ? price_of(tables_, index, *region_, on_demand_).value_or(kUnknownCost) : kUnknownCost;
  }

  const Tables& tables_;
  std::optional<std::uint32_t> region_;
  std::uint8_t zones_;  // that count
  bool on_demand_;
  std::map<std::string_view, unsigned> lines_;
  std::map<unsigned, unsigned> generations_;
  std::map<std::uint8_t, unsigned> vendors_;
};

}  // namespace

namespace {

std::vector<std::uint32_t> best_of(Diversity diversity, std::vector<std::uint32_t> from, std::size_t count) {
  std::vector<std::uint32_t> taken;
  while (taken.size() < count && !from.empty()) {
    const auto best = std::min_element(from.begin(), from.end(), [&](std::uint32_t a, std::uint32_t b) {
      return diversity.rank(a) < diversity.rank(b);
    });
    diversity.take(*best);
    taken.push_back(*best);
    from.erase(best);
  }
  return taken;
}

}  // namespace

std::vector<std::uint32_t> diversify(const Tables& tables, std::string_view region,
                                     const std::vector<std::uint32_t>& have, std::vector<std::uint32_t> from,
                                     unsigned count) {
  Diversity diversity(tables, region);
  for (const std::uint32_t index : have) diversity.take(index);
  std::sort(from.begin(), from.end());
  from.erase(std::unique(from.begin(), from.end()), from.end());
  std::erase_if(from, [&](std::uint32_t index) { return std::find(have.begin(), have.end(), index) != have.end(); });
  return best_of(diversity, std::move(from), count);
}

std::vector<std::uint32_t> select(const Tables& tables, const Query& query) {
  const std::optional<std::uint32_t> region = tables.find_region(query.region);
  const auto cost = [&](std::uint32_t index) {
    return region ? price_of(tables, index, *region, query.on_demand).value_or(kUnknownCost) : kUnknownCost;
  };
  const Diversity diversity(tables, query.region, query.zones, query.on_demand);
  std::vector<std::uint32_t> found = candidates(tables, query);
  if (query.optimize == Optimize::kDiversity) return best_of(diversity, std::move(found), query.count);

  std::vector<std::uint32_t> out = best_of(diversity, found, found.size());
  std::vector<std::uint64_t> costs;
  for (const std::uint32_t index : out) costs.push_back(cost(index));
  std::sort(costs.begin(), costs.end());
  if (query.optimize == Optimize::kPrice) {
    std::stable_sort(out.begin(), out.end(), [&](std::uint32_t a, std::uint32_t b) { return cost(a) < cost(b); });
  } else if (!costs.empty()) {
    const std::uint64_t middle = costs[(costs.size() - 1) / 2];
    std::stable_partition(out.begin(), out.end(), [&](std::uint32_t index) { return cost(index) <= middle; });
  }
  out.resize(std::min<std::size_t>(out.size(), query.count));
  return out;
}

}  // namespace mng::catalogue
