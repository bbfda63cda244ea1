#include "cli/judged.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "cli/io.hpp"
#include "hcl/names.hpp"
#include "lint/linter.hpp"
#include "terraform/code.hpp"
#include "terraform/tree.hpp"

namespace mng::cli {
namespace {

lint::FileResult result_of(const std::string& text, const model::Form& form, const lint::Linter& linter,
                           const lint::Settings& settings, hcl::Sources& sources) {
  if (form.syntax() == model::Syntax::kYaml) {
    return linter.judge(sources, sources.add(fmt::format("{}.yaml", form.name()), text), settings, true);
  }
  terraform::MemoryTree tree;
  tree.add("main.tf", text);
  terraform::Code code(tree, sources);
  code.load("");
  return linter.judge_terraform(code, "", {}, settings);
}

/// A linter that judges as it does where nobody says otherwise, of built-in rules and of forms with one of the user's.
class Judge {
 public:
  /// `own`: the file of the user's form; empty: none.
  Judge(const std::string& own, const std::string& region, const catalogue::Tables& tables) {
    std::vector<std::uint32_t> forms;
    if (!own.empty()) forms.push_back(sources_.add(own, read_file(own).text));
    hcl::Diagnostics diagnostics;
    linter_.emplace(tables, std::vector<std::uint32_t>{}, sources_, diagnostics, forms);
    usable_ = diagnostics.empty();  // the form was checked when it was loaded
    if (!usable_) return;
    const auto choices = std::make_shared<lint::Choices>(linter_->engine(), nullptr);
    choices->preset(lint::Preset::kRecommended);
    settings_.region = region;
    settings_.choices = choices;
  }

  std::vector<Remark> judge(const std::string& text, const model::Form& form) {
    if (!usable_) return {};
    lint::FileResult result = result_of(text, form, *linter_, settings_, sources_);
    return told(std::move(result.verdict.findings), sources_);
  }

  /// Of groups that were read already, from files of `sources`.
  std::vector<Remark> judge(const model::Document& document, const model::Vocabulary& vocabulary,
                            const hcl::Sources& sources) {
    if (!usable_) return {};
    hcl::Arena arena;
    const model::World world{vocabulary, linter_->catalogue(), settings_.region, {}, {}};
    lint::Verdict verdict;
    linter_->engine().judge(document, world, arena, verdict, settings_.choices.get());
    return told(std::move(verdict.findings), sources);
  }

  /// The category of a rule; its name where it has none.
  [[nodiscard]] std::string category_of(const std::string& name) const {
    const lint::Rule* rule = linter_->engine().find(name);
    return rule == nullptr ? name : std::string(rule->category);
  }

  /// Whether the conditions of a rule read the lifecycle of a group.
  [[nodiscard]] bool asks_for_lifecycle(std::string_view name) const {
    const lint::Rule* rule = linter_->engine().find(name);
    if (rule == nullptr) return false;
    std::vector<hcl::NodeId> expressions{rule->when, rule->let};
    for (const lint::Check& check : rule->checks) expressions.push_back(check.condition);
    std::erase(expressions, hcl::NodeId{0});
    const hcl::Members read = hcl::members_of(rule->ast, expressions, "group");
    return std::any_of(read.begin(), read.end(), [](const auto& one) { return one.first == "lifecycle"; });
  }

 private:
  [[nodiscard]] std::vector<Remark> told(std::vector<lint::Finding> findings, const hcl::Sources& sources) const {
    std::sort(findings.begin(), findings.end(),
              [&](const lint::Finding& a, const lint::Finding& b) { return lint::before(a, b, sources); });
    std::vector<Remark> out;
    std::set<std::pair<std::string, bool>> said;
    for (const lint::Finding& finding : findings) {
      const std::optional<hcl::Severity> severity = settings_.choices->severity_of(finding);
      if (!severity || *severity < hcl::Severity::kWarning) continue;
      const bool error = *severity == hcl::Severity::kError;
      // What the groups of a request have in common is found in each.
      if (!said.emplace(finding.rule, error).second) continue;
      const std::string help = finding.help.empty() ? std::string() : "; " + finding.help;
      out.push_back({finding.rule, error, fmt::format("{}: {}{}", finding.rule, finding.message, help)});
    }
    return out;
  }

  hcl::Sources sources_;
  std::optional<lint::Linter> linter_;
  lint::Settings settings_;
  bool usable_ = false;
};

}  // namespace

std::vector<Remark> judged(const std::string& text, const model::Form& form, const std::string& own,
                           const std::string& region, const catalogue::Tables& tables) {
  return form.reads() ? Judge(own, region, tables).judge(text, form) : std::vector<Remark>();
}

NewErrors new_errors(const std::string& text, const model::Form& form, const std::string& own,
                     const model::Document& source, const model::Vocabulary& vocabulary, const hcl::Sources& sources,
                     const catalogue::Tables& tables) {
  NewErrors out;
  if (!form.reads()) return out;
  Judge judge(own, {}, tables);
  std::vector<Remark> remarks = judge.judge(text, form);
  std::erase_if(remarks, [](const Remark& remark) { return !remark.error; });
  if (remarks.empty()) return out;
  // What a default makes wrong is another rule's fault where it is written outright, and one of the same category.
  std::set<std::string> before;
  for (const Remark& remark : judge.judge(source, vocabulary, sources)) {
    if (remark.error) before.insert(judge.category_of(remark.rule));
  }
  for (const Remark& remark : remarks) {
    if (before.contains(judge.category_of(remark.rule))) continue;
    const bool given = form.group().lifecycle != 0 && judge.asks_for_lifecycle(remark.rule);
    (given ? out.of_lifecycle : out.errors).push_back(remark.text);
  }
  return out;
}

}  // namespace mng::cli
