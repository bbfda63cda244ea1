// The diversification score: what it counts, and that a type more never lowers it.
#include "model/score.hpp"

#include <algorithm>
#include <random>

#include "catalogue/select.hpp"
#include "support/read.hpp"

using namespace mng;

namespace {

std::optional<model::Score> score_of_types(const std::vector<std::string>& types, const std::string& rest = {},
                                           const std::string& capacity = "SPOT") {
  std::string list;
  for (const std::string& type : types) list += (list.empty() ? "" : ", ") + type;
  test::ReadDocument read(
      "region: eu-west-1\ncluster_name: e\nsubnets: {a: eu-west-1a, b: eu-west-1b, c: eu-west-1c}\n"
      "node_groups:\n  w: {capacity_type: " +
      capacity + ", instance_types: [" + list + "]" + rest + "}\n");
  const model::World world{read.vocabulary, catalogue::builtin(), {}, {}, {}};
  hcl::Arena arena;
  model::Facts facts(read.document, world, arena);
  return model::score(facts, 0);
}

}  // namespace

TEST_CASE("a score counts pools, families, generations and vendors") {
  const auto one = score_of_types({"m5.xlarge"});
  REQUIRE(one);
  CHECK(one->pools == 1);
  CHECK(one->zones == 0);
  CHECK(one->points == 5);
  const auto three = score_of_types({"m5.xlarge", "m5a.xlarge", "m6g.xlarge"}, ", subnet_ids: [a, b, c]");
  REQUIRE(three);
  CHECK(three->types == 3);
  CHECK(three->zones == 3);
  CHECK(three->pools == 9);
  CHECK(three->families == 2);
  CHECK(three->generations == 2);
  CHECK(three->vendors == 3);
  CHECK(three->points == model::score_of(9 - static_cast<double>(three->often) / 2, 2, 2, 3));
  CHECK(model::score_of(0, 0, 0, 0) == 0);
  CHECK(model::score_of(10, 3, 3, 2) == 50);
  CHECK(model::score_of(1e9, 1000, 1000, 1000) == 100);
}

TEST_CASE("what is not known has no score") {
  for (const std::vector<std::string>& types :
       {std::vector<std::string>{"m5.xlarge", "$MORE"}, {"m5.gigantic"}, {"m5.xlarge", "m5.gigantic"}, {}}) {
    const auto score = score_of_types(types);
    REQUIRE(score);
    CHECK(score->group == "w");
    CHECK_FALSE(score->points);
  }
}

TEST_CASE("an On-Demand group is not scored") {
  CHECK_FALSE(score_of_types({"m5.xlarge"}, {}, "ON_DEMAND"));
}

TEST_CASE("an equivalent type more never lowers the score") {
  const catalogue::Tables& tables = catalogue::builtin();
  std::mt19937 random(7);  // NOLINT: the same every time
  for (const auto& [vcpu, gib] : {std::pair(2U, 8U), std::pair(4U, 16U), std::pair(4U, 32U), std::pair(8U, 64U)}) {
    for (const std::string region : {"eu-west-1", "us-east-1"}) {
      catalogue::Query query;
      query.vcpu = vcpu;
      query.memory_mib = gib * 1024;
      query.region = region;
      std::vector<std::string> all;
      for (const auto type : catalogue::candidates(tables, query)) all.emplace_back(tables.types[type].name);
      REQUIRE(all.size() > 5);
      for (int round = 0; round < 5; ++round) {
        std::shuffle(all.begin(), all.end(), random);
        unsigned before = 0;
        for (std::size_t count = 1; count <= std::min<std::size_t>(all.size(), 20); ++count) {
          const std::vector<std::string> types(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
          const auto score = score_of_types(types, ", region: " + region + ", subnet_ids: [a, b, c]");
          REQUIRE(score);
          REQUIRE(score->points);
          CHECK(*score->points >= before);
          before = *score->points;
        }
      }
    }
  }
}
