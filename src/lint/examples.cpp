#include "lint/examples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "hcl/parser.hpp"
#include "lint/suppression.hpp"
#include "terraform/code.hpp"

namespace mng::lint {
namespace {

std::string described(const Finding& finding, const hcl::Sources& sources) {
  const hcl::Position at = sources[finding.place.source].position(finding.place.begin);
  return fmt::format("{} at {}:{}: {}", finding.rule, at.line, at.column, finding.message);
}

/// Takes out what comments let be, and adds what is wrong with those.
void let_be(const Linter& linter, bool compares, const hcl::Sources& sources, std::vector<Finding>& findings) {
  Suppressions suppressions(sources, today());
  std::erase_if(findings, [&](const Finding& finding) { return suppressions.covers(finding); });
  const Suppressions::Ran ran{
      [&](std::string_view name) {
        return linter.engine().find(name) != nullptr ? Fault{} : Fault{fmt::format("there is no rule `{}`", name)};
      },
      [&](std::string_view name, const hcl::Range&) {
        return compares || linter.engine().find(name)->scope != Scope::kChange;
      }};
  for (std::uint32_t source = 1; source <= sources.size(); ++source) {
    for (Finding& finding : suppressions.faults(source, ran)) findings.push_back(std::move(finding));
  }
}

void run_one(const Linter& linter, const Rule& rule, const Example& example, std::size_t number,
             ExampleOutcome& outcome) {
  const auto fail = [&](const std::string& what) {
    outcome.failures.push_back(fmt::format("{} example {}: {}", example.bad ? "bad" : "good", number, what));
  };
  hcl::Sources sources;
  std::vector<Finding> findings;
  Settings settings;
  settings.region = example.region;
  const auto choices = std::make_shared<Choices>(linter.engine(), std::make_shared<hcl::Arena>());
  if (rule.opt_in) choices->turn_on(rule);
  for (const auto& [name, level] : example.levels) {
    const Fault fault = choices->severity(name, level);
    if (!fault.empty()) fail(fault.help.empty() ? fault.message : fault.message + "; " + fault.help);
  }
  settings.choices = choices;
  const ExampleFile* marked = nullptr;
  const auto take = [&](FileResult& result, const std::string& name) {
    if (result.documents == 0 && result.readable) fail(fmt::format("{} is recognised by no form", name));
    for (const std::string_view form : result.forms) {
      if (!rule.forms.empty() && std::find(rule.forms.begin(), rule.forms.end(), form) == rule.forms.end()) {
        fail(fmt::format("{} is of form {}, which `forms` does not name", name, form));
      }
    }
    for (const std::string& failure : result.verdict.failures) fail(failure);
    for (Finding& finding : result.verdict.findings) findings.push_back(std::move(finding));
  };
  // The Terraform files of an example are one root module with what it calls. YAML files pair by name.
  const std::string was = "before";
  terraform::MemoryTree old_tree(was);
  terraform::MemoryTree tree;
  std::string first;
  std::map<std::string, std::uint32_t> old_files;
  bool marked_before = false;
  for (const ExampleFile& file : example.before) {
    if (file.mark_begin && file.mark_end) marked = &file, marked_before = true;
    if (terraform::is_terraform(file.name)) {
      old_tree.add(file.name, file.text);
    } else {
      old_files[file.name] = sources.add(file.name, file.text, was);
    }
  }
  for (const ExampleFile& file : example.files) {
    if (file.mark_begin && file.mark_end) marked = &file, marked_before = false;
    if (terraform::is_terraform(file.name)) {
      tree.add(file.name, file.text);
      if (first.empty()) first = file.name;
      continue;
    }
    const std::uint32_t source = sources.add(file.name, file.text);
    FileResult result = linter.judge(sources, source, settings, true);
    take(result, file.name);
    const auto old = old_files.find(file.name);
    if (old == old_files.end()) continue;
    FileResult change = linter.compare(sources, old->second, source, settings);
    take(change, file.name);
  }
  if (!first.empty()) {
    terraform::Code code(tree, sources);
    code.load("");
    FileResult result = linter.judge_terraform(code, "", {}, settings);
    take(result, first);
    if (!example.before.empty()) {
      terraform::Code old(old_tree, sources);
      old.load("");
      FileResult change = linter.compare_terraform({old, "", {}}, {code, "", {}}, settings);
      take(change, first);
    }
  }
  if (rule.scope == Scope::kChange && example.before.empty()) fail("it has no `before`");
  let_be(linter, !example.before.empty(), sources, findings);

  const auto own =
      std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.rule == rule.name; });
  outcome.said.emplace_back();
  outcome.helps.emplace_back();
  if (own != findings.end()) {
    const hcl::Source& source = sources[own->place.source];
    const hcl::Position at = source.position(own->place.begin);
    outcome.said.back() =
        fmt::format("{}:{}:{}: {}: {}", source.title(), at.line, at.column, severity_name(own->severity), own->message);
    outcome.helps.back() = own->help;
  }

  const auto lies_on_mark = [&](const Finding& finding) {
    const hcl::Source& source = sources[finding.place.source];
    return source.path() == marked->name && source.revision().empty() != marked_before &&
           finding.place.begin == *marked->mark_begin && finding.place.end == *marked->mark_end;
  };
  if (example.files.empty()) fail("it has no file");
  if (example.bad && marked == nullptr) return fail("no place is marked with ⟦ and ⟧");

  if (example.bad && own == findings.end()) fail("the rule says nothing");
  if (example.bad && own != findings.end() && !lies_on_mark(*own)) {
    fail(fmt::format("the finding lies on `{}`, the mark on `{}`", sources.text(own->place),
                     marked->text.substr(*marked->mark_begin, *marked->mark_end - *marked->mark_begin)));
  }
  if (!example.bad && own != findings.end()) fail("it raises " + described(*own, sources));
  for (const Finding& finding : findings) {
    if (&finding == (own == findings.end() ? nullptr : &*own) || finding.severity < hcl::Severity::kWarning) continue;
    if (std::find(example.also.begin(), example.also.end(), finding.rule) != example.also.end()) continue;
    fail("it raises " + described(finding, sources));
  }
  for (const std::string& name : example.also) {
    const bool said = std::any_of(findings.begin(), findings.end(), [&](const Finding& f) { return f.rule == name; });
    if (!said) fail(fmt::format("`also` names {}, which says nothing", name));
  }
}

}  // namespace

ExampleOutcome run_examples(const Linter& linter, const Rule& rule, const RulePage& page) {
  ExampleOutcome outcome;
  outcome.rule = rule.name;
  bool bad = false;
  bool good = false;
  for (std::size_t i = 0; i < page.examples.size(); ++i) {
    run_one(linter, rule, page.examples[i], i + 1, outcome);
    ++outcome.run;
    (page.examples[i].bad ? bad : good) = true;
  }
  if (!bad) outcome.failures.emplace_back("there is no bad example");
  if (!good) outcome.failures.emplace_back("there is no good example");
  return outcome;
}

RulePage page_of(const Rule& rule, hcl::Diagnostics& diagnostics) {
  hcl::Arena arena;
  const hcl::Tree tree = hcl::parse(rule.ast.text, rule.source, diagnostics);
  return load_page(tree.view(), arena, diagnostics);
}

}  // namespace mng::lint
