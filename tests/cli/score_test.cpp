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
        "mng-lint: a.yaml: open has no score: not all of its types are known: depends on $TYPES\n"
        "mng-lint: --min-score 90: 1 of 2 groups had no score, which fails no gate\n");
  const Run enough = run({"--min-score", "15"});
  CHECK(enough.exit == 0);
  CHECK(enough.err ==
        "mng-lint: a.yaml: open has no score: not all of its types are known: depends on $TYPES\n"
        "mng-lint: --min-score 15: 1 of 2 groups had no score, which fails no gate\n");
  const Run table = run({"--summary"});
  CHECK(table.exit == 0);
  CHECK(table.err.empty());
  CHECK(
      has(table.out, "a.yaml: known     15      2      ?      2                 0%         1            1        2\n"));
  CHECK(has(table.out, "a.yaml: open       ?  not all of its types are known: depends on $TYPES\n"));
  CHECK_FALSE(has(table.out, "steady"));
  SECTION("a report without a place for it has the table beside it") {
    const std::string rows = table.out.substr(0, table.out.find("no findings"));
    for (const std::vector<std::string>& more :
         {std::vector<std::string>{"--format", "github"}, {"--statistics"}, {"--statistics", "--format", "json"}}) {
      std::vector<std::string> all = more;
      all.emplace_back("--summary");
      const Run beside = run(all);
      CHECK(beside.err == rows);
      CHECK(beside.out == run(more).out);
      CHECK(run(more).err.empty());
    }
  }
}

TEST_CASE("why a group has no score is said") {
  const Scratch scratch;
  const auto group = [](const std::string& name, const std::string& capacity, const std::string& types) {
    return "resource \"aws_eks_node_group\" \"" + name + "\" {\n  capacity_type = " + capacity +
           "\n  instance_types = " + types + "\n}\n";
  };
  scratch.file("main.tf", "variable \"types\" {}\nvariable \"capacity\" {}\n" + group("all", "\"SPOT\"", "var.types") +
                              group("more", "\"SPOT\"", "concat([\"m5.large\"], var.types)") +
                              group("some", "\"SPOT\"", "[\"m5.large\", var.types]") +
                              group("which", "var.capacity", "[\"m5.large\"]") +
                              group("no", "\"ON_DEMAND\"", "var.types"));
  const Run run = lint({"main.tf", "--select", "ignores", "--min-score", "10"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  for (const char* name : {"all", "more", "some"}) {
    CHECK(has(run.err, std::string("aws_eks_node_group.") + name +
                           " has no score: not all of its types are known: depends on var.types\n"));
  }
  CHECK(
      has(run.err, "aws_eks_node_group.which has no score: its capacity_type is not known: depends on var.capacity\n"));
  CHECK_FALSE(has(run.err, "node_group.no "));
  CHECK(has(run.err, "mng-lint: --min-score 10: 4 of 4 groups had no score, which fails no gate\n"));
}
