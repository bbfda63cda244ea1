#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/io.hpp"

namespace mng::cli {

/// Options of the commands of `mng-catalogue` that show what the catalogue has.
struct ShowOptions {
  std::string catalogue;  ///< a folder; "" for the one built in
  std::vector<std::string> types;
  std::string region;
  std::string architecture;
  std::string format = "table";
};

/// The commands, to tell which one was given.
struct ShowCommands {
  const CLI::App* show = nullptr;
  const CLI::App* compare = nullptr;
  const CLI::App* shapes = nullptr;
  const CLI::App* status = nullptr;
};

/// Adds the commands to a program. `options` must outlive it.
ShowCommands declare_show(CLI::App& app, ShowOptions& options);

/// Runs the one that was given. Returns the exit code.
int show(const ShowCommands& commands, const ShowOptions& options, const Io& io);

}  // namespace mng::cli
