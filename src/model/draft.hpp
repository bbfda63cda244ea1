#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalogue/select.hpp"
#include "catalogue/tables.hpp"
#include "hcl/arena.hpp"
#include "hcl/value.hpp"
#include "hcl/write.hpp"
#include "model/vocabulary.hpp"

namespace mng::model {

/// A group to be written: what is decided of it, and what to say beside it.
struct Draft {
  std::string_view name;          ///< "spot-4vcpu-32gib"
  hcl::Value attributes;          ///< object by attribute; blocks are objects
  hcl::Value fallbacks;           ///< the same, where the form asks the user no question
  hcl::Value cluster;             ///< object by attribute of entity "cluster"; may be empty
  std::vector<std::string> head;  ///< comment lines above all
  /// What stands for values of `attributes` that are not known: texts that parse as expressions; for forms of HCL
  /// alone.
  hcl::Expressions expressions{};
  /// Whether its types were chosen for it, of which forms have a note to write.
  bool chosen = false;
  std::string_view zone{};  ///< id of the one zone that it is for; empty where it is for all
  /// Keys of the form itself, with their values as they are written: for forms of YAML alone. What is written anyway
  /// stays.
  hcl::Value own{};
};

/// "x86_64", "arm64": the architectures a group can be asked for.
std::vector<std::string_view> architecture_names();
/// The architecture of that name; kX86_64 where there is none.
catalogue::Architecture architecture_of(std::string_view name);

std::string_view architecture_name(catalogue::Architecture architecture);
/// "4vcpu-32gib", with the architecture where it is not the usual one.
std::string shape_name(const catalogue::Query& query);

/// What a group of the query is called where nobody says otherwise: spot-4vcpu-32gib, and of types that all have
/// accelerators of a kind spot-gpu-4vcpu-16gib, so that it may stand beside one of the same shape that has none.
std::string usual_name(const catalogue::Tables& tables, const catalogue::Query& query,
                       const std::vector<std::uint32_t>& types);

/// A Spot group of these types, which all meet the query. `name` empty: the usual one. `command`: the words that ask
/// for it again.
Draft make_draft(const catalogue::Tables& tables, const Vocabulary& vocabulary, const catalogue::Query& query,
                 const std::vector<std::uint32_t>& types, std::string_view name, std::string_view command,
                 hcl::Arena& arena);

/// The AMI type of the plain machine image of an architecture; empty where there is none.
std::string_view plain_image(const Vocabulary& vocabulary, std::string_view architecture);

/// Families that the standard machine image of an architecture does not run on.
std::vector<std::string> families_without_image(const Vocabulary& vocabulary, std::string_view architecture);

/// How many pods EKS lets a node run, by its vCPU.
std::vector<catalogue::PodLimit> pod_limits(const Vocabulary& vocabulary);

/// The architecture that an AMI type runs on; empty where that is not told.
std::string_view image_architecture(const Vocabulary& vocabulary, std::string_view image);

/// The AMI type that is usual for nodes of these types: one with drivers for the accelerators of each, else the plain
/// one; empty where they have no architecture in common. `among`: of these AMI types, and empty also where only some of
/// the types have accelerators, as it is not known which of them is looked at.
std::string_view suitable_image(const catalogue::Tables& tables, const Vocabulary& vocabulary,
                                const std::vector<std::uint32_t>& types,
                                const std::optional<std::span<const std::string_view>>& among = std::nullopt);

/// Those of the types that have accelerators which an AMI type has no drivers for; none where nothing is known of it.
std::vector<std::uint32_t> without_drivers(const catalogue::Tables& tables, const Vocabulary& vocabulary,
                                           std::string_view image, const std::vector<std::uint32_t>& types);

/// From the least to the most that an hour costs of several types, in millionths of the currency of their region.
struct PriceRange {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
  std::size_t known = 0;  ///< types whose price is known; with none `least` and `most` say nothing
  std::size_t of = 0;     ///< types
};
/// What an hour of the types costs in the query's region, On-Demand or by estimate on Spot; see `catalogue::price_of`.
PriceRange price_range(const catalogue::Tables& tables, const catalogue::Query& query,
                       const std::vector<std::uint32_t>& types, bool on_demand);
/// "0.071 to 0.103 USD (3 of 20 unknown)", "0.190 USD" of one price; "unknown" where no price is.
std::string range_text(const catalogue::Tables& tables, const catalogue::Query& query, const PriceRange& range);

/// How many types a Spot group should have at least.
unsigned advised_types(const Vocabulary& vocabulary);
/// How many types EKS takes in one group, and how long a generated name's
/// beginning may be without the dash that follows it.
unsigned most_types(const Vocabulary& vocabulary);
std::size_t longest_name(const Vocabulary& vocabulary);

/// The names of the types, in their order.
std::vector<std::string_view> type_names(const catalogue::Tables& tables, const std::vector<std::uint32_t>& types);

}  // namespace mng::model
