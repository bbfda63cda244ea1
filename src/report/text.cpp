#include <fmt/format.h>

#include <algorithm>

#include "hcl/template_text.hpp"
#include "report/report.hpp"

namespace mng::report {
namespace {

constexpr std::size_t kWidest = 160;  // columns of a source line that are shown

struct Paint {
  std::string_view error, warning, info, bold, dim, off;
};
constexpr Paint kColors{"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[1m", "\x1b[2m", "\x1b[0m"};
constexpr Paint kPlain{};

/// A line of source with what stands under it.
struct Mark {
  std::uint32_t line = 0;
  std::uint32_t begin = 0;  // byte offsets within the line
  std::uint32_t end = 0;
  std::string text;
  bool primary = false;
};

/// A tab stands for one column, so that carets keep their place.
std::string flat(std::string_view text) {
  std::string copy(text);
  std::replace(copy.begin(), copy.end(), '\t', ' ');
  return shown(copy);
}

class Writer {
 public:
  Writer(const hcl::Sources& sources, bool color) : sources_(sources), paint_(color ? kColors : kPlain) {}

  std::string run(const Input& input) {
    for (const lint::Finding& finding : input.findings) write(finding);
    for (const std::string& line : input.summary.undecided_causes) out_ += "undecided: " + shown(line) + "\n";
    for (const std::string& line : input.summary.not_checked) out_ += shown(line) + "\n";
    out_ += score_table(input.summary.scores);
    const std::string last = summary_line(input.summary);
    if (!last.empty()) out_ += last + "\n";
    return std::move(out_);
  }

  /// What no rule found has none behind its message.
  std::string run(const lint::Finding& finding) {
    write(finding);
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string_view color(hcl::Severity severity) const {
    return severity == hcl::Severity::kError     ? paint_.error
           : severity == hcl::Severity::kWarning ? paint_.warning
                                                 : paint_.info;
  }

  void write(const lint::Finding& finding) {
    const hcl::Source& source = sources_[finding.place.source];
    const hcl::Position place = source.position(finding.place.begin);
    const std::string rule =
        finding.rule.empty() ? std::string() : fmt::format(" {}[{}]{}", paint_.dim, finding.rule, paint_.off);
    out_ += fmt::format("{}{}:{}:{}:{} {}{}{}: {}{}\n", paint_.bold, shown(source.title()), place.line, place.column,
                        paint_.off, color(finding.severity), lint::severity_name(finding.severity), paint_.off,
                        shown(finding.message), rule);
    std::vector<Mark> marks{mark(source, finding.place, true)};
    for (const lint::Label& label : finding.labels) {
      if (label.range.source != finding.place.source) continue;
      marks.push_back(mark(source, label.range, false));
      marks.back().text = label.text;
    }
    std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.line < b.line; });
    const std::size_t width = std::to_string(marks.back().line).size();
    const std::string gutter(width, ' ');
    out_ += fmt::format("{}{} |{}\n", paint_.dim, gutter, paint_.off);
    for (std::size_t i = 0; i < marks.size();) {
      std::size_t end = i;
      while (end < marks.size() && marks[end].line == marks[i].line) ++end;
      if (i > 0 && marks[i].line > marks[i - 1].line + 1) {
        out_ += fmt::format("{}{}...{}\n", paint_.dim, gutter, paint_.off);
      }
      line(source, {marks.begin() + static_cast<std::ptrdiff_t>(i), marks.begin() + static_cast<std::ptrdiff_t>(end)},
           gutter, color(finding.severity));
      i = end;
    }
    for (const lint::Label& label : finding.labels) {
      if (label.range.source == finding.place.source) continue;
      const hcl::Source& other = sources_[label.range.source];
      const hcl::Position at = other.position(label.range.begin);
      out_ += fmt::format("{} = {}:{}:{}: {}\n", gutter, shown(other.title()), at.line, at.column, shown(label.text));
    }
    if (!finding.summary.empty() && finding.summary != finding.message) note(gutter, "why", finding.summary);
    if (!finding.help.empty()) note(gutter, "help", finding.help);
    if (!finding.also.empty()) note(gutter, "also of", also_of(finding));
    out_ += '\n';
  }

  void note(const std::string& gutter, std::string_view what, std::string_view text) {
    out_ += fmt::format("{}{} ={} {}{}:{} {}\n", paint_.dim, gutter, paint_.off, paint_.bold, what, paint_.off,
                        shown(text));
  }

  /// The part of a range that lies on its first line.
  static Mark mark(const hcl::Source& source, const hcl::Range& range, bool primary) {
    Mark out;
    out.primary = primary;
    out.line = source.position(range.begin).line;
    const std::uint32_t start = source.line_start(out.line);
    const auto size = static_cast<std::uint32_t>(source.line(out.line).size());
    out.begin = std::min(range.begin - start, size);
    out.end = std::clamp(range.end > start ? range.end - start : 0, out.begin, size);
    return out;
  }

  void line(const hcl::Source& source, std::vector<Mark> marks, const std::string& gutter, std::string_view color) {
    std::string_view text = source.line(marks[0].line);
    // Of a very long line only the stretch about the first mark is shown.
    std::uint32_t cut = 0;
    const auto primary = std::find_if(marks.begin(), marks.end(), [](const Mark& m) { return m.primary; });
    const Mark& about = primary == marks.end() ? marks[0] : *primary;
    if (text.size() > kWidest) {
      cut = about.begin > kWidest / 2 ? about.begin - static_cast<std::uint32_t>(kWidest / 2) : 0;
      while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    }
    std::string_view part = text.substr(cut);
    if (part.size() > kWidest) {
      std::size_t end = kWidest;
      while (end < part.size() && (static_cast<unsigned char>(part[end]) & 0xC0U) == 0x80U) ++end;
      part = part.substr(0, end);
    }
    const std::string number = std::to_string(marks[0].line);
    const std::string before = cut > 0 ? "…" : "";
    out_ += fmt::format("{}{}{} |{} {}{}{}\n", paint_.dim, gutter.substr(number.size()), number, paint_.off, before,
                        flat(part), cut + part.size() < text.size() ? "…" : "");
    std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
    std::string under;
    std::string labels;
    // The primary mark last: it is to be seen where a label covers it.
    for (const bool primary_ones : {false, true}) {
      for (const Mark& one : marks) {
        if (one.primary != primary_ones || one.begin < cut || one.begin > cut + part.size()) continue;
        const std::size_t column = hcl::code_points(before) + hcl::code_points(flat(text.substr(cut, one.begin - cut)));
        const std::uint32_t last = std::min(one.end, cut + static_cast<std::uint32_t>(part.size()));
        const std::size_t size =
            std::max<std::size_t>(1, hcl::code_points(flat(text.substr(one.begin, last - one.begin))));
        if (under.size() < column + size) under.resize(column + size, ' ');
        std::fill_n(under.begin() + static_cast<std::ptrdiff_t>(column), size, primary_ones ? '^' : '-');
      }
    }
    for (const Mark& one : marks) {
      if (one.text.empty()) continue;
      labels += (labels.empty() ? " " : "; ") + shown(one.text);
      if (one.begin < cut || one.begin > cut + part.size()) {
        labels += fmt::format(" (column {})", hcl::code_points(text.substr(0, one.begin)) + 1);
      }
    }
    out_ += fmt::format("{}{} |{} {}{}{}{}\n", paint_.dim, gutter, paint_.off, color, under, labels, paint_.off);
  }

  const hcl::Sources& sources_;
  Paint paint_;
  std::string out_;
};

}  // namespace

std::string text(const Input& input, bool color) {
  return Writer(input.sources, color).run(input);
}

std::string fault(const hcl::Sources& sources, const hcl::Diagnostic& diagnostic, bool color) {
  lint::Finding finding;
  finding.severity = diagnostic.severity;
  finding.message = diagnostic.message;
  finding.help = diagnostic.help;
  finding.place = diagnostic.range;
  return Writer(sources, color).run(finding);
}

}  // namespace mng::report
