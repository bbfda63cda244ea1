#include "lint/examples.hpp"
#include "lint/linter.hpp"
#include "support/catch.hpp"

using namespace mng;

namespace {

/// A linter with what is compiled in and, if given, one rule more.
struct With {
  hcl::Sources sources;
  hcl::Diagnostics diagnostics;
  std::optional<lint::Linter> linter;

  explicit With(const std::string& rule = {}) {
    std::vector<std::uint32_t> own;
    if (!rule.empty()) own.push_back(sources.add("own.hcl", rule));
    linter.emplace(catalogue::builtin(), own, sources, diagnostics);
  }
  std::vector<lint::Finding> judge(const std::string& text, const std::string& region = {}) {
    const auto source = sources.add("nodegroups.yaml", text);
    last = linter->judge(sources, source, {region, {}}, true);
    CHECK(last.verdict.failures == std::vector<std::string>{});
    return last.verdict.findings;
  }
  lint::FileResult last;
};

std::string rules_of(const std::vector<lint::Finding>& findings, hcl::Severity least = hcl::Severity::kInfo) {
  std::string out;
  for (const auto& finding : findings) {
    if (finding.severity >= least) out += (out.empty() ? "" : " ") + finding.rule;
  }
  return out;
}

/// What loading a rule complains of first.
std::string complaint(const std::string& inner) {
  With with("rule \"own\" {\n  summary = \"s\"\n" + inner + "\n}\n");
  return with.diagnostics.empty() ? "" : with.diagnostics[0].message + "|" + with.diagnostics[0].help;
}

std::string types(int count) {
  static const char* const kTypes[] = {"m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"};
  std::string out;
  for (int i = 0; i < count; ++i) out += (i == 0 ? "" : ", ") + std::string(kTypes[i]);
  return out;
}

std::string one(const std::string& attributes) {
  return "cluster_name: e\nregion: eu-west-1\nnode_groups:\n  one: {" + attributes + "}\n";
}

}  // namespace

TEST_CASE("every built-in rule passes its own examples") {
  With with;
  REQUIRE(with.diagnostics.empty());
  CHECK(with.linter->engine().rules().size() == model::builtin_rules().size());
  for (const lint::Rule& rule : with.linter->engine().rules()) {
    CAPTURE(rule.name);
    hcl::Diagnostics diagnostics;
    const lint::RulePage page = lint::page_of(rule, diagnostics);
    CHECK(diagnostics.empty());
    CHECK_FALSE(page.why.empty());
    CHECK_FALSE(page.references.empty());
    const lint::ExampleOutcome outcome = lint::run_examples(*with.linter, rule, page);
    CHECK(outcome.failures == std::vector<std::string>{});
  }
}

TEST_CASE("an example that does not hold is told") {
  With with(R"(rule "own" {
  summary = "s"
  scope   = group
  check {
    condition = group.capacity_type != "SPOT"
    message   = "no"
  }
  example "bad" {
    file "nodegroups.yaml" {
      text = "node_groups: {⟦a⟧: {capacity_type: ON_DEMAND}}"
    }
  }
  example "good" {
    file "nodegroups.yaml" {
      text = "node_groups: {a: {capacity_type: SPOT}}"
    }
  }
})");
  REQUIRE(with.diagnostics.empty());
  const lint::Rule& rule = *with.linter->engine().find("own");
  hcl::Diagnostics diagnostics;
  const auto outcome = lint::run_examples(*with.linter, rule, lint::page_of(rule, diagnostics));
  REQUIRE(outcome.failures.size() == 3);
  CHECK(outcome.failures[0] == "bad example 1: the rule says nothing");
  CHECK(outcome.failures[1] == "good example 2: it raises own at 1:15: no");
  // It rightly is a Spot group without types, too.
  CHECK(outcome.failures[2].find("spot-default-instance-type") != std::string::npos);
}

TEST_CASE("a misspelt name in a rule is an error with the one that is meant") {
  const auto check = [](const std::string& condition) {
    return complaint("  check {\n    condition = " + condition + "\n    message = \"m\"\n  }");
  };
  CHECK(check("group.capacity_typ == \"SPOT\"") == "group has no `capacity_typ`|did you mean `capacity_type`?");
  CHECK(check("group.scaling_config.minsize > 0") ==
        "`scaling_config` has no attribute `minsize`|did you mean `min_size`?");
  CHECK(check("lenght(group.types) > 0") == "there is no function `lenght`|did you mean `length`?");
  CHECK(check("grup.types == null") == "there is no `grup` in a rule|did you mean `group`?");
  CHECK(check("param.x > 0") == "param has no `x`|");
  CHECK(check("cluster.autoscaller == \"none\"") == "cluster has no `autoscaller`|did you mean `autoscaler`?");
  CHECK(complaint("  chek {\n  }\n").find("a rule has no block `chek`") == 0);
  CHECK(complaint("  summry = \"x\"\n  check {\n    condition = true\n    message = \"m\"\n  }")
            .find("a rule has no `summry`|did you mean `summary`?") == 0);
  CHECK(complaint("") == "the rule has no check|");
}

TEST_CASE("a rule of one's own takes the place of the built-in one of its name") {
  With with(R"(rule "capacity-type-unset" {
  summary = "own"
  scope   = group
  check {
    condition = false
    severity  = warning
    message   = "own words"
  }
})");
  REQUIRE(with.diagnostics.empty());
  CHECK(with.linter->engine().rules().size() == model::builtin_rules().size());
  const auto findings = with.judge(one("capacity_type: ON_DEMAND, instance_types: [m5.xlarge]"));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message == "own words");
}

TEST_CASE("one cause, one finding") {
  With with;
  CHECK(rules_of(with.judge(one("capacity_type: SPOT, instance_types: [" + types(5) + ", r5.large]"))) == "mixed-vcpu");
  CHECK(rules_of(with.judge(one("capacity_type: SPOT, ami_type: AL2023_x86_64_STANDARD, instance_types: [" + types(5) +
                                ", m6g.xlarge]"))) == "mixed-architecture");
  CHECK(rules_of(with.judge(one("capacity_type: SPOT"))) == "spot-default-instance-type");
  CHECK(rules_of(with.judge(one("capacity_type: SPOT, instance_types: [m5.xlarge]"))) == "spot-single-instance-type");
}

TEST_CASE("severities follow what is at stake") {
  With with;
  const auto severity = [&](const std::string& attributes) {
    auto findings = with.judge(one(attributes));
    // An advice beside the fault is another matter.
    if (findings.size() > 1) std::erase_if(findings, [](const auto& f) { return f.severity == hcl::Severity::kInfo; });
    REQUIRE(findings.size() == 1);
    return std::string(findings[0].rule) + " " + std::string(lint::severity_name(findings[0].severity));
  };
  CHECK(severity("capacity_type: ON_DEMAND, instance_types: [m5.xlarge, m5.2xlarge]") == "mixed-vcpu warning");
  CHECK(severity("capacity_type: SPOT, scaling_config: {min_size: 3, desired_size: 3, max_size: 3}, instance_types: [" +
                 types(5) + ", m5.2xlarge]") == "mixed-vcpu warning");
  // Within 7 % silent, up to 50 % a warning, beyond an error on SPOT.
  CHECK(rules_of(with.judge(one(
                     "capacity_type: SPOT, instance_types: [c3.xlarge, c4.xlarge, c5.xlarge, c5a.xlarge, c5d.xlarge]")))
            .empty());
  CHECK(severity(
            "capacity_type: SPOT, instance_types: [c3.large, c4.large, c5.large, c5d.large, c5a.large, c5n.large]") ==
        "mixed-memory warning");
  CHECK(severity("capacity_type: SPOT, instance_types: [" + types(5) + ", r5.xlarge]") == "mixed-memory error");
  CHECK(severity("capacity_type: ON_DEMAND, instance_types: [m5.xlarge, r5.xlarge]") == "mixed-memory warning");
  CHECK(severity("capacity_type: SPOT, subnet_ids: [subnet-1], instance_types: [" + types(5) + "]") ==
        "single-az error");
  CHECK(severity("capacity_type: ON_DEMAND, subnet_ids: [subnet-1], instance_types: [m5.xlarge]") ==
        "single-az warning");
  CHECK(severity("capacity_type: SPOT, instance_types: [" + types(5) + ", r11i.xlarge]") ==
        "instance-type-unknown info");
  CHECK(severity("instance_types: [m5.xlarge]") == "capacity-type-unset info");
}

TEST_CASE("few types are never more than the region offers of the shape") {
  With with;
  // A shape with few types: all of them are enough, however few.
  const auto& tables = catalogue::builtin();
  catalogue::Query query;
  query.vcpu = 64;
  query.memory_mib = 1024 * 1024;
  query.region = "eu-west-1";
  const auto all = catalogue::candidates(tables, query);
  REQUIRE(all.size() > 1);
  REQUIRE(all.size() < 5);
  std::string names;
  for (const auto type : all) names += (names.empty() ? "" : ", ") + std::string(tables.types[type].name);
  CHECK(rules_of(with.judge(one("capacity_type: SPOT, instance_types: [" + names + "]"))).empty());
  const auto findings = with.judge(one("capacity_type: SPOT, instance_types: [" + types(3) + "]"));
  REQUIRE(rules_of(findings) == "spot-few-instance-types");
  CHECK(findings[0].help.find("best first: ") != std::string::npos);
}

TEST_CASE("nothing fires on what is not known") {
  With with;
  CHECK(with.judge(one("capacity_type: $TYPE, instance_types: $TYPES, subnet_ids: $SUBNETS, ami_type: $AMI, "
                       "scaling_config: {min_size: $MIN, desired_size: 1, max_size: 1}, labels: {a: $B}"))
            .empty());
  CHECK(with.last.verdict.undecided.size() > 3);
  CHECK(with.last.verdict.undecided[0].depends_on.size() == 1);
  // A known member of a list that is partly unknown is judged all the same.
  CHECK(rules_of(with.judge(one("capacity_type: SPOT, instance_types: [$MORE, m5.xlrage, m5.xlarge]"))) ==
        "instance-type-unknown");
}

TEST_CASE("capacity type: who says spot") {
  With with;
  const auto severity = [&](const std::string& name, const std::string& attributes) {
    const auto findings =
        with.judge("cluster_name: e\nnode_groups:\n  " + name + ": {instance_types: [m5.xlarge]" + attributes + "}\n");
    REQUIRE(findings.size() == 1);
    REQUIRE(findings[0].rule == "capacity-type-unset");
    return findings[0].severity == hcl::Severity::kWarning;
  };
  CHECK(severity("spot", ""));
  CHECK(severity("web-spot-1", ""));
  CHECK(severity("web", ", labels: {lifecycle: Spot}"));
  CHECK(severity("web", ", taint: [{key: spot, value: 'true', effect: NO_SCHEDULE}]"));
  CHECK_FALSE(severity("spotify", ""));
  CHECK_FALSE(severity("non-spot", ""));
  CHECK_FALSE(severity("on-demand", ", labels: {spot-fallback: 'yes'}"));
  CHECK_FALSE(severity("web", ""));
}

TEST_CASE("sizes are compared whichever are given") {
  With with;
  const auto said = [&](const std::string& sizes) {
    const auto findings = with.judge(one("capacity_type: ON_DEMAND, scaling_config: {" + sizes + "}"));
    return findings.empty() ? std::string() : findings[0].message;
  };
  CHECK(said("min_size: 1, desired_size: 1, max_size: 1").empty());
  CHECK(said("min_size: 3, max_size: 2") == "one has a minimum of 3 above its maximum of 2");
  CHECK(said("desired_size: 3, max_size: 2") == "one has a desired size of 3 above its maximum of 2");
  CHECK(said("min_size: 3, desired_size: 2, max_size: 5") == "one has a desired size of 2 below its minimum of 3");
  CHECK(said("min_size: -1, desired_size: 2, max_size: 5") == "`min_size` is -1; the least is 0");
}

TEST_CASE("what is not known raises nothing") {
  With with;
  for (const std::string text : {
           "region: eu-west-1\ncluster_name: e\ndefaults: $D\nnode_groups: {a: {capacity_type: SPOT}}\n",
           // Groups of one zone each whose types, or whose neighbours' subnets, are not known.
           "region: eu-west-1\ncluster_name: e\nnode_groups:\n"
           "  a: {capacity_type: ON_DEMAND, instance_types: $T, subnet_ids: [subnet-1]}\n"
           "  b: {capacity_type: ON_DEMAND, instance_types: $T, subnet_ids: [subnet-2]}\n",
           "region: eu-west-1\ncluster_name: e\nnode_groups:\n"
           "  a: {capacity_type: ON_DEMAND, instance_types: [m5.xlarge], subnet_ids: [subnet-1]}\n"
           "  b: {capacity_type: ON_DEMAND, instance_types: [m5.xlarge], subnet_ids: $OTHER}\n",
       }) {
    CAPTURE(text);
    const auto findings = with.judge(text);
    CHECK(rules_of(findings, hcl::Severity::kWarning) == "");
  }
}

TEST_CASE("a group's own region goes before the document's") {
  With with;
  const auto judged = [&](const std::string& document, const std::string& group) {
    return with.judge("cluster_name: e\nregion: " + document + "\nnode_groups:\n  one: {region: " + group +
                      ", capacity_type: ON_DEMAND, instance_types: [c4.xlarge, c5.xlarge]}\n");
  };
  const auto gone = judged("us-east-1", "af-south-1");
  REQUIRE(gone.size() == 1);
  CHECK(gone[0].rule == "instance-type-not-in-region");
  CHECK(gone[0].message.starts_with("af-south-1 does not offer c4.xlarge"));
  CHECK(judged("af-south-1", "us-east-1").empty());
  const auto misspelt = judged("us-east-1", "eu-wst-1");
  REQUIRE(misspelt.size() == 1);
  CHECK(misspelt[0].rule == "invalid-value");
}

TEST_CASE("a rule that gives no bool, or no severity, is a failure") {
  for (const std::string body : {"condition = group.name", "condition = false\n severity = group.name"}) {
    With with("rule \"own\" {\n summary = \"own\"\n scope = group\n check {\n " + body + "\n message = \"m\"\n }\n}\n");
    REQUIRE(with.diagnostics.empty());
    hcl::Sources sources;
    const auto source = sources.add("nodegroups.yaml", one("capacity_type: ON_DEMAND, instance_types: [m5.xlarge]"));
    CHECK_FALSE(with.linter->judge(sources, source, {}, true).verdict.failures.empty());
  }
}

TEST_CASE("a rule names forms that there are") {
  With with(
      "rule \"own\" {\n summary = \"own\"\n scope = group\n forms = [\"nodegroup\"]\n check {\n condition = true\n "
      "message = \"m\"\n }\n}\n");
  REQUIRE(with.diagnostics.size() == 1);
  CHECK(with.diagnostics[0].message == "rule own: there is no form `nodegroup`");
}
