// Which rules run, how bad they are, and their parameters: by the command line, the environment and the configuration.
#include <nlohmann/json.hpp>

#include "cli/program.hpp"

using namespace mng::test;

namespace {

/// One error (mixed-vcpu), one warning (spot-few-instance-types), one info (capacity-type-unset).
constexpr std::string_view kThree =
    "region: eu-west-1\n"
    "node_groups:\n"
    "  a: {capacity_type: SPOT, labels: {pool: a}, instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, "
    "m5.large]}\n"
    "  b: {capacity_type: SPOT, labels: {pool: b}, instance_types: [m5.xlarge, m5a.xlarge]}\n"
    "  c: {instance_types: [m5.xlarge]}\n";

/// "rule severity" of each finding, in order; the exit status in front.
std::string said(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--format", "json"});
  const Run run = lint(arguments);
  if (run.out.empty()) return run.err;
  std::string out = std::to_string(run.exit);
  const nlohmann::json report = nlohmann::json::parse(run.out);
  for (const nlohmann::json& finding : report["findings"]) {
    out += ", " + finding["rule"].get<std::string>() + " " + finding["severity"].get<std::string>();
  }
  return out;
}

/// A variable of the environment, for as long as it lives.
struct Environment {
  Environment(const char* given, const char* value) : name(given) { setenv(name, value, 1); }
  ~Environment() { unsetenv(name); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  const char* name;
};

constexpr const char* kAll = "1, mixed-vcpu error, spot-few-instance-types warning, capacity-type-unset info";

}  // namespace

TEST_CASE("rules are chosen on the command line") {
  const Scratch scratch;
  scratch.file("a.yaml", kThree);
  CHECK(said({"a.yaml"}) == kAll);
  CHECK(said({"a.yaml", "--select", "mixed-vcpu"}) == "1, mixed-vcpu error");
  CHECK(said({"a.yaml", "--select", "diversification"}) == "1, spot-few-instance-types warning");
  CHECK(said({"a.yaml", "--select", "spot,cluster-autoscaler"}) == "1, mixed-vcpu error, capacity-type-unset info");
  CHECK(said({"a.yaml", "--select", "spot", "--ignore", "capacity-type-unset"}) == "0");
  // What a rule gave way to is said where that one is off.
  CHECK(said({"a.yaml", "--ignore", "mixed-vcpu,capacity-type-unset"}) ==
        "1, mixed-memory error, spot-few-instance-types warning");
  CHECK(said({"a.yaml", "--select", "mixed-memory"}) == "1, mixed-memory error");
  CHECK(said({"a.yaml", "--severity", "mixed-vcpu=info", "--ignore", "spot-few-instance-types"}) ==
        "0, mixed-vcpu info, spot-single-family info, capacity-type-unset info");
  CHECK(said({"a.yaml", "--severity", "mixed-vcpu=off", "--severity", "mixed-memory=off"}) ==
        "1, first-type-larger-than-others warning, spot-few-instance-types warning, capacity-type-unset info");
  CHECK(said({"a.yaml", "--set", "spot-few-instance-types.at_least=2"}) ==
        "1, mixed-vcpu error, spot-single-family info, capacity-type-unset info");
  CHECK(said({"a.yaml", "--preset", "minimal"}) == "1, mixed-vcpu error");
  CHECK(said({"a.yaml", "--preset", "recommended"}) == kAll);
  CHECK(said({"a.yaml", "--preset", "strict"}) ==
        "1, mixed-vcpu error, spot-few-instance-types warning, capacity-type-unset warning");
}

TEST_CASE("what does not parse is said whatever is selected") {
  const Scratch scratch;
  scratch.file("a.yaml", "node_groups: [\n");
  CHECK(said({"a.yaml", "--select", "mixed-vcpu"}) == "1, syntax-error error");
}

TEST_CASE("a choice that is none is an error with the nearest") {
  const Scratch scratch;
  scratch.file("a.yaml", kThree);
  const auto fault = [&](const std::string& option, const std::string& value) {
    const Run run = lint({"a.yaml", option, value});
    CHECK(run.exit == 2);
    CHECK(run.out.empty());
    return run.err;
  };
  CHECK(fault("--select", "mixed-vcpus") ==
        "mng-lint: --select: there is no rule or category `mixed-vcpus`; did you mean `mixed-vcpu`?\n");
  CHECK(fault("--ignore", "diversfication") ==
        "mng-lint: --ignore: there is no rule or category `diversfication`; did you mean `diversification`?\n");
  CHECK(fault("--ignore", "xyzzy") ==
        "mng-lint: --ignore: there is no rule or category `xyzzy`; --list-rules lists them\n");
  CHECK(fault("--severity", "mixed-vcpu") == "mng-lint: --severity: `mixed-vcpu`: it is written RULE=LEVEL\n");
  CHECK(fault("--severity", "mixed-vcpu=warn") ==
        "mng-lint: --severity: a rule is error, warning, info or off, not `warn`\n");
  CHECK(fault("--set", "mixed-memory.tolerence=1") ==
        "mng-lint: --set: rule mixed-memory has no parameter `tolerence`; did you mean `tolerance`?\n");
  CHECK(fault("--set", "mixed-memory.tolerance=much") ==
        "mng-lint: --set: mixed-memory.tolerance takes a number, not a string\n");
  CHECK(fault("--set", "mixed-architecture.x=1") == "mng-lint: --set: rule mixed-architecture has no parameters\n");
  CHECK(fault("--set", "tolerance") == "mng-lint: --set: `tolerance`: it is written RULE.NAME=VALUE\n");
  CHECK(has(fault("--preset", "strickt"), "strict"));
}

TEST_CASE("what the environment says wrongly is said of its variable") {
  const Scratch scratch;
  scratch.file("a.yaml", kThree);
  struct Case {
    const char *variable, *value, *said;
  };
  for (const Case& one : {
           Case{"MNG_LINT_REGION", "eu-wst-1", "mng-lint: MNG_LINT_REGION: the catalogue"},
           Case{"MNG_LINT_SELECT", "mixed-vcpus", "mng-lint: MNG_LINT_SELECT: there is no rule or category"},
           Case{"MNG_LINT_IGNORE", "mixed-vcpus", "mng-lint: MNG_LINT_IGNORE: there is no rule or category"},
           Case{"MNG_LINT_SEVERITY", "mixed-vcpu=warn", "mng-lint: MNG_LINT_SEVERITY: a rule is error, warning"},
           Case{"MNG_LINT_PRESET", "strickt", "mng-lint: MNG_LINT_PRESET has no value `strickt`"},
           Case{"MNG_LINT_FORMAT", "jsn", "mng-lint: MNG_LINT_FORMAT has no value `jsn`"},
           Case{"MNG_LINT_AUTOSCALER", "karpentr", "mng-lint: MNG_LINT_AUTOSCALER: `karpentr` is no autoscaler; did"},
           Case{"MNG_LINT_KUBERNETES_VERSION", "one", "mng-lint: MNG_LINT_KUBERNETES_VERSION: `one` is no version"},
       }) {
    const Environment variable(one.variable, one.value);
    const Run run = lint({"a.yaml"});
    CAPTURE(one.variable, run.err);
    CHECK(run.exit == 2);
    CHECK(has(run.err, one.said));
    CHECK_FALSE(has(run.err, "--"));
  }
  const Environment variable("MNG_LINT_REGION", "eu-wst-1");
  CHECK(lint({"a.yaml", "--region", "eu-west-1"}).exit == 1);
  CHECK(has(lint({"a.yaml", "--region=eu-wst-2"}).err, "mng-lint: --region: "));
}

TEST_CASE("a variable that is named nearly as one that is read is told of") {
  const Scratch scratch;
  scratch.file("a.yaml", kThree);
  const std::string usual = lint({"a.yaml"}).out;
  {
    const Environment variable("MNG_LINT_PRESETT", "strict");
    const Run run = lint({"a.yaml"});
    CHECK(run.err == "mng-lint: note: the variable MNG_LINT_PRESETT is not read; did you mean `MNG_LINT_PRESET`?\n");
    CHECK(run.exit == 1);
    CHECK(run.out == usual);
  }
  // Another tool's: which version of this one is fetched.
  const Environment variable("MNG_LINT_VERSION", "1");
  CHECK(lint({"a.yaml"}).err.empty());
}

TEST_CASE("rules are chosen in the configuration, and the command line stands above it") {
  const Scratch scratch;
  scratch.file("a.yaml", kThree);
  scratch.file("old/a.yaml", kThree);
  std::filesystem::create_directories(".git");
  SECTION("off, a severity, parameters") {
    scratch.file(".mng-lint.yaml",
                 "rules:\n  mixed-vcpu: off\n  mixed-memory: warning\n  capacity-type-unset: {severity: error}\n"
                 "  spot-few-instance-types: {at_least: 2}\n");
    CHECK(said({"a.yaml"}) == "1, mixed-memory warning, spot-single-family info, capacity-type-unset error");
    CHECK(said({"a.yaml", "--severity", "mixed-memory=info", "--severity", "capacity-type-unset=off"}) ==
          "0, mixed-memory info, spot-single-family info");
    CHECK(said({"a.yaml", "--set", "spot-few-instance-types.at_least=3", "--ignore", "capacity-type-unset"}) ==
          "1, mixed-memory warning, spot-few-instance-types warning");
  }
  SECTION("a preset") {
    scratch.file(".mng-lint.yaml", "preset: minimal\n");
    CHECK(said({"a.yaml"}) == "1, mixed-vcpu error");
    CHECK(said({"a.yaml", "--preset", "recommended"}) == kAll);
  }
  SECTION("the environment stands between them") {
    scratch.file(".mng-lint.yaml", "preset: minimal\n");
    const Environment variable("MNG_LINT_PRESET", "recommended");
    CHECK(said({"a.yaml"}) == kAll);
    CHECK(said({"a.yaml", "--preset", "minimal"}) == "1, mixed-vcpu error");
  }
  SECTION("severities from the environment") {
    scratch.file(".mng-lint.yaml", "rules: {mixed-vcpu: warning}\n");
    const Environment variable("MNG_LINT_SEVERITY", "mixed-vcpu=info,capacity-type-unset=off");
    CHECK(said({"a.yaml"}) == "1, mixed-vcpu info, spot-few-instance-types warning");
    CHECK(said({"a.yaml", "--severity", "mixed-vcpu=error,capacity-type-unset=off"}) ==
          "1, mixed-vcpu error, spot-few-instance-types warning");
  }
  SECTION("some files by their path, from the configuration's folder") {
    scratch.file(".mng-lint.yaml",
                 "rules: {capacity-type-unset: off}\npaths:\n  \"old/**\": {mixed-vcpu: off, "
                 "spot-few-instance-types: info}\n");
    CHECK(said({"a.yaml"}) == "1, mixed-vcpu error, spot-few-instance-types warning");
    CHECK(said({"old/a.yaml"}) == "0, spot-few-instance-types info");
    CHECK(said({"old/a.yaml", "--select", "mixed-vcpu"}) == "0");
    CHECK(said({"old/a.yaml", "--severity", "mixed-vcpu=error"}) ==
          "1, mixed-vcpu error, spot-few-instance-types info");
  }
  SECTION("parameters by their path, of which the last holds that is given") {
    scratch.file(".mng-lint.yaml",
                 "rules: {mixed-vcpu: off, mixed-memory: off, spot-few-instance-types: {severity: error}}\npaths:\n"
                 "  \"old/**\": {spot-few-instance-types: {at_least: 2}}\n"
                 "  \"old/b/**\": {spot-few-instance-types: {at_least: 3, severity: info}}\n");
    scratch.file("old/b/a.yaml", kThree);
    const std::vector<std::string> rest{"--select", "spot-few-instance-types"};
    const auto of = [&](const std::string& path) { return said({path, rest[0], rest[1]}); };
    CHECK(of("a.yaml") == "1, spot-few-instance-types error");
    CHECK(of("old/a.yaml") == "0");
    CHECK(of("old/b/a.yaml") == "0, spot-few-instance-types info");
    CHECK(said({"old/a.yaml", rest[0], rest[1], "--set", "spot-few-instance-types.at_least=5"}) ==
          "1, spot-few-instance-types error");
    // All of them in one run.
    CHECK(said({".", rest[0], rest[1]}) == "1, spot-few-instance-types error, spot-few-instance-types info");
    CHECK(
        has(lint({"--show-config", "old/a.yaml"}).out, "  spot-few-instance-types: {severity: error, at_least: 2}\n"));
    CHECK(
        has(lint({"--show-config", "old/b/a.yaml"}).out, "  spot-few-instance-types: {severity: info, at_least: 3}\n"));
  }
  SECTION("a rule that one opts in to") {
    scratch.file("lint/any.hcl",
                 "rule \"any\" {\n  category = \"own\"\n  scope    = group\n  summary  = \"any\"\n"
                 "  opt_in   = true\n  check {\n    condition = false\n    severity = warning\n"
                 "    message = \"any\"\n  }\n}\n");
    scratch.file(".mng-lint.yaml", "own_rules: lint\n");
    CHECK(said({"a.yaml"}) == kAll);
    scratch.file(".mng-lint.yaml", "own_rules: lint\nrules: {any: warning, mixed-vcpu: off, mixed-memory: off}\n");
    CHECK(said({"a.yaml", "--ignore", "spot-few-instance-types,capacity-type-unset"}) ==
          "1, any warning, first-type-larger-than-others warning, any warning, spot-single-family info, any warning");
    // Strict makes an advice a warning, and asks for nothing that is not asked for.
    scratch.file(".mng-lint.yaml", "own_rules: lint\npreset: strict\n");
    CHECK(said({"a.yaml"}) == "1, mixed-vcpu error, spot-few-instance-types warning, capacity-type-unset warning");
  }
  SECTION("rules of one's own") {
    scratch.file("lint/many.hcl",
                 "rule \"many\" {\n  category = \"own\"\n  scope    = group\n  summary  = \"many\"\n"
                 "  check {\n    condition = length(group.instance_types) < 5\n"
                 "    message   = \"too many\"\n  }\n}\n");
    scratch.file(".mng-lint.yaml", "own_rules: lint\npreset: minimal\nrules: {mixed-vcpu: off}\n");
    CHECK(said({"a.yaml"}) == "1, many error, mixed-memory error");
  }
}

TEST_CASE("a wrong choice in the configuration has its place") {
  const Scratch scratch;
  scratch.file("a.yaml", kThree);
  const auto fault = [&](const std::string& config) {
    scratch.file(".mng-lint.yaml", config);
    const Run run = lint({"a.yaml"});
    CHECK(run.exit == 2);
    return run.err;
  };
  CHECK(has(fault("rules: {mixed-vcpus: off}\n"), ".mng-lint.yaml:1:9: error: there is no rule `mixed-vcpus`\n"));
  CHECK(has(fault("rules: {mixed-vcpu: of}\n"),
            ".mng-lint.yaml:1:21: error: a rule is error, warning, info or off, not `of`"));
  CHECK(has(fault("rules: {mixed-memory: {tolerance: a}}\n"), ":1:35: error: mixed-memory.tolerance takes a number"));
  CHECK(has(fault("rules: [mixed-vcpu]\n"), ":1:8: error: `rules` takes a map of rules"));
  CHECK(has(fault("paths: {a: {mixed-memory: {tolerance: a}}}\n"), ":1:39: error: mixed-memory.tolerance takes a num"));
  CHECK(has(fault("paths: {a: {mixed-memory: {tolerence: 1}}}\n"), "did you mean `tolerance`?"));
  CHECK(has(fault("paths: {a: {regoin: eu-west-1}}\n"), ":1:13: error: there is no setting `regoin` of a path\n"));
  CHECK(has(fault("paths: {a: {region: eu-wst-1}}\n"), "did you mean `eu-west-1`?"));
  CHECK(has(fault("paths: {a: {kubernetes_version: x}}\n"), "`x` is no version of Kubernetes"));
  CHECK(has(fault("paths: {a: {autoscaler: karpentr}}\n"), "`karpentr` is no autoscaler"));
  CHECK(has(fault("paths: {a: {preset: strict}}\n"),
            ":1:13: error: `preset` is no setting of a path: it holds for all files\n"));
  CHECK(has(fault("paths: {a: {preset: strict}}\n"), "  = help: write it beside `paths`\n"));
  CHECK(has(fault("paths: {a: {rules: {mixed-vcpu: off}}}\n"), ":1:13: error: `rules` is no setting of a path, which"));
  CHECK(has(fault("paths: {\"a/[b\": {mixed-vcpu: off}}\n"), ":1:9: error: `a/[b` is no pattern: its [ is never"));
  CHECK(has(fault("paths: {\"a/{b,c\": {mixed-vcpu: off}}\n"), "`a/{b,c` is no pattern: its { is never closed\n"));
  CHECK(has(fault("paths: {\"a/{b,c\": {mixed-vcpu: off}}\n"), "  = help: close a bracket, or write \\ before one"));
  CHECK(has(fault("paths: {\"[z-a]\": {mixed-vcpu: off}}\n"), ":1:9: error: `[z-a]` is no pattern: invalid"));
  CHECK(has(fault("paths: {\"\": {mixed-vcpu: off}}\n"), ":1:9: error: `` is no pattern: it is empty"));
  CHECK(has(fault("preset: strickt\n"), ":1:9: error: there is no preset `strickt`\n"));
  CHECK(has(fault("required_version: \">= 99\"\n"), ":1:19: error: this is mng-lint"));
  CHECK(has(fault("required_version: x\n"), "no constraint on a version"));
  scratch.file(".mng-lint.yaml",
               "required_version: \">= 0.1\"\nkubernetes_version: 1.30\n"
               "paths: {'a\\[b/[!a-z]?/{c,d}/**': {mixed-vcpu: off}}\n");
  CHECK(lint({"a.yaml"}).exit == 1);
}

TEST_CASE("findings are counted, and files are listed") {
  const Scratch scratch;
  scratch.file("a.yaml", kThree);
  scratch.file("b.yaml", kThree);
  const Run run = lint({"--statistics", "--ignore", "mixed-vcpu"});
  CHECK(run.exit == 1);
  CHECK(run.out ==
        "2  error    mixed-memory\n2  warning  spot-few-instance-types\n2  info     capacity-type-unset\n\n"
        "2 errors, 2 warnings, 2 info in 6 node groups of 2 files\n");
  const nlohmann::json counted = nlohmann::json::parse(lint({"--statistics", "--format", "json"}).out);
  CHECK(counted["statistics"][0]["count"] == 2);
  CHECK(counted["statistics"][0]["rule"] == "mixed-vcpu");
  CHECK(lint({"--statistics", "--format", "github"}).exit == 2);
  scratch.file("c.yaml", "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nnodeGroups: [{name: a}]\n");
  CHECK(lint({"--statistics", "c.yaml"}).out ==
        "c.yaml: 1 self-managed node group not checked\nno findings in 0 node groups of 1 file\n");
  std::filesystem::remove("c.yaml");
  CHECK(lint({"--show-files"}).out == "a.yaml\nb.yaml\n");
  // A file that there is not is no file that would be read.
  const Run none = lint({"--show-files", "a.yaml", "nothing.yaml"});
  CHECK(none.exit == 2);
  CHECK(none.out == "a.yaml\n");
  CHECK(none.err == "mng-lint: nothing.yaml: cannot be read: No such file or directory\n");
  CHECK(none.err == lint({"nothing.yaml"}).err);
}

TEST_CASE("a parameter that counts takes whole numbers from 0 on") {
  const Scratch scratch;
  scratch.file("a.yaml", kThree);
  for (const std::string value : {"-1", "2.5"}) {
    const Run run = lint({"a.yaml", "--set", "spot-few-instance-types.at_least=" + value});
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(has(run.err, "--set: spot-few-instance-types.at_least takes a whole number from 0 on, not " + value + "\n"));
  }
  CHECK(lint({"a.yaml", "--set", "spot-few-instance-types.at_least=0"}).exit == 1);
  CHECK(lint({"a.yaml", "--set", "mixed-memory.tolerance=0.5"}).exit == 1);
}

TEST_CASE("--show-config has the preset") {
  const Scratch scratch;
  CHECK(has(lint({"--show-config"}).out, "\npreset: \"recommended\"\n"));
  CHECK(has(lint({"--show-config", "--preset", "strict"}).out, "\npreset: \"strict\"\n"));
  scratch.file(".mng-lint.yaml", "preset: minimal\n");
  CHECK(has(lint({"--show-config"}).out, "\npreset: \"minimal\"\n"));
}
