// Rules about the groups of a cluster together: which groups belong to one, and what is not known of them.
#include <algorithm>

#include "lint/linter.hpp"
#include "support/catch.hpp"
#include "terraform/code.hpp"

using namespace mng;

namespace {

const std::string kSpot =
    "capacity_type: SPOT, instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]";
const std::string kPlain = "capacity_type: ON_DEMAND, instance_types: [m5.xlarge]";
const std::string kArm = "capacity_type: ON_DEMAND, ami_type: AL2023_ARM_64_STANDARD, instance_types: [m6g.xlarge]";

struct Judged {
  hcl::Sources sources;
  hcl::Diagnostics diagnostics;
  lint::Linter linter{catalogue::builtin(), {}, sources, diagnostics};

  /// "rule `place`" of each finding about a cluster as a whole, one a line.
  std::string said(const lint::FileResult& result) {
    CHECK(result.verdict.failures == std::vector<std::string>{});
    std::vector<std::string> lines;
    for (const lint::Finding& finding : result.verdict.findings) {
      if (linter.engine().find(finding.rule)->scope != lint::Scope::kCluster) continue;
      CHECK(finding.group.empty());
      lines.push_back(finding.rule + " `" + std::string(sources.text(finding.place)) + "`");
    }
    std::sort(lines.begin(), lines.end());
    std::string out;
    for (const std::string& line : lines) out += (out.empty() ? "" : "\n") + line;
    return out;
  }
  std::string yaml(const std::string& text) {
    return said(linter.judge(sources, sources.add("nodegroups.yaml", text), {"eu-west-1", {}, {}, {}, {}}, true));
  }
  std::string hcl(const std::string& text) {
    terraform::MemoryTree tree;
    tree.add("main.tf", text);
    terraform::Code code(tree, sources);
    code.load("");
    return said(linter.judge_terraform(code, "", {}, {"eu-west-1", {}, {}, {}, {}}));
  }
};

std::string groups(const std::string& first, const std::string& second, const std::string& head = {}) {
  return head + "node_groups:\n  a: {" + first + "}\n  b: {" + second + "}\n";
}

std::string resource(const std::string& label, const std::string& cluster, const std::string& rest = {}) {
  return "resource \"aws_eks_node_group\" \"" + label + "\" {\n  cluster_name = " + cluster +
         "\n  node_group_name = \"same\"\n  capacity_type = \"ON_DEMAND\"\n  instance_types = [\"m5.xlarge\"]\n" +
         rest + "}\n";
}

}  // namespace

TEST_CASE("rules about Cluster Autoscaler are quiet where another autoscaler is installed") {
  const auto unequal = [](const std::string& code) {
    Judged judged;
    terraform::MemoryTree tree;
    tree.add("main.tf", resource("a", "\"c\"", "") + code);
    terraform::Code files(tree, judged.sources);
    files.load("");
    const lint::FileResult result = judged.linter.judge_terraform(files, "", {}, {"eu-west-1", {}, {}, {}, {}});
    CHECK(result.verdict.failures == std::vector<std::string>{});
    return std::any_of(result.verdict.findings.begin(), result.verdict.findings.end(),
                       [](const lint::Finding& finding) { return finding.rule == "mixed-vcpu"; });
  };
  const std::string two =
      "resource \"aws_eks_node_group\" \"two\" {\n  cluster_name = \"c\"\n  capacity_type = \"ON_DEMAND\"\n"
      "  instance_types = [\"m5.xlarge\", \"m5.large\"]\n}\n";
  const std::string chart = "resource \"helm_release\" \"k\" {\n  chart = \"";
  CHECK(unequal(two));
  CHECK(unequal(two + chart + "karpenter-crd\"\n}\n"));
  CHECK_FALSE(unequal(two + chart + "karpenter\"\n}\n"));
  CHECK_FALSE(unequal(two + chart + "oci://public.ecr.aws/karpenter/karpenter\"\n}\n"));
  CHECK_FALSE(unequal(two + "resource \"aws_eks_addon\" \"k\" {\n  addon_name = \"karpenter\"\n}\n"));
  CHECK_FALSE(unequal(two + "module \"k\" {\n  source = \"terraform-aws-modules/eks/aws//modules/karpenter\"\n}\n"));
  CHECK_FALSE(unequal(two + "module \"k\" {\n  source = \"aws-ia/eks-blueprints-addons/aws\"\n"
                            "  enable_karpenter = true\n}\n"));
  // Both: the groups are for the one that takes their nodes to be alike.
  CHECK(unequal(two + chart +
                "karpenter\"\n}\nresource \"helm_release\" \"c\" {\n  chart = \"cluster-autoscaler\"\n}\n"));
}

TEST_CASE("the groups of a cluster are judged together") {
  struct Row {
    std::string text;
    std::string said;
  };
  const std::string label = ", labels: {pool: a}";
  const std::string taint = ", taint: [{key: system, value: x, effect: NO_SCHEDULE}]";
  const std::string zones = "subnets: {s-a: eu-west-1a, s-b: eu-west-1b}\n";
  for (const Row& row : {
           Row{"node_groups: {a: {" + kSpot + "}}\n", ""},
           Row{groups(kSpot, kSpot), "all-groups-spot `a`"},
           Row{groups(kSpot, kSpot, "autoscaler: karpenter\n"), ""},
           // A capacity type that is none may be meant to be the other.
           Row{groups(kSpot, "capacity_type: $TYPE, instance_types: [m5.xlarge]"), ""},
           Row{groups(kSpot + label, kPlain), "single-spot-group `a`"},
           Row{groups(kSpot, kPlain), "single-spot-group `a`\nspot-group-without-taint-or-label `a`"},
           Row{groups(kSpot + ", labels: {}", kPlain), "single-spot-group `a`\nspot-group-without-taint-or-label `a`"},
           // No other group runs what a Spot group runs.
           Row{groups(kSpot + label, kPlain + taint), "single-spot-group `a`\nspot-on-demand-fallback-missing `a`"},
           Row{groups(kSpot + taint, kPlain + taint), "single-spot-group `a`"},
           Row{groups(kSpot + label, kArm), "single-spot-group `a`\nspot-on-demand-fallback-missing `a`"},
           Row{groups(kSpot + label, kPlain + ", taint: [{key: a, effect: PREFER_NO_SCHEDULE}]"),
               "single-spot-group `a`"},
           // Groups of one shape, one a zone.
           Row{groups(kPlain + ", subnet_ids: [s-a], labels: {name: a}",
                      kPlain + ", subnet_ids: [s-b], labels: {name: b}", zones),
               "sibling-groups-not-balanced `a`"},
           Row{groups(kPlain + ", subnet_ids: [s-a], labels: {name: a}", kPlain + ", subnet_ids: [s-b]", zones),
               "sibling-groups-not-balanced `a`"},
           Row{groups(kPlain + ", subnet_ids: [s-a]",
                      "capacity_type: ON_DEMAND, subnet_ids: [s-b], instance_types: [m5a.xlarge]", zones),
               "sibling-groups-not-balanced `a`"},
           Row{groups(kPlain + ", subnet_ids: [s-a], labels: {name: a}",
                      kPlain + ", subnet_ids: [s-a], labels: {name: b}", zones),
               ""},
           Row{groups(kPlain + ", subnet_ids: [s-a], labels: {lifecycle: a}",
                      kPlain + ", subnet_ids: [s-b], labels: {lifecycle: b}", zones),
               ""},
           // Groups with taints of their own are no set; of a zone that is not told nothing is.
           Row{groups(
                   kPlain + ", subnet_ids: [s-a], labels: {name: a}, taint: [{key: a, value: x, effect: NO_EXECUTE}]",
                   kPlain + ", subnet_ids: [s-b], labels: {name: b}, taint: [{key: b, value: x, effect: NO_EXECUTE}]",
                   zones),
               ""},
           Row{groups(kPlain + ", subnet_ids: [s-a], labels: {name: a}",
                      kPlain + ", subnet_ids: [s-c], labels: {name: b}", zones),
               ""},
           Row{groups(
                   "capacity_type: ON_DEMAND, subnet_ids: [s-a], instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge]",
                   "capacity_type: ON_DEMAND, subnet_ids: [s-b], instance_types: [m5.xlarge, m6i.xlarge, m5a.xlarge]",
                   zones),
               ""},
           Row{groups(kPlain + ", node_group_name: x", kPlain + ", node_group_name: x"), "duplicate-group-name `x`"},
           Row{groups(kPlain + ", node_group_name: x, cluster_name: c",
                      kPlain + ", node_group_name: x, cluster_name: d"),
               ""},
           Row{groups(kPlain + ", node_group_name: x, region: eu-west-1",
                      kPlain + ", node_group_name: x, region: eu-west-2"),
               ""},
       }) {
    CAPTURE(row.text);
    Judged judged;
    CHECK(judged.yaml(row.text) == row.said);
  }
}

TEST_CASE("in Terraform a cluster is told by its name and its region") {
  Judged judged;
  CHECK(judged.hcl(resource("a", "\"c\"") + resource("b", "\"c\"")) == "duplicate-group-name `\"same\"`");
  CHECK(judged.hcl(resource("a", "\"c\"") + resource("b", "\"d\"")).empty());
  CHECK(
      judged
          .hcl(resource("a", "\"c\"") + resource("b", "\"c\"", "  provider = aws.other\n") +
               "provider \"aws\" {\n  region = \"eu-west-1\"\n}\nprovider \"aws\" {\n  alias  = \"other\"\n  region = "
               "\"us-east-1\"\n}\n")
          .empty());
  // One of them may be a cluster of another name.
  CHECK(judged.hcl("variable \"c\" {}\n" + resource("a", "\"${var.c}-a\"") + resource("b", "\"${var.c}-b\"")).empty());
}

TEST_CASE("groups that may not both be there, or in another account, have no name twice") {
  Judged judged;
  // One of them stands in for the other.
  CHECK(judged
            .hcl("variable \"spot\" {}\n" + resource("a", "\"c\"", "  count = var.spot ? 1 : 0\n") +
                 resource("b", "\"c\"", "  count = var.spot ? 0 : 1\n"))
            .empty());
  // By another provider it may be in another account.
  CHECK(
      judged
          .hcl(
              resource("a", "\"c\"") + resource("b", "\"c\"", "  provider = aws.other\n") +
              "provider \"aws\" {\n  region = \"eu-west-1\"\n}\nprovider \"aws\" {\n  alias   = \"other\"\n  region  = "
              "\"eu-west-1\"\n  profile = \"other\"\n}\n")
          .empty());
  const std::string module =
      "module \"eks\" {\n  source  = \"terraform-aws-modules/eks/aws\"\n  version = \"20.37.2\"\n  cluster_name = "
      "\"c\"\n"
      "  eks_managed_node_groups = {\n    a = {\n      capacity_type = \"SPOT\"\n      instance_types = "
      "[\"m5.xlarge\"]\n"
      "    }\n  }\n";
  CHECK(judged.hcl(module + "}\n") == "all-groups-spot `a`");
  // What may carry pods beside them is not known.
  CHECK(judged.hcl("variable \"p\" {}\n" + module + "  fargate_profiles = var.p\n}\n").empty());
  CHECK(judged.hcl("variable \"p\" {}\n" + module + "  cluster_compute_config = { enabled = var.p }\n}\n").empty());
}

TEST_CASE("what stands beside the groups is read where it is written") {
  Judged judged;
  const std::string handler =
      "resource \"helm_release\" \"h\" {\n  name  = \"h\"\n  chart = \"aws-node-termination-handler\"\n}\n";
  CHECK(judged.hcl(resource("a", "\"c\"") + handler) ==
        "node-termination-handler-with-managed-groups `\"aws-node-termination-handler\"`");
  const std::string addons =
      "module \"addons\" {\n  source = \"aws-ia/eks-blueprints-addons/aws\"\n  enable_aws_node_termination_handler = ";
  CHECK(judged.hcl(resource("a", "\"c\"") + addons + "true\n}\n") ==
        "node-termination-handler-with-managed-groups `module \"addons\"`");
  CHECK(judged.hcl(resource("a", "\"c\"") + addons + "false\n}\n").empty());
  // Of two clusters it is not known whose it is.
  CHECK(judged.hcl(resource("a", "\"c\"") + resource("b", "\"d\"") + handler).empty());
}
