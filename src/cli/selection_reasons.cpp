#include <fmt/format.h>

#include <initializer_list>
#include <tuple>

#include "cli/selection.hpp"

namespace mng::cli {

namespace {

/// Options that were given, by how they are said.
struct Given {
  std::string_view option;
  bool given;
};

/// Those of them that were: "--allow and --deny".
std::string names_of(std::initializer_list<Given> all) {
  std::vector<std::string_view> names;
  for (const Given& one : all) {
    if (one.given) names.push_back(one.option);
  }
  return fmt::format("{}", fmt::join(names, " and "));
}

/// A range, as one word or by its ends.
std::string range_name(std::string_view option, std::string_view pair, const Ends& ends) {
  return names_of({{option, ends == Ends{}},
                   {fmt::format("{}-min", pair), !ends.least.empty()},
                   {fmt::format("{}-max", pair), !ends.most.empty()}});
}

/// An option of kinds of types: "--burstable=only".
std::string kind_name(std::string_view option, const std::string& word) {
  return word == "only" ? fmt::format("{}=only", option) : std::string(option);
}

}  // namespace

std::vector<Loosened> loosened(const catalogue::Query& query, const SelectionWords& words,
                               const std::vector<std::string>& without_image) {
  std::vector<Loosened> out;
  const auto without = [&](const std::string& option, bool given, const auto& change) {
    if (!given) return;
    out.push_back({option, query});
    change(out.back().query);
  };
  using catalogue::Query;
  without("--families", !query.families.empty(), [](Query& q) { q.families.clear(); });
  without(names_of({{"--exclude", !words.exclude.empty()},
                    {"--allow", !words.allow.empty()},
                    {"--deny", !words.deny.empty()},
                    {"--instance-types", !words.only_types.empty()}}),
          query.exclude.size() > without_image.size(), [&](Query& q) { q.exclude = without_image; });
  without("--vendors", !query.vendors.empty(), [](Query& q) { q.vendors.clear(); });
  without("--min-generation", query.generation > 0, [](Query& q) { q.generation = 0; });
  // What --like says of the kind of types is no limit of its own.
  without(range_name("--gpu", "--gpus", words.gpus_ends), !words.gpus.empty() || words.gpus_ends != Ends{},
          [](Query& q) { q.gpus.reset(); });
  without(range_name("--gpu-memory-total", "--gpu-memory-total", words.gpu_memory_ends),
          query.gpu_memory_mib.has_value(), [](Query& q) { q.gpu_memory_mib.reset(); });
  without(names_of({{"--gpu-model", !words.gpu_model.empty()}, {"--gpu-manufacturer", !words.gpu_maker.empty()}}),
          !words.gpu_model.empty() || !words.gpu_maker.empty(), [](Query& q) {
            q.gpu_model = {};
            q.gpu_maker = {};
          });
  const auto without_range = [&](const char* option, const RangeWords& range, catalogue::Range Query::*member) {
    without(range_name(option, option, range.ends), range.given(), [member](Query& q) { (q.*member).reset(); });
  };
  without_range("--inference-accelerators", words.inference, &Query::inference);
  without_range("--inference-accelerators-memory-total", words.inference_memory, &Query::inference_memory_mib);
  without(names_of({{"--inference-accelerator-model", !query.inference_model.empty()},
                    {"--inference-accelerator-manufacturer", !query.inference_maker.empty()}}),
          !query.inference_model.empty() || !query.inference_maker.empty(), [](Query& q) {
            q.inference_model = {};
            q.inference_maker = {};
          });
  without_range("--network-interfaces", words.interfaces, &Query::interfaces);
  without_range("--network-performance", words.peak_network, &Query::peak_mbps);
  without_range("--instance-storage", words.storage, &Query::disk_gb);
  without("--disk-type", query.hdd.has_value(), [](Query& q) { q.hdd.reset(); });
  without_range("--generation", words.generations, &Query::generations);
  without("--hypervisor", query.hypervisor.has_value(), [](Query& q) { q.hypervisor.reset(); });
  without("--efa-support", query.efa, [](Query& q) { q.efa = false; });
  without("--local-nvme", query.local_nvme_gb > 0, [](Query& q) { q.local_nvme_gb = 0; });
  without("--network-gbps", query.network_mbps > 0, [](Query& q) { q.network_mbps = 0; });
  for (const auto& [option, given, kind] :
       {std::tuple("--burstable=only", !words.burstable.empty(), catalogue::kBurstable),
        std::tuple("--metal=only", !words.metal.empty(), catalogue::kBareMetal),
        std::tuple("--flex=only", !words.flex.empty(), catalogue::kFlex),
        std::tuple("--fpga-support", words.fpga, catalogue::kWithFpga)}) {
    without(option, given && (query.only & kind) != 0,
            [kind = kind](Query& q) { q.only = static_cast<std::uint8_t>(q.only & ~kind); });
  }
  without(words.zones.empty() ? "--per-zone" : "--zones", query.zones != 0xff, [](Query& q) { q.zones = 0xff; });
  without("--price-per-hour-min", query.least_price.has_value(), [](Query& q) { q.least_price.reset(); });
  without("--max-price", query.most_price.has_value(), [](Query& q) { q.most_price.reset(); });
  without("--max-interruption", query.worst_band.has_value(), [](Query& q) { q.worst_band.reset(); });
  return out;
}

std::vector<Changed> changed(const SelectionWords& words) {
  using Words = SelectionWords;
  std::vector<Changed> out;
  const auto change = [&](const std::string& text, const auto& make) {
    out.push_back({text, words});
    make(out.back().words);
  };
  const auto without = [&](const std::string& option, auto member) {
    if (words.*member != Words{}.*member) change(fmt::format("without {}", option), [&](Words& w) { w.*member = {}; });
  };
  without("--vcpu", &Words::vcpu);
  without(range_name("", "--vcpus", words.vcpu_ends), &Words::vcpu_ends);
  without("--mem", &Words::memory);
  without(range_name("", "--memory", words.memory_ends), &Words::memory_ends);
  without("--ratio", &Words::ratio);
  without("--like", &Words::like);
  without("--flexible", &Words::flexible);
  without("--arch", &Words::architecture);
  without("--region", &Words::region);
  without("--zones", &Words::zones);
  without("--families", &Words::families);
  without("--exclude", &Words::exclude);
  without("--allow", &Words::allow);
  without("--deny", &Words::deny);
  without("--vendors", &Words::vendors);
  without("--min-generation", &Words::generation);
  without("--gpu", &Words::gpus);
  without(range_name("", "--gpus", words.gpus_ends), &Words::gpus_ends);
  without("--gpu-memory-total", &Words::gpu_memory);
  without(range_name("", "--gpu-memory-total", words.gpu_memory_ends), &Words::gpu_memory_ends);
  without("--gpu-model", &Words::gpu_model);
  without("--gpu-manufacturer", &Words::gpu_maker);
  const auto without_range = [&](const char* option, RangeWords Words::*member) {
    without(range_name(option, option, (words.*member).ends), member);
  };
  without_range("--inference-accelerators", &Words::inference);
  without_range("--inference-accelerators-memory-total", &Words::inference_memory);
  without("--inference-accelerator-model", &Words::inference_model);
  without("--inference-accelerator-manufacturer", &Words::inference_maker);
  without_range("--network-interfaces", &Words::interfaces);
  without_range("--network-performance", &Words::peak_network);
  without_range("--instance-storage", &Words::storage);
  without("--disk-type", &Words::disk_type);
  without_range("--generation", &Words::generations);
  without("--instance-types", &Words::only_types);
  without("--local-nvme", &Words::local_nvme);
  without("--network-gbps", &Words::network_gbps);
  without(kind_name("--burstable", words.burstable), &Words::burstable);
  without(kind_name("--metal", words.metal), &Words::metal);
  without(kind_name("--flex", words.flex), &Words::flex);
  without("--hypervisor", &Words::hypervisor);
  without("--efa-support", &Words::efa);
  without("--fpga-support", &Words::fpga);
  without("--price-per-hour-min", &Words::min_price);
  without("--max-price", &Words::max_price);
  without("--max-interruption", &Words::max_interruption);
  const auto with = [&](const char* option, std::string Words::*member, const char* value) {
    if ((words.*member).empty()) change(fmt::format("with {}", option), [&](Words& w) { w.*member = value; });
  };
  with("--burstable", &Words::burstable, "yes");
  with("--metal", &Words::metal, "yes");
  with("--flex", &Words::flex, "yes");
  with("--hypervisor xen", &Words::hypervisor, "xen");
  // Who asks for a number of GPUs may do with another, and seldom with none. What else is said of GPUs asks for some.
  constexpr const char* kAnyGpus = "1..16";
  const bool others = !words.gpu_memory.empty() || words.gpu_memory_ends != Ends{} || !words.gpu_model.empty() ||
                      !words.gpu_maker.empty();
  if (!others && words.gpus != kAnyGpus) {
    change(fmt::format("with --gpu {}", kAnyGpus), [](Words& w) {
      w.gpus = kAnyGpus;
      w.gpus_ends = {};
    });
  }
  if (!words.on_demand && words.usage_class.empty()) change("with --on-demand", [](Words& w) { w.on_demand = true; });
  return out;
}

std::string reason_text(catalogue::Reason reason) {
  using catalogue::Reason;
  switch (reason) {
    case Reason::kNone:
      return "in";
    case Reason::kShape:
      return "another shape";
    case Reason::kRetired:
      return "retired by EC2";
    case Reason::kNotOnSpot:
      return "not to be had as this capacity";
    case Reason::kArchitecture:
      return "another architecture (--arch)";
    case Reason::kBareMetal:
      return "bare metal (--metal)";
    case Reason::kBurstable:
      return "burstable (--burstable)";
    case Reason::kAccelerated:
      return "accelerated (--gpu, or --families)";
    case Reason::kFlex:
      return "a flex type (--flex)";
    case Reason::kPreviousGeneration:
      return "on the Xen hypervisor (--families)";
    case Reason::kNotTheKind:
      return "not of the only kind asked for";
    case Reason::kFamily:
      return "another family (--families)";
    case Reason::kExcluded:
      return "left out (--exclude, --allow, --deny, --instance-types or no image for it)";
    case Reason::kGpus:
      return "other GPUs (--gpu)";
    case Reason::kPartOfGpu:
      return "a part of a GPU (--families)";
    case Reason::kGpuMemory:
      return "other GPU memory (--gpu-memory-total)";
    case Reason::kGpuModel:
      return "other GPUs (--gpu-model, --gpu-manufacturer, --like)";
    case Reason::kInference:
      return "other inference accelerators (--inference-accelerators)";
    case Reason::kAccelerators:
      return "other accelerators, or none (--like)";
    case Reason::kInterfaces:
      return "another number of network interfaces (--network-interfaces)";
    case Reason::kPeakNetwork:
      return "another network (--network-performance)";
    case Reason::kStorage:
      return "other local disks (--instance-storage)";
    case Reason::kDiskType:
      return "no local disks of the kind (--disk-type)";
    case Reason::kOtherGeneration:
      return "another generation (--generation)";
    case Reason::kEfa:
      return "no Elastic Fabric Adapter (--efa-support)";
    case Reason::kHypervisor:
      return "another hypervisor (--hypervisor)";
    case Reason::kLocalDisk:
      return "too little local NVMe (--local-nvme)";
    case Reason::kNetwork:
      return "too little network (--network-gbps)";
    case Reason::kGeneration:
      return "an earlier generation (--min-generation)";
    case Reason::kVendor:
      return "another CPU maker (--vendors)";
    case Reason::kNotOffered:
      return "not offered (--region)";
    case Reason::kZones:
      return "not in these zones (--zones)";
    case Reason::kPrice:
      return "dearer (--max-price)";
    case Reason::kCheaper:
      return "cheaper (--price-per-hour-min)";
    case Reason::kNoPrice:
      return "price not known (--max-price, --price-per-hour-min)";
    case Reason::kBand:
      return "interrupted more often (--max-interruption)";
    case Reason::kNoBand:
      return "interruptions not known (--max-interruption)";
    case Reason::kPods:
      return "few pods for its shape (--families)";
  }
  return {};
}

}  // namespace mng::cli
