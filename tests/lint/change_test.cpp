// What an apply does to groups that changed: one table of states before and after, in each form.
#include <algorithm>
#include <map>
#include <regex>

#include "lint/linter.hpp"
#include "support/catch.hpp"
#include "terraform/tree.hpp"

using namespace mng;

namespace {

using Files = std::map<std::string, std::string>;

/// A pair of states and what is said of it: "rule severity", sorted, one a line.
struct Pair {
  const char* what;
  Files before;
  Files after;
  const char* expected;
};

struct Changes {
  hcl::Sources sources;
  hcl::Diagnostics diagnostics;
  lint::Linter linter{catalogue::builtin(), {}, sources, diagnostics};

  lint::FileResult of(const Files& before, const Files& after) {
    const lint::Settings settings{"eu-west-1", {}, {}, {}, {}};
    if (before.begin()->first.ends_with(".yaml")) {
      const auto was = sources.add(before.begin()->first, before.begin()->second, "before");
      const auto is = sources.add(after.begin()->first, after.begin()->second);
      return linter.compare(sources, was, is, settings);
    }
    terraform::MemoryTree old_tree("before");
    terraform::MemoryTree tree;
    for (const auto& [name, text] : before) old_tree.add(name, text);
    for (const auto& [name, text] : after) tree.add(name, text);
    terraform::Code old(old_tree, sources);
    terraform::Code code(tree, sources);
    old.load("");
    code.load("");
    return linter.compare_terraform({old, "", {}}, {code, "", {}}, settings);
  }

  std::string said(const Files& before, const Files& after) {
    const lint::FileResult result = of(before, after);
    CHECK(result.verdict.failures == std::vector<std::string>{});
    std::vector<std::string> lines;
    for (const lint::Finding& finding : result.verdict.findings) {
      lines.push_back(finding.rule + " " + std::string(lint::severity_name(finding.severity)));
    }
    std::sort(lines.begin(), lines.end());
    std::string out;
    for (const std::string& line : lines) out += (out.empty() ? "" : "\n") + line;
    return out;
  }
};

void check(const std::vector<Pair>& pairs) {
  Changes changes;
  REQUIRE(changes.diagnostics.empty());
  for (const Pair& pair : pairs) {
    INFO(pair.what);
    CHECK(changes.said(pair.before, pair.after) == pair.expected);
    // A state is no change of itself.
    CHECK(changes.said(pair.after, pair.after) == "");
    CHECK(changes.said(pair.before, pair.before) == "");
  }
}

const std::string kTypes = "[\"m5.xlarge\", \"m5a.xlarge\", \"m6i.xlarge\", \"m6a.xlarge\", \"m7i.xlarge\"]";
const std::string kOrder = "[\"m5a.xlarge\", \"m5.xlarge\", \"m6i.xlarge\", \"m6a.xlarge\", \"m7i.xlarge\"]";
const std::string kMore =
    "[\"m5.xlarge\", \"m5a.xlarge\", \"m6i.xlarge\", \"m6a.xlarge\", \"m7i.xlarge\", \"m7a.xlarge\"]";
const std::string kNext = "capacity_type = \"SPOT\"\n";

/// A resource: what every group has, unless `own` says it otherwise.
std::string resource(const std::string& own, const std::string& lifecycle = "create_before_destroy = true",
                     const std::string& head = "resource \"aws_eks_node_group\" \"w\"") {
  const auto given = [&](const std::string& name) { return own.find(name + " =") != std::string::npos; };
  std::string out = head + " {\n";
  if (!given("cluster_name")) out += "cluster_name = \"example\"\n";
  if (!given("node_group_name") && !given("node_group_name_prefix")) out += "node_group_name_prefix = \"w-\"\n";
  if (!given("node_role_arn")) out += "node_role_arn = \"arn:aws:iam::111122223333:role/eks-node\"\n";
  if (!given("subnet_ids")) out += "subnet_ids = [\"subnet-0a1\", \"subnet-0b2\"]\n";
  if (!given("instance_types")) out += "instance_types = " + kTypes + "\n";
  if (own.find("scaling_config {") == std::string::npos) {
    out += "scaling_config {\nmin_size = 1\ndesired_size = 2\nmax_size = 9\n}\n";
  }
  return out + own + "\nlifecycle {\n" + lifecycle + "\n}\n}\n";
}
Files tf(const std::string& own, const std::string& lifecycle = "create_before_destroy = true") {
  return {{"main.tf", resource(own, lifecycle)}};
}
std::string sizes(int least, int desired, int most) {
  return "scaling_config {\nmin_size = " + std::to_string(least) + "\ndesired_size = " + std::to_string(desired) +
         "\nmax_size = " + std::to_string(most) + "\n}\n";
}
std::string with_template(const std::string& inner) {
  return "launch_template {\n" + inner + "\n}\n";
}
std::string provider(const std::string& version) {
  return "terraform {\nrequired_providers {\naws = {\nsource = \"hashicorp/aws\"\nversion = \"" + version +
         "\"\n}\n}\n}\n";
}

/// A call of terraform-aws-modules/eks with one group.
Files eks(const std::string& group, const std::string& version = "20.37.2", const std::string& key = "w",
          const std::string& more = {}) {
  return {{"main.tf", "module \"eks\" {\nsource = \"terraform-aws-modules/eks/aws\"\nversion = \"" + version +
                          "\"\ncluster_name = \"example\"\nsubnet_ids = [\"subnet-0a1\", \"subnet-0b2\"]\n" + more +
                          "\neks_managed_node_groups = {\n" + key + " = {\n" + group + "\n}\n}\n}\n"}};
}

/// The same by its inner module.
Files inner(const std::string& group, const std::string& version = "20.37.2") {
  return {{"main.tf",
           "module \"w\" {\nsource = \"terraform-aws-modules/eks/aws//modules/eks-managed-node-group\"\nversion = \"" +
               version +
               "\"\nname = \"w\"\ncluster_name = \"example\"\nsubnet_ids = [\"subnet-0a1\", \"subnet-0b2\"]\n" + group +
               "\n}\n"}};
}

/// The same in version 17.
Files legacy(const std::string& group) {
  return {{"main.tf",
           "module \"eks\" {\nsource = \"terraform-aws-modules/eks/aws\"\nversion = \"17.24.0\"\ncluster_name = "
           "\"example\"\nnode_groups = {\nw = {\n" +
               group + "\n}\n}\n}\n"}};
}

/// nodegroups.yaml with one group.
Files yaml(const std::string& group, const std::string& key = "w",
           const std::string& head = "cluster_name: example\n") {
  return {{"nodegroups.yaml", head + "node_groups:\n  " + key + ": {" + group + "}\n"}};
}
const std::string kYamlTypes = "instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]";
const std::string kYamlOrder = "instance_types: [m5a.xlarge, m5.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]";
const std::string kYamlMore = "instance_types: [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge, m7a.xlarge]";

}  // namespace

TEST_CASE("changes of the Terraform resource") {
  const std::string spot = "capacity_type = \"SPOT\"\n";
  const std::string demand = "capacity_type = \"ON_DEMAND\"\n";
  const std::string types_of = "variable \"types\" {\ntype = list(string)\ndefault = " + kTypes + "\n}\n";
  const std::string child = "resource \"aws_eks_node_group\" \"w\"";
  const std::string called = "module \"groups\" {\nsource = \"./groups\"\n}\n";
  const std::string template_of = "resource \"aws_launch_template\" \"t\" {\nname = \"t\"\n}\n";
  const std::string roles =
      "resource \"aws_iam_role\" \"a\" {\nname = \"a\"\n}\nresource \"aws_iam_role\" \"b\" {\nname = \"b\"\n}\n";
  const std::string each = "for_each = toset([\"a\", \"b\"])\n";
  check({
      {"absent to the default", tf(""), tf(demand), ""},
      {"absent to SPOT", tf(""), tf(spot), "capacity-type-change-recreates warning"},
      {"SPOT to absent stays SPOT", tf(spot), tf(""), "capacity-type-removed info"},
      {"On-Demand to SPOT, destroyed first", tf(demand, ""), tf(spot, ""), "capacity-type-change-recreates error"},
      {"On-Demand to SPOT, the new group first", tf(demand), tf(spot), "capacity-type-change-recreates warning"},
      {"On-Demand to SPOT, the new group first under a fixed name", tf(demand + "node_group_name = \"w\""),
       tf(spot + "node_group_name = \"w\""), "capacity-type-change-recreates error"},
      {"On-Demand to SPOT, under a name that changes with it", tf(demand + "node_group_name = \"w1\""),
       tf(spot + "node_group_name = \"w2\""), "capacity-type-change-recreates warning"},
      {"On-Demand to SPOT, ignored", tf(demand), tf(spot, "ignore_changes = [capacity_type]"), ""},
      {"On-Demand to SPOT, all ignored", tf(demand), tf(spot, "ignore_changes = all"), ""},
      {"On-Demand to SPOT, prevented", tf(demand), tf(spot, "create_before_destroy = true\nprevent_destroy = true"),
       "capacity-type-change-recreates error"},
      {"capacity and types at once are one replacement", tf(demand, ""), tf(spot + "instance_types = " + kMore, ""),
       "capacity-type-change-recreates error"},
      {"types reordered", tf(spot), tf(spot + "instance_types = " + kOrder), "instance-types-change-recreates warning"},
      {"one type added", tf(spot), tf(spot + "instance_types = " + kMore), "instance-types-change-recreates warning"},
      {"types from a local",
       tf(spot),
       {{"main.tf", "locals {\ntypes = " + kTypes + "\n}\n" + resource(spot + "instance_types = local.types")}},
       ""},
      {"the default of a variable changed by a tfvars alone",
       {{"main.tf", types_of + resource("instance_types = var.types")}},
       {{"main.tf", types_of + resource("instance_types = var.types")},
        {"terraform.tfvars", "types = " + kMore + "\n"}},
       "instance-types-change-recreates warning"},
      {"types that are not known",
       {{"main.tf", "variable \"types\" {}\n" + resource("instance_types = var.types")}},
       {{"main.tf", "variable \"other\" {}\n" + resource("instance_types = var.other")}},
       ""},
      {"types known to types unknown",
       tf(""),
       {{"main.tf", "variable \"types\" {}\n" + resource("instance_types = var.types")}},
       ""},
      {"one zone added", tf(""), tf("subnet_ids = [\"subnet-0a1\", \"subnet-0b2\", \"subnet-0c3\"]"),
       "subnets-change-recreates warning"},
      {"subnets reordered", tf(""), tf("subnet_ids = [\"subnet-0b2\", \"subnet-0a1\"]"), ""},
      {"one subnet more of those that the code makes",
       {{"main.tf", "resource \"aws_subnet\" \"a\" {}\nresource \"aws_subnet\" \"b\" {}\n" +
                        resource("subnet_ids = [aws_subnet.a.id]")}},
       {{"main.tf", "resource \"aws_subnet\" \"a\" {}\nresource \"aws_subnet\" \"b\" {}\n" +
                        resource("subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]")}},
       "subnets-change-recreates warning"},
      {"a subnet resource renamed: its state may have moved",
       {{"main.tf", "resource \"aws_subnet\" \"a\" {}\n" + resource("subnet_ids = [aws_subnet.a.id]")}},
       {{"main.tf", "resource \"aws_subnet\" \"b\" {}\n" + resource("subnet_ids = [aws_subnet.b.id]")}},
       ""},
      {"subnets of a data source",
       {{"main.tf", resource("subnet_ids = data.aws_subnets.x.ids")}},
       {{"main.tf", resource("subnet_ids = data.aws_subnets.y.ids")}},
       ""},
      {"the key of a map renamed",
       {{"main.tf", resource(each + "node_group_name_prefix = \"w-${each.key}\"")}},
       {{"main.tf", resource("for_each = toset([\"a\", \"c\"])\nnode_group_name_prefix = \"w-${each.key}\"")}},
       "group-removed warning"},
      {"a key less",
       {{"main.tf", resource(each)}},
       {{"main.tf", resource("for_each = toset([\"a\"])")}},
       "group-removed warning"},
      {"keys that are not known",
       {{"main.tf", resource(each)}},
       {{"main.tf", "variable \"keys\" {}\n" + resource("for_each = var.keys")}},
       ""},
      {"count comes", tf(""), tf("count = 1"), ""},
      {"the address moved by a block",
       tf(""),
       {{"main.tf", "moved {\nfrom = aws_eks_node_group.w\nto = aws_eks_node_group.x\n}\n" +
                        resource("", "create_before_destroy = true", "resource \"aws_eks_node_group\" \"x\"")}},
       ""},
      {"moved by a block, and changed",
       tf(demand),
       {{"main.tf", "moved {\nfrom = aws_eks_node_group.w\nto = aws_eks_node_group.x\n}\n" +
                        resource(spot, "create_before_destroy = true", "resource \"aws_eks_node_group\" \"x\"")}},
       "capacity-type-change-recreates warning"},
      {"moves that go in a circle",
       tf(""),
       {{"main.tf",
         "moved {\nfrom = aws_eks_node_group.w\nto = aws_eks_node_group.x\n}\nmoved {\nfrom = aws_eks_node_group.x\nto "
         "= "
         "aws_eks_node_group.w\n}\n" +
             resource("")}},
       ""},
      {"the address changed and nothing moves it",
       tf(""),
       {{"main.tf", resource("", "create_before_destroy = true", "resource \"aws_eks_node_group\" \"x\"")}},
       "group-removed warning"},
      {"the address changed under a fixed name",
       tf("node_group_name = \"w\""),
       {{"main.tf", resource("node_group_name = \"w\"", "", "resource \"aws_eks_node_group\" \"x\"")}},
       "group-removed error"},
      {"moved to another file", tf(spot), {{"groups.tf", resource(spot)}, {"main.tf", "\n"}}, ""},
      {"moved to a child module by a block",
       tf(spot),
       {{"main.tf", called + "moved {\nfrom = aws_eks_node_group.w\nto = module.groups.aws_eks_node_group.w\n}\n"},
        {"groups/main.tf", resource(spot)}},
       ""},
      {"moved to a child module, and nothing says so",
       tf(spot),
       {{"main.tf", called}, {"groups/main.tf", resource(spot)}},
       "group-removed warning"},
      {"another version of the same template", tf(with_template("id = \"lt-0a1\"\nversion = \"3\"")),
       tf(with_template("id = \"lt-0a1\"\nversion = \"4\"")), "rolling-update-on-apply info"},
      {"another template", tf(with_template("id = \"lt-0a1\"\nversion = \"3\"")),
       tf(with_template("id = \"lt-0b2\"\nversion = \"3\"")), "launch-template-identity-change warning"},
      {"a template by its name in place of its id", tf(with_template("id = \"lt-0a1\"\nversion = \"3\"")),
       tf(with_template("name = \"t\"\nversion = \"3\"")), ""},
      {"a first template",
       {{"main.tf", template_of + resource("")}},
       {{"main.tf", template_of + resource(with_template("id = aws_launch_template.t.id\nversion = \"1\""))}},
       "launch-template-identity-change warning"},
      {"no template any more: what that does is not known", tf(with_template("id = \"lt-0a1\"\nversion = \"3\"")),
       tf(""), ""},
      {"Amazon Linux 2 to 2023", tf("ami_type = \"AL2_x86_64\""), tf("ami_type = \"AL2023_x86_64_STANDARD\""),
       "ami-type-change-recreates warning"},
      {"an image that EKS may have chosen", tf(""), tf("ami_type = \"AL2023_x86_64_STANDARD\""), ""},
      {"an image that EKS never chooses", tf(""), tf("ami_type = \"BOTTLEROCKET_x86_64\""),
       "ami-type-change-recreates warning"},
      {"a larger disk", tf("disk_size = 50"), tf("disk_size = 100"), "disk-size-change-recreates warning"},
      {"the disk that it has by itself", tf(""), tf("disk_size = 20"), ""},
      {"another role", tf(""), tf("node_role_arn = \"arn:aws:iam::111122223333:role/other\""),
       "node-role-change-recreates warning"},
      {"another role of those that the code makes",
       {{"main.tf", roles + resource("node_role_arn = aws_iam_role.a.arn")}},
       {{"main.tf", roles + resource("node_role_arn = aws_iam_role.b.arn")}},
       "node-role-change-recreates warning"},
      {"a name in place of a prefix", tf(""), tf("node_group_name = \"w\""), "name-change-recreates warning"},
      {"a prefix in place of a name", tf("node_group_name = \"w\""), tf(""), "name-change-recreates warning"},
      {"another cluster", tf(""), tf("cluster_name = \"second\""), "recreate-destroy-first warning"},
      {"SSH that goes", tf("remote_access {\nec2_ssh_key = \"ops\"\n}"), tf(""),
       "remote-access-change-recreates warning"},
      {"another SSH key", tf("remote_access {\nec2_ssh_key = \"ops\"\n}"),
       tf("remote_access {\nec2_ssh_key = \"dev\"\n}"), "remote-access-change-recreates warning"},
      {"another release", tf("release_version = \"1.33.1-20250915\""), tf("release_version = \"1.33.4-20251016\""),
       "rolling-update-on-apply info"},
      {"labels, tags, taints", tf("labels = {\na = \"1\"\n}"), tf("labels = {\na = \"2\"\n}\ntags = {\nb = \"1\"\n}"),
       ""},
      {"fewer nodes", tf(sizes(1, 5, 9)), tf(sizes(1, 2, 9)), "desired-size-lowered warning"},
      {"fewer nodes, ignored", tf(sizes(1, 5, 9), "ignore_changes = [scaling_config[0].desired_size]"),
       tf(sizes(1, 2, 9), "ignore_changes = [scaling_config[0].desired_size]"), ""},
      {"fewer nodes, their block ignored", tf(sizes(1, 5, 9), "ignore_changes = [scaling_config[0]]"),
       tf(sizes(1, 2, 9), "ignore_changes = [scaling_config[0]]"), ""},
      {"fewer nodes, ignored by an index",
       tf(sizes(1, 5, 9), R"(ignore_changes = [scaling_config[0]["desired_size"]])"),
       tf(sizes(1, 2, 9), R"(ignore_changes = [scaling_config[0]["desired_size"]])"), ""},
      {"fewer nodes, another size ignored", tf(sizes(1, 5, 9), R"(ignore_changes = [scaling_config[0]["max_size"]])"),
       tf(sizes(1, 2, 9), R"(ignore_changes = [scaling_config[0]["max_size"]])"), "desired-size-lowered warning"},
      {"a maximum below the nodes there are", tf(sizes(1, 5, 9), "ignore_changes = [scaling_config[0].desired_size]"),
       tf(sizes(1, 3, 3), "ignore_changes = [scaling_config[0].desired_size]"), "desired-size-lowered warning"},
      {"a minimum above the nodes there are", tf(sizes(1, 2, 9), "ignore_changes = [scaling_config[0].desired_size]"),
       tf(sizes(4, 4, 9), "ignore_changes = [scaling_config[0].desired_size]"), "min-raised-above-desired warning"},
      {"a minimum and the nodes with it", tf(sizes(1, 2, 9)), tf(sizes(4, 4, 9)), ""},
      {"provider 3.19.0",
       {{"main.tf", provider("3.18.0") + resource("")}},
       {{"main.tf", provider("3.19.0") + resource("")}},
       "capacity-type-diff-on-upgrade warning"},
      {"provider 3.20.0",
       {{"main.tf", provider("3.18.0") + resource("")}},
       {{"main.tf", provider("3.20.0") + resource("")}},
       ""},
      {"count comes to what the group refers to",
       {{"main.tf", template_of + "resource \"aws_iam_role\" \"a\" {}\nresource \"aws_subnet\" \"a\" {}\n" +
                        resource("node_role_arn = aws_iam_role.a.arn\nsubnet_ids = [aws_subnet.a.id]\n" +
                                 with_template("id = aws_launch_template.t.id\nversion = \"1\""))}},
       {{"main.tf",
         "resource \"aws_launch_template\" \"t\" {\ncount = 1\nname = \"t\"\n}\nresource \"aws_iam_role\" \"a\" "
         "{\ncount = 1\n}\nresource \"aws_subnet\" \"a\" {\ncount = 1\n}\n" +
             resource("node_role_arn = aws_iam_role.a[0].arn\nsubnet_ids = [aws_subnet.a[0].id]\n" +
                      with_template("id = aws_launch_template.t[0].id\nversion = \"1\""))}},
       ""},
      {"let go of without being deleted",
       tf(""),
       {{"main.tf", "removed {\nfrom = aws_eks_node_group.w\nlifecycle {\ndestroy = false\n}\n}\n"}},
       ""},
      {"removed as one writes it today",
       tf(""),
       {{"main.tf", "removed {\nfrom = aws_eks_node_group.w\n}\n"}},
       "group-removed warning"},
      {"moved under a key with a space",
       {{"main.tf", resource("for_each = toset([\"a b\"])")}},
       {{"main.tf", "moved {\nfrom = aws_eks_node_group.w [ \"a b\" ] # old\nto = aws_eks_node_group.w[\"c\"]\n}\n" +
                        resource("for_each = toset([\"c\"])")}},
       ""},
      {"another cluster has room for the name", tf("node_group_name = \"w\""),
       tf("node_group_name = \"w\"\ncluster_name = \"second\""), "recreate-destroy-first warning"},
      {"a member of a list is ignored, and another changes",
       tf("", "create_before_destroy = true\nignore_changes = [instance_types[0]]"),
       tf("instance_types = " + kMore, "create_before_destroy = true\nignore_changes = [instance_types[0]]"),
       "instance-types-change-recreates warning"},
      {"an empty block of SSH that goes", tf("remote_access {\nec2_ssh_key = null\n}"), tf(""), ""},
      {"a module in the repository that is called no more",
       {{"main.tf", "module \"groups\" {\nsource = \"./groups\"\nfor_each = toset([\"a\"])\n}\n"},
        {"groups/main.tf", resource(spot)}},
       {{"main.tf", "module \"groups\" {\nsource = \"./groups\"\nfor_each = toset([])\n}\n"},
        {"groups/main.tf", resource(spot)}},
       "group-removed warning"},
      {"code moved to a module that is not read",
       {{"main.tf", called}, {"groups/main.tf", resource(spot)}},
       {{"main.tf", "module \"groups\" {\nsource = \"git::https://git.example.com/groups.git\"\n}\n"}},
       ""},
      {"a file that does not parse any more",
       {{"main.tf", resource("")}, {"more.tf", resource("", "", child + "x")}},
       {{"main.tf", resource("")}, {"more.tf", "resource \"aws_eks_node_group\" {{\n"}},
       ""},
  });
}

TEST_CASE("changes of groups of terraform-aws-modules/eks") {
  const std::string spot = "capacity_type = \"SPOT\"\n";
  const std::string types = "instance_types = " + kTypes + "\n";
  const std::string base = spot + types;
  const std::string own_template = "create_launch_template = false\nuse_custom_launch_template = true\n";
  check({
      {"absent to the default", eks(types), eks(types + "capacity_type = \"ON_DEMAND\""), ""},
      {"absent to SPOT", eks(types), eks(base), "capacity-type-change-recreates warning"},
      {"SPOT to absent stays SPOT: the module passes a null on", eks(base), eks(types), "capacity-type-removed info"},
      {"the same with a null that is written", eks(base), eks(types + "capacity_type = null"),
       "capacity-type-removed info"},
      {"the same where the defaults of all groups had it",
       eks(types, "20.37.2", "w", "eks_managed_node_group_defaults = {\n" + spot + "}"), eks(types),
       "capacity-type-removed info"},
      {"SPOT to absent in a version that gives its default to the group", eks(base, "21.0.0"), eks(types, "21.0.0"),
       "capacity-type-change-recreates warning"},
      {"the same with a null that is written", eks(base, "~> 21.0"), eks(types + "capacity_type = null", "~> 21.0"),
       "capacity-type-change-recreates warning"},
      {"the same, while the version becomes one of these", eks(base), eks(types, "21.0.0"),
       "capacity-type-change-recreates warning"},
      {"absent to the default in such a version", eks(types, "21.0.0"),
       eks(types + "capacity_type = \"ON_DEMAND\"", "21.0.0"), ""},
      {"absent in both, while the version becomes one of these", eks(types), eks(types, "21.0.0"), ""},
      {"On-Demand to absent", eks(types + "capacity_type = \"ON_DEMAND\""), eks(types), ""},
      {"SPOT to absent in a version that is not known", eks(base, ">= 18.0"), eks(types, ">= 18.0"), ""},
      {"SPOT to absent by the inner module, whose default no null is passed over", inner(base), inner(types),
       "capacity-type-change-recreates warning"},
      {"SPOT to null by it", inner(base), inner(types + "capacity_type = null"), "capacity-type-removed info"},
      {"SPOT to absent in version 17, which has no default", legacy(base), legacy(types), "capacity-type-removed info"},
      {"On-Demand to SPOT under a fixed name", eks(types + "use_name_prefix = false"),
       eks(base + "use_name_prefix = false"), "capacity-type-change-recreates error"},
      {"types reordered", eks(base), eks(spot + "instance_types = " + kOrder),
       "instance-types-change-recreates warning"},
      {"one type added", eks(base), eks(spot + "instance_types = " + kMore), "instance-types-change-recreates warning"},
      {"types from the defaults of all groups", eks(base),
       eks(spot, "20.37.2", "w", "eks_managed_node_group_defaults = {\n" + types + "}"), ""},
      {"the defaults of all groups changed",
       eks(spot, "20.37.2", "w", "eks_managed_node_group_defaults = {\n" + types + "}"),
       eks(spot, "20.37.2", "w", "eks_managed_node_group_defaults = {\ninstance_types = " + kMore + "\n}"),
       "instance-types-change-recreates warning"},
      {"types by a tfvars alone",
       {{"main.tf", "variable \"types\" {}\n" + eks(spot + "instance_types = var.types")["main.tf"]},
        {"terraform.tfvars", "types = " + kTypes + "\n"}},
       {{"main.tf", "variable \"types\" {}\n" + eks(spot + "instance_types = var.types")["main.tf"]},
        {"terraform.tfvars", "types = " + kMore + "\n"}},
       "instance-types-change-recreates warning"},
      {"one zone added", eks(base + "subnet_ids = [\"subnet-0a1\"]"),
       eks(base + "subnet_ids = [\"subnet-0a1\", \"subnet-0b2\"]"), "subnets-change-recreates warning"},
      {"subnets reordered", eks(base + "subnet_ids = [\"subnet-0a1\", \"subnet-0b2\"]"),
       eks(base + "subnet_ids = [\"subnet-0b2\", \"subnet-0a1\"]"), ""},
      {"subnets of the module in place of none of its own", eks(base),
       eks(base + "subnet_ids = [\"subnet-0a1\", \"subnet-0b2\"]"), ""},
      {"the key of the map renamed", eks(base), eks(base, "20.37.2", "general"), "group-removed warning"},
      {"the key renamed, the name kept, under a fixed name", eks(base + "name = \"w\"\nuse_name_prefix = false"),
       eks(base + "name = \"w\"\nuse_name_prefix = false", "20.37.2", "general"), "group-removed error"},
      {"the call moved by a block",
       eks(base),
       {{"main.tf", "moved {\nfrom = module.eks\nto = module.cluster\n}\n" +
                        std::string(eks(base)["main.tf"]).replace(8, 3, "cluster")}},
       ""},
      {"the call renamed, and nothing moves it",
       eks(base),
       {{"main.tf", std::string(eks(base)["main.tf"]).replace(8, 3, "cluster")}},
       "group-removed warning"},
      {"moved to another file", eks(base), {{"eks.tf", eks(base)["main.tf"]}}, ""},
      {"a copy of the module in place of the module: it is not known where its groups stand",
       eks(base),
       {{"main.tf", std::regex_replace(eks(base)["main.tf"],
                                       std::regex("terraform-aws-modules/eks/aws\"\nversion = \"20.37.2"), "./copy")},
        {"copy/main.tf",
         "variable \"eks_managed_node_groups\" {}\nvariable \"cluster_name\" {}\nvariable \"subnet_ids\" {}\n" +
             resource("for_each = var.eks_managed_node_groups\n")}},
       ""},
      {"another module in its place, which is not read",
       eks(base),
       {{"main.tf",
         std::regex_replace(eks(base)["main.tf"], std::regex("terraform-aws-modules/eks/aws"), "example/eks/aws")}},
       ""},
      {"version 19 to 20", eks(base, "19.21.0"), eks(base, "20.37.2"), ""},
      {"version 20 to 21, which asks for an image that EKS may have chosen", eks(base, "20.37.2"), eks(base, "21.19.0"),
       ""},
      {"version 17 to 18, which makes its groups elsewhere",
       {{"main.tf",
         "module \"eks\" {\nsource = \"terraform-aws-modules/eks/aws\"\nversion = \"17.24.0\"\ncluster_name = "
         "\"example\"\nnode_groups = {\nw = {\n" +
             base + "}\n}\n}\n"}},
       eks(base, "18.31.2"),
       "group-removed warning"},
      {"version 18 passes a disk size on where it makes no template",
       eks(base + "create_launch_template = false\nlaunch_template_name = \"\"\ndisk_size = 50", "18.31.2"),
       eks(base + "create_launch_template = false\nlaunch_template_name = \"\"\ndisk_size = 60", "18.31.2"),
       "disk-size-change-recreates warning"},
      {"version 18 to 19 without a template",
       eks(base + "create_launch_template = false\nlaunch_template_name = \"\"", "18.31.2"),
       eks(base + "use_custom_launch_template = false", "19.21.0"), ""},
      {"the types of a capacity block stand in its template",
       eks("capacity_type = \"CAPACITY_BLOCK\"\ninstance_types = [\"p5.48xlarge\"]"),
       eks("capacity_type = \"CAPACITY_BLOCK\"\ninstance_types = [\"p5e.48xlarge\"]"), ""},
      {"another name", eks(base + "name = \"a\""), eks(base + "name = \"b\""), "name-change-recreates warning"},
      {"a fixed name in place of a prefix", eks(base), eks(base + "use_name_prefix = false"),
       "name-change-recreates warning"},
      {"Amazon Linux 2 to 2023", eks(base + "ami_type = \"AL2_x86_64\""),
       eks(base + "ami_type = \"AL2023_x86_64_STANDARD\""), "ami-type-change-recreates warning"},
      {"another template of the user's", eks(base + own_template + "launch_template_id = \"lt-0a1\""),
       eks(base + own_template + "launch_template_id = \"lt-0b2\""), "launch-template-identity-change warning"},
      {"another version of it",
       eks(base + own_template + "launch_template_id = \"lt-0a1\"\nlaunch_template_version = \"1\""),
       eks(base + own_template + "launch_template_id = \"lt-0a1\"\nlaunch_template_version = \"2\""),
       "rolling-update-on-apply info"},
      {"another Kubernetes version of the cluster", eks(base, "20.37.2", "w", "cluster_version = \"1.32\""),
       eks(base, "20.37.2", "w", "cluster_version = \"1.33\""), "rolling-update-on-apply info"},
      {"the same under the name of version 21", eks(base, "20.37.2", "w", "cluster_version = \"1.32\""),
       eks(base, "21.19.0", "w", "kubernetes_version = \"1.32\""), ""},
      {"another one of the cluster, and an image of its own",
       eks(base + "ami_id = \"ami-0a1\"", "20.37.2", "w", "cluster_version = \"1.32\""),
       eks(base + "ami_id = \"ami-0a1\"", "20.37.2", "w", "cluster_version = \"1.33\""), ""},
      {"a disk size that the module passes on", eks(base + "use_custom_launch_template = false\ndisk_size = 50"),
       eks(base + "use_custom_launch_template = false\ndisk_size = 100"), "disk-size-change-recreates warning"},
      {"a disk size that it does not pass on", eks(base + "disk_size = 50"), eks(base + "disk_size = 100"), ""},
      {"another role", eks(base + "create_iam_role = false\niam_role_arn = \"arn:aws:iam::111122223333:role/a\""),
       eks(base + "create_iam_role = false\niam_role_arn = \"arn:aws:iam::111122223333:role/b\""),
       "node-role-change-recreates warning"},
      {"fewer nodes, which the module ignores", eks(base + "desired_size = 5\nmax_size = 9"),
       eks(base + "desired_size = 2\nmax_size = 9"), ""},
      {"a minimum above the nodes there are", eks(base + "min_size = 1\ndesired_size = 1\nmax_size = 9"),
       eks(base + "min_size = 3\ndesired_size = 3\nmax_size = 9"), "min-raised-above-desired warning"},
      {"create = false", eks(base), eks(base + "create = false"), "group-removed warning"},
      {"labels", eks(base + "labels = {\na = \"1\"\n}"), eks(base + "labels = {\na = \"2\"\n}"), ""},
  });
}

TEST_CASE("changes of nodegroups.yaml") {
  const std::string spot = "capacity_type: SPOT, ";
  const std::string base = spot + kYamlTypes;
  const std::string subnets = ", subnet_ids: [subnet-0a1, subnet-0b2]";
  check({
      {"absent to the default", yaml(kYamlTypes), yaml("capacity_type: ON_DEMAND, " + kYamlTypes), ""},
      {"absent to SPOT", yaml(kYamlTypes), yaml(base), "capacity-type-change-recreates warning"},
      {"SPOT to absent stays SPOT", yaml(base), yaml(kYamlTypes), "capacity-type-removed info"},
      {"On-Demand to SPOT", yaml("capacity_type: ON_DEMAND, " + kYamlTypes), yaml(base),
       "capacity-type-change-recreates warning"},
      {"On-Demand to SPOT under a fixed name", yaml(kYamlTypes + ", node_group_name: w"),
       yaml(base + ", node_group_name: w"), "capacity-type-change-recreates error"},
      {"capacity and types at once are one replacement", yaml(kYamlTypes), yaml(spot + kYamlMore),
       "capacity-type-change-recreates warning"},
      {"types reordered", yaml(base), yaml(spot + kYamlOrder), "instance-types-change-recreates warning"},
      {"one type added", yaml(base), yaml(spot + kYamlMore), "instance-types-change-recreates warning"},
      {"types from the defaults", yaml(base),
       yaml(spot, "w", "cluster_name: example\ndefaults: {" + kYamlTypes + "}\n"), ""},
      {"the defaults changed", yaml(spot, "w", "cluster_name: example\ndefaults: {" + kYamlTypes + "}\n"),
       yaml(spot, "w", "cluster_name: example\ndefaults: {" + kYamlMore + "}\n"),
       "instance-types-change-recreates warning"},
      {"types from an anchor", yaml(base),
       yaml(spot + "instance_types: *t", "w",
            "cluster_name: example\nx-t: &t [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]\n"),
       ""},
      {"one zone added", yaml(base + subnets), yaml(base + ", subnet_ids: [subnet-0a1, subnet-0b2, subnet-0c3]"),
       "subnets-change-recreates warning"},
      {"subnets reordered", yaml(base + subnets), yaml(base + ", subnet_ids: [subnet-0b2, subnet-0a1]"), ""},
      {"the key renamed", yaml(base), yaml(base, "general"), "group-removed warning"},
      {"the key renamed, the name kept", yaml(base + ", node_group_name: w"),
       yaml(base + ", node_group_name: w", "general"), "group-removed error"},
      {"a group less", yaml(base + "}\n  x: {" + base), yaml(base), "group-removed warning"},
      {"a group more", yaml(base), yaml(base + "}\n  x: {" + base), ""},
      {"groups reordered", yaml(base + "}\n  x: {" + base), yaml(base + "}\n  w: {" + base, "x"), ""},
      {"a list in place of a map",
       yaml(base),
       {{"nodegroups.yaml", "cluster_name: example\nnode_groups:\n  - {node_group_name_prefix: w, " + base + "}\n"}},
       "name-change-recreates warning"},
      {"another cluster", yaml(base), yaml(base, "w", "cluster_name: second\n"), "recreate-destroy-first warning"},
      {"another region", yaml(base, "w", "cluster_name: example\nregion: eu-west-1\n"),
       yaml(base, "w", "cluster_name: example\nregion: eu-north-1\n"), "recreate-destroy-first warning"},
      {"another template", yaml(base + ", launch_template: {id: lt-0a1, version: '1'}"),
       yaml(base + ", launch_template: {id: lt-0b2, version: '1'}"), "launch-template-identity-change warning"},
      {"another version of it", yaml(base + ", launch_template: {id: lt-0a1, version: '1'}"),
       yaml(base + ", launch_template: {id: lt-0a1, version: '2'}"), "rolling-update-on-apply info"},
      {"Amazon Linux 2 to 2023", yaml(base + ", ami_type: AL2_x86_64"),
       yaml(base + ", ami_type: AL2023_x86_64_STANDARD"), "ami-type-change-recreates warning"},
      {"a larger disk", yaml(base + ", disk_size: 50"), yaml(base + ", disk_size: 100"),
       "disk-size-change-recreates warning"},
      {"another role", yaml(base + ", node_role_arn: 'arn:aws:iam::111122223333:role/a'"),
       yaml(base + ", node_role_arn: 'arn:aws:iam::111122223333:role/b'"), "node-role-change-recreates warning"},
      {"a name in place of none", yaml(base), yaml(base + ", node_group_name: w"), "name-change-recreates warning"},
      {"fewer nodes, which what is written ignores",
       yaml(base + ", scaling_config: {min_size: 1, desired_size: 5, max_size: 9}"),
       yaml(base + ", scaling_config: {min_size: 1, desired_size: 2, max_size: 9}"), ""},
      {"labels", yaml(base + ", labels: {a: '1'}"), yaml(base + ", labels: {a: '2'}"), ""},
      {"documents that change places",
       {{"nodegroups.yaml", "cluster_name: a\nnode_groups:\n  w: {" + base +
                                "}\n---\ncluster_name: b\nnode_groups:\n  w: {" + spot + kYamlMore + "}\n"}},
       {{"nodegroups.yaml", "cluster_name: b\nnode_groups:\n  w: {" + spot + kYamlMore +
                                "}\n---\ncluster_name: a\nnode_groups:\n  w: {" + base + "}\n"}},
       ""},
      {"a document less",
       {{"nodegroups.yaml", "cluster_name: a\nnode_groups:\n  w: {" + base +
                                "}\n---\ncluster_name: b\nnode_groups:\n  w: {" + spot + kYamlMore + "}\n"}},
       {{"nodegroups.yaml", "cluster_name: b\nnode_groups:\n  w: {" + spot + kYamlMore + "}\n"}},
       ""},
      {"no groups any more", yaml(base), {{"nodegroups.yaml", "cluster_name: example\n"}}, "group-removed warning"},
      {"a file that does not parse any more", yaml(base), {{"nodegroups.yaml", "node_groups: [\n"}}, ""},
  });
}

TEST_CASE("many groups are compared in time that grows with their number") {
  std::string before = "cluster_name: e\nnode_groups:\n";
  std::string after = before;
  constexpr int kMany = 20000;
  for (int i = 0; i < kMany; ++i) {
    before += "  a" + std::to_string(i) + ": {disk_size: 50}\n";
    after += "  " + std::string(i % 2 == 0 ? "a" : "b") + std::to_string(i) + ": {disk_size: 60}\n";
  }
  Changes changes;
  const lint::FileResult result = changes.of({{"nodegroups.yaml", before}}, {{"nodegroups.yaml", after}});
  // Half of them are changed, half deleted: quadratic work on these would not end in the time a test has.
  CHECK(result.verdict.findings.size() == kMany);
}

TEST_CASE("many documents and many subnets are compared in time that grows with their number") {
  std::string before;
  std::string after;
  for (int i = 0; i < 3000; ++i) {
    const std::string head = "---\ncluster_name: c" + std::to_string(i) + "\nnode_groups:\n  a: {disk_size: ";
    before += head + "50}\n";
    after = head + "60}\n" + after;  // in another order
  }
  std::string subnets;
  for (int i = 0; i < 50000; ++i) subnets += (i == 0 ? "subnet-" : ", subnet-") + std::to_string(i);
  const std::string one = "---\ncluster_name: subnets\nnode_groups:\n  a: {capacity_type: SPOT, subnet_ids: [";
  before += one + subnets + "]}\n";
  after += one + "subnet-x, " + subnets + "]}\n";
  Changes changes;
  const lint::FileResult result = changes.of({{"nodegroups.yaml", before}}, {{"nodegroups.yaml", after}});
  CHECK(result.verdict.findings.size() == 3001);
}

TEST_CASE("a change lies where it is written, or where its name is") {
  Changes changes;
  const auto place = [&](const Files& before, const Files& after) {
    const lint::FileResult result = changes.of(before, after);
    REQUIRE(result.verdict.findings.size() == 1);
    return std::string(changes.sources.text(result.verdict.findings[0].place));
  };
  const std::string made = "resource \"aws_launch_template\" \"a\" {}\nresource \"aws_launch_template\" \"b\" {}\n";
  const auto with = [&](const std::string& name) {
    return Files{
        {"main.tf", made + resource(with_template("id = aws_launch_template." + name + ".id\nversion = \"1\""))}};
  };
  CHECK(place(with("a"), with("b")) == "id");
  CHECK(place(tf("disk_size = 50"), tf("disk_size = 60")) == "60");
}

TEST_CASE("a capacity type that is written no more is told once, by what became of the group") {
  Changes changes;
  const auto was = changes.sources.add("nodegroups.yaml", "node_groups:\n  w: {capacity_type: SPOT}\n", "before");
  const auto is = changes.sources.add("nodegroups.yaml", "node_groups:\n  w: {disk_size: 20}\n");
  const lint::Settings settings{"eu-west-1", {}, {}, {}, {}};
  lint::FileResult result = changes.linter.judge(changes.sources, is, settings, true);
  const auto said = [&](const std::string& rule) {
    return std::count_if(result.verdict.findings.begin(), result.verdict.findings.end(),
                         [&](const lint::Finding& finding) { return finding.rule == rule; });
  };
  CHECK(said("capacity-type-unset") == 1);
  lint::merge(result, changes.linter.compare(changes.sources, was, is, settings), changes.linter.engine());
  CHECK(said("capacity-type-unset") == 0);
  CHECK(said("capacity-type-removed") == 1);
}

TEST_CASE("a command in a help has what a shell reads as one word") {
  struct Row {
    std::string cluster;
    std::string part;
  };
  const std::vector<Row> rows{
      {"example", "--cluster-name example --nodegroup-name GROUP --scaling-config desiredSize=4"},
      {"$(date)", "--cluster-name CLUSTER --nodegroup-name GROUP --scaling-config desiredSize=4"},
  };
  Changes changes;
  for (const Row& row : rows) {
    CAPTURE(row.cluster);
    const auto state = [&](const std::string& size) {
      return tf("cluster_name = \"" + row.cluster + "\"\n" + size, "ignore_changes = [scaling_config[0].desired_size]");
    };
    std::string help;
    const lint::FileResult result = changes.of(state(sizes(1, 2, 9)), state(sizes(4, 4, 9)));
    for (const lint::Finding& finding : result.verdict.findings) {
      if (finding.rule == "min-raised-above-desired") help = finding.help;
    }
    CAPTURE(help);
    CHECK(help.find(row.part) != std::string::npos);
  }
}
