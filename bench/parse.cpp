// Parses HCL files and says what that took. With one file and a number, parses it so many times from memory.
//   mng-bench-parse LIST            LIST: a file of paths, one a line; prints files, bytes and faulty files
//   mng-bench-parse FILE TIMES      prints MB/s and allocations for one parse
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <new>
#include <string>

#include "hcl/parser.hpp"

namespace {

std::size_t allocations = 0;

std::string read(const std::string& path) {
  std::string out;
  if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
    char buffer[65536];
    for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, file)) > 0;) out.append(buffer, got);
    std::fclose(file);
  }
  return out;
}

}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (void* at = std::malloc(size)) return at;  // NOLINT: this is where memory comes from
  throw std::bad_alloc();
}
void operator delete(void* at) noexcept {
  std::free(at);  // NOLINT
}
void operator delete(void* at, std::size_t /*size*/) noexcept {
  std::free(at);  // NOLINT
}

int main(int argc, char** argv) {
  using namespace mng::hcl;
  if (argc == 3) {
    const std::string text = read(argv[1]);
    const int times = std::atoi(argv[2]);
    const std::size_t before = allocations;
    const auto begin = std::chrono::steady_clock::now();
    std::size_t nodes = 0;
    for (int i = 0; i < times; ++i) {
      Diagnostics diagnostics;
      nodes += parse(text, 1, diagnostics).nodes.size();
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::printf("%zu bytes, %.1f MB/s, %zu nodes, %zu allocations a parse\n", text.size(),
                static_cast<double>(text.size()) * times / took.count() / 1e6, nodes / static_cast<std::size_t>(times),
                (allocations - before) / static_cast<std::size_t>(times));
    return 0;
  }
  if (argc != 2) {
    std::fputs("usage: mng-bench-parse LIST | FILE TIMES\n", stderr);
    return 2;
  }
  std::ifstream list(argv[1]);
  std::size_t files = 0;
  std::size_t bytes = 0;
  std::size_t faulty = 0;
  for (std::string path; std::getline(list, path);) {
    const std::string text = read(path);
    Diagnostics diagnostics;
    parse(text, 1, diagnostics);
    ++files;
    bytes += text.size();
    faulty += diagnostics.empty() ? 0 : 1;
  }
  std::printf("%zu files, %zu bytes, %zu faulty, %zu allocations\n", files, bytes, faulty, allocations);
  return 0;
}
