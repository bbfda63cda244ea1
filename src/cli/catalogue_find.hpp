#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/io.hpp"
#include "cli/selection.hpp"

namespace mng::cli {

/// Options of `mng-catalogue find`.
struct FindOptions {
  SelectionWords words;
  std::string catalogue;  ///< a folder; "" for the one built in
  std::string format = "table";
};

/// Adds the command to a program. `options` must outlive it.
const CLI::App* declare_find(CLI::App& app, FindOptions& options);

/// Lists the types that the options leave. Returns the exit code: 0, 1 where there is none, or 2 where it could not.
int find(const FindOptions& options, const Io& io);

}  // namespace mng::cli
