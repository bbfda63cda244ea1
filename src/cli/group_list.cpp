#include "cli/group_list.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "hcl/json_text.hpp"
#include "report/report.hpp"

namespace mng::cli {
namespace {

using Json = nlohmann::ordered_json;
using hcl::Value;

Json json_of(const Value& value, const hcl::Expressions& expressions) {
  if (value.is_unknown()) {
    const auto text = expressions.find(&value.as_unknown());
    return text == expressions.end() ? Json(nullptr) : Json(text->second);
  }
  if (value.is_list()) {
    Json out = Json::array();
    for (const Value& item : value.items()) out.push_back(json_of(item, expressions));
    return out;
  }
  if (value.is_object()) {
    Json out = Json::object();
    for (const hcl::Entry& entry : value.entries()) {
      out[std::string(entry.key)] = json_of(entry.value, expressions);
    }
    return out;
  }
  return value.is_string() ? Json(value.as_string()) : Json::parse(hcl::json_text(value));
}

}  // namespace

std::string type_lists_of(const std::vector<model::Draft>& groups, std::vector<std::string>& unknown) {
  std::string out;
  bool first = true;
  for (const model::Draft& group : groups) {
    const Value* types = group.attributes.get("instance_types");
    if (types == nullptr || !types->is_list() || !types->wholly_known()) {
      unknown.emplace_back(group.name);
      continue;
    }
    if (!first) out += '\n';
    first = false;
    for (const Value& type : types->items()) {
      if (type.is_string()) out += report::shown(type.as_string()) + '\n';
    }
  }
  return out;
}

std::string groups_json(const std::vector<model::Draft>& groups, std::string_view command) {
  Json list = Json::array();
  for (const model::Draft& group : groups) {
    list.push_back({{"name", group.name}, {"attributes", json_of(group.attributes, group.expressions)}});
  }
  const Json out{{"command", command}, {"groups", std::move(list)}};
  // Nothing but ASCII: a terminal acts on nothing of it.
  return out.dump(2, ' ', true, Json::error_handler_t::replace) + '\n';
}

}  // namespace mng::cli
