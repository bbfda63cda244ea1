#include "cli/terraform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/walk.hpp"
#include "cli/workers.hpp"
#include "lint/gather.hpp"
#include "terraform/workspace.hpp"

namespace mng::cli {

namespace fs = std::filesystem;

namespace {

std::string working_folder() {
  std::error_code error;
  return fs::weakly_canonical(fs::current_path(error), error).string();
}

std::string relative(const std::string& file, const std::string& root) {
  return fs::path(file).lexically_relative(root).generic_string();
}

/// The same of a folder, "" being the root itself.
std::string relative_folder(const std::string& folder, const std::string& root) {
  const std::string out = relative(folder, root);
  return out == "." ? std::string() : out;
}

bool lies_in(const std::string& path, const std::string& folder) {
  return folder == "/" || path == folder || path.starts_with(folder + '/');
}

}  // namespace

TerraformRun::Project& TerraformRun::project(const std::string& root, bool repository, bool absolute) {
  Project& out = projects_[root];
  if (out.tree) return out;
  out.tree = std::make_unique<terraform::DiskTree>(root, absolute ? std::string() : working_folder());
  out.code = std::make_unique<terraform::Code>(*out.tree, sources_);
  out.repository = repository;
  return out;
}

void TerraformRun::add(const std::string& path, const std::string& file, bool named) {
  std::error_code error;
  // The folder's real path: a repository may be reached through a link.
  const std::string real =
      (fs::weakly_canonical(fs::path(file).parent_path(), error) / fs::path(file).filename()).string();
  std::string root = repository_of(real);
  const bool repository = !root.empty();
  if (!repository) {
    const std::string here = working_folder();
    root = lies_in(real, here) && here != "/" ? here : fs::path(real).parent_path().string();
  }
  // A link out of the repository that nobody named is not a part of it; the module it lies in says so.
  if (!named && fs::is_symlink(real, error) && !lies_in(fs::weakly_canonical(real, error).string(), root)) return;
  Project& at = project(root, repository, fs::path(path).is_absolute());
  const std::string name = relative(real, root);
  at.files.insert(name);
  if (named) at.by_hand.insert(name);
  // In a repository others are looked for as well; what git ignores is there by being named.
  if (terraform::is_code(fs::path(name).filename().string())) at.folders.insert(terraform::folder_of(name));
}

void TerraformRun::give(std::vector<std::string> value_files,
                        const std::vector<std::pair<std::string, std::string>>& variables) {
  value_files_ = std::move(value_files);
  for (const auto& [name, text] : variables) {
    variables_.emplace_back(name, sources_.add(fmt::format("--var {}", name), text));
  }
}

TerraformResult TerraformRun::run(unsigned threads) {
  TerraformResult out;
  std::vector<Job> jobs;
  for (auto& [root, project] : projects_) prepare(root, project, jobs, out);
  // From here to the end of `each` all that the jobs share is only read.
  std::vector<lint::FileResult> results(jobs.size());
  each(jobs.size(), threads, [&](std::size_t i) { results[i] = judge(jobs[i]); });
  for (std::size_t i = 0; i < jobs.size(); ++i) take(jobs[i], results[i], out);
  for (const std::string& name : undeclared_) {
    out.complaints.push_back(fmt::format("--var {}: no root module that is judged declares it", name));
  }
  std::sort(out.not_checked.begin(), out.not_checked.end());
  out.not_checked.erase(std::unique(out.not_checked.begin(), out.not_checked.end()), out.not_checked.end());
  return out;
}

std::optional<TerraformRun::Before> TerraformRun::earlier(Project& project, Revision& revision,
                                                          const std::string& folder, const terraform::Given& given,
                                                          TerraformResult& result) const {
  terraform::Code& code = *project.before;
  const auto not_compared = [&](const std::string& file, std::string_view why) {
    result.not_checked.push_back(fmt::format("{}: not compared with {}: {}: {}",
                                             project.tree->shown(folder.empty() ? "." : folder), revision.revision(),
                                             project.tree->shown(file), why));
    return std::nullopt;
  };
  Before out{code.load_module(folder) != nullptr ? folder : revision.former_folder(folder), given};
  // A folder that is still there is not the one that came from it.
  if (out.folder != folder && project.code->load_module(out.folder) != nullptr) return std::nullopt;
  code.load(out.folder);
  const terraform::Module* module = code.module(out.folder);
  if (module == nullptr) return std::nullopt;
  for (const std::string& file : revision.left_out(out.folder))
    return not_compared(file, "a sparse checkout leaves it out");
  for (std::string& file : out.given.value_files) {
    file = revision.former(file);
    if (!revision.has(file)) {
      // What is given by hand is given to both states; an environment that is new has nothing to be compared with.
      if (value_files_.empty()) return std::nullopt;
      revision.keep(file);
    }
    code.load_values(file);
  }
  // A file of values that one of the states cannot read would look like a change of all that it gives.
  std::vector<std::string> files = out.given.value_files;
  for (const std::string& name : code.load_names(out.folder)) {
    if (terraform::is_automatic_values(name)) files.push_back(terraform::path_in(out.folder, name));
  }
  for (const std::string& file : files) {
    hcl::Diagnostics diagnostics;
    const hcl::Ast* ast = code.values(file, diagnostics);
    if (ast == nullptr) return not_compared(file, code.fault(file));
    if (!diagnostics.empty()) return not_compared(file, "it does not parse there");
  }
  return out;
}

lint::FileResult TerraformRun::judge(const Job& job) const {
  const terraform::Code& code = *job.project->code;
  lint::FileResult out = job.linter->judge_terraform(code, job.folder, job.given, job.settings);
  if (!job.before || !out.refused.empty()) return out;
  const terraform::Code& old = *job.project->before;
  const auto& [folder, given] = *job.before;
  merge(out, job.linter->compare_terraform({old, folder, given}, {code, job.folder, job.given}, job.settings),
        job.linter->engine());
  if (new_only_) drop_known(out, job.linter->judge_terraform(old, folder, given, job.settings));
  return out;
}

void TerraformRun::since(Revisions& revisions, bool new_only) {
  revisions_ = &revisions;
  new_only_ = new_only;
}

std::vector<terraform::Given> TerraformRun::given_for(const std::string& root, const std::string& folder,
                                                      const lint::Settings& settings, TerraformResult& out) const {
  std::vector<terraform::Given> all;
  const auto add = [&](const std::vector<std::string>& files) {
    terraform::Given given;
    given.variables = variables_;
    for (const std::string& file : files) {
      std::error_code error;
      const std::string real = fs::weakly_canonical(file, error).string();
      if (lies_in(real, root)) {
        given.value_files.push_back(relative(real, root));
      } else {
        out.complaints.push_back(fmt::format("{}: lies outside of {}", file, root));
      }
    }
    all.push_back(std::move(given));
  };
  if (value_files_.empty()) {
    for (const lint::Evaluate& one : settings.evaluate) {
      if (one.dir == folder) add(one.var_files);
    }
  }
  if (all.empty()) add(value_files_);
  return all;
}

void TerraformRun::prepare(const std::string& root, Project& project, std::vector<Job>& jobs, TerraformResult& out) {
  if (project.repository) {
    const Walk all = walk(root);
    for (const std::string& file : all.files) {
      const std::string name = relative(file, root);
      if (terraform::is_code(fs::path(name).filename().string())) {
        project.folders.insert(terraform::folder_of(name));
      }
    }
  }
  std::string error;
  Revision* const revision =
      revisions_ != nullptr ? revisions_->of(project.repository ? root : std::string(), root, error) : nullptr;
  if (!error.empty()) out.complaints.push_back(fmt::format("--since: {}", error));
  if (revision != nullptr) {
    revision->keep_ignored();
    revision->show_as(project.tree.get());
    project.before = std::make_unique<terraform::Code>(*revision, sources_);
  }
  const terraform::Workspace workspace(*project.code, project.folders);

  std::set<std::string> roots;
  std::map<std::string, std::set<std::string>> of_folder;
  std::map<std::string, std::optional<lint::Settings>> settings;
  const auto settings_of = [&](const std::string& folder) -> const std::optional<lint::Settings>& {
    const auto known = settings.find(folder);
    if (known != settings.end()) return known->second;
    return settings.emplace(folder, settings_(project.tree->absolute(folder) + "/main.tf")).first->second;
  };
  std::map<std::string, bool> mentioned;
  const auto mentions = [&](const std::string& folder, const lint::Settings& own) {
    const auto known = mentioned.find(folder);
    if (known != mentioned.end()) return known->second;
    return mentioned.emplace(folder, workspace.mentions(folder, linter_(own).terraform_needles(own))).first->second;
  };
  // Groups that are gone were there: what a folder's own files said in the revision.
  const auto mentioned_before = [&](const std::string& folder, const lint::Settings& own) {
    if (revision == nullptr) return false;
    const std::vector<std::string_view> needles = linter_(own).terraform_needles(own);
    const std::vector<std::string>& names = project.before->load_names(folder);
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      if (!terraform::is_code(name)) return false;
      const auto text = project.before->load_text(terraform::path_in(folder, name));
      return text && std::any_of(needles.begin(), needles.end(),
                                 [&](std::string_view needle) { return text->find(needle) != std::string_view::npos; });
    });
  };
  for (const std::string& file : project.files) {
    const std::string& fault = project.code->load_fault(file);
    if (!fault.empty()) {
      out.complaints.push_back(fmt::format("{}: {}", project.tree->shown(file), fault));
      continue;
    }
    project.shown.insert(project.tree->shown(file));
    const std::string folder = terraform::folder_of(file);
    auto known = of_folder.find(folder);
    if (known == of_folder.end()) {
      std::set<std::string> reached;
      for (const std::string& one : workspace.roots_of(folder)) {
        const std::optional<lint::Settings>& own = settings_of(one);
        if (own && (mentions(one, *own) || mentioned_before(one, *own))) reached.insert(one);
      }
      known = of_folder.emplace(folder, std::move(reached)).first;
    }
    roots.insert(known->second.begin(), known->second.end());
    // A file of values that the configuration names is judged with the folder it is for.
    bool configured = false;
    if (terraform::is_values(file)) {
      const std::string whole = project.tree->absolute(file);
      const std::optional<lint::Settings> own = settings_(whole);
      for (const lint::Evaluate& one : own ? own->evaluate : std::vector<lint::Evaluate>{}) {
        const bool its = std::find(one.var_files.begin(), one.var_files.end(), whole) != one.var_files.end();
        if (its && lies_in(one.dir, root) && settings_of(relative_folder(one.dir, root))) {
          configured = true;
          roots.insert(relative_folder(one.dir, root));
        }
      }
    }
    if (known->second.empty() && !configured && project.by_hand.count(file) != 0) {
      out.not_checked.push_back(
          fmt::format("{}: not checked: no node groups in a form that is read", project.tree->shown(file)));
    }
    if (known->second.empty() && !configured) continue;
    ++out.files;
    out.judged.insert(project.tree->shown(file));
  }
  for (const std::string& folder : roots) {
    const lint::Settings& own = *settings_of(folder);
    project.code->load(folder);
    for (terraform::Given& given : given_for(root, project.tree->absolute(folder), own, out)) {
      for (const std::string& file : given.value_files) project.code->load_values(file);
      std::optional<Before> before;
      if (revision != nullptr) before = earlier(project, *revision, folder, given, out);
      jobs.push_back({&project, folder, own, &linter_(own), std::move(given), std::move(before)});
    }
  }
}

void TerraformRun::take(const Job& job, const lint::FileResult& result, TerraformResult& out) {
  const std::string shown = job.project->tree->shown(job.folder.empty() ? "." : job.folder);
  if (!result.refused.empty()) {
    out.complaints.push_back(fmt::format("{}: {}", shown, result.refused));
    return;
  }
  for (const std::string& failure : result.verdict.failures) {
    out.complaints.push_back(fmt::format("{}: {}", shown, failure));
  }
  for (const std::string& what : result.not_checked) {
    out.not_checked.push_back(fmt::format("{}: {} not checked", shown, what));
  }
  if (result.documents > 0 && result.groups == 0 && result.not_checked.empty() && result.verdict.findings.empty()) {
    out.not_checked.push_back(fmt::format("{}: nothing to check: it makes no node group by itself", shown));
  }
  keep(result, shown, job.project->shown, out);
  if (!judged_) undeclared_ = {result.undeclared.begin(), result.undeclared.end()};
  judged_ = true;
  std::erase_if(undeclared_, [&](const std::string& name) {
    return std::find(result.undeclared.begin(), result.undeclared.end(), name) == result.undeclared.end();
  });
}

void TerraformRun::keep(const lint::FileResult& result, const std::string& root, const std::set<std::string>& named,
                        TerraformResult& out) {
  const auto is_named = [&](const hcl::Range& range) {
    return range.known() && named.count(sources_[range.source].path()) != 0;
  };
  std::map<Said, std::size_t> here;  // what was said first of this root module
  for (const lint::Finding& finding : result.verdict.findings) {
    if (covers_ && covers_(finding)) continue;
    // What becomes of a group may come from any file of its root module, and from one that is gone.
    if (!finding.address.empty()) {
      out.findings.push_back(finding);
      out.findings.back().root = root;
      continue;
    }
    // The files that have part in a finding: where it lies, what it is of, what fed it and who calls it.
    bool concerns = finding.of_values || is_named(finding.place) || is_named(finding.block);
    for (const lint::Label& label : finding.labels) concerns = concerns || is_named(label.range);
    for (const hcl::Range& related : finding.related) concerns = concerns || is_named(related);
    if (!concerns) continue;
    const hcl::Range& at = finding.place;
    // What several root modules reach is said once, unless it is worse in one
    // of them or, where the place is no more than the block, of another group.
    const bool vague = at.source == finding.block.source && at.begin == finding.block.begin;
    const Said what{finding.rule, finding.severity, vague ? finding.group : std::string(), at.source, at.begin, at.end};
    const auto first = here.find(what);
    if (first != here.end()) {
      // Of one root module, other groups by the same calls are gathered later; those by others are named.
      lint::Finding& told = out.findings[first->second];
      if (told.related == finding.related) {
        out.findings.push_back(finding);
      } else if (lint::says_the_same(told, finding)) {
        told.also.push_back(finding.group);
        told.also.insert(told.also.end(), finding.also.begin(), finding.also.end());
      }
    } else if (said_.insert(what).second) {
      here.emplace(what, out.findings.size());
      out.findings.push_back(finding);
    }
  }
  out.groups += result.groups;
  out.seen.insert(out.seen.end(), result.seen.begin(), result.seen.end());
  for (model::Score one : result.scores) {
    one.group = fmt::format("{}: {}", root, one.group);
    out.scores.push_back(std::move(one));
  }
  for (const lint::Undecided& one : result.verdict.undecided) out.undecided.push_back(one);
}

}  // namespace mng::cli
