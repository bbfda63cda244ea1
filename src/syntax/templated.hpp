#pragma once

#include <string_view>

namespace mng::syntax {

/// Whether a text that does not parse may be a template (Jinja, Go) of a file rather than one.
inline bool looks_templated(std::string_view text) {
  return text.find("{{") != std::string_view::npos || text.find("{%") != std::string_view::npos;
}

}  // namespace mng::syntax
