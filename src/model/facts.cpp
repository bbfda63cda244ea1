#include "model/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_set>

#include "hcl/type.hpp"
#include "model/facts_types.hpp"
#include "model/image.hpp"
#include "terraform/version.hpp"

namespace mng::model {

using hcl::Value;

namespace {

Value name_fact(Facts& facts, std::size_t group) {
  const Group& one = facts.document().groups[group];
  return Value::string(one.name).at(one.place);
}

/// A message names no more groups than this.
constexpr std::size_t kFewNames = 5;

Value few_names(Facts& facts, const std::vector<std::size_t>& groups, std::size_t but) {
  std::vector<Value> out;
  for (const std::size_t group : groups) {
    if (group != but && out.size() < kFewNames) out.push_back(name_fact(facts, group));
  }
  return Value::list(facts.arena(), out);
}

Value form_fact(Facts& facts, std::size_t group) {
  return Value::string(facts.document().groups[group].form);
}

Value siblings_fact(Facts& facts, std::size_t group) {
  const Facts::Kin& kin = facts.kin();
  std::vector<hcl::Entry> out;
  for (const auto& [capacity, groups] : kin.by_capacity) {
    const Value names = few_names(facts, groups, group);
    if (!names.items().empty()) out.push_back({capacity, names, {}, 0});
  }
  const auto others =
      kin.unknown.size() - static_cast<std::size_t>(std::count(kin.unknown.begin(), kin.unknown.end(), group));
  const hcl::Rest* rest = nullptr;
  if (others > 0) {
    const std::size_t one = kin.unknown[0] == group ? kin.unknown[1] : kin.unknown[0];
    rest = facts.arena().make(
        hcl::Rest{0, static_cast<std::uint32_t>(others), &facts.attribute(one, "capacity_type").as_unknown()});
  }
  return Value::object(facts.arena(), std::move(out), rest);
}

Value ami_fact(Facts& facts, std::size_t group) {
  const Value& type = facts.attribute(group, "ami_type");
  if (type.is_unknown()) return type;
  const Attribute* attribute = facts.world().vocabulary.group().find("ami_type");
  if (attribute == nullptr || !type.is_string()) return Value::null();
  const Value* known = attribute->facts.get(type.as_string());
  return known == nullptr ? Value::null() : *known;
}

Value plain_ami_fact(Facts& facts, std::size_t group) {
  const std::optional<std::uint32_t> shape = facts.shape_type(group);
  if (!shape) return Value::null();
  const std::string_view name =
      plain_image(facts.world().vocabulary, main_architecture(facts.world().catalogue.types[*shape]));
  return name.empty() ? Value::null() : Value::string(name);
}

Value zone_count_fact(Facts& facts, std::size_t group) {
  const Zones& zones = facts.zones(group);
  const Value& subnets = facts.attribute(group, "subnet_ids");
  hcl::Unknown what;
  if (subnets.is_unknown()) what.depends_on = subnets.as_unknown().depends_on;
  what.type = &hcl::kNumberType;
  if (!zones.listed) {
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
  return zones.listed && zones.most() == 1;
}

/// Whether two groups that lie in one zone each are of one kind; nullopt: that cannot be told.
std::optional<bool> alike(Facts& facts, std::size_t group, std::size_t other) {
  const Value& a = facts.attribute(group, "capacity_type");
  const Value& b = facts.attribute(other, "capacity_type");
  const bool told = a.wholly_known() && b.wholly_known();
  if (told && !hcl::equal(a, b)) return false;
  const std::optional<std::uint32_t> one = facts.shape_type(group);
  const std::optional<std::uint32_t> two = facts.shape_type(other);
  if (!one || !two) return std::nullopt;
  const auto& x = facts.world().catalogue.types[*one];
  const auto& y = facts.world().catalogue.types[*two];
  if (x.vcpu != y.vcpu || x.memory_mib != y.memory_mib || x.architectures != y.architectures) return false;
  return told ? std::optional(true) : std::nullopt;
}

/// Whether a group may have others of its kind in zones of their own that are not seen: those that a count or a
/// for_each makes that is not known.
bool may_repeat(Facts& facts, std::size_t group) {
  const Group& one = facts.document().groups[group];
  // What is known of one that stands for all holds for each of them.
  const Value& subnets = facts.attribute(group, "subnet_ids");
  const bool same = subnets.is_list() && std::all_of(subnets.items().begin(), subnets.items().end(),
                                                     [](const Value& subnet) { return subnet.is_string(); });
  return one.has_others || (one.stands_for_all && facts.zones(group).zones.empty() && !same);
}

Value zone_siblings_fact(Facts& facts, std::size_t group) {
  std::vector<Value> out;
  hcl::Rest doubtful{0, 0, nullptr};
  const Zones& own = facts.zones(group);
  if (single_zone(own) && may_repeat(facts, group)) doubtful.high = 1;
  for (std::size_t i = 0; single_zone(own) && i < facts.document().groups.size(); ++i) {
    if (i == group) continue;
    const Zones& other = facts.zones(i);
    const Value& subnets = facts.attribute(i, "subnet_ids");
    if (other.listed ? !single_zone(other) : !subnets.is_unknown()) continue;
    const bool by_subnet = own.zones.empty() || other.zones.empty();
    const bool elsewhere = by_subnet ? own.subnets != other.subnets : own.zones != other.zones;
    // A subnet that is only known to be one may be any.
    const bool told = other.listed && (!by_subnet || own.subnets.size() + other.subnets.size() == 2);
    if (told && !elsewhere && !may_repeat(facts, i)) continue;
    const std::optional<bool> kin = alike(facts, group, i);
    if (kin == false) continue;
    if (kin == true && told && elsewhere) {
      out.push_back(name_fact(facts, i));
      if (out.size() == kFewNames) break;  // enough to decide, and to name
      continue;
    }
    ++doubtful.high;
    if (subnets.is_unknown()) doubtful.cause = &subnets.as_unknown();
  }
  if (doubtful.high == 0) return Value::list(facts.arena(), out);
  if (doubtful.cause == nullptr) {
    const std::vector<std::string_view> causes{"what other groups of one zone run"};
    hcl::Unknown what;
    what.depends_on = facts.arena().copy_span(causes);
    doubtful.cause = facts.arena().make(what);
  }
  return Value::list(facts.arena(), out, facts.arena().make(doubtful));
}

/// The same of groups that share a zone, a shape and a capacity type, looked for once: each of them is no sibling of
/// the others.
Value shared_zone_siblings_fact(Facts& facts, std::size_t group) {
  const Zones& own = facts.zones(group);
  if (!single_zone(own) || own.subnets.size() != 1) return zone_siblings_fact(facts, group);
  Facts::ZoneKin& known = facts.zone_kin();
  if (!known.by_subnet) {
    known.by_subnet = false;
    for (std::size_t i = 0; i < facts.document().groups.size(); ++i) {
      const Zones& one = facts.zones(i);
      known.by_subnet = *known.by_subnet || (single_zone(one) && one.zones.empty());
    }
  }
  const Value& capacity = facts.attribute(group, "capacity_type");
  std::string key(capacity.is_string() ? capacity.as_string() : capacity.is_unknown() ? "?" : "");
  if (const std::optional<std::uint32_t> shape = facts.shape_type(group)) {
    const auto& type = facts.world().catalogue.types[*shape];
    key += fmt::format("\n{} {} {}", type.vcpu, type.memory_mib, type.architectures);
  }
  if (!own.zones.empty()) key += fmt::format("\nzone {}", own.zones[0]);
  if (own.zones.empty() || *known.by_subnet) key += fmt::format("\nsubnet {}", own.subnets[0]);
  const auto at = known.siblings.find(key);
  if (at != known.siblings.end()) return at->second;
  return known.siblings.emplace(key, zone_siblings_fact(facts, group)).first->second;
}

Value pools_fact(Facts& facts, std::size_t group) {
  const Value zones = zone_count_fact(facts, group);
  const std::size_t types = facts.known(facts.same_types(group)).size();
  if (!zones.is_integer() || types == 0) return Value::null();
  return Value::number(zones.as_integer() * static_cast<std::int64_t>(types));
}

/// Fields of an entity that belongs to a group, as rules see them.
Value object_of(Facts& facts, const Entity& entity, const std::vector<Field>& fields) {
  std::vector<hcl::Entry> out;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    out.push_back({entity.attributes[i].name, fields[i].effective, fields[i].key, static_cast<std::uint32_t>(i)});
  }
  return Value::object(facts.arena(), std::move(out));
}

Value template_fact(Facts& facts, std::size_t group) {
  const Entity& entity = *facts.world().vocabulary.find("template");
  const Group& one = facts.document().groups[group];
  const std::optional<std::size_t> at = facts.world().vocabulary.group().index("launch_template");
  const Field& field = one.fields[*at];
  if (!field.given) return one.own_template ? object_of(facts, entity, *one.own_template) : Value::null();
  // What a value depends on, without its type: a template is none of those.
  const auto not_known = [&](const Value& value) {
    hcl::Unknown what;
    what.depends_on = value.as_unknown().depends_on;
    return Value::unknown(facts.arena().make(what));
  };
  if (field.effective.is_unknown()) return not_known(field.effective);
  if (const Part* part = facts.launch_template(group)) return object_of(facts, entity, part->fields);
  for (const std::string_view key : {"id", "name"}) {
    const Value* by = field.effective.get(key);
    if (by != nullptr && by->is_unknown()) return not_known(*by);
  }
  return Value::unknown(facts.arena(), "the launch template, which is not here");
}

Value name_written_fact(Facts& facts, std::size_t group) {
  const std::string_view text = facts.document().groups[group].name_written;
  return text.empty() ? Value::null() : Value::string(text);
}

Value lifecycle_fact(Facts& facts, std::size_t group) {
  return facts.document().groups[group].lifecycle;
}

Value tags_beside_fact(Facts& facts, std::size_t /*group*/) {
  const Document& document = facts.document();
  const auto tags = document.beside.find("autoscaling_tag");
  std::vector<Value> out;
  if (tags != document.beside.end()) {
    const std::size_t at = *facts.world().vocabulary.find("autoscaling_tag")->index("key");
    for (const Part& tag : tags->second) out.push_back(tag.fields[at].effective);
  }
  return Value::list(facts.arena(), out);
}

Value public_subnets_fact(Facts& facts, std::size_t group) {
  const Value& subnets = facts.attribute(group, "subnet_ids");
  std::vector<Value> out;
  const std::span<const Value> all = subnets.is_list() ? subnets.items() : std::span<const Value>();
  for (const Value& subnet : all) {
    const bool computed = subnet.is_unknown() && subnet.as_unknown().computed && subnet.as_unknown().attribute == "id";
    if (!subnet.is_string() && !computed) continue;
    const std::string_view name = computed ? subnet.as_unknown().resource : subnet.as_string();
    const Value* found = facts.of_subnet(name, "public");
    if (found == nullptr || !found->is_bool() || !found->as_bool()) continue;
    out.push_back(Value::string(name).at(subnet.range()).inside(subnets));
  }
  return Value::list(facts.arena(), out);
}

Value marks_fact(Facts& facts, std::size_t group) {
  const Value& marks = facts.document().groups[group].marks;
  return marks.is_null() ? Value::object(facts.arena(), {}) : marks;
}

Value provider_fact(Facts& facts, std::size_t /*group*/) {
  return hcl::untyped(facts.document().provider, facts.arena());
}

/// Attributes that a value has and that are newer than the provider can be, nested ones alike.
void too_new(Facts& facts, const std::vector<Attribute>& attributes, const terraform::VersionRange& range,
             const std::function<const hcl::Value*(const Attribute&)>& given, std::vector<Value>& out) {
  for (const Attribute& attribute : attributes) {
    const Value* value = given(attribute);
    if (value == nullptr || value->is_null()) continue;
    const std::optional<terraform::Version> since = terraform::Version::parse(attribute.since);
    if (!attribute.since.empty() && since && range.all_below(*since)) {
      out.push_back(Value::object(facts.arena(), {{"name", Value::string(attribute.name).at(value->range()), {}, 0},
                                                  {"since", Value::string(attribute.since), {}, 1}}));
      continue;
    }
    if (!value->is_object()) continue;
    too_new(
        facts, attribute.nested, range, [&](const Attribute& nested) { return value->get(nested.name); }, out);
  }
}

Value too_new_fact(Facts& facts, std::size_t group) {
  std::vector<Value> out;
  const Value& constraint = facts.document().provider;
  if (constraint.is_unknown()) return hcl::untyped(constraint, facts.arena());
  const auto range = constraint.is_string() ? terraform::VersionRange::parse(constraint.as_string()) : std::nullopt;
  const Group& one = facts.document().groups[group];
  if (range && one.is_resource) {
    const Entity& entity = facts.world().vocabulary.group();
    too_new(
        facts, entity.attributes, *range,
        [&](const Attribute& attribute) {
          const Field& field = one.fields[*entity.index(attribute.name)];
          return field.given ? &field.written : nullptr;
        },
        out);
  }
  return Value::list(facts.arena(), out);
}

struct Row {
  std::string_view name;
  Value (*compute)(Facts& facts, std::size_t group);
  bool of_types = false;  ///< follows from the types and the region alone
  bool no_place = false;  ///< and names none of them where it is written
};
constexpr std::array<Row, 34> kRows{{{"name", name_fact},
                                     {"form", form_fact},
                                     {"siblings", siblings_fact},
                                     {"types", types_fact, true},
                                     {"type_count", type_count_fact, true, true},
                                     {"types_known", types_known_fact, true, true},
                                     {"shape", shape_fact, true},
                                     {"vcpu", vcpu_fact, true, true},
                                     {"memory", memory_fact, true, true},
                                     {"gpus", gpus_fact, true, true},
                                     {"pods", pods_fact, true, true},
                                     {"traits", traits_fact, true},
                                     {"stems", stems_fact, true, true},
                                     {"generations", generations_fact, true, true},
                                     {"zone_gaps", zone_gaps_fact},
                                     {"architectures", architectures_fact, true, true},
                                     {"ami", ami_fact},
                                     {"plain_ami", plain_ami_fact, true, true},
                                     {"peers", peers_fact, true, true},
                                     {"repeated_types", repeated_types_fact, true},
                                     {"unknown_types", unknown_types_fact, true},
                                     {"retired_types", retired_types_fact, true},
                                     {"types_not_offered", types_not_offered_fact, true},
                                     {"zone_count", zone_count_fact},
                                     {"zone_siblings", shared_zone_siblings_fact},
                                     {"pools", pools_fact},
                                     {"template", template_fact},
                                     {"name_written", name_written_fact},
                                     {"lifecycle", lifecycle_fact},
                                     {"marks", marks_fact},
                                     {"public_subnets", public_subnets_fact},
                                     {"tags_beside", tags_beside_fact},
                                     {"too_new", too_new_fact},
                                     {"provider", provider_fact}}};

}  // namespace

namespace {

/// The autoscaler that is installed into the cluster, by the last part of its name (a chart may be named by an
/// address); null where none is, or the one that is there unless another is said.
Value installed_autoscaler(const Document& document, const Vocabulary& vocabulary) {
  const std::optional<std::size_t> at = vocabulary.cluster().index("autoscaler");
  const auto addons = document.beside.find("addon");
  if (!at || addons == document.beside.end()) return Value::null();
  const Attribute& attribute = vocabulary.cluster().attributes[*at];
  const std::size_t name_at = *vocabulary.find("addon")->index("name");
  Value out;
  for (const Part& addon : addons->second) {
    const Value& name = addon.fields[name_at].effective;
    if (!name.is_string()) continue;
    const std::string_view last = name.as_string().substr(name.as_string().rfind('/') + 1);
    if (attribute.fallback && attribute.fallback->is_string() && attribute.fallback->as_string() == last) {
      return Value::null();
    }
    for (const std::string_view known : attribute.one_of) {
      if (known == last) out = Value::string(known).at(name.range());
    }
  }
  return out;
}

}  // namespace

Facts::Facts(const Document& document, const World& world, hcl::Arena& arena)
    : document_(document),
      world_(world),
      arena_(arena),
      cache_(document.groups.size()),
      installed_(installed_autoscaler(document, world.vocabulary)),
      region_at_(world.vocabulary.group().index("region")) {
  const std::optional<std::size_t> at = region_at_;
  for (std::size_t i = 0; i < cache_.size(); ++i) {
    const Field* own = at ? &document.groups[i].fields[*at] : nullptr;
    const Value& provider = document.groups[i].provider_region;
    cache_[i].region = own != nullptr && own->given ? own->effective
                       : !provider.is_null()        ? provider
                                                    : cluster("region");
  }
}

std::optional<std::uint32_t> Facts::region(std::size_t group) const {
  const Value& region = cache_[group].region;
  return region.is_string() ? world_.catalogue.find_region(region.as_string()) : std::nullopt;
}

std::size_t Zones::least() const {
  const std::size_t told = std::max<std::size_t>(zones.size(), untold > 0 || rest != nullptr ? 1 : 0);
  return std::max<std::size_t>(told, 1);
}

double Zones::most() const {
  const double told = static_cast<double>(zones.size() + untold);
  if (rest == nullptr) return told;
  return rest->high == hcl::Rest::kNoLimit ? std::numeric_limits<double>::infinity() : told + rest->high;
}

const Part* Facts::launch_template(std::size_t group) const {
  return template_of(document_, world_.vocabulary, document_.groups[group]);
}

const Value* Facts::of_subnet(std::string_view subnet, std::string_view attribute) const {
  const Entity* entity = world_.vocabulary.find("subnet");
  const std::optional<std::size_t> at = entity == nullptr ? std::nullopt : entity->index(attribute);
  for (const Part& part : document_.subnets) {
    const bool same = part.identity == subnet || (part.id.is_string() && part.id.as_string() == subnet);
    if (at && same) return &part.fields[*at].effective;
  }
  return nullptr;
}

const Zones& Facts::zones(std::size_t group) {
  if (cache_[group].zones) return *cache_[group].zones;
  Zones& out = cache_[group].zones.emplace();
  const Value& subnets = attribute(group, "subnet_ids");
  if (!subnets.is_list()) return out;
  const Value told = cluster("subnets");
  out.listed = true;
  out.rest = subnets.as_list().rest;
  std::unordered_set<std::string_view> seen_subnets;
  std::unordered_set<std::string_view> seen_zones;
  constexpr std::size_t kFew = 16;  // that are looked through faster than hashed
  const bool few = subnets.items().size() <= kFew;
  const auto add = [&](std::vector<std::string_view>& names, std::unordered_set<std::string_view>& seen,
                       std::string_view name) {
    const bool is_new = few ? std::find(names.begin(), names.end(), name) == names.end() : seen.insert(name).second;
    if (is_new) names.push_back(name);
    return is_new;
  };
  for (const Value& subnet : subnets.items()) {
    // Only the id that a resource computes stands for one subnet.
    const bool computed = subnet.is_unknown() && subnet.as_unknown().computed && subnet.as_unknown().attribute == "id";
    if (!subnet.is_string() && !computed) {
      ++out.untold;
      continue;
    }
    if (!add(out.subnets, seen_subnets, computed ? subnet.as_unknown().resource : subnet.as_string())) continue;
    const Value* zone = of_subnet(computed ? subnet.as_unknown().resource : subnet.as_string(), "zone");
    if (zone == nullptr && !computed) zone = told.get(subnet.as_string());
    if (zone == nullptr || !zone->is_string()) {
      ++out.untold;
    } else {
      add(out.zones, seen_zones, zone->as_string());
    }
  }
  if (out.subnets.empty() && out.untold == 0 && out.rest == nullptr) out.listed = false;
  return out;
}

const Facts::Kin& Facts::kin() {
  if (kin_) return *kin_;
  kin_.emplace();
  for (std::size_t i = 0; i < document_.groups.size(); ++i) {
    const Value& capacity = attribute(i, "capacity_type");
    if (capacity.is_string()) kin_->by_capacity[capacity.as_string()].push_back(i);
    if (capacity.is_unknown()) kin_->unknown.push_back(i);
  }
  return *kin_;
}

std::vector<std::string_view> Facts::names() {
  std::vector<std::string_view> out;
  for (const Row& row : kRows) out.push_back(row.name);
  return out;
}

const Value& Facts::attribute(std::size_t group, std::string_view name) const {
  static const Value kNull;
  const std::optional<std::size_t> at = world_.vocabulary.group().index(name);
  return at ? attribute(group, *at) : kNull;
}

const Value& Facts::attribute(std::size_t group, std::size_t index) const {
  return index == region_at_ ? cache_[group].region : document_.groups[group].fields[index].effective;
}

Value Facts::cluster(std::string_view name) const {
  const std::optional<std::size_t> at = world_.vocabulary.cluster().index(name);
  if (!at || *at >= document_.cluster.size()) return Value::null();
  const Field& field = document_.cluster[*at];
  if (!field.given) {
    if (name == "region" && !world_.region.empty()) return Value::string(world_.region);
    if (name == "kubernetes_version" && !world_.kubernetes_version.empty())
      return Value::string(world_.kubernetes_version);
    if (name == "autoscaler" && !world_.autoscaler.empty()) return Value::string(world_.autoscaler);
    if (name == "autoscaler" && !installed_.is_null()) return installed_;
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
  const std::optional<std::vector<Field>>& own = document_.groups[group].own_template;
  const std::optional<std::size_t> type_at = world_.vocabulary.find("template")->index("instance_type");
  const bool in_own = own && type_at && !(*own)[*type_at].effective.is_null();
  if (!given("instance_types") && (given("launch_template") || in_own)) return *cached;
  const Value& types = attribute(group, "instance_types");
  if (!types.is_list()) return *cached;
  if (const std::size_t first = same_types(group); first != group) {
    const std::vector<Listed>& known = listed(first);
    for (std::size_t i = 0; i < known.size(); ++i) cached->push_back({types.items()[i].inside(types), known[i].type});
    return *cached;
  }
  for (const Value& type : types.items()) {
    if (type.is_string()) {
      cached->push_back({type.inside(types), world_.catalogue.find_type(type.as_string())});
    }
  }
  return *cached;
}

namespace {

/// Where a name is looked for first. Expressions ask for facts by their names, many times a group.
constexpr std::size_t slot_of(std::string_view name) {
  constexpr std::size_t kSlots = 256;
  if (name.empty()) return 0;
  const std::size_t first = static_cast<unsigned char>(name[0]);
  const std::size_t last = static_cast<unsigned char>(name.back());
  return (name.size() * 7 + first * 3 + last) % kSlots;
}

/// Rows by their slots, 0 for none; one whose slot is taken lies in the next that is free.
constexpr std::array<std::uint8_t, 256> kSlotted = [] {
  std::array<std::uint8_t, 256> out{};
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    std::size_t at = slot_of(kRows[i].name);
    while (out[at] != 0) at = (at + 1) % out.size();
    out[at] = static_cast<std::uint8_t>(i + 1);
  }
  return out;
}();

}  // namespace

std::optional<std::size_t> Facts::row(std::string_view name) {
  for (std::size_t at = slot_of(name); kSlotted[at] != 0; at = (at + 1) % kSlotted.size()) {
    if (kRows[kSlotted[at] - 1U].name == name) return kSlotted[at] - 1U;
  }
  return std::nullopt;
}

bool Facts::is_of_types(std::size_t row) {
  return kRows[row].of_types;
}

const Value& Facts::fact(std::size_t group, std::size_t row) {
  std::vector<std::optional<Value>>& facts = cache_[group].facts;
  facts.resize(kRows.size());
  if (facts[row]) return *facts[row];
  if (kRows[row].no_place) {
    const std::size_t first = same_types(group);
    if (first != group) return fact(first, row);
  }
  facts[row] = kRows[row].compute(*this, group);
  return *facts[row];
}

Value Facts::group(std::size_t group, std::string_view name) {
  const std::optional<std::size_t> at = row(name);
  return at ? fact(group, *at) : Value::null();
}

std::size_t Facts::same_types(std::size_t group) {
  std::optional<std::size_t>& cached = cache_[group].same_types;
  if (cached) return *cached;
  cached = group;
  const std::optional<std::size_t> at = world_.vocabulary.group().index("instance_types");
  const auto plain = [&](std::size_t one) -> const Value* {
    const Field& field = document_.groups[one].fields[*at];
    const bool listed = field.given && !document_.groups[one].own_template && field.effective.is_list();
    return listed && field.effective.wholly_known() ? &field.effective : nullptr;
  };
  const Value* types = plain(group);
  if (types == nullptr) return *cached;
  const std::hash<std::string_view> hash;
  std::size_t key = 0;
  for (const Value& type : types->items()) {
    if (!type.is_string()) return *cached;
    key = key * 31 + hash(type.as_string());
  }
  const auto [first, last] = by_types_.equal_range(key);
  for (auto it = first; it != last; ++it) {
    if (!hcl::equal(cache_[it->second].region, cache_[group].region) || !hcl::equal(*plain(it->second), *types))
      continue;
    cached = it->second;
    return *cached;
  }
  by_types_.emplace(key, group);
  return *cached;
}

}  // namespace mng::model
