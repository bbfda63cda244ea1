// Folders: what a run enters and what it leaves alone.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/program.hpp"

using namespace mng::test;

namespace {

bool git(const std::vector<std::string>& arguments) {
  std::vector<std::string> all{"git"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return mng::cli::run_program(all).ok;
}

}  // namespace

TEST_CASE("a folder is searched for what a form reads") {
  const Scratch scratch;
  scratch.file("prod/nodegroups.yaml", with_error());
  scratch.file("prod/deep/er/other.yml", with_warning());
  scratch.file("prod/notes.txt", with_error());
  scratch.file("prod/.terraform/modules/x/nodegroups.yaml", with_error());
  scratch.file(".terraform/nodegroups.yaml", with_error());
  for (const std::vector<std::string>& paths : {std::vector<std::string>{}, {"."}, {"prod"}, {"./prod/"}}) {
    const Run run = lint(paths);
    MNG_SHOW(run);
    CHECK(run.exit == 1);
    CHECK(has(run.out, "prod/nodegroups.yaml:7:95: error"));
    CHECK(has(run.out, "prod/deep/er/other.yml:"));
    CHECK(has(run.out, "1 error, 1 warning in 2 node groups of 2 files\n"));
  }
  SECTION("a skipped folder named by hand is read") {
    CHECK(has(lint({"prod/.terraform"}).out, "1 error in 1 node group of 1 file\n"));
  }
}

TEST_CASE("a walk counts what does not parse and does not complain of it") {
  const Scratch scratch;
  scratch.file("charts/node.yaml", "node_groups:\n  {{- range .Values.groups }}\n  a: 1\n");
  const Run walked = lint({"."});
  MNG_SHOW(walked);
  CHECK(walked.exit == 0);
  CHECK(has(walked.out, "charts/node.yaml: not checked: it does not parse, it looks like a template\n"));
  const Run named = lint({"charts/node.yaml"});
  CHECK(named.exit == 1);
  CHECK(has(named.out, "[syntax-error]"));
}

TEST_CASE("what a repository ignores is left out of a walk") {
  if (!git({"--version"})) return;
  const Scratch scratch;
  REQUIRE(git({"init", "-q", "."}));
  scratch.file(".gitignore", "build/\n*.gen.yaml\n");
  scratch.file("nodegroups.yaml", with_error());
  scratch.file("made.gen.yaml", with_error());
  scratch.file("build/nodegroups.yaml", with_error());
  scratch.file("sub/.terraform/nodegroups.yaml", with_error());
  const Run run = lint({"."});
  MNG_SHOW(run);
  CHECK(run.exit == 1);
  CHECK(has(run.out, "\n1 error in 1 node group of 1 file\n"));
  CHECK(run.out.starts_with("nodegroups.yaml:7:95"));
  SECTION("but read where it is named by hand") {
    CHECK(has(lint({"build"}).out, "build/nodegroups.yaml:7:95: error"));
    CHECK(has(lint({"made.gen.yaml"}).out, "made.gen.yaml:7:95: error"));
  }
  SECTION("a file that is tracked and gone is no fault") {
    REQUIRE(git({"add", "nodegroups.yaml"}));
    std::filesystem::remove("nodegroups.yaml");
    const Run gone = lint({"."});
    MNG_SHOW(gone);
    CHECK(gone.exit == 0);
  }
}

TEST_CASE("a loop of folders ends") {
  const Scratch scratch;
  scratch.file("a/nodegroups.yaml", with_error());
  std::filesystem::create_directory_symlink("../a", "a/again");
  const Run run = lint({"."});
  MNG_SHOW(run);
  CHECK(has(run.out, "1 error in 1 node group of 1 file\n"));
}

TEST_CASE("what cannot be read is named and the rest judged") {
  const Scratch scratch;
  scratch.file("good.yaml", with_error());
  SECTION("a missing file") {
    const Run run = lint({"good.yaml", "missing.yaml"});
    CHECK(run.err == "mng-lint: missing.yaml: cannot be read: No such file or directory\n");
    CHECK(run.exit == 2);
    CHECK(has(run.out, "1 error in 1 node group of 1 file\n"));
  }
  SECTION("a link to itself") {
    std::filesystem::create_symlink("loop.yaml", "loop.yaml");
    const Run run = lint({"good.yaml", "loop.yaml"});
    MNG_SHOW(run);
    CHECK(has(run.err, "mng-lint: loop.yaml: cannot be read: "));
    CHECK(run.exit == 2);
    CHECK(has(run.out, "1 error in 1 node group of 1 file\n"));
    // A walk finds no file behind it.
    CHECK(lint({"."}).err.empty());
  }
  SECTION("a pipe that nobody writes to") {
    REQUIRE(mkfifo("pipe.yaml", 0600) == 0);
    const Run run = lint({"good.yaml", "pipe.yaml"});
    CHECK(run.err == "mng-lint: pipe.yaml: is no regular file\n");
    CHECK(run.exit == 2);
    CHECK(lint({"."}).exit == 1);
  }
  SECTION("a device without an end") {
    const Run run = lint({"good.yaml", "/dev/zero"});
    CHECK(run.err == "mng-lint: /dev/zero: is no regular file\n");
    CHECK(run.exit == 2);
  }
  SECTION("no permission") {
    scratch.file("locked/inner.yaml", with_error());
    scratch.file("zebra/also.yaml", with_error());
    scratch.file("secret.yaml", with_error());
    std::filesystem::permissions(scratch.path(), std::filesystem::perms(0755));
    chmod("locked", 0);
    chmod("secret.yaml", 0);
    // Permissions do not bind root; as somebody else they do.
    constexpr uid_t kNobody = 65534;
    const bool root = geteuid() == 0;
    const bool in_repository = GENERATE(false, true);
    if (in_repository) REQUIRE(git({"init", "-q", "."}));
    if (!root || seteuid(kNobody) == 0) {
      // git refuses the repository of another user unless told otherwise.
      setenv("GIT_CONFIG_COUNT", "1", 1);
      setenv("GIT_CONFIG_KEY_0", "safe.directory", 1);
      setenv("GIT_CONFIG_VALUE_0", "*", 1);
      const Run run = lint({"."});
      for (const char* name : {"GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_0", "GIT_CONFIG_VALUE_0"}) unsetenv(name);
      if (root) REQUIRE(seteuid(0) == 0);
      MNG_SHOW(run);
      CHECK(run.exit == 2);
      CHECK(has(run.err, "secret.yaml: cannot be read: Permission denied\n"));
      CHECK(has(run.err, "locked"));
      CHECK(has(run.out, "good.yaml:7:95: error"));
      CHECK(has(run.out, "zebra/also.yaml:7:95: error"));
    }
    chmod("locked", 0700);
  }
}

TEST_CASE("what git says beside the point is a note and changes no exit status") {
  const Scratch scratch;
  REQUIRE(git({"init", "-q", "."}));
  scratch.file("good.yaml", with_warning());
  setenv("GIT_TRACE", "1", 1);
  const Run run = lint({"."});
  unsetenv("GIT_TRACE");
  MNG_SHOW(run);
  CHECK(run.exit == 1);
  CHECK(has(run.err, "git says: "));
}
