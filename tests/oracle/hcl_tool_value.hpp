#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "hcl/evaluate.hpp"
#include "hcl/parser.hpp"
#include "hcl/type.hpp"
#include "syntax/functions.hpp"

namespace mng::oracle {

/// A value with its type, as the Go program writes it too: {"null"}, {"bool"}, {"number": text}, {"string"},
/// {"tuple"|"list"|"set": […]}, {"object"|"map": {…}}, {"unknown": type}. An open list is {"open": members}.
inline nlohmann::json described(const hcl::Value& value) {
  using hcl::Kind;
  using Json = nlohmann::json;
  switch (value.kind()) {
    case Kind::kNull:
      return {{"null", true}};
    case Kind::kBool:
      return {{"bool", value.as_bool()}};
    case Kind::kNumber:
      return {{"number", hcl::number_text(value)}};
    case Kind::kString:
      return {{"string", value.as_string()}};
    case Kind::kList: {
      Json items = Json::array();
      for (const hcl::Value& item : value.items()) items.push_back(described(item));
      const char* name = value.is_tuple() ? "tuple" : value.is_set() ? "set" : "list";
      if (value.as_list().rest != nullptr) return {{"open", items}};
      return {{name, items}};
    }
    case Kind::kObject: {
      Json members = Json::object();
      for (const hcl::Entry& entry : value.entries()) members[std::string(entry.key)] = described(entry.value);
      if (value.as_object().rest != nullptr) return {{"open", members}};
      return {{value.is_map() ? "map" : "object", members}};
    }
    case Kind::kUnknown: {
      const hcl::Type* type = value.as_unknown().type;
      return {{"unknown", type == nullptr ? "any" : hcl::type_text(*type)}};
    }
    case Kind::kError:
      break;
  }
  return {{"error", ""}};
}

/// What an expression gives that may name `unk`, which is unknown, for comparison with the same in Go.
inline nlohmann::json evaluated(const std::string& text) {
  hcl::Diagnostics diagnostics;
  hcl::Arena arena;
  const hcl::Tree tree = hcl::parse_expression(text, 0, diagnostics);
  if (!diagnostics.empty()) return {{"error", diagnostics[0].message}};
  hcl::Variables scope;
  scope.set("unk", hcl::Value::unknown(arena, "unk"));
  hcl::Functions functions = syntax::terraform_functions();
  const hcl::Value value = hcl::Evaluator(tree.view(), arena, scope, functions, diagnostics).evaluate(tree.root);
  if (!diagnostics.empty()) return {{"error", diagnostics[0].message}};
  return described(value);
}

}  // namespace mng::oracle
