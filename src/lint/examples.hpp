#pragma once

#include <string>
#include <vector>

#include "lint/linter.hpp"

namespace mng::lint {

/// How the examples of one rule came out.
struct ExampleOutcome {
  std::string rule;
  std::size_t run = 0;
  /// Of each example what the rule says of it, as a report does: "file:line:column: severity: message"; empty: nothing.
  std::vector<std::string> said;
  std::vector<std::string> helps;     ///< and what it advises
  std::vector<std::string> failures;  ///< what was expected and what was said instead
};

/// Runs a rule's examples, each as the file it shows: a bad one must raise
/// the rule on the marked place and nothing else of warning or error that it
/// does not name in `also`; a good one must not raise it, nor anything of
/// warning or error.
ExampleOutcome run_examples(const Linter& linter, const Rule& rule, const RulePage& page);

/// The page of a rule, parsed from its whole text.
RulePage page_of(const Rule& rule, hcl::Diagnostics& diagnostics);

}  // namespace mng::lint
