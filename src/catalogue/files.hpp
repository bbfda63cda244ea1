#pragma once

#include <string>

#include "catalogue/records.hpp"

namespace mng::catalogue {

/// Reads a catalogue folder; all but the instance types may be absent.
/// Returns the error, "" on success.
std::string read_catalogue(const std::string& directory, Catalogue& catalogue);

/// Writes those files of the catalogue that have a date, each beside its
/// target first and then renamed, so that none is ever half written.
/// Returns the error, "" on success.
std::string write_catalogue(const std::string& directory, const Catalogue& catalogue);

/// The line of one type in data/instance-types.json, without the comma.
std::string type_line(const TypeRecord& record);

}  // namespace mng::catalogue
