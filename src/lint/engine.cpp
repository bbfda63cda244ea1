#include "lint/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "hcl/evaluate.hpp"
#include "lint/gather.hpp"
#include "lint/precedent.hpp"
#include "lint/scope.hpp"

namespace mng::lint {

using hcl::Severity;
using hcl::Value;

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      return "info";
  }
  return "info";
}

bool before(const Finding& a, const Finding& b, const hcl::Sources& sources) {
  const auto path = [&](const Finding& f) {
    return f.place.known() ? std::string_view(sources[f.place.source].path()) : std::string_view();
  };
  if (path(a) != path(b)) return path(a) < path(b);
  if (a.place.begin != b.place.begin) return a.place.begin < b.place.begin;
  if (a.place.end != b.place.end) return a.place.end < b.place.end;
  if (a.rule != b.rule) return a.rule < b.rule;
  if (a.group != b.group) return a.group < b.group;
  if (a.address != b.address) return a.address < b.address;
  if (a.root != b.root) return a.root < b.root;
  return a.message < b.message;
}

std::vector<Label> use_labels(const Value& value, std::string_view user) {
  constexpr std::size_t kMost = 4;
  std::vector<Label> out;
  for (const hcl::Via* via = value.via(); via != nullptr && out.size() < kMost; via = via->next) {
    const bool seen = std::any_of(out.begin(), out.end(), [&](const Label& l) { return l.range == via->range; });
    if (!via->range.known() || via->range == value.range() || seen) continue;
    out.push_back({via->range, user.empty() ? std::string("used here") : fmt::format("used here by {}", user)});
  }
  return out;
}

const Rule* Engine::find(std::string_view name) const {
  for (const Rule& rule : rules_) {
    if (rule.name == name) return &rule;
  }
  return nullptr;
}

namespace {

/// Judges one group, or what became of it, by one rule.
class Judge {
 public:
  /// `change`: nullptr for a rule about the group as it is. `cluster`: for one about the groups of a cluster.
  Judge(const Rule& rule, const Subject& subject, const ChangeView* change, model::ClusterFacts* cluster,
        const hcl::Functions& functions, Verdict& verdict, const Choices* choices)
      : rule_(rule),
        subject_(subject),
        change_(change),
        cluster_(cluster),
        document_(subject.facts.document()),
        group_(cluster != nullptr ? no_group() : document_.groups[subject.group]),
        verdict_(verdict),
        scope_(rule, subject, change, cluster, functions, diagnostics_, choices),
        evaluator_(rule_.ast, subject.facts.arena(), scope_, functions, diagnostics_) {
    if (is_own(rule)) evaluator_.limit_steps(kOwnSteps);
  }

  /// What it needs too much memory for is named: the input may be small. A rule of the user's has a share of the
  /// memory, so that one which needs too much leaves some to the others.
  std::optional<Finding> run() {
    try {
      if (!is_own(rule_)) return judged();
      const hcl::Arena::Share share(subject_.facts.arena(), kOwnBytes);
      std::optional<Finding> out = judged();
      gives_up_ = evaluator_.steps_left() == 0 || scope_.exhausted();
      return out;
    } catch (const hcl::LimitExceeded& limit) {
      if (is_own(rule_)) {
        failure("it needs more memory than is allowed");
        gives_up_ = true;
        return std::nullopt;
      }
      throw hcl::LimitExceeded(
          fmt::format("rule {} cannot judge {}: {}", rule_.name,
                      cluster_ != nullptr ? std::string_view("the groups of a cluster") : group_.name, limit.what()));
    }
  }

  /// What it read of the group so far.
  [[nodiscard]] const std::vector<Read>& reads() const { return scope_.reads(); }
  /// Whether it took more than it may: the next group would cost as much.
  [[nodiscard]] bool gives_up() const { return gives_up_; }

 private:
  static constexpr std::size_t kOwnBytes = std::size_t{64} << 20U;

  std::optional<Finding> judged() {
    const std::optional<bool> applies = rule_.when == 0 ? true : decide(rule_.when);
    if (!applies.value_or(false)) return std::nullopt;
    for (const Check& check : rule_.checks) {
      const std::optional<bool> holds = decide(check.condition);
      if (holds.value_or(true)) continue;
      return finding(check);
    }
    return std::nullopt;
  }

  Value evaluate(hcl::NodeId expression) {
    at_ = expression;
    return evaluator_.evaluate(expression);
  }

  static const model::Group& no_group() {
    static const model::Group kNone;
    return kNone;
  }

  /// nullopt: not decided, which is noted.
  std::optional<bool> decide(hcl::NodeId expression) {
    const Value value = evaluate(expression);
    if (value.is_error()) {
      failure();
      return std::nullopt;
    }
    if (!value.is_unknown()) {
      const std::optional<bool> truth = hcl::Evaluator::to_bool(value);
      if (!truth)
        failure(fmt::format("its `when` or `condition` gives a {}, not a bool", hcl::kind_name(value.kind())));
      return truth;
    }
    Undecided undecided;
    undecided.rule = rule_.name;
    undecided.group = cluster_ != nullptr ? std::string("the groups of a cluster") : std::string(group_.name);
    for (const std::string_view name : value.as_unknown().depends_on) undecided.depends_on.emplace_back(name);
    verdict_.undecided.push_back(std::move(undecided));
    return std::nullopt;
  }

  void failure(std::string_view why = {}) {
    std::string text =
        fmt::format("rule {}{} could not judge {} {}", rule_.name, where(),
                    cluster_ != nullptr ? "the groups of" : "group", cluster_ != nullptr ? "a cluster" : group_.name);
    if (!why.empty()) {
      text += fmt::format(": {}", why);
    } else if (!diagnostics_.empty()) {
      text += fmt::format(": {}", diagnostics_.back().message);
      if (!diagnostics_.back().help.empty()) text += fmt::format(" ({})", diagnostics_.back().help);
    }
    verdict_.failures.push_back(std::move(text));
    diagnostics_.clear();
  }

  /// Where in a file of the user's the rule went wrong: " (rules/a.hcl:5)"; empty for one that is compiled in.
  [[nodiscard]] std::string where() const {
    if (!is_own(rule_)) return {};
    const std::string_view before = rule_.ast.text.substr(0, rule_.ast[at_].begin);
    return fmt::format(" ({}:{})", rule_.path, 1 + std::count(before.begin(), before.end(), '\n'));
  }

  /// What an expression says; `otherwise` where it depends on something unknown.
  std::string text(hcl::NodeId expression, std::string_view otherwise) {
    if (expression == 0) return {};
    const Value value = evaluate(expression);
    if (value.is_error()) failure();
    hcl::TextOf text = hcl::text_of(value);
    if (text.ok) return bounded(std::move(text.text));
    return value.is_unknown() && change_ != nullptr ? known_text(expression, otherwise) : std::string(otherwise);
  }

  /// A message is read by people: what the input puts into it is not let grow.
  static std::string bounded(std::string text) {
    constexpr std::size_t kMost = 2000;
    if (text.size() <= kMost) return text;
    std::size_t end = kMost;
    while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "…";
  }

  /// A template without what is not known of it: what becomes of the pods is said all the same.
  std::string known_text(hcl::NodeId expression, std::string_view otherwise) {
    const hcl::Node& node = rule_.ast[expression];
    if (node.kind != hcl::NodeKind::kTemplate || node.b < 2) return std::string(otherwise);
    std::string out;
    for (const hcl::NodeId part : rule_.ast.list(node)) {
      const hcl::TextOf text = rule_.ast[part].kind == hcl::NodeKind::kString
                                   ? hcl::TextOf{true, std::string(rule_.ast.name(rule_.ast[part]))}
                                   : hcl::text_of(evaluate(part));
      out += text.ok ? text.text : std::string("…");
    }
    return out;
  }

  /// How bad it is. Where that hangs on something unknown, the lesser of
  /// what it may be: a fault stays a fault.
  Severity severity(hcl::NodeId expression) {
    if (expression == 0) return Severity::kError;
    const hcl::Node& node = rule_.ast[expression];
    if (node.kind == hcl::NodeKind::kParen) return severity(node.a);
    if (node.kind == hcl::NodeKind::kConditional) {
      const std::span<const hcl::NodeId> parts = rule_.ast.list(node);
      const Value condition = evaluate(parts[0]);
      if (condition.is_error()) failure();
      const std::optional<bool> truth = hcl::Evaluator::to_bool(condition);
      if (truth) return severity(parts[*truth ? 1 : 2]);
      return std::min(severity(parts[1]), severity(parts[2]));
    }
    const Value value = evaluate(expression);
    if (value.is_error()) failure();
    for (const Severity severity : {Severity::kError, Severity::kWarning, Severity::kInfo}) {
      if (value.is_string() && value.as_string() == severity_name(severity)) return severity;
    }
    if (!value.is_unknown() && !value.is_error()) failure("its severity is none of error, warning and info");
    return Severity::kInfo;
  }

  Finding finding(const Check& check) {
    Finding out;
    out.rule = rule_.name;
    out.summary = first_sentence(rule_.ast, rule_.why);
    out.group = group_.name;
    if (change_ != nullptr) out.address = change_->change.address;
    out.block = group_.block;
    out.owner = group_.place;
    out.related = group_.callers;
    const model::Part* part = cluster_ != nullptr ? nullptr : subject_.facts.launch_template(subject_.group);
    if (part != nullptr && part->block.known()) out.related.push_back(part->block);
    out.severity = severity(check.severity);
    out.message = text(check.message, cluster_ != nullptr ? std::string(rule_.summary)
                                                          : fmt::format("{}: {}", group_.name, rule_.summary));
    out.help = text(check.help, {});
    place(check, out);
    return out;
  }

  void place(const Check& check, Finding& out) {
    std::vector<Value> places;
    if (check.at != 0) {
      const Value at = evaluate(check.at);
      if (at.is_error()) failure();
      // A list that is written somewhere is one place; one that was computed
      // is several.
      if (at.is_list() && !at.range().known()) {
        for (const Value& item : at.items()) places.push_back(item.inside(at));
      } else {
        places.push_back(at);
      }
    }
    if (cluster_ != nullptr && !places.empty()) owner_of(places[0], out);
    std::erase_if(places, [](const Value& value) { return !value.range().known(); });
    if (places.empty()) places.push_back(Value::null().at(group_.place));
    // Of a plan that is too large to keep only the file is known.
    out.place = places[0].range().known() ? places[0].range() : document_.body;
    for (Label& label : use_labels(places[0], group_.name)) out.labels.push_back(std::move(label));
    // In code that others call, who calls it says which group it is.
    if (out.labels.empty() && !group_.callers.empty() && group_.block.contains(out.place)) {
      out.labels.push_back({group_.callers[0], "called here"});
    }
    constexpr std::size_t kMost = 20;
    const std::string_view also = change_ != nullptr ? "this changes as well" : "";
    for (std::size_t i = 1; i < places.size() && i < kMost; ++i) {
      out.labels.push_back({places[i].range(), std::string(also)});
    }
    if (change_ != nullptr) was(places[0], out);
  }

  /// The group of a cluster that a finding is shown at: who calls its code says which it is.
  void owner_of(const Value& place, Finding& out) const {
    for (const std::size_t index : cluster_->groups()) {
      const model::Group& group = document_.groups[index];
      const bool is_it = group.place == place.range() && (!place.is_string() || place.as_string() == group.name);
      if (!is_it) continue;
      out.owner = group.place;
      out.related = group.callers;
      if (!group.callers.empty()) out.labels.push_back({group.callers[0], "called here"});
      return;
    }
  }

  /// Where what changed stood before, or the group itself.
  void was(const Value& place, Finding& out) const {
    const model::Group& before = change_->before.facts.document().groups[change_->before.group];
    const hcl::Range& now = place.range();
    for (const model::ChangedAttribute& one : change_->change.changed) {
      const bool its = one.place.known() && one.place == now;
      const bool gone = place.is_string() && place.as_string() == one.name && !one.place.known();
      if (!its && !gone) continue;
      if (one.before.range().known()) out.labels.push_back({one.before.range(), "it was this before"});
      return;
    }
    const bool told = out.place == before.place;
    if (change_->after != nullptr && before.place.known() && !told)
      out.labels.push_back({before.place, "it stood here before"});
  }

  const Rule& rule_;
  const Subject& subject_;
  const ChangeView* change_;
  model::ClusterFacts* cluster_;
  const model::Document& document_;
  const model::Group& group_;
  Verdict& verdict_;
  hcl::Diagnostics diagnostics_;
  RuleScope scope_;
  hcl::Evaluator evaluator_;
  hcl::NodeId at_ = 0;  // the expression of the rule that was evaluated last
  bool gives_up_ = false;
};

}  // namespace

void Engine::keep(std::vector<Finding> found, const model::Group& of, Said& said, Verdict& verdict) const {
  // One cause, one finding: a rule gives way to those it yields to.
  for (Finding& finding : found) {
    const Rule* rule = find(finding.rule);
    const bool yields = std::any_of(rule->yields_to.begin(), rule->yields_to.end(), [&](std::string_view other) {
      return std::any_of(found.begin(), found.end(), [&](const Finding& f) { return f.rule == other; });
    });
    if (yields) continue;
    // Each group of a module's call is told; those that say the same are gathered.
    const std::string_view key = of.is_resource ? std::string_view() : of.key;
    // Of a change each group is told, so that each may be accepted by itself.
    if (finding.address.empty() && of.block.known()) {
      const auto [at, is_new] = said.try_emplace(
          {rule->name, finding.place.source, finding.place.begin, of.block.begin, of.callers, finding.severity, key},
          verdict.findings.size());
      if (!is_new) {
        Finding& told = verdict.findings[at->second];
        if (says_the_same(told, finding)) told.also.push_back(finding.group);
        continue;
      }
    }
    verdict.findings.push_back(finding);
  }
}

namespace {

bool runs(const Rule& rule, const Choices* choices) {
  return choices == nullptr ? !rule.opt_in : choices->runs(rule);
}

/// Rules of the user's that took more than they may of a document, and are asked no more.
using GivenUp = std::set<const Rule*>;

/// Judges, and notes a rule that gives up.
std::optional<Finding> found_by(Judge& judge, const Rule& rule, GivenUp& given_up) {
  if (!given_up.empty() && given_up.contains(&rule)) return std::nullopt;
  std::optional<Finding> out = judge.run();
  if (judge.gives_up()) given_up.insert(&rule);
  return out;
}

}  // namespace

void Engine::judge(const model::Document& document, const model::World& world, hcl::Arena& arena, Verdict& verdict,
                   const Choices* choices) const {
  for (const model::Issue& issue : document.issues) {
    Finding finding;
    finding.rule = issue.rule;
    const Rule* rule = find(issue.rule);
    if (rule != nullptr) finding.summary = first_sentence(rule->ast, rule->why);
    finding.severity = issue.severity;
    finding.message = issue.message;
    finding.help = issue.help;
    finding.place = issue.at.range();
    if (issue.group >= 0 && static_cast<std::size_t>(issue.group) < document.groups.size()) {
      finding.group = document.groups[static_cast<std::size_t>(issue.group)].name;
      finding.block = document.groups[static_cast<std::size_t>(issue.group)].block;
      finding.owner = document.groups[static_cast<std::size_t>(issue.group)].place;
      finding.related = document.groups[static_cast<std::size_t>(issue.group)].callers;
      // What a form or a module makes up, such as a name of a key, is written nowhere.
      if (!finding.place.known()) finding.place = finding.owner.known() ? finding.owner : finding.block;
    }
    finding.labels = use_labels(issue.at, finding.group);
    for (const auto& [range, text] : issue.labels) finding.labels.push_back({range, text});
    if (!finding.place.known()) finding.place = document.body;
    verdict.findings.push_back(std::move(finding));
  }

  model::Facts facts(document, world, arena);
  Said said;
  std::vector<const Rule*> of_groups;
  for (const Rule& rule : rules_) {
    if (rule.scope == Scope::kGroup && runs(rule, choices)) of_groups.push_back(&rule);
  }
  GivenUp given_up;
  Precedents precedents(of_groups.size(), facts);
  for (std::size_t group = 0; group < document.groups.size(); ++group) {
    std::vector<Finding> found;
    const Subject subject{facts, group};
    precedents.turn_to(group);
    for (std::size_t i = 0; i < of_groups.size(); ++i) {
      const bool alike = !of_groups[i]->by_place;
      if (alike && precedents.cover(i)) continue;
      const std::size_t unsaid = verdict.undecided.size() + verdict.failures.size();
      Judge judge(*of_groups[i], subject, nullptr, nullptr, functions_, verdict, choices);
      if (std::optional<Finding> finding = found_by(judge, *of_groups[i], given_up)) {
        found.push_back(std::move(*finding));
      } else if (alike && unsaid == verdict.undecided.size() + verdict.failures.size()) {
        precedents.add(i, judge.reads());
      }
    }
    keep(std::move(found), document.groups[group], said, verdict);
  }
  for (const model::ClusterGroups& cluster : model::clusters_of(facts)) {
    std::vector<Finding> found;
    const Subject first{facts, cluster.groups.empty() ? 0 : cluster.groups[0]};
    model::ClusterFacts view(facts, cluster);
    for (const Rule& rule : rules_) {
      if (rule.scope != Scope::kCluster || !runs(rule, choices)) continue;
      Judge judge(rule, first, nullptr, &view, functions_, verdict, choices);
      if (std::optional<Finding> finding = found_by(judge, rule, given_up)) {
        found.push_back(std::move(*finding));
      }
    }
    keep(std::move(found), {}, said, verdict);
  }
}

void Engine::judge_changes(const model::Document& before, const model::Document& after,
                           const std::vector<model::GroupChange>& changes, const model::World& world, hcl::Arena& arena,
                           Verdict& verdict, const Choices* choices) const {
  model::Facts facts_before(before, world, arena);
  model::Facts facts_after(after, world, arena);
  Said said;
  GivenUp given_up;
  for (const model::GroupChange& change : changes) {
    std::vector<Finding> found;
    const bool gone = change.after == model::GroupChange::kNone;
    const Subject was{facts_before, change.before};
    const Subject is{facts_after, gone ? 0 : change.after};
    const ChangeView view{change, was, gone ? nullptr : &is};
    // A group that has another in its stead is shown where it stood.
    const bool stays = change.kind == model::GroupChange::Kind::kKept;
    const Subject& shown = stays ? is : was;
    for (const Rule& rule : rules_) {
      if (rule.scope != Scope::kChange || !runs(rule, choices)) continue;
      Judge judge(rule, shown, &view, nullptr, functions_, verdict, choices);
      if (std::optional<Finding> finding = found_by(judge, rule, given_up)) {
        found.push_back(std::move(*finding));
      }
    }
    keep(std::move(found), stays ? after.groups[change.after] : before.groups[change.before], said, verdict);
  }
}

}  // namespace mng::lint
