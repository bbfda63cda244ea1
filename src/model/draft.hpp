#pragma once

#include <cstdint>
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

/// How many pods EKS lets a node run, by its vCPU.
std::vector<catalogue::PodLimit> pod_limits(const Vocabulary& vocabulary);

/// How many types a Spot group should have at least.
unsigned advised_types(const Vocabulary& vocabulary);
/// How many types EKS takes in one group, and how long a generated name's
/// beginning may be without the dash that follows it.
unsigned most_types(const Vocabulary& vocabulary);
std::size_t longest_name(const Vocabulary& vocabulary);

/// The names of the types, in their order.
std::vector<std::string_view> type_names(const catalogue::Tables& tables, const std::vector<std::uint32_t>& types);

}  // namespace mng::model
