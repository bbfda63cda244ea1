#include <algorithm>

#include "catalogue/files.hpp"
#include "catalogue/tables.hpp"
#include "scratch.hpp"
#include "support/catch.hpp"

using namespace mng::catalogue;

namespace {

// Enough of a file of instance types to load.
std::string types_file(const std::string& records) {
  return R"({"schema": 1, "date": "2026-08-02", "types": [)" + records + "]}";
}
const std::string kSmall =
    R"({"name": "m5.large", "status": "live", "vcpu": 2, "memory_mib": 8192, "architectures": ["x86_64"]})";

std::string error_of(const Scratch& scratch, const std::string& name, const std::string& text) {
  const std::string path = scratch.file(name, text);
  const std::string error = load_directory(scratch.path()).error;
  const std::string cure = "; write the folder again with mng-catalogue import";
  REQUIRE(error.starts_with(path + ": "));
  REQUIRE(error.ends_with(cure));
  return error.substr(path.size() + 2, error.size() - path.size() - 2 - cure.size());
}

bool same(const InstanceType& a, const InstanceType& b) {
  return a.name == b.name && a.memory_mib == b.memory_mib && a.vcpu == b.vcpu && a.max_pods == b.max_pods &&
         a.network_mbps == b.network_mbps && a.local_disk_gb == b.local_disk_gb && a.gpus == b.gpus &&
         a.part_of_gpu == b.part_of_gpu && a.architectures == b.architectures && a.accelerators == b.accelerators &&
         a.vendor == b.vendor && a.status == b.status && a.hypervisor == b.hypervisor && a.spot == b.spot &&
         a.on_demand == b.on_demand && a.capacity_block == b.capacity_block && a.bare_metal == b.bare_metal &&
         a.burstable == b.burstable && a.flex == b.flex && a.local_disk_hdd == b.local_disk_hdd;
}

}  // namespace

TEST_CASE("the folder and the tables compiled in are the same, cell by cell") {
  const LoadResult result = load_directory(data_folder());
  REQUIRE(result.error.empty());
  const Tables& a = result.loaded.tables();
  const Tables& b = builtin();
  CHECK(a.types_date == b.types_date);
  CHECK(a.offerings_date == b.offerings_date);
  CHECK(a.advisor_date == b.advisor_date);
  CHECK(a.prices_date == b.prices_date);
  CHECK(std::equal(a.types.begin(), a.types.end(), b.types.begin(), b.types.end(), same));
  CHECK(std::equal(a.regions.begin(), a.regions.end(), b.regions.begin(), b.regions.end(),
                   [](const Region& x, const Region& y) {
                     return x.name == y.name && x.currency == y.currency &&
                            std::equal(x.zones.begin(), x.zones.end(), y.zones.begin(), y.zones.end());
                   }));
  CHECK(std::ranges::equal(a.vendors, b.vendors));
  CHECK(std::ranges::equal(a.bands, b.bands));
  CHECK(std::ranges::equal(a.offered, b.offered));
  CHECK(std::ranges::equal(a.savings, b.savings));
  CHECK(std::ranges::equal(a.band, b.band));
  CHECK(std::ranges::equal(a.price, b.price));
}

TEST_CASE("reading and writing the folder changes no byte of it") {
  const Scratch scratch;
  Catalogue catalogue;
  REQUIRE(read_catalogue(data_folder(), catalogue).empty());
  REQUIRE(write_catalogue(scratch.path("new"), catalogue).empty());
  for (const char* name : {kTypesFile, kOfferingsFile, kAdvisorFile, kPricesFile}) {
    INFO(name);
    CHECK(slurp(scratch.path("new/") + name) == slurp(data_folder() + "/" + name));
    CHECK(std::filesystem::file_size(scratch.path("new/") + name) < 1'000'000);
  }
}

TEST_CASE("all but the types may be absent") {
  const Scratch scratch;
  (void)scratch.file("instance-types.json", types_file(kSmall));
  const LoadResult result = load_directory(scratch.path());
  REQUIRE(result.error.empty());
  const Tables& tables = result.loaded.tables();
  CHECK(tables.types.size() == 1);
  CHECK(tables.types[0].max_pods == 0);
  CHECK(tables.regions.empty());
  CHECK(tables.offerings_date.empty());
  CHECK_FALSE(tables.find_region("us-east-1"));
}

TEST_CASE("a moved catalogue keeps what its tables view") {
  LoadResult first = load_directory(data_folder());
  Loaded moved = std::move(first.loaded);
  Loaded assigned;
  CHECK(assigned.tables().types.empty());
  assigned = std::move(moved);
  CHECK(assigned.tables().find_type("m5.large"));
}

TEST_CASE("a folder that cannot be loaded says which file, why and what to do") {
  const Scratch scratch;
  CHECK(load_directory(scratch.path("absent")).error ==
        scratch.path("absent/instance-types.json") + ": No such file or directory; name a file that can be read");
  const auto types = [&](const std::string& text) { return error_of(scratch, "instance-types.json", text); };
  CHECK(types("") == "empty");
  CHECK(types("{\"schema\": 1,\n\"ty") == "not JSON: it ends within line 2, as if cut off");
  CHECK(types("[]") == "the file is not an object");
  CHECK(types("{}") == "the file: schema is not 1, the one this version reads");
  CHECK(types(types_file("")) == "it lists no instance type");
  CHECK(types(types_file("7")) == "a member of types is not an object");
  CHECK(types(types_file("{}")) == "a member of types: name is not the name of an instance type");
  CHECK(types(types_file(R"({"name": "m5.large", "status": "live", "vcpu": -2})")) ==
        "m5.large: vcpu is not a whole number of 0 to 60000");
  CHECK(types(types_file(R"({"name": "m5.large", "status": "live", "vcpu": 2, "memory_mib": 1e3})")) ==
        "m5.large: memory_mib is not a whole number of 0 to 1073741824");
  CHECK(types(types_file(kSmall + "," + kSmall)) == "a type is listed twice");
  CHECK(types(types_file(R"({"name": "m5.large", "status": "live", "vcpu": 2, "memory_mib": 8192, "enis": 3,
                             "ipv4_per_eni": 10, "max_pods": 30})")) ==
        "m5.large: max_pods is not enis x (ipv4_per_eni - 1) + 2 = 29");

  (void)scratch.file("instance-types.json", types_file(kSmall));
  const auto offerings = [&](const std::string& rest) {
    return error_of(scratch, "offerings.json", R"({"schema": 1, "date": "2026-08-01", )" + rest + "}");
  };
  CHECK(offerings(R"("types": [{"type": "m5.large", "in": {"us-east-1": "1"}}])") ==
        "m5.large: us-east-1 is not a region of the file with a string of zones");
  const std::string region = R"("regions": [{"region": "us-east-1", "date": "2026-08-01", "zones": )";
  CHECK(offerings(region + R"(["use1-az1", "usw1-az1"]}])") ==
        "a member of regions: zones differ by more than their last character");
  CHECK(offerings(region + R"(["use1-az1"]}], "types": [{"type": "m5.large", "in": {"us-east-1": "7"}}])") ==
        "m5.large: no zone of us-east-1 ends with '7'");
  (void)scratch.file("offerings.json", R"({"schema": 1, "date": "2026-08-01"})");
  CHECK(error_of(scratch, "spot-advisor.json",
                 R"({"schema": 1, "date": "2026-02-13", "bands": ["<5%"],
                     "types": [{"type": "m5.large", "in": {"us-east-1": [101, 0]}}]})") ==
        "m5.large: us-east-1 is not [savings in percent, index of a band]");
  (void)scratch.file("spot-advisor.json", R"({"schema": 1, "date": "2026-02-13", "bands": ["<5%"]})");
  CHECK(error_of(scratch, "prices.json",
                 R"({"schema": 1, "date": "2026-07-20", "regions": [{"region": "us-east-1", "currency": "USD"}],
                     "types": [{"type": "m5.large", "in": {"us-east-1": -0.1}}]})") ==
        "m5.large: us-east-1 is not a region of the file with a price");
}
