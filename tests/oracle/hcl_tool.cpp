// src/hcl behind a command line, for comparisons with HashiCorp's code. One request a line of standard input, one line
// of JSON for each on standard output.
//   mng-hcl-tool json      a path: the file as hcl2json converts it, or the first error
//   mng-hcl-tool format    a path: the file's text formatted
//   mng-hcl-tool eval      an expression as a JSON string: its value, or the error
//   mng-hcl-tool parse     paths: parses them and prints how many had errors (for measuring)

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "hcl/evaluate.hpp"
#include "hcl/format.hpp"
#include "hcl/parser.hpp"
#include "hcl_tool_value.hpp"

namespace {

using namespace mng::hcl;
using Json = nlohmann::json;

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Literal text as it must stand in a JSON template.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] == '$' || text[i] == '%') && i + 1 < text.size() && text[i + 1] == '{') out += text[i];
    out += text[i];
  }
  return out;
}

/// A tree as hcl2json writes it: literals as JSON, all else as `${source}`.
class Converter {
 public:
  explicit Converter(const Ast& ast) : ast_(ast) {}

  Json body(NodeId id) {
    Json out = Json::object();
    for (const NodeId item : ast_.list(ast_[id])) {
      if (ast_[item].kind == NodeKind::kBlock) block(item, out);
    }
    for (const NodeId item : ast_.list(ast_[id])) {
      if (ast_[item].kind == NodeKind::kAttribute) out[std::string(ast_.head(ast_[item]))] = expression(ast_[item].a);
    }
    return out;
  }

 private:
  void block(NodeId id, Json& out) {
    Json* at = &out;
    std::string key(ast_.head(ast_[id]));
    for (std::size_t i = 0; i + 1 < ast_[id].b; ++i) {
      at = &(*at)[key];
      key = ast_.label(id, i);
    }
    (*at)[key].push_back(body(ast_.body(id)));
  }

  std::string source(NodeId id) {
    std::uint32_t end = ast_[id].end;
    if (end < ast_.text.size() && ast_.text[end] == ')') ++end;  // as hcl2json has it
    return std::string(ast_.text.substr(ast_[id].begin, end - ast_[id].begin));
  }
  std::string wrapped(NodeId id) { return "${" + source(id) + "}"; }

  Json literal(NodeId id) {
    const Node& node = ast_[id];
    if (node.kind == NodeKind::kNumber) {
      if (node.op == 0) return ast_.integer(node);
      return ast_.real(node);
    }
    if (node.op == 0) return nullptr;
    return node.op == 2;
  }

  Json expression(NodeId id) {
    const Node& node = ast_[id];
    switch (node.kind) {
      case NodeKind::kLiteral:
      case NodeKind::kNumber:
        return literal(id);
      case NodeKind::kUnary: {
        const NodeKind operand = ast_[node.a].kind;
        if (operand == NodeKind::kNumber && static_cast<Operator>(node.op) == Operator::kNegate) {
          const Json value = literal(node.a);
          if (value.is_number_integer()) return -value.get<std::int64_t>();
          return -value.get<double>();
        }
        if (operand == NodeKind::kLiteral && static_cast<Operator>(node.op) == Operator::kNot) {
          return !literal(node.a).get<bool>();
        }
        return wrapped(id);
      }
      case NodeKind::kString:
        return escaped(ast_.name(node));
      case NodeKind::kTemplate:
        if (const NodeId only = wrap(id); only != 0) return expression(only);
        return parts(id);
      case NodeKind::kTuple: {
        Json out = Json::array();
        for (const NodeId member : ast_.list(node)) out.push_back(expression(member));
        return out;
      }
      case NodeKind::kObject: {
        Json out = Json::object();
        for (const NodeId item : ast_.list(node)) out[key(item)] = expression(ast_[item].b);
        return out;
      }
      default:
        return wrapped(id);
    }
  }

  /// The expression of "${x}" alone.
  NodeId wrap(NodeId id) {
    const Node& node = ast_[id];
    if (node.kind != NodeKind::kTemplate || node.op != 0 || node.b != 1) return 0;
    const NodeId only = ast_.list(node)[0];
    const NodeKind kind = ast_[only].kind;
    const bool part = kind == NodeKind::kString && ast_.text[ast_[only].begin] != '"';
    return part || kind == NodeKind::kTemplateIf || kind == NodeKind::kTemplateFor ? 0 : only;
  }

  std::string key(NodeId item) {
    const Node& node = ast_[item];
    if (node.op == 1) return std::string(ast_.name(ast_[node.a]));
    if (ast_[node.a].kind == NodeKind::kVariable) return source(node.a);
    if (ast_[node.a].kind == NodeKind::kAccess && is_traversal(node.a)) return source(node.a);
    return part(node.a);
  }
  bool is_traversal(NodeId id) {
    const auto steps = ast_.list(ast_[id]);
    if (ast_[steps[0]].kind != NodeKind::kVariable) return false;
    for (const NodeId step : steps.subspan(1)) {
      const Node& node = ast_[step];
      const bool literal = node.kind == NodeKind::kStepIndex &&
                           (ast_[node.a].kind == NodeKind::kNumber || ast_[node.a].kind == NodeKind::kString);
      if (node.kind != NodeKind::kStepAttr && !literal) return false;
    }
    return true;
  }

  std::string parts(NodeId id) {
    std::string out;
    for (const NodeId child : ast_.list(ast_[id])) out += part(child);
    return out;
  }
  std::string part(NodeId id) {
    const Node& node = ast_[id];
    switch (node.kind) {
      case NodeKind::kLiteral:
        return node.op == 0 ? "null" : node.op == 2 ? "true" : "false";
      case NodeKind::kNumber:
        return number_text(node.op == 0 ? Value::number(ast_.integer(node)) : Value::number(ast_.real(node)));
      case NodeKind::kString:
        return escaped(ast_.name(node));
      case NodeKind::kTemplate:
        if (const NodeId only = wrap(id); only != 0) return part(only);
        return parts(id);
      case NodeKind::kConditional: {
        const auto children = ast_.list(node);
        return directive_if(children[0], part(children[1]), part(children[2]));
      }
      case NodeKind::kTemplateIf: {
        const auto children = ast_.list(node);
        return directive_if(children[0], parts(children[1]), parts(children[2]));
      }
      case NodeKind::kTemplateFor: {
        const auto children = ast_.list(node);
        std::string out = "%{for ";
        if (children[0] != 0) out += std::string(ast_.name(ast_[children[0]])) + ", ";
        out += std::string(ast_.name(ast_[children[1]])) + " in " + source(children[2]) + "}";
        return out + parts(children[3]) + "%{endfor}";
      }
      default:
        return wrapped(id);
    }
  }
  std::string directive_if(NodeId condition, const std::string& then, const std::string& otherwise) {
    return "%{if " + source(condition) + "}" + then + (otherwise.empty() ? "" : "%{else}" + otherwise) + "%{endif}";
  }

  const Ast& ast_;
};

Json error_of(const Source& source, const Diagnostics& diagnostics) {
  const Diagnostic& first = diagnostics[0];
  return {{"line", source.position(first.range.begin).line}, {"error", first.message}};
}

Json to_json(const std::string& path) {
  Sources sources;
  const std::uint32_t id = sources.add(path, read(path));
  Diagnostics diagnostics;
  const Tree tree = parse(sources[id].text(), id, diagnostics);
  if (!diagnostics.empty()) {
    Json lines = Json::array();
    for (const Diagnostic& one : diagnostics) lines.push_back(sources[id].position(one.range.begin).line);
    Json out = error_of(sources[id], diagnostics);
    out["lines"] = lines;
    return out;
  }
  const Ast ast = tree.view();
  return {{"json", Converter(ast).body(tree.root)}};
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  std::size_t broken = 0;
  std::size_t bytes = 0;
  for (std::string line; std::getline(std::cin, line);) {
    Json out;
    if (mode == "json") {
      out = to_json(line);
    } else if (mode == "format") {
      out = {{"text", format(read(line))}};
    } else if (mode == "eval") {
      out = mng::oracle::evaluated(Json::parse(line).get<std::string>());
    } else if (mode == "parse") {
      const std::string text = read(line);
      Diagnostics diagnostics;
      parse(text, 1, diagnostics);
      broken += diagnostics.empty() ? 0 : 1;
      bytes += text.size();
      continue;
    } else {
      std::cerr << "usage: mng-hcl-tool json|format|eval|parse\n";
      return 2;
    }
    std::cout << out.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  }
  if (mode == "parse") std::cout << broken << " of " << bytes << " bytes\n";
  return 0;
}
