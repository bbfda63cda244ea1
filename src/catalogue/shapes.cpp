#include <algorithm>
#include <set>
#include <tuple>

#include "catalogue/select.hpp"

namespace mng::catalogue {
namespace {

bool named(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool lies_in(const Range& range, std::uint32_t value) {
  return !range || (value >= range->first && value <= range->second);
}

// The conditions of a query on one type, its shape aside.
class Filter {
 public:
  Filter(const Tables& tables, const Query& query)
      : tables_(tables),
        query_(query),
        region_(tables.find_region(query.region)),
        asked_(accelerators_asked(query)),
        rare_((asked_ & kInference) != 0 || query.interfaces || query.peak_mbps || query.disk_gb || query.hdd ||
              query.generations),
        known_(!tables.offerings_date.empty() && (!region_ || tables.knows_offers_of(*region_))) {}

  [[nodiscard]] Reason sold(const InstanceType& type) const {
    if (type.status != Status::kLive) return Reason::kRetired;
    return (query_.on_demand ? type.on_demand : type.spot) ? Reason::kNone : Reason::kNotOnSpot;
  }

  // What a node group of this shape can be made of at all.
  [[nodiscard]] Reason usable(const InstanceType& type) const {
    const Reason reason = query_.unsold ? Reason::kNone : sold(type);
    if (reason != Reason::kNone) return reason;
    if ((type.architectures & query_.architecture) == 0) return Reason::kArchitecture;
    return query_.bare_metal || !type.bare_metal ? Reason::kNone : Reason::kBareMetal;
  }

  // What is left out unless asked for.
  [[nodiscard]] Reason ordinary(const InstanceType& type) const {
    if (!query_.burstable && type.burstable) return Reason::kBurstable;
    if (!query_.accelerated && type.accelerators != 0 && (type.accelerators & asked_) == 0) return Reason::kAccelerated;
    if (!query_.flex && type.flex) return Reason::kFlex;
    const bool xen = query_.previous_generation || query_.hypervisor == Hypervisor::kXen;
    return xen || type.hypervisor != Hypervisor::kXen ? Reason::kNone : Reason::kPreviousGeneration;
  }

  [[nodiscard]] Reason wanted(const InstanceType& type) const {
    const bool kind = ((query_.only & kBurstable) == 0 || type.burstable) &&
                      ((query_.only & kBareMetal) == 0 || type.bare_metal) &&
                      ((query_.only & kFlex) == 0 || type.flex) &&
                      ((query_.only & kWithFpga) == 0 || (type.accelerators & kFpga) != 0);
    if (!kind) return Reason::kNotTheKind;
    if (!query_.families.empty() && !named(query_.families, type.family())) return Reason::kFamily;
    if (named(query_.exclude, type.family()) || named(query_.exclude, type.name)) return Reason::kExcluded;
    if (query_.accelerators != 0 && type.accelerators != query_.accelerators) return Reason::kAccelerators;
    if (const Reason reason = gpus(type); reason != Reason::kNone) return reason;
    if (const Reason reason = rare_ ? rare(type) : Reason::kNone; reason != Reason::kNone) return reason;
    if (query_.efa && !type.efa) return Reason::kEfa;
    if (query_.hypervisor && type.hypervisor != *query_.hypervisor) return Reason::kHypervisor;
    if (query_.local_nvme_gb > 0 && (type.local_disk_hdd || type.local_disk_gb < query_.local_nvme_gb)) {
      return Reason::kLocalDisk;
    }
    if (type.network_mbps < query_.network_mbps) return Reason::kNetwork;
    if (type.generation() < query_.generation) return Reason::kGeneration;
    return query_.vendors.empty() || named(query_.vendors, tables_.vendors[type.vendor]) ? Reason::kNone
                                                                                         : Reason::kVendor;
  }

  [[nodiscard]] Reason gpus(const InstanceType& type) const {
    if (!query_.gpus && (asked_ & kGpu) == 0) return Reason::kNone;
    if (query_.gpus && (type.gpus < query_.gpus->first || type.gpus > query_.gpus->second)) return Reason::kGpus;
    if (query_.families.empty() && type.part_of_gpu != query_.part_of_gpu) return Reason::kPartOfGpu;
    const auto& memory = query_.gpu_memory_mib;
    if (memory && (type.gpu_memory_mib < memory->first || type.gpu_memory_mib > memory->second)) {
      return Reason::kGpuMemory;
    }
    const Gpu& gpu = tables_.gpus[type.gpu];
    const bool meant = (query_.gpu_maker.empty() || gpu.maker == query_.gpu_maker) &&
                       (query_.gpu_model.empty() || gpu.model == query_.gpu_model);
    return meant ? Reason::kNone : Reason::kGpuModel;
  }

  // What few ask for.
  [[nodiscard]] Reason rare(const InstanceType& type) const {
    const Gpu& model = tables_.inference[type.inference_model];
    const bool meant = (query_.inference_maker.empty() || model.maker == query_.inference_maker) &&
                       (query_.inference_model.empty() || model.model == query_.inference_model);
    if (!meant || !lies_in(query_.inference, type.inference) ||
        !lies_in(query_.inference_memory_mib, type.inference_memory_mib)) {
      return Reason::kInference;
    }
    if (!lies_in(query_.interfaces, type.enis)) return Reason::kInterfaces;
    if (query_.peak_mbps && (type.peak_mbps == 0 || !lies_in(query_.peak_mbps, type.peak_mbps))) {
      return Reason::kPeakNetwork;
    }
    if (!lies_in(query_.disk_gb, type.local_disk_gb)) return Reason::kStorage;
    if (query_.hdd && (type.local_disk_gb == 0 || type.local_disk_hdd != *query_.hdd)) return Reason::kDiskType;
    return lies_in(query_.generations, type.generation()) ? Reason::kNone : Reason::kOtherGeneration;
  }

  [[nodiscard]] Reason offered(std::uint32_t type) const {
    // What is retired is offered nowhere.
    if (!known_ || tables_.types[type].status != Status::kLive) return Reason::kNone;
    if (!query_.region.empty()) {
      if (!region_ || !tables_.offered_in(type, *region_)) return Reason::kNotOffered;
      const bool told = !tables_.regions[*region_].zones.empty() && query_.zones != 0xff;
      return told && (tables_.offered[tables_.cell(type, *region_)] & query_.zones) == 0 ? Reason::kZones
                                                                                         : Reason::kNone;
    }
    for (std::uint32_t region = 0; region < tables_.regions.size(); ++region) {
      if (tables_.offered_in(type, region)) return Reason::kNone;
    }
    return Reason::kNotOffered;
  }

  [[nodiscard]] Reason affordable(std::uint32_t type) const {
    if (query_.most_price || query_.least_price) {
      const auto price = region_ ? price_of(tables_, type, *region_, query_.on_demand) : std::nullopt;
      if (!price) return Reason::kNoPrice;
      if (query_.most_price && *price > *query_.most_price) return Reason::kPrice;
      if (query_.least_price && *price < *query_.least_price) return Reason::kCheaper;
    }
    if (query_.worst_band) {
      const std::uint8_t band = region_ ? tables_.band[tables_.cell(type, *region_)] : Tables::kUnknown8;
      if (band == Tables::kUnknown8) return Reason::kNoBand;
      if (band > *query_.worst_band) return Reason::kBand;
    }
    return Reason::kNone;
  }

  // Of all conditions but the shape and its pods.
  [[nodiscard]] Reason refuses(std::uint32_t index) const {
    const InstanceType& type = tables_.types[index];
    Reason reason = usable(type);
    if (reason == Reason::kNone && query_.families.empty()) reason = ordinary(type);
    if (reason == Reason::kNone) reason = wanted(type);
    if (reason == Reason::kNone) reason = offered(index);
    return reason == Reason::kNone ? affordable(index) : reason;
  }

  // Pods of a node, as many as it may run.
  [[nodiscard]] unsigned pods(const InstanceType& type) const {
    for (const PodLimit& limit : query_.pod_limits) {
      if (type.vcpu < limit.vcpu_below) return std::min<unsigned>(type.max_pods, limit.pods);
    }
    return type.max_pods;
  }

  // Fewest pods that a type of the shape may take: half the median of those
  // that are ordinary, whatever the region or the families named.
  [[nodiscard]] unsigned pods_floor(unsigned vcpu, std::uint32_t memory_mib) const {
    std::vector<unsigned> all;
    for (const InstanceType& type : tables_.types) {
      const bool counts = type.vcpu == vcpu && type.memory_mib == memory_mib && type.max_pods > 0;
      if (counts && sold(type) == Reason::kNone && usable(type) == Reason::kNone && ordinary(type) == Reason::kNone)
        all.push_back(pods(type));
    }
    if (all.empty()) return 0;
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::nth_element(all.begin(), middle, all.end());
    return (*middle + 1) / 2;
  }

 private:
  const Tables& tables_;
  const Query& query_;
  std::optional<std::uint32_t> region_;
  unsigned asked_;  // Accelerator bits
  bool rare_;       // something that few ask for
  bool known_;      // what is offered
};

double apart(double a, double b) {
  return std::max(a, b) / std::max(1.0, std::min(a, b));
}

}  // namespace

unsigned accelerators_asked(const Query& query) {
  unsigned asked = query.accelerators;
  const bool gpus = query.gpus && query.gpus->second > 0;
  if (gpus || query.gpu_memory_mib || !query.gpu_maker.empty() || !query.gpu_model.empty()) asked |= kGpu;
  const bool model = !query.inference_maker.empty() || !query.inference_model.empty();
  if (query.inference || query.inference_memory_mib || model) asked |= kInference;
  if ((query.only & kWithFpga) != 0) asked |= kFpga;
  return asked;
}

std::optional<std::uint64_t> price_of(const Tables& tables, std::uint32_t type, std::uint32_t region, bool on_demand) {
  constexpr std::uint64_t kPercent = 100;
  const std::size_t cell = tables.cell(type, region);
  const std::uint64_t price = tables.price[cell];
  if (price == 0 || (!on_demand && tables.savings[cell] == Tables::kUnknown8)) return std::nullopt;
  return on_demand ? price : (price * (kPercent - tables.savings[cell]) + kPercent / 2) / kPercent;
}

std::vector<Reason> reasons(const Tables& tables, const Query& query) {
  const Filter filter(tables, query);
  // Who names a family asks for it, few pods and all.
  const unsigned floor = query.families.empty() ? filter.pods_floor(query.vcpu, query.memory_mib) : 0;
  std::vector<Reason> out(tables.types.size(), Reason::kShape);
  for (std::uint32_t i = 0; i < tables.types.size(); ++i) {
    const InstanceType& type = tables.types[i];
    if (type.vcpu != query.vcpu || type.memory_mib != query.memory_mib) continue;
    out[i] = filter.refuses(i);
    if (out[i] == Reason::kNone && type.max_pods != 0 && filter.pods(type) < floor) out[i] = Reason::kPods;
  }
  return out;
}

std::vector<std::uint32_t> candidates(const Tables& tables, const Query& query) {
  const std::vector<Reason> all = reasons(tables, query);
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (all[i] == Reason::kNone) found.push_back(i);
  }
  return found;
}

std::vector<std::pair<unsigned, std::uint32_t>> shapes(const Tables& tables, const Query& query) {
  const Filter filter(tables, query);
  std::set<std::pair<unsigned, std::uint32_t>> found;
  for (std::uint32_t i = 0; i < tables.types.size(); ++i) {
    if (filter.refuses(i) == Reason::kNone) found.emplace(tables.types[i].vcpu, tables.types[i].memory_mib);
  }
  return {found.begin(), found.end()};
}

std::vector<Shape> nearest_shapes(const Tables& tables, const Query& query, std::size_t count) {
  // The product of the two ratios orders like the sum of their logarithms,
  // and is the same number on every machine.
  using Rank = std::tuple<double, bool, bool, unsigned, std::uint32_t>;
  std::vector<Rank> ranks;
  for (const auto& [vcpu, memory_mib] : shapes(tables, query)) {
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
