#include "model/program_errors.hpp"

#include "hcl/parser.hpp"
#include "model/knowledge.hpp"
#include "support/catch.hpp"

using namespace mng;

namespace {

/// The first thing that is wrong with a file of errors; empty where nothing is.
std::string fault(const std::string& text) {
  hcl::Diagnostics diagnostics;
  const hcl::Tree tree = hcl::parse(text, 0, diagnostics);
  model::load_program_errors(tree.view(), diagnostics);
  return diagnostics.empty() ? std::string() : diagnostics[0].message;
}

}  // namespace

TEST_CASE("errors of aws are built in, in the order in which they are looked for") {
  hcl::Diagnostics diagnostics;
  const std::vector<model::ProgramError> errors =
      model::load_program_errors(model::builtin_aws_errors().ast, diagnostics);
  CHECK(diagnostics.empty());
  REQUIRE(errors.size() == 8);
  CHECK(errors[0].said[0] == "(ExpiredToken");
  CHECK(errors[1].cause == "access denied");
}

TEST_CASE("what is misspelt or missing in a file of errors is reported") {
  const std::string rest = "cause = \"a\"\n cure = \"b\"\n source = \"c\"\n";
  CHECK(fault("error \"x\" {\n said = [\"y\"]\n " + rest + "}\n").empty());
  CHECK(fault("error \"x\" {\n " + rest + "}\n") == "error `x` needs `said`, a list of texts");
  CHECK(fault("error \"x\" {\n said = [\"\"]\n " + rest + "}\n") == "error `x` needs `said`, a list of texts");
  CHECK(fault("error \"x\" {\n said = [y]\n " + rest + "}\n") == "error `x` needs `said`, a list of texts");
  CHECK(fault("error \"x\" {\n said = [\"y\"]\n cause = \"a\"\n cure = \"b\"\n}\n") ==
        "error `x` needs a text `source`");
  CHECK(fault("error \"x\" {\n said = [\"y\"]\n hint = \"d\"\n " + rest + "}\n") == "an error has no `hint`");
  CHECK(fault("said = 1\n") == "only `error \"name\" { … }` blocks stand here");
}
