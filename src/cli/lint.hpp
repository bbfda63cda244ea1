#pragma once

#include "cli/io.hpp"

namespace mng::cli {

/// mng-lint, whole.
int run_lint(int argc, const char* const* argv, const Io& io);

}  // namespace mng::cli
