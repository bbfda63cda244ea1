#include "cli/lint.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>

#include "cli/arguments.hpp"
#include "cli/explain.hpp"
#include "cli/settings.hpp"
#include "cli/since.hpp"
#include "cli/terraform.hpp"
#include "cli/version.hpp"
#include "cli/walk.hpp"
#include "cli/workers.hpp"
#include "lint/changes.hpp"
#include "lint/gather.hpp"
#include "lint/linter.hpp"
#include "lint/suppression.hpp"
#include "report/report.hpp"
#include "terraform/plan.hpp"

namespace mng::cli {
namespace {

/// What standard input is called where nobody names it.
constexpr const char* kUnnamed = "stdin.yaml";

struct Options {
  std::vector<std::string> paths;
  std::string format = "text";
  std::string color = "auto";
  std::string fail_on = "warning";
  std::string stdin_filename = kUnnamed;
  std::string explain;
  ToldSettings told;
  bool statistics = false;
  bool show_files = false;
  bool show_config = false;
  std::vector<std::string> variables;
  std::vector<std::string> value_files;
  std::optional<std::string> since;
  std::string before;
  std::vector<std::string> accept;
  bool new_only = false;
  unsigned jobs = 0;
  bool summary = false;
  std::optional<unsigned> min_score;
  bool list_rules = false;
  bool show_undecided = false;
};

void declare(CLI::App& app, Options& options) {
  app.set_version_flag("--version", version_text("mng-lint"));
  app.add_option("PATH", options.paths, "Files, folders, or - for standard input; this folder where none is named");
  app.add_option("--format", options.format, "text, json or github")->capture_default_str()->envname("MNG_LINT_FORMAT");
  app.add_option("--color", options.color, "auto, always or never")->capture_default_str()->envname("MNG_LINT_COLOR");
  app.add_option("--fail-on", options.fail_on, "Exit 1 from this severity on: error, warning, info, or never")
      ->capture_default_str()
      ->envname("MNG_LINT_FAIL_ON");
  app.add_option("--region", options.told.region, "AWS region of files that name none")->envname("MNG_LINT_REGION");
  app.add_option("--autoscaler", options.told.autoscaler,
                 "What scales the groups of files that do not say it: cluster-autoscaler, karpenter or none")
      ->envname("MNG_LINT_AUTOSCALER");
  app.add_option("--kubernetes-version", options.told.kubernetes_version,
                 "Kubernetes version of files that name none: 1.33")
      ->type_name("VERSION")
      ->envname("MNG_LINT_KUBERNETES_VERSION");
  app.add_option("--select", options.told.select, "Judge by these rules alone: names of rules or of categories")
      ->type_name("RULE,…")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->envname("MNG_LINT_SELECT");
  app.add_option("--ignore", options.told.ignore, "Judge by all rules but these")
      ->type_name("RULE,…")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->envname("MNG_LINT_IGNORE");
  app.add_option("--severity", options.told.severity, "How bad a rule is: error, warning, info or off")
      ->type_name("RULE=LEVEL,…")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->envname("MNG_LINT_SEVERITY");
  app.add_option("--set", options.told.set, "A parameter of a rule: RULE.NAME=VALUE")
      ->type_name("RULE.NAME=VALUE")
      ->allow_extra_args(false);
  app.add_option("--preset", options.told.preset,
                 "minimal: errors alone; recommended; strict: advice is a warning as well")
      ->envname("MNG_LINT_PRESET");
  app.add_flag("--statistics", options.statistics, "Count the findings of each rule in place of showing them");
  app.add_flag("--summary", options.summary, "Say of each Spot group how well its types are spread, 0 to 100");
  app.add_option("--min-score", options.min_score, "Exit 1 where a Spot group has a lower score")->type_name("N");
  app.add_flag("--show-files", options.show_files, "List the files that would be read, and end");
  app.add_flag("--show-config", options.show_config, "Show what each PATH is judged by, and end");
  app.add_option("--var", options.variables, "A value for a Terraform variable: NAME=VALUE")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  app.add_option("--var-file", options.value_files, "A file of values for Terraform variables")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_flag("--show-undecided", options.show_undecided, "List what could not be judged, and what it depends on");
  app.add_option("--stdin-filename", options.stdin_filename, "The name that standard input is judged and shown by");
  app.add_option("--explain", options.explain, "Say what a rule checks, and why")->type_name("RULE");
  CLI::Option* since = app.add_option("--since", options.since,
                                      "Also say what an apply does to groups that changed since a revision of git; "
                                      "merge-base:NAME: since the branch left NAME")
                           ->type_name("REV");
  app.add_option("--before", options.before, "The same, against an earlier copy of the one PATH; -: standard input")
      ->type_name("FILE")
      ->excludes(since);
  app.add_option("--accept", options.accept,
                 "Let through what becomes of a group; a commit does so by a line Mng-Accept: ADDRESS")
      ->type_name("ADDRESS")
      ->allow_extra_args(false);
  app.add_flag("--new-only", options.new_only, "Leave out findings that the revision had already");
  app.add_option("-j,--jobs", options.jobs, "Judge with so many threads, at most 64; 0: one a processor, at most 8")
      ->type_name("N")
      ->capture_default_str();
  app.add_flag("--list-rules", options.list_rules, "List the rules");
  app.add_option("--rules", options.told.rules, "Rules of your own, beside and in place of those built in")
      ->type_name("DIR");
  app.add_option("--test-rules", options.told.test_rules, "Run the examples of the rules in a folder")
      ->type_name("DIR");
  app.add_option("--catalogue", options.told.catalogue, "An instance-type catalogue in place of the one built in")
      ->type_name("DIR");
  app.footer("Exit status: 0 nothing to complain of, 1 findings, 2 the tool could not do its work.");
}

/// A file that is read and waits to be judged.
struct Job {
  std::string name;
  bool named = false;             // by hand, not found on a walk
  bool unparsed_is_note = false;  // that it does not parse is no finding, only said
  std::function<lint::FileResult()> judge;
};

/// One file to judge.
struct Input {
  std::string path;
  bool named = false;  // by hand, not found on a walk
  std::string file{};  // absolute path, "-" for standard input
};

class LintRun {
 public:
  LintRun(const Options& options, const Io& io) : options_(options), io_(io) {}

  int run() {
    if (!check_words() || !settings_.load()) return kFailed;
    if (!options_.explain.empty()) return explain_rule();
    if (options_.list_rules) {
      print(io_.out, list_rules(linter_here().engine()));
      settings_.check_told();
      return failed_ || !finished(io_, "mng-lint") ? kFailed : kClean;
    }
    if (!options_.told.test_rules.empty()) {
      if (!settings_.check_told()) return kFailed;
      std::size_t failed = 0;
      print(io_.out, test_rules(settings_.linter(), failed));
      if (!finished(io_, "mng-lint")) return kFailed;
      return failed == 0 ? kClean : kFound;
    }
    if (options_.show_config) return show_config();
    TerraformRun terraform(
        sources_, [this](const std::string& path) { return settings_.settings_for(path); },
        [this](const lint::Settings& settings) -> const lint::Linter& { return settings_.linter_for(settings); });
    if (!give_values(terraform)) return kFailed;
    terraform.let_be([this](const lint::Finding& finding) { return suppressions_.covers(finding); });
    if (options_.since) {
      revisions_.emplace(*options_.since);
      terraform.since(*revisions_, options_.new_only);
    }
    const std::vector<Input> all = inputs();
    if (options_.show_files) {
      // What is judged by is read only where a name may come from it.
      for (const Input& input : all) {
        if (settings_.has_unknown_names()) settings_.settings_for(file_of(input.path));
      }
      return settings_.check_told() ? show(all) : kFailed;
    }
    for (const Input& input : all) {
      const std::string& name = input.path == "-" ? options_.stdin_filename : input.path;
      std::error_code error;
      if (input.path != "-" && terraform::is_terraform(name) && std::filesystem::is_regular_file(input.file, error)) {
        terraform.add(input.path, input.file, input.named);
        if (!options_.before.empty()) compare_alone(input);
      } else if (input.path != "-" && name.ends_with(".json") && judge_plan(input)) {
        continue;
      } else {
        judge(input);
      }
    }
    // Without the revision the answer would be another question's.
    if (revisions_ && revisions_->missing()) return kFailed;
    const unsigned threads = options_.jobs == 0 ? default_threads() : options_.jobs;
    // From here to the end of `each` all that the jobs share is only read.
    std::vector<lint::FileResult> results(jobs_.size());
    each(jobs_.size(), threads, [&](std::size_t i) { results[i] = jobs_[i].judge(); });
    for (std::size_t i = 0; i < jobs_.size(); ++i) take(std::move(results[i]), jobs_[i]);
    take(terraform.run(threads));
    // By now every configuration was read that may have rules of its own.
    if (!settings_.check_told()) return kFailed;
    check_ignores();
    if (revisions_) {
      if (revisions_->missing()) return kFailed;
      for (const std::string& fault : revisions_->faults()) complain(fmt::format("--since: {}", fault));
    }
    return report();
  }

 private:
  void complain(const hcl::Diagnostic& fault) {
    if (fault.range.known()) {
      print(io_.err, report::fault(sources_, fault, in_color(io_.err_is_terminal)));
    } else {
      const std::string text = fmt::format("{}{}{}", fault.message, fault.help.empty() ? "" : "; ", fault.help);
      print(io_.err, fmt::format("mng-lint: {}\n", report::shown(text)));
    }
    failed_ = true;
  }
  void complain(const std::string& text) { complain(hcl::Diagnostic{{}, text, ""}); }
  /// Says what kept it from judging something, in a report for programs as well.
  void fail(const std::string& text) {
    complain(text);
    summary_.failures.push_back(text);
  }
  /// The same of what files are judged by. Programs are told the place in the words.
  void fail(const hcl::Diagnostic& fault) {
    complain(fault);
    std::string text = fault.help.empty() ? fault.message : fmt::format("{}; {}", fault.message, fault.help);
    if (fault.range.known()) {
      const hcl::Source& source = sources_[fault.range.source];
      const hcl::Position at = source.position(fault.range.begin);
      text = fmt::format("{}:{}:{}: {}", source.path(), at.line, at.column, text);
    }
    summary_.failures.push_back(std::move(text));
  }

  [[nodiscard]] bool in_color(bool terminal) const {
    return options_.color == "always" || (options_.color == "auto" && terminal && !io_.no_color);
  }

  int show(const std::vector<Input>& inputs) {
    for (const Input& input : inputs) {
      const bool readable = input.path == "-" || access(input.path.c_str(), R_OK) == 0;
      if (!readable) {
        complain(fmt::format("{}: {}", input.path, read_file(input.path).error));
      } else {
        print(io_.out, report::shown(input.path) + "\n");
      }
    }
    return failed_ || !finished(io_, "mng-lint") ? kFailed : kClean;
  }

  int show_config() {
    std::vector<std::string> paths = options_.paths;
    if (paths.empty()) paths.emplace_back("nodegroups.yaml");
    for (const std::string& path : paths) {
      const std::string text = settings_.shown(file_of(path));
      std::string_view rest = text;
      while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        print(io_.out, report::shown(line) + '\n');
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      }
    }
    settings_.check_told();
    return failed_ || !finished(io_, "mng-lint") ? kFailed : kClean;
  }

  /// The file that a path stands for where settings are asked for: of a folder, one that could lie in it.
  [[nodiscard]] std::string file_of(const std::string& path) const {
    std::error_code error;
    if (path == "-") return options_.stdin_filename;
    return std::filesystem::is_directory(path, error) ? (std::filesystem::path(path) / "nodegroups.yaml").string()
                                                      : path;
  }

  /// What judges the first PATH, or the present folder: with the rules that its configuration has of its own.
  const lint::Linter& linter_here() {
    const std::optional<lint::Settings> settings =
        settings_.settings_for(file_of(options_.paths.empty() ? "." : options_.paths[0]));
    return settings ? settings_.linter_for(*settings) : settings_.linter();
  }

  bool check_words() {
    for (const std::string& fault :
         {not_one_of(options_.told.called("--format"), options_.format, {"text", "json", "github"}),
          not_one_of(options_.told.called("--color"), options_.color, {"auto", "always", "never"}),
          not_one_of(options_.told.called("--fail-on"), options_.fail_on, {"error", "warning", "info", "never"})}) {
      if (!fault.empty()) complain(fault);
    }
    if (!options_.told.preset.empty()) {
      const std::string fault =
          not_one_of(options_.told.called("--preset"), options_.told.preset, lint::preset_names());
      if (!fault.empty()) complain(fault);
    }
    if (options_.min_score.value_or(0) > model::kMostPoints) {
      complain(fmt::format("--min-score: a score is 0 to {}, not {}", model::kMostPoints, *options_.min_score));
    }
    if (options_.jobs > kMostThreads)
      complain(fmt::format("-j: there are {} threads at most, not {}", kMostThreads, options_.jobs));
    if (options_.statistics && options_.format == "github") {
      complain("--statistics: counts are no annotations; take --format text or json");
    }
    const bool compares = options_.since.has_value() || !options_.before.empty();
    if (options_.since && options_.since->empty()) complain("--since: give a revision, such as main");
    if (options_.new_only && !compares) complain("--new-only: there is nothing to compare with; give --since REV");
    check_before();
    return !failed_;
  }

  void check_before() {
    if (options_.before.empty()) return;
    std::error_code error;
    const bool one = options_.paths.size() == 1 && options_.paths[0] != "-";
    if (!one || std::filesystem::is_directory(options_.paths[0], error)) {
      complain(
          "--before compares one file: name one PATH, no folder; the earlier copy may come from standard input: "
          "--before -");
    } else if (options_.paths[0].ends_with(".json") && !terraform::is_terraform(options_.paths[0])) {
      complain("--before: a plan says itself what changes; name it alone");
    } else if (options_.new_only && terraform::is_terraform(options_.paths[0])) {
      complain("--new-only: Terraform is compared with a revision for that; give --since REV in place of --before");
    }
  }

  int explain_rule() {
    const lint::Engine& engine = linter_here().engine();
    settings_.check_told();
    const lint::Rule* rule = engine.find(options_.explain);
    if (rule == nullptr) {
      const lint::Fault fault = lint::Choices(engine, nullptr).unknown_rule(options_.explain);
      complain(hcl::Diagnostic{{}, fault.message, fault.help});
      return kFailed;
    }
    hcl::Diagnostics diagnostics;
    print(io_.out, explain(*rule, diagnostics));
    return failed_ || !finished(io_, "mng-lint") ? kFailed : kClean;
  }

  std::vector<Input> inputs() {
    std::vector<Input> out;
    std::vector<std::string> paths = options_.paths;
    if (paths.empty()) paths.emplace_back(".");
    for (const std::string& path : paths) {
      std::error_code error;
      if (path != "-" && std::filesystem::is_directory(path, error)) {
        const Walk found = walk(path);
        for (const std::string& fault : found.errors) complain(fault);
        for (const std::string& note : found.notes) print(io_.err, fmt::format("mng-lint: {}\n", report::shown(note)));
        for (const std::string& file : found.files) out.push_back({file, false});
      } else {
        out.push_back({path, true});
      }
    }
    // A file named twice, named and walked to, or spelled in two ways, is judged once.
    for (Input& input : out) input.file = input.path == "-" ? input.path : absolute(input.path);
    std::sort(out.begin(), out.end(), [](const Input& a, const Input& b) {
      return std::tuple(std::string_view(a.file), !a.named, std::string_view(a.path)) <
             std::tuple(std::string_view(b.file), !b.named, std::string_view(b.path));
    });
    out.erase(std::unique(out.begin(), out.end(), [](const Input& a, const Input& b) { return a.file == b.file; }),
              out.end());
    return out;
  }

  bool give_values(TerraformRun& terraform) {
    std::vector<std::pair<std::string, std::string>> variables;
    for (const std::string& given : options_.variables) {
      const std::size_t equals = given.find('=');
      if (equals == std::string::npos || equals == 0) {
        complain(fmt::format("--var {}: it is written NAME=VALUE", given));
        continue;
      }
      variables.emplace_back(given.substr(0, equals), given.substr(equals + 1));
    }
    for (const std::string& file : options_.value_files) {
      std::error_code error;
      if (!std::filesystem::is_regular_file(file, error))
        complain(fmt::format("--var-file {}: there is no such file", file));
    }
    terraform.give(options_.value_files, variables);
    return !failed_;
  }

  void take(TerraformResult result) {
    for (const std::string& complaint : result.complaints) fail(complaint);
    summary_.not_checked.insert(summary_.not_checked.end(), result.not_checked.begin(), result.not_checked.end());
    summary_.files += result.files;
    summary_.groups += result.groups;
    summary_.undecided += result.undecided.size();
    judged_.merge(result.judged);
    seen_.insert(result.seen.begin(), result.seen.end());
    for (model::Score& one : result.scores) summary_.scores.push_back(std::move(one));
    for (lint::Finding& finding : result.findings) findings_.push_back(std::move(finding));
    for (lint::Undecided& one : result.undecided) undecided_.push_back(std::move(one));
  }

  /// A plan of Terraform, read as a stream where it is large. false: it is none.
  bool judge_plan(const Input& input) {
    std::ifstream file(input.path, std::ios::binary);
    constexpr std::size_t kHead = 4096;
    std::string head(kHead, '\0');
    file.read(head.data(), kHead);
    head.resize(static_cast<std::size_t>(file.gcount()));
    if (!terraform::may_be_plan(head)) return false;
    const std::optional<lint::Settings> settings = settings_.settings_for(input.path);
    if (!settings) return true;
    FileText text = read_file(input.path);
    const bool kept = text.error.empty();
    const std::uint32_t source = sources_.add(input.path, kept ? std::move(text.text) : std::string());
    jobs_.push_back({input.path, input.named, false,
                     [this, &linter = settings_.linter_for(*settings), path = input.path, source, kept, settings] {
                       std::ifstream stream;
                       if (!kept) stream.open(path, std::ios::binary);
                       return linter.judge_plan(sources_, source, kept ? nullptr : &stream, *settings);
                     }});
    return true;
  }

  /// The file as it was, as a source; 0 where there is none, or nothing to compare with.
  std::uint32_t earlier(const Input& input) {
    FileText text;
    if (!options_.before.empty()) {
      text = read_earlier();
      if (text.error.empty()) return *earlier_.insert(sources_.add(options_.before, std::move(text.text))).first;
      complain(fmt::format("--before {}: {}", options_.before, text.error));
    } else if (revisions_ && input.path == "-") {
      complain("--since: standard input has no revision; name the file");
    } else if (revisions_) {
      const Earlier was = revisions_->file(input.path, input.file);
      if (!was.error.empty()) complain(fmt::format("--since: {}", was.error));
      if (was.there) return sources_.add(was.shown, was.text, was.revision);
    }
    return 0;
  }

  /// The earlier copy of the one file that is compared.
  [[nodiscard]] FileText read_earlier() const {
    return options_.before == "-" ? read_stream(io_.in) : read_file(options_.before);
  }

  /// One Terraform file against an earlier copy, whatever that is called: each by itself.
  void compare_alone(const Input& input) {
    const std::optional<lint::Settings> settings = settings_.settings_for(input.path);
    if (!settings) return;
    // Both by the name of the one that is there: the earlier one is shown as before:PATH.
    const auto load = [&](const std::string& from, FileText text, const std::string& revision) {
      if (!text.error.empty()) complain(fmt::format("{}: {}", from, text.error));
      auto tree = std::make_shared<terraform::MemoryTree>(revision);
      tree->add(input.path, std::move(text.text));
      auto code = std::make_shared<terraform::Code>(*tree, sources_);
      code->load(terraform::folder_of(input.path));
      return std::pair(tree, code);
    };
    const auto now = load(input.path, read_file(input.path), {});
    const auto was = load(options_.before, read_earlier(), "before");
    jobs_.push_back(
        {input.path, false, false,
         [&linter = settings_.linter_for(*settings), now, was, folder = terraform::folder_of(input.path), settings] {
           lint::FileResult out =
               linter.compare_terraform({*was.second, folder, {}}, {*now.second, folder, {}}, *settings);
           out.documents = 0;  // it is counted where it is judged
           return out;
         }});
  }

  /// Terraform from standard input: a root module of one file.
  void judge_alone(const std::string& name, std::string text) {
    const std::optional<lint::Settings> settings = settings_.settings_for(name);
    if (!settings) return;
    const auto tree = std::make_shared<terraform::MemoryTree>();
    tree->add(name, std::move(text));
    const auto code = std::make_shared<terraform::Code>(*tree, sources_);
    code->load(terraform::folder_of(name));
    jobs_.push_back({name, true, false, [&linter = settings_.linter_for(*settings), tree, code, name, settings] {
                       return linter.judge_terraform(*code, terraform::folder_of(name), {}, *settings);
                     }});
  }

  void take(lint::FileResult result, const Job& job) {
    const std::string& name = job.name;
    if (job.unparsed_is_note && result.documents == 0 && !result.readable) {
      summary_.not_checked.push_back(fmt::format("{}: not checked: it does not parse{}", name,
                                                 result.templated ? ", it looks like a template" : ""));
    }
    if (!result.refused.empty()) return fail(fmt::format("{}: {}", name, result.refused));
    for (const std::string& failure : result.verdict.failures) fail(fmt::format("{}: {}", name, failure));
    for (const std::string& what : result.not_checked) {
      summary_.not_checked.push_back(fmt::format("{}: {} not checked", name, what));
    }
    if (result.no_plan) {
      summary_.not_checked.push_back(
          fmt::format("{}: not checked: it is no plan; terraform show -json PLAN prints one", name));
    } else if (result.documents == 0 && result.readable && job.named) {
      not_read(name);
    }
    if (result.documents > 0 || !result.verdict.findings.empty()) ++summary_.files;
    summary_.groups += result.groups;
    summary_.undecided += result.verdict.undecided.size();
    for (lint::Undecided& one : result.verdict.undecided) undecided_.push_back(std::move(one));
    if (result.documents > 0 && result.readable) judged_.insert(name);
    seen_.insert(result.seen.begin(), result.seen.end());
    for (model::Score& one : result.scores) {
      one.group = fmt::format("{}: {}", name, one.group);
      summary_.scores.push_back(std::move(one));
    }
    for (lint::Finding& finding : result.verdict.findings) {
      if (suppressions_.covers(finding)) continue;
      if (!finding.address.empty()) finding.root = name;
      findings_.push_back(std::move(finding));
    }
  }

  void judge(const Input& input) {
    const bool standard = input.path == "-";
    FileText file = standard ? read_stream(io_.in) : read_file(input.path);
    const std::string& name = standard ? options_.stdin_filename : input.path;
    if (!file.error.empty()) return complain(fmt::format("{}: {}", name, file.error));
    if (standard && terraform::may_be_plan(file.text)) {
      const std::optional<lint::Settings> given = settings_.settings_for(name);
      if (!given) return;
      const std::uint32_t source = sources_.add(name, std::move(file.text));
      jobs_.push_back({name, true, false, [this, &linter = settings_.linter_for(*given), source, given] {
                         return linter.judge_plan(sources_, source, nullptr, *given);
                       }});
      return;
    }
    if (standard && terraform::is_code(std::filesystem::path(name).filename().string())) {
      if (options_.since) return complain("--since: standard input has no revision; name the file");
      return judge_alone(name, std::move(file.text));
    }
    const bool unnamed = standard && name == kUnnamed;
    if (unnamed && terraform::is_code_text(file.text)) {
      return complain(fmt::format("{}: is Terraform: name it so, --stdin-filename main.tf", name));
    }
    const bool yaml = has_read_suffix(name) || standard;
    const std::optional<lint::Settings> settings =
        settings_.settings_for(standard ? options_.stdin_filename : input.path);
    if (!settings) return;
    const lint::Linter& linter = settings_.linter_for(*settings);
    const bool declared = linter.is_declared(name, file.text);
    const bool may_read = linter.may_read(file.text);
    // What holds no form's needle is of no form, and its syntax is its own: pre-commit names every YAML file by hand.
    // What comes without a name is there to be judged.
    const std::uint32_t before = yaml ? earlier(input) : 0;
    const bool had_groups = before != 0 && linter.may_read(sources_[before].text());
    if (!may_read && !declared && !had_groups && !unnamed) {
      if (input.named) not_read(name);
      return;
    }
    const bool syntax = declared || (input.named && yaml);
    const std::uint32_t source = sources_.add(name, std::move(file.text));
    jobs_.push_back({name, input.named, !syntax, [this, &linter, source, before, settings, syntax] {
                       lint::FileResult out = linter.judge(sources_, source, *settings, syntax);
                       if (before == 0 || !out.refused.empty()) return out;
                       lint::merge(out, linter.compare(sources_, before, source, *settings), linter.engine());
                       if (options_.new_only) lint::drop_known(out, linter.judge(sources_, before, *settings, false));
                       return out;
                     }});
  }

  void not_read(const std::string& name) {
    summary_.not_checked.push_back(fmt::format("{}: not checked: no node groups in a form that is read", name));
  }

  /// Whether a group that was judged stands in a stretch of a source, or the stretch in what makes a group.
  [[nodiscard]] bool has_group(const hcl::Range& extent) const {
    const auto after = seen_.lower_bound({extent.source, extent.begin, 0});
    if (after != seen_.end() && after->source == extent.source && after->begin < extent.end) return true;
    if (after == seen_.begin()) return false;
    const hcl::Range& before = *std::prev(after);
    return before.source == extent.source && before.end > extent.begin;
  }

  /// Says what is wrong with the comments that let findings be, in the files that were judged.
  void check_ignores() {
    std::set<std::string, std::less<>> open;  // rules that could not be decided for some group
    for (const lint::Undecided& one : undecided_) open.insert(one.rule);
    std::set<std::string, std::less<>> broken;  // files that did not parse as a whole
    for (const lint::Finding& finding : findings_) {
      if (finding.rule == "syntax-error" && finding.place.known()) broken.insert(sources_[finding.place.source].path());
    }
    const bool compares = options_.since.has_value() || !options_.before.empty();
    const auto choices_for = [&](const std::string& path) {
      const std::optional<lint::Settings> settings = settings_.settings_for(path);
      return settings && settings->choices
                 ? settings->choices
                 : std::make_shared<const lint::Choices>(settings_.linter().engine(), nullptr);
    };
    for (std::uint32_t source = 1; source <= sources_.size(); ++source) {
      const std::string& path = sources_[source].path();
      if (!sources_[source].revision().empty() || !judged_.contains(path) || earlier_.contains(source)) continue;
      const std::shared_ptr<const lint::Choices> choices = choices_for(path);
      // A file may be judged with the rules of another's configuration: a module with those of who calls it.
      const lint::Suppressions::Ran ran{
          [&](std::string_view name) { return settings_.knows(name) ? lint::Fault{} : choices->unknown_rule(name); },
          [&](std::string_view name, const hcl::Range& extent) {
            const lint::Rule* rule = choices->rule(name);
            if (rule == nullptr || options_.new_only || broken.contains(path) || open.contains(name)) return false;
            const bool of_change = rule->scope == lint::Scope::kChange;
            return has_group(extent) && (compares || !of_change) && choices->runs(*rule);
          }};
      for (lint::Finding& finding : suppressions_.faults(source, ran)) {
        if (const lint::Rule* rule = settings_.linter().engine().find(finding.rule))
          finding.summary = lint::first_sentence(rule->ast, rule->why);
        findings_.push_back(std::move(finding));
      }
    }
  }

  void accept() {
    std::set<std::string> names(options_.accept.begin(), options_.accept.end());
    if (revisions_) names.merge(revisions_->accepted());
    const lint::Accepted accepted = lint::accept_changes(findings_, names, options_.accept);
    summary_.not_checked.insert(summary_.not_checked.end(), accepted.notes.begin(), accepted.notes.end());
    for (const std::string& why : accepted.useless) summary_.not_checked.push_back("--accept " + why);
  }

  int report() {
    accept();
    std::erase_if(findings_, [&](lint::Finding& finding) {
      const std::optional<hcl::Severity> severity = settings_.severity_of(finding);
      finding.severity = severity.value_or(finding.severity);
      return !severity;
    });
    std::sort(findings_.begin(), findings_.end(),
              [&](const lint::Finding& a, const lint::Finding& b) { return lint::before(a, b, sources_); });
    lint::gather_changes(findings_);
    lint::gather_groups(findings_);
    bool found = false;
    for (const lint::Finding& finding : findings_) {
      std::size_t& count = finding.severity == hcl::Severity::kError     ? summary_.errors
                           : finding.severity == hcl::Severity::kWarning ? summary_.warnings
                                                                         : summary_.infos;
      ++count;
      found = found || fails(finding.severity);
    }
    std::sort(summary_.scores.begin(), summary_.scores.end(),
              [](const model::Score& a, const model::Score& b) { return a.group < b.group; });
    if (options_.min_score) found = check_scores(*options_.min_score) || found;
    if (!options_.summary) summary_.scores.clear();
    // What has no place for a table says it beside the report.
    if (options_.statistics || options_.format == "github") print(io_.err, report::score_table(summary_.scores));
    if (options_.show_undecided) summary_.undecided_causes = undecided_causes();
    summary_.failed = failed_;
    const report::Input input{sources_, findings_, summary_, version(), settings_.linter().catalogue().types_date};
    if (options_.statistics) {
      print(io_.out, options_.format == "json" ? report::statistics_json(input) : report::statistics(input));
    } else if (options_.format == "json") {
      print(io_.out, report::json(input));
    } else if (options_.format == "github") {
      print(io_.out, report::github(input));
    } else {
      print(io_.out, report::text(input, in_color(io_.out_is_terminal)));
    }
    if (!finished(io_, "mng-lint")) return kFailed;
    return failed_ ? kFailed : found ? kFound : kClean;
  }

  /// Names the groups whose score is too low, and those that have none; whether any is too low.
  [[nodiscard]] bool check_scores(unsigned least) {
    bool low = false;
    std::size_t without = 0;
    for (const model::Score& one : summary_.scores) {
      if (one.points && *one.points >= least) continue;
      // What is not known is no failure, and is not passed over in silence.
      without += one.points ? 0 : 1;
      low = low || one.points;
      const std::string what = one.points ? fmt::format("has a score of {}, below --min-score {}", *one.points, least)
                                          : "has no score: " + one.why;
      print(io_.err, fmt::format("mng-lint: {} {}\n", report::shown(one.group), report::shown(what)));
    }
    if (without > 0) {
      print(io_.err, fmt::format("mng-lint: --min-score {}: {} of {} groups had no score, which fails no gate\n", least,
                                 without, summary_.scores.size()));
    }
    return low;
  }

  /// One line a group and cause: "workers: mixed-vcpu, single-az: depends on var.types".
  [[nodiscard]] std::vector<std::string> undecided_causes() const {
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> by_cause;
    for (const lint::Undecided& one : undecided_) {
      const std::string causes = fmt::format("{}", fmt::join(one.depends_on, ", "));
      std::vector<std::string>& rules = by_cause[{one.group, causes.empty() ? "something that is not known" : causes}];
      if (std::find(rules.begin(), rules.end(), one.rule) == rules.end()) rules.push_back(one.rule);
    }
    std::vector<std::string> out;
    for (const auto& [key, rules] : by_cause) {
      out.push_back(fmt::format("{}: {}: depends on {}", key.first, fmt::join(rules, ", "), key.second));
    }
    return out;
  }

  [[nodiscard]] bool fails(hcl::Severity severity) const {
    if (options_.fail_on == "never") return false;
    if (options_.fail_on == "info") return true;
    if (options_.fail_on == "warning") return severity >= hcl::Severity::kWarning;
    return severity == hcl::Severity::kError;
  }

  const Options& options_;
  const Io& io_;
  hcl::Sources sources_;
  Settings settings_{sources_, options_.told, io_.home, [this](const hcl::Diagnostic& fault) { fail(fault); }};
  lint::Suppressions suppressions_{sources_, lint::today()};
  std::set<hcl::Range> seen_;        ///< where groups that were judged stand
  std::set<std::uint32_t> earlier_;  ///< sources that are compared with
  std::set<std::string> judged_;     ///< files that were, as they are shown
  std::vector<lint::Finding> findings_;
  std::vector<lint::Undecided> undecided_;
  report::Summary summary_;
  std::vector<Job> jobs_;
  std::optional<Revisions> revisions_;  ///< that are compared with, where any are
  bool failed_ = false;
};

}  // namespace

int run_lint(int argc, const char* const* argv, const Io& io) {
  CLI::App app("Lint EKS managed node groups for what makes Spot work", "mng-lint");
  Options options;
  declare(app, options);
  const Parsed parsed = parse_arguments(app, argc, argv, io);
  if (parsed.done) return flush(io.out) ? parsed.exit : kFailed;
  options.told.scores = options.summary || options.min_score;
  options.told.variables = given_by_variables(app, argc, argv);
  for (const std::string& misspelt : misspelt_variables(app)) {
    print(io.err, fmt::format("mng-lint: note: {}\n", report::shown(misspelt)));
  }
  return LintRun(options, io).run();
}

}  // namespace mng::cli
