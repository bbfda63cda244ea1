#include "support/read.hpp"

using mng::test::ReadDocument;
using mng::test::words;

TEST_CASE("a map of groups is read in source order, keys as names") {
  ReadDocument read(
      "cluster_name: example\nregion: eu-west-1\nkubernetes_version: 1.30\n"
      "node_groups:\n  zeta: {capacity_type: SPOT}\n  alpha: {node_group_name: other}\n  empty:\n");
  REQUIRE(read.document.groups.size() == 3);
  CHECK(read.document.groups[0].name == "zeta");
  CHECK(read.document.groups[0].key == "zeta");
  CHECK(read.sources.text(read.document.groups[0].place) == "zeta");
  CHECK(read.document.groups[1].key == "alpha");
  CHECK(read.document.groups[1].name == "other");
  CHECK(read.document.groups[2].name == "empty");
  CHECK(read.document.issues.empty());
  CHECK(read.facts->cluster("name").as_string() == "example");
  // The digits as written: 1.30 is not 1.3.
  CHECK(read.facts->cluster("kubernetes_version").as_string() == "1.30");
}

TEST_CASE("a list of groups is read, each by its name or prefix") {
  ReadDocument read(
      "cluster_name: example\nnode_groups:\n  - node_group_name: first\n    capacity_type: SPOT\n"
      "  - node_group_name_prefix: second-\n  - capacity_type: SPOT\n");
  REQUIRE(read.document.groups.size() == 3);
  CHECK(read.document.groups[0].key == "first");
  CHECK(read.sources.text(read.document.groups[0].place) == "first");
  CHECK(read.document.groups[1].name == "second");
  CHECK(read.document.groups[2].name == "group 3");
}

TEST_CASE("absent, null and given are told apart") {
  ReadDocument read("cluster_name: example\nnode_groups:\n  a: {capacity_type: SPOT, ami_type: }\n  b: {}\n");
  CHECK(read.field(0, "capacity_type").given);
  CHECK_FALSE(read.field(0, "ami_type").given);
  CHECK_FALSE(read.field(1, "capacity_type").given);
  CHECK(read.attribute(1, "capacity_type").as_string() == "ON_DEMAND");
  CHECK(words(read.attribute(1, "instance_types")) == "t3.medium");
  CHECK(read.attribute(1, "ami_type").is_null());
  CHECK(read.attribute(1, "scaling_config").get("min_size")->is_null());
}

TEST_CASE("defaults are merged under every group, nested maps alike, and remember where they are written") {
  ReadDocument read(
      "defaults:\n  capacity_type: SPOT\n  scaling_config: {min_size: 1, max_size: 9}\n  labels: {team: a}\n"
      "node_groups:\n  one:\n    scaling_config: {max_size: 5, desired_size: 2}\n    labels: {tier: web}\n");
  const auto& type = read.attribute(0, "capacity_type");
  CHECK(type.as_string() == "SPOT");
  CHECK(read.at(type) == "SPOT");
  REQUIRE(type.via() != nullptr);
  CHECK(read.sources.text(type.via()->range) == "one");
  const auto& scaling = read.attribute(0, "scaling_config");
  CHECK(scaling.get("min_size")->as_integer() == 1);
  CHECK(scaling.get("max_size")->as_integer() == 5);
  CHECK(scaling.get("desired_size")->as_integer() == 2);
  CHECK(read.attribute(0, "labels").get("team")->as_string() == "a");
  CHECK(read.attribute(0, "labels").get("tier")->as_string() == "web");
}

TEST_CASE("an alias keeps the place of its anchor and says where it is used") {
  ReadDocument read(
      "x-types: &types [m5.xlarge, m5a.xlarge]\ncluster_name: e\nnode_groups:\n  one: {instance_types: *types}\n");
  CHECK(read.document.issues.empty());
  const auto& types = read.attribute(0, "instance_types");
  CHECK(read.at(types) == "[m5.xlarge, m5a.xlarge]");
  CHECK(read.at(types.items()[1]) == "m5a.xlarge");
  const auto known = read.fact(0, "types");
  const auto* name = known.items()[1].get("name");
  REQUIRE(name->via() != nullptr);
  CHECK(read.sources.text(name->via()->range) == "*types");
}

TEST_CASE("unknown names are told with the nearest, once, wherever they stand") {
  ReadDocument read(
      "cluster_name: e\nregoin: eu-west-1\ndefaults: {capcity_type: SPOT}\n"
      "node_groups:\n  one: {instanceTypes: [m5.xlarge]}\n  two: {scaling_config: {minsize: 1}}\n");
  const auto& issues = read.document.issues;
  REQUIRE(issues.size() == 4);
  const auto has = [&](std::string_view at, std::string_view help) {
    for (const auto& issue : issues) {
      if (read.at(issue.at) == at) return issue.rule == "unknown-attribute" && issue.help == help;
    }
    return false;
  };
  CHECK(has("regoin", "did you mean `region`?"));
  CHECK(has("capcity_type", "did you mean `capacity_type`?"));
  CHECK(has("instanceTypes", "did you mean `instance_types`?"));
  CHECK(has("minsize", "did you mean `min_size`?"));
}

TEST_CASE("values are converted as Terraform converts them") {
  ReadDocument read(
      "cluster_name: e\nnode_groups:\n  one:\n    disk_size: \"50\"\n    force_update_version: \"true\"\n"
      "    launch_template: {id: lt-1, version: 3}\n    labels: {n: 1, b: true}\n"
      "    scaling_config: [{min_size: 1}]\n");
  CHECK(read.document.issues.empty());
  CHECK(read.attribute(0, "disk_size").as_integer() == 50);
  CHECK(read.attribute(0, "force_update_version").as_bool());
  CHECK(read.attribute(0, "launch_template").get("version")->as_string() == "3");
  CHECK(read.attribute(0, "labels").get("b")->as_string() == "true");
  CHECK(read.attribute(0, "scaling_config").get("min_size")->as_integer() == 1);
}

TEST_CASE("a value that does not fit is one issue and then unknown") {
  struct Row {
    const char* text;
    const char* rule;
    const char* message;
  };
  const Row row = GENERATE(
      Row{"capacity_type: spot", "capacity-type-invalid", "`spot` is no value of `capacity_type`"},
      Row{"capacity_type: [SPOT]", "invalid-value", "`capacity_type` takes a string, not a list"},
      Row{"instance_types: m5.xlarge", "invalid-value", "`instance_types` takes a list of strings, not `m5.xlarge`"},
      Row{"instance_types: [[m5.xlarge]]", "invalid-value", "a member of `instance_types` is a string, not a list"},
      Row{"subnet_ids: []", "invalid-value", "`subnet_ids` is empty"},
      Row{"disk_size: big", "invalid-value", "`disk_size` takes a whole number, not `big`"},
      Row{"labels: [a]", "invalid-value", "`labels` takes a map of strings, not a list"},
      Row{"scaling_config: 3", "invalid-value", "`scaling_config` takes a map, not `3`"},
      Row{"scaling_config: {max_size: 0}", "scaling-bounds", "`max_size` is 0; the least is 1"},
      Row{"update_config: {max_unavailable: 101}", "invalid-value", "`max_unavailable` is 101; the most is 100"},
      Row{"taint: [{key: a, effect: NoSchedule}]", "taint-invalid", "`NoSchedule` is no value of `effect`"},
      Row{"node_group_name_prefix: a-prefix-that-is-longer-than-37-characters", "name-too-long",
          "`node_group_name_prefix` has 42 characters; the most is 37"});
  ReadDocument read(std::string("cluster_name: e\nnode_groups:\n  one:\n    ") + row.text + "\n");
  CAPTURE(row.text);
  REQUIRE(read.document.issues.size() == 1);
  CHECK(read.document.issues[0].rule == row.rule);
  CHECK(read.document.issues[0].message == row.message);
}

TEST_CASE("what is not known stays unknown, with what it depends on") {
  ReadDocument read(
      "cluster_name: e\nnode_groups:\n  one: {capacity_type: $TYPE, instance_types: [m5.xlarge, $MORE]}\n");
  CHECK(read.document.issues.empty());
  const auto& type = read.attribute(0, "capacity_type");
  REQUIRE(type.is_unknown());
  REQUIRE(type.as_unknown().depends_on.size() == 1);
  CHECK(type.as_unknown().depends_on[0] == "$TYPE");
  CHECK(read.facts->listed(0).size() == 1);
}

TEST_CASE("a value of AWS's that looks like a placeholder stands for itself where it is one") {
  struct Row {
    const char* written;
    const char* read;  // nullptr: not known
  };
  const Row row = GENERATE(Row{"$Latest", "$Latest"}, Row{"\"$Latest\"", "$Latest"}, Row{"'$Latest'", "$Latest"},
                           Row{"\"$Default\"", "$Default"}, Row{"$LATEST", nullptr}, Row{"\"${Latest}\"", nullptr},
                           Row{"x$Latest", nullptr}, Row{"$Latest$X", nullptr});
  CAPTURE(row.written);
  ReadDocument read(std::string("cluster_name: e\nnode_groups:\n  one:\n    ami_type: $Latest\n    launch_template: "
                                "{id: lt-1, version: ") +
                    row.written + "}\n");
  CHECK(read.document.issues.empty());
  const auto* version = read.attribute(0, "launch_template").get("version");
  REQUIRE(version != nullptr);
  CHECK(version->is_string() == (row.read != nullptr));
  if (row.read != nullptr) CHECK(version->as_string() == row.read);
  CHECK(read.attribute(0, "ami_type").is_unknown());
}

TEST_CASE("detection needs more than the key") {
  const auto detected = [](const std::string& text, bool declared = false) {
    ReadDocument with("cluster_name: e\nnode_groups: {}\n");
    const auto source = with.sources.add("x", text);
    const auto file = mng::syntax::read_yaml(with.sources, source, with.arena);
    return with.form->detects(file.documents[0].value, declared, with.vocabulary, with.arena);
  };
  CHECK(detected("node_groups: {a: {instance_types: [m5.xlarge]}}"));
  CHECK(detected("node_groups: [{capacity_type: SPOT}]"));
  CHECK(detected("defaults: {capacity_type: SPOT}\nnode_groups: {a: }"));
  CHECK(detected("cluster_name: e\nnode_groups: {}"));
  CHECK(detected("cluster_name: e\nnode_groups: {a: {labels: {b: c}}}"));
  CHECK(detected("node_groups: {a: {labels: {b: c}}, b: }", true));
  CHECK_FALSE(detected("node_groups: {}"));
  CHECK_FALSE(detected("node_groups: {all: {hosts: [a, b]}}"));
  CHECK_FALSE(detected("node_groups: [web, db]"));
  CHECK_FALSE(detected("groups: {a: {capacity_type: SPOT}}"));
  CHECK_FALSE(detected("- node_groups", true));
  // A file named so, with the key misspelt; a Kubernetes object of that name is none.
  CHECK(detected("nodeGroups: {a: {labels: {b: c}}}", true));
  CHECK(detected("cluster_name: e\nnode_group: {}", true));
  CHECK_FALSE(detected("nodeGroups: {a: {labels: {b: c}}}"));
  CHECK_FALSE(detected("apiVersion: eksctl.io/v1alpha5\nnodeGroups: []", true));
  // What older modules for Terraform take, and other tools' spelling.
  CHECK_FALSE(detected("project: x\nnode_groups: {workers: {desired_capacity: 2, instance_type: m5.large}}"));
  CHECK_FALSE(detected("node_groups: {a: {instanceTypes: [m5.xlarge]}}"));
  // Another tool's pools, with keys that many tools have.
  CHECK_FALSE(detected("node_groups: [{name: pool, flavor: m1.large, labels: {a: b}, count: 3}]"));
  CHECK_FALSE(detected("cluster_name: e\nnode_groups: [{name: pool, flavor: m1.large, labels: {a: b}}]"));
}

TEST_CASE("a file is declared by its name or its schema comment") {
  ReadDocument with("cluster_name: e\nnode_groups: {}\n");
  CHECK(with.form->is_declared("envs/nodegroups.yaml", ""));
  CHECK(with.form->is_declared("nodegroups.prod.yml", ""));
  CHECK(with.form->is_declared("x.yaml", "./schema/nodegroups.schema.json"));
  CHECK_FALSE(with.form->is_declared("groups.yaml", "other.schema.json"));
}

TEST_CASE("what an unknown map may hold is unknown, not absent") {
  for (const std::string text : {"cluster_name: e\ndefaults: $D\nnode_groups: {one: {capacity_type: SPOT}}\n",
                                 "cluster_name: e\nnode_groups: {one: {<<: $D, capacity_type: SPOT}}\n",
                                 "cluster_name: e\ndefaults: {<<: $D}\nnode_groups: {one: {capacity_type: SPOT}}\n"}) {
    CAPTURE(text);
    ReadDocument read(text);
    CHECK(read.attribute(0, "instance_types").is_unknown());
    CHECK(read.attribute(0, "subnet_ids").is_unknown());
    REQUIRE(read.attribute(0, "capacity_type").is_string());
  }
  // Defaults that the group's unknown keys may replace.
  ReadDocument read("cluster_name: e\ndefaults: {ami_type: X}\nnode_groups: {one: {<<: $D}}\n");
  CHECK(read.attribute(0, "ami_type").is_unknown());
}

TEST_CASE("a group that is not known is named as not checked") {
  for (const std::string text : {"cluster_name: e\nnode_groups: {one: $G}\n", "cluster_name: e\nnode_groups: $G\n",
                                 "cluster_name: e\nnode_groups: {<<: $G}\n"}) {
    CAPTURE(text);
    ReadDocument read(text);
    CHECK(read.document.groups.empty());
    CHECK(read.document.not_checked.size() == 1);
  }
}

TEST_CASE("a group that is no map does not lend its place to the next") {
  ReadDocument read("cluster_name: e\nnode_groups: {a: 5, b: {capacity_type: spot}}\n");
  REQUIRE(read.document.issues.size() == 2);
  CHECK(read.document.issues[0].group == -1);
  CHECK(read.document.issues[1].group == 0);
  CHECK(read.document.groups[0].name == "b");
}

TEST_CASE("sizes are whole numbers") {
  ReadDocument read(
      "cluster_name: e\nnode_groups: {a: {disk_size: 20.5, scaling_config: {min_size: 0.5, max_size: 3}}}\n");
  REQUIRE(read.document.issues.size() == 2);
  CHECK(read.document.issues[0].message.find("takes a whole number") != std::string::npos);
}

TEST_CASE("a document with endless faults is said to be one") {
  std::string text = "cluster_name: e\nnode_groups:\n  a:\n    capacity_type: SPOT\n";
  for (int i = 0; i < 5000; ++i) text += "    bad" + std::to_string(i) + ": 1\n";
  ReadDocument read(text);
  CHECK(read.document.issues.size() == mng::model::kMostIssues);
  CHECK(read.document.issues.back().message.find("faults in this document") != std::string::npos);
}
