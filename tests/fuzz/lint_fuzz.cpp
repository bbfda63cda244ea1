// The whole path of a nodegroups.yaml: read, detected, held against the
// vocabulary, judged by every rule, compared, shown in all formats. No rule may go wrong
// on any input, every place must lie in the source, and nothing that acts on
// a terminal may come out.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "lint/linter.hpp"
#include "report/report.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool tame(const std::string& text) {
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mng;
  if (size > 65536) return 0;
  static hcl::Sources none;
  static hcl::Diagnostics diagnostics;
  static const lint::Linter linter(catalogue::builtin(), {}, none, diagnostics);
  require(diagnostics.empty());

  hcl::Sources sources;
  const std::uint32_t source = sources.add("nodegroups.yaml", std::string(reinterpret_cast<const char*>(data), size));
  const lint::FileResult result = linter.judge(sources, source, {"eu-west-1", ""}, true);
  require(result.verdict.failures.empty());
  for (const lint::Finding& finding : result.verdict.findings) {
    require(finding.place.source == source && finding.place.begin <= finding.place.end && finding.place.end <= size);
    for (const lint::Label& label : finding.labels) {
      require(label.range.source == source && label.range.begin <= label.range.end && label.range.end <= size);
    }
  }
  const report::Input input{sources, result.verdict.findings, {}, "0", "2026-01-01"};
  require(tame(report::text(input, false)));
  require(tame(report::github(input)));
  require(tame(report::json(input)));
  // A state is no change of itself; against another, half of it, no rule goes wrong.
  require(linter.compare(sources, source, source, {"eu-west-1", ""}).verdict.findings.empty());
  const std::uint32_t half = sources.add("nodegroups.yaml", std::string(reinterpret_cast<const char*>(data), size / 2));
  require(linter.compare(sources, half, source, {"eu-west-1", ""}).verdict.failures.empty());
  require(linter.compare(sources, source, half, {"eu-west-1", ""}).verdict.failures.empty());
  return 0;
}
