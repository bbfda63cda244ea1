#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/source.hpp"
#include "model/document.hpp"
#include "model/draft.hpp"
#include "model/form.hpp"
#include "model/vocabulary.hpp"

namespace mng::model {

/// A group that is to be written in another form.
struct ConversionSubject {
  const Document& document;
  std::size_t group = 0;
  const Form& from;       ///< it is written in
  std::string_view name;  ///< what it is to be called: unlike any other's of the file
  /// Where an expression stands: an attribute's own, or one nested in a block of it, of which there are so many.
  struct Place {
    std::string_view attribute;
    std::string_view nested{};
    std::size_t block = 0;
    std::size_t blocks = 1;
  };
  /// The text of the expression at a place, where it names something and means the same in another file beside it;
  /// empty where there is none such.
  std::function<std::string(const Place& place)> expression;
  const hcl::Sources& sources;
  /// The AMI type that the reader of a form takes for a group by its types, or what is usual for them where it is told
  /// of none; empty where that is not known.
  std::function<std::string_view(const Form& form, const Group& group)> image;
  std::vector<std::string> aside{};  ///< what its block has that is no argument, and is not written
  /// What the launch template that it names says, by the names of its arguments, where the file makes that.
  std::vector<std::string> of_template{};
  bool listed =
      false;  ///< it is only told of, as what the form can say: what the form itself does otherwise is no loss
};

/// A group as it can be written in another form, and what that does not keep.
struct Conversion {
  Draft draft;
  std::vector<std::string> lost;             ///< "disk_size: eksctl has no place for it"
  std::vector<std::string> lost_of_cluster;  ///< what is the cluster's, and the same of each group of the file
  std::string key;    ///< what tells the group from others where it is written; empty where it is not read again
  std::string name;   ///< what it is called where it is written; empty alike
  std::string fault;  ///< why it cannot be written; empty where it can
};

/// Makes a draft of a group, for `to`. It is written and read again: what the form says otherwise by default is said
/// outright, and what then still differs is lost.
Conversion convert(const ConversionSubject& subject, const Form& to, const Vocabulary& vocabulary, hcl::Arena& arena);

}  // namespace mng::model
