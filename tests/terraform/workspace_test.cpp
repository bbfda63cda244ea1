#include "terraform/workspace.hpp"

#include "support/catch.hpp"

using namespace mng;
using Names = std::set<std::string>;

TEST_CASE("a module is reached from those that call it, however deep") {
  terraform::MemoryTree tree;
  tree.add("envs/dev/main.tf", "module \"c\" {\n  source = \"../../modules/cluster\"\n}\n");
  tree.add("envs/prod/main.tf", "module \"c\" {\n  source = \"../../modules/cluster\"\n}\n");
  tree.add("modules/cluster/main.tf", "module \"n\" {\n  source = \"./nodes\"\n}\n");
  tree.add("modules/cluster/nodes/main.tf", "resource \"aws_eks_node_group\" \"x\" {}\n");
  tree.add("alone/main.tf",
           "module \"x\" {\n  source = \"../../outside\"\n}\nmodule \"y\" {\n  source = \"x/y/aws\"\n}\n");
  tree.add("circle/main.tf", "module \"m\" {\n  source = \"./m\"\n}\n");
  tree.add("circle/m/main.tf", "module \"m\" {\n  source = \"../\"\n}\n");
  hcl::Sources sources;
  terraform::Code code(tree, sources);
  const terraform::Workspace workspace(
      code, {"envs/dev", "envs/prod", "modules/cluster", "modules/cluster/nodes", "alone", "circle", "circle/m"});
  CHECK(workspace.roots_of("modules/cluster/nodes") == Names{"envs/dev", "envs/prod"});
  CHECK(workspace.roots_of("envs/dev") == Names{"envs/dev"});
  CHECK(workspace.roots_of("alone") == Names{"alone"});
  CHECK(workspace.roots_of("circle/m") == Names{"circle/m"});
  CHECK(workspace.mentions("envs/prod", {"aws_eks_node_group"}));
  CHECK_FALSE(workspace.mentions("alone", {"aws_eks_node_group"}));
}

TEST_CASE("a path stays in its root") {
  CHECK(terraform::joined("a/b", "../c") == "a/c");
  CHECK(terraform::joined("a", "..") == "");
  CHECK(terraform::joined("", "./x//y/.") == "x/y");
  CHECK(terraform::joined("a", "../../b") == std::nullopt);
}
