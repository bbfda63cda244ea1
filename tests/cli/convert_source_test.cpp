// What mng-gen --from reads: files, standard input, values of variables, and modules that it leaves to their own files.
#include <nlohmann/json.hpp>

#include "cli/program.hpp"

using namespace mng::test;

namespace {

/// A group whose types are given from outside, beside a module that makes two.
constexpr std::string_view kRoot = R"(variable "types" {
  type = list(string)
}
resource "aws_eks_node_group" "a" {
  cluster_name   = "c"
  instance_types = var.types
}
module "x" {
  source   = "./modules/x"
  for_each = toset(["p", "q"])
}
)";
constexpr std::string_view kChild = R"(resource "aws_eks_node_group" "b" {
  cluster_name   = "c"
  instance_types = ["m5.large"]
}
)";

constexpr std::string_view kYaml = R"(cluster_name: c
node_groups:
  workers:
    capacity_type: SPOT
    instance_types: [m5.large, m5a.large]
  others:
    instance_types: [c5.large]
)";

}  // namespace

TEST_CASE("groups come from standard input, in the form that it is of") {
  const Scratch scratch;
  const Run yaml = gen({"--from", "-"}, {.in = std::string(kYaml)});
  MNG_SHOW(yaml);
  CHECK(yaml.exit == 0);
  CHECK(has(yaml.out, "resource \"aws_eks_node_group\" \"workers\" {\n"));
  CHECK(has(yaml.out, "# EKS managed node groups of standard input.\n# Made by mng-gen "));
  const Run code = gen({"--from", "-", "--format", "nodegroups"}, {.in = std::string(kRoot)});
  MNG_SHOW(code);
  CHECK(code.exit == 0);
  CHECK(has(code.out, "cluster_name: c\nnode_groups:\n  a:"));
  for (const auto& [in, error] :
       {std::pair("a: b\nc: [", "parses neither as YAML (line 2: this '[' is never closed) nor as Terraform (line 1: "),
        std::pair("{{{\n", "parses neither as YAML (line 1: this looks like a template"),
        std::pair("a: \x1b[31m\"x\n", "parses neither as YAML (line 1: the file is binary"),
        std::pair("\nresource \"a\" \"b\" {\n",
                  "holds no node groups as YAML, and does not parse as Terraform (line 2: the"),
        std::pair("a: 1\n", "holds no node groups in a form that is read\n"),
        std::pair("a = 1\n", "holds no node groups in a form that is read\n"),
        std::pair("", "holds no node groups in a form that is read\n")}) {
    const Run run = gen({"--from", "-"}, {.in = in});
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(has(run.err, std::string("mng-gen: standard input: ") + error));
    CHECK_FALSE(acts_on_a_terminal(run.err));
  }
  const Run values = gen({"--from", "-", "--var", "a=b"}, {.in = "resource \"a\" \"b\" {\n"});
  MNG_SHOW(values);
  CHECK(has(values.err,
            "standard input: does not parse as Terraform (line 1: the block that begins here is not closed)"));
  // A file says so as well, and one that looks like a template.
  scratch.file("bad.yaml", "a: b\nc: [\n");
  CHECK(gen({"--from", "bad.yaml"}).err ==
        "mng-gen: bad.yaml:2: does not parse: this '[' is never closed; add the missing ']'\n");
  scratch.file("bad.tf", "\n{{{\n");
  CHECK(has(gen({"--from", "bad.tf"}).err, "mng-gen: bad.tf: it does not parse, it looks like a template (line 2: "));
}

TEST_CASE("groups of a file are listed by their types, or as JSON") {
  const Scratch scratch;
  const Run types = gen({"--from", "-", "--format", "types"}, {.in = std::string(kYaml)});
  MNG_SHOW(types);
  CHECK(types.exit == 0);
  CHECK(types.out == "m5.large\nm5a.large\n\nc5.large\n");
  CHECK(types.err.empty());
  const Run json = gen({"--from", "-", "--format", "json"}, {.in = std::string(kYaml)});
  MNG_SHOW(json);
  const nlohmann::json told = nlohmann::json::parse(json.out);
  CHECK(told["groups"].size() == 2);
  CHECK(told["groups"][0]["name"] == "workers");
  CHECK(told["groups"][0]["attributes"]["capacity_type"] == "SPOT");
  CHECK(told["groups"][0]["attributes"]["instance_types"] == nlohmann::json({"m5.large", "m5a.large"}));
  CHECK(has(told["command"].get<std::string>(), " --format json --from -"));

  // What is not known is its text, and is no list of types.
  scratch.file("main.tf", kRoot);
  const Run unknown = gen({"--from", "main.tf", "--group", "aws_eks_node_group.a", "--format", "types"});
  MNG_SHOW(unknown);
  CHECK(unknown.exit == 2);
  CHECK(unknown.out.empty());
  CHECK(has(unknown.err, "mng-gen: --format types: those of group a are not known here\n"));
  scratch.file("sel.yaml",
               "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: c, region: eu-west-1}\n"
               "managedNodeGroups:\n  - {name: x, instanceSelector: {vCPUs: 2}}\n  - {name: y}\n  - {name: z}\n");
  const Run in_part = gen({"--from", "sel.yaml", "--format", "types"});
  MNG_SHOW(in_part);
  CHECK(in_part.exit == 0);
  CHECK(in_part.out == "m5.large\n\nm5.large\n");
  CHECK(in_part.err == "mng-gen: note: x: left out: its types are not known here\n");
  CHECK(gen({"--from", "sel.yaml", "--format", "types", "--group", "x"}).exit == 2);
  const Run text = gen({"--from", "main.tf", "--group", "aws_eks_node_group.a", "--format", "json"});
  MNG_SHOW(text);
  CHECK(nlohmann::json::parse(text.out)["groups"][0]["attributes"]["instance_types"] == "var.types");
  const Run given = gen({"--from", "main.tf", "--group", "aws_eks_node_group.a", "--format", "types", "--var",
                         "types=[\"m5.large\", \"m5a.large\"]"});
  MNG_SHOW(given);
  CHECK(given.out == "m5.large\nm5a.large\n");
  const Run hostile = gen({"--from", "-", "--format", "types"},
                          {.in = "node_groups:\n  a: {instance_types: [\"m5\\e[2J\", \"\\u202e\"]}\n"});
  MNG_SHOW(hostile);
  CHECK_FALSE(acts_on_a_terminal(hostile.out));
}

TEST_CASE("values of variables are given as to mng-lint") {
  const Scratch scratch;
  scratch.file("root/main.tf", kRoot);
  scratch.file("root/env/prod.tfvars", "types = [\"c5.xlarge\"]\n");
  scratch.file("outside.tfvars", "types = [\"c5.xlarge\"]\n");
  scratch.file("e.yaml", kYaml);
  const auto converted = [](std::vector<std::string> words, const std::string& from, const Around& around = {}) {
    words.insert(words.end(), {"--from", from, "--format", "nodegroups"});
    return gen(words, around);
  };
  const Run by_word = converted({"--var", "types=[\"m5.large\"]"}, "root/main.tf");
  MNG_SHOW(by_word);
  CHECK(has(by_word.out, "instance_types:\n      - m5.large\n"));
  CHECK(has(by_word.out, " --var 'types=[\"m5.large\"]'\n"));
  CHECK(has(converted({"--var-file", "root/env/prod.tfvars"}, "root/main.tf").out, "- c5.xlarge\n"));
  CHECK(has(converted({"--var-file", "outside.tfvars"}, "-", {.in = std::string(kRoot)}).out, "- c5.xlarge\n"));
  struct Case {
    std::vector<std::string> words;
    const char* from;
    const char* error;
  };
  for (const Case& one : {
           Case{{"--var", "typs=1"}, "root/main.tf", "--var typs: the root module of root/main.tf does not declare it"},
           Case{{"--var", "types"}, "root/main.tf", "--var types: it is written NAME=VALUE"},
           Case{{"--var", "types=5"}, "root/main.tf", "--var types:1: the value of variable `types` must be a list"},
           Case{{"--var", "types=["}, "root/main.tf", "--var types:1: expected a value"},
           Case{{"--var-file", "none.tfvars"}, "root/main.tf", "--var-file none.tfvars: there is no such file"},
           Case{{"--var-file", "outside.tfvars"}, "root/main.tf", "--var-file outside.tfvars: lies outside of "},
           Case{{"--var", "a=b"}, "e.yaml", "e.yaml: is no Terraform: leave --var and --var-file out"},
       }) {
    const Run run = converted(one.words, one.from);
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.out.empty());
    CHECK(has(run.err, one.error));
  }
  CHECK(has(gen({"--vcpu", "4", "--mem", "16", "--var", "a=b"}).err, "--var goes with --from FILE"));
}

TEST_CASE("groups of a module that the file calls are said to be elsewhere") {
  const Scratch scratch;
  scratch.file("main.tf", kRoot);
  scratch.file("modules/x/main.tf", kChild);
  scratch.file("other.tf", "resource \"aws_eks_node_group\" \"d\" {\n  cluster_name = \"c\"\n}\n");
  constexpr const char* kSaid = "mng-gen: note: 2 groups of module.x are not in main.tf: name modules/x/main.tf\n";
  const Run all = gen({"--from", "main.tf"});
  MNG_SHOW(all);
  CHECK(all.exit == 0);
  CHECK(has(all.err, kSaid));
  CHECK_FALSE(has(gen({"--from", "main.tf", "--group", "aws_eks_node_group.a"}).err, kSaid));
  CHECK(has(gen({"--from", "main.tf", "--group", "b"}).err, kSaid));
  CHECK_FALSE(has(gen({"--from", "other.tf"}).err, "module.x"));
  CHECK(gen({"--from", "modules/x/main.tf"}).exit == 0);
}

TEST_CASE("a group that is declared before in the folder is no group that is not there") {
  const Scratch scratch;
  const std::string one = "resource \"aws_eks_node_group\" \"w\" {\n  cluster_name = \"c\"\n}\n";
  scratch.file("a.tf", one);
  scratch.file("b.tf", "\n" + one);
  scratch.file("c.tf", one + "resource \"aws_eks_node_group\" \"v\" {\n  cluster_name = \"c\"\n}\n");
  const std::string said =
      "aws_eks_node_group.w is declared before, at a.tf:1, and Terraform takes one alone: this one is not read\n";
  for (const std::vector<std::string>& words : {
           std::vector<std::string>{"--from", "b.tf"},
           std::vector<std::string>{"--from", "b.tf", "--group", "w"},
           std::vector<std::string>{"--from", "b.tf", "--group", "aws_eks_node_group.w"},
           std::vector<std::string>{"--migrate", "b.tf", "--to", "spot", "--group", "w"},
           std::vector<std::string>{"--migrate", "b.tf", "--to", "spot", "--group", "any"},
       }) {
    const Run run = gen(words);
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.out.empty());
    CHECK(run.err == "mng-gen: b.tf: " + said);
  }
  const Run beside = gen({"--from", "c.tf", "--format", "nodegroups"});
  MNG_SHOW(beside);
  CHECK(beside.exit == 0);
  CHECK(has(beside.err, "mng-gen: note: c.tf: " + said));
  CHECK_FALSE(has(gen({"--from", "c.tf", "--group", "aws_eks_node_group.v"}).err, said));
  CHECK(has(gen({"--from", "c.tf", "--group", "w"}).err, "mng-gen: c.tf: " + said));
  // By a name that is not known it may be meant.
  const Run named = gen({"--migrate", "c.tf", "--to", "spot", "--group", "any"});
  MNG_SHOW(named);
  CHECK(named.exit == 2);
  CHECK(has(named.err, "mng-gen: note: c.tf: " + said));
  CHECK(has(named.err, "there is no group `any`"));
  CHECK_FALSE(has(gen({"--from", "a.tf"}).err, said));
}
