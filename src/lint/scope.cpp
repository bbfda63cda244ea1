#include "lint/scope.hpp"

#include <fmt/format.h>

namespace mng::lint {

using hcl::NodeId;
using hcl::NodeKind;
using hcl::Value;

Value RuleScope::value_of(const Subject& subject, std::string_view name) const {
  if (const std::optional<std::size_t> row = model::Facts::row(name)) {
    const Value& value = subject.facts.fact(subject.group, *row);
    if (&subject == &subject_) reads_.push_back({Read::Kind::kFact, *row});
    return value;
  }
  const std::optional<std::size_t> at = subject.facts.world().vocabulary.group().index(name);
  if (!at) return Value::null();
  const Value& value = subject.facts.attribute(subject.group, *at);
  if (&subject == &subject_) reads_.push_back({Read::Kind::kAttribute, *at});
  return value;
}

std::optional<Value> RuleScope::find(const hcl::Reference& reference, std::size_t& taken) const {
  const std::string_view name = reference.name;
  const std::string_view attribute = reference.attribute(0);
  if (!attribute.empty()) taken = 1;
  if (name == "group" || (change_ != nullptr && (name == "before" || name == "after"))) {
    const Subject* of = subject(name);
    return of == nullptr ? Value::null() : value_of(*of, attribute);
  }
  if (name == "change" && change_ != nullptr) return model::change_fact(change_->change, attribute, arena());
  if (name == "cluster") {
    const bool fact = subject_.facts.world().vocabulary.cluster().find_derived(attribute) != nullptr;
    if (!fact) return subject_.facts.cluster(attribute);
    return cluster_ == nullptr ? Value::null() : cluster_->fact(attribute);
  }
  if (name == "let") return let(attribute);
  if (name == "param") return parameter(attribute);
  if (name == "catalogue") {
    const catalogue::Tables& tables = subject_.facts.world().catalogue;
    return Value::string(attribute == "offerings_date" ? tables.offerings_date
                         : attribute == "advisor_date" ? tables.advisor_date
                                                       : tables.types_date);
  }
  taken = 0;
  if (name == "error" || name == "warning" || name == "info") return Value::string(name);
  return std::nullopt;
}

std::vector<std::string_view> RuleScope::names() const {
  std::vector<std::string_view> out{"group", "cluster", "let", "param", "catalogue", "error", "warning", "info"};
  if (change_ != nullptr) out.insert(out.end(), {"before", "after", "change"});
  return out;
}

const Subject* RuleScope::subject(std::string_view name) const {
  if (name == "group") return &subject_;
  if (change_ == nullptr) return nullptr;
  return name == "before" ? &change_->before : name == "after" ? change_->after : nullptr;
}

Value RuleScope::parameter(std::string_view name) const {
  if (const Value* given = choices_ == nullptr ? nullptr : choices_->parameter(rule_, name)) return *given;
  for (const Parameter& parameter : rule_.parameters) {
    if (parameter.name != name) continue;
    hcl::Evaluator evaluator(rule_.ast, arena(), *this, functions_, diagnostics_);
    return evaluator.evaluate(parameter.fallback);
  }
  return Value::null();
}

Value RuleScope::let(std::string_view name) const {
  for (const auto& [known, value] : lets_) {
    if (known == name) return value;
  }
  constexpr unsigned kDeepest = 32;
  for (const NodeId item : rule_.ast.list(rule_.ast[rule_.let])) {
    if (rule_.ast.name(rule_.ast[rule_.ast[item].a]) != name) continue;
    hcl::Evaluator evaluator(rule_.ast, arena(), *this, functions_, diagnostics_);
    if (depth_ >= kDeepest) return evaluator.fail(item, fmt::format("`let.{}` depends on itself", name));
    ++depth_;
    if (is_own(rule_)) evaluator.limit_steps(kOwnSteps);
    const Value value = evaluator.evaluate(rule_.ast[item].b);
    exhausted_ = exhausted_ || evaluator.steps_left() == 0;
    --depth_;
    lets_.emplace_back(name, value);
    return value;
  }
  return Value::null();
}

std::optional<Value> RuleScope::call(std::string_view name, hcl::Evaluator& evaluator,
                                     std::span<const NodeId> arguments) const {
  if (name != "given") return std::nullopt;
  const hcl::Ast& ast = evaluator.ast();
  const auto usage = [&] {
    return evaluator.fail(arguments.empty() ? rule_.body : arguments[0], "given takes an attribute: given(group.x)");
  };
  if (arguments.size() != 1 || ast[arguments[0]].kind != NodeKind::kAccess) return usage();
  const std::span<const NodeId> steps = ast.list(ast[arguments[0]]);
  for (const NodeId step : steps.subspan(1)) {
    if (ast[step].kind != NodeKind::kStepAttr) return usage();
  }
  const std::string_view root = ast[steps[0]].kind == NodeKind::kVariable ? ast.name(ast[steps[0]]) : "";
  const bool of_change = change_ != nullptr && (root == "before" || root == "after");
  if (root != "group" && root != "cluster" && !of_change) return usage();
  const model::Vocabulary& vocabulary = subject_.facts.world().vocabulary;
  const model::Entity& entity = root == "cluster" ? vocabulary.cluster() : vocabulary.group();
  const Subject* of = root == "cluster" ? &subject_ : subject(root);
  if (of == nullptr) return Value::boolean(false);
  const model::Document& document = of->facts.document();
  const std::vector<model::Field>& fields = root == "cluster" ? document.cluster : document.groups[of->group].fields;
  const std::string_view name_given = ast.name(ast[steps[1]]);
  const std::optional<std::size_t> at = entity.index(name_given);
  Value value;
  if (at && *at < fields.size()) {
    if (root == "group") reads_.push_back({Read::Kind::kGiven, *at});
    if (!fields[*at].given) return Value::boolean(false);
    value = fields[*at].written;
  } else if (root != "cluster" && entity.find_derived(name_given) != nullptr) {
    value = value_of(*of, name_given);
  } else {
    return usage();
  }
  for (const NodeId step : steps.subspan(2)) {
    if (value.is_unknown()) break;
    if (value.is_null()) return Value::boolean(false);
    const Value* inner = value.get(ast.name(ast[step]));
    if (inner == nullptr) {
      if (value.is_object() && value.as_object().rest != nullptr) return evaluator.unknown_of({value});
      return Value::boolean(false);
    }
    value = *inner;
  }
  // An argument that is there, whatever its value, is given; one that may
  // turn out to be null is not known to be. What a resource computes, an id or
  // an image looked up, is there.
  const bool computed = value.is_unknown() && value.as_unknown().computed;
  if (computed) return Value::boolean(true);
  if (value.is_unknown()) return evaluator.unknown_of({value});
  return Value::boolean(!value.is_null());
}

}  // namespace mng::lint
