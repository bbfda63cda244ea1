#include "cli/selection.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "cli/arguments.hpp"
#include "hcl/glob.hpp"
#include "hcl/spell.hpp"
#include "model/document.hpp"
#include "model/draft.hpp"

namespace mng::cli {

void declare_shape(CLI::App& app, SelectionWords& words) {
  app.add_option("--vcpu,--vcpus", words.vcpu, "vCPU of every type; 4..8 makes a group of each shape between");
  app.add_option("--mem,--memory", words.memory,
                 "Memory of every type, in GiB or with a unit, 512MiB; 16..64 as --vcpu");
  app.add_option("--arch,--cpu-architecture", words.architecture, "x86_64, which is the default, or arm64");
  app.add_option("--region", words.region, "Take what this AWS region offers");
  app.add_option("--families", words.families, "Only these families, such as r5,r6i or 'r5*'")->delimiter(',');
  app.add_option("--exclude", words.exclude, "None of these families or types")->delimiter(',');
  app.add_option("--count,--max-results", words.count, "At most so many types; as many as EKS takes where not given");
}

void declare_limits(CLI::App& app, SelectionWords& words) {
  const auto option = [&](const std::string& names, std::string& word, const std::string& meaning) {
    app.add_option(names, word, meaning);
  };
  option("--ratio,--vcpus-to-memory-ratio", words.ratio, "GiB for each vCPU, 8 or 1:8, in place of --mem or of ranges");
  option("--like,--base-instance-type", words.like, "The shape and architecture of this type");
  app.add_option("--zones,--availability-zones", words.zones, "Only what one of these zones offers, by id: use1-az1")
      ->delimiter(',');
  option("--allow,--allow-list", words.allow, "Only types that this regular expression is found in");
  option("--deny,--deny-list", words.deny, "No type that this regular expression is found in");
  app.add_option("--vendors,--cpu-manufacturer", words.vendors, "Only CPUs of these makers, such as amd")
      ->delimiter(',');
  option("--min-generation", words.generation, "Of this generation or a later one: 6 is that of m6i");
  option("--gpu,--gpus", words.gpus, "GPUs of every type: 1, or 1..4");
  option("--network-gbps", words.network_gbps, "At least this much network baseline, in Gbit/s");
  app.add_flag("--local-nvme{1}", words.local_nvme, "Local NVMe disks; --local-nvme=400: of at least so many GB");
  app.add_flag("--burstable{yes},--burst-support{only}", words.burstable, "Burstable types as well; --burstable=only");
  app.add_flag("--metal{yes},--baremetal{only}", words.metal, "Bare metal as well; --metal=only");
  app.add_flag("--flex{yes}", words.flex, "Flex types as well; --flex=only");
  option("--max-price,--price-per-hour", words.max_price,
         "An hour costs at most this by the catalogue: on Spot On-Demand less the savings of the Spot Advisor");
  option("--max-interruption", words.max_interruption, "At most this often interrupted, by the Spot Advisor: 10%");
  option("--optimize", words.optimize, "diversity, which is the default, price or balanced");
  app.add_flag("--on-demand", words.on_demand, "For On-Demand capacity in place of Spot");
}

namespace {

constexpr double kMostMemory = 64.0 * 1024;  // GiB: twice the largest type there is
constexpr double kMostVcpu = 4096;

/// From a least to a most.
struct Bounds {
  double low = 0;
  double high = 0;
};

std::optional<double> number(std::string_view text) {
  double out = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), out);
  const bool whole = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
  return whole && std::isfinite(out) && out >= 0 ? std::optional(out) : std::nullopt;
}

/// GiB of "32", "32GiB", "16384 MiB"; nothing where it is none.
std::optional<double> gib(std::string_view text) {
  struct Unit {
    std::string_view name;
    double gib;
  };
  constexpr double kMiB = 1.0 / 1024;
  constexpr Unit kUnits[] = {{"GIB", 1},   {"GB", 1},    {"GI", 1},   {"G", 1},      {"MIB", kMiB},
                             {"MB", kMiB}, {"MI", kMiB}, {"M", kMiB}, {"TIB", 1024}, {"TB", 1024},
                             {"TI", 1024}, {"T", 1024},  {"", 1}};
  const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  std::string unit(text.substr(digits));
  unit.erase(0, unit.find_first_not_of(' ') == std::string::npos ? unit.size() : unit.find_first_not_of(' '));
  for (char& c : unit) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  const std::optional<double> amount = number(text.substr(0, digits));
  for (const Unit& known : kUnits) {
    if (amount && known.name == unit) return *amount * known.gib;
  }
  return std::nullopt;
}

/// "4", or "4..8".
template <typename Read>
std::optional<Bounds> bounds(std::string_view text, const Read& read) {
  const std::size_t dots = text.find("..");
  const std::optional<double> low = read(text.substr(0, dots));
  const std::optional<double> high = dots == std::string_view::npos ? low : read(text.substr(dots + 2));
  if (!low || !high || *low > *high) return std::nullopt;
  return Bounds{*low, *high};
}

bool whole(double value) {
  return std::trunc(value) == value;
}

/// Turns words into a query, and says what is wrong with them.
class Reader {
 public:
  Reader(const SelectionWords& words, const catalogue::Tables& tables, const model::Vocabulary& vocabulary)
      : words_(words), tables_(tables), vocabulary_(vocabulary) {}

  Selection run() {
    Selection out;
    catalogue::Query query;
    out.fault = read(query);
    if (!out.fault.empty()) return out;
    const bool one = vcpu_ && memory_ && vcpu_->low == vcpu_->high && memory_->low == memory_->high;
    if (one) {
      query.vcpu = static_cast<unsigned>(vcpu_->low);
      query.memory_mib = mib(memory_->low);
      out.queries.push_back(std::move(query));
      return out;
    }
    for (const auto& [vcpu, memory_mib] : catalogue::shapes(tables_, query)) {
      if (!lies_in(vcpu, memory_mib)) continue;
      out.queries.push_back(query);
      out.queries.back().vcpu = vcpu;
      out.queries.back().memory_mib = memory_mib;
    }
    constexpr std::size_t kMost = 50;
    if (out.queries.size() > kMost) {
      out.fault = fmt::format("{} shapes lie in what is asked for, and each makes a group; narrow it to {} at most",
                              out.queries.size(), kMost);
    }
    return out;
  }

 private:
  static std::uint32_t mib(double gib) { return static_cast<std::uint32_t>(std::lround(gib * 1024)); }

  [[nodiscard]] bool lies_in(unsigned vcpu, std::uint32_t memory_mib) const {
    const double memory = memory_mib / 1024.0;
    return (!vcpu_ || (vcpu >= vcpu_->low && vcpu <= vcpu_->high)) &&
           (!memory_ || (memory_mib >= mib(memory_->low) && memory_mib <= mib(memory_->high))) &&
           (!ratio_ || memory == vcpu * *ratio_);
  }

  std::string read(catalogue::Query& query) {
    std::string fault = shape(query);
    if (fault.empty()) fault = place(query);
    if (fault.empty()) fault = names(query);
    if (fault.empty()) fault = kinds(query);
    if (fault.empty()) fault = limits(query);
    return fault;
  }

  std::string shape(catalogue::Query& query) {
    std::string architecture = words_.architecture;
    if (!words_.like.empty()) {
      const auto like = tables_.find_type(words_.like);
      if (!like) return "--like: " + no_type(words_.like);
      if (!words_.vcpu.empty() || !words_.memory.empty() || !words_.ratio.empty()) {
        return "--like takes the shape of a type: leave --vcpu, --mem and --ratio out";
      }
      const catalogue::InstanceType& type = tables_.types[*like];
      vcpu_ = Bounds{static_cast<double>(type.vcpu), static_cast<double>(type.vcpu)};
      memory_ = Bounds{type.memory_mib / 1024.0, type.memory_mib / 1024.0};
      if (architecture.empty() && (type.architectures & catalogue::kX86_64) == 0) architecture = "arm64";
      query.burstable = type.burstable;
      query.bare_metal = type.bare_metal;
      if (type.gpus > 0) query.gpus = {type.gpus, type.gpus};
    } else if (std::string fault = numbers(); !fault.empty()) {
      return fault;
    }
    // Other names of the same, which are nearer to the wrong one in letters.
    for (const auto& [other, ours] :
         {std::pair("amd64", "x86_64"), std::pair("x64", "x86_64"), std::pair("aarch64", "arm64")}) {
      if (architecture == other) return fmt::format("--arch has no value `{}`; did you mean `{}`?", other, ours);
    }
    if (architecture.empty()) architecture = "x86_64";
    query.architecture = model::architecture_of(architecture);
    return not_one_of("--arch", architecture, model::architecture_names());
  }

  std::string numbers() {
    if (!words_.ratio.empty()) {
      std::string_view text = words_.ratio;
      if (text.starts_with("1:")) text.remove_prefix(2);
      ratio_ = number(text);
      if (!ratio_ || *ratio_ == 0)
        return fmt::format("--ratio takes GiB for each vCPU, such as 8, not `{}`", words_.ratio);
    }
    if (words_.vcpu.empty() && (words_.memory.empty() || !ratio_)) return "--vcpu is required";
    if (words_.memory.empty() && !ratio_) return "--mem is required";
    if (!words_.vcpu.empty()) {
      if (!bounds(words_.vcpu, number))
        return fmt::format("--vcpu takes a number, or two as 4..8, not `{}`", words_.vcpu);
      vcpu_ = bounds(words_.vcpu, number);
      if (vcpu_->low < 1 || vcpu_->high > kMostVcpu || !whole(vcpu_->low) || !whole(vcpu_->high)) {
        return fmt::format("--vcpu takes whole numbers from 1 to {}", kMostVcpu);
      }
    }
    if (!words_.memory.empty()) {
      memory_ = bounds(words_.memory, gib);
      if (!memory_ || memory_->low <= 0 || memory_->high > kMostMemory) {
        return fmt::format("--mem takes GiB above 0, such as 32, 30.5, 512MiB or 16..64, not `{}`", words_.memory);
      }
    }
    if (ratio_ && vcpu_ && !memory_ && vcpu_->low == vcpu_->high) {
      memory_ = Bounds{vcpu_->low * *ratio_, vcpu_->low * *ratio_};
    }
    return {};
  }

  [[nodiscard]] std::string no_type(std::string_view name) const {
    std::string out = fmt::format("the catalogue of {} has no type `{}`", tables_.types_date, name);
    for (const std::string_view near : tables_.nearest_types(name, 1)) out += fmt::format("; did you mean `{}`?", near);
    return out;
  }

  std::string place(catalogue::Query& query) {
    query.region = words_.region;
    const auto region = tables_.find_region(words_.region);
    if (!words_.region.empty() && !region) return "--region: " + model::unknown_region(words_.region, tables_);
    for (const auto& [option, word] :
         {std::pair("--max-price", &words_.max_price), std::pair("--max-interruption", &words_.max_interruption)}) {
      if (!word->empty() && !region) return fmt::format("{} needs a region: --region eu-west-1", option);
    }
    if (words_.zones.empty()) return {};
    if (!region) return "--zones needs a region: --region eu-west-1";
    const catalogue::Region& of = tables_.regions[*region];
    query.zones = 0;
    for (const std::string& zone : words_.zones) {
      const auto at = std::find(of.zones.begin(), of.zones.end(), zone);
      if (at == of.zones.end()) {
        std::string ids;
        for (const std::string_view id : of.zones) ids += fmt::format("{}{}", ids.empty() ? "" : ", ", id);
        return fmt::format(
            "--zones: {} has no zone of the id `{}`{}{}; a name such as {}a is another zone in each account", of.name,
            zone, ids.empty() ? "" : "; it has ", ids, of.name);
      }
      query.zones |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(at - of.zones.begin()));
    }
    return {};
  }

  std::string names(catalogue::Query& query) {
    for (const std::string& word : words_.families) {
      std::vector<std::string> found = families_like(word);
      if (found.empty()) return no_family("--families", word, false);
      query.families.insert(query.families.end(), found.begin(), found.end());
    }
    for (const std::string& word : words_.exclude) {
      std::vector<std::string> found = families_like(word);
      if (found.empty() && !tables_.find_type(word)) return no_family("--exclude", word, true);
      if (found.empty()) found.push_back(word);
      query.exclude.insert(query.exclude.end(), found.begin(), found.end());
    }
    const std::vector<std::string> unfit =
        model::families_without_image(vocabulary_, query.architecture == catalogue::kArm64 ? "arm64" : "x86_64");
    query.exclude.insert(query.exclude.begin(), unfit.begin(), unfit.end());
    std::string fault = by_pattern("--allow", words_.allow, false, query);
    return fault.empty() ? by_pattern("--deny", words_.deny, true, query) : fault;
  }

  /// Families of that name or, of a pattern, all that fit.
  [[nodiscard]] std::vector<std::string> families_like(std::string_view word) const {
    std::vector<std::string> out;
    for (const catalogue::InstanceType& type : tables_.types) {
      if (!out.empty() && out.back() == type.family()) continue;
      if (type.family() == word || hcl::glob_matches(word, type.family())) out.emplace_back(type.family());
    }
    return out;
  }

  [[nodiscard]] std::string no_family(std::string_view option, const std::string& word, bool types_too) const {
    std::vector<std::string_view> known;
    for (const catalogue::InstanceType& type : tables_.types) {
      if (known.empty() || known.back() != type.family()) known.push_back(type.family());
      if (types_too && word.find('.') != std::string::npos) known.push_back(type.name);
    }
    const std::string meant = hcl::did_you_mean(word, known);
    return fmt::format("{}: the catalogue of {} has no {} `{}`{}{}", option, tables_.types_date,
                       types_too ? "family or type" : "family", word, meant.empty() ? "" : "; ", meant);
  }

  std::string by_pattern(std::string_view option, const std::string& word, bool leaves_out,
                         catalogue::Query& query) const {
    if (word.empty()) return {};
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    const RE2 pattern(word, options);
    if (!pattern.ok()) return fmt::format("{}: `{}` is no regular expression: {}", option, word, pattern.error());
    for (const catalogue::InstanceType& type : tables_.types) {
      const bool found = RE2::PartialMatch(re2::StringPiece(type.name.data(), type.name.size()), pattern);
      if (found == leaves_out) query.exclude.emplace_back(type.name);
    }
    return {};
  }

  std::string kinds(catalogue::Query& query) const {
    struct Row {
      std::string_view option;
      const std::string& word;
      bool& admits;
      catalogue::Kind kind;
    };
    for (const Row& row : {Row{"--burstable", words_.burstable, query.burstable, catalogue::kBurstable},
                           Row{"--metal", words_.metal, query.bare_metal, catalogue::kBareMetal},
                           Row{"--flex", words_.flex, query.flex, catalogue::kFlex}}) {
      if (row.word.empty()) continue;
      if (row.word != "yes" && row.word != "no" && row.word != "true" && row.word != "false" && row.word != "only") {
        return fmt::format("{} takes yes, no or only, not `{}`", row.option, row.word);
      }
      row.admits = row.word != "no" && row.word != "false";
      if (row.word == "only") query.only |= row.kind;
    }
    for (const std::string& vendor : words_.vendors) {
      std::string name = vendor;
      for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      const auto known = std::find_if(tables_.vendors.begin(), tables_.vendors.end(), [&](std::string_view one) {
        return !one.empty() && one.size() == name.size() &&
               std::equal(one.begin(), one.end(), name.begin(), [](char a, char b) {
                 return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
               });
      });
      if (known == tables_.vendors.end()) {
        std::vector<std::string_view> makers;
        for (const std::string_view one : tables_.vendors) {
          if (!one.empty()) makers.push_back(one);
        }
        return not_one_of("--vendors", vendor, makers);
      }
      query.vendors.emplace_back(*known);
    }
    return {};
  }

  std::string limits(catalogue::Query& query) const {
    const auto least = [](std::string_view option, const std::string& word, double most, double& out) -> std::string {
      const std::optional<double> value = number(word);
      if (!value || *value > most) return fmt::format("{} takes a number, not `{}`", option, word);
      out = *value;
      return {};
    };
    double value = 0;
    constexpr double kMost = 1e6;
    if (!words_.generation.empty()) {
      if (std::string fault = least("--min-generation", words_.generation, kMost, value); !fault.empty()) return fault;
      query.generation = static_cast<unsigned>(value);
    }
    if (!words_.local_nvme.empty()) {
      if (std::string fault = least("--local-nvme", words_.local_nvme, kMost, value); !fault.empty()) return fault;
      query.local_nvme_gb = std::max(1U, static_cast<unsigned>(std::ceil(value)));
    }
    if (!words_.network_gbps.empty()) {
      constexpr double kMbps = 1000;
      if (std::string fault = least("--network-gbps", words_.network_gbps, kMost, value); !fault.empty()) return fault;
      query.network_mbps = static_cast<std::uint32_t>(std::ceil(value * kMbps));
    }
    if (!words_.gpus.empty()) {
      const std::optional<Bounds> gpus = bounds(words_.gpus, number);
      if (!gpus || gpus->high > kMost || !whole(gpus->low) || !whole(gpus->high)) {
        return fmt::format("--gpu takes a number, or two as 1..4, not `{}`", words_.gpus);
      }
      query.gpus = {static_cast<unsigned>(gpus->low), static_cast<unsigned>(gpus->high)};
    }
    if (!words_.max_price.empty()) {
      constexpr double kMillionths = 1e6;
      if (std::string fault = least("--max-price", words_.max_price, kMost, value); !fault.empty()) return fault;
      query.most_price = static_cast<std::uint64_t>(std::llround(value * kMillionths));
    }
    if (std::string fault = band(query); !fault.empty()) return fault;
    if (!words_.optimize.empty()) {
      const std::vector<std::string_view> known{"diversity", "balanced", "price"};
      if (std::string fault = not_one_of("--optimize", words_.optimize, known); !fault.empty()) return fault;
      query.optimize = words_.optimize == "price"      ? catalogue::Optimize::kPrice
                       : words_.optimize == "balanced" ? catalogue::Optimize::kBalanced
                                                       : catalogue::Optimize::kDiversity;
    }
    query.on_demand = words_.on_demand;
    const unsigned most = model::most_types(vocabulary_);
    if (words_.count && (*words_.count == 0 || *words_.count > most)) {
      return fmt::format("--count takes a number from 1 to {}: EKS takes no more types in one group", most);
    }
    query.count = words_.count.value_or(most);
    return {};
  }

  /// The worst band that lies below a percentage: of 10% that of 5-10%.
  std::string band(catalogue::Query& query) const {
    if (words_.max_interruption.empty()) return {};
    std::string_view text = words_.max_interruption;
    if (text.ends_with('%')) text.remove_suffix(1);
    const std::optional<double> percent = number(text);
    std::string labels;
    for (std::size_t i = 0; i < tables_.bands.size(); ++i) {
      const std::string_view label = tables_.bands[i];
      labels += fmt::format("{}{}", labels.empty() ? "" : ", ", label);
      // "<5%" and "5-10%" end with their upper bound; the last, ">20%", has none.
      const std::size_t digits = label.find_last_not_of("0123456789", label.size() - 2) + 1;
      const std::optional<double> end =
          label.starts_with('>') ? std::nullopt : number(label.substr(digits, label.size() - 1 - digits));
      if (percent && end && *end <= *percent) query.worst_band = static_cast<std::uint8_t>(i);
      if (percent && *percent >= 100) query.worst_band = static_cast<std::uint8_t>(i);
    }
    if (query.worst_band) return {};
    return fmt::format("--max-interruption takes a percentage of the Spot Advisor's bands ({}), not `{}`", labels,
                       words_.max_interruption);
  }

  const SelectionWords& words_;
  const catalogue::Tables& tables_;
  const model::Vocabulary& vocabulary_;
  std::optional<Bounds> vcpu_;
  std::optional<Bounds> memory_;  // GiB
  std::optional<double> ratio_;
};

}  // namespace

Selection selection_of(const SelectionWords& words, const catalogue::Tables& tables,
                       const model::Vocabulary& vocabulary) {
  return Reader(words, tables, vocabulary).run();
}

std::vector<Loosened> loosened(const catalogue::Query& query, const std::vector<std::string>& without_image) {
  std::vector<Loosened> out;
  const auto without = [&](std::string_view option, bool given, const auto& change) {
    if (!given) return;
    out.push_back({std::string(option), query});
    change(out.back().query);
  };
  using catalogue::Query;
  without("--families", !query.families.empty(), [](Query& q) { q.families.clear(); });
  without("--exclude, --allow and --deny", query.exclude.size() > without_image.size(),
          [&](Query& q) { q.exclude = without_image; });
  without("--vendors", !query.vendors.empty(), [](Query& q) { q.vendors.clear(); });
  without("--min-generation", query.generation > 0, [](Query& q) { q.generation = 0; });
  without("--gpu", query.gpus.has_value(), [](Query& q) { q.gpus.reset(); });
  without("--local-nvme", query.local_nvme_gb > 0, [](Query& q) { q.local_nvme_gb = 0; });
  without("--network-gbps", query.network_mbps > 0, [](Query& q) { q.network_mbps = 0; });
  without("=only", query.only != 0, [](Query& q) { q.only = 0; });
  without("--zones", query.zones != 0xff, [](Query& q) { q.zones = 0xff; });
  without("--max-price", query.most_price.has_value(), [](Query& q) { q.most_price.reset(); });
  without("--max-interruption", query.worst_band.has_value(), [](Query& q) { q.worst_band.reset(); });
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
      return "left out (--exclude, --allow, --deny or no image for it)";
    case Reason::kGpus:
      return "other GPUs (--gpu)";
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
    case Reason::kNoPrice:
      return "price not known (--max-price)";
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
