// What is not known never fires and breaks no rule: a good group, of which one attribute after another comes from a
// data source, in each way that such a value can come.
#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

#include "lint/linter.hpp"
#include "support/catch.hpp"
#include "terraform/code.hpp"

using namespace mng;

namespace {

/// Arguments of a group in which no rule finds anything, and its blocks.
const std::map<std::string, std::string, std::less<>> kGood{
    {"cluster_name", "= \"e\""},
    {"node_group_name_prefix", "= \"w-\""},
    {"node_role_arn", "= \"arn:aws:iam::111122223333:role/n\""},
    {"capacity_type", "= \"SPOT\""},
    {"instance_types", R"(= ["m5.xlarge", "m5a.xlarge", "m6i.xlarge", "m6a.xlarge", "m7i.xlarge"])"},
    {"subnet_ids", "= [\"subnet-0a1\", \"subnet-0b2\"]"},
    {"scaling_config", "{\n    min_size = 1\n    desired_size = 2\n    max_size = 6\n  }"},
    {"update_config", "{\n    max_unavailable = 1\n  }"},
    {"taint", "{\n    key = \"spot\"\n    value = \"true\"\n    effect = \"NO_SCHEDULE\"\n  }"},
    {"lifecycle", "{\n    create_before_destroy = true\n    ignore_changes = [scaling_config[0].desired_size]\n  }"},
};

struct Judged {
  std::vector<std::string> failures;
  std::vector<std::string> findings;
};

class Judging {
 public:
  Judging() : linter_(catalogue::builtin(), {}, loaded_, diagnostics_) {}

  /// What is said of the group with other arguments, beside more code; of the cluster as a whole nothing.
  Judged with(const std::map<std::string, std::string, std::less<>>& other, const std::string& more = {}) {
    std::map<std::string, std::string, std::less<>> parts = kGood;
    for (const auto& [name, text] : other) parts[name] = text;
    text_ = "resource \"aws_eks_node_group\" \"w\" {\n";
    for (const auto& [name, text] : parts) text_ += fmt::format("  {} {}\n", name, text);
    text_ += "}\n" + more;
    hcl::Sources sources;
    terraform::MemoryTree tree;
    tree.add("main.tf", text_);
    terraform::Code code(tree, sources);
    code.load("");
    lint::Settings settings;
    settings.region = "eu-west-1";
    const lint::FileResult result = linter_.judge_terraform(code, "", {}, settings);
    Judged out;
    out.failures = result.verdict.failures;
    for (const lint::Finding& finding : result.verdict.findings) {
      const lint::Rule* rule = linter_.engine().find(finding.rule);
      // Terraform refuses two arguments that exclude each other whatever their values are.
      const bool both = finding.rule == "name-and-prefix" || finding.rule == "template-id-and-name" ||
                        finding.rule == "update-config-both";
      if (!both && (rule == nullptr || rule->category != "cluster"))
        out.findings.push_back(finding.rule + ": " + finding.message);
    }
    return out;
  }

  [[nodiscard]] const lint::Linter& linter() const { return linter_; }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  hcl::Sources loaded_;
  hcl::Diagnostics diagnostics_;
  lint::Linter linter_;
  std::string text_;
};

/// Blocks in which all that an attribute has inside is not known.
std::string block_of(const model::Attribute& attribute, std::string_view value) {
  std::string out = "{\n";
  for (const model::Attribute& nested : attribute.nested) {
    out += nested.is_block() ? fmt::format("    {} {}\n", nested.name, block_of(nested, value))
                             : fmt::format("    {} = {}\n", nested.name, value);
  }
  return out + "  }";
}

const std::vector<std::string>& not_known() {
  static const std::vector<std::string> kValues{"data.a.b.c", "data.a.b.c[0]", "tolist(data.a.b.c)",
                                                "local.x",    "var.x",         "try(data.a.b.c, null)"};
  return kValues;
}

constexpr const char* kDeclared = "locals {\n  x = data.a.b.c\n}\nvariable \"x\" {}\ndata \"a\" \"b\" {}\n";

const model::Entity& group_of(const lint::Linter& linter) {
  return linter.vocabulary().group();
}

}  // namespace

TEST_CASE("an attribute that is not known fires nothing and breaks no rule") {
  Judging judging;
  REQUIRE(judging.with({}).findings == std::vector<std::string>{});
  for (const model::Attribute& attribute : group_of(judging.linter()).attributes) {
    for (const std::string& value : not_known()) {
      const std::string part = attribute.is_block() ? block_of(attribute, value) : "= " + value;
      const Judged judged = judging.with({{std::string(attribute.name), part}}, kDeclared);
      CAPTURE(judging.text());
      CHECK(judged.failures == std::vector<std::string>{});
      CHECK(judged.findings == std::vector<std::string>{});
    }
  }
}

TEST_CASE("no value of an attribute breaks a rule") {
  Judging judging;
  for (const model::Attribute& attribute : group_of(judging.linter()).attributes) {
    for (const std::string value : {"null", "[]", "{}", "\"\"", "0", "-1", "[data.a.b.c]", "[null]", "[[]]",
                                    "{ a = null }", "{ a = data.a.b.c }", "\"${data.a.b.c}-x\"", "true", "1e400"}) {
      CAPTURE(attribute.name, value);
      CHECK(judging.with({{std::string(attribute.name), "= " + value}}, kDeclared).failures ==
            std::vector<std::string>{});
      if (!attribute.is_block()) continue;
      CHECK(judging.with({{std::string(attribute.name), block_of(attribute, value)}}, kDeclared).failures ==
            std::vector<std::string>{});
    }
  }
}
