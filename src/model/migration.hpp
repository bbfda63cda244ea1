#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/ast.hpp"
#include "hcl/value.hpp"
#include "model/document.hpp"
#include "model/facts.hpp"
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

/// A group that is to get another capacity type, and where it stands.
struct MigrationSubject {
  const Document& document;
  std::size_t group = 0;
  std::span<const Form> forms;
  std::string file;        ///< as the user spelled it
  std::string_view block;  ///< its text, where it is a resource
  hcl::Value entry;        ///< what the document has of it otherwise
  bool listed = false;     ///< that stands in a list
  /// Whether a resource of a type has that label.
  std::function<bool(std::string_view type, const std::string& label)> is_taken;
};

/// How a group gets another capacity type without ending all of its nodes at once.
struct Migration {
  std::string fault;  ///< why there is no way; empty where there is one
  std::string made;   ///< what the new group is called
  std::string text;   ///< the new group, in the form of the old one
  std::string shape;  ///< "4 vCPU and 16 GiB"
  std::size_t types = 0;
  std::vector<std::string> notes;  ///< what to know of the new group
  std::vector<MigrationStep> steps;
};

/// The names of the migrations that there are: "spot".
std::vector<std::string_view> migration_names(const hcl::Ast& migrations);
/// Plans one: a second group beside the first, and the steps.
Migration migrate(const hcl::Ast& migrations, std::string_view name, const MigrationSubject& subject,
                  const World& world, hcl::Arena& arena);
/// Reports what is misspelt or missing in a file of migrations.
void check_migrations(const hcl::Ast& migrations, const Vocabulary& vocabulary, hcl::Diagnostics& diagnostics);

}  // namespace mng::model
