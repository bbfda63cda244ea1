// mng-gen many times in one process, for scripts here that ask it for thousands of groups. One request a line of
// standard input, an array of JSON with the words of a command line; one line of JSON for each on standard output:
// {"status": 0, "out": "…", "err": "…"}. What is no UTF-8 in it is shown as U+FFFD.

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/gen.hpp"
#include "cli/io.hpp"

namespace {

using Json = nlohmann::json;

/// A stream whose bytes are kept.
class Kept {
 public:
  Kept() : stream_(open_memstream(&text_, &size_)) {}
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;
  ~Kept() {
    std::fclose(stream_);
    std::free(text_);  // NOLINT: open_memstream allocates so
  }
  [[nodiscard]] std::FILE* stream() const { return stream_; }
  [[nodiscard]] std::string text() const {
    std::fflush(stream_);
    return {text_, size_};
  }

 private:
  char* text_ = nullptr;
  std::size_t size_ = 0;
  std::FILE* stream_;
};

Json answer(const std::vector<std::string>& words) {
  std::vector<const char*> argv{"mng-gen"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  const Kept out;
  const Kept err;
  mng::cli::Io io;
  io.in = stdin;
  io.out = out.stream();
  io.err = err.stream();
  const int status = mng::cli::run_gen(static_cast<int>(argv.size()), argv.data(), io);
  return {{"status", status}, {"out", out.text()}, {"err", err.text()}};
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const Json out = answer(Json::parse(line).get<std::vector<std::string>>());
    std::cout << out.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  }
  return 0;
}
