#include "cli/catalogue.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "catalogue/files.hpp"
#include "catalogue/import.hpp"
#include "catalogue/tables.hpp"
#include "report/report.hpp"

namespace mng::cli {
namespace {

using catalogue::Tables;

constexpr const char* kImportHelp = R"(Reads, each known by its shape:
  aws ec2 describe-instance-types
  aws ec2 describe-instance-type-offerings [--location-type availability-zone-id]
  the Spot Advisor feed, spot-advisor-data.json
  collected facts (*.facts.json)
and writes instance-types.json, offerings.json, spot-advisor.json and prices.json,
those that the files bring.)";

int fail(std::FILE* err, const std::string& error) {
  fmt::print(err, "mng-catalogue: {}\n", report::shown(error));
  return 2;
}

std::string summary(const Tables& tables) {
  const auto live = std::count_if(tables.types.begin(), tables.types.end(),
                                  [](const auto& type) { return type.status == catalogue::Status::kLive; });
  const auto zoned = std::count_if(tables.regions.begin(), tables.regions.end(),
                                   [](const auto& region) { return !region.zones.empty(); });
  const auto offered = std::count_if(tables.offered.begin(), tables.offered.end(), [](auto bits) { return bits != 0; });
  const auto advised =
      std::count_if(tables.band.begin(), tables.band.end(), [](auto band) { return band != Tables::kUnknown8; });
  const auto priced = std::count_if(tables.price.begin(), tables.price.end(), [](auto price) { return price != 0; });
  const auto date = [](std::string_view of) { return of.empty() ? std::string_view("unknown   ") : of; };
  return fmt::format(
      "instance types  {}  {} live, {} retired\n"
      "offerings       {}  {} in {} regions, {} of them with zones\n"
      "Spot Advisor    {}  {} rows\n"
      "prices          {}  {} rows\n",
      date(tables.types_date), live, tables.types.size() - static_cast<std::size_t>(live), date(tables.offerings_date),
      offered, tables.regions.size(), zoned, date(tables.advisor_date), advised, date(tables.prices_date), priced);
}

int import(const std::vector<std::string>& from, const catalogue::ImportOptions& options, const std::string& target,
           std::FILE* out, std::FILE* err) {
  const catalogue::ImportResult result = catalogue::import_files(from, options);
  for (const std::string& note : result.notes) fmt::print(err, "note: {}\n", report::shown(note));
  if (!result.error.empty()) return fail(err, result.error);
  const catalogue::Catalogue& read = result.catalogue;
  const std::string error = catalogue::write_catalogue(target, read);
  if (!error.empty()) return fail(err, error);
  const auto say = [&](const char* name, const catalogue::Head& head, std::size_t records, const char* what) {
    if (head.date.empty()) return;
    fmt::print(out, "{}/{}: {} {}, {}\n", report::shown(target), name, records, what, head.date);
    for (const std::string& text : head.left_out) fmt::print(out, "  left out: {}\n", report::shown(text));
  };
  say(catalogue::kTypesFile, read.types.head, read.types.types.size(), "types");
  say(catalogue::kOfferingsFile, read.offerings.head, read.offerings.rows.size(), "types");
  say(catalogue::kAdvisorFile, read.advisor.head, read.advisor.rows.size(), "types");
  say(catalogue::kPricesFile, read.prices.head, read.prices.rows.size(), "types");
  return 0;
}

int status(const std::string& folder, std::FILE* out, std::FILE* err) {
  if (folder.empty()) {
    fmt::print(out, "{}", summary(catalogue::builtin()));
    return 0;
  }
  const catalogue::LoadResult result = catalogue::load_directory(folder);
  if (!result.error.empty()) return fail(err, result.error);
  fmt::print(out, "{}", summary(result.loaded.tables()));
  return 0;
}

}  // namespace

int run_catalogue(int argc, const char* const* argv, std::FILE* out, std::FILE* err) {
  CLI::App app("Refreshes and shows the catalogue of EC2 instance types. Never uses the network.", "mng-catalogue");
  app.require_subcommand(1);
  std::vector<std::string> from;
  std::string target;
  std::string folder;
  catalogue::ImportOptions options;
  CLI::App* importing = app.add_subcommand("import", "make a catalogue of files fetched beforehand");
  importing->footer(kImportHelp);
  importing->add_option("--from", from, "files, or folders of them")->required();
  importing->add_option("--region", options.region, "the region of zone ids, which do not name it");
  importing->add_option("--date", options.date,
                        "YYYY-MM-DD of answers of EC2 (default: when the file was last written)");
  importing->add_option("--out", target, "folder to write")->required();
  CLI::App* showing = app.add_subcommand("status", "dates and sizes of the catalogue");
  showing->add_option("--catalogue", folder, "a catalogue folder in place of the one built in");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream help;
    std::ostringstream wrong;
    const int code = app.exit(error, help, wrong);
    fmt::print(out, "{}", help.str());
    fmt::print(err, "{}", wrong.str());
    return code == 0 ? 0 : 2;
  }
  if (!importing->parsed()) return status(folder, out, err);
  options.known = &catalogue::builtin();
  return import(from, options, target, out, err);
}

}  // namespace mng::cli
