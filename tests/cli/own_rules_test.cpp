// Rules of one's own: what is wrong with one is said, and none runs without end.
#include "cli/program.hpp"
#include "support/catch.hpp"

using namespace mng::test;

namespace {

std::string rule(const std::string& condition) {
  return "rule \"own\" {\n  category = \"own\"\n  scope    = group\n  summary  = \"s\"\n  check {\n    condition = " +
         condition + "\n    severity  = error\n    message   = \"m\"\n  }\n}\n";
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
               "cannot judge a: the input needs more memory than is allowed"},
           Row{"regex(\"a{1,1000}{1,1000}\", \"a\") == \"a\"", "could not judge group a: "},
       }) {
    CAPTURE(row.condition);
    const Run run = judged(scratch, rule(row.condition));
    CHECK(run.exit == 2);
    CHECK(has(run.err, "mng-lint: nodegroups.yaml: rule own " + row.cause));
  }
  // What other engines take for ever on is matched at once.
  CHECK(judged(scratch, rule("can(regex(\"(a*)*(a*)*$\", \"" + std::string(20000, 'a') + "b\"))")).exit == 0);
}

TEST_CASE("the rules in examples/ pass their examples") {
  const Run run = lint({"--test-rules", MNG_SOURCE_DIR "/examples/rules"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  CHECK(has(run.out, "3 rules, 6 examples, 0 failed"));
}
