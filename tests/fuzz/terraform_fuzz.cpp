// A root module of up to four files, parted by a line `=== PATH`: read,
// evaluated, judged by every rule, shown in all formats. A text that begins
// with `{` is read as a plan. It is compared with itself and with half of it. No rule may go wrong on any input, every
// place must lie in a source, and nothing that acts on a terminal may come out.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "lint/linter.hpp"
#include "report/report.hpp"

namespace {

using namespace mng;

void require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", what.c_str());
  std::abort();
}

bool tame(const std::string& text) {
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F) return false;
  }
  return true;
}

void check(const hcl::Sources& sources, const lint::FileResult& result) {
  for (const std::string& failure : result.verdict.failures) require(false, failure);
  const auto lies = [&](const hcl::Range& range) {
    return range.source >= 1 && range.source <= sources.size() && range.begin <= range.end &&
           range.end <= sources[range.source].text().size();
  };
  for (const lint::Finding& finding : result.verdict.findings) {
    require(lies(finding.place), finding.rule);
    for (const lint::Label& label : finding.labels) require(lies(label.range), finding.rule);
  }
  const report::Input input{sources, result.verdict.findings, {}, "0", "2026-01-01"};
  require(tame(report::text(input, false)) && tame(report::github(input)) && tame(report::json(input)), "a report");
}

/// The files of an input. What stands before the first parting line is main.tf.
void split(std::string_view text, terraform::MemoryTree& tree) {
  constexpr std::size_t kMostFiles = 4;
  std::string path = "main.tf";
  for (std::size_t files = 0; files < kMostFiles; ++files) {
    const std::size_t end = text.find("\n=== ");
    tree.add(path, std::string(text.substr(0, end)));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 5);
    const std::string_view line = text.substr(0, text.find('\n'));
    path = terraform::joined("", line).value_or("other.tf");
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 32768) return 0;
  static hcl::Sources none;
  static hcl::Diagnostics diagnostics;
  static const lint::Linter linter(catalogue::builtin(), {}, none, diagnostics);
  require(diagnostics.empty(), "what is compiled in is without fault");

  const std::string_view text(reinterpret_cast<const char*>(data), size);
  hcl::Sources sources;
  lint::Settings settings;
  settings.region = "eu-west-1";
  if (text.starts_with('{')) {
    const std::uint32_t source = sources.add("plan.json", std::string(text));
    check(sources, linter.judge_plan(sources, source, nullptr, settings));
    return 0;
  }
  terraform::MemoryTree tree;
  split(text, tree);
  terraform::Code code(tree, sources);
  code.load("");
  check(sources, linter.judge_terraform(code, "", {}, settings));
  // A state is no change of itself; against half of it no rule goes wrong.
  const lint::RootModule whole{code, "", {}};
  require(linter.compare_terraform(whole, whole, settings).verdict.findings.empty(), "a change of nothing");
  terraform::MemoryTree part("before");
  split(text.substr(0, size / 2), part);
  terraform::Code old(part, sources);
  old.load("");
  const lint::RootModule half{old, "", {}};
  check(sources, linter.compare_terraform(half, whole, settings));
  check(sources, linter.compare_terraform(whole, half, settings));
  return 0;
}
