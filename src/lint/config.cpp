#include "lint/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <span>

#include "hcl/glob.hpp"
#include "hcl/spell.hpp"
#include "syntax/yaml.hpp"
#include "terraform/version.hpp"

namespace mng::lint {

namespace {

namespace fs = std::filesystem;
using hcl::Entry;
using hcl::Value;

/// A path of a configuration, which lies in `folder`, as an absolute one.
std::string absolute(const fs::path& folder, std::string_view path) {
  std::error_code error;
  return fs::weakly_canonical(folder / fs::path(path), error).string();
}

class ConfigReader {
 public:
  ConfigReader(const hcl::Sources& sources, const std::string& path, std::string_view version,
               const model::Vocabulary& vocabulary, const catalogue::Tables& catalogue, hcl::Diagnostics& diagnostics)
      : sources_(sources),
        version_(version),
        folder_(fs::absolute(path).parent_path()),
        vocabulary_(vocabulary),
        catalogue_(catalogue),
        diagnostics_(diagnostics) {}

  Settings run(const Value& root) {
    if (root.is_null()) return std::move(out_);
    if (!root.is_object()) {
      report(root.range(), "the configuration is a map of settings", "write, for example, region: eu-west-1");
      return std::move(out_);
    }
    for (const Entry* entry : root.in_source_order()) {
      if (!known(*entry, kConfigKeys, "setting")) continue;
      if (entry->key == "region") out_.region = region(*entry);
      if (entry->key == "autoscaler") out_.autoscaler = autoscaler(*entry);
      if (entry->key == "forms") forms(*entry);
      if (entry->key == "modules") modules(*entry);
      if (entry->key == "evaluate") evaluate(*entry);
      if (entry->key == "kubernetes_version") out_.kubernetes_version = kubernetes_version(*entry);
      if (entry->key == "own_rules") own_rules(*entry);
      if (entry->key == "preset") preset(*entry);
      if (entry->key == "required_version") required_version(*entry);
      if (entry->key == "rules") out_.rules = rules(*entry);
      if (entry->key == "paths") paths(*entry);
    }
    return std::move(out_);
  }

 private:
  static constexpr std::array<std::string_view, 2> kEvaluateKeys{"dir", "var_files"};

  void report(const hcl::Range& range, std::string message, std::string help) {
    diagnostics_.push_back({range, std::move(message), std::move(help), hcl::Severity::kError});
  }
  static hcl::Range place(const Entry& entry) {
    return entry.value.range().known() ? entry.value.range() : entry.key_range;
  }

  bool known(const Entry& entry, std::span<const std::string_view> keys, std::string_view what) {
    if (std::find(keys.begin(), keys.end(), entry.key) != keys.end()) return true;
    std::string help = hcl::did_you_mean(entry.key, keys);
    if (help.empty()) help = fmt::format("there is {}", fmt::join(keys, ", "));
    report(entry.key_range, fmt::format("there is no {} `{}`", what, entry.key), help);
    return false;
  }

  std::string text(const Entry& entry) {
    if (entry.value.is_string()) return std::string(entry.value.as_string());
    report(place(entry), fmt::format("`{}` takes a string", entry.key), "");
    return {};
  }

  std::string region(const Entry& entry) {
    std::string out = text(entry);
    const std::string fault = out.empty() ? std::string() : model::unknown_region(out, catalogue_);
    const std::size_t cure = fault.find("; ");
    if (!fault.empty()) {
      report(entry.value.range(), fault.substr(0, cure), cure == std::string::npos ? "" : fault.substr(cure + 2));
    }
    return out;
  }

  std::string autoscaler(const Entry& entry) {
    std::string out = text(entry);
    Fault fault = out.empty() ? Fault() : wrong_autoscaler(out, vocabulary_);
    if (!fault.empty()) report(entry.value.range(), std::move(fault.message), std::move(fault.help));
    return out;
  }

  /// The root of the repository that the configuration lies in, else its own folder.
  [[nodiscard]] fs::path root() const {
    std::error_code error;
    for (fs::path at = folder_;; at = at.parent_path()) {
      if (fs::exists(at / ".git", error)) return fs::weakly_canonical(at, error);
      if (at == at.parent_path()) return fs::weakly_canonical(folder_, error);
    }
  }

  void forms(const Entry& entry) {
    out_.forms = folder(entry);
    out_.forms_at = place(entry);
  }
  void own_rules(const Entry& entry) {
    out_.own_rules = folder(entry);
    out_.own_rules_at = place(entry);
  }

  /// A folder inside the repository.
  std::string folder(const Entry& entry) {
    const std::string written = text(entry);
    if (!entry.value.is_string()) return {};
    std::string out = absolute(folder_, written);
    const fs::path all = root();
    const fs::path path(out);
    if (std::mismatch(all.begin(), all.end(), path.begin(), path.end()).first != all.end()) {
      report(place(entry), fmt::format("{} lies outside of {}", out, all.string()), "");
    }
    return out;
  }

  /// A version as it is written: 1.30 is not 1.3.
  std::string digits(const Entry& entry) {
    if (entry.value.is_number() && entry.value.range().known()) return std::string(sources_.text(entry.value.range()));
    return text(entry);
  }

  std::string kubernetes_version(const Entry& entry) {
    std::string out = digits(entry);
    if (!entry.value.is_string() && !entry.value.is_number()) return out;
    Fault fault = wrong_kubernetes_version(out);
    if (!fault.empty()) report(place(entry), std::move(fault.message), std::move(fault.help));
    return out;
  }

  void preset(const Entry& entry) {
    const std::string name = text(entry);
    out_.preset = preset_of(name);
    if (out_.preset || name.empty()) return;
    std::string help = hcl::did_you_mean(name, preset_names());
    if (help.empty()) help = fmt::format("there is {}", fmt::join(preset_names(), ", "));
    report(entry.value.range(), fmt::format("there is no preset `{}`", name), help);
  }

  void required_version(const Entry& entry) {
    const std::string constraint = digits(entry);
    if (constraint.empty()) return;
    const auto range = terraform::VersionRange::parse(constraint);
    const auto own = terraform::Version::parse(version_);
    if (!range) {
      report(place(entry), fmt::format("`{}` is no constraint on a version", constraint), "write, for example, >= 0.1");
    } else if (own && !range->allows(*own)) {
      report(place(entry), fmt::format("this is mng-lint {}, and {} is required", version_, constraint),
             "take a version that is, or change required_version");
    }
  }

  std::vector<Entry> rules(const Entry& entry) {
    std::vector<Entry> out;
    if (entry.value.is_null()) return out;
    if (!entry.value.is_object()) {
      report(place(entry), fmt::format("`{}` takes a map of rules", entry.key),
             "write, for example, mixed-memory: off");
      return out;
    }
    for (const Entry* rule : entry.value.in_source_order()) out.push_back(*rule);
    return out;
  }

  void paths(const Entry& entry) {
    if (!entry.value.is_object()) {
      return report(place(entry), "`paths` takes a map: a pattern, and what holds in its files",
                    "write, for example, paths: {\"legacy/**\": {mixed-memory: off}}");
    }
    for (const Entry* pattern : entry.value.in_source_order()) {
      PathSettings some{pattern->key, {}};
      const std::string fault = hcl::glob_fault(pattern->key);
      if (!fault.empty()) {
        report(pattern->key_range, fmt::format("`{}` is no pattern: {}", pattern->key, fault),
               "close a bracket, or write \\ before one that stands for itself; \"legacy/**\" is a pattern");
      }
      for (const Entry& one : rules(*pattern)) {
        if (one.key == "region") {
          some.region = region(one);
        } else if (one.key == "autoscaler") {
          some.autoscaler = autoscaler(one);
        } else if (one.key == "kubernetes_version") {
          some.kubernetes_version = kubernetes_version(one);
        } else if (one.key == "rules") {
          report(one.key_range, "`rules` is no setting of a path, which names the rules itself",
                 "write, for example, paths: {\"legacy/**\": {mixed-memory: off}}");
        } else if (std::find(kConfigKeys.begin(), kConfigKeys.end(), one.key) != kConfigKeys.end()) {
          report(one.key_range, fmt::format("`{}` is no setting of a path: it holds for all files", one.key),
                 "write it beside `paths`");
        } else {
          some.rules.push_back(one);
        }
      }
      out_.paths.push_back(std::move(some));
    }
  }

  void modules(const Entry& entry) {
    if (!entry.value.is_object()) {
      return report(place(entry), "`modules` takes a map: a module's source, and the form it is read by",
                    "write, for example, modules: {\"git::https://example.com/eks.git\": terraform-aws-modules/eks}");
    }
    for (const Entry* module : entry.value.in_source_order()) {
      out_.modules.emplace_back(module->key, text(*module));
      out_.modules_at.push_back(place(*module));
    }
  }

  void evaluate(const Entry& entry) {
    if (!entry.value.is_list()) {
      return report(place(entry), "`evaluate` takes a list",
                    "write, for example, evaluate: [{dir: envs/prod, var_files: [prod.tfvars]}]");
    }
    for (const Value& item : entry.value.items()) {
      if (!item.is_object()) {
        report(item.range(), "a member of `evaluate` is a map of dir and var_files", "");
        continue;
      }
      Evaluate one;
      const Entry* dir = item.find("dir");
      one.dir = absolute(folder_, dir == nullptr ? std::string(".") : text(*dir));
      std::error_code no_folder;
      if (!fs::is_directory(one.dir, no_folder)) {
        report(dir == nullptr ? item.range() : place(*dir), fmt::format("there is no folder {}", one.dir), "");
        continue;
      }
      for (const Entry* member : item.in_source_order()) {
        if (!known(*member, kEvaluateKeys, "key") || member->key != "var_files") continue;
        if (!member->value.is_list()) {
          report(place(*member), "`var_files` takes a list of files", "");
          continue;
        }
        for (const Value& file : member->value.items()) {
          const std::string path = file.is_string() ? absolute(one.dir, file.as_string()) : std::string();
          std::error_code error;
          if (!fs::is_regular_file(path, error)) {
            report(file.range(), fmt::format("there is no such file in {}", one.dir), "");
          }
          one.var_files.push_back(path);
        }
      }
      out_.evaluate.push_back(std::move(one));
    }
  }

  const hcl::Sources& sources_;
  std::string_view version_;
  fs::path folder_;
  const model::Vocabulary& vocabulary_;
  const catalogue::Tables& catalogue_;
  hcl::Diagnostics& diagnostics_;
  Settings out_;
};

}  // namespace

Fault wrong_autoscaler(std::string_view name, const model::Vocabulary& vocabulary) {
  const std::vector<std::string_view>& known = vocabulary.cluster().find("autoscaler")->one_of;
  if (std::find(known.begin(), known.end(), name) != known.end()) return {};
  const std::string meant = hcl::did_you_mean(name, known);
  return {fmt::format("`{}` is no autoscaler", name),
          meant.empty() ? fmt::format("there is {}", fmt::join(known, ", ")) : meant};
}

Fault wrong_kubernetes_version(std::string_view version) {
  const std::size_t dot = version.find('.');
  const auto is_number = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  const bool right =
      dot != std::string_view::npos && is_number(version.substr(0, dot)) && is_number(version.substr(dot + 1));
  if (right) return {};
  return {fmt::format("`{}` is no version of Kubernetes", version), "write it as two numbers: \"1.33\""};
}

Settings read_config(const hcl::Sources& sources, std::uint32_t source, std::string_view version,
                     const model::Vocabulary& vocabulary, const catalogue::Tables& catalogue,
                     hcl::Diagnostics& diagnostics) {
  const auto arena = std::make_shared<hcl::Arena>();
  const syntax::YamlFile file = syntax::read_yaml(sources, source, *arena);
  diagnostics.insert(diagnostics.end(), file.diagnostics.begin(), file.diagnostics.end());
  if (!file.ok() || file.documents.empty()) return {};
  const std::string& path = sources[source].path();
  Settings out = ConfigReader(sources, path, version, vocabulary, catalogue, diagnostics).run(file.documents[0].value);
  out.arena = arena;
  out.folder = absolute(fs::absolute(path).parent_path(), ".");
  return out;
}

std::string find_config(const std::string& folder, const std::string& home) {
  std::error_code error;
  fs::path at = fs::absolute(folder.empty() ? "." : folder, error).lexically_normal();
  if (at.filename().empty()) at = at.parent_path();
  fs::path home_folder = fs::path(home).lexically_normal();
  if (home_folder.filename().empty()) home_folder = home_folder.parent_path();
  std::string nearest;
  std::string own;
  for (bool first = true;; first = false) {
    const bool is_home = !home.empty() && at == home_folder;
    const fs::path candidate = at / kConfigName;
    if (nearest.empty() && !is_home && fs::exists(candidate, error)) nearest = candidate.string();
    if (first) own = nearest;
    if (fs::exists(at / ".git", error)) return nearest;
    if (at == at.parent_path()) return own;  // in no repository
    at = at.parent_path();
  }
}

}  // namespace mng::lint
