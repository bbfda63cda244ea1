#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "hcl/lexer.hpp"
#include "hcl/names.hpp"
#include "hcl/write.hpp"
#include "model/form.hpp"
#include "syntax/yaml_write.hpp"

namespace mng::model {

using hcl::NodeId;
using hcl::NodeKind;
using hcl::OutBody;
using hcl::Value;

std::string identifier(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    out.push_back(fits ? c : '_');
  }
  if (out.empty() || (out[0] >= '0' && out[0] <= '9')) out = "_" + out;  // insert() warns falsely under GCC 12
  return out;
}

Value without_nulls(const Value& value, const hcl::Expressions& expressions, hcl::Arena& arena) {
  if (value.is_list()) {
    std::vector<Value> items;
    for (const Value& item : value.items()) items.push_back(without_nulls(item, expressions, arena));
    return Value::list(arena, items);
  }
  if (!value.is_object()) return value;
  std::vector<hcl::Entry> entries;
  for (const hcl::Entry* entry : value.in_source_order()) {
    const bool known = !entry->value.is_unknown() || expressions.count(&entry->value.as_unknown()) != 0;
    if (entry->value.is_null() || entry->value.is_error() || !known) continue;
    entries.push_back({entry->key, without_nulls(entry->value, expressions, arena), {}, 0});
  }
  return Value::object(arena, std::move(entries));
}

namespace {

/// A `variable` block of a form: what the user is asked for.
struct Question {
  NodeId body = 0;
  std::string variable;  // its name in the file
};

class HclWriter {
 public:
  HclWriter(const Form& form, const Draft& draft, const Vocabulary& vocabulary, hcl::Arena& arena)
      : ast_(form.ast()),
        write_(form.group().write),
        draft_(draft),
        vocabulary_(vocabulary),
        arena_(arena),
        expressions_(draft.expressions) {}

  std::string run(bool variables) {
    fill();
    OutBody file;
    for (const std::string& line : draft_.head) file.comment(line);
    file.blank();
    OutBody group;
    block(group);
    const std::string written = group.text();
    for (const Question& question : questions_) {
      // What the body does without for this group nobody is asked.
      if (variables && names_variable(written, question.variable)) declare(file, question);
    }
    return file.text() + written;
  }

  /// What is not known and stands in that text as the expression that stands for it.
  [[nodiscard]] const std::set<const hcl::Unknown*>& written() const { return written_; }

 private:
  /// Whether a text names a variable of Terraform.
  static bool names_variable(std::string_view text, std::string_view variable) {
    const std::string name = fmt::format("var.{}", variable);
    for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
      const std::string_view rest = text.substr(at + name.size());
      if (rest.empty() || !hcl::is_identifier(fmt::format("a{}", rest[0]))) return true;
    }
    return false;
  }

  /// Puts together what is written of the group: what the draft says, else what a variable stands for, else what is
  /// usual.
  void fill() {
    std::map<std::string_view, Value> values;
    for (const hcl::Entry& entry : draft_.attributes.entries()) {
      if (!entry.value.is_null()) values.emplace(entry.key, entry.value);
    }
    for (const NodeId block : ast_.blocks(write_, "variable")) {
      Question question;
      question.body = ast_.body(block);
      const NodeId when = ast_.expression(question.body, "when");
      if (when != 0 && !hcl::Evaluator::to_bool(evaluated(when)).value_or(true)) continue;
      question.variable = fmt::format("{}_{}", identifier(draft_.name), ast_.label(block, 0));
      const std::vector<NodeId> sets = ast_.blocks(question.body, "sets");
      bool open = sets.empty();  // A draft that has the answer needs no question.
      const std::span<const NodeId> items =
          sets.empty() ? std::span<const NodeId>() : ast_.list(ast_[ast_.body(sets[0])]);
      for (const NodeId item : items) {
        open = values.try_emplace(ast_.head(ast_[item]), asked(item, question.variable)).second || open;
      }
      if (!open) continue;
      asked_.push_back({ast_.label(block, 0), stands_for(fmt::format("var.{}", question.variable)), {}, 0});
      questions_.push_back(std::move(question));
    }
    for (const hcl::Entry& entry : draft_.fallbacks.entries()) {
      if (!entry.value.is_null()) values.try_emplace(entry.key, entry.value);
    }
    std::vector<hcl::Entry> entries;
    for (const auto& [name, value] : values) entries.push_back({name, value, {}, 0});
    group_ = Value::object(arena_, std::move(entries));
  }

  /// A value that is written as that expression.
  Value stands_for(std::string expression) {
    const Value value = Value::unknown(arena_, arena_.copy(expression));
    expressions_[&value.as_unknown()] = std::move(expression);
    return value;
  }

  /// What an item of `sets` says of an attribute, its `self` made the variable.
  Value asked(NodeId item, std::string_view variable) {
    if (ast_[item].kind == NodeKind::kAttribute) return stands_for(copied(ast_[item].a, variable));
    std::vector<hcl::Entry> entries;
    for (const NodeId inner : ast_.list(ast_[ast_.body(item)])) {
      entries.push_back({ast_.head(ast_[inner]), asked(inner, variable), {}, 0});
    }
    return Value::object(arena_, std::move(entries));
  }

  /// An expression of the form over what is written.
  Value evaluated(NodeId expression) {
    hcl::Variables scope;
    scope.set("group", group_);
    scope.set("name", Value::string(draft_.name));
    scope.set("zone", draft_.zone.empty() ? Value::null() : Value::string(draft_.zone));
    scope.set("asked", Value::object(arena_, asked_));
    hcl::Diagnostics ignored;  // the form was checked when it was loaded
    hcl::Evaluator evaluator(ast_, arena_, scope, hcl::engine_functions(), ignored);
    evaluator.suggest(false);
    return evaluator.evaluate(expression);
  }
  [[nodiscard]] std::string copied(NodeId expression, std::string_view variable) const {
    return hcl::copied_expression(ast_, expression, "self", fmt::format("var.{}", variable));
  }
  std::string text(const Value& value) {
    put_down(value);
    return hcl::expression_text(value, expressions_);
  }

  /// Notes what is not known in a value that is written.
  void put_down(const Value& value) {
    if (value.is_unknown()) {
      written_.insert(&value.as_unknown());
    } else if (value.is_list()) {
      for (const Value& item : value.items()) put_down(item);
    } else if (value.is_object()) {
      for (const hcl::Entry& entry : value.entries()) put_down(entry.value);
    }
  }

  void declare(OutBody& file, const Question& question) {
    OutBody& block = file.block("variable", {question.variable});
    block.attribute("description", text(evaluated(ast_.expression(question.body, "description"))));
    block.attribute("type", copied(ast_.expression(question.body, "type"), question.variable));
    if (const NodeId fallback = ast_.expression(question.body, "default")) {
      block.attribute("default", copied(fallback, question.variable));
    }
    if (const NodeId condition = ast_.expression(question.body, "condition")) {
      block.blank();
      OutBody& validation = block.block("validation");
      validation.attribute("condition", copied(condition, question.variable));
      validation.attribute("error_message", text(evaluated(ast_.expression(question.body, "error"))));
    }
    file.blank();
  }

  void block(OutBody& file) {
    std::vector<std::string> labels;
    const Value head = evaluated(ast_.expression(write_, "block"));
    for (const Value& word : head.items()) labels.emplace_back(word.as_string());
    const std::string type = labels.empty() ? std::string("resource") : labels[0];
    if (!labels.empty()) labels.erase(labels.begin());
    labels.push_back(identifier(draft_.name));
    const NodeId notes = ast_.expression(write_, "notes");
    if (notes != 0 && draft_.chosen) notes_ = evaluated(notes);

    OutBody& body = file.block(type, std::move(labels));
    if (const NodeId arguments = ast_.expression(write_, "body")) {
      for (const hcl::Entry* entry : without_nulls(evaluated(arguments), expressions_, arena_).in_source_order()) {
        // Members of an object may have any name, arguments may not.
        attribute(body, hcl::is_identifier(entry->key) ? std::string(entry->key) : identifier(entry->key),
                  entry->value);
      }
    } else {
      // Attributes first, then blocks, each in the vocabulary's order.
      for (const bool block_turn : {false, true}) {
        for (const Attribute& one : vocabulary_.group().attributes) {
          const Value* value = one.is_block() == block_turn ? group_.get(one.name) : nullptr;
          if (value == nullptr) continue;
          if (block_turn) {
            blocks(body, one, *value);
          } else {
            attribute(body, one.name, *value);
          }
        }
      }
    }
    for (const NodeId append : ast_.blocks(write_, "append")) {
      const NodeId when = ast_.expression(ast_.body(append), "when");
      if (when != 0 && !hcl::Evaluator::to_bool(evaluated(when)).value_or(true)) continue;
      for (const NodeId item : ast_.list(ast_[ast_.body(append)])) {
        if (ast_.head(ast_[item]) == "when" && ast_[item].kind == NodeKind::kAttribute) continue;
        if (ast_[item].kind == NodeKind::kBlock) body.blank();
        copy_item(body, item);
      }
    }
  }

  void attribute(OutBody& body, std::string_view name, const Value& value) {
    const bool noted = note(body, name);
    body.attribute(name, text(value));
    if (noted) body.blank();
  }

  void blocks(OutBody& body, const Attribute& attribute, const Value& value) {
    const auto one = [&](const Value& object) {
      body.blank();
      note(body, attribute.name);
      OutBody& block = body.block(attribute.name);
      for (const Attribute& nested : attribute.nested) {
        const Value* inner = object.get(nested.name);
        if (inner == nullptr || inner->is_null()) continue;
        if (nested.is_block()) {
          blocks(block, nested, *inner);
        } else {
          block.attribute(nested.name, text(*inner));
        }
      }
    };
    if (!value.is_list()) return one(value);
    for (const Value& object : value.items()) one(object);
  }

  /// What the form's `notes` say of an attribute, as comment lines above it.
  bool note(OutBody& body, std::string_view attribute) {
    const Value* lines = notes_.get(attribute);
    if (lines == nullptr || !lines->is_list()) return false;
    body.blank();
    for (const Value& line : lines->items()) body.comment(hcl::text_of(line).text);
    return true;
  }

  /// An attribute or block of the form as it stands.
  void copy_item(OutBody& body, NodeId item) {
    const hcl::Node& node = ast_[item];
    if (node.kind == NodeKind::kAttribute) {
      return body.attribute(ast_.head(node), hcl::copied_expression(ast_, node.a, {}, {}));
    }
    std::vector<std::string> labels;
    for (std::size_t i = 0; !ast_.label(item, i).empty(); ++i) labels.emplace_back(ast_.label(item, i));
    OutBody& block = body.block(ast_.head(node), std::move(labels));
    for (const NodeId inner : ast_.list(ast_[ast_.body(item)])) copy_item(block, inner);
  }

  const hcl::Ast& ast_;
  NodeId write_;
  const Draft& draft_;
  const Vocabulary& vocabulary_;
  hcl::Arena& arena_;
  hcl::Expressions expressions_;
  std::set<const hcl::Unknown*> written_;
  std::vector<Question> questions_;
  std::vector<hcl::Entry> asked_;  ///< the variables of those, by their names in the form
  Value group_;                    ///< all that is written of the group, by attribute
  Value notes_;                    ///< object by attribute; null where there are none
};

}  // namespace

std::string write_hcl(const Form& form, const Draft& draft, const Vocabulary& vocabulary, hcl::Arena& arena,
                      bool variables, std::set<const hcl::Unknown*>* written) {
  HclWriter writer(form, draft, vocabulary, arena);
  std::string text = writer.run(variables);
  if (written != nullptr) *written = writer.written();
  return text;
}

namespace {

/// Whether two words are the same but for capitals, of ASCII.
bool same_but_for_capitals(std::string_view a, std::string_view b) {
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return small(x) == small(y); });
}

}  // namespace

std::optional<std::span<const std::string_view>> images_of_family(const Form& form, const Group& group) {
  const FormField* field = form.groups()[group.kind].find("ami_type");
  if (field == nullptr || field->families.empty()) return std::nullopt;
  const Value* named = group.input.get(field->path[0].key);
  const bool silent = named == nullptr || named->is_null();
  for (const auto& [family, images] : field->families) {
    if (silent || (named->is_string() && same_but_for_capitals(family, named->as_string()))) return images;
  }
  return std::span<const std::string_view>();
}

namespace {

/// The family that has an AMI type, and what it has; nullptr where there is none.
const std::pair<std::string_view, std::vector<std::string_view>>* family_with(const Form& form,
                                                                              std::string_view image) {
  const FormField* field = form.group().find("ami_type");
  if (field == nullptr) return nullptr;
  const auto found = std::find_if(field->families.begin(), field->families.end(), [&](const auto& family) {
    return std::find(family.second.begin(), family.second.end(), image) != family.second.end();
  });
  return found == field->families.end() ? nullptr : &*found;
}

}  // namespace

Value family_of_image(const Form& form, std::string_view image) {
  const auto* family = family_with(form, image);
  return family == nullptr ? Value::null() : Value::string(family->first);
}

std::span<const std::string_view> images_beside(const Form& form, std::string_view image) {
  const auto* family = family_with(form, image);
  return family == nullptr ? std::span<const std::string_view>() : family->second;
}

std::string not_written(const Form& form, std::string_view attribute, const Value& value) {
  const hcl::Ast& ast = form.ast();
  if (const FormField* field = form.group().find(attribute); field != nullptr && !field->families.empty()) {
    if (!value.is_string()) return std::string(attribute);
    return family_of_image(form, value.as_string()).is_null() ? fmt::format("{} {}", attribute, value.as_string()) : "";
  }
  const bool hcl = form.syntax() == Syntax::kHcl;
  const NodeId written = form.group().write == 0 ? 0 : ast.expression(form.group().write, hcl ? "body" : "value");
  if (written == 0) return {};
  std::vector<std::string_view> members;  // that are written one by one
  for (const auto& [member, of_it] : hcl::members_of(ast, {written}, "group")) {
    if (member != attribute) continue;
    if (of_it.empty()) return {};
    members.push_back(of_it);
  }
  // What a group says of its cluster may stand above it.
  for (const auto& [member, of_it] : hcl::members_of(ast, {written}, "cluster")) {
    if (attribute == fmt::format("cluster_{}", member)) return {};
  }
  if (members.empty()) return std::string(attribute);
  if (!value.is_object()) return {};
  for (const hcl::Entry& entry : value.entries()) {
    if (std::find(members.begin(), members.end(), entry.key) == members.end()) {
      return fmt::format("{}.{}", attribute, entry.key);
    }
  }
  return {};
}

namespace {

/// An object with what another has more.
Value filled(const Value& object, const Value& more, hcl::Arena& arena) {
  if (!object.is_object() || !more.is_object()) return object;
  std::vector<hcl::Entry> entries;
  for (const hcl::Entry* entry : object.in_source_order()) {
    const Value* other = more.get(entry->key);
    entries.push_back({entry->key, other == nullptr ? entry->value : filled(entry->value, *other, arena), {}, 0});
  }
  for (const hcl::Entry* entry : more.in_source_order()) {
    if (object.find(entry->key) == nullptr) entries.push_back({entry->key, entry->value, {}, 0});
  }
  return Value::object(arena, std::move(entries));
}

/// A document with more of its one group, which stands at that path; as it is where no group stands there.
Value with_more(const Value& document, std::span<const PathStep> path, const Value& more, hcl::Arena& arena) {
  if (path.empty()) return filled(document, more, arena);
  const std::string_view key = path[0].key;
  const Value* found = key.empty() ? &document : document.get(key);
  if (found == nullptr) return document;
  Value member = *found;
  const std::span<const PathStep> rest = path.subspan(1);
  if (!path[0].each) {
    member = with_more(member, rest, more, arena);
  } else if (member.is_list() && member.items().size() == 1) {
    member = Value::list(arena, {with_more(member.items()[0], rest, more, arena)});
  } else if (member.is_object() && member.entries().size() == 1) {
    const hcl::Entry& one = member.entries()[0];
    member = Value::object(arena, {{one.key, with_more(one.value, rest, more, arena), {}, 0}});
  }
  if (key.empty()) return member;
  std::vector<hcl::Entry> entries;
  for (const hcl::Entry* entry : document.in_source_order()) {
    entries.push_back({entry->key, entry->key == key ? member : entry->value, {}, 0});
  }
  return Value::object(arena, std::move(entries));
}

}  // namespace

Value document_value(const Form& form, const Draft& draft, const Vocabulary& vocabulary, hcl::Arena& arena) {
  std::vector<hcl::Entry> group;
  for (const Attribute& attribute : vocabulary.group().attributes) {
    const Value* value = draft.attributes.get(attribute.name);
    if (value == nullptr) value = draft.fallbacks.get(attribute.name);
    // Where a document is one cluster's, its name stands once.
    if (attribute.name == "cluster_name" && draft.cluster.get("name") != nullptr) continue;
    if (value != nullptr && !value->is_null() && !value->is_unknown()) group.push_back({attribute.name, *value, {}, 0});
  }
  const hcl::Ast& ast = form.ast();
  const NodeId written = form.group().write == 0 ? 0 : ast.expression(form.group().write, "value");
  if (written != 0) {
    hcl::Variables scope;
    const Value all = Value::object(arena, std::move(group));
    const Value* image = all.get("ami_type");
    const bool named = image != nullptr && image->is_string();
    scope.set("group", all);
    scope.set("cluster", draft.cluster);
    scope.set("name", Value::string(draft.name));
    scope.set("family", named ? family_of_image(form, image->as_string()) : Value::null());
    hcl::Diagnostics ignored;  // the form was checked when it was loaded
    hcl::Evaluator evaluator(ast, arena, scope, hcl::engine_functions(), ignored);
    const Value out = without_nulls(evaluator.evaluate(written), {}, arena);
    return draft.own.is_null() ? out : with_more(out, form.group().at, draft.own, arena);
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

namespace {

/// Two documents as one: lists behind each other, objects member by member.
Value joined(const Value& a, const Value& b, hcl::Arena& arena) {
  if (a.is_list() && b.is_list()) {
    std::vector<Value> items(a.items().begin(), a.items().end());
    items.insert(items.end(), b.items().begin(), b.items().end());
    return Value::list(arena, items);
  }
  if (!a.is_object() || !b.is_object()) return a;
  std::vector<hcl::Entry> entries;
  for (const hcl::Entry* entry : a.in_source_order()) {
    const Value* other = b.get(entry->key);
    entries.push_back(*entry);
    if (other != nullptr) entries.back().value = joined(entry->value, *other, arena);
  }
  for (const hcl::Entry* entry : b.in_source_order()) {
    if (a.find(entry->key) == nullptr) entries.push_back(*entry);
  }
  return Value::object(arena, std::move(entries));
}

}  // namespace

std::string write_drafts(const Form& form, const std::vector<Draft>& drafts, const Vocabulary& vocabulary,
                         hcl::Arena& arena, bool variables) {
  std::string out;
  std::vector<Value> documents;
  std::vector<std::string> head;
  for (const Draft& draft : drafts) {
    if (form.syntax() == Syntax::kHcl) {
      if (!out.empty()) out += '\n';
      out += write_hcl(form, draft, vocabulary, arena, variables);
      continue;
    }
    documents.push_back(document_value(form, draft, vocabulary, arena));
    head.insert(head.end(), draft.head.begin(), draft.head.end());
  }
  // Neighbours first: one by one, each would copy all before it.
  while (documents.size() > 1) {
    std::vector<Value> pairs;
    for (std::size_t i = 0; i < documents.size(); i += 2) {
      const bool alone = i + 1 == documents.size();
      pairs.push_back(alone ? documents[i] : joined(documents[i], documents[i + 1], arena));
    }
    documents = std::move(pairs);
  }
  return documents.empty() ? out : syntax::write_yaml(documents[0], head);
}

}  // namespace mng::model
