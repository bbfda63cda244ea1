#include "golden/golden.hpp"
#include "report/made.hpp"

using namespace mng::test;
using mng::hcl::Severity;

namespace {

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("labels on the same line, on other lines and in other files", "[golden]") {
  Made made;
  const std::uint32_t a = made.source("a.yaml",
                                      "one: first\n"
                                      "two: second\n"
                                      "three: third\n"
                                      "\n"
                                      "\n"
                                      "\n"
                                      "\n"
                                      "\n"
                                      "\n"
                                      "ten: [tenth, last]\n");
  const std::uint32_t b = made.source("b.yaml", "x: 1\ny: other\n");
  mng::lint::Finding& finding = made.finding(Severity::kError, made.at(a, "tenth"), "ten is wrong");
  finding.summary = "no ten";
  finding.help = "take nine";
  finding.labels = {{made.at(a, "last"), ""},
                    {made.at(a, "second"), "used here by two"},
                    {made.at(a, "third"), "used here by three"},
                    {made.at(b, "other"), "comes from here"}};
  made.finding(Severity::kWarning, made.at(a, "first"), "no summary and no help");
  made.finding(Severity::kInfo, made.at(b, "x"), "same as the summary").summary = "same as the summary";
  made.summary = {2, 3, 1, 1, 1, 0, {"c.yaml: not checked: it does not parse"}};
  check_golden("report-labels.txt", made.text());
  check_golden("report-labels-color.txt", made.text(true));
}

TEST_CASE("a mark that a label covers is still seen") {
  Made made;
  const std::uint32_t a = made.source("a.yaml", "a: [b, c]\n");
  mng::lint::Finding& finding = made.finding(Severity::kError, made.at(a, "b"), "b is wrong");
  SECTION("the label is wider") {
    finding.labels = {{made.at(a, "[b, c]"), "in this list"}};
    CHECK(has(made.text(), "  |    -^---- in this list\n"));
  }
  SECTION("the label is the same place") {
    finding.labels = {{made.at(a, "b"), "used here"}};
    CHECK(has(made.text(), "  |     ^ used here\n"));
  }
  SECTION("two labels") {
    finding.labels = {{made.at(a, "c"), "this"}, {made.at(a, "a"), "that"}};
    CHECK(has(made.text(), "  | -   ^  - that; this\n"));
  }
}

TEST_CASE("a long line is cut about the mark", "[golden]") {
  Made made;
  std::string text;
  for (int i = 0; i < 60; ++i) text += "word" + std::to_string(i) + ": é, ";
  const std::uint32_t a = made.source("a.yaml", text + "\n");
  made.finding(Severity::kError, made.at(a, "word0"), "at the beginning");
  mng::lint::Finding& middle = made.finding(Severity::kError, made.at(a, "word30"), "in the middle");
  middle.labels = {
      {made.at(a, "word32"), "near"}, {made.at(a, "word3:"), "far before"}, {made.at(a, "word59"), "far behind"}};
  made.finding(Severity::kError, made.at(a, "word59"), "at the end");
  made.finding(Severity::kError, {a, 0, static_cast<std::uint32_t>(text.size())}, "all of it");
  check_golden("report-long-lines.txt", made.text());
}

TEST_CASE("columns count characters, and the caret stands below its word", "[golden]") {
  Made made;
  const std::uint32_t a = made.source("a.yaml",
                                      "name: \"Überströme\" # x\n"
                                      "\tname:\tx\t# tabs\n"
                                      "a: \x1b[31m x\n"
                                      "b: \xE2\x80\xAE\xff x\n"
                                      "name: x\r\n");
  for (std::size_t i = 0; i < 5; ++i) made.finding(Severity::kWarning, made.at(a, "x", i), "x is wrong");
  check_golden("report-columns.txt", made.text());
}

TEST_CASE("a place at the end of the text, of nothing or over lines is shown on one line") {
  Made made;
  const std::uint32_t a = made.source("a.yaml", "ab: 1\ncd: 2");
  SECTION("the end") {
    made.finding(Severity::kError, {a, 11, 11}, "more was expected");
    CHECK(has(made.text(), "a.yaml:2:6: error: more was expected"));
    CHECK(has(made.text(), "2 | cd: 2\n  |      ^\n"));
  }
  SECTION("beyond the end") {
    made.finding(Severity::kError, {a, 500, 600}, "more was expected");
    CHECK(has(made.text(), "a.yaml:2:6: error"));
  }
  SECTION("two lines") {
    made.finding(Severity::kError, {a, 4, 8}, "all wrong");
    CHECK(has(made.text(), "1 | ab: 1\n  |     ^\n"));
  }
  SECTION("an empty source") {
    made.finding(Severity::kError, {made.source("empty.yaml", ""), 0, 0}, "it is empty");
    CHECK(has(made.text(), "empty.yaml:1:1: error: it is empty [a-rule]\n  |\n1 | \n  | ^\n"));
  }
}

TEST_CASE("the last line counts in words") {
  using mng::report::Summary;
  using mng::report::summary_line;
  CHECK(summary_line(Summary{}) == "no findings in 0 node groups of 0 files");
  CHECK(summary_line(Summary{.failed = true}).empty());
  CHECK(summary_line(Summary{.files = 1, .failed = true}) == "no findings in 0 node groups of 1 file");
  CHECK(summary_line(Summary{1, 1, 0, 0, 0, 0, {}}) == "no findings in 1 node group of 1 file");
  CHECK(summary_line(Summary{2, 3, 2, 1, 1, 0, {}}) == "2 errors, 1 warning, 1 info in 3 node groups of 2 files");
}

TEST_CASE("text is shown so that nothing acts on a terminal") {
  using mng::report::shown;
  CHECK(shown("plain, Grüße, 日本語, 🙂") == "plain, Grüße, 日本語, 🙂");
  CHECK(shown("\x1b[31m") == "\\u{1b}[31m");
  CHECK(shown("a\nb\r\tc") == "a\\u{a}b\\u{d}\\u{9}c");
  CHECK(shown("\x7f") == "\\u{7f}");
  CHECK(shown("\xC2\x9B") == "\\u{9b}");
  CHECK(shown("\x9B") == "\\x9b");
  CHECK(shown("\xE2\x80\xAE\xE2\x81\xA9\xE2\x80\x8E\xE2\x80\xA8\xEF\xBB\xBF") ==
        "\\u{202e}\\u{2069}\\u{200e}\\u{2028}\\u{feff}");
  CHECK(shown("\xEF\xBF\xBE\xEF\xB7\x90") == "\\u{fffe}\\u{fdd0}");
  CHECK(shown("\xD8\x9C") == "\\u{61c}");
  CHECK(shown("\xC0\x80") == "\\xc0\\x80");
  CHECK(shown("\xED\xA0\x80") == "\\xed\\xa0\\x80");
  CHECK(shown("\xF4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");
  CHECK(shown("\xE6\x97") == "\\xe6\\x97");
  CHECK(shown(std::string_view("\0", 1)) == "\\u{0}");
}
