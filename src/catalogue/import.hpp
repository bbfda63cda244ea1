#pragma once

#include <string>
#include <vector>

#include "catalogue/records.hpp"

namespace mng::catalogue {

struct ImportOptions {
  /// Where zone ids without a region belong (`use1-az1` does not tell).
  std::string region;
  /// ISO date of answers of the AWS CLI, which carry none; "" takes the day a
  /// file was last written.
  std::string date;
  /// Lends the regions of zone ids, and the instance types where the files
  /// bring none. May be null.
  const Tables* known = nullptr;
};

struct ImportResult {
  Catalogue catalogue;             ///< only what the files bring has a date
  std::vector<std::string> notes;  ///< what was passed over, one line each
  std::string error;               ///< "file: cause; cure", "" on success
};

/// Makes a catalogue of any mix of files, each known by its shape:
/// - answers of `aws ec2 describe-instance-types` and of
///   `describe-instance-type-offerings` (by region, zone or zone id), pages
///   or lists of them,
/// - the public Spot Advisor feed (spot-advisor-data.json),
/// - collected facts: records as in tests/catalogue/fixtures/*.facts.json.
/// A path may be a folder: its *.json files by name, those of other shapes
/// passed over. Where files say different things of one type, a live record
/// goes before a retired one, and a later file before an earlier.
ImportResult import_files(const std::vector<std::string>& paths, const ImportOptions& options);

/// The words after `aws` that ask for what import_region() reads.
inline constexpr const char* kAskTypes = "describe-instance-types";
inline constexpr const char* kAskOfferings = "describe-instance-type-offerings";

/// Makes the part of a catalogue that EC2 knows of one region, of the whole
/// answers of both commands (offerings by zone id). `options.region` is the
/// region that was asked and `options.date` the day; an answer that is empty,
/// one page of several, or of another region is an error.
ImportResult import_region(const std::string& types, const std::string& offerings, const ImportOptions& options);

}  // namespace mng::catalogue
