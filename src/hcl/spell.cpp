#include "hcl/spell.hpp"

#include <algorithm>

namespace mng::hcl {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Letters alone: `desiredSize`, `desired-size` and `desired_size` are one word.
std::string folded(std::string_view word) {
  std::string out;
  for (const char c : word) {
    if (c != '_' && c != '-' && c != ' ') out.push_back(lower(c));
  }
  return out;
}

}  // namespace

unsigned edit_distance(std::string_view a, std::string_view b, unsigned limit) {
  constexpr std::size_t kLongest = 64;
  if (a.size() > kLongest || b.size() > kLongest) return limit + 1;
  if (a.size() > b.size() + limit || b.size() > a.size() + limit) return limit + 1;
  unsigned rows[3][kLongest + 1];
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<unsigned>(j);
  unsigned* before = rows[2];
  unsigned* last = rows[0];
  unsigned* row = rows[1];
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<unsigned>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return std::min(last[b.size()], limit + 1);
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> names) {
  const std::string wanted = folded(word);
  const auto limit = static_cast<unsigned>(std::min<std::size_t>(3, (wanted.size() + 2) / 3));
  unsigned best = limit + 1;
  std::string_view found;
  for (const std::string_view name : names) {
    const unsigned distance = edit_distance(wanted, folded(name), limit);
    if (distance < best) {
      best = distance;
      found = name;
    }
  }
  return found;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> names) {
  const std::string_view name = nearest(word, names);
  return name.empty() ? std::string() : "did you mean `" + std::string(name) + "`?";
}

std::string_view first_outside(std::string_view text, std::string_view ranges) {
  const auto is_of = [&](char c) {
    for (std::size_t at = 0; at < ranges.size(); at += 2) {
      const bool range = at + 2 < ranges.size() && ranges[at + 1] == '-';
      if (range ? c >= ranges[at] && c <= ranges[at + 2] : c == ranges[at]) return true;
      if (range) at += 2;
    }
    return false;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_of(text[i])) continue;
    std::size_t end = i + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    return text.substr(i, end - i);
  }
  return {};
}

}  // namespace mng::hcl
