// .mng-lint.yaml: where it is found, what it says, what is wrong in it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/program.hpp"

using namespace mng::test;

namespace {

constexpr std::string_view kOfNoRegion =
    "node_groups:\n"
    "  a:\n"
    "    capacity_type: SPOT\n"
    "    instance_types: [c5.xlarge, c5a.xlarge, c5ad.xlarge, c5d.xlarge, c6i.xlarge, c4.xlarge]\n";

}  // namespace

TEST_CASE("a configuration is found upward to the root of the repository") {
  const Scratch scratch;
  std::filesystem::create_directories("repo/.git");
  scratch.file("repo/live/prod/nodegroups.yaml", with_error());
  const auto judged_by = [&](const std::string& home = {}) {
    return lint({"repo/live/prod/nodegroups.yaml"}, {.home = home}).exit;
  };
  CHECK(judged_by() == 1);
  SECTION("beside the file") {
    scratch.file("repo/live/prod/.mng-lint.yaml", "autoscaler: karpenter\n");
    CHECK(judged_by() == 0);
  }
  SECTION("at the root") {
    scratch.file("repo/.mng-lint.yaml", "autoscaler: karpenter\n");
    CHECK(judged_by() == 0);
  }
  SECTION("not above it") {
    scratch.file(".mng-lint.yaml", "autoscaler: karpenter\n");
    CHECK(judged_by() == 1);
  }
  SECTION("the nearest counts, whole") {
    scratch.file("repo/.mng-lint.yaml", "autoscaler: karpenter\n");
    scratch.file("repo/live/.mng-lint.yaml", "region: eu-west-1\n");
    CHECK(judged_by() == 1);
  }
  SECTION("never from the home folder") {
    scratch.file("repo/.mng-lint.yaml", "autoscaler: karpenter\n");
    CHECK(judged_by((scratch.path() / "repo").string()) == 1);
  }
  SECTION("outside of a repository only beside the file") {
    scratch.file("loose/.mng-lint.yaml", "autoscaler: karpenter\n");
    scratch.file("loose/a.yaml", with_error());
    scratch.file("loose/deep/a.yaml", with_error());
    CHECK(lint({"loose/a.yaml"}).exit == 0);
    CHECK(lint({"loose/deep/a.yaml"}).exit == 1);
  }
}

TEST_CASE("the home folder is known with a slash behind it, too") {
  const Scratch scratch;
  std::filesystem::create_directories("repo/.git");
  scratch.file("repo/.mng-lint.yaml", "autoscaler: karpenter\n");
  scratch.file("repo/a.yaml", with_error());
  CHECK(lint({"repo/a.yaml"}, {.home = (scratch.path() / "repo").string() + "/"}).exit == 1);
}

TEST_CASE("region and autoscaler take effect") {
  const Scratch scratch;
  scratch.file("a.yaml", kOfNoRegion);
  scratch.file(".mng-lint.yaml", "region: af-south-1\n");
  const Run run = lint({"a.yaml"});
  MNG_SHOW(run);
  CHECK(has(run.out, "af-south-1 does not offer c4.xlarge"));
  CHECK(run.exit == 1);
  CHECK(lint({"--region", "eu-west-1", "a.yaml"}).exit == 0);
  scratch.file("b.yaml", with_error());
  scratch.file(".mng-lint.yaml", "autoscaler: none\n");
  CHECK(lint({"b.yaml"}).exit == 0);
  SECTION("what a file says itself counts more") {
    scratch.file("c.yaml", "autoscaler: cluster-autoscaler\n" + with_error());
    CHECK(lint({"c.yaml"}).exit == 1);
  }
}

TEST_CASE("region, autoscaler and Kubernetes version by flag, environment, path and file") {
  const Scratch scratch;
  std::filesystem::create_directories(".git");
  scratch.file(".mng-lint.yaml",
               "region: eu-west-1\nautoscaler: karpenter\nkubernetes_version: \"1.30\"\npaths:\n"
               "  \"cape/**\": {region: af-south-1}\n"
               "  \"cape/new/*.yaml\": {autoscaler: none, kubernetes_version: 1.33, region: eu-west-2}\n");
  const auto shown = [](const std::string& path, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"--show-config", path});
    const std::string out = lint(more).out;
    const std::size_t begin = out.find('\n') + 1;
    return out.substr(begin, out.find("preset:") - begin);
  };
  CHECK(shown("a.yaml") == "region: \"eu-west-1\"\nautoscaler: \"karpenter\"\nkubernetes_version: \"1.30\"\n");
  CHECK(shown("cape/a.yaml") == "region: \"af-south-1\"\nautoscaler: \"karpenter\"\nkubernetes_version: \"1.30\"\n");
  const std::string newest = "region: \"eu-west-2\"\nautoscaler: \"none\"\nkubernetes_version: \"1.33\"\n";
  CHECK(shown("cape/new/a.yaml") == newest);
  const std::string flags = "region: \"us-east-1\"\nautoscaler: \"cluster-autoscaler\"\nkubernetes_version: \"1.31\"\n";
  CHECK(shown("cape/new/a.yaml", {"--region", "us-east-1", "--autoscaler", "cluster-autoscaler", "--kubernetes-version",
                                  "1.31"}) == flags);
  for (const auto& [name, value] :
       {std::pair("MNG_LINT_REGION", "us-east-1"), std::pair("MNG_LINT_AUTOSCALER", "cluster-autoscaler"),
        std::pair("MNG_LINT_KUBERNETES_VERSION", "1.31")}) {
    setenv(name, value, 1);
  }
  CHECK(shown("cape/new/a.yaml") == flags);
  CHECK(has(shown("a.yaml", {"--autoscaler", "none"}), "autoscaler: \"none\"\n"));
  for (const char* name : {"MNG_LINT_REGION", "MNG_LINT_AUTOSCALER", "MNG_LINT_KUBERNETES_VERSION"}) unsetenv(name);

  // They are judged by, also in one run, and what a file says itself counts more.
  for (const char* name : {"a.yaml", "cape/a.yaml"}) scratch.file(name, kOfNoRegion);
  const Run run = lint({"."});
  MNG_SHOW(run);
  CHECK(count(run.out, "does not offer c4.xlarge") == 1);
  CHECK(has(run.out, "cape/a.yaml:"));
  scratch.file("cape/a.yaml", "region: eu-west-1\n" + std::string(kOfNoRegion));
  CHECK_FALSE(has(lint({"."}).out, "does not offer"));
  scratch.file("b.yaml", with_error());
  CHECK(lint({"b.yaml"}).exit == 0);
  CHECK(lint({"b.yaml", "--autoscaler", "cluster-autoscaler"}).exit == 1);
  // So is a root module, by the folder that it is in.
  scratch.file("cape/main.tf", "resource \"aws_eks_node_group\" \"a\" {\n  instance_types = [\"c4.xlarge\"]\n}\n");
  CHECK(has(lint({"cape/main.tf"}).out, "af-south-1 does not offer c4.xlarge"));
  scratch.file(".mng-lint.yaml", "paths:\n  cape/main.tf: {region: af-south-1}\n  cape/b.tf: {region: eu-west-1}\n");
  CHECK(shown("cape/b.tf") == "region: \"af-south-1\"\n");
}

TEST_CASE("what is wrong in a configuration is said with its place, and ends in 2") {
  const Scratch scratch;
  scratch.file("a.yaml", kOfNoRegion);
  struct Case {
    std::string config, said, help;
  };
  for (const Case& one : {
           Case{"regoin: eu-west-1\n", ":1:1: error: there is no setting `regoin`\n", "did you mean `region`?"},
           Case{"x: 1\n", ":1:1: error: there is no setting `x`\n",
                "there is autoscaler, evaluate, forms, kubernetes_version, modules"},
           Case{"region: eu-wst-1\n", " has no region `eu-wst-1`\n", "did you mean `eu-west-1`?"},
           Case{"region: 5\n", ":1:9: error: `region` takes a string\n", ""},
           Case{"region: [eu-west-1]\n", ":1:9: error: `region` takes a string\n", ""},
           Case{"kubernetes_version: banana\n", ":1:21: error: `banana` is no version of Kubernetes\n",
                "write it as two numbers: \"1.33\""},
           Case{"kubernetes_version: v1.33\n", ":1:21: error: `v1.33` is no version of Kubernetes\n", ""},
           Case{"# first\nautoscaler: karpentr\n", ":2:13: error: `karpentr` is no autoscaler\n",
                "did you mean `karpenter`?"},
           Case{"- region\n", ":1:1: error: the configuration is a map of settings\n",
                "write, for example, region: eu-west-1"},
           Case{"region: [\n", ":1:9: error: this '[' is never closed\n", "add the missing ']'"},
           Case{"region: eu-west-1\nregion: eu-west-2\n",
                ":2:1: error: the key \"region\" is given twice: it is already on line 1\n", ""},
           Case{std::string("region: eu\0\n", 12), ": is binary (it holds a NUL byte), not text", ""},
           Case{"region: \"\x1b[31m\"\n", "", ""},
           Case{"modules: {eks: terraform-aws-module/eks}\n",
                ":1:16: error: there is no form `terraform-aws-module/eks`\n",
                "did you mean `terraform-aws-modules/eks`?"},
           Case{"own_rules: lint\n", ":1:12: error: lint: cannot be read: No such file or directory\n", ""},
           Case{"forms: [lint]\n", ":1:8: error: `forms` takes a string\n", ""},
       }) {
    scratch.file(".mng-lint.yaml", one.config);
    const Run run = lint({"a.yaml"});
    INFO(one.config);
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(has(run.err, ".mng-lint.yaml:"));
    CHECK(has(run.err, one.said));
    CHECK(has(run.err, one.help.empty() ? "" : "  = help: " + one.help));
    CHECK_FALSE(acts_on_a_terminal(run.err));
  }
}

TEST_CASE("of files whose configuration could not be read nothing is claimed") {
  const Scratch scratch;
  scratch.file("a/a.yaml", with_error());
  scratch.file("b/b.yaml", with_error());
  scratch.file("a/.mng-lint.yaml", "regoin: eu-west-1\n");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"a"}, {"a", "--statistics"}, {"a", "--format", "github"}, {"a/missing.yaml"}}) {
    const Run run = lint(words);
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.out.empty());
  }
  const nlohmann::json json = nlohmann::json::parse(lint({"a", "--format", "json"}).out);
  CHECK(json["failures"] == nlohmann::json::array({"a/.mng-lint.yaml:1:1: there is no setting `regoin`; did you mean "
                                                   "`region`?"}));
  // What was judged is reported.
  const Run both = lint({"a", "b"});
  CHECK(both.exit == 2);
  CHECK(has(both.out, " in 1 node group of 1 file\n"));
  CHECK_FALSE(has(both.out, "a/a.yaml"));
}

TEST_CASE("what is wrong in a configuration looks like a finding") {
  const Scratch scratch;
  scratch.file("a.yaml", kOfNoRegion);
  scratch.file(".mng-lint.yaml", "region: eu-west-1\nrules:\n  mixed-memory: {tolerence: 1}\n  mixed-vcpu: of\n");
  CHECK(lint({"a.yaml"}).err ==
        ".mng-lint.yaml:3:18: error: rule mixed-memory has no parameter `tolerence`\n"
        "  |\n"
        "3 |   mixed-memory: {tolerence: 1}\n"
        "  |                  ^^^^^^^^^\n"
        "  = help: did you mean `tolerance`?\n\n"
        ".mng-lint.yaml:4:15: error: a rule is error, warning, info or off, not `of`\n"
        "  |\n"
        "4 |   mixed-vcpu: of\n"
        "  |               ^^\n"
        "  = help: did you mean `off`?\n\n");
  CHECK(has(lint({"a.yaml", "--color", "always"}).err, "\x1b[1;31merror\x1b[0m: rule mixed-memory"));
  // The colours of standard output are of no account.
  CHECK_FALSE(has(lint({"a.yaml"}, {.terminal = true}).err, "\x1b"));
}

TEST_CASE("a fault of a configuration is said once for all its files") {
  const Scratch scratch;
  scratch.file(".mng-lint.yaml", "regoin: eu-west-1\n");
  for (const char* name : {"a.yaml", "b.yaml", "c.yaml"}) scratch.file(name, kOfNoRegion);
  const Run run = lint({"."});
  MNG_SHOW(run);
  CHECK(count(run.err, "there is no setting") == 1);
  CHECK(run.exit == 2);
}

TEST_CASE("an empty configuration is one") {
  const Scratch scratch;
  scratch.file("a.yaml", with_error());
  for (const char* text : {"", "# later\n", "---\n", "{}\n"}) {
    scratch.file(".mng-lint.yaml", text);
    const Run run = lint({"a.yaml"});
    INFO(text);
    MNG_SHOW(run);
    CHECK(run.exit == 1);
    CHECK(run.err.empty());
  }
}

TEST_CASE("a configuration that is an attack ends in 2") {
  const Scratch scratch;
  scratch.file("a.yaml", with_error());
  std::string bomb = "a0: &a0 [x]\n";
  for (int i = 1; i < 12; ++i) {
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 9; ++j) bomb += (j > 0 ? ", *a" : "*a") + std::to_string(i - 1);
    bomb += "]\n";
  }
  for (const std::string& text : {bomb, "region: " + std::string(10000, '['), std::string(17 << 20, '#')}) {
    scratch.file(".mng-lint.yaml", text);
    const Run run = lint({"a.yaml"});
    CHECK(run.exit == 2);
    CHECK(has(run.err, ".mng-lint.yaml"));
    CHECK(run.err.size() < 1000);
  }
}

TEST_CASE("what a file is judged by is shown, with where it comes from") {
  const Scratch scratch;
  std::filesystem::create_directories(".git");
  scratch.file(
      ".mng-lint.yaml",
      "region: eu-west-1\nrules: {mixed-vcpu: off, spot-few-instance-types: {at_least: 8, severity: error}}\n");
  const Run run = lint({"--show-config", "--ignore", "mixed-memory", "a.yaml"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  CHECK(run.out.starts_with("# a.yaml: "));
  CHECK(has(run.out, "/.mng-lint.yaml\nregion: \"eu-west-1\"\npreset: \"recommended\"\nrules:\n"));
  for (const char* line : {"  mixed-vcpu: off\n", "  mixed-memory: off\n", "  # mixed-gpu: on\n",
                           "  spot-few-instance-types: {severity: error, at_least: 8}\n", "  spot-not-used: off\n"}) {
    CHECK(has(run.out, line));
  }
  // It is itself a configuration.
  scratch.file(".mng-lint.yaml", run.out);
  CHECK(lint({"--show-config", "--ignore", "mixed-memory", "a.yaml"}).out == run.out);
}

TEST_CASE("the schema of the configuration has the settings that are read, and the rules there are") {
  std::ifstream file(MNG_SOURCE_DIR "/schema/config.schema.json");
  const auto schema = nlohmann::json::parse(file);
  const Scratch scratch;
  scratch.file(".mng-lint.yaml", "nothing: 1\n");
  scratch.file("a.yaml", "node_groups: {}\n");
  std::string names;
  std::set<std::string> sorted;
  for (const auto& [name, property] : schema["properties"].items()) sorted.insert(name);
  for (const std::string& name : sorted) names += (names.empty() ? "" : ", ") + name;
  CHECK(has(lint({"a.yaml"}).err, "  = help: there is " + names + "\n"));
  const auto& by_path = schema["properties"]["paths"]["additionalProperties"]["properties"];
  CHECK(by_path["region"] == schema["properties"]["region"]);
  CHECK(by_path["autoscaler"] == schema["properties"]["autoscaler"]);
  CHECK(by_path["kubernetes_version"] == schema["properties"]["kubernetes_version"]);
  CHECK(by_path["mixed-memory"] == schema["properties"]["rules"]["properties"]["mixed-memory"]);
  const std::string rules = lint({"--list-rules"}).out;
  CHECK(static_cast<std::size_t>(std::count(rules.begin(), rules.end(), '\n')) ==
        schema["properties"]["rules"]["properties"].size());
}
