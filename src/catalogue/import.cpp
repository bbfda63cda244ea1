#include "catalogue/import.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "catalogue/draft.hpp"

namespace mng::catalogue {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCure = "fetch it again, or name a file that mng-catalogue import reads (see --help)";

struct Input {
  std::string path;
  bool named = true;  ///< by the caller, not found in a folder
};

std::vector<Input> expand(const std::vector<std::string>& paths, std::string& error) {
  std::vector<Input> inputs;
  for (const std::string& path : paths) {
    std::error_code failed;
    if (!fs::is_directory(path, failed)) {
      inputs.push_back({path, true});
      continue;
    }
    std::vector<std::string> found;
    for (fs::directory_iterator it(path, failed), end; !failed && it != end; it.increment(failed)) {
      if (it->path().extension() == ".json") found.push_back(it->path().string());
    }
    if (failed) error = fmt::format("{}: {}; name a folder that can be read", path, failed.message());
    if (found.empty() && error.empty()) error = path + ": no .json file in this folder; name another";
    std::sort(found.begin(), found.end());
    for (std::string& file : found) inputs.push_back({std::move(file), false});
  }
  return inputs;
}

std::string last_written(const std::string& path) {
  std::error_code failed;
  const auto written = fs::last_write_time(path, failed);
  if (failed) return "1970-01-01";
  const auto system = std::chrono::file_clock::to_sys(written);
  const auto time = std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(system));
  return fmt::format("{:%Y-%m-%d}", fmt::gmtime(time));
}

bool known_type(const Draft& draft, const ImportOptions& options, const std::string& name) {
  if (!draft.types.types.empty()) return draft.types.types.count(name) > 0;
  return options.known == nullptr || options.known->find_type(name).has_value();
}

// Takes out what names types that the catalogue does not have.
template <typename Rows>
void drop_unknown(Draft& draft, const ImportOptions& options, DraftFile of, Rows& rows) {
  for (auto it = rows.begin(); it != rows.end();) {
    if (known_type(draft, options, it->first)) {
      ++it;
      continue;
    }
    draft.left_out[of]["rows of types that the catalogue does not have"] += it->second.size();
    it = rows.erase(it);
  }
}

std::string fit_offerings(Draft& draft, OfferingsFile& file) {
  std::string newest;
  for (auto& [region, listing] : draft.listings) {
    std::set<std::string> zones = std::move(listing.zones);
    for (const auto& [type, ids] : listing.by_id) zones.insert(ids.begin(), ids.end());
    auto* rows = &listing.by_id;
    if (zones.empty()) {  // names are better than nothing
      for (const auto& [type, names] : listing.by_name) zones.insert(names.begin(), names.end());
      for (const auto& [type, ids] : listing.by_id) listing.by_name[type];
      rows = &listing.by_name;
    } else if (!listing.by_name.empty()) {
      draft.notes.push_back(region + ": zone ids are known, names of zones passed over");
    }
    OfferingsFile::Place place{listing.date, listing.source, {zones.begin(), zones.end()}};
    if (!zones_distinct(place.zones)) {
      return fmt::format(
          "offerings of {}: its {} zones are more than {} or of several regions; name one region's files", region,
          place.zones.size(), kMaxZones);
    }
    for (const auto& [type, of_type] : *rows) {
      std::uint8_t bits = 0;
      for (std::size_t i = 0; i < place.zones.size(); ++i) {
        if (of_type.count(place.zones[i]) > 0) bits = static_cast<std::uint8_t>(bits | 1U << i);
      }
      file.rows[type][region] = bits;
    }
    newest = std::max(newest, listing.date);
    // Lists that name no zones come from price lists: newer, but less exact.
    if (!zones.empty()) file.head.date = std::max(file.head.date, listing.date);
    file.regions.emplace(region, std::move(place));
  }
  if (file.head.date.empty()) file.head.date = newest;
  return {};
}

void fill_head(const Draft& draft, DraftFile of, Head& head) {
  for (const auto& [key, source] : draft.sources[of]) head.sources.push_back(source);
  for (const auto& [cause, rows] : draft.left_out[of]) head.left_out.push_back(fmt::format("{} {}", rows, cause));
}

std::string fit_together(Draft& draft, const ImportOptions& options, Catalogue& catalogue) {
  if (draft.types.types.size() > kMaxTypes) return fmt::format("the files: more than {} types; name fewer", kMaxTypes);
  std::string error = fit_offerings(draft, catalogue.offerings);
  if (!error.empty()) return error;
  drop_unknown(draft, options, kOfOfferings, catalogue.offerings.rows);
  drop_unknown(draft, options, kOfAdvisor, draft.advisor.rows);
  drop_unknown(draft, options, kOfPrices, draft.prices.rows);
  catalogue.types = std::move(draft.types);
  catalogue.advisor = std::move(draft.advisor);
  catalogue.prices = std::move(draft.prices);
  fill_head(draft, kOfTypes, catalogue.types.head);
  fill_head(draft, kOfOfferings, catalogue.offerings.head);
  fill_head(draft, kOfAdvisor, catalogue.advisor.head);
  fill_head(draft, kOfPrices, catalogue.prices.head);
  return {};
}

}  // namespace

void add_type(Draft& draft, TypeRecord record) {
  TypeRecord& kept = draft.types.types[record.name];
  if (record.status == Status::kRetired && kept.vcpu > 0 && kept.status == Status::kLive) return;
  kept = std::move(record);
}

ImportResult import_files(const std::vector<std::string>& paths, const ImportOptions& options) {
  ImportResult result;
  if (!options.date.empty() && !is_date(options.date))
    result.error = options.date + ": no date; write it as 2026-08-02";
  if (!options.region.empty() && !is_location_name(options.region)) {
    result.error = options.region + ": no region; write it as it stands in the answers";
  }
  Draft draft;
  std::size_t read = 0;
  const std::vector<Input> inputs = result.error.empty() ? expand(paths, result.error) : std::vector<Input>();
  for (const Input& input : inputs) {
    if (!result.error.empty()) break;
    Fault fault(input.path, kCure);
    const std::string text = read_text(input.path, fault);
    const Json json = fault.any() ? Json() : parse_json(text, fault);
    if (!fault.any()) {
      const std::string date = options.date.empty() ? last_written(input.path) : options.date;
      if (import_answer(json, options, date, fault, draft) || import_facts(json, fault, draft)) {
        ++read;
      } else if (input.named) {
        fault.say("neither an answer of EC2, nor the Spot Advisor feed, nor collected facts");
      } else {
        draft.notes.push_back(input.path + ": of another shape, passed over");
      }
    }
    result.error = fault.text();
  }
  if (result.error.empty() && read == 0) {
    result.error = (paths.empty() ? "import" : paths.front()) + ": no file with facts about instance types; name some";
  }
  if (result.error.empty()) result.error = fit_together(draft, options, result.catalogue);
  result.notes = std::move(draft.notes);
  if (!result.error.empty()) result.catalogue = {};
  return result;
}

namespace {

// One answer for a region into the draft. Returns the error, "" on success.
std::string add_answer(const char* command, const char* list, const std::string& text, const ImportOptions& options,
                       Draft& draft) {
  Fault fault(fmt::format("aws ec2 {} ({})", command, options.region),
              "is the `aws` on the PATH the AWS CLI, and does it ask EC2?");
  const Json json = parse_json(text, fault);
  if (fault.any()) return fault.text();
  if (!json.is_object() || !json.contains(list) || !json[list].is_array()) {
    fault.say(fmt::format("its answer is JSON without a list {}", list));
  } else if (json[list].empty()) {
    fault.say(fmt::format("its answer has an empty list {}", list), "is the region's name right?");
  } else if (json.contains("NextToken") && !json["NextToken"].is_null()) {
    fault.say("its answer is one page of several", "have the AWS CLI page by itself, as it does unless told not to");
  } else {
    import_answer(json, options, options.date, fault, draft);
  }
  return fault.text();
}

}  // namespace

ImportResult import_region(const std::string& types, const std::string& offerings, const ImportOptions& options) {
  ImportResult result;
  Draft draft;
  result.error = add_answer(kAskTypes, "InstanceTypes", types, options, draft);
  if (result.error.empty()) {
    result.error = add_answer(kAskOfferings, "InstanceTypeOfferings", offerings, options, draft);
  }
  for (const auto& [region, listing] : draft.listings) {
    if (region == options.region || !result.error.empty()) continue;
    result.error = fmt::format("aws ec2 {} ({}): its answer is of {}; does an endpoint of your settings lead there?",
                               kAskOfferings, options.region, region);
  }
  // One source for all regions, and not the text of messages.
  draft.sources[kOfTypes] = {{"", {kAskTypes, "", "aws ec2", "", options.date, ""}}};
  draft.sources[kOfOfferings] = {{"", {kAskOfferings, "", "aws ec2", "", options.date, ""}}};
  if (result.error.empty()) result.error = fit_together(draft, options, result.catalogue);
  if (result.error.empty() && result.catalogue.offerings.regions.empty()) {
    result.error = fmt::format("aws ec2 {} ({}): its answer has no zone of the region; is the region's name right?",
                               kAskOfferings, options.region);
  }
  result.notes = std::move(draft.notes);
  if (!result.error.empty()) result.catalogue = {};
  return result;
}

}  // namespace mng::catalogue
