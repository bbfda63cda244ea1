#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/source.hpp"
#include "lint/finding.hpp"
#include "model/score.hpp"

namespace mng::report {

/// What a run has to tell, beside its findings.
struct Summary {
  std::size_t files = 0;  ///< judged
  std::size_t groups = 0;
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t infos = 0;
  std::size_t undecided = 0;
  std::vector<std::string> not_checked;         ///< "a.yaml: 2 self-managed node groups not checked"
  std::vector<model::Score> scores{};           ///< of Spot groups, where they are to be shown
  bool failed = false;                          ///< whether something could not be judged
  std::vector<std::string> failures{};          ///< what kept the run from judging: "a.yaml: rule x could not judge…"
  std::vector<std::string> undecided_causes{};  ///< where they were asked for: "group: rules: depends on var.x"
};

struct Input {
  const hcl::Sources& sources;
  const std::vector<lint::Finding>& findings;  ///< in order
  Summary summary;
  std::string_view version;
  std::string_view catalogue_date;
};

/// The other groups that a finding is of, five by name: "b, c and 2 more"; empty where there are none.
std::string also_of(const lint::Finding& finding);

/// For people: place, severity, source lines with carets, labels, why, what
/// to do. `color`: with terminal escapes.
std::string text(const Input& input, bool color);

/// One fault of a configuration or of a rule as `text` shows a finding. Its place must be known.
std::string fault(const hcl::Sources& sources, const hcl::Diagnostic& diagnostic, bool color);

/// `{"version": 1, "tool": …, "findings": […], "summary": …}`.
std::string json(const Input& input);

/// Workflow commands of GitHub Actions: one annotation a finding, a notice for what was not checked.
std::string github(const Input& input);

/// How often each rule was broken, the most first: "12  error  mixed-vcpu", what was not checked, and the summary line.
std::string statistics(const Input& input);
/// The same: `{"version": 1, "statistics": [{"rule", "severity", "count"}, …], "not_checked": […]}`.
std::string statistics_json(const Input& input);

/// "3 errors, 1 warning in 2 files": the last line of the text report. Empty where the run failed before it judged
/// anything: nothing was found because nothing was looked at.
std::string summary_line(const Summary& summary);
/// A line for each score under a head; empty where there is none.
std::string score_table(const std::vector<model::Score>& scores);

/// Text from the input as it may be shown: control characters, bytes that
/// are no UTF-8 and characters that reorder a line are spelled out, so that
/// no terminal acts on them. Line breaks count as control characters.
std::string shown(std::string_view text);

}  // namespace mng::report
