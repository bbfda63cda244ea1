#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/io.hpp"

namespace mng::cli {

/// What parsing a command line came to.
struct Parsed {
  bool done = false;  ///< answered already (help, version) or refused
  int exit = kClean;
};

/// Parses; prints help and version to io.out, and what is wrong, with the
/// nearest option, to io.err.
Parsed parse_arguments(CLI::App& app, int argc, const char* const* argv, const Io& io);

/// The options that a variable of the environment gave, and no word of the command line, each with its variable.
std::map<std::string, std::string, std::less<>> given_by_variables(const CLI::App& app, int argc,
                                                                   const char* const* argv);

/// What is said of each variable of the environment that is named nearly as one of the options': it is not read.
std::vector<std::string> misspelt_variables(const CLI::App& app);

/// Checks that a value is one of a few words and says which is meant.
/// Empty where it is; else the message.
std::string not_one_of(std::string_view option, std::string_view value, const std::vector<std::string_view>& words);

}  // namespace mng::cli
