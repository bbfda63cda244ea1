#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/functions.hpp"
#include "lint/choices.hpp"
#include "lint/finding.hpp"
#include "lint/rule.hpp"
#include "model/comparison.hpp"
#include "model/document.hpp"
#include "model/facts.hpp"

namespace mng::lint {

/// What judging gave.
struct Verdict {
  std::vector<Finding> findings;
  std::vector<Undecided> undecided;
  /// Rules that went wrong themselves: their own fault, not the input's.
  std::vector<std::string> failures;
};

/// A set of rules with the functions they call.
class Engine {
 public:
  Engine(std::vector<Rule> rules, hcl::Functions functions)
      : rules_(std::move(rules)), functions_(std::move(functions)) {}

  /// Judges every group of a document, and those of each cluster together, by every rule, and turns the
  /// document's own issues into findings.
  /// `choices`: which rules run, and how; nullptr: all, as they say.
  void judge(const model::Document& document, const model::World& world, hcl::Arena& arena, Verdict& verdict,
             const Choices* choices = nullptr) const;

  /// Judges by the rules about changes what became of the groups of a document.
  void judge_changes(const model::Document& before, const model::Document& after,
                     const std::vector<model::GroupChange>& changes, const model::World& world, hcl::Arena& arena,
                     Verdict& verdict, const Choices* choices = nullptr) const;

  [[nodiscard]] const std::vector<Rule>& rules() const { return rules_; }
  [[nodiscard]] const Rule* find(std::string_view name) const;
  [[nodiscard]] const hcl::Functions& functions() const { return functions_; }

 private:
  /// What was said of blocks that several groups may come from, and what is wrong with their text: that is
  /// one thing to mend. How bad it is, who calls the block, as a comment there may let it be, and which group of a
  /// module's call it is, tell it from another. Each with the index of the finding that says it.
  using Said = std::map<std::tuple<std::string_view, std::uint32_t, std::uint32_t, std::uint32_t,
                                   std::vector<hcl::Range>, hcl::Severity, std::string_view>,
                        std::size_t>;
  /// Keeps of what was found of one group what gives way to nothing and was not said of its block before; a finding
  /// that was names the group.
  void keep(std::vector<Finding> found, const model::Group& of, Said& said, Verdict& verdict) const;

  std::vector<Rule> rules_;
  hcl::Functions functions_;
};

/// Labels for the places a value was used at since it was written.
std::vector<Label> use_labels(const hcl::Value& value, std::string_view user);

}  // namespace mng::lint
