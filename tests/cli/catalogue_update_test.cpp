// mng-catalogue update, with a small program in place of `aws`.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/program.hpp"

using namespace mng::test;

namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string fixture(const char* name) {
  return slurp(std::string(MNG_SOURCE_DIR) + "/tests/catalogue/fixtures/" + name);
}

/// The types of the fixture, which is a page of an answer, as aws gives them: the pages joined.
std::string all_types() {
  const std::string page = fixture("describe-instance-types.json");
  return page.substr(0, page.find(", \"NextToken\"")) + "}";
}

/// Every file of a folder with its bytes.
std::string whole(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path().string() + "\n" + slurp(entry.path()));
  }
  std::sort(files.begin(), files.end());
  std::string out;
  for (const std::string& file : files) out += file;
  return out;
}

/// Answers of EC2 about one type in a region whose zone ids begin so.
std::string types(const std::string& name) {
  return R"({"InstanceTypes": [{"InstanceType": ")" + name +
         R"(", "VCpuInfo": {"DefaultVCpus": 2}, "MemoryInfo": {"SizeInMiB": 4096},
             "ProcessorInfo": {"SupportedArchitectures": ["x86_64"]}}]})";
}
std::string offerings(const std::string& name, const std::string& zone) {
  return R"({"InstanceTypeOfferings": [{"InstanceType": ")" + name +
         R"(", "LocationType": "availability-zone-id", "Location": ")" + zone + "\"}]}";
}

/// A folder whose bin/aws prints answers/COMMAND.REGION and notes how it was called.
class Aws {
 public:
  Aws() : path_(std::getenv("PATH")) {
    program(
        "printf '%s\\n' \"$*\" >>calls\n"
        "region=none\n"
        "for word; do case $word in --region=*) region=${word#--region=} ;; esac; done\n"
        "cat \"answers/$2.$region\"\n");
    scratch_.file("answers/describe-instance-types.us-east-1", all_types());
    scratch_.file("answers/describe-instance-type-offerings.us-east-1",
                  fixture("describe-instance-type-offerings.json"));
    scratch_.file("answers/describe-instance-types.eu-west-1", types("zz9.large"));
    scratch_.file("answers/describe-instance-type-offerings.eu-west-1", offerings("zz9.large", "euw1-az2"));
    scratch_.file("answers/describe-regions.none", R"({"Regions": [
      {"RegionName": "us-east-1", "OptInStatus": "opt-in-not-required"},
      {"RegionName": "af-south-1", "OptInStatus": "not-opted-in"},
      {"RegionName": "eu-west-1", "OptInStatus": "opted-in"}]})");
    setenv("PATH", (scratch_.path() / "bin").c_str(), 1);
    setenv("PATH", (std::string(std::getenv("PATH")) + ":/usr/bin:/bin").c_str(), 1);
  }
  ~Aws() { setenv("PATH", path_.c_str(), 1); }
  Aws(const Aws&) = delete;
  Aws& operator=(const Aws&) = delete;

  /// Another program in its place.
  void program(const std::string& text) const {
    scratch_.file("bin/aws", "#!/bin/sh\n" + text);
    fs::permissions("bin/aws", fs::perms::owner_all);
  }
  void answer(const std::string& name, const std::string& text) const { scratch_.file("answers/" + name, text); }

 private:
  Scratch scratch_;
  std::string path_;
};

/// An update that must fail, with nothing written; gives what it said.
std::string failure(const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"update", "--out", "catalogue", "--regions", "us-east-1"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Run run = catalogue(arguments);
  MNG_SHOW(run);
  CHECK(run.exit == 2);
  CHECK(run.out.empty());
  CHECK(has(run.err, "mng-catalogue: nothing was written; catalogue is as it was\n"));
  CHECK(!fs::exists("catalogue"));
  CHECK(!acts_on_a_terminal(run.err));
  return run.err;
}

/// Whether a process is gone; one that nobody has waited for yet is.
bool gone(const std::string& pid) {
  const std::string state = slurp("/proc/" + pid + "/stat");
  return state.empty() || has(state, ") Z ");
}

}  // namespace

TEST_CASE("update asks aws for each region and keeps what aws does not give") {
  const Aws aws;
  const Run run =
      catalogue({"update", "--out", "catalogue", "--regions", "us-east-1,eu-west-1", "--profile", "-x y", "-j", "1"});
  MNG_SHOW(run);
  REQUIRE(run.exit == 0);
  CHECK(slurp("calls") ==
        "ec2 describe-instance-types --output json --region=eu-west-1 --profile=-x y\n"
        "ec2 describe-instance-type-offerings --output json --region=eu-west-1 --profile=-x y --location-type "
        "availability-zone-id\n"
        "ec2 describe-instance-types --output json --region=us-east-1 --profile=-x y\n"
        "ec2 describe-instance-type-offerings --output json --region=us-east-1 --profile=-x y --location-type "
        "availability-zone-id\n");
  CHECK(run.err ==
        "mng-catalogue: asking aws for 2 regions\n"
        "mng-catalogue: eu-west-1 (1 of 2): 1 type\n"
        "mng-catalogue: us-east-1 (2 of 2): 78 types\n");
  CHECK(has(run.out, "\nnew types (1): zz9.large\n"));
  const std::string data = std::string(MNG_SOURCE_DIR) + "/data/";
  CHECK(slurp("catalogue/prices.json") == slurp(data + "prices.json"));
  CHECK(slurp("catalogue/spot-advisor.json") == slurp(data + "spot-advisor.json"));
  CHECK(has(slurp("catalogue/instance-types.json"), "{\"name\":\"zz9.large\",\"status\":\"live\",\"vcpu\":2,"));
  const std::string offered = slurp("catalogue/offerings.json");
  CHECK(has(offered, "{\"type\":\"zz9.large\",\"in\":{\"eu-west-1\":\"2\"}}"));
  CHECK(has(offered, R"({"region":"ap-northeast-1","date":"2026-08-01","source":"moto-offerings")"));
  CHECK(!fs::exists("catalogue/old"));
  CHECK(catalogue({"status", "--catalogue", "catalogue"}).exit == 0);
}

TEST_CASE("a second update brings the first up to date and keeps it beside") {
  const Aws aws;
  REQUIRE(catalogue({"update", "--out", "catalogue", "--regions", "eu-west-1"}).exit == 0);
  const std::string before = slurp("catalogue/instance-types.json");
  aws.answer("describe-instance-types.eu-west-1", types("zz9.xlarge"));
  aws.answer("describe-instance-type-offerings.eu-west-1", offerings("zz9.xlarge", "euw1-az1"));
  const Run run = catalogue({"update", "--out", "catalogue", "--regions", "eu-west-1"});
  MNG_SHOW(run);
  REQUIRE(run.exit == 0);
  CHECK(has(run.out, "new types (1): zz9.xlarge\n"));
  CHECK(has(run.out, "types that no region describes any more, now retired (1): zz9.large\n"));
  CHECK(slurp("catalogue/old/instance-types.json") == before);
  CHECK(has(slurp("catalogue/instance-types.json"), "{\"name\":\"zz9.large\",\"status\":\"retired\""));
}

TEST_CASE("without --regions those that the account has enabled are asked, in any number at a time") {
  const Aws aws;
  const Run one = catalogue({"update", "--out", "one", "-j", "1"});
  MNG_SHOW(one);
  REQUIRE(one.exit == 0);
  CHECK(slurp("calls").starts_with("ec2 describe-regions --output json\n"));
  CHECK(!has(slurp("calls"), "af-south-1"));
  REQUIRE(catalogue({"update", "--out", "four", "-j", "4"}).exit == 0);
  for (const char* name : {"instance-types.json", "offerings.json"}) {
    CHECK(slurp("one/" + std::string(name)) == slurp("four/" + std::string(name)));
  }
  aws.answer("describe-regions.none", R"({"Regions": []})");
  const Run none = catalogue({"update", "--out", "none"});
  CHECK(none.exit == 2);
  CHECK(has(none.err, "mng-catalogue: aws ec2 describe-regions: its answer names no region;"));
  CHECK(!fs::exists("none"));
}

TEST_CASE("what aws says when it fails is explained and shown") {
  const Aws aws;
  const std::pair<const char*, const char*> said[] = {
      {"An error occurred (RequestExpired) when calling the DescribeInstanceTypes operation: Request has expired.",
       "the credentials have expired; sign in again"},
      {"Error loading SSO Token: Token for x does not exist", "the credentials have expired; sign in again"},
      {"An error occurred (UnauthorizedOperation) when calling the DescribeInstanceTypes operation: You are not",
       "access denied; the credentials need the permissions ec2:DescribeInstanceTypes"},
      {"An error occurred (AuthFailure) when calling the DescribeInstanceTypes operation: AWS was not able to",
       "the credentials are not taken; are they right, and is the region enabled for the account?"},
      {"An error occurred (RequestLimitExceeded) when calling the DescribeInstanceTypes operation (reached max "
       "retries: 4): Request limit exceeded.",
       "the API throttles; aws has tried again by itself"},
      {"Connection was closed before we received a valid response from endpoint URL: x", "the connection failed;"},
      {"Unable to locate credentials. You can configure", "there are no credentials; name a profile with --profile"},
      {"The config profile (nobody) could not be found", "there is no such profile; aws configure list-profiles"},
      {"You must specify a region.", "no region is set; name regions with --regions"},
      {"something else", "aws ended with exit status 255; what it said is below"}};
  for (const auto& [text, meaning] : said) {
    aws.program("echo '" + std::string(text) + "' >&2\nexit 255\n");
    const std::string err = failure();
    CHECK(has(err, "mng-catalogue: aws ec2 describe-instance-types (us-east-1): " + std::string(meaning)));
    CHECK(has(err, "\n  aws: " + std::string(text) + "\n"));
  }
  // Whatever it writes, no terminal acts on it, and it is no more than the end.
  aws.program(
      "i=0; while [ $i -lt 5000 ]; do echo \"line $i of many\" >&2; i=$((i + 1)); done\n"
      "printf '\\033]0;title\\007\\033[31m red \\302\\233 \\342\\200\\256\\r\\n' >&2; exit 1\n");
  const std::string err = failure();
  CHECK(has(err, "line 4999 of many"));
  CHECK(!has(err, "line 4980 of many"));
}

TEST_CASE("an answer that is not what was asked is refused") {
  const Aws aws;
  const std::string types_file = "describe-instance-types.us-east-1";
  const std::string offerings_file = "describe-instance-type-offerings.us-east-1";
  const std::string good = all_types();
  const std::string of_types = "mng-catalogue: aws ec2 describe-instance-types (us-east-1): ";
  const std::string of_offerings = "mng-catalogue: aws ec2 describe-instance-type-offerings (us-east-1): ";
  const auto with_types = [&](const std::string& text) {
    aws.answer(types_file, text);
    std::string err = failure();
    aws.answer(types_file, good);
    return err;
  };
  CHECK(has(with_types(""), of_types + "empty; is the `aws` on the PATH the AWS CLI"));
  CHECK(has(with_types("<html>"), of_types + "not JSON: wrong at line 1, column 1;"));
  CHECK(has(with_types(good.substr(0, good.size() / 2)), of_types + "not JSON: it ends within line "));
  CHECK(has(with_types("[]"), of_types + "its answer is JSON without a list InstanceTypes;"));
  CHECK(has(with_types(R"({"InstanceTypes": []})"), of_types + "its answer has an empty list InstanceTypes;"));
  CHECK(has(with_types(R"({"InstanceTypes": [{"InstanceType": "m5.large"}], "NextToken": "x"})"),
            of_types + "its answer is one page of several;"));
  CHECK(has(with_types(R"({"InstanceTypes": [{"InstanceType": "\u001b[31m"}]})"),
            of_types + "a member of InstanceTypes: InstanceType is not the name of an instance type;"));
  aws.answer(offerings_file, offerings("m5.large", "euw1-az1"));
  CHECK(has(failure(), of_offerings + "its answer is of eu-west-1;"));
  aws.answer(offerings_file, offerings("m5.large", "use1-bos1-az1"));
  CHECK(has(failure(), of_offerings + "its answer has no zone of the region;"));
  aws.program("head -c 40000000 /dev/zero\n");
  CHECK(has(failure(), of_types + "its answer is larger than any of EC2;"));
}

TEST_CASE("a catalogue is as it was when a later region fails") {
  const Aws aws;
  REQUIRE(catalogue({"update", "--out", "catalogue", "--regions", "us-east-1"}).exit == 0);
  const std::string before = whole("catalogue");
  aws.answer("describe-instance-types.eu-west-1", types("zz9.huge"));
  aws.answer("describe-instance-type-offerings.us-east-1", "{");
  const Run run = catalogue({"update", "--out", "catalogue", "--regions", "eu-west-1,us-east-1"});
  MNG_SHOW(run);
  CHECK(run.exit == 2);
  CHECK(has(run.err, "mng-catalogue: eu-west-1 (1 of 2): 1 type\n"));
  CHECK(whole("catalogue") == before);
}

TEST_CASE("a missing aws is named") {
  const Aws aws;
  fs::permissions("bin/aws", fs::perms::owner_read);
  if (geteuid() != 0 || access("bin/aws", X_OK) != 0) {
    setenv("PATH", fs::absolute("bin").c_str(), 1);
    CHECK(has(failure(), "`aws` cannot be run: Permission denied; see to the one on the PATH"));
  }
  fs::remove("bin/aws");
  setenv("PATH", fs::absolute("bin").c_str(), 1);
  CHECK(has(failure(), "there is no `aws` on the PATH; install the AWS CLI"));
}

TEST_CASE("an aws that does not come to an end is ended, with all that it started") {
  const Aws aws;
  const std::string hangs = "sleep 600 & echo $! >one\necho $$ >two\ntrap '' TERM\n";
  SECTION("in time") {
    aws.program(hangs + "while :; do sleep 600; done\n");
    CHECK(has(failure({"--timeout", "1"}), "no answer within 1 s; check the network, or allow more with --timeout"));
  }
  SECTION("as it asks for something to be typed") {
    aws.program(hangs + "kill -STOP $$\n");
    CHECK(has(failure(), "aws waits for something to be typed, such as an MFA code;"));
  }
  SECTION("as this program is interrupted, which ends by the signal") {
    aws.program(hangs + "kill -TERM $PPID\nwhile :; do sleep 600; done\n");
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      signal(SIGTERM, SIG_DFL);  // the test program has a handler of its own
      std::FILE* const said = std::fopen("said", "w");
      const mng::cli::Io io{stdin, said, said};
      const char* const argv[] = {"mng-catalogue", "update", "--out", "catalogue", "--regions", "us-east-1"};
      _exit(mng::cli::run_catalogue(6, argv, io));
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGTERM);
    CHECK(has(slurp("said"), "(us-east-1): interrupted; run this again\n"));
    CHECK(!fs::exists("catalogue"));
  }
  for (const char* file : {"one", "two"}) {
    std::string pid = slurp(file);
    pid.erase(pid.find_last_not_of('\n') + 1);
    REQUIRE(!pid.empty());
    CHECK(gone(pid));
  }
}

TEST_CASE("options of update that do not go together are refused") {
  const Aws aws;
  const std::pair<std::vector<std::string>, const char*> wrong[] = {
      {{"--date", "2026-01-01"}, "--date goes with --from PATH"},
      {{"--region", "us-east-1"}, "--region goes with --from PATH"},
      {{"--from", "answers", "--profile", "x"}, "--profile does not go with --from PATH"},
      {{"-j", "0"}, "-j takes a number from 1 to 16"},
      {{"--timeout", "0"}, "--timeout takes a number from 1 to 3600"},
      {{"--regoins", "us-east-1"}, "there is no option --regoins; did you mean `--regions`?"}};
  for (const auto& [arguments, text] : wrong) {
    std::vector<std::string> all{"update", "--out", "catalogue"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Run run = catalogue(all);
    CHECK(run.exit == 2);
    CHECK(run.err == "mng-catalogue: " + std::string(text) + "\n");
  }
  CHECK(has(catalogue({"update", "--out", "catalogue", "--regions", "a\x1b[0m"}).err, "is no name of a region"));
  CHECK(!fs::exists("calls"));
  const Run misspelt = catalogue({"updat"});
  CHECK(misspelt.exit == 2);
  CHECK(misspelt.err == "mng-catalogue: there is no command updat; did you mean `update`?\n");
}

TEST_CASE("a folder that has figures and no types says what it lacks") {
  const Aws aws;
  const std::string fixtures = std::string(MNG_SOURCE_DIR) + "/tests/catalogue/fixtures/";
  REQUIRE(catalogue({"update", "--out", "part", "--from", fixtures + "spot-advisor-data.json"}).exit == 0);
  for (const Run& run : {catalogue({"find", "--vcpu", "4", "--catalogue", "part"}),
                         gen({"--vcpu", "4", "--mem", "16", "--catalogue", "part"})}) {
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(has(run.err,
              "part: has spot-advisor.json and no instance-types.json, without which no type is known; give "
              "the answers of `aws ec2 describe-instance-types` to mng-catalogue update as well"));
  }
}

TEST_CASE("import and update --from are the same") {
  const Aws aws;
  const std::string fixtures = std::string(MNG_SOURCE_DIR) + "/tests/catalogue/fixtures";
  const std::vector<std::string> rest{"--from", fixtures, "--date", "2026-08-20", "--region", "us-east-1"};
  for (const std::string name : {"import", "update"}) {
    std::vector<std::string> all{name, "--out", name + "ed"};
    all.insert(all.end(), rest.begin(), rest.end());
    const Run run = catalogue(all);
    MNG_SHOW(run);
    CHECK(run.exit == 0);
  }
  for (const char* name : {"instance-types.json", "offerings.json", "spot-advisor.json"}) {
    CHECK(slurp("imported/" + std::string(name)) == slurp("updateed/" + std::string(name)));
  }
  CHECK(!fs::exists("calls"));
}
