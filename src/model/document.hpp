#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "catalogue/tables.hpp"
#include "hcl/source.hpp"
#include "hcl/value.hpp"
#include "model/moves.hpp"
#include "model/vocabulary.hpp"

namespace mng::model {

/// One attribute of one group or cluster.
struct Field {
  hcl::Value written;    ///< as the user gave it, converted to the vocabulary's type; null where absent
  hcl::Value effective;  ///< with AWS's default where absent, nested attributes all present
  hcl::Range key;        ///< where its name is written
  bool given = false;
  hcl::Value sent{};  ///< where it is not given, what its module gives the provider all the same; null: nothing
};

/// A node group in the vocabulary.
struct Group {
  std::string_view form;          ///< it is written in
  std::string_view key;           ///< identity in its document
  std::string_view section;       ///< the key that groups of its kind stand under: one key may name a group of each
  std::string_view name;          ///< what it is called
  std::string_view name_written;  ///< the text of its name's expression; empty where there is none
  hcl::Range place;               ///< what to point at for the group itself: its key or name
  hcl::Range body;                ///< all of it
  std::vector<Field> fields;      ///< one an attribute of entity "group", in its order
  std::string_view call{};        ///< address of the call of the module that makes it, where its code is not looked at
  bool is_resource = false;       ///< its attributes are arguments that the provider is given as they are
  hcl::Range block;               ///< the block that several groups may come from; unknown where each has its own text
  std::vector<hcl::Range> callers;  ///< the module calls that lead to the block, the nearest first
  /// What is not known of how often it stands: it is one that stands for all there may be, or has others beside it
  /// that nothing is known of.
  bool stands_for_all = false;
  bool has_others = false;
  /// An object: create_before_destroy, prevent_destroy, ignore_changes; null where the form has none.
  hcl::Value lifecycle;
  /// Where the form has no lifecycle, the one that is written for its groups; else null.
  hcl::Value guards;
  std::string_view provider_text{};  ///< what it says of the provider that makes it, as written
  hcl::Value provider_region;        ///< region of the provider that makes it; null where the document's is meant
  hcl::Value marks;                  ///< an object of lists: the keys that the form marks
  /// Of the launch template that the form's module makes for it: one an
  /// attribute of entity "template".
  std::optional<std::vector<Field>> own_template;
  hcl::Value input;    ///< what it was read from, with what is merged under it
  hcl::Value context;  ///< all that its form was given, and the major version of the module, as expressions see them
  hcl::Value major;
  std::size_t kind = 0;  ///< index of its section among those of its form
};

/// A launch template or a subnet, which groups name by its identity, or what stands beside the groups.
struct Part {
  std::string_view identity;  ///< aws_launch_template.x
  std::vector<Field> fields;  ///< one an attribute of its entity
  hcl::Value id{};            ///< where a plan knows it
  hcl::Range block{};         ///< what makes it
};

/// What is wrong with a document as such: a value that is no value of its
/// attribute, a name that is none. Becomes a finding under `rule`.
struct Issue {
  std::string_view rule;
  hcl::Severity severity = hcl::Severity::kError;
  hcl::Value at;  ///< its range is the place, its uses become labels
  std::string message;
  std::string help;
  std::ptrdiff_t group = -1;  ///< index into groups, -1: the document
  /// Further places, with what each is.
  std::vector<std::pair<hcl::Range, std::string>> labels;
};

/// The groups of one YAML document, Terraform root module or template.
struct Document {
  std::uint32_t source = 0;
  std::string_view form;
  hcl::Range body;
  std::vector<Field> cluster;  ///< one an attribute of entity "cluster"
  std::vector<Group> groups;
  std::vector<Issue> issues;
  std::vector<Part> templates;
  std::vector<Part> subnets;
  /// What stands beside the groups, by its entity: add-ons, groups that EKS does not manage.
  std::map<std::string_view, std::vector<Part>> beside;
  hcl::Value provider;  ///< the constraint on the AWS provider's version, or null
  /// What is recognised but not checked: "2 self-managed node groups".
  std::vector<std::string> not_checked;
  bool open = false;  ///< there may be groups that are not known
  Moves moved;
  std::vector<std::string> forgotten;  ///< addresses that are let go of without being deleted
  std::vector<std::string> opaque;     ///< addresses of calls of modules that are not read, without keys
  std::set<std::string> declared;      ///< addresses of resources without keys, where asked for
};

struct FormField;

/// Issues that are said of one document; a file with more is broken as a whole.
inline constexpr std::size_t kMostIssues = 200;

/// Builds fields from written values: converts them to the vocabulary's
/// types, fills in defaults, and says what does not fit. A value that does
/// not fit becomes unknown, so that no rule judges it a second time.
class FieldChecker {
 public:
  /// `as_written`: a number that stands for a string keeps the digits it is written with.
  FieldChecker(hcl::Arena& arena, const hcl::Sources& sources, std::vector<Issue>& issues, bool as_written)
      : arena_(arena), sources_(sources), issues_(issues), as_written_(as_written) {}

  /// The form's reader takes no text for a bool or a number: "true" is none.
  void typed(bool on) { typed_ = on; }
  /// Keys of nested blocks that are not known are passed over, as the form's module does.
  void lenient(bool on) { lenient_ = on; }
  /// How the form spells what is checked next, in messages; nullptr: as the vocabulary does.
  void spelling(const FormField* field) { spelling_ = field; }
  /// Notes what is wrong: once, however many groups use the place, and no
  /// more than kMostIssues of a document.
  void issue(Issue issue);
  /// Whether nothing more will be said.
  [[nodiscard]] bool full() const;

  /// `value` nullptr: absent. `group`: index for issues.
  Field check(const Attribute& attribute, const hcl::Value* value, const hcl::Range& key, std::ptrdiff_t group);

 private:
  hcl::Value convert(const Attribute& attribute, const hcl::Value& value);
  /// The value of the attribute that the file's reader took for a placeholder: $Latest; empty where it is none.
  [[nodiscard]] std::string_view literal(const Attribute& attribute, const hcl::Value& value) const;
  hcl::Value scalar(const Attribute& attribute, Type type, const hcl::Value& value);
  hcl::Value list(const Attribute& attribute, const hcl::Value& value);
  hcl::Value map(const Attribute& attribute, const hcl::Value& value);
  hcl::Value block(const Attribute& attribute, const hcl::Value& value);
  /// A value in the form's spelling in the vocabulary's.
  hcl::Value respelled(const Attribute& attribute, const FormField& field, const hcl::Value& value);
  /// Says that it is none of these.
  hcl::Value none_of(const Attribute& attribute, const hcl::Value& value, const std::vector<std::string_view>& names);
  /// Each says what is wrong and gives false where the value does not fit.
  bool bounds(const Attribute& attribute, const hcl::Value& value);
  bool one_of(const Attribute& attribute, const hcl::Value& value);
  bool characters(const Attribute& attribute, const hcl::Value& value);
  hcl::Value wrong(std::string_view rule, const Attribute& attribute, const hcl::Value& value, std::string message,
                   std::string help, hcl::Severity severity = hcl::Severity::kError);
  [[nodiscard]] std::string shown(const hcl::Value& value) const;
  /// The form's field for what is checked, or for an attribute of it; nullptr where it has none.
  [[nodiscard]] const FormField* field_of(const Attribute& attribute) const;
  /// The attribute's name as the form has it.
  [[nodiscard]] std::string_view name_of(const Attribute& attribute) const;

  hcl::Arena& arena_;
  const hcl::Sources& sources_;
  std::vector<Issue>& issues_;
  bool as_written_;
  const FormField* spelling_ = nullptr;
  bool lenient_ = false;
  bool typed_ = false;
  std::ptrdiff_t group_ = -1;
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::string>> said_;  // place and message
};

/// Says that a region is not in the catalogue, with the nearest name; empty where it is.
std::string unknown_region(std::string_view region, const catalogue::Tables& catalogue);

/// The launch template that a group names, by its resource, id or name, where the document makes it; else nullptr.
const Part* template_of(const Document& document, const Vocabulary& vocabulary, const Group& group);

/// Notes where a document or group names a region that the catalogue does not have.
void check_regions(Document& document, const Vocabulary& vocabulary, const catalogue::Tables& catalogue);

/// The value with defaults filled in: what rules see as `group.x`.
hcl::Value effective(const Attribute& attribute, const hcl::Value* written, hcl::Arena& arena);

}  // namespace mng::model
