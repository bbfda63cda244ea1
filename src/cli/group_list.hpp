#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/draft.hpp"

namespace mng::cli {

/// The instance types of groups, one a line; groups are apart by an empty line. `unknown`: names of the groups that are
/// left out, as theirs are not known.
std::string type_lists_of(const std::vector<model::Draft>& groups, std::vector<std::string>& unknown);

/// Groups as JSON, each with its name and its attributes as the vocabulary has them. What is not known is the text of
/// the expression that stands for it, or null. `command`: the words that ask for it again.
std::string groups_json(const std::vector<model::Draft>& groups, std::string_view command);

}  // namespace mng::cli
