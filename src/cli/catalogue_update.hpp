#pragma once

#include <string>
#include <vector>

#include "catalogue/import.hpp"
#include "cli/io.hpp"

namespace mng::cli {

/// `mng-catalogue update`: what to make the catalogue of, and where.
struct UpdateOptions {
  std::string out;                   ///< the catalogue folder; a catalogue that is there is brought up to date
  std::vector<std::string> from;     ///< files fetched beforehand, or folders of them; where empty, `aws` is asked
  catalogue::ImportOptions import;   ///< of the files
  std::vector<std::string> regions;  ///< to ask for; where empty, those that the account has enabled
  std::string profile;
  unsigned threads = 4;
  unsigned seconds = 300;  ///< the most that one command of aws may take
};

/// Makes a catalogue of files. Returns the exit code.
int import_catalogue(const UpdateOptions& options, const Io& io);

/// Makes a catalogue by asking EC2 through the user's `aws`. Returns the exit
/// code; where a signal came, it is raised again once all is tidied up.
int update_catalogue(const UpdateOptions& options, const Io& io);

}  // namespace mng::cli
