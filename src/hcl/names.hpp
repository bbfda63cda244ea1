#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "hcl/ast.hpp"

namespace mng::hcl {

/// The names that expressions use, for checks made before anything runs.
struct Names {
  std::vector<NodeId> variables;             ///< kVariable
  std::vector<NodeId> accesses;              ///< kAccess
  std::vector<NodeId> functions;             ///< kName of each kCall
  std::vector<std::string_view> loop_names;  ///< variables that a `for` declares
};

/// Walks the expressions without recursion.
Names names_in(const Ast& ast, std::span<const NodeId> expressions);

/// What expressions read of a variable: a member, and one of that; either is empty where it is read as a whole.
using Members = std::vector<std::pair<std::string_view, std::string_view>>;
Members members_of(const Ast& ast, const std::vector<NodeId>& expressions, std::string_view variable);

}  // namespace mng::hcl
