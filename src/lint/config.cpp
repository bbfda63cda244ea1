#include "lint/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "hcl/spell.hpp"
#include "syntax/yaml.hpp"

namespace mng::lint {

Settings read_config(const hcl::Sources& sources, std::uint32_t source, const model::Vocabulary& vocabulary,
                     const catalogue::Tables& catalogue, hcl::Diagnostics& diagnostics) {
  Settings out;
  hcl::Arena arena;
  const syntax::YamlFile file = syntax::read_yaml(sources, source, arena);
  diagnostics.insert(diagnostics.end(), file.diagnostics.begin(), file.diagnostics.end());
  if (!file.ok() || file.documents.empty()) return out;
  const hcl::Value& root = file.documents[0].value;
  const auto report = [&](const hcl::Range& range, std::string message, std::string help) {
    diagnostics.push_back({range, std::move(message), std::move(help), hcl::Severity::kError});
  };
  if (root.is_null()) return out;
  if (!root.is_object()) {
    report(root.range(), "the configuration is a map of settings", "write, for example, region: eu-west-1");
    return out;
  }
  static constexpr std::array<std::string_view, 2> kKeys{"autoscaler", "region"};
  for (const hcl::Entry* entry : root.in_source_order()) {
    if (std::find(kKeys.begin(), kKeys.end(), entry->key) == kKeys.end()) {
      std::string help = hcl::did_you_mean(entry->key, kKeys);
      report(entry->key_range, fmt::format("there is no setting `{}`", entry->key),
             help.empty() ? "there is autoscaler and region" : help);
      continue;
    }
    if (!entry->value.is_string()) {
      report(entry->value.range().known() ? entry->value.range() : entry->key_range,
             fmt::format("`{}` takes a string", entry->key), "");
      continue;
    }
    const std::string_view value = entry->value.as_string();
    if (entry->key == "region") {
      const std::string fault = model::unknown_region(value, catalogue);
      if (!fault.empty()) report(entry->value.range(), fault, "");
      out.region = value;
      continue;
    }
    const model::Attribute* attribute = vocabulary.cluster().find(entry->key);
    if (attribute != nullptr &&
        std::find(attribute->one_of.begin(), attribute->one_of.end(), value) == attribute->one_of.end()) {
      report(entry->value.range(), fmt::format("`{}` is no {}", value, entry->key),
             hcl::did_you_mean(value, attribute->one_of));
    }
    out.autoscaler = value;
  }
  return out;
}

std::string find_config(const std::string& folder, const std::string& home) {
  namespace fs = std::filesystem;
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
