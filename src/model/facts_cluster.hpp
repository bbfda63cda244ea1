#pragma once

#include <string_view>
#include <vector>

#include "model/facts.hpp"

namespace mng::model {

/// The groups of one cluster of a document, for rules that judge them together.
struct ClusterGroups {
  std::vector<std::size_t> groups;  ///< in the order of the document
  /// Whether all of the document is about it: then what stands beside the groups belongs to it.
  bool alone = true;
};

/// The clusters that the groups of a document join, in the order of their first groups: told apart by name, or by
/// what a name that is not known depends on. One without groups where nothing but what stands beside them is there.
std::vector<ClusterGroups> clusters_of(const Facts& facts);

/// The derived fact of a cluster of that name, which the vocabulary must declare.
hcl::Value cluster_fact(Facts& facts, const ClusterGroups& cluster, std::string_view name);

/// Names of all facts of clusters there is code for.
std::vector<std::string_view> cluster_fact_names();

}  // namespace mng::model
