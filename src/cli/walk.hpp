#pragma once

#include <string>
#include <vector>

namespace mng::cli {

/// What a walk found.
struct Walk {
  std::vector<std::string> files;   ///< sorted, as paths beginning with the folder's
  std::vector<std::string> errors;  ///< "PATH: cause"
  std::vector<std::string> notes;   ///< what the user should know and is no failure
};

/// All files under a folder that may be of interest by their suffix. In a
/// git work tree what .gitignore excludes is left out, unless the folder
/// itself is excluded: who names it wants it. `.git` and `.terraform` are
/// never entered, symbolic links to folders not followed.
Walk walk(const std::string& folder);

/// Whether a walk takes a file of that name: its suffix is that of a syntax
/// that is read.
bool has_read_suffix(const std::string& path);

}  // namespace mng::cli
