#include "lint/rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hcl/evaluate.hpp"
#include "hcl/names.hpp"
#include "hcl/spell.hpp"
#include "lint/config.hpp"

namespace mng::lint {

using hcl::NodeId;
using hcl::NodeKind;
using hcl::Value;

bool is_prose(std::string_view name) {
  return name == "references" || name == "example";
}

std::string first_sentence(const hcl::Ast& ast, hcl::NodeId prose) {
  std::string text;
  if (prose == 0 || !ast.literal_text(prose, text)) return {};
  std::replace(text.begin(), text.end(), '\n', ' ');
  for (std::size_t at = text.find('.'); at != std::string::npos; at = text.find('.', at + 1)) {
    if (at + 1 >= text.size() || text[at + 1] == ' ') return text.substr(0, at);
  }
  return text;
}

namespace {

constexpr std::array<std::string_view, 3> kSeverities{"error", "warning", "info"};
constexpr std::string_view kMarkBegin = "⟦";
constexpr std::string_view kMarkEnd = "⟧";

/// Reads literals and lists of literals of one tree.
class Literals {
 public:
  Literals(const hcl::Ast& ast, hcl::Arena& arena, hcl::Diagnostics& diagnostics)
      : ast_(ast),
        diagnostics_(diagnostics),
        evaluator_(ast, arena, nothing_, hcl::terraform_functions(), diagnostics) {}

  void report(NodeId where, std::string message, std::string help = {}) {
    diagnostics_.push_back({ast_.range(ast_[where]), std::move(message), std::move(help), hcl::Severity::kError});
  }
  Value value(NodeId item) { return evaluator_.evaluate(ast_[item].a); }
  Value evaluate(NodeId expression) { return evaluator_.evaluate(expression); }
  std::string_view text(NodeId item) {
    const Value found = value(item);
    if (found.is_string()) return found.as_string();
    if (!found.is_error()) report(item, fmt::format("`{}` takes a string", ast_.head(ast_[item])));
    return {};
  }
  std::vector<std::string_view> texts(NodeId item) {
    std::vector<std::string_view> out;
    const Value found = value(item);
    if (!found.is_list()) {
      report(item, fmt::format("`{}` takes a list of strings", ast_.head(ast_[item])));
      return out;
    }
    for (const Value& member : found.items()) {
      if (member.is_string()) out.push_back(member.as_string());
    }
    return out;
  }
  [[nodiscard]] std::string_view word(NodeId item) const {
    const hcl::Node& node = ast_[ast_[item].a];
    return ast_.text.substr(node.begin, node.end - node.begin);
  }

 private:
  hcl::Ast ast_;
  hcl::Variables nothing_;
  hcl::Diagnostics& diagnostics_;
  hcl::Evaluator evaluator_;
};

NodeId rule_block(const hcl::Ast& ast, hcl::Diagnostics& diagnostics) {
  const std::vector<NodeId> blocks = ast.blocks(ast.root, "rule");
  if (blocks.size() == 1 && ast.list(ast[ast.root]).size() == 1) return blocks[0];
  diagnostics.push_back(
      {{ast.source, 0, 0}, "a rule file holds one `rule \"name\" { … }` block", "", hcl::Severity::kError});
  return 0;
}

bool kebab_case(std::string_view name) {
  return !name.empty() && name.front() != '-' && name.back() != '-' &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

class RuleLoader {
 public:
  RuleLoader(const hcl::Ast& ast, const model::Vocabulary& vocabulary, const hcl::Functions& functions,
             hcl::Arena& arena, hcl::Diagnostics& diagnostics)
      : ast_(ast),
        vocabulary_(vocabulary),
        functions_(functions),
        diagnostics_(diagnostics),
        literals_(ast, arena, diagnostics) {}

  std::optional<Rule> run() {
    const std::size_t before = diagnostics_.size();
    const NodeId block = rule_block(ast_, diagnostics_);
    if (block == 0) return std::nullopt;
    Rule rule;
    rule.ast = ast_;
    rule.name = ast_.label(block, 0);
    rule.body = ast_.body(block);
    if (!kebab_case(rule.name)) {
      literals_.report(block, fmt::format("`{}` is no name for a rule", rule.name),
                       "name the fault in small letters, digits and dashes: mixed-vcpu");
    } else if (std::find(kConfigKeys.begin(), kConfigKeys.end(), rule.name) != kConfigKeys.end()) {
      literals_.report(block, fmt::format("`{}` is no name for a rule: it is a setting of {}", rule.name, kConfigName),
                       fmt::format("name the fault: {}-unknown", rule.name));
    }
    for (const NodeId item : ast_.list(ast_[rule.body])) top(rule, item);
    if (rule.summary.empty()) literals_.report(block, "the rule has no summary");
    const bool judged = rule.scope != Scope::kVocabulary && rule.scope != Scope::kReader;
    if (judged && rule.checks.empty()) literals_.report(block, "the rule has no check");
    for (const Check& check : rule.checks) {
      if (check.condition == 0 || check.message == 0) {
        literals_.report(block, "a check has at least `condition` and `message`");
      }
    }
    // What is compiled in was held against the vocabulary when it was built.
    if (ast_.source != 0) {
      names(rule);
      constants(rule);
    }
    if (diagnostics_.size() > before) return std::nullopt;
    rule.source = ast_.source;
    rule.ast.source = 0;
    return rule;
  }

 private:
  void top(Rule& rule, NodeId item) {
    const std::string_view head = ast_.head(ast_[item]);
    if (ast_[item].kind == NodeKind::kBlock) {
      if (head == "check") {
        rule.checks.push_back(check(item));
      } else if (head == "param") {
        rule.parameters.push_back(parameter(item));
      } else if (!is_prose(head)) {
        literals_.report(item, fmt::format("a rule has no block `{}`", head));
      }
    } else if (head == "category") {
      rule.category = literals_.text(item);
    } else if (head == "summary") {
      rule.summary = literals_.text(item);
    } else if (head == "opt_in") {
      const std::string_view word = literals_.word(item);
      rule.opt_in = word == "true";
      if (word != "true" && word != "false") literals_.report(item, "opt_in is true or false");
    } else if (head == "yields_to") {
      rule.yields_to = literals_.texts(item);
      rule.yields_at = item;
    } else if (head == "forms") {
      rule.forms = literals_.texts(item);
      rule.forms_at = item;
    } else if (head == "scope") {
      const std::string_view word = literals_.word(item);
      if (word == "change") rule.scope = Scope::kChange;
      if (word == "cluster") rule.scope = Scope::kCluster;
      if (word != "group" && word != "cluster" && word != "change")
        literals_.report(item, "the scope of a rule is group, cluster or change");
    } else if (head == "checked_by") {
      const std::string_view word = literals_.word(item);
      if (word == "vocabulary") {
        rule.scope = Scope::kVocabulary;
      } else if (word == "reader") {
        rule.scope = Scope::kReader;
      } else {
        literals_.report(item, "checked_by is vocabulary or reader");
      }
    } else if (head == "why") {
      rule.why = ast_[item].a;
    } else if (head == "when") {
      rule.when = ast_[item].a;
    } else if (head == "let") {
      if (ast_[ast_[item].a].kind == NodeKind::kObject) {
        rule.let = ast_[item].a;
      } else {
        literals_.report(item, "`let` takes a map: { name = expression }");
      }
    } else if (!is_prose(head)) {
      static constexpr std::array<std::string_view, 11> kNames{"category", "summary",    "scope", "yields_to",
                                                               "when",     "let",        "why",   "references",
                                                               "forms",    "checked_by", "opt_in"};
      literals_.report(item, fmt::format("a rule has no `{}`", head), hcl::did_you_mean(head, kNames));
    }
  }

  Check check(NodeId block) {
    Check out;
    for (const NodeId item : ast_.list(ast_[ast_.body(block)])) {
      const std::string_view head = ast_.head(ast_[item]);
      NodeId* slot = head == "condition"  ? &out.condition
                     : head == "severity" ? &out.severity
                     : head == "at"       ? &out.at
                     : head == "message"  ? &out.message
                     : head == "help"     ? &out.help
                                          : nullptr;
      if (slot == nullptr || ast_[item].kind != NodeKind::kAttribute) {
        static constexpr std::array<std::string_view, 5> kNames{"condition", "severity", "at", "message", "help"};
        literals_.report(item, fmt::format("a check has no `{}`", head), hcl::did_you_mean(head, kNames));
      } else {
        *slot = ast_[item].a;
      }
    }
    return out;
  }

  Parameter parameter(NodeId block) {
    Parameter out;
    out.name = ast_.label(block, 0);
    for (const NodeId item : ast_.list(ast_[ast_.body(block)])) {
      const std::string_view head = ast_.head(ast_[item]);
      if (head == "default") {
        out.fallback = ast_[item].a;
      } else if (head == "meaning") {
        out.meaning = literals_.text(item);
      } else if (head == "whole") {
        const Value flag = literals_.value(item);
        out.whole = flag.is_bool() && flag.as_bool();
      } else {
        literals_.report(item, "a parameter has `default`, `meaning` and `whole`");
      }
    }
    if (out.fallback == 0) literals_.report(block, "the parameter has no default");
    return out;
  }

  /// Every name that an expression of the rule uses exists.
  void names(const Rule& rule) {
    std::vector<NodeId> expressions{rule.when, rule.let};
    for (const Check& check : rule.checks) {
      expressions.insert(expressions.end(), {check.condition, check.severity, check.at, check.message, check.help});
    }
    const hcl::Names used = hcl::names_in(ast_, expressions);
    std::vector<std::string_view> roots{"cluster", "param", "let", "catalogue", "error", "warning", "info"};
    if (rule.scope != Scope::kCluster) roots.emplace_back("group");
    if (rule.scope == Scope::kChange) roots.insert(roots.end(), {"before", "after", "change"});
    roots.insert(roots.end(), used.loop_names.begin(), used.loop_names.end());
    for (const NodeId id : used.variables) {
      const std::string_view name = ast_.name(ast_[id]);
      const bool known = std::find(roots.begin(), roots.end(), name) != roots.end();
      const bool level =
          std::any_of(rule.checks.begin(), rule.checks.end(), [&](const Check& check) { return check.severity == id; });
      if (!known && level) {
        literals_.report(id, fmt::format("`severity` takes error, warning or info, not `{}`", name),
                         hcl::did_you_mean(name, kSeverities));
      } else if (!known) {
        literals_.report(id, fmt::format("there is no `{}` in a rule", name), hcl::did_you_mean(name, roots));
      }
    }
    for (const NodeId id : used.functions) function(id);
    for (const NodeId id : used.accesses) access(rule, id);
  }

  /// What an expression always gives, where it names nothing; nullopt where that hangs on something.
  std::optional<Value> constant(NodeId expression) {
    if (expression == 0) return std::nullopt;
    const hcl::Names used = hcl::names_in(ast_, std::vector<NodeId>{expression});
    if (!used.variables.empty() || !used.functions.empty()) return std::nullopt;
    const Value value = literals_.evaluate(expression);
    return value.is_error() ? std::nullopt : std::optional(value);
  }

  /// A constant of a kind that no group can make right is wrong now.
  void constants(const Rule& rule) {
    const auto bool_or_nothing = [&](NodeId expression, std::string_view name) {
      const std::optional<Value> value = constant(expression);
      if (!value || value->is_unknown() || hcl::Evaluator::to_bool(*value)) return;
      literals_.report(expression,
                       fmt::format("`{}` takes a condition, and this is always {}", name,
                                   value->is_null() ? "null" : fmt::format("a {}", hcl::kind_name(value->kind()))),
                       "compare something of the group: length(group.labels) > 0");
    };
    bool_or_nothing(rule.when, "when");
    for (const Check& check : rule.checks) {
      bool_or_nothing(check.condition, "condition");
      if (const std::optional<Value> at = constant(check.at)) {
        literals_.report(check.at, "`at` takes a value that is written somewhere, and this one is written in the rule",
                         "take one of the group: group.name");
      }
      const std::optional<Value> severity = constant(check.severity);
      const bool is_one = severity && severity->is_string() &&
                          std::find(kSeverities.begin(), kSeverities.end(), severity->as_string()) != kSeverities.end();
      if (severity && !is_one) literals_.report(check.severity, "`severity` takes error, warning or info");
    }
  }

  void function(NodeId name) {
    const std::string_view text = ast_.name(ast_[name]);
    // A rule judges what the group says; where it runs is no part of that.
    if (text == "templatefile" || text.starts_with("file")) {
      if (functions_.find(text) != nullptr) {
        return literals_.report(name, fmt::format("a rule cannot call `{}`: it reads no files", text),
                                "write what it holds into the rule, or into a param");
      }
    }
    if (text == "given" || functions_.find(text) != nullptr || functions_.find_user(text) != nullptr) return;
    std::vector<std::string_view> known = functions_.names();
    known.emplace_back("given");
    literals_.report(name, fmt::format("there is no function `{}`", text), hcl::did_you_mean(text, known));
  }

  void access(const Rule& rule, NodeId id) {
    const std::span<const NodeId> steps = ast_.list(ast_[id]);
    if (ast_[steps[0]].kind != NodeKind::kVariable || ast_[steps[1]].kind != NodeKind::kStepAttr) return;
    const std::string_view root = ast_.name(ast_[steps[0]]);
    const std::string_view name = ast_.name(ast_[steps[1]]);
    std::vector<std::string_view> known;
    const bool of_change = rule.scope == Scope::kChange && (root == "before" || root == "after");
    const model::Entity* changes = rule.scope == Scope::kChange ? vocabulary_.find("change") : nullptr;
    if (root == "change" && changes != nullptr) {
      for (const model::Derived& fact : changes->derived) known.push_back(fact.name);
    } else if (root == "group" || root == "cluster" || of_change) {
      const model::Entity& entity = root == "cluster" ? vocabulary_.cluster() : vocabulary_.group();
      known = entity.attribute_names();
      // What groups are together is for rules that judge them together.
      const bool facts = root != "cluster" || rule.scope == Scope::kCluster;
      for (const model::Derived& fact : entity.derived) {
        if (facts) known.push_back(fact.name);
      }
      const model::Attribute* attribute = entity.find(name);
      if (attribute != nullptr && attribute->type == model::Type::kBlock && steps.size() > 2 &&
          ast_[steps[2]].kind == NodeKind::kStepAttr && attribute->find(ast_.name(ast_[steps[2]])) == nullptr) {
        std::vector<std::string_view> nested;
        for (const model::Attribute& one : attribute->nested) nested.push_back(one.name);
        const std::string_view wrong = ast_.name(ast_[steps[2]]);
        literals_.report(steps[2], fmt::format("`{}` has no attribute `{}`", name, wrong),
                         hcl::did_you_mean(wrong, nested));
      }
    } else if (root == "param") {
      for (const Parameter& parameter : rule.parameters) known.push_back(parameter.name);
    } else if (root == "let") {
      if (rule.let != 0) {
        for (const NodeId item : ast_.list(ast_[rule.let])) known.push_back(ast_.name(ast_[ast_[item].a]));
      }
    } else if (root == "catalogue") {
      known = {"date", "offerings_date", "advisor_date"};
    } else {
      return;
    }
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      literals_.report(steps[1], fmt::format("{} has no `{}`", root, name), hcl::did_you_mean(name, known));
    }
  }

  hcl::Ast ast_;
  const model::Vocabulary& vocabulary_;
  const hcl::Functions& functions_;
  hcl::Diagnostics& diagnostics_;
  Literals literals_;
};

/// Takes ⟦ and ⟧ out of a text and remembers where they stood.
ExampleFile unmarked(std::string_view name, std::string_view text) {
  ExampleFile out;
  out.name = name;
  while (!text.empty()) {
    if (text.starts_with(kMarkBegin)) {
      out.mark_begin = out.text.size();
      text.remove_prefix(kMarkBegin.size());
    } else if (text.starts_with(kMarkEnd)) {
      out.mark_end = out.text.size();
      text.remove_prefix(kMarkEnd.size());
    } else {
      out.text.push_back(text[0]);
      text.remove_prefix(1);
    }
  }
  return out;
}

void example_file(const hcl::Ast& ast, NodeId block, Literals& literals, std::vector<ExampleFile>& out) {
  const bool is_file = ast[block].kind == NodeKind::kBlock && ast.head(ast[block]) == "file";
  const NodeId text = is_file ? ast.attribute(ast.body(block), "text") : 0;
  if (text == 0) {
    literals.report(block, "an example holds files, `file \"NAME\" { … }`, and each has a `text`");
  } else {
    out.push_back(unmarked(ast.label(block, 0), literals.text(text)));
  }
}

Example example(const hcl::Ast& ast, NodeId block, Literals& literals) {
  Example out;
  const std::string_view kind = ast.label(block, 0);
  out.bad = kind == "bad";
  out.place = ast.range(ast[block]);
  if (kind != "bad" && kind != "good") literals.report(block, "an example is \"bad\" or \"good\"");
  for (const NodeId item : ast.list(ast[ast.body(block)])) {
    const std::string_view head = ast.head(ast[item]);
    if (head == "config") {
      const Value config = literals.value(item);
      const Value* region = config.get("region");
      if (region != nullptr && region->is_string()) out.region = region->as_string();
      const Value* rules = config.get("rules");
      if (rules == nullptr || !rules->is_object()) continue;
      for (const hcl::Entry* rule : rules->in_source_order()) {
        if (rule->value.is_string()) out.levels.emplace_back(rule->key, rule->value.as_string());
      }
    } else if (head == "also") {
      for (const std::string_view name : literals.texts(item)) out.also.emplace_back(name);
    } else if (head == "file" && ast[item].kind == NodeKind::kBlock) {
      example_file(ast, item, literals, out.files);
    } else if ((head == "before" || head == "after") && ast[item].kind == NodeKind::kBlock) {
      for (const NodeId file : ast.list(ast[ast.body(item)])) {
        example_file(ast, file, literals, head == "before" ? out.before : out.files);
      }
    } else {
      literals.report(item, fmt::format("an example has no `{}`", head));
    }
  }
  return out;
}

}  // namespace

std::optional<Rule> load_rule(const hcl::Ast& ast, const model::Vocabulary& vocabulary, const hcl::Functions& functions,
                              hcl::Arena& arena, hcl::Diagnostics& diagnostics) {
  return RuleLoader(ast, vocabulary, functions, arena, diagnostics).run();
}

bool hangs_on_places(const Rule& rule, const hcl::Functions& functions) {
  std::vector<NodeId> expressions{rule.when, rule.let};
  for (const Check& check : rule.checks) expressions.push_back(check.condition);
  std::vector<const hcl::UserFunction*> reached;
  const auto calls_it = [&](const hcl::Ast& ast, std::span<const NodeId> in) {
    bool found = false;
    for (const NodeId id : hcl::names_in(ast, in).functions) {
      const std::string_view name = ast.name(ast[id]);
      found = found || name == "place_of";
      const hcl::UserFunction* user = functions.find_user(name);
      if (user != nullptr && std::find(reached.begin(), reached.end(), user) == reached.end()) reached.push_back(user);
    }
    return found;
  };
  bool found = calls_it(rule.ast, expressions);
  for (std::size_t i = 0; i < reached.size() && !found; ++i) {
    found = calls_it(reached[i]->ast, std::span(&reached[i]->result, 1));
  }
  return found;
}

RulePage load_page(const hcl::Ast& ast, hcl::Arena& arena, hcl::Diagnostics& diagnostics) {
  RulePage out;
  const NodeId block = rule_block(ast, diagnostics);
  if (block == 0) return out;
  Literals literals(ast, arena, diagnostics);
  for (const NodeId item : ast.list(ast[ast.body(block)])) {
    const std::string_view head = ast.head(ast[item]);
    if (head == "why") {
      out.why = literals.text(item);
    } else if (head == "references") {
      for (const std::string_view reference : literals.texts(item)) out.references.emplace_back(reference);
    } else if (head == "example" && ast[item].kind == NodeKind::kBlock) {
      out.examples.push_back(example(ast, item, literals));
    }
  }
  return out;
}

}  // namespace mng::lint
