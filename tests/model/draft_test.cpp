#include "model/draft.hpp"

#include "catalogue/select.hpp"
#include "support/read.hpp"
#include "syntax/yaml_write.hpp"

using mng::test::ReadDocument;
using mng::test::words;

TEST_CASE("reading back what was written gives the same group") {
  ReadDocument with("cluster_name: e\nnode_groups: {}\n");
  const auto& tables = mng::catalogue::builtin();
  mng::catalogue::Query query;
  query.vcpu = GENERATE(2U, 8U);
  query.memory_mib = query.vcpu * GENERATE(2U, 8U) * 1024;
  query.architecture = GENERATE(mng::catalogue::kX86_64, mng::catalogue::kArm64);
  query.region = "eu-west-1";
  query.count = mng::model::most_types(with.vocabulary);
  const auto types = mng::catalogue::select(tables, query);
  REQUIRE_FALSE(types.empty());
  const auto draft = mng::model::make_draft(tables, with.vocabulary, query, types, "", "mng-gen", with.arena);
  const auto value = mng::model::document_value(*with.form, draft, with.vocabulary, with.arena);
  const std::string text = mng::syntax::write_yaml(value, draft.head);
  CAPTURE(text);
  ReadDocument read(text);
  CHECK(read.document.issues.empty());
  REQUIRE(read.document.groups.size() == 1);
  CHECK(read.document.groups[0].key == draft.name);
  CHECK(read.facts->cluster("region").as_string() == "eu-west-1");
  for (const auto& attribute : with.vocabulary.group().attributes) {
    CAPTURE(attribute.name);
    const auto* written = draft.attributes.get(attribute.name);
    if (written == nullptr) written = draft.fallbacks.get(attribute.name);
    CHECK(read.field(0, attribute.name).given == (written != nullptr));
    if (written != nullptr) {
      const bool same = mng::hcl::equal(read.field(0, attribute.name).written, *written);
      CHECK(same);
    }
  }
}

TEST_CASE("a draft takes the machine image of its architecture") {
  ReadDocument with("cluster_name: e\nnode_groups: {}\n");
  mng::catalogue::Query query;
  query.vcpu = 4;
  query.memory_mib = 16384;
  query.architecture = mng::catalogue::kArm64;
  const auto& tables = mng::catalogue::builtin();
  const auto types = mng::catalogue::select(tables, query);
  const auto draft = mng::model::make_draft(tables, with.vocabulary, query, types, "", "mng-gen", with.arena);
  CHECK(draft.name == "spot-4vcpu-16gib-arm64");
  CHECK(draft.attributes.get("ami_type")->as_string() == "AL2023_ARM_64_STANDARD");
  CHECK(draft.attributes.get("capacity_type")->as_string() == "SPOT");
}

TEST_CASE("strings that YAML would take for something else are quoted") {
  mng::hcl::Arena arena;
  using mng::hcl::Value;
  for (const char* text :
       {"true", "null", "1.30", "",      "a: b",   "- a",        "#x", "$HOME", "${X}", "0x1F", "~", "a\nb", "é",
        "'",    "\"",   "{a}",  " lead", "trail ", "2026-01-01", "<<", "*a",    "&a",   "!t",   "%", "@",    "`"}) {
    CAPTURE(text);
    const Value value = Value::object(arena, {{"k", Value::string(text), {}, 0}});
    const std::string written = mng::syntax::write_yaml(value, {});
    mng::hcl::Sources sources;
    const auto file = mng::syntax::read_yaml(sources, sources.add("x", written), arena);
    CAPTURE(written);
    REQUIRE(file.ok());
    const Value* back = file.documents[0].value.get("k");
    REQUIRE(back != nullptr);
    REQUIRE(back->is_string());
    CHECK(back->as_string() == text);
  }
}

TEST_CASE("what YAML 1.1 takes for something else is quoted, in keys as in values") {
  mng::hcl::Arena arena;
  using mng::hcl::Value;
  const auto written = [&](const char* text) {
    return mng::syntax::write_yaml(Value::object(arena, {{text, Value::string(text), {}, 0}}), {});
  };
  for (const std::string text :
       {"yes", "No", "on",   "OFF", "y", "N",          "0x10", "1e3",  "012", "1_000", "1:30",
        ".5",  "+1", ".inf", "<<",  "=", "2001-01-01", "true", "null", "~",   "- a",   "a: b"}) {
    CHECK(written(text.c_str()) == "\"" + text + "\": \"" + text + "\"\n");
  }
  for (const std::string text : {"team", "nodes", "m5.xlarge", "once", "a-b"}) {
    CHECK(written(text.c_str()) == text + ": " + text + "\n");
  }
  CHECK(written("$HOME") == "'$HOME': '$HOME'\n");
  // Ends of lines to a reader of YAML 1.1.
  CHECK(written("a\xE2\x80\xA8") == "\"a\\u2028\": \"a\\u2028\"\n");
  CHECK(written("a\xC2\x85") == "\"a\\x85\": \"a\\x85\"\n");
  // What turns the direction of text.
  CHECK(written("a\u202e") == "\"a\\u202e\": \"a\\u202e\"\n");
  CHECK(written("\u061c$") == "\"\\u061c$\": \"\\u061c$\"\n");
  CHECK(written("a\u200b") == "a\u200b: a\u200b\n");
  CHECK(mng::syntax::write_yaml(Value::boolean(true), {"a\u2066b"}) == "# a?b\ntrue\n");
  CHECK(mng::syntax::write_yaml(Value::boolean(true), {"a\xE2\x80\xA9"
                                                       "b\xC2\x85"
                                                       "c\n"}) == "# a?b?c?\ntrue\n");
}
