// Writes what is generated from the code for people to read: the JSON Schemas
// of the forms, and the samples of output in README.md. Run from the root of
// the repository, by scripts/bless.

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "cli/gen.hpp"
#include "cli/io.hpp"
#include "cli/lint.hpp"
#include "model/form.hpp"
#include "model/knowledge.hpp"
#include "model/schema.hpp"

namespace {

[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "mng-docs: %s\n", message.c_str());
  std::exit(1);
}

void write(const std::string& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) fail(path + ": cannot be written");
  mng::cli::print(file, text);
  if (std::fclose(file) != 0) fail(path + ": cannot be written");
}

void schemas() {
  mng::hcl::Arena arena;
  mng::hcl::Diagnostics diagnostics;
  const auto vocabulary = mng::model::Vocabulary::load(mng::model::builtin_vocabulary().ast, arena, diagnostics);
  for (const mng::model::KnowledgeFile& file : mng::model::builtin_forms()) {
    const auto form = mng::model::Form::load(file.ast, vocabulary, arena, diagnostics);
    if (!form || !diagnostics.empty()) fail(fmt::format("form {} is wrong", file.name));
    if (!form->schema().empty()) {
      write(fmt::format("schema/{}", form->schema()), mng::model::json_schema(*form, vocabulary));
    }
  }
}

/// What a command prints, both streams in one.
std::string output_of(const std::string& command) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : command + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  std::vector<const char*> argv;
  for (const std::string& one : words) argv.push_back(one.c_str());
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* stream = open_memstream(&text, &size);
  if (stream == nullptr) fail("no memory");
  mng::cli::Io io;
  io.in = stdin;
  io.out = stream;
  io.err = stream;
  const int argc = static_cast<int>(argv.size());
  if (words[0] == "mng-lint") {
    mng::cli::run_lint(argc, argv.data(), io);
  } else if (words[0] == "mng-gen") {
    mng::cli::run_gen(argc, argv.data(), io);
  } else {
    fail(fmt::format("a sample runs mng-lint or mng-gen, not {}", words[0]));
  }
  std::fclose(stream);
  std::string out(text, size);
  std::free(text);  // NOLINT: open_memstream allocates so
  return out;
}

/// Fills every block between `<!-- output: COMMAND -->` and `<!-- end -->`.
void samples(const std::string& path) {
  constexpr std::string_view kBegin = "<!-- output: ";
  constexpr std::string_view kEnd = "<!-- end -->";
  const mng::cli::FileText file = mng::cli::read_file(path);
  if (!file.error.empty()) fail(fmt::format("{}: {}", path, file.error));
  std::string_view rest = file.text;
  std::string out;
  for (;;) {
    const std::size_t at = rest.find(kBegin);
    if (at == std::string_view::npos) break;
    const std::size_t close = rest.find(" -->\n", at);
    const std::size_t end = rest.find(kEnd, at);
    if (close == std::string_view::npos || end == std::string_view::npos) fail(path + ": a sample is not closed");
    const std::string command(rest.substr(at + kBegin.size(), close - at - kBegin.size()));
    out += rest.substr(0, close + 5);
    out += fmt::format("```\n$ {}\n{}```\n", command, output_of(command));
    rest.remove_prefix(end);
    out += kEnd;
    rest.remove_prefix(kEnd.size());
  }
  out += rest;
  if (out != file.text) write(path, out);
}

}  // namespace

int main() {
  schemas();
  samples("README.md");
  return 0;
}
