#include "cli/selection.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>
#include <tuple>

#include "cli/arguments.hpp"
#include "hcl/glob.hpp"
#include "hcl/spell.hpp"
#include "model/document.hpp"
#include "model/draft.hpp"
#include "model/facts.hpp"
#include "model/image.hpp"

namespace mng::cli {

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

/// "4", or "4..8", in whatever order.
template <typename Read>
std::optional<Bounds> bounds(std::string_view text, const Read& read) {
  const std::size_t dots = text.find("..");
  const std::optional<double> low = read(text.substr(0, dots));
  const std::optional<double> high = dots == std::string_view::npos ? low : read(text.substr(dots + 2));
  if (!low || !high) return std::nullopt;
  return Bounds{*low, *high};
}

bool whole(double value) {
  return std::trunc(value) == value;
}

/// Turns words into a query, and says what is wrong with them.
class Reader {
 public:
  Reader(const SelectionWords& words, const catalogue::Tables& tables, const model::Vocabulary& vocabulary,
         Purpose purpose)
      : words_(words), tables_(tables), vocabulary_(vocabulary), listing_(purpose == Purpose::kList) {}

  Selection run() {
    Selection out;
    catalogue::Query query;
    out.fault = read(query);
    if (!out.fault.empty()) return out;
    out.gpu_memory_mib = query.gpu_memory_mib;
    out.accelerators = catalogue::accelerators_asked(query);
    if (is_one_shape()) {
      if (!lies_in(static_cast<unsigned>(vcpu_->low), mib(memory_->low))) return out;
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
    if (!listing_ && out.queries.size() > kMost) {
      out.fault = fmt::format("{} shapes lie in what is asked for, and each makes a group; narrow it to {} at most",
                              out.queries.size(), kMost);
    }
    return out;
  }

  std::vector<Named> named(const std::vector<std::string>& names) {
    std::vector<Named> out;
    catalogue::Query query;
    if (!read(query).empty()) return out;
    for (const std::string& name : names) {
      const std::uint32_t index = *tables_.find_type(name);
      const auto same = [index](const Named& one) { return one.type == index; };
      if (std::any_of(out.begin(), out.end(), same)) continue;
      const catalogue::InstanceType& type = tables_.types[index];
      query.vcpu = type.vcpu;
      query.memory_mib = type.memory_mib;
      const bool shape = lies_in(type.vcpu, type.memory_mib);
      out.push_back({index, shape ? catalogue::reasons(tables_, query)[index] : catalogue::Reason::kShape});
    }
    return out;
  }

 private:
  static std::uint32_t mib(double gib) { return static_cast<std::uint32_t>(std::lround(gib * 1024)); }

  [[nodiscard]] bool is_one_shape() const {
    return vcpu_ && memory_ && vcpu_->low == vcpu_->high && memory_->low == memory_->high;
  }

  [[nodiscard]] bool lies_in(unsigned vcpu, std::uint32_t memory_mib) const {
    return (!vcpu_ || (vcpu >= vcpu_->low && vcpu <= vcpu_->high)) &&
           (!memory_ || (memory_mib >= mib(memory_->low) && memory_mib <= mib(memory_->high))) &&
           (!ratio_ || memory_mib == mib(vcpu * *ratio_));
  }

  std::string read(catalogue::Query& query) {
    std::string fault = words_.unanswered;
    if (fault.empty()) fault = shape(query);
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
      if (says_vcpu() || says_memory() || !words_.ratio.empty()) {
        return "--like takes the shape of a type: leave --vcpu, --mem and --ratio out";
      }
      const catalogue::InstanceType& type = tables_.types[*like];
      vcpu_ = Bounds{static_cast<double>(type.vcpu), static_cast<double>(type.vcpu)};
      memory_ = Bounds{type.memory_mib / 1024.0, type.memory_mib / 1024.0};
      if (architecture.empty()) architecture = model::main_architecture(type);
      if ((model::architecture_of(model::main_architecture(type)) & type.architectures) == 0) {
        return fmt::format("--like: {} is of {}, and nodes of EKS are of {}", type.name, model::main_architecture(type),
                           fmt::join(model::architecture_names(), " or "));
      }
      like_kind(type, query);
    } else if (std::string fault = numbers(); !fault.empty()) {
      return fault;
    }
    // Names of the same elsewhere: of amazon-ec2-instance-selector, of images of containers, of uname.
    for (const auto& [other, ours] : {std::pair("amd64", "x86_64"), std::pair("aarch64", "arm64")}) {
      if (architecture == other) architecture = ours;
    }
    // Those that may mean another one as well, and are nearer to a wrong one in letters.
    for (const auto& [other, ours] : {std::pair("x64", "x86_64"), std::pair("x86", "x86_64"),
                                      std::pair("x86-64", "x86_64"), std::pair("arm", "arm64")}) {
      if (architecture == other) return fmt::format("--arch has no value `{}`; did you mean `{}`?", other, ours);
    }
    if (architecture.empty() && listing_) {
      unsigned any = 0;
      for (const std::string_view name : model::architecture_names()) any |= model::architecture_of(name);
      query.architecture = static_cast<catalogue::Architecture>(any);
      return {};
    }
    if (architecture.empty()) architecture = "x86_64";
    query.architecture = model::architecture_of(architecture);
    return not_one_of("--arch", architecture, model::architecture_names());
  }

  /// What kind of type it is that others are to be like: no type of another kind stands in for it.
  void like_kind(const catalogue::InstanceType& type, catalogue::Query& query) const {
    query.burstable = type.burstable;
    query.bare_metal = type.bare_metal;
    if (type.burstable) query.only |= catalogue::kBurstable;
    if (type.bare_metal) query.only |= catalogue::kBareMetal;
    if (type.gpus == 0) {
      query.accelerators = type.accelerators;
      if (type.inference > 0) query.inference = {type.inference, type.inference};
      return;
    }
    // Pods ask for GPUs by the name of their maker.
    query.gpus = {type.gpus, type.gpus};
    query.gpu_maker = tables_.gpus[type.gpu].maker;
    query.part_of_gpu = type.part_of_gpu;
  }

  [[nodiscard]] bool says_vcpu() const { return !words_.vcpu.empty() || words_.vcpu_ends != Ends{}; }
  [[nodiscard]] bool says_memory() const { return !words_.memory.empty() || words_.memory_ends != Ends{}; }

  /// What was given of a range, as one word or by its ends.
  struct RangeWord {
    std::string takes;  ///< "--vcpu takes"
    std::string text;   ///< "4", "4..8"; empty where nothing was given
    std::string fault;
    std::string turned{};  ///< what is said where the first of two numbers is the greater
  };
  static RangeWord range_word(const std::string& option, const std::string& word, const std::string& pair,
                              const Ends& ends, const std::string& lowest, double highest) {
    if (ends == Ends{})
      return {option + " takes", word, {}, fmt::format("{} {}: the lesser of the two comes first", option, word)};
    const std::string names = fmt::format("{0}-min and {0}-max", pair);
    if (!word.empty()) return {{}, {}, fmt::format("{} does not go with {}", option, names)};
    return {names + " take",
            fmt::format("{}..{}", ends.least.empty() ? lowest : ends.least,
                        ends.most.empty() ? fmt::format("{}", highest) : ends.most),
            {},
            ends.least.empty() ? fmt::format("{}-max {} is below {}, the least that is taken", pair, ends.most, lowest)
            : ends.most.empty()
                ? fmt::format("{}-min {} is above {}, the most that is taken", pair, ends.least, highest)
                : fmt::format("{0}-min {1} is more than {0}-max {2}", pair, ends.least, ends.most)};
  }
  static bool is_turned(const std::optional<Bounds>& range) { return range && range->low > range->high; }

  std::string numbers() {
    RangeWord vcpu = range_word("--vcpu", words_.vcpu, "--vcpus", words_.vcpu_ends, "1", kMostVcpu);
    const RangeWord memory = range_word("--mem", words_.memory, "--memory", words_.memory_ends, "0.001", kMostMemory);
    if (!vcpu.fault.empty()) return vcpu.fault;
    if (!memory.fault.empty()) return memory.fault;
    std::string_view ratio = words_.ratio;
    // What amazon-ec2-instance-selector takes, of the shape that is its most usual: a group is of one shape.
    if (words_.flexible && ratio.empty() && (vcpu.text.empty() || memory.text.empty())) ratio = "4";
    if (words_.flexible && vcpu.text.empty() && memory.text.empty()) vcpu.text = "4";
    if (!ratio.empty()) {
      if (ratio.starts_with("1:")) ratio.remove_prefix(2);
      ratio_ = number(ratio);
      if (!ratio_ || *ratio_ == 0)
        return fmt::format("--ratio takes GiB for each vCPU, such as 8, not `{}`", words_.ratio);
    }
    if (!listing_ && vcpu.text.empty() && (memory.text.empty() || !ratio_)) return "--vcpu is required";
    if (!listing_ && memory.text.empty() && !ratio_) return "--mem is required";
    if (!vcpu.text.empty()) {
      vcpu_ = bounds(vcpu.text, number);
      if (is_turned(vcpu_)) return vcpu.turned;
      if (!vcpu_) return fmt::format("{} a number, or two as 4..8, not `{}`", vcpu.takes, vcpu.text);
      if (vcpu_->low < 1 || vcpu_->high > kMostVcpu || !whole(vcpu_->low) || !whole(vcpu_->high)) {
        return fmt::format("{} whole numbers from 1 to {}", vcpu.takes, kMostVcpu);
      }
    }
    if (!memory.text.empty()) {
      memory_ = bounds(memory.text, gib);
      if (is_turned(memory_)) return memory.turned;
      if (!memory_ || memory_->low <= 0 || memory_->high > kMostMemory) {
        return fmt::format("{} GiB above 0, such as 32, 30.5, 512MiB or 16..64, not `{}`", memory.takes, memory.text);
      }
    }
    if (ratio_ && vcpu_ && !memory_ && vcpu_->low == vcpu_->high) {
      memory_ = Bounds{vcpu_->low * *ratio_, vcpu_->low * *ratio_};
    }
    // A list of types has none then; a group of one shape cannot be meant so.
    if (!listing_ && is_one_shape() && !lies_in(static_cast<unsigned>(vcpu_->low), mib(memory_->low))) {
      return fmt::format("--ratio {:g} contradicts --vcpu {:g} and --mem {:g}, which is {:g} GiB for each vCPU",
                         *ratio_, vcpu_->low, memory_->low, memory_->low / vcpu_->low);
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
         {std::pair("--max-price", &words_.max_price), std::pair("--price-per-hour-min", &words_.min_price),
          std::pair("--max-interruption", &words_.max_interruption)}) {
      if (!word->empty() && !region)
        return fmt::format("{} needs a region: --region {}", option, known_region(word != &words_.max_interruption));
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

  /// The region in which the catalogue knows prices, or how often Spot is interrupted, of most types.
  [[nodiscard]] std::string_view known_region(bool price) const {
    const bool on_demand = words_.on_demand || words_.usage_class == "on-demand";
    std::string_view name = "NAME";
    std::size_t most = 0;
    for (std::uint32_t region = 0; region < tables_.regions.size(); ++region) {
      std::size_t known = 0;
      for (std::uint32_t type = 0; type < tables_.types.size(); ++type) {
        const bool is_known = price ? catalogue::price_of(tables_, type, region, on_demand).has_value()
                                    : tables_.band[tables_.cell(type, region)] != catalogue::Tables::kUnknown8;
        known += is_known ? 1U : 0U;
      }
      if (known <= most) continue;
      most = known;
      name = tables_.regions[region].name;
    }
    return name;
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
    for (const std::string_view architecture : model::architecture_names()) {
      if ((query.architecture & model::architecture_of(architecture)) == 0) continue;
      const std::vector<std::string> unfit = model::families_without_image(vocabulary_, architecture);
      query.exclude.insert(query.exclude.begin(), unfit.begin(), unfit.end());
    }
    if (std::string fault = only_types(query); !fault.empty()) return fault;
    query.pod_limits = model::pod_limits(vocabulary_);
    std::string fault = by_pattern("--allow", words_.allow, false, query);
    return fault.empty() ? by_pattern("--deny", words_.deny, true, query) : fault;
  }

  std::string only_types(catalogue::Query& query) const {
    const std::vector<std::string>& only = words_.only_types;
    if (only.empty()) return {};
    for (const std::string& name : only) {
      if (!tables_.find_type(name)) return "--instance-types: " + no_type(name);
    }
    for (const catalogue::InstanceType& type : tables_.types) {
      if (std::find(only.begin(), only.end(), type.name) == only.end()) query.exclude.emplace_back(type.name);
    }
    return {};
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
      const unsigned others = query.only & ~static_cast<unsigned>(row.kind);
      query.only = static_cast<std::uint8_t>(row.word == "only" ? others | row.kind : others);
    }
    for (const std::string& vendor : words_.vendors) {
      std::string_view found;
      const std::string fault = known_name("--vendors", vendor, tables_.vendors, found);
      if (!fault.empty()) return fault;
      query.vendors.emplace_back(found);
    }
    if (!words_.hypervisor.empty()) {
      if (std::string fault = not_one_of("--hypervisor", words_.hypervisor, {"nitro", "xen"}); !fault.empty())
        return fault;
      query.hypervisor = words_.hypervisor == "xen" ? catalogue::Hypervisor::kXen : catalogue::Hypervisor::kNitro;
    }
    query.efa = words_.efa;
    if (words_.fpga) query.only |= catalogue::kWithFpga;
    query.previous_generation = words_.flexible;
    query.unsold = words_.unsold;
    return {};
  }

  /// Finds a word among names, in capitals or not; returns what is wrong with it.
  static std::string known_name(std::string_view option, const std::string& word,
                                std::span<const std::string_view> names, std::string_view& found) {
    const auto same = [](char a, char b) { return lower(a) == lower(b); };
    std::vector<std::string_view> known;
    for (const std::string_view name : names) {
      if (name.empty() || std::find(known.begin(), known.end(), name) != known.end()) continue;
      known.push_back(name);
      if (name.size() == word.size() && std::equal(name.begin(), name.end(), word.begin(), same)) found = name;
    }
    return found.empty() ? not_one_of(option, word, known) : std::string();
  }

  static char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

  std::string gpus(catalogue::Query& query) const {
    constexpr double kMost = 1e6;
    const RangeWord count = range_word("--gpu", words_.gpus, "--gpus", words_.gpus_ends, "0", kMost);
    const RangeWord memory = range_word("--gpu-memory-total", words_.gpu_memory, "--gpu-memory-total",
                                        words_.gpu_memory_ends, "0", kMostMemory);
    if (!count.fault.empty()) return count.fault;
    if (!memory.fault.empty()) return memory.fault;
    if (!count.text.empty()) {
      const std::optional<Bounds> gpus = bounds(count.text, number);
      if (is_turned(gpus)) return count.turned;
      if (!gpus || gpus->high > kMost || !whole(gpus->low) || !whole(gpus->high)) {
        return fmt::format("{} a number, or two as 1..4, not `{}`", count.takes, count.text);
      }
      if (!listing_ && gpus->low == 0 && gpus->high > 0) {
        return fmt::format("{} no range from 0, as `{}` is: a group has types with GPUs, or types without", count.takes,
                           count.text);
      }
      query.gpus = {static_cast<unsigned>(gpus->low), static_cast<unsigned>(gpus->high)};
      if (gpus->high == 0) {  // in place of what --like says
        query.gpu_maker = {};
        query.part_of_gpu = false;
      }
    }
    if (!memory.text.empty()) {
      const std::optional<Bounds> in_all = bounds(memory.text, gib);
      if (is_turned(in_all)) return memory.turned;
      if (!in_all || in_all->high > kMostMemory) {
        return fmt::format("{} GiB, such as 16, 22.5 or 16..24, not `{}`", memory.takes, memory.text);
      }
      query.gpu_memory_mib = {mib(in_all->low), mib(in_all->high)};
    }
    std::vector<std::string_view> makers;
    std::vector<std::string_view> models;
    for (const catalogue::Gpu& gpu : tables_.gpus) {
      makers.push_back(gpu.maker);
      models.push_back(gpu.model);
    }
    std::string fault;
    if (!words_.gpu_maker.empty()) fault = known_name("--gpu-manufacturer", words_.gpu_maker, makers, query.gpu_maker);
    if (fault.empty() && !words_.gpu_model.empty())
      fault = known_name("--gpu-model", words_.gpu_model, models, query.gpu_model);
    return fault;
  }

  std::string inference(catalogue::Query& query) const {
    if (words_.inference_maker.empty() && words_.inference_model.empty()) return {};
    std::vector<std::string_view> makers;
    std::vector<std::string_view> models;
    for (const catalogue::Gpu& one : tables_.inference) {
      makers.push_back(one.maker);
      models.push_back(one.model);
    }
    std::string fault;
    if (!words_.inference_maker.empty())
      fault = known_name("--inference-accelerator-manufacturer", words_.inference_maker, makers, query.inference_maker);
    if (fault.empty() && !words_.inference_model.empty())
      fault = known_name("--inference-accelerator-model", words_.inference_model, models, query.inference_model);
    return fault;
  }

  /// Ranges that few ask for.
  std::string ranges(catalogue::Query& query) const {
    constexpr double kMost = 1e6;
    constexpr double kMiB = 1024;
    constexpr double kMbps = 1000;
    struct Row {
      const char* option;
      const RangeWords& words;
      std::optional<double> (*read)(std::string_view);
      double least;
      double most;
      double factor;
      const char* takes;
      catalogue::Range& out;
      bool whole = false;
    };
    for (const Row& row : {Row{"--network-interfaces", words_.interfaces, number, 1, kMost, 1,
                               "whole numbers from 1, such as 4 or 4..8", query.interfaces, true},
                           Row{"--inference-accelerators", words_.inference, number, 1, kMost, 1,
                               "whole numbers from 1, such as 1 or 1..4", query.inference, true},
                           Row{"--inference-accelerators-memory-total", words_.inference_memory, gib, 0, kMostMemory,
                               kMiB, "GiB, such as 32 or 32..64", query.inference_memory_mib},
                           Row{"--network-performance", words_.peak_network, number, 0, kMost, kMbps,
                               "Gbit/s, such as 10 or 10..25", query.peak_mbps},
                           Row{"--instance-storage", words_.storage, number, 0, kMost, 1, "GB, such as 400 or 400..900",
                               query.disk_gb, true},
                           Row{"--generation", words_.generations, number, 1, kMost, 1,
                               "whole numbers from 1, such as 7 or 6..7", query.generations, true}}) {
      if (!row.words.given()) continue;
      const RangeWord word =
          range_word(row.option, row.words.word, row.option, row.words.ends, fmt::format("{}", row.least), row.most);
      if (!word.fault.empty()) return word.fault;
      const std::optional<Bounds> found = bounds(word.text, row.read);
      if (is_turned(found)) return word.turned;
      const bool fits = found && found->low >= row.least && found->high <= row.most &&
                        (!row.whole || (whole(found->low) && whole(found->high)));
      if (!fits) return fmt::format("{} {}, not `{}`", word.takes, row.takes, word.text);
      row.out = {static_cast<std::uint32_t>(std::lround(found->low * row.factor)),
                 static_cast<std::uint32_t>(std::lround(found->high * row.factor))};
    }
    if (words_.disk_type.empty()) return {};
    query.hdd = words_.disk_type == "hdd";
    return not_one_of("--disk-type", words_.disk_type, {"hdd", "ssd"});
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
    if (std::string fault = gpus(query); !fault.empty()) return fault;
    if (std::string fault = inference(query); !fault.empty()) return fault;
    if (std::string fault = ranges(query); !fault.empty()) return fault;
    for (const auto& [option, word, price] :
         {std::tuple("--max-price", &words_.max_price, &query.most_price),
          std::tuple("--price-per-hour-min", &words_.min_price, &query.least_price)}) {
      constexpr double kMillionths = 1e6;
      if (word->empty()) continue;
      if (std::string fault = least(option, *word, kMost, value); !fault.empty()) return fault;
      *price = static_cast<std::uint64_t>(std::llround(value * kMillionths));
    }
    if (query.least_price && query.most_price && *query.least_price > *query.most_price) {
      return fmt::format("--price-per-hour-min {} is above the most that an hour may cost, {}", words_.min_price,
                         words_.max_price);
    }
    if (std::string fault = band(query); !fault.empty()) return fault;
    if (!words_.optimize.empty()) {
      const std::vector<std::string_view> known{"diversity", "balanced", "price"};
      if (std::string fault = not_one_of("--optimize", words_.optimize, known); !fault.empty()) return fault;
      query.optimize = words_.optimize == "price"      ? catalogue::Optimize::kPrice
                       : words_.optimize == "balanced" ? catalogue::Optimize::kBalanced
                                                       : catalogue::Optimize::kDiversity;
    }
    query.on_demand = words_.on_demand || words_.usage_class == "on-demand";
    if (!words_.usage_class.empty()) {
      if (std::string fault = not_one_of("--usage-class", words_.usage_class, {"spot", "on-demand"}); !fault.empty())
        return fault;
      if (words_.on_demand && words_.usage_class == "spot") return "--on-demand does not go with --usage-class spot";
    }
    if (listing_) {
      if (words_.count == 0U) return "--count takes a number from 1";
      return {};  // it is of all shapes together
    }
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
  bool listing_;  // types of any shape, no groups
  std::optional<Bounds> vcpu_;
  std::optional<Bounds> memory_;  // GiB
  std::optional<double> ratio_;
};

}  // namespace

Selection selection_of(const SelectionWords& words, const catalogue::Tables& tables,
                       const model::Vocabulary& vocabulary, Purpose purpose) {
  return Reader(words, tables, vocabulary, purpose).run();
}

std::vector<Named> named_types(const SelectionWords& words, const catalogue::Tables& tables,
                               const model::Vocabulary& vocabulary, Purpose purpose) {
  return words.only_types.empty() ? std::vector<Named>()
                                  : Reader(words, tables, vocabulary, purpose).named(words.only_types);
}

std::optional<Named> like_type(const SelectionWords& words, const catalogue::Tables& tables,
                               const model::Vocabulary& vocabulary, Purpose purpose) {
  if (words.like.empty()) return std::nullopt;
  const std::vector<Named> named = Reader(words, tables, vocabulary, purpose).named({words.like});
  return named.empty() ? std::nullopt : std::optional(named[0]);
}

}  // namespace mng::cli
