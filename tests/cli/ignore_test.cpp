// Comments that let findings be, in a run.
#include <nlohmann/json.hpp>

#include "cli/git.hpp"
#include "cli/program.hpp"
#include "support/catch.hpp"

using namespace mng::test;

namespace {

/// "path:line rule" of each finding.
std::string said(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--format", "json", "--ignore", "cluster"});
  const Run run = lint(arguments);
  CHECK(run.err == "");
  std::string out;
  const auto report = nlohmann::json::parse(run.out);
  for (const auto& finding : report["findings"]) {
    out += finding["path"].get<std::string>() + ":" + std::to_string(finding["line"].get<int>()) + " " +
           finding["rule"].get<std::string>() + "\n";
  }
  return out;
}

const std::string kOne = "    capacity_type: SPOT\n    instance_types: [m5.xlarge]\n";

}  // namespace

TEST_CASE("a comment lets a finding be in YAML, and is told where it lets none be") {
  const Scratch scratch;
  scratch.file("a.yaml", "node_groups:\n  # mng-lint: ignore[spot-single-instance-type] -- a test\n  a:\n" + kOne +
                             "  b:\n" + kOne);
  CHECK(said({"a.yaml"}) == "a.yaml:8 spot-single-instance-type\n");
  scratch.file("a.yaml", "# mng-lint: ignore-file[spot-single-instance-type, mixed-vcpu]\nnode_groups:\n  a:\n" + kOne);
  CHECK(said({"a.yaml"}) == "a.yaml:1 ignore-unused\n");
  // A rule that does not run, or that compares, is not told to be unused.
  CHECK(said({"a.yaml", "--ignore", "mixed-vcpu"}).empty());
  scratch.file(
      "a.yaml",
      "# mng-lint: ignore-file[spot-single-instance-type, capacity-type-change-recreates]\nnode_groups:\n  a:\n" +
          kOne);
  CHECK(said({"a.yaml"}).empty());
  scratch.file("b.yaml", "node_groups:\n  a:\n" + kOne);
  CHECK(said({"--before", "b.yaml", "a.yaml"}) == "a.yaml:1 ignore-unused\n");
  scratch.file("a.yaml",
               "node_groups:\n  a: # mng-lint: ignore[mixed-vpcu]\n    capacity_type: ON_DEMAND\n    instance_types: "
               "[m5.xlarge]\n");
  const Run run = lint({"a.yaml"});
  CHECK(has(run.out, "a.yaml:2:25: warning: there is no rule `mixed-vpcu` [ignore-invalid]"));
  CHECK(has(run.out, "  = help: did you mean `mixed-vcpu`?\n"));
  CHECK(run.exit == 1);
}

TEST_CASE("a comment that is written a little otherwise is told, and lets nothing be") {
  const Scratch scratch;
  for (const auto& [comment, message] : std::vector<std::pair<std::string, std::string>>{
           {"mng-lint: ignore[spot-single-instance-type] -- because of X until=2020-01-01",
            "until= stands before the reason"},
           {"mng-lint: ignore[spot-single-instance-type] --until=2999-01-01", "until= stands before the reason"},
           {"mng-lint ignore[spot-single-instance-type] -- x", "a colon is missing behind mng-lint"},
       }) {
    CAPTURE(comment);
    scratch.file("a.yaml", "node_groups:\n  # " + comment + "\n  a:\n" + kOne);
    CHECK(said({"a.yaml"}) == "a.yaml:2 ignore-invalid\na.yaml:5 spot-single-instance-type\n");
    CHECK(has(lint({"a.yaml"}).out, "a.yaml:2:5: warning: " + message));
  }
  scratch.file(
      "a.yaml",
      "node_groups:\n  # mng-lint: ignore[spot-single-instance-type] -- not_until=x\n  # mng-lint is run here\n  a:\n" +
          kOne);
  CHECK(said({"a.yaml"}).empty());
}

TEST_CASE("a comment at one call of a module lets be what it makes, and nothing of another call") {
  const Scratch scratch;
  // Callers are looked for in a repository.
  REQUIRE(mng::cli::run_program({"git", "init", "-q", "."}).ok);
  scratch.file(
      "group/main.tf",
      "variable \"name\" {}\nresource \"aws_eks_node_group\" \"g\" {\n  cluster_name           = \"c\"\n"
      "  node_group_name_prefix = \"w-\"\n  node_role_arn          = \"arn:aws:iam::111122223333:role/n\"\n"
      "  subnet_ids             = [\"subnet-1\", \"subnet-2\"]\n  capacity_type          = \"SPOT\"\n"
      "  instance_types         = [\"m5.xlarge\"]\n  scaling_config {\n    min_size     = 1\n    desired_size = 1\n"
      "    max_size     = 1\n  }\n  lifecycle {\n    create_before_destroy = true\n  }\n}\n");
  const std::string call = "module \"a\" {\n  source = \"./group\"\n  name   = \"a\"\n}\n";
  const std::string other = "module \"b\" {\n  source = \"./group\"\n  name   = \"b\"\n}\n";
  const std::string ignore = "# mng-lint: ignore[spot-single-instance-type, spot-fixed-size] until=2999-01-01\n";
  scratch.file("main.tf", ignore + call);
  CHECK(said({"."}).empty());
  CHECK(said({"main.tf"}).empty());
  CHECK(said({"group/main.tf"}) == "");
  scratch.file("main.tf", ignore + call + other);
  CHECK(said({"."}) == "group/main.tf:8 spot-single-instance-type\ngroup/main.tf:12 spot-fixed-size\n");
  scratch.file("main.tf", ignore + call + ignore + other);
  CHECK(said({"."}).empty());
}

TEST_CASE("a comment at an outer call lets nothing of another outer call be") {
  const Scratch scratch;
  REQUIRE(mng::cli::run_program({"git", "init", "-q", "."}).ok);
  scratch.file("group/main.tf",
               "resource \"aws_eks_node_group\" \"g\" {\n  cluster_name = \"c\"\n  subnet_ids = [\"s-1\", \"s-2\"]\n"
               "  capacity_type = \"SPOT\"\n  instance_types = [\"m5.xlarge\"]\n}\n");
  scratch.file("mid/main.tf", "module \"g\" {\n  source = \"../group\"\n}\n");
  const std::string ignore = "# mng-lint: ignore[spot-single-instance-type]\n";
  const auto call = [](const std::string& name) { return "module \"" + name + "\" {\n  source = \"./mid\"\n}\n"; };
  for (const std::string& text : {ignore + call("a") + call("b"), call("a") + ignore + call("b")}) {
    scratch.file("main.tf", text);
    CHECK(said({".", "--select", "spot-single-instance-type,ignores"}) ==
          "group/main.tf:5 spot-single-instance-type\n");
  }
  scratch.file("main.tf", ignore + call("a") + ignore + call("b"));
  CHECK(said({".", "--select", "spot-single-instance-type,ignores"}).empty());
}

TEST_CASE("where no group is made a comment is not told to be useless") {
  const Scratch scratch;
  scratch.file("main.tf",
               "variable \"on\" {\n  default = false\n}\n# mng-lint: ignore[spot-single-instance-type]\n"
               "resource \"aws_eks_node_group\" \"g\" {\n  count = var.on ? 1 : 0\n  capacity_type = \"SPOT\"\n"
               "  instance_types = [\"m5.xlarge\"]\n}\n");
  CHECK(said({"."}).empty());
  CHECK(said({".", "--var", "on=true", "--select", "spot-single-instance-type,ignores"}).empty());
}

TEST_CASE("a comment in a file of values that is not applied is not told to be useless") {
  const Scratch scratch;
  REQUIRE(mng::cli::run_program({"git", "init", "-q", "."}).ok);
  scratch.file(
      "main.tf",
      "variable \"groups\" {\n  default = {}\n}\nmodule \"eks\" {\n  source = \"terraform-aws-modules/eks/aws\"\n"
      "  version = \"~> 20.0\"\n  eks_managed_node_groups = var.groups\n}\n");
  const std::string values =
      "groups = {\n  # mng-lint: ignore[mixed-vcpu]\n  a = { instance_types = [\"m5.large\", \"m5a.large\"] }\n}\n";
  scratch.file("terraform.tfvars", values);
  scratch.file("prod.tfvars", values);
  CHECK(said({".", "--select", "mixed-vcpu,ignores"}) == "terraform.tfvars:2 ignore-unused\n");
  CHECK(said({"prod.tfvars", "--select", "mixed-vcpu,ignores"}).empty());
  // Its groups are given by another file.
  CHECK(said({".", "--var-file", "prod.tfvars", "--select", "mixed-vcpu,ignores"}) == "prod.tfvars:2 ignore-unused\n");
}

TEST_CASE("what was let be until a day is found from the next day on") {
  const Scratch scratch;
  scratch.file("a.yaml",
               "node_groups:\n  # mng-lint: ignore[spot-single-instance-type] until=2026-01-31\n  a:\n" + kOne);
  setenv("SOURCE_DATE_EPOCH", "1769817600", 1);  // 2026-01-31
  CHECK(said({"a.yaml"}).empty());
  setenv("SOURCE_DATE_EPOCH", "1769904000", 1);
  CHECK(said({"a.yaml"}) == "a.yaml:2 ignore-expired\na.yaml:5 spot-single-instance-type\n");
  unsetenv("SOURCE_DATE_EPOCH");
}
