#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/evaluate.hpp"
#include "hcl/files.hpp"
#include "hcl/functions.hpp"
#include "hcl/value.hpp"
#include "terraform/code.hpp"
#include "terraform/type_expression.hpp"

namespace mng::terraform {

class Evaluation;
class Instance;

/// How often a block stands: once, or by `count` or `for_each`.
struct Repetition {
  enum class Kind : std::uint8_t { kOnce, kCount, kForEach };
  struct Key {
    hcl::Value key;    ///< a number or a string; unknown where only one of many is looked at
    hcl::Value value;  ///< of for_each
  };
  Kind kind = Kind::kOnce;
  std::vector<Key> keys;            ///< one, without a key, for kOnce
  const hcl::Rest* rest = nullptr;  ///< further ones that are not known

  /// `keys`, or where none is known but there may be some, one that stands for all.
  [[nodiscard]] std::vector<Key> looked_at() const;
};

/// One instance of a resource.
struct Resource {
  std::string_view address;  ///< module.a["x"].aws_eks_node_group.spot[0]
  std::string_view type;
  std::string_view name;
  const Block* block = nullptr;
  const Instance* instance = nullptr;  ///< of the module it stands in
  hcl::Value key;                      ///< of count or for_each; null without, unknown where not known
  hcl::Value body;                     ///< arguments and blocks as an object; what is computed is its rest
};

/// One instance of a call of a module whose code is not evaluated.
struct Call {
  std::string_view address;  ///< module.eks
  std::string_view source;
  hcl::Value version;  ///< the constraint, or null
  const Block* block = nullptr;
  const Instance* instance = nullptr;
  hcl::Value key;
  hcl::Value inputs;  ///< its arguments as an object, where `Instance::calls` made it
  Repetition repetition{};
  Repetition::Key each{};
  unsigned depth = 0;  ///< of the evaluation that asks for it

  /// One argument; nullopt where it is not given.
  [[nodiscard]] std::optional<hcl::Value> input(std::string_view name) const;
};

/// What is known of modules that are not in the repository.
class KnownModules {
 public:
  virtual ~KnownModules() = default;
  /// Whether a source is known: its code is then never evaluated, even where it could be.
  [[nodiscard]] virtual bool knows(std::string_view source) const = 0;
  /// An output of a call; nullopt where nothing is known of it.
  virtual std::optional<hcl::Value> output(const Call& call, std::string_view name, Evaluation& run) const = 0;
};

/// One module at one place of the tree of calls: what its names stand for,
/// computed when asked for.
class Instance final : public hcl::Scope {
 public:
  Instance(Evaluation& run, const Module& module, std::string_view address, const Instance* parent, const Block* call,
           Repetition repetition, Repetition::Key key);

  std::optional<hcl::Value> find(const hcl::Reference& reference, std::size_t& taken) const override;

  [[nodiscard]] const Module& module() const { return module_; }
  /// "" for the root module.
  [[nodiscard]] std::string_view address() const { return address_; }
  [[nodiscard]] const Instance* parent() const { return parent_; }
  /// How often its call stands; once for the root module.
  [[nodiscard]] const Repetition& repetition() const { return repetition_; }
  /// The block that calls it; nullptr for the root module.
  [[nodiscard]] const Block* caller() const { return call_; }

  [[nodiscard]] hcl::Value variable(std::string_view name, unsigned depth = 0) const;
  [[nodiscard]] hcl::Value local(std::string_view name, unsigned depth = 0) const;
  [[nodiscard]] hcl::Value output(std::string_view name, unsigned depth = 0) const;

  /// An expression with the names of this module.
  [[nodiscard]] hcl::Value evaluate(const Expression& expression, unsigned depth = 0) const;
  /// The same inside a block that repeats.
  [[nodiscard]] hcl::Value evaluate(const Expression& expression, const Repetition& repetition,
                                    const Repetition::Key& key, unsigned depth = 0) const;
  [[nodiscard]] Repetition repetition(const Block& block, unsigned depth = 0) const;
  /// Instances of the module that a call makes; empty where its code is not here.
  [[nodiscard]] const std::vector<std::unique_ptr<Instance>>& children(std::string_view call, unsigned depth = 0) const;

  /// The instances of a resource. Where how many there are is not known, one
  /// that stands for all.
  [[nodiscard]] std::vector<Resource> resources(std::string_view type, std::string_view name) const;
  /// The calls that `children` gives nothing for.
  [[nodiscard]] std::vector<Call> calls(std::string_view name) const;

  /// The source of a call; empty where it is no plain text.
  static std::string_view source(const Block& call, hcl::Arena& arena);

 private:
  enum class What : std::uint8_t { kVariable, kLocal, kOutput, kResource, kData, kModule };
  template <class Compute>
  hcl::Value once(What what, std::string_view type, std::string_view name, std::string_view wanted,
                  const hcl::Range& place, Compute compute) const;

  [[nodiscard]] hcl::Value resource_value(What what, const Block& block, std::string_view wanted, unsigned depth) const;
  [[nodiscard]] hcl::Value resource_body(const Block& block, std::string_view address, const Repetition& repetition,
                                         const Repetition::Key& key, std::string_view wanted, unsigned depth) const;
  [[nodiscard]] hcl::Value body(const std::vector<Body>& bodies, const hcl::Scope& scope, const hcl::Rest* rest,
                                bool top, std::string_view wanted, unsigned depth) const;
  struct Blocks;
  void dynamic(const hcl::Ast& ast, hcl::NodeId block, const hcl::Scope& scope, Blocks& out, unsigned depth) const;
  [[nodiscard]] hcl::Value evaluate_in(const Expression& expression, const hcl::Scope& scope, unsigned depth) const;
  [[nodiscard]] hcl::Variables repeated(const Repetition& repetition, const Repetition::Key& key) const;
  [[nodiscard]] std::string_view address_of(std::string_view name, const Repetition& repetition,
                                            const Repetition::Key& key) const;
  [[nodiscard]] hcl::Value module_value(std::string_view name, const Block& block, std::string_view wanted,
                                        unsigned depth) const;
  [[nodiscard]] Call call_of(std::string_view name, const Block& block, const Repetition& repetition,
                             const Repetition::Key& key, unsigned depth) const;
  [[nodiscard]] hcl::Value path(std::string_view attribute) const;
  [[nodiscard]] const TypeExpression& type_of(const Block& block) const;
  /// A value as a variable's type. `from_outside`: it is given to the run, which says where it cannot be one.
  [[nodiscard]] hcl::Value typed(std::string_view name, const Block& block, const hcl::Value& value,
                                 bool from_outside) const;
  [[nodiscard]] hcl::Value unknown(std::string_view depends_on) const;

  Evaluation& run_;
  const Module& module_;
  std::string_view address_;
  const Instance* parent_;
  const Block* call_;
  Repetition repetition_;  ///< of the call
  Repetition::Key key_;
  mutable std::map<std::tuple<What, std::string_view, std::string_view, std::string_view>, std::optional<hcl::Value>>
      known_;
  mutable std::map<std::string_view, std::vector<std::unique_ptr<Instance>>> children_;
  friend class Evaluation;
};

/// What a run is told beside the code.
struct Given {
  std::vector<std::string> value_files;                          ///< paths in the tree, later ones win
  std::vector<std::pair<std::string, std::uint32_t>> variables;  ///< name, and the source that is its value's text
};

/// One root module with everything it calls, evaluated as Terraform would
/// without AWS: what cannot be known is unknown, never an error.
class Evaluation {
 public:
  /// `code`: what the folder is evaluated from is loaded, and `given` as well.
  Evaluation(const Code& code, hcl::Arena& arena, const KnownModules& known, const std::string& folder,
             const Given& given);
  ~Evaluation();
  Evaluation(const Evaluation&) = delete;
  Evaluation& operator=(const Evaluation&) = delete;

  /// nullptr where the folder holds no code.
  [[nodiscard]] const Instance* root() const { return root_.get(); }
  /// Every module instance, callers first.
  [[nodiscard]] std::vector<const Instance*> instances() const;
  /// What is wrong: values and modules that depend on themselves.
  [[nodiscard]] const hcl::Diagnostics& diagnostics() const { return diagnostics_; }
  /// What is wrong with values that are given to variables: they do not parse.
  [[nodiscard]] const hcl::Diagnostics& value_faults() const { return value_faults_; }
  /// Values that are given to variables whose type cannot take them.
  [[nodiscard]] const hcl::Diagnostics& refused_values() const { return refused_values_; }
  /// Whether the root module declares a variable.
  [[nodiscard]] bool declares(std::string_view variable) const {
    return root_ && root_->module().variables.count(variable) != 0;
  }
  /// Places where code was left out, such as a module that calls itself.
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

  [[nodiscard]] const Code& code() { return code_; }
  [[nodiscard]] const hcl::Sources& sources() const { return code_.sources(); }
  [[nodiscard]] hcl::Arena& arena() { return arena_; }
  [[nodiscard]] const hcl::Functions& functions() const { return functions_; }
  [[nodiscard]] const KnownModules& known() const { return known_; }

 private:
  friend class Instance;
  void read_values(const Module& module, const Given& given);
  void report(const hcl::Range& range, std::string message, std::string help);
  void refuse(std::string_view variable, const Block& declared, const hcl::Range& place, const hcl::Type& type,
              std::string_view error);

  const Code& code_;
  hcl::Arena& arena_;
  const KnownModules& known_;
  std::string folder_;
  hcl::Functions functions_;
  std::unique_ptr<hcl::Files> files_;
  hcl::Diagnostics diagnostics_;
  hcl::Diagnostics value_faults_;
  hcl::Diagnostics refused_values_;
  std::vector<std::string> notes_;
  /// Values given from outside, later ones over earlier ones.
  std::map<std::string_view, Expression> values_;
  std::map<std::string, hcl::Value, std::less<>> texts_;  ///< of a command line
  std::vector<std::unique_ptr<hcl::Tree>> trees_;
  TypeReader types_;
  std::map<const Block*, TypeExpression> variable_types_;
  std::uint64_t steps_left_ = 100'000'000;
  bool exhausted_ = false;
  std::size_t instances_left_ = 2000;
  std::unique_ptr<Instance> root_;
};

}  // namespace mng::terraform
