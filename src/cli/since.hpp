#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cli/git.hpp"

namespace mng::cli {

/// A file as it was.
struct Earlier {
  bool there = false;
  std::string text;
  std::string shown;     ///< its path of then, from where the user stands
  std::string revision;  ///< as the user named it
  std::string error;     ///< why it cannot be had; empty where it can, or was not there
};

/// The revision that a run compares with, in each repository it comes to.
class Revisions {
 public:
  explicit Revisions(std::string name) : name_(std::move(name)) {}

  /// That of one repository; nullptr where there is none, or no repository.
  /// Why is in `error` the first time. `repository`: its root, empty where
  /// there is none; `what`: what is judged there.
  Revision* of(const std::string& repository, const std::string& what, std::string& error);
  /// A file as it was. `path`: as the user spelled it; `file`: its absolute path.
  Earlier file(const std::string& path, const std::string& file);

  /// Whether any was asked for that there is not.
  [[nodiscard]] bool missing() const { return missing_; }
  /// What could not be read of them.
  [[nodiscard]] std::vector<std::string> faults() const;
  /// What commits since have accepted.
  [[nodiscard]] std::set<std::string> accepted() const;

 private:
  std::string name_;
  std::map<std::string, std::unique_ptr<Revision>> by_root_;
  bool missing_ = false;
};

}  // namespace mng::cli
