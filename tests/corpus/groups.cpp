// Prints every node group of the Terraform code below a folder, a line each,
// tab-separated: form, file, root module, group, capacity type, instance types, number
// of subnets; `?` for what is not decided. For scripts/corpus-terraform.
//
//   mng-corpus-groups FOLDER

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <set>
#include <string>

#include "catalogue/tables.hpp"
#include "cli/walk.hpp"
#include "lint/linter.hpp"
#include "model/facts.hpp"
#include "model/form_terraform.hpp"
#include "terraform/workspace.hpp"

namespace {

using namespace mng;

std::string listed(const hcl::Value& value) {
  if (!value.wholly_known()) return "?";
  if (!value.is_list()) return "-";
  std::string out;
  for (const hcl::Value& item : value.items()) {
    out += (out.empty() ? "" : ",") + (item.is_string() ? std::string(item.as_string()) : std::string("!"));
  }
  return out.empty() ? "-" : out;
}

std::string subnets(const hcl::Value& value) {
  if (!value.is_list()) return value.is_unknown() ? "?" : "-";
  const hcl::Rest* rest = value.as_list().rest;
  if (rest == nullptr) return std::to_string(value.items().size());
  return rest->low == rest->high ? std::to_string(value.items().size() + rest->low) : "?";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  namespace fs = std::filesystem;
  hcl::Sources sources;
  hcl::Diagnostics diagnostics;
  const lint::Linter linter(catalogue::builtin(), {}, sources, diagnostics);
  const model::FormModules modules(linter.forms());
  const std::string root = fs::canonical(argv[1]).string();
  const terraform::DiskTree tree(root, root);
  terraform::Code code(tree, sources);
  std::set<std::string> folders;
  for (const std::string& file : cli::walk(root).files) {
    const std::string name = fs::path(file).lexically_relative(root).generic_string();
    if (terraform::is_code(fs::path(name).filename().string())) folders.insert(terraform::folder_of(name));
  }
  const terraform::Workspace workspace(code, folders);
  std::set<std::string> roots;
  for (const std::string& folder : folders) {
    for (const std::string& one : workspace.roots_of(folder)) roots.insert(one);
  }
  for (const std::string& folder : roots) {
    if (!workspace.mentions(folder, linter.terraform_needles({}))) continue;
    code.load(folder);
    hcl::Arena arena;
    terraform::Evaluation run(code, arena, modules, folder, {});
    if (run.root() == nullptr) continue;
    const model::Document document = model::read_terraform(modules, linter.forms(), run, linter.vocabulary());
    const model::World world{linter.vocabulary(), linter.catalogue(), "", ""};
    const model::Facts facts(document, world, arena);
    for (std::size_t i = 0; i < document.groups.size(); ++i) {
      const model::Group& group = document.groups[i];
      const hcl::Value& capacity = facts.attribute(i, "capacity_type");
      const std::string file = group.block.known() ? sources[group.block.source].path() : "-";
      fmt::print("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", group.form, file, folder.empty() ? "." : folder, group.key,
                 capacity.is_string() ? capacity.as_string() : "?", listed(facts.attribute(i, "instance_types")),
                 subnets(facts.attribute(i, "subnet_ids")));
    }
  }
  return 0;
}
