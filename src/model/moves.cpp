#include "model/moves.hpp"

#include <algorithm>

namespace mng::model {

bool leads_to(std::string_view prefix, std::string_view address) {
  return address.starts_with(prefix) &&
         (address.size() == prefix.size() || address[prefix.size()] == '.' || address[prefix.size()] == '[');
}

void Moves::add(std::string from, std::string to) {
  by_from_[from].push_back(moves_.size());
  moves_.emplace_back(std::move(from), std::move(to));
}

std::string Moves::now(std::string_view address) const {
  std::string out(address);
  if (moves_.empty()) return out;
  std::vector<bool> made(moves_.size());
  while (true) {
    // Of whatever leads to the address the first.
    std::size_t next = moves_.size();
    for (std::size_t end = 0; end <= out.size(); ++end) {
      if (end < out.size() && out[end] != '.' && out[end] != '[') continue;
      const auto found = by_from_.find(std::string_view(out).substr(0, end));
      if (found == by_from_.end()) continue;
      const auto fresh =
          std::find_if(found->second.begin(), found->second.end(), [&](std::size_t one) { return !made[one]; });
      if (fresh != found->second.end()) next = std::min(next, *fresh);
    }
    if (next == moves_.size()) return out;
    made[next] = true;
    const auto& [from, to] = moves_[next];
    out = to + out.substr(from.size());
  }
}

}  // namespace mng::model
