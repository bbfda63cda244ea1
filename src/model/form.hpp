#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/ast.hpp"
#include "hcl/evaluate.hpp"
#include "hcl/source.hpp"
#include "hcl/value.hpp"
#include "model/document.hpp"
#include "model/draft.hpp"
#include "model/vocabulary.hpp"
#include "terraform/provider.hpp"

namespace mng::model {

/// The language a form's files are written in.
enum class Syntax : std::uint8_t { kYaml, kHcl };

/// A step into a document: a key, and whether every member is meant.
struct PathStep {
  std::string_view key;  ///< empty: the document itself
  bool each = false;     ///< `[*]`
};
using Path = std::vector<PathStep>;

/// How one attribute of the vocabulary is spelled in a form.
struct FormField {
  std::string_view attribute;
  Path path;
  std::string_view or_single;  ///< a key that holds one member instead of the list
  std::string_view appends;    ///< what `value` has behind the text at `path`: it counts, and no one wrote it
  std::vector<std::pair<std::string_view, hcl::Value>> values;  ///< vocabulary's value, form's value
  hcl::NodeId value = 0;      ///< an expression over `group`, `input`, `key` and `major`; `path` then only names it
  hcl::NodeId only_here = 0;  ///< an expression: true, or why as a text, where only this form can say it so
  hcl::NodeId fallback = 0;   ///< `default`, where it differs from the vocabulary's: an expression alike
  hcl::NodeId sent = 0;       ///< what the provider is given where the group says nothing, be it AWS's default; alike
  /// Of a key at `path` that names a family of values, of which its reader takes the one that suits the instance types:
  /// each with those. It takes the first family where the key is not there.
  std::vector<std::pair<std::string_view, std::vector<std::string_view>>> families;
  std::vector<FormField> nested;
};

/// Keys of a group that a rule wants to know of: `mark "ignored" { keys = […] }`.
/// `input.x` is a key of the module's; without keys it is about the group as such.
struct Mark {
  std::string_view name;
  std::vector<std::string_view> keys;
  bool own = false;      ///< not of keys that the group has from the form's defaults
  hcl::NodeId when = 0;  ///< an expression; 0: always
};

/// An output of a module that stands for what it makes: ids of subnets.
struct FormOutput {
  std::string_view name;
  std::string_view resource;  ///< inside the module: aws_subnet.private
  hcl::NodeId each = 0;       ///< a list with a member for each
  hcl::NodeId zone = 0;       ///< of subnet number `index`
  hcl::NodeId is_public = 0;  ///< whether it is public
};

/// Where a form keeps one entity.
struct FormSection {
  Path at;
  /// `at` of a module's own modules, by the path behind `//`.
  std::vector<std::pair<std::string_view, Path>> at_inside;
  std::string_view defaults;      ///< key of what is merged under every group
  hcl::NodeId defaults_when = 0;  ///< whether there is such a thing; 0: there is
  bool lenient = false;           ///< what it does not know is passed over there: an unknown key is a warning
  bool shallow = false;           ///< merged key by key, maps as wholes
  std::vector<Mark> marks;
  /// Where keys stand that no field reads and whose values are bools or whole numbers.
  std::vector<std::pair<Path, Type>> types;
  hcl::NodeId when = 0;       ///< an expression: false where there is none of it
  hcl::NodeId complete = 0;   ///< an expression: false where keys that it does not know may mean something
  hcl::NodeId guards = 0;     ///< an expression: the lifecycle that is written for its groups
  hcl::NodeId lifecycle = 0;  ///< an expression: the lifecycle a module gives its groups
  /// The major versions of the module that have a key, of keys that not all of those named here have.
  std::vector<std::pair<std::string_view, std::vector<std::int64_t>>> versions;
  std::vector<std::string_view> ignore;  ///< keys without meaning here; a trailing `*` stands for anything
  std::vector<FormField> fields;
  bool vocabulary = false;  ///< every attribute also under its own name
  hcl::NodeId write = 0;    ///< body of the `write` block

  [[nodiscard]] const FormField* find(std::string_view attribute) const;
  /// The major versions that have a key, where `major` is one that is known not to have it; empty where nothing says
  /// so.
  [[nodiscard]] std::span<const std::int64_t> only_in(std::string_view key, const hcl::Value& major) const;
  /// Whether it is about a resource of Terraform.
  [[nodiscard]] bool is_resource() const { return at.size() == 2 && at[0].key == "resource"; }
};

/// Recognised, but not checked.
struct NotChecked {
  Path at;
  std::string_view inside;  ///< of a module: the path behind its `//`
  std::string_view as;
};

/// A file format: one file of forms/.
class Form {
 public:
  /// Reads a `form` block; what is misspelt, or no attribute of the
  /// vocabulary, is a diagnostic. nullopt where there is no such block.
  static std::optional<Form> load(const hcl::Ast& ast, const Vocabulary& vocabulary, hcl::Arena& arena,
                                  hcl::Diagnostics& diagnostics);

  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] Syntax syntax() const { return syntax_; }
  /// Whether a change of such a file changes a group that is there.
  [[nodiscard]] bool changes_groups() const { return changes_; }
  /// Name of its JSON Schema file; empty where it has none.
  [[nodiscard]] std::string_view schema() const { return schema_; }
  [[nodiscard]] const std::vector<std::string_view>& needles() const { return needles_; }
  [[nodiscard]] bool reads() const { return detect_ != 0 || syntax_ == Syntax::kHcl; }
  [[nodiscard]] bool writes() const { return group().write != 0; }
  /// Whether a text is no bool and no number to its reader.
  [[nodiscard]] bool typed() const { return typed_; }
  /// Whether a text can be of this form at all.
  [[nodiscard]] bool has_needle(std::string_view text) const;

  /// Whether a file is meant for this form by its name or by `schema`, what its `$schema` comment names.
  [[nodiscard]] bool is_declared(std::string_view path, std::string_view schema) const;
  /// Whether a document is of this form. `declared`: its file is meant for it.
  [[nodiscard]] bool detects(const hcl::Value& input, bool declared, const Vocabulary& vocabulary,
                             hcl::Arena& arena) const;

  /// The groups of a document of this form.
  [[nodiscard]] Document read(const hcl::Value& input, const hcl::Range& body, const Vocabulary& vocabulary,
                              const hcl::Sources& sources, hcl::Arena& arena) const;

  [[nodiscard]] const hcl::Ast& ast() const { return ast_; }
  /// The expression that tells its documents from others; 0 of forms that are found otherwise.
  [[nodiscard]] hcl::NodeId detect() const { return detect_; }
  /// Whether it says where groups are: one of a module may be there for its outputs alone.
  [[nodiscard]] bool makes_groups() const { return has_group_; }
  /// The sections of groups; `group` is the first, which is written.
  [[nodiscard]] const std::vector<FormSection>& groups() const { return groups_; }
  [[nodiscard]] const FormSection& group() const { return groups_[0]; }
  [[nodiscard]] const std::optional<FormSection>& template_section() const { return template_; }
  [[nodiscard]] const std::optional<FormSection>& subnet_section() const { return subnet_; }
  /// Sections of what stands beside the groups, each with its entity.
  [[nodiscard]] const std::vector<std::pair<const Entity*, FormSection>>& beside() const { return beside_; }
  [[nodiscard]] const std::vector<NotChecked>& not_checked() const { return not_checked_; }
  [[nodiscard]] const std::vector<FormOutput>& outputs() const { return outputs_; }
  /// Whether it is the form of a module with that source; `inside`: the path behind its `//`.
  [[nodiscard]] bool is_module(std::string_view source, std::string_view& inside) const;
  /// The Terraform provider of its resources, where it says.
  [[nodiscard]] const std::optional<terraform::Provider>& provider() const { return provider_; }
  [[nodiscard]] const FormSection& cluster() const { return cluster_; }

 private:
  friend class FormLoader;
  hcl::Ast ast_;
  std::string_view name_;
  std::string_view schema_;
  std::vector<std::string_view> needles_;
  std::vector<std::string_view> modules_;
  std::vector<std::string_view> placeholders_;  ///< a text that holds one is filled in before the file is used
  bool changes_ = true;
  bool typed_ = false;      ///< its reader takes no text for a bool or a number
  bool old_bools_ = false;  ///< its reader takes the words of YAML 1.1 for bools
  std::optional<terraform::Provider> provider_;
  FormSection cluster_;
  std::vector<FormSection> groups_ = std::vector<FormSection>(1);
  std::optional<FormSection> template_;
  std::optional<FormSection> subnet_;
  std::vector<std::pair<const Entity*, FormSection>> beside_;
  std::vector<FormOutput> outputs_;
  bool has_group_ = false;
  std::vector<NotChecked> not_checked_;
  hcl::NodeId detect_ = 0;
  Syntax syntax_ = Syntax::kYaml;
};

/// Whether two sources name one module, however it is fetched and in whatever
/// version; `inside`: the path behind the first one's `//`.
bool same_source(std::string_view source, std::string_view known, std::string_view& inside);

/// What a text holds that names that module, however it is fetched.
std::string_view source_needle(std::string_view source);

/// The value without what is null in it, or not known and stood for by none of the expressions.
hcl::Value without_nulls(const hcl::Value& value, const hcl::Expressions& expressions, hcl::Arena& arena);

/// "spot_4vcpu_32gib" of "spot-4vcpu-32gib": a name Terraform takes for a block.
std::string identifier(std::string_view name);

/// The draft in a form of HCL syntax, as a whole file: variables for what the
/// form asks of the user (declared unless `variables` is false), then the group. `written`: gets what is not known and
/// is stood for by an expression that the text has.
std::string write_hcl(const Form& form, const Draft& draft, const Vocabulary& vocabulary, hcl::Arena& arena,
                      bool variables = true, std::set<const hcl::Unknown*>* written = nullptr);

/// Drafts of one cluster as one text of the form: blocks behind each other, or one document. `variables` as above.
std::string write_drafts(const Form& form, const std::vector<Draft>& drafts, const Vocabulary& vocabulary,
                         hcl::Arena& arena, bool variables = true);

/// What of a draft's attribute a form's `write` has no place for: its name, or that of a member of it; empty where it
/// writes all.
std::string not_written(const Form& form, std::string_view attribute, const hcl::Value& value);

/// The machine images, as AMI types, of which a form's reader takes the one that suits the types of a group: those of
/// the family that the group names, in capitals or not, and none where it names another; nullopt where the form names
/// no families.
std::optional<std::span<const std::string_view>> images_of_family(const Form& form, const Group& group);

/// The family that has an AMI type in a form that names families; null where it names none, or none has it.
hcl::Value family_of_image(const Form& form, std::string_view image);

/// The AMI types of that family; none where there is none.
std::span<const std::string_view> images_beside(const Form& form, std::string_view image);

/// The draft as a document: as the form's `write` says, an expression over `group`, `cluster`, `name` and `family`, or,
/// of a form whose sections are all the vocabulary's own names, those. It is what `syntax::write_yaml` prints.
hcl::Value document_value(const Form& form, const Draft& draft, const Vocabulary& vocabulary, hcl::Arena& arena);

}  // namespace mng::model
