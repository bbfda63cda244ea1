#pragma once

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/parser.hpp"
#include "model/form.hpp"

namespace mng::cli {

/// The forms that groups are read and written in: those compiled in, and the user's before them.
class FormSet {
 public:
  /// `own`: files that hold one form each, in place of a compiled-in one where the name is the same.
  /// Says what is wrong with the first of them in which anything is, with its place; empty where nothing is.
  std::string load(const std::vector<std::string>& own, const model::Vocabulary& vocabulary, hcl::Arena& arena);
  /// Loads nothing but one that is compiled in: what a run needs that writes and does not read.
  std::string load_one(std::string_view name, const model::Vocabulary& vocabulary, hcl::Arena& arena);

  [[nodiscard]] const std::vector<model::Form>& all() const { return forms_; }
  /// The form of that name; nullptr where there is none.
  [[nodiscard]] const model::Form* of_name(std::string_view name) const;
  /// The form that was loaded from that file, however the path is written; nullptr where there is none.
  [[nodiscard]] const model::Form* of_file(const std::string& path) const;
  /// What a user means by either.
  [[nodiscard]] const model::Form* find(const std::string& word) const {
    return is_file(word) ? of_file(word) : of_name(word);
  }
  /// The file of a form of the user's; empty of one that is compiled in.
  [[nodiscard]] std::string file_of(const model::Form& form) const;

  /// Whether what a user names is a file of a form, and not a form that is compiled in.
  static bool is_file(std::string_view name) { return name.ends_with(".hcl"); }

 private:
  /// A file of the user's, and the index of its form.
  struct Own {
    std::string path;
    std::string text;
    std::unique_ptr<hcl::Tree> tree{};
    std::size_t form = 0;
  };

  std::string load_own(const std::string& path, const model::Vocabulary& vocabulary, hcl::Arena& arena);

  std::list<Own> own_;  ///< a tree views its text, which must not move
  std::vector<model::Form> forms_;
};

}  // namespace mng::cli
