#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <vector>

namespace mng::hcl {

/// Thrown when an input would make an arena grow past its cap.
class LimitExceeded : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Memory for the values of one run: handed out in order, freed all at once.
/// Only trivially destructible things may live here.
class Arena {
 public:
  /// `limit`: bytes after which allocation throws LimitExceeded.
  explicit Arena(std::size_t limit = std::size_t{1} << 30U) : limit_(limit) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  void* allocate(std::size_t size, std::size_t align) {
    std::size_t at = (used_ + align - 1) & ~(align - 1);
    if (current_ == nullptr || at + size > capacity_) {
      grow(size + align);
      at = (used_ + align - 1) & ~(align - 1);
    }
    used_ = at + size;
    return current_ + at;
  }

  /// `count` value-initialised objects.
  template <class T>
  std::span<T> make_span(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count == 0) return {};
    if (count > limit_ / sizeof(T)) throw LimitExceeded("the input needs more memory than is allowed");
    T* first = static_cast<T*>(allocate(count * sizeof(T), alignof(T)));
    std::uninitialized_value_construct_n(first, count);
    return {first, count};
  }

  template <class T>
  std::span<const T> copy_span(std::span<const T> from) {
    std::span<T> to = make_span<T>(from.size());
    std::copy(from.begin(), from.end(), to.begin());
    return to;
  }
  template <class T>
  std::span<const T> copy_span(const std::vector<T>& from) {
    return copy_span(std::span<const T>(from));
  }

  template <class T>
  T* make(T value) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T(std::move(value));
  }

  /// Throws LimitExceeded where a text under construction has outgrown the cap.
  void check_text(std::size_t size) const {
    if (size > limit_) throw LimitExceeded("the input needs more memory than is allowed");
  }

  /// While it lives no more than so many further bytes are handed out.
  class Share {
   public:
    Share(Arena& arena, std::size_t bytes) : arena_(arena), was_(arena.limit_) {
      arena.limit_ = std::min(was_, arena.total_ + bytes);
    }
    ~Share() { arena_.limit_ = was_; }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

   private:
    Arena& arena_;
    std::size_t was_;
  };

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* to = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

 private:
  void grow(std::size_t at_least) {
    std::size_t size = blocks_.empty() ? 16384 : capacity_ * 2;
    size = std::min<std::size_t>(size, std::size_t{4} << 20U);
    size = std::max(size, at_least);
    if (total_ + size > limit_) throw LimitExceeded("the input needs more memory than is allowed");
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(size));
    total_ += size;
    current_ = blocks_.back().get();
    capacity_ = size;
    used_ = 0;
  }

  std::size_t limit_;
  std::size_t total_ = 0;
  std::size_t capacity_ = 0;
  std::size_t used_ = 0;
  std::byte* current_ = nullptr;
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
};

}  // namespace mng::hcl
