#pragma once

#include <optional>
#include <string_view>

#include "hcl/arena.hpp"
#include "hcl/value.hpp"

namespace mng::syntax {

/// How a scalar is written.
enum class ScalarStyle { kPlain, kSingleQuoted, kDoubleQuoted, kBlock };

/// What the tags that YAML itself defines start with.
inline constexpr std::string_view kCoreTags = "tag:yaml.org,2002:";

/// What an untagged plain scalar means in the core schema of YAML 1.2.
/// `text` must outlive the value. Infinities and NaN, which a Value cannot
/// hold, stay strings, and so do floats beyond a double.
hcl::Value core_schema(std::string_view text);
/// Which bool a plain scalar is that YAML 1.1 has beside true and false: yes, no, on, off, y and n; nullopt: none.
std::optional<bool> old_bool(std::string_view text);
/// The same as yamldecode reads it: YAML 1.1's words for true and false, too,
/// and a date as a time.
hcl::Value terraform_schema(hcl::Arena& arena, std::string_view text);

/// The value of a scalar with one of the core schema's tags, given by its
/// name behind `tag:yaml.org,2002:`; nothing where the text does not fit it.
std::optional<hcl::Value> core_tagged(std::string_view name, std::string_view text);

/// True for the names `core_tagged` knows: str, int, float, bool and null.
bool is_core_tag(std::string_view name);

/// True for a tag that is none of YAML's own, such as `!Ref`. `tag` is what
/// the parser made of it: "?" for none, "!" for a quoted scalar or for the
/// tag that says "not to be resolved". `written` is empty where there is none.
bool is_foreign_tag(std::string_view tag, std::string_view written);

/// An unknown that depends on the `$NAME` and `${NAME}` in `text`; nothing
/// where there are none. `text` must outlive it.
std::optional<hcl::Value> environment_reference(hcl::Arena& arena, std::string_view text);

}  // namespace mng::syntax
