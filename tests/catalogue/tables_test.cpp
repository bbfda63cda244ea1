#include "catalogue/tables.hpp"

#include <algorithm>
#include <set>

#include "support/catch.hpp"

using namespace mng::catalogue;

namespace {

const InstanceType& type(std::string_view name) {
  const auto index = builtin().find_type(name);
  REQUIRE(index);
  return builtin().types[*index];
}

// "How many types share a shape": live, on Spot, Nitro, neither burstable nor
// bare metal, of exactly that vCPU and memory; accelerators count.
std::size_t nitro_types(unsigned vcpu, unsigned gib, Architecture architecture) {
  return static_cast<std::size_t>(
      std::count_if(builtin().types.begin(), builtin().types.end(), [&](const InstanceType& one) {
        return one.status == Status::kLive && one.spot && !one.burstable && !one.bare_metal &&
               one.hypervisor == Hypervisor::kNitro && (one.architectures & architecture) != 0 && one.vcpu == vcpu &&
               one.memory_mib == gib * 1024;
      }));
}

std::vector<std::string> nearest(std::string_view name, std::size_t count) {
  const auto names = builtin().nearest_types(name, count);
  return {names.begin(), names.end()};
}

}  // namespace

TEST_CASE("the tables tell GPUs by maker, model and memory, and EFA") {
  const InstanceType& eight = type("p4d.24xlarge");
  CHECK(builtin().gpus[eight.gpu].maker == "NVIDIA");
  CHECK(builtin().gpus[eight.gpu].model == "A100");
  CHECK(eight.gpu_memory_mib == 8 * 40960);
  CHECK(eight.efa);
  CHECK((type("g6f.xlarge").part_of_gpu && type("g6f.xlarge").gpu_memory_mib == 2861));
  CHECK((builtin().gpus[type("m5.xlarge").gpu].model.empty() && !type("m5.xlarge").efa));
}

TEST_CASE("the tables hold what the sources of 2026-08 say") {
  const Tables& tables = builtin();
  const auto live = std::count_if(tables.types.begin(), tables.types.end(),
                                  [](const auto& one) { return one.status == Status::kLive; });
  CHECK(live == 1373);
  CHECK(tables.types.size() == 1395);
  CHECK(tables.types_date == "2026-08-02");
  CHECK(tables.offerings_date == "2026-08-01");
  CHECK(tables.advisor_date == "2026-02-13");
  CHECK(tables.prices_date == "2026-07-20");
  CHECK(tables.regions.size() == 38);
  CHECK(std::count_if(tables.regions.begin(), tables.regions.end(),
                      [](const Region& region) { return region.zones.empty(); }) == 8);
  CHECK(tables.bands.size() == 5);
  const auto by_name = [](const auto& a, const auto& b) { return a.name < b.name; };
  CHECK(std::is_sorted(tables.types.begin(), tables.types.end(), by_name));
  CHECK(std::is_sorted(tables.regions.begin(), tables.regions.end(), by_name));
  for (const auto cells : {tables.offered.size(), tables.savings.size(), tables.band.size(), tables.price.size()}) {
    CHECK(cells == tables.types.size() * tables.regions.size());
  }
}

TEST_CASE("every live type is offered somewhere and has pods") {
  const Tables& tables = builtin();
  std::size_t on_demand_only = 0;
  for (std::uint32_t i = 0; i < tables.types.size(); ++i) {
    const InstanceType& one = tables.types[i];
    INFO(one.name);
    CHECK(tables.find_type(one.name) == i);
    CHECK(one.max_pods > 0);
    CHECK(one.architectures != 0);
    if (one.status == Status::kRetired) continue;
    if (!one.spot && !one.capacity_block) ++on_demand_only;
    bool offered = false;
    for (std::uint32_t region = 0; region < tables.regions.size(); ++region) {
      offered = offered || tables.offered_in(i, region);
      CHECK(tables.zones_offering(i, region) <= tables.regions[region].zones.size());
    }
    CHECK(offered);
    CHECK((one.hypervisor == Hypervisor::kNone) == one.bare_metal);
  }
  CHECK(on_demand_only == 41);
}

TEST_CASE("counts of types that share a shape agree with a reading of the sources") {
  struct Row {
    unsigned vcpu, gib;
    std::size_t x86_64, arm64;
  };
  const Row rows[] = {{2, 4, 17, 13},  {2, 8, 25, 11},   {2, 16, 28, 11},  {4, 8, 18, 14},
                      {4, 16, 31, 11}, {4, 32, 30, 11},  {8, 16, 18, 14},  {8, 32, 31, 11},
                      {8, 64, 31, 11}, {16, 32, 17, 14}, {16, 64, 29, 11}, {16, 128, 30, 10}};
  for (const Row& row : rows) {
    INFO(row.vcpu << "/" << row.gib);
    CHECK(nitro_types(row.vcpu, row.gib, kX86_64) == row.x86_64);
    CHECK(nitro_types(row.vcpu, row.gib, kArm64) == row.arm64);
  }
}

TEST_CASE("traps of the records") {
  SECTION("pods go by the default network card") {
    CHECK(type("p5.48xlarge").max_pods == 100);
    CHECK(type("m5.xlarge").max_pods == 58);
    CHECK(type("d3.xlarge").max_pods == 10);
  }
  SECTION("bandwidth is that of all cards") {
    CHECK(type("p5.48xlarge").network_mbps == 3'200'000);
    CHECK(type("m5.xlarge").network_mbps == 1250);
  }
  SECTION("a part of a GPU is a GPU") {
    CHECK(type("g6f.large").accelerators == kGpu);
    CHECK(type("g6f.large").gpus == 1);
    CHECK(type("g6f.large").part_of_gpu);
    CHECK_FALSE(type("g6.xlarge").part_of_gpu);
    CHECK(type("p5.48xlarge").gpus == 8);
    CHECK(type("inf1.xlarge").accelerators == (kNeuron | kInference));
    CHECK(type("f2.6xlarge").accelerators == kFpga);
    CHECK(type("vt1.3xlarge").accelerators == kMedia);
    CHECK(type("m5.large").accelerators == 0);
  }
  SECTION("only the name tells flex") {
    CHECK(type("m7i-flex.large").flex);
    CHECK_FALSE(type("m7i-flex.large").burstable);
    CHECK_FALSE(type("m7i.large").flex);
  }
  SECTION("names are split at the dot") {
    CHECK(type("u7in-16tb.224xlarge").family() == "u7in-16tb");
    CHECK(type("m7i-flex.large").family() == "m7i-flex");
    CHECK(type("m7i-flex.large").series() == "m");
    CHECK(type("m7i-flex.large").generation() == 7);
    CHECK(type("mac2-m1ultra.metal").series() == "mac");
    CHECK(type("c7i.metal-24xl").family() == "c7i");
    CHECK(type("is4gen.large").series() == "is");
  }
  SECTION("local disks") {
    CHECK(type("i3en.large").local_disk_gb == 1250);
    CHECK_FALSE(type("i3en.large").local_disk_hdd);
    CHECK(type("d3.xlarge").local_disk_hdd);
    CHECK(type("m5.large").local_disk_gb == 0);
  }
  SECTION("architectures are bits") {
    CHECK(type("c1.medium").architectures == (kX86_64 | kI386));
    CHECK(type("mac2.metal").architectures == kArm64Mac);
    CHECK(type("mac1.metal").architectures == kX86_64Mac);
  }
  SECTION("memory up to 32 TiB") {
    CHECK(type("u7in-32tb.224xlarge").memory_mib == 33'554'432);
  }
  SECTION("retired types are known") {
    CHECK(type("p3.2xlarge").status == Status::kRetired);
    CHECK_FALSE(builtin().find_type("bmn-sf1.metal"));
  }
  SECTION("makers") {
    CHECK(builtin().vendors[0].empty());
    CHECK(builtin().vendors[type("m5.large").vendor] == "Intel");
    CHECK(builtin().vendors[type("m7g.large").vendor] == "AWS");
    CHECK(builtin().vendors[type("cc2.8xlarge").vendor].empty());
  }
}

TEST_CASE("zones, Spot Advisor and prices are cells of type and region") {
  const Tables& tables = builtin();
  const std::uint32_t m5 = *tables.find_type("m5.large");
  const std::uint32_t virginia = *tables.find_region("us-east-1");
  const std::uint32_t beijing = *tables.find_region("cn-north-1");
  CHECK(tables.regions[virginia].zones.size() == 6);
  CHECK(tables.zones_offering(m5, virginia) == 5);
  CHECK(tables.offered_in(m5, beijing));
  CHECK(tables.zones_offering(m5, beijing) == 0);
  CHECK(tables.savings[tables.cell(m5, virginia)] == 62);
  CHECK(tables.bands[tables.band[tables.cell(m5, virginia)]] == ">20%");
  CHECK(tables.price[tables.cell(m5, virginia)] == 96'000);
  CHECK(tables.regions[virginia].currency == "USD");
  CHECK(tables.regions[beijing].currency == "CNY");
  // Copies contradict each other on this one, so it is not known.
  CHECK(tables.price[tables.cell(*tables.find_type("c6g.metal"), virginia)] == 0);
  CHECK_FALSE(tables.find_region("us-east-9"));
  CHECK_FALSE(tables.find_region(""));
}

TEST_CASE("a misspelt type has its neighbours") {
  CHECK(nearest("m5.xlarg", 1) == std::vector<std::string>{"m5.xlarge"});
  CHECK(nearest("r5.xlage", 1) == std::vector<std::string>{"r5.xlarge"});
  CHECK(nearest("t3.mirco", 1) == std::vector<std::string>{"t3.micro"});
  CHECK(nearest("M5.Large", 1) == std::vector<std::string>{"m5.large"});
  CHECK(nearest("m5xlarge", 1) == std::vector<std::string>{"m5.xlarge"});
  CHECK(nearest("c5.12large", 2) == std::vector<std::string>{"c5.12xlarge", "c5.18xlarge"});
  CHECK(nearest("m6j.2xlarge", 3).size() == 3);
  CHECK(nearest("", 3).empty());
  CHECK(nearest("standard_d4s_v5", 3).empty());
  CHECK(nearest("bigbox.enormous", 3).empty());
  CHECK(nearest(std::string(100'000, 'm'), 3).empty());
  CHECK(nearest("m5.xlarg", 0).empty());
}
