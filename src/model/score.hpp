#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/facts.hpp"

namespace mng::model {

/// The best score there is.
constexpr unsigned kMostPoints = 100;

/// How well a Spot group's instance types are spread.
struct Score {
  std::string group;            ///< what it is called
  std::size_t types = 0;        ///< different ones
  std::size_t zones = 0;        ///< of its subnets; 0 where they are not known, and are counted as one
  std::size_t pools = 0;        ///< types times zones
  std::size_t often = 0;        ///< pools of types that are among the most interrupted in the region
  std::size_t families = 0;     ///< letters and generation: m5 of m5.large and of m5ad.large
  std::size_t generations = 0;  ///< of the types
  std::size_t vendors = 0;      ///< makers of their CPUs
  /// 0 to 100; nullopt where that cannot be told: then of the rest only `group` and `why` are.
  std::optional<unsigned> points;
  std::string why;  ///< there are no points: "not all of its types are known: depends on var.types"
};

/// 100 × (0.6 p/(p + 10) + 0.15 f/(f + 2) + 0.15 g/(g + 2) + 0.1 v/(v + 1)), rounded, of the pools p, one of a type
/// that is often interrupted counting half, and the families f, generations g and vendors v beyond the first. Every
/// part grows with a type more and never falls, so that the score of a group with one type more is never lower. 10 is
/// the number of types that AWS advises as a rule of thumb (EC2 user guide, spot-best-practices); the other figures are
/// ours.
unsigned score_of(double pools, std::size_t families, std::size_t generations, std::size_t vendors);

/// The score of a group whose nodes AWS may take, or may for all that is known; nullopt of any other.
std::optional<Score> score(Facts& facts, std::size_t group);

}  // namespace mng::model
