#pragma once

#include <string>
#include <vector>

#include "catalogue/records.hpp"

namespace mng::catalogue {

/// What EC2 answered for one region: its types, and what it offers by zone.
struct RegionAnswer {
  std::string region;
  Catalogue catalogue;
};

/// Names of the types that a refresh changed, sorted.
struct Changes {
  std::vector<std::string> added;
  std::vector<std::string> changed;  ///< another record, or live again
  std::vector<std::string> retired;
};

/// Brings a catalogue up to the answers, all of one day. Of each region that
/// was asked the offerings are replaced; a type that no region describes any
/// more is retired, unless a region that was not asked may still have it.
/// All else stays with its dates: other regions, Spot Advisor, prices. Of two
/// answers that describe a type the later in the list goes first.
Changes refresh(Catalogue& catalogue, const std::vector<RegionAnswer>& answers);

}  // namespace mng::catalogue
