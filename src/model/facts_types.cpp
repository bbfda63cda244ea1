#include "model/facts_types.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "catalogue/select.hpp"
#include "model/draft.hpp"
#include "model/image.hpp"

namespace mng::model {

using catalogue::InstanceType;
using hcl::Value;

namespace {

const InstanceType& record(const Facts& facts, std::uint32_t type) {
  return facts.world().catalogue.types[type];
}

bool same_shape(const InstanceType& a, const InstanceType& b) {
  return a.vcpu == b.vcpu && a.memory_mib == b.memory_mib && main_architecture(a) == main_architecture(b) &&
         a.accelerators == b.accelerators && a.gpus == b.gpus && a.part_of_gpu == b.part_of_gpu;
}

hcl::Entry entry(std::string_view key, const Value& value) {
  return {key, value, {}, 0};
}

Value extremes(Facts& facts, std::size_t group, double (*of)(const InstanceType&)) {
  const std::vector<Facts::Listed>& types = facts.known(group);
  if (types.empty()) return Value::null();
  double least = of(record(facts, *types[0].type));
  double most = least;
  for (const Facts::Listed& listed : types) {
    const double value = of(record(facts, *listed.type));
    least = std::min(least, value);
    most = std::max(most, value);
  }
  return Value::object(facts.arena(), {entry("min", Value::number(least)), entry("max", Value::number(most))});
}

catalogue::Architecture architecture_bit(const InstanceType& type) {
  for (const catalogue::Architecture bit : {catalogue::kX86_64, catalogue::kArm64}) {
    if ((type.architectures & bit) != 0) return bit;
  }
  return catalogue::kX86_64;
}

}  // namespace

std::string_view main_architecture(const InstanceType& type) {
  if ((type.architectures & catalogue::kX86_64) != 0) return "x86_64";
  if ((type.architectures & catalogue::kArm64) != 0) return "arm64";
  if ((type.architectures & catalogue::kX86_64Mac) != 0) return "x86_64_mac";
  if ((type.architectures & catalogue::kArm64Mac) != 0) return "arm64_mac";
  return "i386";
}

double gib(std::uint32_t mib) {
  return mib / 1024.0;
}

std::string shape_text(unsigned vcpu, std::uint32_t memory_mib) {
  return fmt::format("{} vCPU and {} GiB", vcpu, gib(memory_mib));
}

const std::vector<Facts::Listed>& Facts::known(std::size_t group) {
  std::optional<std::vector<Listed>>& cached = cache_[group].known;
  if (cached) return *cached;
  std::vector<Listed> out;
  for (const Listed& one : listed(group)) {
    if (!one.type) continue;
    if (std::none_of(out.begin(), out.end(), [&](const Listed& seen) { return seen.type == one.type; })) {
      out.push_back(one);
    }
  }
  cached = std::move(out);
  return *cached;
}

Value types_fact(Facts& facts, std::size_t group) {
  std::vector<Value> out;
  const catalogue::Tables& tables = facts.world().catalogue;
  const std::optional<std::uint32_t> region = facts.region(group);
  for (const Facts::Listed& listed : facts.known(group)) {
    const InstanceType& type = record(facts, *listed.type);
    const std::uint32_t cell = region ? tables.price[tables.cell(*listed.type, *region)] : 0;
    constexpr double kMillionths = 1e6;
    const Value price = cell == 0 ? Value::null() : Value::number(cell / kMillionths);
    out.push_back(Value::object(
        facts.arena(),
        {entry("name", listed.name), entry("vcpu", Value::number(std::int64_t{type.vcpu})),
         entry("memory", Value::number(gib(type.memory_mib))),
         entry("architecture", Value::string(main_architecture(type))),
         entry("gpus", Value::number(std::int64_t{type.gpus})),
         entry("gpu_maker", type.gpus == 0 ? Value::null() : Value::string(tables.gpus[type.gpu].maker)),
         entry("max_pods", type.max_pods == 0 ? Value::null() : Value::number(std::int64_t{type.max_pods})),
         entry("price", price),
         entry("shape", Value::string(facts.arena().copy(shape_text(type.vcpu, type.memory_mib))))}));
  }
  return Value::list(facts.arena(), out);
}

Value type_count_fact(Facts& facts, std::size_t group) {
  return Value::number(static_cast<std::int64_t>(facts.known(group).size()));
}

Value types_known_fact(Facts& facts, std::size_t group) {
  const Value& types = facts.attribute(group, "instance_types");
  if (types.is_unknown()) return Value::unknown(facts.arena(), "the instance types");
  const std::vector<Facts::Listed>& listed = facts.listed(group);
  const bool all =
      std::all_of(listed.begin(), listed.end(), [](const Facts::Listed& one) { return one.type.has_value(); });
  if (!all || types.wholly_known()) return Value::boolean(all);
  return Value::unknown(facts.arena(), "the instance types");
}

std::optional<std::uint32_t> Facts::shape_type(std::size_t group) {
  std::optional<std::optional<std::uint32_t>>& cached = cache_[group].shape;
  if (cached) return *cached;
  if (const std::size_t first = same_types(group); first != group) {
    cached = shape_type(first);
    return *cached;
  }
  const std::vector<Facts::Listed>& types = known(group);
  std::optional<std::uint32_t> best;
  std::ptrdiff_t best_count = 0;
  for (const Facts::Listed& listed : types) {
    const auto count = std::count_if(types.begin(), types.end(), [&](const Facts::Listed& other) {
      return same_shape(record(*this, *listed.type), record(*this, *other.type));
    });
    if (count > best_count) {
      best = listed.type;
      best_count = count;
    }
  }
  cached = best;
  return best;
}

Value shape_fact(Facts& facts, std::size_t group) {
  const std::optional<std::uint32_t> best = facts.shape_type(group);
  if (!best) return Value::null();
  const InstanceType& shape = record(facts, *best);
  std::vector<Value> odd;
  for (const Facts::Listed& listed : facts.known(group)) {
    const InstanceType& type = record(facts, *listed.type);
    if (type.vcpu != shape.vcpu || type.memory_mib != shape.memory_mib) odd.push_back(listed.name);
  }
  return Value::object(
      facts.arena(),
      {entry("vcpu", Value::number(std::int64_t{shape.vcpu})), entry("memory", Value::number(gib(shape.memory_mib))),
       entry("architecture", Value::string(main_architecture(shape))),
       entry("text", Value::string(facts.arena().copy(shape_text(shape.vcpu, shape.memory_mib)))),
       entry("odd_types", Value::list(facts.arena(), odd))});
}

Value vcpu_fact(Facts& facts, std::size_t group) {
  return extremes(facts, group, [](const InstanceType& type) { return double{static_cast<double>(type.vcpu)}; });
}

Value memory_fact(Facts& facts, std::size_t group) {
  return extremes(facts, group, [](const InstanceType& type) { return gib(type.memory_mib); });
}

std::string_view stem_of(const InstanceType& type) {
  std::size_t end = type.series().size();
  while (end < type.family().size() && type.name[end] >= '0' && type.name[end] <= '9') ++end;
  return type.name.substr(0, end);
}

bool is_often_interrupted(const catalogue::Tables& tables, std::uint32_t type, std::optional<std::uint32_t> region) {
  return region && !tables.bands.empty() && tables.band[tables.cell(type, *region)] == tables.bands.size() - 1;
}

Value gpus_fact(Facts& facts, std::size_t group) {
  return extremes(facts, group, [](const InstanceType& type) { return double{static_cast<double>(type.gpus)}; });
}

Value pods_fact(Facts& facts, std::size_t group) {
  for (const Facts::Listed& listed : facts.known(group)) {
    if (record(facts, *listed.type).max_pods == 0) return Value::null();
  }
  return extremes(facts, group, [](const InstanceType& type) { return double{static_cast<double>(type.max_pods)}; });
}

Value traits_fact(Facts& facts, std::size_t group) {
  const catalogue::Tables& tables = facts.world().catalogue;
  const std::optional<std::uint32_t> region = facts.region(group);
  std::vector<Value> burstable;
  std::vector<Value> xen;
  std::vector<Value> local_disk;
  std::vector<Value> gpu;
  std::vector<Value> neuron;
  std::vector<Value> accelerated;
  std::vector<Value> often_interrupted;
  for (const Facts::Listed& listed : facts.known(group)) {
    const InstanceType& type = record(facts, *listed.type);
    if (type.burstable) burstable.push_back(listed.name);
    if (type.hypervisor == catalogue::Hypervisor::kXen) xen.push_back(listed.name);
    if (type.local_disk_gb > 0) local_disk.push_back(listed.name);
    if ((type.accelerators & catalogue::kGpu) != 0) gpu.push_back(listed.name);
    if ((type.accelerators & catalogue::kNeuron) != 0) neuron.push_back(listed.name);
    if (type.accelerators != 0) accelerated.push_back(listed.name);
    if (is_often_interrupted(tables, *listed.type, region)) often_interrupted.push_back(listed.name);
  }
  const auto list = [&](std::string_view name, const std::vector<Value>& names) {
    return entry(name, Value::list(facts.arena(), names));
  };
  return Value::object(facts.arena(), {list("accelerated", accelerated), list("burstable", burstable), list("gpu", gpu),
                                       list("local_disk", local_disk), list("neuron", neuron),
                                       list("often_interrupted", often_interrupted), list("xen", xen)});
}

Value stems_fact(Facts& facts, std::size_t group) {
  std::vector<Value> out;
  for (const Facts::Listed& listed : facts.known(group)) {
    const Value stem = Value::string(stem_of(record(facts, *listed.type)));
    if (std::none_of(out.begin(), out.end(), [&](const Value& seen) { return hcl::equal(seen, stem); }))
      out.push_back(stem);
  }
  return Value::list(facts.arena(), out);
}

Value generations_fact(Facts& facts, std::size_t group) {
  std::vector<Value> out;
  for (const Facts::Listed& listed : facts.known(group)) {
    const Value generation = Value::number(std::int64_t{record(facts, *listed.type).generation()});
    if (std::none_of(out.begin(), out.end(), [&](const Value& seen) { return hcl::equal(seen, generation); }))
      out.push_back(generation);
  }
  return Value::list(facts.arena(), out);
}

Value zone_gaps_fact(Facts& facts, std::size_t group) {
  const catalogue::Tables& tables = facts.world().catalogue;
  const std::optional<std::uint32_t> region = facts.region(group);
  std::vector<Value> out;
  if (!region || tables.regions[*region].zones.empty()) return Value::list(facts.arena(), out);
  const catalogue::Region& of = tables.regions[*region];
  const std::vector<std::string_view>& zones = facts.zones(group).zones;
  if (zones.empty()) return Value::list(facts.arena(), out);
  for (const Facts::Listed& listed : facts.known(group)) {
    const std::size_t offering = tables.zones_offering(*listed.type, *region);
    if (!tables.offered_in(*listed.type, *region) || offering == of.zones.size()) continue;
    const std::uint8_t bits = tables.offered[tables.cell(*listed.type, *region)];
    std::vector<Value> without;
    std::size_t named = 0;  // by a name, which is another zone in each account
    for (const std::string_view zone : zones) {
      const auto at = std::find(of.zones.begin(), of.zones.end(), zone);
      if (at == of.zones.end()) {
        ++named;
      } else if ((bits & (1U << static_cast<unsigned>(at - of.zones.begin()))) == 0) {
        without.push_back(Value::string(zone));
      }
    }
    const std::size_t lacking = !without.empty() ? without.size() : named > offering ? named - offering : 0;
    if (lacking == 0) continue;
    out.push_back(Value::object(
        facts.arena(), {entry("lacking", Value::number(static_cast<std::int64_t>(lacking))), entry("name", listed.name),
                        entry("zones", Value::list(facts.arena(), without))}));
  }
  return Value::list(facts.arena(), out);
}

Value architectures_fact(Facts& facts, std::size_t group) {
  std::vector<Value> out;
  for (const Facts::Listed& listed : facts.known(group)) {
    const Value name = Value::string(main_architecture(record(facts, *listed.type)));
    if (std::none_of(out.begin(), out.end(), [&](const Value& seen) { return hcl::equal(seen, name); })) {
      out.push_back(name);
    }
  }
  return Value::list(facts.arena(), out);
}

Value peers_fact(Facts& facts, std::size_t group) {
  const std::optional<std::uint32_t> best = facts.shape_type(group);
  if (!best) return Value::list(facts.arena(), std::vector<Value>{});
  const catalogue::Tables& tables = facts.world().catalogue;
  const InstanceType& shape = tables.types[*best];
  const std::vector<Facts::Listed>& have = facts.known(group);

  catalogue::Query query;
  query.vcpu = shape.vcpu;
  query.memory_mib = shape.memory_mib;
  query.architecture = architecture_bit(shape);
  if (const auto region = facts.region(group)) query.region = tables.regions[*region].name;
  query.exclude = families_without_image(facts.world().vocabulary, main_architecture(shape));
  query.pod_limits = pod_limits(facts.world().vocabulary);
  query.accelerated = shape.accelerators != 0;
  query.bare_metal = shape.bare_metal;
  // A group that is burstable already may get more of the kind.
  query.burstable = std::all_of(have.begin(), have.end(),
                                [&](const Facts::Listed& listed) { return tables.types[*listed.type].burstable; });

  std::vector<std::uint32_t> listed;
  for (const Facts::Listed& one : have) listed.push_back(*one.type);
  std::vector<std::uint32_t> from;
  for (const std::uint32_t candidate : catalogue::candidates(tables, query)) {
    if (same_shape(tables.types[candidate], shape) &&
        std::find(listed.begin(), listed.end(), candidate) == listed.end()) {
      from.push_back(candidate);
    }
  }
  const auto count = static_cast<unsigned>(from.size());
  std::vector<Value> out;
  for (const std::uint32_t type : catalogue::diversify(tables, query.region, listed, std::move(from), count)) {
    out.push_back(Value::string(tables.types[type].name));
  }
  return Value::list(facts.arena(), out);
}

Value repeated_types_fact(Facts& facts, std::size_t group) {
  std::vector<Value> seen;
  std::vector<Value> out;
  for (const Facts::Listed& listed : facts.listed(group)) {
    const bool before =
        std::any_of(seen.begin(), seen.end(), [&](const Value& other) { return hcl::equal(other, listed.name); });
    (before ? out : seen).push_back(listed.name);
  }
  return Value::list(facts.arena(), out);
}

/// The types whose names are nearest to one there is not, of those that a group could take in its place: of the shape
/// of its others, offered in its region, and not listed yet.
std::vector<Value> fitting_names(Facts& facts, std::size_t group, std::string_view name) {
  constexpr std::size_t kLooked = 30;
  constexpr std::size_t kNearest = 3;
  const catalogue::Tables& tables = facts.world().catalogue;
  const std::optional<std::uint32_t> shape = facts.shape_type(group);
  const std::optional<std::uint32_t> region = facts.region(group);
  std::vector<Value> out;
  for (const std::string_view near : tables.nearest_types(name, kLooked)) {
    const std::uint32_t type = *tables.find_type(near);
    const std::vector<Facts::Listed>& have = facts.known(group);
    const bool listed =
        std::any_of(have.begin(), have.end(), [&](const Facts::Listed& one) { return one.type == type; });
    if (listed || (shape && !same_shape(tables.types[*shape], tables.types[type]))) continue;
    if (region && !tables.offered_in(type, *region)) continue;
    out.push_back(Value::string(near));
    if (out.size() == kNearest) break;
  }
  return out;
}

/// Whether the name, which the catalogue has not, is a size that exists in a later generation of a series that exists:
/// later than any, or the newest where the catalogue has earlier ones of the same letters, as m9i beside m9g and m8i.
bool is_newer(std::string_view name, const catalogue::Tables& tables) {
  // What a generation is far beyond the newest is a slip of the finger.
  constexpr unsigned kFurthest = 3;
  const auto letters = [](const InstanceType& type) {
    const std::string_view family = type.family();
    return family.substr(family.find_last_of("0123456789") + 1);
  };
  InstanceType probe;
  probe.name = name;
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos || probe.series().empty()) return false;
  unsigned newest = 0;
  unsigned newest_alike = 0;
  bool size_known = false;
  for (const InstanceType& type : tables.types) {
    size_known = size_known || type.name.ends_with(name.substr(dot));
    if (type.series() != probe.series()) continue;
    newest = std::max(newest, type.generation());
    if (letters(type) == letters(probe)) newest_alike = std::max(newest_alike, type.generation());
  }
  const unsigned generation = probe.generation();
  const bool begun = generation == newest && newest_alike > 0 && newest_alike < generation;
  return size_known && newest > 0 && (generation > newest || begun) && generation <= newest + kFurthest;
}

Value unknown_types_fact(Facts& facts, std::size_t group) {
  std::vector<Value> out;
  for (const Facts::Listed& listed : facts.listed(group)) {
    if (listed.type) continue;
    const std::string_view name = listed.name.as_string();
    const std::vector<Value> nearest = fitting_names(facts, group, name);
    out.push_back(
        Value::object(facts.arena(), {entry("name", listed.name), entry("nearest", Value::list(facts.arena(), nearest)),
                                      entry("newer", Value::boolean(is_newer(name, facts.world().catalogue)))}));
  }
  return Value::list(facts.arena(), out);
}

Value retired_types_fact(Facts& facts, std::size_t group) {
  std::vector<Value> out;
  for (const Facts::Listed& listed : facts.known(group)) {
    if (record(facts, *listed.type).status != catalogue::Status::kRetired) continue;
    // A type that EC2 no longer describes may be offered in a region or two still.
    const catalogue::Tables& tables = facts.world().catalogue;
    const std::optional<std::uint32_t> region = facts.region(group);
    bool offered = false;
    for (std::uint32_t i = 0; i < tables.regions.size(); ++i) {
      offered = offered || ((!region || *region == i) && tables.offered_in(*listed.type, i));
    }
    if (!offered) out.push_back(listed.name);
  }
  return Value::list(facts.arena(), out);
}

Value types_not_offered_fact(Facts& facts, std::size_t group) {
  std::vector<Value> out;
  const std::optional<std::uint32_t> region = facts.region(group);
  const bool told = region && facts.world().catalogue.knows_offers_of(*region);
  for (const Facts::Listed& listed : facts.known(group)) {
    const bool live = record(facts, *listed.type).status == catalogue::Status::kLive;
    if (live && told && !facts.world().catalogue.offered_in(*listed.type, *region)) {
      out.push_back(listed.name);
    }
  }
  return Value::list(facts.arena(), out);
}

}  // namespace mng::model
