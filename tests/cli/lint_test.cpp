#include "cli/program.hpp"

using namespace mng::test;

TEST_CASE("six types of one shape on Spot in three zones have no fault") {
  const Scratch scratch;
  scratch.file("nodegroups.yaml", without_finding());
  const Run run = lint({"nodegroups.yaml"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  CHECK(run.out == "no findings in 1 node group of 1 file\n");
  CHECK(run.err.empty());
}

TEST_CASE("one type of another size among them is one finding, on that word") {
  const Scratch scratch;
  scratch.file("nodegroups.yaml", with_error());
  const Run run = lint({"nodegroups.yaml"});
  MNG_SHOW(run);
  CHECK(run.exit == 1);
  CHECK(has(run.out, "1 error in 1 node group of 1 file\n"));
  CHECK(has(run.out, "nodegroups.yaml:7:95: error: "));
  CHECK(count(run.out, "[mixed-vcpu]") == 1);
  CHECK(has(run.out, "r5.large (2 vCPU and 16 GiB)"));
  CHECK(has(run.out, "(4 vCPU and 32 GiB)"));
  CHECK(has(run.out, "help: give it a group of its own, or take "));
  const std::string source = "7 |     instance_types: [" + std::string(kSixTypes) + ", ";
  CHECK(has(run.out, source + "r5.large]\n  |" + std::string(source.size() - 3, ' ') + "^^^^^^^^\n"));
}

TEST_CASE("a value that came by another way is shown where it is written, and where it is used") {
  const Scratch scratch;
  SECTION("defaults") {
    scratch.file("nodegroups.yaml",
                 "region: eu-west-1\n"
                 "defaults:\n"
                 "  capacity_type: spot\n"
                 "node_groups:\n"
                 "  web:\n"
                 "    instance_types: [m5.xlarge]\n");
    const Run run = lint({"nodegroups.yaml"});
    MNG_SHOW(run);
    CHECK(run.exit == 1);
    CHECK(has(run.out, "nodegroups.yaml:3:18: error: `spot` is no value of `capacity_type`"));
    CHECK(has(run.out, "3 |   capacity_type: spot\n  |                  ^^^^\n"));
    CHECK(has(run.out, "used here by web\n"));
    CHECK(has(run.out, "1 error in"));
  }
  SECTION("anchor and alias") {
    scratch.file("nodegroups.yaml",
                 "region: eu-west-1\n"
                 "x-types: &types [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge, m5.large]\n"
                 "node_groups:\n"
                 "  web:\n"
                 "    capacity_type: SPOT\n"
                 "    instance_types: *types\n");
    const Run run = lint({"nodegroups.yaml"});
    MNG_SHOW(run);
    CHECK(has(run.out, "nodegroups.yaml:2:77: error: m5.large (2 vCPU and 8 GiB)"));
    CHECK(has(run.out, "6 |     instance_types: *types\n  |                     ------ used here by web\n"));
  }
  SECTION("merge key") {
    scratch.file("nodegroups.yaml",
                 "x-base: &base\n"
                 "  capacity_type: spot\n"
                 "node_groups:\n"
                 "  web:\n"
                 "    <<: *base\n"
                 "    instance_types: [m5.xlarge]\n");
    const Run run = lint({"nodegroups.yaml"});
    MNG_SHOW(run);
    CHECK(has(run.out, "nodegroups.yaml:2:18: error: `spot`"));
    CHECK(has(run.out, "5 |     <<: *base\n  |         ----- used here by web\n"));
  }
}

TEST_CASE("a finding of several groups that share defaults is made once a cause") {
  const Scratch scratch;
  scratch.file("nodegroups.yaml",
               "defaults: {capacity_type: spot}\n"
               "node_groups: {a: {}, b: {}}\n");
  const Run run = lint({"nodegroups.yaml"});
  MNG_SHOW(run);
  CHECK(count(run.out, "`spot` is no value") == 1);
}

TEST_CASE("--fail-on says from which severity on the run fails") {
  const Scratch scratch;
  scratch.file("none.yaml", without_finding());
  scratch.file("info.yaml", with_info());
  scratch.file("warning.yaml", with_warning());
  scratch.file("error.yaml", with_error());
  struct Case {
    const char* level;
    int none, info, warning, error;
  };
  for (const Case& one :
       {Case{"error", 0, 0, 0, 1}, Case{"warning", 0, 0, 1, 1}, Case{"info", 0, 1, 1, 1}, Case{"never", 0, 0, 0, 0}}) {
    INFO("--fail-on " << one.level);
    CHECK(lint({"--fail-on", one.level, "none.yaml"}).exit == one.none);
    CHECK(lint({"--fail-on", one.level, "info.yaml"}).exit == one.info);
    CHECK(lint({"--fail-on", one.level, "warning.yaml"}).exit == one.warning);
    CHECK(lint({"--fail-on", one.level, "error.yaml"}).exit == one.error);
  }
  CHECK(lint({"info.yaml"}).exit == 0);
  CHECK(lint({"warning.yaml"}).exit == 1);
}

TEST_CASE("what the tool could not do outweighs what it found") {
  const Scratch scratch;
  scratch.file("error.yaml", with_error());
  for (const char* level : {"error", "never"}) {
    const Run run = lint({"--fail-on", level, "error.yaml", "missing.yaml"});
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(has(run.out, "[mixed-vcpu]"));
    CHECK(run.err == "mng-lint: missing.yaml: cannot be read: No such file or directory\n");
  }
}

TEST_CASE("standard input is judged and shown by the name it is given") {
  const Scratch scratch;
  const Run plain = lint({"-"}, {.in = with_error()});
  CHECK(plain.exit == 1);
  CHECK(has(plain.out, "stdin.yaml:7:95: error"));
  const Run named = lint({"-", "--stdin-filename", "live/prod.yaml"}, {.in = with_error()});
  CHECK(named.exit == 1);
  CHECK(has(named.out, "live/prod.yaml:7:95: error"));
  CHECK(lint({"-"}, {.in = without_finding()}).exit == 0);
  SECTION("also by the configuration of its folder") {
    scratch.file("live/.mng-lint.yaml", "autoscaler: karpenter\n");
    CHECK(lint({"-", "--stdin-filename", "live/prod.yaml"}, {.in = with_error()}).exit == 0);
  }
}

TEST_CASE("a file named twice, or spelled in two ways, is judged once") {
  const Scratch scratch;
  scratch.file("a/error.yaml", with_error());
  const std::string whole = (scratch.path() / "a/error.yaml").string();
  for (const std::vector<std::string>& paths :
       {std::vector<std::string>{"a/error.yaml", "a/error.yaml"}, std::vector<std::string>{"a/error.yaml", "a"},
        std::vector<std::string>{"a", "a/"}, std::vector<std::string>{"a/error.yaml", "./a/../a/error.yaml"},
        std::vector<std::string>{".", "a/error.yaml"}, std::vector<std::string>{"a/error.yaml", whole}}) {
    const Run run = lint(paths);
    INFO(paths[0] << " and " << paths[1]);
    MNG_SHOW(run);
    CHECK(has(run.out, "1 error in 1 node group of 1 file\n"));
  }
}

TEST_CASE("a file named by hand that no form reads is said to be not checked") {
  const Scratch scratch;
  scratch.file("values.yaml", "image: {tag: v1}\n");
  scratch.file("main.tf", "resource \"aws_s3_bucket\" \"b\" {}\n");
  for (const char* name : {"values.yaml", "main.tf"}) {
    const Run run = lint({name});
    MNG_SHOW(run);
    CHECK(run.exit == 0);
    CHECK(run.out == std::string(name) +
                         ": not checked: no node groups in a form that is read\n"
                         "no findings in 0 node groups of 0 files\n");
  }
  // A walk says nothing of what is none of its business.
  const Run walked = lint({"."});
  CHECK(walked.exit == 0);
  CHECK(walked.out == "no findings in 0 node groups of 0 files\n");
}

TEST_CASE("the report does not depend on the order of arguments") {
  const Scratch scratch;
  scratch.file("a.yaml", with_error());
  scratch.file("b.yaml", with_warning());
  scratch.file("c/d.yaml", with_info());
  scratch.file("other.yaml", "a: 1\n");
  std::vector<std::string> paths{"a.yaml", "b.yaml", "c", "missing.yaml", "other.yaml"};
  const Run first = lint(paths);
  CHECK(first.exit == 2);
  CHECK(has(first.out, "1 error, 1 warning, 1 info in 3 node groups of 3 files\n"));
  do {
    for (const char* format : {"text", "json", "github"}) {
      std::vector<std::string> arguments = paths;
      arguments.insert(arguments.end(), {"--format", format});
      std::vector<std::string> sorted{"a.yaml", "b.yaml", "c", "missing.yaml", "other.yaml", "--format", format};
      const Run run = lint(arguments);
      const Run other = lint(sorted);
      REQUIRE(run.out == other.out);
      REQUIRE(run.err == other.err);
    }
    // Rotations are enough: each path comes first and last once.
    std::rotate(paths.begin(), paths.begin() + 1, paths.end());
  } while (paths[0] != "a.yaml");
}

TEST_CASE("standard output carries the report and nothing else") {
  const Scratch scratch;
  scratch.file("error.yaml", with_error());
  const Run run = lint({"error.yaml", "missing.yaml", "--format", "json"});
  CHECK(run.out.starts_with("{\n"));
  CHECK(run.out.ends_with("}\n"));
  CHECK_FALSE(has(run.out, "missing.yaml"));
}

TEST_CASE("a fault stays a fault where only its severity is open") {
  const Scratch scratch;
  std::string text = with_error();
  text.replace(text.find("SPOT"), 4, "${CAPACITY}");
  scratch.file("a.yaml", text);
  const Run run = lint({"a.yaml"});
  MNG_SHOW(run);
  CHECK(has(run.out, "[mixed-vcpu]"));
  CHECK(run.exit == 1);  // error on SPOT, warning otherwise: a warning at least
}

TEST_CASE("the verb of a message agrees with how many names it has") {
  const Scratch scratch;
  const auto said = [&](const std::string& inputs) {
    scratch.file("main.tf",
                 "module \"eks\" {\n  source  = \"terraform-aws-modules/eks/aws\"\n  version = \"20.37.2\"\n"
                 "  eks_managed_node_groups = {\n    w = {\n" +
                     inputs + "    }\n  }\n}\n");
    return lint({"main.tf", "--select", "managed-group-mixed-distribution-ignored,module-input-ignored"}).out;
  };
  const std::string mixed = "      use_mixed_instances_policy = true\n";
  const std::string more = "      mixed_instances_policy = {instances_distribution = {}}\n";
  CHECK(has(said(mixed), ": use_mixed_instances_policy has no effect on w"));
  CHECK(has(said(mixed + more), " and use_mixed_instances_policy have no effect on w"));
  CHECK(has(said("      disk_size = 50\n"), ": disk_size of w has no effect while"));
}
