#pragma once

#include <span>
#include <string>
#include <string_view>

#include "catalogue/records.hpp"
#include "catalogue/tables.hpp"

namespace mng::catalogue {

/// Reads a catalogue folder; all but the instance types may be absent.
/// Returns the error, "" on success.
std::string read_catalogue(const std::string& directory, Catalogue& catalogue);

/// The bytes of the four files, in pieces.
struct EmbeddedText {
  std::span<const std::string_view> types, offerings, advisor, prices;
};
/// Reads files that the build has checked.
Catalogue read_embedded(const EmbeddedText& text);

/// The catalogue compiled in, with all that its files say: the tables of
/// builtin() leave out what no rule asks for. Parses some megabytes. Linked
/// into what uses mng_catalogue_text only.
Catalogue read_builtin();

/// The tables of a catalogue; `where` is named if it is too large for them.
LoadResult load_catalogue(const Catalogue& catalogue, const std::string& where);

/// Where write_catalogue() keeps the catalogue that it replaces, in its folder.
inline constexpr const char* kOldFolder = "old";

/// Writes those files of the catalogue that have a date. Each is written
/// beside its target, made durable and then renamed, so that none is ever half
/// written; the files that the folder had are in its folder kOldFolder then.
/// What fails leaves the folder as it was. Returns the error, "" on success.
std::string write_catalogue(const std::string& directory, const Catalogue& catalogue);

/// The line of one type in data/instance-types.json, without the comma.
std::string type_line(const TypeRecord& record);

}  // namespace mng::catalogue
