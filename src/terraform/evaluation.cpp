#include "terraform/evaluation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hcl/parser.hpp"
#include "syntax/functions.hpp"

namespace mng::terraform {

using hcl::NodeKind;
using hcl::Value;

Evaluation::Evaluation(const Code& code, hcl::Arena& arena, const KnownModules& known, const std::string& folder,
                       const Given& given)
    : code_(code),
      arena_(arena),
      known_(known),
      folder_(folder),
      functions_(syntax::terraform_functions()),
      types_(arena) {
  files_ = code.tree().readable(folder);
  functions_.files = files_.get();
  const Module* module = code.module(folder);
  if (module == nullptr) return;
  read_values(*module, given);
  root_ = std::make_unique<Instance>(*this, *module, "", nullptr, nullptr, Repetition{}, Repetition::Key{});
  // Terraform refuses what a variable cannot take, whether or not anything uses it.
  for (const auto& [name, block] : module->variables) {
    if (texts_.count(name) != 0 || values_.count(name) != 0) static_cast<void>(root_->variable(name));
  }
}

Evaluation::~Evaluation() = default;

void Evaluation::report(const hcl::Range& range, std::string message, std::string help) {
  const bool said = std::any_of(diagnostics_.begin(), diagnostics_.end(), [&](const hcl::Diagnostic& one) {
    return one.range == range && one.message == message;
  });
  if (!said) diagnostics_.push_back({range, std::move(message), std::move(help), hcl::Severity::kError});
}

void Evaluation::refuse(std::string_view variable, const Block& declared, const hcl::Range& place,
                        const hcl::Type& type, std::string_view error) {
  refused_values_.push_back({place, fmt::format("the value of variable `{}` {}", variable, error),
                             fmt::format("give it a value of type {}, or change the type that {} declares",
                                         hcl::type_text(type), sources()[declared.head().source].path()),
                             hcl::Severity::kError});
}

void Evaluation::read_values(const Module& module, const Given& given) {
  const auto read = [&](const std::string& path) {
    hcl::Diagnostics faults;
    const hcl::Ast* ast = code_.values(path, faults);
    value_faults_.insert(value_faults_.end(), faults.begin(), faults.end());
    if (ast == nullptr) {
      notes_.push_back(fmt::format("{}: {};", code_.tree().shown(path), code_.fault(path)));
      return;
    }
    for (const hcl::NodeId item : ast->list((*ast)[ast->root])) {
      if ((*ast)[item].kind != NodeKind::kAttribute) continue;
      values_[ast->head((*ast)[item])] = {ast, (*ast)[item].a, ast->head_range((*ast)[item])};
    }
  };
  const auto takes_text = [&](const std::string& variable) {
    const auto declared = module.variables.find(variable);
    const Expression written = declared == module.variables.end() ? Expression{} : declared->second.attribute("type");
    const hcl::Type* type = written ? types_.read(written).type : nullptr;
    return type != nullptr && type->is_primitive();
  };
  const std::vector<std::string> names = code_.names(folder_);
  for (const char* name : {"terraform.tfvars", "terraform.tfvars.json"}) {
    if (std::find(names.begin(), names.end(), name) != names.end()) read(path_in(folder_, name));
  }
  for (const std::string& name : names) {
    if (is_automatic_values(name) && !name.starts_with("terraform.tfvars")) read(path_in(folder_, name));
  }
  for (const std::string& file : given.value_files) read(file);
  for (const auto& [name, source] : given.variables) {
    const std::string_view kept = code_.sources()[source].text();
    const hcl::Range all{source, 0, static_cast<std::uint32_t>(kept.size())};
    Value value = Value::string(kept).at(all);
    // A list or a map is written as an expression; what is none is text, and so is all that a text or number is given.
    if (!kept.empty() && (kept[0] == '[' || kept[0] == '{') && !takes_text(name)) {
      hcl::Diagnostics faults;
      trees_.push_back(std::make_unique<hcl::Tree>(hcl::parse_expression(kept, source, faults)));
      const hcl::Variables nothing;
      const hcl::Ast ast = trees_.back()->view();
      hcl::Evaluator evaluator(ast, arena_, nothing, functions_, faults);
      if (faults.empty()) value = evaluator.evaluate(ast.root);
      value_faults_.insert(value_faults_.end(), faults.begin(), faults.end());
      if (!faults.empty()) continue;
    }
    texts_[name] = value;
  }
}

std::vector<const Instance*> Evaluation::instances() const {
  std::vector<const Instance*> out;
  if (root_) out.push_back(root_.get());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Instance* at = out[i];
    for (const auto& [name, block] : at->module().modules) {
      for (const std::unique_ptr<Instance>& child : at->children(name)) out.push_back(child.get());
    }
  }
  return out;
}

}  // namespace mng::terraform
