// How mng-gen chooses types, says why, and writes what is said of a group.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "catalogue/select.hpp"
#include "cli/program.hpp"

using namespace mng::test;
using mng::catalogue::builtin;
using mng::catalogue::InstanceType;

namespace {

using Words = std::vector<std::string>;

Words operator+(Words a, const Words& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Words lines(const std::string& text) {
  Words out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

Words types(const Words& arguments) {
  const Run run = gen(arguments + Words{"--format", "types"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  return lines(run.out);
}

const InstanceType& record(const std::string& name) {
  const auto index = builtin().find_type(name);
  REQUIRE(index.has_value());
  return builtin().types[*index];
}

const Words kShape{"--vcpu", "4", "--mem", "16"};

}  // namespace

TEST_CASE("a pattern of families takes all that fit it") {
  const Words found = types({"--vcpu", "4", "--mem", "32", "--families", "r5*"});
  CHECK(std::set<std::string>(found.begin(), found.end()) ==
        std::set<std::string>{"r5.xlarge", "r5a.xlarge", "r5ad.xlarge", "r5b.xlarge", "r5d.xlarge", "r5dn.xlarge",
                              "r5n.xlarge"});
  for (const std::string& type : types({"--vcpu", "4", "--mem", "32", "--exclude", "r*"})) CHECK(type[0] != 'r');
}

TEST_CASE("each limit leaves out what does not keep it") {
  for (const std::string& type : types(kShape + Words{"--vendors", "amd"})) {
    CHECK(builtin().vendors[record(type).vendor] == "AMD");
  }
  for (const std::string& type : types(kShape + Words{"--min-generation", "7"})) CHECK(record(type).generation() >= 7);
  for (const std::string& type : types(kShape + Words{"--local-nvme"})) {
    CHECK(record(type).local_disk_gb > 0);
    CHECK_FALSE(record(type).local_disk_hdd);
  }
  for (const std::string& type : types(kShape + Words{"--local-nvme=200"})) CHECK(record(type).local_disk_gb >= 200);
  for (const std::string& type : types(kShape + Words{"--network-gbps", "2.5"}))
    CHECK(record(type).network_mbps >= 2500);
  for (const std::string& type : types(kShape + Words{"--gpu", "1"})) CHECK(record(type).gpus == 1);
  for (const std::string& type : types(kShape + Words{"--burstable=only"})) CHECK(record(type).burstable);
  for (const std::string& type : types(kShape + Words{"--flex=only"})) CHECK(record(type).flex);
  for (const std::string& type : types(kShape + Words{"--allow", "^m6"})) CHECK(type.starts_with("m6"));
  for (const std::string& type : types(kShape + Words{"--deny", "^m[56]"})) {
    CHECK_FALSE(type.starts_with("m5"));
    CHECK_FALSE(type.starts_with("m6"));
  }
  for (const std::string& type : types({"--vcpu", "96", "--mem", "384", "--metal=only"}))
    CHECK(record(type).bare_metal);
}

TEST_CASE("limits of a region go by what the catalogue says of it") {
  const auto region = *builtin().find_region("us-east-1");
  const Words there = kShape + Words{"--region", "us-east-1"};
  const auto index = [](const std::string& type) { return *builtin().find_type(type); };
  for (const std::string& type : types(there + Words{"--max-price", "0.1"})) {
    const auto price = mng::catalogue::price_of(builtin(), index(type), region, false);
    REQUIRE(price.has_value());
    CHECK(*price <= 100000);
  }
  for (const std::string& type : types(there + Words{"--max-interruption", "10%"})) {
    CHECK(builtin().band[builtin().cell(index(type), region)] <= 1);
  }
  // use1-az5 offers fewer types than the others.
  const Words few = types(there + Words{"--zones", "use1-az5"});
  CHECK(few != types(there));
  for (const std::string& type : few) CHECK((builtin().offered[builtin().cell(index(type), region)] & 0x10U) != 0);

  const Words cheap = types(there + Words{"--optimize", "price"});
  std::uint64_t before = 0;
  for (const std::string& type : cheap) {
    const auto price = mng::catalogue::price_of(builtin(), index(type), region, false);
    CHECK(price.value_or(UINT64_MAX) >= before);
    before = price.value_or(UINT64_MAX);
  }
  CHECK(types(there + Words{"--optimize", "balanced"}) != types(there));
}

TEST_CASE("a range or a ratio makes a group of each shape, a type gives its own") {
  CHECK(types({"--vcpu", "4", "--ratio", "4"}) == types(kShape));
  CHECK(types({"--vcpu", "4", "--ratio", "1:4"}) == types(kShape));
  CHECK(types({"--like", "m5.xlarge"}) == types(kShape));
  CHECK(types({"--like", "m6g.xlarge"}) == types(kShape + Words{"--arch", "arm64"}));
  CHECK(types({"--vcpu", "4", "--mem", "16384MiB"}) == types(kShape));
  CHECK(types(kShape + Words{"--ratio", "4"}) == types(kShape));

  const Run range = gen({"--vcpu", "2..8", "--ratio", "4", "--format", "types"});
  CHECK(range.out == gen({"--vcpu", "2", "--mem", "8", "--format", "types"}).out + "\n" +
                         gen(kShape + Words{"--format", "types"}).out + "\n" +
                         gen({"--vcpu", "8", "--mem", "32", "--format", "types"}).out);
  for (const std::string format : {"terraform", "nodegroups", "eksctl"}) {
    const Scratch scratch;
    const Run run = gen({"--vcpu", "2..8", "--ratio", "4", "--region", "us-east-1", "--format", format});
    MNG_SHOW(run);
    REQUIRE(run.exit == 0);
    const std::string file = format == "terraform" ? "main.tf"
                             : format == "eksctl"  ? "cluster.yaml"
                                                   : "nodegroups.yaml";
    scratch.file(file, run.out);
    const Run linted = lint({file});
    MNG_SHOW(linted);
    CHECK(linted.exit == 0);
    CHECK(has(linted.err + linted.out, "3 node groups"));
  }
}

TEST_CASE("--like keeps the kind of the type") {
  // Nothing else has that shape and those accelerators.
  for (const std::string type : {"inf1.xlarge", "inf2.xlarge", "inf2.48xlarge", "trn1.2xlarge", "dl2q.24xlarge",
                                 "f2.6xlarge", "vt1.3xlarge", "g6f.xlarge"}) {
    CAPTURE(type);
    CHECK(types({"--like", type}) == Words{type});
  }
  CHECK(types({"--like", "trn1.32xlarge"}) == Words{"trn1.32xlarge", "trn1n.32xlarge"});
  CHECK(types({"--like", "g5.xlarge"}) == types(kShape + Words{"--gpu", "1"}));
  CHECK(types({"--like", "t3.medium"}) == Words{"t3.medium", "t3a.medium"});
  CHECK(types({"--like", "t3.medium", "--burstable"}).size() > 10);
  CHECK(types({"--like", "g5.xlarge", "--gpu", "0"}) == types(kShape));
  const Words metal = types({"--like", "m5.metal"});
  CHECK(std::find(metal.begin(), metal.end(), "m5.metal") != metal.end());
  for (const std::string& type : metal) CHECK(has(type, ".metal"));
  CHECK(has(gen({"--like", "g5.xlarge", "--explain"}).err, "  g4ad.xlarge          out: other GPUs (--gpu-model, "));
  CHECK(has(gen({"--like", "inf2.xlarge", "--explain"}).err,
            "  m5.xlarge            out: other accelerators, or none (--like)"));
  CHECK(
      has(gen({"--like", "trn1.2xlarge", "--explain"}).err, "  m5.2xlarge           out: other accelerators, or none"));

  CHECK(gen({"--like", "mac1.metal"}).err ==
        "mng-gen: --like: mac1.metal is of x86_64_mac, and nodes of EKS are of x86_64 or arm64\n");

  // Not sold any more, or left out unless it is asked for: it says so of the type itself.
  const Run retired = gen({"--like", "dl1.24xlarge"});
  MNG_SHOW(retired);
  CHECK(retired.exit == 1);
  CHECK(has(retired.err, "\ndl1.24xlarge is retired: EC2 describes it no more\nno other shape does either\n"));
  CHECK_FALSE(has(retired.err, "p3dn"));
  const Run old = gen({"--like", "p3.2xlarge"});
  MNG_SHOW(old);
  CHECK(has(old.err, "mng-gen: note: --like: p3.2xlarge itself is left out: retired by EC2\n"));
  const Run unsold = gen({"--like", "m8ine.xlarge"});
  MNG_SHOW(unsold);
  CHECK(unsold.exit == 0);
  CHECK(has(unsold.err, "mng-gen: note: --like: m8ine.xlarge itself is left out: not sold on Spot\n"));
  const Run pods = gen({"--like", "g4ad.xlarge"});
  MNG_SHOW(pods);
  CHECK(pods.exit == 1);
  CHECK(has(pods.err, "  g4ad.xlarge (short of pods)\nno other shape does either\n"));
  CHECK(gen({"--like", "m5.xlarge", "--count", "1"}).err.find("--like") == std::string::npos);
}

TEST_CASE("names of amazon-ec2-instance-selector mean the same") {
  CHECK(types({"--vcpus", "4", "--memory", "16", "--cpu-architecture", "arm64"}) ==
        types(kShape + Words{"--arch", "arm64"}));
  CHECK(types(kShape + Words{"--arch", "amd64"}) == types(kShape));
  CHECK(types(kShape + Words{"--arch", "aarch64"}) == types(kShape + Words{"--arch", "arm64"}));
  CHECK(types({"--base-instance-type", "m5.xlarge", "--max-results", "5"}) == types(kShape + Words{"--count", "5"}));
  CHECK(types(kShape + Words{"--allow-list", "^m6"}) == types(kShape + Words{"--allow", "^m6"}));
  CHECK(types(kShape + Words{"--burst-support"}) == types(kShape + Words{"--burstable=only"}));
  CHECK(types(kShape + Words{"--cpu-manufacturer", "intel"}) == types(kShape + Words{"--vendors", "Intel"}));
  CHECK(types({"--vcpus-min", "4", "--vcpus-max", "4", "--memory-min", "16", "--memory-max", "16GiB"}) ==
        types(kShape));
  CHECK(types(kShape + Words{"--gpus-min", "1"}) == types(kShape + Words{"--gpu", "1..16"}));
  CHECK(types(kShape + Words{"--usage-class", "on-demand"}) == types(kShape + Words{"--on-demand"}));
  CHECK(types(kShape + Words{"--usage-class", "spot"}) == types(kShape));
  for (const std::string& type : types(kShape + Words{"--hypervisor", "xen"})) {
    CHECK(record(type).hypervisor == mng::catalogue::Hypervisor::kXen);
  }
}

TEST_CASE("that fewer are found than asked for is said, with the option that costs most") {
  const Words there = kShape + Words{"--region", "us-east-1", "--format", "types"};
  const Run fewer = gen(there + Words{"--vendors", "amd", "--count", "10"});
  MNG_SHOW(fewer);
  const std::string found = std::to_string(lines(fewer.out).size());
  CHECK(fewer.exit == 0);
  CHECK(
      has(fewer.err, "mng-gen: note: " + found + " instance types of the 10 asked for; without --vendors there are "));
  CHECK(gen(there + Words{"--vendors", "amd"}).err.empty());
  CHECK(gen(there + Words{"--vendors", "amd", "--count", found}).err.empty());
  const Run steady = gen(there + Words{"--allow", "^m6", "--count", "19", "--on-demand"});
  CHECK(has(steady.err, " of the 19 asked for; without --allow there are "));
  CHECK_FALSE(has(steady.err, "Spot pools"));
  const Run few = gen(there + Words{"--allow", "^m6i?[.]", "--count", "6"});
  CHECK(has(few.err, " of the 6 asked for: few Spot pools; without --allow there are "));

  const Run none = gen({"--vcpu", "4", "--mem", "17", "--region", "us-east-1", "--max-price", "0.0001"});
  MNG_SHOW(none);
  CHECK(none.exit == 1);
  CHECK(has(none.err, "no other shape does either; of all shapes there are "));
  CHECK(has(none.err, " without --max-price\n"));
  const Run range = gen({"--vcpu", "4..8", "--mem", "16", "--region", "us-east-1", "--max-price", "0.0001"});
  MNG_SHOW(range);
  CHECK(range.exit == 1);
  CHECK(has(range.err, "there are "));
  CHECK(has(range.err, " without --max-price\n"));

  const Run listed = catalogue({"find", "--vcpu", "4", "--mem", "16", "--vendors", "amd", "--count", "100"});
  MNG_SHOW(listed);
  CHECK(listed.exit == 0);
  CHECK(has(listed.err, " of the 100 asked for; there are "));
}

TEST_CASE("letters of amazon-ec2-instance-selector are its options") {
  CHECK(
      types({"-c", "4", "-m", "16", "-a", "arm64", "-r", "us-east-1", "-z", "use1-az1,use1-az2", "-u", "on-demand"}) ==
      types(kShape + Words{"--arch", "arm64", "--region", "us-east-1", "--zones", "use1-az1,use1-az2", "--on-demand"}));
  CHECK(types({"-c4", "-m16", "-g", "1"}) == types(kShape + Words{"--gpu", "1"}));
  CHECK(types(kShape + Words{"-b"}) == types(kShape + Words{"--burstable=only"}));
  CHECK(gen({"-c", "24", "-m", "256", "-f", "--format", "types"}).out ==
        gen({"--vcpu", "24", "--mem", "256", "--fpga-support", "--format", "types"}).out);
  CHECK(has(gen({"-c", "4", "-m", "16", "-r", "us-east-1"}).out, " --vcpu 4 --mem 16 --region us-east-1\n"));
  CHECK(catalogue({"find", "-c", "4", "-m", "16", "--format", "types"}).out ==
        catalogue({"find", "--vcpu", "4", "--mem", "16", "--format", "types"}).out);
}

TEST_CASE("what few ask for is said of what is left out, and with it counted") {
  const Run run =
      gen(kShape + Words{"--region", "us-east-1", "--network-interfaces-min", "5", "--network-performance", "10",
                         "--instance-storage-min", "100", "--disk-type", "ssd", "--format", "types", "--explain"});
  MNG_SHOW(run);
  CHECK(run.exit == 1);
  CHECK(has(run.err, "out: another number of network interfaces (--network-interfaces)\n"));
  CHECK(has(run.err, "without --network-interfaces-min there "));
  const Run inference = gen(kShape + Words{"--inference-accelerators", "1", "--format", "types"});
  CHECK(inference.out == "inf2.xlarge\n");
}

TEST_CASE("--flexible takes a general shape where none is given, and types of more generations") {
  CHECK(types({"--flexible", "--families", "m*"}) == types(kShape + Words{"--families", "m*"}));
  for (const std::string& type : types({"--flexible", "--vcpu", "8"})) CHECK(record(type).memory_mib == 32768);
  for (const std::string& type : types({"--flexible", "--mem", "64"})) CHECK(record(type).vcpu == 16);
  for (const std::string& type : types({"--flexible", "--vcpu", "8", "--mem", "16"})) {
    CHECK((record(type).vcpu == 8 && record(type).memory_mib == 16384));
  }
  CHECK(types({"--flexible", "--allow", "^m4"}) == Words{"m4.xlarge"});
  CHECK(gen(kShape + Words{"--allow", "^m4"}).exit == 1);

  const Scratch scratch;
  scratch.file("main.tf", gen({"--flexible", "--region", "us-east-1"}).out);
  const Run linted = lint({"main.tf"});
  MNG_SHOW(linted);
  CHECK(linted.exit == 0);
}

TEST_CASE("a part of a GPU is no GPU, unless its family or a type of it is named") {
  const auto parts = [](const Words& found) {
    return std::count_if(found.begin(), found.end(), [](const auto& type) { return record(type).part_of_gpu; });
  };
  CHECK(parts(types(kShape + Words{"--gpu", "1"})) == 0);
  CHECK(parts(types(kShape + Words{"--gpu-model", "L4"})) == 0);
  CHECK(parts(types(kShape + Words{"--gpu", "1", "--families", "g6f"})) == 1);
  CHECK(types({"--like", "g6f.xlarge"}) == Words{"g6f.xlarge"});
  const Run run = gen(kShape + Words{"--gpu", "1", "--format", "types", "--explain"});
  CHECK(has(run.err, "g6f.xlarge           out: a part of a GPU (--families)\n"));
}

TEST_CASE("types with GPUs are chosen by model and memory") {
  CHECK(types(kShape + Words{"--gpu-model", "t4"}) == Words{"g4dn.xlarge"});
  for (const std::string& type : types(kShape + Words{"--gpu-memory-total-min", "20"})) {
    CHECK(record(type).gpu_memory_mib >= 20U * 1024);
  }
}

TEST_CASE("types that are named and in no group are told with the reason") {
  const Run some = gen(kShape + Words{"--format", "types", "--instance-types",
                                      "m5.xlarge,c5.xlarge,m6g.xlarge,t3.xlarge,c6i.xlarge,r5.xlarge"});
  MNG_SHOW(some);
  CHECK(some.exit == 0);
  CHECK(some.out == "m5.xlarge\n");
  CHECK(has(some.err,
            "mng-gen: note: --instance-types: 5 of 6 are left out; c5.xlarge, c6i.xlarge: another shape (4 vCPU, 8 "
            "GiB); m6g.xlarge: another architecture (--arch); t3.xlarge: burstable (--burstable); r5.xlarge: another "
            "shape (4 vCPU, 32 GiB)\n"));
  const Run first =
      gen(kShape + Words{"--format", "types", "--instance-types", "m5.xlarge,m6i.xlarge", "--count", "1"});
  MNG_SHOW(first);
  CHECK(has(first.err, "1 of 2 is left out; m5.xlarge: beyond those that are taken (--count)\n"));
  const Run none = gen(kShape + Words{"--instance-types", "c5.xlarge"});
  MNG_SHOW(none);
  CHECK(none.exit == 1);
  CHECK(has(none.err, "1 of 1 is left out; c5.xlarge: another shape (4 vCPU, 8 GiB)\n"));
  const Run range = gen({"--vcpu", "4", "--mem", "8..16", "--instance-types", "c5.xlarge,m5.xlarge,m8ine.xlarge"});
  MNG_SHOW(range);
  CHECK(has(range.err, "1 of 3 is left out; m8ine.xlarge: not to be had as this capacity\n"));
  CHECK_FALSE(has(gen(kShape + Words{"--instance-types", "m5.xlarge,m6i.xlarge"}).err, "left out"));
}

TEST_CASE("what EC2 does not sell on Spot, or sells no more, is told where nothing is found") {
  const Run unsold = gen(kShape + Words{"--families", "m8ine"});
  MNG_SHOW(unsold);
  CHECK(unsold.exit == 1);
  CHECK(has(unsold.err, "\nm8ine.xlarge is not sold on Spot: --on-demand finds it\n"));
  CHECK(types(kShape + Words{"--families", "m8ine", "--on-demand"}) == Words{"m8ine.xlarge"});
  CHECK(has(gen({"--vcpu", "4..8", "--ratio", "4", "--families", "m8ine"}).err,
            "\nm8ine.xlarge and m8ine.2xlarge are not sold on Spot: --on-demand finds them\n"));
  // Of another shape than the family has.
  CHECK(has(gen({"--vcpu", "4", "--mem", "17", "--families", "m8ine"}).err,
            "of all shapes m8ine.large, m8ine.xlarge, m8ine.2xlarge, m8ine.4xlarge, m8ine.8xlarge and 1 more are not"));
  for (const Words& capacity : {Words{}, Words{"--on-demand"}}) {
    const Run retired = gen(Words{"--vcpu", "96", "--mem", "768", "--families", "dl1"} + capacity);
    MNG_SHOW(retired);
    CHECK(retired.exit == 1);
    CHECK(has(retired.err, "\ndl1.24xlarge is retired: EC2 describes it no more\n"));
    CHECK_FALSE(has(retired.err, "--on-demand"));
  }
  CHECK_FALSE(has(gen(kShape + Words{"--families", "r5"}).err, "sold"));
}

TEST_CASE("of types with accelerators none without them is proposed") {
  const Run few = gen(kShape + Words{"--gpu", "1", "--format", "types"});
  MNG_SHOW(few);
  CHECK(few.exit == 0);
  CHECK(few.err ==
        "mng-gen: note: 3 instance types: few Spot pools\nmng-gen: note: 1 type that fits otherwise is short of pods "
        "for the shape, and taken where the family is named (--families g4ad)\n");
  CHECK(has(gen(kShape + Words{"--gpu", "1", "--vendors", "amd", "--format", "types"}).err,
            "2 instance types: few Spot pools; without --vendors there are 3\n"));
  const Run none = gen(kShape + Words{"--gpu", "8"});
  MNG_SHOW(none);
  CHECK(none.exit == 1);
  CHECK(has(none.err, "\nno type with such GPUs has this shape\nthe nearest shapes that can be had:\n  --vcpu 96 "));
  CHECK_FALSE(has(none.err, "without --gpu"));
  CHECK(has(gen({"--vcpu", "4", "--mem", "32", "--inference-accelerators", "1"}).err,
            "\nno type with such inference accelerators has this shape\nthe nearest shapes that can be had:\n"));
  const Run nowhere = gen({"--vcpu", "4", "--mem", "17", "--gpu", "2", "--vendors", "aws"});
  MNG_SHOW(nowhere);
  CHECK(has(nowhere.err, "\nno type with such GPUs has this shape\nno other shape does either; of all shapes there "));
  CHECK(has(nowhere.err, " without --vendors"));
  const Run pods = gen(kShape + Words{"--gpu-manufacturer", "amd"});
  MNG_SHOW(pods);
  CHECK(has(pods.err, "  g4ad.xlarge (short of pods)\n"));
  CHECK_FALSE(has(pods.err, "has this shape\n"));
  CHECK(gen(kShape + Words{"--format", "types"}).err.empty());
}

TEST_CASE("a group of types with accelerators has a name of its own") {
  const auto name = [](const Words& words) {
    const std::string out = gen(kShape + words + Words{"--format", "nodegroups"}).out;
    const std::size_t at = out.find("\n  spot-");
    return at == std::string::npos ? out : out.substr(at + 3, out.find(':', at) - at - 3);
  };
  CHECK(name({}) == "spot-4vcpu-16gib");
  CHECK(name({"--gpu", "1"}) == "spot-gpu-4vcpu-16gib");
  CHECK(name({"--families", "g5"}) == "spot-gpu-4vcpu-16gib");
  CHECK(name({"--families", "g5,m5"}) == "spot-4vcpu-16gib");
  CHECK(name({"--inference-accelerators", "1"}) == "spot-neuron-4vcpu-16gib");
}

TEST_CASE("what cannot be meant is refused") {
  struct Case {
    Words words;
    std::string said;
  };
  for (const Case& one : {
           Case{{"--like", "m5.xlarge"}, "--like takes the shape of a type: leave --vcpu, --mem and --ratio out"},
           Case{{"--like", "m5.xlrge"}, "has no type `m5.xlrge`; did you mean `m5.xlarge`?"},
           Case{{"--ratio", "8"}, "--ratio 8 contradicts --vcpu 4 and --mem 16, which is 4 GiB for each vCPU"},
           Case{{"--vendors", "cyrix"}, "--vendors has no value `cyrix`"},
           Case{{"--zones", "use1-az1"}, "--zones needs a region"},
           Case{{"--max-price", "1"}, "--max-price needs a region: --region us-east-1\n"},
           Case{{"--max-price", "1", "--on-demand"}, "--max-price needs a region: --region us-east-1\n"},
           Case{{"--max-interruption", "5%"}, "--max-interruption needs a region: --region us-east-1\n"},
           Case{{"--max", "4294967299"}, "--max takes a number up to 4294967295, not `4294967299`\n"},
           Case{{"--region", "us-east-1", "--price-per-hour-min", "0.09", "--price-per-hour-max", "0.08"},
                "--price-per-hour-min 0.09 is above the most that an hour may cost, 0.08\n"},
           Case{{"--generation-min", "7", "--generation-max", "5"},
                "--generation-min 7 is more than --generation-max 5"},
           Case{{"--gpus-min", "2000000"}, "--gpus-min 2000000 is above 1000000, the most that is taken\n"},
           Case{{"--network-interfaces-max", "0"}, "--network-interfaces-max 0 is below 1, the least that is taken\n"},
           Case{{"--gpu-memory-total", "24..20"}, "--gpu-memory-total 24..20: the lesser of the two comes first\n"},
           Case{{"--region", "us-east-1", "--zones", "us-east-1a"},
                "has no zone of the id `us-east-1a`; it has use1-az1"},
           Case{{"--region", "us-east-1", "--max-interruption", "often"}, "(<5%, 5-10%, 10-15%, 15-20%, >20%)"},
           Case{{"--allow", "("}, "--allow: `(` is no regular expression"},
           Case{{"--gpu", "1..x"}, "--gpu takes a number, or two as 1..4, not `1..x`"},
           Case{{"--burstable=sometimes"}, "--burstable takes yes, no or only, not `sometimes`"},
           Case{{"--optimize", "speed"}, "--optimize has no value `speed`"},
           Case{{"--vcpus-min", "2"}, "--vcpu does not go with --vcpus-min and --vcpus-max"},
           Case{{"--gpus-min", "4", "--gpus-max", "1"}, "--gpus-min 4 is more than --gpus-max 1\n"},
           Case{{"--gpu", "0..1"}, "--gpu takes no range from 0, as `0..1` is: a group has types with GPUs, or"},
           Case{{"--gpus-max", "4"}, "--gpus-min and --gpus-max take no range from 0"},
           Case{{"--hypervisor", "kvm"}, "--hypervisor has no value `kvm`; there is nitro and xen"},
           Case{{"--gpu-model", "L5"}, "--gpu-model has no value `L5`; did you mean `L4`?"},
           Case{{"--gpu-manufacturer", "nvidea"}, "--gpu-manufacturer has no value `nvidea`; did you mean `NVIDIA`?"},
           Case{{"--usage-class", "ondemand"}, "--usage-class has no value `ondemand`; did you mean `on-demand`?"},
           Case{{"--on-demand", "--usage-class", "spot"}, "--on-demand does not go with --usage-class spot"},
           // What amazon-ec2-instance-selector takes and the catalogue cannot tell is not passed over, nor another.
           Case{{"--ena-support"}, "--ena-support of amazon-ec2-instance-selector has no answer here"},
           Case{{"-e"}, "--ena-support of amazon-ec2-instance-selector has no answer here"},
           Case{{"-o", "table"}, "--output of amazon-ec2-instance-selector has no answer here: --format says"},
           Case{{"-u", "ondemand"}, "--usage-class has no value `ondemand`; did you mean `on-demand`?"},
           Case{{"--nvme"}, "local disks are told by --local-nvme"},
           Case{{"--network-interfaces", "2.5"},
                "--network-interfaces takes whole numbers from 1, such as 4 or 4..8, not `2.5`"},
           Case{{"--network-performance", "fast"},
                "--network-performance takes Gbit/s, such as 10 or 10..25, not `fast`"},
           Case{{"--inference-accelerators", "0"}, "--inference-accelerators takes whole numbers from 1"},
           Case{{"--inference-accelerators", "2", "--inference-accelerators-min", "1"},
                "--inference-accelerators does not go with --inference-accelerators-min and"},
           Case{{"--inference-accelerator-model", "inferntia2"}, "did you mean `Inferentia2`?"},
           Case{{"--disk-type", "nvme"}, "--disk-type has no value `nvme`; there is hdd and ssd"},
           Case{{"--instance-storage-min", "900", "--instance-storage-max", "400"},
                "--instance-storage-min 900 is more than --instance-storage-max 400\n"},
           Case{{"--instance-types", "m5.xlrge"}, "has no type `m5.xlrge`; did you mean `m5.xlarge`?"},
           Case{{"--price-per-hour-min", "1"}, "--price-per-hour-min needs a region"},
           // What would be refused is not what may be meant.
           Case{{"--ebs-optimised"}, "mng-gen: there is no option --ebs-optimised; --help lists them\n"},
           Case{{"--nvm"}, "mng-gen: there is no option --nvm; "},
           Case{{"-e", "--ena-support"},
                "mng-gen: --ena-support of amazon-ec2-instance-selector has no answer here: the catalogue does not "
                "tell it of any type; leave it out\n"},
           Case{{"-e", "--ebs-optimised"}, "mng-gen: there is no option --ebs-optimised; "},
           Case{{"-b=only"}, "mng-gen: -b=only: no `=` goes behind a letter; write --burstable=only\n"},
           Case{{"-g=1"}, "mng-gen: -g=1: no `=` goes behind a letter; write -g 1 or --gpu=1\n"},
           Case{{"-r=\x1b[2J"}, "no `=` goes behind a letter; write -r "},
           Case{{"--families", "q9*"}, "has no family `q9*`"},
           Case{{"--min", "3"}, "--max is needed with --min"},
           Case{{"--min", "3", "--max", "2"}, "--min, --desired and --max are 3, 3 and 2"},
           Case{{"--label", "team"}, "--label takes KEY=VALUE, not `team`"},
           Case{{"--label", "team=a", "--label", "team=b"}, "--label: `team` is given twice"},
           Case{{"--tag", "team=a", "--tag", "team=a"}, "--tag: `team` is given twice"},
           Case{{"--taint", "spot=a:NoSchedule", "--taint", "spot:NO_SCHEDULE"},
                "--taint: `spot` is given twice with NO_SCHEDULE"},
           Case{{"--taint", "a=b:Never"}, "--taint has no value `NEVER`"},
           Case{{"--launch-template", "a"}, "--launch-template takes NAME:VERSION"},
           Case{{"--launch-template", "a:1", "--disk", "9"}, "do not go together"},
           Case{{"--cluster", "x.y ? 1 : 2"}, "is no reference"},
           Case{{"--cluster", "a[\"${b}\"]"}, "is no reference"},
           Case{{"--cluster", "x.y\nresource \"a\" \"b\" {}"}, "control character"},
           Case{{"--cluster", "x.y # z"}, "is no reference"},
           Case{{"--cluster", "x.y/**/"}, "is no reference"},
           Case{{"--cluster", "x[\"\\\"\"] # z"}, "is no reference"},
           Case{{"--label", "a=\xC2\x85"}, "control character"},
           Case{{"--tag", "a=\xE2\x80\xA8"}, "control character"},
           Case{{"--tag", "a=\xEF\xBF\xBE"}, "control character"},
           Case{{"--role", "arn:\xFF"}, "no UTF-8"},
           Case{{"--role", "foo"},
                "--role takes the ARN of a role or a reference such as aws_iam_role.x.arn, not `foo`; did you mean "
                "`arn:aws:iam::111122223333:role/foo`?"},
           Case{{"--role", "foo", "--format", "eksctl"}, "--role takes the ARN of a role, not `foo`; did you mean"},
           Case{{"--role", "arn:aws:iam::111122223333:user/foo"}, "`arn:aws:iam::111122223333:role/NAME`?"},
           Case{{"--role", "arn:aws:iam::1111:role/foo"}, "--role takes the ARN of a role"},
           Case{{"--role", "arn:aws:iam::111122223333:role/"}, "--role takes the ARN of a role"},
           Case{{"--role", "aws_iam_role.x.name"}, "is not its arn; did you mean `aws_iam_role.x.arn`?"},
           Case{{"--role", "data.aws_iam_role.x[\"a].b\"].id"}, "did you mean `data.aws_iam_role.x[\"a].b\"].arn`?"},
           Case{{"--role", "aws_iam_role.x"}, "did you mean `aws_iam_role.x.arn`?"},
           Case{{"--cluster", "aws_eks_cluster.x.arn"}, "is not its name; did you mean `aws_eks_cluster.x.name`?"},
           Case{{"--subnets", "aws_subnet.x[*].arn"}, "did you mean `aws_subnet.x[*].id`?"},
           Case{{"--subnets", "aws_subnet.x.*.arn"}, "did you mean `aws_subnet.x.*.id`?"},
           Case{{"--subnets", "subnet-1,sub-1"}, "--subnets takes ids of subnets such as subnet-0a"},
           Case{{"--subnets", "subnet-x"}, ", or one reference such as aws_subnet.x[*].id, not `subnet-x`\n"},
           Case{{"--subnets", "sub-1", "--format", "eksctl"}, "such as subnet-0a1b2c3d4e5f60718, not `sub-1`\n"},
           Case{{"--label", "team=data,x=y"},
                "--label takes one at a time: give it again, --label team=data --label x"},
           Case{{"--taint", "a=b:NoSchedule,c:NoExecute"}, "give it again, --taint a=b:NoSchedule --taint c:NoExec"},
           Case{{"--format", "eksctl", "--cluster", "x.y"}, "an expression of Terraform"},
           Case{{"--format", "eksctl", "--launch-template", "a:1"},
                "has no place for launch_template.name; it takes the template by its id: --launch-template lt-…:1\n"},
           Case{{"--format", "json", "--disk", "9"}, "--format json has types only"},
       }) {
    const Run run = gen(kShape + one.words);
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.out.empty());
    CHECK(has(run.err, one.said));
    CHECK_FALSE(acts_on_a_terminal(run.err));
  }
}

TEST_CASE("what is said of a group is written, and hostile text is only text") {
  const Words said{"--cluster", "main",
                   "--role",    "arn:aws:iam::111122223333:role/n",
                   "--subnets", "subnet-1,subnet-2",
                   "--min",     "1",
                   "--max",     "5",
                   "--label",   "team=data",
                   "--taint",   "spot=true:NoSchedule",
                   "--tag",     "note=${file(\"x\")} %{ if true } \"quoted\" : #"};
  for (const std::string format : {"terraform", "nodegroups", "eksctl"}) {
    const Scratch scratch;
    const Run run = gen(kShape + said + Words{"--region", "us-east-1", "--format", format});
    MNG_SHOW(run);
    REQUIRE(run.exit == 0);
    CHECK_FALSE(has(run.out, "variable \""));
    CHECK(has(run.out, format == "terraform" ? "$${file(" : "${file("));
    const std::string file = format == "terraform" ? "main.tf"
                             : format == "eksctl"  ? "cluster.yaml"
                                                   : "nodegroups.yaml";
    scratch.file(file, run.out);
    const Run linted = lint({file});
    MNG_SHOW(linted);
    CHECK(linted.exit == 0);
  }
  const Run expressions =
      gen(kShape + Words{"--cluster", "aws_eks_cluster.main.name", "--subnets", "aws_subnet.a[*].id"});
  CHECK(has(expressions.out, "cluster_name           = aws_eks_cluster.main.name\n"));
  CHECK(has(expressions.out, "= aws_subnet.a[*].id\n"));
  // The attributes that have such a value, and what is not known to have another.
  for (const auto& [option, word] : {std::pair("--role", "aws_iam_role.x[\"a.b\"].arn"),
                                     {"--role", "data.aws_iam_role.x.arn"},
                                     {"--role", "module.x.role_name"},
                                     {"--role", "local.aws_iam_role.name"},
                                     {"--cluster", "aws_eks_cluster.x.id"},
                                     {"--subnets", "data.aws_subnets.x.ids"},
                                     {"--subnets", "aws_subnet.x.*.id"}}) {
    const Run run = gen(kShape + Words{option, word});
    MNG_SHOW(run);
    CHECK(run.exit == 0);
    CHECK(has(run.out, fmt::format("= {}\n", word)));
  }
  const Run steady = gen(kShape + Words{"--on-demand"});
  CHECK(has(steady.out, "\"ON_DEMAND\""));
  for (const std::string format : {"terraform", "terraform-aws-modules/eks"}) {
    CHECK_FALSE(has(gen(kShape + Words{"--on-demand", "--format", format}).out, "Spot pool"));
    CHECK(has(gen(kShape + Words{"--format", format}).out, "as the cluster has: a Spot pool is an instance type in a"));
  }
}

TEST_CASE("the head of a file has the words that ask for it again, each as one word of a shell") {
  const Run run = gen(kShape + Words{"--name", "007", "--max", "1234567", "--tag", "a=it's; x", "--tag", "b=1,2"});
  MNG_SHOW(run);
  CHECK(has(run.out, " --name 007 --max 1234567 --tag 'a=it'\\''s; x' --tag b=1,2\n"));
  CHECK(has(gen({"--vcpu", "4", "--mem", "16.0", "--local-nvme", "--flex=no"}).out,
            " --vcpu 4 --mem 16 --local-nvme=1 --flex=no\n"));
}

TEST_CASE("--explain says of each type of the shape why it is in or out") {
  const Run run = gen(kShape + Words{"--region", "us-east-1", "--vendors", "amd", "--format", "types", "--explain"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  for (const std::string& type : lines(run.out)) CHECK(has(run.err, "  " + type + " "));
  CHECK(has(run.err, "out: another CPU maker (--vendors)\n"));
  CHECK(has(run.err, "out: burstable (--burstable)\n"));
  CHECK(has(run.err, " Spot pools in "));
  CHECK(has(run.err, " On-Demand/h    Spot/h, about  zones\n"));
  const auto range = [](double least, double most) { return fmt::format("{:.3f} to {:.3f} USD", least, most); };
  double ends[] = {1e9, 0, 1e9, 0};
  for (const std::string& type : lines(run.out)) {
    for (const bool on_demand : {true, false}) {
      const auto index = *builtin().find_type(type);
      const auto region = *builtin().find_region("us-east-1");
      const auto price = mng::catalogue::price_of(builtin(), index, region, on_demand);
      if (!price) continue;
      const double cost = static_cast<double>(*price) / 1e6;
      CHECK(has(run.err, fmt::format(" {:.4f} USD ", cost)));
      double* of = on_demand ? ends : ends + 2;
      of[0] = std::min(of[0], cost);
      of[1] = std::max(of[1], cost);
    }
  }
  // One of the types has no figures of the Spot Advisor.
  CHECK(has(run.err, "  an hour of a node: On-Demand " + range(ends[0], ends[1]) + "; on Spot about " +
                         range(ends[2], ends[3]) + " (1 of 6 unknown)\n"));
  CHECK(
      has(gen(kShape + Words{"--count", "2", "--format", "types", "--explain"}).err, "beyond the first 2 (--count)\n"));
}

TEST_CASE("--format json says what is known of what was chosen") {
  const Run run = gen(kShape + Words{"--region", "us-east-1", "--count", "3", "--format", "json"});
  const nlohmann::json json = nlohmann::json::parse(run.out);
  CHECK(json["groups"].size() == 1);
  CHECK(json["groups"][0]["instance_types"].size() == 3);
  CHECK(json["groups"][0]["currency"] == "USD");
  CHECK(json["groups"][0]["pools"].get<int>() > 3);
  const Run head = gen(kShape + Words{"--region", "us-east-1", "--count", "3"});
  for (const char* price : {"on_demand_hour", "spot_hour_estimate"}) {
    const nlohmann::json& range = json["groups"][0][price];
    CHECK(range["unknown"] == 0);
    double least = 1e9;
    double most = 0;
    for (const nlohmann::json& type : json["groups"][0]["instance_types"]) {
      least = std::min(least, type[price].get<double>());
      most = std::max(most, type[price].get<double>());
    }
    CHECK(range["least"] == least);
    CHECK(range["most"] == most);
    CHECK(has(head.out,
              fmt::format("{:.3f} to {:.3f} USD {} ", least, most, price[0] == 's' ? "on Spot, by" : "On-Demand")));
  }
  // One price is no range.
  const Run single = gen(Words{"--vcpu", "4", "--mem", "16", "--region", "us-east-1", "--families", "m5", "--explain"});
  MNG_SHOW(single);
  CHECK(has(single.out, " USD On-Demand (prices of "));
  CHECK_FALSE(has(single.out, " to 0."));
  CHECK(has(single.err, " in 1 type\n"));
  // Without a region nothing is said of zones and prices.
  const nlohmann::json bare = nlohmann::json::parse(gen(kShape + Words{"--format", "json"}).out);
  CHECK(bare["groups"][0]["pools"].is_null());
  CHECK(bare["groups"][0]["instance_types"][0]["spot_hour_estimate"].is_null());
  CHECK(bare["groups"][0]["on_demand_hour"]["least"].is_null());
  CHECK(bare["groups"][0]["on_demand_hour"]["unknown"] == bare["groups"][0]["instance_types"].size());
}

TEST_CASE("prices that are not known stay unknown, in what is written and in --explain") {
  const Words some = kShape + Words{"--region", "cn-north-1"};  // where some are known, and nothing of the Spot Advisor
  const Words listed = types(some);
  const auto unknown = std::count_if(listed.begin(), listed.end(), [](const std::string& type) {
    return !mng::catalogue::price_of(builtin(), *builtin().find_type(type), *builtin().find_region("cn-north-1"), true);
  });
  REQUIRE(unknown > 0);
  REQUIRE(unknown < std::ssize(listed));
  const std::string part = fmt::format(" CNY ({} of {} unknown)", unknown, listed.size());
  const Run partly = gen(some + Words{"--explain"});
  MNG_SHOW(partly);
  CHECK(has(partly.err, part + "; on Spot unknown\n"));
  CHECK(has(partly.out, part + " On-Demand (prices of "));
  CHECK(has(partly.out, "; on Spot it is not known.\n"));
  const nlohmann::json told = nlohmann::json::parse(gen(some + Words{"--format", "json"}).out)["groups"][0];
  CHECK(told["on_demand_hour"]["unknown"] == unknown);
  CHECK(told["spot_hour_estimate"]["unknown"] == listed.size());
  CHECK(told["spot_hour_estimate"]["most"].is_null());
  const Run run = gen(kShape + Words{"--region", "mx-central-1", "--explain"});
  MNG_SHOW(run);
  CHECK(has(run.err, "On-Demand unknown; on Spot unknown\n"));
  CHECK_FALSE(has(run.out, "An hour of a node"));
}

TEST_CASE("--check tells whether a file is what is made now") {
  const Scratch scratch;
  const std::string made = gen(kShape).out;
  scratch.file("a.tf", made);
  CHECK(gen(kShape + Words{"--check", "a.tf"}).exit == 0);
  CHECK(gen(kShape + Words{"--check", "a.tf"}).out.empty());
  std::string changed = made;
  changed.replace(changed.find("\"m7i.xlarge\""), 12, "\"m4.xlarge\x1b[2J\"");
  scratch.file("a.tf", changed);
  const Run run = gen(kShape + Words{"--check", "a.tf"});
  MNG_SHOW(run);
  CHECK(run.exit == 1);
  CHECK(has(run.out, "+     \"m7i.xlarge\",\n"));
  CHECK(has(run.out, "-     \"m4.xlarge"));
  CHECK_FALSE(acts_on_a_terminal(run.out));
  CHECK(has(run.err, "a.tf is not what these options make today"));
  CHECK(gen(kShape + Words{"--check", "none.tf"}).exit == 2);

  // Line ends as an editor or git leaves them are no difference of each line.
  const auto with_returns = [](const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
  };
  scratch.file("a.tf", with_returns(made));
  const Run ends = gen(kShape + Words{"--check", "a.tf"});
  MNG_SHOW(ends);
  CHECK(ends.exit == 1);
  CHECK(ends.out == "  only the ends of lines differ: one has CRLF, the other LF\n");
  scratch.file("a.tf", with_returns(changed));
  const Run both = gen(kShape + Words{"--check", "a.tf"});
  MNG_SHOW(both);
  CHECK(has(both.out, "+     \"m7i.xlarge\",\n"));
  CHECK(has(both.out, "\n  and the ends of lines differ: one has CRLF, the other LF\n"));
  CHECK_FALSE(has(both.out, "u{d}"));
}
