// What a change of each attribute does, against the schema of Terraform's own provider.
#include <algorithm>
#include <map>
#include <set>

#include "model/comparison.hpp"
#include "model/knowledge.hpp"
#include "model/vocabulary.hpp"
#include "support/catch.hpp"

using namespace mng;

namespace {

/// ForceNew and Computed as the provider declares them.
struct Row {
  bool force_new = false;
  bool computed = false;
};

// Read from terraform-provider-aws internal/service/eks/node_group.go at
// 012e0a32f0686212f447447fd3d81c3d0ce256ad, `resourceNodeGroup`.
const std::map<std::string, Row> kProvider{
    {"ami_type", {true, true}},
    {"capacity_type", {true, true}},
    {"cluster_name", {true, false}},
    {"disk_size", {true, true}},
    {"force_update_version", {false, false}},
    {"instance_types", {true, true}},
    {"labels", {false, false}},
    {"launch_template", {false, false}},
    {"launch_template.id", {true, true}},
    {"launch_template.name", {true, true}},
    {"launch_template.version", {false, false}},
    {"node_group_name", {true, true}},
    {"node_group_name_prefix", {true, true}},
    {"node_repair_config", {false, true}},
    {"node_repair_config.enabled", {false, false}},
    {"node_role_arn", {true, false}},
    {"release_version", {false, true}},
    {"remote_access", {true, false}},
    {"remote_access.ec2_ssh_key", {true, false}},
    {"remote_access.source_security_group_ids", {true, false}},
    {"scaling_config", {false, false}},
    {"scaling_config.desired_size", {false, false}},
    {"scaling_config.max_size", {false, false}},
    {"scaling_config.min_size", {false, false}},
    {"subnet_ids", {true, false}},
    {"tags", {false, false}},
    {"tags_all", {false, true}},
    {"taint", {false, false}},
    {"taint.effect", {false, false}},
    {"taint.key", {false, false}},
    {"taint.value", {false, false}},
    {"update_config", {false, true}},
    {"update_config.max_unavailable", {false, false}},
    {"update_config.max_unavailable_percentage", {false, false}},
    {"version", {false, true}},
};

// Newer than that commit. UpdateNodegroupConfig takes updateConfig, nodeRepairConfig and warmPoolConfig
// (botocore 1.43.11, eks/2017-11-01), and of these the provider documents none as forcing a replacement. A change of
// region forces one on every resource of provider 6: forceNewIfRegionChanges in its internal/provider.
const std::map<std::string, Row> kNewer{
    {"node_repair_config.max_parallel_nodes_repaired_count", {false, false}},
    {"node_repair_config.max_parallel_nodes_repaired_percentage", {false, false}},
    {"node_repair_config.max_unhealthy_node_threshold_count", {false, false}},
    {"node_repair_config.max_unhealthy_node_threshold_percentage", {false, false}},
    {"node_repair_config.node_repair_config_overrides", {false, false}},
    {"node_repair_config.node_repair_config_overrides.min_repair_wait_time_mins", {false, false}},
    {"node_repair_config.node_repair_config_overrides.node_monitoring_condition", {false, false}},
    {"node_repair_config.node_repair_config_overrides.node_unhealthy_reason", {false, false}},
    {"node_repair_config.node_repair_config_overrides.repair_action", {false, false}},
    {"region", {true, true}},
    {"update_config.update_strategy", {false, false}},
    {"warm_pool_config", {false, false}},
    {"warm_pool_config.enabled", {false, false}},
    {"warm_pool_config.max_group_prepared_capacity", {false, false}},
    {"warm_pool_config.min_size", {false, false}},
    {"warm_pool_config.pool_state", {false, false}},
    {"warm_pool_config.reuse_on_scale_in", {false, false}},
};

// The plugin framework's own, no attribute of the resource's schema.
const std::map<std::string, Row> kTimeouts{
    {"timeouts", {false, false}},
    {"timeouts.create", {false, false}},
    {"timeouts.delete", {false, false}},
    {"timeouts.update", {false, false}},
};

// `resourceNodeGroupUpdate` calls UpdateNodegroupVersion for these: every node is replaced in turn.
const std::vector<std::string> kRolling{"launch_template.version", "release_version", "version"};

void walk(const std::vector<model::Attribute>& attributes, const std::string& prefix,
          std::map<std::string, const model::Attribute*>& out) {
  for (const model::Attribute& attribute : attributes) {
    const std::string path = prefix + std::string(attribute.name);
    out[path] = &attribute;
    walk(attribute.nested, path + ".", out);
  }
}

}  // namespace

TEST_CASE("what a change of each attribute does is what the provider declares") {
  hcl::Arena arena;
  hcl::Diagnostics diagnostics;
  const auto vocabulary = model::Vocabulary::load(model::builtin_vocabulary().ast, arena, diagnostics);
  std::map<std::string, const model::Attribute*> ours;
  walk(vocabulary.group().attributes, "", ours);
  std::map<std::string, Row> theirs = kProvider;
  theirs.insert(kNewer.begin(), kNewer.end());
  theirs.insert(kTimeouts.begin(), kTimeouts.end());
  for (const auto& [path, row] : theirs) {
    INFO(path);
    CHECK(ours.count(path) == 1);
  }
  for (const auto& [path, attribute] : ours) {
    INFO(path);
    const auto row = theirs.find(path);
    REQUIRE(row != theirs.end());
    CHECK((attribute->on_change == model::OnChange::kReplace) == row->second.force_new);
    CHECK(attribute->computed == row->second.computed);
    const bool rolls = std::find(kRolling.begin(), kRolling.end(), path) != kRolling.end();
    CHECK((attribute->on_change == model::OnChange::kRolling) == rolls);
    CHECK_FALSE(attribute->source.empty());
  }
}

TEST_CASE("every derived fact of a change that is declared is computed, and the other way round") {
  hcl::Arena arena;
  hcl::Diagnostics diagnostics;
  const auto vocabulary = model::Vocabulary::load(model::builtin_vocabulary().ast, arena, diagnostics);
  std::set<std::string_view> declared;
  for (const model::Derived& fact : vocabulary.find("change")->derived) declared.insert(fact.name);
  const std::vector<std::string_view> computed = model::change_facts();
  CHECK(declared == std::set<std::string_view>(computed.begin(), computed.end()));
}
