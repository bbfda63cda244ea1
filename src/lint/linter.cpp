#include "lint/linter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <tuple>

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
      if (auto rule = load_rule(ast, vocabulary_, functions, arena_, diagnostics)) {
        rule->path = sources[rule->source].path();
        loaded.push_back(std::move(*rule));
      }
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
  check_yields(loaded, diagnostics);
  // Those that are compiled in do not, unless a function of the user's stands in for one that they call.
  if (!rules.empty()) {
    for (Rule& rule : loaded) rule.by_place = hangs_on_places(rule, functions);
  }
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
      hcl::Range place = rule.ast.range(rule.ast[rule.forms_at]);
      place.source = rule.source;
      diagnostics.push_back({place, fmt::format("rule {}: there is no form `{}`", rule.name, form),
                             hcl::did_you_mean(form, names), hcl::Severity::kError});
    }
  }
}

void Linter::check_yields(const std::vector<Rule>& rules, hcl::Diagnostics& diagnostics) {
  // A file that does not load is not there to be yielded to, and that is said already.
  if (!diagnostics.empty()) return;
  std::vector<std::string_view> names;
  for (const Rule& rule : rules) names.push_back(rule.name);
  for (const Rule& rule : rules) {
    for (const std::string_view other : rule.yields_to) {
      if (std::find(names.begin(), names.end(), other) != names.end()) continue;
      hcl::Range place = rule.ast.range(rule.ast[rule.yields_at]);
      place.source = rule.source;
      diagnostics.push_back({place, fmt::format("rule {}: there is no rule `{}` to yield to", rule.name, other),
                             hcl::did_you_mean(other, names), hcl::Severity::kError});
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

std::vector<model::Document> Linter::read_documents(const syntax::YamlFile& file, const hcl::Sources& sources,
                                                    std::uint32_t source, hcl::Arena& arena) const {
  std::vector<model::Document> out;
  const std::string_view schema = schema_comment(sources[source].text());
  for (const syntax::YamlDocument& document : file.documents) {
    for (const model::Form& form : forms_) {
      if (!is_yaml(form)) continue;
      const bool declared = form.is_declared(sources[source].path(), schema);
      if (!form.detects(document.value, declared, vocabulary_, arena)) continue;
      out.push_back(form.read(document.value, document.range, vocabulary_, sources, arena));
      break;
    }
  }
  return out;
}

namespace {

/// Where the groups of a document stand, for comments that let nothing be.
void add_places(const model::Document& document, FileResult& out) {
  for (const model::Group& group : document.groups) {
    for (const hcl::Range& place : {group.place, group.body, group.block}) {
      if (place.known()) out.seen.push_back(place);
    }
    out.seen.insert(out.seen.end(), group.callers.begin(), group.callers.end());
  }
}

void add_scores(const model::Document& document, const model::World& world, hcl::Arena& arena, FileResult& out) {
  model::Facts facts(document, world, arena);
  for (std::size_t i = 0; i < document.groups.size(); ++i) {
    if (std::optional<model::Score> one = model::score(facts, i)) out.scores.push_back(std::move(*one));
  }
}

}  // namespace

FileResult Linter::judge(const hcl::Sources& sources, std::uint32_t source, const Settings& settings,
                         bool report_syntax) const {
  FileResult out;
  hcl::Arena arena;
  const model::World world{vocabulary_, catalogue_, settings.region, settings.autoscaler, settings.kubernetes_version};
  try {
    const syntax::YamlFile file = syntax::read_yaml(sources, source, arena);
    for (model::Document& read : read_documents(file, sources, source, arena)) {
      ++out.documents;
      out.forms.push_back(read.form);
      model::check_regions(read, vocabulary_, catalogue_);
      out.groups += read.groups.size();
      for (const std::string& what : read.not_checked) out.not_checked.push_back(what);
      engine_->judge(read, world, arena, out.verdict, settings.choices.get());
      add_places(read, out);
      if (settings.scores) add_scores(read, world, arena, out);
    }
    out.readable = file.ok();
    out.templated = !out.readable && syntax::looks_templated(sources[source].text());
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

void merge(FileResult& into, FileResult&& comparison, const Engine& engine) {
  std::set<std::tuple<std::string_view, std::uint32_t, std::uint32_t, std::string_view>> said;
  const auto key = [](std::string_view rule, const Finding& of) {
    return std::tuple(rule, of.owner.source, of.owner.begin, std::string_view(of.group));
  };
  for (const Finding& finding : comparison.verdict.findings) said.insert(key(finding.rule, finding));
  std::erase_if(into.verdict.findings, [&](const Finding& finding) {
    const Rule* rule = said.empty() ? nullptr : engine.find(finding.rule);
    return rule != nullptr && std::any_of(rule->yields_to.begin(), rule->yields_to.end(),
                                          [&](std::string_view other) { return said.contains(key(other, finding)); });
  });
  if (into.refused.empty()) into.refused = std::move(comparison.refused);
  const auto append = [](auto& to, auto&& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  append(into.verdict.findings, std::move(comparison.verdict.findings));
  append(into.verdict.undecided, std::move(comparison.verdict.undecided));
  append(into.verdict.failures, std::move(comparison.verdict.failures));
  append(into.not_checked, std::move(comparison.not_checked));
}

void drop_known(FileResult& from, const FileResult& earlier) {
  // A message may hold what changed, so it does not count; a fault that is worse now does.
  std::map<std::tuple<std::string, std::string, hcl::Severity>, std::size_t> known;
  const auto key = [](const Finding& finding) { return std::tuple(finding.rule, finding.group, finding.severity); };
  for (const Finding& finding : earlier.verdict.findings) ++known[key(finding)];
  std::erase_if(from.verdict.findings, [&](const Finding& finding) {
    // What is about a change is new.
    if (!finding.address.empty()) return false;
    const auto at = known.find(key(finding));
    if (at == known.end() || at->second == 0) return false;
    --at->second;
    return true;
  });
}

namespace {

/// Form, cluster and, where asked for, groups of a document in one text: documents that share it are one.
std::string known_by(const model::Document& document, const model::Vocabulary& vocabulary, bool groups) {
  const hcl::Value& name = document.cluster[*vocabulary.cluster().index("name")].effective;
  std::string out = fmt::format("{}\n{}", document.form, name.is_string() ? name.as_string() : std::string_view());
  if (!groups) return out;
  for (const model::Group& group : document.groups) out += fmt::format("\n{}", group.key);
  return out;
}

/// Which document goes on with which: by cluster and groups, then by cluster, then, where as many are there as
/// before, by their order. Of several clusters one that is gone is not another one.
std::vector<std::pair<std::size_t, std::size_t>> paired(const std::vector<model::Document>& was,
                                                        const std::vector<model::Document>& is,
                                                        const model::Vocabulary& vocabulary) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  std::vector<std::size_t> left(was.size());
  std::vector<std::size_t> free(is.size());
  std::iota(left.begin(), left.end(), 0);
  std::iota(free.begin(), free.end(), 0);
  const auto pass = [&](const auto& key) {
    std::multimap<std::string, std::size_t> known;
    for (const std::size_t j : free) known.emplace(key(is[j]), j);
    std::erase_if(left, [&](std::size_t i) {
      const auto at = known.find(key(was[i]));
      if (at == known.end()) return false;
      out.emplace_back(i, at->second);
      known.erase(at);
      return true;
    });
    free.clear();
    for (const auto& [name, j] : known) free.push_back(j);
    std::sort(free.begin(), free.end());
  };
  pass([&](const model::Document& document) { return known_by(document, vocabulary, true); });
  pass([&](const model::Document& document) { return known_by(document, vocabulary, false); });
  if (was.size() == is.size()) {
    pass([](const model::Document& document) { return std::string(document.form); });
  }
  return out;
}

}  // namespace

FileResult Linter::compare(const hcl::Sources& sources, std::uint32_t before, std::uint32_t after,
                           const Settings& settings) const {
  FileResult out;
  hcl::Arena arena;
  const model::World world{vocabulary_, catalogue_, settings.region, settings.autoscaler, settings.kubernetes_version};
  try {
    const syntax::YamlFile was = syntax::read_yaml(sources, before, arena);
    const syntax::YamlFile is = syntax::read_yaml(sources, after, arena);
    if (!is.ok()) return out;
    if (!was.ok()) {
      out.not_checked.push_back(
          fmt::format("what became of its groups, as {} does not parse,", sources[before].title()));
      return out;
    }
    const std::vector<model::Document> old = read_documents(was, sources, before, arena);
    std::vector<model::Document> now = read_documents(is, sources, after, arena);
    // A file without any groups has lost them.
    if (now.empty() && old.size() == 1) {
      now.emplace_back();
      now[0].form = old[0].form;
      now[0].body = {after, 0, 0};
      now[0].cluster = old[0].cluster;
    }
    for (const auto& [i, j] : paired(old, now, vocabulary_)) {
      ++out.documents;
      const bool changes = std::any_of(forms_.begin(), forms_.end(), [&, &name = now[j].form](const model::Form& form) {
        return form.name() == name && form.changes_groups();
      });
      if (!changes) continue;
      engine_->judge_changes(old[i], now[j], model::compare(old[i], now[j], vocabulary_, arena), world, arena,
                             out.verdict, settings.choices.get());
    }
  } catch (const hcl::LimitExceeded& limit) {
    out.refused = limit.what();
  }
  return out;
}

namespace {

/// Why the code of a state is not all there; empty where it is.
std::string unreadable(const terraform::Evaluation& run) {
  for (const terraform::Instance* instance : run.instances()) {
    const terraform::Module& module = instance->module();
    if (!module.not_read.empty()) return module.not_read[0];
    if (!module.diagnostics.empty()) {
      return fmt::format("{} does not parse", run.sources()[module.diagnostics[0].range.source].title());
    }
  }
  return {};
}

/// Whether two groups may be of one cluster.
bool share_a_cluster(const model::Document& was, const model::Document& is, const model::Vocabulary& vocabulary) {
  const std::size_t at = *vocabulary.group().index("cluster_name");
  return std::any_of(was.groups.begin(), was.groups.end(), [&](const model::Group& a) {
    return std::any_of(is.groups.begin(), is.groups.end(), [&](const model::Group& b) {
      return model::same_value(a.fields[at].effective, b.fields[at].effective, model::Type::kString, was, is) != false;
    });
  });
}

}  // namespace

FileResult Linter::compare_terraform(const RootModule& before, const RootModule& after,
                                     const Settings& settings) const {
  FileResult out;
  constexpr std::size_t kMostBytes = std::size_t{512} << 20U;
  hcl::Arena arena(kMostBytes);
  const model::World world{vocabulary_, catalogue_, settings.region, settings.autoscaler, settings.kubernetes_version};
  const model::FormModules modules(forms_, settings.modules);
  try {
    terraform::Evaluation was(before.code, arena, modules, before.folder, before.given);
    terraform::Evaluation is(after.code, arena, modules, after.folder, after.given);
    if (was.root() == nullptr || is.root() == nullptr) return out;
    model::Document old = model::read_terraform(modules, forms_, was, vocabulary_);
    model::Document now = model::read_terraform(modules, forms_, is, vocabulary_);
    if (old.groups.empty()) return out;
    if (const std::string fault = unreadable(was); !fault.empty()) {
      out.not_checked.push_back(fmt::format("what became of its groups, as {},", fault));
      return out;
    }
    // A folder that another came to look like is not that one.
    if (before.folder != after.folder && !share_a_cluster(old, now, vocabulary_)) return out;
    old.declared = model::declared_resources(was);
    now.declared = model::declared_resources(is);
    out.documents = 1;
    engine_->judge_changes(old, now, model::compare(old, now, vocabulary_, arena), world, arena, out.verdict,
                           settings.choices.get());
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
  const model::World world{vocabulary_, catalogue_, settings.region, settings.autoscaler, settings.kubernetes_version};
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
    engine_->judge(document, world, arena, out.verdict, settings.choices.get());
    add_places(document, out);
    if (settings.scores) add_scores(document, world, arena, out);
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
    const auto add_faults = [&](const hcl::Diagnostics& faults, std::string_view rule) {
      for (const hcl::Diagnostic& diagnostic : faults) {
        Finding finding = finding_of(diagnostic, rule, {});
        finding.of_values = true;
        out.verdict.findings.push_back(std::move(finding));
      }
    };
    add_faults(run.value_faults(), "syntax-error");
    add_faults(run.refused_values(), "invalid-value");
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
  const model::World world{vocabulary_, catalogue_, settings.region, settings.autoscaler, settings.kubernetes_version};
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
    const hcl::Range whole{source, 0, 0};
    model::Document document =
        model::read_plan(forms_, plan, model::Planned::kAfter, whole, vocabulary_, sources, arena);
    model::check_regions(document, vocabulary_, catalogue_);
    out.documents = 1;
    out.groups = document.groups.size();
    out.forms.push_back(document.form);
    engine_->judge(document, world, arena, out.verdict, settings.choices.get());
    add_places(document, out);
    if (settings.scores) add_scores(document, world, arena, out);
    const model::Document before =
        model::read_plan(forms_, plan, model::Planned::kBefore, whole, vocabulary_, sources, arena);
    engine_->judge_changes(before, document, model::planned_changes(plan, before, document, vocabulary_, arena), world,
                           arena, out.verdict, settings.choices.get());
  } catch (const hcl::LimitExceeded& limit) {
    out.refused = limit.what();
  }
  return out;
}

}  // namespace mng::lint
