#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/ast.hpp"
#include "hcl/functions.hpp"
#include "hcl/source.hpp"
#include "model/vocabulary.hpp"

namespace mng::lint {

/// What a rule is about, or who finds it.
enum class Scope : std::uint8_t {
  kGroup,       ///< judged for each group
  kCluster,     ///< judged for the groups of each cluster together
  kChange,      ///< judged for what became of each group
  kVocabulary,  ///< found when values are held against the vocabulary
  kReader,      ///< found when a file is read
};

/// A value of a rule that the user may set.
struct Parameter {
  std::string_view name;
  hcl::NodeId fallback = 0;
  std::string_view meaning;
  bool whole = false;  ///< it counts something: a whole number from 0 on
};

/// One `check` block: expressions of the rule's tree, 0 where absent.
struct Check {
  hcl::NodeId condition = 0;
  hcl::NodeId severity = 0;
  hcl::NodeId at = 0;
  hcl::NodeId message = 0;
  hcl::NodeId help = 0;
};

/// A rule, as its file in rules/ says it. Views into the tree.
struct Rule {
  hcl::Ast ast;              ///< its source is 0: what a rule computes has no place of its own
  std::uint32_t source = 0;  ///< the file it came from; 0: compiled in
  std::string_view path;     ///< of that file, for messages; empty: compiled in
  std::string_view name;
  std::string_view category;
  std::string_view summary;
  Scope scope = Scope::kGroup;
  bool opt_in = false;  ///< it runs only where it is asked for by name
  /// Whether what it finds hangs on what is written somewhere and what is not: see `hangs_on_places`.
  bool by_place = false;
  std::vector<std::string_view> yields_to;
  hcl::NodeId yields_at = 0;  ///< the attribute that says so
  std::vector<Parameter> parameters;
  std::vector<std::string_view> forms;  ///< in which its examples are run
  hcl::NodeId forms_at = 0;             ///< the attribute that says so
  hcl::NodeId why = 0;                  ///< the reason, as prose
  hcl::NodeId when = 0;
  hcl::NodeId let = 0;  ///< a kObject
  std::vector<Check> checks;
  hcl::NodeId body = 0;  ///< of the `rule` block
};

/// A `file` of an example, its marks taken out.
struct ExampleFile {
  std::string name;
  std::string text;
  std::optional<std::size_t> mark_begin;  ///< byte offsets of ⟦ and ⟧ in `text`
  std::optional<std::size_t> mark_end;
};

/// An example of a rule: its documentation and its test.
struct Example {
  bool bad = false;
  std::string region;
  std::vector<std::pair<std::string, std::string>> levels;  ///< rules that are taken otherwise in it: name, level
  std::vector<std::string> also;                            ///< other rules that rightly speak of warning or error here
  std::vector<ExampleFile> files;
  std::vector<ExampleFile> before;  ///< of a rule about changes: the files as they were
  hcl::Range place;
};

/// What of a rule only documentation needs. Parsed from its text when asked for.
struct RulePage {
  std::string why;
  std::vector<std::string> references;
  std::vector<Example> examples;
};

/// Whether it came from a file of the user's.
inline bool is_own(const Rule& rule) {
  return rule.source != 0;
}

/// Reads a rule file and holds every name in it against the vocabulary.
std::optional<Rule> load_rule(const hcl::Ast& ast, const model::Vocabulary& vocabulary, const hcl::Functions& functions,
                              hcl::Arena& arena, hcl::Diagnostics& diagnostics);

/// Whether `when`, `let` or a condition of the rule asks by place_of, itself or through a function, whether a value is
/// written somewhere. What `at` asks says where a finding is, not whether there is one.
bool hangs_on_places(const Rule& rule, const hcl::Functions& functions);

/// Reads the prose and the examples. The tree must be whole, not stripped.
RulePage load_page(const hcl::Ast& ast, hcl::Arena& arena, hcl::Diagnostics& diagnostics);

/// The first sentence of a rule's reason, on one line, without its full stop.
std::string first_sentence(const hcl::Ast& ast, hcl::NodeId prose);

/// Names of what only documentation needs: left out of the compiled-in trees.
bool is_prose(std::string_view name);

}  // namespace mng::lint
