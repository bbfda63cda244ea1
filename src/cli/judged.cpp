#include "cli/judged.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
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

/// What mng-lint judges by where nobody says otherwise: built-in rules, and forms with one of the user's.
class Rules {
 public:
  /// `own`: the file of the user's form; empty: none.
  Rules(const std::string& own, const catalogue::Tables& tables) {
    std::vector<std::uint32_t> forms;
    if (!own.empty()) forms.push_back(sources_.add(own, read_file(own).text));
    hcl::Diagnostics diagnostics;
    linter_.emplace(tables, std::vector<std::uint32_t>{}, sources_, diagnostics, forms);
    if (!diagnostics.empty()) return;  // the form was checked when it was loaded
    choices_ = std::make_shared<lint::Choices>(linter_->engine(), nullptr);
    choices_->preset(lint::Preset::kRecommended);
  }

  [[nodiscard]] const lint::Linter& linter() const { return *linter_; }
  /// Null where they cannot be used.
  [[nodiscard]] const std::shared_ptr<lint::Choices>& choices() const { return choices_; }

 private:
  hcl::Sources sources_;
  std::optional<lint::Linter> linter_;
  std::shared_ptr<lint::Choices> choices_;
};

/// Those that are compiled in are loaded once: to load them takes longer than to judge.
std::shared_ptr<const Rules> rules(const std::string& own, const catalogue::Tables& tables) {
  if (!own.empty() || &tables != &catalogue::builtin()) return std::make_shared<Rules>(own, tables);
  static const auto kBuiltin = std::make_shared<const Rules>(std::string(), catalogue::builtin());
  return kBuiltin;
}

class Judge {
 public:
  Judge(const std::string& own, const std::string& region, const catalogue::Tables& tables)
      : rules_(rules(own, tables)) {
    settings_.region = region;
    settings_.choices = rules_->choices();
  }

  std::vector<Remark> judge(const std::string& text, const model::Form& form) {
    if (settings_.choices == nullptr) return {};
    hcl::Sources sources;
    lint::FileResult result = result_of(text, form, rules_->linter(), settings_, sources);
    return told(std::move(result.verdict.findings), sources);
  }

  /// Those of each group.
  std::vector<Remark> of_each(const std::string& text, const model::Form& form) {
    each_group_ = true;
    return judge(text, form);
  }

  /// Of groups that were read already, from files of `sources`.
  std::vector<Remark> of_each(const model::Document& document, const model::Vocabulary& vocabulary,
                              const hcl::Sources& sources) {
    if (settings_.choices == nullptr) return {};
    each_group_ = true;
    hcl::Arena arena;
    const model::World world{vocabulary, rules_->linter().catalogue(), settings_.region, {}, {}};
    lint::Verdict verdict;
    rules_->linter().engine().judge(document, world, arena, verdict, settings_.choices.get());
    return told(std::move(verdict.findings), sources);
  }

  /// The category of a rule; its name where it has none.
  [[nodiscard]] std::string category_of(const std::string& name) const {
    const lint::Rule* rule = rules_->linter().engine().find(name);
    return rule == nullptr ? name : std::string(rule->category);
  }

  /// Whether the conditions of a rule read that of a group.
  [[nodiscard]] bool asks_for(std::string_view member, std::string_view name) const {
    const lint::Rule* rule = rules_->linter().engine().find(name);
    if (rule == nullptr) return false;
    std::vector<hcl::NodeId> expressions{rule->when, rule->let};
    for (const lint::Check& check : rule->checks) expressions.push_back(check.condition);
    std::erase(expressions, hcl::NodeId{0});
    const hcl::Members read = hcl::members_of(rule->ast, expressions, "group");
    return std::any_of(read.begin(), read.end(), [&](const auto& one) { return one.first == member; });
  }

 private:
  [[nodiscard]] std::vector<Remark> told(std::vector<lint::Finding> findings, const hcl::Sources& sources) const {
    std::sort(findings.begin(), findings.end(),
              [&](const lint::Finding& a, const lint::Finding& b) { return lint::before(a, b, sources); });
    std::vector<Remark> out;
    std::set<std::tuple<std::string, bool, std::string>> said;
    for (const lint::Finding& finding : findings) {
      const std::optional<hcl::Severity> severity = settings_.choices->severity_of(finding);
      if (!severity || *severity < hcl::Severity::kWarning) continue;
      const bool error = *severity == hcl::Severity::kError;
      const std::string help = finding.help.empty() ? std::string() : "; " + finding.help;
      const std::string text = fmt::format("{}: {}{}", finding.rule, finding.message, help);
      std::vector<std::string> groups{each_group_ ? finding.group : std::string()};
      if (each_group_) groups.insert(groups.end(), finding.also.begin(), finding.also.end());
      for (std::string& group : groups) {
        if (!said.emplace(finding.rule, error, group).second) continue;
        out.push_back({finding.rule, error, text, std::move(group), asks_for("zone_siblings", finding.rule)});
      }
    }
    return out;
  }

  std::shared_ptr<const Rules> rules_;
  lint::Settings settings_;
  bool each_group_ = false;  ///< else what the groups of a request have in common, and is found in each, is said once
};

}  // namespace

std::vector<Remark> judged(const std::string& text, const model::Form& form, const std::string& own,
                           const std::string& region, const catalogue::Tables& tables) {
  return form.reads() ? Judge(own, region, tables).judge(text, form) : std::vector<Remark>();
}

NewRemarks new_remarks(const std::string& text, const model::Form& form, const std::string& own,
                       const model::Document& source, const std::map<std::string, std::string>& names,
                       const model::Vocabulary& vocabulary, const hcl::Sources& sources,
                       const catalogue::Tables& tables) {
  NewRemarks out;
  if (!form.reads()) return out;
  Judge judge(own, {}, tables);
  const std::vector<Remark> remarks = judge.of_each(text, form);
  if (remarks.empty()) return out;
  // What a default makes wrong is another rule's fault where it is written outright, and one of the same category.
  std::set<std::tuple<std::string, std::string, bool>> before;
  for (const Remark& remark : judge.of_each(source, vocabulary, sources)) {
    before.emplace(judge.category_of(remark.rule), remark.group, false);
    if (remark.error) before.emplace(judge.category_of(remark.rule), remark.group, true);
  }
  std::set<std::string> told;  // rules, each of which speaks once
  for (const Remark& remark : remarks) {
    const auto named = names.find(remark.group);
    const std::string& group = named == names.end() ? remark.group : named->second;
    if (before.contains({judge.category_of(remark.rule), group, remark.error})) continue;
    if (!told.insert(remark.rule).second) continue;
    const bool given = form.group().lifecycle != 0 && judge.asks_for("lifecycle", remark.rule);
    (!remark.error        ? out.warnings
     : given              ? out.of_lifecycle
     : remark.of_siblings ? out.of_siblings
                          : out.errors)
        .push_back(remark.text);
  }
  return out;
}

}  // namespace mng::cli
