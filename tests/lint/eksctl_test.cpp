// eksctl's ClusterConfig: what is read of it, and what is said, where.
#include <algorithm>

#include "lint/linter.hpp"
#include "support/catch.hpp"

using namespace mng;

namespace {

struct Judged {
  hcl::Sources sources;
  hcl::Diagnostics diagnostics;
  lint::Linter linter{catalogue::builtin(), {}, sources, diagnostics};

  lint::FileResult of(const std::string& text) {
    const lint::Settings settings{"eu-west-1", {}, {}, {}, {}};
    return linter.judge(sources, sources.add("cluster.yaml", text), settings, true);
  }

  /// "rule severity `place`" of each finding above info, one a line.
  std::string said(const std::string& text) {
    const lint::FileResult result = of(text);
    CHECK(result.verdict.failures == std::vector<std::string>{});
    CHECK(result.documents == 1);
    std::vector<std::string> lines;
    for (const lint::Finding& finding : result.verdict.findings) {
      if (finding.severity == hcl::Severity::kInfo) continue;
      lines.push_back(finding.rule + " " + std::string(lint::severity_name(finding.severity)) + " `" +
                      std::string(sources.text(finding.place)) + "`");
    }
    std::sort(lines.begin(), lines.end());
    std::string out;
    for (const std::string& line : lines) out += (out.empty() ? "" : "\n") + line;
    return out;
  }
};

const std::string kHead =
    "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, region: eu-west-1}\n";
const std::string kTypes = "[m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]";

std::string group(const std::string& rest) {
  return kHead + "managedNodeGroups:\n- {name: w, " + rest + "}\n";
}

}  // namespace

TEST_CASE("a managed group of eksctl is judged in its own words") {
  struct Row {
    std::string text;
    std::string said;
  };
  const std::string good = "spot: true, instanceTypes: " + kTypes;
  const std::vector<Row> rows{
      {group(good), ""},
      {group(good + ", availabilityZones: [eu-west-1a, eu-west-1b]"), ""},
      {group(good + ", availabilityZones: [eu-west-1a]"), "single-az error `[eu-west-1a]`"},
      {group(good + ", placement: {groupName: x}, availabilityZones: [eu-west-1a]"), ""},
      {group(good + ", subnets: [one]"), "single-az error `[one]`"},
      {kHead +
           "vpc: {subnets: {private: {one: {id: subnet-1, az: eu-west-1a}, two: {id: subnet-2, az: eu-west-1a}}}}\n"
           "managedNodeGroups:\n- {name: w, subnets: [one, subnet-2], " +
           good + "}\n",
       "subnets-same-az error `[one, subnet-2]`"},
      {kHead +
           "vpc: {subnets: {private: {one: {id: subnet-1, az: eu-west-1a}, eu-west-1b: {id: subnet-2}}}}\n"
           "managedNodeGroups:\n- {name: w, subnets: [one, eu-west-1b], " +
           good + "}\n",
       ""},
      {kHead + "availabilityZones: [eu-west-1a, eu-west-1b]\nmanagedNodeGroups:\n- {name: w, " + good + "}\n", ""},
      {group("spot: true, instanceType: m5.xlarge"), "spot-single-instance-type error `m5.xlarge`"},
      {group("spot: true"), "spot-default-instance-type error `true`"},
      {group("spot: true, instanceSelector: {vCPUs: 4}"), ""},
      {group("spot: true, launchTemplate: {id: lt-1}"), ""},
      {group("spot: SPOT, instanceTypes: " + kTypes), "capacity-type-invalid error `SPOT`"},
      // As eksctl's reader of YAML has it.
      {group("spot: yes, instanceTypes: " + kTypes), ""},
      {group("spot: On, instanceTypes: [m5.xlarge]"), "spot-single-instance-type error `[m5.xlarge]`"},
      {group("spot: off, instanceTypes: [m5.xlarge]"), ""},
      {group("spot: \"yes\", instanceTypes: " + kTypes), "capacity-type-invalid error `\"yes\"`"},
      {group("spot: 'true', instanceTypes: " + kTypes), "capacity-type-invalid error `'true'`"},
      {group("spot: capacity-block, instanceTypes: " + kTypes), "capacity-type-invalid error `capacity-block`"},
      {group("spot: CAPACITY_BLOCK, instanceTypes: " + kTypes), "capacity-type-invalid error `CAPACITY_BLOCK`"},
      {group("spot: true, taints: {spot: \"true:NoSchedule\"}, instanceTypes: " + kTypes),
       "invalid-value error `{spot: \"true:NoSchedule\"}`"},
      {group("instanceMarketOptions: {marketType: capacity-block}, instanceType: m5.xlarge, availabilityZones: "
             "[eu-west-1a]"),
       ""},
      // The image follows the types.
      {group("spot: true, instanceTypes: [m6g.xlarge, m6gd.xlarge, m7g.xlarge, m7gd.xlarge, m8g.xlarge]"), ""},
      {group("minSize: 3, desiredCapacity: 2"), "scaling-bounds error `2`"},
      {group("minSize: 3"), ""},
      // Its reader takes no text for a number or a bool, of whatever key.
      {group("minSize: \"3\""), "invalid-value error `\"3\"`"},
      {group("volumeSize: '100'"), "invalid-value error `'100'`"},
      {group("updateConfig: {maxUnavailable: \"2\"}"), "invalid-value error `\"2\"`"},
      {group("nodeRepairConfig: {enabled: \"true\"}"), "invalid-value error `\"true\"`"},
      {group("nodeRepairConfig: {enabled: on}"), ""},
      {group("nodeRepairConfig: {nodeRepairConfigOverrides: [{minRepairWaitTimeMins: \"9\"}]}"),
       "invalid-value error `\"9\"`"},
      {group("maxPodsPerNode: \"110\""), "invalid-value error `\"110\"`"},
      {group("maxPodsPerNode: 110"), ""},
      {group("privateNetworking: \"true\""), "invalid-value error `\"true\"`"},
      {group("privateNetworking: yes"), ""},
      {group("efaEnabled: $EFA"), ""},
      {group("ssh: {allow: 'false'}"), "invalid-value error `'false'`"},
      {group("additionalVolumes: [{volumeName: /dev/xvdb, volumeSize: \"8\"}]"), "invalid-value error `\"8\"`"},
      {group("minSize: two"), "invalid-value error `two`"},
      {group("maxSize: two"), "invalid-value error `two`"},
      {group("desiredCapacity: [1]"), "invalid-value error `[1]`"},
      {group("minSize: , maxSize: 4"), ""},
      {group("spot: [true]"), "capacity-type-invalid error `[true]`"},
      {group("desiredCapacity: 0"), ""},
      {group("minSize: $MIN, maxSize: 1"), ""},
      {kHead + "managedNodeGroups:\n- name: w\n  spot: ${SPOT}\n  instanceType: $TYPE\n", ""},
      {group("taints: [{key: a, value: b, effect: NO_SCHEDULE}]"), "taint-invalid error `NO_SCHEDULE`"},
      {group("taints: [{key: a, value: b, effect: NoSchedule}]"), ""},
      {group("updateConfig: {maxUnavailable: 0}"), "invalid-value error `0`"},
      {group("updateConfig: {max_unavailable: 1}"), "unknown-attribute error `max_unavailable`"},
      {group("instancesDistribution: {onDemandBaseCapacity: 1}"),
       "managed-group-mixed-distribution-ignored warning `instancesDistribution`"},
      {group("launchTemplate: {id: lt-1}, volumeSize: 20"), "disk-size-with-template error `20`"},
      {group("instancetypes: [m5.xlarge]"), "unknown-attribute error `instancetypes`"},
      {kHead + "nodegroups: []\nmanagedNodeGroups: []\n", "unknown-attribute error `nodegroups`"},
      {"apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, region: eu-wst-1}\n",
       "invalid-value warning `eu-wst-1`"},
      {"apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, region: <region>}\n", ""},
      {"apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, region: eu-west-1}\nkarpenter: {}\n"
       "managedNodeGroups:\n- {name: w, instanceTypes: [m5.xlarge, m5.2xlarge]}\n",
       ""},
  };
  Judged judged;
  REQUIRE(judged.diagnostics.empty());
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(judged.said(row.text) == row.said);
  }
}

TEST_CASE("a message names keys and values as eksctl has them") {
  Judged judged;
  const auto first = [&](const std::string& text) {
    const lint::FileResult result = judged.of(text);
    REQUIRE(result.verdict.findings.size() == 1);
    return result.verdict.findings[0].message + "|" + result.verdict.findings[0].help;
  };
  CHECK(first(group("taints: [{key: a, effect: noschedule}]")) ==
        "`noschedule` is no value of `effect`|did you mean `NoSchedule`? it takes NoExecute, NoSchedule or "
        "PreferNoSchedule");
  CHECK(first(group("updateConfig: {maxUnavailable: 101}")) == "`maxUnavailable` is 101; the most is 100|");
  CHECK(first(group("updateConfig: {maxUnavailible: 1}")) ==
        "`updateConfig` has no attribute `maxUnavailible`|did you mean `maxUnavailable`?");
  CHECK(first(group("volumeSize: big")) == "`volumeSize` takes a whole number, not `big`|");
  CHECK(first(group("spot: SPOT, instanceTypes: " + kTypes)) == "`SPOT` is no value of `spot`|it takes false or true");
  CHECK(first(group("spot: \"true\", instanceTypes: " + kTypes)) ==
        "`spot` takes false or true, not a text|write true without quotes");
  CHECK(first(group("spott: true")) == "a node group has no attribute `spott`|did you mean `spot`?");
}

TEST_CASE("self-managed groups of eksctl are said not to be checked, and a change of a file changes no group") {
  Judged judged;
  const lint::FileResult result = judged.of(kHead + "nodeGroups: [{name: a}, {name: b}]\n");
  CHECK(result.verdict.findings.empty());
  CHECK(result.not_checked == std::vector<std::string>{"2 self-managed node groups"});
  const auto was = judged.sources.add("cluster.yaml", group("instanceType: m5.large"), "before");
  const auto is = judged.sources.add("cluster.yaml", group("spot: true, instanceTypes: " + kTypes));
  const lint::FileResult change = judged.linter.compare(judged.sources, was, is, {});
  CHECK(change.documents == 1);
  CHECK(change.verdict.findings.empty());
}

TEST_CASE("messages about a group of eksctl use what eksctl has") {
  struct Row {
    std::string text;
    std::string rule;
    std::string part;  ///< of the message or its help
  };
  const std::vector<Row> rows{
      {group("spot: true, instanceTypes: []"), "spot-default-instance-type", "all of it is m5.large"},
      {group("instanceTypes: [m5.large], ssh: {allow: true}"), "ssh-open-to-world", "in sourceSecurityGroupIds,"},
      {group("instanceTypes: [m5.large], launchTemplate: {id: lt-1}, ssh: {allow: true}"),
       "remote-access-with-template", "ssh and a launch template, which eksctl refuses"},
      {group("instanceTypes: [m5.large], amiFamily: AmazonLinux2023, ami: ami-0a1, releaseVersion: 1.2.3"),
       "custom-ami-conflicts", "leave out releaseVersion"},
      {group("instanceTypes: [m5.large], labels: {lifecycle: spot}"), "capacity-type-unset", "set spot to true"},
      {kHead + "managedNodeGroups: [{name: w, spot: false}, {name: w, spot: false}]\n", "duplicate-group-name",
       "\nname each group otherwise"},
  };
  Judged judged;
  for (const Row& row : rows) {
    CAPTURE(row.text);
    std::string found;
    for (const lint::Finding& finding : judged.of(row.text).verdict.findings) {
      if (finding.rule == row.rule) found = finding.message + "\n" + finding.help;
    }
    CAPTURE(found);
    CHECK(found.find(row.part) != std::string::npos);
  }
}
