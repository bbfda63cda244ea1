// Nineteen ways to get a Spot group wrong, each planted alone in a good group of each form that can express it: one
// finding, of the right rule, at the right place.
#include <map>
#include <string>
#include <vector>

#include "catalogue/select.hpp"
#include "lint/linter.hpp"
#include "support/catch.hpp"
#include "terraform/code.hpp"

using namespace mng;

namespace {

using Parts = std::map<std::string, std::string>;

/// A text with each `{name}` replaced by the part of that name.
std::string filled(std::string text, const Parts& parts) {
  for (const auto& [name, part] : parts) {
    const std::string mark = "{" + name + "}";
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + part.size())) {
      text.replace(at, mark.size(), part);
    }
  }
  return text;
}

struct Form {
  std::string name;
  std::string file;
  std::string text;
  Parts good;
};

const std::vector<Form>& forms() {
  static const std::string kBare = "m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge";
  static const std::string kQuoted = "\"m5.xlarge\", \"m5a.xlarge\", \"m6i.xlarge\", \"m6a.xlarge\", \"m7i.xlarge\"";
  static const std::vector<Form> kForms{
      {"nodegroups",
       "nodegroups.yaml",
       "cluster_name: e\nregion: eu-west-1\nnode_groups:\n  w:\n    capacity_type: {capacity}\n{types}{subnets}"
       "    scaling_config: {min_size: {min}, desired_size: {desired}, max_size: {max}}\n    update_config: "
       "{{update}}\n"
       "    taint: [{key: spot, value: \"true\", effect: {effect}}]\n{extra}",
       {{"capacity", "SPOT"},
        {"types", "    instance_types: [" + kBare + "]\n"},
        {"subnets", "    subnet_ids: [subnet-1, subnet-2]\n"},
        {"min", "1"},
        {"desired", "2"},
        {"max", "6"},
        {"update", "max_unavailable: 1"},
        {"effect", "NO_SCHEDULE"},
        {"extra", ""}}},
      {"terraform",
       "main.tf",
       "resource \"aws_eks_node_group\" \"w\" {\n  cluster_name = \"e\"\n  node_group_name_prefix = \"w-\"\n"
       "  node_role_arn = \"arn:aws:iam::111122223333:role/n\"\n  capacity_type = {capacity}\n{types}{subnets}"
       "  scaling_config {\n    min_size = {min}\n    desired_size = {desired}\n    max_size = {max}\n  }\n"
       "  update_config {\n{update}  }\n  taint {\n    key = \"spot\"\n    value = \"true\"\n    effect = {effect}\n  "
       "}\n"
       "{extra}  lifecycle {\n    create_before_destroy = true\n    ignore_changes = [scaling_config[0].desired_size]\n"
       "  }\n}\n",
       {{"capacity", "\"SPOT\""},
        {"types", "  instance_types = [" + kQuoted + "]\n"},
        {"subnets", "  subnet_ids = [\"subnet-1\", \"subnet-2\"]\n"},
        {"min", "1"},
        {"desired", "2"},
        {"max", "6"},
        {"update", "    max_unavailable = 1\n"},
        {"effect", "\"NO_SCHEDULE\""},
        {"extra", ""}}},
      {"terraform-aws-modules/eks",
       "main.tf",
       "module \"eks\" {\n  source = \"terraform-aws-modules/eks/aws\"\n  version = \"20.37.2\"\n  cluster_name = "
       "\"e\"\n"
       "  eks_managed_node_groups = {\n"
       "    system = {\n      capacity_type = \"ON_DEMAND\"\n      instance_types = [\"m5.large\"]\n"
       "      subnet_ids = [\"subnet-1\", \"subnet-2\"]\n    }\n"
       "    other = {\n      capacity_type = \"SPOT\"\n      labels = { pool = \"other\" }\n"
       "      instance_types = [\"r5.xlarge\", \"r5a.xlarge\", \"r6i.xlarge\", \"r6a.xlarge\", \"r7i.xlarge\"]\n"
       "      subnet_ids = [\"subnet-1\", \"subnet-2\"]\n    }\n"
       "    w = {\n      capacity_type = {capacity}\n{types}{subnets}      min_size = {min}\n"
       "      desired_size = {desired}\n      max_size = {max}\n      update_config = {\n{update}      }\n"
       "      taints = { spot = { key = \"spot\", value = \"true\", effect = {effect} } }\n{extra}    }\n  }\n}\n",
       {{"capacity", "\"SPOT\""},
        {"types", "      instance_types = [" + kQuoted + "]\n"},
        {"subnets", "      subnet_ids = [\"subnet-1\", \"subnet-2\"]\n"},
        {"min", "1"},
        {"desired", "2"},
        {"max", "6"},
        {"update", "        max_unavailable = 1\n"},
        {"effect", "\"NO_SCHEDULE\""},
        {"extra", ""}}},
      {"eksctl",
       "cluster.yaml",
       "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: e, region: eu-west-1}\n"
       "managedNodeGroups:\n  - name: w\n    spot: {capacity}\n{types}{subnets}    minSize: {min}\n"
       "    desiredCapacity: {desired}\n    maxSize: {max}\n    updateConfig: {{update}}\n"
       "    taints: [{key: spot, value: \"true\", effect: {effect}}]\n{extra}",
       {{"capacity", "true"},
        {"types", "    instanceTypes: [" + kBare + "]\n"},
        {"subnets", "    availabilityZones: [eu-west-1a, eu-west-1b]\n"},
        {"min", "1"},
        {"desired", "2"},
        {"max", "6"},
        {"update", "maxUnavailable: 1"},
        {"effect", "NoSchedule"},
        {"extra", ""}}},
  };
  return kForms;
}

/// "rule `place`" of each finding but advice on the cluster as a whole.
std::string said(const Form& form, const std::string& text) {
  hcl::Sources sources;
  hcl::Diagnostics diagnostics;
  const lint::Linter linter(catalogue::builtin(), {}, sources, diagnostics);
  const lint::Settings settings{"eu-west-1", {}, {}, {}, {}};
  lint::FileResult result;
  if (form.file.ends_with(".tf")) {
    terraform::MemoryTree tree;
    tree.add(form.file, text);
    terraform::Code code(tree, sources);
    code.load("");
    result = linter.judge_terraform(code, "", {}, settings);
  } else {
    result = linter.judge(sources, sources.add(form.file, text), settings, true);
  }
  CHECK(result.verdict.failures == std::vector<std::string>{});
  std::string out;
  for (const lint::Finding& finding : result.verdict.findings) {
    if (linter.engine().find(finding.rule)->category == "cluster") continue;
    out += (out.empty() ? "" : "\n") + finding.rule + " `" + std::string(sources.text(finding.place)) + "`";
  }
  return out;
}

/// Types as a list of the form.
std::string types(const Form& form, const std::vector<std::string>& names) {
  const bool is_hcl = form.file.ends_with(".tf");
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + (is_hcl ? "\"" + name + "\"" : name);
  const std::string key = form.name == "nodegroups"  ? "    instance_types: "
                          : form.name == "eksctl"    ? "    instanceTypes: "
                          : form.name == "terraform" ? "  instance_types = "
                                                     : "      instance_types = ";
  return key + "[" + out + "]\n";
}

const std::vector<std::string> kFive{"m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"};

std::vector<std::string> five_with(const std::string& last) {
  std::vector<std::string> out = kFive;
  out.back() = last;
  return out;
}

/// What is planted in a form, and what is said of it. `said` empty: the form cannot express it.
void plant(const std::string& fault, const std::map<std::string, Parts>& changes,
           const std::map<std::string, std::string>& expected) {
  for (const Form& form : forms()) {
    const auto said_here = expected.find(form.name);
    if (said_here == expected.end()) continue;
    Parts parts = form.good;
    const auto own = changes.find(form.name);
    for (const auto& [name, part] : own == changes.end() ? changes.at("") : own->second) parts[name] = part;
    CAPTURE(fault, form.name);
    CHECK(said(form, filled(form.text, parts)) == said_here->second);
  }
}

/// The same said of every form.
std::map<std::string, std::string> everywhere(const std::string& said) {
  std::map<std::string, std::string> out;
  for (const Form& form : forms()) out[form.name] = said;
  return out;
}

/// A list of types in every form; `place`: the text that is told, without quotes.
void plant_types(const std::string& fault, const std::vector<std::string>& names, const std::string& rule,
                 const std::string& place) {
  std::map<std::string, Parts> changes;
  std::map<std::string, std::string> expected;
  for (const Form& form : forms()) {
    const std::string list = types(form, names);
    changes[form.name] = {{"types", list}};
    const bool quoted = form.file.ends_with(".tf");
    std::string told = place == "[]" ? list.substr(list.find('['), list.size() - list.find('[') - 1)
                       : quoted      ? "\"" + place + "\""
                                     : place;
    expected[form.name] = rule + " `" + told + "`";
  }
  plant(fault, changes, expected);
}

}  // namespace

TEST_CASE("a good group is silent in every form") {
  for (const Form& form : forms()) {
    CAPTURE(form.name);
    CHECK(said(form, filled(form.text, form.good)).empty());
  }
}

TEST_CASE("faults of the list of types are found where they are written") {
  plant_types("one type", {"m5.xlarge"}, "spot-single-instance-type", "[]");
  plant_types("mixed architectures", five_with("m6g.xlarge"), "mixed-architecture", "m6g.xlarge");
  plant_types("an invented type", five_with("m5.gigantic"), "instance-type-unknown", "m5.gigantic");
  plant_types("a misspelt type", five_with("m7i.xlrage"), "instance-type-unknown", "m7i.xlrage");
  plant_types("an xlarge with a 24xlarge", five_with("m5.24xlarge"), "mixed-vcpu", "m5.24xlarge");
  std::vector<std::string> twice = kFive;
  twice.emplace_back("m5.xlarge");
  plant_types("a duplicate type", twice, "duplicate-instance-type", "m5.xlarge");
  plant_types("only Xen types", {"r4.xlarge", "d2.xlarge", "r3.xlarge", "i3.xlarge", "i2.xlarge"},
              "previous-generation-only", "[]");
  catalogue::Query query;
  query.vcpu = 4;
  query.memory_mib = 16 * 1024;
  query.region = "eu-west-1";
  query.count = 21;
  std::vector<std::string> many;
  for (const auto type : catalogue::select(catalogue::builtin(), query)) {
    many.emplace_back(catalogue::builtin().types[type].name);
  }
  REQUIRE(many.size() == 21);
  plant_types("21 types", many, "too-many-instance-types", "[]");
}

TEST_CASE("faults beside the list of types are found where they are written") {
  plant("no types at all", {{"", {{"types", ""}}}},
        {{"nodegroups", "spot-default-instance-type `SPOT`"},
         {"terraform", "spot-default-instance-type `\"SPOT\"`"},
         {"terraform-aws-modules/eks", "spot-default-instance-type `\"SPOT\"`"},
         {"eksctl", "spot-default-instance-type `true`"}});
  plant("min > max", {{"", {{"min", "9"}, {"desired", "9"}}}}, everywhere("scaling-bounds `9`"));
  plant("desired > max", {{"", {{"desired", "7"}}}}, everywhere("scaling-bounds `7`"));
  // eksctl chooses the image by the types.
  plant("an ARM image with x86 types",
        {{"nodegroups", {{"extra", "    ami_type: AL2023_ARM_64_STANDARD\n"}}},
         {"", {{"extra", "  ami_type = \"AL2023_ARM_64_STANDARD\"\n"}}}},
        {{"nodegroups", "ami-arch-mismatch `AL2023_ARM_64_STANDARD`"},
         {"terraform", "ami-arch-mismatch `\"AL2023_ARM_64_STANDARD\"`"},
         {"terraform-aws-modules/eks", "ami-arch-mismatch `\"AL2023_ARM_64_STANDARD\"`"}});
  plant("both max-unavailable keys",
        {{"nodegroups", {{"update", "max_unavailable: 1, max_unavailable_percentage: 33"}}},
         {"eksctl", {{"update", "maxUnavailable: 1, maxUnavailablePercentage: 33"}}},
         {"", {{"update", "    max_unavailable = 1\n    max_unavailable_percentage = 33\n"}}}},
        everywhere("update-config-both `33`"));
  plant("a disk size with a launch template",
        {{"nodegroups", {{"extra", "    disk_size: 50\n    launch_template: {id: lt-1, version: \"3\"}\n"}}},
         {"eksctl", {{"extra", "    volumeSize: 50\n    launchTemplate: {id: lt-1, version: \"3\"}\n"}}},
         {"terraform",
          {{"extra", "  disk_size = 50\n  launch_template {\n    id = \"lt-1\"\n    version = \"3\"\n  }\n"}}},
         {"", {{"extra", "      disk_size = 50\n"}}}},
        {{"nodegroups", "disk-size-with-template `50`"},
         {"terraform", "disk-size-with-template `50`"},
         {"terraform-aws-modules/eks", "module-input-ignored `disk_size`"},
         {"eksctl", "disk-size-with-template `50`"}});
  plant("a wrong taint effect",
        {{"nodegroups", {{"effect", "NoSchedule"}}},
         {"eksctl", {{"effect", "NO_SCHEDULE"}}},
         {"", {{"effect", "\"NoSchedule\""}}}},
        {{"nodegroups", "taint-invalid `NoSchedule`"},
         {"terraform", "taint-invalid `\"NoSchedule\"`"},
         {"terraform-aws-modules/eks", "taint-invalid `\"NoSchedule\"`"},
         {"eksctl", "taint-invalid `NO_SCHEDULE`"}});
  plant("a CUSTOM image without a template",
        {{"nodegroups", {{"extra", "    ami_type: CUSTOM\n"}}}, {"", {{"extra", "  ami_type = \"CUSTOM\"\n"}}}},
        {{"nodegroups", "custom-ami-without-template `CUSTOM`"},
         {"terraform", "custom-ami-without-template `\"CUSTOM\"`"},
         {"terraform-aws-modules/eks", "custom-ami-without-template `\"CUSTOM\"`"}});
  plant("an unknown key",
        {{"nodegroups", {{"extra", "    instances: 3\n"}}},
         {"eksctl", {{"extra", "    instances: 3\n"}}},
         {"", {{"extra", "  instances = 3\n"}}}},
        everywhere("unknown-attribute `instances`"));
  plant("a misspelt capacity type",
        {{"nodegroups", {{"capacity", "spot"}}}, {"eksctl", {{"capacity", "SPOT"}}}, {"", {{"capacity", "\"spot\""}}}},
        {{"nodegroups", "capacity-type-invalid `spot`"},
         {"terraform", "capacity-type-invalid `\"spot\"`"},
         {"terraform-aws-modules/eks", "capacity-type-invalid `\"spot\"`"},
         {"eksctl", "capacity-type-invalid `SPOT`"}});
  plant("one subnet on Spot",
        {{"nodegroups", {{"subnets", "    subnet_ids: [subnet-1]\n"}}},
         {"eksctl", {{"subnets", "    availabilityZones: [eu-west-1a]\n"}}},
         {"", {{"subnets", "  subnet_ids = [\"subnet-1\"]\n"}}}},
        {{"nodegroups", "single-az `[subnet-1]`"},
         {"terraform", "single-az `[\"subnet-1\"]`"},
         {"terraform-aws-modules/eks", "single-az `[\"subnet-1\"]`"},
         {"eksctl", "single-az `[eu-west-1a]`"}});
}
