#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hcl/source.hpp"

namespace mng::lint {

/// A further place of a finding, and what it is.
struct Label {
  hcl::Range range;
  std::string text;
};

/// What a rule has to say. A value: ranges are byte offsets, lines and
/// columns are computed when it is shown.
struct Finding {
  std::string rule;
  hcl::Severity severity = hcl::Severity::kWarning;
  std::string message;
  std::string help;
  std::string summary;  ///< the rule's one line, for "why"
  hcl::Range place;
  std::vector<Label> labels;
  std::string group;                  ///< name of the group it is about; empty: the file
  std::vector<hcl::Range> related{};  ///< the module calls that lead to that code, and its launch template
  bool of_values = false;             ///< about a file that gives values to a root module: it concerns all of it
  std::string root{};                 ///< of what is about a change: the root module the group stands in, or its file
  std::string address{};              ///< of what is about a change: the group's identity, by which it may be accepted
  hcl::Range owner{};                 ///< key or head of the group it is about
  hcl::Range block;                   ///< the code that makes the group, where several groups may come from it
  std::vector<std::string> also{};    ///< names of other groups that have it from the same place
};

/// The order that findings are shown in: path, place, rule, group, address, root module, message.
bool before(const Finding& a, const Finding& b, const hcl::Sources& sources);

/// A rule that could not be decided for a group, and what it depends on.
struct Undecided {
  std::string rule;
  std::string group;
  std::vector<std::string> depends_on;
};

/// "error", "warning", "info".
std::string_view severity_name(hcl::Severity severity);

}  // namespace mng::lint
