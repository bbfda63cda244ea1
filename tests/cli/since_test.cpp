// What a run says of changes: since a revision of git, against an earlier file, and of a plan.
#include <nlohmann/json.hpp>

#include "cli/program.hpp"

using namespace mng::test;

namespace {

namespace fs = std::filesystem;

const std::string kTypes = "[m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7i.xlarge]";

std::string groups(const std::string& capacity, const std::string& name = "workers") {
  return "cluster_name: example\nnode_groups:\n  " + name + ":\n    capacity_type: " + capacity +
         "\n    instance_types: " + kTypes + "\n";
}

std::string resource(const std::string& types) {
  return "resource \"aws_eks_node_group\" \"w\" {\n  cluster_name           = \"example\"\n  node_group_name_prefix = "
         "\"w-\"\n  node_role_arn          = \"arn:aws:iam::111122223333:role/eks-node\"\n  subnet_ids             = "
         "[\"subnet-0a1\", \"subnet-0b2\"]\n  capacity_type          = \"SPOT\"\n  instance_types         = " +
         types +
         "\n  scaling_config {\n    min_size     = 1\n    desired_size = 1\n    max_size     = 5\n  }\n  lifecycle {\n "
         "   "
         "create_before_destroy = true\n    ignore_changes        = [scaling_config[0].desired_size]\n  }\n}\n";
}
const std::string kFive = "[\"m5.xlarge\", \"m5a.xlarge\", \"m6i.xlarge\", \"m6a.xlarge\", \"m7i.xlarge\"]";
const std::string kSix =
    "[\"m5.xlarge\", \"m5a.xlarge\", \"m6i.xlarge\", \"m6a.xlarge\", \"m7i.xlarge\", \"m7a.xlarge\"]";

bool git(std::vector<std::string> arguments) {
  std::vector<std::string> all{"git",
                               "-c",
                               "user.name=t",
                               "-c",
                               "user.email=t@example.com",
                               "-c",
                               "commit.gpgsign=false",
                               "-c",
                               "protocol.file.allow=always"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return mng::cli::run_program(all).ok;
}

void commit(const std::string& message = "change") {
  REQUIRE(git({"add", "-A"}));
  REQUIRE(git({"commit", "-q", "--allow-empty", "-m", message}));
}

/// A repository with one commit of these files on the branch main.
void repository(const Scratch& scratch, const std::vector<std::pair<std::string, std::string>>& files) {
  REQUIRE(git({"init", "-q", "-b", "main", "."}));
  for (const auto& [name, text] : files) scratch.file(name, text);
  commit("first");
}

/// "rule path:line" of each finding, with the revision of one that lies in another.
std::string found(const std::vector<std::string>& arguments, int exit = -1) {
  std::vector<std::string> all = arguments;
  // Advice on the cluster as a whole is another matter.
  all.insert(all.end(), {"--format", "json", "--region", "eu-west-1", "--ignore", "cluster"});
  const Run run = lint(all);
  MNG_SHOW(run);
  if (exit >= 0) CHECK(run.exit == exit);
  CHECK(run.err == "");
  std::string out;
  const auto report = nlohmann::json::parse(run.out);
  for (const auto& finding : report["findings"]) {
    out += finding["rule"].get<std::string>() + " " +
           (finding.contains("revision") ? finding["revision"].get<std::string>() + ":" : "") +
           finding["path"].get<std::string>() + ":" + std::to_string(finding["line"].get<int>()) + "\n";
  }
  return out;
}

/// Every file below a folder with its bytes: what a run must leave as it is.
std::string whole(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files.push_back(entry.path().string() + "\n" + std::string(std::istreambuf_iterator<char>(in), {}));
  }
  std::sort(files.begin(), files.end());
  std::string out;
  for (const std::string& file : files) out += file;
  return out;
}

}  // namespace

TEST_CASE("what changed since a revision is judged, and nothing on disk changes", "[threads]") {
  const Scratch scratch;
  repository(scratch, {{"nodegroups.yaml", groups("ON_DEMAND")},
                       {"tf/main.tf", resource("var.types") + "variable \"types\" {}\n"},
                       {"tf/terraform.tfvars", "types = " + kFive + "\n"}});
  scratch.file("nodegroups.yaml", groups("SPOT"));
  scratch.file("tf/terraform.tfvars", "types = " + kSix + "\n");
  REQUIRE(git({"add", "tf"}));  // what is staged and what is not are both there
  const std::string before = whole(scratch.path());
  const std::string both =
      "capacity-type-change-recreates nodegroups.yaml:4\ninstance-types-change-recreates tf/terraform.tfvars:1\n";
  CHECK(found({"--since", "main"}, 1) == both);
  CHECK(found({"--since", "HEAD", "nodegroups.yaml", "tf/terraform.tfvars"}, 1) == both);
  CHECK(found({"--since", "HEAD", "-j", "1"}, 1) == both);
  CHECK(found({"--since", "HEAD", "tf/terraform.tfvars"}, 1) ==
        "instance-types-change-recreates tf/terraform.tfvars:1\n");
  CHECK(found({}, 0) == "");
  CHECK(whole(scratch.path()) == before);
  const Run run = lint({"--since", "main", "nodegroups.yaml"});
  CHECK(run.out.find("= main:nodegroups.yaml:4:20: it was this before") != std::string::npos);
}

TEST_CASE("a revision is read as it was: files that functions read, links, folders that moved", "[threads]") {
  const Scratch scratch;
  const std::string from_file = resource("yamldecode(file(\"${path.module}/types.yaml\"))");
  repository(scratch, {{"a/main.tf", from_file},
                       {"shared.yaml", kTypes + "\n"},
                       {"b/main.tf", from_file},
                       {"b/types.yaml", kTypes + "\n"}});
  fs::create_symlink("../shared.yaml", scratch.path() / "a/types.yaml");
  commit("link");
  scratch.file("shared.yaml", "[m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7a.xlarge]\n");
  CHECK(found({"--since", "HEAD", "a"}, 1) == "instance-types-change-recreates a/main.tf:7\n");
  fs::rename(scratch.path() / "b", scratch.path() / "c");
  scratch.file("c/types.yaml", "[m5.xlarge, m5a.xlarge, m6i.xlarge, m6a.xlarge, m7a.xlarge]\n");
  REQUIRE(git({"add", "-A"}));
  CHECK(found({"--since", "HEAD", "c"}, 1) == "instance-types-change-recreates c/main.tf:7\n");
}

TEST_CASE("renamed files are followed, new ones are new, deleted ones are no apply") {
  const Scratch scratch;
  std::string words;
  for (int i = 0; i < 40; ++i) words += "  what nothing else is like: " + std::to_string(i) + "\n";
  repository(scratch, {{"nodegroups.yaml", groups("ON_DEMAND")},
                       {"gone.yaml", "x-text: |\n" + words + groups("SPOT", "other")}});
  fs::rename("nodegroups.yaml", "prod.yaml");
  fs::remove("gone.yaml");
  scratch.file("prod.yaml", groups("SPOT"));
  scratch.file("new.yaml", groups("SPOT", "new"));
  REQUIRE(git({"add", "-A"}));
  CHECK(found({"--since", "main"}, 1) == "capacity-type-change-recreates prod.yaml:4\n");
  const Run run = lint({"--since", "main", "prod.yaml"});
  CHECK(run.out.find("= main:nodegroups.yaml:4:20: it was this before") != std::string::npos);
}

TEST_CASE("a deleted group is shown where it stood") {
  const Scratch scratch;
  repository(scratch, {{"nodegroups.yaml", groups("SPOT")}});
  scratch.file("nodegroups.yaml", groups("SPOT", "general"));
  CHECK(found({"--since", "main"}, 1) == "group-removed main:nodegroups.yaml:3\n");
  // Lines of another revision are no lines of the file that a runner shows.
  CHECK(lint({"--since", "main", "--format", "github"})
            .out.find("::warning file=nodegroups.yaml,title=group-removed::") == 0);
}

TEST_CASE("merge-base: is where the branch left") {
  const Scratch scratch;
  repository(scratch, {{"nodegroups.yaml", groups("ON_DEMAND")}});
  REQUIRE(git({"checkout", "-q", "-b", "topic"}));
  scratch.file("README.md", "text\n");
  commit();
  REQUIRE(git({"checkout", "-q", "main"}));
  scratch.file("nodegroups.yaml", groups("SPOT"));
  commit();
  REQUIRE(git({"checkout", "-q", "topic"}));
  CHECK(found({"--since", "merge-base:main"}, 0) == "");
  CHECK(found({"--since", "main"}, 1) == "capacity-type-change-recreates nodegroups.yaml:4\n");
  REQUIRE(git({"checkout", "-q", "--orphan", "alone"}));
  commit("alone");
  const Run run = lint({"--since", "merge-base:main"});
  CHECK(run.exit == 2);
  CHECK(run.err.find("mng-lint: --since: HEAD and `main` have no commit in common") == 0);
}

TEST_CASE("an intended change is accepted, by hand or by a commit") {
  const Scratch scratch;
  repository(scratch, {{"nodegroups.yaml", groups("ON_DEMAND")}, {"main.tf", resource(kFive)}});
  scratch.file("nodegroups.yaml", groups("SPOT"));
  scratch.file("main.tf", resource(kSix));
  const std::string of_types = "instance-types-change-recreates main.tf:7\n";
  const std::string of_capacity = "capacity-type-change-recreates nodegroups.yaml:4\n";
  CHECK(found({"--since", "main", "--accept", "workers"}, 1) == of_types);
  CHECK(found({"--since", "main", "--accept", "aws_eks_node_group.w"}, 1) == of_capacity);
  CHECK(found({"--since", "main", "--accept", "aws_eks_node_group.w", "--accept", "workers"}, 0) == "");
  const Run misspelt = lint({"--since", "main", "--accept", "worker"});
  CHECK(misspelt.exit == 1);
  CHECK(misspelt.out.find("--accept worker: nothing becomes of such a group; did you mean `workers`?") !=
        std::string::npos);
  REQUIRE(git({"tag", "base"}));
  commit("Go to Spot\n\nMng-Accept: workers");
  CHECK(found({"--since", "base"}, 1) == of_types);
  const Run run = lint({"--since", "base"});
  CHECK(run.out.find("nodegroups.yaml:workers: capacity-type-change-recreates is accepted") != std::string::npos);
  // What is wrong with a group as it is, nobody accepts so.
  scratch.file("bad.yaml",
               "cluster_name: e\nnode_groups:\n  workers: {capacity_type: SPOT, instance_types: [m5.xlarge]}\n");
  CHECK(found({"--since", "base", "bad.yaml"}, 1) == "spot-single-instance-type bad.yaml:3\n");
}

TEST_CASE("--new-only leaves out what the revision had already") {
  const Scratch scratch;
  const std::string one = "cluster_name: e\nnode_groups:\n  a: {capacity_type: SPOT, instance_types: [m5.xlarge]}\n";
  const std::string bad_code = resource("[\"m5.xlarge\"]");
  repository(scratch, {{"nodegroups.yaml", one}, {"main.tf", bad_code}});
  CHECK(found({"--since", "main"}, 1) ==
        "spot-single-instance-type main.tf:7\nspot-single-instance-type nodegroups.yaml:3\n");
  CHECK(found({"--since", "main", "--new-only"}, 0) == "");
  scratch.file("nodegroups.yaml", one + "  b: {capacity_type: SPOT, instance_types: [m5.large]}\n");
  scratch.file("main.tf", "# a line more\n" + bad_code);
  CHECK(found({"--since", "main", "--new-only"}, 1) == "spot-single-instance-type nodegroups.yaml:4\n");
  scratch.file("new.yaml", one);
  CHECK(found({"--since", "main", "--new-only", "new.yaml"}, 1) == "spot-single-instance-type new.yaml:3\n");
  CHECK(lint({"--new-only"}).exit == 2);
}

TEST_CASE("an earlier copy of a file is compared with") {
  const Scratch scratch;
  scratch.file("old.yaml", groups("ON_DEMAND"));
  scratch.file("nodegroups.yaml", groups("SPOT"));
  scratch.file("old/main.tf", resource(kFive));
  scratch.file("main.tf", resource(kSix));
  CHECK(found({"--before", "old.yaml", "nodegroups.yaml"}, 1) == "capacity-type-change-recreates nodegroups.yaml:4\n");
  CHECK(found({"--before", "old/main.tf", "main.tf"}, 1) == "instance-types-change-recreates main.tf:7\n");
  CHECK(found({"--before", "main.tf", "main.tf"}, 0) == "");
  // Whatever the earlier copy is called, and wherever it comes from.
  scratch.file("copy", resource(kFive));
  CHECK(found({"--before", "copy", "main.tf"}, 1) == "instance-types-change-recreates main.tf:7\n");
  CHECK(lint({"--before", "-", "nodegroups.yaml"}, {groups("ON_DEMAND")}).out.find("capacity-type-change-recreates") !=
        std::string::npos);
  for (const auto& [arguments, error] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"--before", "old.yaml"},
            "mng-lint: --before compares one file: name one PATH, no folder; the earlier copy may come from standard "
            "input: --before -\n"},
           {{"--before", "old.yaml", "main.tf", "nodegroups.yaml"},
            "mng-lint: --before compares one file: name one PATH, no folder; the earlier copy may come from standard "
            "input: --before -\n"},
           {{"--before", "none.yaml", "nodegroups.yaml"},
            "mng-lint: --before none.yaml: cannot be read: No such file or directory\n"},
           {{"--before", "none.tf", "main.tf"}, "mng-lint: none.tf: cannot be read: No such file or directory\n"},
           {{"--before", "old.yaml", "old"},
            "mng-lint: --before compares one file: name one PATH, no folder; the earlier copy may come from standard "
            "input: --before -\n"},
           {{"--before", "main.tf", "main.tf", "--new-only"},
            "mng-lint: --new-only: Terraform is compared with a revision for that; give --since REV in place of "
            "--before\n"},
       }) {
    const Run run = lint(arguments);
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.err == error);
  }
  CHECK(lint({"--before", "old.yaml", "--since", "main", "nodegroups.yaml"}).exit == 2);
}

TEST_CASE("of several groups each is told, and each is accepted by itself") {
  const Scratch scratch;
  std::string code = resource(kFive);
  code.insert(code.find("  cluster_name"), "  for_each = toset([\"a\", \"b\"])\n");
  repository(scratch, {{"main.tf", code}});
  code.replace(code.find(kFive), kFive.size(), kSix);
  scratch.file("main.tf", code);
  const Run all = lint({"--since", "main"});
  MNG_SHOW(all);
  CHECK(all.out.find("; the same becomes of aws_eks_node_group.w[\"b\"] [instance-types-change-recreates]") !=
        std::string::npos);
  const std::string one = "instance-types-change-recreates main.tf:8\n";
  CHECK(found({"--since", "main", "--accept", "aws_eks_node_group.w[\"a\"]"}, 1) == one);
  CHECK(found({"--since", "main", "--accept", "aws_eks_node_group.w[\"b\"]"}, 1) == one);
  CHECK(found({"--since", "main", "--accept", "aws_eks_node_group.w[\"a\"]", "--accept", "aws_eks_node_group.w[\"b\"]"},
              0) == "");
  const auto report = nlohmann::json::parse(lint({"--since", "main", "--ignore", "cluster", "--format", "json"}).out);
  CHECK(report["findings"][0]["address"] == "aws_eks_node_group.w[\"a\"]");
}

TEST_CASE("one root module is accepted without the other") {
  const Scratch scratch;
  repository(scratch, {{"dev/main.tf", resource(kFive)}, {"prod/main.tf", resource(kFive)}});
  scratch.file("dev/main.tf", resource(kSix));
  scratch.file("prod/main.tf", resource(kSix));
  CHECK(found({"--since", "main", "--accept", "dev:aws_eks_node_group.w"}, 1) ==
        "instance-types-change-recreates prod/main.tf:7\n");
  CHECK(found({"--since", "main", "--accept", "aws_eks_node_group.w"}, 0) == "");
  commit("Go on\n\nMng-Accept: `prod:aws_eks_node_group.w`");
  CHECK(found({"--since", "HEAD~1"}, 1) == "instance-types-change-recreates dev/main.tf:7\n");
}

TEST_CASE("groups whose file, or whole code, is gone from a root module are deleted") {
  const Scratch scratch;
  repository(scratch, {{"a/main.tf", resource(kFive)},
                       {"a/rest.tf", "locals {}\n"},
                       {"b/main.tf", resource(kFive) + "locals {}\n"},
                       {"n.yaml", groups("SPOT")}});
  fs::remove("a/main.tf");
  scratch.file("b/main.tf", "locals {}\n");
  scratch.file("n.yaml", "cluster_name: example\n");
  CHECK(found({"--since", "main"}, 1) ==
        "group-removed main:a/main.tf:1\ngroup-removed main:b/main.tf:1\ngroup-removed main:n.yaml:3\n");
  CHECK(found({"--since", "main", "a/rest.tf"}, 1) == "group-removed main:a/main.tf:1\n");
}

TEST_CASE("files that git ignores are the same in both states") {
  const Scratch scratch;
  const std::string code = resource("var.types") + "variable \"types\" {\n  default = " + kFive + "\n}\n";
  repository(scratch, {{".gitignore", "*.tfvars\n*_override.tf\n"}, {"main.tf", code}});
  scratch.file("terraform.tfvars", "types = " + kSix + "\n");
  scratch.file("a_override.tf", "resource \"aws_eks_node_group\" \"w\" {\n  capacity_type = \"ON_DEMAND\"\n}\n");
  scratch.file("by_hand.tfvars", "types = " + kFive + "\n");
  CHECK(found({"--since", "main"}, 0) == "");
  CHECK(found({"--since", "main", "--var-file", "by_hand.tfvars"}, 0) == "");
}

TEST_CASE("an environment is compared with itself: under its old name, and not where it is new") {
  const Scratch scratch;
  const auto config = [](const std::string& file) { return "evaluate:\n  - {dir: ., var_files: [" + file + "]}\n"; };
  const std::string stays = "# a line that stays\n# and another\n";
  repository(scratch, {{".mng-lint.yaml", config("prod.tfvars")},
                       {"main.tf", resource("var.types") + "variable \"types\" {}\n"},
                       {"prod.tfvars", "types = " + kFive + "\n" + stays}});
  REQUIRE(git({"mv", "prod.tfvars", "production.tfvars"}));
  scratch.file(".mng-lint.yaml", config("production.tfvars"));
  CHECK(found({"--since", "main"}, 0) == "");
  scratch.file("production.tfvars", "types = " + kSix + "\n" + stays);
  REQUIRE(git({"add", "-A"}));
  const std::string one = "instance-types-change-recreates production.tfvars:1\n";
  CHECK(found({"--since", "main"}, 1) == one);
  CHECK(found({"--since", "main", "production.tfvars"}, 1) == one);
  scratch.file("new.tfvars", "types = " + kSix + "\n");
  scratch.file(".mng-lint.yaml", config("new.tfvars"));
  CHECK(found({"--since", "main"}, 0) == "");
}

TEST_CASE("what a filter hides is no change, and said") {
  const Scratch scratch;
  const std::string code = resource("var.types") + "variable \"types\" {\n  default = " + kFive + "\n}\n";
  repository(scratch, {{"main.tf", code}, {"terraform.tfvars", std::string("\0GITCRYPT\0", 10) + "x"}});
  scratch.file("terraform.tfvars", "types = " + kSix + "\n");
  const Run run = lint({"--since", "main"});
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  CHECK(run.out.find("not compared with main: terraform.tfvars: is binary") != std::string::npos);
}

TEST_CASE("a partial clone that lacks a file fails, and says what to do") {
  const Scratch scratch;
  REQUIRE(git({"init", "-q", "-b", "main", "full"}));
  scratch.file("full/nodegroups.yaml", groups("ON_DEMAND"));
  scratch.file("full/main.tf", resource(kFive));
  REQUIRE(git({"-C", "full", "config", "uploadpack.allowFilter", "true"}));
  REQUIRE(git({"-C", "full", "add", "-A"}));
  REQUIRE(git({"-C", "full", "commit", "-q", "-m", "first"}));
  scratch.file("full/nodegroups.yaml", groups("SPOT"));
  scratch.file("full/main.tf", resource(kSix));
  REQUIRE(git({"-C", "full", "commit", "-q", "-a", "-m", "second"}));
  const std::string from = "file://" + scratch.path().string() + "/full";
  REQUIRE(git({"clone", "-q", "--filter=blob:none", "--no-checkout", from, "part"}));
  scratch.file("part/nodegroups.yaml", groups("SPOT"));
  scratch.file("part/main.tf", resource(kSix));
  for (const char* file : {"part/nodegroups.yaml", "part/main.tf"}) {
    const Run run = lint({"--since", "HEAD~1", file});
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.err.find("is not in this clone, which holds only a part of `HEAD~1`; clone without --filter") !=
          std::string::npos);
  }
}

TEST_CASE("a module behind a link to a folder is read, and a hook's own repository is not looked at") {
  const Scratch scratch;
  const auto call = [](const std::string& types) {
    return "module \"g\" {\n  source = \"./mods/link\"\n  types  = " + types + "\n}\n";
  };
  repository(scratch, {{"main.tf", call(kFive)}, {"real/main.tf", resource("var.types") + "variable \"types\" {}\n"}});
  fs::create_directory("mods");
  fs::create_symlink("../real", "mods/link");
  commit("link");
  scratch.file("main.tf", call(kSix));
  const std::string one = "instance-types-change-recreates main.tf:3\n";
  CHECK(found({"--since", "HEAD", "main.tf"}, 1) == one);
  setenv("GIT_DIR", "/nowhere", 1);
  CHECK(found({"--since", "HEAD", "main.tf"}, 1) == one);
  unsetenv("GIT_DIR");
}

TEST_CASE("a folder that another came to look like is not that one") {
  const Scratch scratch;
  std::string other = resource(kFive);
  other.replace(other.find("\"example\""), 9, "\"second\"");
  repository(scratch, {{"dev/main.tf", resource(kFive)},
                       {"a/main.tf", resource(kFive)},
                       {"a/more.tf", "locals {\n  a = 1\n  b = 2\n  c = 3\n}\n"}});
  fs::create_directory("staging");
  fs::rename("dev/main.tf", "staging/main.tf");
  scratch.file("staging/main.tf", other);
  fs::create_directory("b");
  fs::rename("a/more.tf", "b/main.tf");
  REQUIRE(git({"add", "-A"}));
  CHECK(found({"--since", "main"}, 0) == "");
}

TEST_CASE("where a revision cannot be had the run fails, and says why") {
  const Scratch scratch;
  const auto fails = [](const std::vector<std::string>& arguments, const std::string& begin,
                        const std::string& part = {}) {
    const Run run = lint(arguments);
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.err.find(begin) == 0);
    CHECK(run.err.find(part) != std::string::npos);
  };
  const std::string root = scratch.path().string();
  scratch.file("nodegroups.yaml", groups("SPOT"));
  scratch.file("main.tf", resource(kFive));
  SECTION("in no repository") {
    fails({"--since", "main", "nodegroups.yaml"}, "mng-lint: --since: nodegroups.yaml lies in no git repository\n");
    fails({"--since", "main", "main.tf"}, "mng-lint: --since: ", "lies in no git repository\n");
  }
  SECTION("in a repository without a commit") {
    REQUIRE(git({"init", "-q", "."}));
    fails({"--since", "main"}, "mng-lint: --since: the repository " + root + " has no commit yet\n");
  }
  SECTION("a revision that there is not") {
    REQUIRE(git({"init", "-q", "-b", "main", "."}));
    commit();
    fails({"--since", "mian"}, "mng-lint: --since: there is no revision `mian` in " + root);
    fails({"--since", ""}, "mng-lint: --since: give a revision");
    fails({"--since", "merge-base:"}, "mng-lint: --since: give a name after merge-base:, such as merge-base:main\n");
    // Never an option of git.
    fails({"--since=--output=x"}, "mng-lint: --since: there is no revision `--output=x`");
    CHECK_FALSE(fs::exists("x"));
    const Run standard = lint({"--since", "main", "-"}, {groups("SPOT")});
    CHECK(standard.exit == 2);
    CHECK(standard.err == "mng-lint: --since: standard input has no revision; name the file\n");
  }
  SECTION("in a shallow clone") {
    REQUIRE(git({"init", "-q", "-b", "main", "full"}));
    scratch.file("full/nodegroups.yaml", groups("ON_DEMAND"));
    REQUIRE(git({"-C", "full", "add", "-A"}));
    REQUIRE(git({"-C", "full", "commit", "-q", "-m", "first"}));
    scratch.file("full/nodegroups.yaml", groups("SPOT"));
    REQUIRE(git({"-C", "full", "commit", "-q", "-a", "-m", "second"}));
    REQUIRE(git({"clone", "-q", "--depth", "1", "file://" + root + "/full", "shallow"}));
    fails({"--since", "HEAD~1", "shallow"}, "mng-lint: --since: there is no revision `HEAD~1` in " + root + "/shallow",
          "the clone is shallow: fetch what is missing (git fetch --unshallow");
  }
}

TEST_CASE("a submodule is a repository of its own, and a path may look like an option") {
  const Scratch scratch;
  REQUIRE(git({"init", "-q", "-b", "main", "inner"}));
  scratch.file("inner/nodegroups.yaml", groups("ON_DEMAND"));
  REQUIRE(git({"-C", "inner", "add", "-A"}));
  REQUIRE(git({"-C", "inner", "commit", "-q", "-m", "first"}));
  fs::create_directory("outer");
  fs::current_path("outer");
  REQUIRE(git({"init", "-q", "-b", "main", "."}));
  REQUIRE(git({"submodule", "add", "-q", "../inner", "sub"}));
  scratch.file("outer/-x/nodegroups.yaml", groups("ON_DEMAND"));
  commit();
  scratch.file("outer/sub/nodegroups.yaml", groups("SPOT"));
  scratch.file("outer/-x/nodegroups.yaml", groups("SPOT"));
  CHECK(found({"--since", "main", "sub"}, 1) == "capacity-type-change-recreates sub/nodegroups.yaml:4\n");
  const Run run = lint({"--since", "main", "--format", "json", "--", "-x"});
  MNG_SHOW(run);
  CHECK(run.exit == 1);
  CHECK(run.out.find("capacity-type-change-recreates") != std::string::npos);
  fs::current_path(scratch.path());
}

TEST_CASE("a plan says what it replaces, deletes and rolls") {
  const Scratch scratch;
  const std::string group =
      R"({"cluster_name": "e", "node_group_name": "w", "node_role_arn": "arn:aws:iam::111122223333:role/n", )"
      R"("subnet_ids": ["subnet-0a1", "subnet-0b2"], "capacity_type": "CAPACITY", "instance_types": )"
      R"(["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"], "release_version": "RELEASE", )"
      R"("scaling_config": [{"min_size": 1, "desired_size": DESIRED, "max_size": 9}]})";
  const auto filled = [&](const std::string& capacity, const std::string& release, const std::string& desired) {
    std::string out = group;
    out.replace(out.find("CAPACITY\""), 8, capacity);
    out.replace(out.find("RELEASE"), 7, release);
    out.replace(out.find("DESIRED"), 7, desired);
    return out;
  };
  const auto plan = [&](const std::string& actions, const std::string& before, const std::string& after,
                        const std::string& more = "") {
    scratch.file(
        "plan.json",
        "{\"format_version\": \"1.2\", \"terraform_version\": \"1.11.4\", \"resource_changes\": [{\"address\": "
        "\"aws_eks_node_group.w\", \"mode\": \"managed\", \"type\": \"aws_eks_node_group\", \"name\": \"w\", "
        "\"change\": {\"actions\": " +
            actions + ", \"before\": " + before + ", \"after\": " + after +
            (more.find("after_unknown") == std::string::npos ? ", \"after_unknown\": {}" : "") + more + "}}]}");
    std::string out;
    const Run run = lint({"plan.json", "--format", "json", "--region", "eu-west-1"});
    MNG_SHOW(run);
    const auto report = nlohmann::json::parse(run.out);
    for (const auto& finding : report["findings"]) {
      out += finding["rule"].get<std::string>() + " " + finding["severity"].get<std::string>() + "\n";
    }
    return out;
  };
  const std::string was = filled("ON_DEMAND", "1", "3");
  const std::string is = filled("SPOT", "1", "3");
  const std::string capacity = ", \"replace_paths\": [[\"capacity_type\"]]";
  CHECK(plan("[\"delete\", \"create\"]", was, is, capacity) == "capacity-type-change-recreates error\n");
  // The name stays: the new group cannot be made beside the old one.
  CHECK(plan("[\"create\", \"delete\"]", was, is, capacity) == "capacity-type-change-recreates error\n");
  std::string renamed = is;
  renamed.replace(renamed.find("\"w\""), 3, "\"v\"");
  CHECK(plan("[\"create\", \"delete\"]", was, renamed, capacity) == "capacity-type-change-recreates warning\n");
  CHECK(plan("[\"delete\", \"create\"]", was, was) == "recreate-destroy-first error\n");
  CHECK(plan("[\"delete\"]", is, "null") == "group-removed warning\n");
  CHECK(plan("[\"forget\"]", is, "null") == "");
  CHECK(plan("[\"no-op\"]", is, is) == "");
  CHECK(plan("[\"create\"]", "null", is) == "");
  CHECK(plan("[\"update\"]", is, filled("SPOT", "2", "3")) == "rolling-update-on-apply info\n");
  CHECK(plan("[\"update\"]", is, is, ", \"after_unknown\": {\"release_version\": true}") ==
        "rolling-update-on-apply info\n");
  CHECK(plan("[\"delete\", \"create\"]", was, was, ", \"replace_paths\": [[], [7]]") ==
        "recreate-destroy-first error\n");
  CHECK(plan("[\"update\"]", is, filled("SPOT", "1", "2")) == "desired-size-lowered warning\n");
  CHECK(found({"plan.json"}, 1) == "desired-size-lowered plan.json:1\n");
}
