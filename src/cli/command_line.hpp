#pragma once

#include <CLI/CLI.hpp>
#include <set>
#include <string>

namespace mng::cli {

/// The first option that was given and is none of `taken`, by its long name; empty where there is none.
std::string option_beside(const CLI::App& app, const std::set<std::string>& taken);

/// Whether every word of a command line that looks like an option is one that is declared.
bool all_declared(const CLI::App& app, int argc, const char* const* argv);

/// The words that ask mng-gen for the same again, in the order of its help, each as a shell reads it. What only says
/// how it is shown is not among them.
std::string command_of(const CLI::App& app);

}  // namespace mng::cli
