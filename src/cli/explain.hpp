#pragma once

#include <string>

#include "lint/linter.hpp"

namespace mng::cli {

/// A rule in words: what it checks, why, what may be set, examples.
std::string explain(const lint::Rule& rule, hcl::Diagnostics& diagnostics);

/// One line a rule: name, category, summary.
std::string list_rules(const lint::Engine& engine);

/// Runs the examples of every rule that came from a file, and says how they
/// came out; `failed` counts the rules with a failure.
std::string test_rules(const lint::Linter& linter, std::size_t& failed);

}  // namespace mng::cli
