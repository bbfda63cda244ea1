#include <fmt/format.h>

#include "cli/selection.hpp"

namespace mng::cli {

void declare_shape(CLI::App& app, SelectionWords& words) {
  app.option_defaults()->group("Which types");
  app.add_option("-c,--vcpu,--vcpus", words.vcpu, "vCPU of every type; 4..8 makes a group of each shape between");
  app.add_option("-m,--mem,--memory", words.memory,
                 "Memory of every type, in GiB or with a unit, 512MiB; 16..64 as --vcpu");
  app.add_option("-a,--arch,--cpu-architecture", words.architecture,
                 "x86_64, which is the default, or arm64; also amd64 or aarch64");
  app.add_option("-r,--region", words.region, "Take what this AWS region offers");
  app.add_option("--families", words.families, "Only these families, such as r5,r6i or 'r5*'")->delimiter(',');
  app.add_option("--exclude", words.exclude, "None of these families or types")->delimiter(',');
  app.add_option("--count,--max-results", words.count, "At most so many types; as many as EKS takes where not given");
}

namespace {

/// An option of amazon-ec2-instance-selector that cannot be answered. All filters are known, so that none is taken for
/// another that is misspelt.
struct Unanswered {
  const char* name;
  const char* why;
  bool is_range = false;
  const char* letter = "";
};
constexpr const char* kNoFact = "the catalogue does not tell it of any type; leave it out";
constexpr const char* kLocalNvme = "local disks are told by --local-nvme, or --local-nvme=400 for so many GB";
constexpr Unanswered kUnanswered[] = {
    {"auto-recovery", kNoFact},
    {"current-generation", "generations are told by --min-generation"},
    {"dedicated-hosts", kNoFact},
    {"disk-encryption", kNoFact},
    {"ebs-optimized", kNoFact},
    {"ebs-optimized-baseline-bandwidth", kNoFact, true},
    {"ebs-optimized-baseline-iops", kNoFact, true},
    {"ebs-optimized-baseline-throughput", kNoFact, true},
    {"ena-support", kNoFact, false, "-e,"},
    {"free-tier", kNoFact},
    {"hibernation-support", kNoFact},
    {"ipv6", kNoFact},
    {"network-encryption", kNoFact},
    {"nvme", kLocalNvme},
    {"output", "--format says what is printed", false, "-o,"},
    {"placement-group-strategy", kNoFact},
    {"root-device-type", kNoFact},
    {"service", "what EKS cannot take is left out as it is"},
    {"virtualization-type", kNoFact},
};

}  // namespace

void declare_limits(CLI::App& app, SelectionWords& words) {
  app.option_defaults()->group("Which types");
  const auto option = [&](const std::string& names, std::string& word, const std::string& meaning) {
    app.add_option(names, word, meaning);
  };
  option("--ratio,--vcpus-to-memory-ratio", words.ratio,
         "GiB for each vCPU, 8 or 1:8, in place of --mem, or of the shapes of ranges");
  option("--like,--base-instance-type", words.like,
         "The shape and architecture of this type, and its kind: accelerators, burstable, bare metal");
  app.add_option("-z,--zones,--availability-zones", words.zones, "Only what one of these zones offers, by id: use1-az1")
      ->delimiter(',');
  option("--allow,--allow-list", words.allow, "Only types that this regular expression is found in");
  option("--deny,--deny-list", words.deny, "No type that this regular expression is found in");
  app.add_option("--vendors,--cpu-manufacturer", words.vendors, "Only CPUs of these makers, such as amd")
      ->delimiter(',');
  option("--min-generation", words.generation, "Of this generation or a later one: 6 is that of m6i");
  app.option_defaults()->group("Accelerators, network and disks");
  option("-g,--gpu,--gpus", words.gpus, "GPUs of every type: 1, or 1..4; a part of one is none");
  option("--gpu-memory-total", words.gpu_memory,
         "Memory of the GPUs of a type in all, in GiB as EC2 tells it: 16, or 20..24");
  option("--gpu-model", words.gpu_model, "GPUs of this model, such as L4");
  option("--gpu-manufacturer", words.gpu_maker, "GPUs of this maker, such as nvidia");
  const auto ends = [&](const std::string& name, Ends& of, const std::string& what) {
    constexpr const char* kEnds = "Ranges, as amazon-ec2-instance-selector has them";
    app.add_option(name + "-min", of.least, "The least " + what)->group(kEnds);
    app.add_option(name + "-max", of.most, "The most " + what)->group(kEnds);
  };
  ends("--vcpus", words.vcpu_ends, "vCPU");
  ends("--memory", words.memory_ends, "memory");
  ends("--gpus", words.gpus_ends, "GPUs");
  ends("--gpu-memory-total", words.gpu_memory_ends, "memory of GPUs");
  const auto range = [&](const std::string& name, RangeWords& of, const std::string& what, const std::string& meaning) {
    option(name, of.word, meaning);
    ends(name, of.ends, what);
  };
  range("--inference-accelerators", words.inference, "inference accelerators",
        "Inference accelerators of every type, such as Inferentia: 1, or 1..4");
  range("--inference-accelerators-memory-total", words.inference_memory, "memory of inference accelerators",
        "Memory of the inference accelerators of a type in all, in GiB: 32, or 32..64");
  option("--inference-accelerator-model", words.inference_model, "Inference accelerators of this model: inferentia2");
  option("--inference-accelerator-manufacturer", words.inference_maker, "Inference accelerators of this maker: aws");
  range("--network-interfaces", words.interfaces, "network interfaces",
        "Network interfaces that the network card of a node takes: 4, or 4..8");
  range("--network-performance", words.peak_network, "network performance",
        "Network in Gbit/s as EC2 names it, which is the most for a while: 10 of `Up to 10 Gigabit`");
  range("--instance-storage", words.storage, "local disks", "Local disks in all, in GB: 400, or 400..900");
  option("--disk-type", words.disk_type, "Only types with local disks of this kind: ssd or hdd");
  option("--network-gbps", words.network_gbps, "At least this much network baseline, in Gbit/s");
  app.add_flag("--local-nvme{1}", words.local_nvme, "Local NVMe disks; --local-nvme=400: of at least so many GB");
  app.add_flag("--efa-support", words.efa, "Only types with an Elastic Fabric Adapter");
  app.add_flag("-f,--fpga-support", words.fpga, "Only types with FPGAs");
  app.option_defaults()->group("Which types");
  range("--generation", words.generations, "generation", "Of this generation: 7 is that of m7i; or 6..7");
  app.add_option("--instance-types", words.only_types, "Only these types, by their whole names")->delimiter(',');
  app.add_flag("-b{only},--burstable{yes},--burst-support{only}", words.burstable,
               "Burstable types as well, or alone: --burstable=only");
  app.add_flag("--metal{yes},--baremetal{only}", words.metal, "Bare metal as well, or alone: --metal=only");
  app.add_flag("--flex{yes}", words.flex, "Flex types as well, or alone: --flex=only");
  option("--hypervisor", words.hypervisor, "nitro, or xen: only types of a previous generation");
  app.add_flag("--flexible", words.flexible,
               "4 GiB for each vCPU, and 4 vCPU, where nothing else is said of the shape; also types of a previous "
               "generation");
  app.option_defaults()->group("Capacity, price and interruption");
  option("--price-per-hour-min", words.min_price, "An hour costs at least this, by the price that --max-price goes by");
  option("--max-price,--price-per-hour,--price-per-hour-max", words.max_price,
         "An hour costs at most this by the catalogue: on Spot On-Demand less the savings of the Spot Advisor");
  option("--max-interruption", words.max_interruption, "At most this often interrupted, by the Spot Advisor: 10%");
  option("--optimize", words.optimize,
         "diversity, which is the default, or price or balanced, which go by the prices of --region");
  app.add_flag("--on-demand", words.on_demand, "For On-Demand capacity in place of Spot");
  for (const Unanswered& one : kUnanswered) {
    for (const char* end : {"", "-min", "-max"}) {
      const std::string name = std::string("--") + one.name + end;
      if (*end != '\0' && !one.is_range) continue;
      const auto note = [&words, &one, name](const CLI::results_t&) {
        words.unanswered = fmt::format("{} of amazon-ec2-instance-selector has no answer here: {}", name, one.why);
        return true;
      };
      app.add_option(*end == '\0' ? one.letter + name : name, note)
          ->expected(0, 1)
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
          ->group("");
    }
  }
  option("-u,--usage-class", words.usage_class, "spot, or on-demand for --on-demand");
  app.option_defaults()->group("Options");
}

}  // namespace mng::cli
