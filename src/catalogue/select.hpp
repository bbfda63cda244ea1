#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/tables.hpp"

namespace mng::catalogue {

/// What a Spot node group's types must have in common, and what may be left out.
struct Query {
  unsigned vcpu = 0;
  std::uint32_t memory_mib = 0;
  Architecture architecture = kX86_64;
  std::string_view region;  ///< empty: any
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
};

/// A shape that has types, for "the nearest that can be met".
struct Shape {
  unsigned vcpu = 0;
  std::uint32_t memory_mib = 0;
  std::size_t types = 0;
};

/// Indices of every type that meets the query, `count` aside, by name.
/// Live, on Spot, of exactly that vCPU, memory and architecture, offered in
/// the region (in any one where none is named; none in a region that the
/// tables do not have), and with max-pods of at least half of the median of
/// the shape's types in all regions. Unknown max-pods pass.
std::vector<std::uint32_t> candidates(const Tables& tables, const Query& query);

/// The `query.count` best of the candidates, best for diversity first. Each
/// step takes the type that adds most over those taken, by the first of these
/// that tells two apart:
/// 1. Spot pools: zones that offer it; without a region, how many quarters of the regions do
/// 2. a family line that has none yet: the letters before the generation, so m, c, r, i, z
/// 3. the generation, then the CPU maker, that has fewest
/// 4. the better interruption band, an unknown one counting as the middle
/// 5. the lower Spot price, On-Demand less savings; unknown last
/// 6. the newer generation, the name
/// A shorter selection is the beginning of a longer one.
std::vector<std::uint32_t> select(const Tables& tables, const Query& query);

/// The same order over given types, for "add these": those that add most to
/// `have` come first. `have` itself is not in the result.
std::vector<std::uint32_t> diversify(const Tables& tables, std::string_view region,
                                     const std::vector<std::uint32_t>& have, std::vector<std::uint32_t> from,
                                     unsigned count);

/// The `count` shapes nearest to the query's that have at least one type
/// under its other conditions, nearest first.
std::vector<Shape> nearest_shapes(const Tables& tables, const Query& query, std::size_t count);

}  // namespace mng::catalogue
