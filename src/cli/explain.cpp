#include "cli/explain.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hcl/names.hpp"
#include "lint/examples.hpp"
#include "report/report.hpp"

namespace mng::cli {
namespace {

std::string indented(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    out += line.empty() ? "\n" : fmt::format("    {}\n", report::shown(line));
  }
  return out;
}

std::string_view judged_by(lint::Scope scope) {
  switch (scope) {
    case lint::Scope::kGroup:
      return "each node group";
    case lint::Scope::kCluster:
      return "the node groups of each cluster together";
    case lint::Scope::kChange:
      return "what becomes of each node group, with --since, --before or a plan";
    case lint::Scope::kVocabulary:
      return "each value, as it is read";
    case lint::Scope::kReader:
      return "each file, as it is read";
  }
  return "";
}

/// How bad its findings are, as far as its checks name it: "error or warning"; empty where they compute it.
std::string severities(const lint::Rule& rule) {
  std::string out;
  for (const std::string_view level : {"error", "warning", "info"}) {
    const bool is_one = std::any_of(rule.checks.begin(), rule.checks.end(), [&](const lint::Check& check) {
      if (check.severity == 0) return level == "error";
      const hcl::Names used = hcl::names_in(rule.ast, std::vector<hcl::NodeId>{check.severity});
      return std::any_of(used.variables.begin(), used.variables.end(),
                         [&](hcl::NodeId id) { return rule.ast.name(rule.ast[id]) == level; });
    });
    if (is_one) out += fmt::format("{}{}", out.empty() ? "" : " or ", level);
  }
  return out;
}

}  // namespace

std::string explain(const lint::Rule& rule, hcl::Diagnostics& diagnostics) {
  const lint::RulePage page = lint::page_of(rule, diagnostics);
  std::string out = fmt::format("{}: {}\n\n", rule.name, rule.summary);
  out += page.why + "\n";
  out += fmt::format("category: {}\njudges:   {}\n", rule.category, judged_by(rule.scope));
  if (const std::string levels = severities(rule); !levels.empty()) out += fmt::format("severity: {}\n", levels);
  for (const std::string_view other : rule.yields_to) out += fmt::format("silent where {} speaks\n", other);
  for (const lint::Parameter& parameter : rule.parameters) {
    const hcl::Node& node = rule.ast[parameter.fallback];
    out += fmt::format("parameter {} = {}: {}\n", parameter.name,
                       rule.ast.text.substr(node.begin, node.end - node.begin), parameter.meaning);
  }
  for (const bool bad : {true, false}) {
    const auto example =
        std::find_if(page.examples.begin(), page.examples.end(), [&](const lint::Example& e) { return e.bad == bad; });
    if (example == page.examples.end()) continue;
    const auto show = [&](const std::vector<lint::ExampleFile>& files, std::string_view state) {
      for (const lint::ExampleFile& file : files) {
        out += fmt::format("\n{}{} ({}{}{}):\n{}", bad ? "bad" : "good", state, file.name,
                           example->region.empty() ? "" : ", ", example->region, indented(file.text));
      }
    };
    show(example->before, ", before");
    show(example->files, example->before.empty() ? "" : ", after");
  }
  if (!page.references.empty()) out += "\nreferences:\n";
  for (const std::string& reference : page.references) out += fmt::format("    {}\n", reference);
  return out;
}

std::string list_rules(const lint::Engine& engine) {
  std::size_t name = 0;
  std::size_t category = 0;
  for (const lint::Rule& rule : engine.rules()) {
    name = std::max(name, rule.name.size());
    category = std::max(category, rule.category.size());
  }
  std::string out;
  for (const lint::Rule& rule : engine.rules()) {
    out += fmt::format("{:<{}}  {:<{}}  {}\n", rule.name, name, rule.category, category, rule.summary);
  }
  return out;
}

std::string test_rules(const lint::Linter& linter, std::size_t& failed) {
  failed = 0;
  std::string out;
  std::size_t examples = 0;
  std::size_t rules = 0;
  for (const lint::Rule& rule : linter.engine().rules()) {
    if (rule.source == 0) continue;  // compiled in, not from the folder
    hcl::Diagnostics diagnostics;
    const lint::RulePage page = lint::page_of(rule, diagnostics);
    lint::ExampleOutcome outcome = lint::run_examples(linter, rule, page);
    for (const hcl::Diagnostic& diagnostic : diagnostics) outcome.failures.push_back(diagnostic.message);
    ++rules;
    examples += outcome.run;
    if (!outcome.failures.empty()) ++failed;
    for (const std::string& failure : outcome.failures) {
      out += fmt::format("{}: {}\n", outcome.rule, report::shown(failure));
    }
  }
  out += fmt::format("{} rule{}, {} example{}, {} failed\n", rules, rules == 1 ? "" : "s", examples,
                     examples == 1 ? "" : "s", failed);
  return out;
}

}  // namespace mng::cli
