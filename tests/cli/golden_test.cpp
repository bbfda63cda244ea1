// Whole reports, as a person sees them.
#include "golden/golden.hpp"

#include "cli/program.hpp"

using namespace mng::test;

namespace {

std::string example(const char* name) {
  std::ifstream file(std::string(MNG_SOURCE_DIR) + "/examples/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

const std::string kShared =
    "# One list of types, used in three ways.\n"
    "region: eu-west-1\n"
    "x-types: &types [m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m5.large]\n"
    "x-base: &base {capacity_type: SPOT, instance_types: *types}\n"
    "defaults:\n"
    "  scaling_config: {min_size: 3, desired_size: 1, max_size: 2}\n"
    "node_groups:\n"
    "  direct:\n"
    "    capacity_type: SPOT\n"
    "    instance_types: *types\n"
    "  merged:\n"
    "    <<: *base\n"
    "    subnet_ids: [subnet-1]\n";

}  // namespace

TEST_CASE("the report of the mistakes in examples/", "[golden]") {
  const Scratch scratch;
  const Around around{.in = example("spot-mistakes.yaml")};
  const std::vector<std::string> arguments{"-", "--stdin-filename", "examples/spot-mistakes.yaml", "--format"};
  for (const std::string format : {"text", "json", "github"}) {
    std::vector<std::string> all = arguments;
    all.push_back(format);
    const Run run = lint(all, around);
    CHECK(run.exit == 1);
    check_golden("spot-mistakes." + (format == "text" ? "txt" : format == "json" ? "json" : format + ".txt"), run.out);
  }
}

TEST_CASE("the example without mistakes has none") {
  const Scratch scratch;
  const Run run = lint({"-", "--fail-on", "info"}, {.in = example("spot.yaml")});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
}

TEST_CASE("the report of values that came by anchors, merges and defaults", "[golden]") {
  const Scratch scratch;
  scratch.file("nodegroups.yaml", kShared);
  scratch.file("values.yaml", "a: 1\n");
  check_golden("shared-values.txt", lint({"nodegroups.yaml", "values.yaml"}).out);
}

TEST_CASE("the report of broken files", "[golden]") {
  const Scratch scratch;
  scratch.file("1-open.yaml", "node_groups:\n  a: {labels: [\n");
  scratch.file("2-tab.yaml", "node_groups:\n\ta: {}\n");
  scratch.file("3-twice.yaml", "node_groups:\n  a:\n    disk_size: 20\n    disk_size: 50\n");
  scratch.file("4-encoding.yaml", "node_groups:\n  a: \xff\n");
  scratch.file("5-quote.yaml", "node_groups:\n  a: {labels: {b: \"c}}\n");
  scratch.file("6-types.yaml",
               "node_groups:\n"
               "  a:\n"
               "    capacity_type: SPOT\n"
               "    instance_types: [[m5.xlarge], m5a.xlrage]\n"
               "    taint: {key: spot}\n"
               "    disk_size: 20 GiB\n"
               "    labels: {a: {b: c}}\n"
               "    \"\\e[31m\\n::error::\": 1\n");
  check_golden(
      "broken-files.txt",
      lint({"1-open.yaml", "2-tab.yaml", "3-twice.yaml", "4-encoding.yaml", "5-quote.yaml", "6-types.yaml"}).out);
}

TEST_CASE("the pages of a rule and the list of all", "[golden]") {
  check_golden("explain-mixed-memory.txt", lint({"--explain", "mixed-memory"}).out);
  check_golden("list-rules.txt", lint({"--list-rules"}).out);
}

TEST_CASE("colour only where it is asked for or a terminal is there that wants it") {
  const Scratch scratch;
  scratch.file("a.yaml", with_error());
  struct Case {
    const char* color;
    bool terminal, no_color, colored;
  };
  for (const Case& one : {
           Case{"auto", false, false, false},
           Case{"auto", true, false, true},
           Case{"auto", true, true, false},
           Case{"always", false, false, true},
           Case{"always", false, true, true},
           Case{"never", true, false, false},
       }) {
    INFO(one.color << ", terminal " << one.terminal << ", NO_COLOR " << one.no_color);
    const Run run = lint({"--color", one.color, "a.yaml"}, {.terminal = one.terminal, .no_color = one.no_color});
    CHECK(has(run.out, "\x1b[") == one.colored);
    for (const char* format : {"json", "github"}) {
      const Run other = lint({"--color", one.color, "--format", format, "a.yaml"},
                             {.terminal = one.terminal, .no_color = one.no_color});
      CHECK_FALSE(has(other.out, "\x1b["));
    }
  }
  // Without its escapes the coloured report is the plain one.
  std::string colored = lint({"--color", "always", "a.yaml"}).out;
  for (std::size_t at = 0; (at = colored.find("\x1b[")) != std::string::npos;) {
    colored.erase(at, colored.find('m', at) + 1 - at);
  }
  CHECK(colored == lint({"a.yaml"}).out);
}
