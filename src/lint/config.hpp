#pragma once

#include <array>
#include <string>
#include <string_view>

#include "catalogue/tables.hpp"
#include "hcl/source.hpp"
#include "lint/choices.hpp"
#include "lint/linter.hpp"
#include "model/vocabulary.hpp"

namespace mng::lint {

/// The file the settings of a project stand in.
inline constexpr std::string_view kConfigName = ".mng-lint.yaml";

/// What a configuration may say. No rule is named so: beside rules, `paths` could not tell one from the other.
inline constexpr std::array<std::string_view, 11> kConfigKeys{
    "autoscaler", "evaluate", "forms",  "kubernetes_version", "modules", "own_rules",
    "paths",      "preset",   "region", "required_version",   "rules"};

/// What a pattern of `paths` may say beside rules.
inline constexpr std::array<std::string_view, 3> kPathKeys{"autoscaler", "kubernetes_version", "region"};

/// What is wrong with what is given as an autoscaler, and as a version of Kubernetes; empty where nothing is.
Fault wrong_autoscaler(std::string_view name, const model::Vocabulary& vocabulary);
Fault wrong_kubernetes_version(std::string_view version);

/// Reads a configuration. Every fault is a diagnostic: a name that is none,
/// a value of the wrong type, a region or autoscaler there is not. Paths in
/// it are relative to its own folder.
/// Rules that it names are held against those there are when they are known.
/// `version`: of the program, for `required_version`.
Settings read_config(const hcl::Sources& sources, std::uint32_t source, std::string_view version,
                     const model::Vocabulary& vocabulary, const catalogue::Tables& catalogue,
                     hcl::Diagnostics& diagnostics);

/// Finds the configuration for a file: the nearest upward from its folder up
/// to the root of its repository, or in its folder alone where it lies in
/// none. `home` is passed over: what is right for one project is not for all.
std::string find_config(const std::string& folder, const std::string& home);

}  // namespace mng::lint
