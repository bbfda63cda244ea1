#pragma once

#include "cli/io.hpp"

namespace mng::cli {

/// `mng-catalogue`: refreshes the catalogue and shows what is in it. Returns
/// the exit code: 0, or 2 where it could not.
int run_catalogue(int argc, const char* const* argv, const Io& io);

}  // namespace mng::cli
