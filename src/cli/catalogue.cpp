#include "cli/catalogue.hpp"

#include <fmt/format.h>

#include <string>

#include "catalogue/tables.hpp"
#include "cli/arguments.hpp"
#include "cli/catalogue_find.hpp"
#include "cli/catalogue_show.hpp"
#include "cli/catalogue_update.hpp"
#include "cli/version.hpp"
#include "report/report.hpp"

namespace mng::cli {
namespace {

constexpr const char* kUpdateHelp =
    R"(Asks EC2 by your own `aws` on the PATH, with its profiles, SSO and credentials:
  aws ec2 describe-instance-types
  aws ec2 describe-instance-type-offerings --location-type availability-zone-id
Without --regions it asks for those that the account has enabled
(aws ec2 describe-regions). What DIR has of other regions stays as it is, and so
do Spot Advisor and prices, which `aws` does not give; where DIR has no
catalogue, they are those built in. What DIR had before is in DIR/old afterwards;
where anything fails, nothing is written.)";

constexpr const char* kImportHelp = R"(Reads, each known by its shape:
  aws ec2 describe-instance-types
  aws ec2 describe-instance-type-offerings [--location-type availability-zone-id]
  the Spot Advisor feed, spot-advisor-data.json
  collected facts (*.facts.json)
and writes instance-types.json, offerings.json, spot-advisor.json and prices.json,
those that the files bring. What DIR had before is in DIR/old afterwards.)";

constexpr unsigned kMostThreads = 16;
constexpr unsigned kMostSeconds = 3600;

void declare_import(CLI::App& command, UpdateOptions& options) {
  command.add_option("--region", options.import.region, "With --from: the region of zone ids, which do not name it");
  command.add_option("--date", options.import.date,
                     "With --from: YYYY-MM-DD of answers of EC2 (default: when the file was last written)");
  command.add_option("--out", options.out, "The catalogue folder to write")->type_name("DIR")->required();
}

void declare_update(CLI::App& command, UpdateOptions& options) {
  declare_import(command, options);
  command.add_option("--from", options.from, "Ask nobody: read files fetched beforehand, or folders of them")
      ->type_name("PATH");
  command.add_option("--regions", options.regions, "Ask for these, such as eu-west-1,us-east-1")->delimiter(',');
  command.add_option("--profile", options.profile, "The profile of `aws`");
  command.add_option("-j", options.threads, "Ask for so many regions at a time")->capture_default_str();
  command.add_option("--timeout", options.seconds, "Seconds that one command of `aws` may take")->capture_default_str();
  command.footer(kUpdateHelp + std::string("\n\nWith --from it asks nobody. ") + kImportHelp);
}

int refuse(const Io& io, const std::string& text) {
  print(io.err, fmt::format("mng-catalogue: {}\n", report::shown(text)));
  return kFailed;
}

int update(const CLI::App& command, const UpdateOptions& options, const Io& io) {
  const bool files = command.count("--from") > 0;
  for (const char* option : {"--region", "--date"}) {
    if (!files && command.count(option) > 0) return refuse(io, fmt::format("{} goes with --from PATH", option));
  }
  for (const char* option : {"--regions", "--profile", "-j", "--timeout"}) {
    if (files && command.count(option) > 0) return refuse(io, fmt::format("{} does not go with --from PATH", option));
  }
  if (files) return import_catalogue(options, io);
  if (options.threads == 0 || options.threads > kMostThreads)
    return refuse(io, fmt::format("-j takes a number from 1 to {}", kMostThreads));
  if (options.seconds == 0 || options.seconds > kMostSeconds)
    return refuse(io, fmt::format("--timeout takes a number from 1 to {}", kMostSeconds));
  return update_catalogue(options, io);
}

}  // namespace

int run_catalogue(int argc, const char* const* argv, const Io& io) {
  CLI::App app("Refreshes and shows the catalogue of EC2 instance types. Only `update` uses the network.",
               "mng-catalogue");
  app.set_version_flag("--version", version_text("mng-catalogue"));
  app.require_subcommand(1);
  UpdateOptions update_options;
  update_options.import.known = &catalogue::builtin();
  CLI::App* updating = app.add_subcommand("update", "Bring a catalogue up to date by your own `aws`, or from files");
  declare_update(*updating, update_options);
  CLI::App* importing = app.add_subcommand("import", "The same as update --from");
  declare_import(*importing, update_options);
  importing->add_option("--from", update_options.from, "Files, or folders of them")->type_name("PATH")->required();
  importing->footer(kImportHelp);
  ShowOptions show_options;
  const ShowCommands showing = declare_show(app, show_options);
  FindOptions find_options;
  const CLI::App* finding = declare_find(app, find_options);
  const Parsed parsed = parse_arguments(app, argc, argv, io);
  if (parsed.done) return flush(io.out) ? parsed.exit : kFailed;
  if (updating->parsed()) return update(*updating, update_options, io);
  if (importing->parsed()) return import_catalogue(update_options, io);
  if (finding->parsed()) return find(find_options, io);
  return show(showing, show_options, io);
}

}  // namespace mng::cli
