#include "lint/linter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hcl/parser.hpp"
#include "hcl/spell.hpp"
#include "lint/config.hpp"
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

bool looks_templated(std::string_view text) {
  return text.find("{{") != std::string_view::npos || text.find("{%") != std::string_view::npos;
}

Linter::Linter(const catalogue::Tables& catalogue, const std::vector<std::uint32_t>& rules, const hcl::Sources& sources,
               hcl::Diagnostics& diagnostics)
    : catalogue_(catalogue),
      vocabulary_(model::Vocabulary::load(model::builtin_vocabulary().ast, arena_, diagnostics)) {
  for (const model::KnowledgeFile& file : model::builtin_forms()) {
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
                     [&](const model::Form& form) { return form.reads() && form.has_needle(text); });
}

bool Linter::is_declared(std::string_view path, std::string_view text) const {
  const std::string_view schema = schema_comment(text);
  return std::any_of(forms_.begin(), forms_.end(),
                     [&](const model::Form& form) { return form.reads() && form.is_declared(path, schema); });
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
        if (!form.reads()) continue;
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
    out.templated = !out.readable && looks_templated(text);
    if (out.documents > 0 || report_syntax) {
      for (const hcl::Diagnostic& diagnostic : file.diagnostics) {
        Finding finding;
        finding.rule = "syntax-error";
        finding.severity = diagnostic.severity;
        if (const Rule* rule = engine_->find(finding.rule)) finding.summary = first_sentence(rule->ast, rule->why);
        finding.message = diagnostic.message;
        finding.help = diagnostic.help;
        finding.place = diagnostic.range;
        if (!finding.place.known()) finding.place = {source, 0, 0};
        out.verdict.findings.push_back(std::move(finding));
      }
    }
  } catch (const hcl::LimitExceeded& limit) {
    out.refused = limit.what();
  }
  return out;
}

}  // namespace mng::lint
