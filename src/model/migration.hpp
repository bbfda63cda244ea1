#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/ast.hpp"
#include "hcl/value.hpp"
#include "model/form.hpp"
#include "model/vocabulary.hpp"

namespace mng::model {

/// One step of a migration, ready to be read.
struct MigrationStep {
  std::string title;
  std::string text;
  std::vector<std::string> run;  ///< commands for a shell
  std::string back;              ///< the way back from here
};

/// What the steps speak of.
struct MigrationNames {
  std::string group;      ///< what the old group is called
  std::string address;    ///< its identity in its document
  std::string full_name;  ///< its whole name on AWS; empty where that is generated, or needs quotes in a shell
  std::string made;       ///< what the new group is called
  std::string file;       ///< in which the old one stands
  std::string_view form;
  /// Address and whole name of every group that goes: those that its block makes.
  std::vector<std::pair<std::string, std::string>> all;
};

/// The names of the migrations that there are: "spot".
std::vector<std::string_view> migration_names(const hcl::Ast& migrations);
/// The attributes that the new group has in place of the old one's, as an object.
hcl::Value migration_set(const hcl::Ast& migrations, std::string_view name, hcl::Arena& arena);
std::vector<MigrationStep> migration_steps(const hcl::Ast& migrations, std::string_view name,
                                           const MigrationNames& names, hcl::Arena& arena);
/// Reports what is misspelt or missing in a file of migrations.
void check_migrations(const hcl::Ast& migrations, const Vocabulary& vocabulary, hcl::Diagnostics& diagnostics);

/// A group beside another: what of it is new.
struct Beside {
  std::string label;      ///< of its block
  std::string name;       ///< of the old one, where no attribute says it
  bool too_long = false;  ///< its name leaves no room for more
  std::string suffix;     ///< what its name has beyond the old one's: spot
  hcl::Value set;         ///< object by attribute
};

/// A resource block as a second one beside it, its expressions and comments
/// kept: under another label and a prefix in place of its name, with what is
/// set and the lifecycle that `form` writes. `text`: the block. Empty where it
/// is written in a way that does not allow that.
std::string block_beside(std::string_view text, const Form& form, const Beside& beside, const Vocabulary& vocabulary);

}  // namespace mng::model
