#include "cli/workers.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>

#include "cli/program.hpp"

using namespace mng;
using namespace mng::test;

TEST_CASE("every piece of work is done once, on however many threads", "[threads]") {
  for (const unsigned threads : {0U, 1U, 2U, 7U, 1000U}) {
    std::vector<std::atomic<int>> done(500);
    cli::each(done.size(), threads, [&](std::size_t i) { ++done[i]; });
    CHECK(std::all_of(done.begin(), done.end(), [](const std::atomic<int>& times) { return times == 1; }));
  }
  cli::each(0, 4, [](std::size_t) { FAIL("there is nothing to do"); });
  CHECK(cli::default_threads() >= 1);
}

TEST_CASE("what work throws is thrown where it was asked for, once all threads are at rest", "[threads]") {
  for (const unsigned threads : {1U, 4U}) {
    std::atomic<int> running = 0;
    const auto work = [&](std::size_t i) {
      ++running;
      if (i == 3) {
        --running;
        throw std::runtime_error("three");
      }
      --running;
    };
    CHECK_THROWS_WITH(cli::each(100, threads, work), "three");
    CHECK(running == 0);
  }
}

TEST_CASE("the report is the same bytes whatever the number of threads", "[threads]") {
  const Scratch scratch;
  REQUIRE(cli::run_program({"git", "init", "-q", "."}).ok);
  // Roots that share modules, each with findings in them: who comes first must not show.
  scratch.file("modules/nodes/main.tf",
               "variable \"types\" {\n  default = [\"m5.xlarge\"]\n}\nresource \"aws_eks_node_group\" \"spot\" {\n"
               "  capacity_type  = \"SPOT\"\n  instance_types = var.types\n}\n");
  for (int i = 0; i < 40; ++i) {
    const std::string folder = "roots/r" + std::to_string(i) + "/";
    scratch.file(folder + "main.tf", "module \"nodes\" {\n  source = \"../../modules/nodes\"\n" +
                                         std::string(i % 3 == 0 ? "  types  = [\"m5.large\"]\n" : "") + "}\n");
    scratch.file("yaml/" + std::to_string(i) + ".yaml", i % 2 == 0 ? with_error() : with_warning());
  }
  scratch.file("roots/r7/broken.tf", "locals {\n  a = = 1\n}\n");
  scratch.file("yaml/open.yaml", "node_groups: [\n");
  for (const char* format : {"text", "json", "github"}) {
    const std::vector<std::string> arguments{".", "--format", format, "--show-undecided", "--var", "other=1", "-j"};
    const auto with = [&](const char* jobs) {
      std::vector<std::string> all = arguments;
      all.emplace_back(jobs);
      return lint(all);
    };
    const Run alone = with("1");
    MNG_SHOW(alone);
    CHECK(count(alone.out, "spot-single-instance-type") >= 15);
    for (const char* jobs : {"0", "2", "3", "16", "64"}) {
      const Run together = with(jobs);
      CHECK(together.out == alone.out);
      CHECK(together.err == alone.err);
      CHECK(together.exit == alone.exit);
    }
  }
}

TEST_CASE("a number of threads that is none is refused") {
  for (const char* jobs : {"x", "-1", "1.5", "99999999999999999999"}) {
    const Run run = lint({"-j", jobs, "."});
    MNG_SHOW(run);
    CHECK(run.exit == cli::kFailed);
    const std::string most = *jobs == '9' ? " up to 4294967295" : "";
    CHECK(has(run.err, "--jobs takes a number" + most + ", not `" + std::string(jobs) + "`"));
  }
}
