#include <fmt/format.h>

#include "report/report.hpp"

namespace mng::report {
namespace {

/// Escapes as the runner decodes: a message may not begin a command of its own.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : shown(text)) {
    if (c == '%') {
      out += "%25";
    } else if (property && c == ':') {
      out += "%3A";
    } else if (property && c == ',') {
      out += "%2C";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string github(const Input& input) {
  std::string out;
  for (const lint::Finding& finding : input.findings) {
    const hcl::Source& source = input.sources[finding.place.source];
    const hcl::Position begin = source.position(finding.place.begin);
    const hcl::Position end = source.position(finding.place.end);
    const std::string_view level = finding.severity == hcl::Severity::kError     ? "error"
                                   : finding.severity == hcl::Severity::kWarning ? "warning"
                                                                                 : "notice";
    // Columns only count within one line.
    const std::string columns =
        begin.line == end.line ? fmt::format(",col={},endColumn={}", begin.column, end.column) : std::string();
    // Lines of another revision are not those of the file that is shown.
    const std::string lines =
        source.revision().empty() ? fmt::format(",line={},endLine={}{}", begin.line, end.line, columns) : std::string();
    out += fmt::format("::{} file={}{},title={}::{}", level, escaped(source.path(), true), lines,
                       escaped(finding.rule, true), escaped(finding.message, false));
    if (!finding.help.empty()) out += "%0A" + escaped("help: " + finding.help, false);
    if (!finding.also.empty()) out += "%0A" + escaped("also of: " + also_of(finding), false);
    out += '\n';
  }
  for (const std::string& what : input.summary.not_checked) {
    out += fmt::format("::notice title=mng-lint::{}\n", escaped(what, false));
  }
  return out;
}

}  // namespace mng::report
