#include "catalogue/import.hpp"
#include "scratch.hpp"
#include "support/catch.hpp"

using namespace mng::catalogue;

namespace {

const std::string kCure = "; fetch it again, or name a file that mng-catalogue import reads (see --help)";

// The cause given for a file of this text.
std::string cause(const std::string& text) {
  const Scratch scratch;
  const std::string path = scratch.file("in.json", text);
  const ImportResult result = import_files({path}, {.date = "2026-08-20"});
  CHECK(result.catalogue.types.types.empty());  // nothing of it gets through
  CHECK(result.catalogue.types.head.date.empty());
  REQUIRE(result.error.starts_with(path + ": "));
  REQUIRE(result.error.ends_with(kCure));
  return result.error.substr(path.size() + 2, result.error.size() - path.size() - 2 - kCure.size());
}

std::string type(const std::string& members) {
  return R"({"InstanceTypes": [)" + members + "]}";
}

std::string valid(const std::string& more) {
  return type(R"({"InstanceType": "m5.large", "VCpuInfo": {"DefaultVCpus": 2}, "MemoryInfo": {"SizeInMiB": 8192},
                  "ProcessorInfo": {"SupportedArchitectures": ["x86_64"]})" +
              more + "}");
}

}  // namespace

TEST_CASE("what is not JSON") {
  CHECK(cause("") == "empty");
  CHECK(cause("  \n") == "empty");
  CHECK(cause("An error occurred (ExpiredToken)") == "not JSON: wrong at line 1, column 1");
  CHECK(cause("{\"InstanceTypes\": [\n{\"InstanceType\": \"m5.l") == "not JSON: it ends within line 2, as if cut off");
  CHECK(cause("{\"InstanceTypes\": [\n]} trailing") == "not JSON: wrong at line 2, column 6");
  CHECK(cause("{\"InstanceTypes\": [{\"InstanceType\": \"m5\xff\"}]}") == "not JSON: wrong at line 1, column 40");
  CHECK(cause("[1e999]") == "not JSON: a number is out of range");
  CHECK(cause(std::string(1'000'000, '[')) == "nested deeper than 32 levels");
  CHECK(cause("{\"a\": \"" + std::string(100, '[') + "\"}") ==
        "neither an answer of EC2, nor the Spot Advisor feed, nor collected facts");
}

TEST_CASE("JSON of another shape") {
  const std::string other = "neither an answer of EC2, nor the Spot Advisor feed, nor collected facts";
  for (const char* text : {"null", "7", "\"x\"", "[]", "{}", "[[]]", "[null]", R"({"schema": 1})"}) {
    CHECK(cause(text) == other);
  }
  CHECK(cause(R"({"InstanceTypes": {}})") == "the file: InstanceTypes is not a list");
  CHECK(cause(R"({"InstanceTypeOfferings": 3})") == "the file: InstanceTypeOfferings is not a list");
  CHECK(cause(R"({"spot_advisor": [], "ranges": [{"index": 0, "label": "<5%"}]})") ==
        "the file: spot_advisor is not an object");
}

TEST_CASE("types that cannot be") {
  CHECK(cause(type("7")) == "a member of InstanceTypes is not an object");
  CHECK(cause(type("{}")) == "a member of InstanceTypes: InstanceType is missing");
  CHECK(cause(type(R"({"InstanceType": "m5\nlarge"})")) ==
        "a member of InstanceTypes: InstanceType is not the name of an instance type");
  CHECK(cause(type(R"({"InstanceType": "m5.large"})")) == "m5.large: VCpuInfo.DefaultVCpus is missing");
  CHECK(cause(type(R"({"InstanceType": "m5.large", "VCpuInfo": {"DefaultVCpus": -2}})")) ==
        "m5.large: VCpuInfo: DefaultVCpus is not a whole number of 0 to 60000");
  CHECK(cause(type(R"({"InstanceType": "m5.large", "VCpuInfo": 2})")) == "m5.large: VCpuInfo is not an object");
  CHECK(cause(type(R"({"InstanceType": "m5.large", "VCpuInfo": {"DefaultVCpus": 2},
                       "MemoryInfo": {"SizeInMiB": 18446744073709551615}})")) ==
        "m5.large: MemoryInfo: SizeInMiB is not a whole number of 0 to 1073741824");
  CHECK(cause(valid(R"(, "BareMetal": "no")")) == "m5.large: BareMetal is neither true nor false");
  CHECK(cause(valid(R"(, "SupportedUsageClasses": [1])")) ==
        "m5.large: SupportedUsageClasses is not a list of strings");
  CHECK(cause(valid(R"(, "GpuInfo": {"Gpus": [{"Count": 1.5}]})")) ==
        "m5.large: GpuInfo: Count is not a whole number of 0 to 255");
  CHECK(cause(valid(R"(, "NetworkInfo": {"NetworkCards": [{"BaselineBandwidthInGbps": -1}]})")) ==
        "m5.large: NetworkInfo: BaselineBandwidthInGbps is not a number of 0 to 1000000");
}

TEST_CASE("offerings and feeds that cannot be") {
  const auto row = [](const std::string& members) { return R"({"InstanceTypeOfferings": [{)" + members + "}]}"; };
  CHECK(cause(row("")) == "a member of InstanceTypeOfferings: InstanceType is missing");
  CHECK(cause(row(R"("InstanceType": "m5.large", "Location": "us-east-1", "LocationType": "outpost")")) ==
        "a member of InstanceTypeOfferings: LocationType is not region, availability-zone or availability-zone-id");
  CHECK(cause(row(R"("InstanceType": "m5.large", "Location": "../x", "LocationType": "region")")) ==
        "a member of InstanceTypeOfferings: Location is not a region or zone");
  CHECK(cause(row(R"("InstanceType": "m5.large", "Location": "us-east-1", "LocationType": "availability-zone")")) ==
        "a member of InstanceTypeOfferings: Location is not the name of a zone");
  const auto feed = [](const std::string& figures) {
    return R"({"ranges": [{"index": 0, "label": "<5%"}], "spot_advisor": {"us-east-1": {"Linux": {"m5.large": )" +
           figures + "}}}}";
  };
  CHECK(cause(feed("{\"s\": 101, \"r\": 0}")) == "us-east-1: m5.large: s is not a whole number of 0 to 100");
  CHECK(cause(feed("{\"s\": 50, \"r\": 1}")) == "us-east-1: m5.large: r is not a whole number of 0 to 0");
  CHECK(cause(feed("{\"s\": 50}")) == "us-east-1: m5.large lacks s or r");
  CHECK(cause(feed("[]")) == "us-east-1: m5.large is not an object");
}

TEST_CASE("paths and options that cannot be") {
  const Scratch scratch;
  CHECK(import_files({}, {}).error == "import: no file with facts about instance types; name some");
  CHECK(import_files({scratch.path()}, {}).error == scratch.path() + ": no .json file in this folder; name another");
  CHECK(import_files({scratch.path("x.json")}, {}).error ==
        scratch.path("x.json") + ": No such file or directory; name a file that can be read");
  CHECK(import_files({"x"}, {.date = "yesterday"}).error == "yesterday: no date; write it as 2026-08-02");
  CHECK(import_files({"x"}, {.region = "US East"}).error == "US East: no region; write it as it stands in the answers");
}

TEST_CASE("a valid file cut anywhere gives an error or nothing") {
  const std::string text = slurp(fixture("spot-advisor-data.json"));
  for (std::size_t length = 0; length + 2 < text.size(); length += 7)
    CHECK_FALSE(cause(text.substr(0, length)).empty());
}
