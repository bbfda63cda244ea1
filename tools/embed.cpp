// Turns rules/, forms/ and data/*.hcl into constant tables: parses
// and checks them, leaves out what only documentation needs, and prints C++.
// A file with a fault ends the build with its place.
//
//   mng-embed OUTPUT VOCABULARY LIBRARY MIGRATION AWS-ERRORS FORM… -- RULE…

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "hcl/parser.hpp"
#include "hcl/source.hpp"
#include "lint/rule.hpp"
#include "model/form.hpp"
#include "model/knowledge.hpp"
#include "model/migration.hpp"
#include "model/program_errors.hpp"
#include "model/vocabulary.hpp"

namespace {

using mng::hcl::Ast;
using mng::hcl::Node;
using mng::hcl::NodeId;
using mng::hcl::NodeKind;

struct File {
  std::string name;
  mng::hcl::Tree tree;
};

class Embedder {
 public:
  File load(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) fail(fmt::format("{}: cannot be read", path));
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    File file;
    file.name = std::filesystem::path(path).stem().string();
    const std::uint32_t source = sources_.add(path, std::move(text));
    file.tree = mng::hcl::parse(sources_[source].text(), source, diagnostics_);
    return file;
  }

  void check(const File& vocabulary, const File& library, const File& migration, const File& aws_errors,
             const std::vector<File>& forms, const std::vector<File>& rules) {
    finish();
    const auto words = mng::model::Vocabulary::load(vocabulary.tree.view(), arena_, diagnostics_);
    finish();
    mng::hcl::Functions functions = mng::hcl::engine_functions();
    functions.user = mng::model::load_functions(library.tree.view(), diagnostics_);
    mng::model::check_migrations(migration.tree.view(), words, diagnostics_);
    mng::model::load_program_errors(aws_errors.tree.view(), diagnostics_);
    for (const File& form : forms) mng::model::Form::load(form.tree.view(), words, arena_, diagnostics_);
    for (const File& rule : rules) {
      const auto loaded = mng::lint::load_rule(rule.tree.view(), words, functions, arena_, diagnostics_);
      if (loaded && loaded->name != rule.name) fail(fmt::format("rules/{}.hcl holds rule {}", rule.name, loaded->name));
      mng::lint::load_page(rule.tree.view(), arena_, diagnostics_);
    }
    finish();
  }

 private:
  [[noreturn]] static void fail(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    std::exit(1);
  }
  void finish() {
    if (diagnostics_.empty()) return;
    for (const mng::hcl::Diagnostic& diagnostic : diagnostics_) {
      const auto& source = sources_[diagnostic.range.source];
      const auto place = source.position(diagnostic.range.begin);
      std::fprintf(stderr, "%s:%u:%u: error: %s%s%s\n", source.path().c_str(), place.line, place.column,
                   diagnostic.message.c_str(), diagnostic.help.empty() ? "" : "; ", diagnostic.help.c_str());
    }
    std::exit(1);
  }

  mng::hcl::Sources sources_;
  mng::hcl::Arena arena_;
  mng::hcl::Diagnostics diagnostics_;
};

/// A copy of what is reachable from the root, prose left out.
class Compactor {
 public:
  explicit Compactor(const Ast& from) : from_(from) { nodes.emplace_back(); }

  NodeId copy(NodeId id) {
    if (id == 0) return 0;
    Node node = from_[id];
    switch (node.kind) {
      case NodeKind::kString:
        if (node.op == 1) {
          const std::string_view text = from_.name(node);
          node.a = static_cast<std::uint32_t>(strings.size());
          strings += text;
        }
        break;
      case NodeKind::kTemplate:
      case NodeKind::kTemplateIf:
      case NodeKind::kTemplateFor:
      case NodeKind::kAccess:
      case NodeKind::kStepSplat:
      case NodeKind::kCall:
      case NodeKind::kConditional:
      case NodeKind::kTuple:
      case NodeKind::kObject:
      case NodeKind::kFor:
      case NodeKind::kBody:
      case NodeKind::kBlock: {
        std::vector<NodeId> children;
        for (const NodeId child : from_.list(node)) {
          const bool item = node.kind == NodeKind::kBody;
          if (!item || !mng::lint::is_prose(from_.head(from_[child]))) children.push_back(copy(child));
        }
        node.a = static_cast<std::uint32_t>(lists.size());
        node.b = static_cast<std::uint32_t>(children.size());
        lists.insert(lists.end(), children.begin(), children.end());
        break;
      }
      case NodeKind::kBinary:
      case NodeKind::kObjectItem:
        node.a = copy(node.a);
        node.b = copy(node.b);
        break;
      case NodeKind::kUnary:
      case NodeKind::kParen:
      case NodeKind::kStepIndex:
      case NodeKind::kAttribute:
        node.a = copy(node.a);
        break;
      default:
        break;
    }
    nodes.push_back(node);
    return static_cast<NodeId>(nodes.size() - 1);
  }

  std::vector<Node> nodes;
  std::vector<std::uint32_t> lists;
  std::string strings;

 private:
  const Ast& from_;
};

std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '\n':
        out += "\\n\"\n    \"";
        break;
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '?':
        out += "\\?";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7F) {
          out += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
        } else {
          out += c;
        }
    }
  }
  return out + "\"";
}

class Printer {
 public:
  /// Prints the tables of one file; returns the expression that names them.
  std::string file(const File& file) {
    const std::size_t index = count_++;
    const Ast ast = file.tree.view();
    Compactor compact(ast);
    const NodeId root = compact.copy(ast.root);
    out += fmt::format("constexpr char kText{}[] =\n    {};\n", index, literal(ast.text));
    out += fmt::format("constexpr char kStrings{}[] =\n    {};\n", index, literal(compact.strings));
    out += fmt::format("constexpr hcl::Node kNodes{}[] = {{\n", index);
    for (const Node& node : compact.nodes) {
      out += fmt::format("    {{K{{{}}}, {}, {}, {}, {}, {}u, {}u}},\n", static_cast<unsigned>(node.kind), node.op,
                         node.extra, node.begin, node.end, node.a, node.b);
    }
    out += "};\n";
    out += fmt::format("constexpr std::uint32_t kLists{}[] = {{", index);
    for (const std::uint32_t id : compact.lists) out += fmt::format("{}, ", id);
    out += compact.lists.empty() ? "0};\n" : "};\n";
    return fmt::format(
        "{{{1}, {{{{kText{0}, sizeof(kText{0}) - 1}}, {{kStrings{0}, sizeof(kStrings{0}) - 1}}, kNodes{0}, kLists{0}, "
        "{2}, 0}}}}",
        index, literal(file.name), root);
  }
  void files(std::string_view name, const std::vector<File>& all) {
    std::string rows;
    for (const File& one : all) rows += fmt::format("    {},\n", file(one));
    out += fmt::format("constexpr model::KnowledgeFile {}[] = {{\n{}}};\n", name, rows);
  }
  std::string out;

 private:
  std::size_t count_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 5) {
    std::fprintf(stderr, "usage: mng-embed OUTPUT VOCABULARY LIBRARY MIGRATION AWS-ERRORS FORM... -- RULE...\n");
    return 2;
  }
  Embedder embedder;
  const File vocabulary = embedder.load(arguments[1]);
  const File library = embedder.load(arguments[2]);
  const File migration = embedder.load(arguments[3]);
  const File aws_errors = embedder.load(arguments[4]);
  std::vector<File> forms;
  std::vector<File> rules;
  bool in_rules = false;
  for (std::size_t i = 5; i < arguments.size(); ++i) {
    if (arguments[i] == "--") {
      in_rules = true;
    } else {
      (in_rules ? rules : forms).push_back(embedder.load(arguments[i]));
    }
  }
  embedder.check(vocabulary, library, migration, aws_errors, forms, rules);

  Printer printer;
  printer.out =
      "// Generated by tools/embed.cpp from rules/, forms/ and data/*.hcl.\n"
      "#include \"model/knowledge.hpp\"\n\nnamespace mng {\nnamespace {\n\nusing K = hcl::NodeKind;\n\n";
  printer.files("kVocabulary", {vocabulary});
  printer.files("kLibrary", {library});
  printer.files("kMigrations", {migration});
  printer.files("kAwsErrors", {aws_errors});
  printer.files("kForms", forms);
  printer.files("kRules", rules);
  printer.out +=
      "\n}  // namespace\n\nnamespace model {\n"
      "std::span<const KnowledgeFile> builtin_rules() { return kRules; }\n"
      "std::span<const KnowledgeFile> builtin_forms() { return kForms; }\n"
      "const KnowledgeFile& builtin_vocabulary() { return kVocabulary[0]; }\n"
      "const KnowledgeFile& builtin_library() { return kLibrary[0]; }\n"
      "const KnowledgeFile& builtin_migrations() { return kMigrations[0]; }\n"
      "const KnowledgeFile& builtin_aws_errors() { return kAwsErrors[0]; }\n"
      "}  // namespace model\n}  // namespace mng\n";
  std::ofstream out(arguments[0], std::ios::binary);
  out << printer.out;
  out.close();
  if (!out) {
    std::fprintf(stderr, "%s: cannot be written\n", arguments[0].c_str());
    return 1;
  }
  return 0;
}
