#pragma once

#include <string>
#include <vector>

#include "catalogue/tables.hpp"
#include "cli/io.hpp"
#include "model/form.hpp"

namespace mng::cli {

/// What `mng-gen --from` is asked for.
struct ConvertOptions {
  std::string file;   ///< "-": standard input
  std::string group;  ///< by name or address; empty: all groups of the file
  bool variables = true;
  std::vector<std::string> given;        ///< values of Terraform's variables, NAME=VALUE
  std::vector<std::string> value_files;  ///< files with more
  std::string own_form{};                ///< the file of the user's form that is written; empty: one compiled in
  std::string list{};                    ///< "types" or "json": a list of the groups in place of a file of a form
};

/// What came of it.
struct Converted {
  std::string text;
  std::string fault;  ///< why there is none; empty where there is one
};

/// The groups of a file in another form. What that does not keep is said on `io.err`. `command`: the words that ask
/// for it again.
Converted convert(const ConvertOptions& options, const std::vector<model::Form>& forms, const model::Form& to,
                  const model::Vocabulary& vocabulary, const catalogue::Tables& tables, const std::string& command,
                  hcl::Arena& arena, const Io& io);

}  // namespace mng::cli
