#include "catalogue/refresh.hpp"

#include "catalogue/files.hpp"
#include "catalogue/import.hpp"
#include "scratch.hpp"
#include "support/catch.hpp"

using namespace mng::catalogue;

namespace {

using Names = std::vector<std::string>;

TypeRecord type(const std::string& name, unsigned vcpu = 2, Status status = Status::kLive) {
  TypeRecord record;
  record.name = name;
  record.vcpu = vcpu;
  record.memory_mib = 4096;
  record.architectures = {"x86_64"};
  record.status = status;
  return record;
}

/// Types in regions of three zones; the bits say which.
Catalogue catalogue(const std::string& date, const std::vector<std::pair<TypeRecord, Names>>& types) {
  Catalogue out;
  out.types.head = {date, {{"source " + date, "", "", "", date, ""}}, {"2 rows"}};
  out.offerings.head = out.types.head;
  for (const auto& [record, regions] : types) {
    out.types.types[record.name] = record;
    for (const std::string& region : regions) {
      out.offerings.regions[region] = {date, "x", {region + "-az1", region + "-az2", region + "-az3"}};
      out.offerings.rows[record.name][region] = 5;
    }
  }
  return out;
}

}  // namespace

TEST_CASE("a refresh replaces what was asked and keeps the rest") {
  Catalogue old = catalogue("2026-01-01", {{type("aa1.large"), {"a", "b"}},
                                           {type("ab1.large"), {"a"}},
                                           {type("ac1.large"), {"b"}},
                                           {type("ad1.large"), {}},
                                           {type("ae1.large", 2, Status::kRetired), {}},
                                           {type("af1.large", 2, Status::kRetired), {}}});
  old.prices.head.date = "2025-05-05";
  old.advisor.head.date = "2025-06-06";
  const Changes changes = refresh(
      old, {{"a", catalogue("2026-09-09",
                            {{type("aa1.large", 4), {"a"}}, {type("af1.large"), {"a"}}, {type("ag1.large"), {"a"}}})}});
  CHECK(changes.added == Names{"ag1.large"});
  CHECK(changes.changed == Names{"aa1.large", "af1.large"});
  CHECK(changes.retired == Names{"ab1.large"});
  CHECK(old.types.types.at("aa1.large").vcpu == 4);
  CHECK(old.types.types.at("ab1.large").status == Status::kRetired);
  CHECK(old.types.types.at("ac1.large").status == Status::kLive);  // another region may have it
  CHECK(old.types.types.at("ad1.large").status == Status::kLive);  // of which nobody knows where it is
  CHECK(old.types.types.at("af1.large").status == Status::kLive);
  CHECK(old.offerings.rows.count("ab1.large") == 0);
  CHECK(old.offerings.rows.at("aa1.large") == std::map<std::string, std::uint8_t>{{"a", 5}, {"b", 5}});
  CHECK(old.offerings.regions.at("a").date == "2026-09-09");
  CHECK(old.offerings.regions.at("b").date == "2026-01-01");
  CHECK(old.types.head.date == "2026-09-09");
  CHECK(old.types.head.sources.size() == 2);  // some records are of the old one
  CHECK(old.types.head.left_out == Names{"4 rows"});
  CHECK(old.prices.head.date == "2025-05-05");
  CHECK(old.advisor.head.date == "2025-06-06");
}

TEST_CASE("where all is new no old source is named") {
  Catalogue old = catalogue("2026-01-01", {{type("aa1.large"), {"a"}}});
  refresh(old, {{"a", catalogue("2026-09-09", {{type("aa1.large"), {"a"}}})}});
  REQUIRE(old.types.head.sources.size() == 1);
  CHECK(old.types.head.sources[0].key == "source 2026-09-09");
  CHECK(old.offerings.head.sources.size() == 1);
  CHECK(old.offerings.head.left_out == Names{"2 rows"});
}

TEST_CASE("what is built in says all that the files say") {
  Catalogue files;
  REQUIRE(read_catalogue(data_folder(), files).empty());
  const Scratch scratch;
  REQUIRE(write_catalogue(scratch.path("built-in"), read_builtin()).empty());
  for (const char* name : {kTypesFile, kOfferingsFile, kAdvisorFile, kPricesFile}) {
    CHECK(slurp(scratch.path("built-in/" + std::string(name))) == slurp(data_folder() + "/" + name));
  }
}

TEST_CASE("a written catalogue keeps the one before, and other files of its folder") {
  const Scratch scratch;
  const std::string folder = scratch.path();
  (void)scratch.file("notes.txt", "mine");
  Catalogue first = catalogue("2026-01-01", {{type("aa1.large"), {"a"}}});
  first.prices.head.date = "2026-01-01";
  REQUIRE(write_catalogue(folder, first).empty());
  CHECK(scratch.files() == 4);  // nothing was there to be kept
  const std::string before = slurp(scratch.path(kTypesFile));
  const Catalogue second = catalogue("2026-02-02", {{type("aa1.large"), {"a"}}});
  REQUIRE(write_catalogue(folder, second).empty());
  CHECK(slurp(scratch.path("old/" + std::string(kTypesFile))) == before);
  CHECK(slurp(scratch.path(kTypesFile)) != before);
  CHECK(slurp(scratch.path("notes.txt")) == "mine");
  CHECK(load_directory(scratch.path("old")).error.empty());

  // A file that the one before did not have is not left of an older one.
  std::filesystem::remove(scratch.path(kPricesFile));
  REQUIRE(write_catalogue(folder, second).empty());
  CHECK(!std::filesystem::exists(scratch.path("old/" + std::string(kPricesFile))));
}

TEST_CASE("a catalogue that cannot be replaced as a whole is not replaced at all") {
  const Scratch scratch;
  REQUIRE(write_catalogue(scratch.path(), catalogue("2026-01-01", {{type("aa1.large"), {"a"}}})).empty());
  const std::string types = slurp(scratch.path(kTypesFile));
  const std::string offerings = slurp(scratch.path(kOfferingsFile));
  std::filesystem::create_directories(scratch.path(std::string(kPricesFile) + "/x"));
  Catalogue second = catalogue("2026-02-02", {{type("ab1.large"), {"a"}}});
  second.prices.head.date = "2026-02-02";
  CHECK(write_catalogue(scratch.path(), second).starts_with(scratch.path(kPricesFile) + ": "));
  CHECK(slurp(scratch.path(kTypesFile)) == types);
  CHECK(slurp(scratch.path(kOfferingsFile)) == offerings);
  for (const auto& entry : std::filesystem::directory_iterator(scratch.path())) {
    CHECK(entry.path().extension() != ".new");
  }
}
