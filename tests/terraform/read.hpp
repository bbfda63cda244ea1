#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "hcl/read.hpp"
#include "support/catch.hpp"
#include "terraform/evaluation.hpp"

namespace mng::test {

/// Of modules that are not in the tree only this is known: module x/y has an output `out`, two strings.
class OneModule final : public terraform::KnownModules {
 public:
  [[nodiscard]] bool knows(std::string_view source) const override { return source == "x/y"; }
  std::optional<hcl::Value> output(const terraform::Call& call, std::string_view name,
                                   terraform::Evaluation& run) const override {
    if (call.source != "x/y" || name != "out") return std::nullopt;
    return hcl::Value::list(
        run.arena(), std::vector<hcl::Value>{call.input("in").value_or(hcl::Value::null()), hcl::Value::string("b")});
  }
};

/// Paths and texts.
using Files = std::vector<std::pair<std::string, std::string>>;

/// Values from outside: files of the tree, and names and texts.
struct Told {
  std::vector<std::string> value_files{};
  Files variables{};
};

/// A root module of files in memory.
struct Root {
  terraform::MemoryTree tree;
  hcl::Sources sources;
  terraform::Code code{tree, sources};
  hcl::Arena arena;
  OneModule modules;
  std::optional<terraform::Evaluation> run;

  explicit Root(const Files& files, const std::string& folder = {}, const Told& told = {}) {
    for (const auto& [path, text] : files) tree.add(path, text);
    code.load(folder);
    terraform::Given given{told.value_files, {}};
    for (const std::string& file : told.value_files) code.load_values(file);
    for (const auto& [name, text] : told.variables) given.variables.emplace_back(name, sources.add(name, text));
    run.emplace(code, arena, modules, folder, given);
  }
  explicit Root(const std::string& text) : Root({{"main.tf", text}}) {}

  [[nodiscard]] std::string local(std::string_view name) const { return hcl::shown(run->root()->local(name)); }
  [[nodiscard]] std::string variable(std::string_view name) const { return hcl::shown(run->root()->variable(name)); }
  /// Addresses and bodies of a resource's instances, a line each.
  [[nodiscard]] std::string resources(std::string_view type, std::string_view name) const {
    std::string out;
    for (const terraform::Instance* instance : run->instances()) {
      for (const terraform::Resource& one : instance->resources(type, name)) {
        out += fmt::format("{} {}\n", one.address, hcl::shown(one.body));
      }
    }
    return out;
  }
  [[nodiscard]] std::string errors() const { return hcl::said(sources, run->diagnostics()); }
};

}  // namespace mng::test
