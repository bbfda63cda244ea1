#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <string>
#include <vector>

#include "hcl/convert.hpp"
#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"
#include "hcl/template_text.hpp"

namespace mng::hcl {
namespace {

re2::StringPiece piece(std::string_view text) {
  // RE2 tells a group that took no part from an empty one by its address.
  return text.empty() ? re2::StringPiece("", 0) : re2::StringPiece(text.data(), text.size());
}

/// Patterns that were compiled on this thread: rules ask for a few of them for every group, and compiling costs a
/// thousand times what matching does. Bounded in number and length, so that input makes it no larger.
std::shared_ptr<const RE2>* remembered(std::string_view pattern) {
  constexpr std::size_t kMost = 32;
  constexpr std::size_t kLongest = 256;
  struct Known {
    std::string pattern;
    std::shared_ptr<const RE2> compiled;
  };
  thread_local std::vector<Known> known;
  if (pattern.size() > kLongest) return nullptr;
  for (Known& one : known) {
    if (one.pattern == pattern) return &one.compiled;
  }
  if (known.size() == kMost) known.clear();
  known.push_back({std::string(pattern), nullptr});
  return &known.back().compiled;
}

std::shared_ptr<const RE2> compile(const Call& call, std::string_view pattern) {
  std::shared_ptr<const RE2>* const slot = remembered(pattern);
  if (slot != nullptr && *slot != nullptr) return *slot;
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  auto compiled = std::make_shared<const RE2>(piece(pattern), options);
  if (!compiled->ok()) {
    call.fail("the pattern is wrong: " + compiled->error());
    return nullptr;
  }
  if (slot != nullptr) *slot = compiled;
  return compiled;
}

/// What one match gives: its text, or its groups as a list, or, where they
/// have names, as an object.
Value match_value(const Call& call, const RE2& pattern, const std::vector<re2::StringPiece>& groups) {
  const auto text = [&](const re2::StringPiece& group) {
    return group.data() == nullptr ? Value::null() : Value::string({group.data(), group.size()});
  };
  if (groups.size() == 1) return text(groups[0]);
  const auto& names = pattern.CapturingGroupNames();
  if (!names.empty()) {
    std::vector<Entry> entries;
    for (const auto& [index, name] : names) {
      entries.push_back({call.arena().copy(name), text(groups[static_cast<std::size_t>(index)]), {}, 0});
    }
    return Value::object(call.arena(), std::move(entries));
  }
  std::vector<Value> items;
  for (std::size_t i = 1; i < groups.size(); ++i) items.push_back(text(groups[i]));
  return Value::list(call.arena(), items);
}

/// Calls `take` for each match of the text in turn. As in Go, an empty match
/// right behind another is none.
template <class Take>
void each_match(const RE2& pattern, std::string_view text, std::vector<re2::StringPiece>& groups, Take take) {
  const re2::StringPiece whole = piece(text);
  std::size_t at = 0;
  std::size_t last_end = std::string_view::npos;
  while (at <= text.size() &&
         pattern.Match(whole, at, text.size(), RE2::UNANCHORED, groups.data(), static_cast<int>(groups.size()))) {
    const auto begin = static_cast<std::size_t>(groups[0].data() - whole.data());
    const std::size_t end = begin + groups[0].size();
    if (end > begin || begin != last_end) take();
    last_end = end;
    at = end;
    if (end > begin) continue;
    char32_t code_point = 0;
    at += end < text.size() ? std::max<std::size_t>(utf8_at(text, end, code_point), 1) : 1;
  }
}

std::size_t group_count(const RE2& pattern) {
  return static_cast<std::size_t>(pattern.NumberOfCapturingGroups()) + 1;
}

/// Where groups are named, all of them are.
bool named_or_not(const Call& call, const RE2& pattern) {
  const std::size_t named = pattern.CapturingGroupNames().size();
  if (named == 0 || named == group_count(pattern) - 1) return true;
  call.fail("a pattern has named groups or unnamed ones, not both");
  return false;
}

Value regex(const Call& call) {
  const std::string_view text = call.text(1);
  const std::shared_ptr<const RE2> compiled = compile(call, call.text(0));
  if (compiled == nullptr || !named_or_not(call, *compiled)) return Value::error();
  std::vector<re2::StringPiece> groups(group_count(*compiled));
  if (!compiled->Match(piece(text), 0, text.size(), RE2::UNANCHORED, groups.data(), static_cast<int>(groups.size()))) {
    return call.fail("the pattern does not match");
  }
  return match_value(call, *compiled, groups);
}

Value regexall(const Call& call) {
  const std::shared_ptr<const RE2> compiled = compile(call, call.text(0));
  if (compiled == nullptr || !named_or_not(call, *compiled)) return Value::error();
  std::vector<re2::StringPiece> groups(group_count(*compiled));
  std::vector<Value> items;
  each_match(*compiled, call.text(1), groups, [&] { items.push_back(match_value(call, *compiled, groups)); });
  return list_value(call.arena(), items, groups.size() == 1 ? &kStringType : nullptr);
}

/// `$1`, `${name}` and `$$` in a replacement, as Go's regexp reads them.
void expand(const RE2& pattern, const std::vector<re2::StringPiece>& groups, std::string_view to, std::string& out) {
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (to[i] != '$' || i + 1 == to.size()) {
      out += to[i];
      continue;
    }
    if (to[i + 1] == '$') {
      out += to[++i];
      continue;
    }
    const bool braced = to[i + 1] == '{';
    const std::size_t begin = i + (braced ? 2 : 1);
    std::size_t end = begin;
    while (end < to.size() && (std::isalnum(static_cast<unsigned char>(to[end])) != 0 || to[end] == '_')) ++end;
    if (end == begin || (braced && (end == to.size() || to[end] != '}'))) {
      out += to[i];
      continue;
    }
    const std::string name(to.substr(begin, end - begin));
    std::size_t group = groups.size();
    if (const auto named = pattern.NamedCapturingGroups().find(name); named != pattern.NamedCapturingGroups().end()) {
      group = static_cast<std::size_t>(named->second);
    } else if (name.size() < 4 && name.find_first_not_of("0123456789") == std::string::npos) {
      group = static_cast<std::size_t>(std::stoi(name));
    }
    if (group < groups.size()) out.append(groups[group].data(), groups[group].size());
    i = braced ? end : end - 1;
  }
}

/// A `from` between slashes is a pattern.
Value replace(const Call& call) {
  const std::string_view text = call.text(0);
  const std::string_view from = call.text(1);
  const std::string_view to = call.text(2);
  const bool slashes = from.size() > 1 && from.front() == '/' && from.back() == '/';
  // Plain text is a pattern too, even none, which stands between characters.
  const std::string pattern = slashes ? std::string(from.substr(1, from.size() - 2)) : RE2::QuoteMeta(piece(from));
  const std::shared_ptr<const RE2> compiled = compile(call, pattern);
  if (compiled == nullptr) return Value::error();
  std::vector<re2::StringPiece> groups(group_count(*compiled));
  std::string out;
  std::size_t copied = 0;
  each_match(*compiled, text, groups, [&] {
    const auto at = static_cast<std::size_t>(groups[0].data() - piece(text).data());
    out += text.substr(copied, at - copied);
    copied = at + groups[0].size();
    if (slashes) {
      expand(*compiled, groups, to, out);
    } else {
      out += to;
    }
    call.arena().check_text(out.size());
  });
  out += text.substr(copied);
  return call.make_text(out);
}

constexpr Function kFunctions[] = {
    {"regex(pattern: string, text: string) -> any", "The first match, by RE2; an error where there is none.",
     OnUnknown::kUnknown, regex},
    {"regexall(pattern: string, text: string) -> any", "All matches.", OnUnknown::kUnknown, regexall},
    {"replace(text: string, from: string, to: string) -> string",
     "Every `from` in the text made `to`; /from/ is a pattern.", OnUnknown::kUnknown, replace},
};

}  // namespace

std::span<const Function> regex_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
