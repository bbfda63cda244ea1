// mng-gen --migrate: a second group beside the first, the steps, and what is refused.
#include <regex>

#include "cli/program.hpp"

using namespace mng::test;

namespace {

const std::string kCode = R"(variable "types" {
  default = ["m5.xlarge", "m5a.xlarge", "r5.xlarge"]
}
# The workers.
resource "aws_eks_node_group" "w" {
  cluster_name    = "example"
  node_group_name = "workers" # fixed
  node_role_arn   = "arn:aws:iam::111122223333:role/eks-node"
  subnet_ids      = ["subnet-0a1", "subnet-0b2"]
  instance_types  = var.types
  scaling_config {
    min_size     = 1
    desired_size = 2
    max_size     = 5
  }
  labels = {
    team = "a" # who
  }
  lifecycle {
    ignore_changes = [capacity_type, scaling_config[0].desired_size]
  }
}
)";

const std::string kYaml =
    "cluster_name: example\nregion: eu-west-1\nnode_groups:\n  workers:\n    instance_types: [m5.xlarge, m5a.xlarge]\n"
    "    labels: {team: a}\n    scaling_config: {min_size: 1, desired_size: 2, max_size: 5}\n";

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool git(std::vector<std::string> arguments) {
  std::vector<std::string> all{
      "git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return mng::cli::run_program(all).ok;
}

}  // namespace

TEST_CASE("the second group has what the first has, its types of one shape, and is no change of the first") {
  const Scratch scratch;
  scratch.file("main.tf", kCode);
  REQUIRE(git({"init", "-q", "-b", "main", "."}));
  REQUIRE(git({"add", "-A"}));
  REQUIRE(git({"commit", "-q", "-m", "first"}));
  const Run run =
      gen({"--migrate", "main.tf", "--group", "workers", "--to", "spot", "--region", "eu-west-1", "--out", "move"});
  MNG_SHOW(run);
  REQUIRE(run.exit == 0);
  CHECK(run.out == "move/steps.md\nmove/group.tf\n");
  const std::string block = read("move/group.tf");
  CAPTURE(block);
  CHECK(has(block, "resource \"aws_eks_node_group\" \"w_spot\" {\n"));
  CHECK(has(block, "  node_group_name_prefix = \"workers-spot-\" # fixed\n"));
  CHECK(has(block, "  capacity_type          = \"SPOT\"\n"));
  CHECK(has(block, "    team = \"a\" # who\n"));
  CHECK(has(block, "    create_before_destroy = true\n"));
  CHECK(has(block, "    ignore_changes        = [scaling_config[0].desired_size]\n"));
  CHECK(has(block, "\"m5.xlarge\",\n    \"m5a.xlarge\",\n"));
  CHECK_FALSE(has(block, "r5.xlarge"));
  // Nothing is written over.
  const Run again = gen({"--migrate", "main.tf", "--group", "workers", "--to", "spot", "--out", "move"});
  CHECK(again.exit == 2);
  CHECK(again.err == "mng-gen: move/steps.md: is there already; name another folder\n");
  // Beside the first one it is no change of that, and has no fault of its own.
  scratch.file("spot.tf", block);
  std::filesystem::remove_all("move");
  const Run judged = lint({"--since", "main", "--region", "eu-west-1", "--ignore", "cluster"});
  MNG_SHOW(judged);
  CHECK(judged.exit == 1);  // for the faults of the first
  CHECK(judged.err == "");
  CHECK(has(judged.out, "main.tf"));
  CHECK_FALSE(has(judged.out, "recreates"));
  CHECK_FALSE(has(judged.out, "spot.tf"));
}

TEST_CASE("the steps name the groups, and the way back from each") {
  const Scratch scratch;
  scratch.file("main.tf", kCode);
  scratch.file("nodegroups.yaml", kYaml);
  const Run code = gen({"--migrate", "main.tf", "--group", "aws_eks_node_group.w", "--to", "spot"});
  MNG_SHOW(code);
  CHECK(code.exit == 0);
  CHECK(has(code.out, "Left out, being of another shape or architecture, or none that the catalogue has: r5.xlarge."));
  CHECK(has(code.out, "$ kubectl cordon -l eks.amazonaws.com/nodegroup=workers\n"));
  CHECK(has(code.out, "$ kubectl drain -l eks.amazonaws.com/nodegroup=workers --ignore-daemonsets"));
  CHECK(has(code.out, "a line Mng-Accept: aws_eks_node_group.w lets it through"));
  const std::regex step("\n## [0-9]\\. "), back("\nBack: ");
  const auto count = [](const std::string& text, const std::regex& what) {
    return std::distance(std::sregex_iterator(text.begin(), text.end(), what), std::sregex_iterator());
  };
  CHECK(count(code.out, step) == 4);
  CHECK(count(code.out, back) == 4);
  const Run yaml = gen({"--migrate", "nodegroups.yaml", "--group", "workers", "--to", "spot"});
  MNG_SHOW(yaml);
  CHECK(yaml.exit == 0);
  CHECK(has(yaml.out,
            "  workers-spot:\n    capacity_type: SPOT\n    instance_types:\n      - m5.xlarge\n      - m5a.xlarge\n"));
  CHECK(has(yaml.out, "    labels:\n      team: a\n"));
  // Its name on AWS is generated: the user looks it up.
  CHECK(has(yaml.out, "$ kubectl cordon -l eks.amazonaws.com/nodegroup=OLD_GROUP\n"));
}

TEST_CASE("a group of nodegroups.yaml beside the first has no fault") {
  const Scratch scratch;
  scratch.file("nodegroups.yaml", kYaml);
  const Run run = gen({"--migrate", "nodegroups.yaml", "--group", "workers", "--to", "spot", "--out", "move"});
  REQUIRE(run.exit == 0);
  std::string group = read("move/group.yaml");
  group.erase(0, group.find('\n') + 1);
  scratch.file("before.yaml", kYaml);
  scratch.file("nodegroups.yaml", kYaml + group);
  const Run judged = lint({"--before", "before.yaml", "nodegroups.yaml", "--fail-on", "warning"});
  MNG_SHOW(judged);
  CHECK(judged.exit == 0);
}

TEST_CASE("a block is written whatever its layout, its name and what it ignores") {
  const Scratch scratch;
  const auto block = [&](const std::string& name, const std::string& lifecycle) {
    scratch.file("main.tf",
                 "resource \"aws_eks_node_group\" \"w\" {\n  cluster_name = \"e\"\n  " + name +
                     "\n  node_role_arn = \"arn:aws:iam::111122223333:role/n\"\n  subnet_ids = [\"subnet-0a1\", "
                     "\"subnet-0b2\"]\n  instance_types = [\"m5.xlarge\"]\n  scaling_config {\n    min_size = 1\n    "
                     "desired_size = 1\n    max_size = 2\n  }\n  " +
                     lifecycle + "\n}\n");
    const Run run = gen({"--migrate", "main.tf", "--group", "w", "--to", "spot"});
    MNG_SHOW(run);
    CHECK(run.exit == 0);
    return run.out;
  };
  const std::string first = "    create_before_destroy = true\n";
  const std::string ignored = "    ignore_changes        = [scaling_config[0].desired_size]";
  for (const std::string lifecycle :
       {"", "lifecycle {}", "lifecycle { ignore_changes = all }", "lifecycle { create_before_destroy = true }",
        "lifecycle { create_before_destroy = false }", "lifecycle {\n  }", "lifecycle { # why\n  }",
        "lifecycle {\n    ignore_changes = all\n  }"}) {
    CAPTURE(lifecycle);
    const std::string out = block("node_group_name = \"w\"", lifecycle);
    CHECK(has(out, first));
    CHECK(has(out, ignored));
  }
  CHECK(has(block("node_group_name = \"w\"\n  node_group_name_prefix = null", ""),
            "node_group_name_prefix = \"w-spot-\"\n"));
  CHECK(has(block("node_group_name = null\n  node_group_name_prefix = \"w-\"", ""),
            "node_group_name_prefix = \"w-spot-\"\n"));
  CHECK(has(block("", ""), "node_group_name_prefix = \"w-spot-\"\n"));
  // What is too long to go on from gives way to the label.
  CHECK(has(block("node_group_name = \"workers-of-a-long-name-for-production\"", ""),
            "node_group_name_prefix = \"w-spot-\"\n"));
  CHECK(has(block("node_group_name = \"${join(\"-\", [\"workers-of-a-long-name\", \"production-blue\"])}\"", ""),
            "node_group_name_prefix = \"w-spot-\"\n"));
}

TEST_CASE("every group of a block is drained and accepted") {
  const Scratch scratch;
  std::string code = kCode;
  code.replace(code.find("  cluster_name"), 0, "  for_each        = toset([\"a\", \"b\"])\n");
  code.replace(code.find("\"workers\""), 9, "\"w-${each.key}\"");
  scratch.file("main.tf", code);
  const Run run = gen({"--migrate", "main.tf", "--group", "aws_eks_node_group.w", "--to", "spot"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  for (const std::string name : {"w-a", "w-b"})
    CHECK(has(run.out, "$ kubectl drain -l eks.amazonaws.com/nodegroup=" + name + " "));
  CHECK(has(run.out,
            "lines Mng-Accept: aws_eks_node_group.w[\"a\"], Mng-Accept: aws_eks_node_group.w[\"b\"] let it through"));
}

TEST_CASE("types with accelerators are not taken for each other") {
  const Scratch scratch;
  std::string code = kCode;
  code.replace(code.find("\"m5.xlarge\", \"m5a.xlarge\", \"r5.xlarge\""), 38, "\"g5.xlarge\"");
  scratch.file("main.tf", code);
  const Run run = gen({"--migrate", "main.tf", "--group", "w", "--to", "spot"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  CHECK(has(run.out, "  instance_types         = [\"g5.xlarge\"]\n"));
  CHECK(has(run.out, "Types with accelerators differ in more than their number: none was added."));
}

TEST_CASE("names from a file stay words: no shell, no fence, no terminal acts on them") {
  const Scratch scratch;
  std::string code = kCode;
  code.replace(code.find("\"workers\""), 9, "\"$(touch x)`id`\\n```\\u001b[2J\"");
  scratch.file("main.tf", code);
  const Run run = gen({"--migrate", "main.tf", "--group", "aws_eks_node_group.w", "--to", "spot"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  CHECK(has(run.out, "$ kubectl cordon -l eks.amazonaws.com/nodegroup=OLD_GROUP\n"));
  CHECK_FALSE(has(run.out, "\x1b"));
  CHECK(has(run.out, "\n````hcl\n"));
}

TEST_CASE("what cannot be migrated is refused with its cause") {
  const Scratch scratch;
  scratch.file(
      "main.tf",
      kCode +
          "resource \"aws_eks_node_group\" \"unknown\" {\n  cluster_name = \"e\"\n  node_group_name = \"u\"\n  "
          "node_role_arn = \"r\"\n  subnet_ids = [\"s\"]\n  instance_types = var.none\n  scaling_config {\n    "
          "min_size = 1\n    desired_size = 1\n    max_size = 2\n  }\n}\nvariable \"none\" {}\n"
          "resource \"aws_launch_template\" \"t\" {\n  instance_type = \"m5.large\"\n}\n"
          "module \"eks\" {\n  source = \"terraform-aws-modules/eks/aws\"\n  version = \"20.0.0\"\n  "
          "eks_managed_node_groups = {\n    m = { instance_types = [\"m5.large\"] }\n  }\n}\n");
  scratch.file("nodegroups.yaml", kYaml + "  spot: {capacity_type: SPOT, instance_types: [m5.xlarge]}\n");
  scratch.file("bad.yaml", "node_groups: [\n");
  scratch.file("other.yaml", "a: 1\n");
  const auto other = [&](const std::string& name, const std::string& attributes) {
    scratch.file(name,
                 "resource \"aws_eks_node_group\" \"w\" {\n  cluster_name = \"e\"\n  node_role_arn = \"r\"\n  "
                 "subnet_ids = [\"s\"]\n" +
                     attributes +
                     "\n  scaling_config {\n    min_size = 1\n    desired_size = 1\n    max_size = 2\n  }\n}\n");
  };
  other("each/main.tf", "  for_each = { a = \"m5.large\", b = \"r5.large\" }\n  instance_types = [each.value]");
  other("block/main.tf", "  capacity_type = \"CAPACITY_BLOCK\"\n  instance_types = [\"p5.48xlarge\"]");
  other("here/main.tf", "  node_group_name = <<-EOT\n    w\n  EOT\n  instance_types = [\"m5.large\"]");
  other("broken/main.tf", "  instance_types = [\"m5.large\"] labels = {}");
  scratch.file("json/main.tf.json", "{\"resource\": {\"aws_eks_node_group\": {\"w\": {\"cluster_name\": \"e\"}}}}\n");
  for (const auto& [arguments, error] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"--migrate", "main.tf", "--group", "worker", "--to", "spot"},
            "main.tf: there is no group `worker`; did you mean `workers`?"},
           {{"--migrate", "main.tf", "--group", "workers", "--to", "sopt"},
            "--to has no value `sopt`; did you mean `spot`?"},
           {{"--migrate", "main.tf", "--group", "workers"}, "--migrate needs a capacity type: --to spot"},
           {{"--migrate", "main.tf", "--to", "spot"}, "--migrate needs a group: --group NAME"},
           {{"--migrate", "none.tf", "--group", "w", "--to", "spot"}, "none.tf: there is no such file"},
           {{"--migrate", "none.yaml", "--group", "w", "--to", "spot"},
            "none.yaml: cannot be read: No such file or directory"},
           {{"--migrate", "bad.yaml", "--group", "w", "--to", "spot"},
            "bad.yaml:1: does not parse: this '[' is never closed; add the missing ']'"},
           {{"--migrate", "other.yaml", "--group", "w", "--to", "spot"},
            "other.yaml: holds no node groups in a form that is read"},
           {{"--migrate", "nodegroups.yaml", "--group", "spot", "--to", "spot"},
            "nodegroups.yaml: spot has capacity_type = \"SPOT\" already"},
           {{"--migrate", "main.tf", "--group", "u", "--to", "spot"},
            "main.tf: the instance types of u are not known here; write the new group with mng-gen --vcpu --mem"},
           {{"--migrate", "main.tf", "--group", "m", "--to", "spot"},
            "main.tf: m is a group of a module (terraform-aws-modules/eks); only groups that are resources of their "
            "own, and those of "
            "nodegroups.yaml, can be written so far"},
           {{"--migrate", "main.tf", "--group", "u", "--to", "spot", "--vcpu", "4"},
            "--migrate takes the shape of the group: leave --vcpu and --mem out"},
           {{"--vcpu", "4", "--mem", "16", "--to", "spot"}, "--to goes with --migrate FILE"},
           {{"--migrate", "each/main.tf", "--group", "w", "--to", "spot"},
            "each/main.tf: aws_eks_node_group.w[\"a\"] and aws_eks_node_group.w[\"b\"] are of one block and differ in "
            "instance_types: one "
            "list cannot stand for both; write the new groups with mng-gen --vcpu --mem"},
           {{"--migrate", "block/main.tf", "--group", "w", "--to", "spot"},
            "block/main.tf: aws_eks_node_group.w has capacity_type = \"CAPACITY_BLOCK\"; the way to spot starts at "
            "[\"ON_DEMAND\"]"},
           {{"--migrate", "here/main.tf", "--group", "aws_eks_node_group.w", "--to", "spot"},
            "here/main.tf: the block of aws_eks_node_group.w is written in a way that no second one can be made from; "
            "a name in a "
            "heredoc is one"},
           {{"--migrate", "json/main.tf.json", "--group", "w", "--to", "spot"},
            "json/main.tf.json: groups written in JSON cannot be written so far"},
           {{"--migrate", "main.tf", "--group", "xyzzy", "--to", "spot"},
            "main.tf: there is no group `xyzzy`; there is aws_eks_node_group.unknown, aws_eks_node_group.w, "
            "module.eks[\"m\"]"},
       }) {
    const Run run = gen(arguments);
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.out == "");
    CHECK(run.err == "mng-gen: " + error + "\n");
  }
}

TEST_CASE("options that a migration does not heed are refused") {
  const Scratch scratch;
  scratch.file("main.tf", kCode);
  const std::vector<std::string> migrate{"--migrate", "main.tf", "--group", "workers", "--to", "spot"};
  for (const std::vector<std::string>& more : std::vector<std::vector<std::string>>{{"--check", "chk"},
                                                                                    {"--families", "r5"},
                                                                                    {"--name", "zzz"},
                                                                                    {"--format", "eksctl"},
                                                                                    {"--per-zone"},
                                                                                    {"--explain"},
                                                                                    {"--count", "3"},
                                                                                    {"--no-variables"},
                                                                                    {"--label", "a=b"},
                                                                                    {"--like", "m5.large"}}) {
    std::vector<std::string> words = migrate;
    words.insert(words.end(), more.begin(), more.end());
    const Run run = gen(words);
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.out.empty());
    CHECK(run.err == "mng-gen: --migrate takes a group as it is: leave " + more[0] + " out\n");
  }
  std::vector<std::string> heeded = migrate;
  heeded.insert(heeded.end(), {"--region", "eu-west-1"});
  CHECK(gen(heeded).exit == 0);
}

TEST_CASE("a file that does not parse is not taken for another") {
  const Scratch scratch;
  scratch.file("main.tf", kCode + "resource \"x\" \"y\" {\n  a = 1 b = 2\n}\n");
  const Run run = gen({"--migrate", "main.tf", "--group", "workers", "--to", "spot"});
  MNG_SHOW(run);
  CHECK(run.exit == 2);
  CHECK(has(run.err, "mng-gen: main.tf:24: does not parse: "));
}
