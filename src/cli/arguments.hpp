#pragma once

#include <CLI/CLI.hpp>
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

/// Checks that a value is one of a few words and says which is meant.
/// Empty where it is; else the message.
std::string not_one_of(std::string_view option, std::string_view value, const std::vector<std::string_view>& words);

}  // namespace mng::cli
