#include "cli/since.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace mng::cli {

namespace fs = std::filesystem;

Revision* Revisions::of(const std::string& repository, const std::string& what, std::string& error) {
  const auto [at, added] = by_root_.try_emplace(repository.empty() ? what : repository);
  if (added && repository.empty()) error = fmt::format("{} lies in no git repository", what);
  if (added && !repository.empty()) at->second = Revision::open(repository, name_, error);
  missing_ = missing_ || !at->second;
  return at->second.get();
}

Earlier Revisions::file(const std::string& path, const std::string& file) {
  Earlier out;
  std::error_code ignored;
  const fs::path real = fs::weakly_canonical(fs::path(file).parent_path(), ignored) / fs::path(file).filename();
  const std::string repository = repository_of(real.string());
  const Revision* revision = of(repository, path, out.error);
  if (revision == nullptr) return out;
  const std::string now = real.lexically_relative(repository).generic_string();
  const std::string was = revision->former(now);
  if (!revision->has(was)) return out;
  out.there = revision->read(was, out.text, out.error);
  if (!out.there) out.error = fmt::format("{}:{}: {}", name_, was, out.error);
  out.revision = revision->revision();
  // A renamed file is shown by the name that it had.
  out.shown = path;
  if (was != now) {
    const fs::path here = fs::weakly_canonical(fs::current_path(ignored), ignored);
    out.shown = (fs::path(repository) / was).lexically_relative(here).generic_string();
  }
  return out;
}

std::vector<std::string> Revisions::faults() const {
  std::vector<std::string> out;
  for (const auto& [root, revision] : by_root_) {
    const std::string fault = revision ? revision->fault() : std::string();
    if (!fault.empty()) out.push_back(fmt::format("a file of {} {}", root, fault));
  }
  return out;
}

std::set<std::string> Revisions::accepted() const {
  std::set<std::string> out;
  for (const auto& [root, revision] : by_root_) {
    if (!revision) continue;
    for (std::string& address : revision->accepted()) out.insert(std::move(address));
  }
  return out;
}

}  // namespace mng::cli
