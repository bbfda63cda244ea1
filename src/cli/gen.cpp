#include "cli/gen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "catalogue/select.hpp"
#include "cli/arguments.hpp"
#include "cli/chosen.hpp"
#include "cli/command_line.hpp"
#include "cli/convert.hpp"
#include "cli/difference.hpp"
#include "cli/form_set.hpp"
#include "cli/group_words.hpp"
#include "cli/judged.hpp"
#include "cli/migrate.hpp"
#include "cli/selection.hpp"
#include "cli/selection_hints.hpp"
#include "cli/selection_left_out.hpp"
#include "cli/version.hpp"
#include "hcl/parser.hpp"
#include "hcl/spell.hpp"
#include "model/draft.hpp"
#include "model/facts.hpp"
#include "model/form.hpp"
#include "model/image.hpp"
#include "model/knowledge.hpp"
#include "report/report.hpp"

namespace mng::cli {
namespace {

struct Options {
  SelectionWords selection;
  GroupWords group;
  std::string name;
  std::string format = "terraform";
  std::string catalogue;
  std::string check;
  bool no_variables = false;
  bool explain = false;
  bool per_zone = false;
  MigrateOptions migrate;
  std::string from;
  std::vector<std::string> values;
  std::vector<std::string> value_files;
  std::vector<std::string> forms;
  /// The first option that was given and does not go with --from or --migrate, whichever was given too.
  std::string beside;
};

/// What most command lines have. Declaring an option costs more than choosing types does, so the others wait.
void declare(CLI::App& app, Options& options) {
  app.set_version_flag("--version", version_text("mng-gen"));
  declare_shape(app, options.selection);
  app.option_defaults()->group("The group");
  app.add_option("--name", options.name,
                 "Name of the group; where it has none spot-4vcpu-16gib after its shape, or spot-gpu-4vcpu-16gib of "
                 "types with GPUs");
  app.option_defaults()->group("What is written");
  app.add_option(
         "--format", options.format,
         "terraform, terraform-aws-modules/eks, eksctl, nodegroups, types or json; or a form of your own, FILE.hcl")
      ->capture_default_str();
  app.add_flag("--no-variables", options.no_variables, "Leave the variables to be declared elsewhere");
}

void declare_others(CLI::App& app, Options& options) {
  declare_limits(app, options.selection);
  declare_group(app, options.group);
  app.add_flag(
      "--per-zone", options.per_zone,
      "A group for each zone of the region, or of --zones: a volume of EBS is in one zone, and so is what mounts it");
  app.option_defaults()->group("What is written");
  app.add_flag("--explain", options.explain, "Say on standard error of each type of the shape why it is in or out");
  app.add_option("--check", options.check,
                 "Write nothing; exit 1 and show what differs where FILE is not what is made now")
      ->type_name("FILE");
  app.add_option("--catalogue", options.catalogue, "An instance-type catalogue in place of the one built in")
      ->type_name("DIR");
  app.option_defaults()->group("In place of a new group");
  app.add_option("--from", options.from,
                 "In place of a new group: those of that file, or of standard input (-), in the form of --format")
      ->type_name("FILE");
  app.add_option("--var", options.values, "With --from: a value for a Terraform variable, NAME=VALUE")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  app.add_option("--var-file", options.value_files, "With --from: a file of values for Terraform variables")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option("--form", options.forms, "With --from: a form of your own that the file may be written in, FILE.hcl")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option("--migrate", options.migrate.file,
                 "In place of a new group: how one of that file gets another capacity type, step by step")
      ->type_name("FILE");
  app.add_option("--group", options.migrate.group, "With --migrate or --from: the group, by its name or address");
  app.add_option("--to", options.migrate.to, "With --migrate: the capacity type: spot");
  app.add_option("--out", options.migrate.out, "With --migrate: a folder for the steps and the new group, as files")
      ->type_name("DIR");
  app.footer(
      "Exit status: 0 written, 1 no instance type fits or the file of --check differs, 2 the tool could not do its "
      "work, or mng-lint finds an error in what is said of the group.");
}

class GenRun {
 public:
  GenRun(const Options& options, std::string command, const Io& io)
      : options_(options), command_(std::move(command)), io_(io), tables_(&catalogue::builtin()) {}

  int run() {
    if (!options_.catalogue.empty()) {
      catalogue::LoadResult loaded = catalogue::load_directory(options_.catalogue);
      if (!loaded.error.empty()) return refuse(loaded.error);
      catalogue_.emplace(std::move(loaded.loaded));
      tables_ = &catalogue_->tables();
    }
    if (!options_.migrate.file.empty() && !options_.from.empty())
      return refuse("--from and --migrate do not go together");
    if (options_.from.empty() && !options_.values.empty()) return refuse("--var goes with --from FILE");
    if (options_.from.empty() && !options_.value_files.empty()) return refuse("--var-file goes with --from FILE");
    if (options_.from.empty() && !options_.forms.empty()) return refuse("--form goes with --from FILE");
    if (!options_.migrate.file.empty()) return migrate();
    if (!options_.from.empty()) return convert();
    hcl::Diagnostics diagnostics;  // what is compiled in was checked when it was built
    vocabulary_ = model::Vocabulary::load(model::builtin_vocabulary().ast, arena_, diagnostics);
    std::string fault = check();
    Selection selection = fault.empty() ? selection_of(options_.selection, *tables_, vocabulary_) : Selection{};
    if (!selection.fault.empty()) fault = selection.fault;
    if (!fault.empty()) return refuse(fault);
    std::vector<Chosen> wanted;
    for (catalogue::Query& query : selection.queries) {
      if (options_.per_zone) {
        fault = add_zones(query, wanted);
      } else {
        wanted.push_back({std::move(query), {}});
      }
    }
    if (!fault.empty()) return refuse(fault);
    std::vector<Chosen> chosen;
    for (auto& [query, none, zone] : wanted) {
      std::vector<std::uint32_t> types = catalogue::select(*tables_, query);
      if (options_.explain) print(io_.err, explain_selection(*tables_, query, types));
      // Of all zones of a region those without any are passed over; one that is named is not.
      const bool one_of_all = !zone.empty() && options_.selection.zones.empty() && options_.group.subnets.empty();
      const bool last = &query == &wanted.back().query && chosen.empty();
      if (types.empty() && one_of_all && !last) {
        note(fmt::format("no group for {}: none of these types is offered there", zone));
        continue;
      }
      if (types.empty()) {
        say_left_out({});
        if (!zone.empty()) note(fmt::format("in the zone {} there is none:", zone));
        print(io_.err, "mng-gen: " + none_fits(*tables_, query, options_.selection, vocabulary_));
        return kFound;
      }
      chosen.push_back({std::move(query), std::move(types), zone});
    }
    say_left_out(chosen);
    if (chosen.empty()) return nothing_in_range();
    say_of(chosen);
    const std::string text = options_.format == "types"  ? type_lists(chosen)
                             : options_.format == "json" ? selection_json(*tables_, chosen, command_)
                                                         : document(chosen);
    return text.empty() ? kFailed : give(text);
  }

 private:
  int refuse(const std::string& text) {
    print(io_.err, fmt::format("mng-gen: {}\n", report::shown(text)));
    return kFailed;
  }

  /// Prints what was made, or compares it with the file that --check names.
  int give(const std::string& text) {
    if (!options_.check.empty()) return compare(text);
    print(io_.out, text);
    return finished(io_, "mng-gen") ? kClean : kFailed;
  }

  int convert() {
    for (const auto& [option, value] :
         {std::pair("--to", &options_.migrate.to), std::pair("--out", &options_.migrate.out)}) {
      if (!value->empty()) return refuse(fmt::format("{} goes with --migrate FILE", option));
    }
    if (!options_.beside.empty())
      return refuse(fmt::format("--from takes groups as they are: leave {} out", options_.beside));
    hcl::Diagnostics diagnostics;  // what is compiled in was checked when it was built
    vocabulary_ = model::Vocabulary::load(model::builtin_vocabulary().ast, arena_, diagnostics);
    std::string fault = printable();
    if (fault.empty()) fault = forms_.load(own_forms(), vocabulary_, arena_);
    const bool listed = options_.format == "types" || options_.format == "json";
    if (fault.empty() && !listed) fault = unfit_form();
    if (!fault.empty()) return refuse(fault);
    // A list has what Terraform has of a group.
    const model::Form& to = *forms_.find(listed ? Options{}.format : options_.format);
    const ConvertOptions options{options_.from,
                                 options_.migrate.group,
                                 !options_.no_variables,
                                 options_.values,
                                 options_.value_files,
                                 forms_.file_of(to),
                                 listed ? options_.format : std::string()};
    const Converted made = cli::convert(options, forms_.all(), to, vocabulary_, *tables_, command_, arena_, io_);
    if (!made.fault.empty()) return refuse(made.fault);
    if (!listed) fault = unparsed(made.text, to);
    if (!fault.empty()) return refuse(fault);
    return give(made.text);
  }

  /// That what a form of the user's writes does not parse; empty where it does.
  [[nodiscard]] std::string unparsed(const std::string& text, const model::Form& form) const {
    if (form.syntax() != model::Syntax::kHcl || forms_.file_of(form).empty()) return {};
    hcl::Diagnostics diagnostics;
    const hcl::Tree tree = hcl::parse(text, 0, diagnostics);
    if (diagnostics.empty()) return {};
    return fmt::format("{}: what it writes does not parse: {}", forms_.file_of(form), diagnostics[0].message);
  }

  /// The file of the user's own form; empty where --format names another.
  [[nodiscard]] std::string own_form() const { return FormSet::is_file(options_.format) ? options_.format : ""; }

  /// The files of all forms of the user's, that one first.
  [[nodiscard]] std::vector<std::string> own_forms() const {
    std::vector<std::string> out = options_.forms;
    if (!own_form().empty()) out.insert(out.begin(), own_form());
    return out;
  }

  /// A document can do with the vocabulary's own names; a block cannot do without a name of its own.
  static bool can_write(const model::Form& form) {
    return form.writes() || (form.group().vocabulary && form.syntax() == model::Syntax::kYaml);
  }

  /// The forms that were loaded and can be written.
  [[nodiscard]] std::vector<std::string_view> writable() const {
    std::vector<std::string_view> names;
    for (const model::Form& form : forms_.all()) {
      if (can_write(form)) names.push_back(form.name());
    }
    return names;
  }

  /// What --format takes.
  [[nodiscard]] std::vector<std::string_view> formats() const {
    std::vector<std::string_view> names = writable();
    names.insert(names.end(), {"types", "json"});
    return names;
  }

  /// Why nothing can be written in the form that --format names.
  [[nodiscard]] std::string unfit_form() const {
    const model::Form* form = forms_.find(options_.format);
    if (form == nullptr) return not_one_of("--format", options_.format, formats());
    if (can_write(*form)) return {};
    return fmt::format("--format: form {} says nothing of how it is written: its group has no `write`", form->name());
  }

  /// The same request once for each of its zones.
  std::string add_zones(const catalogue::Query& query, std::vector<Chosen>& wanted) const {
    const std::optional<std::uint32_t> region = tables_->find_region(query.region);
    if (!region || tables_->regions[*region].zones.empty()) {
      return "--per-zone needs a region whose zones are known: --region eu-west-1";
    }
    const auto& zones = tables_->regions[*region].zones;
    // In the order in which they are named, which is that of --subnets.
    std::vector<std::string_view> order(options_.selection.zones.begin(), options_.selection.zones.end());
    if (order.empty()) order.assign(zones.begin(), zones.end());
    for (const std::string_view zone : order) {
      const auto at = std::find(zones.begin(), zones.end(), zone);
      const auto bit = static_cast<std::uint8_t>(1U << static_cast<unsigned>(at - zones.begin()));
      if (at == zones.end() || (query.zones & bit) == 0) continue;
      wanted.push_back({query, {}, *at});
      wanted.back().query.zones = bit;
    }
    return {};
  }

  int migrate() {
    MigrateOptions migrate = options_.migrate;
    migrate.region = options_.selection.region;
    if (!options_.selection.vcpu.empty() || !options_.selection.memory.empty())
      return refuse("--migrate takes the shape of the group: leave --vcpu and --mem out");
    if (!options_.beside.empty())
      return refuse(fmt::format("--migrate takes a group as it is: leave {} out", options_.beside));
    if (migrate.group.empty()) return refuse("--migrate needs a group: --group NAME");
    if (migrate.to.empty()) return refuse("--migrate needs a capacity type: --to spot");
    if (!migrate.region.empty() && !tables_->find_region(migrate.region)) {
      return refuse("--region: " + model::unknown_region(migrate.region, *tables_));
    }
    return cli::migrate(migrate, *tables_, io_);
  }

  std::string check() {
    for (const auto& [option, value] :
         {std::pair("--to", &options_.migrate.to), std::pair("--out", &options_.migrate.out)}) {
      if (!value->empty()) return fmt::format("{} goes with --migrate FILE", option);
    }
    if (!options_.migrate.group.empty()) return "--group goes with --from FILE or --migrate FILE";
    const bool known = options_.format == "types" || options_.format == "json" || !own_form().empty() ||
                       model::builtin_form(options_.format) != nullptr;
    if (!known) {
      forms_.load({}, vocabulary_, arena_);
      return not_one_of("--format", options_.format, formats());
    }
    if (!options_.name.empty() && !good_name(options_.name)) {
      return fmt::format("--name takes up to {} letters, digits, `-` and `_`, beginning with a letter or digit",
                         model::longest_name(vocabulary_));
    }
    const bool only_types = options_.format == "types" || options_.format == "json";
    if (only_types && !group_of(options_.group, true, vocabulary_, arena_).empty()) {
      return fmt::format("--format {} has types only: leave out what is said of the group", options_.format);
    }
    return printable();
  }

  /// What is wrong with the command as a comment, which it becomes in the file.
  [[nodiscard]] std::string printable() const {
    const bool plain = report::shown(command_) == command_;
    return plain ? "" : "the value of an option holds a line break, another control character or what is no UTF-8";
  }

  [[nodiscard]] bool good_name(std::string_view name) const {
    const auto word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    return name.size() <= model::longest_name(vocabulary_) && word(name[0]) &&
           std::all_of(name.begin(), name.end(), [&](char c) { return word(c) || c == '-' || c == '_'; });
  }

  void note(const std::string& text) { print(io_.err, fmt::format("mng-gen: note: {}\n", report::shown(text))); }

  /// Says which of the types that were named, by --like too, are in no group.
  void say_left_out(const std::vector<Chosen>& chosen) {
    std::vector<std::uint32_t> taken;
    for (const Chosen& one : chosen) taken.insert(taken.end(), one.types.begin(), one.types.end());
    const std::string text = left_out_of_named(*tables_, options_.selection, vocabulary_, Purpose::kGroups, taken);
    if (!text.empty()) note(text);
    const std::string like = left_out_of_like(*tables_, options_.selection, vocabulary_, Purpose::kGroups, taken);
    if (!like.empty()) note(like);
  }

  /// What is to be known of the types that were taken; of one of several groups with its name.
  void say_of(const std::vector<Chosen>& chosen) {
    for (const Chosen& one : chosen) {
      const std::string of = chosen.size() == 1 ? std::string() : name_of(one, chosen) + ": ";
      const bool few = !one.query.on_demand && one.types.size() < model::advised_types(vocabulary_);
      if (few || (options_.selection.count && one.types.size() < *options_.selection.count)) {
        note(of + few_types(*tables_, one.query, options_.selection, vocabulary_, one.types.size()));
      }
      const std::string unordered = without_order(*tables_, one.query, options_.selection, one.types);
      if (!unordered.empty()) note(of + unordered);
    }
    std::vector<catalogue::Query> queries;
    // Who has as many types as a group takes does not wonder where others are.
    for (const Chosen& one : chosen) {
      if (one.types.size() < model::most_types(vocabulary_)) queries.push_back(one.query);
    }
    const std::string pods = short_of_pods(*tables_, queries);
    if (!pods.empty()) note(pods);
    for (const std::string& why : limits_on_unknown(*tables_, options_.selection, vocabulary_, Purpose::kGroups))
      note(why);
  }

  int nothing_in_range() {
    std::string text = "mng-gen: no shape in the range has an instance type under these conditions\n";
    for (const std::string& why : missed_limits(*tables_, options_.selection, vocabulary_, Purpose::kGroups)) {
      text += why + '\n';
    }
    for (const std::string& why : not_sold(*tables_, options_.selection, vocabulary_, Purpose::kGroups, nullptr)) {
      text += why + '\n';
    }
    const std::string ways = ways_out(*tables_, options_.selection, vocabulary_, Purpose::kGroups, 0);
    if (!ways.empty()) text += ways + '\n';
    print(io_.err, text);
    return kFound;
  }

  /// One type a line; groups are apart by an empty line.
  [[nodiscard]] std::string type_lists(const std::vector<Chosen>& chosen) const {
    std::string out;
    for (const Chosen& one : chosen) {
      if (!out.empty()) out += '\n';
      for (const std::string_view name : model::type_names(*tables_, one.types)) {
        out += name;
        out += '\n';
      }
    }
    return out;
  }

  std::string document(const std::vector<Chosen>& chosen) {
    std::string fault = own_form().empty() ? forms_.load_one(options_.format, vocabulary_, arena_)
                                           : forms_.load(own_forms(), vocabulary_, arena_);
    if (fault.empty()) fault = unfit_form();
    if (!fault.empty()) {
      refuse(fault);
      return {};
    }
    const model::Form* form = forms_.find(options_.format);
    const bool is_hcl = form->syntax() == model::Syntax::kHcl;
    const GroupParts parts = group_of(options_.group, is_hcl, vocabulary_, arena_);
    fault = parts.fault;
    for (const hcl::Entry& entry : parts.attributes) {
      const std::string lost = !fault.empty() ? "" : model::not_written(*form, entry.key, entry.value);
      if (lost.empty()) continue;
      const std::string other = entry.key == "launch_template" ? by_id(*form) : std::string();
      fault = fmt::format("--format {} has no place for {}{}", options_.format, lost, other);
    }
    if (!fault.empty()) {
      refuse(fault);
      return {};
    }
    fault = own_subnets(parts, chosen, is_hcl);
    const std::string_view runs = model::image_architecture(vocabulary_, options_.group.image);
    const std::string_view asked = model::architecture_name(chosen[0].query.architecture);
    if (fault.empty() && !runs.empty() && runs != asked) {
      fault = fmt::format("--ami-type {} runs on {}, and the types are of {}", options_.group.image, runs, asked);
    }
    for (const Chosen& one : chosen) {
      const std::string name = name_of(one, chosen);
      if (!good_name(name)) fault = fmt::format("{}: is longer than a name may be; give a shorter --name", name);
      if (!fault.empty()) break;
    }
    if (!fault.empty()) {
      refuse(fault);
      return {};
    }
    for (const Chosen& one : chosen) {
      if (fault.empty()) fault = other_image(*form, one);
    }
    if (!fault.empty()) {
      refuse(fault);
      return {};
    }
    const std::vector<model::Draft> drafts = drafts_of(chosen, parts);
    for (std::size_t i = 0; i < drafts.size(); ++i) say_drivers(drafts[i], *form, chosen[i].types, chosen.size() > 1);
    if (!own_form().empty()) say_not_written(drafts[0], *form);
    const std::string text = model::write_drafts(*form, drafts, vocabulary_, arena_, !options_.no_variables);
    fault = unparsed(text, *form);
    if (!fault.empty()) {
      refuse(fault);
      return {};
    }
    // What is chosen here is as good as can be; what is said of the group may be wrong.
    return parts.empty() || acceptable(text, *form, chosen) ? text : std::string();
  }

  /// That a form takes another image of the family than the one that is asked for, as it suits the types better.
  std::string other_image(const model::Form& form, const Chosen& one) const {
    const std::string& asked = options_.group.image;
    const std::span<const std::string_view> images = model::images_beside(form, asked);
    if (images.empty()) return {};
    const std::string_view taken = model::suitable_image(*tables_, vocabulary_, one.types, images);
    if (taken.empty() || taken == asked) return {};
    return fmt::format("--format {} takes {} for these types, not {}: it knows images by their family, {}",
                       options_.format, taken, asked, model::family_of_image(form, asked).as_string());
  }

  /// That a form which takes no launch template by the name that was given takes one by its id; else empty.
  [[nodiscard]] std::string by_id(const model::Form& form) {
    const std::string& word = options_.group.launch_template;
    const std::string version = word.substr(std::min(word.rfind(':'), word.size()));
    if (version.empty() || word.starts_with("lt-")) return {};
    GroupWords other;
    other.launch_template = "lt-0a1" + version;
    for (const hcl::Entry& entry : group_of(other, false, vocabulary_, arena_).attributes) {
      if (!model::not_written(form, entry.key, entry.value).empty()) return {};
    }
    return fmt::format("; it takes the template by its id: --launch-template lt-…{}", version);
  }

  /// The groups, with what was said of them.
  std::vector<model::Draft> drafts_of(const std::vector<Chosen>& chosen, const GroupParts& parts) {
    std::vector<model::Draft> drafts;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const Chosen& one = chosen[i];
      const std::string_view name = arena_.copy(name_of(one, chosen));
      drafts.push_back(model::make_draft(*tables_, vocabulary_, one.query, one.types, name, command_, arena_));
      drafts.back().zone = one.zone;
      add_to(drafts.back(), one.zone.empty() ? parts : with_subnet(parts, i % zones_of(chosen)), arena_);
    }
    return drafts;
  }

  /// Says what a form of the user's leaves out of the groups.
  void say_not_written(const model::Draft& draft, const model::Form& form) {
    for (const hcl::Entry& entry : draft.attributes.entries()) {
      // Its name a form has otherwise.
      if (entry.value.is_string() && entry.value.as_string().starts_with(draft.name)) continue;
      const std::string lost = model::not_written(form, entry.key, entry.value);
      if (!lost.empty()) note(fmt::format("{} has no place for {}", options_.format, lost));
    }
  }

  /// Says that the image which is taken unless another is asked for leaves drivers to others. `named`: and of which
  /// group that is.
  void say_drivers(const model::Draft& draft, const model::Form& form, const std::vector<std::uint32_t>& types,
                   bool named) {
    const hcl::Value* image = draft.attributes.get("ami_type");
    const bool asked = !options_.group.image.empty() && options_.group.image != "auto";
    if (asked || image == nullptr) return;
    const std::vector<std::uint32_t> bare = model::without_drivers(*tables_, vocabulary_, image->as_string(), types);
    if (bare.empty() || !model::not_written(form, "ami_type", *image).empty()) return;
    note(fmt::format("{}{} has no drivers for the accelerators of {}: they are to be installed otherwise",
                     named ? fmt::format("{}: ", draft.name) : "", image->as_string(),
                     fmt::join(model::type_names(*tables_, bare), ", ")));
  }

  /// Whether mng-lint finds no error in the text that comes of what was said of the groups. Else, what it finds is
  /// said.
  bool acceptable(const std::string& text, const model::Form& form, const std::vector<Chosen>& chosen) {
    const auto judge = [&](const std::string& written) {
      return judged(written, form, own_form(), options_.selection.region, *tables_);
    };
    const std::vector<Remark> remarks = judge(text);
    const auto is_error = [](const Remark& remark) { return remark.error; };
    std::vector<Remark> of_types;
    if (std::any_of(remarks.begin(), remarks.end(), is_error)) {
      of_types = judge(model::write_drafts(form, drafts_of(chosen, {}), vocabulary_, arena_, !options_.no_variables));
    }
    bool good = true;
    for (const Remark& remark : remarks) {
      // What is wrong with the types alone, such as that there is but one, no other word would mend.
      const bool own =
          std::any_of(of_types.begin(), of_types.end(), [&](const Remark& other) { return other.rule == remark.rule; });
      // Who asks for a group in each zone may name one zone.
      const bool meant = options_.per_zone && remark.of_siblings;
      if (!remark.error || own || meant) continue;
      refuse(remark.text);
      good = false;
    }
    if (!good) return false;
    for (const Remark& remark : remarks) note(remark.text);
    return true;
  }

  /// Several groups need names of their own.
  [[nodiscard]] std::string name_of(const Chosen& one, const std::vector<Chosen>& chosen) const {
    std::string name = options_.name;
    if (name.empty()) name = model::usual_name(*tables_, one.query, one.types);
    const bool shapes = !options_.name.empty() && chosen.size() != zones_of(chosen);
    if (shapes) name += '-' + model::shape_name(one.query);
    if (!one.zone.empty()) name += fmt::format("-{}", one.zone);
    return name;
  }

  /// How many groups there are of each shape.
  [[nodiscard]] static std::size_t zones_of(const std::vector<Chosen>& chosen) {
    const auto same = [&](const Chosen& one) {
      return one.query.vcpu == chosen[0].query.vcpu && one.query.memory_mib == chosen[0].query.memory_mib;
    };
    return static_cast<std::size_t>(std::count_if(chosen.begin(), chosen.end(), same));
  }

  /// What is wrong with --subnets where each group is for a zone of its own.
  [[nodiscard]] std::string own_subnets(const GroupParts& parts, const std::vector<Chosen>& chosen, bool is_hcl) const {
    if (chosen[0].zone.empty()) return {};
    std::string zones;
    for (std::size_t i = 0; i < zones_of(chosen); ++i) {
      zones += fmt::format("{}{}", i == 0 ? "" : ", ", chosen[i].zone);
    }
    const auto subnets = std::find_if(parts.attributes.begin(), parts.attributes.end(),
                                      [](const hcl::Entry& entry) { return entry.key == "subnet_ids"; });
    if (subnets == parts.attributes.end()) {
      return is_hcl ? "" : fmt::format("--per-zone needs --subnets for this --format: one of each of {}", zones);
    }
    if (subnets->value.is_list() && subnets->value.items().size() == zones_of(chosen)) return {};
    return fmt::format("--per-zone: --subnets names one subnet by its id for each of {}, in that order", zones);
  }

  /// The same with the subnet of one zone.
  GroupParts with_subnet(GroupParts parts, std::size_t index) {
    for (hcl::Entry& entry : parts.attributes) {
      if (entry.key != "subnet_ids") continue;
      entry.value = hcl::Value::list(arena_, std::vector<hcl::Value>{entry.value.items()[index]});
    }
    return parts;
  }

  /// Whether the file holds the text; else what differs.
  int compare(const std::string& text) {
    const FileText there = read_file(options_.check);
    if (!there.error.empty()) return refuse(fmt::format("--check: {} {}", options_.check, there.error));
    if (there.text == text) return kClean;
    print(io_.out, line_difference(there.text, text));
    print(io_.err, fmt::format("mng-gen: {} is not what these options make today\n", report::shown(options_.check)));
    return finished(io_, "mng-gen") ? kFound : kFailed;
  }

  const Options& options_;
  std::string command_;
  const Io& io_;
  const catalogue::Tables* tables_;
  std::optional<catalogue::Loaded> catalogue_;
  FormSet forms_;
  hcl::Arena arena_;
  model::Vocabulary vocabulary_;
};

}  // namespace

int run_gen(int argc, const char* const* argv, const Io& io) {
  CLI::App app("Generate an EKS managed node group for Spot", "mng-gen");
  Options options;
  declare(app, options);
  if (!all_declared(app, argc, argv)) declare_others(app, options);
  const Parsed parsed = parse_arguments(app, argc, argv, io);
  if (parsed.done) return flush(io.out) ? parsed.exit : kFailed;
  // All others say what a new group is like, or how it is shown.
  if (!options.migrate.file.empty()) {
    options.beside = option_beside(app, {"--migrate", "--group", "--to", "--out", "--region", "--catalogue"});
  } else if (!options.from.empty()) {
    options.beside = option_beside(app, {"--from", "--format", "--form", "--no-variables", "--var", "--var-file",
                                         "--group", "--check", "--catalogue", "--to", "--out"});
  }
  try {
    return GenRun(options, command_of(app), io).run();
  } catch (const hcl::LimitExceeded& limit) {
    print(io.err, fmt::format("mng-gen: {}\n", limit.what()));
    return kFailed;
  }
}

}  // namespace mng::cli
