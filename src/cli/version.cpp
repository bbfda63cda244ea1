#include "cli/version.hpp"

#include <fmt/format.h>

#include "catalogue/tables.hpp"

namespace mng::cli {

std::string_view version() {
  return MNG_VERSION;
}

std::string version_text(std::string_view program) {
  return fmt::format("{} {} (catalogue of {})", program, version(), catalogue::builtin().types_date);
}

}  // namespace mng::cli
