#include "model/knowledge.hpp"

#include <fmt/format.h>

namespace mng::model {

std::string_view form_name(const KnowledgeFile& file) {
  const std::vector<hcl::NodeId> blocks = file.ast.blocks(file.ast.root, "form");
  return blocks.empty() ? std::string_view() : file.ast.label(blocks[0], 0);
}

std::vector<hcl::UserFunction> load_functions(const hcl::Ast& ast, hcl::Diagnostics& diagnostics) {
  std::vector<hcl::UserFunction> out;
  for (const hcl::NodeId block : ast.list(ast[ast.root])) {
    if (ast[block].kind != hcl::NodeKind::kBlock || ast.head(ast[block]) != "function") {
      diagnostics.push_back(
          {ast.range(ast[block]), "only `function \"name\" { … }` blocks stand here", "", hcl::Severity::kError});
      continue;
    }
    hcl::UserFunction function;
    function.name = ast.label(block, 0);
    function.ast = ast;
    function.ast.source = 0;  // what it computes has no place of its own
    const hcl::NodeId body = ast.body(block);
    const hcl::NodeId parameters = ast.expression(body, "params");
    function.result = ast.expression(body, "result");
    if (parameters == 0 || function.result == 0 || ast[parameters].kind != hcl::NodeKind::kTuple) {
      diagnostics.push_back({ast.range(ast[block]),
                             fmt::format("function `{}` needs `params = […]` and `result`", function.name), "",
                             hcl::Severity::kError});
      continue;
    }
    for (const hcl::NodeId parameter : ast.list(ast[parameters])) {
      if (ast[parameter].kind == hcl::NodeKind::kVariable) function.parameters.push_back(ast.name(ast[parameter]));
    }
    out.push_back(std::move(function));
  }
  return out;
}

}  // namespace mng::model
