// Facts collected from public repositories: one record a type, with sources.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "catalogue/draft.hpp"

namespace mng::catalogue {
namespace {

// In the order of kDeviceKinds.
constexpr std::array<const char*, kDeviceKinds.size()> kDeviceLists{"gpus", "neuron", "inference_accelerators", "fpgas",
                                                                    "media_accelerators"};

std::vector<std::string> sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  return words;
}

Source read_source(const Fields& facts, const std::string& key) {
  const Fields source = facts.fields("sources").fields(key.c_str());
  return {key,
          source.text("repository"),
          source.text("path"),
          source.text("commit"),
          source.text("date"),
          source.text("licence")};
}

// Figures without a licence may be tested with, not shipped.
bool licensed(const Source& source) {
  return !source.licence.empty() && !source.licence.starts_with("none");
}

TypeRecord read_type(const std::string& name, const Fields& type) {
  TypeRecord record;
  record.name = name;
  record.status = type.text("status") == "retired" ? Status::kRetired : Status::kLive;
  record.vcpu = static_cast<unsigned>(type.number("vcpu", kMaxVcpu));
  record.cores = static_cast<unsigned>(type.number("cores", kMaxVcpu));
  record.memory_mib = static_cast<std::uint32_t>(type.number("memory_mib", kMaxMemoryMib));
  record.architectures = sorted(type.words("architectures"));
  if (record.vcpu == 0) type.wrong("vcpu", "is missing");
  if (record.memory_mib == 0) type.wrong("memory_mib", "is missing");
  if (record.architectures.empty()) type.wrong("architectures", "is missing");
  record.cpu = type.text("cpu_manufacturer");
  record.hypervisor = type.text("hypervisor");
  record.bare_metal = type.flag("bare_metal");
  record.burstable = type.flag("burstable");
  record.usage = sorted(type.words("usage_classes"));
  const Fields storage = type.fields("instance_storage");
  record.disk_gb = static_cast<std::uint32_t>(storage.number("total_gb", kMaxDiskGb));
  const Json& disks = storage.list("disks");
  if (!disks.empty()) record.disk = Fields(&disks.front(), storage.where(), type.fault()).text("type");
  for (std::size_t i = 0; i < kDeviceKinds.size(); ++i) {
    for (const Json& one : type.list(kDeviceLists[i])) {
      const Fields fields(&one, name + ": " + kDeviceLists[i], type.fault());
      Device device{fields.text("name"), fields.text("manufacturer")};
      device.count = static_cast<unsigned>(fields.number("count", kMaxPerCard));
      device.logical = fields.has("logical_count") ? static_cast<unsigned>(fields.number("logical_count", kMaxPerCard))
                                                   : device.count;
      if (fields.has("partition_size")) device.part = fields.real("partition_size", 1);
      device.memory_mib = static_cast<std::uint32_t>(fields.number("memory_mib", kMaxMemoryMib));
      record.devices[i].push_back(std::move(device));
    }
  }
  const Fields network = type.fields("network");
  record.network = network.text("performance");
  record.network_gbps = network.real("baseline_gbps", kMaxGbps);
  record.efa = network.flag("efa");
  record.enis = static_cast<unsigned>(network.number("default_card_enis", kMaxPerCard));
  record.ipv4_per_eni = static_cast<unsigned>(network.number("ipv4_per_eni", kMaxPerCard));
  return record;
}

void read_types(const Fields& facts, Draft& draft) {
  for (const auto& [name, json] : facts.object("types").items()) {
    if (!is_type_name(name)) facts.wrong("types", "has a key that is not the name of an instance type");
    const Fields type(&json, name, facts.fault());
    const std::string status = type.text("status");
    if (status == "unlisted") {
      ++draft.left_out[kOfTypes]["types of which hardly more than the name is known"];
      continue;
    }
    if (status != "live" && status != "retired") type.wrong("status", "is not live, retired or unlisted");
    // The first source is the one the record was made of, "@date" an older
    // state of it; the others were only compared with it.
    const std::vector<std::string> keys = type.words("sources");
    if (keys.empty()) type.wrong("sources", "are missing");
    if (facts.fault().any()) return;
    const std::string key = keys.front().substr(0, keys.front().find('@'));
    if (draft.sources[kOfTypes].count(key) == 0) {
      const Source source = read_source(facts, key);
      if (!is_date(source.date)) facts.wrong("sources", "lack the date of " + key);
      draft.types.head.date = std::max(draft.types.head.date, source.date);
      draft.sources[kOfTypes][key] = source;
    }
    TypeRecord record = read_type(name, type);
    if (facts.fault().any()) return;
    add_type(draft, std::move(record));
  }
}

void read_offerings(const Fields& facts, Draft& draft) {
  const Fields coverage = facts.fields("coverage");
  for (const auto& [region, types] : facts.object("regions").items()) {
    if (!is_location_name(region)) facts.wrong("regions", "has a key that is not a region");
    const Fields place = coverage.fields(region.c_str());
    Draft::Listing& listing = draft.listings[region];
    const std::string date = std::max(place.text("as_of_region"), place.text("as_of_zones"));
    if (!is_date(date)) place.wrong("as_of_region", "is not a date");
    listing.date = std::max(listing.date, date);
    listing.source = place.text("source");
    for (std::string& zone : place.words("zones")) listing.zones.insert(std::move(zone));
    draft.sources[kOfOfferings][listing.source] = read_source(facts, listing.source);
    const Fields rows(&types, region, facts.fault());
    for (const auto& [type, zones] : types.items()) {
      if (!is_type_name(type)) facts.fault().say(region + " has a key that is not the name of an instance type");
      const std::vector<std::string> ids = rows.words(type.c_str());
      if (facts.fault().any()) return;
      listing.by_id[type].insert(ids.begin(), ids.end());
    }
  }
}

void read_advisor(const Fields& facts, Draft& draft) {
  const std::string system = facts.text("os");
  if (system != "Linux") {
    draft.notes.push_back(fmt::format("{}: for {}, passed over", facts.fault().file(), system.substr(0, 20)));
    return;
  }
  std::vector<std::string> bands;
  for (const Json& one : facts.list("bands")) {
    bands.push_back(Fields(&one, "a member of bands", facts.fault()).text("label"));
  }
  if (bands.empty() || bands.size() > kMaxBands) facts.wrong("bands", "are none or too many");
  const std::string date = facts.text("as_of");
  if (!is_date(date)) facts.wrong("as_of", "is not a date");
  draft.advisor.bands = bands;
  draft.advisor.head.date = std::max(draft.advisor.head.date, date);
  for (const auto& [key, json] : facts.object("sources").items()) {
    draft.sources[kOfAdvisor][key] = read_source(facts, key);
  }
  for (const auto& [region, types] : facts.object("regions").items()) {
    if (!is_location_name(region)) facts.wrong("regions", "has a key that is not a region");
    const Fields rows(&types, region, facts.fault());
    for (const auto& [type, json] : types.items()) {
      if (!is_type_name(type)) facts.fault().say(region + " has a key that is not the name of an instance type");
      const Fields row = rows.fields(type.c_str());
      const auto savings = static_cast<std::uint8_t>(row.number("savings_pct", 100));
      const auto band =
          static_cast<std::uint8_t>(row.number("interruption_band", bands.empty() ? 0 : bands.size() - 1));
      if (!row.has("savings_pct") || !row.has("interruption_band")) row.fault().say(row.where() + " is incomplete");
      if (facts.fault().any()) return;
      draft.advisor.rows[type][region] = {savings, band};
    }
  }
}

void read_prices(const Fields& facts, Draft& draft) {
  const std::vector<std::string> order = facts.words("source_order");
  std::vector<Source> sources;
  for (const std::string& key : order) sources.push_back(read_source(facts, key));
  const Fields dates = facts.fields("as_of");
  const Fields currency = facts.fields("currency");
  const Fields suspects = facts.fields("suspect");
  for (const auto& [region, types] : facts.object("regions").items()) {
    if (!is_location_name(region)) facts.wrong("regions", "has a key that is not a region");
    const Fields suspect = suspects.fields(region.c_str());
    const Fields rows(&types, region, facts.fault());
    for (const auto& [type, json] : types.items()) {
      if (!is_type_name(type)) facts.fault().say(region + " has a key that is not the name of an instance type");
      const Json& row = rows.list(type.c_str());
      const bool good = row.size() == 2 && row[0].is_number() && row[1].is_number_unsigned() &&
                        row[1].get<std::size_t>() < order.size();
      const double price = good ? std::round(row[0].get<double>() * 1e6) : -1;
      if (!(price > 0 && price < kMaxPrice)) {
        facts.fault().say(fmt::format("{}: {} is not [price, index into source_order]", region, type));
      }
      if (facts.fault().any()) return;
      const std::size_t index = row[1].get<std::size_t>();
      const Source& source = sources[index];
      if (!licensed(source)) {
        ++draft.left_out[kOfPrices][fmt::format("prices of {}, which states no licence", source.key)];
      } else if (suspect.has(type.c_str())) {
        ++draft.left_out[kOfPrices]["prices of bare metal that other copies contradict"];
      } else {
        PricesFile::Place& place = draft.prices.regions[region];
        const std::string date = dates.text(source.key.c_str());
        if (!is_date(date)) facts.wrong("as_of", "lacks the date of " + source.key);
        place.date = std::max(place.date, date);
        place.currency = currency.text(currency.has(region.c_str()) ? region.c_str() : "default");
        draft.prices.head.date = std::max(draft.prices.head.date, date);
        draft.sources[kOfPrices][source.key] = source;
        draft.prices.rows[type][region] = static_cast<std::uint32_t>(price);
      }
    }
  }
}

}  // namespace

bool import_facts(const Json& json, Fault& fault, Draft& draft) {
  if (!json.is_object() || !json.contains("schema")) return false;
  const Fields facts(&json, "the file", fault);
  if (json.contains("types") && json["types"].is_object()) {  // a list: the catalogue's own file
    read_types(facts, draft);
  } else if (json.contains("coverage") && json.contains("source_order")) {
    read_prices(facts, draft);
  } else if (json.contains("coverage")) {
    read_offerings(facts, draft);
  } else if (json.contains("os") && json.contains("as_of")) {
    read_advisor(facts, draft);
  } else {
    return false;
  }
  return true;
}

}  // namespace mng::catalogue
