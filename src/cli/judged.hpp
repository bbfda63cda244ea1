#pragma once

#include <map>
#include <string>
#include <vector>

#include "catalogue/tables.hpp"
#include "hcl/source.hpp"
#include "model/document.hpp"
#include "model/form.hpp"
#include "model/vocabulary.hpp"

namespace mng::cli {

/// What a rule of mng-lint says of groups that were written.
struct Remark {
  std::string rule;
  bool error = false;        ///< else a warning
  std::string text;          ///< "RULE: message; help"
  std::string group{};       ///< name of the group that it is said of, where each is asked after
  bool of_siblings = false;  ///< groups of the same shape in other zones would make it right
};

/// Judges a text of a form as mng-lint does where nobody says otherwise. `own`: the file of the user's form that it is
/// written in; empty: a form that is compiled in. `region`: where the groups are meant for, where the text does not
/// say. Nothing is said of a text that the form does not read. Of several groups a rule speaks once.
std::vector<Remark> judged(const std::string& text, const model::Form& form, const std::string& own,
                           const std::string& region, const catalogue::Tables& tables);

/// What mng-lint finds wrong in a text that holds the groups of another file.
struct NewRemarks {
  std::vector<std::string> warnings;      ///< as above
  std::vector<std::string> errors;        ///< as above
  std::vector<std::string> of_siblings;   ///< those that groups in other zones would make right
  std::vector<std::string> of_lifecycle;  ///< those that hang on the lifecycle that the form has for all its groups
};

/// What mng-lint finds in a text of a form that holds groups of `source` in another form, but for errors of a category
/// in which the same group has one as it is, and warnings of one in which it has either. `names`: of groups in the
/// text, what they are called in `source`, where that is another name. `vocabulary` and `sources`: what `source` was
/// read by and from; the rest as above.
NewRemarks new_remarks(const std::string& text, const model::Form& form, const std::string& own,
                       const model::Document& source, const std::map<std::string, std::string>& names,
                       const model::Vocabulary& vocabulary, const hcl::Sources& sources,
                       const catalogue::Tables& tables);

}  // namespace mng::cli
