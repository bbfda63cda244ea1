#include "cli/catalogue_find.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "catalogue/select.hpp"
#include "cli/arguments.hpp"
#include "cli/chosen.hpp"
#include "cli/columns.hpp"
#include "cli/selection_hints.hpp"
#include "cli/selection_left_out.hpp"
#include "model/facts.hpp"
#include "model/image.hpp"
#include "model/knowledge.hpp"
#include "report/report.hpp"

namespace mng::cli {
namespace {

using catalogue::InstanceType;
using catalogue::Query;
using catalogue::Tables;

/// A type, and the query of its shape.
struct Found {
  std::uint32_t type = 0;
  Query query;
};

std::string shown_or_unknown(std::string_view text) {
  return text.empty() ? "unknown" : report::shown(std::string(text));
}

class Find {
 public:
  Find(const FindOptions& options, const Io& io) : options_(options), io_(io), tables_(&catalogue::builtin()) {}

  int run() {
    if (std::string fault = not_one_of("--format", options_.format, {"table", "json", "types"}); !fault.empty())
      return refuse(fault);
    if (!options_.catalogue.empty()) {
      catalogue::LoadResult loaded = catalogue::load_directory(options_.catalogue);
      if (!loaded.error.empty()) return refuse(loaded.error);
      catalogue_.emplace(std::move(loaded.loaded));
      tables_ = &catalogue_->tables();
    }
    hcl::Diagnostics diagnostics;  // what is compiled in was checked when it was built
    vocabulary_ = model::Vocabulary::load(model::builtin_vocabulary().ast, arena_, diagnostics);
    const Selection selection = selection_of(options_.words, *tables_, vocabulary_, Purpose::kList);
    if (!selection.fault.empty()) return refuse(selection.fault);
    const std::vector<Found> found = found_by(selection);
    say_left_out(found);
    if (found.empty()) return none(selection);
    say_order(found);
    say_fewer(found.size());
    note(short_of_pods(*tables_, selection.queries));
    for (const std::string& why : limits_on_unknown(*tables_, options_.words, vocabulary_, Purpose::kList)) note(why);
    print(io_.out, options_.format == "json" ? json(found) : options_.format == "types" ? names(found) : table(found));
    return finished(io_, "mng-catalogue") ? kClean : kFailed;
  }

 private:
  int refuse(const std::string& text) {
    print(io_.err, fmt::format("mng-catalogue: {}\n", report::shown(text)));
    return kFailed;
  }

  /// By shape, and each as mng-gen orders them; where the price is what counts, by that, whatever the shape.
  [[nodiscard]] std::vector<Found> found_by(const Selection& selection) const {
    std::vector<Found> out;
    for (const Query& query : selection.queries) {
      for (const std::uint32_t type : catalogue::select(*tables_, query)) out.push_back({type, query});
    }
    if (options_.words.optimize == "price") {
      const auto price = [&](const Found& one) {
        return price_in(*tables_, one.query, one.type, one.query.on_demand).value_or(UINT64_MAX);
      };
      std::stable_sort(out.begin(), out.end(), [&](const Found& a, const Found& b) { return price(a) < price(b); });
    }
    if (options_.words.count && out.size() > *options_.words.count) {
      out.erase(out.begin() + static_cast<std::ptrdiff_t>(*options_.words.count), out.end());
    }
    return out;
  }

  /// A note on standard error; none where the text is empty.
  void note(const std::string& text) const {
    if (!text.empty()) print(io_.err, fmt::format("mng-catalogue: note: {}\n", report::shown(text)));
  }

  static std::vector<std::uint32_t> types_of(const std::vector<Found>& found) {
    std::vector<std::uint32_t> types;
    for (const Found& one : found) types.push_back(one.type);
    return types;
  }

  /// Says which of the types that were named, by --like too, are not listed.
  void say_left_out(const std::vector<Found>& found) const {
    note(left_out_of_named(*tables_, options_.words, vocabulary_, Purpose::kList, types_of(found)));
    note(left_out_of_like(*tables_, options_.words, vocabulary_, Purpose::kList, types_of(found)));
  }

  /// Says where the order is not the one that was asked for.
  void say_order(const std::vector<Found>& found) const {
    note(without_order(*tables_, found[0].query, options_.words, types_of(found)));
  }

  /// Says that fewer were found than asked for, and which options cost most.
  void say_fewer(std::size_t types) const {
    if (!options_.words.count || types >= *options_.words.count) return;
    const std::string ways = ways_out(*tables_, options_.words, vocabulary_, Purpose::kList, types);
    note(fmt::format("{} of the {} asked for{}{}", types, *options_.words.count, ways.empty() ? "" : "; ", ways));
  }

  /// Says which options cost most.
  [[nodiscard]] int none(const Selection& selection) const {
    const std::string ways = ways_out(*tables_, options_.words, vocabulary_, Purpose::kList, 0);
    std::string text = "mng-catalogue: no instance type fits; ";
    for (const std::string& why : not_sold(*tables_, options_.words, vocabulary_, Purpose::kList, nullptr)) {
      text += why + "; ";
    }
    text += ways.empty() ? no_way_out(selection.accelerators) : ways;
    if (const std::string pods = short_of_pods(*tables_, selection.queries); !pods.empty()) text += "; " + pods;
    for (const std::string& why : missed_limits(*tables_, options_.words, vocabulary_, Purpose::kList))
      text += "; " + why;
    print(io_.err, report::shown(text) + '\n');
    return kFound;
  }

  [[nodiscard]] std::string names(const std::vector<Found>& found) const {
    std::string out;
    for (const Found& one : found) out += std::string(tables_->types[one.type].name) + '\n';
    return out;
  }

  static std::vector<std::string_view> architectures(const InstanceType& type) {
    std::vector<std::string_view> out;
    for (const std::string_view name : model::architecture_names()) {
      if ((type.architectures & model::architecture_of(name)) != 0) out.push_back(name);
    }
    return out;
  }

  /// How many regions offer it, as far as that is known.
  [[nodiscard]] std::size_t regions(std::uint32_t type) const {
    std::size_t out = 0;
    for (std::uint32_t region = 0; region < tables_->regions.size(); ++region) {
      out += tables_->offered_in(type, region) ? 1U : 0U;
    }
    return out;
  }

  [[nodiscard]] std::string table(const std::vector<Found>& found) const {
    const auto region = tables_->find_region(options_.words.region);
    Row head{"type", "vCPU", "GiB", "architecture", "CPU maker"};
    if (region) {
      head.insert(head.end(), {"interrupted", "Spot saves", "On-Demand/h", "Spot/h, about", "zones"});
    } else {
      head.emplace_back("regions");
    }
    std::vector<Row> rows{head};
    for (const Found& one : found) {
      const InstanceType& type = tables_->types[one.type];
      Row row{report::shown(std::string(type.name)), std::to_string(type.vcpu),
              fmt::format("{:g}", model::gib(type.memory_mib)), fmt::format("{}", fmt::join(architectures(type), " ")),
              shown_or_unknown(tables_->vendors[type.vendor])};
      if (region) {
        add_region(row, one, *region);
      } else {
        row.push_back(tables_->offerings_date.empty() ? "unknown" : std::to_string(regions(one.type)));
      }
      rows.push_back(std::move(row));
    }
    const auto date = [](std::string_view of) { return of.empty() ? std::string_view("unknown") : of; };
    std::string out = columns(rows, "");
    out += fmt::format("\n{} type{}; types of {}, zones of {}", found.size(), found.size() == 1 ? "" : "s",
                       date(tables_->types_date), date(tables_->offerings_date));
    if (region)
      out += fmt::format(", Spot of {}, prices of {}", date(tables_->advisor_date), date(tables_->prices_date));
    return out + '\n';
  }

  void add_region(Row& row, const Found& one, std::uint32_t region) const {
    const auto money = [&](bool on_demand) {
      const auto price = price_in(*tables_, one.query, one.type, on_demand);
      constexpr double kMillionths = 1e6;
      return price ? fmt::format("{:.4f} {}", static_cast<double>(*price) / kMillionths,
                                 report::shown(std::string(tables_->regions[region].currency)))
                   : "unknown";
    };
    const std::uint8_t savings = tables_->savings[tables_->cell(one.type, region)];
    row.push_back(shown_or_unknown(band_of(*tables_, one.query, one.type)));
    row.push_back(savings == Tables::kUnknown8 ? "unknown" : fmt::format("{} %", savings));
    row.push_back(money(true));
    row.push_back(money(false));
    const std::vector<std::string_view> zones = zones_of(*tables_, one.query, one.type);
    row.push_back(!zones.empty()                          ? report::shown(fmt::format("{}", fmt::join(zones, " ")))
                  : tables_->offered_in(one.type, region) ? "offered, zones unknown"
                                                          : "unknown");
  }

  [[nodiscard]] std::string json(const std::vector<Found>& found) const {
    using Json = nlohmann::ordered_json;
    const auto region = tables_->find_region(options_.words.region);
    const auto text = [](std::string_view value) { return value.empty() ? Json(nullptr) : Json(value); };
    Json types = Json::array();
    for (const Found& one : found) {
      const InstanceType& type = tables_->types[one.type];
      Json out{{"name", type.name},
               {"vcpu", type.vcpu},
               {"memory_gib", model::gib(type.memory_mib)},
               {"architectures", architectures(type)}};
      out.update(type_json(*tables_, one.query, one.type));
      const std::uint8_t savings = region ? tables_->savings[tables_->cell(one.type, *region)] : Tables::kUnknown8;
      out["spot_savings_percent"] = savings == Tables::kUnknown8 ? Json(nullptr) : Json(savings);
      out["regions"] = tables_->offerings_date.empty() ? Json(nullptr) : Json(regions(one.type));
      types.push_back(std::move(out));
    }
    const Json dates{{"types", text(tables_->types_date)},
                     {"offerings", text(tables_->offerings_date)},
                     {"spot_advisor", text(tables_->advisor_date)},
                     {"prices", text(tables_->prices_date)}};
    const Json out{{"version", 1},
                   {"dates", dates},
                   {"region", text(options_.words.region)},
                   {"currency", region ? text(tables_->regions[*region].currency) : Json(nullptr)},
                   {"types", types}};
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
  }

  const FindOptions& options_;
  const Io& io_;
  const Tables* tables_;
  std::optional<catalogue::Loaded> catalogue_;
  hcl::Arena arena_;
  model::Vocabulary vocabulary_;
};

}  // namespace

const CLI::App* declare_find(CLI::App& app, FindOptions& options) {
  CLI::App* finding = app.add_subcommand("find", "The types that meet conditions, as mng-gen chooses them");
  declare_shape(*finding, options.words);
  declare_limits(*finding, options.words);
  finding->add_option("--format", options.format, "table, json or types")->capture_default_str();
  finding->add_option("--catalogue", options.catalogue, "A catalogue in place of the one built in")->type_name("DIR");
  // What differs from a group's.
  for (const auto& [name, meaning] :
       {std::pair("--vcpu", "vCPU: 4, or 4..8"), std::pair("--mem", "Memory, in GiB or with a unit: 16, or 16..64"),
        std::pair("--arch", "x86_64 or arm64, also amd64 or aarch64; both where not given"),
        std::pair("--ratio", "GiB for each vCPU, 8 or 1:8"), std::pair("--count", "At most so many types"),
        std::pair("--optimize",
                  "diversity, which is the default, or balanced: within a shape; or price: of all; by the prices of "
                  "--region")}) {
    finding->get_option(name)->description(meaning);
  }
  finding->footer(
      "Without a shape it lists over all. Left out unless asked for, as in a group: what is burstable, flex, bare "
      "metal, accelerated, of a previous generation, or short of pods for its shape.\n"
      "Exit status: 0 found, 1 none, 2 the tool could not do its work.");
  return finding;
}

int find(const FindOptions& options, const Io& io) {
  return Find(options, io).run();
}

}  // namespace mng::cli
