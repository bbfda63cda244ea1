#include <nlohmann/json.hpp>

#include "report/made.hpp"

using namespace mng::test;
using mng::hcl::Severity;
using Json = nlohmann::json;

TEST_CASE("the JSON report holds what is promised, and no more") {
  Made made;
  const std::uint32_t a = made.source("a.yaml", "é: wrong\nb: [1,\n  2]\n");
  const std::uint32_t b = made.source("b.yaml", "x: y\n");
  mng::lint::Finding& first = made.finding(Severity::kError, made.at(a, "wrong"), "it is \"wrong\"");
  first.group = "workers";
  first.help = "right it";
  first.summary = "not in the report";
  first.labels = {{made.at(b, "y"), "used here"}};
  made.finding(Severity::kWarning, made.at(a, "[1,\n  2]"), "two lines");
  made.finding(Severity::kInfo, made.at(b, "x"), "a note");
  made.summary = {2, 4, 1, 1, 1, 5, {"c.yaml: not checked"}};

  const std::string text = mng::report::json(made.input());
  CHECK(text.ends_with("}\n"));
  const Json expected = Json::parse(R"({
    "version": 1,
    "tool": {"name": "mng-lint", "version": "1.2.3", "catalogue": "2026-01-02"},
    "findings": [
      {"rule": "a-rule", "severity": "error", "message": "it is \"wrong\"", "path": "a.yaml",
       "line": 1, "column": 4, "end_line": 1, "end_column": 9, "group": "workers", "help": "right it", "url": null,
       "labels": [{"text": "used here", "path": "b.yaml", "line": 1, "column": 4, "end_line": 1, "end_column": 5}],
       "fix": null},
      {"rule": "a-rule", "severity": "warning", "message": "two lines", "path": "a.yaml",
       "line": 2, "column": 4, "end_line": 3, "end_column": 5, "group": null, "help": null, "url": null,
       "labels": [], "fix": null},
      {"rule": "a-rule", "severity": "info", "message": "a note", "path": "b.yaml",
       "line": 1, "column": 1, "end_line": 1, "end_column": 2, "group": null, "help": null, "url": null,
       "labels": [], "fix": null}
    ],
    "summary": {"files": 2, "groups": 4, "errors": 1, "warnings": 1, "infos": 1, "undecided": 5,
                "not_checked": ["c.yaml: not checked"]}
  })");
  CHECK(Json::parse(text) == expected);
  // The order of design: a reader of a stream knows the version first.
  const nlohmann::ordered_json ordered = nlohmann::ordered_json::parse(text);
  std::vector<std::string> keys;
  for (const auto& [key, value] : ordered["findings"][0].items()) keys.push_back(key);
  CHECK(keys == std::vector<std::string>{"rule", "severity", "message", "path", "line", "column", "end_line",
                                         "end_column", "group", "help", "url", "labels", "fix"});
  CHECK(ordered.begin().key() == "version");
}

TEST_CASE("the JSON report without findings is one too") {
  const Made made;
  const Json read = Json::parse(mng::report::json(made.input()));
  CHECK(read["findings"] == Json::array());
  CHECK(read["summary"]["errors"] == 0);
}

TEST_CASE("the JSON report is ASCII whatever is in it") {
  Made made;
  const std::uint32_t a = made.source("\xff\x1b.yaml", "x\n");
  mng::lint::Finding& finding =
      made.finding(Severity::kError, made.at(a, "x"), "\x1b[31m \x7f \xC2\x9B \xE2\x80\xAE \xff é");
  finding.group = "a\nb";
  made.summary.not_checked = {"\xfe\x1b"};
  const std::string text = mng::report::json(made.input());
  for (const char c : text) REQUIRE((c == '\n' || (c >= 0x20 && c < 0x7F)));
  const Json read = Json::parse(text);
  CHECK(read["findings"][0]["message"] == "\x1b[31m \x7f \xC2\x9B \xE2\x80\xAE \xEF\xBF\xBD é");
  CHECK(read["findings"][0]["group"] == "a\nb");
}
