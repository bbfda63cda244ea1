#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "hcl/evaluate.hpp"
#include "lint/choices.hpp"
#include "lint/precedent.hpp"
#include "lint/rule.hpp"
#include "model/comparison.hpp"
#include "model/facts.hpp"
#include "model/facts_cluster.hpp"

namespace mng::lint {

/// A group that a rule is about, in the state of its document.
struct Subject {
  model::Facts& facts;
  std::size_t group = 0;
};

/// What became of a group, for rules about that. `after` is nullptr where it is gone.
struct ChangeView {
  const model::GroupChange& change;
  const Subject& before;
  const Subject* after = nullptr;
};

/// The steps that an expression of a rule of the user's may take: much less than the input's own may, as it is asked of
/// every group.
constexpr std::uint64_t kOwnSteps = 2'000'000;

/// What a rule's expressions see while one group is judged: group, cluster,
/// param, let, catalogue and the severities, of a change also before, after
/// and change, of a cluster no group. Everything is computed when it is asked for.
class RuleScope final : public hcl::Scope {
 public:
  RuleScope(const Rule& rule, const Subject& subject, const ChangeView* change, model::ClusterFacts* cluster,
            const hcl::Functions& functions, hcl::Diagnostics& diagnostics, const Choices* choices)
      : rule_(rule),
        subject_(subject),
        change_(change),
        cluster_(cluster),
        functions_(functions),
        diagnostics_(diagnostics),
        choices_(choices) {}

  std::optional<hcl::Value> find(const hcl::Reference& reference, std::size_t& taken) const override;
  /// `given(group.x)`, of a change also before.x and after.x: whether the user wrote it.
  std::optional<hcl::Value> call(std::string_view name, hcl::Evaluator& evaluator,
                                 std::span<const hcl::NodeId> arguments) const override;
  [[nodiscard]] std::vector<std::string_view> names() const override;
  /// What was read of `group` so far, in order.
  [[nodiscard]] const std::vector<Read>& reads() const { return reads_; }
  /// Whether a `let` took more steps than it may.
  [[nodiscard]] bool exhausted() const { return exhausted_; }

 private:
  [[nodiscard]] hcl::Value value_of(const Subject& subject, std::string_view name) const;
  [[nodiscard]] hcl::Arena& arena() const { return subject_.facts.arena(); }
  [[nodiscard]] hcl::Value let(std::string_view name) const;
  [[nodiscard]] hcl::Value parameter(std::string_view name) const;
  /// The group that a name stands for; nullptr where it is none, or gone.
  [[nodiscard]] const Subject* subject(std::string_view name) const;

  const Rule& rule_;
  const Subject& subject_;
  const ChangeView* change_;
  model::ClusterFacts* cluster_;
  const hcl::Functions& functions_;
  hcl::Diagnostics& diagnostics_;
  const Choices* choices_;
  mutable std::vector<std::pair<std::string_view, hcl::Value>> lets_;
  mutable std::vector<Read> reads_;
  mutable unsigned depth_ = 0;
  mutable bool exhausted_ = false;
};

}  // namespace mng::lint
