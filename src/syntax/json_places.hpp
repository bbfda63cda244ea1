#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "hcl/source.hpp"

namespace mng::syntax {

/// The bytes of a text for nlohmann's parser, counted as it takes them: its
/// handler is told no places, and finds them from the count.
class Counting {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Counting(const char* at, std::size_t* count) : at_(at), count_(count) {}
  reference operator*() const { return *at_; }
  Counting& operator++() {
    ++at_;
    ++*count_;
    return *this;
  }
  bool operator==(const Counting& other) const { return at_ == other.at_; }
  bool operator!=(const Counting& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* count_;
};

/// Where the literal is that the parser has just taken: found backwards from
/// the bytes it has counted.
class JsonPlaces {
 public:
  /// `source` 0: the text is not kept, and nothing has a place.
  JsonPlaces(std::string_view text, std::uint32_t source, const std::size_t* count)
      : text_(text), source_(source), count_(count) {}

  /// A string, quotes included.
  [[nodiscard]] hcl::Range string() const;
  /// A number, true, false or null.
  [[nodiscard]] hcl::Range word() const;
  [[nodiscard]] std::uint32_t here() const { return static_cast<std::uint32_t>(*count_); }
  [[nodiscard]] std::uint32_t source() const { return source_; }

 private:
  [[nodiscard]] bool in_word(std::size_t at) const;

  std::string_view text_;
  std::uint32_t source_;
  const std::size_t* count_;
};

}  // namespace mng::syntax
