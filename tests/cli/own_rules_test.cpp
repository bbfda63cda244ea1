// Rules of one's own: what is wrong with one is said, and none runs without end.
#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "support/catch.hpp"

using namespace mng::test;

namespace {

std::string rule(const std::string& condition) {
  return "rule \"own\" {\n  category = \"own\"\n  scope    = group\n  summary  = \"s\"\n  check {\n    condition = " +
         condition + "\n    severity  = error\n    message   = \"m\"\n  }\n}\n";
}

/// A rule whose check says that as well.
std::string with(const std::string& line) {
  std::string out = rule("group.capacity_type == \"SPOT\"");
  return out.insert(out.find("  }\n}"), line);
}

Run judged(const Scratch& scratch, const std::string& text) {
  scratch.file("rules/own.hcl", text);
  scratch.file("nodegroups.yaml",
               "node_groups:\n  a:\n    capacity_type: ON_DEMAND\n    instance_types: [m5.xlarge]\n");
  return lint({"--rules", "rules", "nodegroups.yaml"});
}

}  // namespace

TEST_CASE("what is wrong with a rule is said where it stands, and the program does not run on") {
  const Scratch scratch;
  struct Row {
    std::string text;
    std::string error;
  };
  for (const Row& row : {
           Row{rule("group.capacty_type == \"SPOT\""), "rules/own.hcl:6:22: error: group has no `capacty_type`\n"},
           Row{rule("lenght(group.types) > 0"), "rules/own.hcl:6:17: error: there is no function `lenght`\n"},
           Row{rule("gruop.name == 1"), "rules/own.hcl:6:17: error: there is no `gruop` in a rule\n"},
           Row{"rule \"own\" {\n  scope   = node\n  summary = \"s\"\n}\n",
               "rules/own.hcl:2:3: error: the scope of a rule is group, cluster or change"},
           Row{rule("\"yes\""),
               "rules/own.hcl:6:17: error: `condition` takes a condition, and this is always a string\n"},
           Row{rule("fileexists(\"/etc/passwd\")"),
               "rules/own.hcl:6:17: error: a rule cannot call `fileexists`: it reads no files\n"},
           Row{with("    at        = \"x\"\n"),
               "rules/own.hcl:9:17: error: `at` takes a value that is written somewhere"},
           Row{rule("group.name == \"a\"").replace(rule("group.name == \"a\"").find("= error"), 7, "= \"high\""),
               "rules/own.hcl:7:17: error: `severity` takes error, warning or info\n"},
           Row{rule("group.name == \"a\"").replace(rule("group.name == \"a\"").find("= error"), 7, "= fatal"),
               "rules/own.hcl:7:17: error: `severity` takes error, warning or info, not `fatal`\n"},
           Row{rule("true").replace(6, 3, "region"),
               "rules/own.hcl:1:1: error: `region` is no name for a rule: it is a setting of .mng-lint.yaml\n"},
           Row{rule("true").replace(6, 3, "preset"), "rules/own.hcl:1:1: error: `preset` is no name for a rule"},
           Row{"rule \"own\" {\n  category = \"own\"\n  scope = group\n  summary = \"s\"\n  yields_to = "
               "[\"mixed-vpcu\"]\n"
               "  check {\n    condition = group.capacity_type == \"SPOT\"\n    message = \"m\"\n  }\n}\n",
               "rules/own.hcl:5:3: error: rule own: there is no rule `mixed-vpcu` to yield to\n"},
           Row{rule("true").replace(rule("true").find("condition"), 9, "conditon "),
               "rules/own.hcl:6:5: error: a check has no `conditon`\n"},
       }) {
    CAPTURE(row.text);
    const Run run = judged(scratch, row.text);
    CHECK(run.exit == 2);
    CHECK(run.out == "");
    CHECK(run.err.substr(0, row.error.size()) == row.error);
  }
}

TEST_CASE("what is wrong with a rule of a configuration looks like a finding") {
  const Scratch scratch;
  scratch.file("lint/own.hcl", rule("group.capacty_type == \"SPOT\""));
  scratch.file(".mng-lint.yaml", "own_rules: lint\nrules: {own: warning}\n");
  scratch.file("a.yaml", with_error());
  const std::string wrong =
      "lint/own.hcl:6:22: error: group has no `capacty_type`\n"
      "  |\n"
      "6 |     condition = group.capacty_type == \"SPOT\"\n"
      "  |                      ^^^^^^^^^^^^^\n"
      "  = help: did you mean `capacity_type`?\n\n";
  // That the configuration names the rule is no fault of its own.
  CHECK(lint({"a.yaml"}).err == wrong);
  SECTION("a form that there is not") {
    std::string text = rule("true");
    text.insert(text.find("  check"), "  forms    = [\"nodegroup\"]\n");
    scratch.file("lint/own.hcl", text);
    const Run run = lint({"a.yaml"});
    MNG_SHOW(run);
    CHECK(has(run.err, "lint/own.hcl:5:3: error: rule own: there is no form `nodegroup`\n"));
    CHECK(run.exit == 2);
  }
}

TEST_CASE("a rule that fails while it judges is named, with its cause") {
  const Scratch scratch;
  struct Row {
    std::string condition;
    std::string cause;
  };
  for (const Row& row : {
           Row{"group.capacity_type + 1 > 2", "could not judge group a: arithmetic takes numbers, not a string"},
           Row{"group.capacity_type", "could not judge group a: its `when` or `condition` gives a string, not a bool"},
           Row{"length(range(100000)) > 0", "could not judge group a: range: gives more than 1024 numbers"},
           Row{"length([for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]) > 0",
               "could not judge group a: it needs more memory than is allowed"},
           Row{"anytrue([for a in range(1000) : length([for b in range(1000) : a + b + 1 < 0 || a - b > 5000]) < 0])",
               "could not judge group a: the expression takes too many steps"},
           Row{"regex(\"a{1,1000}{1,1000}\", \"a\") == \"a\"", "could not judge group a: "},
       }) {
    CAPTURE(row.condition);
    const Run run = judged(scratch, rule(row.condition));
    CHECK(run.exit == 2);
    CHECK(has(run.err, "mng-lint: nodegroups.yaml: rule own (rules/own.hcl:6) " + row.cause));
  }
  // What other engines take for ever on is matched at once.
  CHECK(judged(scratch, rule("can(regex(\"(a*)*(a*)*$\", \"" + std::string(20000, 'a') + "b\"))")).exit == 0);
}

TEST_CASE("a rule that takes too much keeps no other from telling, and programs hear of it") {
  const Scratch scratch;
  scratch.file("rules/own.hcl",
               rule("length([for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]) > 0"));
  scratch.file("nodegroups.yaml",
               "node_groups:\n  a:\n    capacity_type: SPOT\n    instance_types: [m5.xlarge]\n"
               "  b:\n    capacity_type: SPOT\n    instance_types: [m5.xlarge]\n");
  const Run run = lint({"--rules", "rules", "--format", "json", "nodegroups.yaml"});
  MNG_SHOW(run);
  CHECK(run.exit == 2);
  const auto report = nlohmann::json::parse(run.out);
  std::size_t single = 0;
  for (const auto& finding : report["findings"]) single += finding["rule"] == "spot-single-instance-type" ? 1 : 0;
  CHECK(single == 2);
  // It is asked of no second group.
  REQUIRE(report["failures"].size() == 1);
  CHECK(report["failures"][0] ==
        "nodegroups.yaml: rule own (rules/own.hcl:6) could not judge group a: it needs more memory than is "
        "allowed");
}

TEST_CASE("the rules in examples/ pass their examples") {
  const Run run = lint({"--test-rules", MNG_SOURCE_DIR "/examples/rules"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  CHECK(has(run.out, "3 rules, 6 examples, 0 failed"));
}

TEST_CASE("a rule of a configuration's own goes by its name wherever one built in does") {
  const Scratch scratch;
  REQUIRE(mng::cli::run_program({"git", "init", "-q", "."}).ok);
  const std::string own =
      "rule \"too-many\" {\n  category = \"ours\"\n  scope    = group\n  summary  = \"a group has many types\"\n"
      "  param \"most\" {\n    default = 1\n    meaning = \"as many are none too many\"\n  }\n"
      "  check {\n    condition = length(group.instance_types) <= param.most\n    severity  = error\n"
      "    message   = \"too many\"\n  }\n  why = \"It is our rule.\"\n}\n";
  const std::string file = "node_groups:\n  a: {capacity_type: ON_DEMAND, instance_types: [m5.xlarge, m5a.xlarge]}\n";
  scratch.file("lint/too-many.hcl", own);
  scratch.file(".mng-lint.yaml", "own_rules: lint\n");
  scratch.file("a.yaml", file);
  const auto said = [](std::vector<std::string> arguments) {
    arguments.emplace_back("--statistics");
    const Run run = lint(arguments);
    return run.err + run.out.substr(0, run.out.find("\n"));
  };
  const std::string found = "1  error    too-many";
  const std::string none = "no findings in 1 node group of 1 file";
  CHECK(said({"a.yaml"}) == found);
  CHECK(said({"a.yaml", "--select", "too-many"}) == found);
  CHECK(said({"--select", "ours"}) == found);
  CHECK(said({"a.yaml", "--ignore", "too-many"}) == none);
  CHECK(said({"a.yaml", "--ignore", "ours"}) == none);
  CHECK(said({"a.yaml", "--severity", "too-many=info"}) == "1  info     too-many");
  CHECK(said({"a.yaml", "--set", "too-many.most=2"}) == none);
  SECTION("in the configuration") {
    scratch.file(".mng-lint.yaml", "own_rules: lint\nrules: {too-many: {most: 2}}\n");
    CHECK(said({"a.yaml"}) == none);
    scratch.file(".mng-lint.yaml", "own_rules: lint\npaths: {\"a*\": {too-many: warning}}\n");
    CHECK(said({"a.yaml"}) == "1  warning  too-many");
  }
  SECTION("in comments") {
    scratch.file("a.yaml", "# mng-lint: ignore-file[too-many]\n" + file);
    CHECK(said({"a.yaml"}) == none);
    CHECK(said({"a.yaml", "--set", "too-many.most=2"}) == "1  warning  ignore-unused");
    CHECK(said({"a.yaml", "--ignore", "too-many"}) == none);
    // Judged by itself, without the configuration that has the rule.
    std::filesystem::remove(".mng-lint.yaml");
    CHECK(said({"a.yaml"}) == "1  warning  ignore-invalid");
  }
  SECTION("explained and listed") {
    const Run run = lint({"--explain", "too-many"});
    MNG_SHOW(run);
    CHECK(has(run.out, "too-many: a group has many types\n\nIt is our rule.\n"));
    CHECK(has(run.out, "parameter most = 1: as many are none too many\n"));
    CHECK(run.exit == 0);
    CHECK(has(lint({"--list-rules"}).out, "\ntoo-many "));
    CHECK(lint({"--explain", "too-mny"}).err == "mng-lint: there is no rule `too-mny`; did you mean `too-many`?\n");
    scratch.file("other/.mng-lint.yaml", "region: eu-west-1\n");
    CHECK_FALSE(has(lint({"--list-rules", "other"}).out, "\ntoo-many "));
    CHECK(lint({"--explain", "too-many", "other"}).exit == 2);
    // What is built in is told beside what is wrong.
    scratch.file(".mng-lint.yaml", "own_rule: lint\n");
    const Run beside = lint({"--explain", "mixed-vcpu"});
    CHECK(has(beside.out, "mixed-vcpu: "));
    CHECK(has(beside.err, "there is no setting `own_rule`"));
    CHECK(beside.exit == 2);
  }
  SECTION("one that there is not") {
    const auto fault = [](const std::string& option, const std::string& value) {
      const Run run = lint({"a.yaml", option, value});
      CHECK(run.exit == 2);
      CHECK(run.out.empty());
      return run.err;
    };
    CHECK(fault("--select", "too-mny") ==
          "mng-lint: --select: there is no rule or category `too-mny`; did you mean `too-many`?\n");
    CHECK(fault("--set", "too-many.most=x") == "mng-lint: --set: too-many.most takes a number, not a string\n");
    CHECK(fault("--set", "too-many.mots=1") ==
          "mng-lint: --set: rule too-many has no parameter `mots`; did you mean `most`?\n");
    CHECK(fault("--severity", "too-many=bad") ==
          "mng-lint: --severity: a rule is error, warning, info or off, not `bad`\n");
    CHECK(lint({"--show-files", "--select", "too-many"}).out == ".mng-lint.yaml\na.yaml\n");
    CHECK(lint({"--show-files", "--select", "too-mny"}).exit == 2);
    CHECK(lint({"--list-rules", "--select", "too-mny"}).exit == 2);
  }
  SECTION("of one folder among several") {
    std::filesystem::remove(".mng-lint.yaml");
    scratch.file("b/.mng-lint.yaml", "own_rules: ../lint\n");
    scratch.file("b/b.yaml", file);
    CHECK(said({"."}) == found);
    CHECK(said({"--select", "too-many"}) == found);
    // What a folder's rules lack selects nothing there.
    CHECK(said({"--select", "too-many", "--set", "too-many.most=2"}) == "no findings in 2 node groups of 2 files");
    CHECK(lint({"a.yaml", "--select", "too-many"}).exit == 2);
  }
}

TEST_CASE("a module may be judged by the rules of who calls it, and names them in its comments") {
  const Scratch scratch;
  REQUIRE(mng::cli::run_program({"git", "init", "-q", "."}).ok);
  scratch.file("live/lint/own.hcl", rule("length(group.instance_types) > 1"));
  scratch.file("live/.mng-lint.yaml", "own_rules: lint\n");
  scratch.file("live/main.tf", "module \"g\" {\n  source = \"../group\"\n}\n");
  scratch.file("group/main.tf",
               "# mng-lint: ignore[own]\nresource \"aws_eks_node_group\" \"g\" {\n  capacity_type = \"SPOT\"\n"
               "  instance_types = [\"m5.xlarge\"]\n}\n");
  const Run run = lint({".", "--select", "own,ignores"});
  MNG_SHOW(run);
  CHECK(run.out == "no findings in 1 node group of 2 files\n");
  CHECK(run.exit == 0);
}
