#pragma once

#include <vector>

#include "lint/finding.hpp"

namespace mng::lint {

/// Whether what the one says of its group the other says of its own: the same, but for the group's name.
bool says_the_same(const Finding& a, const Finding& b);

/// Makes one of the findings of several groups that lie in one place and say the same, but for the group's name: it
/// names the others. `findings`: in order, and of changes none, which `gather_changes` gathers.
void gather_groups(std::vector<Finding>& findings);

}  // namespace mng::lint
