// Prints what is known of a root module's locals and resource arguments, and
// the code that terraform console needs to compute the same: a JSON object.
// For scripts/corpus-console.
//
//   mng-corpus-values REPOSITORY FOLDER

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "hcl/json_text.hpp"
#include "lint/linter.hpp"
#include "model/form_terraform.hpp"

namespace {

using namespace mng;
using Json = nlohmann::ordered_json;

std::string_view text_of(const hcl::Ast& ast, hcl::NodeId node) {
  return ast.text.substr(ast[node].begin, ast[node].end - ast[node].begin);
}

/// Each name with its expression and its value as JSON text, where that is known.
void add(Json& out, const std::string& name, const terraform::Expression& expression, const hcl::Value& value) {
  if (!value.wholly_known() || value.is_error()) return;
  out[name] = {{"text", text_of(*expression.ast, expression.node)}, {"value", hcl::json_text(value)}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  hcl::Sources sources;
  hcl::Diagnostics diagnostics;
  const lint::Linter linter(catalogue::builtin(), {}, sources, diagnostics);
  const model::FormModules modules(linter.forms());
  const std::string root = std::filesystem::canonical(argv[1]).string();
  const terraform::DiskTree tree(root, root);
  terraform::Code code(tree, sources);
  code.load(argv[2]);
  hcl::Arena arena;
  terraform::Evaluation run(code, arena, modules, argv[2], {});
  if (run.root() == nullptr) return 1;
  const terraform::Module& module = run.root()->module();
  Json out{{"variables", Json::array()}, {"locals", Json::object()}, {"arguments", Json::object()}};
  for (const auto& [name, block] : module.variables) out["variables"].push_back(text_of(*block.ast, block.node));
  for (const auto& [name, expression] : module.locals) {
    add(out["locals"], std::string(name), expression, run.root()->local(name));
  }
  for (const auto& [type, of_type] : module.resources) {
    for (const auto& [name, block] : of_type) {
      if (block.attribute("count") || block.attribute("for_each")) continue;
      const hcl::Ast& ast = *block.ast;
      for (const hcl::NodeId item : ast.list(ast[ast.body(block.node)])) {
        if (ast[item].kind != hcl::NodeKind::kAttribute) continue;
        const std::string_view head = ast.head(ast[item]);
        if (head == "depends_on" || head == "provider") continue;
        const terraform::Expression expression = block.attribute(head);
        add(out["arguments"], fmt::format("{}.{}.{}", type, name, head), expression, run.root()->evaluate(expression));
      }
    }
  }
  fmt::print("{}\n", out.dump(-1, ' ', true, Json::error_handler_t::replace));
  return 0;
}
