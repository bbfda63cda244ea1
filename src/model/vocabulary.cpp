#include "model/vocabulary.hpp"

#include <fmt/format.h>

#include <array>

#include "hcl/evaluate.hpp"
#include "hcl/spell.hpp"

namespace mng::model {
namespace {

struct TypeName {
  std::string_view name;
  Type type;
};
constexpr std::array<TypeName, 10> kTypes{{{"string", Type::kString},
                                           {"number", Type::kNumber},
                                           {"integer", Type::kInteger},
                                           {"bool", Type::kBool},
                                           {"list(string)", Type::kStringList},
                                           {"set(string)", Type::kStringSet},
                                           {"map(string)", Type::kStringMap},
                                           {"block", Type::kBlock},
                                           {"list(block)", Type::kBlockList},
                                           {"set(block)", Type::kBlockSet}}};

struct ChangeName {
  std::string_view name;
  OnChange change;
};
constexpr std::array<ChangeName, 4> kChanges{{{"none", OnChange::kNone},
                                              {"in_place", OnChange::kInPlace},
                                              {"rolling", OnChange::kRolling},
                                              {"replace", OnChange::kReplace}}};

class Loader {
 public:
  Loader(const hcl::Ast& ast, hcl::Arena& arena, hcl::Diagnostics& diagnostics)
      : ast_(ast),
        diagnostics_(diagnostics),
        evaluator_(ast, arena, nothing_, hcl::terraform_functions(), diagnostics) {}

  std::vector<Entity> run() {
    std::vector<Entity> out;
    for (const hcl::NodeId block : ast_.list(ast_[ast_.root])) {
      if (ast_[block].kind != hcl::NodeKind::kBlock || ast_.head(ast_[block]) != "entity") {
        report(block, "only `entity \"name\" { … }` blocks stand here");
        continue;
      }
      out.push_back(entity(block));
    }
    return out;
  }

 private:
  void report(hcl::NodeId where, std::string message, std::string help = {}) {
    diagnostics_.push_back({ast_.range(ast_[where]), std::move(message), std::move(help), hcl::Severity::kError});
  }

  Entity entity(hcl::NodeId block) {
    Entity out;
    out.name = ast_.label(block, 0);
    for (const hcl::NodeId item : ast_.list(ast_[ast_.body(block)])) {
      const std::string_view head = ast_.head(ast_[item]);
      if (ast_[item].kind == hcl::NodeKind::kAttribute) {
        if (head == "meaning") {
          out.meaning = text(item);
        } else if (head == "doubt") {
          out.doubt = value(item).is_bool() && value(item).as_bool();
        } else {
          report(item, fmt::format("an entity has no `{}`", head));
        }
      } else if (head == "attribute") {
        out.attributes.push_back(attribute(item));
      } else if (head == "derived") {
        out.derived.push_back(derived(item));
      } else {
        report(item, fmt::format("an entity has no block `{}`", head));
      }
    }
    return out;
  }

  Derived derived(hcl::NodeId block) {
    Derived out;
    out.name = ast_.label(block, 0);
    for (const hcl::NodeId item : ast_.list(ast_[ast_.body(block)])) {
      const std::string_view head = ast_.head(ast_[item]);
      if (head == "type") {
        out.type = ast_.text.substr(ast_[ast_[item].a].begin, ast_[ast_[item].a].end - ast_[ast_[item].a].begin);
      } else if (head == "meaning") {
        out.meaning = text(item);
      } else {
        report(item, fmt::format("a derived fact has no `{}`", head));
      }
    }
    return out;
  }

  Attribute attribute(hcl::NodeId block) {
    Attribute out;
    out.name = ast_.label(block, 0);
    bool typed = false;
    for (const hcl::NodeId item : ast_.list(ast_[ast_.body(block)])) {
      const std::string_view head = ast_.head(ast_[item]);
      if (ast_[item].kind == hcl::NodeKind::kBlock) {
        if (head == "attribute") {
          out.nested.push_back(attribute(item));
        } else {
          report(item, fmt::format("an attribute has no block `{}`", head));
        }
      } else if (head == "type") {
        typed = true;
        keyword(item, kTypes, [&](const TypeName& row) { out.type = row.type; });
      } else if (head == "on_change") {
        keyword(item, kChanges, [&](const ChangeName& row) { out.on_change = row.change; });
      } else {
        property(out, item, head);
      }
    }
    if (!typed) report(block, fmt::format("attribute `{}` has no type", out.name));
    return out;
  }

  void property(Attribute& out, hcl::NodeId item, std::string_view head) {
    if (head == "meaning") {
      out.meaning = text(item);
    } else if (head == "source") {
      out.source = text(item);
    } else if (head == "since") {
      out.since = text(item);
    } else if (head == "rule") {
      out.rule = text(item);
    } else if (head == "computed") {
      out.computed = value(item).is_bool() && value(item).as_bool();
    } else if (head == "grows") {
      out.grows = value(item).is_bool() && value(item).as_bool();
    } else if (head == "characters") {
      out.characters = text(item);
    } else if (head == "begins") {
      out.begins = text(item);
    } else if (head == "required") {
      out.required = value(item).is_bool() && value(item).as_bool();
    } else if (head == "least") {
      out.least = number(item);
    } else if (head == "most") {
      out.most = number(item);
    } else if (head == "advised") {
      out.advised = number(item);
    } else if (head == "default") {
      out.fallback = value(item);
    } else if (head == "absent") {
      out.absent = value(item);
      if (!out.absent.is_list()) report(item, "absent is a list of values");
    } else if (head == "facts") {
      out.facts = value(item);
    } else if (head == "generated") {
      out.generated = value(item);
    } else if (head == "one_of" || head == "literals") {
      const hcl::Value list = value(item);
      if (!list.is_list()) return report(item, fmt::format("{} is a list of strings", head));
      std::vector<std::string_view>& names = head == "one_of" ? out.one_of : out.literals;
      for (const hcl::Value& member : list.items()) names.push_back(member.as_string());
    } else {
      static constexpr std::array<std::string_view, 20> kNames{
          "type", "one_of", "least", "most",  "advised",   "default", "absent", "on_change",  "computed", "required",
          "rule", "since",  "facts", "grows", "generated", "meaning", "source", "characters", "begins",   "literals"};
      report(item, fmt::format("an attribute has no `{}`", head), hcl::did_you_mean(head, kNames));
    }
  }

  template <class Table, class Use>
  void keyword(hcl::NodeId item, const Table& table, Use use) {
    const hcl::Node& node = ast_[ast_[item].a];
    const std::string_view word = ast_.text.substr(node.begin, node.end - node.begin);
    std::vector<std::string_view> names;
    for (const auto& row : table) {
      if (row.name == word) return use(row);
      names.push_back(row.name);
    }
    report(ast_[item].a, fmt::format("there is no {} `{}`", ast_.head(ast_[item]), word),
           hcl::did_you_mean(word, names));
  }

  hcl::Value value(hcl::NodeId item) { return evaluator_.evaluate(ast_[item].a); }
  std::optional<double> number(hcl::NodeId item) {
    const hcl::Value found = value(item);
    if (found.is_number()) return found.as_double();
    report(item, "this takes a number");
    return std::nullopt;
  }
  std::string_view text(hcl::NodeId item) {
    const hcl::Value found = value(item);
    if (found.is_string()) return found.as_string();
    report(item, "this takes a string");
    return {};
  }

  hcl::Ast ast_;
  hcl::Variables nothing_;
  hcl::Diagnostics& diagnostics_;
  hcl::Evaluator evaluator_;
};

}  // namespace

std::string_view type_name(Type type) {
  for (const TypeName& row : kTypes) {
    if (row.type == type) return row.name;
  }
  return "value";
}

bool Attribute::says(const hcl::Value& value, std::string_view fact) const {
  const hcl::Value* known = value.is_string() && facts.is_object() ? facts.get(value.as_string()) : nullptr;
  const hcl::Value* said = known == nullptr ? nullptr : known->get(fact);
  return said != nullptr && said->is_bool() && said->as_bool();
}

const Attribute* Attribute::find(std::string_view nested_name) const {
  for (const Attribute& attribute : nested) {
    if (attribute.name == nested_name) return &attribute;
  }
  return nullptr;
}

std::optional<std::size_t> Entity::index(std::string_view attribute) const {
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    if (attributes[i].name == attribute) return i;
  }
  return std::nullopt;
}

const Attribute* Entity::find(std::string_view attribute) const {
  const std::optional<std::size_t> at = index(attribute);
  return at ? &attributes[*at] : nullptr;
}

const Derived* Entity::find_derived(std::string_view derived_name) const {
  for (const Derived& fact : derived) {
    if (fact.name == derived_name) return &fact;
  }
  return nullptr;
}

std::vector<std::string_view> Entity::attribute_names() const {
  std::vector<std::string_view> out;
  out.reserve(attributes.size());
  for (const Attribute& attribute : attributes) out.push_back(attribute.name);
  return out;
}

Vocabulary Vocabulary::load(const hcl::Ast& ast, hcl::Arena& arena, hcl::Diagnostics& diagnostics) {
  Vocabulary out;
  out.entities_ = Loader(ast, arena, diagnostics).run();
  bool group = false;
  bool cluster = false;
  for (std::size_t i = 0; i < out.entities_.size(); ++i) {
    if (out.entities_[i].name == "group") out.group_ = i, group = true;
    if (out.entities_[i].name == "cluster") out.cluster_ = i, cluster = true;
  }
  if (!group || !cluster) {
    diagnostics.push_back({{ast.source, 0, 0},
                           "the vocabulary declares no entity `group` or no entity `cluster`",
                           "",
                           hcl::Severity::kError});
    out.entities_.resize(std::max<std::size_t>(out.entities_.size(), 1));
  }
  return out;
}

const Entity* Vocabulary::find(std::string_view entity) const {
  for (const Entity& candidate : entities_) {
    if (candidate.name == entity) return &candidate;
  }
  return nullptr;
}

}  // namespace mng::model
