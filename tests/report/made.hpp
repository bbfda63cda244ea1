#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/report.hpp"
#include "support/catch.hpp"

namespace mng::test {

/// Sources and findings made by hand, to be reported.
class Made {
 public:
  std::uint32_t source(std::string path, std::string text) { return sources_.add(std::move(path), std::move(text)); }

  /// The place of a word's nth occurrence (from 0) in a source.
  [[nodiscard]] hcl::Range at(std::uint32_t source, std::string_view word, std::size_t nth = 0) const {
    const std::string_view text = sources_[source].text();
    std::size_t begin = text.find(word);
    while (nth-- > 0 && begin != std::string_view::npos) begin = text.find(word, begin + 1);
    REQUIRE(begin != std::string_view::npos);
    return {source, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + word.size())};
  }

  lint::Finding& finding(hcl::Severity severity, const hcl::Range& place, std::string message) {
    lint::Finding out;
    out.rule = "a-rule";
    out.severity = severity;
    out.message = std::move(message);
    out.place = place;
    findings_.push_back(std::move(out));
    return findings_.back();
  }

  report::Summary summary;

  [[nodiscard]] report::Input input() const { return {sources_, findings_, summary, "1.2.3", "2026-01-02"}; }
  [[nodiscard]] std::string text(bool color = false) const { return report::text(input(), color); }

 private:
  hcl::Sources sources_;
  std::vector<lint::Finding> findings_;
};

}  // namespace mng::test
