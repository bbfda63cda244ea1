#pragma once

#include "model/facts.hpp"

namespace mng::model {

/// The letters and the generation that a type's name begins with: m5 of m5ad.large.
std::string_view stem_of(const catalogue::InstanceType& type);
/// Whether the type is in the worst band of the Spot Advisor in the region; false where that is not known.
bool is_often_interrupted(const catalogue::Tables& tables, std::uint32_t type, std::optional<std::uint32_t> region);

// Derived facts about a group's instance types; each is the fact of the same
// name in data/vocabulary.hcl.
hcl::Value types_fact(Facts& facts, std::size_t group);
hcl::Value type_count_fact(Facts& facts, std::size_t group);
hcl::Value types_known_fact(Facts& facts, std::size_t group);
hcl::Value shape_fact(Facts& facts, std::size_t group);
hcl::Value vcpu_fact(Facts& facts, std::size_t group);
hcl::Value memory_fact(Facts& facts, std::size_t group);
hcl::Value gpus_fact(Facts& facts, std::size_t group);
hcl::Value pods_fact(Facts& facts, std::size_t group);
hcl::Value traits_fact(Facts& facts, std::size_t group);
hcl::Value stems_fact(Facts& facts, std::size_t group);
hcl::Value generations_fact(Facts& facts, std::size_t group);
hcl::Value zone_gaps_fact(Facts& facts, std::size_t group);
hcl::Value architectures_fact(Facts& facts, std::size_t group);
hcl::Value peers_fact(Facts& facts, std::size_t group);
hcl::Value repeated_types_fact(Facts& facts, std::size_t group);
hcl::Value unknown_types_fact(Facts& facts, std::size_t group);
hcl::Value retired_types_fact(Facts& facts, std::size_t group);
hcl::Value types_not_offered_fact(Facts& facts, std::size_t group);

}  // namespace mng::model
