#pragma once

#include <istream>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalogue/tables.hpp"
#include "lint/engine.hpp"
#include "model/form.hpp"
#include "model/form_plan.hpp"
#include "model/form_terraform.hpp"
#include "model/knowledge.hpp"
#include "model/score.hpp"
#include "model/vocabulary.hpp"
#include "syntax/yaml.hpp"

namespace mng::lint {

/// A root module that is judged with files of values of its own, such as an environment's.
struct Evaluate {
  std::string dir;                     ///< as an absolute path
  std::vector<std::string> var_files;  ///< as absolute paths
};

/// What holds otherwise in the files that a pattern fits.
struct PathSettings {
  std::string_view pattern;  ///< as `fileset` has them
  std::vector<hcl::Entry> rules;
  std::string region{};  ///< each empty where it says nothing of it
  std::string autoscaler{};
  std::string kubernetes_version{};
};

/// What a run was told and a document may leave open.
struct Settings {
  std::string region;
  std::string autoscaler;
  std::string forms;                                         ///< a folder of own forms; empty: none
  std::vector<std::pair<std::string, std::string>> modules;  ///< a module's source, and the form it is read by
  std::vector<Evaluate> evaluate;
  std::string kubernetes_version = {};
  std::string own_rules = {};  ///< a folder of own rules; empty: none
  hcl::Range forms_at = {};    ///< where each of these is set
  hcl::Range own_rules_at = {};
  std::vector<hcl::Range> modules_at = {};
  std::string folder = {};  ///< that `paths` are relative to
  std::optional<Preset> preset = {};
  std::vector<hcl::Entry> rules = {};           ///< rules, and how each is taken
  std::vector<PathSettings> paths = {};         ///< what some files differ in; of several that fit the last holds
  std::shared_ptr<hcl::Arena> arena = {};       ///< what `rules` and `paths` live in
  bool scores = false;                          ///< whether groups are scored
  std::shared_ptr<const Choices> choices = {};  ///< what all of that comes to; nullptr: every rule as it says
};

/// Where a root module stands, and the values it is given.
struct RootModule {
  const terraform::Code& code;
  std::string folder;
  terraform::Given given{};
};

/// What became of one file.
struct FileResult {
  Verdict verdict;
  std::size_t groups = 0;
  std::size_t documents = 0;  ///< recognised
  bool readable = true;       ///< it parsed
  bool templated = false;     ///< it did not parse, and looks like a template
  std::string refused;        ///< why it is no input at all: too large; empty otherwise
  std::vector<std::string> not_checked;
  std::vector<std::string_view> forms;  ///< of the documents, in order
  bool no_plan = false;                 ///< it is JSON of Terraform, but no plan: a state
  std::vector<hcl::Range> seen;         ///< where its groups stand, what makes them, and the calls that lead there
  std::vector<model::Score> scores;     ///< of its Spot groups, where they are asked for
  std::vector<std::string> undeclared;  ///< variables that were given and that the root module does not declare
};

/// Adds what a comparison found. What was found of a group as it is gives way to that as it does to what is found of
/// the group itself: by `yields_to` of its rule.
void merge(FileResult& into, FileResult&& comparison, const Engine& engine);
/// Takes out the findings that an earlier state had already: of the same rule,
/// group and severity, as often.
void drop_known(FileResult& from, const FileResult& earlier);

/// The whole of it: vocabulary, forms, rules and catalogue, ready to judge.
class Linter {
 public:
  /// With what is compiled in, and `rules` in place of or beside it: files
  /// that hold one rule each, or functions where they are called lib.hcl.
  /// Faults in them are diagnostics; the linter is then not to be used.
  /// `forms`: files that hold one form each, in place of or beside what is compiled in.
  Linter(const catalogue::Tables& catalogue, const std::vector<std::uint32_t>& rules, const hcl::Sources& sources,
         hcl::Diagnostics& diagnostics, const std::vector<std::uint32_t>& forms = {});
  ~Linter();
  Linter(const Linter&) = delete;
  Linter& operator=(const Linter&) = delete;

  /// Judges a YAML source. `report_syntax`: what does not parse is a finding
  /// even if nothing in the file was recognised.
  FileResult judge(const hcl::Sources& sources, std::uint32_t source, const Settings& settings,
                   bool report_syntax) const;

  /// Judges a root module with all that it calls. Findings lie in any of the
  /// files that have part in it.
  FileResult judge_terraform(const terraform::Code& code, const std::string& folder, const terraform::Given& given,
                             const Settings& settings) const;

  /// Judges what became of the groups of a YAML file between two states of it, by the rules about changes.
  /// A state that does not parse, or is of no form, has nothing to compare.
  FileResult compare(const hcl::Sources& sources, std::uint32_t before, std::uint32_t after,
                     const Settings& settings) const;
  /// The same of two states of a root module, each in its own tree.
  FileResult compare_terraform(const RootModule& before, const RootModule& after, const Settings& settings) const;

  /// Judges what a plan leaves, and what it does. `source`: the file's; its text may be empty
  /// where it is too large to keep, and is then read from `stream`.
  FileResult judge_plan(const hcl::Sources& sources, std::uint32_t source, std::istream* stream,
                        const Settings& settings) const;

  /// Whether a file of that text can be of any form that is written in YAML.
  [[nodiscard]] bool may_read(std::string_view text) const;
  /// Texts of which Terraform code holds one where there is anything to judge.
  [[nodiscard]] std::vector<std::string_view> terraform_needles(const Settings& settings) const;
  /// Whether the file says by its name or a comment that it is meant for a form.
  [[nodiscard]] bool is_declared(std::string_view path, std::string_view text) const;

  [[nodiscard]] const Engine& engine() const { return *engine_; }
  [[nodiscard]] const model::Vocabulary& vocabulary() const { return vocabulary_; }
  [[nodiscard]] const catalogue::Tables& catalogue() const { return catalogue_; }
  [[nodiscard]] const std::vector<model::Form>& forms() const { return forms_; }

 private:
  /// The documents of a YAML source that are of some form.
  std::vector<model::Document> read_documents(const syntax::YamlFile& file, const hcl::Sources& sources,
                                              std::uint32_t source, hcl::Arena& arena) const;
  [[nodiscard]] Finding finding_of(const hcl::Diagnostic& diagnostic, std::string_view rule,
                                   const hcl::Range& otherwise) const;
  /// Says so where a rule names a form that there is not.
  void check_forms(const std::vector<Rule>& rules, hcl::Diagnostics& diagnostics) const;
  /// Says so where a rule yields to one that there is not.
  static void check_yields(const std::vector<Rule>& rules, hcl::Diagnostics& diagnostics);

  const catalogue::Tables& catalogue_;
  mutable hcl::Arena arena_;  // what is loaded once lives here
  std::vector<std::unique_ptr<hcl::Tree>> trees_;
  model::Vocabulary vocabulary_;
  std::vector<model::Form> forms_;
  std::unique_ptr<Engine> engine_;
};

/// What a `# yaml-language-server: $schema=…` comment at the head of a text
/// names; empty where there is none.
std::string_view schema_comment(std::string_view text);

}  // namespace mng::lint
