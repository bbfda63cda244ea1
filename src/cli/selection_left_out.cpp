#include "cli/selection_left_out.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/selection_hints.hpp"
#include "model/facts.hpp"

namespace mng::cli {

using catalogue::InstanceType;
using catalogue::Query;
using catalogue::Reason;
using catalogue::Tables;

namespace {

bool holds(const std::vector<std::uint32_t>& types, std::uint32_t type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

/// "dl1.24xlarge", "a, b and 4 more".
std::string some_of(const Tables& tables, const std::vector<std::uint32_t>& types) {
  constexpr std::size_t kMost = 5;
  std::string out;
  for (std::size_t i = 0; i < std::min(types.size(), kMost); ++i) {
    const bool last = i > 0 && i + 1 == types.size();
    out += fmt::format("{}{}", i == 0 ? "" : last ? " and " : ", ", tables.types[types[i]].name);
  }
  return types.size() > kMost ? fmt::format("{} and {} more", out, types.size() - kMost) : out;
}

/// "dl1.24xlarge is ".
std::string these_are(const Tables& tables, const std::vector<std::uint32_t>& types) {
  return fmt::format("{} {} ", some_of(tables, types), types.size() == 1 ? "is" : "are");
}

}  // namespace

std::string left_out_of_named(const Tables& tables, const SelectionWords& words, const model::Vocabulary& vocabulary,
                              Purpose purpose, const std::vector<std::uint32_t>& taken) {
  const std::vector<Named> named = named_types(words, tables, vocabulary, purpose);
  std::vector<std::pair<std::string, std::string>> out;  // why, and the types
  std::size_t left_out = 0;
  for (const Named& one : named) {
    // Nothing is behind the last one that is taken where none is.
    if (holds(taken, one.type) || (one.reason == Reason::kNone && taken.empty())) continue;
    const InstanceType& type = tables.types[one.type];
    const std::string why = one.reason == Reason::kNone    ? "beyond those that are taken (--count)"
                            : one.reason == Reason::kShape ? fmt::format("another shape ({} vCPU, {:g} GiB)", type.vcpu,
                                                                         model::gib(type.memory_mib))
                                                           : reason_text(one.reason);
    const auto same = std::find_if(out.begin(), out.end(), [&](const auto& other) { return other.first == why; });
    if (same == out.end()) {
      out.emplace_back(why, type.name);
    } else {
      same->second += fmt::format(", {}", type.name);
    }
    ++left_out;
  }
  if (out.empty()) return {};
  std::string text =
      fmt::format("--instance-types: {} of {} {} left out", left_out, named.size(), left_out == 1 ? "is" : "are");
  for (const auto& [why, types] : out) text += fmt::format("; {}: {}", types, why);
  return text;
}

std::string left_out_of_like(const Tables& tables, const SelectionWords& words, const model::Vocabulary& vocabulary,
                             Purpose purpose, const std::vector<std::uint32_t>& taken) {
  const std::optional<Named> like = like_type(words, tables, vocabulary, purpose);
  if (!like || like->reason == Reason::kNone || holds(taken, like->type)) return {};
  const bool unsold = like->reason == Reason::kRetired || like->reason == Reason::kNotOnSpot;
  SelectionWords other = words;
  other.unsold = true;
  if (unsold && taken.empty() && holds(types_of(tables, other, vocabulary, purpose), like->type)) return {};
  const bool on_demand = words.on_demand || words.usage_class == "on-demand";
  const std::string why = like->reason != Reason::kNotOnSpot ? reason_text(like->reason)
                          : on_demand                        ? "not sold On-Demand"
                                                             : "not sold on Spot";
  return fmt::format("--like: {} itself is left out: {}", words.like, why);
}

std::vector<std::string> not_sold(const Tables& tables, const SelectionWords& words,
                                  const model::Vocabulary& vocabulary, Purpose purpose, const Query* shape) {
  SelectionWords other = words;
  other.unsold = true;
  const bool on_demand = words.on_demand || words.usage_class == "on-demand";
  std::vector<std::uint32_t> retired;
  std::vector<std::uint32_t> unsold;
  for (const std::uint32_t index : types_of(tables, other, vocabulary, purpose)) {
    const InstanceType& type = tables.types[index];
    if (shape != nullptr && (type.vcpu != shape->vcpu || type.memory_mib != shape->memory_mib)) continue;
    if (type.status != catalogue::Status::kLive) {
      retired.push_back(index);
      // A type of which no way to be sold is known may be sold in any.
    } else if (!(on_demand ? type.on_demand : type.spot) && (type.on_demand || type.spot || type.capacity_block)) {
      unsold.push_back(index);
    }
  }
  std::vector<std::string> out;
  if (!retired.empty())
    out.push_back(these_are(tables, retired) +
                  fmt::format("retired: EC2 describes {} no more", retired.size() == 1 ? "it" : "them"));
  if (unsold.empty()) return out;
  out.push_back(these_are(tables, unsold) + (on_demand ? "not sold On-Demand" : "not sold on Spot"));
  if (on_demand) return out;
  other = words;
  other.on_demand = true;
  other.usage_class.clear();
  const std::vector<std::uint32_t> steady = types_of(tables, other, vocabulary, purpose);
  const auto found = static_cast<std::size_t>(
      std::count_if(unsold.begin(), unsold.end(), [&](std::uint32_t type) { return holds(steady, type); }));
  if (found == 0) return out;
  out.back() += fmt::format(": {} finds {}", words.usage_class.empty() ? "--on-demand" : "--usage-class on-demand",
                            found < unsold.size() ? fmt::format("{} of them", found)
                            : found == 1          ? "it"
                                                  : "them");
  return out;
}

std::string short_of_pods(const Tables& tables, const std::vector<Query>& queries) {
  constexpr std::size_t kGoodPart = 4;  // one in so many
  constexpr std::size_t kMostFamilies = 5;
  std::size_t fits = 0;
  std::size_t few = 0;
  std::vector<std::string_view> families;
  for (const Query& query : queries) {
    const std::vector<Reason> all = catalogue::reasons(tables, query);
    for (std::uint32_t type = 0; type < all.size(); ++type) {
      fits += all[type] == Reason::kNone ? 1U : 0U;
      if (all[type] != Reason::kPods) continue;
      ++few;
      const std::string_view family = tables.types[type].family();
      if (std::find(families.begin(), families.end(), family) == families.end()) families.push_back(family);
    }
  }
  if (few == 0 || few * kGoodPart < fits + few) return {};
  return fmt::format("{} short of pods for the shape, and taken where the family is named (--families{}{})",
                     few == 1 ? "1 type that fits otherwise is" : fmt::format("{} types that fit otherwise are", few),
                     families.size() > kMostFamilies ? "" : " ",
                     families.size() > kMostFamilies ? "" : fmt::format("{}", fmt::join(families, ",")));
}

}  // namespace mng::cli
