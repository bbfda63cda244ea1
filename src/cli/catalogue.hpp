#pragma once

#include <cstdio>

namespace mng::cli {

/// `mng-catalogue`: refreshes the catalogue from files fetched beforehand and
/// shows its state. Returns the exit code: 0, or 2 where it could not.
int run_catalogue(int argc, const char* const* argv, std::FILE* out, std::FILE* err);

}  // namespace mng::cli
