#include "terraform/workspace.hpp"

#include <algorithm>

namespace mng::terraform {

Workspace::Workspace(Code& code, const std::set<std::string>& folders) : code_(code) {
  for (const std::string& folder : folders) {
    // Only what may call a module beside it is parsed for this.
    bool may_call = false;
    for (const std::string& name : code.load_names(folder)) {
      if (may_call || !is_code(name)) continue;
      const auto text = code.load_text(path_in(folder, name));
      may_call = text && text->find("module") != std::string_view::npos &&
                 (text->find("\"./") != std::string_view::npos || text->find("\"../") != std::string_view::npos ||
                  text->find("\"..\"") != std::string_view::npos || text->find("\".\"") != std::string_view::npos);
    }
    const Module* module = may_call ? code.load_module(folder) : nullptr;
    if (module == nullptr) continue;
    for (const auto& [name, block] : module->modules) {
      const std::optional<std::string> called = called_folder(folder, block);
      if (!called || *called == folder || code.load_names(*called).empty()) continue;
      calls_[folder].insert(*called);
      callers_[*called].insert(folder);
    }
  }
}

std::set<std::string> Workspace::roots_of(const std::string& folder) const {
  std::set<std::string> seen{folder};
  std::set<std::string> roots;
  std::vector<std::string> pending{folder};
  while (!pending.empty()) {
    const std::string at = std::move(pending.back());
    pending.pop_back();
    const auto callers = callers_.find(at);
    if (callers == callers_.end()) {
      roots.insert(at);
      continue;
    }
    for (const std::string& caller : callers->second) {
      if (seen.insert(caller).second) pending.push_back(caller);
    }
  }
  // Folders that call each other in a circle have no root but themselves.
  if (roots.empty()) roots.insert(folder);
  return roots;
}

bool Workspace::mentions(const std::string& folder, const std::vector<std::string_view>& needles) const {
  std::set<std::string> seen{folder};
  std::vector<std::string> pending{folder};
  while (!pending.empty()) {
    const std::string at = std::move(pending.back());
    pending.pop_back();
    for (const std::string& name : code_.load_names(at)) {
      if (!is_code(name)) continue;
      const auto text = code_.load_text(path_in(at, name));
      const bool found = text && std::any_of(needles.begin(), needles.end(), [&](std::string_view needle) {
                           return text->find(needle) != std::string_view::npos;
                         });
      if (found) return true;
    }
    const auto called = calls_.find(at);
    if (called == calls_.end()) continue;
    for (const std::string& next : called->second) {
      if (seen.insert(next).second) pending.push_back(next);
    }
  }
  return false;
}

}  // namespace mng::terraform
