#pragma once

#include "hcl/ast.hpp"
#include "hcl/source.hpp"

namespace mng::hcl {

/// What a text may cost. Beyond either it is refused by name of the limit.
struct ParseLimits {
  std::size_t bytes = std::size_t{16} << 20U;
  unsigned depth = 200;  ///< nested expressions and blocks
};

/// Parses a whole file: attributes and blocks. Errors are diagnostics; what
/// parsed is in the tree all the same (a broken attribute or block is left out).
/// `text` must outlive the tree.
Tree parse(std::string_view text, std::uint32_t source, Diagnostics& diagnostics, const ParseLimits& limits = {});

/// Parses one expression, which must be the whole text.
Tree parse_expression(std::string_view text, std::uint32_t source, Diagnostics& diagnostics,
                      const ParseLimits& limits = {});

/// Parses a whole text as a template, such as a file for templatefile.
Tree parse_template(std::string_view text, std::uint32_t source, Diagnostics& diagnostics,
                    const ParseLimits& limits = {});

}  // namespace mng::hcl
