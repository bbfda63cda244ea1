#pragma once

#include <sys/types.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "terraform/tree.hpp"

namespace mng::cli {

/// The nearest folder upward of an absolute path that holds `.git`; empty where there is none.
std::string repository_of(const std::string& file);

/// One revision of a git repository, read object by object: nothing is checked
/// out, nothing of the repository is written, nothing is fetched.
class Revision final : public terraform::ListedTree {
 public:
  /// `root`: the folder that holds `.git`. `name`: any revision as git names
  /// it, or merge-base:NAME for the point where HEAD left NAME. nullptr where
  /// there is none, and why in `error`.
  static std::unique_ptr<Revision> open(const std::string& root, const std::string& name, std::string& error);
  ~Revision() override;
  Revision(const Revision&) = delete;
  Revision& operator=(const Revision&) = delete;

  /// Paths are shown as this tree shows them.
  void show_as(const terraform::FileTree* tree) { shown_as_ = tree; }

  bool read(const std::string& path, std::string& text, std::string& error) const override;
  [[nodiscard]] std::string shown(const std::string& path) const override;
  [[nodiscard]] std::string revision() const override { return name_; }
  [[nodiscard]] std::vector<std::string> paths(const std::string& beginning) const override;

  /// What a file of the work tree was called in the revision, if git takes it
  /// for a renamed one; else its path.
  [[nodiscard]] std::string former(const std::string& path) const;
  /// What of a folder's files was called how: the folder that most came from.
  [[nodiscard]] std::string former_folder(const std::string& folder) const;
  /// Values of the trailers `Mng-Accept:` of the commits since.
  [[nodiscard]] std::vector<std::string> accepted() const;

 private:
  struct Entry {
    std::string object;
    bool link = false;
  };
  Revision(std::string root, std::string name, std::string commit)
      : root_(std::move(root)), name_(std::move(name)), commit_(std::move(commit)) {}
  bool list(std::string& error);
  bool object(const std::string& id, std::string& text, std::string& error) const;
  const std::map<std::string, std::string>& renames() const;

  std::string root_;
  std::string name_;
  std::string commit_;
  std::map<std::string, Entry> entries_;
  const terraform::FileTree* shown_as_ = nullptr;
  mutable std::mutex mutex_;  // of all below: functions of an evaluation read files in its thread
  mutable std::unique_ptr<std::map<std::string, std::string>> renames_;
  mutable pid_t child_ = 0;  // git cat-file --batch, once something is read
  mutable int to_ = -1;
  mutable std::string unread_;
};

}  // namespace mng::cli
