#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/comparison.hpp"
#include "model/document.hpp"
#include "model/vocabulary.hpp"

namespace mng::model {

/// What of the groups of one state each is in the other: by address, by
/// `moved` blocks, by the step that Terraform makes where count comes or goes;
/// what is left by name, then by cluster, capacity and types. Nothing is said
/// yet of what changed in those that are kept.
std::vector<GroupChange> pair_groups(const Document& before, const Document& after, const Vocabulary& vocabulary);

/// An address without what stands in brackets: a resource of its instances.
std::string without_keys(std::string_view address);
/// An address without the [0] that count gives the first.
std::string_view uncounted(std::string_view address);

/// Whether a group has a name of its own, before and after the same one.
bool same_fixed_name(const Group& before, const Group& after, const Vocabulary& vocabulary);

}  // namespace mng::model
