// Terraform: where a fault is found, whatever way it takes, and what a run does with code that is broken or hostile.
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <set>

#include "cli/program.hpp"

using namespace mng::test;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

/// The attributes of a group without a fault, but for what is given for its types.
std::string group(const std::string& types, const std::string& name = "workers") {
  return "resource \"aws_eks_node_group\" \"" + name +
         "\" {\n"
         "  cluster_name           = \"example\"\n"
         "  node_group_name_prefix = \"" +
         name +
         "-\"\n"
         "  node_role_arn          = \"arn:aws:iam::111122223333:role/eks-node\"\n"
         "  subnet_ids             = [\"subnet-0a1\", \"subnet-0b2\"]\n"
         "  capacity_type          = \"SPOT\"\n"
         "  instance_types         = " +
         types +
         "\n"
         "  scaling_config {\n    min_size     = 1\n    desired_size = 1\n    max_size     = 5\n  }\n"
         "  lifecycle {\n    create_before_destroy = true\n    ignore_changes        = "
         "[scaling_config[0].desired_size]\n  }\n}\n";
}

const std::string kFive = "[\"m5.xlarge\", \"m5a.xlarge\", \"m6i.xlarge\", \"m6a.xlarge\", \"m7i.xlarge\"]";

bool repository() {
  return mng::cli::run_program({"git", "init", "-q", "."}).ok;
}

void write(const Scratch& scratch, const Files& files) {
  for (const auto& [path, text] : files) scratch.file(path, text);
}

/// "rule path:line" of each finding of warning or above, a line each.
std::string found(const Run& run) {
  std::string out;
  const auto report = nlohmann::json::parse(run.out);
  for (const auto& finding : report["findings"]) {
    if (finding["severity"] == "info") continue;
    out += finding["rule"].get<std::string>() + " " + finding["path"].get<std::string>() + ":" +
           std::to_string(finding["line"].get<int>()) + "\n";
  }
  return out;
}

std::string judged(const std::vector<std::string>& arguments) {
  std::vector<std::string> all = arguments;
  all.insert(all.end(), {"--format", "json", "--region", "eu-west-1"});
  const Run run = lint(all);
  MNG_SHOW(run);
  CHECK(run.err.empty());
  return found(run);
}

const std::string kModule =
    "module \"eks\" {\n  source     = \"terraform-aws-modules/eks/aws\"\n  version    = \"~> 20.0\"\n"
    "  subnet_ids = [\"subnet-0a1\", \"subnet-0b2\"]\n  eks_managed_node_groups = ";

}  // namespace

TEST_CASE("one fault is found wherever it is planted") {
  const std::string rule = "spot-single-instance-type ";
  struct Planted {
    std::string what;
    Files files;
    std::string at;
  };
  const std::vector<Planted> cases{
      {"in a resource", {{"main.tf", group("[\"m5.xlarge\"]")}}, "main.tf:7"},
      {"in the map of the eks module",
       {{"main.tf", kModule + "{\n    workers = {\n      capacity_type  = \"SPOT\"\n      instance_types = "
                              "[\"m5.xlarge\"]\n    }\n  }\n}\n"}},
       "main.tf:8"},
      {"in a for_each over locals",
       {{"main.tf",
         "locals {\n  groups = {\n    a = " + kFive + "\n    b = [\"m5.xlarge\"]\n  }\n}\n" +
             group("each.value")
                 .insert(sizeof("resource \"aws_eks_node_group\" \"workers\" {") - 1, "\n  for_each = local.groups")}},
       "main.tf:4"},
      {"in a file of values",
       {{"main.tf", "variable \"types\" {\n  type = list(string)\n}\n" + group("var.types")},
        {"terraform.tfvars", "# nodes\ntypes = [\"m5.xlarge\"]\n"}},
       "terraform.tfvars:2"},
      {"two modules down, from the caller's argument",
       {{"main.tf", "module \"a\" {\n  source = \"./a\"\n  types  = [\"m5.xlarge\"]\n}\n"},
        {"a/main.tf", "variable \"types\" {}\nmodule \"b\" {\n  source = \"./b\"\n  types  = var.types\n}\n"},
        {"a/b/main.tf", "variable \"types\" {}\n" + group("var.types")}},
       "main.tf:3"},
      {"two modules down, from a default",
       {{"main.tf", "module \"a\" {\n  source = \"./a\"\n}\n"},
        {"a/main.tf", "module \"b\" {\n  source = \"./b\"\n}\n"},
        {"a/b/main.tf", "variable \"types\" {\n  default = [\"m5.xlarge\"]\n}\n" + group("var.types")}},
       "a/b/main.tf:2"},
      {"in an override file",
       {{"main.tf", group(kFive)},
        {"types_override.tf",
         "resource \"aws_eks_node_group\" \"workers\" {\n  instance_types = [\"m5.xlarge\"]\n}\n"}},
       "types_override.tf:2"},
  };
  for (const Planted& one : cases) {
    const Scratch scratch;
    INFO(one.what);
    write(scratch, one.files);
    CHECK(judged({"."}) == rule + one.at + "\n");
  }
}

TEST_CASE("the same fault is found in a plan, by the address of the group") {
  const Scratch scratch;
  const std::string head = "{\"format_version\":\"1.2\",\"terraform_version\":\"1.9.0\",\"resource_changes\":[\n";
  const std::string change =
      "{\"address\":\"module.eks[0].aws_eks_node_group.this[\\\"a\\\"]\",\"mode\":\"managed\",\"type\":\"aws_eks_node_"
      "group\","
      "\"name\":\"this\",\"change\":{\"actions\":[\"create\"],\"before\":null,\"after\":{\"cluster_name\":\"e\","
      "\"capacity_type\":\"SPOT\",\n\"instance_types\":[\"m5.xlarge\"],\"arn\":null,\"launch_template\":[],"
      "\"subnet_ids\":[\"subnet-1\",\"subnet-2\"]},\"after_unknown\":{\"id\":true,\"ami_type\":true}}}";
  scratch.file("plan.json", head + change + "]}");
  CHECK(judged({"plan.json"}) == "spot-single-instance-type plan.json:3\n");
  CHECK(has(lint({"plan.json"}).out, "module.eks[0].aws_eks_node_group.this[\"a\"] is on SPOT with m5.xlarge alone"));
  // A large one is read as a stream: no place, the same finding.
  std::string large = head;
  while (large.size() < (20U << 20U)) {
    large +=
        "{\"address\":\"aws_iam_role.x\",\"mode\":\"managed\",\"type\":\"aws_iam_role\",\"change\":{\"actions\":[\"no-"
        "op\"],"
        "\"before\":{},\"after\":{\"policy\":\"" +
        std::string(2000, 'x') + "\"},\"after_unknown\":{}}},\n";
  }
  scratch.file("large.json", large + change + "]}");
  CHECK(judged({"large.json"}) == "spot-single-instance-type large.json:1\n");
  // Of a group that stands already the plan does not say who gave what.
  std::string standing = change;
  standing.replace(standing.find("[\"create\"]"), 10, "[\"no-op\"]");
  standing.replace(standing.find("\"arn\":null"), 10,
                   "\"node_group_name\":\"a\",\"node_group_name_prefix\":\"a\",\"disk_size\":0,\"version\":\"1.30\"");
  standing.replace(standing.find("\"launch_template\":[]"), 20,
                   "\"launch_template\":[{\"id\":\"lt-1\",\"name\":\"n\",\"version\":\"1\"}]");
  scratch.file("standing.json", head + standing + "]}");
  CHECK(judged({"standing.json"}).empty());
  const Run piped = lint({"-"}, {.in = head + change + "]}"});
  CHECK(has(piped.out, "[spot-single-instance-type]"));
  scratch.file("state.json", "{\"format_version\":\"1.0\",\"terraform_version\":\"1.9.0\",\"values\":{}}");
  CHECK(has(lint({"state.json"}).out, "state.json: not checked: it is no plan; terraform show -json PLAN prints one"));
  scratch.file("cut.json", head + change);
  CHECK(has(lint({"cut.json"}).err, "mng-lint: cut.json: is no JSON: it ends, or goes wrong, at byte "));
  CHECK(lint({"cut.json"}).exit == 2);
  scratch.file("other.json", "{\"version\": 3}");
  CHECK(has(lint({"other.json"}).out, "other.json: not checked: no node groups in a form that is read"));
}

TEST_CASE("a module is judged through its callers, and by itself where it has none") {
  const Scratch scratch;
  REQUIRE(repository());
  write(scratch,
        {{"modules/nodes/main.tf", "variable \"types\" {\n  default = [\"m5.xlarge\"]\n}\n" + group("var.types")},
         {"envs/dev/main.tf", "module \"n\" {\n  source = \"../../modules/nodes\"\n  types  = " + kFive + "\n}\n"}});
  CHECK(judged({"modules/nodes/main.tf"}).empty());
  CHECK(judged({"modules"}).empty());
  std::filesystem::remove("envs/dev/main.tf");
  CHECK(judged({"modules"}) == "spot-single-instance-type modules/nodes/main.tf:2\n");
}

TEST_CASE("the same is found of a file, however files are named") {
  const Scratch scratch;
  REQUIRE(repository());
  write(scratch,
        {{"a/main.tf", "variable \"types\" {}\n" + group("var.types") + "module \"m\" {\n  source = \"../m\"\n}\n"},
         {"a/terraform.tfvars", "types = [\"m5.xlarge\"]\n"},
         {"a/other.tf", group("[\"m5.xlarge\", \"m5.xlarge\"]", "other")},
         {"m/main.tf", group("[\"r5.xlarge\"]")},
         {"b/main.tf", "module \"m\" {\n  source = \"../m\"\n}\n"},
         {"c/main.tf", "locals {\n  x = 1\n}\n"}});
  const std::string all = judged({"."});
  CHECK(all ==
        "spot-single-instance-type a/other.tf:7\nduplicate-instance-type a/other.tf:7\n"
        "spot-single-instance-type a/terraform.tfvars:1\nspot-single-instance-type m/main.tf:7\n");
  std::set<std::string> alone;
  const auto add = [&](const std::vector<std::string>& paths) {
    std::string text = judged(paths);
    while (!text.empty()) {
      alone.insert(text.substr(0, text.find('\n') + 1));
      text.erase(0, text.find('\n') + 1);
    }
  };
  for (const char* path : {"a/main.tf", "a/terraform.tfvars", "a/other.tf", "m/main.tf", "b/main.tf", "c/main.tf"}) {
    add({path});
  }
  std::set<std::string> together;
  for (std::string rest = all; !rest.empty(); rest.erase(0, rest.find('\n') + 1)) {
    together.insert(rest.substr(0, rest.find('\n') + 1));
  }
  CHECK(alone == together);
  CHECK(judged({"a/main.tf", "b/main.tf", "m/main.tf", "c/main.tf", "a/other.tf", "a/terraform.tfvars"}) == all);
  // A finding that lies elsewhere concerns the files that use the value, or call the module.
  CHECK(judged({"a/main.tf"}) ==
        "spot-single-instance-type a/terraform.tfvars:1\nspot-single-instance-type m/main.tf:7\n");
  CHECK(judged({"b"}) == "spot-single-instance-type m/main.tf:7\n");
  CHECK(judged({"a/other.tf"}) == "spot-single-instance-type a/other.tf:7\nduplicate-instance-type a/other.tf:7\n");
  // From another folder, and by its whole path.
  std::filesystem::current_path("b");
  CHECK(judged({"../a/other.tf"}) ==
        "spot-single-instance-type ../a/other.tf:7\nduplicate-instance-type ../a/other.tf:7\n");
  const std::string whole = (scratch.path() / "m/main.tf").string();
  CHECK(judged({whole}) == "spot-single-instance-type " + whole + ":7\n");
}

TEST_CASE("one place is said once, unless it is worse for another group") {
  const Scratch scratch;
  REQUIRE(repository());
  const auto group_of = [&](const std::string& capacity) {
    std::string text = group("var.types");
    text.replace(text.find("SPOT"), 4, capacity);
    return text;
  };
  const std::string types =
      "variable \"types\" {\n  default = [\"m5.xlarge\", \"m5a.xlarge\", \"m6i.xlarge\", \"m6a.xlarge\", "
      "\"r5.large\"]\n}\n";
  std::string other = group_of("ON_DEMAND");
  other.replace(other.find("\"workers\""), 9, "\"others\"");
  SECTION("two blocks of one variable, each named alone") {
    write(scratch, {{"v.tf", types}, {"a.tf", group_of("SPOT")}, {"b.tf", other}});
    CHECK(judged({"a.tf"}) == "mixed-vcpu v.tf:2\n");
    CHECK(judged({"b.tf"}) == "mixed-vcpu v.tf:2\n");
    CHECK(judged({"."}) == "mixed-vcpu v.tf:2\nmixed-vcpu v.tf:2\n");
    CHECK(has(lint({"."}).out, "1 error, 1 warning"));
  }
  SECTION("two callers of one module") {
    std::string code = group("var.types");
    code.replace(code.find("\"SPOT\""), 6, "var.capacity");
    write(scratch, {{"m/main.tf", types + "variable \"capacity\" {}\n" + code},
                    {"a/main.tf", "module \"m\" {\n  source = \"../m\"\n  capacity = \"ON_DEMAND\"\n}\n"},
                    {"b/main.tf", "module \"m\" {\n  source = \"../m\"\n  capacity = \"SPOT\"\n}\n"}});
    CHECK(lint({".", "--fail-on", "error"}).exit == 1);
    CHECK(has(lint({"."}).out, "1 error, 1 warning"));
  }
  SECTION("groups that are read from a file of data") {
    write(scratch, {{"groups.yaml",
                     "a: {capacity_type: SPOT, instance_types: [m5.xlarge]}\nb: {capacity_type: SPOT, instance_types: "
                     "[r5.xlarge]}\n"},
                    {"main.tf", kModule + "yamldecode(file(\"${path.module}/groups.yaml\"))\n}\n"}});
    CHECK(count(lint({"."}).out, "[spot-single-instance-type]") == 2);
  }
}

TEST_CASE("override files stand over lifecycle, providers and settings as Terraform has it") {
  const Scratch scratch;
  const std::string settings =
      "terraform {\n  required_providers {\n    aws = {\n      version = \"~> 2.0\"\n    }\n  }\n}\n";
  write(scratch,
        {{"main.tf", settings + group(kFive)},
         {"a_override.tf",
          "terraform {\n  required_providers {\n    aws = {\n      version = \"~> 5.0\"\n    }\n  }\n}\n"
          "resource \"aws_eks_node_group\" \"workers\" {\n  lifecycle {\n    prevent_destroy = false\n  }\n}\n"}});
  CHECK(judged({"."}).empty());
  // null takes away what stood there.
  scratch.file("a_override.tf",
               settings.substr(0, 0) + "resource \"aws_eks_node_group\" \"workers\" {\n  instance_types = null\n}\n");
  scratch.file("main.tf", group(kFive));
  CHECK(judged({"."}) == "spot-default-instance-type main.tf:6\n");
}

TEST_CASE("values in JSON are read as Terraform reads them") {
  const Scratch scratch;
  write(scratch, {{"main.tf", "variable \"types\" {\n  default = " + kFive + "\n}\n" + group("var.types")},
                  {"terraform.tfvars.json", "{\"types\": [\"m5.xlarge\"]}"}});
  CHECK(judged({"."}) == "spot-single-instance-type terraform.tfvars.json:1\n");
  CHECK(judged({"terraform.tfvars.json"}) == "spot-single-instance-type terraform.tfvars.json:1\n");
}

TEST_CASE("faults of given values are said, and concern all that uses them") {
  const Scratch scratch;
  write(scratch,
        {{"main.tf", "variable \"types\" {}\n" + group("var.types")}, {"bad.tfvars", "types = [\"m5.xlarge\"\n"}});
  CHECK(found(lint({"main.tf", "--var-file", "bad.tfvars", "--format", "json"})) == "syntax-error bad.tfvars:2\n");
  CHECK(found(lint({"main.tf", "--var", "types=[\"m5.xlarge\"", "--format", "json"})) ==
        "syntax-error --var types:1\n");
  const Run undeclared = lint({".", "--var", "tpyes=[]"});
  CHECK(undeclared.exit == 2);
  CHECK(has(undeclared.err, "--var tpyes: no root module that is judged declares it"));
}

TEST_CASE("a value that the type of its variable cannot take is refused, used or not") {
  const Scratch scratch;
  write(scratch,
        {{"main.tf",
          "variable \"min\" {\n  type = number\n}\nvariable \"text\" {\n  type = string\n}\n"
          "variable \"on\" {\n  type    = bool\n  default = true\n}\nvariable \"names\" {\n  type    = list(string)\n"
          "  default = []\n}\n" +
              group(kFive)},
         {"wrong.tfvars", "min = \"3\"\nnames = \"a\"\n"},
         {"null.tfvars", "on = null\nmin = \"3\"\nnames = [1, true]\n"}});
  const Run run = lint({".", "--var", "min=abc"});
  MNG_SHOW(run);
  CHECK(run.exit == 1);
  CHECK(has(run.out, "--var min:1:1"));
  CHECK(has(run.out, "the value of variable `min` must be a number"));
  CHECK(has(run.out, "give it a value of type number, or change the type that main.tf declares"));
  CHECK(judged({".", "--var-file", "wrong.tfvars"}) == "invalid-value wrong.tfvars:2\n");
  CHECK(judged({".", "--var", "on=yes"}) == "invalid-value --var on:1\n");
  CHECK(judged({".", "--var", "names=a"}) == "invalid-value --var names:1\n");
  // What Terraform converts, and a text that looks like a list, is none.
  CHECK(judged({".", "--var", "min=3", "--var", "on=false", "--var", "text=[a]"}).empty());
  CHECK(judged({".", "--var-file", "null.tfvars", "--var", "text=7"}).empty());
}

TEST_CASE("a launch template is found in a child module, and concerns the group that names it") {
  const Scratch scratch;
  std::string code = group(kFive);
  code.insert(code.find("  scaling_config"),
              "  launch_template {\n    id      = aws_launch_template.t.id\n    version = 1\n  }\n");
  write(scratch, {{"main.tf", "module \"m\" {\n  source = \"./m\"\n}\n"},
                  {"m/group.tf", code},
                  {"m/template.tf", "resource \"aws_launch_template\" \"t\" {\n  instance_type = \"m5.xlarge\"\n}\n"}});
  CHECK(judged({"."}) == "types-in-template-and-group m/template.tf:2\n");
  for (const char* file : {"m/group.tf", "m/template.tf", "main.tf"}) {
    CHECK(judged({file}) == "types-in-template-and-group m/template.tf:2\n");
  }
  // Empty texts are as good as none.
  scratch.file("m/template.tf",
               "resource \"aws_launch_template\" \"t\" {\n  instance_type = \"\"\n  image_id      = \"\"\n}\n");
  CHECK(judged({"."}).empty());
}

TEST_CASE("different outputs of a module are different subnets") {
  const Scratch scratch;
  std::string code = group(kFive);
  const std::string subnets = "[\"subnet-0a1\", \"subnet-0b2\"]";
  code.replace(code.find(subnets), subnets.size(), "[module.n.subnet_a, module.n.subnet_b]");
  scratch.file("main.tf", "module \"n\" {\n  source = \"acme/network/aws\"\n}\n" + code);
  CHECK(judged({"."}).empty());
}

TEST_CASE("the provider that makes a group says its region") {
  const Scratch scratch;
  const std::string providers =
      "provider \"aws\" {\n  region = \"eu-west-1\"\n}\nprovider \"aws\" {\n  alias  = \"far\"\n  region = "
      "\"ap-southeast-7\"\n}\n";
  const std::string types = "[\"m5.xlarge\", \"m5a.xlarge\", \"m6i.xlarge\", \"m6a.xlarge\", \"m7i.xlarge\"]";
  const auto in_region = [&](const std::string& code) {
    scratch.file("main.tf", providers + code);
    return has(lint({"."}).out, "ap-southeast-7 does not offer");
  };
  CHECK_FALSE(in_region(group(types)));
  CHECK(in_region(
      group(types).insert(sizeof("resource \"aws_eks_node_group\" \"workers\" {") - 1, "\n  provider = aws.far")));
  scratch.file("m/main.tf", group(types));
  CHECK_FALSE(in_region("module \"m\" {\n  source = \"./m\"\n}\n"));
  CHECK_FALSE(in_region("module \"m\" {\n  source = \"./m\"\n  providers = {\n    aws = aws\n  }\n}\n"));
  CHECK(in_region("module \"m\" {\n  source = \"./m\"\n  providers = {\n    aws = aws.far\n  }\n}\n"));
}

TEST_CASE("values are given on the command line") {
  const Scratch scratch;
  write(scratch, {{"main.tf", "variable \"types\" {\n  default = " + kFive + "\n}\n" + group("var.types")},
                  {"prod.tfvars", "types = [\"m5.xlarge\"]\n"}});
  CHECK(judged({"."}).empty());
  CHECK(judged({".", "--var-file", "prod.tfvars"}) == "spot-single-instance-type prod.tfvars:1\n");
  CHECK(judged({".", "--var", "types=[\"m5.xlarge\"]"}) == "spot-single-instance-type --var types:1\n");
  CHECK(has(lint({".", "--var", "types"}).err, "--var types: it is written NAME=VALUE"));
  CHECK(has(lint({".", "--var-file", "none.tfvars"}).err, "--var-file none.tfvars: there is no such file"));
}

TEST_CASE("the lock file's version of the provider counts, else the constraint") {
  const Scratch scratch;
  const std::string with_repair = group(kFive).insert(sizeof("resource \"aws_eks_node_group\" \"workers\" {") - 1,
                                                      "\n  node_repair_config {\n    enabled = true\n  }");
  scratch.file("main.tf", "terraform {\n  required_providers {\n    aws = \"~> 5.0\"\n  }\n}\n" + with_repair);
  CHECK(judged({"."}).empty());
  scratch.file(".terraform.lock.hcl",
               "provider \"registry.terraform.io/hashicorp/random\" {\n  version = \"1.0.0\"\n}\n"
               "provider \"registry.terraform.io/hashicorp/aws\" {\n  version     = \"5.82.2\"\n  constraints = \"~> "
               "5.0\"\n}\n");
  CHECK(judged({"."}) == "provider-too-old main.tf:7\n");
  scratch.file(".terraform.lock.hcl",
               "provider \"registry.terraform.io/hashicorp/aws\" {\n  version = \"5.83.0\"\n}\n");
  CHECK(judged({"."}).empty());
}

TEST_CASE("a configuration names the values of each environment") {
  const Scratch scratch;
  REQUIRE(repository());
  write(scratch,
        {{".mng-lint.yaml",
          "evaluate:\n  - dir: eks\n    var_files: [prod.tfvars]\n  - dir: eks\n    var_files: [dev.tfvars]\n"},
         {"eks/main.tf", "variable \"types\" {}\n" + group("var.types")},
         {"eks/prod.tfvars", "types = [\"m5.xlarge\"]\n"},
         {"eks/dev.tfvars", "types = [\"r5.xlarge\"]\n"}});
  CHECK(judged({"."}) == "spot-single-instance-type eks/dev.tfvars:1\nspot-single-instance-type eks/prod.tfvars:1\n");
  // What the command line gives counts alone.
  scratch.file("eks/mine.tfvars", "types = " + kFive + "\n");
  CHECK(judged({".", "--var-file", "eks/mine.tfvars"}).empty());
  scratch.file(".mng-lint.yaml", "evaluate: [{dir: eks, var_files: [none.tfvars]}]\n");
  const Run none = lint({"."});
  CHECK(none.exit == 2);
  CHECK(has(none.err, ".mng-lint.yaml:1:35: error: there is no such file in "));
  scratch.file(".mng-lint.yaml", "evaluate: [{dirs: eks}]\n");
  CHECK(has(lint({"."}).err, "error: there is no key `dirs`\n"));
  scratch.file(".mng-lint.yaml", "evaluate: eks\n");
  CHECK(has(lint({"."}).err, "  = help: write, for example, evaluate: [{dir: envs/prod, var_files: [prod.tfvars]}]\n"));
}

TEST_CASE("a configuration maps a module of one's own onto a form that there is") {
  const Scratch scratch;
  REQUIRE(repository());
  const std::string call =
      "module \"eks\" {\n  source = \"git::https://git.example.com/platform/eks.git?ref=v20.1.0\"\n"
      "  eks_managed_node_groups = {\n    a = { capacity_type = \"SPOT\", instance_types = [\"m5.xlarge\"] }\n  }\n}\n";
  write(scratch, {{"main.tf", call}});
  CHECK(judged({"."}).empty());
  scratch.file(".mng-lint.yaml", "modules: {git.example.com/platform/eks: terraform-aws-modules/eks}\n");
  CHECK(judged({"."}) == "spot-single-instance-type main.tf:4\n");
  scratch.file(".mng-lint.yaml", "modules: {git.example.com/platform/eks: terraform-aws-module/eks}\n");
  const Run wrong = lint({"."});
  CHECK(wrong.exit == 2);
  CHECK(has(wrong.err, ".mng-lint.yaml:1:41: error: there is no form `terraform-aws-module/eks`\n"));
  CHECK(has(wrong.err, "  = help: did you mean `terraform-aws-modules/eks`?\n"));
}

TEST_CASE("a configuration names a folder of one's own forms") {
  const Scratch scratch;
  REQUIRE(repository());
  write(scratch,
        {{".mng-lint.yaml", "forms: lint/forms\n"},
         {"lint/forms/pool.hcl",
          "form \"pool\" {\n  syntax  = hcl\n  needles = [\"acme/pool/aws\"]\n  modules = [\"acme/pool/aws\"]\n\n"
          "  group {\n    at     = \"pools[*]\"\n    ignore = [\"*\"]\n\n    field \"capacity_type\" {\n"
          "      value = group.spot ? \"SPOT\" : \"ON_DEMAND\"\n    }\n    field \"instance_types\" {\n      path = "
          "\"types\"\n    }\n  }\n}\n"},
         {"main.tf",
          "module \"p\" {\n  source = \"acme/pool/aws\"\n  pools  = { a = { spot = true, types = [\"m5.xlarge\"] } "
          "}\n}\n"}});
  CHECK(judged({"main.tf"}) == "spot-single-instance-type main.tf:3\n");
  scratch.file(
      "lint/forms/pool.hcl",
      "form \"pool\" {\n  syntax = hcl\n  group {\n    field \"capacity_typ\" {\n      path = \"x\"\n    }\n  }\n}\n");
  const Run wrong = lint({"main.tf"});
  CHECK(wrong.exit == 2);
  CHECK(has(wrong.err, "lint/forms/pool.hcl:4:5: error: entity group has no attribute `capacity_typ`\n"));
}

TEST_CASE("what is not decided is listed with what it depends on") {
  const Scratch scratch;
  write(scratch, {{"main.tf", "variable \"types\" {\n  type = list(string)\n}\n" + group("var.types")}});
  const Run run = lint({".", "--show-undecided"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  CHECK(has(run.out, "undecided: workers: "));
  CHECK(has(run.out, "spot-single-instance-type"));
  CHECK(has(run.out, ": depends on var.types\n"));
  CHECK_FALSE(has(lint({"."}).out, "undecided"));
}

TEST_CASE("what is recognised and not checked is said") {
  const Scratch scratch;
  SECTION("a library") {
    scratch.file("main.tf", "variable \"groups\" {\n  default = {}\n}\n" +
                                group(kFive).insert(sizeof("resource \"aws_eks_node_group\" \"workers\" {") - 1,
                                                    "\n  for_each = var.groups"));
    CHECK(has(lint({"."}).out, ".: nothing to check: it makes no node group by itself\n"));
  }
  SECTION("self-managed groups") {
    scratch.file("main.tf",
                 "module \"eks\" {\n  source = \"terraform-aws-modules/eks/aws\"\n  version = \"20.0.0\"\n"
                 "  self_managed_node_groups = { a = {}, b = {} }\n}\n");
    CHECK(has(lint({"."}).out, ".: 2 self-managed node groups not checked\n"));
  }
  SECTION("groups that are not known") {
    scratch.file("main.tf",
                 "module \"eks\" {\n  source = \"terraform-aws-modules/eks/aws\"\n  version = \"20.0.0\"\n"
                 "  eks_managed_node_groups = var.groups\n}\nvariable \"groups\" {}\n");
    CHECK(has(lint({"."}).out,
              ".: node groups that are not known here, such as those of a variable without a value, not checked\n"));
  }
  SECTION("a template") {
    scratch.file("main.tf", "{% if spot %}\n" + group("[{{ types }}]") + "{% endif %}\n");
    const Run run = lint({"main.tf"});
    MNG_SHOW(run);
    CHECK(run.exit == 0);
    CHECK(has(run.out, ".: main.tf: it does not parse, it looks like a template; not checked\n"));
  }
  SECTION("code without groups, named by hand") {
    scratch.file("main.tf", "locals {\n  a = 1\n}\n");
    CHECK(has(lint({"main.tf"}).out, "main.tf: not checked: no node groups in a form that is read\n"));
    CHECK_FALSE(has(lint({"."}).out, "not checked"));
  }
}

TEST_CASE("broken and hostile code is named, bounded, and harms nothing") {
  const Scratch scratch;
  SECTION("syntax of before 0.12 is read") {
    scratch.file("main.tf", "variable \"types\" {\n  type = \"list\"\n  default = [\"m5.xlarge\"]\n}\n" +
                                group("\"${var.types}\""));
    CHECK(judged({"."}) == "spot-single-instance-type main.tf:3\n");
  }
  SECTION("a syntax error is a finding at its place, and the rest is judged") {
    scratch.file("main.tf", group("[\"m5.xlarge\"]") + "locals {\n  a = = 1\n}\n");
    CHECK(judged({"."}) == "spot-single-instance-type main.tf:7\nsyntax-error main.tf:19\n");
  }
  SECTION("values and modules that depend on themselves") {
    scratch.file("main.tf", "locals {\n  a = local.b\n  b = local.a\n}\n" + group("local.a"));
    CHECK(judged({"."}) == "reference-cycle main.tf:2\n");
    scratch.file("main.tf", "module \"m\" {\n  source = \"./m\"\n}\n");
    scratch.file("m/main.tf", group(kFive) + "module \"again\" {\n  source = \"../m\"\n}\n");
    CHECK(judged({"."}) == "reference-cycle m/main.tf:19\n");
  }
  SECTION("a group that is declared twice in a folder is told once, and an override is none") {
    scratch.file("main.tf", "module \"a\" {\n  source = \"./m\"\n}\nmodule \"b\" {\n  source = \"./m\"\n}\n");
    scratch.file("m/a.tf", group(kFive) + "resource \"aws_vpc\" \"v\" {}\n");
    scratch.file("m/b.tf", "resource \"aws_vpc\" \"v\" {}\n" + group("[\"m5.xlarge\"]"));
    scratch.file("m/b_override.tf", group(kFive));
    CHECK(judged({"."}) == "declared-again m/b.tf:2\n");
  }
  SECTION("nothing outside the root is read") {
    scratch.file("repo/a.txt", "");
    REQUIRE(mng::cli::run_program({"git", "init", "-q", "repo"}).ok);
    scratch.file("secret/main.tf", group("[\"m5.xlarge\"]"));
    scratch.file("secret/types.txt", "m5.xlarge");
    scratch.file("repo/main.tf",
                 "module \"s\" {\n  source = \"../secret\"\n}\nmodule \"l\" {\n  source = \"./link\"\n}\n" +
                     group("[file(\"${path.module}/../secret/types.txt\")]"));
    std::filesystem::create_directory_symlink(scratch.path() / "secret", "repo/link");
    std::filesystem::create_symlink(scratch.path() / "secret/main.tf", "repo/linked.tf");
    std::filesystem::current_path("repo");
    const Run run = lint({".", "--show-undecided"});
    MNG_SHOW(run);
    CHECK_FALSE(has(run.out, "spot-single-instance-type]"));
    CHECK_FALSE(has(run.out, "secret/main.tf"));
    // Nobody named the link: that it is not read is said, and is no failure.
    CHECK(run.exit == 0);
    CHECK(has(run.out, "linked.tf: leads out of the repository; not checked"));
    CHECK(lint({"linked.tf"}).exit == 2);
  }
  SECTION("a group that has no name is called by its call") {
    scratch.file("main.tf",
                 "module \"workers\" {\n  source = \"terraform-aws-modules/eks/aws//modules/eks-managed-node-group\"\n"
                 "  capacity_type = \"SPOT\"\n  instance_types = [\"m5.xlarge\"]\n}\n");
    CHECK(has(lint({"."}).out, "error: module.workers is on SPOT with m5.xlarge alone"));
  }
  SECTION("a loop of links") {
    scratch.file("main.tf", group("[\"m5.xlarge\"]"));
    std::filesystem::create_directory_symlink(".", "loop");
    CHECK(judged({"."}) == "spot-single-instance-type main.tf:7\n");
  }
  SECTION("five million bytes") {
    std::string text = group("[\"m5.xlarge\"]") + "locals {\n";
    for (int i = 0; text.size() < 5'000'000; ++i)
      text += "  l" + std::to_string(i) + " = { a = [1, 2, \"x\"], b = var.x }\n";
    scratch.file("main.tf", text + "}\n");
    CHECK(judged({"."}) == "spot-single-instance-type main.tf:7\n");
  }
  SECTION("five hundred folders") {
    for (int i = 0; i < 500; ++i)
      scratch.file("d" + std::to_string(i) + "/main.tf", group(i == 7 ? "[\"m5.xlarge\"]" : kFive));
    CHECK(judged({"."}) == "spot-single-instance-type d7/main.tf:7\n");
  }
  SECTION("modules that multiply") {
    std::string text;
    for (int i = 0; i < 10; ++i)
      text += "module \"m" + std::to_string(i) + "\" {\n  source = \"./next\"\n  count = 100\n}\n";
    std::string folder;
    for (int depth = 0; depth < 8; ++depth) {
      scratch.file(folder + "main.tf", text);
      folder += "next/";
    }
    scratch.file(folder + "main.tf", group(kFive));
    const Run run = lint({"."});
    MNG_SHOW(run);
    CHECK(run.exit == 0);
    CHECK(has(run.out, "more module instances than are looked at not checked"));
  }
  SECTION("lists that share lists") {
    std::string text = "locals {\n  l0 = [1, 2]\n";
    for (int i = 1; i < 40; ++i)
      text += "  l" + std::to_string(i) + " = [local.l" + std::to_string(i - 1) + ", local.l" + std::to_string(i - 1) +
              "]\n";
    scratch.file("main.tf", text + "}\n" + group("flatten(local.l39)"));
    const Run run = lint({"."});
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(has(run.err, ".: a value stands for more than 5,000,000 others"));
  }
  SECTION("a chain through the outputs of a known module") {
    std::string text = group("module.v0.private_subnets");
    for (int i = 0; i < 20000; ++i) {
      text += "module \"v" + std::to_string(i) +
              "\" {\n  source = \"terraform-aws-modules/vpc/aws\"\n  private_subnets = module.v" +
              std::to_string(i + 1) + ".private_subnets\n}\n";
    }
    scratch.file("main.tf", text);
    CHECK(lint({"."}).exit == 0);
  }
  SECTION("a type that is none") {
    scratch.file("main.tf",
                 "variable \"x\" {\n  type = object({ 4000000000 = string })\n  default = {}\n}\n" + group("var.x"));
    CHECK(lint({"."}).exit != 2);
  }
  SECTION("terragrunt is no Terraform") {
    scratch.file("terragrunt.hcl", "terraform {\n  source = \"../eks\"\n}\ninputs = {\n  types = [\"m5.xlarge\"]\n}\n");
    const Run run = lint({"terragrunt.hcl"});
    CHECK(run.exit == 0);
    CHECK(has(run.out, "terragrunt.hcl: not checked: no node groups in a form that is read\n"));
  }
}

TEST_CASE("one group that stands for as many as are not known may have one in each zone") {
  const auto in = [](const std::string& head, const std::string& subnets) {
    std::string text = group(kFive);
    const std::string two = "[\"subnet-0a1\", \"subnet-0b2\"]";
    text.replace(text.find(two), two.size(), subnets);
    return text.insert(text.find("  cluster_name"), head);
  };
  const std::string zones =
      "data \"aws_subnets\" \"p\" {}\nvariable \"more\" { type = map(string) }\n"
      "resource \"aws_subnet\" \"p\" {\n  for_each = toset(data.aws_subnets.p.ids)\n  vpc_id = \"vpc-1\"\n}\n"
      "resource \"aws_subnet\" \"one\" {\n  vpc_id = \"vpc-1\"\n  availability_zone = \"eu-west-1a\"\n}\n";
  const std::string module =
      "module \"g\" {\n  source = \"./g\"\n  for_each = var.more\n  subnet = each.value\n}\nvariable \"more\" { type = "
      "map(string) "
      "}\n";
  const std::string called = "variable \"subnet\" {}\n" + in("", "[var.subnet]");
  struct Row {
    std::string what;
    Files files;
    bool told;
  };
  const std::vector<Row> rows{
      {"for_each of data",
       {{"main.tf", zones + in("  for_each = toset(data.aws_subnets.p.ids)\n", "[each.value]")}},
       false},
      {"count of data",
       {{"main.tf", zones + in("  count = length(data.aws_subnets.p.ids)\n", "[data.aws_subnets.p.ids[count.index]]")}},
       false},
      {"for_each of resources", {{"main.tf", zones + in("  for_each = aws_subnet.p\n", "[each.value.id]")}}, false},
      {"some known, others not",
       {{"main.tf", zones + in("  for_each = merge({a = \"subnet-0a1\"}, var.more)\n", "[each.value]")}},
       false},
      {"a module called so", {{"main.tf", module}, {"g/main.tf", called}}, false},
      {"one or none",
       {{"main.tf", "variable \"on\" { type = bool }\n" + in("  count = var.on ? 1 : 0\n", "[\"subnet-0a1\"]")}},
       true},
      {"all in one subnet", {{"main.tf", zones + in("  for_each = var.more\n", "[\"subnet-0a1\"]")}}, true},
      {"all in one zone", {{"main.tf", zones + in("  for_each = var.more\n", "[aws_subnet.one.id]")}}, true},
      {"all known", {{"main.tf", zones + in("  for_each = {a = \"subnet-0a1\"}\n", "[each.value]")}}, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const Scratch scratch;
    REQUIRE(repository());
    write(scratch, row.files);
    CHECK((judged({"."}).find("single-az") != std::string::npos) == row.told);
  }
}
