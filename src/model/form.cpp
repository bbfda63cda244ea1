#include "model/form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hcl/lexer.hpp"
#include "hcl/names.hpp"
#include "hcl/spell.hpp"

namespace mng::model {

using hcl::NodeId;
using hcl::NodeKind;
using hcl::Value;

/// Reads one `form` block.
class FormLoader {
 public:
  FormLoader(const hcl::Ast& ast, const Vocabulary& vocabulary, hcl::Arena& arena, hcl::Diagnostics& diagnostics)
      : ast_(ast),
        vocabulary_(vocabulary),
        diagnostics_(diagnostics),
        evaluator_(ast, arena, nothing_, hcl::terraform_functions(), diagnostics) {}

  std::optional<Form> run() {
    const std::vector<NodeId> blocks = ast_.blocks(ast_.root, "form");
    if (blocks.size() != 1 || ast_.list(ast_[ast_.root]).size() != 1) {
      report(ast_.root, "a form file holds one `form \"name\" { … }` block");
      return std::nullopt;
    }
    Form form;
    form.ast_ = ast_;
    form.name_ = ast_.label(blocks[0], 0);
    if (form.name_.empty()) report(blocks[0], "a form has a name: form \"name\" { … }");
    for (const NodeId item : ast_.list(ast_[ast_.body(blocks[0])])) top(form, item);
    if (ast_.source != 0) check_written(form, ast_.body(blocks[0]));
    return form;
  }

 private:
  void report(NodeId where, std::string message, std::string help = {}) {
    diagnostics_.push_back({ast_.range(ast_[where]), std::move(message), std::move(help), hcl::Severity::kError});
  }
  [[nodiscard]] std::string_view raw(NodeId expression) const {
    return ast_.text.substr(ast_[expression].begin, ast_[expression].end - ast_[expression].begin);
  }
  std::string_view text(NodeId item) {
    const Value found = evaluator_.evaluate(ast_[item].a);
    if (found.is_string()) return found.as_string();
    report(item, fmt::format("`{}` takes a string", ast_.head(ast_[item])));
    return {};
  }
  std::vector<std::string_view> texts(NodeId item) {
    std::vector<std::string_view> out;
    const Value found = evaluator_.evaluate(ast_[item].a);
    const auto is_text = [](const Value& member) { return member.is_string(); };
    if (!found.is_list() || !std::all_of(found.items().begin(), found.items().end(), is_text)) {
      report(item, fmt::format("`{}` takes a list of strings", ast_.head(ast_[item])));
      return out;
    }
    for (const Value& member : found.items()) out.push_back(member.as_string());
    return out;
  }
  bool flag(NodeId item) {
    const Value found = evaluator_.evaluate(ast_[item].a);
    if (found.is_bool()) return found.as_bool();
    report(item, fmt::format("`{}` takes true or false", ast_.head(ast_[item])));
    return false;
  }
  Path path(NodeId item) { return path_of(text(item)); }
  static Path path_of(std::string_view rest) {
    Path out;
    if (rest == ".") return out;
    while (!rest.empty()) {
      std::string_view step = rest.substr(0, rest.find('.'));
      rest.remove_prefix(std::min(rest.size(), step.size() + 1));
      const bool each = step.ends_with("[*]");
      if (each) step.remove_suffix(3);
      out.push_back({step, each});
    }
    return out;
  }

  void top(Form& form, NodeId item) {
    const std::string_view head = ast_.head(ast_[item]);
    if (ast_[item].kind == NodeKind::kBlock) {
      if (head == "cluster") {
        form.cluster_ = section(item, vocabulary_.cluster());
      } else if (head == "group") {
        FormSection one = section(item, vocabulary_.group());
        if (!form.has_group_) form.groups_.clear();
        form.has_group_ = true;
        form.groups_.push_back(std::move(one));
      } else if (head == "template") {
        form.template_ = section(item, *vocabulary_.find("template"));
      } else if (head == "subnet") {
        form.subnet_ = section(item, *vocabulary_.find("subnet"));
      } else if (const Entity* entity = beside(head); entity != nullptr) {
        form.beside_.emplace_back(entity, section(item, *entity));
      } else if (head == "output") {
        form.outputs_.push_back(output(item));
      } else if (head == "provider") {
        form.provider_ = provider(item);
      } else if (head == "not_checked") {
        form.not_checked_.push_back(not_checked(item));
      } else {
        report(item, fmt::format("a form has no block `{}`", head));
      }
    } else if (head == "syntax") {
      const std::string_view word = raw(ast_[item].a);
      if (word != "yaml" && word != "hcl") report(item, "syntax is yaml or hcl");
      form.syntax_ = word == "hcl" ? Syntax::kHcl : Syntax::kYaml;
    } else if (head == "needles") {
      form.needles_ = texts(item);
    } else if (head == "modules") {
      form.modules_ = texts(item);
    } else if (head == "placeholders") {
      form.placeholders_ = texts(item);
    } else if (head == "changes_groups") {
      form.changes_ = flag(item);
    } else if (head == "typed") {
      form.typed_ = flag(item);
    } else if (head == "old_bools") {
      form.old_bools_ = flag(item);
    } else if (head == "schema") {
      form.schema_ = text(item);
    } else if (head == "detect") {
      form.detect_ = expression(item, {"input", "declared", "vocabulary"});
    } else {
      static constexpr std::array<std::string_view, 9> kNames{
          "syntax", "needles", "detect", "schema", "modules", "placeholders", "changes_groups", "old_bools", "typed"};
      report(item, fmt::format("a form has no `{}`", head), hcl::did_you_mean(head, kNames));
    }
  }

  /// An entity of what stands beside the groups; nullptr where it is none.
  [[nodiscard]] const Entity* beside(std::string_view name) const {
    const Entity* entity = vocabulary_.find(name);
    return entity == nullptr || entity->attributes.empty() || entity == &vocabulary_.group() ||
                   entity == &vocabulary_.cluster()
               ? nullptr
               : entity;
  }

  /// Every name that an expression uses exists: misspelt, it would find nothing.
  void names(NodeId expression, std::vector<std::string_view> roots) {
    const hcl::Functions& functions = hcl::engine_functions();
    const hcl::Names used = hcl::names_in(ast_, std::array<NodeId, 1>{expression});
    for (const NodeId id : used.functions) {
      const std::string_view name = ast_.name(ast_[id]);
      if (functions.find(name) == nullptr) {
        report(id, fmt::format("there is no function `{}`", name), hcl::did_you_mean(name, functions.names()));
      }
    }
    roots.insert(roots.end(), used.loop_names.begin(), used.loop_names.end());
    for (const NodeId id : used.variables) {
      const std::string_view name = ast_.name(ast_[id]);
      if (std::find(roots.begin(), roots.end(), name) == roots.end()) {
        report(id, fmt::format("there is no `{}` here", name), hcl::did_you_mean(name, roots));
      }
    }
  }

  /// What an expression of `write` takes of the group, the cluster and the questions exists: misspelt, it would be
  /// nothing, which looks like what was not said.
  void members(NodeId write, NodeId expression) {
    const hcl::Names used = hcl::names_in(ast_, std::array<NodeId, 1>{expression});
    for (const NodeId access : used.accesses) {
      const std::span<const NodeId> steps = ast_.list(ast_[access]);
      if (ast_[steps[0]].kind != NodeKind::kVariable || ast_[steps[1]].kind != NodeKind::kStepAttr) continue;
      const std::string_view root = ast_.name(ast_[steps[0]]);
      const std::string_view name = ast_.name(ast_[steps[1]]);
      // A `for` may have a variable of that name.
      if (std::find(used.loop_names.begin(), used.loop_names.end(), root) != used.loop_names.end()) continue;
      if (root == "asked") {
        std::vector<std::string_view> asked;
        for (const NodeId block : ast_.blocks(write, "variable")) asked.push_back(ast_.label(block, 0));
        member(root, steps[1], name, asked);
      } else if (root == "group" || root == "cluster") {
        const Entity& entity = root == "group" ? vocabulary_.group() : vocabulary_.cluster();
        member(root, steps[1], name, entity.attribute_names());
        const Attribute* attribute = entity.find(name);
        if (attribute == nullptr || attribute->type != Type::kBlock) continue;
        if (steps.size() < 3 || ast_[steps[2]].kind != NodeKind::kStepAttr) continue;
        std::vector<std::string_view> nested;
        for (const Attribute& one : attribute->nested) nested.push_back(one.name);
        member(attribute->name, steps[2], ast_.name(ast_[steps[2]]), nested);
      }
    }
  }

  void member(std::string_view of, NodeId where, std::string_view name, const std::vector<std::string_view>& known) {
    if (std::find(known.begin(), known.end(), name) != known.end()) return;
    report(where, fmt::format("{} has no `{}`", of, name), hcl::did_you_mean(name, known));
  }

  FormOutput output(NodeId block) {
    FormOutput out;
    out.name = ast_.label(block, 0);
    for (const NodeId item : ast_.list(ast_[ast_.body(block)])) {
      const std::string_view head = ast_.head(ast_[item]);
      if (head == "each") {
        out.each = expression(item, {"input", "major"});
      } else if (head == "zone") {
        out.zone = expression(item, {"input", "major", "index"});
      } else if (head == "public") {
        out.is_public = expression(item, {"input", "major", "index"});
      } else if (head == "resource") {
        out.resource = text(item);
      } else {
        report(item, "an output has `each`, `resource`, `zone` and `public`");
      }
    }
    if (out.each == 0 || out.resource.empty()) report(block, "an output has at least `each` and `resource`");
    return out;
  }

  terraform::Provider provider(NodeId block) {
    terraform::Provider out;
    out.name = ast_.label(block, 0);
    for (const NodeId item : ast_.list(ast_[ast_.body(block)])) {
      if (ast_.head(ast_[item]) == "source") {
        out.source = text(item);
      } else {
        report(item, "a provider has a `source`");
      }
    }
    if (out.name.empty() || out.source.empty()) {
      report(block, "a provider has a name and a `source`: provider \"name\" { source = \"owner/name\" }");
    }
    return out;
  }

  Mark mark(NodeId block) {
    Mark out;
    out.name = ast_.label(block, 0);
    for (const NodeId item : ast_.list(ast_[ast_.body(block)])) {
      const std::string_view head = ast_.head(ast_[item]);
      if (head == "keys") {
        out.keys = texts(item);
      } else if (head == "when") {
        out.when = expression(item, {"group", "input", "key", "major"});
      } else if (head == "own") {
        out.own = flag(item);
      } else {
        report(item, "a mark has `keys`, `own` and `when`");
      }
    }
    return out;
  }

  /// An expression that is computed while a file is read, its names checked now.
  NodeId expression(NodeId item, std::vector<std::string_view> roots) {
    // What is compiled in was checked when it was built.
    if (ast_.source != 0) names(ast_[item].a, std::move(roots));
    return ast_[item].a;
  }

  NotChecked not_checked(NodeId block) {
    NotChecked out;
    for (const NodeId item : ast_.list(ast_[ast_.body(block)])) {
      if (ast_.head(ast_[item]) == "at") {
        out.at = path(item);
      } else if (ast_.head(ast_[item]) == "as") {
        out.as = text(item);
      } else if (ast_.head(ast_[item]) == "inside") {
        out.inside = text(item);
      } else {
        report(item, "not_checked has `at`, `inside` and `as`");
      }
    }
    return out;
  }

  /// Whether groups of the form can be written as it says, of a form that was not checked when it was built.
  void check_written(const Form& form, NodeId body) {
    for (const NodeId block : ast_.blocks(body, "group")) {
      if (ast_.blocks(ast_.body(block), "write").size() > 1) report(block, "a group has one `write`");
    }
    const NodeId write = form.group().write;
    if (form.syntax() == Syntax::kHcl) {
      if (write == 0) return;
      const NodeId given = ast_.expression(write, "block");
      const Value words = given == 0 ? Value::null() : evaluator_.evaluate(given);
      const bool good =
          words.is_list() && !words.items().empty() &&
          std::all_of(words.items().begin(), words.items().end(), [](const Value& word) { return word.is_string(); });
      if (!good) {
        report(given == 0 ? write : given, "`write` of a form of HCL has a `block`, [\"module\"] or the like");
      } else if (!hcl::is_identifier(words.items()[0].as_string())) {
        report(given, fmt::format("a block is called by letters, digits, `_` and `-`, not `{}`",
                                  words.items()[0].as_string()));
      }
      if (const NodeId arguments = ast_.expression(write, "body")) check_arguments(arguments);
      return;
    }
    if (write != 0 && ast_.expression(write, "value") == 0) {
      report(write, "`write` of a form of YAML has a `value`: the document, over group, cluster and name");
    }
    if (write != 0 || !form.group().vocabulary) return;
    // Without `write` a document has groups at their place, and of the cluster what has one.
    if (form.group().at.empty()) report(body, "a form that has no `write` says where its groups are, `at`");
    for (const FormField& field : form.cluster().fields) {
      if (field.path.empty()) report(body, "a form that has no `write` says the `path` of what it reads of a cluster");
    }
  }

  /// That what `body` names outright can be the name of an argument. What is computed is made one, as a group's name
  /// is.
  void check_arguments(NodeId expression) {
    const hcl::Node& node = ast_[expression];
    if (node.kind == NodeKind::kParen) return check_arguments(node.a);
    const bool merged = node.kind == NodeKind::kCall && ast_.name(ast_[ast_.list(node)[0]]) == "merge";
    if (merged || node.kind == NodeKind::kConditional) {
      for (const NodeId part : ast_.list(node).subspan(1)) check_arguments(part);
    }
    if (node.kind != NodeKind::kObject) return;
    for (const NodeId item : ast_.list(node)) {
      std::string name;
      const bool bare = ast_[item].op == 1;
      if (bare || !ast_.literal_text(ast_[item].a, name) || hcl::is_identifier(name)) continue;
      report(item, fmt::format("an argument is called by letters, digits, `_` and `-`, not `{}`", name));
    }
  }

  /// What `write` says, of a form that was not checked when it was built.
  void check_write(NodeId write) {
    for (const NodeId item : ast_.list(ast_[write])) {
      const std::string_view head = ast_.head(ast_[item]);
      if (ast_[item].kind == NodeKind::kBlock) {
        if (head == "variable") {
          if (!hcl::is_identifier(ast_.label(item, 0)))
            report(item, "a `variable` has a name of letters, digits and `_`");
          check_question(ast_.body(item));
        } else if (head != "append") {
          report(item, fmt::format("`write` has no block `{}`", head), "there is variable, append");
        }
      } else if (head == "value") {
        expression(item, {"group", "cluster", "name", "family"});
        members(write, ast_[item].a);
      } else if (head == "body") {
        expression(item, {"group", "name", "zone", "asked"});
        members(write, ast_[item].a);
      } else if (head == "block" || head == "notes") {
        expression(item, {"name", "zone"});
      } else {
        static constexpr std::array<std::string_view, 4> kNames{"value", "block", "body", "notes"};
        report(item, fmt::format("`write` has no `{}`", head), hcl::did_you_mean(head, kNames));
      }
    }
  }

  void check_question(NodeId body) {
    for (const NodeId item : ast_.list(ast_[body])) {
      const std::string_view head = ast_.head(ast_[item]);
      static constexpr std::array<std::string_view, 7> kNames{"description", "type", "default", "condition",
                                                              "error",       "sets", "when"};
      if (std::find(kNames.begin(), kNames.end(), head) == kNames.end()) {
        report(item, fmt::format("`variable` has no `{}`", head), hcl::did_you_mean(head, kNames));
      } else if (head == "when") {
        expression(item, {"name", "zone"});
      } else if (head == "description" || head == "error") {
        expression(item, {"group", "name", "zone"});
        members(body, ast_[item].a);
      }
    }
    for (const NodeId sets : ast_.blocks(body, "sets")) {
      for (const NodeId item : ast_.list(ast_[ast_.body(sets)])) {
        member("group", item, ast_.head(ast_[item]), vocabulary_.group().attribute_names());
      }
    }
    for (const std::string_view needed : {"description", "type"}) {
      if (ast_.expression(body, needed) == 0) report(body, fmt::format("`variable` has a `{}`", needed));
    }
  }

  FormSection section(NodeId block, const Entity& entity) {
    FormSection out;
    for (const NodeId item : ast_.list(ast_[ast_.body(block)])) {
      const std::string_view head = ast_.head(ast_[item]);
      if (ast_[item].kind == NodeKind::kBlock) {
        if (head == "field") {
          const Attribute* attribute = entity.find(ast_.label(item, 0));
          if (attribute == nullptr) {
            report(item, fmt::format("entity {} has no attribute `{}`", entity.name, ast_.label(item, 0)),
                   hcl::did_you_mean(ast_.label(item, 0), entity.attribute_names()));
          } else {
            add_field(out.fields, item, *attribute);
          }
        } else if (head == "write") {
          out.write = ast_.body(item);
          if (ast_.source != 0) check_write(out.write);
        } else if (head == "mark") {
          out.marks.push_back(mark(item));
        } else {
          report(item, fmt::format("`{}` has no block `{}`", entity.name, head));
        }
      } else if (head == "at") {
        place(out, item);
      } else if (head == "defaults") {
        out.defaults = text(item);
      } else if (head == "defaults_when") {
        out.defaults_when = expression(item, {"input", "major"});
      } else if (head == "lenient") {
        out.lenient = flag(item);
      } else if (head == "shallow") {
        out.shallow = flag(item);
      } else if (head == "when") {
        out.when = expression(item, {"group", "input", "key", "major"});
      } else if (head == "complete") {
        out.complete = expression(item, {"group", "input", "key", "major"});
      } else if (head == "lifecycle") {
        out.lifecycle = expression(item, {"group", "input", "key", "major"});
      } else if (head == "guards") {
        out.guards = expression(item, {"group", "input", "key", "major"});
      } else if (head == "ignore") {
        out.ignore = texts(item);
      } else if (head == "bools" || head == "integers") {
        for (const std::string_view one : texts(item)) {
          out.types.emplace_back(path_of(one), head == "bools" ? Type::kBool : Type::kInteger);
        }
      } else if (head == "versions") {
        versions(out, item);
      } else if (head == "vocabulary") {
        out.vocabulary = flag(item);
      } else {
        report(item, fmt::format("`{}` has no `{}`", entity.name, head));
      }
    }
    return out;
  }

  /// `versions = { key = [20, 21] }`.
  void versions(FormSection& out, NodeId item) {
    const Value map = evaluator_.evaluate(ast_[item].a);
    const auto whole = [](const Value& one) { return one.is_number() && one.is_integer(); };
    const bool fits =
        map.is_object() && std::all_of(map.entries().begin(), map.entries().end(), [&](const auto& entry) {
          const bool list = entry.value.is_list() && !entry.value.items().empty();
          return list && std::all_of(entry.value.items().begin(), entry.value.items().end(), whole);
        });
    if (!fits)
      return report(item, "`versions` takes a map of a key to the major versions that have it: { key = [20, 21] }");
    for (const hcl::Entry& entry : map.entries()) {
      std::vector<std::int64_t> majors;
      for (const Value& one : entry.value.items()) majors.push_back(one.as_integer());
      out.versions.emplace_back(entry.key, std::move(majors));
    }
  }

  /// `at = "path"`, or a map of such by the path of a module inside the module.
  void place(FormSection& out, NodeId item) {
    const Value found = evaluator_.evaluate(ast_[item].a);
    if (found.is_string()) {
      out.at = path_of(found.as_string());
      return;
    }
    if (!found.is_object()) return report(item, "`at` takes a path, or a map of paths");
    for (const hcl::Entry& entry : found.entries()) {
      if (!entry.value.is_string()) {
        report(item, "`at` takes a path, or a map of paths");
      } else {
        out.at_inside.emplace_back(entry.key, path_of(entry.value.as_string()));
      }
    }
  }

  /// A second field of an attribute would say nothing.
  void add_field(std::vector<FormField>& fields, NodeId block, const Attribute& attribute) {
    const bool again = std::any_of(fields.begin(), fields.end(),
                                   [&](const FormField& other) { return other.attribute == attribute.name; });
    if (again) report(block, fmt::format("`{}` has a field already; all that is said of it is in one", attribute.name));
    fields.push_back(field(block, attribute));
  }

  FormField field(NodeId block, const Attribute& attribute) {
    FormField out;
    out.attribute = attribute.name;
    for (const NodeId item : ast_.list(ast_[ast_.body(block)])) {
      const std::string_view head = ast_.head(ast_[item]);
      if (ast_[item].kind == NodeKind::kBlock) {
        const Attribute* nested = head == "field" ? attribute.find(ast_.label(item, 0)) : nullptr;
        if (nested == nullptr) {
          report(item, fmt::format("`{}` has no nested attribute `{}`", attribute.name, ast_.label(item, 0)));
        } else {
          add_field(out.nested, item, *nested);
        }
      } else if (head == "path") {
        out.path = path(item);
      } else if (head == "or_single") {
        out.or_single = text(item);
      } else if (head == "appends") {
        out.appends = text(item);
      } else if (head == "default") {
        out.fallback = expression(item, {"group", "input", "key", "major"});
      } else if (head == "sent") {
        out.sent = expression(item, {"group", "input", "key", "major"});
      } else if (head == "value") {
        out.value = expression(item, {"group", "input", "key", "major"});
      } else if (head == "only_here") {
        out.only_here = expression(item, {"group", "input", "key", "major"});
      } else if (head == "values") {
        values(out, attribute, item);
      } else if (head == "families") {
        families(out, attribute, item);
      } else {
        static constexpr std::array<std::string_view, 9> kNames{"path",    "or_single", "default", "value",   "values",
                                                                "appends", "only_here", "sent",    "families"};
        report(item, fmt::format("a field has no `{}`", head), hcl::did_you_mean(head, kNames));
      }
    }
    if (out.path.empty() && out.value == 0) report(block, "a field says under which `path` it stands, or its `value`");
    return out;
  }

  void values(FormField& out, const Attribute& attribute, NodeId item) {
    const Value map = evaluator_.evaluate(ast_[item].a);
    if (!map.is_object()) return report(item, "`values` takes a map of the vocabulary's value to the form's");
    for (const hcl::Entry& entry : map.entries()) {
      known_value(attribute, entry.key, item);
      out.values.emplace_back(entry.key, entry.value);
    }
  }

  void known_value(const Attribute& attribute, std::string_view value, NodeId item) {
    const bool known = std::find(attribute.one_of.begin(), attribute.one_of.end(), value) != attribute.one_of.end();
    if (!known) report(item, fmt::format("`{}` has no value {}", attribute.name, value));
  }

  void families(FormField& out, const Attribute& attribute, NodeId item) {
    const Value map = evaluator_.evaluate(ast_[item].a);
    const bool good = map.is_object() && !map.entries().empty() && out.path.size() == 1;
    if (!good)
      return report(item, "`families`, behind the `path` of a key, takes a map of its words to lists of values");
    for (const hcl::Entry* entry : map.in_source_order()) {
      std::vector<std::string_view> values;
      for (const Value& value : entry->value.is_list() ? entry->value.items() : std::span<const Value>()) {
        if (value.is_string()) values.push_back(value.as_string());
        known_value(attribute, value.is_string() ? value.as_string() : "that is no text", item);
      }
      if (values.empty()) report(item, fmt::format("{} has no values", entry->key));
      out.families.emplace_back(entry->key, std::move(values));
    }
  }

  hcl::Ast ast_;
  const Vocabulary& vocabulary_;
  hcl::Variables nothing_;
  hcl::Diagnostics& diagnostics_;
  hcl::Evaluator evaluator_;
};

const FormField* FormSection::find(std::string_view attribute) const {
  for (const FormField& field : fields) {
    if (field.attribute == attribute) return &field;
  }
  return nullptr;
}

std::span<const std::int64_t> FormSection::only_in(std::string_view key, const Value& major) const {
  const auto has_it = [&](const auto& entry) {
    return std::find(entry.second.begin(), entry.second.end(), major.as_integer()) != entry.second.end();
  };
  // A version that nothing is said of may have any.
  if (!major.is_number() || std::none_of(versions.begin(), versions.end(), has_it)) return {};
  const auto of_key =
      std::find_if(versions.begin(), versions.end(), [&](const auto& entry) { return entry.first == key; });
  if (of_key == versions.end() || has_it(*of_key)) return {};
  return of_key->second;
}

std::optional<Form> Form::load(const hcl::Ast& ast, const Vocabulary& vocabulary, hcl::Arena& arena,
                               hcl::Diagnostics& diagnostics) {
  return FormLoader(ast, vocabulary, arena, diagnostics).run();
}

bool Form::has_needle(std::string_view text) const {
  return std::any_of(needles_.begin(), needles_.end(),
                     [&](std::string_view needle) { return text.find(needle) != std::string_view::npos; });
}

namespace {

/// A module's source without what says how it is fetched:
/// git::https://github.com/a/b.git//c?ref=v1 is github.com/a/b, and c lies inside.
std::string_view plain_source(std::string_view source, std::string_view& inside) {
  source = source.substr(0, source.find('?'));
  for (const std::string_view before :
       {"git::", "https://", "http://", "ssh://", "git@", "registry.terraform.io/", "registry.opentofu.org/"}) {
    if (source.starts_with(before)) source.remove_prefix(before.size());
  }
  const std::size_t slashes = source.find("//");
  inside = slashes == std::string_view::npos ? std::string_view() : source.substr(slashes + 2);
  source = source.substr(0, slashes);
  if (source.ends_with(".git")) source.remove_suffix(4);
  return source;
}

}  // namespace

bool same_source(std::string_view source, std::string_view known, std::string_view& inside) {
  const std::string_view plain = plain_source(source, inside);
  std::string_view known_inside;
  const std::string_view other = plain_source(known, known_inside);
  // git@github.com:a/b and github.com/a/b are one place.
  const bool same =
      plain.size() == other.size() && std::equal(plain.begin(), plain.end(), other.begin(), [](char a, char b) {
        return a == b || (a == ':' && b == '/') || (a == '/' && b == ':');
      });
  if (!same || known_inside.empty()) return same;
  // A module inside another that is known by its whole path.
  if (inside != known_inside) return false;
  inside = {};
  return true;
}

std::string_view source_needle(std::string_view source) {
  std::string_view inside;
  const std::string_view plain = plain_source(source, inside);
  const std::size_t slash = plain.find_last_of("/:");
  return slash == std::string_view::npos ? plain : plain.substr(slash + 1);
}

bool Form::is_module(std::string_view source, std::string_view& inside) const {
  return std::any_of(modules_.begin(), modules_.end(),
                     [&](std::string_view known) { return same_source(source, known, inside); });
}

bool Form::is_declared(std::string_view path, std::string_view schema) const {
  const std::size_t slash = path.find_last_of('/');
  const std::string_view file = slash == std::string_view::npos ? path : path.substr(slash + 1);
  return (!schema_.empty() && schema.ends_with(schema_)) || file.substr(0, file.find('.')) == name_;
}

bool Form::detects(const Value& input, bool declared, const Vocabulary& vocabulary, hcl::Arena& arena) const {
  if (detect_ == 0) return false;
  std::vector<Value> names;
  for (const Attribute& attribute : vocabulary.group().attributes) names.push_back(Value::string(attribute.name));
  hcl::Variables scope;
  scope.set("input", input);
  scope.set("declared", Value::boolean(declared));
  scope.set("vocabulary", Value::object(arena, {{"group", Value::list(arena, names), {}, 0}}));
  hcl::Diagnostics ignored;  // what cannot be computed is not this form
  hcl::Evaluator evaluator(ast_, arena, scope, hcl::engine_functions(), ignored);
  return hcl::Evaluator::to_bool(evaluator.evaluate(detect_)).value_or(false);
}

}  // namespace mng::model
