#pragma once

#include <string>
#include <string_view>

#include "hcl/value.hpp"
#include "model/form.hpp"
#include "model/vocabulary.hpp"

namespace mng::model {

/// A group beside another: what of it is new.
struct Beside {
  std::string label;      ///< of its block
  std::string name;       ///< of the old one, where no attribute says it
  bool too_long = false;  ///< its name leaves no room for more
  std::string suffix;     ///< what its name has beyond the old one's: spot
  hcl::Value set;         ///< object by attribute
};

/// A resource block as a second one beside it, its expressions and comments
/// kept: under another label and a prefix in place of its name, with what is
/// set and the lifecycle that `form` writes. `text`: the block. Empty where it
/// is written in a way that does not allow that.
std::string block_beside(std::string_view text, const Form& form, const Beside& beside, const Vocabulary& vocabulary);

}  // namespace mng::model
