#include "cli/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/arguments.hpp"
#include "cli/io.hpp"
#include "cli/version.hpp"
#include "hcl/glob.hpp"
#include "hcl/json_text.hpp"
#include "hcl/spell.hpp"
#include "hcl/write.hpp"
#include "lint/config.hpp"
#include "syntax/yaml.hpp"
#include "terraform/code.hpp"

namespace mng::cli {

std::string absolute(const std::string& path) {
  std::error_code error;
  return std::filesystem::absolute(path, error).lexically_normal().string();
}

namespace {

/// A path as it is named from the present folder, where it lies in that.
std::string from_here(const std::string& path) {
  std::error_code error;
  const std::string out = std::filesystem::path(path).lexically_relative(std::filesystem::current_path(error)).string();
  return out.empty() || out == ".." || out.starts_with("../") ? path : out;
}

}  // namespace

std::string Settings::shown(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  const std::string folder = parent.string();
  // A root module is judged as a whole.
  const bool of_module = terraform::is_terraform(path);
  const std::optional<lint::Settings> settings = settings_for(of_module ? (parent / "main.tf").string() : path);
  if (!settings) return {};
  const std::string config = lint::find_config(folder, home_);
  std::string out = fmt::format("# {}: {}\n", path, config.empty() ? "no configuration" : config);
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out += fmt::format("{}: {}\n", name, hcl::json_quoted(value));
  };
  add("region", settings->region);
  add("autoscaler", settings->autoscaler);
  add("kubernetes_version", settings->kubernetes_version);
  const auto preset = static_cast<std::size_t>(settings->preset.value_or(lint::Preset::kRecommended));
  add("preset", told_by_hand_.preset.empty() ? std::string(lint::preset_names()[preset]) : told_by_hand_.preset);
  add("forms", settings->forms);
  add("own_rules", settings->own_rules);
  out += "rules:\n";
  const lint::Linter& linter = linter_for(*settings);
  for (const lint::Rule& rule : linter.engine().rules()) {
    const lint::Choices* choices = settings->choices.get();
    const bool runs = choices == nullptr ? !rule.opt_in : choices->runs(rule);
    const lint::RuleChoice* choice = choices == nullptr ? nullptr : choices->find(rule.name);
    const lint::RuleChoice* level = level_by_path(*settings, path, rule.name);
    if (level == nullptr) level = choice;
    std::string parts;
    if (level != nullptr && level->severity)
      parts += fmt::format("severity: {}", lint::severity_name(*level->severity));
    for (const auto& [name, value] :
         choice == nullptr ? std::vector<std::pair<std::string_view, hcl::Value>>{} : choice->parameters) {
      parts += fmt::format("{}{}: {}", parts.empty() ? "" : ", ", name, hcl::expression_text(value));
    }
    // What says nothing else is as bad as the rule says it is.
    if (!runs || (level != nullptr && level->off == true)) {
      out += fmt::format("  {}: off\n", rule.name);
    } else if (!parts.empty()) {
      out += fmt::format("  {}: {{{}}}\n", rule.name, parts);
    } else {
      out += fmt::format("  # {}: on\n", rule.name);
    }
  }
  return out;
}

void Settings::complain(hcl::Diagnostic fault) {
  complain_(fault);
  failed_ = true;
}

void Settings::complain(std::string fault, const hcl::Range& place) {
  complain({place, std::move(fault), "", hcl::Severity::kError});
}

bool Settings::load() {
  const catalogue::Tables* tables = &catalogue::builtin();
  if (!told_by_hand_.catalogue.empty()) {
    catalogue::LoadResult loaded = catalogue::load_directory(told_by_hand_.catalogue);
    if (!loaded.error.empty()) {
      complain(loaded.error);
      return false;
    }
    catalogue_.emplace(std::move(loaded.loaded));
    tables = &catalogue_->tables();
  }
  if (!told_by_hand_.region.empty()) {
    const std::string fault = model::unknown_region(told_by_hand_.region, *tables);
    if (!fault.empty()) {
      complain(fmt::format("{}: {}", told_by_hand_.called("--region"), fault));
      return false;
    }
  }
  std::vector<std::uint32_t> rules;
  for (const std::string& folder : {told_by_hand_.rules, told_by_hand_.test_rules}) {
    if (!folder.empty() && !own_files(folder, {}, "rule", rules)) return false;
  }
  tables_ = tables;
  rules_ = std::move(rules);
  hcl::Diagnostics diagnostics;
  linter_.emplace(*tables_, rules_, sources_, diagnostics);
  for (const hcl::Diagnostic& diagnostic : diagnostics) complain(diagnostic);
  if (failed_) return false;
  const auto hold = [&](std::string_view option, const std::string& value, const lint::Fault& fault) {
    if (value.empty() || fault.empty()) return;
    complain({{}, fmt::format("{}: {}", told_by_hand_.called(option), fault.message), fault.help});
  };
  const std::string& autoscaler = told_by_hand_.autoscaler;
  hold("--autoscaler", autoscaler, lint::wrong_autoscaler(autoscaler, linter_->vocabulary()));
  const std::string& kubernetes = told_by_hand_.kubernetes_version;
  hold("--kubernetes-version", kubernetes, lint::wrong_kubernetes_version(kubernetes));
  if (failed_) return false;
  told_for(*linter_);
  return true;
}

/// What the command line says of the rules of a linter. What is wrong with it is kept for `check_told`.
const lint::Choices& Settings::told_for(const lint::Linter& linter) {
  const auto [at, added] = told_.try_emplace(&linter, linter.engine(), std::make_shared<hcl::Arena>());
  lint::Choices& out = at->second;
  if (!added) return out;
  std::size_t number = 0;
  const auto keep = [&](std::string_view option, bool known, const lint::Fault& fault) {
    if (number == said_.size()) said_.push_back({told_by_hand_.called(option), false, {}});
    Told& told = said_[number++];
    // Of a rule that is known somewhere, what is wrong with it there counts; else the last has the most names to be
    // near.
    if (known ? !told.known || told.fault.empty() : !told.known) told.fault = fault;
    told.known = told.known || known;
  };
  const auto has = [&](std::string_view rule) { return out.rule(rule) != nullptr; };
  if (!told_by_hand_.preset.empty()) out.preset(*lint::preset_of(told_by_hand_.preset));
  for (const std::string& name : told_by_hand_.select) {
    const lint::Fault fault = out.select(name);
    keep("--select", fault.empty(), fault);
  }
  for (const std::string& name : told_by_hand_.ignore) {
    const lint::Fault fault = out.ignore(name);
    keep("--ignore", fault.empty(), fault);
  }
  for (const std::string& given : told_by_hand_.severity) {
    const std::size_t equals = given.find('=');
    if (equals == std::string::npos) {
      keep("--severity", true, {fmt::format("`{}`: it is written RULE=LEVEL", given)});
    } else {
      keep("--severity", has(given.substr(0, equals)), out.severity(given.substr(0, equals), given.substr(equals + 1)));
    }
  }
  for (const std::string& given : told_by_hand_.set) {
    const std::size_t equals = given.find('=');
    const std::size_t dot = given.find('.');
    if (equals == std::string::npos || dot == std::string::npos || dot > equals) {
      keep("--set", true, {fmt::format("`{}`: it is written RULE.NAME=VALUE", given)});
    } else {
      const std::string rule = given.substr(0, dot);
      keep("--set", has(rule), set(out, rule, given.substr(dot + 1, equals - dot - 1), given.substr(equals + 1)));
    }
  }
  return out;
}

bool Settings::check_told() {
  bool right = true;
  for (const Told& one : said_) {
    if (one.fault.empty()) continue;
    complain({{}, fmt::format("{}: {}", one.option, one.fault.message), one.fault.help});
    right = false;
  }
  return right;
}

bool Settings::has_unknown_names() const {
  return std::any_of(said_.begin(), said_.end(), [](const Told& one) { return !one.known; });
}

bool Settings::knows(std::string_view rule) const {
  return linter_->engine().find(rule) != nullptr ||
         std::any_of(with_own_.begin(), with_own_.end(),
                     [&](const auto& one) { return one.second && one.second->engine().find(rule) != nullptr; });
}

/// A parameter of a rule from the command line, its value written as YAML.
lint::Fault Settings::set(lint::Choices& choices, const std::string& rule, const std::string& name,
                          const std::string& text) {
  const std::uint32_t source = sources_.add("--set", text);
  const syntax::YamlFile value = syntax::read_yaml(sources_, source, values_);
  if (!value.ok() || value.documents.size() != 1) return {fmt::format("`{}` is no value", text)};
  return choices.set(rule, name, value.documents[0].value);
}

/// How rules are taken: as the configuration says, and above it the command line.
bool Settings::choose(lint::Settings& settings, hcl::Diagnostics& diagnostics) {
  const lint::Linter& linter = linter_for(settings);
  auto choices = std::make_shared<lint::Choices>(linter.engine(), settings.arena);
  if (settings.preset) choices->preset(*settings.preset);
  for (const hcl::Entry& rule : settings.rules) choices->take(rule, diagnostics);
  if (!settings.paths.empty()) take_paths(settings, *choices, diagnostics);
  choices->overlay(told_for(linter));
  settings.choices = std::move(choices);
  return diagnostics.empty();
}

/// What a configuration says of rules in the files that its patterns fit.
void Settings::take_paths(const lint::Settings& settings, const lint::Choices& usual, hcl::Diagnostics& diagnostics) {
  const lint::Engine& engine = linter_for(settings).engine();
  ByPath& all = by_path_.emplace(settings.folder, ByPath{usual, {}}).first->second;
  for (const lint::PathSettings& some : settings.paths) {
    lint::Choices own(engine, settings.arena);
    for (const hcl::Entry& rule : some.rules) {
      const std::string meant = hcl::did_you_mean(rule.key, lint::kPathKeys);
      if (engine.find(rule.key) == nullptr && !meant.empty()) {
        diagnostics.push_back({rule.key_range, fmt::format("there is no setting `{}` of a path", rule.key), meant,
                               hcl::Severity::kError});
      } else {
        own.take(rule, diagnostics);
      }
    }
    all.patterns.push_back(std::move(own));
  }
}

namespace {

/// The patterns of `paths` that fit a file, in their order.
std::vector<std::size_t> fitting(const lint::Settings& settings, const std::string& path) {
  std::vector<std::size_t> out;
  const std::string file = settings.paths.empty() ? std::string() : absolute(path);
  if (settings.folder.empty() || !file.starts_with(settings.folder + "/")) return out;
  const std::string_view inside = std::string_view(file).substr(settings.folder.size() + 1);
  for (std::size_t i = 0; i < settings.paths.size(); ++i) {
    if (hcl::glob_matches(settings.paths[i].pattern, inside)) out.push_back(i);
  }
  return out;
}

}  // namespace

/// The settings of a configuration as they are for one file.
lint::Settings Settings::narrowed(lint::Settings settings, const std::string& path) {
  std::vector<std::size_t> with_parameters;
  for (const std::size_t i : fitting(settings, path)) {
    const lint::PathSettings& some = settings.paths[i];
    if (!some.region.empty()) settings.region = some.region;
    if (!some.autoscaler.empty()) settings.autoscaler = some.autoscaler;
    if (!some.kubernetes_version.empty()) settings.kubernetes_version = some.kubernetes_version;
    if (by_path_.at(settings.folder).patterns[i].has_parameters()) with_parameters.push_back(i);
  }
  if (with_parameters.empty()) return settings;
  ByPath& all = by_path_.at(settings.folder);
  std::shared_ptr<const lint::Choices>& made = all.made[with_parameters];
  if (made == nullptr) {
    auto own = std::make_shared<lint::Choices>(all.usual);
    for (const std::size_t i : with_parameters) own->overlay_parameters(all.patterns[i]);
    own->overlay(told_for(linter_for(settings)));
    made = std::move(own);
  }
  settings.choices = made;
  return settings;
}

/// What the last pattern that fits a file, and says so, says of whether a rule runs and how bad it is; nullptr where
/// none does.
const lint::RuleChoice* Settings::level_by_path(const lint::Settings& settings, const std::string& path,
                                                std::string_view rule) const {
  const lint::RuleChoice* out = nullptr;
  for (const std::size_t i : fitting(settings, path)) {
    const lint::RuleChoice* choice = by_path_.at(settings.folder).patterns[i].find(rule);
    if (choice != nullptr && (choice->off || choice->severity)) out = choice;
  }
  return out;
}

std::optional<hcl::Severity> Settings::severity_of(const lint::Finding& finding) {
  if (!finding.place.known()) return told_for(*linter_).severity_of(finding);
  const std::string path = sources_[finding.place.source].path();
  const std::optional<lint::Settings> settings = settings_for(path);
  if (!settings || !settings->choices) return finding.severity;
  std::optional<hcl::Severity> out = settings->choices->severity_of(finding);
  // How bad the command line says a rule is holds for every file.
  const lint::RuleChoice* given = told_for(linter_for(*settings)).find(finding.rule);
  if (!out || (given != nullptr && given->severity)) return out;
  const lint::RuleChoice* level = level_by_path(*settings, path, finding.rule);
  if (level == nullptr) return out;
  return level->off == true ? std::nullopt : std::optional(level->severity.value_or(finding.severity));
}

const lint::Linter& Settings::linter_for(const lint::Settings& settings) {
  const lint::Linter* own = own_linter(settings);
  return own != nullptr ? *own : *linter_;
}

/// The same; nullptr where the files of a folder are wrong, which is said once.
const lint::Linter* Settings::own_linter(const lint::Settings& settings) {
  if (settings.forms.empty() && settings.own_rules.empty()) return &*linter_;
  const auto [at, added] = with_own_.try_emplace({settings.forms, settings.own_rules});
  if (added) {
    std::vector<std::uint32_t> forms;
    std::vector<std::uint32_t> rules = rules_;
    hcl::Diagnostics diagnostics;
    const bool read =
        (settings.forms.empty() || own_files(settings.forms, settings.forms_at, "form", forms)) &&
        (settings.own_rules.empty() || own_files(settings.own_rules, settings.own_rules_at, "rule", rules));
    if (read) at->second = std::make_unique<lint::Linter>(*tables_, rules, sources_, diagnostics, forms);
    for (const hcl::Diagnostic& diagnostic : diagnostics) complain(diagnostic);
    if (!diagnostics.empty()) at->second.reset();
  }
  return at->second.get();
}

/// The HCL files of a folder, which hold a rule or a form each; false where they cannot be had, which is said.
/// `place`: where the folder is named, if in a file.
bool Settings::own_files(const std::string& folder, const hcl::Range& place, std::string_view what,
                         std::vector<std::uint32_t>& files) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<std::string> paths;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".hcl") paths.push_back(entry.path().string());
  }
  if (error) {
    complain(fmt::format("{}: cannot be read: {}", from_here(folder), error.message()), place);
    return false;
  }
  bool read = !paths.empty();
  if (!read) complain(fmt::format("{}: holds no {}; a {} is a file NAME.hcl", from_here(folder), what, what), place);
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths) {
    FileText file = read_file(path);
    if (!file.error.empty()) {
      complain(fmt::format("{}: {}", from_here(path), file.error));
      read = false;
    } else {
      files.push_back(sources_.add(from_here(path), std::move(file.text)));
    }
  }
  return read;
}

std::optional<lint::Settings> Settings::settings_for(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  auto known = settings_.find(folder);
  if (known == settings_.end()) {
    std::optional<lint::Settings> read = lint::Settings{};
    const std::string config = lint::find_config(folder, home_);
    if (!config.empty()) read = read_settings(config);
    if (read) read->scores = told_by_hand_.scores;
    if (read && !read->choices) read->choices = std::make_shared<lint::Choices>(told_for(*linter_));
    known = settings_.emplace(folder, std::move(read)).first;
  }
  if (!known->second) return std::nullopt;
  lint::Settings out = narrowed(*known->second, path);
  if (!told_by_hand_.region.empty()) out.region = told_by_hand_.region;
  if (!told_by_hand_.autoscaler.empty()) out.autoscaler = told_by_hand_.autoscaler;
  if (!told_by_hand_.kubernetes_version.empty()) out.kubernetes_version = told_by_hand_.kubernetes_version;
  return out;
}

std::optional<lint::Settings> Settings::read_settings(const std::string& path) {
  const auto known = configs_.find(path);
  if (known != configs_.end()) return known->second;
  std::optional<lint::Settings> settings;
  FileText file = read_file(path);
  if (!file.error.empty()) {
    complain(fmt::format("{}: {}", from_here(path), file.error));
  } else {
    hcl::Diagnostics diagnostics;
    const std::uint32_t source = sources_.add(from_here(path), std::move(file.text));
    settings = lint::read_config(sources_, source, version(), linter_->vocabulary(), linter_->catalogue(), diagnostics);
    // Names in it are held against the forms and rules there are: where those are wrong, that is what is said.
    const bool usable = diagnostics.empty() && own_linter(*settings) != nullptr;
    if (usable) check_modules(*settings, diagnostics);
    if (usable && diagnostics.empty()) choose(*settings, diagnostics);
    for (const hcl::Diagnostic& diagnostic : diagnostics) complain(diagnostic);
    if (!usable || !diagnostics.empty()) settings.reset();
  }
  configs_.emplace(path, settings);
  return settings;
}

/// Every module is mapped onto a form that there is.
void Settings::check_modules(const lint::Settings& settings, hcl::Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  for (const model::Form& form : linter_for(settings).forms()) {
    if (form.syntax() == model::Syntax::kHcl) names.push_back(form.name());
  }
  for (std::size_t i = 0; i < settings.modules.size(); ++i) {
    const std::string& form = settings.modules[i].second;
    if (std::find(names.begin(), names.end(), form) != names.end()) continue;
    std::string help = hcl::did_you_mean(form, names);
    if (help.empty()) help = fmt::format("there is {}", fmt::join(names, ", "));
    diagnostics.push_back(
        {settings.modules_at[i], fmt::format("there is no form `{}`", form), help, hcl::Severity::kError});
  }
}

}  // namespace mng::cli
