#pragma once

#include <string>
#include <vector>

#include "hcl/ast.hpp"
#include "hcl/source.hpp"

namespace mng::model {

/// A way in which a program that is run fails.
struct ProgramError {
  std::vector<std::string> said;  ///< parts of what it says, any of which tells the error
  std::string cause;
  std::string cure;
};

/// The errors of a file such as data/aws-errors.hcl, in its order. What is misspelt or missing is reported.
std::vector<ProgramError> load_program_errors(const hcl::Ast& ast, hcl::Diagnostics& diagnostics);

}  // namespace mng::model
