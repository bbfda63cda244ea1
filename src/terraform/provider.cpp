#include "terraform/provider.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "terraform/evaluation.hpp"

namespace mng::terraform {

using hcl::Value;

namespace {

std::string_view written(const hcl::Ast& ast, hcl::NodeId node) {
  return ast.text.substr(ast[node].begin, ast[node].end - ast[node].begin);
}

/// What a caller passes a module's provider `name` for, both as they are
/// written: aws, aws.east. nullopt: that cannot be followed.
std::optional<std::string_view> passed(const Block& call, std::string_view name) {
  const Expression providers = call.attribute("providers");
  if (!providers) return name.find('.') == std::string_view::npos ? std::optional(name) : std::nullopt;
  const hcl::Ast& ast = *providers.ast;
  if (ast[providers.node].kind != hcl::NodeKind::kObject) return std::nullopt;
  for (const hcl::NodeId item : ast.list(ast[providers.node])) {
    if (written(ast, ast[item].a) == name) return written(ast, ast[item].b);
  }
  return std::nullopt;
}

/// What a `provider` block is called: its label, and its alias behind a dot.
std::string called(const Block& provider) {
  std::string out(provider.label(0));
  const Expression alias = provider.attribute("alias");
  std::string text;
  if (alias && alias.ast->literal_text(alias.node, text)) out += '.' + text;
  return out;
}

/// The version in the lock file; nullopt where it has none.
std::optional<Value> locked_version(Evaluation& run, const Provider& provider) {
  hcl::Diagnostics ignored;  // a lock file is the tool's own, and so is what is wrong with it
  const hcl::Ast* lock = run.code().values(path_in(run.root()->module().folder, kLockFile), ignored);
  if (lock == nullptr) return std::nullopt;
  const std::string address = fmt::format("/{}", provider.source);  // behind the registry's host
  for (const hcl::NodeId block : lock->blocks(lock->root, "provider")) {
    const hcl::NodeId version = lock->expression(lock->body(block), "version");
    if (version != 0 && lock->label(block, 0).ends_with(address)) return run.root()->evaluate({lock, version, {}});
  }
  return std::nullopt;
}

}  // namespace

Value provider_version(Evaluation& run, const Provider& provider) {
  if (const std::optional<Value> locked = locked_version(run, provider)) return *locked;
  const Instance& root = *run.root();
  for (const Block& settings : root.module().settings) {
    for (const Body& body : settings.blocks("required_providers")) {
      const hcl::NodeId given = body.ast->expression(body.node, provider.name);
      if (given == 0) continue;
      const Value asked = root.evaluate({body.ast, given, {}});
      if (asked.is_string()) return asked;
      if (const Value* version = asked.get("version")) return version->inside(asked);
    }
  }
  for (const Block& block : root.module().providers) {
    if (block.label(0) != provider.name) continue;
    if (const Expression version = block.attribute("version")) return root.evaluate(version);
  }
  return Value::null();
}

Value provider_argument(Evaluation& run, const Instance& instance, const Block& block, const Provider& provider,
                        std::string_view argument) {
  std::optional<std::string_view> name = provider.name;
  if (const Expression own = block.attribute("provider")) {
    name = written(*own.ast, own.node);
  } else if (block.attribute("providers")) {
    name = passed(block, provider.name);
  }
  const Value elsewhere =
      Value::unknown(run.arena(), run.arena().copy(fmt::format("the {} of its provider", argument)));
  for (const Instance* at = &instance; name; at = at->parent()) {
    for (const Block& configured : at->module().providers) {
      if (called(configured) != *name) continue;
      const Expression given = configured.attribute(argument);
      return given ? at->evaluate(given) : Value::null();
    }
    if (at->parent() == nullptr) return *name == provider.name ? Value::null() : elsewhere;
    name = passed(*at->caller(), *name);
  }
  return elsewhere;
}

}  // namespace mng::terraform
