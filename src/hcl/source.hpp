#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace mng::hcl {

/// A stretch of bytes of one source, half open. `source` 0 means "nowhere":
/// the value was computed, not written.
struct Range {
  std::uint32_t source = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] bool known() const { return source != 0; }
  [[nodiscard]] bool contains(const Range& inner) const {
    return source == inner.source && begin <= inner.begin && inner.end <= end;
  }
  bool operator==(const Range&) const = default;
  /// By source, then by where it begins, then by where it ends.
  bool operator<(const Range& other) const {
    if (source != other.source) return source < other.source;
    return begin != other.begin ? begin < other.begin : end < other.end;
  }
};

/// A place for a person: both count from 1, columns in code points.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// One text that values and diagnostics point into.
class Source {
 public:
  Source(std::string path, std::string text, std::string revision = {})
      : path_(std::move(path)), text_(std::move(text)), revision_(std::move(revision)) {}

  /// The name to print, as the user spelled it.
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The revision it was read from, as the user named it; empty for what is there now.
  [[nodiscard]] const std::string& revision() const { return revision_; }
  /// Path and revision, as git writes them: main:nodegroups.yaml.
  [[nodiscard]] std::string title() const { return revision_.empty() ? path_ : revision_ + ':' + path_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  /// Line and column of a byte offset; an offset past the end is the end.
  [[nodiscard]] Position position(std::uint32_t offset) const;
  /// The text of a line without its line break; empty past the last line.
  [[nodiscard]] std::string_view line(std::uint32_t number) const;
  /// The byte offset at which a line starts.
  [[nodiscard]] std::uint32_t line_start(std::uint32_t number) const;

 private:
  const std::vector<std::uint32_t>& starts() const;

  std::string path_;
  std::string text_;
  std::string revision_;
  // Built when the first position is asked for: most files have no finding.
  mutable std::vector<std::uint32_t> starts_;
};

/// All sources of a run. Adding one never moves another, so views stay valid.
class Sources {
 public:
  /// Takes a text in and gives the id that ranges name it by (from 1).
  std::uint32_t add(std::string path, std::string text, std::string revision = {});
  [[nodiscard]] const Source& operator[](std::uint32_t id) const { return sources_[id - 1]; }
  [[nodiscard]] std::size_t size() const { return sources_.size(); }
  /// The bytes a range covers; empty for a range that is nowhere.
  [[nodiscard]] std::string_view text(const Range& range) const;

 private:
  std::deque<Source> sources_;
};

/// How bad a diagnostic or a finding is.
enum class Severity : std::uint8_t { kInfo, kWarning, kError };

/// What a reader or the evaluator has to say about its input.
struct Diagnostic {
  Range range;
  std::string message;  ///< place is in `range`; this is the cause
  std::string help;     ///< the cure, may be empty
  Severity severity = Severity::kError;
};

using Diagnostics = std::vector<Diagnostic>;

}  // namespace mng::hcl
