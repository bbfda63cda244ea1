#include "lint/choices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hcl/evaluate.hpp"
#include "hcl/spell.hpp"
#include "lint/engine.hpp"

namespace mng::lint {

using hcl::Severity;
using hcl::Value;

namespace {

constexpr std::array<std::string_view, 4> kLevels{"error", "warning", "info", "off"};

std::optional<Severity> severity_named(std::string_view name) {
  for (const Severity severity : {Severity::kError, Severity::kWarning, Severity::kInfo}) {
    if (name == severity_name(severity)) return severity;
  }
  return std::nullopt;
}

Fault take_level(std::string_view level, RuleChoice& choice) {
  const std::optional<Severity> severity = severity_named(level);
  if (!severity && level != "off") {
    return {fmt::format("a rule is error, warning, info or off, not `{}`", level), hcl::did_you_mean(level, kLevels)};
  }
  choice.off = !severity;
  if (severity) choice.severity = severity;
  return {};
}

/// A parameter's default, to hold what is given against.
Value default_of(const Rule& rule, const Parameter& parameter, const Engine& engine, hcl::Arena& arena) {
  const hcl::Variables nothing;
  hcl::Diagnostics ignored;
  hcl::Evaluator evaluator(rule.ast, arena, nothing, engine.functions(), ignored);
  return evaluator.evaluate(parameter.fallback);
}

}  // namespace

std::optional<Preset> preset_of(std::string_view name) {
  const std::vector<std::string_view>& names = preset_names();
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) return std::nullopt;
  return static_cast<Preset>(at - names.begin());
}

const std::vector<std::string_view>& preset_names() {
  static const std::vector<std::string_view> kNames{"minimal", "recommended", "strict"};
  return kNames;
}

const Rule* Choices::rule(std::string_view name) const {
  return engine_->find(name);
}

Fault Choices::unknown_rule(std::string_view name) const {
  if (engine_->find(name) != nullptr) return {};
  std::vector<std::string_view> names;
  for (const Rule& rule : engine_->rules()) names.push_back(rule.name);
  std::string meant = hcl::did_you_mean(name, names);
  // A name that is cut short is near to none by its letters.
  constexpr std::size_t kFew = 5;
  std::erase_if(names, [&](std::string_view one) { return name.empty() || !one.starts_with(name); });
  if (meant.empty() && !names.empty() && names.size() <= kFew) {
    meant = fmt::format("there is {}", fmt::join(names, ", "));
  }
  return {fmt::format("there is no rule `{}`", name), meant.empty() ? "--list-rules lists them" : meant};
}

std::vector<std::string_view> Choices::named(std::string_view name, Fault& fault) const {
  std::vector<std::string_view> out;
  std::vector<std::string_view> known;
  for (const Rule& rule : engine_->rules()) {
    if (rule.name == name || rule.category == name) out.push_back(rule.name);
    known.insert(known.end(), {rule.name, rule.category});
  }
  if (!out.empty()) return out;
  const std::string meant = hcl::did_you_mean(name, known);
  fault = {fmt::format("there is no rule or category `{}`", name), meant.empty() ? "--list-rules lists them" : meant};
  return out;
}

Fault Choices::set(std::string_view name, std::string_view parameter, const Value& value) {
  const Rule* rule = engine_->find(name);
  if (rule == nullptr) return unknown_rule(name);
  std::vector<std::string_view> names;
  for (const Parameter& known : rule->parameters) {
    names.push_back(known.name);
    if (known.name != parameter) continue;
    const Value fallback = default_of(*rule, known, *engine_, *arena_);
    if (fallback.kind() != value.kind()) {
      return {fmt::format("{}.{} takes a {}, not a {}", name, parameter, hcl::kind_name(fallback.kind()),
                          hcl::kind_name(value.kind()))};
    }
    if (known.whole && (!value.is_integer() || value.as_integer() < 0)) {
      return {fmt::format("{}.{} takes a whole number from 0 on, not {}", name, parameter, hcl::number_text(value))};
    }
    auto& parameters = rules_[std::string(name)].parameters;
    std::erase_if(parameters, [&](const auto& one) { return one.first == parameter; });
    parameters.emplace_back(known.name, value);
    return {};
  }
  if (names.empty()) return {fmt::format("rule {} has no parameters", name)};
  const std::string meant = hcl::did_you_mean(parameter, names);
  return {fmt::format("rule {} has no parameter `{}`", name, parameter),
          meant.empty() ? fmt::format("it has {}", fmt::join(names, ", ")) : meant};
}

Fault Choices::select(std::string_view name) {
  Fault fault;
  // A name that is known elsewhere alone selects nothing here, not everything.
  only_.emplace(name);
  for (const std::string_view rule : named(name, fault)) {
    only_.emplace(rule);
    // A rule that one opts in to is asked for by its own name, not by its category's.
    if (rule == name) rules_[std::string(rule)].off = false;
  }
  return fault;
}

Fault Choices::ignore(std::string_view name) {
  Fault fault;
  for (const std::string_view rule : named(name, fault)) rules_[std::string(rule)].off = true;
  return fault;
}

Fault Choices::severity(std::string_view rule, std::string_view severity) {
  if (engine_->find(rule) == nullptr) return unknown_rule(rule);
  return take_level(severity, rules_[std::string(rule)]);
}

void Choices::take(const hcl::Entry& rule, hcl::Diagnostics& diagnostics) {
  const auto report = [&](const hcl::Range& range, Fault fault) {
    diagnostics.push_back({range, std::move(fault.message), std::move(fault.help), Severity::kError});
  };
  const auto place = [](const hcl::Entry& entry) {
    return entry.value.range().known() ? entry.value.range() : entry.key_range;
  };
  const Rule* known = engine_->find(rule.key);
  if (known == nullptr) return report(rule.key_range, unknown_rule(rule.key));
  const auto level = [&](const hcl::Entry& entry) {
    // `off` is a bool to some readers of YAML.
    const bool off = entry.value.is_bool() && !entry.value.as_bool();
    if (!off && !entry.value.is_string()) {
      return report(place(entry), {"a rule is error, warning, info or off, or a map of severity and parameters"});
    }
    const Fault fault =
        take_level(off ? std::string_view("off") : entry.value.as_string(), rules_[std::string(rule.key)]);
    if (!fault.empty()) report(place(entry), fault);
  };
  if (!rule.value.is_object()) return level(rule);
  for (const hcl::Entry* entry : rule.value.in_source_order()) {
    if (entry->key == "severity") {
      level(*entry);
    } else {
      const Fault fault = set(rule.key, entry->key, entry->value);
      const bool has = std::any_of(known->parameters.begin(), known->parameters.end(),
                                   [&](const Parameter& one) { return one.name == entry->key; });
      if (!fault.empty()) report(has ? place(*entry) : entry->key_range, fault);
    }
  }
}

void Choices::overlay(const Choices& above) {
  if (above.preset_) preset_ = above.preset_;
  if (!above.only_.empty()) only_ = above.only_;
  for (const auto& [name, choice] : above.rules_) {
    RuleChoice& own = rules_[name];
    if (choice.off) own.off = choice.off;
    if (choice.severity) own.severity = choice.severity;
  }
  overlay_parameters(above);
}

void Choices::overlay_parameters(const Choices& above) {
  for (const auto& [name, choice] : above.rules_) {
    for (const auto& parameter : choice.parameters) {
      auto& own = rules_[name].parameters;
      std::erase_if(own, [&](const auto& one) { return one.first == parameter.first; });
      own.push_back(parameter);
    }
  }
}

bool Choices::has_parameters() const {
  return std::any_of(rules_.begin(), rules_.end(), [](const auto& one) { return !one.second.parameters.empty(); });
}

const RuleChoice* Choices::find(std::string_view rule) const {
  const auto at = rules_.find(rule);
  return at == rules_.end() ? nullptr : &at->second;
}

bool Choices::runs(const Rule& rule) const {
  const RuleChoice* choice = find(rule.name);
  if (choice != nullptr && choice->off == true) return false;
  // What does not parse is judged by no rule: that is said whatever is selected.
  if (!only_.empty() && rule.scope != Scope::kReader && !only_.contains(rule.name)) return false;
  return !rule.opt_in || (choice != nullptr && choice->off == false);
}

const Value* Choices::parameter(const Rule& rule, std::string_view name) const {
  const RuleChoice* choice = find(rule.name);
  if (choice == nullptr) return nullptr;
  for (const auto& [known, value] : choice->parameters) {
    if (known == name) return &value;
  }
  return nullptr;
}

std::optional<Severity> Choices::severity_of(const Finding& finding) const {
  const Rule* rule = engine_->find(finding.rule);
  if (rule != nullptr && !runs(*rule)) return std::nullopt;
  const RuleChoice* choice = find(finding.rule);
  if (choice != nullptr && choice->severity) return choice->severity;
  if (preset_ == Preset::kMinimal && finding.severity < Severity::kError) return std::nullopt;
  const bool of_cluster = rule != nullptr && rule->category == "cluster";
  if (preset_ == Preset::kStrict && finding.severity == Severity::kInfo && !of_cluster) return Severity::kWarning;
  return finding.severity;
}

}  // namespace mng::lint
