#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/parser.hpp"
#include "model/form.hpp"

namespace mng::cli {

/// The forms that groups are read and written in: those compiled in, and one of the user's before them.
class FormSet {
 public:
  /// `own`: a file that holds one form, in place of a compiled-in one where the name is the same; empty: none.
  /// Says what is wrong with that file, with its place; empty where nothing is.
  std::string load(const std::string& own, const model::Vocabulary& vocabulary, hcl::Arena& arena);
  /// Loads nothing but one that is compiled in: what a run needs that writes and does not read.
  std::string load_one(std::string_view name, const model::Vocabulary& vocabulary, hcl::Arena& arena);

  [[nodiscard]] const std::vector<model::Form>& all() const { return forms_; }
  /// The form of that name, or the user's own where the name is its file's; nullptr where there is none.
  [[nodiscard]] const model::Form* find(std::string_view name) const;

  /// Whether what a user names is a file of a form, and not a form that is compiled in.
  static bool is_file(std::string_view name) { return name.ends_with(".hcl"); }

 private:
  std::string own_;
  std::string text_;
  std::unique_ptr<hcl::Tree> tree_;
  std::vector<model::Form> forms_;
};

}  // namespace mng::cli
