#pragma once

#include <cstddef>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/source.hpp"
#include "hcl/value.hpp"

namespace mng::syntax {

/// What a YAML file may cost. A file beyond any of these is refused by name
/// of the limit.
struct YamlLimits {
  std::size_t bytes = std::size_t{16} << 20U;
  std::size_t depth = 128;        ///< nested collections
  std::size_t nodes = 1'000'000;  ///< scalars and collections, aliases counted as what they stand for
};

/// What the words of a YAML text mean: `kUsers`, YAML 1.2's core schema, with
/// `$NAME` standing for something else; `kTerraform`, what yamldecode makes of
/// them, where `yes` is true, a date is a time, and of equal keys the later wins.
enum class YamlReading : std::uint8_t { kUsers, kTerraform };

/// One document of a file.
struct YamlDocument {
  hcl::Value value;  ///< null for an empty document
  hcl::Range range;  ///< of its content
};

/// What reading gave: the documents read before the first error, and what
/// there is to say. A syntax error is one diagnostic of severity error.
struct YamlFile {
  std::vector<YamlDocument> documents;
  hcl::Diagnostics diagnostics;
  [[nodiscard]] bool ok() const;  ///< no diagnostic of severity error
};

/// Reads a source as YAML 1.2 core schema (plus `<<` merge keys). Every value has the exact range
/// of its token (a quoted scalar's includes the quotes), every key its own.
/// An alias's value keeps the range of the anchored node and is `used_at` the alias.
/// A value that came through a merge key is `used_at` the merge's value (the alias).
/// `$NAME` and `${…}` in plain or double-quoted scalars make the value
/// unknown, depending on that name. Duplicate keys are errors: the later one wins.
/// Strings are views into the source wherever possible, else live in the arena.
YamlFile read_yaml(const hcl::Sources& sources, std::uint32_t source, hcl::Arena& arena, const YamlLimits& limits = {},
                   YamlReading reading = YamlReading::kUsers);

}  // namespace mng::syntax
