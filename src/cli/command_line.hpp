#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace mng::cli {

/// Names of the options of mng-gen that were given and say what a new group is like: none of them makes sense with
/// --from.
std::vector<std::string> options_of_new_groups(const CLI::App& app);

/// Whether every word of a command line that looks like an option is one that is declared.
bool all_declared(const CLI::App& app, int argc, const char* const* argv);

/// The words that ask mng-gen for the same again, in the order of its help, each as a shell reads it. What only says
/// how it is shown is not among them.
std::string command_of(const CLI::App& app);

}  // namespace mng::cli
