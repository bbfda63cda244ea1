#pragma once

#include <string>

#include "catalogue/tables.hpp"
#include "cli/io.hpp"

namespace mng::cli {

/// What `mng-gen --migrate` is asked for.
struct MigrateOptions {
  std::string file;
  std::string group;   ///< by name or address
  std::string to;      ///< the name of a migration: spot
  std::string region;  ///< where the file names none
  std::string out;     ///< a folder for files; empty: all on standard output
};

/// Writes the steps by which a group gets another capacity type without
/// ending all of its nodes at once: a second group beside it, in the form it
/// is written in, and what to run, with the way back from each step.
int migrate(const MigrateOptions& options, const catalogue::Tables& tables, const Io& io);

}  // namespace mng::cli
