#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "syntax/yaml_builder.hpp"

namespace mng::syntax {

using hcl::Entry;
using hcl::Range;
using hcl::Rest;
using hcl::Value;

namespace {

/// Indices of `entries`, sorted by key; equal keys stay in order.
std::vector<std::size_t> by_key(std::span<const Entry> entries) {
  std::vector<std::size_t> order(entries.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [entries](std::size_t a, std::size_t b) { return entries[a].key < entries[b].key; });
  return order;
}

}  // namespace

Value YamlBuilder::make_object(const Frame& frame) {
  const std::span<const Entry> own = std::span<const Entry>(entries_).subspan(frame.first);
  const std::span<const Value> merges = std::span<const Value>(merges_).subspan(frame.first_merge);
  const Value value = Value::object(arena_, std::vector<Entry>(own.begin(), own.end()));
  if (value.entries().size() < own.size()) report_duplicates(own);
  if (merges.empty()) return value;
  // What is left of duplicate keys, in the order in which it was written.
  std::vector<Entry> kept;
  for (const Entry* entry : value.in_source_order()) kept.push_back(*entry);
  return merged_object(std::move(kept), merges);
}

Value YamlBuilder::merged_object(std::vector<Entry> own, std::span<const Value> merges) {
  std::vector<Entry> merged;
  const Rest* rest = nullptr;
  const auto take = [&](const Value& from) {
    // Through an alias the use is the alias, else the map as written here.
    const Range use = from.via() != nullptr ? from.via()->range : from.range();
    if (from.is_unknown()) {
      rest = arena_.make(Rest{.cause = &from.as_unknown()});
    } else if (from.is_object()) {
      if (from.as_object().rest != nullptr) rest = from.as_object().rest;
      for (const Entry* entry : from.in_source_order()) {
        merged.push_back(*entry);
        merged.back().value = entry->value.used_at(arena_, use);
      }
    } else {
      error(use, fmt::format("'<<' merges maps, and this is a {}", hcl::kind_name(from.kind())),
            "name an anchored map, or put \"<<\" in quotes if a plain key is meant");
    }
  };
  for (const Value& merge : merges) {
    if (!merge.is_list()) {
      take(merge);
      continue;
    }
    for (const Value& item : merge.items()) take(item);
  }

  // Of equal keys the first in this order counts: own ones, then those of the
  // first merge, and so on. They are listed with the merged ones in front.
  std::vector<Entry> all = std::move(own);
  const std::size_t own_count = all.size();
  all.insert(all.end(), merged.begin(), merged.end());
  std::vector<bool> hidden(all.size());
  const std::vector<std::size_t> order = by_key(all);
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (all[order[i]].key == all[order[i - 1]].key) hidden[order[i]] = true;
  }
  std::vector<Entry> entries;
  for (std::size_t i = own_count; i < all.size(); ++i) {
    if (!hidden[i]) entries.push_back(all[i]);
  }
  entries.insert(entries.end(), all.begin(), all.begin() + static_cast<std::ptrdiff_t>(own_count));
  return Value::object(arena_, std::move(entries), rest);
}

void YamlBuilder::report_duplicates(std::span<const Entry> entries) {
  struct Pair {
    std::size_t second;
    std::size_t first;
  };
  std::vector<Pair> pairs;
  const std::vector<std::size_t> order = by_key(entries);
  std::size_t first = 0;
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (entries[order[i]].key != entries[order[i - 1]].key) {
      first = i;
    } else {
      pairs.push_back({order[i], order[first]});
    }
  }
  std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.second < b.second; });
  if (reading_ == YamlReading::kTerraform) return;
  for (const Pair& pair : pairs) {
    // One broken generator should not drown the report.
    constexpr std::size_t kMost = 20;
    if (duplicates_ > kMost) return;
    const Entry& entry = entries[pair.second];
    if (duplicates_++ == kMost) {
      error(entry.key_range, "there are more keys that are given twice", "the others are reported once these are gone");
      return;
    }
    const std::uint32_t line = sources_[source_].position(entries[pair.first].key_range.begin).line;
    error(entry.key_range, fmt::format("the key \"{}\" is given twice: it is already on line {}", entry.key, line),
          "remove one of the two; most readers take the later one");
  }
}

}  // namespace mng::syntax
