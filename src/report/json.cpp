#include <nlohmann/json.hpp>

#include "report/report.hpp"

namespace mng::report {
namespace {

using Json = nlohmann::ordered_json;

void add_place(Json& out, const hcl::Sources& sources, const hcl::Range& range) {
  const hcl::Source& source = sources[range.source];
  const hcl::Position begin = source.position(range.begin);
  const hcl::Position end = source.position(range.end);
  out["path"] = source.path();
  if (!source.revision().empty()) out["revision"] = source.revision();
  out["line"] = begin.line;
  out["column"] = begin.column;
  out["end_line"] = end.line;
  out["end_column"] = end.column;
}

}  // namespace

std::string json(const Input& input) {
  Json out;
  out["version"] = 1;
  out["tool"] = {{"name", "mng-lint"}, {"version", input.version}, {"catalogue", input.catalogue_date}};
  out["findings"] = Json::array();
  for (const lint::Finding& finding : input.findings) {
    Json one;
    one["rule"] = finding.rule;
    one["severity"] = lint::severity_name(finding.severity);
    one["message"] = finding.message;
    add_place(one, input.sources, finding.place);
    one["group"] = finding.group.empty() ? Json(nullptr) : Json(finding.group);
    if (!finding.also.empty()) one["also_of"] = finding.also;
    if (!finding.address.empty()) one["address"] = finding.address;
    one["help"] = finding.help.empty() ? Json(nullptr) : Json(finding.help);
    one["url"] = nullptr;
    one["labels"] = Json::array();
    for (const lint::Label& label : finding.labels) {
      Json place;
      place["text"] = label.text;
      add_place(place, input.sources, label.range);
      one["labels"].push_back(std::move(place));
    }
    one["fix"] = nullptr;
    out["findings"].push_back(std::move(one));
  }
  const Summary& summary = input.summary;
  out["summary"] = {{"files", summary.files},
                    {"groups", summary.groups},
                    {"errors", summary.errors},
                    {"warnings", summary.warnings},
                    {"infos", summary.infos},
                    {"undecided", summary.undecided},
                    {"not_checked", summary.not_checked}};
  for (const model::Score& one : summary.scores) {
    out["scores"].push_back({{"group", one.group},
                             {"score", one.points ? Json(*one.points) : Json()},
                             {"types", one.types},
                             {"zones", one.zones == 0 ? Json() : Json(one.zones)},
                             {"pools", one.pools},
                             {"often_interrupted_pools", one.often},
                             {"families", one.families},
                             {"generations", one.generations},
                             {"vendors", one.vendors}});
  }
  if (!summary.failures.empty()) out["failures"] = summary.failures;
  if (!summary.undecided_causes.empty()) out["undecided"] = summary.undecided_causes;
  // ASCII only, and bytes that are no UTF-8 replaced: nothing in it can act on a terminal.
  return out.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace mng::report
