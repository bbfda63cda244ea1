#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/source.hpp"
#include "hcl/value.hpp"
#include "model/document.hpp"
#include "model/form.hpp"
#include "model/vocabulary.hpp"

namespace mng::model {

/// A member found by a path, with where its key is written.
struct Found {
  hcl::Value value;
  std::string_view key;
  hcl::Range key_range;
};

/// All that a path leads to. Members of a map come in source order.
std::vector<Found> follow(const hcl::Value& root, const Path& path);

/// Reads groups, clusters and what belongs to them by the sections of one form.
class FormReader {
 public:
  FormReader(const Form& form, const Vocabulary& vocabulary, const hcl::Sources& sources, hcl::Arena& arena,
             Document& document);

  /// What expressions of the form see beside the group: the whole input, and
  /// the major version of the module (null where there is none, unknown where
  /// it cannot be told).
  void context(const hcl::Value& input, const hcl::Value& major);

  void cluster(const hcl::Value& input);
  /// All groups that `at` leads to. `address`: put before their keys.
  void groups(const FormSection& section, const Path& at, const hcl::Value& input, std::string_view address = {});
  /// One group. `defaults`: what is merged under it, or null.
  void group(const FormSection& section, const Found& found, const hcl::Value& defaults, std::int64_t position);
  /// What stands beside the groups of an input; `block`: what makes it, where it has no place of its own; `inside`: the
  /// path of the module inside the form's, empty for the form's own.
  void beside(const hcl::Value& input, const hcl::Range& block, std::string_view inside = {});
  /// The attributes of an entity that belongs to groups.
  std::vector<Field> fields(const FormSection& section, const Entity& entity, const hcl::Value& input);

  /// Places where groups stand that are not known.
  [[nodiscard]] std::size_t unknown_groups() const { return unknown_groups_; }
  /// A form's expression over the context and one group.
  hcl::Value expression(hcl::NodeId node, const hcl::Value& group, std::string_view key);

 private:
  void issue(std::string_view rule, const hcl::Value& at, std::string message, std::string help);
  void name(Group& out, std::int64_t position);
  /// Whether a key that is misspelt is meant for the attribute.
  [[nodiscard]] bool is_meant(const FormField* mapping, const Attribute& attribute) const;
  Field field(const FormSection& section, const Attribute& attribute, const hcl::Value& input);
  hcl::Value translated(const FormField& mapping, const Attribute& attribute, const hcl::Value& value);
  hcl::Value translated_map(const FormField& mapping, const Attribute& attribute, const hcl::Value& value);
  void unknown_keys(const FormSection& section, const std::vector<std::string_view>& known, const hcl::Value& input,
                    std::string_view what);
  /// Says what is no bool or whole number of what no field reads.
  void types(const FormSection& section, const hcl::Value& input);
  /// Says of a key that only those versions of the module have it.
  void issue_of_version(const FormSection& section, const hcl::Entry& entry, std::span<const std::int64_t> majors,
                        std::string_view what);
  /// The input without keys that only other versions of the module have: the group is what it is without them.
  [[nodiscard]] hcl::Value of_version(const FormSection& section, const hcl::Value& input) const;
  /// Whether a key that the form does not know means nothing: not so in a module newer than all it knows.
  [[nodiscard]] bool complete(const FormSection& section, const hcl::Value& input);
  /// A module's lifecycle, its flags as bools.
  hcl::Value switches(const hcl::Value& lifecycle);
  /// `own`: the group as it is written, without what is merged under it.
  hcl::Value marks(const FormSection& section, const hcl::Value& input, const hcl::Value& own, const hcl::Range& place);

  const Form& form_;
  const Vocabulary& vocabulary_;
  const hcl::Sources& sources_;
  hcl::Arena& arena_;
  Document& document_;
  FieldChecker checker_;
  hcl::Value input_;
  hcl::Value major_;
  std::string_view key_;
  std::ptrdiff_t group_ = -1;
  std::size_t unknown_groups_ = 0;
  std::vector<std::string_view> meant_;  ///< keys that misspelt ones of the group are near to
  std::vector<std::string_view> meant_in_defaults_;
};

}  // namespace mng::model
