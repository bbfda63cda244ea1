#include "catalogue/import.hpp"

#include <algorithm>

#include "catalogue/files.hpp"
#include "scratch.hpp"
#include "support/catch.hpp"

using namespace mng::catalogue;

namespace {

ImportResult import(const std::vector<std::string>& paths, ImportOptions options = {}) {
  if (options.date.empty()) options.date = "2026-08-20";
  ImportResult result = import_files(paths, options);
  INFO(result.error);
  REQUIRE(result.error.empty());
  return result;
}

std::string offering(const std::string& type, const std::string& kind, const std::string& location) {
  return R"({"InstanceType": ")" + type + R"(", "LocationType": ")" + kind + R"(", "Location": ")" + location + "\"}";
}

std::string offerings(const std::vector<std::string>& rows) {
  std::string text = R"({"InstanceTypeOfferings": [)";
  for (const std::string& row : rows) text += (&row == &rows.front() ? "" : ",") + row;
  return text + "]}";
}

}  // namespace

TEST_CASE("an answer of EC2 and collected facts give the same record of each type") {
  const auto answer = import({fixture("describe-instance-types.json")}).catalogue.types;
  const auto facts = import({fixture("instance-types.facts.json")}).catalogue.types;
  CHECK(answer.types.size() == 78);
  CHECK(facts.types.size() == 79);  // and one that is retired
  CHECK(facts.head.left_out == std::vector<std::string>{"1 types of which hardly more than the name is known"});
  CHECK(facts.types.at("f1.2xlarge").status == Status::kRetired);
  for (const auto& [name, record] : answer.types) {
    REQUIRE(facts.types.count(name) == 1);
    CHECK(type_line(record) == type_line(facts.types.at(name)));
  }
}

TEST_CASE("the records of the fixture are those of the catalogue") {
  Catalogue catalogue;
  REQUIRE(read_catalogue(data_folder(), catalogue).empty());
  for (const auto& [name, record] : import({fixture("describe-instance-types.json")}).catalogue.types.types) {
    CHECK(type_line(record) == type_line(catalogue.types.types.at(name)));
  }
}

TEST_CASE("pages of an answer may be a list or several files") {
  const Scratch scratch;
  const auto page = [](const std::string& name) {
    return R"({"InstanceTypes": [{"InstanceType": ")" + name + R"(", "VCpuInfo": {"DefaultVCpus": 2}, "New": [1],
        "MemoryInfo": {"SizeInMiB": 4096}, "ProcessorInfo": {"SupportedArchitectures": ["x86_64"]}}], "NextToken": "x"})";
  };
  const std::string list = scratch.file("a.json", "[" + page("aa1.large") + "," + page("ab1.large") + "]");
  const std::string one = scratch.file("b.json", page("ac1.large"));
  CHECK(import({list, one}).catalogue.types.types.size() == 3);
  CHECK(import({scratch.path()}).catalogue.types.types.size() == 3);
  const auto head = import({list, one}).catalogue.types.head;
  CHECK(head.date == "2026-08-20");
  REQUIRE(head.sources.size() == 2);
  CHECK(head.sources[0].key == "describe-instance-types");
  CHECK(head.sources[0].path == "a.json");
}

TEST_CASE("a live record goes before a retired one, whatever the order") {
  const Scratch scratch;
  const std::string answer =
      scratch.file("a.json", R"({"InstanceTypes": [{"InstanceType": "f1.2xlarge", "VCpuInfo": {"DefaultVCpus": 8},
      "MemoryInfo": {"SizeInMiB": 124928}, "ProcessorInfo": {"SupportedArchitectures": ["x86_64"]}}]})");
  const std::string facts = fixture("instance-types.facts.json");
  for (const auto& paths : {std::vector{answer, facts}, std::vector{facts, answer}}) {
    CHECK(import(paths).catalogue.types.types.at("f1.2xlarge").status == Status::kLive);
  }
}

TEST_CASE("offerings by region, zone name and zone id") {
  const Scratch scratch;
  const std::string types = fixture("describe-instance-types.json");
  SECTION("a region alone has no zones") {
    const std::string file = scratch.file("r.json", offerings({offering("m5.large", "region", "eu-west-1")}));
    const OfferingsFile read = import({types, file}).catalogue.offerings;
    CHECK(read.regions.at("eu-west-1").zones.empty());
    CHECK(read.rows.at("m5.large").at("eu-west-1") == 0);
  }
  SECTION("the name of a zone names its region; Local Zones take no node group") {
    const std::string file =
        scratch.file("z.json", offerings({offering("m5.large", "availability-zone", "us-gov-west-1b"),
                                          offering("m5.large", "availability-zone", "us-gov-west-1a"),
                                          offering("m5.large", "availability-zone", "us-east-1-bos-1a"),
                                          offering("c5.metal", "availability-zone", "us-gov-west-1b"),
                                          offering("zz9.huge", "availability-zone", "us-gov-west-1b")}));
    const OfferingsFile read = import({types, file}).catalogue.offerings;
    REQUIRE(read.regions.size() == 1);
    CHECK(read.regions.at("us-gov-west-1").zones == std::vector<std::string>{"us-gov-west-1a", "us-gov-west-1b"});
    CHECK(read.rows.at("m5.large").at("us-gov-west-1") == 3);
    CHECK(read.rows.at("c5.metal").at("us-gov-west-1") == 2);
    CHECK(read.rows.count("zz9.huge") == 0);
    CHECK(read.head.left_out == std::vector<std::string>{"1 rows of Local or Wavelength Zones",
                                                         "1 rows of types that the catalogue does not have"});
  }
  SECTION("of zone ids the caller or the catalogue knows the region") {
    const std::string ids = fixture("describe-instance-type-offerings.json");
    const OfferingsFile told = import({types, ids}, {.region = "us-east-1"}).catalogue.offerings;
    CHECK(told.regions.at("us-east-1").zones.size() == 5);
    CHECK(told.rows.at("m5.large").at("us-east-1") == 31);
    const OfferingsFile known = import({types, ids}, {.region = "eu-west-1", .known = &builtin()}).catalogue.offerings;
    CHECK(known.regions.count("us-east-1") == 1);
    CHECK(import_files({types, ids}, {}).error ==
          ids + ": zone ids such as use1-az1 do not name their region; name it with --region");
  }
  SECTION("ids go before names") {
    const std::string names = scratch.file("n.json", offerings({offering("m5.large", "availability-zone", "us-east-1f"),
                                                                offering("m5.large", "region", "us-east-1")}));
    const ImportResult read =
        import({types, fixture("describe-instance-type-offerings.json"), names}, {.region = "us-east-1"});
    CHECK(read.catalogue.offerings.regions.at("us-east-1").zones.front() == "use1-az1");
    CHECK(read.notes == std::vector<std::string>{"us-east-1: zone ids are known, names of zones passed over"});
  }
}

TEST_CASE("the Spot Advisor feed: Linux, and only types that are known") {
  const std::string feed = fixture("spot-advisor-data.json");
  const AdvisorFile read = import({fixture("describe-instance-types.json"), feed}).catalogue.advisor;
  CHECK(read.bands == std::vector<std::string>{"<5%", "5-10%", "10-15%", "15-20%", ">20%"});
  CHECK(read.rows.at("m5.large").at("us-east-1").savings == 62);
  CHECK(read.rows.at("m5.large").at("us-east-1").band == 4);
  // Without types among the files those of the catalogue count.
  const AdvisorFile alone = import({feed}, {.known = &builtin()}).catalogue.advisor;
  CHECK(alone.rows.size() == 5);
  CHECK(alone.head.left_out.empty());
}

TEST_CASE("prices without a licence or contradicted by other copies are left out") {
  const Scratch scratch;
  const std::string file = scratch.file("prices.json", R"({"schema": 1, "source_order": ["good", "bare"],
    "as_of": {"good": "2026-07-20", "bare": "2025-01-14"}, "currency": {"default": "USD", "cn-north-1": "CNY"},
    "sources": {"good": {"repository": "a/b", "licence": "MIT"}, "bare": {"licence": "none stated"}},
    "suspect": {"us-east-1": {"c5.metal": {"twin": "c5.24xlarge"}}}, "coverage": {},
    "regions": {"us-east-1": {"m5.large": [0.096, 0], "c5.metal": [4.08, 0], "r5.xlarge": [0.25, 1]},
                "cn-north-1": {"m5.large": [1.013, 0]}}})");
  const PricesFile read = import({file}, {.known = &builtin()}).catalogue.prices;
  CHECK(read.head.date == "2026-07-20");
  CHECK(read.head.sources.size() == 1);
  CHECK(read.rows.size() == 1);
  CHECK(read.rows.at("m5.large").at("us-east-1") == 96'000);
  CHECK(read.rows.at("m5.large").at("cn-north-1") == 1'013'000);
  CHECK(read.regions.at("cn-north-1").currency == "CNY");
  CHECK(read.head.left_out == std::vector<std::string>{"1 prices of bare metal that other copies contradict",
                                                       "1 prices of bare, which states no licence"});
}

TEST_CASE("a folder gives its files in any order, and what is of another shape is noted") {
  const Scratch scratch;
  std::filesystem::copy(fixture("describe-instance-types.json"), scratch.path("z.json"));
  std::filesystem::copy(fixture("spot-advisor-data.json"), scratch.path("a.json"));
  (void)scratch.file("history.json", R"({"SpotPriceHistory": []})");
  (void)scratch.file("notes.txt", "not JSON");
  const ImportResult read = import({scratch.path()});
  CHECK(read.notes == std::vector<std::string>{scratch.path("history.json") + ": of another shape, passed over"});
  CHECK(read.catalogue.advisor.rows.size() == 5);
  CHECK(read.catalogue.offerings.head.date.empty());

  const Scratch target;
  REQUIRE(write_catalogue(target.path(), read.catalogue).empty());
  CHECK(target.files() == 2);  // only what the files brought
  CHECK(load_directory(target.path()).error.empty());
}

TEST_CASE("a folder that cannot be written is left as it was") {
  const Scratch scratch;
  const ImportResult read = import({fixture("describe-instance-types.json"), fixture("spot-advisor-data.json")});
  const std::string file = scratch.file("file", "kept");
  CHECK(write_catalogue(file, read.catalogue) ==
        file + "/.instance-types.json.new: Not a directory; name a folder that can be written");
  CHECK(slurp(file) == "kept");
  std::filesystem::create_directories(scratch.path("out/spot-advisor.json/x"));
  CHECK(write_catalogue(scratch.path("out"), read.catalogue).starts_with(scratch.path("out/spot-advisor.json: ")));
  for (const auto& entry : std::filesystem::directory_iterator(scratch.path("out"))) {
    CHECK(entry.path().extension() == ".json");
  }
}
