#include "lint/precedent.hpp"

#include <algorithm>
#include <functional>

namespace mng::lint {

using hcl::Value;

namespace {

/// Whether no expression can tell the two apart.
bool same(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  if (a.is_list()) {
    const hcl::List& x = a.as_list();
    const hcl::List& y = b.as_list();
    return x.sequence == y.sequence && x.element == y.element &&
           std::equal(x.items.begin(), x.items.end(), y.items.begin(), y.items.end(), same);
  }
  if (a.is_object()) {
    const hcl::Object& x = a.as_object();
    const hcl::Object& y = b.as_object();
    return x.map == y.map && x.element == y.element &&
           std::equal(x.entries.begin(), x.entries.end(), y.entries.begin(), y.entries.end(),
                      [](const hcl::Entry& m, const hcl::Entry& n) {
                        return m.order == n.order && m.key == n.key && same(m.value, n.value);
                      });
  }
  return hcl::equal(a, b);
}

std::size_t hash_of(const Value& value) {
  constexpr std::size_t kFactor = 31;
  auto hash = static_cast<std::size_t>(value.kind());
  if (value.is_string()) return std::hash<std::string_view>()(value.as_string());
  if (value.is_bool()) return kFactor * hash + (value.as_bool() ? 1 : 0);
  if (value.is_number()) return kFactor * hash + std::hash<double>()(value.as_double());
  if (value.is_list()) {
    for (const Value& item : value.items()) hash = kFactor * hash + hash_of(item);
  }
  if (value.is_object()) {
    for (const hcl::Entry& entry : value.entries()) {
      hash = kFactor * hash + std::hash<std::string_view>()(entry.key) + hash_of(entry.value);
    }
  }
  return hash;
}

}  // namespace

void Precedents::turn_to(std::size_t group) {
  group_ = group;
  std::fill(numbers_.begin(), numbers_.end(), kUnread);
}

std::uint32_t Precedents::look_at(const Read& read, std::size_t at) {
  if (at >= numbers_.size()) numbers_.resize(at + 1, kUnread);
  std::uint32_t& number = numbers_[at];
  switch (read.kind) {
    case Read::Kind::kAttribute:
      number = number_of(read, facts_.attribute(group_, read.index));
      break;
    case Read::Kind::kGiven: {
      // Null is as good as not given.
      const model::Field& field = facts_.document().groups[group_].fields[read.index];
      number = number_of(read, field.given ? field.written : Value());
      break;
    }
    case Read::Kind::kFact:
      number = model::Facts::is_of_types(read.index) ? static_cast<std::uint32_t>(facts_.same_types(group_))
                                                     : number_of(read, facts_.fact(group_, read.index));
      break;
  }
  return number;
}

std::uint32_t Precedents::number_of(const Read& read, const Value& value) {
  if (!value.wholly_known()) return kNone;
  const std::size_t hash = hash_of(value);
  const auto [first, last] = known_.equal_range(hash);
  for (auto it = first; it != last; ++it) {
    if (it->second.read == read && same(it->second.value, value)) return it->second.number;
  }
  known_.emplace(hash, Known{read, value, count_});
  return count_++;
}

std::uint32_t* Precedents::branch(Node& node, std::uint32_t number) {
  for (auto& [value, next] : node.branches) {
    if (value == number) return &next;
  }
  return nullptr;
}

bool Precedents::cover(std::size_t rule) {
  std::uint32_t at = roots_[rule];
  while (at != kNone && !nodes_[at].end) {
    const std::uint32_t number = number_of(nodes_[at].read);
    const std::uint32_t* next = number == kNone ? nullptr : branch(nodes_[at], number);
    at = next == nullptr ? kNone : *next;
  }
  return at != kNone;
}

void Precedents::add(std::size_t rule, const std::vector<Read>& reads) {
  // Where every group has another value nothing is gained by remembering them all.
  constexpr std::size_t kMostBranches = 128;
  if (std::any_of(reads.begin(), reads.end(), [&](const Read& read) { return number_of(read) == kNone; })) return;
  std::uint32_t from = kNone;  // the node whose branch `number` is to lead on
  std::uint32_t number = 0;
  const auto step = [&](const Node& node) {
    std::uint32_t* known = from == kNone ? &roots_[rule] : branch(nodes_[from], number);
    if (known != nullptr && *known != kNone) {
      from = *known;
      return true;
    }
    if (from != kNone && nodes_[from].branches.size() == kMostBranches) return false;
    const auto made = static_cast<std::uint32_t>(nodes_.size());
    if (from == kNone) {
      roots_[rule] = made;
    } else {
      nodes_[from].branches.emplace_back(number, made);
    }
    nodes_.push_back(node);
    from = made;
    return true;
  };
  for (std::size_t i = 0; i < reads.size(); ++i) {
    if (std::find(reads.begin(), reads.begin() + static_cast<std::ptrdiff_t>(i), reads[i]) !=
        reads.begin() + static_cast<std::ptrdiff_t>(i)) {
      continue;
    }
    if (!step({false, reads[i], {}})) return;
    number = number_of(reads[i]);
  }
  step({true, {}, {}});
}

}  // namespace mng::lint
