#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <deque>

#include "catalogue/files.hpp"
#include "catalogue/tables.hpp"

namespace mng::catalogue {

// Strings and arrays that `tables` views; never moved once built.
struct Loaded::Storage {
  std::deque<std::string> strings;
  std::deque<std::vector<std::string_view>> zones;
  std::vector<InstanceType> types;
  std::vector<Region> regions;
  std::vector<std::string_view> vendors{""}, bands;
  std::vector<Gpu> gpus{{}}, inference{{}};
  std::vector<std::uint8_t> offered, savings, band;
  std::vector<std::uint32_t> price;
  Tables tables;

  std::string_view keep(const std::string& text) { return strings.emplace_back(text); }
  std::uint8_t vendor(const std::string& name);
  std::uint8_t model(std::vector<Gpu>& models, const Device& device);
  void add_inference(InstanceType& type, const std::vector<Device>& devices);
  InstanceType type(const TypeRecord& record);
  void build(const Catalogue& catalogue);
};

Loaded::Loaded() : storage(std::make_unique<Storage>()) {}
Loaded::Loaded(Loaded&&) noexcept = default;
Loaded& Loaded::operator=(Loaded&&) noexcept = default;
Loaded::~Loaded() = default;
const Tables& Loaded::tables() const {
  return storage->tables;
}

namespace {

std::uint8_t architecture_bit(std::string_view name) {
  if (name == "x86_64") return kX86_64;
  if (name == "arm64") return kArm64;
  if (name == "i386") return kI386;
  if (name == "x86_64_mac") return kX86_64Mac;
  if (name == "arm64_mac") return kArm64Mac;
  return 0;
}

/// Mbit/s that EC2's words for a network name: "Up to 12.5 Gigabit", "4x 100 Gigabit"; 0 of "Moderate".
std::uint32_t peak_mbps(std::string_view network) {
  constexpr std::string_view kUnit = " Gigabit";
  constexpr std::string_view kUpTo = "Up to ";
  if (!network.ends_with(kUnit)) return 0;
  network.remove_suffix(kUnit.size());
  if (network.starts_with(kUpTo)) network.remove_prefix(kUpTo.size());
  const auto number = [](std::string_view word) {
    double value = 0;
    const auto parsed = std::from_chars(word.data(), word.data() + word.size(), value);
    return parsed.ec == std::errc{} && parsed.ptr == word.data() + word.size() ? value : 0;
  };
  const std::size_t times = network.find("x ");
  double gbps = number(network.substr(times == std::string_view::npos ? 0 : times + 2));
  if (times != std::string_view::npos) gbps *= number(network.substr(0, times));
  return gbps > 0 && gbps <= kMaxGbps ? static_cast<std::uint32_t>(std::lround(gbps * 1000)) : 0;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::uint8_t Loaded::Storage::vendor(const std::string& name) {
  const auto found = std::find(vendors.begin(), vendors.end(), name);
  const auto index = found - vendors.begin();
  if (index > UINT8_MAX) return 0;
  if (found == vendors.end()) vendors.push_back(keep(name));
  return static_cast<std::uint8_t>(index);
}

std::uint8_t Loaded::Storage::model(std::vector<Gpu>& models, const Device& device) {
  const auto found = std::find_if(models.begin(), models.end(), [&](const Gpu& known) {
    return known.maker == device.manufacturer && known.model == device.name;
  });
  const auto index = found - models.begin();
  if (index > UINT8_MAX) return 0;
  if (found == models.end()) models.push_back({keep(device.manufacturer), keep(device.name)});
  return static_cast<std::uint8_t>(index);
}

void Loaded::Storage::add_inference(InstanceType& type, const std::vector<Device>& devices) {
  std::uint64_t count = 0;
  std::uint64_t memory_mib = 0;
  for (const Device& device : devices) {
    count += device.count;
    memory_mib += std::uint64_t{device.count} * device.memory_mib;
  }
  type.inference = static_cast<std::uint16_t>(std::min<std::uint64_t>(count, UINT16_MAX));
  type.inference_memory_mib = static_cast<std::uint32_t>(std::min<std::uint64_t>(memory_mib, UINT32_MAX));
  type.inference_model = model(inference, devices.front());
}

InstanceType Loaded::Storage::type(const TypeRecord& record) {
  InstanceType type;
  type.name = keep(record.name);
  type.memory_mib = record.memory_mib;
  type.vcpu = static_cast<std::uint16_t>(record.vcpu);
  type.max_pods = static_cast<std::uint16_t>(record.max_pods());
  type.enis = static_cast<std::uint16_t>(record.enis);
  type.peak_mbps = peak_mbps(record.network);
  type.network_mbps = static_cast<std::uint32_t>(std::lround(record.network_gbps * 1000));
  type.local_disk_gb = record.disk_gb;
  type.local_disk_hdd = record.disk == "hdd";
  for (const std::string& name : record.architectures) type.architectures |= architecture_bit(name);
  unsigned count = 0;
  std::uint64_t gpu_memory_mib = 0;
  for (std::size_t i = 0; i < kDeviceKinds.size(); ++i) {
    if (record.devices[i].empty()) continue;
    type.accelerators |= kDeviceKinds[i].bit;
    if (kDeviceKinds[i].bit == kInference) add_inference(type, record.devices[i]);
    if (kDeviceKinds[i].bit != kGpu) continue;
    // A part of a GPU has count 0; what a pod can ask for is the logical one.
    for (const Device& device : record.devices[i]) {
      const unsigned there = std::max(device.count, device.logical);
      count += there;
      gpu_memory_mib += std::uint64_t{there} * device.memory_mib;
      if (device.count == 0) type.part_of_gpu = true;
    }
    type.gpu = model(gpus, record.devices[i].front());
  }
  type.gpus = static_cast<std::uint16_t>(std::min(count, unsigned{UINT16_MAX}));
  type.gpu_memory_mib = static_cast<std::uint32_t>(std::min<std::uint64_t>(gpu_memory_mib, UINT32_MAX));
  type.vendor = vendor(record.cpu);
  type.status = record.status;
  type.hypervisor = record.hypervisor == "nitro" ? Hypervisor::kNitro
                    : record.hypervisor == "xen" ? Hypervisor::kXen
                                                 : Hypervisor::kNone;
  type.spot = contains(record.usage, "spot");
  type.on_demand = contains(record.usage, "on-demand");
  type.capacity_block = contains(record.usage, "capacity-block");
  type.bare_metal = record.bare_metal;
  type.burstable = record.burstable;
  type.flex = type.family().ends_with("-flex");
  type.efa = record.efa;
  return type;
}

void Loaded::Storage::build(const Catalogue& catalogue) {
  tables.types_date = keep(catalogue.types.head.date);
  tables.offerings_date = keep(catalogue.offerings.head.date);
  tables.advisor_date = keep(catalogue.advisor.head.date);
  tables.prices_date = keep(catalogue.prices.head.date);
  // Makers by name, so that their order does not hang on that of the types.
  std::vector<std::string> makers;
  for (const auto& [name, record] : catalogue.types.types) makers.push_back(record.cpu);
  std::sort(makers.begin(), makers.end());
  for (const std::string& maker : makers) vendor(maker);
  for (const auto& [name, record] : catalogue.types.types) types.push_back(type(record));
  for (const std::string& label : catalogue.advisor.bands) bands.push_back(keep(label));

  std::map<std::string, Region> places;
  for (const auto& [name, place] : catalogue.offerings.regions) {
    std::vector<std::string_view>& ids = zones.emplace_back();
    for (const std::string& zone : place.zones) ids.push_back(keep(zone));
    places[name].zones = ids;
  }
  for (const auto& [type, row] : catalogue.advisor.rows) {
    for (const auto& [region, figures] : row) places[region];
  }
  for (const auto& [name, place] : catalogue.prices.regions) places[name].currency = keep(place.currency);
  for (auto& [name, region] : places) {
    region.name = keep(name);
    regions.push_back(region);
  }

  const std::size_t cells = types.size() * regions.size();
  offered.assign(cells, 0);
  savings.assign(cells, Tables::kUnknown8);
  band.assign(cells, Tables::kUnknown8);
  price.assign(cells, 0);
  tables.types = types;
  tables.regions = regions;
  tables.vendors = vendors;
  tables.bands = bands;
  tables.gpus = gpus;
  tables.inference = inference;
  // Rows of types that the catalogue does not have are of no use to anyone.
  const auto each = [&](const auto& rows, auto put) {
    for (const auto& [type, row] : rows) {
      const auto index = tables.find_type(type);
      if (!index) continue;
      for (const auto& [region, value] : row) put(tables.cell(*index, *tables.find_region(region)), value);
    }
  };
  each(catalogue.offerings.rows, [&](std::size_t cell, std::uint8_t bits) { offered[cell] = bits | Tables::kOffered; });
  each(catalogue.advisor.rows, [&](std::size_t cell, AdvisorFile::Row row) {
    savings[cell] = row.savings;
    band[cell] = row.band;
  });
  each(catalogue.prices.rows, [&](std::size_t cell, std::uint32_t value) { price[cell] = value; });
  tables.offered = offered;
  tables.savings = savings;
  tables.band = band;
  tables.price = price;
}

LoadResult load_catalogue(const Catalogue& catalogue, const std::string& where) {
  LoadResult result;
  result.loaded.storage->build(catalogue);
  const std::size_t regions = result.loaded.tables().regions.size();
  if (regions > kMaxRegions) {
    result.error = fmt::format("{}: {} regions, more than {}; write it again with mng-catalogue import", where, regions,
                               kMaxRegions);
    result.loaded = Loaded();
  }
  return result;
}

LoadResult load_directory(const std::string& directory) {
  LoadResult result;
  Catalogue catalogue;
  result.error = read_catalogue(directory, catalogue);
  return result.error.empty() ? load_catalogue(catalogue, directory) : std::move(result);
}

}  // namespace mng::catalogue
