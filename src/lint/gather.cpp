#include "lint/gather.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <string_view>

namespace mng::lint {

namespace {

/// Whether two texts are the same, but that one names its group where the other names its own.
bool same_but_for(std::string_view a, std::string_view name_a, std::string_view b, std::string_view name_b) {
  while (!a.empty() || !b.empty()) {
    if (a.starts_with(name_a) && b.starts_with(name_b)) {
      a.remove_prefix(name_a.size());
      b.remove_prefix(name_b.size());
    } else if (!a.empty() && !b.empty() && a[0] == b[0]) {
      a.remove_prefix(1);
      b.remove_prefix(1);
    } else {
      return false;
    }
  }
  return true;
}

bool same_place(const Finding& a, const Finding& b) {
  return a.rule == b.rule && a.place == b.place;
}

/// Each once, and not the group that the finding is about.
void tidy(Finding& finding) {
  std::set<std::string_view> known{finding.group};
  std::vector<std::string> names;
  for (const std::string& name : finding.also) {
    if (known.insert(name).second) names.push_back(name);
  }
  finding.also = std::move(names);
}

}  // namespace

bool says_the_same(const Finding& a, const Finding& b) {
  const bool of_groups = !a.group.empty() && !b.group.empty() && a.address.empty() && b.address.empty();
  return of_groups && a.severity == b.severity && same_but_for(a.message, a.group, b.message, b.group) &&
         same_but_for(a.help, a.group, b.help, b.group);
}

void gather_groups(std::vector<Finding>& findings) {
  // Of one place so many are told apart: time stays in proportion to what there is.
  constexpr std::size_t kMostApart = 8;
  std::vector<Finding> out;
  std::size_t first = 0;  // of those at the place
  for (Finding& finding : findings) {
    if (out.empty() || !same_place(out.back(), finding)) first = out.size();
    const std::size_t begin = std::max(first, out.size() - std::min(out.size(), kMostApart));
    const auto told =
        std::find_if(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(),
                     [&](const Finding& one) { return one.related == finding.related && says_the_same(one, finding); });
    if (told == out.end()) {
      out.push_back(std::move(finding));
      continue;
    }
    told->also.push_back(std::move(finding.group));
    std::move(finding.also.begin(), finding.also.end(), std::back_inserter(told->also));
  }
  for (Finding& finding : out) tidy(finding);
  findings = std::move(out);
}

}  // namespace mng::lint
