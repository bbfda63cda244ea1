#pragma once

#include <string>

#include "hcl/arena.hpp"
#include "hcl/source.hpp"
#include "hcl/value.hpp"

namespace mng::syntax {

/// A JSON text as a value, each value and key with its place, quotes
/// included. Of two equal keys the later one stands. false, and a diagnostic,
/// where it is none or is nested too deep.
bool read_json(const hcl::Sources& sources, std::uint32_t source, hcl::Arena& arena, hcl::Value& out,
               hcl::Diagnostics& diagnostics);

}  // namespace mng::syntax
