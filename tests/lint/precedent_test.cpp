// A group that is like one before it is not judged again: what is found of it is what is found of it alone.
#include <map>
#include <random>
#include <set>

#include "lint/linter.hpp"
#include "support/catch.hpp"

using namespace mng;

namespace {

using Lines = std::vector<std::string>;

/// A random group, of few values each, so that many share some and few share all.
std::string random_group(std::mt19937& random) {
  static const std::vector<Lines> kChoices{
      {"", "capacity_type: SPOT", "capacity_type: SPOT", "capacity_type: ON_DEMAND", "capacity_type: SPTO"},
      {"", "instance_types: [m5.xlarge]", "instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]",
       "instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.24xlarge]",
       "instance_types: [m6g.xlarge, m7g.xlarge, m5.xlarge]", "instance_types: [m5.xlarge, m5.xlrge]",
       "instance_types: [t3.large, t2.large, m5.large]", "launch_template: {name: a, version: $Latest}"},
      {"", "scaling_config: {min_size: 1, desired_size: 2, max_size: 3}",
       "scaling_config: {min_size: 4, desired_size: 2, max_size: 3}",
       "scaling_config: {min_size: 3, desired_size: 3, max_size: 3}"},
      {"", "labels: {team: a}", "labels: {team: b}", "labels: {kubernetes.io/x: a}", "labels: {lifecycle: OnDemand}",
       "labels: {\"a b\": \"!\"}"},
      {"", "taint: [{key: a, value: b, effect: NO_SCHEDULE}]", "taint: [{key: a, effect: NO_EXECUTE}]"},
      {"", "ami_type: AL2_x86_64", "ami_type: AL2023_ARM_64_STANDARD", "ami_type: CUSTOM"},
      {"", "subnet_ids: [subnet-1]", "subnet_ids: [subnet-1, subnet-2]"},
      {"", "disk_size: 20", "update_config: {max_unavailable: 3}", "force_update_version: true"}};
  std::string out;
  for (const Lines& choice : kChoices) {
    const std::string& line = choice[std::uniform_int_distribution<std::size_t>(0, choice.size() - 1)(random)];
    if (!line.empty()) out += (out.empty() ? "" : ", ") + line;
  }
  return "{" + out + "}";
}

struct Judged {
  hcl::Sources sources;
  hcl::Diagnostics diagnostics;
  lint::Linter linter{catalogue::builtin(), {}, sources, diagnostics};

  /// By group, "rule severity `place`" of each finding that a rule about single groups has, where `first` is the
  /// index of the group that is judged first.
  std::map<std::string, std::multiset<std::string>> findings(const Lines& groups, std::size_t first) {
    std::string text = "region: eu-west-1\nsubnets: {subnet-1: euw1-az1, subnet-2: euw1-az2}\nnode_groups:\n";
    for (std::size_t i = 0; i < groups.size(); ++i) {
      const std::size_t at = (first + i) % groups.size();
      text += "  g" + std::to_string(at) + ": " + groups[at] + "\n";
    }
    const lint::FileResult result = linter.judge(sources, sources.add("nodegroups.yaml", text), {}, true);
    CHECK(result.verdict.failures == Lines{});
    std::map<std::string, std::multiset<std::string>> out;
    for (const lint::Finding& finding : result.verdict.findings) {
      if (linter.engine().find(finding.rule)->scope != lint::Scope::kGroup) continue;
      out[finding.group].insert(finding.rule + " " + std::string(lint::severity_name(finding.severity)) + " `" +
                                std::string(sources.text(finding.place)) + "`");
    }
    return out;
  }
};

}  // namespace

TEST_CASE("what is found of a group does not hang on which groups were judged before it") {
  Judged judged;
  std::mt19937 random(20261129);
  Lines groups;
  for (int i = 0; i < 400; ++i) groups.push_back(random_group(random));
  const auto together = judged.findings(groups, 0);
  std::size_t found = 0;
  std::set<std::string> rules;
  for (std::size_t i = 0; i < groups.size(); i += 4) {
    const std::string name = "g" + std::to_string(i);
    auto first = judged.findings(groups, i);
    auto later = together;
    CAPTURE(groups[i]);
    CHECK(later[name] == first[name]);
    found += first[name].size();
    for (const std::string& one : first[name]) rules.insert(one.substr(0, one.find(' ')));
  }
  // The groups are bad enough for this to say something.
  CHECK(found > 200);
  CHECK(rules.size() > 15);
}

TEST_CASE("a group like a good one is good, and a bad one after many good ones is found") {
  Judged judged;
  const std::string good =
      "{capacity_type: SPOT, instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge],"
      " subnet_ids: [subnet-1, subnet-2]}";
  Lines groups(20, good);
  CHECK(judged.findings(groups, 0).empty());
  groups.push_back("{capacity_type: SPOT, instance_types: [m5.xlarge], subnet_ids: [subnet-1, subnet-2]}");
  groups.push_back(groups.back());
  const auto found = judged.findings(groups, 0);
  REQUIRE(found.size() == 2);
  CHECK(found.at("g20") == std::multiset<std::string>{"spot-single-instance-type error `[m5.xlarge]`"});
  CHECK(found.at("g21") == found.at("g20"));
}

namespace {

constexpr std::string_view kWritten = R"(
rule "written-capacity" {
  category = "own"
  scope    = group
  summary  = "the capacity type is not written"
  check {
    condition = CONDITION
    severity  = warning
    at        = group.name
    message   = "${group.name} does not write it"
  }
  why = "A default may change."
}
)";

/// Groups of which an own rule says that they do not write their capacity type.
std::set<std::string> unwritten(const std::string& condition, const std::string& library, const std::string& groups) {
  hcl::Sources sources;
  hcl::Diagnostics diagnostics;
  std::string rule(kWritten);
  rule.replace(rule.find("CONDITION"), std::string_view("CONDITION").size(), condition);
  std::vector<std::uint32_t> own{sources.add("written-capacity.hcl", rule)};
  if (!library.empty()) own.push_back(sources.add("lib.hcl", library));
  const lint::Linter linter(catalogue::builtin(), own, sources, diagnostics);
  REQUIRE(diagnostics.empty());
  const std::uint32_t source = sources.add("nodegroups.yaml", "node_groups:\n" + groups);
  std::set<std::string> out;
  for (const lint::Finding& finding : linter.judge(sources, source, {}, true).verdict.findings) {
    if (finding.rule == "written-capacity") out.insert(finding.group);
  }
  return out;
}

}  // namespace

TEST_CASE("whether a value is written tells groups apart where a rule asks for it") {
  const std::string written = "  a: {capacity_type: ON_DEMAND, instance_types: [m5.large]}\n";
  const std::string not_written = "  b: {instance_types: [m5.large]}\n";
  const std::string function = "function \"stands\" {\n  params = [value]\n  result = place_of(value) != null\n}\n";
  for (const std::string& groups : {written + not_written, not_written + written}) {
    CAPTURE(groups);
    CHECK(unwritten("place_of(group.capacity_type) != null", "", groups) == std::set<std::string>{"b"});
    CHECK(unwritten("stands(group.capacity_type)", function, groups) == std::set<std::string>{"b"});
  }
}

TEST_CASE("no rule that is compiled in hangs on places, as every group would be judged anew by it") {
  const Judged judged;
  const lint::Engine& engine = judged.linter.engine();
  for (const lint::Rule& rule : engine.rules()) {
    CAPTURE(rule.name);
    if (rule.scope == lint::Scope::kGroup) CHECK_FALSE(lint::hangs_on_places(rule, engine.functions()));
  }
}
