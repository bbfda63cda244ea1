#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/source.hpp"
#include "lint/choices.hpp"
#include "lint/finding.hpp"

namespace mng::lint {

/// One comment that lets findings be: `# mng-lint: ignore[rule, rule] until=2027-01-31 -- reason`.
/// Behind code it is about its line. On a line of its own it is about what stands below it: the line, and all that
/// the line opens. `ignore-file` is about the whole file.
struct Ignore {
  /// A rule that it names, and where.
  struct Name {
    std::string_view rule;
    hcl::Range place;
    bool used = false;
  };
  hcl::Range place;         ///< from `mng-lint:` to the end of the comment
  std::uint32_t begin = 0;  ///< the bytes it is about, half open
  std::uint32_t end = 0;
  std::vector<Name> names;
  std::string_view until;  ///< as written; empty: for ever
  std::string fault;       ///< why it is no such comment; empty where it is one
  std::string help;
};

/// The ignores of a text. HCL is cut into tokens; of YAML what looks like a comment in a text of several lines is none.
/// Views into the text.
std::vector<Ignore> find_ignores(std::string_view text, std::uint32_t source, bool is_hcl);

/// What comments let be in all sources of a run.
class Suppressions {
 public:
  /// `today`: ISO date; what is ignored until an earlier one is found again.
  Suppressions(const hcl::Sources& sources, std::string today) : sources_(sources), today_(std::move(today)) {}

  /// Whether a comment lets the finding be: it covers the place, the block or key of the group it is about, a call
  /// that leads to it or, of what is told of several groups together, any of its places.
  bool covers(const Finding& finding);

  /// What a comment may be told of its rules.
  struct Ran {
    /// Why there is no such rule, with the nearest name; empty where there is one.
    std::function<Fault(std::string_view rule)> unknown;
    /// Whether the rule could find anything in that stretch in this run: else it is not said to be unused.
    std::function<bool(std::string_view rule, const hcl::Range& extent)> could_find;
  };
  /// What is wrong with the comments of a source that was judged: they are none, name rules that there are not, have
  /// run out, or let nothing be.
  std::vector<Finding> faults(std::uint32_t source, const Ran& ran);

 private:
  /// A stretch that a comment covers for one rule; `reach`: how far any that begins no later covers.
  struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t reach = 0;
    const Ignore* ignore = nullptr;
    Ignore::Name* name = nullptr;
  };
  /// The comments of one source, and where each rule is let be.
  struct Known {
    std::vector<Ignore> ignores;
    std::map<std::string_view, std::vector<Span>> by_rule;
  };
  Known& of(std::uint32_t source);
  bool covers(const hcl::Range& place, std::string_view rule);

  const hcl::Sources& sources_;
  std::string today_;
  std::map<std::uint32_t, Known> known_;
};

/// Today as an ISO date in UTC; SOURCE_DATE_EPOCH in its place where that is set.
std::string today();

}  // namespace mng::lint
