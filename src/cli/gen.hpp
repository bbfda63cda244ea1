#pragma once

#include "cli/io.hpp"

namespace mng::cli {

/// mng-gen, whole.
int run_gen(int argc, const char* const* argv, const Io& io);

}  // namespace mng::cli
