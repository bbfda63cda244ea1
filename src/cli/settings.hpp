#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalogue/tables.hpp"
#include "hcl/source.hpp"
#include "lint/choices.hpp"
#include "lint/linter.hpp"

namespace mng::cli {

/// What the command line says of how to judge.
struct ToldSettings {
  std::string region;
  std::string autoscaler;
  std::string kubernetes_version;
  std::string catalogue;   ///< a folder; empty: the one built in
  std::string rules;       ///< a folder of own rules
  std::string test_rules;  ///< a folder whose rules' examples are run
  std::string preset;
  std::vector<std::string> select;    ///< names of rules or categories
  std::vector<std::string> ignore;    ///< the same
  std::vector<std::string> severity;  ///< RULE=LEVEL
  std::vector<std::string> set;       ///< RULE.NAME=VALUE
  bool scores = false;                ///< whether Spot groups are scored
  /// Options that no one typed, and the variable of the environment that each comes from.
  std::map<std::string, std::string, std::less<>> variables;

  /// What its user knows an option by: its variable where that gave it.
  [[nodiscard]] std::string called(std::string_view option) const {
    const auto at = variables.find(option);
    return at == variables.end() ? std::string(option) : at->second;
  }
};

/// By what each file is judged: the command line above the configuration that is nearest to the file, and the linters
/// that follow from both. It outlives nothing it is given.
class Settings {
 public:
  using Complain = std::function<void(const hcl::Diagnostic& fault)>;

  /// `home`: a folder whose configuration is passed over. `complain`: told of each fault, with its place where it has
  /// one.
  Settings(hcl::Sources& sources, const ToldSettings& told, const std::string& home, Complain complain)
      : sources_(sources), told_by_hand_(told), home_(home), complain_(std::move(complain)) {}

  /// Loads catalogue and rules; false where they are wrong, which is said.
  bool load();

  /// Says what is wrong with what the command line says of rules. A rule that it names must be one of those built in or
  /// of those that any configuration that was read so far has of its own. false where something is wrong.
  bool check_told();
  /// Whether it names a rule that none of those is so far.
  [[nodiscard]] bool has_unknown_names() const;

  /// What is judged by where no configuration says otherwise.
  [[nodiscard]] const lint::Linter& linter() const { return *linter_; }
  /// What judges by a configuration: with its own forms and rules, where it names folders of them.
  const lint::Linter& linter_for(const lint::Settings& settings);
  /// Whether any of those knows a rule of that name.
  [[nodiscard]] bool knows(std::string_view rule) const;
  /// What the configuration for a file says, with what the command line says
  /// above it; nullopt where the configuration is wrong, which is said once.
  std::optional<lint::Settings> settings_for(const std::string& path);
  /// What a file is judged by, as YAML that .mng-lint.yaml would take, with the configuration it comes from; empty
  /// where that is wrong, which is said.
  std::string shown(const std::string& path);
  /// How bad a finding is, as the settings for its file say; nullopt where they leave it out.
  std::optional<hcl::Severity> severity_of(const lint::Finding& finding);

 private:
  void complain(hcl::Diagnostic fault);
  void complain(std::string fault, const hcl::Range& place = {});
  /// Something that the command line says of a rule, and what is wrong with it in the linters that were asked so far.
  struct Told {
    std::string option;
    bool known = false;  ///< whether any of them has the rule
    lint::Fault fault;
  };
  /// What the files of one configuration's folder differ in.
  struct ByPath {
    lint::Choices usual;                  ///< of all of them, without what the command line says
    std::vector<lint::Choices> patterns;  ///< what each of the configuration's `paths` says
    /// By the patterns that give parameters in the files they are for.
    std::map<std::vector<std::size_t>, std::shared_ptr<const lint::Choices>> made{};
  };

  const lint::Choices& told_for(const lint::Linter& linter);
  lint::Settings narrowed(lint::Settings settings, const std::string& path);
  const lint::RuleChoice* level_by_path(const lint::Settings& settings, const std::string& path,
                                        std::string_view rule) const;
  void take_paths(const lint::Settings& settings, const lint::Choices& usual, hcl::Diagnostics& diagnostics);
  lint::Fault set(lint::Choices& choices, const std::string& rule, const std::string& name, const std::string& text);
  bool choose(lint::Settings& settings, hcl::Diagnostics& diagnostics);
  const lint::Linter* own_linter(const lint::Settings& settings);
  bool own_files(const std::string& folder, const hcl::Range& place, std::string_view what,
                 std::vector<std::uint32_t>& files);
  std::optional<lint::Settings> read_settings(const std::string& path);
  void check_modules(const lint::Settings& settings, hcl::Diagnostics& diagnostics);

  hcl::Sources& sources_;
  const ToldSettings& told_by_hand_;
  const std::string& home_;
  Complain complain_;
  std::optional<catalogue::Loaded> catalogue_;
  const catalogue::Tables* tables_ = nullptr;
  std::vector<std::uint32_t> rules_;
  std::optional<lint::Linter> linter_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<lint::Linter>>
      with_own_;                                       ///< by forms' and rules' folder
  std::map<const lint::Linter*, lint::Choices> told_;  ///< what the command line says of the rules of each
  std::vector<Told> said_;                             ///< every part of that, in order
  hcl::Arena values_;                                  ///< of parameters on the command line
  std::map<std::string, ByPath> by_path_;              ///< by the folder of the configuration
  std::map<std::string, std::optional<lint::Settings>> settings_;
  std::map<std::string, std::optional<lint::Settings>> configs_;
  bool failed_ = false;
};

/// A path made absolute, without `..` and `.`.
std::string absolute(const std::string& path);

}  // namespace mng::cli
