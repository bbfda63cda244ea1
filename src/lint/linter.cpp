#include "lint/linter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hcl/parser.hpp"
#include "hcl/spell.hpp"
#include "lint/config.hpp"
#include "syntax/templated.hpp"
#include "syntax/yaml.hpp"

namespace mng::lint {

std::string_view schema_comment(std::string_view text) {
  constexpr std::string_view kKey = "$schema=";
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos || line.starts_with("---")) continue;
    if (!line.starts_with("#")) return {};
    const std::size_t at = line.find(kKey);
    if (at == std::string_view::npos) continue;
    line.remove_prefix(at + kKey.size());
    return line.substr(0, line.find_first_of(" \t\r"));
  }
  return {};
}

namespace {

bool is_yaml(const model::Form& form) {
  return form.reads() && form.syntax() == model::Syntax::kYaml;
}

}  // namespace

Linter::Linter(const catalogue::Tables& catalogue, const std::vector<std::uint32_t>& rules, const hcl::Sources& sources,
               hcl::Diagnostics& diagnostics, const std::vector<std::uint32_t>& forms)
    : catalogue_(catalogue),
      vocabulary_(model::Vocabulary::load(model::builtin_vocabulary().ast, arena_, diagnostics)) {
  for (const std::uint32_t source : forms) {
    trees_.push_back(std::make_unique<hcl::Tree>(hcl::parse(sources[source].text(), source, diagnostics)));
    if (!diagnostics.empty()) continue;
    if (auto form = model::Form::load(trees_.back()->view(), vocabulary_, arena_, diagnostics)) {
      forms_.push_back(std::move(*form));
    }
  }
  for (const model::KnowledgeFile& file : model::builtin_forms()) {
    const bool replaced = std::any_of(forms_.begin(), forms_.end(),
                                      [&](const model::Form& form) { return form.name() == model::form_name(file); });
    if (replaced) continue;
    if (auto form = model::Form::load(file.ast, vocabulary_, arena_, diagnostics)) forms_.push_back(std::move(*form));
  }
  hcl::Functions functions = hcl::engine_functions();
  functions.user = model::load_functions(model::builtin_library().ast, diagnostics);
  std::vector<hcl::Ast> own;
  for (const std::uint32_t source : rules) {
    trees_.push_back(std::make_unique<hcl::Tree>(hcl::parse(sources[source].text(), source, diagnostics)));
    const std::string& path = sources[source].path();
    const std::size_t slash = path.find_last_of('/');
    if (path.substr(slash == std::string::npos ? 0 : slash + 1) == "lib.hcl") {
      for (hcl::UserFunction& function : model::load_functions(trees_.back()->view(), diagnostics)) {
        functions.user.insert(functions.user.begin(), std::move(function));
      }
    } else {
      own.push_back(trees_.back()->view());
    }
  }
  std::vector<Rule> loaded;
  if (diagnostics.empty()) {
    for (const hcl::Ast& ast : own) {
      if (auto rule = load_rule(ast, vocabulary_, functions, arena_, diagnostics)) loaded.push_back(std::move(*rule));
    }
  }
  for (const model::KnowledgeFile& file : model::builtin_rules()) {
    const bool replaced =
        std::any_of(loaded.begin(), loaded.end(), [&](const Rule& rule) { return rule.name == file.name; });
    if (replaced) continue;
    if (auto rule = load_rule(file.ast, vocabulary_, functions, arena_, diagnostics))
      loaded.push_back(std::move(*rule));
  }
  check_forms(loaded, diagnostics);
  std::sort(loaded.begin(), loaded.end(), [](const Rule& a, const Rule& b) { return a.name < b.name; });
  engine_ = std::make_unique<Engine>(std::move(loaded), std::move(functions));
}

Linter::~Linter() = default;

void Linter::check_forms(const std::vector<Rule>& rules, hcl::Diagnostics& diagnostics) const {
  std::vector<std::string_view> names;
  for (const model::Form& form : forms_) names.push_back(form.name());
  for (const Rule& rule : rules) {
    for (const std::string_view form : rule.forms) {
      if (std::find(names.begin(), names.end(), form) != names.end()) continue;
      diagnostics.push_back({{rule.source, 0, 0},
                             fmt::format("rule {}: there is no form `{}`", rule.name, form),
                             hcl::did_you_mean(form, names),
                             hcl::Severity::kError});
    }
  }
}

bool Linter::may_read(std::string_view text) const {
  return std::any_of(forms_.begin(), forms_.end(),
                     [&](const model::Form& form) { return is_yaml(form) && form.has_needle(text); });
}

std::vector<std::string_view> Linter::terraform_needles(const Settings& settings) const {
  std::vector<std::string_view> out;
  for (const auto& [source, form] : settings.modules) out.push_back(model::source_needle(source));
  for (const model::Form& form : forms_) {
    if (form.syntax() == model::Syntax::kHcl) out.insert(out.end(), form.needles().begin(), form.needles().end());
  }
  return out;
}

bool Linter::is_declared(std::string_view path, std::string_view text) const {
  const std::string_view schema = schema_comment(text);
  return std::any_of(forms_.begin(), forms_.end(),
                     [&](const model::Form& form) { return is_yaml(form) && form.is_declared(path, schema); });
}

FileResult Linter::judge(const hcl::Sources& sources, std::uint32_t source, const Settings& settings,
                         bool report_syntax) const {
  FileResult out;
  hcl::Arena arena;
  const std::string_view text = sources[source].text();
  const std::string_view schema = schema_comment(text);
  const model::World world{vocabulary_, catalogue_, settings.region, settings.autoscaler};
  try {
    const syntax::YamlFile file = syntax::read_yaml(sources, source, arena);
    for (const syntax::YamlDocument& document : file.documents) {
      for (const model::Form& form : forms_) {
        if (!is_yaml(form)) continue;
        const bool declared = form.is_declared(sources[source].path(), schema);
        if (!form.detects(document.value, declared, vocabulary_, arena)) continue;
        ++out.documents;
        out.forms.push_back(form.name());
        model::Document read = form.read(document.value, document.range, vocabulary_, sources, arena);
        model::check_regions(read, vocabulary_, catalogue_);
        out.groups += read.groups.size();
        for (const std::string& what : read.not_checked) out.not_checked.push_back(what);
        engine_->judge(read, world, arena, out.verdict);
        break;
      }
    }
    out.readable = file.ok();
    out.templated = !out.readable && syntax::looks_templated(text);
    if (out.documents > 0 || report_syntax) {
      for (const hcl::Diagnostic& diagnostic : file.diagnostics) {
        out.verdict.findings.push_back(finding_of(diagnostic, "syntax-error", {source, 0, 0}));
      }
    }
  } catch (const hcl::LimitExceeded& limit) {
    out.refused = limit.what();
  }
  return out;
}

Finding Linter::finding_of(const hcl::Diagnostic& diagnostic, std::string_view rule,
                           const hcl::Range& otherwise) const {
  Finding finding;
  finding.rule = rule;
  finding.severity = diagnostic.severity;
  if (const Rule* known = engine_->find(rule)) finding.summary = first_sentence(known->ast, known->why);
  finding.message = diagnostic.message;
  finding.help = diagnostic.help;
  finding.place = diagnostic.range.known() ? diagnostic.range : otherwise;
  return finding;
}

FileResult Linter::judge_terraform(const terraform::Code& code, const std::string& folder,
                                   const terraform::Given& given, const Settings& settings) const {
  FileResult out;
  constexpr std::size_t kMostBytes = std::size_t{256} << 20U;
  hcl::Arena arena(kMostBytes);
  const model::World world{vocabulary_, catalogue_, settings.region, settings.autoscaler};
  const model::FormModules modules(forms_, settings.modules);
  try {
    terraform::Evaluation run(code, arena, modules, folder, given);
    if (run.root() == nullptr) return out;
    model::Document document = model::read_terraform(modules, forms_, run, vocabulary_);
    model::check_regions(document, vocabulary_, catalogue_);
    out.documents = 1;
    out.groups = document.groups.size();
    out.forms.push_back(document.form);
    out.not_checked = document.not_checked;
    engine_->judge(document, world, arena, out.verdict);
    std::set<const terraform::Module*> seen;
    for (const terraform::Instance* instance : run.instances()) {
      if (!seen.insert(&instance->module()).second) continue;
      const terraform::Module& module = instance->module();
      for (const std::string& file : module.not_read) out.not_checked.push_back(file + ";");
      for (const hcl::Diagnostic& diagnostic : module.diagnostics) {
        out.verdict.findings.push_back(finding_of(diagnostic, "syntax-error", {}));
      }
    }
    for (const std::string& note : run.notes()) out.not_checked.push_back(note);
    for (const hcl::Diagnostic& diagnostic : run.value_faults()) {
      Finding finding = finding_of(diagnostic, "syntax-error", {});
      finding.of_values = true;
      out.verdict.findings.push_back(std::move(finding));
    }
    for (const auto& [name, source] : given.variables) {
      if (!run.declares(name)) out.undeclared.push_back(name);
    }
    for (const hcl::Diagnostic& diagnostic : run.diagnostics()) {
      out.verdict.findings.push_back(finding_of(diagnostic, "reference-cycle", {}));
    }
  } catch (const hcl::LimitExceeded& limit) {
    out.refused = limit.what();
  }
  return out;
}

FileResult Linter::judge_plan(const hcl::Sources& sources, std::uint32_t source, std::istream* stream,
                              const Settings& settings) const {
  FileResult out;
  constexpr std::size_t kMostBytes = std::size_t{256} << 20U;
  hcl::Arena arena(kMostBytes);
  const model::World world{vocabulary_, catalogue_, settings.region, settings.autoscaler};
  const terraform::Wanted wanted = model::wanted_of_plan(forms_);
  try {
    const terraform::Plan plan = stream != nullptr
                                     ? terraform::read_plan(*stream, wanted, arena)
                                     : terraform::read_plan(sources[source].text(), source, wanted, arena);
    if (!plan.error.empty()) {
      out.refused = plan.error;
      return out;
    }
    out.no_plan = !plan.is_plan;
    if (out.no_plan) return out;
    model::Document document = model::read_plan(forms_, plan, {source, 0, 0}, vocabulary_, sources, arena);
    model::check_regions(document, vocabulary_, catalogue_);
    out.documents = 1;
    out.groups = document.groups.size();
    out.forms.push_back(document.form);
    engine_->judge(document, world, arena, out.verdict);
  } catch (const hcl::LimitExceeded& limit) {
    out.refused = limit.what();
  }
  return out;
}

}  // namespace mng::lint
