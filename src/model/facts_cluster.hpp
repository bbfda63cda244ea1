#pragma once

#include <map>
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

/// The derived facts of one cluster, each computed when it is first asked for.
class ClusterFacts {
 public:
  ClusterFacts(Facts& facts, const ClusterGroups& cluster) : facts_(facts), cluster_(cluster) {}

  /// The fact of that name, which the vocabulary must declare.
  hcl::Value fact(std::string_view name);
  [[nodiscard]] const std::vector<std::size_t>& groups() const { return cluster_.groups; }

 private:
  Facts& facts_;
  const ClusterGroups& cluster_;
  std::map<std::string_view, hcl::Value> known_;
};

/// Names of all facts of clusters there is code for.
std::vector<std::string_view> cluster_fact_names();

}  // namespace mng::model
