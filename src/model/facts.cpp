#include "model/facts.hpp"

#include <algorithm>
#include <array>

#include "model/facts_types.hpp"

namespace mng::model {

using hcl::Value;

namespace {

Value name_fact(Facts& facts, std::size_t group) {
  const Group& one = facts.document().groups[group];
  return Value::string(one.name).at(one.place);
}

Value siblings_fact(Facts& facts, std::size_t group) {
  std::vector<Value> out;
  for (std::size_t i = 0; i < facts.document().groups.size(); ++i) {
    if (i == group) continue;
    const Group& one = facts.document().groups[i];
    out.push_back(Value::object(facts.arena(), {{"name", Value::string(one.name).at(one.place), {}, 0},
                                                {"capacity_type", facts.attribute(i, "capacity_type"), {}, 0}}));
  }
  return Value::list(facts.arena(), out);
}

Value ami_architecture_fact(Facts& facts, std::size_t group) {
  const Value& type = facts.attribute(group, "ami_type");
  if (type.is_unknown()) return type;
  const Attribute* attribute = facts.world().vocabulary.group().find("ami_type");
  if (attribute == nullptr || !type.is_string()) return Value::null();
  const Value* known = attribute->facts.get(type.as_string());
  const Value* architecture = known == nullptr ? nullptr : known->get("architecture");
  return architecture == nullptr ? Value::null() : *architecture;
}

/// The subnets of a group and what is told of their zones.
struct Zones {
  bool known = false;  // the subnets are listed at all
  std::vector<std::string_view> subnets;
  std::vector<std::string_view> zones;  // distinct
  std::size_t untold = 0;               // subnets whose zone is not told
  const hcl::Rest* rest = nullptr;

  [[nodiscard]] std::size_t least() const {
    const std::size_t told = std::max<std::size_t>(zones.size(), untold > 0 || rest != nullptr ? 1 : 0);
    return std::max<std::size_t>(told, 1);
  }
  [[nodiscard]] double most() const {
    const double told = static_cast<double>(zones.size() + untold);
    if (rest == nullptr) return told;
    return rest->high == hcl::Rest::kNoLimit ? std::numeric_limits<double>::infinity() : told + rest->high;
  }
};

Zones zones_of(const Facts& facts, std::size_t group) {
  Zones out;
  const Value& subnets = facts.attribute(group, "subnet_ids");
  if (!subnets.is_list()) return out;
  const Value told = facts.cluster("subnets");
  out.known = true;
  out.rest = subnets.as_list().rest;
  for (const Value& subnet : subnets.items()) {
    if (!subnet.is_string()) {
      ++out.untold;
      continue;
    }
    if (std::find(out.subnets.begin(), out.subnets.end(), subnet.as_string()) != out.subnets.end()) continue;
    out.subnets.push_back(subnet.as_string());
    const Value* zone = told.get(subnet.as_string());
    if (zone == nullptr || !zone->is_string()) {
      ++out.untold;
    } else if (std::find(out.zones.begin(), out.zones.end(), zone->as_string()) == out.zones.end()) {
      out.zones.push_back(zone->as_string());
    }
  }
  if (out.subnets.empty() && out.untold == 0 && out.rest == nullptr) out.known = false;
  return out;
}

Value zone_count_fact(Facts& facts, std::size_t group) {
  const Zones zones = zones_of(facts, group);
  const Value& subnets = facts.attribute(group, "subnet_ids");
  hcl::Unknown what;
  if (subnets.is_unknown()) what = subnets.as_unknown();
  if (!zones.known) {
    what.low = 1;
    what.high = std::numeric_limits<double>::infinity();
    return Value::unknown(facts.arena().make(what));
  }
  if (static_cast<double>(zones.least()) == zones.most())
    return Value::number(static_cast<std::int64_t>(zones.least()));
  what.low = static_cast<double>(zones.least());
  what.high = zones.most();
  std::vector<std::string_view> causes{"the zones of the subnets"};
  what.depends_on = facts.arena().copy_span(causes);
  return Value::unknown(facts.arena().make(what));
}

bool single_zone(const Zones& zones) {
  return zones.known && zones.most() == 1;
}

Value zone_siblings_fact(Facts& facts, std::size_t group) {
  std::vector<Value> out;
  const Zones own = zones_of(facts, group);
  const auto shape = shape_type(facts, group);
  for (std::size_t i = 0; i < facts.document().groups.size(); ++i) {
    if (i == group || !shape || !single_zone(own)) continue;
    const Zones other = zones_of(facts, i);
    const auto other_shape = shape_type(facts, i);
    if (!single_zone(other) || !other_shape) continue;
    const auto& a = facts.world().catalogue.types[*shape];
    const auto& b = facts.world().catalogue.types[*other_shape];
    const bool alike = a.vcpu == b.vcpu && a.memory_mib == b.memory_mib && a.architectures == b.architectures &&
                       hcl::equal(facts.attribute(group, "capacity_type"), facts.attribute(i, "capacity_type"));
    const bool elsewhere =
        own.zones.empty() || other.zones.empty() ? own.subnets != other.subnets : own.zones != other.zones;
    if (alike && elsewhere) out.push_back(name_fact(facts, i));
  }
  return Value::list(facts.arena(), out);
}

Value pools_fact(Facts& facts, std::size_t group) {
  const Value zones = zone_count_fact(facts, group);
  const Value types = types_fact(facts, group);
  if (!zones.is_integer() || types.items().empty()) return Value::null();
  return Value::number(zones.as_integer() * static_cast<std::int64_t>(types.items().size()));
}

struct Row {
  std::string_view name;
  Value (*compute)(Facts& facts, std::size_t group);
};
constexpr std::array<Row, 16> kRows{{{"name", name_fact},
                                     {"siblings", siblings_fact},
                                     {"types", types_fact},
                                     {"shape", shape_fact},
                                     {"vcpu", vcpu_fact},
                                     {"memory", memory_fact},
                                     {"architectures", architectures_fact},
                                     {"ami_architecture", ami_architecture_fact},
                                     {"peers", peers_fact},
                                     {"repeated_types", repeated_types_fact},
                                     {"unknown_types", unknown_types_fact},
                                     {"retired_types", retired_types_fact},
                                     {"types_not_offered", types_not_offered_fact},
                                     {"zone_count", zone_count_fact},
                                     {"zone_siblings", zone_siblings_fact},
                                     {"pools", pools_fact}}};

}  // namespace

Facts::Facts(const Document& document, const World& world, hcl::Arena& arena)
    : document_(document), world_(world), arena_(arena), cache_(document.groups.size()) {
  const Value region = cluster("region");
  if (region.is_string()) region_ = world.catalogue.find_region(region.as_string());
}

std::vector<std::string_view> Facts::names() {
  std::vector<std::string_view> out;
  for (const Row& row : kRows) out.push_back(row.name);
  return out;
}

const Value& Facts::attribute(std::size_t group, std::string_view name) const {
  static const Value kNull;
  const std::optional<std::size_t> at = world_.vocabulary.group().index(name);
  return at ? document_.groups[group].fields[*at].effective : kNull;
}

Value Facts::cluster(std::string_view name) const {
  const std::optional<std::size_t> at = world_.vocabulary.cluster().index(name);
  if (!at || *at >= document_.cluster.size()) return Value::null();
  const Field& field = document_.cluster[*at];
  if (!field.given) {
    if (name == "region" && !world_.region.empty()) return Value::string(world_.region);
    if (name == "autoscaler" && !world_.autoscaler.empty()) return Value::string(world_.autoscaler);
  }
  return field.effective;
}

const std::vector<Facts::Listed>& Facts::listed(std::size_t group) {
  std::optional<std::vector<Listed>>& cached = cache_[group].listed;
  if (cached) return *cached;
  cached.emplace();
  const auto given = [&](std::string_view name) {
    const std::optional<std::size_t> at = world_.vocabulary.group().index(name);
    return at && document_.groups[group].fields[*at].given;
  };
  if (!given("instance_types") && given("launch_template")) return *cached;
  const Value& types = attribute(group, "instance_types");
  if (!types.is_list()) return *cached;
  for (const Value& type : types.items()) {
    if (type.is_string()) {
      cached->push_back({type.inside(types), world_.catalogue.find_type(type.as_string())});
    }
  }
  return *cached;
}

Value Facts::group(std::size_t group, std::string_view name) {
  std::vector<std::optional<Value>>& facts = cache_[group].facts;
  facts.resize(kRows.size());
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (kRows[i].name != name) continue;
    if (!facts[i]) facts[i] = kRows[i].compute(*this, group);
    return *facts[i];
  }
  return Value::null();
}

}  // namespace mng::model
