#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "hcl/convert.hpp"
#include "hcl/json_text.hpp"
#include "hcl/parser.hpp"
#include "terraform/evaluation.hpp"

namespace mng::terraform {

using hcl::Entry;
using hcl::Value;

std::vector<Repetition::Key> Repetition::looked_at() const {
  if (!keys.empty() || rest == nullptr || rest->high == 0) return keys;
  const Value what = Value::unknown(rest->cause);
  return {{what, what}};
}

Instance::Instance(Evaluation& run, const Module& module, std::string_view address, const Instance* parent,
                   const Block* call, Repetition repetition, Repetition::Key key)
    : run_(run),
      module_(module),
      address_(address),
      parent_(parent),
      call_(call),
      repetition_(std::move(repetition)),
      key_(key) {}

Value Instance::unknown(std::string_view depends_on) const {
  return Value::unknown(run_.arena(), depends_on);
}

/// Computes a thing once. A thing that is asked for while it is computed
/// depends on itself.
template <class Compute>
Value Instance::once(What what, std::string_view type, std::string_view name, std::string_view wanted,
                     const hcl::Range& place, Compute compute) const {
  const auto [at, added] = known_.try_emplace({what, type, name, wanted});
  std::optional<Value>& slot = at->second;  // stays where it is while the map grows
  if (added) {
    const Value value = compute();
    slot = value;
    return value;
  }
  if (slot) return *slot;
  const std::string shown = type.empty() ? std::string(name) : fmt::format("{}.{}", type, name);
  run_.report(place, fmt::format("`{}` depends on itself", shown), "break the circle: Terraform refuses it");
  return unknown(shown);
}

Value Instance::evaluate_in(const Expression& expression, const hcl::Scope& scope, unsigned depth) const {
  hcl::Diagnostics ignored;  // Terraform says what is wrong with an expression; here it is not known
  hcl::Evaluator evaluator(*expression.ast, run_.arena(), scope, run_.functions_, ignored, depth);
  evaluator.suggest(false);
  evaluator.limit_steps(run_.steps_left_);
  const Value value = evaluator.evaluate(expression.node);
  run_.steps_left_ = evaluator.steps_left();
  if (run_.steps_left_ == 0 && !run_.exhausted_) {
    run_.exhausted_ = true;
    run_.notes_.emplace_back("the code takes more steps than are allowed: the rest of it is");
  }
  const hcl::Node& node = (*expression.ast)[expression.node];
  // What nothing declares stands where it is named.
  const bool undeclared = value.is_unknown() && !value.as_unknown().computed && !value.range().known();
  if (undeclared) return value.at(expression.ast->range(node));
  if (!value.is_error()) return value;
  std::string_view text = expression.ast->text.substr(node.begin, node.end - node.begin);
  constexpr std::size_t kShort = 60;
  text = text.substr(0, std::min(text.find('\n'), kShort));
  return unknown(text).at(expression.ast->range(node));
}

Value Instance::evaluate(const Expression& expression, unsigned depth) const {
  return evaluate_in(expression, *this, depth);
}

Value Instance::evaluate(const Expression& expression, const Repetition& repetition, const Repetition::Key& key,
                         unsigned depth) const {
  return evaluate_in(expression, repeated(repetition, key), depth);
}

std::optional<Value> Instance::find(const hcl::Reference& reference, std::size_t& taken) const {
  const std::string_view first = reference.attribute(0);
  const unsigned depth = reference.depth + 1;
  if (first.empty()) return std::nullopt;
  taken = 1;
  if (reference.name == "var") return variable(first, depth);
  if (reference.name == "local") {
    if (module_.locals.find(first) == module_.locals.end()) return std::nullopt;
    return local(first, depth);
  }
  if (reference.name == "path") return path(first);
  if (reference.name == "terraform") return unknown(run_.arena().copy(fmt::format("terraform.{}", first)));
  if (reference.name == "module") {
    const auto call = module_.modules.find(first);
    if (call == module_.modules.end()) return unknown(run_.arena().copy(fmt::format("module.{}", first)));
    return module_value(call->first, call->second, reference.member_attribute(1), depth);
  }
  const bool data = reference.name == "data";
  const std::string_view type = data ? first : reference.name;
  const std::string_view name = data ? reference.attribute(1) : first;
  if (name.empty()) return std::nullopt;
  taken = data ? 2 : 1;
  const auto& table = data ? module_.data : module_.resources;
  const auto of_type = table.find(type);
  const Block* block = nullptr;
  if (of_type != table.end()) {
    const auto of_name = of_type->second.find(name);
    if (of_name != of_type->second.end()) block = &of_name->second;
  }
  // What is declared in no file that is read may be in another: it is no fault that `try` would pass over.
  if (block == nullptr) {
    return unknown(run_.arena().copy(fmt::format("{}{}.{}", data ? "data." : "", type, name)));
  }
  return resource_value(data ? What::kData : What::kResource, *block, reference.member_attribute(taken), depth);
}

Value Instance::path(std::string_view attribute) const {
  if (attribute == "root") return Value::string(".");
  if (attribute != "module") return unknown("path.cwd");
  const std::filesystem::path from("/" + run_.folder_);
  const std::string relative = std::filesystem::path("/" + module_.folder).lexically_relative(from).generic_string();
  return relative.empty() ? Value::string(".") : Value::string(run_.arena().copy(relative));
}

const TypeExpression& Instance::type_of(const Block& block) const {
  const auto [at, added] = run_.variable_types_.try_emplace(&block);
  if (added) {
    if (const Expression expression = block.attribute("type")) at->second = run_.types_.read(expression);
  }
  return at->second;
}

Value Instance::typed(std::string_view name, const Block& block, const Value& value, bool from_outside) const {
  const TypeExpression& type = type_of(block);
  if (type.type == nullptr) return value;
  const Value filled = with_defaults(value, type.defaults, run_.arena());
  if (filled.is_unknown()) {
    return filled.as_unknown().type == nullptr ? hcl::unknown_of_type(run_.arena(), filled, type.type) : filled;
  }
  std::string error;
  const std::optional<Value> converted = hcl::convert(filled, *type.type, run_.arena(), error);
  if (!converted && from_outside) run_.refuse(name, block, value.range(), *type.type, error);
  // What the code itself gives of another type is for Terraform to refuse.
  if (!converted) return unknown(run_.arena().copy(fmt::format("var.{}", name))).at(value.range());
  return *converted;
}

Value Instance::variable(std::string_view wanted, unsigned depth) const {
  const auto declared = module_.variables.find(wanted);
  if (declared == module_.variables.end()) return unknown(run_.arena().copy(fmt::format("var.{}", wanted)));
  const std::string_view name = declared->first;
  const Block& block = declared->second;
  return once(What::kVariable, "var", name, {}, block.head(), [&] {
    std::optional<Value> given;
    if (parent_ == nullptr) {
      const auto text = run_.texts_.find(name);
      const auto value = run_.values_.find(name);
      if (text != run_.texts_.end()) {
        given = text->second;
      } else if (value != run_.values_.end()) {
        const hcl::Variables nothing;
        given = evaluate_in(value->second, nothing, depth);
      }
    } else if (const Expression input = call_->attribute(name)) {
      given = parent_->evaluate(input, repetition_, key_, depth);
    }
    bool from_outside = parent_ == nullptr && given.has_value();
    const Expression fallback = block.attribute("default");
    if (given && given->is_null() && fallback) {
      const Expression nullable = block.attribute("nullable");
      const std::optional<bool> keeps = nullable ? hcl::Evaluator::to_bool(evaluate(nullable, depth)) : true;
      if (keeps == false) given.reset();
    }
    from_outside = from_outside && given.has_value();
    if (!given && fallback) given = evaluate(fallback, depth);
    if (!given) {
      given = unknown(
          run_.arena().copy(address_.empty() ? fmt::format("var.{}", name) : fmt::format("{}.var.{}", address_, name)));
    }
    return typed(name, block, *given, from_outside);
  });
}

Value Instance::local(std::string_view wanted, unsigned depth) const {
  const auto declared = module_.locals.find(wanted);
  if (declared == module_.locals.end()) return unknown(run_.arena().copy(fmt::format("local.{}", wanted)));
  return once(What::kLocal, "local", declared->first, {}, declared->second.name,
              [&] { return evaluate(declared->second, depth); });
}

Value Instance::output(std::string_view wanted, unsigned depth) const {
  const auto declared = module_.outputs.find(wanted);
  const Expression value = declared == module_.outputs.end() ? Expression{} : declared->second.attribute("value");
  if (!value) return unknown(run_.arena().copy(fmt::format("{}.{}", address_, wanted)));
  return once(What::kOutput, "output", declared->first, {}, declared->second.head(),
              [&] { return evaluate(value, depth); });
}

hcl::Variables Instance::repeated(const Repetition& repetition, const Repetition::Key& key) const {
  hcl::Variables out(this);
  if (repetition.kind == Repetition::Kind::kCount) {
    out.set("count", Value::object(run_.arena(), {{"index", key.key, {}, 0}}));
  } else if (repetition.kind == Repetition::Kind::kForEach) {
    out.set("each", Value::object(run_.arena(), {{"key", key.key, {}, 0}, {"value", key.value, {}, 1}}));
  }
  return out;
}

std::string_view Instance::address_of(std::string_view name, const Repetition& repetition,
                                      const Repetition::Key& key) const {
  std::string out = address_.empty() ? std::string(name) : fmt::format("{}.{}", address_, name);
  if (repetition.kind == Repetition::Kind::kCount && key.key.is_integer()) {
    out += fmt::format("[{}]", key.key.as_integer());
  } else if (repetition.kind == Repetition::Kind::kForEach && key.key.is_string()) {
    out += fmt::format("[{}]", hcl::json_quoted(key.key.as_string()));
  }
  return run_.arena().copy(out);
}

Repetition Instance::repetition(const Block& block, unsigned depth) const {
  // More than these are looked at as one that stands for the rest.
  constexpr std::int64_t kMost = 500;
  Repetition out;
  const auto open = [&](const Value& cause, std::uint32_t low, std::uint32_t high) {
    const hcl::Unknown* why = cause.is_unknown() ? &cause.as_unknown() : nullptr;
    out.rest = run_.arena().make(hcl::Rest{low, high, why});
  };
  if (const Expression count = block.attribute("count")) {
    out.kind = Repetition::Kind::kCount;
    const Value number = evaluate(count, depth);
    Value whole;
    if (!number.is_unknown() && hcl::to_number(number, whole) && whole.is_integer() && whole.as_integer() >= 0) {
      for (std::int64_t i = 0; i < std::min(whole.as_integer(), kMost); ++i) {
        out.keys.push_back({Value::number(i), Value::null()});
      }
      const auto more = static_cast<std::uint32_t>(
          std::min<std::int64_t>(whole.as_integer() - static_cast<std::int64_t>(out.keys.size()), 1'000'000'000));
      if (more > 0) open(Value::null(), more, more);
      return out;
    }
    std::uint32_t low = 0;
    std::uint32_t high = hcl::Rest::kNoLimit;
    if (number.is_unknown()) {
      const hcl::Unknown& what = number.as_unknown();
      if (what.low > 0 && what.low < 1e9) low = static_cast<std::uint32_t>(what.low);
      if (what.high >= 0 && what.high < 1e9) high = static_cast<std::uint32_t>(what.high);
    }
    open(number, low, high);
    return out;
  }
  const Expression each = block.attribute("for_each");
  if (!each) {
    out.keys.emplace_back();
    return out;
  }
  out.kind = Repetition::Kind::kForEach;
  const Value over = evaluate(each, depth);
  if (over.is_object()) {
    for (const Entry* entry : over.in_source_order()) {
      if (static_cast<std::int64_t>(out.keys.size()) >= kMost) break;
      const hcl::Range key = entry->key_range.known() ? entry->key_range : entry->value.range();
      out.keys.push_back({Value::string(entry->key).at(key).inside(over), entry->value.inside(over)});
    }
    const auto left = static_cast<std::uint32_t>(over.entries().size() - out.keys.size());
    out.rest = over.as_object().rest;
    if (out.rest == nullptr && left > 0) open(Value::null(), left, left);
    return out;
  }
  if (over.is_list()) {
    std::uint32_t unknown_members = 0;
    Value cause;
    for (const Value& item : over.items()) {
      if (item.is_string() && static_cast<std::int64_t>(out.keys.size()) < kMost) {
        out.keys.push_back({item.inside(over), item.inside(over)});
      } else {
        ++unknown_members;
        cause = item;
      }
    }
    if (over.as_list().rest != nullptr) {
      out.rest = over.as_list().rest;
    } else if (unknown_members > 0) {
      open(cause, out.keys.empty() ? 1 : 0, unknown_members);
    }
    return out;
  }
  open(over, 0, hcl::Rest::kNoLimit);
  return out;
}

namespace {

/// Values of a block's instances as the one value its name stands for.
Value gathered(hcl::Arena& arena, const Repetition& repetition, const std::vector<Value>& values) {
  if (repetition.kind == Repetition::Kind::kOnce) return values.empty() ? Value::null() : values[0];
  if (repetition.kind == Repetition::Kind::kCount) return Value::list(arena, values, repetition.rest);
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Value& key = repetition.keys[i].key;
    entries.push_back({key.as_string(), values[i], key.range(), static_cast<std::uint32_t>(i)});
  }
  return Value::object(arena, std::move(entries), repetition.rest);
}

}  // namespace

Value Instance::resource_value(What what, const Block& block, std::string_view wanted, unsigned depth) const {
  const std::string_view type = block.label(0);
  const std::string_view name = block.label(1);
  return once(what, type, name, wanted, block.head(), [&] {
    const Repetition repeats = repetition(block, depth);
    const std::string own = fmt::format("{}{}.{}", what == What::kData ? "data." : "", type, name);
    std::vector<Value> values;
    for (const Repetition::Key& key : repeats.keys) {
      values.push_back(resource_body(block, address_of(own, repeats, key), repeats, key, wanted, depth));
    }
    return gathered(run_.arena(), repeats, values);
  });
}

Value Instance::resource_body(const Block& block, std::string_view address, const Repetition& repetition,
                              const Repetition::Key& key, std::string_view wanted, unsigned depth) const {
  hcl::Unknown what;
  what.resource = address;
  what.depends_on = run_.arena().copy_span(std::vector<std::string_view>{address});
  const hcl::Rest* rest = run_.arena().make(hcl::Rest{0, hcl::Rest::kNoLimit, run_.arena().make(what), true});
  return body(block.bodies, repeated(repetition, key), rest, true, wanted, depth).at(block.head());
}

Value Instance::module_value(std::string_view name, const Block& block, std::string_view wanted, unsigned depth) const {
  return once(What::kModule, "module", name, wanted, block.head(), [&] {
    const Repetition repeats = repetition(block, depth);
    const std::vector<std::unique_ptr<Instance>>& inside = children(name, depth);
    std::vector<Value> values;
    for (std::size_t i = 0; i < repeats.keys.size(); ++i) {
      const Repetition::Key& key = repeats.keys[i];
      hcl::Unknown what;
      what.resource = address_of(fmt::format("module.{}", name), repeats, key);
      what.depends_on = run_.arena().copy_span(std::vector<std::string_view>{what.resource});
      std::vector<Entry> entries;
      if (i < inside.size()) {
        if (!wanted.empty()) {
          entries.push_back({wanted, inside[i]->output(wanted, depth), {}, 0});
        } else {
          for (const auto& [output, declared] : inside[i]->module().outputs) {
            entries.push_back(
                {output, inside[i]->output(output, depth), {}, static_cast<std::uint32_t>(entries.size())});
          }
        }
      } else if (!wanted.empty()) {
        const std::optional<Value> known = run_.known().output(call_of(name, block, repeats, key, depth), wanted, run_);
        if (known) entries.push_back({wanted, *known, {}, 0});
      }
      const hcl::Rest* rest = run_.arena().make(hcl::Rest{0, hcl::Rest::kNoLimit, run_.arena().make(what)});
      values.push_back(Value::object(run_.arena(), std::move(entries), rest));
    }
    return gathered(run_.arena(), repeats, values);
  });
}

std::string_view Instance::source(const Block& call, hcl::Arena& arena) {
  return arena.copy(call.source());
}

const std::vector<std::unique_ptr<Instance>>& Instance::children(std::string_view name, unsigned depth) const {
  const auto known = children_.find(name);
  if (known != children_.end()) return known->second;
  std::vector<std::unique_ptr<Instance>>& out = children_[name];
  const auto declared = module_.modules.find(name);
  if (declared == module_.modules.end()) return out;
  const Block& block = declared->second;
  const std::string_view from = source(block, run_.arena());
  if (!is_local(from) || run_.known().knows(from)) return out;
  const std::optional<std::string> folder = joined(module_.folder, from);
  const Module* module = folder ? run_.code().module(*folder) : nullptr;
  if (module == nullptr) {
    run_.notes_.push_back(fmt::format("module.{}: there is no Terraform code in {};", name, from));
    return out;
  }
  constexpr unsigned kDeepest = 20;
  unsigned level = 0;
  for (const Instance* at = this; at != nullptr; at = at->parent_, ++level) {
    if (&at->module_ == module) {
      const Expression where = block.attribute("source");
      run_.report(where.ast->range((*where.ast)[where.node]), fmt::format("module `{}` calls itself", name),
                  "Terraform never comes to an end with it");
      return out;
    }
  }
  if (level > kDeepest) {
    run_.notes_.push_back(fmt::format("module.{}: nested deeper than the limit of {};", name, kDeepest));
    return out;
  }
  const Repetition repeats = repetition(block, depth);
  for (const Repetition::Key& key : repeats.looked_at()) {
    if (run_.instances_left_ == 0) {
      run_.notes_.emplace_back("more module instances than are looked at");
      break;
    }
    --run_.instances_left_;
    out.push_back(std::make_unique<Instance>(run_, *module, address_of(fmt::format("module.{}", name), repeats, key),
                                             this, &block, repeats, key));
  }
  return out;
}

std::vector<Resource> Instance::resources(std::string_view type, std::string_view name) const {
  std::vector<Resource> out;
  const auto of_type = module_.resources.find(type);
  if (of_type == module_.resources.end()) return out;
  const auto declared = of_type->second.find(name);
  if (declared == of_type->second.end()) return out;
  const Block& block = declared->second;
  const Repetition repeats = repetition(block);
  for (const Repetition::Key& key : repeats.looked_at()) {
    Resource one;
    one.address = address_of(fmt::format("{}.{}", type, name), repeats, key);
    one.type = of_type->first;
    one.name = declared->first;
    one.block = &block;
    one.instance = this;
    if (repeats.kind != Repetition::Kind::kOnce) one.key = key.key;
    one.body = resource_body(block, one.address, repeats, key, {}, 0);
    out.push_back(one);
  }
  return out;
}

Call Instance::call_of(std::string_view name, const Block& block, const Repetition& repetition,
                       const Repetition::Key& key, unsigned depth) const {
  Call out;
  out.address = address_of(fmt::format("module.{}", name), repetition, key);
  out.source = source(block, run_.arena());
  if (const Expression version = block.attribute("version")) out.version = evaluate(version, depth + 1);
  out.block = &block;
  out.instance = this;
  if (repetition.kind != Repetition::Kind::kOnce) out.key = key.key;
  out.repetition = repetition;
  out.each = key;
  out.depth = depth + 1;
  return out;
}

std::optional<Value> Call::input(std::string_view name) const {
  const Expression given = block->attribute(name);
  if (!given) return std::nullopt;
  return instance->evaluate(given, repetition, each, depth);
}

std::vector<Call> Instance::calls(std::string_view name) const {
  std::vector<Call> out;
  const auto declared = module_.modules.find(name);
  if (declared == module_.modules.end() || !children(name).empty()) return out;
  const Block& block = declared->second;
  const Repetition repeats = repetition(block);
  for (const Repetition::Key& key : repeats.looked_at()) {
    Call one = call_of(declared->first, block, repeats, key, 0);
    one.inputs = body(block.bodies, repeated(repeats, key), nullptr, true, {}, 0).at(block.head());
    out.push_back(one);
  }
  return out;
}

}  // namespace mng::terraform
