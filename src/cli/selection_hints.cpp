#include "cli/selection_hints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/selection_left_out.hpp"
#include "model/draft.hpp"
#include "model/facts.hpp"
#include "model/image.hpp"

namespace mng::cli {

using catalogue::InstanceType;
using catalogue::Query;
using catalogue::Tables;

namespace {

std::string counted(std::size_t types) {
  return fmt::format("{} instance type{}", types, types == 1 ? "" : "s");
}

/// "GPUs", "GPUs and FPGAs": the accelerators that are asked for.
std::string accelerator_names(unsigned accelerators) {
  std::vector<std::string_view> names;
  if ((accelerators & catalogue::kGpu) != 0) names.emplace_back("GPUs");
  if ((accelerators & catalogue::kInference) != 0) names.emplace_back("inference accelerators");
  if ((accelerators & (catalogue::kNeuron | catalogue::kInference)) == catalogue::kNeuron)
    names.emplace_back("Neuron devices");
  if ((accelerators & catalogue::kFpga) != 0) names.emplace_back("FPGAs");
  if ((accelerators & catalogue::kMedia) != 0) names.emplace_back("media accelerators");
  return fmt::format("{}", fmt::join(names, " and "));
}

/// That no type with the accelerators that are asked for has the shape, whatever else is asked for, in a line; empty
/// where one has.
std::string no_such_shape(const Tables& tables, const Query& query) {
  const unsigned asked = catalogue::accelerators_asked(query);
  if (asked == 0) return {};
  Query other;
  other.vcpu = query.vcpu;
  other.memory_mib = query.memory_mib;
  other.architecture = query.architecture;
  other.unsold = other.burstable = other.bare_metal = other.accelerated = other.flex = other.previous_generation = true;
  other.only = static_cast<std::uint8_t>(query.only & catalogue::kWithFpga);
  other.gpus = query.gpus;
  other.gpu_memory_mib = query.gpu_memory_mib;
  other.gpu_maker = query.gpu_maker;
  other.gpu_model = query.gpu_model;
  other.part_of_gpu = query.part_of_gpu;
  other.accelerators = query.accelerators;
  other.inference = query.inference;
  other.inference_memory_mib = query.inference_memory_mib;
  other.inference_maker = query.inference_maker;
  other.inference_model = query.inference_model;
  using catalogue::Reason;
  for (const Reason reason : catalogue::reasons(tables, other)) {
    const bool part = reason == Reason::kPartOfGpu && !query.families.empty();
    if (part || reason == Reason::kNone || reason == Reason::kPods || reason == Reason::kNotOffered) return {};
  }
  return fmt::format("no type with such {} has this shape\n", accelerator_names(asked));
}

/// What a query would be without one of its limits: none that would no longer ask for accelerators that it asks for,
/// since what is found then is something else.
std::vector<Loosened> ways_of(const Query& query, const SelectionWords& words,
                              const std::vector<std::string>& without_image) {
  std::vector<Loosened> out = loosened(query, words, without_image);
  const unsigned asked = catalogue::accelerators_asked(query);
  std::erase_if(out, [&](const Loosened& one) { return catalogue::accelerators_asked(one.query) != asked; });
  return out;
}

/// Families that the image of the group would not run on: they are never taken.
std::vector<std::string> without_image(const Query& query, const model::Vocabulary& vocabulary) {
  return model::families_without_image(vocabulary, model::architecture_name(query.architecture));
}

/// Whether the catalogue knows what an option goes by, of a type in a region.
bool is_known(const Tables& tables, std::uint32_t type, std::uint32_t region, bool on_demand, bool price) {
  return price ? catalogue::price_of(tables, type, region, on_demand).has_value()
               : tables.band[tables.cell(type, region)] != Tables::kUnknown8;
}

/// "only in us-east-1, us-west-2 and 3 more": the regions in which the catalogue knows something of a type.
std::string known_in(const Tables& tables, bool on_demand, bool price, const std::vector<std::uint32_t>& types) {
  constexpr std::size_t kMost = 5;
  std::vector<std::string_view> names;
  for (std::uint32_t region = 0; region < tables.regions.size(); ++region) {
    const bool any = std::any_of(types.begin(), types.end(),
                                 [&](std::uint32_t type) { return is_known(tables, type, region, on_demand, price); });
    if (any) names.push_back(tables.regions[region].name);
  }
  if (names.empty()) return "nor in any other region";
  const std::size_t more = names.size() - std::min(names.size(), kMost);
  names.resize(names.size() - more);
  return fmt::format("only in {}{}", fmt::join(names, ", "), more == 0 ? "" : fmt::format(" and {} more", more));
}

bool knows_any(const Tables& tables, std::string_view region, bool on_demand, bool price,
               const std::vector<std::uint32_t>& types) {
  const auto at = tables.find_region(region);
  return at && std::any_of(types.begin(), types.end(),
                           [&](std::uint32_t type) { return is_known(tables, type, *at, on_demand, price); });
}

/// What a type is for which it is not taken, behind its name.
std::string_view why_passed_over(catalogue::Reason reason) {
  using catalogue::Reason;
  return reason == Reason::kBurstable            ? " (burstable)"
         : reason == Reason::kAccelerated        ? " (accelerated)"
         : reason == Reason::kPartOfGpu          ? " (a part of a GPU)"
         : reason == Reason::kFlex               ? " (flex)"
         : reason == Reason::kPreviousGeneration ? " (previous generation)"
         : reason == Reason::kPods               ? " (short of pods)"
                                                 : "";
}

/// Types that have the shape and would be taken if their family were named, in lines.
std::string passed_over(const Tables& tables, const Query& query) {
  std::string out;
  const std::vector<catalogue::Reason> reasons = catalogue::reasons(tables, query);
  for (const InstanceType& type : tables.types) {
    if (!query.families.empty() || type.vcpu != query.vcpu || type.memory_mib != query.memory_mib) continue;
    Query named = query;
    named.families = {std::string(type.family())};
    const std::vector<std::uint32_t> taken = catalogue::select(tables, named);
    const auto is_it = [&](std::uint32_t other) { return tables.types[other].name == type.name; };
    if (std::none_of(taken.begin(), taken.end(), is_it)) continue;
    out += fmt::format("  {}{}\n", type.name,
                       why_passed_over(reasons[static_cast<std::size_t>(&type - &tables.types[0])]));
  }
  return out;
}

/// That a limit has nothing to go by, or not of all types that fit but for it; empty where all is known.
std::string limit_on_unknown(const Tables& tables, const SelectionWords& words, bool price,
                             const std::vector<std::uint32_t>& types) {
  const bool on_demand = words.on_demand || words.usage_class == "on-demand";
  const auto region = tables.find_region(words.region);
  if (!region) return {};
  const auto unknown = std::count_if(types.begin(), types.end(), [&](std::uint32_t type) {
    return !is_known(tables, type, *region, on_demand, price);
  });
  if (unknown == 0) return {};
  const std::string what = price ? "price" : "frequency of interruptions";
  const std::string of = fmt::format("{}: of the {} that fit{} otherwise",
                                     !price                    ? "--max-interruption"
                                     : words.max_price.empty() ? "--price-per-hour-min"
                                                               : "--max-price",
                                     counted(types.size()), types.size() == 1 ? "s" : "");
  if (static_cast<std::size_t>(unknown) == types.size()) {
    return fmt::format("{} no {} is known in {}, {}", of, what, words.region,
                       known_in(tables, on_demand, price, types));
  }
  return fmt::format("{} {} {} left out, as no {} of {} is known in {}", of, unknown, unknown == 1 ? "is" : "are", what,
                     unknown == 1 ? "it" : "them", words.region);
}

/// The sizes of GPU memory that types have and that are nearest to a range of it, in MiB, as they may be asked for;
/// empty where a type has one in the range, or none has any.
std::string nearest_gpu_memory(const Tables& tables, std::pair<std::uint32_t, std::uint32_t> wanted,
                               const std::vector<std::uint32_t>& types) {
  constexpr std::size_t kMost = 3;
  const auto distance = [&](std::uint32_t size) {
    return size < wanted.first ? wanted.first - size : size > wanted.second ? size - wanted.second : 0;
  };
  std::set<std::pair<std::uint32_t, std::uint32_t>> nearest;
  for (const std::uint32_t type : types) {
    const std::uint32_t size = tables.types[type].gpu_memory_mib;
    if (size > 0) nearest.emplace(distance(size), size);
  }
  if (nearest.empty() || nearest.begin()->first == 0) return {};
  std::vector<std::string> sizes;
  for (const auto& [apart, size] : nearest) {
    if (sizes.size() < kMost) sizes.push_back(fmt::format("{}MiB ({:.1f} GiB)", size, model::gib(size)));
  }
  return fmt::format("the sizes of GPU memory that are nearest: {}", fmt::join(sizes, ", "));
}

/// The same words for types of any shape.
SelectionWords of_any_shape(SelectionWords words, Purpose purpose) {
  words.vcpu = words.memory = words.ratio = words.like = {};
  words.vcpu_ends = words.memory_ends = {};
  if (purpose == Purpose::kGroups && words.architecture.empty()) words.architecture = "x86_64";
  return words;
}

}  // namespace

std::string few_types(const Tables& tables, const Query& query, const SelectionWords& words,
                      const model::Vocabulary& vocabulary, std::size_t have) {
  std::vector<Loosened> all = ways_of(query, words, without_image(query, vocabulary));
  all.insert(all.begin(), {"--count", query});
  all[0].query.count = model::most_types(vocabulary);
  const bool fewer = words.count && have < *words.count;
  std::size_t most = have;
  std::string option;
  for (const Loosened& one : all) {
    // --count goes on where another option goes, unless it is not reached.
    const std::size_t there = candidates(tables, one.query).size();
    const std::size_t types = fewer ? there : std::min<std::size_t>(there, one.query.count);
    if (types > most) {
      most = types;
      option = one.option;
    }
  }
  std::string out = counted(have);
  if (fewer) out += fmt::format(" of the {} asked for", *words.count);
  if (!query.on_demand && have < model::advised_types(vocabulary)) out += ": few Spot pools";
  if (!option.empty()) out += fmt::format("; without {} there are {}", option, most);
  return out;
}

std::string none_fits(const Tables& tables, const Query& query, const SelectionWords& words,
                      const model::Vocabulary& vocabulary) {
  constexpr std::size_t kShapes = 5;
  std::string out =
      fmt::format("no instance type of {} vCPU and {:g} GiB ({}) fits{}{}\n", query.vcpu, model::gib(query.memory_mib),
                  model::architecture_name(query.architecture), query.region.empty() ? "" : " in ", query.region);
  const std::size_t head = out.size();
  for (const std::string& why : missed_limits(tables, words, vocabulary, Purpose::kGroups)) out += why + '\n';
  const std::vector<catalogue::Shape> shapes = catalogue::nearest_shapes(tables, query, kShapes);
  std::vector<std::string> unsold = not_sold(tables, words, vocabulary, Purpose::kGroups, &query);
  // Of types of any shape nothing would be like the one that --like names.
  const bool any_shape = words.like.empty();
  if (any_shape && unsold.empty() && shapes.empty()) {
    unsold = not_sold(tables, of_any_shape(words, Purpose::kGroups), vocabulary, Purpose::kList, nullptr);
    for (std::string& why : unsold) why.insert(0, "of all shapes ");
  }
  for (const std::string& why : unsold) out += why + '\n';
  const std::string no_shape = no_such_shape(tables, query);
  out += no_shape;
  const std::string over = passed_over(tables, query);
  if (!over.empty()) out += "these have the shape and are left out unless their family is named (--families):\n" + over;
  for (const Loosened& one : ways_of(query, words, without_image(query, vocabulary))) {
    const std::size_t types = candidates(tables, one.query).size();
    if (types > 0)
      out += fmt::format("without {} there {} {}\n", one.option, types == 1 ? "is" : "are", counted(types));
  }
  if (shapes.empty()) {
    const bool explained = !any_shape || out.size() > head + no_shape.size();
    out += "no other shape does either";
    const std::string ways =
        explained ? "" : ways_out(tables, of_any_shape(words, Purpose::kGroups), vocabulary, Purpose::kList, 0);
    if (!explained)
      out += ways.empty() ? ": " + no_way_out(catalogue::accelerators_asked(query)) : "; of all shapes " + ways;
    out += '\n';
  } else {
    out += "the nearest shapes that can be had:\n";
  }
  for (const catalogue::Shape& shape : shapes) {
    out += fmt::format("  --vcpu {} --mem {}  ({})\n", shape.vcpu, shape.memory_mib / 1024.0, counted(shape.types));
  }
  return out;
}

std::string ways_out(const Tables& tables, const SelectionWords& words, const model::Vocabulary& vocabulary,
                     Purpose purpose, std::size_t have) {
  constexpr std::size_t kMost = 3;
  std::vector<std::pair<std::size_t, std::string>> ways;
  const unsigned asked = selection_of(words, tables, vocabulary, purpose).accelerators;
  for (const Changed& one : changed(words)) {
    const Selection other = selection_of(one.words, tables, vocabulary, purpose);
    if ((asked & ~other.accelerators) != 0) continue;
    const std::size_t types = types_of(tables, other).size();
    if (types > have) ways.emplace_back(types, one.change);
  }
  std::stable_sort(ways.begin(), ways.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string out;
  for (std::size_t i = 0; i < std::min(ways.size(), kMost); ++i) {
    out += fmt::format("{} {} {}",
                       i > 0                ? ","
                       : ways[i].first == 1 ? "there is"
                                            : "there are",
                       ways[i].first, ways[i].second);
  }
  return out;
}

std::string no_way_out(unsigned accelerators) {
  if (accelerators == 0) return "taking any one option away does not change that";
  return fmt::format("of types with {} none does, nor with any one other option taken away",
                     accelerator_names(accelerators));
}

std::string without_order(const Tables& tables, const Query& query, const SelectionWords& words,
                          const std::vector<std::uint32_t>& types) {
  if (query.optimize == catalogue::Optimize::kDiversity || types.empty()) return {};
  if (knows_any(tables, query.region, query.on_demand, true, types)) return {};
  const std::string why =
      query.region.empty() ? std::string("prices are known by region, and no --region is given")
                           : fmt::format("no {}price of these types is known in {}, {}", query.on_demand ? "" : "Spot ",
                                         query.region, known_in(tables, query.on_demand, true, types));
  return fmt::format("--optimize {}: {}; the order is that of diversity", words.optimize, why);
}

std::vector<std::uint32_t> types_of(const Tables& tables, const SelectionWords& words,
                                    const model::Vocabulary& vocabulary, Purpose purpose) {
  return types_of(tables, selection_of(words, tables, vocabulary, purpose));
}

std::vector<std::uint32_t> types_of(const Tables& tables, const Selection& selection) {
  std::vector<std::uint32_t> out;
  if (!selection.fault.empty()) return out;
  for (const Query& query : selection.queries) {
    for (const std::uint32_t type : candidates(tables, query)) out.push_back(type);
  }
  return out;
}

std::vector<std::string> limits_on_unknown(const Tables& tables, const SelectionWords& words,
                                           const model::Vocabulary& vocabulary, Purpose purpose) {
  std::vector<std::string> out;
  for (const bool price : {true, false}) {
    SelectionWords other = words;
    if (price) {
      other.max_price = other.min_price = {};
    } else {
      other.max_interruption = {};
    }
    if (price ? words.max_price.empty() && words.min_price.empty() : words.max_interruption.empty()) continue;
    std::string why = limit_on_unknown(tables, words, price, types_of(tables, other, vocabulary, purpose));
    if (!why.empty()) out.push_back(std::move(why));
  }
  return out;
}

std::vector<std::string> missed_limits(const Tables& tables, const SelectionWords& words,
                                       const model::Vocabulary& vocabulary, Purpose purpose) {
  std::vector<std::string> out = limits_on_unknown(tables, words, vocabulary, purpose);
  if (words.gpu_memory.empty() && words.gpu_memory_ends == Ends{}) return out;
  const Selection asked = selection_of(of_any_shape(words, purpose), tables, vocabulary, Purpose::kList);
  SelectionWords any = words;
  any.gpu_memory.clear();
  any.gpu_memory_ends = {"1MiB", {}};
  std::vector<std::uint32_t> types = types_of(tables, any, vocabulary, purpose);
  if (types.empty()) types = types_of(tables, of_any_shape(any, purpose), vocabulary, Purpose::kList);
  std::string nearest = asked.gpu_memory_mib ? nearest_gpu_memory(tables, *asked.gpu_memory_mib, types) : "";
  if (!nearest.empty()) out.push_back(std::move(nearest));
  return out;
}

}  // namespace mng::cli
