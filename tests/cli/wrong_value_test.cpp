// A wrong value of every attribute: which rule says it, and in what words.
#include <nlohmann/json.hpp>

#include "cli/program.hpp"

using namespace mng::test;

namespace {

struct Case {
  std::string attribute;  ///< with what it stands in: "scaling_config.max_size"
  std::string value;
  std::string rule;
  std::string message;  ///< begins with this
};

/// A group with that attribute, and `column` where its value stands.
std::string document(const Case& one, std::size_t& column) {
  std::string line = "    ";
  std::string close;
  std::string_view rest = one.attribute;
  for (std::size_t dot = 0; (dot = rest.find('.')) != std::string_view::npos; rest.remove_prefix(dot + 1)) {
    const bool list = rest.substr(0, dot).ends_with("[]");
    line += std::string(rest.substr(0, dot - (list ? 2 : 0))) + (list ? ": [{" : ": {");
    close = (list ? "}]" : "}") + close;
  }
  // A template is named somehow; what is wrong here is something else.
  if (one.attribute == "launch_template.version") line += "id: lt-1, ";
  line += std::string(rest) + ": ";
  column = line.size() + 1;
  return "node_groups:\n  a:\n" + line + one.value + close + "\n";
}

void check(const Case& one) {
  const Scratch scratch;
  std::size_t column = 0;
  scratch.file("nodegroups.yaml", document(one, column));
  const Run run = lint({"nodegroups.yaml", "--format", "json"});
  INFO(one.attribute << ": " << one.value);
  MNG_SHOW(run);
  CHECK(run.exit == 1);
  CHECK(run.err.empty());
  const nlohmann::json findings = nlohmann::json::parse(run.out)["findings"];
  std::size_t found = 0;
  for (const nlohmann::json& finding : findings) {
    if (finding["line"] != 3 || finding["severity"] == "info") continue;
    ++found;
    CHECK(finding["rule"] == one.rule);
    CHECK(finding["column"] == column);
    CHECK(finding["message"].get<std::string>().substr(0, one.message.size()) == one.message);
  }
  CHECK(found == 1);
}

const char* const kWrong = "invalid-value";

}  // namespace

TEST_CASE("a scalar of the wrong type is said with what the attribute takes") {
  for (const char* name : {"cluster_name",
                           "node_group_name",
                           "node_group_name_prefix",
                           "node_role_arn",
                           "region",
                           "ami_type",
                           "launch_template.id",
                           "launch_template.name",
                           "launch_template.version",
                           "remote_access.ec2_ssh_key",
                           "release_version",
                           "version",
                           "timeouts.create",
                           "timeouts.update",
                           "timeouts.delete",
                           "update_config.update_strategy",
                           "taint[].key",
                           "taint[].value",
                           "taint[].effect",
                           "warm_pool_config.pool_state"}) {
    const std::string_view whole = name;
    const std::string leaf(whole.substr(whole.rfind('.') == std::string_view::npos ? 0 : whole.rfind('.') + 1));
    check({name, "[x]", kWrong, "`" + leaf + "` takes a string, not a list"});
    check({name, "{x: y}", kWrong, "`" + leaf + "` takes a string, not "});
  }
  for (const char* name : {"disk_size", "update_config.max_unavailable", "update_config.max_unavailable_percentage",
                           "node_repair_config.max_parallel_nodes_repaired_count", "warm_pool_config.min_size"}) {
    const std::string_view whole = name;
    const std::string leaf(whole.substr(whole.rfind('.') == std::string_view::npos ? 0 : whole.rfind('.') + 1));
    check({name, "many", kWrong, "`" + leaf + "` takes a whole number, not `many`"});
    check({name, "[1]", kWrong, "`" + leaf + "` takes a whole number, not a list"});
    check({name, "true", kWrong, "`" + leaf + "` takes a whole number, not `true`"});
  }
  for (const char* name : {"force_update_version", "node_repair_config.enabled", "warm_pool_config.enabled",
                           "warm_pool_config.reuse_on_scale_in"}) {
    const std::string_view whole = name;
    const std::string leaf(whole.substr(whole.rfind('.') == std::string_view::npos ? 0 : whole.rfind('.') + 1));
    check({name, "maybe", kWrong, "`" + leaf + "` takes true or false, not `maybe`"});
    check({name, "7", kWrong, "`" + leaf + "` takes true or false, not `7`"});
  }
}

TEST_CASE("sizes out of bounds break the rule of sizes, those of the wrong type are no sizes") {
  for (const char* name : {"min_size", "desired_size", "max_size"}) {
    const std::string leaf = name;
    check({"scaling_config." + leaf, "three", kWrong, "`" + leaf + "` takes a whole number, not `three`"});
    check({"scaling_config." + leaf, "-1", "scaling-bounds", "`" + leaf + "` is -1; the least is "});
    check({"scaling_config." + leaf, "[]", kWrong, "`" + leaf + "` takes a whole number, not a list"});
  }
}

TEST_CASE("a collection of the wrong type is said with what the attribute takes") {
  for (const Case& one : {
           Case{"subnet_ids", "subnet-1", kWrong, "`subnet_ids` takes a list of strings, not `subnet-1`"},
           Case{"instance_types", "m5.xlarge", kWrong, "`instance_types` takes a list of strings, not `m5.xlarge`"},
           Case{"instance_types", "{m5.xlarge: 1}", kWrong, "`instance_types` takes a list of strings, not "},
           Case{"instance_types", "5", kWrong, "`instance_types` takes a list of strings, not `5`"},
           Case{"labels", "[a]", kWrong, "`labels` takes a map of strings, not a list"},
           Case{"labels", "spot", kWrong, "`labels` takes a map of strings, not `spot`"},
           Case{"tags", "[a]", kWrong, "`tags` takes a map of strings, not a list"},
           Case{"tags_all", "[a]", kWrong, "`tags_all` takes a map of strings, not a list"},
           Case{"taint", "spot", kWrong, "`taint` takes a list of maps, not `spot`"},
           Case{"taint", "{key: a}", kWrong, "`taint` takes a list of maps, not "},
           Case{"scaling_config", "3", kWrong, "`scaling_config` takes a map, not `3`"},
           Case{"scaling_config", "[1, 2]", kWrong, "`scaling_config` takes a map, not a list"},
           Case{"update_config", "1", kWrong, "`update_config` takes a map, not `1`"},
           Case{"launch_template", "lt-1", kWrong, "`launch_template` takes a map, not `lt-1`"},
           Case{"remote_access", "key", kWrong, "`remote_access` takes a map, not `key`"},
           Case{"node_repair_config", "true", kWrong, "`node_repair_config` takes a map, not `true`"},
           Case{"warm_pool_config", "true", kWrong, "`warm_pool_config` takes a map, not `true`"},
           Case{"timeouts", "60m", kWrong, "`timeouts` takes a map, not `60m`"},
           Case{"remote_access.source_security_group_ids", "sg-1", kWrong,
                "`source_security_group_ids` takes a list of strings, not `sg-1`"},
           Case{"node_repair_config.node_repair_config_overrides", "{a: 1}", kWrong,
                "`node_repair_config_overrides` takes a list of maps, not "},
       }) {
    check(one);
  }
}

TEST_CASE("a value that there is not, or out of bounds, is said") {
  const std::string long_name(101, 'a');
  for (const Case& one : {
           Case{"capacity_type", "spot", "capacity-type-invalid", "`spot` is no value of `capacity_type`"},
           Case{"capacity_type", "5", "capacity-type-invalid", "`5` is no value of `capacity_type`"},
           Case{"capacity_type", "[SPOT]", kWrong, "`capacity_type` takes a string, not a list"},
           Case{"ami_type", "AL2023", "ami-type-invalid", "`AL2023` is no value of `ami_type` that is known"},
           Case{"taint[].effect", "NoSchedule", "taint-invalid", "`NoSchedule` is no value of `effect`"},
           Case{"update_config.update_strategy", "minimal", kWrong, "`minimal` is no value of `update_strategy`"},
           Case{"warm_pool_config.pool_state", "stopped", kWrong, "`stopped` is no value of `pool_state`"},
           Case{"update_config.max_unavailable", "0", kWrong, "`max_unavailable` is 0; the least is 1"},
           Case{"update_config.max_unavailable", "101", kWrong, "`max_unavailable` is 101; the most is 100"},
           Case{"update_config.max_unavailable_percentage", "250", kWrong,
                "`max_unavailable_percentage` is 250; the most is 100"},
           Case{"warm_pool_config.min_size", "-1", kWrong, "`min_size` is -1; the least is 0"},
           Case{"warm_pool_config.max_group_prepared_capacity", "-2", kWrong,
                "`max_group_prepared_capacity` is -2; the least is -1"},
           Case{"cluster_name", long_name, kWrong, "`cluster_name` has 101 characters; the most is 100"},
           Case{"cluster_name", "\"\"", kWrong, "`cluster_name` is empty"},
           Case{"node_group_name", "\"a b\"", "name-too-long",
                "`a b` is no value of `node_group_name`: ` ` is none of A-Z a-z 0-9 - _"},
           Case{"node_group_name", "-a", "name-too-long",
                "`-a` is no value of `node_group_name`: it begins with none of A-Z a-z 0-9"},
           Case{"node_group_name", "\"gr\u00fcn\"", "name-too-long",
                "`gr\u00fcn` is no value of `node_group_name`: `\u00fc` is none"},
           Case{"node_group_name", long_name, "name-too-long", "`node_group_name` has 101 characters; the most is 63"},
           Case{"node_group_name_prefix", long_name, "name-too-long",
                "`node_group_name_prefix` has 101 characters; the most is 37"},
           Case{"subnet_ids", "[]", kWrong, "`subnet_ids` is empty"},
       }) {
    check(one);
  }
}

TEST_CASE("what a document gives its cluster is judged too") {
  struct Top {
    std::string line, place, rule, said;
  };
  for (const Top& one : {
           Top{"region: [eu-west-1]", "1:9", kWrong, "`region` takes a string, not a list"},
           Top{"autoscaler: karpentr", "1:13", kWrong, "`karpentr` is no value of `autoscaler`"},
           Top{"subnets: [subnet-1]", "1:10", kWrong, "`subnets` takes a map of strings, not a list"},
           Top{"kubernetes_version: {a: b}", "1:21", kWrong, "`kubernetes_version` takes a string, not "},
           Top{"defaults: [a]", "1:11", kWrong, "`defaults` takes a map"},
           Top{"regoin: eu-west-1", "1:1", "unknown-attribute", "`regoin`"},
       }) {
    const Scratch scratch;
    scratch.file("nodegroups.yaml", one.line + "\nnode_groups: {a: {capacity_type: ON_DEMAND}}\n");
    const Run run = lint({"nodegroups.yaml"});
    MNG_SHOW(run);
    CHECK(run.exit == 1);
    CHECK(has(run.out, "nodegroups.yaml:" + one.place + ": error: "));
    CHECK(has(run.out, one.said));
    CHECK(has(run.out, "[" + one.rule + "]"));
    CHECK(has(run.out, "1 error in 1 node group"));
  }
}

TEST_CASE("groups that are none are said") {
  const Scratch scratch;
  for (const char* groups : {"5", "text", "[5]", "{a: 5}", "{a: [x]}", "[[x]]"}) {
    scratch.file("nodegroups.yaml", std::string("cluster_name: x\nnode_groups: ") + groups + "\n");
    const Run run = lint({"nodegroups.yaml"});
    INFO(groups);
    MNG_SHOW(run);
    CHECK(run.exit == 1);
    CHECK(has(run.out, "nodegroups.yaml:2:"));
    CHECK(has(run.out, "a node group is a map of attributes"));
    CHECK(has(run.out, "1 error in"));
  }
  for (const char* groups : {"", "{}", "[]", "~"}) {
    scratch.file("nodegroups.yaml", std::string("cluster_name: x\nnode_groups: ") + groups + "\n");
    const Run run = lint({"nodegroups.yaml"});
    INFO(groups);
    MNG_SHOW(run);
    CHECK(run.exit == 0);
  }
}

TEST_CASE("a member of the wrong type is called a member") {
  const Scratch scratch;
  scratch.file("a.yaml", "node_groups:\n  a:\n    instance_types: [m5.large, [x]]\n    labels: {a: {b: c}}\n");
  const Run run = lint({"a.yaml"});
  MNG_SHOW(run);
  CHECK_FALSE(has(run.out, "`instance_types` takes a string"));
  CHECK_FALSE(has(run.out, "`labels` takes a string"));
}

TEST_CASE("the length of a name is counted in characters, not in bytes") {
  const Scratch scratch;
  std::string name;
  for (int i = 0; i < 100; ++i) name += "ö";
  scratch.file("a.yaml", "node_groups:\n  a: {capacity_type: ON_DEMAND, cluster_name: " + name + "}\n");
  const Run run = lint({"a.yaml"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
}

TEST_CASE("what a module makes up of a group's key is told at the group") {
  const Scratch scratch;
  const std::string name = "a-very-long-name-for-a-node-group-that-is-no-good";
  const std::string head = "  source  = \"terraform-aws-modules/eks/aws";
  scratch.file("main.tf", "# first\nmodule \"eks\" {\n" + head + "\"\n  version = \"~> 20.0\"\n" +
                              "  eks_managed_node_groups = {\n    " + name +
                              " = { capacity_type = \"SPOT\" }\n  }\n}\n" + "module \"g\" {\n" + head +
                              "//modules/eks-managed-node-group\"\n  version = \"~> 20.0\"\n" +
                              "  name = format(\"%s-x\", \"" + name + "\")\n}\n");
  const Run run = lint({"main.tf", "--select", "name-too-long"});
  MNG_SHOW(run);
  CHECK(has(run.out, "main.tf:6:5: error: `name` has 49 characters; the most is 36 [name-too-long]\n"));
  CHECK(has(run.out, "main.tf:12:10: error: `name` has 51 characters; the most is 36 [name-too-long]\n"));
}
