#include "cli/migrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/group_file.hpp"
#include "hcl/spell.hpp"
#include "model/form_reader.hpp"
#include "model/knowledge.hpp"
#include "model/migration.hpp"
#include "model/pairing.hpp"
#include "report/report.hpp"

namespace mng::cli {

namespace fs = std::filesystem;

namespace {

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
      if (options_.file.ends_with(".tf.json") || options_.file.ends_with(".tofu.json"))
        return refuse(fmt::format("{}: groups written in JSON cannot be written so far", options_.file));
      file_.emplace(vocabulary_, forms_, arena_);
      const std::string unread = file_->read({options_.file, options_.group});
      if (!unread.empty()) return refuse(unread);
      if (!find_group()) return kFailed;
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

  bool find_group() {
    const model::Document& document = file_->document();
    std::vector<std::string_view> names;
    std::vector<std::string_view> addresses;
    // By name or address; else by the address without a key, or the label, where that means one block.
    for (const bool exactly : {true, false}) {
      for (std::size_t i = 0; i < document.groups.size(); ++i) {
        const model::Group& group = document.groups[i];
        if (file_->elsewhere(group)) continue;
        if (exactly) names.insert(names.end(), {group.name, group.key});
        if (exactly) addresses.push_back(group.key);
        const std::string plain = model::without_keys(group.key);
        const bool it = exactly ? group.name == options_.group || group.key == options_.group
                                : plain == options_.group || plain.substr(plain.rfind('.') + 1) == options_.group;
        if (!it || (group_ && !exactly && group.block == document.groups[*group_].block)) continue;
        if (group_) {
          return no(fmt::format("{}: several groups are called `{}`; name one by its address, such as {}",
                                options_.file, options_.group, group.key));
        }
        group_ = i;
      }
      if (group_) break;
    }
    for (const auto& [address, text] : file_->declared_again()) {
      const std::string said = fmt::format("{}: {}", options_.file, text);
      const bool asked = address == options_.group || address.ends_with("." + options_.group);
      if (!group_ && (asked || names.empty())) return no(said);
      // By its name it cannot be found.
      const bool it = group_ && model::without_keys(document.groups[*group_].key) == address;
      if (!group_ || it) print(io_.err, fmt::format("mng-gen: note: {}\n", report::shown(said)));
    }
    if (!group_) {
      const std::string meant = hcl::did_you_mean(options_.group, names);
      return no(fmt::format("{}: there is no group `{}`{}", options_.file, options_.group,
                            names.empty()   ? "; it makes none by itself"
                            : meant.empty() ? fmt::format("; there is {}", fmt::join(addresses, ", "))
                                            : "; " + meant));
    }
    const model::Group& group = document.groups[*group_];
    if (file_->code() != nullptr && !group.is_resource) {
      return no(
          fmt::format("{}: {} is a group of a module ({}); only groups that are resources of their own, and those of "
                      "nodegroups.yaml, can be written so far",
                      options_.file, group.name, group.form));
    }
    return true;
  }

  int write(const hcl::Ast& migrations) {
    const model::Document& document = file_->document();
    const model::Group& group = document.groups[*group_];
    const bool code = file_->code() != nullptr;
    model::MigrationSubject subject{document, *group_, forms_, options_.file, {}, {}, false, {}};
    if (code) {
      subject.block = file_->sources().text(group.block);
      const auto& resources = file_->code()->resources;
      subject.is_taken = [&resources](std::string_view type, const std::string& label) {
        const auto of_type = resources.find(type);
        return of_type != resources.end() && of_type->second.count(label) != 0;
      };
    }
    for (const model::Form& form : forms_) {
      if (code || form.name() != document.form) continue;
      find_entry(form, subject);
    }
    const model::World world{vocabulary_, tables_, options_.region, {}};
    const model::Migration made = model::migrate(migrations, options_.to, subject, world, arena_);
    if (!made.fault.empty()) return refuse(made.fault);
    const std::string steps = markdown(made, group.name, code);
    if (!options_.out.empty()) return files(steps, made.text, code);
    print(io_.out, steps);
    return finished(io_, "mng-gen") ? kClean : kFailed;
  }

  /// What the document has of the group.
  void find_entry(const model::Form& form, model::MigrationSubject& subject) const {
    const model::Group& group = file_->document().groups[*group_];
    for (const model::Found& found : model::follow(file_->written(), form.group().at)) {
      const bool its = found.value.range() == group.body || (!found.key.empty() && found.key == group.key);
      if (!its || subject.entry.is_object()) continue;
      subject.entry = found.value;
      subject.listed = found.key.empty();
    }
  }

  [[nodiscard]] std::string markdown(const model::Migration& made, std::string_view group, bool code) const {
    std::string out =
        fmt::format("# {} to {}, without ending all of its nodes at once\n\n", report::shown(group), options_.to);
    out += fmt::format("The new group, with {} instance type{} of {}:\n\n", made.types, made.types == 1 ? "" : "s",
                       made.shape);
    const std::string mark = fence(made.text);
    out += fmt::format("{}{}\n{}{}\n", mark, code ? "hcl" : "yaml", shown_lines(made.text), mark);
    for (const std::string& note : made.notes) out += fmt::format("\n{}\n", report::shown(note));
    for (std::size_t i = 0; i < made.steps.size(); ++i) {
      const model::MigrationStep& step = made.steps[i];
      out += fmt::format("\n## {}. {}\n\n{}\n", i + 1, report::shown(step.title), report::shown(step.text));
      if (!step.run.empty()) {
        out += "\n```console\n";
        for (const std::string& command : step.run) out += fmt::format("$ {}\n", report::shown(command));
        out += "```\n";
      }
      out += fmt::format("\nBack: {}\n", report::shown(step.back));
    }
    return out;
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
  hcl::Arena arena_;
  model::Vocabulary vocabulary_;
  std::vector<model::Form> forms_;
  std::optional<GroupFile> file_;
  std::optional<std::size_t> group_;
};

}  // namespace

int migrate(const MigrateOptions& options, const catalogue::Tables& tables, const Io& io) {
  return Migration(options, tables, io).run();
}

}  // namespace mng::cli
