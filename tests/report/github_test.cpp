#include "report/made.hpp"

using namespace mng::test;
using mng::hcl::Severity;

namespace {

std::string github(const Made& made) {
  return mng::report::github(made.input());
}

}  // namespace

TEST_CASE("an annotation names file, place, rule and cure") {
  Made made;
  const std::uint32_t a = made.source("live/a.yaml", "é: wrong\nb: [1,\n  2]\n");
  made.finding(Severity::kError, made.at(a, "wrong"), "it is wrong").help = "right it";
  made.finding(Severity::kWarning, made.at(a, "[1,\n  2]"), "two lines");
  made.finding(Severity::kInfo, made.at(a, "b"), "a note");
  made.summary.not_checked = {"c.yaml: not checked"};
  CHECK(github(made) ==
        "::error file=live/a.yaml,line=1,endLine=1,col=4,endColumn=9,title=a-rule::it is wrong%0Ahelp: right it\n"
        "::warning file=live/a.yaml,line=2,endLine=3,title=a-rule::two lines\n"
        "::notice file=live/a.yaml,line=2,endLine=2,col=1,endColumn=2,title=a-rule::a note\n"
        "::notice title=mng-lint::c.yaml: not checked\n");
}

TEST_CASE("no text of the input ends an annotation or begins one") {
  Made made;
  const std::uint32_t a = made.source("a,b:c%\n::error::.yaml", "x\n");
  mng::lint::Finding& finding = made.finding(Severity::kError, made.at(a, "x"), "100%\n::error::x\r\n%0A::debug::");
  finding.help = "%\n::warning::\x1b[0m";
  finding.rule = "a:b,c";
  CHECK(github(made) ==
        "::error file=a%2Cb%3Ac%25\\u{a}%3A%3Aerror%3A%3A.yaml,line=1,endLine=1,col=1,endColumn=2,title=a%3Ab%2Cc::"
        "100%25\\u{a}::error::x\\u{d}\\u{a}%250A::debug::%0Ahelp: %25\\u{a}::warning::\\u{1b}[0m\n");
}

TEST_CASE("no finding is no output") {
  CHECK(github(Made()).empty());
}
