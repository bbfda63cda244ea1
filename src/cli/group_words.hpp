#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "hcl/arena.hpp"
#include "model/draft.hpp"
#include "model/vocabulary.hpp"

namespace mng::cli {

/// The options that say what a generated group is like beside its types, as they were given.
struct GroupWords {
  std::string cluster;
  std::string role;
  std::vector<std::string> subnets;
  std::optional<unsigned> least;
  std::optional<unsigned> most;
  std::optional<unsigned> desired;
  std::optional<unsigned> disk;
  std::vector<std::string> labels;
  std::vector<std::string> taints;
  std::vector<std::string> tags;
  std::string launch_template;
  std::string image;  ///< empty or "auto": the one that suits the types
};

/// Declares the options that those words stand behind.
void declare_group(CLI::App& app, GroupWords& words);

/// What the words say of a group. `references`: whether the target takes expressions, such as aws_eks_cluster.x.name,
/// which are words with a dot or bracket where a plain value has none.
struct GroupParts {
  std::vector<hcl::Entry> attributes;
  hcl::Expressions expressions;  ///< for those of them that are references
  std::string fault;             ///< what is wrong with the words; empty where nothing is

  /// Whether nothing was said.
  [[nodiscard]] bool empty() const { return attributes.empty() && fault.empty(); }
};
GroupParts group_of(const GroupWords& words, bool references, const model::Vocabulary& vocabulary, hcl::Arena& arena);

/// Puts them into a draft.
void add_to(model::Draft& draft, const GroupParts& parts, hcl::Arena& arena);

}  // namespace mng::cli
