// Formats arbitrary bytes as HCL. Only white space may change, formatting again
// changes nothing, and what parsed before is the same tree after.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/format.hpp"
#include "hcl/lexer.hpp"
#include "hcl/parser.hpp"
#include "hcl/source.hpp"

namespace {

using namespace mng::hcl;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", what);
  std::abort();
}

std::string without_space(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' && c != '\t') out += c;
  }
  return out;
}

/// Whether white space stands at a dot behind a number: `1 .5` or `1. 5`.
bool number_before_dot(std::string_view text) {
  for (std::size_t at = text.find('.'); at != std::string_view::npos; at = text.find('.', at + 1)) {
    const std::size_t before = text.substr(0, at).find_last_not_of(" \t");
    const std::size_t after = text.find_first_not_of(" \t", at + 1);
    const bool apart = (before != std::string_view::npos && before + 1 < at) || after != at + 1;
    if (apart && before != std::string_view::npos && text[before] >= '0' && text[before] <= '9') return true;
  }
  return false;
}

/// A tree as text, without places: kinds, names and numbers.
std::string shape(const Tree& tree) {
  const Ast ast = tree.view();
  std::string out;
  for (NodeId id = 1; id < ast.nodes.size(); ++id) {
    const Node& node = ast[id];
    out += static_cast<char>('A' + static_cast<int>(node.kind));
    out += static_cast<char>('0' + node.op);
    switch (node.kind) {
      case NodeKind::kString:
        // Decoded or not, it is what it stands for that counts.
        out.pop_back();
        [[fallthrough]];
      case NodeKind::kName:
      case NodeKind::kVariable:
      case NodeKind::kStepAttr:
        out += without_space(ast.name(node));
        break;
      case NodeKind::kAttribute:
      case NodeKind::kBlock:
        out += ast.head(node);
        break;
      default:
        break;
    }
    out += ' ';
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string once = format(text);
  Diagnostics scanned;
  tokenize(text, 1, scanned);
  if (!scanned.empty()) {
    require(once == text, "what cannot be cut into tokens stays as it is");
    return 0;
  }
  const std::string_view kept = text.starts_with("\xEF\xBB\xBF") ? std::string_view(text).substr(3) : text;
  require(without_space(kept) == without_space(once), "only white space changes");
  const ParseLimits limits{.bytes = 1U << 16U, .depth = 40};
  Diagnostics before;
  Diagnostics after;
  const Tree old_tree = parse(text, 1, before, limits);
  const Tree new_tree = parse(once, 1, after, limits);
  // HashiCorp's layout of what does not parse is not settled at once either.
  if (!before.empty()) return 0;
  // Nor does it keep `1 .5` and `1. 5`, indices of a number, from becoming 1.5.
  if (number_before_dot(text)) return 0;
  require(format(once) == once, "formatting again changes nothing");
  require(after.empty(), "what parsed parses when it is formatted");
  require(shape(old_tree) == shape(new_tree), "what it means stays the same");
  return 0;
}
