// mng-catalogue find: the filters of mng-gen over types of any shape.
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
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

Words find(const Words& words) {
  const Run run = catalogue(Words{"find", "--format", "types"} + words);
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  // Of types with disks that turn most have few pods, which is said; and of some no price is known.
  if (!has(run.err, "short of pods") && !has(run.err, "as no price of them is known")) CHECK(run.err.empty());
  return lines(run.out);
}

const InstanceType& record(const std::string& name) {
  const auto index = builtin().find_type(name);
  REQUIRE(index.has_value());
  return builtin().types[*index];
}

}  // namespace

TEST_CASE("every filter works by itself, over all shapes") {
  struct Case {
    Words words;
    bool (*keeps)(const InstanceType&);
  };
  for (const Case& one : {
           Case{{"--vcpu", "4"}, [](const InstanceType& type) { return type.vcpu == 4; }},
           Case{{"--vcpus-max", "2"}, [](const InstanceType& type) { return type.vcpu <= 2; }},
           Case{{"--mem", "16..32"},
                [](const InstanceType& type) { return type.memory_mib >= 16384 && type.memory_mib <= 32768; }},
           Case{{"--memory-min", "1TiB"}, [](const InstanceType& type) { return type.memory_mib >= 1024U * 1024; }},
           Case{{"--ratio", "8"}, [](const InstanceType& type) { return type.memory_mib == type.vcpu * 8192U; }},
           Case{{"--arch", "arm64"},
                [](const InstanceType& type) { return (type.architectures & mng::catalogue::kArm64) != 0; }},
           Case{{"--families", "r5*"}, [](const InstanceType& type) { return type.family().starts_with("r5"); }},
           Case{{"--allow", "^m6"}, [](const InstanceType& type) { return type.name.starts_with("m6"); }},
           Case{{"--vendors", "amd"}, [](const InstanceType& type) { return builtin().vendors[type.vendor] == "AMD"; }},
           Case{{"--min-generation", "8"}, [](const InstanceType& type) { return type.generation() >= 8; }},
           Case{{"--gpu", "4"}, [](const InstanceType& type) { return type.gpus == 4 && !type.part_of_gpu; }},
           Case{{"--gpus-min", "8"}, [](const InstanceType& type) { return type.gpus >= 8; }},
           Case{{"--gpu-memory-total", "64..96"},
                [](const InstanceType& type) {
                  return type.gpu_memory_mib >= 64U * 1024 && type.gpu_memory_mib <= 96U * 1024;
                }},
           Case{{"--gpu-model", "l4"}, [](const InstanceType& type) { return builtin().gpus[type.gpu].model == "L4"; }},
           Case{{"--gpu-manufacturer", "nvidia"},
                [](const InstanceType& type) { return builtin().gpus[type.gpu].maker == "NVIDIA"; }},
           Case{{"--local-nvme=1000"}, [](const InstanceType& type) { return type.local_disk_gb >= 1000; }},
           Case{{"--network-gbps", "50"}, [](const InstanceType& type) { return type.network_mbps >= 50000; }},
           Case{{"--network-interfaces", "4"}, [](const InstanceType& type) { return type.enis == 4; }},
           Case{{"--network-interfaces-min", "15"}, [](const InstanceType& type) { return type.enis >= 15; }},
           Case{{"--network-performance", "10"}, [](const InstanceType& type) { return type.peak_mbps == 10000; }},
           Case{{"--network-performance-max", "10"},
                [](const InstanceType& type) { return type.peak_mbps > 0 && type.peak_mbps <= 10000; }},
           Case{{"--inference-accelerators", "1..4"},
                [](const InstanceType& type) { return type.inference >= 1 && type.inference <= 4; }},
           Case{{"--inference-accelerators-memory-total-min", "64"},
                [](const InstanceType& type) { return type.inference_memory_mib >= 64U * 1024; }},
           Case{{"--inference-accelerator-model", "inferentia2"},
                [](const InstanceType& type) { return type.family() == "inf2"; }},
           Case{{"--inference-accelerator-manufacturer", "aws"},
                [](const InstanceType& type) { return type.name.starts_with("inf"); }},
           Case{{"--instance-storage", "400..900"},
                [](const InstanceType& type) { return type.local_disk_gb >= 400 && type.local_disk_gb <= 900; }},
           Case{{"--instance-storage-max", "0"}, [](const InstanceType& type) { return type.local_disk_gb == 0; }},
           Case{{"--disk-type", "hdd"},
                [](const InstanceType& type) { return type.local_disk_hdd && type.local_disk_gb > 0; }},
           Case{{"--disk-type", "ssd"},
                [](const InstanceType& type) { return !type.local_disk_hdd && type.local_disk_gb > 0; }},
           Case{{"--generation", "6..7"},
                [](const InstanceType& type) { return type.generation() == 6 || type.generation() == 7; }},
           Case{{"--generation-max", "4"}, [](const InstanceType& type) { return type.generation() <= 4; }},
           Case{{"--instance-types", "m5.large,r6i.xlarge"},
                [](const InstanceType& type) { return type.name == "m5.large" || type.name == "r6i.xlarge"; }},
           Case{{"--region", "us-east-1", "--price-per-hour-min", "5", "--price-per-hour-max", "8", "--on-demand"},
                [](const InstanceType& type) {
                  const std::uint32_t region = *builtin().find_region("us-east-1");
                  const auto price =
                      mng::catalogue::price_of(builtin(), *builtin().find_type(type.name), region, true).value_or(0);
                  return price >= 5'000'000 && price <= 8'000'000;
                }},
           Case{{"--burstable=only"}, [](const InstanceType& type) { return type.burstable; }},
           Case{{"--metal=only"}, [](const InstanceType& type) { return type.bare_metal; }},
           Case{{"--flex=only"}, [](const InstanceType& type) { return type.flex; }},
           Case{{"--hypervisor", "xen"},
                [](const InstanceType& type) { return type.hypervisor == mng::catalogue::Hypervisor::kXen; }},
           Case{{"--efa-support"}, [](const InstanceType& type) { return type.efa; }},
           Case{{"--fpga-support"},
                [](const InstanceType& type) { return (type.accelerators & mng::catalogue::kFpga) != 0; }},
           Case{{"--like", "m6g.large"},
                [](const InstanceType& type) { return type.vcpu == 2 && type.memory_mib == 8192; }},
           Case{{"--region", "mx-central-1"},
                [](const InstanceType& type) {
                  return builtin().offered_in(*builtin().find_type(type.name), *builtin().find_region("mx-central-1"));
                }},
           Case{{"--usage-class", "on-demand"}, [](const InstanceType& type) { return type.on_demand; }},
       }) {
    INFO(one.words[0]);
    const Words found = find(one.words);
    CHECK_FALSE(found.empty());
    CHECK(std::set(found.begin(), found.end()).size() == found.size());
    CHECK(std::all_of(found.begin(), found.end(), [&](const std::string& name) { return one.keeps(record(name)); }));
  }
}

TEST_CASE("what is found of a shape is what mng-gen takes, in its order") {
  const Words shape{"--vcpu", "4", "--mem", "16", "--arch", "x86_64", "--region", "us-east-1"};
  const Words found = find(shape);
  const Words taken = lines(gen(shape + Words{"--format", "types"}).out);
  REQUIRE(found.size() > taken.size());
  CHECK(Words(found.begin(), found.begin() + std::ssize(taken)) == taken);
  CHECK(find(shape + Words{"--count", "3"}) == Words(taken.begin(), taken.begin() + 3));
}

TEST_CASE("with --optimize price the cheapest of all shapes come first") {
  const auto region = *builtin().find_region("us-east-1");
  std::uint64_t before = 0;
  for (const std::string& name : find({"--optimize", "price", "--region", "us-east-1", "--max-price", "0.05"})) {
    const auto price = mng::catalogue::price_of(builtin(), *builtin().find_type(name), region, false);
    REQUIRE(price.has_value());
    CHECK(*price >= before);
    before = *price;
  }
  CHECK(before > 0);
  const Run unordered = catalogue({"find", "--optimize", "price", "--vcpu", "4", "--format", "types"});
  MNG_SHOW(unordered);
  CHECK(unordered.exit == 0);
  CHECK(has(unordered.err, "mng-catalogue: note: --optimize price: prices are known by region"));
}

TEST_CASE("a table has what is known of each type") {
  const Words words{"find", "--vendors", "amd", "--min-generation", "6", "--vcpu", "4"};
  const Run there = catalogue(words + Words{"--region", "us-east-1"});
  MNG_SHOW(there);
  CHECK(there.exit == 0);
  CHECK(has(there.out, "type "));
  CHECK(has(there.out, "\nm6a.xlarge "));
  CHECK(has(there.out, "0.1728 USD"));
  CHECK(has(there.out, "use1-az1 use1-az2"));
  CHECK(has(there.out, " types; types of 2026-"));
  const Run anywhere = catalogue(words);
  CHECK(has(anywhere.out, "regions\n"));
  CHECK_FALSE(has(anywhere.out, "On-Demand/h"));
}

TEST_CASE("--format json of find has null for what is not known") {
  const auto json = [](const Words& words) {
    return nlohmann::json::parse(catalogue(Words{"find", "--format", "json", "--families", "m5"} + words).out);
  };
  const nlohmann::json there = json({"--region", "us-east-1", "--vcpu", "4"});
  REQUIRE(there["types"].size() == 1);
  const nlohmann::json& type = there["types"][0];
  CHECK(there["currency"] == "USD");
  CHECK(type["name"] == "m5.xlarge");
  CHECK(type["memory_gib"] == 16);
  CHECK(type["architectures"] == nlohmann::json::array({"x86_64"}));
  CHECK(type["on_demand_hour"].is_number());
  CHECK(type["spot_savings_percent"].is_number());
  CHECK(type["zones"].size() > 3);
  const nlohmann::json bare = json({});
  CHECK(bare["types"].size() > 5);
  CHECK(bare["region"].is_null());
  CHECK(bare["types"][0]["zones"].is_null());
  CHECK(bare["types"][0]["spot_savings_percent"].is_null());
}

TEST_CASE("where nothing is found it says which option costs most") {
  struct Case {
    Words words;
    std::string said;
  };
  for (const Case& one : {
           Case{{"--vcpu", "4", "--efa-support"}, "; there are 125 without --vcpu, 105 without --efa-support\n"},
           Case{{"--vcpu", "4", "--mem", "16", "--ratio", "8"}, " without --mem,"},
           Case{{"--allow", "^t3[.]"}, " with --burstable"},
           Case{{"--allow", "^p5"}, " with --gpu 1..16"},
           Case{{"--burstable=only", "--vcpu", "128"}, " without --burstable=only, "},
           Case{{"--gpus-min", "4", "--vcpu", "2"}, "no instance type fits; there are 23 without --vcpu\n"},
           Case{{"--gpu", "3"}, "no instance type fits; there are 56 with --gpu 1..16\n"},
           Case{{"--gpu-model", "L4", "--gpu", "3"}, "no instance type fits; there are 10 without --gpu\n"},
           Case{{"--inference-accelerators", "3"},
                "; of types with inference accelerators none does, nor with any one other option taken away\n"},
           Case{{"--families", "dl1"}, "; dl1.24xlarge is retired: EC2 describes it no more; there are "},
           Case{{"--families", "m8ine"},
                "m8ine.4xlarge, m8ine.8xlarge and 1 more are not sold on Spot: --on-demand finds them; there are "},
           Case{{"--families", "m8ine", "--vcpu", "4", "--usage-class", "spot"},
                "; m8ine.xlarge is not sold on Spot: --usage-class on-demand finds it; there are "},
           Case{{"--gpu-memory-total", "24"}, "; the sizes of GPU memory that are nearest: 22888MiB (22.4 GiB), "},
           Case{{"--max-price", "1", "--region", "mx-central-1"},
                "no price is known in mx-central-1, only in us-east-1\n"},
           Case{{"--max-price", "0.0001", "--vcpu", "4", "--region", "us-east-1"},
                " instance types that fit otherwise 18 are left out, as no price of them is known in us-east-1\n"},
           Case{{"--max-interruption", "5%", "--region", "cn-north-1"},
                "no frequency of interruptions is known in cn-"},
           Case{{"--gpu-manufacturer", "amd", "--vcpu", "4"},
                "; 1 type that fits otherwise is short of pods for the shape, and taken where the family is named "
                "(--families g4ad)\n"},
           Case{{"--vcpu", "3", "--mem", "7", "--vendors", "apple"}, "; taking any one option away does not change"},
       }) {
    const Run run = catalogue(Words{"find"} + one.words);
    MNG_SHOW(run);
    CHECK(run.exit == 1);
    CHECK(run.out.empty());
    CHECK(has(run.err, "mng-catalogue: no instance type fits"));
    CHECK(has(run.err, one.said));
  }
}

TEST_CASE("types that are named and not listed are told with the reason") {
  const Run some = catalogue(
      {"find", "--instance-types", "m5.xlarge,c5.xlarge,t3.xlarge,c5.xlarge", "--mem", "16", "--format", "types"});
  MNG_SHOW(some);
  CHECK(some.exit == 0);
  CHECK(some.out == "m5.xlarge\n");
  CHECK(some.err ==
        "mng-catalogue: note: --instance-types: 2 of 3 are left out; c5.xlarge: another shape (4 vCPU, 8 GiB); "
        "t3.xlarge: burstable (--burstable)\n");
  const Run none = catalogue({"find", "--instance-types", "t3.xlarge"});
  MNG_SHOW(none);
  CHECK(none.exit == 1);
  CHECK(has(none.err, "note: --instance-types: 1 of 1 is left out; t3.xlarge: burstable (--burstable)\n"));
  CHECK(has(none.err, "1 with --burstable"));
}

TEST_CASE("find lists what is like a type in kind, and says where that is not among it") {
  const Run like = catalogue({"find", "--like", "vt1.3xlarge", "--format", "types"});
  CHECK(like.out == "vt1.3xlarge\n");
  CHECK(like.err.empty());
  CHECK(catalogue({"find", "--like", "m7i-flex.large"}).err ==
        "mng-catalogue: note: --like: m7i-flex.large itself is left out: a flex type (--flex)\n");
}

TEST_CASE("types that are few and short of pods are told, in an ordinary request none is") {
  const Run amd = catalogue({"find", "--gpu-manufacturer", "amd", "--format", "types"});
  MNG_SHOW(amd);
  CHECK(amd.out == "g4ad.16xlarge\n");
  CHECK(amd.err ==
        "mng-catalogue: note: 4 types that fit otherwise are short of pods for the shape, and taken where the family "
        "is named (--families g4ad)\n");
  CHECK(lines(catalogue({"find", "--families", "g4ad", "--format", "types"}).out).size() == 5);
  CHECK(catalogue({"find", "--vcpu", "4", "--mem", "32", "--format", "types"}).err.empty());
  CHECK(catalogue({"find", "--format", "types"}).err.empty());
}

TEST_CASE("find refuses what cannot be meant") {
  struct Case {
    Words words;
    std::string said;
  };
  for (const Case& one : {
           Case{{"--format", "yaml"}, "--format has no value `yaml`"},
           Case{{"--count", "0"}, "--count takes a number from 1"},
           Case{{"--region", "eu-west-9"}, "did you mean `eu-west-1`?"},
           Case{{"--max-price", "1"}, "--max-price needs a region"},
           Case{{"--catalogue", "none"}, "none/instance-types.json: No such file"},
           Case{{"--allow", "\x1b[2J("}, "is no regular expression"},
           Case{{"--vendor", "amd"}, "did you mean `--vendors`?"},
           Case{{"--name", "x"}, "there is no option --name of find; mng-catalogue find --help lists them\n"},
           Case{{"-b=only"}, "-b=only: no `=` goes behind a letter; write --burstable=only\n"},
       }) {
    const Run run = catalogue(Words{"find"} + one.words);
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.out.empty());
    CHECK(has(run.err, one.said));
    CHECK_FALSE(acts_on_a_terminal(run.err));
  }
}
