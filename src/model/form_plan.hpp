#pragma once

#include <span>
#include <vector>

#include "model/comparison.hpp"
#include "model/document.hpp"
#include "model/form.hpp"
#include "terraform/plan.hpp"

namespace mng::model {

/// What forms read of a plan.
terraform::Wanted wanted_of_plan(std::span<const Form> forms);

/// Which of its states of a plan is read.
enum class Planned : std::uint8_t { kBefore, kAfter };

/// The node groups before or after a plan, each by its address.
Document read_plan(std::span<const Form> forms, const terraform::Plan& plan, Planned which, const hcl::Range& body,
                   const Vocabulary& vocabulary, const hcl::Sources& sources, hcl::Arena& arena);

/// What a plan does to each group that stood before.
std::vector<GroupChange> planned_changes(const terraform::Plan& plan, const Document& before, const Document& after,
                                         const Vocabulary& vocabulary, hcl::Arena& arena);

}  // namespace mng::model
