#include "terraform/code.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hcl/parser.hpp"
#include "syntax/templated.hpp"
#include "terraform/json_code.hpp"

namespace mng::terraform {

using hcl::Ast;
using hcl::NodeId;
using hcl::NodeKind;

Expression Block::attribute(std::string_view name) const {
  for (auto body = bodies.rbegin(); body != bodies.rend(); ++body) {
    const NodeId found = body->ast->attribute(body->node, name);
    if (found != 0) return {body->ast, (*body->ast)[found].a, body->ast->head_range((*body->ast)[found])};
  }
  return {};
}

std::vector<Body> Block::blocks(std::string_view type) const {
  std::vector<Body> out;
  // A lifecycle block is put together argument by argument, later ones over earlier ones.
  if (type == "lifecycle") {
    for (const Body& body : bodies) {
      for (const NodeId nested : body.ast->blocks(body.node, type)) out.push_back({body.ast, body.ast->body(nested)});
    }
    return out;
  }
  // An override file's blocks of a type stand in place of all of that type.
  for (auto body = bodies.rbegin(); body != bodies.rend() && out.empty(); ++body) {
    for (const NodeId nested : body->ast->blocks(body->node, type)) {
      out.push_back({body->ast, body->ast->body(nested)});
    }
  }
  return out;
}

hcl::Range Block::head() const {
  const hcl::Node& self = (*ast)[node];
  const std::span<const std::uint32_t> labels = ast->list(self).first(self.b - 1);
  return {ast->source, self.begin, labels.empty() ? self.begin + self.extra : (*ast)[labels.back()].end};
}

std::string Block::source() const {
  const Expression source = attribute("source");
  std::string text;
  return source && source.ast->literal_text(source.node, text) ? text : std::string();
}

std::optional<std::string> called_folder(const std::string& folder, const Block& call) {
  const std::string source = call.source();
  return is_local(source) ? joined(folder, source) : std::nullopt;
}

namespace {

bool is_json(std::string_view name) {
  return name.ends_with(".tf.json") || name.ends_with(".tofu.json") || name.ends_with(".tfvars.json");
}

}  // namespace

bool is_code(std::string_view name) {
  return !name.starts_with('.') && (name.ends_with(".tf") || name.ends_with(".tofu") || name.ends_with(".tf.json") ||
                                    name.ends_with(".tofu.json"));
}

bool is_code_text(std::string_view text) {
  hcl::Diagnostics diagnostics;
  const hcl::Tree tree = hcl::parse(text, 1, diagnostics);
  const Ast ast = tree.view();
  const std::span<const NodeId> items = ast.list(ast[ast.root]);
  return diagnostics.empty() &&
         std::any_of(items.begin(), items.end(), [&](NodeId id) { return ast[id].kind == hcl::NodeKind::kBlock; });
}

bool is_values(std::string_view name) {
  return name.ends_with(".tfvars") || name.ends_with(".tfvars.json");
}

bool is_terraform(std::string_view path) {
  return is_code(path.substr(path.rfind('/') + 1)) || is_values(path);
}

bool is_automatic_values(std::string_view name) {
  if (name.starts_with('.')) return false;
  return name == "terraform.tfvars" || name == "terraform.tfvars.json" || name.ends_with(".auto.tfvars") ||
         name.ends_with(".auto.tfvars.json");
}

namespace {

bool is_override(std::string_view name) {
  std::string_view stem = name.substr(0, name.rfind('.'));
  if (is_json(name)) stem = stem.substr(0, stem.rfind('.'));
  return stem == "override" || stem.ends_with("_override");
}

/// Puts a block where its kind and labels say, or over what is there. A second declaration, which Terraform refuses,
/// goes to `again`, and the first one stands.
void put(std::map<std::string_view, Block>& blocks, std::string_view name, const Block& block, bool overrides,
         std::vector<std::pair<Block, hcl::Range>>* again = nullptr) {
  const auto [at, added] = blocks.try_emplace(name, block);
  if (added) return;
  if (overrides) {
    at->second.bodies.push_back(block.bodies[0]);
  } else if (again != nullptr) {
    again->emplace_back(block, at->second.head());
  }
}

}  // namespace

void Code::collect(Module& module, const Ast& ast, bool overrides) {
  for (const NodeId item : ast.list(ast[ast.root])) {
    if (ast[item].kind != NodeKind::kBlock) continue;
    const std::string_view type = ast.head(ast[item]);
    const std::string_view first = ast.label(item, 0);
    const std::string_view second = ast.label(item, 1);
    Block block{&ast, item, {{&ast, ast.body(item)}}};
    if (type == "variable") {
      put(module.variables, first, block, overrides);
    } else if (type == "output") {
      put(module.outputs, first, block, overrides);
    } else if (type == "module") {
      put(module.modules, first, block, overrides, &module.again);
    } else if (type == "resource") {
      put(module.resources[first], second, block, overrides, &module.again);
    } else if (type == "data") {
      put(module.data[first], second, block, overrides);
    } else if (type == "provider") {
      // What stands over the rest comes first, where it is looked for first.
      module.providers.insert(overrides ? module.providers.begin() : module.providers.end(), block);
    } else if (type == "moved") {
      module.moved.push_back(block);
    } else if (type == "removed") {
      module.removed.push_back(block);
    } else if (type == "terraform") {
      module.settings.insert(overrides ? module.settings.begin() : module.settings.end(), block);
    } else if (type == "locals") {
      for (const NodeId local : ast.list(ast[ast.body(item)])) {
        if (ast[local].kind != NodeKind::kAttribute) continue;
        const Expression expression{&ast, ast[local].a, ast.head_range(ast[local])};
        const auto [at, added] = module.locals.try_emplace(ast.head(ast[local]), expression);
        if (!added && overrides) at->second = expression;
      }
    }
  }
}

Code::File& Code::file(const std::string& path) {
  const auto [at, added] = files_.try_emplace(path);
  File& out = at->second;
  if (!added) return out;
  std::string text;
  if (!tree_.read(path, text, out.error)) return out;
  if (text.find('\0') != std::string::npos) {
    out.error = "is binary (it holds a NUL byte), not text";
    return out;
  }
  out.source = sources_.add(tree_.shown(path), std::move(text), tree_.revision());
  return out;
}

Code::File& Code::parsed(const std::string& path) {
  File& out = file(path);
  if (out.parsed || out.source == 0) return out;
  out.parsed = true;
  out.tree = std::make_unique<hcl::Tree>(
      is_json(path) ? parse_json_code(sources_, out.source, out.text, is_values(path), out.diagnostics)
                    : hcl::parse(sources_[out.source].text(), out.source, out.diagnostics));
  out.ast = out.tree->view();
  return out;
}

const std::vector<std::string>& Code::load_names(const std::string& folder) {
  const auto known = names_.find(folder);
  if (known != names_.end()) return known->second;
  return names_.emplace(folder, tree_.files(folder).value_or(std::vector<std::string>{})).first->second;
}

std::optional<std::string_view> Code::load_text(const std::string& path) {
  const File& found = file(path);
  if (found.source == 0) return std::nullopt;
  return sources_[found.source].text();
}

void Code::load(const std::string& folder) {
  for (const std::string& name : load_names(folder)) {
    if (is_automatic_values(name) || name == kLockFile) load_values(path_in(folder, name));
  }
  std::vector<std::string> pending{folder};
  while (!pending.empty()) {
    const std::string at = std::move(pending.back());
    pending.pop_back();
    if (!followed_.insert(at).second) continue;
    const Module* module = load_module(at);
    if (module == nullptr) continue;
    for (const auto& [name, call] : module->modules) {
      if (auto called = called_folder(at, call)) pending.push_back(std::move(*called));
    }
  }
}

const Module* Code::load_module(const std::string& folder) {
  const auto known = modules_.find(folder);
  if (known != modules_.end()) return known->second.get();
  std::unique_ptr<Module>& slot = modules_[folder];
  auto module = std::make_unique<Module>();
  module->folder = folder;
  std::vector<const File*> later;
  bool any = false;
  const std::vector<std::string>& names = load_names(folder);
  for (const std::string& name : names) {
    const std::string path = path_in(folder, name);
    if (!is_code(name)) continue;
    // OpenTofu reads main.tofu in place of main.tf.
    const std::size_t tf = name.rfind(".tf");
    const bool hidden =
        tf != std::string::npos &&
        std::binary_search(names.begin(), names.end(), name.substr(0, tf) + ".tofu" + name.substr(tf + 3));
    if (hidden) continue;
    any = true;
    const File& read = parsed(path);
    if (read.source == 0) {
      module->not_read.push_back(fmt::format("{}: {}", tree_.shown(path), read.error));
      continue;
    }
    // Of a template that is no Terraform yet the parts that parse mean nothing.
    if (!read.diagnostics.empty() && syntax::looks_templated(sources_[read.source].text())) {
      module->not_read.push_back(fmt::format("{}: it does not parse, it looks like a template", tree_.shown(path)));
      continue;
    }
    module->sources.push_back(read.source);
    module->diagnostics.insert(module->diagnostics.end(), read.diagnostics.begin(), read.diagnostics.end());
    if (is_override(name)) {
      later.push_back(&read);
    } else {
      collect(*module, read.ast, false);
    }
  }
  for (const File* file : later) collect(*module, file->ast, true);
  if (any || !module->not_read.empty()) slot = std::move(module);
  return slot.get();
}

const Module* Code::module(const std::string& folder) const {
  const auto known = modules_.find(folder);
  return known == modules_.end() ? nullptr : known->second.get();
}

const Ast* Code::values(const std::string& path, hcl::Diagnostics& diagnostics) const {
  const auto known = files_.find(path);
  if (known == files_.end() || !known->second.parsed) return nullptr;
  const File& read = known->second;
  diagnostics.insert(diagnostics.end(), read.diagnostics.begin(), read.diagnostics.end());
  return &read.ast;
}

std::vector<std::string> Code::names(const std::string& folder) const {
  const auto known = names_.find(folder);
  return known == names_.end() ? std::vector<std::string>{} : known->second;
}

std::string Code::fault(const std::string& path) const {
  const auto known = files_.find(path);
  return known == files_.end() ? std::string() : known->second.error;
}

}  // namespace mng::terraform
