// Rules of one's own: --rules and --test-rules.
#include "cli/program.hpp"

using namespace mng::test;

namespace {

/// A rule that forbids a group called "bad", with this condition and example.
std::string rule(const std::string& condition, const std::string& marked) {
  return "rule \"group-name\" {\n"
         "  category = \"house\"\n"
         "  scope    = group\n"
         "  summary  = \"the group is called bad\"\n"
         "  check {\n"
         "    condition = " +
         condition +
         "\n"
         "    severity  = warning\n"
         "    at        = group.name\n"
         "    message   = \"${group.name} is no name\"\n"
         "    help      = \"find another\"\n"
         "  }\n"
         "  why = \"names tell\"\n"
         "  references = [\"house rules\"]\n"
         "  forms      = [\"nodegroups\"]\n"
         "  example \"bad\" {\n"
         "    file \"nodegroups.yaml\" {\n"
         "      text = <<-YAML\n"
         "        node_groups:\n"
         "          " +
         marked +
         ": {capacity_type: ON_DEMAND}\n"
         "      YAML\n"
         "    }\n"
         "  }\n"
         "  example \"good\" {\n"
         "    file \"nodegroups.yaml\" {\n"
         "      text = <<-YAML\n"
         "        node_groups:\n"
         "          good: {capacity_type: ON_DEMAND}\n"
         "      YAML\n"
         "    }\n"
         "  }\n"
         "}\n";
}

const std::string kGood = rule("group.name != \"bad\"", "⟦bad⟧");

}  // namespace

TEST_CASE("--test-rules runs the examples of the rules in a folder") {
  const Scratch scratch;
  scratch.file("rules/group-name.hcl", kGood);
  const Run run = lint({"--test-rules", "rules"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  CHECK(run.out == "1 rule, 2 examples, 0 failed\n");
  CHECK(run.err.empty());
}

TEST_CASE("--test-rules fails where an example comes out otherwise") {
  const Scratch scratch;
  SECTION("the rule never speaks") {
    scratch.file("rules/group-name.hcl", rule("group.name != \"worse\"", "⟦bad⟧"));
    const Run run = lint({"--test-rules", "rules"});
    MNG_SHOW(run);
    CHECK(run.exit == 1);
    CHECK(run.out == "group-name: bad example 1: the rule says nothing\n1 rule, 2 examples, 1 failed\n");
  }
  SECTION("the rule always speaks") {
    scratch.file("rules/group-name.hcl", rule("group.name == \"\"", "⟦bad⟧"));
    const Run run = lint({"--test-rules", "rules"});
    MNG_SHOW(run);
    CHECK(run.exit == 1);
    CHECK(has(run.out, "group-name: good example 2: it raises group-name at 2:3: good is no name\n"));
  }
  SECTION("the finding lies elsewhere") {
    scratch.file("rules/group-name.hcl", rule("group.name != \"bad\"", "bad: {node_group_name: ⟦worse⟧}\n          x"));
    const Run run = lint({"--test-rules", "rules"});
    MNG_SHOW(run);
    CHECK(run.exit == 1);
  }
  SECTION("no place is marked") {
    scratch.file("rules/group-name.hcl", rule("group.name != \"bad\"", "bad"));
    const Run run = lint({"--test-rules", "rules"});
    MNG_SHOW(run);
    CHECK(run.exit == 1);
    CHECK(has(run.out, "no place is marked with ⟦ and ⟧"));
  }
}

TEST_CASE("a rule with a name that there is not is refused, with place and the name that is meant") {
  const Scratch scratch;
  struct Case {
    std::string condition, said;
  };
  for (const Case& one : {
           Case{"group.capacity_typ != \"SPOT\"", "rules/group-name.hcl:6:22: error: group has no `capacity_typ`"},
           Case{"group.capacity_typ != \"SPOT\"", "did you mean `capacity_type`?"},
           Case{"lenght(group.name) > 0", "did you mean `length`?"},
           Case{"group.name ==", "rules/group-name.hcl:"},
       }) {
    scratch.file("rules/group-name.hcl", rule(one.condition, "⟦bad⟧"));
    for (const char* option : {"--test-rules", "--rules"}) {
      const Run run = lint({option, "rules", "."});
      INFO(one.condition);
      MNG_SHOW(run);
      CHECK(run.exit == 2);
      CHECK(has(run.err, one.said));
      CHECK(run.out.empty());
    }
  }
}

TEST_CASE("a rule of one's own judges beside those built in, or in place of one") {
  const Scratch scratch;
  scratch.file("rules/group-name.hcl", kGood);
  scratch.file("a.yaml", "node_groups:\n  bad: {capacity_type: spot}\n");
  const Run run = lint({"--rules", "rules", "a.yaml"});
  MNG_SHOW(run);
  CHECK(run.exit == 1);
  CHECK(has(run.out, "a.yaml:2:3: warning: bad is no name [group-name]\n"));
  CHECK(has(run.out, "[capacity-type-invalid]"));
  CHECK(has(lint({"--rules", "rules", "--list-rules"}).out, "group-name "));
  CHECK(lint({"--rules", "rules", "--explain", "group-name"}).exit == 0);

  std::string other = kGood;
  other.replace(other.find("group-name"), 10, "duplicate-instance-type");
  scratch.file("rules/duplicate-instance-type.hcl", other);
  scratch.file("b.yaml", with_warning());
  CHECK(lint({"b.yaml"}).exit == 1);
  CHECK(lint({"--rules", "rules", "b.yaml"}).exit == 0);
}

TEST_CASE("a file that is no rule is refused") {
  const Scratch scratch;
  for (const std::string& text :
       {std::string("rule {"), std::string("a = 1\n"), std::string("\xff\xfe"), std::string("a\0b", 3),
        "a = " + std::string(10000, '['), "a = " + std::string(10000, '(') + "1" + std::string(10000, ')')}) {
    scratch.file("rules/odd.hcl", text);
    const Run run = lint({"--test-rules", "rules"});
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(has(run.err, "rules/odd.hcl:"));
    CHECK(run.out.empty());
  }
}
