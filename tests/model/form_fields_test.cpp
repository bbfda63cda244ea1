#include "hcl/parser.hpp"
#include "support/read.hpp"

using mng::test::ReadDocument;
using mng::test::words;

namespace {

/// A form that spells everything otherwise: the table of fields at work.
constexpr std::string_view kForm = R"(
form "other" {
  syntax  = yaml
  needles = ["pools"]
  detect  = has(input, "pools")
  cluster {
    at = "meta"
    field "region" {
      path = "region"
    }
  }
  group {
    at     = "pools[*]"
    ignore = ["ssh"]
    field "node_group_name" {
      path = "name"
    }
    field "capacity_type" {
      path   = "spot"
      values = { SPOT = true, ON_DEMAND = false }
    }
    field "instance_types" {
      path      = "types"
      or_single = "type"
      default   = ["m5.large"]
    }
    field "disk_size" {
      path = "volume.size"
    }
    field "taint" {
      path = "taints"
      field "effect" {
        path   = "effect"
        values = { NO_SCHEDULE = "NoSchedule" }
      }
    }
  }
  not_checked {
    at = "selfManaged[*]"
    as = "self-managed node group"
  }
}
)";

struct OwnForm {
  mng::hcl::Diagnostics diagnostics;
  mng::hcl::Tree tree;
  mng::model::KnowledgeFile file;

  explicit OwnForm(std::string_view text) : tree(mng::hcl::parse(text, 1, diagnostics)) {
    file = {"other", tree.view()};
  }
};

/// What loading a form complains of first.
std::string complaint(const std::string& text) {
  mng::hcl::Arena arena;
  mng::hcl::Diagnostics diagnostics;
  const auto vocabulary = mng::model::Vocabulary::load(mng::model::builtin_vocabulary().ast, arena, diagnostics);
  const mng::hcl::Tree tree = mng::hcl::parse(text, 1, diagnostics);
  mng::model::Form::load(tree.view(), vocabulary, arena, diagnostics);
  return diagnostics.empty() ? "" : diagnostics[0].message + "|" + diagnostics[0].help;
}

}  // namespace

TEST_CASE("fields map paths, spellings, single members and defaults") {
  OwnForm own(kForm);
  REQUIRE(own.diagnostics.empty());
  ReadDocument read(
      "meta: {region: eu-west-1}\npools:\n"
      "  - {name: a, spot: true, type: m5.xlarge, volume: {size: 50}, taints: [{key: k, effect: NoSchedule}], ssh: 1}\n"
      "  - {name: b, spot: false, types: [c5.large, c5a.large]}\n  - {name: c}\nselfManaged: [{}, {}]\n",
      {}, &own.file);
  CHECK(read.document.issues.size() == 0);
  REQUIRE(read.document.groups.size() == 3);
  CHECK(read.attribute(0, "capacity_type").as_string() == "SPOT");
  CHECK(read.at(read.attribute(0, "capacity_type")) == "true");
  CHECK(words(read.attribute(0, "instance_types")) == "m5.xlarge");
  CHECK(read.attribute(0, "disk_size").as_integer() == 50);
  CHECK(read.attribute(0, "taint").items()[0].get("effect")->as_string() == "NO_SCHEDULE");
  CHECK(read.attribute(1, "capacity_type").as_string() == "ON_DEMAND");
  CHECK(words(read.attribute(1, "instance_types")) == "c5.large c5a.large");
  CHECK_FALSE(read.field(2, "instance_types").given);
  CHECK(words(read.attribute(2, "instance_types")) == "m5.large");
  CHECK(read.facts->cluster("region").as_string() == "eu-west-1");
  REQUIRE(read.document.not_checked.size() == 1);
  CHECK(read.document.not_checked[0] == "2 self-managed node groups");
}

TEST_CASE("a form that is misspelt does not load") {
  const auto with = [](std::string_view inner) {
    return complaint("form \"f\" {\n  syntax = yaml\n  " + std::string(inner) + "\n}\n");
  };
  CHECK(with("detekt = true") == "a form has no `detekt`|did you mean `detect`?");
  CHECK(with("detect = has(inputt, \"x\")") == "there is no `inputt` here|did you mean `input`?");
  CHECK(with("detect = haas(input, \"x\")") == "there is no function `haas`|did you mean `has`?");
  CHECK(with("group {\n field \"capacity_typ\" {\n path = \"x\"\n }\n }") ==
        "entity group has no attribute `capacity_typ`|did you mean `capacity_type`?");
  CHECK(with("group {\n field \"capacity_type\" {\n path = \"x\"\n values = { SPOTT = true }\n }\n }") ==
        "`capacity_type` has no value SPOTT|");
  CHECK(with("group {\n field \"capacity_type\" {\n pth = \"x\"\n }\n }") ==
        "a field has no `pth`|did you mean `path`?");
  for (const char* wrong : {"21", "{ a = 21 }", "{ a = [] }", "{ a = [20.5] }", "{ a = [\"21\"] }"}) {
    CHECK(with("group {\n versions = " + std::string(wrong) + "\n }") ==
          "`versions` takes a map of a key to the major versions that have it: { key = [20, 21] }|");
  }
  CHECK(with("typd = true") == "a form has no `typd`|did you mean `typed`?");
  CHECK(with("group {\n bools = true\n }") == "`bools` takes a list of strings|");
}

TEST_CASE("what is said in a form in the wrong way is told, and not passed over") {
  const auto with = [](const std::string& inner) {
    return complaint("form \"f\" {\n  syntax = yaml\n  " + inner + "\n}\n");
  };
  for (const std::string list : {"needles", "modules", "placeholders"}) {
    CHECK(with(list + " = [1]") == "`" + list + "` takes a list of strings|");
  }
  CHECK(with("group {\n at = \"x[*]\"\n mark \"m\" {\n keys = [\"a\", null]\n }\n }") ==
        "`keys` takes a list of strings|");
  for (const std::string flag : {"typed", "old_bools", "changes_groups"}) {
    CHECK(with(flag + " = \"yes\"") == "`" + flag + "` takes true or false|");
    CHECK(with(flag + " = true").empty());
  }
  for (const std::string flag : {"lenient", "shallow", "vocabulary"}) {
    CHECK(with("group {\n at = \"x[*]\"\n " + flag + " = 1\n }") == "`" + flag + "` takes true or false|");
  }
  CHECK(with("group {\n at = \"x[*]\"\n mark \"m\" {\n own = \"no\"\n }\n }") == "`own` takes true or false|");
  CHECK(complaint("form {\n  syntax = yaml\n}\n") == "a form has a name: form \"name\" { … }|");
  const std::string twice = "field \"disk_size\" {\n path = \"a\"\n }\n field \"disk_size\" {\n path = \"b\"\n }\n";
  CHECK(with("group {\n at = \"x[*]\"\n " + twice + " }") ==
        "`disk_size` has a field already; all that is said of it is in one|");
  const std::string size = "field \"min_size\" {\n path = \"a\"\n }\n";
  CHECK(with("group {\n at = \"x[*]\"\n field \"scaling_config\" {\n path = \".\"\n value = null\n" + size + size +
             " }\n }") == "`min_size` has a field already; all that is said of it is in one|");
}
