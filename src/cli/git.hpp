#pragma once

#include <sys/types.h>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
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

  [[nodiscard]] std::optional<std::vector<std::string>> files(const std::string& folder) const override;
  [[nodiscard]] bool has(const std::string& path) const override;
  bool read(const std::string& path, std::string& text, std::string& error) const override;
  [[nodiscard]] std::string shown(const std::string& path) const override;
  [[nodiscard]] std::string revision() const override { return name_; }
  [[nodiscard]] std::vector<std::string> paths(const std::string& beginning) const override;

  /// A file that git does not hold is the same in both states: it is read as it is now.
  void keep(const std::string& path) { entries_.try_emplace(path, Entry{{}, false, true}); }
  /// The same of all Terraform files that git ignores, such as files of values.
  void keep_ignored();
  /// Files of a folder that a sparse checkout leaves out of the work tree.
  [[nodiscard]] std::vector<std::string> left_out(const std::string& folder) const;
  /// Why something of it could not be read, such as a blob that a partial clone lacks; empty where all could.
  [[nodiscard]] std::string fault() const;

  /// What a file of the work tree was called in the revision, if git takes it
  /// for a renamed one; else its path.
  [[nodiscard]] std::string former(const std::string& path) const;
  /// The folder that at least half of a folder's files came from; else itself.
  [[nodiscard]] std::string former_folder(const std::string& folder) const;
  /// Values of the trailers `Mng-Accept:` of the commits since.
  [[nodiscard]] std::vector<std::string> accepted() const;

 private:
  struct Entry {
    std::string object;
    bool link = false;
    bool kept = false;  ///< read as it is now
  };
  Revision(std::string root, std::string name, std::string commit)
      : root_(std::move(root)), name_(std::move(name)), commit_(std::move(commit)) {}
  bool list(std::string& error);
  bool object(const std::string& id, std::string& text, std::string& error) const;
  bool start() const;
  void stop() const;
  /// A path with the links on its way followed; nullopt where they lead out.
  [[nodiscard]] std::optional<std::string> real(const std::string& path) const;
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
  mutable std::string fault_;
};

}  // namespace mng::cli
