#include "model/facts_cluster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "hcl/functions.hpp"
#include "hcl/type.hpp"

namespace mng::model {

using hcl::Value;

namespace {

hcl::Entry entry(std::string_view key, const Value& value) {
  return {key, value, {}, 0};
}

Value name_of(const Facts& facts, std::size_t group) {
  const Group& one = facts.document().groups[group];
  return Value::string(one.name).at(one.place);
}

/// A text that equal values share, and others hardly: of one that is not known, what it depends on.
std::string identity_of(const Value& value) {
  if (value.is_string()) return fmt::format("={}", value.as_string());
  std::string out;
  if (value.is_unknown()) {
    for (const std::string_view cause : value.as_unknown().depends_on) out += fmt::format(" {}", cause);
  }
  return out;
}

/// What tells clusters apart: name and region; where the name is not known, also the code that makes the group, as
/// what calls it may make something else of what the name depends on.
std::string identity(const Facts& facts, std::size_t group) {
  const Value& name = facts.attribute(group, "cluster_name");
  std::string out = identity_of(name) + '\n' + identity_of(facts.attribute(group, "region"));
  if (!name.is_unknown()) return out;
  for (const hcl::Range& caller : facts.document().groups[group].callers) {
    out += fmt::format("\n{}:{}", caller.source, caller.begin);
  }
  if (!facts.document().groups[group].call.empty()) {
    out += fmt::format("\n{}", facts.document().groups[group].call);
  }
  return out;
}

const std::vector<Part>& beside(const Facts& facts, std::string_view entity) {
  static const std::vector<Part> kNone;
  const auto found = facts.document().beside.find(entity);
  return found == facts.document().beside.end() ? kNone : found->second;
}

/// Whether a list or map is known to be empty; nullopt: that cannot be told.
std::optional<bool> is_bare(const Value& value) {
  if (value.is_null()) return true;
  if (value.is_list())
    return value.items().empty() ? (value.as_list().rest == nullptr ? std::optional(true) : std::nullopt) : false;
  if (value.is_object()) {
    if (!value.as_object().entries.empty()) return false;
    return value.as_object().rest == nullptr ? std::optional(true) : std::nullopt;
  }
  return std::nullopt;
}

Value groups_fact(Facts& facts, const ClusterGroups& cluster) {
  std::vector<Value> out;
  out.reserve(cluster.groups.size());
  for (const std::size_t group : cluster.groups) {
    const std::optional<bool> labels = is_bare(facts.attribute(group, "labels"));
    const std::optional<bool> taints = is_bare(facts.attribute(group, "taint"));
    const bool has_some = labels == false || taints == false;
    const Value bare = has_some           ? Value::boolean(false)
                       : labels && taints ? Value::boolean(true)
                                          : Value::unknown(facts.arena(), "labels and taints of the group");
    out.push_back(Value::object(facts.arena(),
                                {entry("bare", bare), entry("capacity_type", facts.attribute(group, "capacity_type")),
                                 entry("name", name_of(facts, group))}));
  }
  return Value::list(facts.arena(), out);
}

/// Whether its groups are all there and surely of one cluster: one whose name is known, or the one of a document that
/// says none.
bool is_certain(const Facts& facts, const ClusterGroups& cluster) {
  const bool named = cluster.groups.empty() || !facts.attribute(cluster.groups[0], "cluster_name").is_unknown();
  return named && !facts.document().open;
}

Value certain_fact(Facts& facts, const ClusterGroups& cluster) {
  return Value::boolean(is_certain(facts, cluster));
}

Value made_here_fact(Facts& facts, const ClusterGroups& cluster) {
  return Value::boolean(cluster.alone && !beside(facts, "control_plane").empty());
}

Value not_checked_fact(Facts& facts, const ClusterGroups& /*cluster*/) {
  std::vector<Value> out;
  for (const std::string& what : facts.document().not_checked) out.push_back(Value::string(facts.arena().copy(what)));
  return Value::list(facts.arena(), out);
}

/// One attribute of all that stands beside the groups as that entity. Of several clusters it is not known whose.
Value attributes_beside(Facts& facts, const ClusterGroups& cluster, std::string_view name, std::string_view attribute) {
  const std::vector<Part>& parts = beside(facts, name);
  if (!cluster.alone && !parts.empty()) return Value::unknown(facts.arena(), "which cluster it belongs to");
  const std::optional<std::size_t> at = facts.world().vocabulary.find(name)->index(attribute);
  std::vector<Value> out;
  for (const Part& part : parts) {
    const Value& value = part.fields[*at].effective;
    out.push_back(value.range().known() ? value : value.at(part.block));
  }
  return Value::list(facts.arena(), out);
}

Value other_capacity_fact(Facts& facts, const ClusterGroups& cluster) {
  return attributes_beside(facts, cluster, "other_capacity", "kind");
}

Value addons_fact(Facts& facts, const ClusterGroups& cluster) {
  return attributes_beside(facts, cluster, "addon", "name");
}

Value self_managed_fact(Facts& facts, const ClusterGroups& /*cluster*/) {
  const Entity& entity = *facts.world().vocabulary.find("self_managed");
  std::vector<Value> out;
  for (const Part& part : beside(facts, "self_managed")) {
    std::vector<hcl::Entry> fields;
    for (std::size_t i = 0; i < part.fields.size(); ++i) {
      fields.push_back(
          {entity.attributes[i].name, part.fields[i].effective, part.fields[i].key, static_cast<std::uint32_t>(i)});
    }
    out.push_back(Value::object(facts.arena(), std::move(fields)).at(part.block));
  }
  return Value::list(facts.arena(), out);
}

Value repeated_names_fact(Facts& facts, const ClusterGroups& cluster) {
  std::set<std::string> seen;
  std::vector<Value> out;
  // Of groups that may or may not be there one may stand in for the other.
  if (!is_certain(facts, cluster)) return Value::list(facts.arena(), out);
  for (const std::size_t group : cluster.groups) {
    const Group& of = facts.document().groups[group];
    Value name = facts.attribute(group, "node_group_name");
    // What a file names by its key alone goes by that.
    const bool by_key =
        !of.is_resource && of.call.empty() && facts.attribute(group, "node_group_name_prefix").is_null();
    if (name.is_null() && by_key) name = Value::string(of.key).at(of.place);
    if (!name.is_string()) continue;
    // By another provider it may be in another account, and so may what another call makes.
    std::string key = fmt::format("{}\n{}\n{}", name.as_string(), of.provider_text, of.call);
    for (const hcl::Range& caller : of.callers) key += fmt::format("\n{}:{}", caller.source, caller.begin);
    if (seen.insert(std::move(key)).second) continue;
    out.push_back(name.range().known() ? name : name.at(of.place));
  }
  return Value::list(facts.arena(), out);
}

/// What taints of a group keep pods off, as texts; nullopt where one is not known.
std::optional<std::set<std::string>> taints_of(const Facts& facts, std::size_t group) {
  const Value& taints = facts.attribute(group, "taint");
  std::set<std::string> out;
  if (taints.is_null()) return out;
  if (!taints.is_list() || taints.as_list().rest != nullptr) return std::nullopt;
  const Attribute& effect = *facts.world().vocabulary.group().find("taint")->find("effect");
  for (const Value& taint : taints.items()) {
    if (!taint.wholly_known() || !taint.is_object()) return std::nullopt;
    if (effect.says(*taint.get("effect"), "soft")) continue;
    std::string text;
    for (const std::string_view part : {"key", "value", "effect"}) {
      const Value& value = *taint.get(part);
      text += value.is_string() ? value.as_string() : std::string_view();
      text += '\n';
    }
    out.insert(std::move(text));
  }
  return out;
}

Value stranded_fact(Facts& facts, const ClusterGroups& cluster) {
  // What On-Demand groups take, each kind once: an architecture and taints.
  using Home = std::pair<std::string, std::set<std::string>>;
  std::set<Home> homes;
  const auto architectures = [&](std::size_t group) {
    std::string out;
    const Value found = facts.group(group, "architectures");
    // What has several starts no node at all, and is told so.
    if (found.items().size() > 1) return out;
    for (const Value& one : found.items()) {
      out += one.as_string();
      out += ' ';
    }
    return out;
  };
  const Attribute& kinds = *facts.world().vocabulary.group().find("capacity_type");
  std::vector<std::size_t> spot;
  for (const std::size_t group : cluster.groups) {
    const Value& capacity = facts.attribute(group, "capacity_type");
    const std::optional<std::set<std::string>> taints = taints_of(facts, group);
    if (!capacity.is_string() || !taints) return Value::unknown(facts.arena(), "what every group of the cluster takes");
    if (kinds.says(capacity, "interruptible")) spot.push_back(group);
    if (kinds.says(capacity, "steady")) homes.emplace(architectures(group), *taints);
  }
  // A home suits no group that lacks one of its taints: it is looked for by the one that the fewest homes have.
  std::map<std::string_view, std::size_t> having;
  for (const Home& home : homes) {
    for (const std::string& taint : home.second) ++having[taint];
  }
  std::map<std::string_view, std::vector<const Home*>> by_taint;
  for (const Home& home : homes) {
    const auto rarest = std::min_element(home.second.begin(), home.second.end(),
                                         [&](const auto& a, const auto& b) { return having[a] < having[b]; });
    by_taint[rarest == home.second.end() ? std::string_view() : *rarest].push_back(&home);
  }
  std::map<Home, bool> housed;  // by the kind of the Spot group
  std::vector<Value> out;
  for (const std::size_t group : spot) {
    const Home own{architectures(group), *taints_of(facts, group)};
    const auto takes = [&](const Home* home) {
      // Types that are not known may be of any architecture.
      const bool runs = home->first.empty() || own.first.empty() || home->first == own.first;
      return runs && std::includes(own.second.begin(), own.second.end(), home->second.begin(), home->second.end());
    };
    const auto one_takes = [&](std::string_view taint) {
      const auto found = by_taint.find(taint);
      return found != by_taint.end() && std::any_of(found->second.begin(), found->second.end(), takes);
    };
    const auto [at, is_new] = housed.emplace(own, false);
    if (is_new) at->second = one_takes("") || std::any_of(own.second.begin(), own.second.end(), one_takes);
    if (!at->second) out.push_back(name_of(facts, group));
  }
  return Value::list(facts.arena(), out);
}

/// A text that equal values share; empty where something of it is not known.
std::string shared_text(const Value& value) {
  if (!value.wholly_known()) return {};
  if (value.is_list()) {
    // In another order the types are the same, but for the first, which an empty group is counted by.
    std::vector<std::string> items;
    for (const Value& item : value.items()) items.push_back(shared_text(item));
    if (items.size() > 1) std::sort(items.begin() + 1, items.end());
    return fmt::format("[{}]", fmt::join(items, ","));
  }
  return "=" + hcl::text_of(value).text;
}

/// One set of groups that differ in nothing but their zones.
struct ZoneSet {
  std::vector<std::size_t> groups;
  std::set<std::string_view> zones;
};

Value zone_sets_fact(Facts& facts, const ClusterGroups& cluster) {
  std::map<std::string, ZoneSet> sets;
  for (const std::size_t group : cluster.groups) {
    const Zones& zones = facts.zones(group);
    if (!zones.listed || zones.most() != 1 || zones.zones.empty()) continue;
    const std::optional<std::uint32_t> shape = facts.shape_type(group);
    const Value& capacity = facts.attribute(group, "capacity_type");
    const std::optional<std::set<std::string>> taints = taints_of(facts, group);
    if (!shape || !capacity.is_string() || !taints) continue;
    const catalogue::InstanceType& type = facts.world().catalogue.types[*shape];
    ZoneSet& set = sets[fmt::format("{} {} {} {} {}\n{}", type.vcpu, type.memory_mib, main_architecture(type),
                                    type.gpus, capacity.as_string(), fmt::join(*taints, "\n"))];
    set.groups.push_back(group);
    set.zones.insert(zones.zones[0]);
  }
  std::vector<Value> out;
  for (const auto& [kind, set] : sets) {
    // Several groups in one zone are apart on purpose.
    if (set.groups.size() < 2 || set.zones.size() != set.groups.size()) continue;
    std::map<std::string_view, std::unordered_map<std::string, std::size_t>> labels;  // how often each value
    std::set<std::string> types;
    bool told = true;
    std::vector<Value> names;
    for (const std::size_t group : set.groups) {
      names.push_back(name_of(facts, group));
      const Value& own = facts.attribute(group, "labels");
      if (own.is_unknown() || (own.is_object() && own.as_object().rest != nullptr)) told = false;
      if (own.is_object()) {
        for (const hcl::Entry& label : own.entries()) {
          const std::string text = shared_text(label.value);
          if (text.empty()) told = false;
          ++labels[label.key][text];
        }
      }
      types.insert(shared_text(facts.attribute(group, "instance_types")));
    }
    if (!told || types.contains({})) continue;
    std::vector<Value> differing;
    for (const auto& [key, values] : labels) {
      if (values.size() > 1 || values.begin()->second != set.groups.size()) differing.push_back(Value::string(key));
    }
    out.push_back(Value::object(facts.arena(), {entry("groups", Value::list(facts.arena(), names)),
                                                entry("labels", Value::list(facts.arena(), differing)),
                                                entry("types_differ", Value::boolean(types.size() > 1))}));
  }
  return Value::list(facts.arena(), out);
}

Value form_fact(Facts& facts, const ClusterGroups& cluster) {
  const Document& document = facts.document();
  return Value::string(cluster.groups.empty() ? document.form : document.groups[cluster.groups[0]].form);
}

struct Row {
  std::string_view name;
  Value (*compute)(Facts& facts, const ClusterGroups& cluster);
};
constexpr std::array<Row, 11> kRows{{{"groups", groups_fact},
                                     {"form", form_fact},
                                     {"certain", certain_fact},
                                     {"made_here", made_here_fact},
                                     {"not_checked", not_checked_fact},
                                     {"other_capacity", other_capacity_fact},
                                     {"addons", addons_fact},
                                     {"self_managed", self_managed_fact},
                                     {"repeated_names", repeated_names_fact},
                                     {"stranded", stranded_fact},
                                     {"zone_sets", zone_sets_fact}}};

}  // namespace

std::vector<ClusterGroups> clusters_of(const Facts& facts) {
  std::vector<ClusterGroups> out;
  std::unordered_map<std::string, std::size_t> known;
  for (std::size_t group = 0; group < facts.document().groups.size(); ++group) {
    const auto [at, is_new] = known.emplace(identity(facts, group), out.size());
    if (is_new) out.emplace_back();
    out[at->second].groups.push_back(group);
  }
  if (out.empty() && !facts.document().beside.empty()) out.emplace_back();
  for (ClusterGroups& cluster : out) cluster.alone = out.size() == 1;
  return out;
}

Value ClusterFacts::fact(std::string_view name) {
  for (const Row& row : kRows) {
    if (row.name != name) continue;
    const auto known = known_.find(row.name);
    return known != known_.end() ? known->second
                                 : known_.emplace(row.name, row.compute(facts_, cluster_)).first->second;
  }
  return Value::null();
}

std::vector<std::string_view> cluster_fact_names() {
  std::vector<std::string_view> out;
  for (const Row& row : kRows) out.push_back(row.name);
  return out;
}

}  // namespace mng::model
