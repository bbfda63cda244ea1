#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "support/catch.hpp"

namespace mng::test {

/// Compares a text with tests/golden/NAME byte by byte; writes that file
/// instead where MNG_BLESS is 1.
inline void check_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(MNG_SOURCE_DIR) + "/tests/golden/" + name;
  const char* bless = std::getenv("MNG_BLESS");
  if (bless != nullptr && std::string(bless) == "1") {
    std::ofstream(path, std::ios::binary) << text;
  }
  std::ifstream file(path, std::ios::binary);
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  INFO(path << " (scripts/bless rewrites it)");
  CHECK(text == golden);
}

}  // namespace mng::test
