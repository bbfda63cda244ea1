#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "report/report.hpp"

namespace mng::report {

namespace {

struct Count {
  std::string_view rule;
  hcl::Severity severity;
  std::size_t count;
};

/// The most first, then the worst, then by name.
std::vector<Count> counts(const Input& input) {
  std::map<std::pair<std::string_view, hcl::Severity>, std::size_t> by_rule;
  for (const lint::Finding& finding : input.findings) ++by_rule[{finding.rule, finding.severity}];
  std::vector<Count> out;
  for (const auto& [key, count] : by_rule) out.push_back({key.first, key.second, count});
  std::stable_sort(out.begin(), out.end(), [](const Count& a, const Count& b) {
    return std::tuple(a.count, a.severity) > std::tuple(b.count, b.severity);
  });
  return out;
}

}  // namespace

std::string statistics(const Input& input) {
  const std::vector<Count> all = counts(input);
  const std::size_t width = all.empty() ? 0 : std::to_string(all[0].count).size();
  std::string out;
  for (const Count& one : all) {
    out += fmt::format("{:>{}}  {:<7}  {}\n", one.count, width, lint::severity_name(one.severity), one.rule);
  }
  if (!out.empty()) out += "\n";
  for (const std::string& line : input.summary.not_checked) out += shown(line) + "\n";
  const std::string last = summary_line(input.summary);
  return last.empty() ? out : out + last + "\n";
}

std::string statistics_json(const Input& input) {
  nlohmann::ordered_json out{{"version", 1}, {"statistics", nlohmann::ordered_json::array()}};
  for (const Count& one : counts(input)) {
    out["statistics"].push_back(
        {{"rule", one.rule}, {"severity", lint::severity_name(one.severity)}, {"count", one.count}});
  }
  out["not_checked"] = input.summary.not_checked;
  return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace mng::report
