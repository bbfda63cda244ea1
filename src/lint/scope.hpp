#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "hcl/evaluate.hpp"
#include "lint/rule.hpp"
#include "model/facts.hpp"

namespace mng::lint {

/// What a rule's expressions see while one group is judged: group, cluster,
/// param, let, catalogue and the severities. Everything is computed when it
/// is asked for.
class RuleScope final : public hcl::Scope {
 public:
  RuleScope(const Rule& rule, model::Facts& facts, std::size_t group, const hcl::Functions& functions,
            hcl::Diagnostics& diagnostics)
      : rule_(rule), facts_(facts), functions_(functions), diagnostics_(diagnostics), group_(group) {}

  std::optional<hcl::Value> find(const hcl::Reference& reference, std::size_t& taken) const override;
  /// `given(group.x)`: whether the user wrote it.
  std::optional<hcl::Value> call(std::string_view name, hcl::Evaluator& evaluator,
                                 std::span<const hcl::NodeId> arguments) const override;
  [[nodiscard]] std::vector<std::string_view> names() const override;

 private:
  [[nodiscard]] hcl::Value let(std::string_view name) const;
  [[nodiscard]] hcl::Value parameter(std::string_view name) const;
  [[nodiscard]] hcl::Value group(std::string_view name) const;

  const Rule& rule_;
  model::Facts& facts_;
  const hcl::Functions& functions_;
  hcl::Diagnostics& diagnostics_;
  std::size_t group_;
  mutable std::vector<std::pair<std::string_view, hcl::Value>> lets_;
  mutable unsigned depth_ = 0;
};

}  // namespace mng::lint
