#include "cli/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "report/report.hpp"

namespace mng::cli {
namespace {

constexpr const char* kEndsDiffer = "the ends of lines differ: one has CRLF, the other LF";

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return out;
}

/// The text with line ends of LF for those of CRLF.
std::string without_returns(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' || text.substr(i + 1, 1) != "\n") out += text[i];
  }
  return out;
}

struct Line {
  char mark = ' ';
  std::string_view text;
};

/// A common beginning and end are left as they are; what lies between is compared by its longest common sequence
/// where that is cheap, else told whole.
std::vector<Line> marked(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  const std::size_t rows = a.size() - head - tail;
  const std::size_t columns = b.size() - head - tail;

  std::vector<Line> out;
  for (std::size_t i = 0; i < head; ++i) out.push_back({' ', a[i]});
  constexpr std::size_t kMostCells = std::size_t{4} << 20U;
  if (rows * columns <= kMostCells) {
    // longest[i][j]: lines in common of what begins at row i and column j.
    std::vector<std::uint32_t> longest((rows + 1) * (columns + 1), 0);
    const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& { return longest[i * (columns + 1) + j]; };
    for (std::size_t i = rows; i-- > 0;) {
      for (std::size_t j = columns; j-- > 0;) {
        at(i, j) = a[head + i] == b[head + j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
      }
    }
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < rows || j < columns) {
      if (i < rows && j < columns && a[head + i] == b[head + j]) {
        out.push_back({' ', a[head + i]});
        ++i;
        ++j;
      } else if (i < rows && (j == columns || at(i + 1, j) >= at(i, j + 1))) {
        out.push_back({'-', a[head + i++]});
      } else {
        out.push_back({'+', b[head + j++]});
      }
    }
  } else {
    for (std::size_t i = 0; i < rows; ++i) out.push_back({'-', a[head + i]});
    for (std::size_t j = 0; j < columns; ++j) out.push_back({'+', b[head + j]});
  }
  for (std::size_t i = a.size() - tail; i < a.size(); ++i) out.push_back({' ', a[i]});
  return out;
}

}  // namespace

std::string line_difference(std::string_view was, std::string_view is) {
  if (was == is) return {};
  constexpr std::size_t kAround = 3;
  const std::string before = without_returns(was);
  const std::string after = without_returns(is);
  if (before == after) return fmt::format("  only {}\n", kEndsDiffer);
  const std::vector<Line> lines = marked(lines_of(before), lines_of(after));
  std::string out;
  bool gap = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t first = i < kAround ? 0 : i - kAround;
    const std::size_t last = std::min(lines.size(), i + kAround + 1);
    const bool near = std::any_of(lines.begin() + static_cast<std::ptrdiff_t>(first),
                                  lines.begin() + static_cast<std::ptrdiff_t>(last),
                                  [](const Line& line) { return line.mark != ' '; });
    if (!near) {
      gap = true;
      continue;
    }
    if (gap) out += "  …\n";
    gap = false;
    out += lines[i].mark;
    out += ' ';
    out += report::shown(lines[i].text);
    out += '\n';
  }
  // The same lines, of which the last does not end in a line break.
  if (out.empty() || out.find_first_of("-+") == std::string::npos) out += "  only line breaks differ\n";
  const bool ends_differ = (before.size() == was.size()) != (after.size() == is.size());
  if (ends_differ) out += fmt::format("  and {}\n", kEndsDiffer);
  return out;
}

}  // namespace mng::cli
