#include "cli/judged.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "cli/io.hpp"
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

}  // namespace

std::vector<Remark> judged(const std::string& text, const model::Form& form, const std::string& own,
                           const std::string& region, const catalogue::Tables& tables) {
  if (!form.reads()) return {};
  hcl::Sources sources;
  std::vector<std::uint32_t> forms;
  if (!own.empty()) forms.push_back(sources.add(own, read_file(own).text));
  hcl::Diagnostics diagnostics;
  const lint::Linter linter(tables, {}, sources, diagnostics, forms);
  if (!diagnostics.empty()) return {};  // the form was checked when it was loaded
  const auto choices = std::make_shared<lint::Choices>(linter.engine(), nullptr);
  choices->preset(lint::Preset::kRecommended);
  lint::Settings settings;
  settings.region = region;
  settings.choices = choices;
  lint::FileResult result = result_of(text, form, linter, settings, sources);
  std::vector<lint::Finding>& findings = result.verdict.findings;
  std::sort(findings.begin(), findings.end(),
            [&](const lint::Finding& a, const lint::Finding& b) { return lint::before(a, b, sources); });
  std::vector<Remark> out;
  std::set<std::pair<std::string, bool>> said;
  for (const lint::Finding& finding : findings) {
    const std::optional<hcl::Severity> severity = choices->severity_of(finding);
    if (!severity || *severity < hcl::Severity::kWarning) continue;
    const bool error = *severity == hcl::Severity::kError;
    // What the groups of a request have in common is found in each.
    if (!said.emplace(finding.rule, error).second) continue;
    const std::string help = finding.help.empty() ? std::string() : "; " + finding.help;
    out.push_back({finding.rule, error, fmt::format("{}: {}{}", finding.rule, finding.message, help)});
  }
  return out;
}

}  // namespace mng::cli
