// Comments that let findings be: what they cover, and what is wrong with them.
#include "lint/suppression.hpp"

#include "support/catch.hpp"

using namespace mng;

namespace {

/// What the one comment of a text covers, as the text itself.
std::string covered(const std::string& text, bool is_hcl) {
  const std::vector<lint::Ignore> found = lint::find_ignores(text, 1, is_hcl);
  REQUIRE(found.size() == 1);
  CHECK(found[0].fault == "");
  // The line break behind it is covered as well: a place may be there.
  std::string out = text.substr(found[0].begin, found[0].end - found[0].begin);
  if (out.ends_with('\n')) out.pop_back();
  return out;
}

std::string fault(const std::string& comment) {
  const std::string text = "a: 1 # " + comment + "\n";
  const std::vector<lint::Ignore> found = lint::find_ignores(text, 1, false);
  REQUIRE(found.size() == 1);
  CHECK(text.substr(found[0].place.begin, found[0].place.end - found[0].place.begin) == comment);
  return found[0].fault.empty() ? "" : found[0].fault + "; " + found[0].help;
}

std::size_t count(const std::string& text, bool is_hcl) {
  return lint::find_ignores(text, 1, is_hcl).size();
}

}  // namespace

TEST_CASE("a comment of YAML covers its line, or what stands below it") {
  CHECK(covered("a: 1\nb: 2 # mng-lint: ignore[x]\nc: 3\n", false) == "b: 2 # mng-lint: ignore[x]");
  CHECK(covered("# mng-lint: ignore[x]\na:\n  b: 1\n  c: 2\nd: 3\n", false) == "a:\n  b: 1\n  c: 2");
  CHECK(covered("k:\n  # mng-lint: ignore[x]\n  # because\n\n  a:\n    b: 1\n  d: 3\n", false) == "  a:\n    b: 1");
  // A list may be indented as its key is; a member of one ends where the next begins.
  CHECK(covered("# mng-lint: ignore[x]\na:\n- b\n- c\nd: 3\n", false) == "a:\n- b\n- c");
  CHECK(covered("a:\n  # mng-lint: ignore[x]\n  - b: 1\n    c: 2\n  - d\n", false) == "  - b: 1\n    c: 2");
  CHECK(covered("# mng-lint: ignore[x]\na: [1,\n2,\n3]\nd: 3\n", false) == "a: [1,\n2,\n3]");
  CHECK(covered("# mng-lint: ignore[x]\na: {b: 1,\n  c: 2}\nd: 3\n", false) == "a: {b: 1,\n  c: 2}");
  CHECK(covered("a: 1\n# mng-lint: ignore[x]\n", false).empty());
  CHECK(covered("a: 1\nb: 2\n# mng-lint: ignore-file[x]\n", false) == "a: 1\nb: 2\n# mng-lint: ignore-file[x]");
}

TEST_CASE("a comment of HCL covers its line, or the block or value below it") {
  CHECK(covered("a = 1\nb = 2 # mng-lint: ignore[x]\n", true) == "b = 2 # mng-lint: ignore[x]");
  CHECK(covered("a = 1 // mng-lint: ignore[x]\n", true) == "a = 1 // mng-lint: ignore[x]");
  CHECK(covered("a = 1 /* mng-lint: ignore[x] */\n", true) == "a = 1 /* mng-lint: ignore[x] */");
  CHECK(covered("# mng-lint: ignore[x]\nresource \"a\" \"b\" {\n  c = [\n    1]\n}\nd = 1\n", true) ==
        "resource \"a\" \"b\" {\n  c = [\n    1]\n}");
  CHECK(covered("x {\n  # mng-lint: ignore[x]\n  c = [\n    1,\n  ]\n  d = 1\n}\n", true) == "  c = [\n    1,\n  ]");
  CHECK(covered("/* mng-lint: ignore[x] */\na = 1\nb = 2\n", true) == "a = 1");
  CHECK(covered("/* why\n * mng-lint: ignore[x] -- so\n */\na = 1\nb = 2\n", true) == "a = 1");
  CHECK(covered("/*\r\n  mng-lint: ignore[x]\r\n*/\r\na = 1\r\nb = 2\n", true) == "a = 1\r");
  CHECK(covered("a = 1 /* why\n mng-lint: ignore[x] */\nb = 2\n", true) == "a = 1 /* why");
  CHECK(count("/* mng-lint: ignore[x]\n   mng-lint: ignore[y] */\na = 1\n", true) == 2);
  CHECK(count("/* it is not\n   so: mng-lint: ignore[y] */\na = 1\n# \n", true) == 0);
}

TEST_CASE("brackets and quotes in texts and comments open nothing") {
  CHECK(covered("# mng-lint: ignore[x]\na:\n  - echo 'starting (phase 1'\nb: 1\n", false) ==
        "a:\n  - echo 'starting (phase 1'");
  CHECK(covered("# mng-lint: ignore[x]\na:\n  - |\n    [section\n    echo 'waiting (\nb: 1\n", false) ==
        "a:\n  - |\n    [section\n    echo 'waiting (");
  CHECK(covered("a:\n  - cut -d' ' -f1 x\n# mng-lint: ignore[x]\nb: 1\nc: it's\n", false) == "b: 1");
  CHECK(covered("a:\n  - k: |\n      text\n    # mng-lint: ignore[x]\n    l: 1\n  - m\n", false) == "    l: 1");
  CHECK(covered("# mng-lint: ignore[x]\na {\n  // see (the wiki\n  b = <<-EOT\n    if [ x ; then {\n  EOT\n}\nc = 1\n",
                true) == "a {\n  // see (the wiki\n  b = <<-EOT\n    if [ x ; then {\n  EOT\n}");
  CHECK(covered("/* mng-lint: ignore[x] */ a = 1\nb = 2\n", true) == "/* mng-lint: ignore[x] */ a = 1");
}

TEST_CASE("many comments, however they stand, are found in time that grows with them alone") {
  std::string run;
  std::string nested;
  std::string code;
  for (int i = 0; i < 100000; ++i) run += "# mng-lint: ignore[x]\n";
  for (int i = 0; i < 20000; ++i) nested += "# mng-lint: ignore[x]\nx-a: [\n";
  for (int i = 0; i < 20000; ++i) code += "# mng-lint: ignore[x]\na = (\n";
  CHECK(lint::find_ignores(run + "a: 1\n", 1, false).size() == 100000);
  CHECK(lint::find_ignores(nested, 1, false).size() == 20000);
  CHECK(lint::find_ignores(code, 1, true).size() == 20000);
}

TEST_CASE("a comment above nothing covers nothing") {
  hcl::Sources sources;
  const std::string text = "a: 1\n# mng-lint: ignore[x]\n";
  const std::uint32_t source = sources.add("a.yaml", text);
  lint::Suppressions suppressions(sources, "2026-01-01");
  lint::Finding finding;
  finding.rule = "x";
  finding.place = {source, 0, 1};
  CHECK_FALSE(suppressions.covers(finding));
}

TEST_CASE("what is no comment is none") {
  CHECK(count("a: \"# mng-lint: ignore[x]\"\n", false) == 0);
  CHECK(count("a: b# mng-lint: ignore[x]\n", false) == 0);
  CHECK(count("a: |\n  # mng-lint: ignore[x]\n  b\n", false) == 0);
  CHECK(count("a: >-\n  # mng-lint: ignore[x]\nb: 1\n", false) == 0);
  CHECK(count("- |\n  # mng-lint: ignore[x]\n", false) == 0);
  CHECK(count("a: 'it'' # mng-lint: ignore[x]'\n", false) == 0);
  CHECK(count("a: 'it''s'\n# mng-lint: ignore[x]\n", false) == 1);
  CHECK(count("a: it's\n# mng-lint: ignore[x]\n", false) == 1);
  CHECK(count("a = \"# mng-lint: ignore[x]\"\n", true) == 0);
  CHECK(count("a = <<-EOT\n  # mng-lint: ignore[x]\nEOT\n", true) == 0);
  CHECK(count("# mng-lint is run here\n# see mng-lint: ignore\n", true) == 0);
}

TEST_CASE("what is wrong with a comment is said") {
  CHECK(fault("mng-lint: ignore[a, b] until=2027-01-31 -- for now").empty());
  CHECK(fault("mng-lint:ignore[a]--for now").empty());
  CHECK(fault("mng-lint: ignore") == "ignore names no rule; name the rules to let be: ignore[RULE]");
  CHECK(fault("mng-lint: ignore[]") == "ignore[] names no rule; name the rules to let be: ignore[RULE]");
  CHECK(fault("mng-lint: ingore[a]") ==
        "`ingore` is nothing that mng-lint is told in a comment; did you mean `ignore`?");
  CHECK(fault("mng-lint: disable=a") ==
        "`disable` is nothing that mng-lint is told in a comment; it is told ignore[RULE] or ignore-file[RULE]");
  CHECK(fault("mng-lint: ignore[a") == "the list of rules has no end; write ignore[RULE, RULE]");
  CHECK(fault("mng-lint: ignore[a] until=31.1.2027") == "until= takes a date; write it as until=2027-01-31");
  CHECK(fault("mng-lint: ignore[a] until=2027-13-01") == "until= takes a date; write it as until=2027-01-31");
  CHECK(fault("mng-lint: ignore[a] -- until=2027-01-31") ==
        "until= stands before the reason; write it as ignore[RULE] until=2027-01-31 -- reason");
  CHECK(fault("mng-lint: ignore[a] because") ==
        "`because` is nothing that an ignore has; a reason stands behind --, a date as until=2027-01-31 before it");
}

TEST_CASE("a finding is let be by what covers its place, its group or a call that leads to it") {
  hcl::Sources sources;
  const std::string text = "# mng-lint: ignore[x, z] until=2026-05-31\na:\n  b: 1\nc: 2\n";
  const std::uint32_t source = sources.add("a.yaml", text);
  const auto at = [&](const std::string& rule, char where) {
    lint::Finding finding;
    finding.rule = rule;
    const auto offset = static_cast<std::uint32_t>(text.find(where, text.find('\n')));
    finding.place = {source, offset, offset + 1};
    return finding;
  };
  for (const bool expired : {false, true}) {
    CAPTURE(expired);
    lint::Suppressions suppressions(sources, expired ? "2026-06-01" : "2026-05-31");
    CHECK(suppressions.covers(at("x", 'b')) == !expired);
    CHECK_FALSE(suppressions.covers(at("y", 'b')));
    CHECK_FALSE(suppressions.covers(at("x", 'c')));
    lint::Finding elsewhere = at("x", 'c');
    elsewhere.owner = at("x", 'a').place;
    CHECK(suppressions.covers(elsewhere) == !expired);
    elsewhere.owner = {};
    elsewhere.related.push_back(at("x", 'a').place);
    CHECK(suppressions.covers(elsewhere) == !expired);
    std::string said;
    const lint::Suppressions::Ran ran{[](std::string_view) { return lint::Fault{}; },
                                      [](std::string_view, const hcl::Range&) { return true; }};
    for (const lint::Finding& one : suppressions.faults(source, ran)) said += one.rule + ": " + one.message + "\n";
    CHECK(said == (expired ? "ignore-expired: this let x be until 2026-05-31, and it is found still\n" : "") +
                      std::string("ignore-unused: nothing here is told by z\n"));
  }
}
