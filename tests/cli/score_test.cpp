// --summary and --min-score.
#include "cli/program.hpp"
#include "support/catch.hpp"

using namespace mng::test;

TEST_CASE("a low score ends in 1, and one that is not known is said") {
  const Scratch scratch;
  scratch.file(
      "a.yaml",
      "region: eu-west-1\nnode_groups:\n  known: {capacity_type: SPOT, instance_types: [m5.xlarge, m5a.xlarge]}\n"
      "  open: {capacity_type: SPOT, instance_types: $TYPES}\n  steady: {capacity_type: ON_DEMAND}\n");
  const std::vector<std::string> quiet{"a.yaml", "--select", "ignores"};
  const auto run = [&](std::vector<std::string> more) {
    more.insert(more.begin(), quiet.begin(), quiet.end());
    return lint(more);
  };
  // 0.6 of 2/12 for two pools, 0.1 of 1/2 for the second maker.
  const Run low = run({"--min-score", "90"});
  CHECK(low.exit == 1);
  CHECK(low.err ==
        "mng-lint: a.yaml: known has a score of 15, below --min-score 90\n"
        "mng-lint: a.yaml: open has no score, as not all of its types are known\n");
  const Run enough = run({"--min-score", "15"});
  CHECK(enough.exit == 0);
  CHECK(enough.err == "mng-lint: a.yaml: open has no score, as not all of its types are known\n");
  const Run table = run({"--summary"});
  CHECK(table.exit == 0);
  CHECK(table.err.empty());
  CHECK(
      has(table.out, "a.yaml: known     15      2      ?      2                 0%         1            1        2\n"));
  CHECK(has(table.out, "a.yaml: open       ?  not all of its types are known\n"));
  CHECK_FALSE(has(table.out, "steady"));
}
