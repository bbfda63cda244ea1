// Options, and the words of those who mistype them.
#include "cli/program.hpp"

using namespace mng::test;

TEST_CASE("a misspelt option or value is answered with the one that is meant") {
  struct Case {
    std::vector<std::string> arguments;
    std::string said;
  };
  const Scratch scratch;
  for (const Case& one : {
           Case{{"--formt", "json"}, "there is no option --formt; did you mean `--format`?"},
           Case{{"--fail_on=error"}, "there is no option --fail_on; did you mean `--fail-on`?"},
           Case{{"--quux"}, "there is no option --quux; --help lists them"},
           Case{{"--format", "jsn"}, "--format has no value `jsn`; did you mean `json`?"},
           Case{{"--format", "xml"}, "--format has no value `xml`; there is text, json and github"},
           Case{{"--color", "alway"}, "--color has no value `alway`; did you mean `always`?"},
           Case{{"--fail-on", "eror"}, "--fail-on has no value `eror`; did you mean `error`?"},
           Case{{"--explain", "mixed_vcpus"}, "there is no rule `mixed_vcpus`; did you mean `mixed-vcpu`?"},
           Case{{"--explain", "spot-few"},
                "there is no rule `spot-few`; there is spot-few-capacity-pools, spot-few-instance-types"},
           Case{{"--min-score", "101"}, "--min-score: a score is 0 to 100, not 101"},
           Case{{"-j", "100"}, "-j: there are 64 threads at most, not 100"},
           Case{{"--explain", "zzz"}, "there is no rule `zzz`; --list-rules lists them"},
           Case{{"--region"}, "--region needs a value"},
           Case{{"--format", "json", "--format", "text"}, "--format is given more than once"},
           Case{{"--rules", "none"}, "none: cannot be read: No such file or directory"},
           Case{{"--test-rules", "."}, ".: holds no rule; a rule is a file NAME.hcl"},
       }) {
    const Run run = lint(one.arguments);
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.out.empty());
    CHECK(run.err == "mng-lint: " + one.said + "\n");
  }
}

TEST_CASE("--region is that of files that name none") {
  const Scratch scratch;
  scratch.file("a.yaml",
               "node_groups:\n  a:\n    capacity_type: SPOT\n"
               "    instance_types: [c5.xlarge, c5a.xlarge, c5ad.xlarge, c5d.xlarge, c6i.xlarge, c4.xlarge]\n");
  const Run with = lint({"--region", "af-south-1", "--fail-on", "info", "a.yaml"});
  MNG_SHOW(with);
  CHECK(has(with.out, "af-south-1 does not offer c4.xlarge"));
  CHECK_FALSE(has(lint({"a.yaml"}).out, "does not offer"));
  SECTION("a file that names one keeps it") {
    scratch.file("b.yaml", "region: eu-west-1\nnode_groups:\n  a:\n    instance_types: [c4.xlarge]\n");
    CHECK_FALSE(has(lint({"--region", "af-south-1", "b.yaml"}).out, "does not offer"));
  }
  SECTION("one that there is not is refused") {
    const Run run = lint({"--region", "eu-wst-1", "a.yaml"});
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(has(run.err, "has no region `eu-wst-1`; did you mean `eu-west-1`?\n"));
    CHECK(run.out.empty());
  }
}

TEST_CASE("--explain tells what a rule is about") {
  const Run run = lint({"--explain", "mixed-memory"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  CHECK(run.err.empty());
  CHECK(run.out.starts_with("mixed-memory: the instance types of one group differ in memory\n\n"));
  CHECK(has(run.out, "silent where mixed-vcpu speaks\n"));
  CHECK(has(run.out, "parameter tolerance = 0.07: "));
  CHECK(has(run.out, "\nbad (nodegroups.yaml, eu-west-1):\n    node_groups:\n"));
  CHECK(has(run.out, "\ngood (nodegroups.yaml, eu-west-1):\n"));
  CHECK(has(run.out, "\nreferences:\n    "));
  CHECK_FALSE(has(run.out, "\xE2\x9F\xA6"));  // the mark of where the finding lies
}

TEST_CASE("--list-rules names each rule on a line, and --explain knows them all") {
  const Run list = lint({"--list-rules"});
  CHECK(list.exit == 0);
  CHECK(has(list.out, "mixed-vcpu "));
  CHECK(has(list.out, "syntax-error "));
  std::size_t rules = 0;
  std::string before;
  for (std::string_view rest = list.out; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    const std::string name(line.substr(0, line.find(' ')));
    INFO(name);
    CHECK(before < name);
    before = name;
    const Run page = lint({"--explain", name});
    CHECK(page.exit == 0);
    CHECK(has(page.out, "\nbad"));
    CHECK(has(page.out, "\ngood"));
    ++rules;
  }
  CHECK(rules >= 18);
}

TEST_CASE("--help and --version answer on standard output") {
  const Run help = lint({"--help"});
  CHECK(help.exit == 0);
  CHECK(has(help.out, "Exit status: 0 nothing to complain of, 1 findings, 2 the tool could not do its work.\n"));
  CHECK(help.err.empty());
  const Run version = lint({"--version"});
  CHECK(version.exit == 0);
  CHECK(version.out.starts_with("mng-lint "));
  CHECK(has(version.out, "(catalogue of 20"));
}

TEST_CASE("a name that begins with a dash is read behind --") {
  const Scratch scratch;
  scratch.file("-odd.yaml", with_error());
  const Run run = lint({"--", "-odd.yaml"});
  MNG_SHOW(run);
  CHECK(run.exit == 1);
  CHECK(has(run.out, "-odd.yaml:7:95: error"));
}

TEST_CASE("a catalogue that cannot be read is named") {
  const Scratch scratch;
  const Run run = lint({"--catalogue", "none", "."});
  MNG_SHOW(run);
  CHECK(run.exit == 2);
  CHECK(has(run.err, "mng-lint: none/instance-types.json: No such file or directory"));
  scratch.file("broken/instance-types.json", "{\"types\": [");
  const Run broken = lint({"--catalogue", "broken", "."});
  MNG_SHOW(broken);
  CHECK(broken.exit == 2);
  CHECK(has(broken.err, "broken/instance-types.json"));
}
