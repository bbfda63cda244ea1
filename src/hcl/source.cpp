#include "hcl/source.hpp"

#include <algorithm>

namespace mng::hcl {

const std::vector<std::uint32_t>& Source::starts() const {
  if (starts_.empty()) {
    starts_.push_back(0);
    for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
      starts_.push_back(static_cast<std::uint32_t>(at + 1));
    }
  }
  return starts_;
}

Position Source::position(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto& starts = this->starts();
  const auto after = std::upper_bound(starts.begin(), starts.end(), offset);
  const auto line = static_cast<std::uint32_t>(after - starts.begin());
  std::uint32_t column = 1;
  for (std::uint32_t at = starts[line - 1]; at < offset; ++at) {
    // Continuation bytes of UTF-8 do not start a code point.
    if ((static_cast<unsigned char>(text_[at]) & 0xC0U) != 0x80U) ++column;
  }
  return {line, column};
}

std::uint32_t Source::line_start(std::uint32_t number) const {
  const auto& starts = this->starts();
  return number == 0 || number > starts.size() ? static_cast<std::uint32_t>(text_.size()) : starts[number - 1];
}

std::string_view Source::line(std::uint32_t number) const {
  std::string_view rest = std::string_view(text_).substr(line_start(number));
  rest = rest.substr(0, rest.find('\n'));
  if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
  return rest;
}

std::uint32_t Sources::add(std::string path, std::string text, std::string revision) {
  sources_.emplace_back(std::move(path), std::move(text), std::move(revision));
  return static_cast<std::uint32_t>(sources_.size());
}

std::string_view Sources::text(const Range& range) const {
  if (!range.known()) return {};
  return (*this)[range.source].text().substr(range.begin, range.end - range.begin);
}

}  // namespace mng::hcl
