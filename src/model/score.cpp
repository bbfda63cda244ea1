#include "model/score.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

#include "model/facts_types.hpp"

namespace mng::model {

unsigned score_of(double pools, std::size_t families, std::size_t generations, std::size_t vendors) {
  // Half of a part is reached at `half`.
  const auto part = [](double count, double half) { return count / (count + half); };
  const auto beyond_first = [](std::size_t count) { return static_cast<double>(count > 0 ? count - 1 : 0); };
  const double points = 0.6 * part(pools, 10) + 0.15 * part(beyond_first(families), 2) +
                        0.15 * part(beyond_first(generations), 2) + 0.1 * part(beyond_first(vendors), 1);
  return static_cast<unsigned>(std::lround(100 * points));
}

namespace {

/// What stands behind a reason: what the unknown parts of a value depend on; empty where nothing is known of that.
std::string depending(const hcl::Value& value) {
  std::set<std::string_view> causes;
  const auto add = [&](const hcl::Unknown& cause) { causes.insert(cause.depends_on.begin(), cause.depends_on.end()); };
  if (value.is_unknown()) add(value.as_unknown());
  if (value.is_list()) {
    for (const hcl::Value& item : value.items()) {
      if (item.is_unknown()) add(item.as_unknown());
    }
    const hcl::Rest* rest = value.as_list().rest;
    if (rest != nullptr && rest->cause != nullptr) add(*rest->cause);
  }
  return causes.empty() ? std::string() : fmt::format(": depends on {}", fmt::join(causes, ", "));
}

}  // namespace

std::optional<Score> score(Facts& facts, std::size_t group) {
  const hcl::Value& capacity = facts.attribute(group, "capacity_type");
  const hcl::Value& listed = facts.attribute(group, "instance_types");
  const std::vector<Facts::Listed>& known = facts.known(group);
  Score out;
  out.group = facts.document().groups[group].name;
  if (capacity.is_unknown()) {
    out.why = "its capacity_type is not known" + depending(capacity);
    return out;
  }
  if (!facts.world().vocabulary.group().find("capacity_type")->says(capacity, "interruptible")) return std::nullopt;
  const std::vector<Facts::Listed>& all = facts.listed(group);
  const bool each = std::all_of(all.begin(), all.end(), [](const Facts::Listed& one) { return one.type.has_value(); });
  if (known.empty() || !listed.wholly_known() || !each) {
    out.why = "not all of its types are known" + depending(listed);
    return out;
  }
  const catalogue::Tables& tables = facts.world().catalogue;
  const Zones& zones = facts.zones(group);
  if (zones.listed && static_cast<double>(zones.least()) == zones.most()) out.zones = zones.least();
  const std::size_t zones_counted = std::max<std::size_t>(out.zones, 1);
  std::set<std::string_view> families;
  std::set<unsigned> generations;
  std::set<std::uint8_t> vendors;
  for (const Facts::Listed& one : known) {
    const catalogue::InstanceType& type = tables.types[*one.type];
    families.insert(stem_of(type));
    generations.insert(type.generation());
    vendors.insert(type.vendor);
    if (is_often_interrupted(tables, *one.type, facts.region(group))) out.often += zones_counted;
  }
  out.types = known.size();
  out.pools = out.types * zones_counted;
  out.families = families.size();
  out.generations = generations.size();
  out.vendors = vendors.size();
  const double counted = static_cast<double>(out.pools) - static_cast<double>(out.often) / 2;
  out.points = score_of(counted, out.families, out.generations, out.vendors);
  return out;
}

}  // namespace mng::model
