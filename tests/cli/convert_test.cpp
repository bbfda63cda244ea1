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
  for (const char* lost :
       {"workers: volumeType: nothing is written of it", "workers: privateNetworking:",
        "workers: iam.withAddonPolicies:", "the cluster's region is not written: terraform says it elsewhere",
        "e.yaml: left out: 1 self-managed node group", "left out, as it is no node group: addons\n"}) {
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
       {"= aws_eks_cluster.main.name\n", "= aws_iam_role.node.arn\n", "= module.vpc.private_subnets\n", "= var.size\n",
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

TEST_CASE("nothing is lost in silence") {
  const Scratch scratch;
  const std::string head =
      "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: one, region: eu-west-1}\n";
  const std::string terraform = R"(resource "aws_eks_node_group" "a" {
  cluster_name    = "c"
  node_group_name = "a"
  node_role_arn   = "arn:aws:iam::111122223333:role/n"
  subnet_ids      = ["subnet-a", "subnet-b"]
)";
  struct Case {
    const char* file;
    std::string text;
    std::vector<std::string> arguments;
    std::vector<std::string> said;   ///< in the output
    std::vector<std::string> noted;  ///< on standard error
    std::vector<std::string> never;  ///< in either
  };
  const Case cases[] = {
      // Zones and names that eksctl makes subnets of are no ids.
      {"e.yaml",
       head + "managedNodeGroups:\n  - {name: a, availabilityZones: [eu-west-1a], ssh: {allow: true}}\n",
       {},
       // The one zone that it lies in on purpose has one subnet.
       {"subnet_ids      = var.a_subnet_ids", "Subnets of a, in the zone eu-west-1a.\"",
        "length(var.a_subnet_ids) >= 1"},
       {"a: subnet_ids: only eksctl can say it so", "a: remote_access: the key is one that eksctl uploads"},
       {"\"eu-west-1a\"", "id_rsa", "in the zone of the id"}},
      {"e.yaml",
       head + "managedNodeGroups:\n  - {name: a, availabilityZones: [eu-west-1a, eu-west-1b]}\n",
       {"--format", "terraform-aws-modules/eks"},
       {"length(var.a_subnet_ids) >= 2"},
       {},
       {">= 1"}},
      {"e.yaml",
       head + "managedNodeGroups:\n  - {name: a, subnets: [subnet-1], minSize: 3, desiredCapacity: 3}\n",
       {},
       {"[\"subnet-1\"]"},
       {},
       {}},
      // What is filled in later is not known; the rest of a map stays.
      {"e.yaml",
       head + "managedNodeGroups:\n  - {name: a, spot: $SPOT, labels: {k: $L, l: m}}\n",
       {},
       {"l = \"m\""},
       {"a: capacity_type: its value is not known here", "a: labels.k: its value is not known here"},
       {}},
      // eksctl takes the image that suits the types.
      {"e.yaml",
       head + "managedNodeGroups:\n  - {name: a, instanceTypes: [m6g.large, m7g.large]}\n",
       {},
       {"\"AL2023_ARM_64_STANDARD\""},
       {},
       {}},
      {"e.yaml",
       head + "managedNodeGroups:\n  - {name: a, amiFamily: Bottlerocket}\n",
       {},
       {"\"BOTTLEROCKET_x86_64\""},
       {},
       {"amiFamily"}},
      {"e.yaml",
       head + "managedNodeGroups:\n  - {name: a, amiFamily: bottlerocketfips, instanceTypes: [g5g.xlarge]}\n",
       {},
       {"\"BOTTLEROCKET_ARM_64_NVIDIA_FIPS\""},
       {},
       {"amiFamily"}},
      // Which of them eksctl looks at is not told; Ubuntu's images are none of EKS's types.
      {"e.yaml",
       head + "managedNodeGroups:\n  - {name: a, amiFamily: Bottlerocket, instanceTypes: [g5.xlarge, m5.xlarge]}\n",
       {},
       {},
       {"a: ami_type: its value is not known here"},
       {"BOTTLEROCKET"}},
      {"e.yaml",
       head + "managedNodeGroups:\n  - {name: a, amiFamily: Ubuntu2204}\n",
       {},
       {},
       {"a: ami_type: amiFamily Ubuntu2204 is none of EKS's AMI types; a group without ami_type runs Amazon Linux\n"},
       {"AL2023"}},
      // What image a launch template has is not known, unless a family stands beside it.
      {"e.yaml",
       head + "managedNodeGroups:\n  - {name: a, launchTemplate: {id: lt-0a1, version: \"3\"}}\n",
       {"--format", "nodegroups"},
       {"id: lt-0a1"},
       {"a: ami_type: eksctl leaves the image to the launch template"},
       {"AL2023"}},
      {"e.yaml",
       head + "managedNodeGroups:\n  - {name: a, amiFamily: Bottlerocket, instanceTypes: [m5.large], launchTemplate: "
              "{id: lt-0a1, version: $Latest}}\n",
       {"--format", "nodegroups"},
       {"ami_type: BOTTLEROCKET_x86_64\n", "version: '$Latest'\n"},
       {},
       {"note: a:"}},
      {"n.yaml",
       "cluster_name: c\nnode_groups:\n  a: {ami_type: CUSTOM, instance_types: [m5.large], launch_template: "
       "{id: lt-0a1, version: $Default}}\n",
       {"--format", "eksctl"},
       {"version: '$Default'\n"},
       {"a: ami_type: eksctl leaves the image to the launch template"},
       {"AL2023"}},
      // Tags of the cluster are each group's, and its own win.
      {"e.yaml",
       "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: one, region: eu-west-1, tags: {k: a, l: "
       "b}}\nmanagedNodeGroups:\n  - {name: a, tags: {l: c, m: d}}\n  - {name: b}\n",
       {"--format", "nodegroups"},
       {"    tags:\n      k: a\n      l: c\n      m: d\n", "    tags:\n      k: a\n      l: b\n"},
       {},
       {"metadata"}},
      {"e.yaml",
       "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: one, region: eu-west-1, tags: {k: a}}\n"
       "managedNodeGroups:\n  - {name: a, tags: {m: d}}\n",
       {"--format", "eksctl"},
       {"  region: eu-west-1\nmanagedNodeGroups:\n", "    tags:\n      k: a\n      m: d\n"},
       {},
       {"note: a:"}},
      {"e.yaml",
       head + "managedNodeGroups:\n  - {name: a, ami: ami-1}\n",
       {},
       {},
       {"a: image_id of its launch template"},
       {}},
      {"e.yaml",
       head + "managedNodeGroups:\n  - {name: a, launchTemplate: {id: lt-1}}\n",
       {},
       {},
       {"a: launch_template.version: Terraform asks for it"},
       {}},
      {"e.yaml", head + "managedNodeGroups:\n  - {name: $NAME, minSize: 1}\n", {}, {"\"group-1-\""}, {}, {"\"group 1"}},
      // A default of the module is said of the resource, what EKS takes anyway is not.
      {"main.tf",
       "module \"eks\" {\n  source = \"terraform-aws-modules/eks/aws\"\n  version = \"~> 20.0\"\n"
       "  eks_managed_node_groups = { w = { ami_id = \"ami-1\", instance_types = var.types } }\n}\n",
       {},
       {"max_unavailable_percentage = 33\n"},
       {"w: instance_types: its value is not known here", "w: image_id of its launch template"},
       {"update_strategy"}},
      {"n.yaml",
       "cluster_name: c\nnode_groups:\n  w: {capacity_type: SPOT}\n",
       {"--format", "terraform-aws-modules/eks"},
       {"max_size                       = var.w_scaling.max_size"},
       {},
       {"update_strategy"}},
      // What Terraform reads beside the arguments.
      {"main.tf",
       terraform + "  provider   = aws.west\n  depends_on = [aws_iam_role.n]\n  lifecycle {\n"
                   "    replace_triggered_by = [aws_x.y]\n  }\n  scaling_config {\n    min_size = 1\n    max_size = 1\n"
                   "    desired_size = 1\n  }\n}\n",
       {},
       {},
       {"a: provider: it is not written", "a: depends_on: it is not written",
        "a: lifecycle.replace_triggered_by: it is not written"},
       {}},
      // An expression of several lines is moved in where it stands; a lifecycle that says nothing is not missed.
      {"main.tf",
       terraform + "  tags = {\n    \"Name\" = \"${var.x}-spot\"\n  }\n  scaling_config {\n    min_size = 1\n"
                   "    max_size = 1\n    desired_size = 1\n  }\n}\n",
       {"--format", "terraform-aws-modules/eks"},
       {"    \"Name\" = \"${var.x}-spot\"\n"},
       {},
       {"another way"}},
      {"main.tf",
       terraform + "  scaling_config {\n    min_size = 1\n    max_size = 1\n    desired_size = 1\n  }\n}\n",
       {"--format", "eksctl"},
       {},
       {},
       {"lifecycle"}},
      // Of several documents one is meant.
      {"two.yaml",
       head + "managedNodeGroups: [{name: a}]\n---\n" + head + "managedNodeGroups: [{name: b}]\n",
       {"--group", "b"},
       {"\"b\""},
       {},
       {"\"a\""}},
      // A group of another cluster than the file's.
      {"n.yaml",
       "cluster_name: c\nnode_groups:\n  a: {capacity_type: SPOT}\n  b: {cluster_name: d, capacity_type: SPOT}\n",
       {"--format", "eksctl", "--group", "b"},
       {"  name: d\n"},
       {},
       {}},
  };
  for (const Case& one : cases) {
    scratch.file(one.file, one.text);
    std::vector<std::string> all{"--from", one.file};
    all.insert(all.end(), one.arguments.begin(), one.arguments.end());
    const Run run = gen(all);
    CAPTURE(one.text, run.out, run.err);
    CHECK(run.exit == 0);
    for (const std::string& said : one.said) CHECK(has(run.out, said));
    for (const std::string& noted : one.noted) CHECK(has(run.err, noted));
    for (const std::string& never : one.never) CHECK_FALSE(has(run.out + run.err, never));
  }
}

TEST_CASE("a key that another is read by is not kept by that") {
  const Scratch scratch;
  const std::string head =
      "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: one, region: eu-west-1}\n";
  // Which addresses the port is opened to hangs on where the nodes are: that is no word of where they are.
  scratch.file("e.yaml", head +
                             "managedNodeGroups:\n  - {name: a, privateNetworking: true, "
                             "ssh: {allow: true, publicKeyName: k}}\n");
  for (const char* format : {"terraform", "terraform-aws-modules/eks", "nodegroups"}) {
    const Run run = gen({"--from", "e.yaml", "--format", format});
    CAPTURE(run.out, run.err);
    CHECK(run.exit == 0);
    CHECK(has(run.err, "a: privateNetworking: nothing is written of it\n"));
    CHECK_FALSE(has(run.err, "publicKeyName"));
    // Without those addresses it would be open to the world.
    CHECK(has(run.err,
              "a: remote_access: eksctl opens SSH to the addresses of the VPC alone, and remote_access without "
              "source_security_group_ids opens it to the world\n"));
    CHECK_FALSE(has(run.out, "remote_access"));
  }
}

TEST_CASE("an expression that is not written is named, also where its text stands elsewhere") {
  const Scratch scratch;
  scratch.file("main.tf", R"(variable "name" {}
variable "most" {}
resource "aws_eks_node_group" "a" {
  cluster_name           = var.name
  node_group_name_prefix = var.name
  node_role_arn          = aws_iam_role.n.arn
  subnet_ids             = var.names
  instance_types         = ["m5.large"]
  scaling_config {
    min_size     = 1
    max_size     = var.most
    desired_size = 1
  }
  taint {
    key    = var.name
    effect = "NO_SCHEDULE"
  }
  taint {
    key    = "b"
    value  = "c"
    effect = "NO_EXECUTE"
  }
}
)");
  const Run module = gen({"--from", "main.tf", "--format", "terraform-aws-modules/eks", "--no-variables"});
  CAPTURE(module.out, module.err);
  CHECK(has(module.err,
            "node_group_name_prefix: terraform-aws-modules/eks has no place for it, or takes it otherwise\n"));
  CHECK_FALSE(has(module.err, "taint"));
  CHECK(has(module.out, "taint-0 = {\n      key    = var.name\n      effect = \"NO_SCHEDULE\"\n    }\n"));
  CHECK(has(module.out, "b-NO_EXECUTE = {"));
  CHECK(has(gen({"--from", "main.tf"}).out, "  taint {\n    key    = var.name\n    effect = \"NO_SCHEDULE\"\n  }\n"));

  scratch.file("own.hcl", R"(form "own" {
  syntax = hcl
  group {
    at = "resource.x"
    write {
      block = ["resource", "x"]
      body  = { least = group.scaling_config.min_size, subnets = group.subnet_ids, cluster = group.cluster_name }
    }
  }
}
)");
  const Run own = gen({"--from", "main.tf", "--format", "own.hcl"});
  CAPTURE(own.out, own.err);
  CHECK(has(own.err, "scaling_config.max_size: own has no place for it, or takes it otherwise\n"));
}

TEST_CASE("what is judged alone is not judged by what it lacks, and known taints and the region stay") {
  const Scratch scratch;
  scratch.file("main.tf", R"(provider "aws" {
  region = "eu-west-1"
}
data "aws_subnets" "p" {}
module "vpc" {
  source = "./vpc"
}
variable "taints" {}
resource "aws_eks_node_group" "a" {
  cluster_name           = "c"
  node_group_name_prefix = "a-"
  node_role_arn          = "arn:aws:iam::111122223333:role/n"
  subnet_ids             = try(module.vpc.private_subnets, data.aws_subnets.p.ids, ["subnet-0a1"])
  capacity_type          = "SPOT"
  instance_types         = ["m5.large", "m5a.large", "m6i.large", "m6a.large", "m7i.large"]
  scaling_config {
    min_size     = 1
    max_size     = 5
    desired_size = 1
  }
  dynamic "taint" {
    for_each = var.taints
    content {
      key    = taint.value
      effect = "NO_SCHEDULE"
    }
  }
  taint {
    key    = "dedicated"
    value  = "gpu"
    effect = "NO_SCHEDULE"
  }
}
)");
  const Run run = gen({"--from", "main.tf", "--no-variables"});
  CAPTURE(run.out, run.err);
  CHECK(run.exit == 0);
  CHECK(has(run.out, "try(module.vpc.private_subnets, data.aws_subnets.p.ids, [\"subnet-0a1\"])"));
  CHECK(has(run.out, "key    = \"dedicated\""));
  CHECK(has(run.err, "a: taint: those are left out of which it is not known here how many there are\n"));
  const Run yaml = gen({"--from", "main.tf", "--format", "nodegroups"});
  CHECK(has(yaml.out, "region: eu-west-1\n"));
  CHECK(has(yaml.out, "key: dedicated\n"));
}

TEST_CASE("of a launch template that cannot be named the type is kept, and the rest named") {
  const Scratch scratch;
  scratch.file("main.tf", R"(resource "aws_launch_template" "w" {
  name_prefix   = "w-"
  image_id      = "ami-0a1"
  instance_type = "m5.large"
  user_data     = "Zm9v"
}
resource "aws_eks_node_group" "a" {
  cluster_name    = "c"
  node_group_name = "a"
  node_role_arn   = "arn:aws:iam::111122223333:role/n"
  subnet_ids      = ["subnet-0a1", "subnet-0b2"]
  scaling_config {
    min_size     = 1
    max_size     = 2
    desired_size = 1
  }
  launch_template {
    id      = aws_launch_template.w.id
    version = aws_launch_template.w.latest_version
  }
}
)");
  for (const char* form : {"eksctl", "nodegroups"}) {
    const Run run = gen({"--from", "main.tf", "--format", form});
    CAPTURE(run.out, run.err);
    CHECK(has(run.out, "- m5.large\n"));
    CHECK_FALSE(has(run.out, "t3.medium"));
    CHECK(has(run.err, "note: a: launch_template: of it is not written: image_id, user_data\n"));
  }
  const Run same = gen({"--from", "main.tf"});
  CHECK_FALSE(has(same.out, "m5.large"));
  CHECK_FALSE(has(same.err, "launch_template"));
}

TEST_CASE("an image of a family of eksctl's comes back") {
  const Scratch scratch;
  scratch.file("n.yaml", R"(node_groups:
  a: {ami_type: BOTTLEROCKET_ARM_64, instance_types: [m7g.large, m6g.large]}
  b: {ami_type: AL2023_x86_64_STANDARD, instance_types: [g5.xlarge]}
)");
  const Run run = gen({"--from", "n.yaml", "--format", "eksctl"});
  CAPTURE(run.out, run.err);
  CHECK(has(run.out, "  - name: a\n    amiFamily: Bottlerocket\n"));
  CHECK_FALSE(has(run.err, "a: ami_type"));
  // Of the family it would take the one with drivers.
  CHECK(has(run.err, "note: b: ami_type: it is \"AL2023_x86_64_NVIDIA\" in eksctl\n"));
  scratch.file("e.yaml", run.out);
  CHECK(has(gen({"--from", "e.yaml", "--format", "nodegroups"}).out, "    ami_type: BOTTLEROCKET_ARM_64\n"));
}

TEST_CASE("what only a form can say stays in that form") {
  const Scratch scratch;
  scratch.file("e.yaml", R"(apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: one, region: eu-west-1}
vpc: {subnets: {private: {one: {id: subnet-1, az: eu-west-1a}}}}
managedNodeGroups:
  - name: a
    instanceType: m5.xlarge
    privateNetworking: true
    availabilityZones: [eu-west-1a, eu-west-1b]
    ssh: {allow: true, publicKeyPath: k.pub}
    amiFamily: Bottlerocket
    iam: {instanceRoleARN: "arn:aws:iam::111122223333:role/n", withAddonPolicies: {autoScaler: true}}
    labels: {k: $L, l: m}
  - {name: b, subnets: [one], instanceMarketOptions: {marketType: capacity-block}, instanceTypes: [p5.48xlarge]}
)");
  const Run run = gen({"--from", "e.yaml", "--format", "eksctl"});
  CAPTURE(run.out, run.err);
  REQUIRE(run.exit == 0);
  for (const char* kept :
       {"    privateNetworking: true\n", "    availabilityZones:\n      - eu-west-1a\n      - eu-west-1b\n",
        "    ssh:\n      allow: true\n      publicKeyPath: k.pub\n", "    amiFamily: Bottlerocket\n",
        "      withAddonPolicies:\n        autoScaler: true\n", "    subnets:\n      - one\n",
        "    instanceMarketOptions:\n      marketType: capacity-block\n"}) {
    CAPTURE(kept);
    CHECK(has(run.out, kept));
  }
  // One of two spellings is written, not both.
  CHECK_FALSE(has(run.out, "instanceType:"));
  // What is not known, or stands outside of the groups, is named, and nothing else.
  CHECK(run.err ==
        "mng-gen: note: a: labels.k: its value is not known here\n"
        "mng-gen: note: the cluster's subnets are not written: vpc.subnets stands outside of the groups\n");

  scratch.file("z.yaml",
               "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: one, region: eu-west-1}\n"
               "availabilityZones: [eu-west-1a, eu-west-1b]\nmanagedNodeGroups: [{name: a}]\n");
  const Run above = gen({"--from", "z.yaml", "--format", "eksctl"});
  CAPTURE(above.out, above.err);
  CHECK(above.exit == 0);
  CHECK(has(above.err, "a: subnet_ids: what says it stands outside of the group\n"));
  CHECK(has(above.err, "the cluster's subnets are not written: availabilityZones stands outside of the groups\n"));

  // Zones of a group are all there is of the cluster's subnets.
  scratch.file("g.yaml",
               "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: one, region: eu-west-1}\n"
               "vpc: {id: vpc-1}\nmanagedNodeGroups:\n"
               "  - {name: a, availabilityZones: [eu-west-1a]}\n  - {name: b, availabilityZones: [eu-west-1b]}\n");
  CHECK(gen({"--from", "g.yaml", "--format", "eksctl"}).err ==
        "mng-gen: note: g.yaml: left out, as it is no node group: vpc.id\n");
}

TEST_CASE("an error that a group had not is not written") {
  const Scratch scratch;
  scratch.file("n.yaml", R"(cluster_name: c
region: eu-west-1
node_groups:
  a:
    node_role_arn: "arn:aws:iam::111122223333:role/n"
    subnet_ids: [subnet-0a1, subnet-0b2]
    instance_types: [m5.large]
    launch_template: {name: x, version: "2"}
)");
  const Run run = gen({"--from", "n.yaml", "--format", "terraform-aws-modules/eks"});
  CAPTURE(run.out, run.err);
  CHECK(run.exit == 2);
  CHECK(run.out.empty());
  CHECK(has(run.err,
            "mng-gen: n.yaml: mng-lint finds an error in what would be written that it does not find there: "
            "template-id-and-name: "));
  CHECK(gen({"--from", "n.yaml", "--format", "terraform"}).exit == 0);

  // An error of that kind in one group excuses it in that one alone, by whatever name.
  const std::string both = R"(cluster_name: c
defaults:
  node_role_arn: "arn:aws:iam::111122223333:role/n"
  subnet_ids: [subnet-0a1, subnet-0b2]
  instance_types: [m5.large]
node_groups:
  "a b": {launch_template: {id: lt-0a1, name: x, version: "2"}}
)";
  scratch.file("o.yaml", both);
  CHECK(lint({"o.yaml"}).exit == 1);
  CHECK(gen({"--from", "o.yaml", "--format", "terraform-aws-modules/eks"}).exit == 0);
  scratch.file("o.yaml", both + "  b: {launch_template: {name: x, version: \"2\"}}\n");
  const Run other = gen({"--from", "o.yaml", "--format", "terraform-aws-modules/eks"});
  CAPTURE(other.out, other.err);
  CHECK(other.exit == 2);
  CHECK(has(other.err, "that it does not find there: template-id-and-name: b"));

  // What was wrong before is no news.
  scratch.file("w.yaml",
               "cluster_name: c\nnode_groups:\n  a: {capacity_type: SPOT, instance_types: [m5.large], "
               "subnet_ids: [subnet-1]}\n");
  CHECK(lint({"w.yaml"}).exit == 1);
  CHECK(gen({"--from", "w.yaml"}).exit == 0);

  // A group that is taken alone stood beside others that made it right.
  scratch.file(
      "z.yaml",
      "cluster_name: c\ndefaults: {capacity_type: SPOT, instance_types: [m5.large, m5a.large, m6i.large, "
      "m6a.large, m7i.large]}\nnode_groups:\n  a: {subnet_ids: [subnet-0a1]}\n  b: {subnet_ids: [subnet-0b1]}\n");
  const Run alone = gen({"--from", "z.yaml", "--group", "a", "--format", "terraform"});
  CAPTURE(alone.out, alone.err);
  CHECK(alone.exit == 0);
  CHECK(has(alone.err, "mng-gen: note: mng-lint finds an error in it: single-az: a lies in one zone"));

  // A lifecycle that a module gives every group is none that could be left out.
  scratch.file("e.yaml",
               "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: one, region: eu-west-1}\n"
               "managedNodeGroups: [{name: a}]\n");
  const Run fixed = gen({"--from", "e.yaml", "--format", "terraform-aws-modules/eks"});
  CAPTURE(fixed.out, fixed.err);
  CHECK(fixed.exit == 0);
  CHECK(has(fixed.err, "by the lifecycle that terraform-aws-modules/eks has: create-before-destroy-fixed-name: a"));
}

TEST_CASE("groups that Terraform would take for other ones are named as such") {
  const Scratch scratch;
  scratch.file("main.tf", kTerraform);
  constexpr std::string_view kMoved = "here: to apply this in place of that removes ";
  // a keeps its address; b["x"] and b["y"] become groups by themselves.
  const Run same = gen({"--from", "main.tf", "--group", "aws_eks_node_group.a"});
  CAPTURE(same.out, same.err);
  CHECK(same.exit == 0);
  CHECK_FALSE(has(same.err, kMoved));
  const Run loop = gen({"--from", "main.tf"});
  CAPTURE(loop.out, loop.err);
  CHECK(loop.exit == 0);
  CHECK(has(loop.err,
            "mng-gen: note: main.tf: 2 groups have other addresses here: to apply this in place of that "
            "removes them and makes new ones, unless `moved` blocks lead from the old addresses to the new "
            "ones and no name changes\n"));
  const Run module = gen({"--from", "main.tf", "--format", "terraform-aws-modules/eks"});
  CHECK(has(module.err, "main.tf: 3 groups have other addresses here"));
  // Where Terraform did not make them before, or does not now, it removes nothing.
  scratch.file("e.yaml", kEksctl);
  CHECK_FALSE(has(gen({"--from", "e.yaml"}).err, kMoved));
  CHECK_FALSE(has(gen({"--from", "main.tf", "--group", "aws_eks_node_group.a", "--format", "nodegroups"}).err, kMoved));
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
  scratch.file("two.yaml", std::string(kEksctl) + "---\n" + kEksctl);
  scratch.file("clusters.yaml", "cluster_name: c\nnode_groups:\n  a: {capacity_type: SPOT}\n  b: {cluster_name: d}\n");
  const std::string form = "form \"x\" {\n  syntax = ";
  scratch.file("block.hcl", form + "yaml\n  group {\n    write {\n      block = [\"x\"]\n    }\n  }\n}\n");
  scratch.file("at.hcl", form + "yaml\n  group {\n    vocabulary = true\n  }\n}\n");
  scratch.file("label.hcl", form + "hcl\n  group {\n    write {\n      block = \"resource\"\n    }\n  }\n}\n");
  scratch.file("bare.hcl", form + "hcl\n  group {\n    at = \"resource.x[*]\"\n    vocabulary = true\n  }\n}\n");
  const auto value = [&](const std::string& file, const std::string& expression) {
    scratch.file(file,
                 form + "yaml\n  group {\n    write {\n      value = { x = " + expression + " }\n    }\n  }\n}\n");
  };
  value("group.hcl", "try(group.lables, null)");
  value("nested.hcl", "group.scaling_config.min_sise");
  value("cluster.hcl", "cluster.nam");
  value("loop.hcl", "[for group in [{ own = 1 }] : group.own]");
  const std::string block = form + "hcl\n  group {\n    write {\n      block = [\"resource\", \"x\"]\n      body  = ";
  scratch.file("asked.hcl", block +
                                "{ a = asked.sice }\n      variable \"size\" {\n        description = \"d\"\n"
                                "        type = string\n      }\n    }\n  }\n}\n");
  scratch.file("sets.hcl", block +
                               "{ a = group.labels }\n      variable \"size\" {\n        description = \"d\"\n"
                               "        type = string\n        sets {\n          disk_sice = self\n        }\n"
                               "      }\n    }\n  }\n}\n");
  CHECK(has(gen({"--from", "e.yaml", "--format", "loop.hcl"}).out, "x:\n  - 1\n"));
  struct Case {
    std::vector<std::string> arguments;
    const char* error;
  };
  const Case cases[] = {
      {{"--from", "e.yaml", "--format", "group.hcl"}, "group.hcl:5:30: group has no `lables`; did you mean `labels`?"},
      {{"--vcpu", "4", "--mem", "16", "--format", "group.hcl"}, "group has no `lables`"},
      {{"--from", "e.yaml", "--format", "nested.hcl"}, "scaling_config has no `min_sise`; did you mean `min_size`?"},
      {{"--from", "e.yaml", "--format", "cluster.hcl"}, "cluster has no `nam`; did you mean `name`?"},
      {{"--from", "e.yaml", "--format", "asked.hcl"}, "asked has no `sice`; did you mean `size`?"},
      {{"--from", "e.yaml", "--format", "sets.hcl"}, "group has no `disk_sice`; did you mean `disk_size`?"},
      {{"--from", "e.yaml", "--format", "block.hcl"}, "`write` of a form of YAML has a `value`"},
      {{"--from", "e.yaml", "--format", "at.hcl"}, "says where its groups are, `at`"},
      {{"--from", "e.yaml", "--format", "label.hcl"}, "label.hcl:5:15: `write` of a form of HCL has a `block`"},
      {{"--vcpu", "4", "--mem", "16", "--format", "bare.hcl"}, "says nothing of how it is written"},
      {{"--from", "two.yaml"}, "two.yaml: has several documents with node groups"},
      {{"--from", "clusters.yaml", "--format", "eksctl"}, "groups of several clusters (c, d)"},
      {{"--from", "e.yaml", "--migrate", "main.tf"}, "--from and --migrate do not go together"},
      {{"--vcpu", "4", "--mem", "16", "--group", "x"}, "--group goes with --from FILE or --migrate FILE"},
      {{"--vcpu", "4", "--mem", "16", "--format", "terraform-aws-modules/eks", "--launch-template", "w:3"},
       "has no place for launch_template.name"},
      {{"--from", "main.tf", "--format", "eksctl"}, "groups of several clusters (aws_eks_cluster.main.name, c)"},
      {{"--from", "main.tf", "--group", "q"}, "there is no group `q`"},
      {{"--from", "nope.tf"}, "nope.tf: there is no such file"},
      {{"--from", "none.yaml"}, "holds no node groups"},
      {{"--from", "bad.yaml"}, "bad.yaml:2: `SPOTT` is no value of `capacity_type`; mend it first"},
      {{"--from", "e.yaml", "--format", "type"}, "--format has no value `type`; did you mean `types`?"},
      {{"--from", "e.yaml", "--vcpu", "4"}, "leave --vcpu out"},
      {{"--from", "e.yaml", "--label", "a=b"}, "leave --label out"},
      {{"--from", "e.yaml", "--explain"}, "--from takes groups as they are: leave --explain out"},
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
  const Run elsewhere = gen({"--from", "pools.yaml", "--form", "own.hcl", "--format", "nodegroups"});
  CAPTURE(elsewhere.out, elsewhere.err);
  CHECK(has(elsewhere.out, "    instance_types:\n      - m5.xlarge\n      - m5a.xlarge\n"));
  CHECK(
      has(gen({"--from", "pools.yaml", "--format", "nodegroups"}).err, "holds no node groups in a form that is read"));
  scratch.file(
      "other.hcl",
      "form \"own\" {\n  needles = [\"p\"]\n  detect  = has(input, \"p\")\n  group {\n    at = \"p\"\n  }\n}\n");
  CHECK(has(gen({"--from", "pools.yaml", "--form", "own.hcl", "--form", "other.hcl"}).err,
            "other.hcl: another file that is given holds a form of the name own too"));
  CHECK(gen({"--form", "own.hcl", "--vcpu", "4", "--mem", "16"}).err == "mng-gen: --form goes with --from FILE\n");
  const Run back = gen({"--from", "pools.yaml", "--format", "own.hcl", "--group", "workers"});
  CAPTURE(back.out, back.err);
  CHECK(back.exit == 0);
  CHECK(has(back.out, "cheap: \"yes\"\n"));
  const Run made = gen({"--vcpu", "4", "--mem", "32", "--count", "2", "--format", "own.hcl"});
  CAPTURE(made.out, made.err);
  CHECK(made.exit == 0);
  CHECK(has(made.out, "pools:\n  spot-4vcpu-32gib:\n    machines:\n"));
  CHECK(has(made.err, "mng-gen: note: own.hcl has no place for ami_type\n"));
  CHECK_FALSE(has(made.err, "instance_types"));
  CHECK_FALSE(has(made.err, "node_group_name"));
}

TEST_CASE("a user's own form is one by whatever name it is called") {
  const Scratch scratch;
  scratch.file("e.yaml", kEksctl);
  // Its groups have one type, which mng-lint finds an error in.
  scratch.file("own.hcl", R"(form "pools" {
  syntax  = yaml
  needles = ["pools"]
  detect  = has(input, "pools")

  group {
    at = "pools[*]"
    field "instance_types" {
      path = "machines"
    }
    field "capacity_type" {
      path = "capacity"
    }
    write {
      value = { pools = { (name) = { machines = [group.instance_types[0], "m5.large"], capacity = group.capacity_type } } }
    }
  }
}
)");
  const std::string error = "mng-gen: e.yaml: mng-lint finds an error in what would be written that it does not find ";
  for (const std::vector<std::string>& format :
       std::vector<std::vector<std::string>>{{"--format", "own.hcl"},
                                             {"--format", "./own.hcl", "--form", "own.hcl"},
                                             {"--form", "own.hcl", "--format", "pools"}}) {
    std::vector<std::string> words{"--from", "e.yaml"};
    words.insert(words.end(), format.begin(), format.end());
    const Run run = gen(words);
    CAPTURE(run.out, run.err);
    CHECK(run.exit == 2);
    CHECK(run.out.empty());
    CHECK(has(run.err, error));
  }
}

TEST_CASE("a form of HCL writes nothing that does not parse") {
  const Scratch scratch;
  const auto form = [&](const std::string& block, const std::string& body) {
    scratch.file("own.hcl", "form \"own\" {\n  syntax = hcl\n  group {\n    write {\n      block = " + block +
                                "\n      body = " + body + "\n    }\n  }\n}\n");
    return gen({"--vcpu", "4", "--mem", "16", "--format", "own.hcl"});
  };
  const std::string types = "types = group.instance_types";
  CHECK(form("[\"module\"]", "{ " + types + ", a_b = 1 }").exit == 0);
  CHECK(form("[\"module\"]", "{ " + types + ", (name) = 1 }").exit == 0);
  struct Case {
    std::string block;
    std::string body;
    std::string said;
  };
  for (const Case& one : {
           Case{"[\"mod ule\", \"x\"]", "{ " + types + " }",
                "own.hcl:5:15: a block is called by letters, digits, `_` and `-`, not `mod ule`"},
           Case{"[\"module\"]", "{ " + types + ", \"a b\" = 1, a_b = 2 }",
                "own.hcl:6:46: an argument is called by letters, digits, `_` and `-`, not `a b`"},
           Case{"[\"module\"]", "merge({ " + types + " }, true ? { \"a b\" = 1 } : {})", "not `a b`"},
           Case{"[\"module\"]", "{ " + types + ", (\"${name}.\") = 1, (\"${name}!\") = 2 }",
                "own.hcl: what it writes does not parse: `"},
       }) {
    const Run run = form(one.block, one.body);
    CAPTURE(run.out, run.err, one.said);
    CHECK(run.exit == 2);
    CHECK(run.out.empty());
    CHECK(has(run.err, one.said));
  }
}

TEST_CASE("what a form of one's own computes has its place in no file that is read") {
  const Scratch scratch;
  scratch.file("pools.hcl", R"(form "pools" {
  syntax  = yaml
  needles = ["pools"]
  detect  = has(input, "pools")

  group {
    at = "pools[*]"
    field "instance_types" {
      path = "machines"
    }
    field "ami_type" {
      path  = "os"
      value = try(group.os, null) == null ? unknown("the types") : unknown("os and the types")
      families = {
        Linux        = ["AL2023_x86_64_STANDARD", "AL2023_ARM_64_STANDARD"]
        Bottlerocket = ["BOTTLEROCKET_x86_64", "BOTTLEROCKET_ARM_64"]
      }
    }
    field "launch_template" {
      path  = "template"
      value = has(group, "template") ? { id = group.template, version = unknown("what is newest") } : null
    }
    write {
      value = { pools = { (name) = { machines = group.instance_types, os = family } } }
    }
  }
}
)");
  scratch.file("n.yaml", "node_groups: {a: {instance_types: [m7g.large], ami_type: BOTTLEROCKET_ARM_64}}\n");
  const Run run = gen({"--from", "n.yaml", "--format", "pools.hcl"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  CHECK(has(run.out, "    os: Bottlerocket\n"));
  CHECK_FALSE(has(run.err, "ami_type"));
  scratch.file("p.yaml", run.out);
  CHECK(has(gen({"--from", "p.yaml", "--form", "pools.hcl", "--format", "nodegroups"}).out, "BOTTLEROCKET_ARM_64\n"));
  scratch.file("p.yaml", "pools: {a: {template: lt-0a1}}\n");
  const Run computed = gen({"--from", "p.yaml", "--form", "pools.hcl", "--format", "nodegroups"});
  MNG_SHOW(computed);
  CHECK(computed.exit == 0);
  CHECK(has(computed.err, "a: launch_template.version: its value is not known here"));
}

TEST_CASE("a group that a form does not write is no group that is left out") {
  const Scratch scratch;
  scratch.file("pools.hcl", R"(form "pools" {
  syntax  = yaml
  needles = ["pools"]
  detect  = has(input, "pools")

  group {
    at = "pools[*]"
    field "instance_types" {
      path = "machines"
    }
    field "remote_access" {
      path = "login"
    }
    write {
      value = { pools = { (name) = {
        machines = group.instance_types
        login    = has(group, "remote_access") ? { ec2_ssh_key = group.remote_access.ec2_ssh_key } : null
      } } }
    }
  }
}
)");
  scratch.file("n.yaml",
               "cluster_name: c\nnode_groups:\n  a: {instance_types: [m5.large]}\n  b: {capacity_type: ON_DEMAND}\n");
  const Run run = gen({"--from", "n.yaml", "--format", "pools.hcl"});
  MNG_SHOW(run);
  CHECK(run.exit == 2);
  CHECK(run.out.empty());
  CHECK(has(run.err,
            "mng-gen: n.yaml: group b cannot be written: pools makes no group of it: what its `write` reads may not be "
            "there\n"));
  CHECK(gen({"--from", "n.yaml", "--format", "pools.hcl", "--group", "a"}).exit == 0);
  // A form that is only written has nothing to read it again by.
  scratch.file("only.hcl",
               "form \"only\" {\n  syntax = hcl\n  group {\n    write {\n      block = [\"module\"]\n"
               "      body  = { types = try(group.instance_types, null) }\n    }\n  }\n}\n");
  const Run only = gen({"--from", "n.yaml", "--format", "only.hcl"});
  MNG_SHOW(only);
  CHECK(only.exit == 0);
  CHECK(has(only.out, "module \"b\" {"));
  CHECK(has(only.err, "b: only: what is written is not read as one group again\n"));
  scratch.file("only.hcl",
               "form \"only\" {\n  syntax = yaml\n  group {\n    write {\n"
               "      value = { types = group.instance_types }\n    }\n  }\n}\n");
  CHECK(has(gen({"--from", "n.yaml", "--format", "only.hcl"}).err, "group b cannot be written: only makes no group"));

  // What is wrong with what is written, and was not before, is told, be it no error.
  const std::string login =
      "cluster_name: c\nnode_groups:\n  a: {instance_types: [m5.large], remote_access: {ec2_ssh_key: k";
  scratch.file("l.yaml", login + ", source_security_group_ids: [sg-0a1]}}\n");
  const Run open = gen({"--from", "l.yaml", "--format", "pools.hcl"});
  MNG_SHOW(open);
  CHECK(open.exit == 0);
  CHECK(has(open.err, "mng-gen: note: mng-lint warns of what is written: ssh-open-to-world: "));
  scratch.file("l.yaml", login + "}}\n");
  CHECK_FALSE(has(gen({"--from", "l.yaml", "--format", "pools.hcl"}).err, "mng-lint warns"));
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
  // Zones and subnets in the order in which both are named.
  const std::size_t third = eksctl.out.find("  - name: db-euw1-az3\n");
  REQUIRE(third != std::string::npos);
  CHECK(eksctl.out.find("subnet-c\n", third) < eksctl.out.find("  - name: db-euw1-az1\n", third));
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
  // A zone of the region that offers nothing is passed over, one that is named is not.
  const Run east = gen({"--vcpu", "4", "--mem", "16", "--region", "us-east-1", "--per-zone"});
  CHECK(east.exit == 0);
  CHECK(has(east.err, "note: no group for use1-az3: none of these types is offered there\n"));
  CHECK_FALSE(has(east.out, "use1-az3"));
  const Run none = gen({"--vcpu", "4", "--mem", "16", "--region", "us-east-1", "--per-zone", "--zones", "use1-az3"});
  CHECK(none.exit == 1);
  CHECK(has(none.err, "in the zone use1-az3 there is none:\n"));
  // One zone is what was asked for.
  const Run alone = gen({"--vcpu", "4", "--mem", "16", "--region", "us-east-1", "--per-zone", "--zones", "use1-az1",
                         "--subnets", "subnet-0a1"});
  CAPTURE(alone.err);
  CHECK(alone.exit == 0);
  const Run anywhere = gen({"--vcpu", "4", "--mem", "32", "--per-zone"});
  CHECK(anywhere.exit == 2);
  CHECK(has(anywhere.err, "--per-zone needs a region"));
}

TEST_CASE("a launch template goes by its name, its id or a reference, and its version is one") {
  const auto with = [](const std::string& word, const std::string& format = "terraform") {
    return gen({"--vcpu", "4", "--mem", "16", "--launch-template", word, "--format", format});
  };
  CHECK(has(with("my.template:3").out, "    name    = \"my.template\"\n    version = \"3\"\n"));
  CHECK(has(with("aws_launch_template.x[0].id:aws_launch_template.x[0].latest_version").out,
            "    id      = aws_launch_template.x[0].id\n    version = aws_launch_template.x[0].latest_version\n"));
  CHECK(has(with("var.name.name:2").out, "    name    = var.name.name\n"));
  CHECK(has(with("aws_launch_template.x.id:3", "terraform-aws-modules/eks").out, "= aws_launch_template.x.id\n"));
  for (const char* version : {"latest", "0", "-1", "99999999999999999999999", "1.5", "a b"}) {
    const Run run = with(std::string("workers:") + version);
    CAPTURE(version, run.err);
    CHECK(run.exit == 2);
    CHECK(has(run.err, "is no version: a number from 1 on"));
  }
  CHECK(has(with("aws_launch_template.x.id:3", "eksctl").err,
            "`aws_launch_template.x.id` is an expression of Terraform, which this --format has none of\n"));
}

TEST_CASE("the AMI type suits the types, or is the one that is asked for") {
  CHECK(has(gen({"--vcpu", "4", "--mem", "16", "--gpu", "1"}).out, "= \"AL2023_x86_64_NVIDIA\"\n"));
  CHECK(has(gen({"--vcpu", "4", "--mem", "16", "--ami-type", "auto"}).out, "= \"AL2023_x86_64_STANDARD\"\n"));
  const Run neuron = gen({"--vcpu", "4", "--mem", "16", "--families", "inf2"});
  CHECK(has(neuron.out, "= \"AL2023_x86_64_NEURON\"\n"));
  CHECK_FALSE(has(neuron.err, "drivers"));
  CHECK(
      has(gen({"--vcpu", "4", "--mem", "16", "--ami-type", "BOTTLEROCKET_x86_64"}).out, "= \"BOTTLEROCKET_x86_64\"\n"));
  CHECK(has(gen({"--vcpu", "4", "--mem", "16", "--gpu", "1", "--ami-type", "BOTTLEROCKET_x86_64_NVIDIA", "--format",
                 "eksctl"})
                .out,
            "amiFamily: Bottlerocket\n"));
  for (const auto& [arguments, error] :
       {std::pair<std::vector<std::string>, const char*>{{"--ami-type", "BOTTLEROCKET_ARM_64"}, "runs on arm64"},
        {{"--ami-type", "AL2023"}, "--ami-type has no value `AL2023`"},
        {{"--ami-type", "CUSTOM", "--format", "eksctl"}, "--format eksctl has no place for ami_type CUSTOM\n"},
        {{"--ami-type", "AL2023_x86_64_NVIDIA", "--format", "eksctl"},
         "--format eksctl takes AL2023_x86_64_STANDARD for these types, not AL2023_x86_64_NVIDIA: it knows images by "
         "their family, AmazonLinux2023\n"}}) {
    std::vector<std::string> all{"--vcpu", "4", "--mem", "16"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Run run = gen(all);
    CAPTURE(run.out, run.err, error);
    CHECK(run.exit == 2);
    CHECK(has(run.err, error));
  }
}
