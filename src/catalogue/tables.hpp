#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mng::catalogue {

/// `kRetired`: EC2 described the type once and no longer does.
enum class Status : std::uint8_t { kLive, kRetired };

/// `kNone`: bare metal, for which EC2 leaves the key out.
enum class Hypervisor : std::uint8_t { kNone, kNitro, kXen };

/// Bits of InstanceType::architectures.
enum Architecture : std::uint8_t { kX86_64 = 1, kArm64 = 2, kI386 = 4, kX86_64Mac = 8, kArm64Mac = 16 };

/// Bits of InstanceType::accelerators.
enum Accelerator : std::uint8_t { kGpu = 1, kNeuron = 2, kInference = 4, kFpga = 8, kMedia = 16 };

/// One record of data/instance-types.json. 0 stands for "not known" in every
/// number that cannot be 0.
struct InstanceType {
  std::string_view name;
  std::uint32_t memory_mib = 0;
  std::uint16_t vcpu = 0;
  std::uint16_t max_pods = 0;              ///< EKS's figure: default-card ENIs x (IPv4 per ENI - 1) + 2
  std::uint16_t enis = 0;                  ///< network interfaces of the default network card
  std::uint32_t network_mbps = 0;          ///< baseline bandwidth, Mbit/s
  std::uint32_t peak_mbps = 0;             ///< bandwidth at most, by EC2's words: 10000 of "Up to 10 Gigabit"; Mbit/s
  std::uint32_t local_disk_gb = 0;         ///< instance store in all, 10^9 bytes; 0 where it has none
  std::uint32_t gpu_memory_mib = 0;        ///< of its GPUs in all
  std::uint16_t gpus = 0;                  ///< whole or partitioned GPUs; see `accelerators` for the rest
  std::uint8_t gpu = 0;                    ///< index into Tables::gpus
  std::uint16_t inference = 0;             ///< inference accelerators
  std::uint8_t inference_model = 0;        ///< index into Tables::inference
  std::uint32_t inference_memory_mib = 0;  ///< of them in all
  std::uint8_t architectures = 0;          ///< Architecture bits
  std::uint8_t accelerators = 0;           ///< Accelerator bits
  std::uint8_t vendor = 0;                 ///< index into Tables::vendors
  Status status = Status::kLive;
  Hypervisor hypervisor = Hypervisor::kNitro;
  bool spot = false;  ///< "spot" is among the usage classes
  bool on_demand = true;
  bool capacity_block = false;
  bool bare_metal = false;
  bool burstable = false;
  bool flex = false;  ///< a -flex family: only the name tells
  bool local_disk_hdd = false;
  bool part_of_gpu = false;  ///< its GPUs are parts of one, counted as one each
  bool efa = false;

  /// "m7i-flex" of "m7i-flex.large": all before the dot.
  [[nodiscard]] std::string_view family() const { return name.substr(0, name.find('.')); }
  /// 7 of "m7i-flex.large", 6 of "u7in-16tb"'s own spelling rule: the first
  /// run of digits of the family; 0 where there is none.
  [[nodiscard]] unsigned generation() const;
  /// Letters before the generation: "m", "c", "hpc".
  [[nodiscard]] std::string_view series() const;
};

/// A region and its zones. `zones` is empty where only the region is known.
struct Region {
  std::string_view name;
  std::span<const std::string_view> zones;  ///< zone ids, at most 7
  std::string_view currency;                ///< of its prices
};

/// A model of GPU or of inference accelerator, as EC2 words it.
struct Gpu {
  std::string_view maker;
  std::string_view model;
};

/// The catalogue as constant tables. All matrices are types x regions, row by
/// type: `matrix[type * regions.size() + region]`.
struct Tables {
  std::string_view types_date;  ///< ISO date of the newest record
  std::string_view offerings_date;
  std::string_view advisor_date;
  std::string_view prices_date;
  std::span<const InstanceType> types;        ///< sorted by name
  std::span<const Region> regions;            ///< sorted by name
  std::span<const std::string_view> vendors;  ///< CPU makers; index 0 is "" for unknown
  std::span<const std::string_view> bands;    ///< labels of the interruption bands: "<5%", …
  std::span<const Gpu> gpus;                  ///< models; index 0 is none
  std::span<const Gpu> inference;             ///< models of inference accelerators; index 0 is none
  /// Bit 7: offered in the region; bit i: offered in zone i of it.
  std::span<const std::uint8_t> offered;
  std::span<const std::uint8_t> savings;  ///< percent over On-Demand, kUnknown8 where no row
  std::span<const std::uint8_t> band;     ///< index into `bands`, kUnknown8 where no row
  std::span<const std::uint32_t> price;   ///< On-Demand, millionths of the currency per hour; 0 unknown

  static constexpr std::uint8_t kUnknown8 = 255;
  static constexpr std::uint8_t kOffered = 0x80;

  /// Index of a type or region by exact name.
  [[nodiscard]] std::optional<std::uint32_t> find_type(std::string_view name) const;
  [[nodiscard]] std::optional<std::uint32_t> find_region(std::string_view name) const;
  [[nodiscard]] std::size_t cell(std::uint32_t type, std::uint32_t region) const {
    return std::size_t{type} * regions.size() + region;
  }
  [[nodiscard]] bool offered_in(std::uint32_t type, std::uint32_t region) const {
    return (offered[cell(type, region)] & kOffered) != 0;
  }
  /// Whether the catalogue says at all what the region offers.
  [[nodiscard]] bool knows_offers_of(std::uint32_t region) const;
  /// Zones of the region that offer the type; 0 where zones are not known.
  [[nodiscard]] unsigned zones_offering(std::uint32_t type, std::uint32_t region) const;
  /// The `count` names nearest to a misspelt one, best first; none that is
  /// too far to be meant.
  [[nodiscard]] std::vector<std::string_view> nearest_types(std::string_view name, std::size_t count) const;
};

/// The tables compiled in (generated from data/*.json).
const Tables& builtin();

/// Tables read from a folder, with what they view.
class Loaded {
 public:
  struct Storage;
  Loaded();
  Loaded(Loaded&&) noexcept;
  Loaded& operator=(Loaded&&) noexcept;
  ~Loaded();
  [[nodiscard]] const Tables& tables() const;
  std::unique_ptr<Storage> storage;
};

/// Reads the four files of a catalogue folder (offerings, advisor and prices
/// may be absent: then nothing is known of them). On failure returns the
/// error: file, cause and cure in one line.
struct LoadResult {
  Loaded loaded;
  std::string error;  ///< empty on success
};
LoadResult load_directory(const std::string& directory);

}  // namespace mng::catalogue
