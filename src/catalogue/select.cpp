#include "catalogue/select.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace mng::catalogue {
namespace {

constexpr std::uint64_t kUnknownCost = UINT64_MAX;

// Ranks types by what each adds to those taken so far.
class Diversity {
 public:
  Diversity(const Tables& tables, std::string_view region) : tables_(tables), region_(tables.find_region(region)) {}

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
    if (region_) return tables_.zones_offering(index, *region_);
    std::size_t regions = 0;
    for (std::uint32_t region = 0; region < tables_.regions.size(); ++region) {
      if (tables_.offered_in(index, region)) ++regions;
    }
    return static_cast<unsigned>(regions * 4 / std::max<std::size_t>(1, tables_.regions.size()));
  }

  // Twice the band, so that an unknown one can stand in the middle.
  [[nodiscard]] std::size_t interruption(std::uint32_t index) const {
    const std::uint8_t band = region_ ? tables_.band[tables_.cell(index, *region_)] : Tables::kUnknown8;
    if (band != Tables::kUnknown8) return 2 * std::size_t{band};
    return tables_.bands.empty() ? 0 : tables_.bands.size() - 1;
  }

  [[nodiscard]] std::uint64_t cost(std::uint32_t index) const {
    if (!region_) return kUnknownCost;
    const std::size_t cell = tables_.cell(index, *region_);
    if (tables_.price[cell] == 0 || tables_.savings[cell] == Tables::kUnknown8) return kUnknownCost;
    return std::uint64_t{tables_.price[cell]} * (100U - tables_.savings[cell]);
  }

  const Tables& tables_;
  std::optional<std::uint32_t> region_;
  std::map<std::string_view, unsigned> lines_;
  std::map<unsigned, unsigned> generations_;
  std::map<std::uint8_t, unsigned> vendors_;
};

}  // namespace

std::vector<std::uint32_t> diversify(const Tables& tables, std::string_view region,
                                     const std::vector<std::uint32_t>& have, std::vector<std::uint32_t> from,
                                     unsigned count) {
  Diversity diversity(tables, region);
  for (const std::uint32_t index : have) diversity.take(index);
  std::sort(from.begin(), from.end());
  from.erase(std::unique(from.begin(), from.end()), from.end());
  std::erase_if(from, [&](std::uint32_t index) { return std::find(have.begin(), have.end(), index) != have.end(); });

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

std::vector<std::uint32_t> select(const Tables& tables, const Query& query) {
  return diversify(tables, query.region, {}, candidates(tables, query), query.count);
}

}  // namespace mng::catalogue
