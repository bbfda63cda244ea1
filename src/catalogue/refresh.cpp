#include "catalogue/refresh.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "catalogue/files.hpp"

namespace mng::catalogue {
namespace {

// Heads of one kind as one: sources by key and path, and the counts of what was left out added up.
Head merged(const std::vector<const Head*>& heads) {
  Head out;
  std::map<std::string, Source> sources;
  std::map<std::string, std::size_t> left_out;
  for (const Head* head : heads) {
    out.date = std::max(out.date, head->date);
    for (const Source& source : head->sources) sources[source.key + ' ' + source.path] = source;
    for (const std::string& text : head->left_out) {
      std::size_t count = 0;
      const char* const end = text.data() + text.size();
      const char* cause = std::from_chars(text.data(), end, count).ptr;
      if (cause != end && *cause == ' ') ++cause;
      left_out[std::string(cause, end)] += count;
    }
  }
  for (auto& [key, source] : sources) out.sources.push_back(std::move(source));
  for (const auto& [cause, count] : left_out) {
    out.left_out.push_back(count == 0 ? cause : fmt::format("{} {}", count, cause));
  }
  return out;
}

std::vector<const Head*> with(const Head& old, bool keep, const std::vector<const Head*>& heads) {
  std::vector<const Head*> all = heads;
  if (keep) all.push_back(&old);
  return all;
}

// Whether all regions that had the type were asked. Of one that no region is known to have, nothing can be told.
bool gone(const OfferingsFile& offerings, const std::set<std::string>& asked, const std::string& type) {
  const auto row = offerings.rows.find(type);
  return row != offerings.rows.end() && std::all_of(row->second.begin(), row->second.end(),
                                                    [&](const auto& cell) { return asked.count(cell.first) > 0; });
}

}  // namespace

Changes refresh(Catalogue& catalogue, const std::vector<RegionAnswer>& answers) {
  Changes changes;
  std::set<std::string> asked;
  std::map<std::string, const TypeRecord*> described;
  std::vector<const Head*> types_heads;
  std::vector<const Head*> offerings_heads;
  for (const RegionAnswer& answer : answers) {
    asked.insert(answer.region);
    for (const auto& [name, record] : answer.catalogue.types.types) described[name] = &record;
    types_heads.push_back(&answer.catalogue.types.head);
    offerings_heads.push_back(&answer.catalogue.offerings.head);
  }

  bool kept = false;  // a record that no answer has
  for (auto& [name, record] : catalogue.types.types) {
    if (described.count(name) > 0) continue;
    kept = true;
    if (record.status == Status::kRetired || !gone(catalogue.offerings, asked, name)) continue;
    record.status = Status::kRetired;
    changes.retired.push_back(name);
  }
  for (const auto& [name, record] : described) {
    const auto old = catalogue.types.types.find(name);
    if (old == catalogue.types.types.end()) {
      changes.added.push_back(name);
    } else if (type_line(old->second) != type_line(*record)) {
      changes.changed.push_back(name);
    }
    catalogue.types.types[name] = *record;
  }
  catalogue.types.head = merged(with(catalogue.types.head, kept, types_heads));

  OfferingsFile& offerings = catalogue.offerings;
  for (auto row = offerings.rows.begin(); row != offerings.rows.end();) {
    for (const std::string& region : asked) row->second.erase(region);
    row = row->second.empty() ? offerings.rows.erase(row) : std::next(row);
  }
  for (const std::string& region : asked) offerings.regions.erase(region);
  offerings.head = merged(with(offerings.head, !offerings.regions.empty(), offerings_heads));
  for (const RegionAnswer& answer : answers) {
    for (const auto& [region, place] : answer.catalogue.offerings.regions) offerings.regions[region] = place;
    for (const auto& [type, row] : answer.catalogue.offerings.rows) {
      for (const auto& [region, bits] : row) offerings.rows[type][region] = bits;
    }
  }
  return changes;
}

}  // namespace mng::catalogue
