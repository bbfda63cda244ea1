#include <limits>
#include <set>
#include <utility>

#include "model/facts_cluster.hpp"
#include "support/read.hpp"

using mng::test::ReadDocument;
using mng::test::words;

namespace {

/// One group, in flow style, on SPOT in eu-west-1.
std::string group(const std::string& attributes) {
  return "region: eu-west-1\ncluster_name: e\nnode_groups:\n  one: {capacity_type: SPOT, " + attributes + "}\n";
}

}  // namespace

TEST_CASE("the vocabulary declares exactly the facts there is code for") {
  ReadDocument read("cluster_name: e\nnode_groups: {}\n");
  std::set<std::string_view> declared;
  for (const auto& fact : read.vocabulary.group().derived) {
    declared.insert(fact.name);
    CHECK_FALSE(fact.meaning.empty());
  }
  const auto coded = mng::model::Facts::names();
  CHECK(declared == std::set<std::string_view>(coded.begin(), coded.end()));
  std::set<std::string_view> of_clusters;
  for (const auto& fact : read.vocabulary.cluster().derived) {
    of_clusters.insert(fact.name);
    CHECK_FALSE(fact.meaning.empty());
  }
  const auto coded_of_clusters = mng::model::cluster_fact_names();
  CHECK(of_clusters == std::set<std::string_view>(coded_of_clusters.begin(), coded_of_clusters.end()));
}

TEST_CASE("every attribute has a meaning, a source and what a change does") {
  ReadDocument read("cluster_name: e\nnode_groups: {}\n");
  const auto check = [](const auto& self, const mng::model::Attribute& attribute) -> void {
    CAPTURE(attribute.name);
    CHECK_FALSE(attribute.meaning.empty());
    CHECK_FALSE(attribute.source.empty());
    for (const auto& nested : attribute.nested) self(self, nested);
  };
  for (const auto& attribute : read.vocabulary.group().attributes) check(check, attribute);
  // The arguments of aws_eks_node_group, its exported ones aside.
  CHECK(read.vocabulary.group().attributes.size() == 24);
  for (const char* name : {"cluster_name",
                           "node_group_name",
                           "node_group_name_prefix",
                           "node_role_arn",
                           "subnet_ids",
                           "scaling_config",
                           "ami_type",
                           "capacity_type",
                           "disk_size",
                           "instance_types",
                           "labels",
                           "launch_template",
                           "node_repair_config",
                           "release_version",
                           "remote_access",
                           "force_update_version",
                           "taint",
                           "update_config",
                           "warm_pool_config",
                           "version",
                           "tags",
                           "tags_all",
                           "region"}) {
    CAPTURE(name);
    const bool there = read.vocabulary.group().find(name) != nullptr;
    CHECK(there);
  }
}

TEST_CASE("the shape is what most types share, ties go to the first") {
  ReadDocument most(group("instance_types: [r5.large, m5.xlarge, m5a.xlarge]"));
  const auto shape = most.fact(0, "shape");
  CHECK(shape.get("vcpu")->as_integer() == 4);
  CHECK(shape.get("memory")->as_integer() == 16);
  CHECK(shape.get("architecture")->as_string() == "x86_64");
  CHECK(shape.get("text")->as_string() == "4 vCPU and 16 GiB");
  CHECK(words(*shape.get("odd_types")) == "r5.large");
  CHECK(most.at(shape.get("odd_types")->items()[0]) == "r5.large");

  ReadDocument tie(group("instance_types: [r5.large, m5.xlarge]"));
  CHECK(tie.fact(0, "shape").get("text")->as_string() == "2 vCPU and 16 GiB");
  ReadDocument none(group("instance_types: [nothing.here]"));
  CHECK(none.fact(0, "shape").is_null());
  CHECK(none.fact(0, "vcpu").is_null());
}

TEST_CASE("peers have the group's very shape, are offered, and are not in it") {
  ReadDocument read(group("instance_types: [m5.xlarge, m5a.xlarge]"));
  const auto peers = read.fact(0, "peers");
  REQUIRE(peers.items().size() > 5);
  const auto& tables = mng::catalogue::builtin();
  const auto region = *tables.find_region("eu-west-1");
  for (const auto& peer : peers.items()) {
    CAPTURE(peer.as_string());
    CHECK(peer.as_string() != "m5.xlarge");
    CHECK(peer.as_string() != "m5a.xlarge");
    const auto type = tables.find_type(peer.as_string());
    REQUIRE(type);
    CHECK(tables.types[*type].vcpu == 4);
    CHECK(tables.types[*type].memory_mib == 16384);
    CHECK(tables.types[*type].accelerators == 0);
    CHECK(tables.types[*type].spot);
    CHECK(tables.offered_in(*type, region));
  }
}

TEST_CASE("a group with accelerators has only peers with as many of the kind") {
  ReadDocument read(group("instance_types: [g4dn.xlarge]"));
  const auto& tables = mng::catalogue::builtin();
  for (const auto& peer : read.fact(0, "peers").items()) {
    CAPTURE(peer.as_string());
    const auto& type = tables.types[*tables.find_type(peer.as_string())];
    CHECK(type.gpus == 1);
    CHECK_FALSE(type.part_of_gpu);
    CHECK(type.accelerators == mng::catalogue::kGpu);
  }
}

TEST_CASE("names the catalogue lacks have their nearest, later generations are told apart") {
  ReadDocument read(
      group("instance_types: [m5.xlrage, r99i.xlarge, m9zzz.xlarge, r11i.xlarge, m9i.xlarge, m7idn.xlarge]"));
  const auto unknown = read.fact(0, "unknown_types");
  REQUIRE(unknown.items().size() == 6);
  CHECK(unknown.items()[0].get("nearest")->items()[0].as_string() == "m5.xlarge");
  CHECK_FALSE(unknown.items()[0].get("newer")->as_bool());
  CHECK_FALSE(unknown.items()[1].get("newer")->as_bool());  // far beyond any generation
  CHECK_FALSE(unknown.items()[2].get("newer")->as_bool());
  CHECK(unknown.items()[3].get("newer")->as_bool());
  CHECK(unknown.items()[4].get("newer")->as_bool());        // m9g is known, and m8i
  CHECK_FALSE(unknown.items()[5].get("newer")->as_bool());  // m6idn is known, but 7 is past
}

TEST_CASE("repeats, retired types and what the region lacks") {
  ReadDocument read(
      "region: af-south-1\ncluster_name: e\nnode_groups:\n  one: {instance_types: [c5.xlarge, c5.xlarge, p2.xlarge, "
      "c4.xlarge]}\n");
  CHECK(words(read.fact(0, "repeated_types")) == "c5.xlarge");
  CHECK(words(read.fact(0, "retired_types")) == "p2.xlarge");
  CHECK(words(read.fact(0, "types_not_offered")) == "c4.xlarge");
  ReadDocument nowhere("cluster_name: e\nnode_groups:\n  one: {instance_types: [c4.xlarge]}\n");
  CHECK(words(nowhere.fact(0, "types_not_offered")).empty());
  ReadDocument told("cluster_name: e\nnode_groups:\n  one: {instance_types: [c4.xlarge]}\n", "af-south-1");
  CHECK(words(told.fact(0, "types_not_offered")) == "c4.xlarge");
}

TEST_CASE("types in a launch template are not guessed") {
  ReadDocument read("cluster_name: e\nnode_groups:\n  one: {launch_template: {id: lt-1, version: 1}}\n  two: {}\n");
  CHECK(read.facts->listed(0).empty());
  CHECK(read.facts->listed(1).size() == 1);
}

TEST_CASE("zones are counted as far as they are told") {
  // Least and most; what is known for certain has both alike.
  using Bounds = std::pair<double, double>;
  const auto count = [](const std::string& subnets, const std::string& map) {
    ReadDocument read("cluster_name: e\nsubnets: {" + map + "}\nnode_groups:\n  one: {subnet_ids: " + subnets + "}\n");
    const auto value = read.fact(0, "zone_count");
    if (value.is_unknown()) return Bounds{value.as_unknown().low, value.as_unknown().high};
    return Bounds{value.as_double(), value.as_double()};
  };
  CHECK(count("[a]", "") == Bounds{1, 1});
  CHECK(count("[a, a]", "") == Bounds{1, 1});
  CHECK(count("[a, b]", "a: z1, b: z2") == Bounds{2, 2});
  CHECK(count("[a, b]", "a: z1, b: z1") == Bounds{1, 1});
  CHECK(count("[a, b, c]", "a: z1, b: z2") == Bounds{2, 3});
  CHECK(count("[a, b]", "") == Bounds{1, 2});
  CHECK(count("$SUBNETS", "") == Bounds{1, std::numeric_limits<double>::infinity()});
}

TEST_CASE("groups of one shape in other zones are siblings") {
  ReadDocument read(
      "cluster_name: e\nsubnets: {a: z1, b: z2, c: z1}\ndefaults: {capacity_type: SPOT, instance_types: [m5.xlarge]}\n"
      "node_groups:\n  one: {subnet_ids: [a]}\n  two: {subnet_ids: [b]}\n  same: {subnet_ids: [c]}\n"
      "  other: {subnet_ids: [b], instance_types: [r5.large]}\n  demand: {subnet_ids: [b], capacity_type: "
      "ON_DEMAND}\n");
  CHECK(words(read.fact(0, "zone_siblings")) == "two");
  CHECK(words(read.fact(1, "zone_siblings")) == "one same");
  const auto siblings = read.fact(0, "siblings");
  REQUIRE(siblings.is_object());
  CHECK(words(*siblings.get("SPOT")) == "two same other");
  CHECK(words(*siblings.get("ON_DEMAND")) == "demand");
}

TEST_CASE("a group whose one subnet is among another's lies in no other zone") {
  ReadDocument read(
      "cluster_name: e\nsubnets: {a: z1, b: z1, c: z2}\ndefaults: {capacity_type: SPOT, instance_types: [m5.xlarge]}\n"
      "node_groups:\n  one: {subnet_ids: [a]}\n  two: {subnet_ids: [a, b]}\n");
  CHECK(words(read.fact(0, "zone_siblings")).empty());
  CHECK(read.fact(0, "zone_siblings").wholly_known());
  CHECK(read.fact(1, "zone_siblings").wholly_known());
}

TEST_CASE("what a mistyped name may have meant fits the group") {
  ReadDocument read(
      "region: eu-west-1\ncluster_name: e\nnode_groups:\n"
      "  one: {instance_types: [m5.xlarge, m5a.xlarge, m5.xlrage]}\n  two: {instance_types: [c6g.xlarge, "
      "c7i.2xlrge]}\n");
  const auto nearest = [&](std::size_t group) {
    return words(*read.fact(group, "unknown_types").items()[0].get("nearest"));
  };
  // Neither what is listed, nor another size, nor another architecture.
  CHECK(nearest(0) == "m4.xlarge m5d.xlarge m5n.xlarge");
  CHECK(nearest(1).empty());
  CHECK(read.fact(1, "plain_ami").as_string() == "AL2023_ARM_64_STANDARD");
}

TEST_CASE("pools are types times zones") {
  ReadDocument read(
      "cluster_name: e\nsubnets: {a: z1, b: z2}\nnode_groups:\n"
      "  one: {subnet_ids: [a, b], instance_types: [m5.xlarge, m5a.xlarge, m5.xlarge]}\n  two: {}\n");
  CHECK(read.fact(0, "pools").as_integer() == 4);
  CHECK(read.fact(1, "pools").is_null());
}
