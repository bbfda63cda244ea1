// mng-gen --from and --per-zone: groups in other forms, what is lost, and what is refused.
#include "cli/program.hpp"

using namespace mng::test;

namespace {

constexpr const char* kEksctl = R"(apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: demo, region: eu-west-1}
addons: [{name: vpc-cni}]
managedNodeGroups:
  - name: workers
    spot: true
    instanceTypes: [m5.xlarge, m5a.xlarge]
    minSize: 1
    maxSize: 5
    volumeType: gp3
    privateNetworking: true
    labels: {team: a}
    iam: {instanceRoleARN: "arn:aws:iam::111122223333:role/n", withAddonPolicies: {autoScaler: true}}
  - {name: od, instanceType: m5.large}
nodeGroups:
  - {name: own}
)";

constexpr const char* kTerraform = R"(variable "size" {
  default = 3
}

resource "aws_eks_node_group" "a" {
  cluster_name           = aws_eks_cluster.main.name
  node_group_name_prefix = "a-"
  node_role_arn          = aws_iam_role.node.arn
  subnet_ids             = module.vpc.private_subnets
  capacity_type          = "SPOT"
  instance_types         = ["m5.xlarge", "m5a.xlarge"]

  scaling_config {
    min_size     = 1
    desired_size = var.size
    max_size     = var.max
  }

  lifecycle {
    create_before_destroy = true
    prevent_destroy       = true
    ignore_changes        = [scaling_config[0].desired_size]
  }
}

resource "aws_eks_node_group" "b" {
  for_each      = toset(["x", "y"])
  cluster_name  = "c"
  node_role_arn = "arn:aws:iam::111122223333:role/n"
  subnet_ids    = ["subnet-${each.key}"]
  disk_size     = each.value == "x" ? var.disk : 30

  scaling_config {
    min_size     = 1
    desired_size = 1
    max_size     = 2
  }
}
)";

}  // namespace

TEST_CASE("groups of eksctl become groups of Terraform, and what is lost is named") {
  const Scratch scratch;
  scratch.file("e.yaml", kEksctl);
  const Run run = gen({"--from", "e.yaml"});
  CAPTURE(run.out, run.err);
  REQUIRE(run.exit == 0);
  CHECK(has(run.out, "resource \"aws_eks_node_group\" \"workers\" {\n  cluster_name    = \"demo\"\n"));
  CHECK(has(run.out, "instance_types  = [\"m5.xlarge\", \"m5a.xlarge\"]\n"));
  CHECK(has(run.out, "node_role_arn   = \"arn:aws:iam::111122223333:role/n\"\n"));
  // What eksctl takes by default is said, as Terraform takes something else.
  CHECK(has(run.out, "disk_size = 80\n"));
  CHECK(has(run.out, "resource \"aws_eks_node_group\" \"od\" {"));
  CHECK(has(run.out, "    desired_size = 2\n"));
  // A fixed name forbids that the new group comes first.
  CHECK(has(run.out, "prevent_destroy = true"));
  CHECK_FALSE(has(run.out, "create_before_destroy"));
  // No word of what a generator chooses by.
  CHECK_FALSE(has(run.out, "best for"));
  for (const char* lost : {"workers: volumeType: mng has no attribute for it", "workers: privateNetworking:",
                           "workers: iam.withAddonPolicies:", "of the cluster: region: terraform says it elsewhere",
                           "e.yaml: 1 self-managed node group is left out", "left out: addons\n"}) {
    CAPTURE(lost);
    CHECK(has(run.err, lost));
  }
}

TEST_CASE("expressions of Terraform stay in Terraform, and are named elsewhere") {
  const Scratch scratch;
  scratch.file("main.tf", kTerraform);
  const Run module = gen({"--from", "main.tf", "--format", "terraform-aws-modules/eks", "--group", "a"});
  CAPTURE(module.out, module.err);
  REQUIRE(module.exit == 0);
  for (const char* said :
       {"= aws_eks_cluster.main.name\n", "= aws_iam_role.node.arn\n", "= module.vpc.private_subnets\n", "= 3\n",
        "= var.max\n", "create_iam_role ", "variable \"a_cluster_service_cidr\""}) {
    CAPTURE(said);
    CHECK(has(module.out, said));
  }
  CHECK_FALSE(has(module.out, "module \"b"));
  CHECK(has(module.err, "lifecycle.prevent_destroy: it is false there, and was true"));
  const Run yaml = gen({"--from", "main.tf", "--format", "nodegroups", "--group", "a"});
  CAPTURE(yaml.out, yaml.err);
  CHECK(yaml.exit == 0);
  CHECK(has(yaml.out, "desired_size: 3\n"));
  CHECK_FALSE(has(yaml.out, "max_size"));
  CHECK(has(yaml.err, "a: scaling_config.max_size: its value is not known here"));
  CHECK(has(yaml.err, "a: subnet_ids: its value is not known here"));
  // What repeats becomes a group each, named by its key; what hangs on the key cannot move.
  const Run all = gen({"--from", "main.tf"});
  CAPTURE(all.out, all.err);
  CHECK(all.exit == 0);
  CHECK(has(all.out, "resource \"aws_eks_node_group\" \"b_x\" {"));
  CHECK(has(all.out, "node_group_name_prefix = \"b-y-\"\n"));
  CHECK(has(all.out, "[\"subnet-x\"]"));
  CHECK(has(all.out, "disk_size              = 30\n"));
  CHECK(has(all.err, "b[\"x\"]: disk_size: its value is not known here"));
}

TEST_CASE("what cannot be converted is refused") {
  const Scratch scratch;
  scratch.file("main.tf", kTerraform);
  scratch.file("e.yaml", kEksctl);
  scratch.file("bad.yaml", "node_groups:\n  a: {capacity_type: SPOTT, instance_types: [m5.large]}\n");
  scratch.file("none.yaml", "a: 1\n");
  scratch.file("no.hcl", "form \"x\" {\n  syntax = yaml\n  group {\n    at = \"x[*]\"\n  }\n}\n");
  scratch.file(
      "wrong.hcl",
      "form \"x\" {\n  syntax = yaml\n  group {\n    at = \"x[*]\"\n    write {\n      valu = 1\n    }\n  }\n}\n");
  struct Case {
    std::vector<std::string> arguments;
    const char* error;
  };
  const Case cases[] = {
      {{"--from", "main.tf", "--format", "eksctl"}, "groups of several clusters (aws_eks_cluster.main.name, c)"},
      {{"--from", "main.tf", "--group", "q"}, "there is no group `q`"},
      {{"--from", "nope.tf"}, "nope.tf: there is no such file"},
      {{"--from", "none.yaml"}, "holds no node groups"},
      {{"--from", "bad.yaml"}, "mend it first, mng-lint bad.yaml says where"},
      {{"--from", "e.yaml", "--format", "types"}, "--format has no value `types`"},
      {{"--from", "e.yaml", "--vcpu", "4"}, "leave --vcpu out"},
      {{"--from", "e.yaml", "--label", "a=b"}, "leave --label out"},
      {{"--from", "e.yaml", "--out", "x"}, "--out goes with --migrate"},
      {{"--from", "e.yaml", "--format", "no.hcl"}, "form x says nothing of how it is written"},
      {{"--from", "e.yaml", "--format", "wrong.hcl"}, "wrong.hcl:6:7: `write` has no `valu`; did you mean `value`?"},
      {{"--from", "e.yaml", "--format", "gone.hcl"}, "gone.hcl: "},
  };
  for (const Case& one : cases) {
    const Run run = gen(one.arguments);
    CAPTURE(run.out, run.err, one.error);
    CHECK(run.exit == 2);
    CHECK(run.out.empty());
    CHECK(has(run.err, one.error));
  }
}

TEST_CASE("a user's own form is a target") {
  const Scratch scratch;
  scratch.file("own.hcl", R"(form "own" {
  syntax  = yaml
  needles = ["pools"]
  detect  = has(input, "pools")

  group {
    at = "pools[*]"
    field "instance_types" {
      path = "machines"
    }
    field "capacity_type" {
      path   = "cheap"
      values = { SPOT = "yes", ON_DEMAND = "no" }
    }
    write {
      value = {
        pools = {
          (name) = {
            machines = group.instance_types
            cheap    = group.capacity_type == "SPOT" ? "yes" : "no"
          }
        }
      }
    }
  }
}
)");
  scratch.file("e.yaml", kEksctl);
  const Run run = gen({"--from", "e.yaml", "--format", "own.hcl"});
  CAPTURE(run.out, run.err);
  REQUIRE(run.exit == 0);
  CHECK(has(run.out, "pools:\n  workers:\n    machines:\n      - m5.xlarge\n      - m5a.xlarge\n    cheap: \"yes\"\n"));
  CHECK(has(run.err, "workers: disk_size: own has no place for it"));
  CHECK(has(run.err, "workers: scaling_config.max_size: own has no place for it"));
  scratch.file("pools.yaml", run.out);
  const Run back = gen({"--from", "pools.yaml", "--format", "own.hcl", "--group", "workers"});
  CAPTURE(back.out, back.err);
  CHECK(back.exit == 0);
  CHECK(has(back.out, "cheap: \"yes\"\n"));
  const Run made = gen({"--vcpu", "4", "--mem", "32", "--count", "2", "--format", "own.hcl"});
  CAPTURE(made.out, made.err);
  CHECK(made.exit == 0);
  CHECK(has(made.out, "pools:\n  spot-4vcpu-32gib:\n    machines:\n"));
}

TEST_CASE("a group for each zone") {
  const Run terraform = gen({"--vcpu", "4", "--mem", "32", "--region", "eu-west-1", "--per-zone"});
  CAPTURE(terraform.out, terraform.err);
  REQUIRE(terraform.exit == 0);
  for (const char* said :
       {"\"spot_4vcpu_32gib_euw1_az1\"", "\"spot_4vcpu_32gib_euw1_az3\"",
        "in the zone of the id euw1-az2; its volumes lie there", "up to 20 Spot pools in 1 zone of"}) {
    CAPTURE(said);
    CHECK(has(terraform.out, said));
  }
  CHECK_FALSE(has(terraform.out, "at least two zones"));
  const Run eksctl = gen({"--vcpu", "4", "--mem", "32", "--region", "eu-west-1", "--per-zone", "--zones",
                          "euw1-az1,euw1-az3", "--subnets", "subnet-a,subnet-c", "--name", "db", "--format", "eksctl"});
  CAPTURE(eksctl.out, eksctl.err);
  REQUIRE(eksctl.exit == 0);
  CHECK(has(eksctl.out, "  - name: db-euw1-az1\n"));
  CHECK(has(eksctl.out, "    subnets:\n      - subnet-c\n"));
  CHECK_FALSE(has(eksctl.out, "az2"));
  for (const auto& [arguments, error] :
       {std::pair<std::vector<std::string>, const char*>{{"--format", "eksctl"}, "--per-zone needs --subnets"},
        {{"--subnets", "subnet-a"}, "one subnet by its id for each of euw1-az1, euw1-az2, euw1-az3"},
        {{"--subnets", "aws_subnet.a[*].id"}, "one subnet by its id for each of"},
        {{"--name", "a-name-of-thirty-six-letters-is-here"}, "longer than a name may be"}}) {
    std::vector<std::string> all{"--vcpu", "4", "--mem", "32", "--region", "eu-west-1", "--per-zone"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Run run = gen(all);
    CAPTURE(run.out, run.err, error);
    CHECK(run.exit == 2);
    CHECK(has(run.err, error));
  }
  const Run anywhere = gen({"--vcpu", "4", "--mem", "32", "--per-zone"});
  CHECK(anywhere.exit == 2);
  CHECK(has(anywhere.err, "--per-zone needs a region"));
}

TEST_CASE("the AMI type suits the types, or is the one that is asked for") {
  CHECK(has(gen({"--vcpu", "4", "--mem", "16", "--gpu", "1"}).out, "= \"AL2023_x86_64_NVIDIA\"\n"));
  CHECK(has(gen({"--vcpu", "4", "--mem", "16", "--ami-type", "auto"}).out, "= \"AL2023_x86_64_STANDARD\"\n"));
  CHECK(
      has(gen({"--vcpu", "4", "--mem", "16", "--ami-type", "BOTTLEROCKET_x86_64"}).out, "= \"BOTTLEROCKET_x86_64\"\n"));
  for (const auto& [arguments, error] :
       {std::pair<std::vector<std::string>, const char*>{{"--ami-type", "BOTTLEROCKET_ARM_64"}, "runs on arm64"},
        {{"--ami-type", "AL2023"}, "--ami-type has no value `AL2023`"},
        {{"--ami-type", "BOTTLEROCKET_x86_64", "--format", "eksctl"}, "has no place for ami_type"}}) {
    std::vector<std::string> all{"--vcpu", "4", "--mem", "16"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Run run = gen(all);
    CAPTURE(run.out, run.err, error);
    CHECK(run.exit == 2);
    CHECK(has(run.err, error));
  }
}
