// What several groups have from one place is one finding, which names the others.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "support/catch.hpp"

using namespace mng::test;

namespace {

const std::string kTypes = "[m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]";

/// "path:line rule group also_of" of each finding about groups.
std::string said(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--format", "json", "--ignore", "cluster"});
  const Run run = lint(arguments);
  CHECK(run.err == "");
  std::string out;
  const auto report = nlohmann::json::parse(run.out);
  for (const auto& finding : report["findings"]) {
    out += fmt::format("{}:{} {} {}", finding["path"].get<std::string>(), finding["line"].get<int>(),
                       finding["rule"].get<std::string>(), finding["group"].get<std::string>());
    const auto also = finding.value("also_of", std::vector<std::string>());
    for (const std::string& name : also) out += " +" + name;
    out += '\n';
  }
  return out;
}

std::string groups(int count, const std::string& each = "{}") {
  std::string out = "defaults:\n  capacity_type: SPOT\n  instance_types: [m5.xlarge]\nnode_groups:\n";
  for (int i = 0; i < count; ++i) out += fmt::format("  w{}: {}\n", i, each);
  return out;
}

/// A call of terraform-aws-modules/eks whose groups have their types from the defaults.
std::string module(const std::string& inner) {
  return "module \"eks\" {\n  source = \"terraform-aws-modules/eks/aws\"\n  version = \"20.37.2\"\n"
         "  subnet_ids = [\"subnet-0a1\", \"subnet-0b2\"]\n  eks_managed_node_group_defaults = {\n"
         "    capacity_type = \"SPOT\"\n    instance_types = [\"m5.xlarge\"]\n  }\n"
         "  eks_managed_node_groups = {\n" +
         inner + "  }\n}\n";
}

const std::string kRule = "spot-single-instance-type";

}  // namespace

TEST_CASE("a fault of the defaults is told once, with the groups that have it") {
  const Scratch scratch;
  scratch.file("nodegroups.yaml", groups(3));
  CHECK(said({"."}) == "nodegroups.yaml:3 " + kRule + " w0 +w1 +w2\n");
  const Run text = lint({"."});
  CHECK(has(text.out, "  = also of: w1, w2\n"));
  CHECK(has(lint({".", "--format", "github"}).out, "%0Aalso of: w1, w2\n"));
  CHECK(has(lint({".", "--statistics"}).out, "1  error    " + kRule + "\n"));
  CHECK(has(text.out, "1 error, 1 info in 3 node groups of 1 file\n"));
  scratch.file("nodegroups.yaml", groups(8));
  CHECK(has(lint({"."}).out, "  = also of: w1, w2, w3, w4, w5 and 2 more\n"));
  // A name may hold what a terminal obeys.
  scratch.file("nodegroups.yaml", groups(1) + "  \"x\\e[31m\": {}\n");
  CHECK(has(lint({"."}).out, "also of: x\\u{1b}[31m\n"));
}

TEST_CASE("an anchor of YAML, a form of another tool and a module's defaults are such a place") {
  const Scratch scratch;
  scratch.file("nodegroups.yaml",
               "x-base: &base {capacity_type: SPOT, instance_types: [m5.xlarge]}\nnode_groups:\n  a: {<<: *base}\n"
               "  b: {<<: *base}\n");
  CHECK(said({"nodegroups.yaml"}) == "nodegroups.yaml:1 " + kRule + " a +b\n");
  scratch.file("cluster.yaml",
               "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: x, region: eu-west-1}\n"
               "managedNodeGroups:\n- &base {name: a, spot: true, maxSize: 9, instanceTypes: [m5.xlarge]}\n- {<<: "
               "*base, name: b}\n");
  CHECK(said({"cluster.yaml"}) == "cluster.yaml:5 " + kRule + " a +b\n");
  scratch.file("main.tf",
               module("    a = {}\n    b = {}\n    c = { instance_types = " + std::string("[\"m5.xlarge\"]") + " }\n"));
  CHECK(said({"main.tf"}) == "main.tf:7 " + kRule + " a +b\nmain.tf:12 " + kRule + " c\n");
}

TEST_CASE("code that is called several times is told once, with the groups of each call") {
  const Scratch scratch;
  scratch.file("groups/main.tf",
               "variable \"name\" {}\nresource \"aws_eks_node_group\" \"w\" {\n  cluster_name = \"x\"\n"
               "  node_group_name_prefix = \"${var.name}-\"\n  node_role_arn = \"arn:aws:iam::111122223333:role/n\"\n"
               "  subnet_ids = [\"subnet-0a1\", \"subnet-0b2\"]\n  capacity_type = \"SPOT\"\n"
               "  instance_types = [\"m5.xlarge\"]\n  scaling_config {\n    min_size = 1\n    desired_size = 2\n"
               "    max_size = 9\n  }\n  lifecycle {\n    create_before_destroy = true\n"
               "    ignore_changes = [scaling_config[0].desired_size]\n  }\n}\n");
  const auto call = [](const std::string& name) {
    return "module \"" + name + "\" {\n  source = \"../groups\"\n  name = \"" + name + "\"\n}\n";
  };
  scratch.file("one/main.tf", call("a") + call("b"));
  CHECK(said({"one"}) == "groups/main.tf:8 " + kRule + " a +b\n");
  // What another root module makes of it is no other fault.
  scratch.file("two/main.tf", call("c"));
  CHECK(said({"one", "two"}) == "groups/main.tf:8 " + kRule + " a +b\n");
}

TEST_CASE("what differs in more than the group's name is told apart") {
  const Scratch scratch;
  // The message names what is around the place as well.
  scratch.file("nodegroups.yaml",
               "defaults:\n  capacity_type: ON_DEMAND\n  instance_types: [m5.xlarge]\n  scaling_config: {min_size: 3, "
               "desired_size: 3}\nnode_groups:\n  a: {scaling_config: {max_size: 2}}\n  b: {scaling_config: {max_size: "
               "1}}\n  c: {scaling_config: {max_size: 2}}\n");
  CHECK(said({"."}) == "nodegroups.yaml:4 scaling-bounds a +c\nnodegroups.yaml:4 scaling-bounds b\n");
  // A name that is a word of the message.
  scratch.file("nodegroups.yaml",
               "x-base: &base {capacity_type: SPOT, instance_types: [m5.xlarge]}\nnode_groups:\n  Spot: {<<: *base}\n"
               "  with: {<<: *base}\n");
  CHECK(said({"."}) == "nodegroups.yaml:1 " + kRule + " Spot +with\n");
}

TEST_CASE("a comment at one of the groups lets the finding of that one be") {
  const Scratch scratch;
  const std::string ignore = " # mng-lint: ignore[" + kRule + "] -- a test\n";
  scratch.file("nodegroups.yaml",
               "defaults: {capacity_type: SPOT, instance_types: [m5.xlarge]}\nnode_groups:\n  a: {}" + ignore +
                   "  b: {}\n  c: {}\n");
  CHECK(said({"nodegroups.yaml"}) == "nodegroups.yaml:1 " + kRule + " b +c\n");
  scratch.file("main.tf", module("    a = {}" + ignore + "    b = {}\n    c = {}\n"));
  CHECK(said({"main.tf"}) == "main.tf:7 " + kRule + " b +c\n");
  scratch.file("nodegroups.yaml", "defaults:\n  capacity_type: SPOT\n  instance_types: [m5.xlarge]" + ignore +
                                      "node_groups:\n  a: {}\n  b: {}\n");
  CHECK(said({"nodegroups.yaml"}).empty());
}

TEST_CASE("of a revision with the same fault only the new groups are told") {
  const Scratch scratch;
  scratch.file("before.yaml", groups(2));
  scratch.file("nodegroups.yaml", groups(4));
  CHECK(said({"--before", "before.yaml", "--new-only", "nodegroups.yaml"}) ==
        "nodegroups.yaml:3 " + kRule + " w2 +w3\n");
  CHECK(said({"--before", "before.yaml", "nodegroups.yaml"}) == "nodegroups.yaml:3 " + kRule + " w0 +w1 +w2 +w3\n");
  // What becomes of groups keeps their addresses, and is gathered as it was.
  scratch.file("before.yaml", "defaults: {capacity_type: ON_DEMAND, instance_types: " + kTypes +
                                  "}\nnode_groups:\n  a: {}\n  b: {}\n");
  scratch.file("nodegroups.yaml",
               "defaults: {capacity_type: SPOT, instance_types: " + kTypes + "}\nnode_groups:\n  a: {}\n  b: {}\n");
  const Run run = lint({"--before", "before.yaml", "nodegroups.yaml"});
  CHECK(has(run.out, "; the same becomes of b [capacity-type-change-recreates]"));
  CHECK_FALSE(has(run.out, "also of"));
}

TEST_CASE("many groups of one text are one finding") {
  const Scratch scratch;
  scratch.file("nodegroups.yaml", groups(3000));
  const auto report =
      nlohmann::json::parse(lint({".", "--format", "json", "--select", "spot-single-instance-type"}).out);
  REQUIRE(report["findings"].size() == 1);
  CHECK(report["findings"][0]["also_of"].size() == 2999);
}

TEST_CASE("groups of one resource of which something else is said are not named as if it were the same") {
  const Scratch scratch;
  const auto resource = [&](std::string_view least) {
    scratch.file("main.tf", fmt::format(R"(resource "aws_eks_node_group" "w" {{
  for_each        = {{ a = 0, b = 1 }}
  cluster_name    = "c"
  node_group_name = "w-${{each.key}}"
  scaling_config {{
    min_size     = {}
    desired_size = 1
    max_size     = 1
  }}
}}
)",
                                        least));
    return said({".", "--select", "scaling-bounds"});
  };
  CHECK(resource("5 - each.value") == "main.tf:6 scaling-bounds w-a\n");
  CHECK(resource("5") == "main.tf:6 scaling-bounds w-a +w-b\n");
}
