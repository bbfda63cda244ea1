#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/catalogue.hpp"
#include "cli/gen.hpp"
#include "cli/io.hpp"
#include "cli/lint.hpp"
#include "support/catch.hpp"

namespace mng::test {

/// A new folder that the test runs in; removed at its end. Paths in reports
/// are then the same everywhere, and no file around the test is read.
class Scratch {
 public:
  Scratch() : before_(std::filesystem::current_path()) {
    std::string name = (std::filesystem::temp_directory_path() / "mng-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
    path_ = std::filesystem::canonical(name);
    std::filesystem::current_path(path_);
    // git sees neither the user's settings nor a repository around the folder.
    for (const char* variable : {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"}) unsetenv(variable);
    setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    setenv("GIT_CEILING_DIRECTORIES", path_.parent_path().c_str(), 1);
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::current_path(before_, ignored);
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Writes a file, with the folders it lies in.
  void file(const std::string& name, std::string_view text) const {
    const std::filesystem::path at = path_ / name;
    std::filesystem::create_directories(at.parent_path());
    std::ofstream out(at, std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!out.flush()) throw std::runtime_error("cannot write " + at.string());
  }

 private:
  std::filesystem::path before_;
  std::filesystem::path path_;
};

/// What a program may look at beside its arguments.
struct Around {
  std::string in;
  bool terminal = false;
  bool no_color = false;
  std::string home;
};

/// What came of a run.
struct Run {
  int exit = -1;
  std::string out;
  std::string err;
};

inline std::string rewound(std::FILE* stream) {
  std::string text;
  std::rewind(stream);
  char buffer[65536];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, stream)) > 0;) text.append(buffer, got);
  std::fclose(stream);
  return text;
}

using Program = int (*)(int, const char* const*, const cli::Io&);

inline Run run(Program program, const char* name, const std::vector<std::string>& arguments, const Around& around) {
  std::vector<const char*> argv{name};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  cli::Io io;
  io.in = std::tmpfile();
  io.out = std::tmpfile();
  io.err = std::tmpfile();
  io.out_is_terminal = around.terminal;
  io.no_color = around.no_color;
  io.home = around.home;
  std::fwrite(around.in.data(), 1, around.in.size(), io.in);
  std::rewind(io.in);
  Run out;
  out.exit = program(static_cast<int>(argv.size()), argv.data(), io);
  std::fclose(io.in);
  out.out = rewound(io.out);
  out.err = rewound(io.err);
  return out;
}

inline Run lint(const std::vector<std::string>& arguments, const Around& around = {}) {
  return run(cli::run_lint, "mng-lint", arguments, around);
}

inline Run gen(const std::vector<std::string>& arguments, const Around& around = {}) {
  return run(cli::run_gen, "mng-gen", arguments, around);
}

inline Run catalogue(const std::vector<std::string>& arguments) {
  return run(cli::run_catalogue, "mng-catalogue", arguments, {});
}

inline bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

inline std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

/// Whether a text holds something a terminal would act on: a control
/// character other than a line break, or one that reorders a line.
inline bool acts_on_a_terminal(std::string_view text) {
  const bool control = std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
  });
  return control || has(text, "\xC2\x9B") || has(text, "\xE2\x80\xAE") || has(text, "\xE2\x81\xA6") ||
         has(text, "\xE2\x80\x8F") || has(text, "\xE2\x80\xA8");
}

/// A Spot group without a fault, in three zones, of these types.
inline std::string spot_group(std::string_view types) {
  std::string text =
      "region: ap-northeast-1\n"
      "subnets: {subnet-1: ap-northeast-1a, subnet-2: ap-northeast-1c, subnet-3: ap-northeast-1d}\n"
      "node_groups:\n"
      "  workers:\n"
      "    capacity_type: SPOT\n"
      "    subnet_ids: [subnet-1, subnet-2, subnet-3]\n"
      "    instance_types: [";
  text += types;
  return text + "]\n";
}

inline constexpr std::string_view kSixTypes = "r5.xlarge, r5a.xlarge, r5n.xlarge, r5d.xlarge, r5ad.xlarge, r5dn.xlarge";

/// A document with exactly one finding of that severity.
inline std::string with_error() {
  return spot_group(std::string(kSixTypes) + ", r5.large");
}
inline std::string with_warning() {
  return spot_group(std::string(kSixTypes) + ", r5.xlarge");
}
inline std::string with_info() {
  return "region: eu-west-1\nnode_groups:\n  web:\n    instance_types: [m5.xlarge]\n";
}
inline std::string without_finding() {
  return spot_group(kSixTypes);
}

}  // namespace mng::test

/// Shows the whole run where a check fails.
#define MNG_SHOW(run) INFO("exit " << (run).exit << "\n-- stdout\n" << (run).out << "-- stderr\n" << (run).err)
