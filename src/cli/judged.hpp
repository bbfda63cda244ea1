#pragma once

#include <string>
#include <vector>

#include "catalogue/tables.hpp"
#include "model/form.hpp"

namespace mng::cli {

/// What a rule of mng-lint says of groups that were written.
struct Remark {
  std::string rule;
  bool error = false;  ///< else a warning
  std::string text;    ///< "RULE: message; help"
};

/// Judges a text of a form as mng-lint does where nobody says otherwise. `own`: the file of the user's form that it is
/// written in; empty: a form that is compiled in. `region`: where the groups are meant for, where the text does not
/// say. Nothing is said of a text that the form does not read. Of several groups a rule speaks once.
std::vector<Remark> judged(const std::string& text, const model::Form& form, const std::string& own,
                           const std::string& region, const catalogue::Tables& tables);

}  // namespace mng::cli
