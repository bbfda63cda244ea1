#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/source.hpp"
#include "hcl/value.hpp"
#include "lint/finding.hpp"
#include "lint/rule.hpp"

namespace mng::lint {

class Engine;

/// What a run takes where nobody says otherwise.
enum class Preset : std::uint8_t {
  kMinimal,      ///< what is refused, or surely lost: errors alone
  kRecommended,  ///< every rule but those that one opts in to by name, as bad as they say
  kStrict,       ///< the same, and an advice is a warning, but for advice on the cluster as a whole
};

/// The preset of that name; nullopt where there is none.
std::optional<Preset> preset_of(std::string_view name);
/// The names of the presets, the least first.
const std::vector<std::string_view>& preset_names();

/// What is wrong with what was asked for, and the cure; both are empty where nothing is.
struct Fault {
  std::string message;
  std::string help{};  ///< may be empty where there is a message

  [[nodiscard]] bool empty() const { return message.empty(); }
};

/// How one rule is taken.
struct RuleChoice {
  std::optional<bool> off;                ///< nullopt: nobody says
  std::optional<hcl::Severity> severity;  ///< in place of the rule's own
  std::vector<std::pair<std::string_view, hcl::Value>> parameters;
};

/// Which rules run, how bad what they find is, and their parameters.
class Choices {
 public:
  /// `arena`: where the values of parameters live.
  Choices(const Engine& engine, std::shared_ptr<hcl::Arena> arena) : engine_(&engine), arena_(std::move(arena)) {}

  void preset(Preset preset) { preset_ = preset; }
  /// Takes a rule as `value` says: off, a severity, or a map of `severity` and parameters. What is wrong is a
  /// diagnostic at its place.
  void take(const hcl::Entry& rule, hcl::Diagnostics& diagnostics);
  /// A parameter by itself.
  Fault set(std::string_view rule, std::string_view parameter, const hcl::Value& value);
  /// Runs these alone: names of rules or of categories.
  Fault select(std::string_view name);
  /// Runs all but these.
  Fault ignore(std::string_view name);
  /// Runs a rule that one opts in to, as bad as it says.
  void turn_on(const Rule& rule) { rules_[std::string(rule.name)].off = false; }
  /// The severity of a rule: error, warning, info, or off.
  Fault severity(std::string_view rule, std::string_view severity);
  /// Puts what `above` says over this.
  void overlay(const Choices& above);
  /// The same of what it says of parameters alone.
  void overlay_parameters(const Choices& above);
  /// Whether any rule is given a parameter.
  [[nodiscard]] bool has_parameters() const;

  [[nodiscard]] bool runs(const Rule& rule) const;
  /// What was given for a parameter; nullptr where its default holds.
  [[nodiscard]] const hcl::Value* parameter(const Rule& rule, std::string_view name) const;
  /// The rule of that name; nullptr where there is none.
  [[nodiscard]] const Rule* rule(std::string_view name) const;
  /// That there is no rule of that name, with the nearest; empty where there is one.
  [[nodiscard]] Fault unknown_rule(std::string_view name) const;
  /// How bad a finding is; nullopt where it is left out.
  [[nodiscard]] std::optional<hcl::Severity> severity_of(const Finding& finding) const;
  /// What is said of that rule by name.
  [[nodiscard]] const RuleChoice* find(std::string_view rule) const;

 private:
  /// The rules of that name or category; empty, and said, where there is none.
  std::vector<std::string_view> named(std::string_view name, Fault& fault) const;

  const Engine* engine_;
  std::shared_ptr<hcl::Arena> arena_;
  std::optional<Preset> preset_;
  std::map<std::string, RuleChoice, std::less<>> rules_;
  std::set<std::string, std::less<>> only_;  ///< those that run, and names as they were selected; empty: all
};

}  // namespace mng::lint
