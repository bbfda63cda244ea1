#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalogue/select.hpp"
#include "cli/selection.hpp"
#include "model/vocabulary.hpp"

namespace mng::cli {

/// That a query has few types, or fewer than were asked for, and which option costs most: "2 instance types: few Spot
/// pools; without --vendors there are 20". `have`: how many were taken.
std::string few_types(const catalogue::Tables& tables, const catalogue::Query& query, const SelectionWords& words,
                      const model::Vocabulary& vocabulary, std::size_t have);

/// That a query has no type, why, and what there is in place of it, in lines.
std::string none_fits(const catalogue::Tables& tables, const catalogue::Query& query, const SelectionWords& words,
                      const model::Vocabulary& vocabulary);

/// Which changes of the words leave most types, of those that leave more than there are: "there are 22 without
/// --vendors, 4 with --burstable"; empty where none does. Accelerators that are asked for are not given up: other types
/// are no answer.
std::string ways_out(const catalogue::Tables& tables, const SelectionWords& words, const model::Vocabulary& vocabulary,
                     Purpose purpose, std::size_t have);

/// What is said where nothing fits and there is no such change. `accelerators`: those asked for, Accelerator bits.
std::string no_way_out(unsigned accelerators);

/// That types are asked for in an order that hangs on prices, and none is known of them; empty where that is not so.
std::string without_order(const catalogue::Tables& tables, const catalogue::Query& query, const SelectionWords& words,
                          const std::vector<std::uint32_t>& types);

/// The types that the words leave, of every shape; none where something is wrong with the words.
std::vector<std::uint32_t> types_of(const catalogue::Tables& tables, const SelectionWords& words,
                                    const model::Vocabulary& vocabulary, Purpose purpose);
/// Those of a selection.
std::vector<std::uint32_t> types_of(const catalogue::Tables& tables, const Selection& selection);

/// That a limit on prices or interruptions leaves types out of which nothing is known in the region, a line each; and
/// of all of them, where something is.
std::vector<std::string> limits_on_unknown(const catalogue::Tables& tables, const SelectionWords& words,
                                           const model::Vocabulary& vocabulary, Purpose purpose);

/// Of words that leave no type, what is to be known of single limits: those of `limits_on_unknown`, and the sizes of
/// GPU memory that are nearest to what is asked for.
std::vector<std::string> missed_limits(const catalogue::Tables& tables, const SelectionWords& words,
                                       const model::Vocabulary& vocabulary, Purpose purpose);

}  // namespace mng::cli
