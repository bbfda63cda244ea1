#include "cli/migrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/git.hpp"
#include "hcl/spell.hpp"
#include "hcl/write.hpp"
#include "model/draft.hpp"
#include "model/facts.hpp"
#include "model/form_reader.hpp"
#include "model/form_terraform.hpp"
#include "model/knowledge.hpp"
#include "model/migration.hpp"
#include "model/pairing.hpp"
#include "report/report.hpp"
#include "syntax/yaml.hpp"
#include "syntax/yaml_write.hpp"
#include "terraform/evaluation.hpp"
#include "terraform/tree.hpp"

namespace mng::cli {

namespace fs = std::filesystem;

namespace {

/// Whether a word needs no quotes in a shell, and is no option.
bool is_plain(std::string_view word) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  };
  return !word.empty() && word[0] != '-' && std::all_of(word.begin(), word.end(), plain);
}

/// A fence for Markdown that no line of the text ends.
std::string fence(std::string_view text) {
  std::size_t longest = 2;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return std::string(longest + 1, '`');
}

/// Each line by itself as it may be shown.
std::string shown_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    out += report::shown(line) + '\n';
  }
  return out;
}

class Migration {
 public:
  Migration(const MigrateOptions& options, const catalogue::Tables& tables, const Io& io)
      : options_(options), tables_(tables), io_(io) {}

  int run() {
    hcl::Diagnostics diagnostics;  // what is compiled in was checked when it was built
    vocabulary_ = model::Vocabulary::load(model::builtin_vocabulary().ast, arena_, diagnostics);
    for (const model::KnowledgeFile& file : model::builtin_forms()) {
      if (auto form = model::Form::load(file.ast, vocabulary_, arena_, diagnostics)) forms_.push_back(std::move(*form));
    }
    const hcl::Ast& migrations = model::builtin_migrations().ast;
    const std::string fault = not_one_of("--to", options_.to, model::migration_names(migrations));
    if (!fault.empty()) return refuse(fault);
    try {
      const bool read = terraform::is_code(fs::path(options_.file).filename().string()) ? read_code() : read_document();
      if (!read || !find_group() || !choose_types(migrations)) return kFailed;
      return write(migrations);
    } catch (const hcl::LimitExceeded& limit) {
      return refuse(fmt::format("{}: {}", options_.file, limit.what()));
    }
  }

 private:
  int refuse(const std::string& text) {
    print(io_.err, fmt::format("mng-gen: {}\n", report::shown(text)));
    return kFailed;
  }
  bool no(const std::string& text) {
    refuse(text);
    return false;
  }

  /// The root module that the file is of.
  bool read_code() {
    std::error_code error;
    if (options_.file.ends_with(".json"))
      return no(fmt::format("{}: groups written in JSON cannot be written so far", options_.file));
    if (!fs::is_regular_file(options_.file, error)) return no(fmt::format("{}: there is no such file", options_.file));
    const fs::path real = fs::weakly_canonical(options_.file, error);
    std::string root = repository_of(real.string());
    if (root.empty()) root = real.parent_path().string();
    std::string folder = real.parent_path().lexically_relative(root).generic_string();
    if (folder == ".") folder.clear();
    tree_ = std::make_unique<terraform::DiskTree>(root, std::string());
    code_ = std::make_unique<terraform::Code>(*tree_, sources_);
    code_->load(folder);
    modules_.emplace(forms_);
    evaluation_.emplace(*code_, arena_, *modules_, folder, terraform::Given{});
    if (evaluation_->root() == nullptr) return no(fmt::format("{}: cannot be read", options_.file));
    path_ = real.string();
    for (const hcl::Diagnostic& diagnostic : evaluation_->root()->module().diagnostics) {
      if (sources_[diagnostic.range.source].path() != path_) continue;
      return no(fmt::format("{}:{}: does not parse: {}", options_.file,
                            sources_[diagnostic.range.source].position(diagnostic.range.begin).line,
                            diagnostic.message));
    }
    document_ = model::read_terraform(*modules_, forms_, *evaluation_, vocabulary_);
    return true;
  }

  bool read_document() {
    FileText text = read_file(options_.file);
    if (!text.error.empty()) return no(fmt::format("{}: {}", options_.file, text.error));
    const std::uint32_t source = sources_.add(options_.file, std::move(text.text));
    yaml_ = syntax::read_yaml(sources_, source, arena_);
    if (!yaml_.ok()) {
      return no(fmt::format("{}: does not parse; mng-lint {} says where", options_.file, options_.file));
    }
    for (const syntax::YamlDocument& document : yaml_.documents) {
      for (const model::Form& form : forms_) {
        if (form.syntax() != model::Syntax::kYaml || !form.reads()) continue;
        if (!form.detects(document.value, form.is_declared(options_.file, {}), vocabulary_, arena_)) continue;
        document_ = form.read(document.value, document.range, vocabulary_, sources_, arena_);
        found_ = model::follow(document.value, form.group().at);
        return true;
      }
    }
    return no(fmt::format("{}: holds no node groups in a form that is read", options_.file));
  }

  bool find_group() {
    std::vector<std::string_view> names;
    std::vector<std::string_view> addresses;
    // By name or address; else by the address without a key, or the label, where that means one block.
    for (const bool exactly : {true, false}) {
      for (std::size_t i = 0; i < document_.groups.size(); ++i) {
        const model::Group& group = document_.groups[i];
        const bool elsewhere = !path_.empty() && group.block.known() && sources_[group.block.source].path() != path_;
        if (elsewhere) continue;
        if (exactly) names.insert(names.end(), {group.name, group.key});
        if (exactly) addresses.push_back(group.key);
        const std::string plain = model::without_keys(group.key);
        const bool it = exactly ? group.name == options_.group || group.key == options_.group
                                : plain == options_.group || plain.substr(plain.rfind('.') + 1) == options_.group;
        if (!it || (group_ && !exactly && group.block == document_.groups[*group_].block)) continue;
        if (group_) {
          return no(fmt::format("{}: several groups are called `{}`; name one by its address, such as {}",
                                options_.file, options_.group, group.key));
        }
        group_ = i;
      }
      if (group_) break;
    }
    if (!group_) {
      const std::string meant = hcl::did_you_mean(options_.group, names);
      return no(fmt::format("{}: there is no group `{}`{}", options_.file, options_.group,
                            names.empty()   ? "; it makes none by itself"
                            : meant.empty() ? fmt::format("; there is {}", fmt::join(addresses, ", "))
                                            : "; " + meant));
    }
    const model::Group& group = document_.groups[*group_];
    if (!path_.empty() && !group.is_resource) {
      return no(
          fmt::format("{}: {} is a group of a module ({}); only groups that are resources of their own, and those of "
                      "nodegroups.yaml, can be written so far",
                      options_.file, group.name, group.form));
    }
    return true;
  }

  /// The types of the new group: those of the old one's shape, and what is equal to them.
  bool choose_types(const hcl::Ast& migrations) {
    world_.emplace(model::World{vocabulary_, tables_, options_.region, {}});
    facts_.emplace(document_, *world_, arena_);
    const std::size_t index = *group_;
    const model::Group& group = document_.groups[index];
    set_ = model::migration_set(migrations, options_.to, arena_);
    if (!one_kind(index)) return false;
    for (const hcl::Entry& entry : set_.entries()) {
      const hcl::Value& now = facts_->attribute(index, entry.key);
      if (now.wholly_known() && hcl::equal(now, entry.value)) {
        return no(fmt::format("{}: {} has {} = {} already", options_.file, group.name, entry.key,
                              hcl::expression_text(entry.value)));
      }
    }
    const std::optional<std::uint32_t> shape = facts_->shape_type(index);
    if (!shape) {
      return no(
          fmt::format("{}: the instance types of {} are not known here; write the new group with mng-gen --vcpu --mem",
                      options_.file, group.name));
    }
    const hcl::Value of_template = facts_->group(index, "template");
    const hcl::Value* in_template = of_template.get("instance_type");
    if (in_template != nullptr && !in_template->is_null()) {
      return no(fmt::format(
          "{}: the instance type of {} stands in its launch template, which holds one; take it out there first",
          options_.file, group.name));
    }
    const auto& like = tables_.types[*shape];
    if (like.accelerators != 0)
      notes_.push_back("Types with accelerators differ in more than their number: none was added.");
    std::vector<hcl::Value> types;
    const auto add = [&](std::string_view name) {
      const bool had =
          std::any_of(types.begin(), types.end(), [&](const hcl::Value& one) { return one.as_string() == name; });
      if (!had && types.size() < model::most_types(vocabulary_)) types.push_back(hcl::Value::string(name));
    };
    for (const model::Facts::Listed& one : facts_->listed(index)) {
      const std::string_view name =
          one.name.is_string() ? one.name.as_string() : std::string_view("one that is not known");
      const bool alike = one.type && tables_.types[*one.type].vcpu == like.vcpu &&
                         tables_.types[*one.type].memory_mib == like.memory_mib &&
                         tables_.types[*one.type].architectures == like.architectures;
      if (alike) {
        add(tables_.types[*one.type].name);
      } else {
        odd_.emplace_back(name);
      }
    }
    if (!odd_.empty()) {
      notes_.push_back(
          fmt::format("Left out, being of another shape or architecture, or none that the catalogue has: {}. Pods "
                      "that only fit there need a group of their own.",
                      fmt::join(odd_, ", ")));
    }
    for (const hcl::Value& peer : facts_->group(index, "peers").items()) {
      if (like.accelerators == 0) add(peer.as_string());
    }
    if (types.size() < model::advised_types(vocabulary_)) {
      notes_.push_back(
          fmt::format("{} instance type{} give few Spot pools: a group of another shape has more to choose from.",
                      types.size(), types.size() == 1 ? "" : "s"));
    }
    shape_ = fmt::format("{}", model::shape_text(like.vcpu, like.memory_mib));
    count_ = types.size();
    std::vector<hcl::Entry> all(set_.entries().begin(), set_.entries().end());
    all.push_back({"instance_types", hcl::Value::list(arena_, types), {}, static_cast<std::uint32_t>(all.size())});
    set_ = hcl::Value::object(arena_, std::move(all));
    return true;
  }

  /// Whether all groups of its block are of one capacity and types, which one list can stand for.
  bool one_kind(std::size_t index) {
    const model::Group& group = document_.groups[index];
    if (facts_->attribute(index, "capacity_type").is_string() &&
        facts_->attribute(index, "capacity_type").as_string() == "CAPACITY_BLOCK") {
      return no(
          fmt::format("{}: {} runs on a capacity block, whose template says what it is: there is no way from there",
                      options_.file, group.name));
    }
    for (std::size_t i = 0; i < document_.groups.size(); ++i) {
      if (!group.is_resource || !(document_.groups[i].block == group.block)) continue;
      for (const char* attribute : {"capacity_type", "instance_types"}) {
        const hcl::Value& a = facts_->attribute(index, attribute);
        const hcl::Value& b = facts_->attribute(i, attribute);
        if (a.wholly_known() && b.wholly_known() && hcl::equal(a, b)) continue;
        if (i == index) continue;
        return no(fmt::format(
            "{}: {} and {} are of one block and differ in {}: one list cannot stand for both; write the new "
            "groups with mng-gen --vcpu --mem",
            options_.file, group.key, document_.groups[i].key, attribute));
      }
    }
    return true;
  }

  /// A label that no resource of the type has.
  [[nodiscard]] std::string free_label(const terraform::Module& module, std::string_view type,
                                       const std::string& label) const {
    const auto of_type = module.resources.find(type);
    std::string out = label;
    for (int i = 2; of_type != module.resources.end() && of_type->second.count(out) != 0; ++i) {
      out = fmt::format("{}_{}", label, i);
    }
    return out;
  }

  std::string new_block() {
    const model::Group& group = document_.groups[*group_];
    const std::string_view text = sources_.text(group.block);
    const model::Form& form =
        *std::find_if(forms_.begin(), forms_.end(), [&](const model::Form& one) { return one.name() == group.form; });
    // The address without its keys: type and label are its last steps.
    const std::string address = model::without_keys(group.key);
    const std::size_t label = address.rfind('.') + 1;
    const std::size_t type = address.rfind('.', label - 2) + 1;
    model::Beside beside;
    beside.label = free_label(evaluation_->root()->module(), std::string_view(address).substr(type, label - 1 - type),
                              fmt::format("{}_{}", address.substr(label), options_.to));
    beside.name = address.substr(label);
    beside.suffix = options_.to;
    const std::size_t room = model::longest_name(vocabulary_) + 1;
    for (const char* attribute : {"node_group_name", "node_group_name_prefix"}) {
      const hcl::Value& now = facts_->attribute(*group_, attribute);
      beside.too_long =
          beside.too_long || (now.is_string() && now.as_string().size() + beside.suffix.size() + 2 > room);
    }
    beside.set = set_;
    made_ = fmt::format("{}.{}", address.substr(type, label - 1 - type), beside.label);
    return model::block_beside(text, form, beside, vocabulary_);
  }

  std::string new_entry() {
    const model::Group& group = document_.groups[*group_];
    const auto found = std::find_if(found_.begin(), found_.end(), [&](const model::Found& one) {
      return one.value.range() == group.body || (!one.key.empty() && one.key == group.key);
    });
    std::vector<hcl::Entry> out;
    const auto add = [&](std::string_view key, const hcl::Value& value) {
      out.push_back({key, value, {}, static_cast<std::uint32_t>(out.size())});
    };
    made_ = fmt::format("{}-{}", group.name, options_.to);
    const bool listed = found != found_.end() && found->key.empty();
    if (listed) add("node_group_name_prefix", hcl::Value::string(arena_.copy(made_ + "-")));
    for (const hcl::Entry& entry : set_.entries()) add(entry.key, entry.value);
    if (found != found_.end() && found->value.is_object()) {
      for (const hcl::Entry* entry : found->value.in_source_order()) {
        const bool replaced = set_.get(entry->key) != nullptr || entry->key == "node_group_name" ||
                              entry->key == "node_group_name_prefix";
        if (!replaced) add(entry->key, entry->value);
      }
    }
    const hcl::Value one = hcl::Value::object(arena_, std::move(out));
    const hcl::Value groups = listed ? hcl::Value::list(arena_, std::vector<hcl::Value>{one})
                                     : hcl::Value::object(arena_, {{arena_.copy(made_), one, {}, 0}});
    return syntax::write_yaml(hcl::Value::object(arena_, {{"node_groups", groups, {}, 0}}), {});
  }

  int write(const hcl::Ast& migrations) {
    const model::Group& group = document_.groups[*group_];
    const bool code = !path_.empty();
    const std::string text = code ? new_block() : new_entry();
    if (text.empty()) {
      return refuse(fmt::format(
          "{}: the block of {} is written in a way that no second one can be made from; a name in a heredoc is one",
          options_.file, group.name));
    }
    model::MigrationNames names;
    names.group = group.name;
    names.address = group.key;
    const hcl::Value& full = facts_->attribute(*group_, "node_group_name");
    if (full.is_string() && is_plain(full.as_string())) names.full_name = full.as_string();
    names.made = made_;
    names.file = options_.file;
    names.form = group.form;
    for (std::size_t i = 0; i < document_.groups.size(); ++i) {
      const model::Group& one = document_.groups[i];
      if (i != *group_ && !(code && one.block == group.block)) continue;
      const hcl::Value& whole = facts_->attribute(i, "node_group_name");
      const bool plain = whole.is_string() && is_plain(whole.as_string());
      names.all.emplace_back(one.key, plain ? std::string(whole.as_string()) : std::string());
    }
    const std::vector<model::MigrationStep> steps = model::migration_steps(migrations, options_.to, names, arena_);

    std::string out =
        fmt::format("# {} to {}, without ending all of its nodes at once\n\n", report::shown(group.name), options_.to);
    out += report::shown(
               fmt::format("The new group, with {} instance type{} of {}:", count_, count_ == 1 ? "" : "s", shape_)) +
           "\n\n";
    const std::string mark = fence(text);
    out += fmt::format("{}{}\n{}{}\n", mark, code ? "hcl" : "yaml", shown_lines(text), mark);
    for (const std::string& note : notes_) out += fmt::format("\n{}\n", report::shown(note));
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const model::MigrationStep& step = steps[i];
      out += fmt::format("\n## {}. {}\n\n{}\n", i + 1, report::shown(step.title), report::shown(step.text));
      if (!step.run.empty()) {
        out += "\n```console\n";
        for (const std::string& command : step.run) out += fmt::format("$ {}\n", report::shown(command));
        out += "```\n";
      }
      out += fmt::format("\nBack: {}\n", report::shown(step.back));
    }
    if (options_.out.empty()) {
      print(io_.out, out);
      return finished(io_, "mng-gen") ? kClean : kFailed;
    }
    return files(out, text, code);
  }

  /// The steps and the group as files that are not there yet.
  int files(const std::string& steps, const std::string& group, bool code) {
    std::error_code error;
    fs::create_directories(options_.out, error);
    const fs::path folder(options_.out);
    const std::pair<fs::path, const std::string*> made[] = {{folder / "steps.md", &steps},
                                                            {folder / (code ? "group.tf" : "group.yaml"), &group}};
    for (const auto& [path, text] : made) {
      if (fs::exists(path, error))
        return refuse(fmt::format("{}: is there already; name another folder", path.string()));
    }
    for (const auto& [path, text] : made) {
      std::ofstream file(path, std::ios::binary);
      file << *text;
      if (!file.flush()) return refuse(fmt::format("{}: cannot be written", path.string()));
      print(io_.out, fmt::format("{}\n", report::shown(path.string())));
    }
    return finished(io_, "mng-gen") ? kClean : kFailed;
  }

  const MigrateOptions& options_;
  const catalogue::Tables& tables_;
  const Io& io_;
  hcl::Sources sources_;
  hcl::Arena arena_;
  model::Vocabulary vocabulary_;
  std::vector<model::Form> forms_;
  std::unique_ptr<terraform::DiskTree> tree_;
  std::unique_ptr<terraform::Code> code_;
  std::optional<model::FormModules> modules_;
  std::optional<terraform::Evaluation> evaluation_;
  syntax::YamlFile yaml_;
  std::vector<model::Found> found_;  ///< of a document, as it is written
  model::Document document_;
  std::optional<model::World> world_;
  std::optional<model::Facts> facts_;
  std::string path_;  ///< of Terraform code, absolute; empty otherwise
  std::optional<std::size_t> group_;
  hcl::Value set_;
  std::string made_;
  std::string shape_;
  std::size_t count_ = 0;
  std::vector<std::string> odd_;
  std::vector<std::string> notes_;  ///< what to know of the new group
};

}  // namespace

int migrate(const MigrateOptions& options, const catalogue::Tables& tables, const Io& io) {
  return Migration(options, tables, io).run();
}

}  // namespace mng::cli
