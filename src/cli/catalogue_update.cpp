#include "cli/catalogue_update.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <mutex>
#include <set>

#include "catalogue/files.hpp"
#include "catalogue/json.hpp"
#include "catalogue/refresh.hpp"
#include "cli/aws.hpp"
#include "cli/child.hpp"
#include "cli/workers.hpp"
#include "report/report.hpp"

namespace mng::cli {
namespace {

using catalogue::Catalogue;

int fail(const Io& io, const std::string& error) {
  print(io.err, fmt::format("mng-catalogue: {}\n", report::shown(error)));
  return kFailed;
}

/// What each file holds now; nothing of those that `written` does not have.
void say_files(const Io& io, const std::string& folder, const Catalogue& written) {
  const auto say = [&](const char* name, const catalogue::Head& head, std::size_t types) {
    if (head.date.empty()) return;
    print(io.out, fmt::format("{}/{}: {} types, {}\n", report::shown(folder), name, types, head.date));
    for (const std::string& text : head.left_out) print(io.out, fmt::format("  left out: {}\n", report::shown(text)));
  };
  say(catalogue::kTypesFile, written.types.head, written.types.types.size());
  say(catalogue::kOfferingsFile, written.offerings.head, written.offerings.rows.size());
  say(catalogue::kAdvisorFile, written.advisor.head, written.advisor.rows.size());
  say(catalogue::kPricesFile, written.prices.head, written.prices.rows.size());
}

/// "new types (3): a, b, c".
void say_types(const Io& io, const char* what, const std::vector<std::string>& names) {
  constexpr std::size_t kNames = 10;
  if (names.empty()) return;
  std::string text = fmt::format("{} ({}):", what, names.size());
  for (std::size_t i = 0; i < names.size() && i < kNames; ++i)
    text += fmt::format("{} {}", i == 0 ? "" : ",", names[i]);
  if (names.size() > kNames) text += fmt::format(" and {} more", names.size() - kNames);
  print(io.out, report::shown(text) + '\n');
}

std::string today() {
  return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr)));
}

class Update {
 public:
  Update(const UpdateOptions& options, const Io& io) : options_(options), io_(io) {
    aws_.profile = options.profile;
    aws_.seconds = options.seconds;
    aws_.stop = &stop_;
  }

  int run() {
    std::string error = read_old();
    if (error.empty()) error = options_.regions.empty() ? ask_regions() : take_regions();
    if (!error.empty()) return failed(error);
    answers_.resize(regions_.size());
    // The first one alone: what is wrong with credentials is then said once.
    fetch(0);
    each(regions_.size() - 1, options_.threads, [&](std::size_t i) { fetch(i + 1); });
    if (!error_.empty()) return failed(error_);
    const catalogue::Changes changes = catalogue::refresh(catalogue_, answers_);
    error = catalogue::write_catalogue(options_.out, catalogue_);
    if (!error.empty()) return failed(error);
    say_files(io_, options_.out, catalogue_);
    say_types(io_, "new types", changes.added);
    say_types(io_, "changed types", changes.changed);
    say_types(io_, "types that no region describes any more, now retired", changes.retired);
    return finished(io_, "mng-catalogue") ? kClean : kFailed;
  }

 private:
  int failed(const std::string& error) {
    fail(io_, error);
    std::string_view rest = said_;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      print(io_.err, fmt::format("  aws: {}\n", report::shown(line)));
    }
    print(io_.err, fmt::format("mng-catalogue: nothing was written; {} is as it was\n", report::shown(options_.out)));
    return kFailed;
  }

  /// The catalogue that is brought up to date: that of the folder, else the one built in.
  std::string read_old() {
    std::error_code ignored;
    if (!std::filesystem::exists(std::filesystem::path(options_.out) / catalogue::kTypesFile, ignored)) {
      catalogue_ = catalogue::read_builtin();
      return {};
    }
    return catalogue::read_catalogue(options_.out, catalogue_);
  }

  std::string take_regions() {
    const std::set<std::string> regions(options_.regions.begin(), options_.regions.end());
    for (const std::string& region : regions) {
      if (!catalogue::is_location_name(region)) return "--regions: `" + region + "` is no name of a region; see --help";
    }
    regions_.assign(regions.begin(), regions.end());
    return {};
  }

  std::string ask_regions() {
    constexpr const char* kCommand = "describe-regions";
    AwsAnswer answer = ask_aws(aws_, kCommand, {}, "");
    said_ = answer.said;
    if (!answer.error.empty()) return answer.error;
    catalogue::Fault fault(fmt::format("aws ec2 {}", kCommand), "is the `aws` on the PATH the AWS CLI?");
    const catalogue::Json json = catalogue::parse_json(answer.json, fault);
    if (fault.any()) return fault.text();
    std::set<std::string> regions;
    for (const catalogue::Json& one : catalogue::Fields(&json, "its answer", fault).list("Regions")) {
      const catalogue::Fields region(&one, "a member of Regions", fault);
      if (region.text("OptInStatus") == "not-opted-in") continue;
      std::string name = region.text("RegionName");
      if (!catalogue::is_location_name(name)) region.wrong("RegionName", "is no name of a region");
      regions.insert(std::move(name));
    }
    if (regions.empty()) fault.say("its answer names no region");
    regions_.assign(regions.begin(), regions.end());
    return fault.text();
  }

  /// Asks for one region; may run in many threads.
  void fetch(std::size_t index) {
    if (stop_) return;
    const std::string& region = regions_[index];
    if (index == 0)
      progress(fmt::format("asking aws for {} region{}", regions_.size(), regions_.size() == 1 ? "" : "s"));
    AwsAnswer types = ask_aws(aws_, catalogue::kAskTypes, {}, region);
    if (!types.error.empty()) return give_up(types.error, types.said);
    AwsAnswer offerings = ask_aws(aws_, catalogue::kAskOfferings, {"--location-type", "availability-zone-id"}, region);
    if (!offerings.error.empty()) return give_up(offerings.error, offerings.said);
    catalogue::ImportOptions import;
    import.region = region;
    import.date = today();
    import.known = &catalogue::builtin();
    catalogue::ImportResult result = catalogue::import_region(types.json, offerings.json, import);
    if (!result.error.empty()) return give_up(result.error, "");
    const std::lock_guard<std::mutex> lock(mutex_);
    answers_[index] = {region, std::move(result.catalogue)};
    ++done_;
    const std::size_t count = answers_[index].catalogue.types.types.size();
    progress(fmt::format("{} ({} of {}): {} type{}", region, done_, regions_.size(), count, count == 1 ? "" : "s"));
  }

  /// The first fault counts; the others are mostly that all else was ended by it.
  void give_up(const std::string& error, const std::string& said) {
    const std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
    if (!error_.empty()) return;
    error_ = error;
    said_ = said;
  }

  void progress(const std::string& text) {
    print(io_.err, fmt::format("mng-catalogue: {}\n", report::shown(text)));
    flush(io_.err);
  }

  const UpdateOptions& options_;
  const Io& io_;
  AwsOptions aws_;
  Catalogue catalogue_;
  std::vector<std::string> regions_;  // sorted
  std::vector<catalogue::RegionAnswer> answers_;
  std::atomic<bool> stop_{false};
  std::mutex mutex_;  // of all below
  std::size_t done_ = 0;
  std::string error_;
  std::string said_;
};

}  // namespace

int import_catalogue(const UpdateOptions& options, const Io& io) {
  const catalogue::ImportResult result = catalogue::import_files(options.from, options.import);
  for (const std::string& note : result.notes) print(io.err, fmt::format("note: {}\n", report::shown(note)));
  if (!result.error.empty()) return fail(io, result.error);
  const std::string error = catalogue::write_catalogue(options.out, result.catalogue);
  if (!error.empty()) return fail(io, error);
  say_files(io, options.out, result.catalogue);
  return finished(io, "mng-catalogue") ? kClean : kFailed;
}

int update_catalogue(const UpdateOptions& options, const Io& io) {
  int exit = kFailed;
  int signal = 0;
  {
    const Interrupts interrupts;
    exit = Update(options, io).run();
    signal = exit == kClean ? 0 : Interrupts::caught();
  }
  if (signal != 0) {
    flush(io.err);
    std::raise(signal);  // so that who started this sees that it was interrupted
  }
  return exit;
}

}  // namespace mng::cli
