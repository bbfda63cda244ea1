#include "cli/catalogue_show.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "catalogue/files.hpp"
#include "cli/arguments.hpp"
#include "cli/columns.hpp"
#include "model/document.hpp"
#include "report/report.hpp"

namespace mng::cli {
namespace {

using catalogue::Catalogue;
using catalogue::Device;
using catalogue::Status;
using catalogue::TypeRecord;
using Json = nlohmann::ordered_json;

/// Text of a file of the catalogue, as it may be shown.
std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : std::string(between)) + report::shown(word);
  return out;
}

std::string gib(std::uint32_t mib) {
  return fmt::format("{:g} GiB", mib / 1024.0);
}

std::string yes_no(bool value) {
  return value ? "yes" : "no";
}

std::string device_text(const Device& device) {
  const std::string name = report::shown(device.manufacturer + (device.manufacturer.empty() ? "" : " ") + device.name);
  std::string out = device.count > 0 ? fmt::format("{} x {}", device.count, name)
                                     : fmt::format("{} x {:g} of a {}", device.logical, device.part, name);
  if (device.memory_mib > 0) out += fmt::format(", {:.3g} GiB", device.memory_mib / 1024.0);
  return out;
}

std::string accelerators(const TypeRecord& type) {
  std::vector<std::pair<Device, std::string>> devices;  // and the kinds that EC2 counts them among
  for (std::size_t i = 0; i < catalogue::kDeviceKinds.size(); ++i) {
    for (const Device& device : type.devices[i]) {
      const std::string kind = catalogue::kDeviceKinds[i].key;
      // EC2 describes Inferentia twice, as a Neuron device without its maker and as an inference accelerator.
      const auto same = std::find_if(devices.begin(), devices.end(), [&](const auto& other) {
        return other.first.name == device.name && other.first.count == device.count &&
               other.first.logical == device.logical && other.first.memory_mib == device.memory_mib;
      });
      if (same == devices.end()) {
        devices.emplace_back(device, kind);
        continue;
      }
      same->second += ", " + kind;
      if (same->first.manufacturer.empty()) same->first.manufacturer = device.manufacturer;
    }
  }
  std::string out;
  for (const auto& [device, kinds] : devices) {
    out += fmt::format("{}{} ({})", out.empty() ? "" : "; ", device_text(device), kinds);
  }
  return out.empty() ? "none" : out;
}

/// How much of what each accelerator is there: what a pod can ask for. GPUs go by their maker and number, whatever the
/// model; a part of one is another thing than a whole one.
std::string accelerator_shape(const TypeRecord& type) {
  std::string out;
  for (std::size_t i = 0; i < catalogue::kDeviceKinds.size(); ++i) {
    const bool gpu = catalogue::kDeviceKinds[i].bit == catalogue::kGpu;
    for (const Device& device : type.devices[i]) {
      out += fmt::format("{} {} {}{};", catalogue::kDeviceKinds[i].key, gpu ? device.manufacturer : device.name,
                         std::max(device.count, device.logical), device.count == 0 ? " parts" : "");
    }
  }
  return out;
}

std::string network(const TypeRecord& type) {
  std::string out = type.network.empty() ? "unknown" : report::shown(type.network);
  if (type.network_gbps > 0) out += fmt::format(", baseline {:g} Gbit/s", type.network_gbps);
  return out;
}

std::string max_pods(const TypeRecord& type) {
  if (type.max_pods() == 0) return "unknown";
  return fmt::format("{} ({} ENIs of {} addresses)", type.max_pods(), type.enis, type.ipv4_per_eni);
}

/// What is known of a type wherever it runs, in words.
std::vector<std::pair<const char*, std::string>> attributes(const TypeRecord& type) {
  const auto known = [](const std::string& text) { return text.empty() ? "unknown" : report::shown(text); };
  return {
      {"status", type.status == Status::kLive ? "live" : "retired: EC2 describes it no more"},
      {"vCPU", std::to_string(type.vcpu)},
      {"cores", type.cores == 0 ? "unknown" : std::to_string(type.cores)},
      {"memory", gib(type.memory_mib)},
      {"architecture", joined(type.architectures, ", ")},
      {"CPU maker", known(type.cpu)},
      {"hypervisor", type.bare_metal ? "none: bare metal" : known(type.hypervisor)},
      {"burstable", yes_no(type.burstable)},
      {"sold as", type.usage.empty() ? "unknown" : joined(type.usage, ", ")},
      {"accelerators", accelerators(type)},
      {"local disk", type.disk_gb == 0 ? "none" : fmt::format("{} GB {}", type.disk_gb, report::shown(type.disk))},
      {"network", network(type)},
      {"EFA", yes_no(type.efa)},
      {"max pods", max_pods(type)},
  };
}

/// What is known of a type in a region.
struct InRegion {
  std::string region;
  std::string offered;  ///< "yes", "no" or "unknown"
  std::vector<std::string> zones;
  std::optional<double> price;
  std::string currency;
  std::string price_date;
  std::optional<unsigned> savings;
  std::string band;
};

template <typename Rows>
const auto* cell(const Rows& rows, const std::string& type, const std::string& region) {
  const auto row = rows.find(type);
  if (row == rows.end()) return decltype(&row->second.begin()->second){nullptr};
  const auto found = row->second.find(region);
  return found == row->second.end() ? nullptr : &found->second;
}

InRegion in_region(const Catalogue& catalogue, const std::string& type, const std::string& region) {
  InRegion out{region, "unknown", {}, {}, {}, {}, {}, {}};
  if (const auto place = catalogue.offerings.regions.find(region); place != catalogue.offerings.regions.end()) {
    const std::uint8_t* bits = cell(catalogue.offerings.rows, type, region);
    out.offered = yes_no(bits != nullptr);
    for (std::size_t i = 0; bits != nullptr && i < place->second.zones.size(); ++i) {
      if ((*bits >> i & 1) != 0) out.zones.push_back(place->second.zones[i]);
    }
  }
  if (const std::uint32_t* price = cell(catalogue.prices.rows, type, region)) {
    out.price = *price / 1e6;
    out.currency = catalogue.prices.regions.at(region).currency;
    out.price_date = catalogue.prices.regions.at(region).date;
  }
  if (const auto* row = cell(catalogue.advisor.rows, type, region)) {
    out.savings = row->savings;
    out.band = catalogue.advisor.bands.at(row->band);
  }
  return out;
}

template <typename Rows>
void add_regions(const Rows& rows, const std::string& type, std::set<std::string>& regions) {
  const auto row = rows.find(type);
  if (row == rows.end()) return;
  for (const auto& [region, value] : row->second) regions.insert(region);
}

std::set<std::string> regions_of(const Catalogue& catalogue, const std::string& type) {
  std::set<std::string> regions;
  add_regions(catalogue.offerings.rows, type, regions);
  add_regions(catalogue.advisor.rows, type, regions);
  add_regions(catalogue.prices.rows, type, regions);
  return regions;
}

std::string zones_text(const InRegion& in) {
  return in.offered != "yes" ? (in.offered == "no" ? "not offered" : "unknown")
         : in.zones.empty()  ? "offered, zones unknown"
                             : joined(in.zones, " ");
}
std::string price_text(const InRegion& in) {
  return in.price ? fmt::format("{} {}", *in.price, report::shown(in.currency)) : "unknown";
}
std::string savings_text(const InRegion& in) {
  return in.savings ? fmt::format("{} %", *in.savings) : "unknown";
}
std::string band_text(const InRegion& in) {
  return in.savings ? report::shown(in.band) : "unknown";
}

Json region_json(const InRegion& in) {
  Json out{{"region", in.region}};
  out["offered"] = in.offered == "unknown" ? Json(nullptr) : Json(in.offered == "yes");
  out["zones"] = in.zones;
  out["price_per_hour"] = in.price ? Json(*in.price) : Json(nullptr);
  out["currency"] = in.price ? Json(in.currency) : Json(nullptr);
  out["price_date"] = in.price ? Json(in.price_date) : Json(nullptr);
  out["spot_savings_percent"] = in.savings ? Json(*in.savings) : Json(nullptr);
  out["interruption_band"] = in.savings ? Json(in.band) : Json(nullptr);
  return out;
}

class Show {
 public:
  Show(const ShowOptions& options, const Io& io) : options_(options), io_(io) {}

  int run(const ShowCommands& commands) {
    std::string error = load();
    if (error.empty()) error = check();
    if (error.empty() && commands.compare->parsed() && options_.types.size() != 2) {
      error = fmt::format("compare takes two instance types, not {}", options_.types.size());
    }
    if (!error.empty()) return refuse(error);
    const std::string text = commands.show->parsed()      ? show_types()
                             : commands.compare->parsed() ? compare()
                             : commands.shapes->parsed()  ? shapes()
                                                          : status();
    print(io_.out, text);
    return finished(io_, "mng-catalogue") ? kClean : kFailed;
  }

 private:
  int refuse(const std::string& text) {
    print(io_.err, fmt::format("mng-catalogue: {}\n", report::shown(text)));
    return kFailed;
  }

  std::string load() {
    if (options_.catalogue.empty()) {
      catalogue_ = catalogue::read_builtin();
    } else if (std::string error = catalogue::read_catalogue(options_.catalogue, catalogue_); !error.empty()) {
      return error;
    }
    catalogue::LoadResult result = catalogue::load_catalogue(catalogue_, options_.catalogue);
    loaded_ = std::move(result.loaded);
    return result.error;
  }

  [[nodiscard]] std::string check() const {
    if (!options_.region.empty()) {
      const std::string fault = model::unknown_region(options_.region, loaded_.tables());
      if (!fault.empty()) return "--region: " + fault;
    }
    if (std::string fault = not_one_of("--format", options_.format, {"table", "json"}); !fault.empty()) return fault;
    if (!options_.architecture.empty()) {
      std::set<std::string_view> names;
      for (const auto& [name, type] : catalogue_.types.types) {
        names.insert(type.architectures.begin(), type.architectures.end());
      }
      const std::string fault = not_one_of("--arch", options_.architecture, {names.begin(), names.end()});
      if (!fault.empty()) return fault;
    }
    for (const std::string& name : options_.types) {
      if (catalogue_.types.types.count(name) > 0) continue;
      const auto near = loaded_.tables().nearest_types(name, 3);
      std::string meant;
      for (std::size_t i = 0; i < near.size(); ++i) {
        meant += fmt::format("{}`{}`", i == 0 ? "; did you mean " : i + 1 == near.size() ? " or " : ", ", near[i]);
      }
      return fmt::format("`{}` is not in the catalogue of {}{}", name, catalogue_.types.head.date,
                         meant.empty() ? "; an instance type is written as m5.large" : meant + "?");
    }
    return {};
  }

  [[nodiscard]] std::vector<InRegion> places(const std::string& type) const {
    std::set<std::string> regions{options_.region};
    if (options_.region.empty()) regions = regions_of(catalogue_, type);
    std::vector<InRegion> out;
    for (const std::string& region : regions) out.push_back(in_region(catalogue_, type, region));
    return out;
  }

  [[nodiscard]] std::string show_types() const {
    if (options_.format == "json") return show_json();
    std::string out;
    for (const std::string& name : options_.types) {
      out += out.empty() ? name + '\n' : '\n' + name + '\n';
      std::vector<Row> rows;
      for (auto& [label, value] : attributes(catalogue_.types.types.at(name)))
        rows.push_back({label, std::move(value)});
      out += columns(rows, "  ");
      rows = {{"region", "On-Demand/h", "Spot saves", "interrupted", "zones"}};
      for (const InRegion& in : places(name)) {
        rows.push_back({in.region, price_text(in), savings_text(in), band_text(in), zones_text(in)});
      }
      out += rows.size() == 1 ? "\n  nothing is known of it in any region\n" : '\n' + columns(rows, "  ");
    }
    return out + fmt::format("\ntypes of {}, zones of {}, Spot of {}, prices of {}\n", date(catalogue_.types.head),
                             date(catalogue_.offerings.head), date(catalogue_.advisor.head),
                             date(catalogue_.prices.head));
  }

  [[nodiscard]] std::string show_json() const {
    Json types = Json::array();
    for (const std::string& name : options_.types) {
      Json type = Json::parse(catalogue::type_line(catalogue_.types.types.at(name)));
      type["regions"] = Json::array();
      for (const InRegion& in : places(name)) type["regions"].push_back(region_json(in));
      types.push_back(std::move(type));
    }
    const Json dates{{"types", catalogue_.types.head.date},
                     {"offerings", catalogue_.offerings.head.date},
                     {"spot_advisor", catalogue_.advisor.head.date},
                     {"prices", catalogue_.prices.head.date}};
    return Json{{"version", 1}, {"dates", dates}, {"types", types}}.dump(2) + "\n";
  }

  [[nodiscard]] std::string compare() const {
    const TypeRecord& a = catalogue_.types.types.at(options_.types[0]);
    const TypeRecord& b = catalogue_.types.types.at(options_.types[1]);
    std::vector<Row> rows{{"", a.name, b.name}};
    std::string same;
    const auto line = [&](const char* label, std::string of_a, std::string of_b) {
      if (of_a == of_b) {
        same += fmt::format("{}{}", same.empty() ? "" : ", ", label);
      } else {
        rows.push_back({label, std::move(of_a), std::move(of_b)});
      }
    };
    auto of_a = attributes(a);
    auto of_b = attributes(b);
    for (std::size_t i = 0; i < of_a.size(); ++i) {
      line(of_a[i].first, std::move(of_a[i].second), std::move(of_b[i].second));
    }
    if (!options_.region.empty()) {
      const InRegion in_a = in_region(catalogue_, a.name, options_.region);
      const InRegion in_b = in_region(catalogue_, b.name, options_.region);
      line("zones", zones_text(in_a), zones_text(in_b));
      line("On-Demand/h", price_text(in_a), price_text(in_b));
      line("Spot saves", savings_text(in_a), savings_text(in_b));
      line("interrupted", band_text(in_a), band_text(in_b));
    } else {
      const auto [only_a, only_b] = only_in(a.name, b.name);
      line("regions", only_a, only_b);
    }
    std::string out = rows.size() == 1 ? "no difference is known\n" : columns(rows, "");
    if (!same.empty()) out += "the same: " + same + '\n';
    return out + verdict(a, b);
  }

  /// In how many regions there is one and not the other.
  [[nodiscard]] std::pair<std::string, std::string> only_in(const std::string& a, const std::string& b) const {
    std::vector<std::string> only[2];
    for (const auto& [region, place] : catalogue_.offerings.regions) {
      const bool has_a = cell(catalogue_.offerings.rows, a, region) != nullptr;
      const bool has_b = cell(catalogue_.offerings.rows, b, region) != nullptr;
      if (has_a != has_b) only[has_a ? 0 : 1].push_back(region);
    }
    const auto text = [](const std::vector<std::string>& regions) {
      return regions.empty() ? "none" : fmt::format("{} more", regions.size());
    };
    return {text(only[0]), text(only[1])};
  }

  /// Whether nodes of both may be in one group where Cluster Autoscaler takes them for one another.
  static std::string verdict(const TypeRecord& a, const TypeRecord& b) {
    std::string differ;
    const auto look = [&](const char* what, bool equal) {
      if (!equal) differ += fmt::format("{}{}", differ.empty() ? "" : ", ", what);
    };
    look("vCPU", a.vcpu == b.vcpu);
    look("memory", a.memory_mib == b.memory_mib);
    // Old types run two kinds of programs; one in common is enough.
    look("architecture", std::find_first_of(a.architectures.begin(), a.architectures.end(), b.architectures.begin(),
                                            b.architectures.end()) != a.architectures.end());
    look("accelerators", accelerator_shape(a) == accelerator_shape(b));
    if (differ.empty()) {
      const bool alike = accelerators(a) == accelerators(b);
      return fmt::format("Cluster Autoscaler: of one shape, they can be in one group{}\n",
                         alike ? "" : "; it counts their GPUs, and does not tell one model from the other");
    }
    return fmt::format("Cluster Autoscaler: not of one shape, they differ in {}; give each a group of its own\n",
                       differ);
  }

  [[nodiscard]] std::string shapes() const {
    struct Count {
      std::size_t types = 0, spot = 0;
    };
    std::map<std::tuple<unsigned, std::uint32_t, std::string>, Count> counts;
    for (const auto& [name, type] : catalogue_.types.types) {
      const bool here = options_.region.empty() || cell(catalogue_.offerings.rows, name, options_.region) != nullptr;
      if (type.status != Status::kLive || !here) continue;
      std::vector<std::string> architectures = type.architectures;
      // Old types run two kinds of programs, and are one type all the same.
      if (architectures.size() > 1 && options_.architecture.empty())
        architectures.erase(architectures.begin(), architectures.end() - 1);
      for (const std::string& architecture : architectures) {
        if (!options_.architecture.empty() && architecture != options_.architecture) continue;
        Count& count = counts[{type.vcpu, type.memory_mib, architecture}];
        ++count.types;
        count.spot += std::find(type.usage.begin(), type.usage.end(), "spot") != type.usage.end() ? 1U : 0U;
      }
    }
    std::vector<std::pair<std::tuple<unsigned, std::uint32_t, std::string>, Count>> sorted(counts.begin(),
                                                                                           counts.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second.types > b.second.types; });
    std::vector<Row> rows{{"types", "on Spot", "vCPU", "memory", "architecture"}};
    for (const auto& [shape, count] : sorted) {
      rows.push_back({std::to_string(count.types), std::to_string(count.spot), std::to_string(std::get<0>(shape)),
                      gib(std::get<1>(shape)), report::shown(std::get<2>(shape))});
    }
    return columns(rows, "");
  }

  static std::string date(const catalogue::Head& head) { return head.date.empty() ? "unknown" : head.date; }

  [[nodiscard]] std::string status() const {
    const auto& types = catalogue_.types.types;
    const auto live = std::count_if(types.begin(), types.end(),
                                    [](const auto& entry) { return entry.second.status == Status::kLive; });
    std::map<std::string, Row> regions;
    std::size_t cells[3] = {};
    const auto count = [&](std::size_t column, const auto& rows) {
      std::map<std::string, std::size_t> counts;
      for (const auto& [type, row] : rows) {
        for (const auto& [region, value] : row) ++counts[region];
      }
      for (const auto& [region, types_of] : counts) {
        Row& row = regions[region];
        row.resize(7, "-");
        row[column] = std::to_string(types_of);
        cells[column / 2 - 1] += types_of;
      }
    };
    count(2, catalogue_.offerings.rows);
    count(4, catalogue_.prices.rows);
    count(6, catalogue_.advisor.rows);
    std::size_t zoned = 0;
    for (const auto& [region, place] : catalogue_.offerings.regions) {
      Row& row = regions[region];
      row.resize(7, "-");
      row[1] = place.date;
      row[3] = place.zones.empty() ? "unknown" : std::to_string(place.zones.size());
      zoned += place.zones.empty() ? 0U : 1U;
    }
    for (const auto& [region, place] : catalogue_.prices.regions) {
      Row& row = regions[region];
      row.resize(7, "-");
      row[5] = report::shown(place.date);
    }
    std::vector<Row> rows{{"region", "offerings", "types", "zones", "priced", "prices", "with Spot figures"}};
    for (auto& [region, row] : regions) {
      row[0] = region;
      rows.push_back(row);
    }
    const std::vector<Row> head{
        {"instance types", date(catalogue_.types.head), fmt::format("{} live, {} retired", live, types.size() - live)},
        {"offerings", date(catalogue_.offerings.head),
         fmt::format("{} in {} regions, {} of them with zones", cells[0], catalogue_.offerings.regions.size(), zoned)},
        {"Spot Advisor", date(catalogue_.advisor.head), fmt::format("{} rows", cells[2])},
        {"prices", date(catalogue_.prices.head), fmt::format("{} rows", cells[1])}};
    return columns(head, "") + '\n' + columns(rows, "");
  }

  const ShowOptions& options_;
  const Io& io_;
  Catalogue catalogue_;
  catalogue::Loaded loaded_;
};

}  // namespace

ShowCommands declare_show(CLI::App& app, ShowOptions& options) {
  const auto command = [&](const char* name, const char* about) {
    CLI::App* added = app.add_subcommand(name, about);
    added->add_option("--catalogue", options.catalogue, "A catalogue in place of the one built in")->type_name("DIR");
    return added;
  };
  const auto region = [&](CLI::App* to, const char* about) {
    to->add_option("--region", options.region, about);
    return to;
  };
  ShowCommands out;
  CLI::App* showing =
      region(command("show", "All that is known of instance types"), "What is known of this region alone");
  showing->add_option("types", options.types, "Instance types, such as m5.xlarge")->type_name("TYPE")->required();
  showing->add_option("--format", options.format, "table or json")->capture_default_str();
  CLI::App* comparing = region(command("compare", "How two types differ, and whether a group can hold both"),
                               "Compare what this region has of them, too");
  comparing->add_option("types", options.types, "Two instance types")->type_name("TYPE")->required();
  CLI::App* shaping = region(command("shapes", "How many live types share each shape, the most first"),
                             "Count what this region offers");
  shaping->add_option("--arch", options.architecture, "Of this architecture, such as arm64");
  out.show = showing;
  out.compare = comparing;
  out.shapes = shaping;
  out.status = command("status", "Dates and coverage of the catalogue");
  return out;
}

int show(const ShowCommands& commands, const ShowOptions& options, const Io& io) {
  return Show(options, io).run(commands);
}

}  // namespace mng::cli
