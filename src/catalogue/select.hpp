#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalogue/tables.hpp"

namespace mng::catalogue {

/// What a selection is good at: most ways out of an interruption, the lowest price, or the first among the cheaper
/// half.
enum class Optimize : std::uint8_t { kDiversity, kBalanced, kPrice };

/// Bits of Query::only.
enum Kind : std::uint8_t { kBurstable = 1, kBareMetal = 2, kFlex = 4, kWithFpga = 8 };

/// Fewest and most of something; none: any.
using Range = std::optional<std::pair<std::uint32_t, std::uint32_t>>;

/// How many pods a node may run, whatever its interfaces have addresses for.
struct PodLimit {
  unsigned vcpu_below = ~0U;  ///< of nodes with fewer vCPU
  unsigned pods = ~0U;
};

/// What a Spot node group's types must have in common, and what may be left out. What the catalogue does not know of a
/// type meets no limit: a type without a price is above every one.
struct Query {
  unsigned vcpu = 0;
  std::uint32_t memory_mib = 0;
  Architecture architecture = kX86_64;  ///< one of them, where several bits are set
  std::string_view region;              ///< empty: any
  /// Only these, where any is named (what stands before the dot). Naming a family asks for it: it is taken even if
  /// burstable, accelerated, flex, of a previous generation or short of pods.
  std::vector<std::string> families;
  std::vector<std::string> exclude;  ///< families or types never taken
  unsigned count = ~0U;              ///< at most this many
  bool burstable = false;            ///< each of these admits what is left out by default
  bool bare_metal = false;
  bool accelerated = false;
  bool flex = false;
  bool previous_generation = false;  ///< Xen hypervisor
  std::uint8_t only = 0;             ///< Kind bits that every type must have
  bool on_demand = false;            ///< for On-Demand capacity in place of Spot
  bool unsold = false;  ///< also what is retired or not sold as this capacity, so that it can be said of it
  /// Fewest and most GPUs, fewest and most MiB of their memory in all; who says either, or a model, asks for types with
  /// GPUs.
  std::optional<std::pair<unsigned, unsigned>> gpus;
  std::optional<std::pair<std::uint32_t, std::uint32_t>> gpu_memory_mib;
  std::string_view gpu_maker;  ///< as Tables::gpus has it; empty: any
  std::string_view gpu_model;
  /// Of types with GPUs those that have parts of one, in place of whole ones. A part is no GPU: Cluster Autoscaler
  /// counts none on such a node, and what is made for a whole one may not fit. Named families may have either.
  bool part_of_gpu = false;
  /// Accelerator bits that a type has, those and no others; 0: any. Who says it asks for types with some.
  std::uint8_t accelerators = 0;
  /// Inference accelerators and MiB of their memory in all; who says either, or a model, asks for types with some.
  Range inference;
  Range inference_memory_mib;
  std::string_view inference_maker;  ///< as Tables::inference has it; empty: any
  std::string_view inference_model;
  Range interfaces;         ///< network interfaces of the default network card
  Range peak_mbps;          ///< bandwidth at most
  Range disk_gb;            ///< local disks in all; none count as 0
  std::optional<bool> hdd;  ///< local disks, and that they turn
  Range generations;
  bool efa = false;                          ///< with an Elastic Fabric Adapter
  std::optional<Hypervisor> hypervisor;      ///< kXen admits types of a previous generation
  std::uint32_t local_nvme_gb = 0;           ///< at least, in all
  std::uint32_t network_mbps = 0;            ///< baseline, at least
  unsigned generation = 0;                   ///< at least
  std::vector<std::string> vendors;          ///< CPU makers as Tables::vendors has them; empty: any
  std::uint8_t zones = 0xff;                 ///< bits of the region's zones: offered in one of them
  std::optional<std::uint64_t> least_price;  ///< of the same price as `most_price`
  std::optional<std::uint64_t> most_price;   ///< estimated Spot price, or On-Demand price; see `price_of`
  std::optional<std::uint8_t> worst_band;    ///< index into Tables::bands
  std::vector<PodLimit> pod_limits;          ///< the first that holds counts; none: no limit
  Optimize optimize = Optimize::kDiversity;
};

/// Why a type is not among the candidates: the first of these that holds.
enum class Reason : std::uint8_t {
  kNone,  ///< it is
  kShape,
  kRetired,
  kNotOnSpot,  ///< or not On-Demand where that is asked for
  kArchitecture,
  kBareMetal,
  kBurstable,
  kAccelerated,
  kFlex,
  kPreviousGeneration,
  kNotTheKind,  ///< not of a kind that alone is asked for
  kFamily,
  kExcluded,
  kAccelerators,  ///< of another kind
  kGpus,
  kPartOfGpu,
  kGpuMemory,
  kGpuModel,
  kInference,
  kInterfaces,
  kPeakNetwork,
  kStorage,
  kDiskType,
  kOtherGeneration,
  kEfa,
  kHypervisor,
  kLocalDisk,
  kNetwork,
  kGeneration,
  kVendor,
  kNotOffered,  ///< in the region, or any
  kZones,
  kPrice,
  kCheaper,
  kNoPrice,
  kBand,
  kNoBand,
  kPods,
};

/// Reason of each type of the catalogue, by index.
std::vector<Reason> reasons(const Tables& tables, const Query& query);

/// Accelerator bits of what the query asks for by number, memory or model: each type of it has them.
unsigned accelerators_asked(const Query& query);

/// What an hour of the type costs in the region by the catalogue, in millionths of the region's currency: On-Demand, or
/// that less the savings of the Spot Advisor. nullopt: not known.
std::optional<std::uint64_t> price_of(const Tables& tables, std::uint32_t type, std::uint32_t region, bool on_demand);

/// Every shape that has a candidate under the query's conditions, its shape aside, by vCPU and memory.
std::vector<std::pair<unsigned, std::uint32_t>> shapes(const Tables& tables, const Query& query);

/// A shape that has types, for "the nearest that can be met".
struct Shape {
  unsigned vcpu = 0;
  std::uint32_t memory_mib = 0;
  std::size_t types = 0;
};

/// Indices of every type that meets the query, `count` aside, by name.
/// Live, on Spot (On-Demand where that is asked for), of exactly that vCPU, memory and architecture, offered in
/// the region (in any one where none is named; none in a region that the
/// tables do not have), and with max-pods of at least half of the median of
/// the shape's types in all regions, more than the limit counting as the limit.
/// Unknown max-pods pass.
std::vector<std::uint32_t> candidates(const Tables& tables, const Query& query);

/// The `query.count` best of the candidates, best for diversity first. Each
/// step takes the type that adds most over those taken, by the first of these
/// that tells two apart:
/// 1. Spot pools: zones that offer it; without a region, how many quarters of the regions do
/// 2. a family line that has none yet: the letters before the generation, so m, c, r, i, z
/// 3. the generation, then the CPU maker, that has fewest
/// 4. the better interruption band, an unknown one counting as the middle; not of On-Demand capacity
/// 5. the lower price, on Spot On-Demand less savings; unknown last
/// 6. the newer generation, the name
/// A shorter selection is the beginning of a longer one. Optimized for price the cheapest come first, then those whose
/// price is not known in the order above; balanced, the order above begins with those no dearer than the middle one.
///
/// What hangs on the order: on Spot EC2 pays no heed to it; On-Demand, EKS starts a node of the first type that can be
/// had; and Cluster Autoscaler takes the node of a group that is still empty to be of the first type, in vCPU, memory
/// and whole GPUs. Its pods it takes to be 110, whatever the type, so that no order helps there.
std::vector<std::uint32_t> select(const Tables& tables, const Query& query);

/// The same order over given types, on Spot, for "add these": those that add most to
/// `have` come first. `have` itself is not in the result.
std::vector<std::uint32_t> diversify(const Tables& tables, std::string_view region,
                                     const std::vector<std::uint32_t>& have, std::vector<std::uint32_t> from,
                                     unsigned count);

/// The `count` shapes nearest to the query's that have at least one type
/// under its other conditions, nearest first.
std::vector<Shape> nearest_shapes(const Tables& tables, const Query& query, std::size_t count);

}  // namespace mng::catalogue
