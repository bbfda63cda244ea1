#pragma once

#include <string_view>

#include "hcl/value.hpp"

namespace mng::terraform {

class Evaluation;
class Instance;
struct Block;

/// A provider: what code calls it, and where it comes from.
struct Provider {
  std::string_view name;    ///< aws
  std::string_view source;  ///< hashicorp/aws
};

/// The version that the root module's lock file has, else the constraint that
/// its code has; null where neither says.
hcl::Value provider_version(Evaluation& run, const Provider& provider);

/// An argument of the configuration of the provider that a block of a module
/// instance uses, through aliases and what callers pass; unknown where that
/// cannot be followed, null where it is left to the environment.
hcl::Value provider_argument(Evaluation& run, const Instance& instance, const Block& block, const Provider& provider,
                             std::string_view argument);

}  // namespace mng::terraform
