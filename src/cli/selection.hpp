#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/select.hpp"
#include "model/vocabulary.hpp"

namespace mng::cli {

/// The options by which instance types are chosen, as they were given. Empty: not given.
struct SelectionWords {
  std::string vcpu;
  std::string memory;
  std::string ratio;
  std::string like;
  std::string architecture;
  std::string gpus;
  std::string local_nvme;
  std::string network_gbps;
  std::string burstable;
  std::string metal;
  std::string flex;
  std::string generation;
  std::vector<std::string> vendors;
  std::vector<std::string> families;
  std::vector<std::string> exclude;
  std::string allow;
  std::string deny;
  std::string region;
  std::vector<std::string> zones;
  std::string max_price;
  std::string max_interruption;
  std::optional<unsigned> count;
  std::string optimize;
  bool on_demand = false;
};

/// Declares those that most requests have, each also by the name that amazon-ec2-instance-selector has for the same.
void declare_shape(CLI::App& app, SelectionWords& words);
/// Declares all others.
void declare_limits(CLI::App& app, SelectionWords& words);

/// What the words ask for: one query for each shape, by vCPU and memory. They view the words.
struct Selection {
  std::vector<catalogue::Query> queries;
  /// Where one shape was asked for it is here even if nothing has it; a range that nothing lies in leaves none.
  std::string fault;  ///< what is wrong with the words; empty where nothing is
};
Selection selection_of(const SelectionWords& words, const catalogue::Tables& tables,
                       const model::Vocabulary& vocabulary);

/// An option that was given and leaves types out, and the query without it.
struct Loosened {
  std::string option;
  catalogue::Query query;
};
/// The query with one of its limits taken away, for each that it has.
std::vector<Loosened> loosened(const catalogue::Query& query, const std::vector<std::string>& without_image);

/// Why a type is left out, in words: "burstable (--burstable)".
std::string reason_text(catalogue::Reason reason);

}  // namespace mng::cli
