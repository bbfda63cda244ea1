#include "model/program_errors.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mng::model {

std::vector<ProgramError> load_program_errors(const hcl::Ast& ast, hcl::Diagnostics& diagnostics) {
  std::vector<ProgramError> out;
  const auto report = [&](hcl::NodeId where, std::string message) {
    diagnostics.push_back({ast.range(ast[where]), std::move(message), "", hcl::Severity::kError});
  };
  for (const hcl::NodeId block : ast.list(ast[ast.root])) {
    if (ast[block].kind != hcl::NodeKind::kBlock || ast.head(ast[block]) != "error") {
      report(block, "only `error \"name\" { … }` blocks stand here");
      continue;
    }
    const hcl::NodeId body = ast.body(block);
    ProgramError error;
    std::string source;
    for (const auto& [name, text] :
         {std::pair("cause", &error.cause), std::pair("cure", &error.cure), std::pair("source", &source)}) {
      const hcl::NodeId expression = ast.expression(body, name);
      if (expression == 0 || !ast.literal_text(expression, *text) || text->empty()) {
        report(block, fmt::format("error `{}` needs a text `{}`", ast.label(block, 0), name));
      }
    }
    const hcl::NodeId said = ast.expression(body, "said");
    if (said != 0 && ast[said].kind == hcl::NodeKind::kTuple) {
      for (const hcl::NodeId member : ast.list(ast[said])) {
        if (!ast.literal_text(member, error.said.emplace_back())) error.said.back().clear();
      }
    }
    // An empty part would tell every error.
    const auto is_empty = [](const std::string& part) { return part.empty(); };
    if (error.said.empty() || std::any_of(error.said.begin(), error.said.end(), is_empty)) {
      report(block, fmt::format("error `{}` needs `said`, a list of texts", ast.label(block, 0)));
    }
    for (const hcl::NodeId item : ast.list(ast[body])) {
      const std::string_view head = ast.head(ast[item]);
      if (head != "said" && head != "cause" && head != "cure" && head != "source") {
        report(item, fmt::format("an error has no `{}`", head));
      }
    }
    out.push_back(std::move(error));
  }
  return out;
}

}  // namespace mng::model
