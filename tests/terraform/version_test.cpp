#include "terraform/version.hpp"

#include "support/catch.hpp"

using mng::terraform::Version;
using mng::terraform::VersionRange;

namespace {

std::string major(std::string_view constraint) {
  const auto range = VersionRange::parse(constraint);
  if (!range) return "none";
  return range->major() ? std::to_string(*range->major()) : "several";
}

bool below(std::string_view constraint, std::string_view version) {
  return VersionRange::parse(constraint)->all_below(*Version::parse(version));
}

}  // namespace

TEST_CASE("versions compare by number, missing parts being 0") {
  CHECK(*Version::parse("3.19.0") < *Version::parse("3.20"));
  CHECK(*Version::parse("v3.9") < *Version::parse("3.10.1"));
  CHECK(*Version::parse("5") == *Version::parse("5.0.0"));
  CHECK(*Version::parse("5.1.0-beta1") == *Version::parse("5.1"));
  CHECK_FALSE(Version::parse("main"));
  CHECK_FALSE(Version::parse(""));
}

TEST_CASE("a constraint has a major version where it leaves one") {
  CHECK(major("20.8.4") == "20");
  CHECK(major("= v20.8.4") == "20");
  CHECK(major("~> 20.0") == "20");
  CHECK(major("~> 19.15.2") == "19");
  CHECK(major(">= 19.0, < 20.0") == "19");
  CHECK(major(">= 19.0, < 20.1") == "several");
  CHECK(major(">= 19.0") == "several");
  // go-version sets no bound above with one part.
  CHECK(major("~> 19") == "several");
  CHECK(major("latest") == "none");
}

TEST_CASE("a constraint may leave only versions older than one") {
  CHECK(below("~> 3.18.0", "3.19.0"));
  CHECK_FALSE(below("~> 3.18", "3.19.0"));
  CHECK(below("< 3.19", "3.19.0"));
  CHECK_FALSE(below("<= 3.19", "3.19.0"));
  CHECK_FALSE(below(">= 2.0", "3.19.0"));
  CHECK(below("2.70.0", "3.19.0"));
}
