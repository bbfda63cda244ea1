#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "terraform/code.hpp"

namespace mng::terraform {

/// Which folders of a repository call which, so that a module is judged
/// through those that call it.
class Workspace {
 public:
  /// `folders`: those of the repository that hold code.
  Workspace(Code& code, const std::set<std::string>& folders);

  /// The root modules that reach a folder, sorted; itself where nothing calls it.
  [[nodiscard]] std::set<std::string> roots_of(const std::string& folder) const;
  /// Whether a file of the folder, or of one that it calls, holds one of these texts.
  [[nodiscard]] bool mentions(const std::string& folder, const std::vector<std::string_view>& needles) const;

 private:
  Code& code_;
  std::map<std::string, std::set<std::string>> calls_;
  std::map<std::string, std::set<std::string>> callers_;
};

}  // namespace mng::terraform
