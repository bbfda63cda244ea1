#pragma once

#include <string>
#include <vector>

#include "hcl/source.hpp"
#include "hcl/value.hpp"
#include "model/document.hpp"
#include "model/form.hpp"
#include "model/vocabulary.hpp"

namespace mng::model {

/// Whether a value is as good as none: null, false, or empty.
bool says_nothing(const hcl::Value& value);

/// The keys of a group that nothing is known by, "volumeType", "iam.withAddonPolicies": whatever they say, what can be
/// written of it is the same. What says nothing is not missed.
std::vector<std::string> keys_not_read(const Form& form, const Group& group, const Vocabulary& vocabulary,
                                       const hcl::Sources& sources);

/// The keys of a document, its groups aside, that its form does not read: "vpc", "addons".
std::vector<std::string> keys_not_read(const Form& form, const hcl::Value& document);

}  // namespace mng::model
