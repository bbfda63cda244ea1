#include "lint/changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "hcl/spell.hpp"

namespace mng::lint {

Accepted accept_changes(std::vector<Finding>& findings, const std::set<std::string>& names,
                        const std::vector<std::string>& told) {
  Accepted out;
  if (names.empty()) return out;
  std::set<std::string> addresses;
  std::set<std::string> used;
  std::erase_if(findings, [&](const Finding& finding) {
    if (finding.address.empty()) return false;
    addresses.insert(finding.address);
    const std::string whole = fmt::format("{}:{}", finding.root, finding.address);
    for (const std::string& name : {whole, finding.address, finding.group}) {
      if (names.count(name) == 0) continue;
      used.insert(name);
      out.notes.push_back(fmt::format("{}: {} is accepted", whole, finding.rule));
      return true;
    }
    return false;
  });
  const std::vector<std::string_view> known(addresses.begin(), addresses.end());
  for (const std::string& name : told) {
    if (used.count(name) != 0) continue;
    const std::string meant = hcl::did_you_mean(name, known);
    out.useless.push_back(
        fmt::format("{}: nothing becomes of such a group{}{}", name, meant.empty() ? "" : "; ", meant));
  }
  return out;
}

void gather_changes(std::vector<Finding>& findings) {
  std::vector<Finding> out;
  std::map<std::tuple<std::string, hcl::Severity, std::uint32_t, std::uint32_t, std::uint32_t>, std::size_t> known;
  std::map<std::size_t, std::vector<std::string>> others;
  for (Finding& finding : findings) {
    const hcl::Range& at = finding.place;
    const bool alone = finding.address.empty();
    const auto first =
        alone ? known.end()
              : known.try_emplace({finding.rule, finding.severity, at.source, at.begin, at.end}, out.size()).first;
    if (alone || first->second == out.size()) {
      out.push_back(std::move(finding));
      continue;
    }
    const Finding& told = out[first->second];
    if (finding.root == told.root && finding.address == told.address) continue;
    std::vector<std::string>& names = others[first->second];
    std::string name = finding.root == told.root ? finding.address : finding.root + ':' + finding.address;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  constexpr std::size_t kMost = 10;
  for (const auto& [index, names] : others) {
    const std::size_t shown = std::min(names.size(), kMost);
    out[index].message += fmt::format(
        "; the same becomes of {}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
    if (shown < names.size()) out[index].message += fmt::format(" and {} more", names.size() - shown);
  }
  findings = std::move(out);
}

}  // namespace mng::lint
