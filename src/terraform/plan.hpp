#pragma once

#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/source.hpp"
#include "hcl/value.hpp"

namespace mng::terraform {

/// A change that `terraform show -json` lists of a resource of a type that was asked for.
struct PlannedChange {
  std::string_view address;
  std::string_view type;
  std::vector<std::string_view> actions;  ///< ["create"], ["delete", "create"], …
  hcl::Value before;                      ///< null where there was nothing
  hcl::Value after;                       ///< what is not known yet is unknown; null where nothing remains
  hcl::Value replace_paths;               ///< lists of steps; null where none is named
  std::string_view action_reason;
};

/// What a plan is read for.
struct Wanted {
  std::vector<std::string_view> types;  ///< of resources
  std::string_view provider;            ///< as code calls it: aws
};

/// What is read of a plan.
struct Plan {
  bool is_plan = false;  ///< it has the members of one
  std::string error;     ///< why it cannot be read; empty where it can
  std::vector<PlannedChange> changes;
  hcl::Value provider;  ///< version constraint of the provider, or null
  hcl::Value region;    ///< a literal of its configuration, or null
};

/// Reads a plan, building only the changes of resources of the wanted types: the
/// rest is passed over. `source`: what values are placed in; 0 where the text is not kept.
Plan read_plan(std::string_view text, std::uint32_t source, const Wanted& wanted, hcl::Arena& arena);
/// The same from a stream, whatever its size: values have no place then.
Plan read_plan(std::istream& in, const Wanted& wanted, hcl::Arena& arena);

/// Whether a text can be a plan, by its first bytes and the members it names.
bool may_be_plan(std::string_view text);

}  // namespace mng::terraform
