#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalogue/select.hpp"
#include "cli/selection.hpp"
#include "model/vocabulary.hpp"

namespace mng::cli {

/// The types that --instance-types names and that are not among `taken`, in one line with why each is left out; empty
/// where there is none.
std::string left_out_of_named(const catalogue::Tables& tables, const SelectionWords& words,
                              const model::Vocabulary& vocabulary, Purpose purpose,
                              const std::vector<std::uint32_t>& taken);

/// That the type of --like is not among `taken`, in one line with why; empty where it is, where the count alone leaves
/// it out, and where `not_sold` says it.
std::string left_out_of_like(const catalogue::Tables& tables, const SelectionWords& words,
                             const model::Vocabulary& vocabulary, Purpose purpose,
                             const std::vector<std::uint32_t>& taken);

/// Of types that would be taken if EC2 sold them so, that they are retired or not sold on Spot (On-Demand where that is
/// asked for), a line each, and whether --on-demand finds them. `shape`: only of that vCPU and memory; nullptr: of all
/// that the words ask for.
std::vector<std::string> not_sold(const catalogue::Tables& tables, const SelectionWords& words,
                                  const model::Vocabulary& vocabulary, Purpose purpose, const catalogue::Query* shape);

/// That types fit but for their few pods, how many, and which families take them: where those are a good part of all
/// that would fit. Else empty: few miss one of many.
std::string short_of_pods(const catalogue::Tables& tables, const std::vector<catalogue::Query>& queries);

}  // namespace mng::cli
