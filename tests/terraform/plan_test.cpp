#include "terraform/plan.hpp"

#include <sstream>

#include "hcl/read.hpp"
#include "support/catch.hpp"

using namespace mng;

namespace {

const std::string kPlan = R"({"format_version":"1.2","terraform_version":"1.9.0",
 "planned_values":{"root_module":{"resources":[{"type":"aws_eks_node_group","values":{"big":"\"not this\""}}]}},
 "resource_changes":[
  {"address":"aws_iam_role.x","mode":"managed","type":"aws_iam_role","name":"x","change":{"actions":["create"],"before":null,"after":{"policy":"{\"a\":[1,2]}"},"after_unknown":{"arn":true}}},
  {"address":"module.eks.aws_eks_node_group.this[\"a\"]","mode":"managed","type":"aws_eks_node_group","name":"this","index":"a",
   "action_reason":"replace_because_cannot_update",
   "change":{"actions":["create","delete"],"before":{"capacity_type":"ON_DEMAND"},
    "after":{"capacity_type":"SPOT","instance_types":["m5.large","a\"b"],"scaling_config":[{"min_size":1,"max_size":-2}],"launch_template":[{"version":"3"}],"labels":null},
    "after_unknown":{"id":true,"launch_template":[{"id":true}],"instance_types":[false,false],"tags":{}},
    "replace_paths":[["capacity_type"]]}},
  {"address":"data.x","mode":"data","type":"aws_eks_node_group","name":"d","change":{"actions":["read"],"before":null,"after":{}}},
  {"address":"aws_eks_node_group.gone","mode":"managed","type":"aws_eks_node_group","name":"gone","change":{"actions":["delete"],"before":{"capacity_type":"SPOT"},"after":null,"after_unknown":{}}}],
 "configuration":{"provider_config":{"aws":{"name":"aws","version_constraint":"~> 5.0","expressions":{"region":{"constant_value":"eu-west-1"}}}}}})";

}  // namespace

TEST_CASE("of a plan only the changes of wanted types are built, unknown values put in") {
  hcl::Sources sources;
  const std::uint32_t source = sources.add("plan.json", kPlan);
  hcl::Arena arena;
  const terraform::Plan plan =
      terraform::read_plan(sources[source].text(), source, {{"aws_eks_node_group"}, "aws"}, arena);
  CHECK(plan.is_plan);
  CHECK(plan.error.empty());
  CHECK(hcl::shown(plan.provider) == "\"~> 5.0\"");
  CHECK(hcl::shown(plan.region) == "\"eu-west-1\"");
  REQUIRE(plan.changes.size() == 2);
  const terraform::PlannedChange& group = plan.changes[0];
  CHECK(group.address == "module.eks.aws_eks_node_group.this[\"a\"]");
  CHECK(group.actions == std::vector<std::string_view>{"create", "delete"});
  CHECK(group.action_reason == "replace_because_cannot_update");
  CHECK(hcl::shown(group.before) == "{capacity_type = \"ON_DEMAND\"}");
  CHECK(hcl::shown(group.replace_paths) == "[[\"capacity_type\"]]");
  CHECK(
      hcl::shown(group.after) ==
      "{capacity_type = \"SPOT\", id = unknown(module.eks.aws_eks_node_group.this[\"a\"].id), "
      "instance_types = [\"m5.large\", \"a\\\"b\"], labels = null, "
      "launch_template = [{id = unknown(module.eks.aws_eks_node_group.this[\"a\"].launch_template), version = \"3\"}], "
      "scaling_config = [{max_size = -2, min_size = 1}]}");
  CHECK(plan.changes[1].after.is_null());

  const hcl::Value types = *group.after.get("instance_types");
  CHECK(sources.text(types.range()) == "[\"m5.large\",\"a\\\"b\"]");
  CHECK(sources.text(types.items()[1].range()) == "\"a\\\"b\"");
  CHECK(sources.text(group.after.find("capacity_type")->key_range) == "\"capacity_type\"");
  CHECK(sources.text(group.after.get("scaling_config")->items()[0].get("max_size")->range()) == "-2");
}

TEST_CASE("a stream gives the same, without places") {
  std::istringstream in(kPlan);
  hcl::Arena arena;
  const terraform::Plan plan = terraform::read_plan(in, {{"aws_eks_node_group"}, "aws"}, arena);
  REQUIRE(plan.changes.size() == 2);
  CHECK(plan.changes[0].after.get("capacity_type")->as_string() == "SPOT");
  CHECK_FALSE(plan.changes[0].after.range().known());
}

TEST_CASE("what is no plan is no plan, and what is no JSON is refused") {
  hcl::Arena arena;
  CHECK_FALSE(terraform::read_plan("{\"format_version\":\"1.0\",\"values\":{}}", 0, {}, arena).is_plan);
  CHECK(terraform::read_plan("{\"format_version\":", 0, {}, arena).error.find("is no JSON") == 0);
  CHECK(terraform::read_plan(std::string(1000, '['), 0, {}, arena).error == "is nested deeper than the limit of 200");
  CHECK(terraform::may_be_plan(kPlan));
  CHECK_FALSE(terraform::may_be_plan("format_version: \"terraform_version\""));
  CHECK_FALSE(terraform::may_be_plan("{\"version\": 3}"));
}
