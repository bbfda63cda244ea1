#include "catalogue/select.hpp"

#include <algorithm>
#include <set>

#include "scratch.hpp"
#include "support/catch.hpp"

using namespace mng::catalogue;

namespace {

using Indices = std::vector<std::uint32_t>;

Query shape(unsigned vcpu, unsigned gib, Architecture architecture = kX86_64, std::string_view region = {}) {
  Query query;
  query.vcpu = vcpu;
  query.memory_mib = gib * 1024;
  query.architecture = architecture;
  query.region = region;
  return query;
}

bool has(const Tables& tables, const Indices& indices, std::string_view name) {
  return std::any_of(indices.begin(), indices.end(), [&](auto i) { return tables.types[i].name == name; });
}

// Pools first, then family lines: what adding a type must never lower.
std::pair<unsigned, std::size_t> diversity(const Tables& tables, std::string_view region, const Indices& taken) {
  unsigned pools = 0;
  std::set<std::string_view> lines;
  for (const std::uint32_t i : taken) {
    pools += tables.zones_offering(i, *tables.find_region(region));
    lines.insert(tables.types[i].series());
  }
  return {pools, lines.size()};
}

const std::pair<unsigned, unsigned> kShapes[] = {{2, 4},  {2, 8},  {2, 16}, {4, 8},   {4, 16},  {4, 32},
                                                 {8, 16}, {8, 32}, {8, 64}, {16, 32}, {16, 64}, {16, 128}};

}  // namespace

TEST_CASE("every common shape has types, all of exactly that shape and none of the kinds left out") {
  const Tables& tables = builtin();
  for (const auto& [vcpu, gib] : kShapes) {
    for (const Architecture architecture : {kX86_64, kArm64}) {
      for (const char* region : {"", "us-east-1", "eu-west-1", "ap-northeast-1", "us-gov-west-1"}) {
        Query query = shape(vcpu, gib, architecture, region);
        query.count = 20;
        const Indices all = candidates(tables, query);
        const Indices taken = select(tables, query);
        INFO(vcpu << "/" << gib << " " << int{architecture} << " " << region);
        CHECK(taken.size() == std::min<std::size_t>(all.size(), 20));
        CHECK_FALSE(taken.empty());
        CHECK(std::set(taken.begin(), taken.end()).size() == taken.size());
        CHECK(std::is_sorted(all.begin(), all.end()));
        for (const std::uint32_t i : taken) {
          const InstanceType& type = tables.types[i];
          INFO(type.name);
          CHECK(std::binary_search(all.begin(), all.end(), i));
          CHECK((type.vcpu == vcpu && type.memory_mib == gib * 1024 && (type.architectures & architecture) != 0));
          CHECK((type.status == Status::kLive && type.spot && type.hypervisor == Hypervisor::kNitro));
          CHECK_FALSE((type.burstable || type.bare_metal || type.flex || type.accelerators != 0));
          if (*region != '\0') CHECK(tables.offered_in(i, *tables.find_region(region)));
        }
        CHECK(select(tables, query) == taken);
        // A shorter list is the beginning of the longer one.
        query.count = 3;
        CHECK(select(tables, query) ==
              Indices(taken.begin(), taken.begin() + std::min<std::ptrdiff_t>(3, std::ssize(taken))));
      }
    }
  }
}

TEST_CASE("a type with far fewer pods than its shape is left out, unless its family is named") {
  const Tables& tables = builtin();
  Query query = shape(4, 32);
  CHECK_FALSE(has(tables, candidates(tables, query), "d3.xlarge"));
  CHECK(has(tables, candidates(tables, query), "r5.xlarge"));
  query.families = {"d3"};
  CHECK(has(tables, candidates(tables, query), "d3.xlarge"));
}

TEST_CASE("what is left out comes when asked for, by flag or by family") {
  const Tables& tables = builtin();
  Query query = shape(4, 16);
  const auto gets = [&](std::string_view name) { return has(tables, candidates(tables, query), name); };
  CHECK_FALSE(gets("t3.xlarge"));
  query.burstable = true;
  CHECK(gets("t3.xlarge"));
  CHECK_FALSE(gets("m7i-flex.xlarge"));
  query.flex = true;
  CHECK(gets("m7i-flex.xlarge"));
  CHECK_FALSE(gets("g4dn.xlarge"));
  query.accelerated = true;
  CHECK(gets("g4dn.xlarge"));
  CHECK_FALSE(gets("m4.xlarge"));
  query.previous_generation = true;
  CHECK(gets("m4.xlarge"));
  query.exclude = {"t3", "m4.xlarge"};
  CHECK_FALSE(gets("t3.xlarge"));
  CHECK(gets("t3a.xlarge"));
  CHECK_FALSE(gets("m4.xlarge"));

  Query named = shape(4, 16);
  named.families = {"t3", "m5"};
  CHECK(candidates(tables, named).size() == 2);
  Query metal = shape(96, 192);
  CHECK_FALSE(has(tables, candidates(tables, metal), "c5.metal"));
  metal.bare_metal = true;
  CHECK(has(tables, candidates(tables, metal), "c5.metal"));
}

TEST_CASE("the first types differ in line, generation and maker") {
  const Tables& tables = builtin();
  Query query = shape(4, 16, kX86_64, "eu-west-1");
  query.count = 4;
  std::set<unsigned> generations;
  std::set<std::uint8_t> vendors;
  for (const std::uint32_t i : select(tables, query)) {
    generations.insert(tables.types[i].generation());
    vendors.insert(tables.types[i].vendor);
    CHECK(tables.zones_offering(i, *tables.find_region("eu-west-1")) == 3);
  }
  CHECK(generations.size() == 4);
  CHECK(vendors.size() == 2);
}

TEST_CASE("with --on-demand the On-Demand price tells types apart, and interruptions do not") {
  const Scratch scratch;
  const auto write = [&](const std::string& name, const std::string& text) {
    CHECK_FALSE(scratch.file(name, R"({"schema": 1, "date": "2026-01-01", )" + text + "}").empty());
  };
  std::string types;
  for (const char* name : {"m1a.large", "m1b.large"}) {
    types += std::string(types.empty() ? "" : ", ") + R"({"name": ")" + name +
             R"(", "status": "live", "vcpu": 2, "memory_mib": 4096, "architectures": ["x86_64"], "hypervisor": "nitro",
                 "usage": ["on-demand", "spot"]})";
  }
  write("instance-types.json", R"("types": [)" + types + "]");
  write("offerings.json",
        R"("regions": [{"region": "eu-west-1", "date": "2026-01-01", "source": "x", "zones": ["euw1-az1"]}],
           "types": [{"type": "m1a.large", "in": {"eu-west-1": "1"}}, {"type": "m1b.large", "in": {"eu-west-1": "1"}}])");
  write("spot-advisor.json",
        R"("bands": ["<5%", "5-10%"], "types": [{"type": "m1a.large", "in": {"eu-west-1": [80, 0]}},
           {"type": "m1b.large", "in": {"eu-west-1": [10, 1]}}])");
  write("prices.json", R"("regions": [{"region": "eu-west-1", "date": "2026-01-01", "currency": "USD"}], "types": [
           {"type": "m1a.large", "in": {"eu-west-1": 0.2}}, {"type": "m1b.large", "in": {"eu-west-1": 0.1}}])");
  const LoadResult result = load_directory(scratch.path());
  REQUIRE(result.error.empty());
  Query query = shape(2, 4, kX86_64, "eu-west-1");
  query.count = 1;
  CHECK(has(result.loaded.tables(), select(result.loaded.tables(), query), "m1a.large"));
  query.on_demand = true;
  CHECK(has(result.loaded.tables(), select(result.loaded.tables(), query), "m1b.large"));
}

TEST_CASE("who asks for GPUs gets whole ones, and no other accelerators") {
  const Tables& tables = builtin();
  Query query = shape(4, 16);
  query.gpus = {0, 16};
  for (const std::uint32_t i : candidates(tables, query)) {
    INFO(tables.types[i].name);
    CHECK((tables.types[i].accelerators & ~kGpu) == 0);
    CHECK_FALSE(tables.types[i].part_of_gpu);
  }
  CHECK(has(tables, candidates(tables, query), "g6.xlarge"));
  query.part_of_gpu = true;
  query.gpus = {1, 1};
  CHECK(has(tables, candidates(tables, query), "g6f.xlarge"));
  CHECK_FALSE(has(tables, candidates(tables, query), "g6.xlarge"));
}

TEST_CASE("regions and counts at the edges") {
  const Tables& tables = builtin();
  CHECK(select(tables, shape(4, 32, kX86_64, "us-east-9")).empty());
  CHECK(select(tables, shape(0, 0)).empty());
  CHECK(select(tables, shape(3, 10)).empty());
  Query none = shape(4, 32);
  none.count = 0;
  CHECK(select(tables, none).empty());
}

TEST_CASE("without offerings every type may be offered") {
  const Scratch scratch;
  std::filesystem::copy(data_folder() + "/instance-types.json", scratch.path("instance-types.json"));
  const LoadResult result = load_directory(scratch.path());
  REQUIRE(result.error.empty());
  const Query query = shape(4, 32, kX86_64, "us-east-1");
  CHECK(candidates(result.loaded.tables(), query) == candidates(builtin(), shape(4, 32)));
  CHECK(select(result.loaded.tables(), query).size() == 27);
}

TEST_CASE("diversify adds to what there is") {
  const Tables& tables = builtin();
  const Indices all = candidates(tables, shape(4, 16, kX86_64, "eu-west-1"));
  const Indices have{*tables.find_type("m5.xlarge"), *tables.find_type("m5a.xlarge")};
  const Indices added = diversify(tables, "eu-west-1", have, all, 5);
  REQUIRE(added.size() == 5);
  CHECK_FALSE(has(tables, added, "m5.xlarge"));
  CHECK(tables.types[added.front()].generation() != 5);
  Indices twice = all;
  twice.insert(twice.end(), all.rbegin(), all.rend());
  CHECK(diversify(tables, "eu-west-1", have, twice, 5) == added);
  CHECK(diversify(tables, "eu-west-1", all, all, 5).empty());
}

TEST_CASE("adding an equivalent type never lowers diversity") {
  const Tables& tables = builtin();
  for (const auto& [vcpu, gib] : kShapes) {
    for (const char* region : {"us-east-1", "eu-west-1"}) {
      const Indices all = candidates(tables, shape(vcpu, gib, kX86_64, region));
      for (const unsigned count : {1U, 3U, 8U}) {
        const auto with = diversity(tables, region, diversify(tables, region, {}, all, count));
        for (const std::uint32_t without : all) {
          Indices fewer = all;
          std::erase(fewer, without);
          INFO(vcpu << "/" << gib << " " << region << " " << tables.types[without].name << " " << count);
          CHECK(with >= diversity(tables, region, diversify(tables, region, {}, fewer, count)));
        }
      }
    }
  }
}

TEST_CASE("the nearest shapes are those that can be met") {
  const Tables& tables = builtin();
  const auto text = [&](const Query& query, std::size_t count) {
    std::string all;
    for (const Shape& near : nearest_shapes(tables, query, count)) {
      Query there = query;
      there.vcpu = near.vcpu;
      there.memory_mib = near.memory_mib;
      CHECK(candidates(tables, there).size() == near.types);
      CHECK(near.types > 0);
      all += std::to_string(near.vcpu) + "/" + std::to_string(near.memory_mib / 1024) + " ";
    }
    return all;
  };
  CHECK(text(shape(4, 30, kX86_64, "us-east-1"), 2) == "4/32 4/16 ");
  CHECK(text(shape(4, 32), 1) == "4/32 ");
  CHECK(text(shape(6, 32), 2) == "8/32 4/32 ");
  CHECK(text(shape(4, 32), 0).empty());
  CHECK(text(shape(4, 32, kX86_64, "us-east-9"), 3).empty());
  CHECK(nearest_shapes(tables, shape(0, 0), 1).size() == 1);
}

TEST_CASE("pods above what a node may run are no reason to leave a type out") {
  const Tables& tables = builtin();
  // 737 of m7i.48xlarge are less than half of the 1514 of most others.
  Query query = shape(192, 768, kX86_64, "us-east-1");
  CHECK_FALSE(has(tables, candidates(tables, query), "m7i.48xlarge"));
  query.pod_limits = {{30, 110}, {~0U, 250}};
  CHECK(has(tables, candidates(tables, query), "m7i.48xlarge"));
  Query small = shape(4, 32);
  small.pod_limits = query.pod_limits;
  CHECK_FALSE(has(tables, candidates(tables, small), "d3.xlarge"));
}
