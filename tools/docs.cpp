// Writes what is generated from the code for people to read: the JSON Schemas
// of the forms, a page for each rule with an index, and the samples of output in README.md. Run from the root of
// the repository, by scripts/bless.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "cli/catalogue.hpp"
#include "cli/gen.hpp"
#include "cli/io.hpp"
#include "cli/lint.hpp"
#include "hcl/evaluate.hpp"
#include "lint/config.hpp"
#include "lint/examples.hpp"
#include "lint/linter.hpp"
#include "model/form.hpp"
#include "model/knowledge.hpp"
#include "model/schema.hpp"

namespace {

[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "mng-docs: %s\n", message.c_str());
  std::exit(1);
}

void write(const std::string& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) fail(path + ": cannot be written");
  mng::cli::print(file, text);
  if (std::fclose(file) != 0) fail(path + ": cannot be written");
}

void schemas() {
  mng::hcl::Arena arena;
  mng::hcl::Diagnostics diagnostics;
  const auto vocabulary = mng::model::Vocabulary::load(mng::model::builtin_vocabulary().ast, arena, diagnostics);
  for (const mng::model::KnowledgeFile& file : mng::model::builtin_forms()) {
    const auto form = mng::model::Form::load(file.ast, vocabulary, arena, diagnostics);
    if (!form || !diagnostics.empty()) fail(fmt::format("form {} is wrong", file.name));
    if (!form->schema().empty()) {
      write(fmt::format("schema/{}", form->schema()), mng::model::json_schema(*form, vocabulary));
    }
  }
}

/// The JSON Schema of .mng-lint.yaml: what `lint::read_config` takes, with the rules there are and their parameters.
void config_schema(const mng::lint::Linter& linter) {
  using Json = nlohmann::ordered_json;
  const auto text = [](std::string_view meaning) { return Json{{"type", "string"}, {"description", meaning}}; };
  mng::hcl::Arena arena;
  Json by_name = Json::object();
  // YAML reads `off` as false in part of its readers.
  const Json level = {{"enum", Json::array({"error", "warning", "info", "off", false})}};
  const Json map = Json::array({"object", "null"});
  for (const mng::lint::Rule& rule : linter.engine().rules()) {
    Json settings = {{"severity", level}};
    for (const mng::lint::Parameter& parameter : rule.parameters) {
      const mng::hcl::Variables nothing;
      mng::hcl::Diagnostics ignored;
      mng::hcl::Evaluator evaluator(rule.ast, arena, nothing, linter.engine().functions(), ignored);
      const mng::hcl::Value fallback = evaluator.evaluate(parameter.fallback);
      const std::string_view type = fallback.is_list()     ? "array"
                                    : fallback.is_number() ? "number"
                                    : fallback.is_bool()   ? "boolean"
                                                           : "string";
      settings[std::string(parameter.name)] = {{"type", type}, {"description", parameter.meaning}};
    }
    Json of_rule = {{"description", rule.summary}};
    of_rule["oneOf"] =
        Json::array({level, Json{{"type", "object"}, {"properties", settings}, {"additionalProperties", false}}});
    by_name[std::string(rule.name)] = std::move(of_rule);
  }
  // Rules of one's own have names, and parameters, that nobody knows here.
  const Json own = {{"oneOf", Json::array({level, Json{{"type", "object"}, {"properties", {{"severity", level}}}}})}};
  const mng::model::Attribute* autoscaler = linter.vocabulary().cluster().find("autoscaler");
  Json out;
  out["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  out["title"] = "Settings of mng-lint (.mng-lint.yaml)";
  out["type"] = map;
  out["additionalProperties"] = false;
  Json& of = out["properties"];
  of["region"] = text("AWS region of files that name none");
  of["autoscaler"] = {{"enum", autoscaler->one_of}, {"description", autoscaler->meaning}};
  of["kubernetes_version"] = {{"type", Json::array({"string", "number"})},
                              {"description", "Kubernetes version of files that name none"}};
  of["required_version"] = {{"type", Json::array({"string", "number"})},
                            {"description", "constraint on the version of mng-lint"}};
  of["preset"] = {{"enum", mng::lint::preset_names()}, {"description", "what runs where nobody says otherwise"}};
  of["forms"] = text("folder of forms of your own");
  of["own_rules"] = text("folder of rules of your own");
  of["modules"] = {{"type", "object"},
                   {"additionalProperties", {{"type", "string"}}},
                   {"description", "sources of modules of your own, and the form each is read by"}};
  of["evaluate"] = {
      {"type", "array"},
      {"description", "root modules that are judged with files of values"},
      {"items",
       {{"type", "object"},
        {"additionalProperties", false},
        {"properties",
         {{"dir", {{"type", "string"}}}, {"var_files", {{"type", "array"}, {"items", {{"type", "string"}}}}}}}}}};
  of["rules"] = {
      {"type", map}, {"properties", by_name}, {"additionalProperties", own}, {"description", "how each rule is taken"}};
  Json by_path = by_name;
  for (const std::string_view key : mng::lint::kPathKeys) by_path[std::string(key)] = of[std::string(key)];
  of["paths"] = {{"type", "object"},
                 {"description", "what files that a pattern fits differ in: rules, and these settings"},
                 {"additionalProperties", {{"type", map}, {"properties", by_path}, {"additionalProperties", own}}}};
  write("schema/config.schema.json", out.dump(2) + "\n");
}

/// What a command prints, both streams in one.
std::string output_of(const std::string& command) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : command + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  std::vector<const char*> argv;
  for (const std::string& one : words) argv.push_back(one.c_str());
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* stream = open_memstream(&text, &size);
  if (stream == nullptr) fail("no memory");
  mng::cli::Io io;
  io.in = stdin;
  io.out = stream;
  io.err = stream;
  const int argc = static_cast<int>(argv.size());
  if (words[0] == "mng-lint") {
    mng::cli::run_lint(argc, argv.data(), io);
  } else if (words[0] == "mng-gen") {
    mng::cli::run_gen(argc, argv.data(), io);
  } else if (words[0] == "mng-catalogue") {
    mng::cli::run_catalogue(argc, argv.data(), io);
  } else {
    fail(fmt::format("a sample runs mng-lint, mng-gen or mng-catalogue, not {}", words[0]));
  }
  std::fclose(stream);
  std::string out(text, size);
  std::free(text);  // NOLINT: open_memstream allocates so
  return out;
}

/// Fills every block between `<!-- output: COMMAND -->` and `<!-- end -->`.
void samples(const std::string& path) {
  constexpr std::string_view kBegin = "<!-- output: ";
  constexpr std::string_view kEnd = "<!-- end -->";
  const mng::cli::FileText file = mng::cli::read_file(path);
  if (!file.error.empty()) fail(fmt::format("{}: {}", path, file.error));
  std::string_view rest = file.text;
  std::string out;
  for (;;) {
    const std::size_t at = rest.find(kBegin);
    if (at == std::string_view::npos) break;
    const std::size_t close = rest.find(" -->\n", at);
    const std::size_t end = rest.find(kEnd, at);
    if (close == std::string_view::npos || end == std::string_view::npos) fail(path + ": a sample is not closed");
    const std::string command(rest.substr(at + kBegin.size(), close - at - kBegin.size()));
    out += rest.substr(0, close + 5);
    out += fmt::format("```\n$ {}\n{}```\n", command, output_of(command));
    rest.remove_prefix(end);
    out += kEnd;
    rest.remove_prefix(kEnd.size());
  }
  out += rest;
  if (out != file.text) write(path, out);
}

/// How bad a rule's findings may be, the worst first: as its checks say, or, where C++ finds them, its examples.
std::string levels(const mng::lint::Rule& rule, const mng::lint::ExampleOutcome& outcome) {
  std::set<std::string_view, std::greater<>> seen;
  const auto look = [&](const auto& self, mng::hcl::NodeId node) -> void {
    const mng::hcl::Node& one = rule.ast[node];
    if (one.kind == mng::hcl::NodeKind::kParen) return self(self, one.a);
    if (one.kind == mng::hcl::NodeKind::kConditional) {
      self(self, rule.ast.list(one)[1]);
      return self(self, rule.ast.list(one)[2]);
    }
    seen.insert(rule.ast.text.substr(one.begin, one.end - one.begin));
  };
  for (const mng::lint::Check& check : rule.checks) {
    if (check.severity == 0) seen.insert("error");  // what says nothing else
    if (check.severity != 0) look(look, check.severity);
  }
  std::string out;
  for (const std::string_view level : {"error", "warning", "info"}) {
    const bool has = seen.contains(level);
    const bool by_function = std::any_of(seen.begin(), seen.end(), [&](std::string_view text) {
      return text != "error" && text != "warning" && text != "info" && level != "info";
    });
    if (has || by_function) out += fmt::format("{}{}", out.empty() ? "" : " or ", level);
  }
  for (const std::string_view level : {"error", "warning", "info"}) {
    const bool said = std::any_of(outcome.said.begin(), outcome.said.end(), [&](const std::string& text) {
      return text.find(fmt::format(": {}: ", level)) != std::string::npos;
    });
    if (rule.checks.empty() && said) out += fmt::format("{}{}", out.empty() ? "" : " or ", level);
  }
  return out;
}

std::string_view judged(mng::lint::Scope scope) {
  switch (scope) {
    case mng::lint::Scope::kGroup:
      return "each node group";
    case mng::lint::Scope::kCluster:
      return "the node groups of each cluster together";
    case mng::lint::Scope::kChange:
      return "what becomes of each node group: `--since`, `--before` or a plan";
    case mng::lint::Scope::kVocabulary:
      return "each value, as it is read";
    case mng::lint::Scope::kReader:
      return "each file, as it is read";
  }
  return "";
}

std::string capitalised(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

std::string fenced(std::string_view name, std::string_view text) {
  const bool is_hcl = name.ends_with(".tf");
  return fmt::format("```{}\n{}```\n", is_hcl ? "hcl" : "yaml", text);
}

/// The page of a rule, its examples run. `severity`: how bad its findings may be.
std::string page(const mng::lint::Linter& linter, const mng::lint::Rule& rule, std::string& severity) {
  mng::hcl::Diagnostics diagnostics;
  const mng::lint::RulePage page = mng::lint::page_of(rule, diagnostics);
  const mng::lint::ExampleOutcome outcome = mng::lint::run_examples(linter, rule, page);
  severity = levels(rule, outcome);
  if (!diagnostics.empty() || !outcome.failures.empty()) fail(fmt::format("rule {} fails its examples", rule.name));
  std::string out = "<!-- Generated from rules/ by scripts/bless. -->\n";
  out += fmt::format("# {}\n\n{}.\n\n", rule.name, capitalised(rule.summary));
  out += fmt::format("Severity: {}{}. Category: {}. Judged: {}.\n\n{}\n", severity,
                     rule.opt_in ? ", where it is asked for by name" : "", rule.category, judged(rule.scope), page.why);
  if (!rule.yields_to.empty()) {
    out += fmt::format("It is not told of a group that is told {}.\n\n", fmt::join(rule.yields_to, ", "));
  }
  if (!rule.parameters.empty()) {
    out += "| parameter | default | meaning |\n| --- | --- | --- |\n";
    for (const mng::lint::Parameter& parameter : rule.parameters) {
      const mng::hcl::Node& value = rule.ast[parameter.fallback];
      out += fmt::format("| {} | `{}` | {} |\n", parameter.name,
                         rule.ast.text.substr(value.begin, value.end - value.begin), parameter.meaning);
    }
    out += "\n";
  }
  for (std::size_t i = 0; i < page.examples.size(); ++i) {
    const mng::lint::Example& example = page.examples[i];
    out += example.bad ? "## Told\n\n" : "## Not told\n\n";
    for (const mng::lint::ExampleFile& file : example.before)
      out += fmt::format("Before:\n\n{}\n", fenced(file.name, file.text));
    std::string settings = example.region.empty() ? std::string() : fmt::format("region {}", example.region);
    for (const auto& [name, level] : example.levels) {
      settings += fmt::format("{}{} {}", settings.empty() ? "" : ", ", name, level);
    }
    if (!settings.empty() && settings != "region eu-west-1") out += fmt::format("With {}:\n\n", settings);
    if (!example.before.empty()) out += "After:\n\n";
    for (const mng::lint::ExampleFile& file : example.files) out += fenced(file.name, file.text) + "\n";
    if (!outcome.said[i].empty())
      out += fmt::format("```text\n{}\n  = help: {}\n```\n\n", outcome.said[i], outcome.helps[i]);
  }
  out += "## Sources\n\n";
  for (const std::string& reference : page.references) out += fmt::format("- {}\n", reference);
  if (rule.opt_in) {
    out +=
        fmt::format("\nIt is off. To turn it on: `rules: {{{}: info}}` in `.mng-lint.yaml`, or `--severity {}=info`.\n",
                    rule.name, rule.name);
  }
  out += fmt::format("\nTo turn it off: `--ignore {}`, or `rules: {{{}: off}}` in `.mng-lint.yaml`.", rule.name,
                     rule.name);
  // What is wrong with a comment is not let be by another.
  if (rule.category != "ignores") {
    out += fmt::format(" To let one finding be: a comment `# mng-lint: ignore[{}] -- reason`.", rule.name);
  }
  out += "\n";
  return out;
}

void rules() {
  namespace fs = std::filesystem;
  mng::hcl::Sources sources;
  mng::hcl::Diagnostics diagnostics;
  const mng::lint::Linter linter(mng::catalogue::builtin(), {}, sources, diagnostics);
  if (!diagnostics.empty()) fail(diagnostics[0].message);
  const std::string folder = "docs/rules";
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::map<std::string_view, std::vector<const mng::lint::Rule*>> by_category;
  std::map<std::string_view, std::string> severities;
  for (const mng::lint::Rule& rule : linter.engine().rules()) {
    by_category[rule.category].push_back(&rule);
    write(fmt::format("{}/{}.md", folder, rule.name), page(linter, rule, severities[rule.name]));
  }
  std::string index = "<!-- Generated from rules/ by scripts/bless. -->\n# Rules\n\n";
  index += fmt::format("{} rules. Each has a page with its reason, its examples, as they are run, and its sources; ",
                       linter.engine().rules().size());
  index += "`mng-lint --explain RULE` shows the same.\n";
  for (const auto& [category, of] : by_category) {
    index += fmt::format("\n## {}\n\n| rule | severity | told where |\n| --- | --- | --- |\n", category);
    for (const mng::lint::Rule* rule : of) {
      index += fmt::format("| [{}]({}.md) | {}{} | {} |\n", rule->name, rule->name, severities[rule->name],
                           rule->opt_in ? ", off" : "", rule->summary);
    }
  }
  write(folder + "/README.md", index);
  config_schema(linter);
}

}  // namespace

int main() {
  schemas();
  rules();
  samples("README.md");
  return 0;
}
