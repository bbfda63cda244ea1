#pragma once

#include <set>
#include <string>
#include <vector>

#include "lint/finding.hpp"

namespace mng::lint {

/// What became of accepting.
struct Accepted {
  std::vector<std::string> notes;    ///< what was let through: "prod:aws_eks_node_group.w: RULE is accepted"
  std::vector<std::string> useless;  ///< why a name let nothing through
};

/// Takes out the findings about changes of groups that are accepted, each by
/// its address, ROOT:ADDRESS or name. `told`: the names of which it is said
/// where they let nothing through.
Accepted accept_changes(std::vector<Finding>& findings, const std::set<std::string>& names,
                        const std::vector<std::string>& told);

/// Makes one of the findings about changes that lie in one place: it names all
/// of their groups. `findings`: in order.
void gather_changes(std::vector<Finding>& findings);

}  // namespace mng::lint
