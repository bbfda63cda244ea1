#include "hcl/spell.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

namespace mng::hcl {
namespace {

TEST_CASE("edits between two words") {
  CHECK(edit_distance("", "", 3) == 0);
  CHECK(edit_distance("size", "size", 3) == 0);
  CHECK(edit_distance("size", "sizes", 3) == 1);
  CHECK(edit_distance("size", "ize", 3) == 1);
  CHECK(edit_distance("size", "sise", 3) == 1);
  CHECK(edit_distance("size", "szie", 3) == 1);  // neighbours swapped
  CHECK(edit_distance("", "abc", 3) == 3);
  CHECK(edit_distance("kitten", "sitting", 3) == 3);
  CHECK(edit_distance("ab", "ba", 0) == 1);
}

TEST_CASE("more edits than the limit are the limit and one") {
  CHECK(edit_distance("abc", "xyz", 1) == 2);
  CHECK(edit_distance("abcdef", "a", 2) == 3);
  CHECK(edit_distance("abcdef", "uvwxyz", 3) == 4);
  CHECK(edit_distance(std::string(65, 'a'), std::string(65, 'a'), 3) == 4);
  CHECK(edit_distance(std::string(64, 'a'), std::string(64, 'a'), 3) == 0);
}

TEST_CASE("the nearest name, whatever its case and dashes") {
  const std::vector<std::string_view> names = {"min_size", "max_size", "desired_size", "instance_types"};
  CHECK(nearest("desiredSize", names) == "desired_size");
  CHECK(nearest("instance-type", names) == "instance_types");
  CHECK(nearest("MIN_SIZE", names) == "min_size");
  CHECK(nearest("mix_size", names) == "min_size");  // the first of two as near
  CHECK(nearest("capacity", names).empty());
  CHECK(nearest("x", std::vector<std::string_view>{}).empty());
  CHECK(did_you_mean("max_szie", names) == "did you mean `max_size`?");
  CHECK(did_you_mean("capacity", names).empty());
}

}  // namespace
}  // namespace mng::hcl
