#pragma once

#include <map>
#include <set>
#include <string>

#include "catalogue/import.hpp"
#include "catalogue/json.hpp"

namespace mng::catalogue {

/// What the files read so far bring, before it is fitted together.
struct Draft {
  struct Listing {
    std::string date, source;
    /// Zones that the source names for the region, beyond those of a type.
    std::set<std::string> zones;
    /// Type -> zones. By name (us-east-1a) they differ from account to
    /// account, so names count only where no ids are known.
    std::map<std::string, std::set<std::string>> by_id, by_name;
  };

  TypesFile types;
  std::map<std::string, Listing> listings;
  AdvisorFile advisor;
  PricesFile prices;
  std::map<std::string, Source> sources[4];        ///< of types, offerings, advisor, prices, by key
  std::map<std::string, std::size_t> left_out[4];  ///< cause -> rows
  std::vector<std::string> notes;
};

enum DraftFile { kOfTypes, kOfOfferings, kOfAdvisor, kOfPrices };

/// Adds a type; one that is live is not replaced by a retired record.
void add_type(Draft& draft, TypeRecord record);

/// Whether a file is an answer of the AWS CLI or the Spot Advisor feed; if so,
/// adds what it brings. `date` is that of the file.
bool import_answer(const Json& json, const ImportOptions& options, const std::string& date, Fault& fault, Draft& draft);

/// The same for collected facts.
bool import_facts(const Json& json, Fault& fault, Draft& draft);

}  // namespace mng::catalogue
