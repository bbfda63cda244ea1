#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "cli/since.hpp"
#include "hcl/source.hpp"
#include "lint/linter.hpp"
#include "report/report.hpp"
#include "terraform/code.hpp"
#include "terraform/tree.hpp"

namespace mng::cli {

/// What became of the Terraform files of a run.
struct TerraformResult {
  std::vector<lint::Finding> findings;
  std::vector<lint::Undecided> undecided;
  std::vector<std::string> not_checked;
  std::vector<std::string> complaints;  ///< what keeps the tool from its work
  std::vector<hcl::Range> seen;         ///< where groups stand
  std::vector<model::Score> scores;
  std::set<std::string> judged;  ///< files that were, as they are shown
  std::size_t files = 0;
  std::size_t groups = 0;
};

/// Judges Terraform files, each in the context of its root modules: who
/// calls a module is looked for in the whole repository, whatever is named.
class TerraformRun {
 public:
  /// The settings for a file; nullopt where they are wrong, which was said.
  using SettingsFor = std::function<std::optional<lint::Settings>(const std::string& path)>;
  /// What judges by those settings.
  using LinterFor = std::function<const lint::Linter&(const lint::Settings& settings)>;

  TerraformRun(hcl::Sources& sources, SettingsFor settings, LinterFor linter)
      : sources_(sources), settings_(std::move(settings)), linter_(std::move(linter)) {}

  /// A file to judge. `file`: its absolute path; `path`: as the user spelled it; `named`: by hand.
  void add(const std::string& path, const std::string& file, bool named);
  /// Values from the command line: names and texts, and files with more.
  void give(std::vector<std::string> value_files, const std::vector<std::pair<std::string, std::string>>& variables);

  /// Compares with a revision, which must outlive this. `new_only`: what it had already is not found.
  void since(Revisions& revisions, bool new_only);

  /// What is let be by a comment: asked of every finding, before what several root modules say alike is said once.
  void let_be(std::function<bool(const lint::Finding& finding)> covers) { covers_ = std::move(covers); }

  /// Judges what was added, on so many threads. They change nothing of what is found.
  TerraformResult run(unsigned threads);

 private:
  struct Project {
    std::unique_ptr<terraform::DiskTree> tree;
    std::unique_ptr<terraform::Code> code;
    std::unique_ptr<terraform::Code> before;  ///< of the revision that is compared with
    std::set<std::string> files;              ///< named, relative to the root
    std::set<std::string> by_hand;            ///< those of them that are not from a walk
    std::set<std::string> folders;            ///< of the repository that hold code, where there is a repository
    std::set<std::string> shown;              ///< those of `files` that can be read, as they are shown
    bool repository = false;
  };
  /// A root module as it was: its folder, and its values under their names of then.
  struct Before {
    std::string folder;
    terraform::Given given;
  };
  /// One root module, with one set of values.
  struct Job {
    const Project* project = nullptr;
    std::string folder;
    lint::Settings settings;
    const lint::Linter* linter = nullptr;
    terraform::Given given;
    std::optional<Before> before;  ///< where it stood in the revision
  };
  Project& project(const std::string& root, bool repository, bool absolute);
  /// Finds the root modules to judge, and loads them.
  void prepare(const std::string& root, Project& project, std::vector<Job>& jobs, TerraformResult& out);
  /// Loads a root module as it was; nullopt where there is nothing to compare, or that cannot be known, which is noted.
  std::optional<Before> earlier(Project& project, Revision& revision, const std::string& folder,
                                const terraform::Given& given, TerraformResult& result) const;
  [[nodiscard]] lint::FileResult judge(const Job& job) const;
  void take(const Job& job, const lint::FileResult& result, TerraformResult& out);
  /// The values a root module is judged with: once with each set that the settings name.
  std::vector<terraform::Given> given_for(const std::string& root, const std::string& folder,
                                          const lint::Settings& settings, TerraformResult& out) const;
  /// `root`: the root module, as it is shown.
  void keep(const lint::FileResult& result, const std::string& root, const std::set<std::string>& named,
            TerraformResult& out);

  hcl::Sources& sources_;
  SettingsFor settings_;
  LinterFor linter_;
  std::function<bool(const lint::Finding& finding)> covers_;
  std::map<std::string, Project> projects_;
  std::vector<std::string> value_files_;
  std::vector<std::pair<std::string, std::uint32_t>> variables_;  ///< name, and the source of its value
  /// Rule and place of what was found already through another root module.
  using Said = std::tuple<std::string, hcl::Severity, std::string, std::uint32_t, std::uint32_t, std::uint32_t>;
  std::set<Said> said_;
  std::set<std::string> undeclared_;  ///< given variables that no root module declared so far
  bool judged_ = false;
  Revisions* revisions_ = nullptr;
  bool new_only_ = false;
};

}  // namespace mng::cli
