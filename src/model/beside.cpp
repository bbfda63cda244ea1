#include "model/beside.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hcl/evaluate.hpp"
#include "hcl/format.hpp"
#include "hcl/parser.hpp"
#include "hcl/write.hpp"

namespace mng::model {

using hcl::Ast;
using hcl::NodeId;
using hcl::NodeKind;

namespace {

/// Replacements in a text, by where they begin.
class Edits {
 public:
  void replace(std::uint32_t begin, std::uint32_t end, std::string with) {
    edits_.push_back({begin, end, std::move(with)});
  }
  [[nodiscard]] std::string apply(std::string_view text) {
    std::stable_sort(edits_.begin(), edits_.end(), [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
    std::string out;
    std::uint32_t at = 0;
    for (const Edit& edit : edits_) {
      out += text.substr(at, edit.begin - at);
      out += edit.with;
      at = edit.end;
    }
    out += text.substr(at);
    return out;
  }

 private:
  struct Edit {
    std::uint32_t begin;
    std::uint32_t end;
    std::string with;
  };
  std::vector<Edit> edits_;
};

std::string source_of(const Ast& ast, NodeId node) {
  return std::string(ast.text.substr(ast[node].begin, ast[node].end - ast[node].begin));
}

/// An expression inside a template; a template's own text as it stands.
std::string in_template(const Ast& ast, NodeId expression) {
  std::string text = source_of(ast, expression);
  const NodeKind kind = ast[expression].kind;
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  if (quoted && (kind == NodeKind::kString || kind == NodeKind::kTemplate)) return text.substr(1, text.size() - 2);
  return "${" + text + "}";
}

/// Makes a block a second one beside it.
class BlockBeside {
 public:
  BlockBeside(std::string_view text, const Form& form, const Beside& beside, const Vocabulary& vocabulary)
      : tree_(hcl::parse(text, 0, ignored_)),
        ast_(tree_.view()),
        form_(form),
        beside_(beside),
        vocabulary_(vocabulary),
        block_(ast_.blocks(ast_.root, "resource").empty() ? 0 : ast_.blocks(ast_.root, "resource")[0]) {}

  std::string run() {
    if (block_ == 0) return {};
    body_ = ast_.body(block_);
    const std::span<const std::uint32_t> labels = ast_.list(ast_[block_]);
    const hcl::Node& label = ast_[labels[1]];
    edits_.replace(label.begin, label.end, fmt::format("\"{}\"", beside_.label));
    name();
    for (const hcl::Entry* entry : beside_.set.in_source_order()) set(entry->key, hcl::expression_text(entry->value));
    lifecycle();
    if (!added_.empty()) insert(block_, added_);
    return hcl::format(edits_.apply(ast_.text) + "\n");
  }

 private:
  /// The offset behind the brace that opens a block.
  [[nodiscard]] std::uint32_t open(NodeId block) const {
    const std::span<const std::uint32_t> labels = ast_.list(ast_[block]).first(ast_[block].b - 1);
    const std::uint32_t from = labels.empty() ? ast_[block].begin + ast_[block].extra : ast_[labels.back()].end;
    return static_cast<std::uint32_t>(ast_.text.find('{', from)) + 1;
  }

  /// Puts lines at the beginning of a block, whatever stands behind its brace.
  void insert(NodeId block, std::string lines) {
    lines.pop_back();  // mostly a line break is there
    const std::uint32_t begin = open(block);
    const std::size_t next = ast_.text.find_first_not_of(" \t\r", begin);
    const bool one_line = next != std::string_view::npos && ast_.text[next] != '\n' && ast_.text[next] != '#' &&
                          !ast_.text.substr(next).starts_with("//");
    edits_.replace(begin, begin, "\n" + lines + (one_line ? "\n" : ""));
    if (one_line) edits_.replace(ast_[block].end - 1, ast_[block].end - 1, "\n");
  }

  void set(std::string_view attribute, const std::string& expression) {
    const std::string line = fmt::format("{} = {}", attribute, expression);
    if (const NodeId item = ast_.attribute(body_, attribute); item != 0) {
      edits_.replace(ast_[item].begin, ast_[item].end, line);
    } else {
      added_ += line + "\n";
    }
  }

  /// A name or prefix gives way to a prefix that goes on from it: w, or w-, to w-spot-. What is too long for
  /// that gives way to one that goes on from the label.
  void name() {
    const NodeId name = ast_.attribute(body_, "node_group_name");
    const NodeId prefix = ast_.attribute(body_, "node_group_name_prefix");
    const bool by_name = name != 0 && source_of(ast_, ast_[name].a) != "null";
    const NodeId item = by_name || prefix == 0 ? name : prefix;
    std::string begins = item == 0 || beside_.too_long ? beside_.name : in_template(ast_, ast_[item].a);
    // A prefix that is computed ends with a dash as well.
    const bool dash = begins.ends_with('-') || (item == prefix && begins.ends_with('}'));
    const std::string end = fmt::format("{}{}-", dash ? "" : "-", beside_.suffix);
    const Attribute* attribute = vocabulary_.group().find("node_group_name_prefix");
    const std::size_t most =
        attribute != nullptr && attribute->most ? static_cast<std::size_t>(*attribute->most) : begins.size();
    if (begins.find("${") == std::string::npos && begins.size() + end.size() > most && most > end.size()) {
      begins.resize(most - end.size());
      while (!begins.empty() && begins.back() == '-') begins.pop_back();
    }
    const std::string line = fmt::format("node_group_name_prefix = \"{}{}\"", begins, end);
    for (const NodeId one : {name, prefix}) {
      if (one != 0) edits_.replace(ast_[one].begin, ast_[one].end, one == item ? line : std::string());
    }
    if (item == 0) added_ += line + "\n";
  }

  /// What the form appends to a group it writes, where the block has not got it; and nothing frozen that is set.
  void lifecycle() {
    const Ast& form = form_.ast();
    const std::vector<NodeId> own = ast_.blocks(body_, "lifecycle");
    for (const NodeId append : appended()) {
      for (const NodeId item : form.blocks(form.body(append), "lifecycle")) {
        std::string missing;
        for (const NodeId one : form.list(form[form.body(item)])) {
          if (form[one].kind != NodeKind::kAttribute) continue;
          const bool there = !own.empty() && ast_.attribute(ast_.body(own[0]), form.head(form[one])) != 0;
          if (!there) missing += fmt::format("{} = {}\n", form.head(form[one]), source_of(form, form[one].a));
        }
        if (own.empty()) {
          const std::uint32_t end = ast_[block_].end - 1;
          edits_.replace(end, end, fmt::format("\nlifecycle {{\n{}}}\n", missing));
        } else if (!missing.empty()) {
          insert(own[0], missing);
        }
      }
    }
    for (const NodeId block : own) guards(ast_.body(block));
  }

  /// What the form appends to a group without a name of its own, which the new one is: the first that it has.
  [[nodiscard]] std::vector<NodeId> appended() const {
    std::vector<NodeId> all = form_.ast().blocks(form_.group().write, "append");
    all.resize(std::min<std::size_t>(all.size(), 1));
    return all;
  }

  /// What the form's own lifecycle has for an argument.
  [[nodiscard]] std::string form_has(std::string_view argument) const {
    const Ast& form = form_.ast();
    for (const NodeId append : appended()) {
      for (const NodeId block : form.blocks(form.body(append), "lifecycle")) {
        if (const NodeId value = form.expression(form.body(block), argument); value != 0) return source_of(form, value);
      }
    }
    return "[]";
  }

  /// The lifecycle of the old group, as the new one needs it: first made, nothing frozen that would be fixed anew.
  void guards(NodeId body) {
    if (const NodeId first = ast_.attribute(body, "create_before_destroy"); first != 0) {
      edits_.replace(ast_[first].begin, ast_[first].end, "create_before_destroy = true");
    }
    const NodeId ignored = ast_.attribute(body, "ignore_changes");
    if (ignored == 0) return;
    if (ast_[ast_[ignored].a].kind != NodeKind::kTuple) {
      edits_.replace(ast_[ignored].begin, ast_[ignored].end,
                     fmt::format("ignore_changes = {}", form_has("ignore_changes")));
      return;
    }
    std::string kept;
    bool dropped = false;
    for (const NodeId member : ast_.list(ast_[ast_[ignored].a])) {
      const std::string path = source_of(ast_, member);
      const Attribute* attribute = vocabulary_.group().find(path);
      if (attribute != nullptr && attribute->on_change == OnChange::kReplace) {
        dropped = true;
      } else {
        kept += (kept.empty() ? "" : ", ") + path;
      }
    }
    if (dropped) edits_.replace(ast_[ignored].begin, ast_[ignored].end, fmt::format("ignore_changes = [{}]", kept));
  }

  hcl::Diagnostics ignored_;
  hcl::Tree tree_;
  Ast ast_;
  const Form& form_;
  const Beside& beside_;
  const Vocabulary& vocabulary_;
  NodeId block_;
  NodeId body_ = 0;
  Edits edits_;
  std::string added_;
};

}  // namespace

std::string block_beside(std::string_view text, const Form& form, const Beside& beside, const Vocabulary& vocabulary) {
  std::string out = BlockBeside(text, form, beside, vocabulary).run();
  // A block that is written in a way that nothing was made for is not written at all.
  hcl::Diagnostics faults;
  hcl::parse(out, 0, faults);
  return faults.empty() ? out : std::string();
}

}  // namespace mng::model
