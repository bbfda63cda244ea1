#include <fmt/format.h>

#include <algorithm>

#include "hcl/names.hpp"
#include "hcl/write.hpp"
#include "model/form.hpp"

namespace mng::model {

using hcl::NodeId;
using hcl::NodeKind;
using hcl::OutBody;
using hcl::Value;

namespace {

/// "spot_4vcpu_32gib" of "spot-4vcpu-32gib": a name Terraform takes.
std::string identifier(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    out.push_back(fits ? c : '_');
  }
  if (out.empty() || (out[0] >= '0' && out[0] <= '9')) out = "_" + out;  // insert() warns falsely under GCC 12
  return out;
}

/// A `variable` block of a form: what the user is asked for.
struct Question {
  NodeId body = 0;
  NodeId sets = 0;       // body of its `sets`
  std::string variable;  // name of the variable in the file
};

class HclWriter {
 public:
  HclWriter(const Form& form, const Draft& draft, const Vocabulary& vocabulary, hcl::Arena& arena)
      : ast_(form.ast()), form_(form), draft_(draft), vocabulary_(vocabulary), arena_(arena) {}

  std::string run(bool variables) {
    const NodeId write = form_.group().write;
    for (const NodeId block : ast_.blocks(write, "variable")) {
      Question question;
      question.body = ast_.body(block);
      const std::vector<NodeId> sets = ast_.blocks(question.body, "sets");
      if (!sets.empty()) question.sets = ast_.body(sets[0]);
      question.variable = fmt::format("{}_{}", identifier(draft_.name), ast_.label(block, 0));
      // A draft that has the answer needs no question.
      if (!answered(question)) questions_.push_back(std::move(question));
    }
    OutBody file;
    for (const std::string& line : draft_.head) file.comment(line);
    file.blank();
    if (variables) {
      for (const Question& question : questions_) declare(file, question);
    }
    resource(file, write);
    return file.text();
  }

 private:
  [[nodiscard]] bool answered(const Question& question) const {
    if (question.sets == 0) return false;
    for (const NodeId item : ast_.list(ast_[question.sets])) {
      const std::string_view attribute = ast_.head(ast_[item]);
      if (draft_.attributes.get(attribute) == nullptr && expression(attribute) == nullptr) return false;
    }
    return true;
  }

  /// The draft's expression for an attribute; nullptr where it has none.
  [[nodiscard]] const std::string* expression(std::string_view attribute) const {
    for (const auto& [name, text] : draft_.expressions) {
      if (name == attribute) return &text;
    }
    return nullptr;
  }

  /// An expression that may speak of `group.name`, as a literal.
  std::string evaluated(NodeId expression) {
    hcl::Variables scope;
    scope.set("group", Value::object(arena_, {{"name", Value::string(draft_.name), {}, 0}}));
    hcl::Diagnostics ignored;  // the form was checked when it was loaded
    hcl::Evaluator evaluator(ast_, arena_, scope, hcl::terraform_functions(), ignored);
    return hcl::expression_text(evaluator.evaluate(expression));
  }
  [[nodiscard]] std::string copied(NodeId expression, std::string_view variable) const {
    return hcl::copied_expression(ast_, expression, "self", fmt::format("var.{}", variable));
  }

  void declare(OutBody& file, const Question& question) {
    OutBody& block = file.block("variable", {question.variable});
    block.attribute("description", evaluated(ast_.expression(question.body, "description")));
    block.attribute("type", copied(ast_.expression(question.body, "type"), question.variable));
    if (const NodeId fallback = ast_.expression(question.body, "default")) {
      block.attribute("default", copied(fallback, question.variable));
    }
    if (const NodeId condition = ast_.expression(question.body, "condition")) {
      block.blank();
      OutBody& validation = block.block("validation");
      validation.attribute("condition", copied(condition, question.variable));
      validation.attribute("error_message", evaluated(ast_.expression(question.body, "error")));
    }
    file.blank();
  }

  void resource(OutBody& file, NodeId write) {
    std::vector<std::string> labels;
    hcl::Variables nothing;
    hcl::Diagnostics ignored;
    hcl::Evaluator evaluator(ast_, arena_, nothing, hcl::terraform_functions(), ignored);
    const Value head = evaluator.evaluate(ast_.expression(write, "block"));
    for (const Value& word : head.items()) labels.emplace_back(word.as_string());
    const std::string type = labels.empty() ? std::string("resource") : labels[0];
    if (!labels.empty()) labels.erase(labels.begin());
    labels.push_back(identifier(draft_.name));

    OutBody& body = file.block(type, std::move(labels));
    // Attributes first, then blocks, each in the vocabulary's order.
    for (const bool block_turn : {false, true}) {
      for (const Attribute& attribute : vocabulary_.group().attributes) {
        if (attribute.is_block() == block_turn) write_attribute(body, attribute);
      }
    }
    for (const NodeId append : ast_.blocks(write, "append")) {
      for (const NodeId item : ast_.list(ast_[ast_.body(append)])) {
        if (ast_[item].kind == NodeKind::kBlock) body.blank();
        copy_item(body, item, {});
      }
    }
  }

  /// Writes what the draft says of an attribute, else what a variable stands
  /// for, else what is usual.
  void write_attribute(OutBody& body, const Attribute& attribute) {
    if (const std::string* text = expression(attribute.name)) return body.attribute(attribute.name, *text);
    if (const Value* value = draft_.attributes.get(attribute.name); value != nullptr && !value->is_null()) {
      return write_value(body, attribute, *value);
    }
    for (const Question& question : questions_) {
      if (question.sets == 0) continue;
      for (const NodeId item : ast_.list(ast_[question.sets])) {
        if (ast_.head(ast_[item]) != attribute.name) continue;
        if (ast_[item].kind == NodeKind::kBlock) body.blank();
        copy_item(body, item, question.variable);
        return;
      }
    }
    if (const Value* value = draft_.fallbacks.get(attribute.name); value != nullptr && !value->is_null()) {
      write_value(body, attribute, *value);
    }
  }

  void write_value(OutBody& body, const Attribute& attribute, const Value& value) {
    if (!attribute.is_block()) {
      const bool noted = note(body, attribute.name);
      body.attribute(attribute.name, hcl::expression_text(value));
      if (noted) body.blank();
      return;
    }
    const auto one = [&](const Value& object) {
      body.blank();
      note(body, attribute.name);
      OutBody& block = body.block(attribute.name);
      for (const Attribute& nested : attribute.nested) {
        if (const Value* inner = object.get(nested.name)) block.attribute(nested.name, hcl::expression_text(*inner));
      }
    };
    if (!value.is_list()) return one(value);
    for (const Value& object : value.items()) one(object);
  }

  /// What the form's `notes` say of an attribute, as comment lines above it.
  bool note(OutBody& body, std::string_view attribute) {
    if (notes_.is_null()) {
      hcl::Variables nothing;
      hcl::Diagnostics ignored;  // the form was checked when it was loaded
      const NodeId notes = ast_.expression(form_.group().write, "notes");
      hcl::Evaluator evaluator(ast_, arena_, nothing, hcl::terraform_functions(), ignored);
      notes_ = notes == 0 ? Value::object(arena_, {}) : evaluator.evaluate(notes);
    }
    const Value* lines = notes_.get(attribute);
    if (lines == nullptr || !lines->is_list()) return false;
    body.blank();
    for (const Value& line : lines->items()) body.comment(hcl::text_of(line).text);
    return true;
  }

  /// An attribute or block of the form as it stands, `self` made the variable.
  void copy_item(OutBody& body, NodeId item, std::string_view variable) {
    const hcl::Node& node = ast_[item];
    if (node.kind == NodeKind::kAttribute) {
      body.attribute(ast_.head(node), copied(node.a, variable));
      return;
    }
    OutBody& block = body.block(ast_.head(node));
    for (const NodeId inner : ast_.list(ast_[ast_.body(item)])) copy_item(block, inner, variable);
  }

  const hcl::Ast& ast_;
  const Form& form_;
  const Draft& draft_;
  const Vocabulary& vocabulary_;
  hcl::Arena& arena_;
  std::vector<Question> questions_;
  Value notes_;  // object by attribute; null until it is read
};

}  // namespace

std::string write_hcl(const Form& form, const Draft& draft, const Vocabulary& vocabulary, hcl::Arena& arena,
                      bool variables) {
  return HclWriter(form, draft, vocabulary, arena).run(variables);
}

namespace {

/// The value without what is null in it.
Value without_nulls(const Value& value, hcl::Arena& arena) {
  if (value.is_list()) {
    std::vector<Value> items;
    for (const Value& item : value.items()) items.push_back(without_nulls(item, arena));
    return Value::list(arena, items);
  }
  if (!value.is_object()) return value;
  std::vector<hcl::Entry> entries;
  for (const hcl::Entry* entry : value.in_source_order()) {
    if (entry->value.is_null()) continue;
    entries.push_back({entry->key, without_nulls(entry->value, arena), {}, 0});
  }
  return Value::object(arena, std::move(entries));
}

}  // namespace

std::string not_written(const Form& form, std::string_view attribute, const Value& value) {
  const hcl::Ast& ast = form.ast();
  const NodeId written = form.group().write == 0 ? 0 : ast.expression(form.group().write, "value");
  if (written == 0) return {};
  std::vector<std::string_view> members;  // that are written one by one
  bool some = false;
  for (const NodeId id : hcl::names_in(ast, std::vector<NodeId>{written}).accesses) {
    const std::span<const NodeId> steps = ast.list(ast[id]);
    const auto step = [&](std::size_t i) {
      return i < steps.size() && ast[steps[i]].kind == NodeKind::kStepAttr ? ast.name(ast[steps[i]])
                                                                           : std::string_view();
    };
    const std::string_view root = ast.name(ast[steps[0]]);
    // What a group says of its cluster may stand above it.
    if (root == "cluster" && attribute == fmt::format("cluster_{}", step(1))) return {};
    if (root != "group" || step(1) != attribute) continue;
    if (steps.size() == 2) return {};
    some = true;
    members.push_back(step(2));
  }
  if (!some) return std::string(attribute);
  if (!value.is_object()) return {};
  for (const hcl::Entry& entry : value.entries()) {
    if (std::find(members.begin(), members.end(), entry.key) == members.end()) {
      return fmt::format("{}.{}", attribute, entry.key);
    }
  }
  return {};
}

Value document_value(const Form& form, const Draft& draft, const Vocabulary& vocabulary, hcl::Arena& arena) {
  std::vector<hcl::Entry> group;
  for (const Attribute& attribute : vocabulary.group().attributes) {
    const Value* value = draft.attributes.get(attribute.name);
    if (value == nullptr) value = draft.fallbacks.get(attribute.name);
    // Where a document is one cluster's, its name stands once.
    if (attribute.name == "cluster_name" && draft.cluster.get("name") != nullptr) continue;
    if (value != nullptr && !value->is_null()) group.push_back({attribute.name, *value, {}, 0});
  }
  const hcl::Ast& ast = form.ast();
  const NodeId written = form.group().write == 0 ? 0 : ast.expression(form.group().write, "value");
  if (written != 0) {
    hcl::Variables scope;
    scope.set("group", Value::object(arena, std::move(group)));
    scope.set("cluster", draft.cluster);
    scope.set("name", Value::string(draft.name));
    hcl::Diagnostics ignored;  // the form was checked when it was loaded
    hcl::Evaluator evaluator(ast, arena, scope, hcl::engine_functions(), ignored);
    return without_nulls(evaluator.evaluate(written), arena);
  }
  std::vector<hcl::Entry> document;
  for (const FormField& field : form.cluster().fields) {
    const Value* value = draft.cluster.get(field.attribute);
    if (value != nullptr && !value->is_null()) document.push_back({field.path[0].key, *value, {}, 0});
  }
  const Value groups = Value::object(arena, {{draft.name, Value::object(arena, std::move(group)), {}, 0}});
  document.push_back({form.group().at[0].key, groups, {}, 0});
  return Value::object(arena, std::move(document));
}

}  // namespace mng::model
