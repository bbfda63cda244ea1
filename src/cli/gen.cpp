#include "cli/gen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "catalogue/select.hpp"
#include "cli/arguments.hpp"
#include "cli/migrate.hpp"
#include "cli/version.hpp"
#include "hcl/spell.hpp"
#include "model/draft.hpp"
#include "model/form.hpp"
#include "model/knowledge.hpp"
#include "report/report.hpp"
#include "syntax/yaml_write.hpp"

namespace mng::cli {
namespace {

constexpr double kMostMemory = 64.0 * 1024;  // GiB: twice the largest type there is
constexpr unsigned kMostVcpu = 4096;

struct Options {
  unsigned vcpu = 0;
  double memory = 0;
  bool given_vcpu = false;
  bool given_memory = false;
  std::string architecture = "x86_64";
  std::string region;
  std::string name;
  std::optional<unsigned> count;  // as many as EKS takes where not given
  std::vector<std::string> families;
  std::vector<std::string> exclude;
  std::string format = "terraform";
  std::string catalogue;
  bool no_variables = false;
  MigrateOptions migrate;
};

void declare(CLI::App& app, Options& options) {
  app.set_version_flag("--version", version_text("mng-gen"));
  app.add_option("--vcpu", options.vcpu, "vCPU of every type");
  app.add_option("--mem", options.memory, "Memory of every type, in GiB");
  app.add_option("--arch", options.architecture, "x86_64 or arm64")->capture_default_str();
  app.add_option("--region", options.region, "Take what this AWS region offers");
  app.add_option("--name", options.name, "Name of the group; after its shape where it has none");
  app.add_option("--count", options.count, "At most so many types; as many as EKS takes where not given");
  app.add_option("--families", options.families, "Only these families, such as r5,r6i")->delimiter(',');
  app.add_option("--exclude", options.exclude, "None of these families or types")->delimiter(',');
  app.add_option("--format", options.format, "terraform, eksctl, nodegroups or types")->capture_default_str();
  app.add_flag("--no-variables", options.no_variables, "Leave the variables to be declared elsewhere");
  app.add_option("--catalogue", options.catalogue, "An instance-type catalogue in place of the one built in")
      ->type_name("DIR");
  app.add_option("--migrate", options.migrate.file,
                 "In place of a new group: how one of that file gets another capacity type, step by step")
      ->type_name("FILE");
  app.add_option("--group", options.migrate.group, "With --migrate: the group, by its name or address");
  app.add_option("--to", options.migrate.to, "With --migrate: the capacity type: spot");
  app.add_option("--out", options.migrate.out, "With --migrate: a folder for the steps and the new group, as files")
      ->type_name("DIR");
  app.footer("Exit status: 0 written, 1 no instance type fits, 2 the tool could not do its work.");
}

class GenRun {
 public:
  GenRun(const Options& options, const Io& io) : options_(options), io_(io), tables_(&catalogue::builtin()) {}

  int run() {
    if (!options_.catalogue.empty()) {
      catalogue::LoadResult loaded = catalogue::load_directory(options_.catalogue);
      if (!loaded.error.empty()) return refuse(loaded.error);
      catalogue_.emplace(std::move(loaded.loaded));
      tables_ = &catalogue_->tables();
    }
    if (!options_.migrate.file.empty()) return migrate();
    hcl::Diagnostics diagnostics;  // what is compiled in was checked when it was built
    vocabulary_ = model::Vocabulary::load(model::builtin_vocabulary().ast, arena_, diagnostics);
    const std::string fault = check();
    if (!fault.empty()) return refuse(fault);
    const catalogue::Query query = this->query();
    const std::vector<std::uint32_t> types = catalogue::select(*tables_, query);
    if (types.empty()) return cannot(query);
    const std::string text = options_.format == "types" ? type_list(types) : document(query, types);
    if (text.empty()) return kFailed;
    if (types.size() < model::advised_types(vocabulary_)) say_few(query, types.size());
    print(io_.out, text);
    return finished(io_, "mng-gen") ? kClean : kFailed;
  }

 private:
  int refuse(const std::string& text) {
    print(io_.err, fmt::format("mng-gen: {}\n", report::shown(text)));
    return kFailed;
  }

  int migrate() {
    MigrateOptions migrate = options_.migrate;
    migrate.region = options_.region;
    if (options_.vcpu != 0 || options_.memory != 0)
      return refuse("--migrate takes the shape of the group: leave --vcpu and --mem out");
    if (migrate.group.empty()) return refuse("--migrate needs a group: --group NAME");
    if (migrate.to.empty()) return refuse("--migrate needs a capacity type: --to spot");
    if (!options_.region.empty() && !tables_->find_region(options_.region)) {
      return refuse("--region: " + model::unknown_region(options_.region, *tables_));
    }
    return cli::migrate(migrate, *tables_, io_);
  }

  std::string check() const {
    for (const auto& [option, value] :
         {std::pair("--group", &options_.migrate.group), std::pair("--to", &options_.migrate.to),
          std::pair("--out", &options_.migrate.out)}) {
      if (!value->empty()) return fmt::format("{} goes with --migrate FILE", option);
    }
    if (!options_.given_vcpu) return "--vcpu is required";
    if (!options_.given_memory) return "--mem is required";
    // Other names of the same, which are nearer to the wrong one in letters.
    for (const auto& [other, ours] :
         {std::pair("amd64", "x86_64"), std::pair("x64", "x86_64"), std::pair("aarch64", "arm64")}) {
      if (options_.architecture == other)
        return fmt::format("--arch has no value `{}`; did you mean `{}`?", other, ours);
    }
    for (const std::string& fault :
         {not_one_of("--arch", options_.architecture, model::architecture_names()),
          not_one_of("--format", options_.format, {"terraform", "eksctl", "nodegroups", "types"})}) {
      if (!fault.empty()) return fault;
    }
    if (options_.vcpu == 0 || options_.vcpu > kMostVcpu)
      return fmt::format("--vcpu takes a number from 1 to {}", kMostVcpu);
    // Written so that what is no number is refused too.
    if (!(options_.memory > 0 && options_.memory <= kMostMemory)) return "--mem takes GiB above 0, such as 32 or 30.5";
    if (options_.count && (*options_.count == 0 || *options_.count > model::most_types(vocabulary_))) {
      return fmt::format("--count takes a number from 1 to {}: EKS takes no more types in one group",
                         model::most_types(vocabulary_));
    }
    if (!options_.region.empty() && !tables_->find_region(options_.region)) {
      return "--region: " + model::unknown_region(options_.region, *tables_);
    }
    if (!options_.name.empty() && !good_name(options_.name)) {
      return fmt::format("--name takes up to {} letters, digits, `-` and `_`, beginning with a letter or digit",
                         model::longest_name(vocabulary_));
    }
    return check_families();
  }

  [[nodiscard]] bool good_name(std::string_view name) const {
    const auto word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    return name.size() <= model::longest_name(vocabulary_) && word(name[0]) &&
           std::all_of(name.begin(), name.end(), [&](char c) { return word(c) || c == '-' || c == '_'; });
  }

  [[nodiscard]] std::string check_families() const {
    const auto fault = [&](std::string_view option, const std::string& word, bool types_too) -> std::string {
      std::vector<std::string_view> names;
      for (const catalogue::InstanceType& type : tables_->types) {
        if (type.family() == word || (types_too && type.name == word)) return {};
        if (names.empty() || names.back() != type.family()) names.push_back(type.family());
        if (types_too && word.find('.') != std::string::npos) names.push_back(type.name);
      }
      const std::string meant = hcl::did_you_mean(word, names);
      return fmt::format("{}: the catalogue of {} has no {} `{}`{}{}", option, tables_->types_date,
                         types_too ? "family or type" : "family", word, meant.empty() ? "" : "; ", meant);
    };
    for (const std::string& word : options_.families) {
      if (std::string text = fault("--families", word, false); !text.empty()) return text;
    }
    for (const std::string& word : options_.exclude) {
      if (std::string text = fault("--exclude", word, true); !text.empty()) return text;
    }
    return {};
  }

  [[nodiscard]] catalogue::Query query() const {
    catalogue::Query query;
    query.vcpu = options_.vcpu;
    query.memory_mib = static_cast<std::uint32_t>(std::lround(options_.memory * 1024));
    query.architecture = model::architecture_of(options_.architecture);
    query.region = options_.region;
    query.families = options_.families;
    query.exclude = without_image();
    query.exclude.insert(query.exclude.end(), options_.exclude.begin(), options_.exclude.end());
    query.count = options_.count.value_or(model::most_types(vocabulary_));
    return query;
  }

  /// Families that the image of the group would not run on: they are never taken.
  [[nodiscard]] std::vector<std::string> without_image() const {
    return model::families_without_image(vocabulary_, options_.architecture);
  }

  /// What was asked for leaves little to choose from: says so, and what would be there.
  void say_few(catalogue::Query query, std::size_t have) const {
    query.families.clear();
    query.exclude = without_image();
    query.count = model::most_types(vocabulary_);
    const std::size_t all = catalogue::select(*tables_, query).size();
    std::string text = fmt::format("mng-gen: note: {} instance type{}: few Spot pools", have, have == 1 ? "" : "s");
    if (all > have) text += fmt::format("; without --count, --families and --exclude there are {}", all);
    print(io_.err, text + '\n');
  }

  int cannot(const catalogue::Query& query) {
    constexpr std::size_t kShapes = 5;
    std::string text =
        fmt::format("mng-gen: no instance type of {} vCPU and {:g} GiB ({}) fits{}{}\n", options_.vcpu, options_.memory,
                    options_.architecture, options_.region.empty() ? "" : " in ", options_.region);
    // What has the shape, and would be taken if its family were named.
    std::string passed_over;
    for (const catalogue::InstanceType& type : tables_->types) {
      if (!query.families.empty() || type.vcpu != query.vcpu || type.memory_mib != query.memory_mib) continue;
      catalogue::Query named = query;
      named.families = {std::string(type.family())};
      const std::vector<std::uint32_t> taken = catalogue::select(*tables_, named);
      const auto is_it = [&](std::uint32_t other) { return tables_->types[other].name == type.name; };
      if (std::none_of(taken.begin(), taken.end(), is_it)) continue;
      passed_over += fmt::format("  {}{}\n", type.name,
                                 type.burstable                                   ? " (burstable)"
                                 : type.accelerators != 0                         ? " (accelerated)"
                                 : type.flex                                      ? " (flex)"
                                 : type.hypervisor == catalogue::Hypervisor::kXen ? " (previous generation)"
                                                                                  : "");
    }
    if (!passed_over.empty()) {
      text += "these have the shape and are left out unless their family is named (--families):\n" + passed_over;
    }
    const std::vector<catalogue::Shape> shapes = catalogue::nearest_shapes(*tables_, query, kShapes);
    text += shapes.empty() ? "no other shape does either: --families or --exclude leaves nothing\n"
                           : "the nearest shapes that can be had:\n";
    for (const catalogue::Shape& shape : shapes) {
      text += fmt::format("  --vcpu {} --mem {}  ({} instance type{})\n", shape.vcpu, shape.memory_mib / 1024.0,
                          shape.types, shape.types == 1 ? "" : "s");
    }
    print(io_.err, text);
    return kFound;
  }

  [[nodiscard]] std::string type_list(const std::vector<std::uint32_t>& types) const {
    std::string out;
    for (const std::string_view name : model::type_names(*tables_, types)) {
      out += name;
      out += '\n';
    }
    return out;
  }

  std::string document(const catalogue::Query& query, const std::vector<std::uint32_t>& types) {
    hcl::Diagnostics diagnostics;
    const model::Vocabulary vocabulary = model::Vocabulary::load(model::builtin_vocabulary().ast, arena_, diagnostics);
    const model::KnowledgeFile* file = model::builtin_form(options_.format);
    const std::optional<model::Form> form =
        file == nullptr ? std::nullopt : model::Form::load(file->ast, vocabulary_, arena_, diagnostics);
    if (!form || !diagnostics.empty()) {
      refuse(fmt::format("form {} cannot be used: {}", options_.format,
                         diagnostics.empty() ? "it is not built in" : diagnostics[0].message));
      return {};
    }
    const model::Draft draft = model::make_draft(*tables_, vocabulary_, query, types, options_.name, command(), arena_);
    if (form->syntax() == model::Syntax::kHcl) {
      return model::write_hcl(*form, draft, vocabulary_, arena_, !options_.no_variables);
    }
    return syntax::write_yaml(model::document_value(*form, draft, vocabulary_, arena_), draft.head);
  }

  /// The words that ask for the same again, in a fixed order.
  [[nodiscard]] std::string command() const {
    std::string out = fmt::format("mng-gen {} --vcpu {} --mem {:g}", version(), options_.vcpu, options_.memory);
    const auto add = [&](std::string_view option, const std::string& value) {
      if (!value.empty()) out += fmt::format(" {} {}", option, value);
    };
    const auto list = [](const std::vector<std::string>& words) {
      std::string text;
      for (const std::string& word : words) text += (text.empty() ? "" : ",") + word;
      return text;
    };
    if (options_.architecture != "x86_64") add("--arch", options_.architecture);
    add("--region", options_.region);
    add("--name", options_.name);
    if (options_.count) add("--count", std::to_string(*options_.count));
    add("--families", list(options_.families));
    add("--exclude", list(options_.exclude));
    if (options_.format != "terraform") add("--format", options_.format);
    return out;
  }

  const Options& options_;
  const Io& io_;
  const catalogue::Tables* tables_;
  std::optional<catalogue::Loaded> catalogue_;
  hcl::Arena arena_;
  model::Vocabulary vocabulary_;
};

}  // namespace

int run_gen(int argc, const char* const* argv, const Io& io) {
  CLI::App app("Generate an EKS managed node group for Spot", "mng-gen");
  Options options;
  declare(app, options);
  const Parsed parsed = parse_arguments(app, argc, argv, io);
  if (parsed.done) return flush(io.out) ? parsed.exit : kFailed;
  options.given_vcpu = app.count("--vcpu") > 0;
  options.given_memory = app.count("--mem") > 0;
  return GenRun(options, io).run();
}

}  // namespace mng::cli
