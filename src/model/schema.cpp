#include "model/schema.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace mng::model {
namespace {

using Json = nlohmann::ordered_json;

Json object_of(const std::vector<Attribute>& attributes);

Json value_json(const hcl::Value& value) {
  switch (value.kind()) {
    case hcl::Kind::kBool:
      return value.as_bool();
    case hcl::Kind::kNumber:
      return value.is_integer() ? Json(value.as_integer()) : Json(value.as_double());
    case hcl::Kind::kString:
      return value.as_string();
    case hcl::Kind::kList: {
      Json out = Json::array();
      for (const hcl::Value& item : value.items()) out.push_back(value_json(item));
      return out;
    }
    default:
      return nullptr;
  }
}

Json bounds(const Attribute& attribute, std::string_view least, std::string_view most) {
  Json out = Json::object();
  if (attribute.least) out[std::string(least)] = static_cast<std::int64_t>(*attribute.least);
  if (attribute.most) out[std::string(most)] = static_cast<std::int64_t>(*attribute.most);
  return out;
}

Json typed(const Attribute& attribute) {
  // The linter reads a number where a string is wanted; so may an editor.
  const Json text = {{"type", Json::array({"string", "number", "boolean"})}};
  Json out;
  switch (attribute.type) {
    case Type::kString:
      if (!attribute.one_of.empty()) {
        out["enum"] = attribute.one_of;
      } else {
        out = {{"type", Json::array({"string", "number"})}};
        out.update(bounds(attribute, "minLength", "maxLength"));
      }
      break;
    case Type::kNumber:
    case Type::kInteger:
      out["type"] = attribute.type == Type::kInteger ? "integer" : "number";
      out.update(bounds(attribute, "minimum", "maximum"));
      break;
    case Type::kBool:
      out["type"] = "boolean";
      break;
    case Type::kStringList:
    case Type::kStringSet:
      out["type"] = "array";
      out["items"] = {{"type", Json::array({"string", "number"})}};
      out.update(bounds(attribute, "minItems", "maxItems"));
      break;
    case Type::kStringMap:
      out["type"] = "object";
      out["additionalProperties"] = text;
      break;
    case Type::kBlock:
      out = object_of(attribute.nested);
      break;
    case Type::kBlockList:
    case Type::kBlockSet:
      out["type"] = "array";
      out["items"] = object_of(attribute.nested);
      out.update(bounds(attribute, "minItems", "maxItems"));
      break;
  }
  return out;
}

Json described(const Attribute& attribute) {
  Json out = {{"description", attribute.meaning}};
  if (attribute.fallback && !attribute.fallback->is_object()) out["default"] = value_json(*attribute.fallback);
  out.update(typed(attribute));
  return out;
}

Json object_of(const std::vector<Attribute>& attributes) {
  Json out = {{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
  for (const Attribute& attribute : attributes) out["properties"][std::string(attribute.name)] = described(attribute);
  return out;
}

/// `x-*` as a pattern of a schema.
Json ignored(const std::vector<std::string_view>& patterns) {
  Json out = Json::object();
  for (std::string_view pattern : patterns) {
    const bool open = pattern.ends_with('*');
    if (open) pattern.remove_suffix(1);
    std::string text = "^";
    for (const char c : pattern) text += c == '$' || c == '.' ? std::string("\\") + c : std::string(1, c);
    out[open ? text : text + "$"] = true;
  }
  return out;
}

}  // namespace

std::string json_schema(const Form& form, const Vocabulary& vocabulary) {
  Json group = object_of(vocabulary.group().attributes);
  group["description"] = vocabulary.group().meaning;
  group["patternProperties"] = ignored(form.group().ignore);

  Json root = {{"$schema", "http://json-schema.org/draft-07/schema#"},
               {"title", fmt::format("{}.yaml", form.name())},
               {"type", "object"},
               {"additionalProperties", false}};
  Json& properties = root["properties"] = Json::object();
  for (const FormField& field : form.cluster().fields) {
    const Attribute* attribute = vocabulary.cluster().find(field.attribute);
    if (attribute != nullptr && !field.path.empty()) {
      properties[std::string(field.path[0].key)] = described(*attribute);
    }
  }
  const Json reference = {{"$ref", "#/definitions/group"}};
  if (!form.group().defaults.empty()) {
    properties[std::string(form.group().defaults)] = {{"description", "merged under every group"},
                                                      {"$ref", "#/definitions/group"}};
  }
  const std::string groups(form.group().at.empty() ? std::string_view() : form.group().at[0].key);
  properties[groups] = {{"description", "the groups, by name, or as a list"},
                        {"oneOf", Json::array({{{"type", "object"}, {"additionalProperties", reference}},
                                               {{"type", "array"}, {"items", reference}}})}};
  root["required"] = Json::array({groups});
  root["patternProperties"] = ignored(form.cluster().ignore);
  root["definitions"] = {{"group", group}};
  return root.dump(2) + "\n";
}

}  // namespace mng::model
