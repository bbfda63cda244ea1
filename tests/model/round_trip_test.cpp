#include <algorithm>
#include <random>
#include <set>

#include "model/draft.hpp"
#include "model/form_terraform.hpp"
#include "support/read.hpp"
#include "terraform/evaluation.hpp"

using mng::hcl::Entry;
using mng::hcl::Value;
using mng::model::Attribute;
using mng::model::Type;

namespace {

/// Texts that mean something to HCL, YAML, a shell or a terminal.
constexpr std::string_view kTexts[] = {
    "a",       "",         " a ",  "${x}",      "%{ if x }",  "$${x}", "\"",      "\\",      "a: b",
    "# c",     "- d",      "true", "no",        "0x1F",       "1_000", "1:20",    "null",    "~",
    "!!int 1", "&a",       "*a",   "a\nb",      "a\r\nb",     "\ta",   "é日本",   "<<EOT",   "$HOME",
    "`id`",    "\x1b[31m", "\x7f", "</script>", "{{x}}",      "[a]",   "{a: b}",  "|",       ">",
    "%TAG",    "a,b",      "'",    "a#b",       "2001-01-01", "1e3",   "\u2028x", "\ufeffx", "a  b  ",
    "...",     "--- a",    "? a",  "@a",        "=",          "<<",    "\u202ex", "\u061c",
};

/// Makes groups by what the vocabulary says of attributes.
class Maker {
 public:
  /// `plain`: without `$`, which stands for what is filled in before the file is used.
  Maker(unsigned seed, bool plain, mng::hcl::Arena& arena) : random_(seed), plain_(plain), arena_(arena) {}

  std::size_t below(std::size_t n) { return random_() % n; }

  Value value(const Attribute& attribute) {
    switch (attribute.type) {
      case Type::kString:
        return string(attribute);
      case Type::kNumber:
      case Type::kInteger: {
        const auto least = static_cast<std::int64_t>(attribute.least.value_or(0));
        const auto most = static_cast<std::int64_t>(attribute.most.value_or(1000));
        return Value::number(least + static_cast<std::int64_t>(below(static_cast<std::size_t>(most - least) + 1)));
      }
      case Type::kBool:
        return Value::boolean(below(2) == 0);
      case Type::kStringList:
      case Type::kStringSet: {
        std::vector<Value> items;
        for (std::size_t i = below(4) + 1; i > 0; --i)
          items.push_back(string(attribute, "subnet-" + std::to_string(i)));
        return Value::list(arena_, items);
      }
      case Type::kStringMap: {
        std::vector<Entry> entries;
        for (std::size_t i = below(4) + 1; i > 0; --i) entries.push_back({text(), Value::string(text()), {}, 0});
        return Value::object(arena_, std::move(entries));
      }
      case Type::kBlock:
        return block(attribute);
      case Type::kBlockList:
      case Type::kBlockSet: {
        std::vector<Value> items;
        std::set<std::string> keys;
        for (std::size_t i = below(3) + 1; i > 0; --i) {
          const Value item = block(attribute);
          // Two taints of one key and effect are one.
          std::string key;
          for (const Entry& entry : item.entries()) {
            if (entry.key != "value" && entry.value.is_string()) key += std::string(entry.value.as_string()) + '\n';
          }
          if (keys.insert(key).second) items.push_back(item);
        }
        return Value::list(arena_, items);
      }
    }
    return Value::null();
  }

  std::string_view text() {
    const std::string_view one = kTexts[below(std::size(kTexts))];
    return plain_ && one.find('$') != std::string_view::npos ? "plain" : one;
  }

 private:
  Value string(const Attribute& attribute, std::string_view otherwise = {}) {
    if (!attribute.one_of.empty()) return Value::string(attribute.one_of[below(attribute.one_of.size())]);
    if (!otherwise.empty()) return Value::string(arena_.copy(otherwise));
    if (!attribute.characters.empty()) return Value::string(below(2) == 0 ? "a-1_" : "B0-");
    // An empty text is as good as none to the provider.
    const std::string_view any = text();
    return Value::string(any.empty() ? "x" : any);
  }

  Value block(const Attribute& attribute) {
    std::vector<Entry> entries;
    for (const Attribute& nested : attribute.nested) {
      if (nested.required || below(2) == 0) entries.push_back({nested.name, value(nested), {}, 0});
    }
    if (entries.empty()) entries.push_back({attribute.nested[0].name, value(attribute.nested[0]), {}, 0});
    return Value::object(arena_, std::move(entries));
  }

  std::mt19937 random_;
  bool plain_;
  mng::hcl::Arena& arena_;
};

/// A value as one text, whatever the order of a set and what is null.
std::string shown(const Attribute& attribute, const Value& value) {
  if (attribute.is_block() && value.is_object()) {
    std::string out;
    for (const Attribute& nested : attribute.nested) {
      const Value* inner = value.get(nested.name);
      if (inner != nullptr && !inner->is_null()) out += std::string(nested.name) + '=' + shown(nested, *inner) + ';';
    }
    return '{' + out + '}';
  }
  if (!value.is_list()) return mng::hcl::expression_text(value);
  std::vector<std::string> members;
  for (const Value& item : value.items()) {
    members.push_back(attribute.is_block() ? shown(attribute, item) : mng::hcl::expression_text(item));
  }
  if (attribute.type == Type::kStringSet || attribute.type == Type::kBlockSet)
    std::sort(members.begin(), members.end());
  std::string out;
  for (const std::string& member : members) out += member + ',';
  return '[' + out + ']';
}

/// One text of a form, read.
struct Read {
  mng::hcl::Sources sources;
  mng::terraform::MemoryTree tree;
  mng::terraform::Code code{tree, sources};
  std::optional<mng::model::FormModules> modules;
  std::optional<mng::terraform::Evaluation> evaluation;
  mng::syntax::YamlFile yaml;
  mng::model::Document document;

  Read(const mng::model::Form& form, const std::string& text, const mng::model::Vocabulary& vocabulary,
       mng::hcl::Arena& arena) {
    const std::span<const mng::model::Form> forms(&form, 1);
    if (form.syntax() == mng::model::Syntax::kHcl) {
      tree.add("main.tf", text);
      code.load("");
      modules.emplace(forms);
      evaluation.emplace(code, arena, *modules, std::string(), mng::terraform::Given{});
      REQUIRE(evaluation->root() != nullptr);
      CHECK(evaluation->root()->module().diagnostics.empty());
      document = read_terraform(*modules, forms, *evaluation, vocabulary);
      return;
    }
    yaml = mng::syntax::read_yaml(sources, sources.add("x.yaml", text), arena);
    REQUIRE(yaml.documents.size() == 1);
    document = form.read(yaml.documents[0].value, yaml.documents[0].range, vocabulary, sources, arena);
  }
};

struct Target {
  const char* form;
  /// What it has no place for: eksctl takes templates by their ids and no capacity block without its reservation, and
  /// the module has a capacity block's types in the template.
  const char* lost;
};

}  // namespace

TEST_CASE("a thousand random groups come back from every form that is written") {
  constexpr unsigned kGroups = 1000;
  const Target target = GENERATE(
      Target{"terraform", ""}, Target{"nodegroups", ""},
      Target{"eksctl",
             "ami_type capacity_type force_update_version launch_template launch_template.name node_group_name_prefix "
             "region "
             "tags_all timeouts "
             "update_config.update_strategy version warm_pool_config"},
      Target{"terraform-aws-modules/eks", "instance_types launch_template.name tags_all timeouts warm_pool_config"});
  CAPTURE(target.form);
  mng::hcl::Arena knowledge;
  mng::hcl::Diagnostics diagnostics;
  const auto vocabulary = mng::model::Vocabulary::load(mng::model::builtin_vocabulary().ast, knowledge, diagnostics);
  const auto form =
      mng::model::Form::load(mng::model::builtin_form(target.form)->ast, vocabulary, knowledge, diagnostics);
  REQUIRE(form);
  std::set<std::string> lost;
  for (unsigned seed = 0; seed < kGroups; ++seed) {
    mng::hcl::Arena arena;
    Maker make(seed, std::string_view(target.form) == "eksctl", arena);
    std::vector<Entry> attributes;
    const bool own_template = make.below(2) == 0;
    for (const Attribute& attribute : vocabulary.group().attributes) {
      if (!attribute.required && make.below(2) == 0) continue;
      const std::string_view name = attribute.name;
      // What excludes each other at AWS.
      if (own_template ? name == "disk_size" || name == "remote_access" : name == "launch_template") continue;
      if (name == "node_group_name_prefix" && attributes.back().key == "node_group_name") continue;
      if (name == "node_group_name_prefix") {
        attributes.push_back({name, Value::string("spot-"), {}, 0});
        continue;
      }
      attributes.push_back({name, make.value(attribute), {}, 0});
    }
    mng::model::Draft draft;
    draft.name = make.text();
    draft.attributes = Value::object(arena, attributes);
    draft.fallbacks = Value::object(arena, {});
    draft.cluster = Value::object(arena, {{"name", *draft.attributes.get("cluster_name"), {}, 0}});
    draft.head = {"a ${b}\n\x1b[31m"};
    const std::string text = write_drafts(*form, {draft}, vocabulary, arena);
    CAPTURE(seed, text);
    const Read read(*form, text, vocabulary, arena);
    REQUIRE(read.document.groups.size() == 1);
    const auto& fields = read.document.groups[0].fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const Attribute& attribute = vocabulary.group().attributes[i];
      if (attribute.name == "cluster_name") continue;  // of a document it may stand above the group
      const Value* before = draft.attributes.get(attribute.name);
      const Value& after = fields[i].written;
      CAPTURE(attribute.name);
      if (before == nullptr) {
        if (*target.lost == '\0') CHECK_FALSE(fields[i].given);
        continue;
      }
      if (shown(attribute, *before) == shown(attribute, after)) continue;
      if (!before->is_object() || !after.is_object() || attribute.type != Type::kBlock) {
        lost.insert(std::string(attribute.name));
        continue;
      }
      for (const Attribute& nested : attribute.nested) {
        const Value* left = before->get(nested.name);
        const Value* right = after.get(nested.name);
        if (left == nullptr || (right != nullptr && shown(nested, *left) == shown(nested, *right))) continue;
        lost.insert(std::string(attribute.name) + '.' + std::string(nested.name));
      }
    }
  }
  std::string names;
  for (const std::string& name : lost) names += (names.empty() ? "" : " ") + name;
  CHECK(names == target.lost);
}
