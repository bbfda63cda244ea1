#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mng::model {

/// The moves of addresses that the `moved` blocks of a root module say, found by what they move: there may be many.
class Moves {
 public:
  /// What stood at `from`, and in it, stands at `to` since. Of several that fit the one that was added first is made.
  void add(std::string from, std::string to);
  /// The address that stands for one since. Each move is made once: a chain of them ends, and a circle is Terraform's
  /// to refuse.
  [[nodiscard]] std::string now(std::string_view address) const;

 private:
  std::vector<std::pair<std::string, std::string>> moves_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_from_;  ///< indices in order
};

/// Whether an address is another, or stands in it: `name[…]` is inside `name`, and so is `name.…`.
bool leads_to(std::string_view prefix, std::string_view address);

}  // namespace mng::model
