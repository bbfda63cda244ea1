#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/select.hpp"
#include "model/vocabulary.hpp"

namespace mng::cli {

/// A range by its ends.
struct Ends {
  std::string least;
  std::string most;

  bool operator==(const Ends& other) const = default;
};

/// A range as one word, "4" or "4..8", or by its ends.
struct RangeWords {
  std::string word;
  Ends ends;

  [[nodiscard]] bool given() const { return !word.empty() || !ends.least.empty() || !ends.most.empty(); }
  bool operator==(const RangeWords& other) const = default;
};

/// The options by which instance types are chosen, as they were given. Empty: not given.
struct SelectionWords {
  std::string vcpu;
  Ends vcpu_ends;
  std::string memory;
  Ends memory_ends;
  std::string ratio;
  std::string like;
  std::string architecture;
  std::string gpus;
  Ends gpus_ends;
  std::string gpu_memory;
  Ends gpu_memory_ends;
  std::string gpu_model;
  std::string gpu_maker;
  RangeWords inference;
  RangeWords inference_memory;
  std::string inference_maker;
  std::string inference_model;
  RangeWords interfaces;
  RangeWords peak_network;
  RangeWords storage;
  std::string disk_type;
  RangeWords generations;
  std::string local_nvme;
  std::string network_gbps;
  std::string burstable;
  std::string metal;
  std::string flex;
  std::string hypervisor;
  std::string generation;
  std::vector<std::string> vendors;
  std::vector<std::string> families;
  std::vector<std::string> exclude;
  std::string allow;
  std::string deny;
  std::string region;
  std::vector<std::string> zones;
  std::vector<std::string> only_types;
  std::string min_price;
  std::string max_price;
  std::string max_interruption;
  std::optional<unsigned> count;
  std::string optimize;
  std::string usage_class;
  std::string unanswered;  ///< that an option was given which cannot be answered, in words
  bool on_demand = false;
  bool efa = false;
  bool fpga = false;
  bool flexible = false;
  bool unsold = false;  ///< no option: Query::unsold, for what is said of such types
};

/// Declares those that most requests have, each also by the name that amazon-ec2-instance-selector has for the same.
void declare_shape(CLI::App& app, SelectionWords& words);
/// Declares all others.
void declare_limits(CLI::App& app, SelectionWords& words);

/// What the words are to give: groups, each of one shape, one architecture and no more types than EKS takes; or a list
/// of types, of any shape and architecture where none is asked for.
enum class Purpose : std::uint8_t { kGroups, kList };

/// What the words ask for: one query for each shape, by vCPU and memory. They view the words and the tables.
struct Selection {
  std::vector<catalogue::Query> queries;
  /// Where one shape was asked for it is here even if nothing has it; a range that nothing lies in leaves none.
  std::string fault;  ///< what is wrong with the words; empty where nothing is
  /// Fewest and most MiB of GPU memory that were asked for.
  std::optional<std::pair<std::uint32_t, std::uint32_t>> gpu_memory_mib{};
  /// Accelerators that are asked for; see catalogue::accelerators_asked.
  unsigned accelerators = 0;
};
Selection selection_of(const SelectionWords& words, const catalogue::Tables& tables,
                       const model::Vocabulary& vocabulary, Purpose purpose = Purpose::kGroups);

/// A type that --instance-types or --like names, by its index, and why no query of the selection has it; kNone where
/// one has.
struct Named {
  std::uint32_t type = 0;
  catalogue::Reason reason = catalogue::Reason::kNone;
};
/// Each of those once, in the order in which they were named; none where something is wrong with the words.
std::vector<Named> named_types(const SelectionWords& words, const catalogue::Tables& tables,
                               const model::Vocabulary& vocabulary, Purpose purpose);

/// The type that --like names, and why no query of the selection has it; nullopt where none is named, or something is
/// wrong with the words.
std::optional<Named> like_type(const SelectionWords& words, const catalogue::Tables& tables,
                               const model::Vocabulary& vocabulary, Purpose purpose);

/// An option that was given and leaves types out, and the query without it.
struct Loosened {
  std::string option;
  catalogue::Query query;
};
/// The query with one of its limits taken away, for each that it has. `words`: what it was made of.
std::vector<Loosened> loosened(const catalogue::Query& query, const SelectionWords& words,
                               const std::vector<std::string>& without_image);

/// A change of the words that may let types in: "without --vendors", "with --burstable".
struct Changed {
  std::string change;
  SelectionWords words;
};
/// The words with one option taken away, for each that was given and leaves types out, and with one added, for each
/// kind of types that is left out unless asked for.
std::vector<Changed> changed(const SelectionWords& words);

/// Why a type is left out, in words: "burstable (--burstable)".
std::string reason_text(catalogue::Reason reason);

}  // namespace mng::cli
