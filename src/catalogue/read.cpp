#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "catalogue/files.hpp"
#include "catalogue/json.hpp"

namespace mng::catalogue {
namespace {

constexpr const char* kCure = "write the folder again with mng-catalogue import";

Head read_head(const Fields& file) {
  Head head;
  if (file.number("schema", 1000) != 1) file.wrong("schema", "is not 1, the one this version reads");
  head.date = file.text("date");
  if (!is_date(head.date)) file.wrong("date", "is not a date such as 2026-08-02");
  for (const Json& json : file.list("sources")) {
    const Fields source(&json, "a member of sources", file.fault());
    head.sources.push_back({source.text("key"), source.text("repository"), source.text("path"), source.text("commit"),
                            source.text("date"), source.text("licence")});
  }
  head.left_out = file.words("left_out");
  return head;
}

std::string type_name(const Fields& record, const char* key) {
  std::string name = record.text(key);
  if (!is_type_name(name)) record.wrong(key, "is not the name of an instance type");
  return name;
}

TypeRecord read_type(const Json& json, Fault& fault) {
  const Fields unnamed(&json, "a member of types", fault);
  TypeRecord record;
  record.name = type_name(unnamed, "name");
  const Fields fields(&json, record.name, fault);
  const std::string status = fields.text("status");
  if (status != "live" && status != "retired") fields.wrong("status", "is neither live nor retired");
  record.status = status == "retired" ? Status::kRetired : Status::kLive;
  record.vcpu = static_cast<unsigned>(fields.number("vcpu", kMaxVcpu));
  record.cores = static_cast<unsigned>(fields.number("cores", kMaxVcpu));
  record.memory_mib = static_cast<std::uint32_t>(fields.number("memory_mib", kMaxMemoryMib));
  if (record.vcpu == 0) fields.wrong("vcpu", "is missing");
  if (record.memory_mib == 0) fields.wrong("memory_mib", "is missing");
  record.architectures = fields.words("architectures");
  record.cpu = fields.text("cpu");
  record.hypervisor = fields.text("hypervisor");
  record.bare_metal = fields.flag("bare_metal");
  record.burstable = fields.flag("burstable");
  record.usage = fields.words("usage");
  record.disk_gb = static_cast<std::uint32_t>(fields.number("disk_gb", kMaxDiskGb));
  record.disk = fields.text("disk");
  for (std::size_t i = 0; i < kDeviceKinds.size(); ++i) {
    for (const Json& one : fields.list(kDeviceKinds[i].key)) {
      const Fields device(&one, fmt::format("{}: {}", record.name, kDeviceKinds[i].key), fault);
      Device read{device.text("name"), device.text("manufacturer")};
      read.count = static_cast<unsigned>(device.number("count", kMaxPerCard));
      read.logical =
          device.has("logical_count") ? static_cast<unsigned>(device.number("logical_count", kMaxPerCard)) : read.count;
      read.part = device.has("part") ? device.real("part", 1) : 1;
      read.memory_mib = static_cast<std::uint32_t>(device.number("memory_mib", kMaxMemoryMib));
      record.devices[i].push_back(std::move(read));
    }
  }
  record.network = fields.text("network");
  record.network_gbps = fields.real("network_gbps", kMaxGbps);
  record.efa = fields.flag("efa");
  record.enis = static_cast<unsigned>(fields.number("enis", kMaxPerCard));
  record.ipv4_per_eni = static_cast<unsigned>(fields.number("ipv4_per_eni", kMaxPerCard));
  if (fields.has("max_pods") && fields.number("max_pods", UINT16_MAX) != record.max_pods()) {
    fields.wrong("max_pods", fmt::format("is not enis x (ipv4_per_eni - 1) + 2 = {}", record.max_pods()));
  }
  return record;
}

void read_types(const Json& json, Fault& fault, TypesFile& file) {
  const Fields fields(&json, "the file", fault);
  file.head = read_head(fields);
  for (const Json& one : fields.list("types")) {
    TypeRecord record = read_type(one, fault);
    if (fault.any()) return;
    std::string name = record.name;
    if (!file.types.emplace(std::move(name), std::move(record)).second) fault.say("a type is listed twice");
    if (file.types.size() > kMaxTypes) fault.say(fmt::format("more than {} types", kMaxTypes));
  }
  if (file.types.empty()) fault.say("it lists no instance type");
}

std::string region_name(const Fields& record) {
  std::string name = record.text("region");
  if (!is_location_name(name)) record.wrong("region", "is not the name of a region");
  return name;
}

// The lines "type": {region: cell}; `cell` puts one into the file.
template <typename Cell>
void read_rows(const Fields& file, Cell cell) {
  for (const Json& one : file.list("types")) {
    const Fields unnamed(&one, "a member of types", file.fault());
    const std::string type = type_name(unnamed, "type");
    for (const auto& [region, value] : unnamed.object("in").items()) {
      if (!is_location_name(region)) file.fault().say(fmt::format("{}: {} is not a region", type, region));
      if (file.fault().any()) return;
      cell(type, region, value);
    }
  }
}

void read_offerings(const Json& json, Fault& fault, OfferingsFile& file) {
  const Fields fields(&json, "the file", fault);
  file.head = read_head(fields);
  for (const Json& one : fields.list("regions")) {
    const Fields region(&one, "a member of regions", fault);
    OfferingsFile::Place place{region.text("date"), region.text("source"), region.words("zones")};
    if (!is_date(place.date)) region.wrong("date", "is not a date such as 2026-08-02");
    for (const std::string& zone : place.zones) {
      if (!is_location_name(zone)) region.wrong("zones", "are not ids of zones");
    }
    if (!zones_distinct(place.zones)) region.wrong("zones", "differ by more than their last character");
    if (fault.any()) return;
    file.regions.emplace(region_name(region), std::move(place));
  }
  read_rows(fields, [&](const std::string& type, const std::string& region, const Json& value) {
    const auto known = file.regions.find(region);
    if (known == file.regions.end() || !value.is_string()) {
      fault.say(fmt::format("{}: {} is not a region of the file with a string of zones", type, region));
      return;
    }
    std::uint8_t bits = 0;
    for (const char mark : value.get_ref<const std::string&>()) {
      const std::vector<std::string>& zones = known->second.zones;
      const auto zone = std::find_if(zones.begin(), zones.end(), [&](const auto& id) { return id.back() == mark; });
      if (zone == zones.end()) fault.say(fmt::format("{}: no zone of {} ends with '{}'", type, region, mark));
      bits = static_cast<std::uint8_t>(bits | 1U << (zone - zones.begin()));
    }
    file.rows[type][region] = bits;
  });
}

void read_advisor(const Json& json, Fault& fault, AdvisorFile& file) {
  const Fields fields(&json, "the file", fault);
  file.head = read_head(fields);
  file.bands = fields.words("bands");
  if (file.bands.empty() || file.bands.size() > kMaxBands) fields.wrong("bands", "are none or too many");
  read_rows(fields, [&](const std::string& type, const std::string& region, const Json& value) {
    const auto at = [&](std::size_t i, std::uint64_t limit) {
      const bool good = value.is_array() && value.size() == 2 && value[i].is_number_unsigned() &&
                        value[i].get<std::uint64_t>() < limit;
      if (!good) fault.say(fmt::format("{}: {} is not [savings in percent, index of a band]", type, region));
      return static_cast<std::uint8_t>(good ? value[i].get<std::uint64_t>() : 0);
    };
    file.rows[type][region] = {at(0, 101), at(1, file.bands.size())};
  });
}

void read_prices(const Json& json, Fault& fault, PricesFile& file) {
  const Fields fields(&json, "the file", fault);
  file.head = read_head(fields);
  for (const Json& one : fields.list("regions")) {
    const Fields region(&one, "a member of regions", fault);
    file.regions[region_name(region)] = {region.text("currency"), region.text("date")};
  }
  read_rows(fields, [&](const std::string& type, const std::string& region, const Json& value) {
    const double price = value.is_number() ? value.get<double>() * 1e6 : -1;
    if (!(price > 0 && price < kMaxPrice) || file.regions.count(region) == 0) {
      fault.say(fmt::format("{}: {} is not a region of the file with a price", type, region));
      return;
    }
    file.rows[type][region] = static_cast<std::uint32_t>(std::llround(price));
  });
}

template <typename File>
std::string read_file(const std::string& directory, const char* name, bool required, File& file,
                      void (*read)(const Json&, Fault&, File&)) {
  const std::filesystem::path path = std::filesystem::path(directory) / name;
  std::error_code failed;
  if (!required && !std::filesystem::exists(path, failed) && !failed) return {};
  Fault fault(path.string(), kCure);
  const std::string text = read_text(path.string(), fault);
  if (fault.any()) return fault.text();
  const Json json = parse_json(text, fault);
  if (!fault.any()) read(json, fault, file);
  return fault.text();
}

template <typename File>
void read_embedded(std::span<const std::string_view> pieces, const char* name, File& file,
                   void (*read)(const Json&, Fault&, File&)) {
  std::string text;
  for (const std::string_view piece : pieces) text += piece;
  Fault fault(name, kCure);  // none: the build has read the same text
  read(parse_json(text, fault), fault, file);
}

}  // namespace

bool zones_distinct(const std::vector<std::string>& zones) {
  std::string marks;
  for (const std::string& zone : zones) {
    if (zone.empty() || marks.find(zone.back()) != std::string::npos) return false;
    marks += zone.back();
  }
  return zones.size() <= kMaxZones;
}

std::string read_catalogue(const std::string& directory, Catalogue& catalogue) {
  std::error_code failed;
  const std::filesystem::path folder(directory);
  for (const char* other : {kOfferingsFile, kAdvisorFile, kPricesFile}) {
    const bool alone =
        std::filesystem::exists(folder / other, failed) && !std::filesystem::exists(folder / kTypesFile, failed);
    if (alone && !failed) {
      return fmt::format(
          "{}: has {} and no {}, without which no type is known; give the answers of `aws ec2 describe-instance-types` "
          "to mng-catalogue update as well, with --from",
          directory, other, kTypesFile);
    }
  }
  std::string error = read_file(directory, kTypesFile, true, catalogue.types, read_types);
  if (error.empty()) error = read_file(directory, kOfferingsFile, false, catalogue.offerings, read_offerings);
  if (error.empty()) error = read_file(directory, kAdvisorFile, false, catalogue.advisor, read_advisor);
  if (error.empty()) error = read_file(directory, kPricesFile, false, catalogue.prices, read_prices);
  return error;
}

Catalogue read_embedded(const EmbeddedText& text) {
  Catalogue catalogue;
  read_embedded(text.types, kTypesFile, catalogue.types, read_types);
  read_embedded(text.offerings, kOfferingsFile, catalogue.offerings, read_offerings);
  read_embedded(text.advisor, kAdvisorFile, catalogue.advisor, read_advisor);
  read_embedded(text.prices, kPricesFile, catalogue.prices, read_prices);
  return catalogue;
}

}  // namespace mng::catalogue
