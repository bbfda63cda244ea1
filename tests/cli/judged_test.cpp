// What is said of a group is judged as mng-lint would before it is written.
#include <set>

#include "catalogue/tables.hpp"
#include "cli/program.hpp"

using namespace mng::test;

namespace {

using Words = std::vector<std::string>;

Run asked(Words more) {
  Words all{"--vcpu", "4", "--mem", "16"};
  all.insert(all.end(), more.begin(), more.end());
  return gen(all);
}

constexpr std::string_view kReadForm = R"(form "own" {
  syntax  = yaml
  needles = ["pools"]
  detect  = has(input, "pools")

  group {
    at = "pools[*]"
    field "labels" {
      path = "labels"
    }
    write {
      value = { pools = { (name) = { labels = try(group.labels, null) } } }
    }
  }
}
)";

}  // namespace

TEST_CASE("a group that mng-lint finds an error in is not written") {
  struct Case {
    Words words;
    std::string said;
  };
  for (const Case& one : {
           Case{{"--label", "kubernetes.io/hostname=x"},
                "mng-gen: label-reserved-prefix: the label kubernetes.io/hostname of spot-4vcpu-16gib lies in"},
           Case{{"--label", "team=-"}, "mng-gen: label-invalid: "},
           Case{{"--taint", "team=-:NoSchedule"}, "mng-gen: taint-invalid: "},
           Case{{"--tag", "aws:team=data"},
                "mng-gen: tag-reserved-prefix: the tag aws:team of spot-4vcpu-16gib begins"},
           Case{{"--tag", "Aws:team=data"}, "mng-gen: tag-reserved-prefix: "},
           Case{{"--subnets", "subnet-1"}, "mng-gen: single-az: "},
       }) {
    for (const std::string format : {"terraform", "terraform-aws-modules/eks", "eksctl", "nodegroups"}) {
      Words words = one.words;
      words.insert(words.end(), {"--format", format});
      const Run run = asked(words);
      INFO(format);
      MNG_SHOW(run);
      CHECK(run.exit == 2);
      CHECK(run.out.empty());
      CHECK(has(run.err, one.said));
      CHECK(count(run.err, "\n") == 1);
    }
  }
  const Run custom = asked({"--ami-type", "CUSTOM"});
  CHECK(custom.exit == 2);
  CHECK(has(custom.err, "mng-gen: custom-ami-without-template: "));
  CHECK(asked({"--ami-type", "CUSTOM", "--launch-template", "workers:3"}).exit == 0);
}

TEST_CASE("a group that mng-lint warns of is written, and the warning is a note") {
  const Run run = asked({"--min", "1", "--max", "1000"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  CHECK(has(run.out, "resource \"aws_eks_node_group\""));
  CHECK(has(run.err, "mng-gen: note: quota-nodes: spot-4vcpu-16gib may grow to 1000 nodes"));
  // What is found in each of several groups is said once.
  const Run several = gen({"--vcpu", "2..8", "--ratio", "4", "--max", "1000"});
  MNG_SHOW(several);
  CHECK(several.exit == 0);
  CHECK(count(several.err, "quota-nodes") == 1);
  CHECK(asked({"--label", "team=data", "--max", "10"}).err.empty());
}

TEST_CASE("what is wrong with the types alone is no reason to refuse what is said beside them") {
  const Run one = asked({"--families", "m5", "--label", "team=data"});
  MNG_SHOW(one);
  CHECK(one.exit == 0);
  CHECK(has(one.out, "team = \"data\""));
  CHECK(has(one.err, "mng-gen: note: spot-single-instance-type: "));
  const Run wrong = asked({"--families", "m5", "--label", "team=-"});
  MNG_SHOW(wrong);
  CHECK(wrong.exit == 2);
  CHECK(has(wrong.err, "mng-gen: label-invalid: "));
  CHECK_FALSE(has(wrong.err, "mng-gen: spot-single-instance-type: "));
}

TEST_CASE("a group in a form of one's own is judged where the form reads") {
  const Scratch scratch;
  scratch.file("own.hcl", kReadForm);
  const Run refused = asked({"--label", "kubernetes.io/hostname=x", "--format", "own.hcl"});
  MNG_SHOW(refused);
  CHECK(refused.exit == 2);
  CHECK(has(refused.err, "mng-gen: label-reserved-prefix: "));
  // What it has no place for is named, with what it takes in place of that.
  CHECK(asked({"--launch-template", "a:1", "--format", "own.hcl"}).err ==
        "mng-gen: --format own.hcl has no place for launch_template\n");
  std::string by_id(kReadForm);
  by_id.replace(by_id.find("labels = try(group.labels, null)"),
                std::string_view("labels = try(group.labels, null)").size(),
                "template = try(group.launch_template.id, null), version = try(group.launch_template.version, null)");
  scratch.file("by_id.hcl", by_id);
  CHECK(asked({"--launch-template", "a:1", "--format", "by_id.hcl"}).err ==
        "mng-gen: --format by_id.hcl has no place for launch_template.name; it takes the template by its id: "
        "--launch-template lt-…:1\n");
  CHECK(asked({"--launch-template", "a:1", "--tag", "a=b", "--format", "by_id.hcl"}).err ==
        "mng-gen: --format by_id.hcl has no place for tags\n");
  std::string blind(kReadForm);
  blind.erase(blind.find("  detect"), std::string_view("  detect  = has(input, \"pools\")\n").size());
  scratch.file("blind.hcl", blind);
  const Run written = asked({"--label", "kubernetes.io/hostname=x", "--format", "blind.hcl"});
  MNG_SHOW(written);
  CHECK(written.exit == 0);
  CHECK(has(written.out, "kubernetes.io/hostname: x\n"));
}

TEST_CASE("types with accelerators get an image with their drivers, or a note that there is none") {
  const Scratch scratch;
  std::set<std::string_view> families;
  std::set<std::string> bare;
  for (const mng::catalogue::InstanceType& type : mng::catalogue::builtin().types) {
    const bool asked = type.accelerators != 0 && type.on_demand && type.status == mng::catalogue::Status::kLive;
    if (!asked || !families.insert(type.family()).second) continue;
    const Run run = gen({"--vcpu", std::to_string(type.vcpu), "--mem", std::to_string(type.memory_mib) + "MiB",
                         "--families", std::string(type.family()), "--on-demand", "--metal", "--arch",
                         (type.architectures & mng::catalogue::kX86_64) != 0 ? "x86_64" : "arm64", "--format",
                         "nodegroups", "--max", "5"});
    INFO(type.name);
    MNG_SHOW(run);
    REQUIRE(run.exit == 0);
    CHECK_FALSE(has(run.err, "ami-accelerator-mismatch"));
    const Run linted = lint({"-"}, {.in = run.out});
    MNG_SHOW(linted);
    CHECK_FALSE(has(linted.out, "ami-accelerator-mismatch"));
    const bool plain = has(run.out, "_STANDARD\n");
    CHECK(has(run.err, " has no drivers for the accelerators of ") == plain);
    if (plain) bare.emplace(type.family());
  }
  CHECK(families.size() > 20);
  // Inference by Qualcomm, FPGAs, GPUs by AMD, and what encodes video.
  CHECK(bare == std::set<std::string>{"dl2q", "f2", "g4ad", "vt1"});
}
