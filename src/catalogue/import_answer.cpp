// Answers of the AWS CLI, and the Spot Advisor feed.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "catalogue/draft.hpp"

namespace mng::catalogue {
namespace {

struct DeviceNames {
  const char *info, *list;
};
// In the order of kDeviceKinds.
constexpr std::array<DeviceNames, kDeviceKinds.size()> kDeviceNames{{{"GpuInfo", "Gpus"},
                                                                     {"NeuronInfo", "NeuronDevices"},
                                                                     {"InferenceAcceleratorInfo", "Accelerators"},
                                                                     {"FpgaInfo", "Fpgas"},
                                                                     {"MediaAcceleratorInfo", "Accelerators"}}};

std::vector<std::string> sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  return words;
}

std::vector<Device> read_devices(const Fields& info, const char* list) {
  std::vector<Device> devices;
  for (const Json& one : info.list(list)) {
    const Fields fields(&one, info.where(), info.fault());
    Device device{fields.text("Name"), fields.text("Manufacturer")};
    device.count = static_cast<unsigned>(fields.number("Count", kMaxPerCard));
    device.logical = fields.has("LogicalGpuCount")
                         ? static_cast<unsigned>(fields.number("LogicalGpuCount", kMaxPerCard))
                         : device.count;
    if (fields.has("GpuPartitionSize")) device.part = fields.real("GpuPartitionSize", 1);
    device.memory_mib = static_cast<std::uint32_t>(fields.fields("MemoryInfo").number("SizeInMiB", kMaxMemoryMib));
    devices.push_back(std::move(device));
  }
  return devices;
}

// The network cards: what all carry, and how many ENIs the default one takes,
// the only card whose addresses go to pods.
void read_network(const Fields& network, TypeRecord& record) {
  record.network = network.text("NetworkPerformance");
  record.efa = network.flag("EfaSupported");
  record.ipv4_per_eni = static_cast<unsigned>(network.number("Ipv4AddressesPerInterface", kMaxPerCard));
  const std::uint64_t wanted = network.number("DefaultNetworkCardIndex", kMaxPerCard);
  const Json& cards = network.list("NetworkCards");
  for (const Json& one : cards) {
    const Fields card(&one, network.where(), network.fault());
    record.network_gbps += card.real("BaselineBandwidthInGbps", kMaxGbps);
    if (card.number("NetworkCardIndex", kMaxPerCard) == wanted) {
      record.enis = static_cast<unsigned>(card.number("MaximumNetworkInterfaces", kMaxPerCard));
    }
  }
  if (cards.empty()) record.enis = static_cast<unsigned>(network.number("MaximumNetworkInterfaces", kMaxPerCard));
  if (record.network_gbps > kMaxGbps) network.wrong("NetworkCards", "carry too much");
}

TypeRecord read_type(const Json& json, Fault& fault) {
  const Fields unnamed(&json, "a member of InstanceTypes", fault);
  TypeRecord record;
  record.name = unnamed.text("InstanceType");
  if (!is_type_name(record.name)) {
    unnamed.wrong("InstanceType", record.name.empty() ? "is missing" : "is not the name of an instance type");
    return record;
  }
  const Fields type(&json, record.name, fault);
  record.usage = sorted(type.words("SupportedUsageClasses"));
  record.bare_metal = type.flag("BareMetal");
  record.burstable = type.flag("BurstablePerformanceSupported");
  record.hypervisor = type.text("Hypervisor");
  const Fields processor = type.fields("ProcessorInfo");
  record.architectures = sorted(processor.words("SupportedArchitectures"));
  record.cpu = processor.text("Manufacturer");
  const Fields vcpu = type.fields("VCpuInfo");
  record.vcpu = static_cast<unsigned>(vcpu.number("DefaultVCpus", kMaxVcpu));
  record.cores = static_cast<unsigned>(vcpu.number("DefaultCores", kMaxVcpu));
  record.memory_mib = static_cast<std::uint32_t>(type.fields("MemoryInfo").number("SizeInMiB", kMaxMemoryMib));
  if (record.vcpu == 0) type.wrong("VCpuInfo.DefaultVCpus", "is missing");
  if (record.memory_mib == 0) type.wrong("MemoryInfo.SizeInMiB", "is missing");
  if (record.architectures.empty()) type.wrong("ProcessorInfo.SupportedArchitectures", "is missing");
  const Fields storage = type.fields("InstanceStorageInfo");
  record.disk_gb = static_cast<std::uint32_t>(storage.number("TotalSizeInGB", kMaxDiskGb));
  const Json& disks = storage.list("Disks");
  if (!disks.empty()) record.disk = Fields(&disks.front(), storage.where(), fault).text("Type");
  for (std::size_t i = 0; i < kDeviceKinds.size(); ++i) {
    record.devices[i] = read_devices(type.fields(kDeviceNames[i].info), kDeviceNames[i].list);
  }
  read_network(type.fields("NetworkInfo"), record);
  return record;
}

// The region of a zone id, as far as anyone knows: ids of a region share what
// stands before "-az".
std::string region_of(const std::string& id, const ImportOptions& options) {
  if (options.known != nullptr) {
    const std::string_view head = std::string_view(id).substr(0, id.find('-') + 1);
    for (const Region& region : options.known->regions) {
      for (const std::string_view zone : region.zones) {
        if (zone.starts_with(head)) return std::string(region.name);
      }
    }
  }
  return options.region;
}

struct Place {
  std::string region, zone;
  bool by_id = false;
};

// Local Zones and Wavelength Zones (us-east-1-bos-1a, use1-bos1-az1) take no
// managed node group: their place has no region.
Place place_of(const Fields& row, const ImportOptions& options) {
  const std::string kind = row.text("LocationType");
  const std::string location = row.text("Location");
  if (!is_location_name(location)) {
    row.wrong("Location", "is not a region or zone");
  } else if (kind == "region") {
    return {location, {}, false};
  } else if (kind == "availability-zone") {
    if (std::count(location.begin(), location.end(), '-') > 3) return {};
    const bool lettered = location.size() > 2 && location.back() >= 'a' && location[location.size() - 2] <= '9';
    if (lettered) return {location.substr(0, location.size() - 1), location, false};
    row.wrong("Location", "is not the name of a zone");
  } else if (kind == "availability-zone-id") {
    if (std::count(location.begin(), location.end(), '-') != 1) return {};
    const std::string region = region_of(location, options);
    if (!is_location_name(region)) {
      row.fault().say(fmt::format("zone ids such as {} do not name their region", location), "name it with --region");
    }
    return {region, location, true};
  } else {
    row.wrong("LocationType", "is not region, availability-zone or availability-zone-id");
  }
  return {};
}

void read_offering(const Json& json, const ImportOptions& options, const std::string& date, Fault& fault,
                   Draft& draft) {
  const Fields row(&json, "a member of InstanceTypeOfferings", fault);
  const std::string type = row.text("InstanceType");
  if (!is_type_name(type))
    row.wrong("InstanceType", type.empty() ? "is missing" : "is not the name of an instance type");
  const Place place = place_of(row, options);
  if (fault.any()) return;
  if (place.region.empty()) {
    ++draft.left_out[kOfOfferings]["rows of Local or Wavelength Zones"];
    return;
  }
  Draft::Listing& listing = draft.listings[place.region];
  listing.date = std::max(listing.date, date);
  listing.source = "describe-instance-type-offerings";
  listing.by_id[type];
  if (!place.zone.empty()) (place.by_id ? listing.by_id : listing.by_name)[type].insert(place.zone);
}

void read_feed(const Fields& feed, const std::string& date, Draft& draft) {
  std::vector<std::string> bands;
  for (const Json& one : feed.list("ranges")) {
    const Fields range(&one, "a member of ranges", feed.fault());
    if (range.number("index", kMaxBands) != bands.size()) range.wrong("index", "is not its place in the list");
    bands.push_back(range.text("label"));
  }
  if (bands.empty() || bands.size() > kMaxBands) feed.wrong("ranges", "are none or too many");
  draft.advisor.bands = bands;
  draft.advisor.head.date = std::max(draft.advisor.head.date, date);
  for (const auto& [region, systems] : feed.object("spot_advisor").items()) {
    if (!is_location_name(region)) feed.wrong("spot_advisor", "has a key that is not a region");
    const Fields system(&systems, region, feed.fault());
    for (const auto& [type, figures] : system.object("Linux").items()) {
      const Fields row(&figures, region + ": " + (is_type_name(type) ? type : "a type"), feed.fault());
      if (!is_type_name(type)) row.fault().say(row.where() + " has a name that is none");
      if (!row.has("s") || !row.has("r")) row.fault().say(row.where() + " lacks s or r");
      const auto savings = static_cast<std::uint8_t>(row.number("s", 100));
      const auto band = static_cast<std::uint8_t>(row.number("r", bands.empty() ? 0 : bands.size() - 1));
      if (feed.fault().any()) return;
      draft.advisor.rows[type][region] = {savings, band};
    }
  }
}

void name_source(Draft& draft, DraftFile of, const char* key, const Fault& fault, const std::string& date) {
  const std::string path = std::filesystem::path(fault.file()).filename().string();
  draft.sources[of][fmt::format("{} {}", key, path)] = {key, "", path, "", date, ""};
}

}  // namespace

bool import_answer(const Json& json, const ImportOptions& options, const std::string& date, Fault& fault,
                   Draft& draft) {
  if (json.is_array()) {
    // Pages one after the other; a list of anything else is no answer.
    bool all = !json.empty();
    for (const Json& page : json) all = all && page.is_object() && import_answer(page, options, date, fault, draft);
    return all;
  }
  if (json.contains("InstanceTypes")) {
    const Fields answer(&json, "the file", fault);
    for (const Json& one : answer.list("InstanceTypes")) {
      TypeRecord record = read_type(one, fault);
      if (fault.any()) return true;
      add_type(draft, std::move(record));
    }
    name_source(draft, kOfTypes, "describe-instance-types", fault, date);
    draft.types.head.date = std::max(draft.types.head.date, date);
    return true;
  }
  if (json.contains("InstanceTypeOfferings")) {
    const Fields answer(&json, "the file", fault);
    for (const Json& one : answer.list("InstanceTypeOfferings")) {
      read_offering(one, options, date, fault, draft);
      if (fault.any()) return true;
    }
    name_source(draft, kOfOfferings, "describe-instance-type-offerings", fault, date);
    return true;
  }
  if (json.contains("spot_advisor")) {
    read_feed(Fields(&json, "the file", fault), date, draft);
    name_source(draft, kOfAdvisor, "spot-advisor-data", fault, date);
    return true;
  }
  return false;
}

}  // namespace mng::catalogue
