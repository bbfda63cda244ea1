#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "catalogue/tables.hpp"

namespace mng::catalogue {

// What the four files of a catalogue folder hold: the form between an importer
// and the files, and between the files and the tables.

/// Where figures come from. An answer of the AWS CLI has a path and a date only.
struct Source {
  std::string key, repository, path, commit, date, licence;
};

/// The head of each file.
struct Head {
  std::string date;  ///< ISO; of the newest source whose figures are in the file
  std::vector<Source> sources;
  std::vector<std::string> left_out;  ///< what the importer dropped, with counts
};

/// GPUs or other devices of one kind.
struct Device {
  std::string name, manufacturer;
  unsigned count = 0;    ///< whole devices; 0 for a part of one
  unsigned logical = 0;  ///< as many as the system sees
  double part = 1;       ///< share of a device that each logical one is
  std::uint32_t memory_mib = 0;
};

/// The kinds of device, and what each is called in the catalogue's files.
struct DeviceKind {
  Accelerator bit;
  const char* key;
};
inline constexpr std::array<DeviceKind, 5> kDeviceKinds{
    {{kGpu, "gpus"}, {kNeuron, "neuron"}, {kInference, "inference"}, {kFpga, "fpgas"}, {kMedia, "media"}}};

/// One instance type, with no more than DescribeInstanceTypes says of it.
struct TypeRecord {
  std::string name;
  Status status = Status::kLive;
  unsigned vcpu = 0;
  unsigned cores = 0;
  std::uint32_t memory_mib = 0;
  std::vector<std::string> architectures;  ///< sorted
  std::string cpu;                         ///< its maker; "" unknown
  std::string hypervisor;                  ///< "" for bare metal
  bool bare_metal = false;
  bool burstable = false;
  std::vector<std::string> usage;  ///< usage classes, sorted
  std::uint32_t disk_gb = 0;       ///< instance store in all, 10^9 bytes
  std::string disk;                ///< "ssd" or "hdd"
  std::array<std::vector<Device>, kDeviceKinds.size()> devices;
  std::string network;      ///< as EC2 words it: "Up to 12.5 Gigabit"
  double network_gbps = 0;  ///< baseline of all cards; 0 unknown
  unsigned enis = 0;        ///< of the default network card; 0 unknown
  unsigned ipv4_per_eni = 0;
  bool efa = false;

  /// Pods that EKS's table allows without prefix delegation; 0 unknown.
  [[nodiscard]] unsigned max_pods() const { return enis > 0 && ipv4_per_eni > 0 ? enis * (ipv4_per_eni - 1) + 2 : 0; }
};

/// data/instance-types.json
struct TypesFile {
  Head head;
  std::map<std::string, TypeRecord, std::less<>> types;
};

/// data/offerings.json
struct OfferingsFile {
  struct Place {
    std::string date, source;
    std::vector<std::string> zones;  ///< sorted ids; none where only the region is known
  };
  Head head;
  std::map<std::string, Place> regions;
  /// type -> region -> bits of the zones that offer it
  std::map<std::string, std::map<std::string, std::uint8_t>> rows;
};

/// data/spot-advisor.json
struct AdvisorFile {
  struct Row {
    std::uint8_t savings = 0, band = 0;
  };
  Head head;
  std::vector<std::string> bands;
  std::map<std::string, std::map<std::string, Row>> rows;
};

/// data/prices.json
struct PricesFile {
  struct Place {
    std::string currency, date;
  };
  Head head;
  std::map<std::string, Place> regions;
  std::map<std::string, std::map<std::string, std::uint32_t>> rows;  ///< millionths an hour
};

/// A catalogue folder. A file that was absent has an empty date.
struct Catalogue {
  TypesFile types;
  OfferingsFile offerings;
  AdvisorFile advisor;
  PricesFile prices;
};

inline constexpr const char* kTypesFile = "instance-types.json";
inline constexpr const char* kOfferingsFile = "offerings.json";
inline constexpr const char* kAdvisorFile = "spot-advisor.json";
inline constexpr const char* kPricesFile = "prices.json";

// Bounds that no figure of AWS comes near. They keep products within their
// types and a mangled file from asking for much memory.
inline constexpr unsigned kMaxVcpu = 60'000;
inline constexpr std::uint32_t kMaxMemoryMib = 1U << 30;
inline constexpr unsigned kMaxPerCard = 255;  // ENIs, and addresses of one
inline constexpr std::uint32_t kMaxDiskGb = 1U << 31;
inline constexpr double kMaxGbps = 1e6;
inline constexpr std::uint32_t kMaxPrice = 4'000'000'000;  // millionths
inline constexpr std::size_t kMaxTypes = 20'000;
inline constexpr std::size_t kMaxRegions = 250;
inline constexpr std::size_t kMaxZones = 7;  // bits of an offering below Tables::kOffered
inline constexpr std::size_t kMaxBands = 100;

/// Zones of a region are told apart by the last character of their ids; false
/// where that fails or there are more than bits.
bool zones_distinct(const std::vector<std::string>& zones);

}  // namespace mng::catalogue
