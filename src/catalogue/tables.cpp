#include "catalogue/tables.hpp"

#include <algorithm>
#include <bit>
#include <charconv>

namespace mng::catalogue {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

template <typename Entry>
std::optional<std::uint32_t> find(std::span<const Entry> entries, std::string_view name) {
  const auto it = std::lower_bound(entries.begin(), entries.end(), name,
                                   [](const Entry& entry, std::string_view wanted) { return entry.name < wanted; });
  if (it == entries.end() || it->name != name) return std::nullopt;
  return static_cast<std::uint32_t>(it - entries.begin());
}

}  // namespace

unsigned InstanceType::generation() const {
  const std::string_view all = family();
  const auto digit = std::find_if(all.begin(), all.end(), is_digit);
  unsigned generation = 0;
  std::from_chars(all.data() + (digit - all.begin()), all.data() + all.size(), generation);
  return generation;
}

std::string_view InstanceType::series() const {
  const std::string_view all = family();
  const auto end = std::find_if(all.begin(), all.end(), [](char c) { return c < 'a' || c > 'z'; });
  return all.substr(0, static_cast<std::size_t>(end - all.begin()));
}

std::optional<std::uint32_t> Tables::find_type(std::string_view name) const {
  return find(types, name);
}
std::optional<std::uint32_t> Tables::find_region(std::string_view name) const {
  return find(regions, name);
}

bool Tables::knows_offers_of(std::uint32_t region) const {
  if (offerings_date.empty()) return false;
  for (std::uint32_t type = 0; type < types.size(); ++type) {
    if (offered_in(type, region)) return true;
  }
  return false;
}

unsigned Tables::zones_offering(std::uint32_t type, std::uint32_t region) const {
  const auto zones = static_cast<std::uint8_t>(offered[cell(type, region)] & ~kOffered);
  return static_cast<unsigned>(std::popcount(zones));
}

}  // namespace mng::catalogue
