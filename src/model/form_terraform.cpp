#include "model/form_terraform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "hcl/convert.hpp"
#include "hcl/evaluate.hpp"
#include "hcl/json_text.hpp"
#include "hcl/type.hpp"
#include "model/form_reader.hpp"
#include "model/pairing.hpp"
#include "terraform/version.hpp"

namespace mng::model {

using hcl::Entry;
using hcl::Value;

namespace {

/// The major version of a module as its constraint, or the `ref` of its
/// source, says; unknown where that leaves several.
Value major_of(const terraform::Call& call, hcl::Arena& arena) {
  std::string_view text;
  if (call.version.is_string()) {
    text = call.version.as_string();
  } else if (const std::size_t ref = call.source.find("?ref="); ref != std::string_view::npos) {
    text = call.source.substr(ref + 5);
    text = text.substr(0, text.find('&'));
  }
  const auto range = text.empty() ? std::nullopt : terraform::VersionRange::parse(text);
  const std::optional<unsigned> major = range ? range->major() : std::nullopt;
  if (major) return Value::number(std::int64_t{*major});
  return Value::unknown(arena, arena.copy(fmt::format("the version of {}", call.address)));
}

/// The arguments of a call, each computed when it is asked for.
class InputScope final : public hcl::Scope {
 public:
  InputScope(const terraform::Call& call, const Value& major) : call_(call), major_(major) {}

  std::optional<Value> find(const hcl::Reference& reference, std::size_t& taken) const override {
    if (reference.name == "major") return major_;
    const std::string_view name = reference.attribute(0);
    if (reference.name != "input" || name.empty()) return std::nullopt;
    taken = 1;
    terraform::Call deeper = call_;
    deeper.depth = reference.depth + 1;
    return deeper.input(name);
  }

 private:
  const terraform::Call& call_;
  Value major_;
};

Value evaluate(const Form& form, hcl::NodeId node, const hcl::Scope& scope, hcl::Arena& arena, unsigned depth) {
  hcl::Diagnostics ignored;
  hcl::Evaluator evaluator(form.ast(), arena, scope, hcl::engine_functions(), ignored, depth);
  evaluator.suggest(false);
  const Value value = evaluator.evaluate(node);
  return value.is_error() ? Value::null() : value;
}

std::string_view made_by(const terraform::Call& call, const FormOutput& output, std::size_t index, hcl::Arena& arena) {
  return arena.copy(fmt::format("{}.{}[{}]", call.address, output.resource, index));
}

/// An address as Terraform prints it: aws_eks_node_group.x["a b"].
std::string address_text(const hcl::Ast& ast, hcl::NodeId node) {
  if (ast[node].kind == hcl::NodeKind::kVariable) return std::string(ast.name(ast[node]));
  if (ast[node].kind != hcl::NodeKind::kAccess) return {};
  const std::span<const hcl::NodeId> steps = ast.list(ast[node]);
  std::string out = address_text(ast, steps[0]);
  for (const hcl::NodeId step : steps.subspan(1)) {
    if (ast[step].kind == hcl::NodeKind::kStepAttr) {
      out += fmt::format(".{}", ast.name(ast[step]));
    } else if (ast[step].kind == hcl::NodeKind::kStepIndex) {
      const hcl::NodeId index = ast[step].a;
      std::string text;
      if (ast[index].kind == hcl::NodeKind::kNumber) {
        out += fmt::format("[{}]", ast.text.substr(ast[index].begin, ast[index].end - ast[index].begin));
      } else if (ast.literal_text(index, text)) {
        out += fmt::format("[{}]", hcl::json_quoted(text));
      }
    }
  }
  return out;
}

/// Reads one root module.
class Reading {
 public:
  Reading(const FormModules& modules, std::span<const Form> forms, terraform::Evaluation& run,
          const Vocabulary& vocabulary)
      : modules_(modules), forms_(forms), provider_(provider_of(forms)), run_(run), vocabulary_(vocabulary) {}

  Document run() {
    const std::vector<std::uint32_t>& sources = run_.root()->module().sources;
    document_.source = sources.empty() ? 0 : sources[0];
    document_.body = {document_.source, 0, 0};
    for (const Attribute& attribute : vocabulary_.cluster().attributes) {
      Field field;
      field.effective = effective(attribute, nullptr, run_.arena());
      document_.cluster.push_back(field);
    }
    if (provider_ != nullptr) document_.provider = terraform::provider_version(run_, *provider_);
    const std::vector<const terraform::Instance*> instances = run_.instances();
    for (const terraform::Instance* instance : instances) {
      resources(*instance);
      calls(*instance);
      declared_again(instance->module());
    }
    if (!document_.groups.empty()) {
      for (const terraform::Instance* instance : instances) parts(*instance);
    }
    for (const terraform::Instance* instance : instances) moves(*instance);
    document_.open = document_.open || unknown_groups_ > 0;
    if (unknown_groups_ > 0) {
      document_.not_checked.push_back(
          "node groups that are not known here, such as those of a variable without a value,");
    }
    for (const auto& [what, count] : not_checked_) {
      document_.not_checked.push_back(fmt::format("{} {}{}", count, what, count == 1 ? "" : "s"));
    }
    return std::move(document_);
  }

 private:
  FormReader reader(const Form& form) {
    if (document_.form.empty()) document_.form = form.name();
    return {form, vocabulary_, run_.code().sources(), run_.arena(), document_};
  }

  /// Whether a part of a block did not parse: what is left of it is not what was meant.
  static bool is_broken(const terraform::Module& module, const terraform::Block& block) {
    return std::any_of(module.diagnostics.begin(), module.diagnostics.end(),
                       [&](const hcl::Diagnostic& diagnostic) { return block.range().contains(diagnostic.range); });
  }

  /// Of what repeats in a way that is not known, not all is seen.
  void see(const terraform::Repetition& repetition) {
    const bool unknown_key = std::any_of(repetition.keys.begin(), repetition.keys.end(),
                                         [](const terraform::Repetition::Key& key) { return key.key.is_unknown(); });
    document_.open = document_.open || repetition.rest != nullptr || unknown_key;
  }

  /// Notes of a group what is not known of how often it stands.
  static void repeat(const terraform::Repetition& repetition, Group& group) {
    const bool at_most_one = repetition.rest == nullptr || (repetition.keys.empty() && repetition.rest->high <= 1);
    if (at_most_one) return;
    (repetition.keys.empty() ? group.stands_for_all : group.has_others) = true;
  }
  static void repeat(const terraform::Instance& instance, Group& group) {
    for (const terraform::Instance* at = &instance; at != nullptr; at = at->parent()) repeat(at->repetition(), group);
  }

  /// What its `moved` blocks say, as addresses of the whole.
  void moves(const terraform::Instance& instance) {
    const auto address = [&](const terraform::Expression& expression) {
      std::string out(instance.address());
      if (!out.empty()) out += '.';
      return out + address_text(*expression.ast, expression.node);
    };
    for (const terraform::Block& block : instance.module().removed) {
      const terraform::Expression from = block.attribute("from");
      if (!from) continue;
      for (const terraform::Body& body : block.blocks("lifecycle")) {
        const hcl::NodeId destroy = body.ast->expression(body.node, "destroy");
        if (destroy == 0) continue;
        const Value deletes = instance.evaluate({body.ast, destroy, {}});
        if (hcl::Evaluator::to_bool(deletes) == false) document_.forgotten.push_back(address(from));
      }
    }
    for (const terraform::Block& block : instance.module().moved) {
      const terraform::Expression from = block.attribute("from");
      const terraform::Expression to = block.attribute("to");
      if (from && to) document_.moved.add(address(from), address(to));
    }
    see(instance.repetition());
    // Where a part of the code is not read, groups may stand in it.
    const bool broken = !instance.module().not_read.empty() || !instance.module().diagnostics.empty();
    document_.open = document_.open || broken;
  }

  static std::vector<hcl::Range> callers_of(const terraform::Instance& instance) {
    std::vector<hcl::Range> out;
    for (const terraform::Instance* at = &instance; at->parent() != nullptr; at = at->parent()) {
      out.push_back(at->caller()->head());
    }
    return out;
  }

  void resources(const terraform::Instance& instance) {
    for (const Form& form : forms_) {
      if (form.syntax() != Syntax::kHcl) continue;
      for (const FormSection& section : form.groups()) {
        if (!section.is_resource()) continue;
        const auto of_type = instance.module().resources.find(section.at[1].key);
        if (of_type == instance.module().resources.end()) continue;
        FormReader read = reader(form);
        for (const auto& [name, block] : of_type->second) {
          if (is_broken(instance.module(), block)) continue;
          see(instance.repetition(block));
          for (const terraform::Resource& resource : instance.resources(of_type->first, name)) {
            const std::size_t before = document_.groups.size();
            read.group(section, {resource.body.at(block.range()), resource.address, block.head()}, Value::null(), 0);
            if (document_.groups.size() == before) continue;
            Group& group = document_.groups.back();
            group.block = block.range();
            group.callers = callers_of(instance);
            group.is_resource = true;
            repeat(instance, group);
            repeat(instance.repetition(block), group);
            group.lifecycle = lifecycle(instance, block);
            group.provider_text = provider_text(block, "provider");
            group.provider_region = region_of(instance, block);
          }
        }
        unknown_groups_ += read.unknown_groups();
      }
    }
  }

  /// Says which blocks that make groups were declared before: a warning, as a folder of documentation may show two
  /// ways.
  void declared_again(const terraform::Module& module) {
    for (const auto& [block, first] : module.again) {
      if (!makes_groups(block) || !told_again_.insert(block.range()).second) continue;
      const hcl::Ast& ast = *block.ast;
      const std::string_view label = ast.label(block.node, 0);
      const std::string_view second = ast.label(block.node, 1);
      document_.issues.push_back(
          {"declared-again",
           hcl::Severity::kWarning,
           Value::null().at(block.head()),
           fmt::format("{} is declared a second time, and this one is not looked at",
                       second.empty() ? fmt::format("module.{}", label) : fmt::format("{}.{}", label, second)),
           "name one of them otherwise, or take one of them away",
           -1,
           {{first, "it is declared here first"}}});
    }
  }

  /// Whether a block is a node group, or the call of a module that makes some.
  [[nodiscard]] bool makes_groups(const terraform::Block& block) const {
    if (block.ast->head((*block.ast)[block.node]) == "module") {
      std::string_view inside;
      const Form* form = modules_.find(terraform::Instance::source(block, run_.arena()), inside);
      return form != nullptr && form->makes_groups();
    }
    const std::string_view type = block.ast->label(block.node, 0);
    return std::any_of(forms_.begin(), forms_.end(), [&](const Form& form) {
      return form.syntax() == Syntax::kHcl &&
             std::any_of(form.groups().begin(), form.groups().end(), [&](const FormSection& section) {
               return section.is_resource() && section.at[1].key == type;
             });
    });
  }

  void calls(const terraform::Instance& instance) {
    for (const auto& [name, block] : instance.module().modules) {
      std::string_view inside;
      const std::string_view source = terraform::Instance::source(block, run_.arena());
      const Form* form = modules_.find(source, inside);
      if (form == nullptr && instance.children(name).empty() && !instance.repetition(block).looked_at().empty()) {
        const std::string_view outer = instance.address();
        document_.opaque.push_back(fmt::format("{}{}module.{}", outer, outer.empty() ? "" : ".", name));
      }
      if (form == nullptr || is_broken(instance.module(), block)) continue;
      if (form->makes_groups()) see(instance.repetition(block));
      for (const terraform::Call& call : instance.calls(name)) {
        if (!form->makes_groups()) continue;
        FormReader read = reader(*form);
        read.context(call.inputs, major_of(call, run_.arena()));
        for (const FormSection& section : form->groups()) {
          const Path* at = nullptr;
          if (section.at_inside.empty() && inside.empty() && !section.is_resource()) at = &section.at;
          for (const auto& [path, place] : section.at_inside) {
            if (path == inside) at = &place;
          }
          if (at == nullptr) continue;
          const std::size_t before = document_.groups.size();
          const std::size_t unknown_before = read.unknown_groups();
          read.groups(section, *at, call.inputs, call.address);
          for (std::size_t i = before; i < document_.groups.size(); ++i) {
            Group& group = document_.groups[i];
            // The one group of a call is shown by the call.
            if (!group.place.known()) group.place = block.head();
            group.block = block.range();
            group.call = call.address;
            repeat(instance, group);
            repeat(call.repetition, group);
            group.has_others = group.has_others || read.unknown_groups() > unknown_before;
            group.callers = callers_of(instance);
            group.provider_text = provider_text(block, "providers");
            group.provider_region = region_of(instance, block);
          }
        }
        for (const NotChecked& rule : form->not_checked()) {
          if (rule.inside == inside) not_checked_[std::string(rule.as)] += follow(call.inputs, rule.at).size();
        }
        unknown_groups_ += read.unknown_groups();
      }
    }
    std::erase_if(not_checked_, [](const auto& entry) { return entry.second == 0; });
  }

  /// Launch templates and subnets, for groups to be joined with.
  void parts(const terraform::Instance& instance) {
    for (const Form& form : forms_) {
      if (form.syntax() != Syntax::kHcl) continue;
      const auto read_all = [&](const FormSection* section, const Entity& entity, std::vector<Part>& out) {
        if (section == nullptr || !section->is_resource()) return;
        const auto of_type = instance.module().resources.find(section->at[1].key);
        if (of_type == instance.module().resources.end()) return;
        FormReader read = reader(form);
        for (const auto& [name, block] : of_type->second) {
          for (const terraform::Resource& resource : instance.resources(of_type->first, name)) {
            const std::optional<bool> there =
                section->when == 0 ? true
                                   : hcl::Evaluator::to_bool(read.expression(section->when, resource.body, name));
            if (!there.value_or(entity.doubt)) continue;
            out.push_back(
                {resource.address, read.fields(*section, entity, resource.body), Value::null(), block.head()});
          }
        }
      };
      const auto if_any = [](const std::optional<FormSection>& section) { return section ? &*section : nullptr; };
      read_all(if_any(form.template_section()), *vocabulary_.find("template"), document_.templates);
      read_all(if_any(form.subnet_section()), *vocabulary_.find("subnet"), document_.subnets);
      for (const auto& [entity, section] : form.beside()) read_all(&section, *entity, document_.beside[entity->name]);
    }
    for (const auto& [name, block] : instance.module().modules) {
      std::string_view inside;
      const Form* form = modules_.find(terraform::Instance::source(block, run_.arena()), inside);
      if (form == nullptr) continue;
      for (const terraform::Call& call : instance.calls(name)) {
        made_subnets(*form, call);
        if (form->beside().empty()) continue;
        FormReader read = reader(*form);
        read.context(call.inputs, major_of(call, run_.arena()));
        read.beside(call.inputs, block.head(), inside);
      }
    }
  }

  /// What is known of the subnets that a module makes.
  void made_subnets(const Form& form, const terraform::Call& call) {
    const Entity& entity = *vocabulary_.find("subnet");
    const InputScope scope(call, major_of(call, run_.arena()));
    for (const FormOutput& output : form.outputs()) {
      if (output.zone == 0 && output.is_public == 0) continue;
      const Value each = evaluate(form, output.each, scope, run_.arena(), call.depth);
      if (!each.is_list()) continue;
      for (std::size_t i = 0; i < each.items().size(); ++i) {
        hcl::Variables with(&scope);
        with.set("index", Value::number(static_cast<std::int64_t>(i)));
        std::vector<Field> fields(entity.attributes.size());
        for (const auto& [name, node] : {std::pair("zone", output.zone), std::pair("public", output.is_public)}) {
          if (node == 0) continue;
          Field& field = fields[*entity.index(name)];
          field.written = field.effective = evaluate(form, node, with, run_.arena(), call.depth);
          field.given = !field.written.is_null();
        }
        document_.subnets.push_back({made_by(call, output, i, run_.arena()), std::move(fields)});
      }
    }
  }

  /// What the lifecycle block of a resource says. Terraform reads it before it evaluates anything.
  Value lifecycle(const terraform::Instance& instance, const terraform::Block& block) {
    std::vector<Entry> out;
    const std::vector<terraform::Body> bodies = block.blocks("lifecycle");
    const auto flag = [&](std::string_view name) {
      Value value = Value::boolean(false);
      for (const terraform::Body& body : bodies) {
        const hcl::NodeId given = body.ast->attribute(body.node, name);
        if (given == 0) continue;
        const Value written = instance.evaluate({body.ast, (*body.ast)[given].a, {}});
        // What is neither true nor unknown is off.
        value = written.is_unknown() ? hcl::untyped(written, run_.arena())
                                     : Value::boolean(hcl::Evaluator::to_bool(written).value_or(false));
        value = value.at(body.ast->range((*body.ast)[given]));
      }
      out.push_back({name, value, {}, 0});
    };
    flag("create_before_destroy");
    flag("prevent_destroy");
    std::vector<Value> ignored;
    hcl::Range place;
    for (const terraform::Body& body : bodies) {
      const hcl::NodeId given = body.ast->expression(body.node, "ignore_changes");
      if (given == 0) continue;
      const hcl::Ast& ast = *body.ast;
      place = ast.range(ast[given]);
      const auto add = [&](hcl::NodeId node) {
        std::string text;
        // Versions before 0.12 wrote attributes as strings.
        if (!ast.literal_text(node, text)) text = ast.text.substr(ast[node].begin, ast[node].end - ast[node].begin);
        ignored.push_back(Value::string(run_.arena().copy(text)).at(ast.range(ast[node])));
      };
      if (ast[given].kind == hcl::NodeKind::kTuple) {
        for (const hcl::NodeId member : ast.list(ast[given])) add(member);
      } else {
        add(given);
      }
    }
    out.push_back({"ignore_changes", Value::list(run_.arena(), ignored).at(place), {}, 0});
    return Value::object(run_.arena(), std::move(out));
  }

  /// What a block says of its provider, as it is written.
  static std::string_view provider_text(const terraform::Block& block, std::string_view name) {
    const terraform::Expression given = block.attribute(name);
    if (!given) return {};
    const hcl::Node& node = (*given.ast)[given.node];
    return given.ast->text.substr(node.begin, node.end - node.begin);
  }

  /// The region of the provider that a block uses.
  Value region_of(const terraform::Instance& instance, const terraform::Block& block) {
    if (provider_ == nullptr) return Value::unknown(run_.arena(), "the region of its provider");
    return terraform::provider_argument(run_, instance, block, *provider_, "region");
  }

  const FormModules& modules_;
  std::span<const Form> forms_;
  const terraform::Provider* provider_;
  terraform::Evaluation& run_;
  const Vocabulary& vocabulary_;
  Document document_;
  std::set<hcl::Range> told_again_;  ///< where a module is called twice, what it declares again is told once
  std::map<std::string, std::size_t> not_checked_;
  std::size_t unknown_groups_ = 0;
};

}  // namespace

const terraform::Provider* provider_of(std::span<const Form> forms) {
  for (const Form& form : forms) {
    if (form.provider()) return &*form.provider();
  }
  return nullptr;
}

const Form* FormModules::find(std::string_view source, std::string_view& inside) const {
  if (source.empty()) return nullptr;
  for (const auto& [own, name] : mapped_) {
    if (!same_source(source, own, inside)) continue;
    for (const Form& form : forms_) {
      if (form.name() == name) return &form;
    }
  }
  for (const Form& form : forms_) {
    if (form.syntax() == Syntax::kHcl && form.is_module(source, inside)) return &form;
  }
  return nullptr;
}

bool FormModules::knows(std::string_view source) const {
  std::string_view inside;
  return find(source, inside) != nullptr;
}

std::optional<Value> FormModules::output(const terraform::Call& call, std::string_view name,
                                         terraform::Evaluation& run) const {
  std::string_view inside;
  const Form* form = find(call.source, inside);
  if (form == nullptr || !inside.empty()) return std::nullopt;
  hcl::Arena& arena = run.arena();
  for (const FormOutput& output : form->outputs()) {
    if (output.name != name) continue;
    const InputScope scope(call, major_of(call, arena));
    const Value each = evaluate(*form, output.each, scope, arena, call.depth);
    if (!each.is_list()) return std::nullopt;
    std::vector<Value> out;
    for (std::size_t i = 0; i < each.items().size(); ++i) {
      hcl::Unknown what;
      what.resource = made_by(call, output, i, arena);
      what.attribute = "id";
      what.computed = true;
      what.depends_on = arena.copy_span(std::vector<std::string_view>{what.resource});
      what.type = &hcl::kStringType;
      out.push_back(Value::unknown(arena.make(what)));
    }
    return hcl::list_value(arena, out, &hcl::kStringType, each.as_list().rest);
  }
  return std::nullopt;
}

Document read_terraform(const FormModules& modules, std::span<const Form> forms, terraform::Evaluation& run,
                        const Vocabulary& vocabulary) {
  return Reading(modules, forms, run, vocabulary).run();
}

std::set<std::string> declared_resources(const terraform::Evaluation& run) {
  std::set<std::string> out;
  for (const terraform::Instance* instance : run.instances()) {
    std::string prefix = without_keys(instance->address());
    if (!prefix.empty()) prefix += '.';
    for (const auto& [type, blocks] : instance->module().resources) {
      for (const auto& [name, block] : blocks) out.insert(fmt::format("{}{}.{}", prefix, type, name));
    }
  }
  return out;
}

}  // namespace mng::model
