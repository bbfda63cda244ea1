#include <re2/re2.h>

#include <memory>

#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"

namespace mng::hcl {
namespace {

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

std::unique_ptr<RE2> compile(const Call& call, std::string_view pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  auto compiled = std::make_unique<RE2>(piece(pattern), options);
  if (!compiled->ok()) {
    call.fail("the pattern is wrong: " + compiled->error());
    return nullptr;
  }
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

Value regex(const Call& call) {
  std::string_view pattern;
  std::string_view text;
  if (!call.text(0, pattern) || !call.text(1, text)) return Value::error();
  const std::unique_ptr<RE2> compiled = compile(call, pattern);
  if (compiled == nullptr) return Value::error();
  std::vector<re2::StringPiece> groups(static_cast<std::size_t>(compiled->NumberOfCapturingGroups()) + 1);
  if (!compiled->Match(piece(text), 0, text.size(), RE2::UNANCHORED, groups.data(), static_cast<int>(groups.size()))) {
    return call.fail("the pattern does not match");
  }
  return match_value(call, *compiled, groups);
}

Value regexall(const Call& call) {
  std::string_view pattern;
  std::string_view text;
  if (!call.text(0, pattern) || !call.text(1, text)) return Value::error();
  const std::unique_ptr<RE2> compiled = compile(call, pattern);
  if (compiled == nullptr) return Value::error();
  std::vector<re2::StringPiece> groups(static_cast<std::size_t>(compiled->NumberOfCapturingGroups()) + 1);
  std::vector<Value> items;
  std::size_t at = 0;
  while (at <= text.size() && compiled->Match(piece(text), at, text.size(), RE2::UNANCHORED, groups.data(),
                                              static_cast<int>(groups.size()))) {
    items.push_back(match_value(call, *compiled, groups));
    const auto end = static_cast<std::size_t>(groups[0].data() - text.data()) + groups[0].size();
    at = groups[0].empty() ? end + 1 : end;
  }
  return Value::list(call.arena(), items);
}

constexpr Function kFunctions[] = {
    {"regex", "regex(pattern, string)", "The first match, by RE2; an error where there is none.", 2, 2,
     OnUnknown::kUnknown, regex},
    {"regexall", "regexall(pattern, string)", "All matches.", 2, 2, OnUnknown::kUnknown, regexall},
};

}  // namespace

std::span<const Function> regex_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
