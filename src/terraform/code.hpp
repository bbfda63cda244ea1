#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/ast.hpp"
#include "hcl/source.hpp"
#include "terraform/tree.hpp"

namespace mng::terraform {

/// A body of a tree.
struct Body {
  const hcl::Ast* ast = nullptr;
  hcl::NodeId node = 0;
};

/// An expression of a tree.
struct Expression {
  const hcl::Ast* ast = nullptr;
  hcl::NodeId node = 0;
  hcl::Range name;  ///< of the attribute it is given to

  explicit operator bool() const { return node != 0; }
};

/// A block with what override files put over it.
struct Block {
  const hcl::Ast* ast = nullptr;
  hcl::NodeId node = 0;      ///< the kBlock that is not in an override file
  std::vector<Body> bodies;  ///< its own first; a later one hides what an earlier one says

  [[nodiscard]] std::string_view label(std::size_t i) const { return ast->label(node, i); }
  /// What its attribute of that name is given; false where it has none.
  [[nodiscard]] Expression attribute(std::string_view name) const;
  /// Its nested blocks of that type.
  [[nodiscard]] std::vector<Body> blocks(std::string_view type) const;
  [[nodiscard]] hcl::Range range() const { return ast->range((*ast)[node]); }
  /// From its type to its last label.
  [[nodiscard]] hcl::Range head() const;
  /// Of a call of a module its source; empty where that is no plain text.
  [[nodiscard]] std::string source() const;
};

/// The folder that a call in `folder` names; nullopt where its source is not a
/// folder beside the code, or leads out of the root.
std::optional<std::string> called_folder(const std::string& folder, const Block& call);

/// What the files of one folder declare. Views into their trees.
struct Module {
  std::string folder;
  std::vector<std::uint32_t> sources;
  std::map<std::string_view, Block> variables;
  std::map<std::string_view, Expression> locals;
  /// By type, then name: a resource's place in the language.
  std::map<std::string_view, std::map<std::string_view, Block>> resources;
  std::map<std::string_view, std::map<std::string_view, Block>> data;
  std::map<std::string_view, Block> modules;
  std::map<std::string_view, Block> outputs;
  std::vector<Block> providers;
  std::vector<Block> settings;  ///< `terraform` blocks
  std::vector<Block> removed;   ///< blocks that say what is let go of
  std::vector<Block> moved;     ///< blocks that say what stands for what since
  /// Resources and calls of modules that were declared before: Terraform refuses them, and they are not looked at. Each
  /// with the head of the first.
  std::vector<std::pair<Block, hcl::Range>> again;
  /// Files that hold code that is not read, and why.
  std::vector<std::string> not_read;
  hcl::Diagnostics diagnostics;
};

/// The code of a repository, each file read and parsed once. What loads is not
/// const; what is const finds only what was loaded, and may run in threads.
class Code {
 public:
  Code(const FileTree& tree, hcl::Sources& sources) : tree_(tree), sources_(sources) {}

  /// All that a root module is evaluated from: its folder, those it calls and
  /// they call, its lock file and the values that Terraform finds by itself.
  void load(const std::string& folder);
  /// The module of a folder; nullptr where it holds no Terraform file.
  const Module* load_module(const std::string& folder);
  /// A file of values for variables.
  void load_values(const std::string& path) { parsed(path); }
  /// Names of the files of a folder.
  const std::vector<std::string>& load_names(const std::string& folder);
  /// The text of a file, once; nullopt where it cannot be had.
  std::optional<std::string_view> load_text(const std::string& path);
  /// Why a file cannot be had; empty where it can.
  const std::string& load_fault(const std::string& path) { return file(path).error; }

  [[nodiscard]] const Module* module(const std::string& folder) const;
  /// The tree of a file of values, or nullptr where it cannot be had. What is
  /// wrong with it is in `diagnostics`.
  const hcl::Ast* values(const std::string& path, hcl::Diagnostics& diagnostics) const;
  [[nodiscard]] std::vector<std::string> names(const std::string& folder) const;
  [[nodiscard]] std::string fault(const std::string& path) const;

  [[nodiscard]] const FileTree& tree() const { return tree_; }
  [[nodiscard]] const hcl::Sources& sources() const { return sources_; }

 private:
  struct File {
    std::uint32_t source = 0;  ///< 0: not to be had
    std::string error;
    std::unique_ptr<hcl::Tree> tree;
    std::string text;  ///< what the tree of a JSON file names
    hcl::Ast ast;
    hcl::Diagnostics diagnostics;
    bool parsed = false;
  };
  File& file(const std::string& path);
  File& parsed(const std::string& path);
  void collect(Module& module, const hcl::Ast& ast, bool overrides);

  const FileTree& tree_;
  hcl::Sources& sources_;
  std::map<std::string, File> files_;
  std::map<std::string, std::vector<std::string>> names_;
  std::map<std::string, std::unique_ptr<Module>> modules_;
  std::set<std::string> followed_;  ///< folders whose calls are loaded
};

/// Whether a file of that name is one of a module's: .tf, .tofu, or either in JSON.
bool is_code(std::string_view name);
/// Whether a text is code: it parses as that, and a block is in it.
bool is_code_text(std::string_view text);
/// The name of the file in which Terraform keeps the versions of providers.
inline constexpr const char* kLockFile = ".terraform.lock.hcl";
/// Whether a file of that name holds values of variables.
bool is_values(std::string_view name);
/// Whether a file at that path is one of either.
bool is_terraform(std::string_view path);
/// Whether Terraform loads values from a file of that name by itself.
bool is_automatic_values(std::string_view name);

}  // namespace mng::terraform
