#include "cli/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/group_file.hpp"
#include "hcl/format.hpp"
#include "hcl/names.hpp"
#include "hcl/spell.hpp"
#include "model/conversion.hpp"
#include "report/report.hpp"

namespace mng::cli {
namespace {

/// The text of an expression in its layout at the beginning of a line; empty where it means something else, or nothing,
/// outside its block: each.key, count.index, self, and texts that run over lines.
std::string movable(const terraform::Expression& expression) {
  if (!expression) return {};
  const hcl::Ast& ast = *expression.ast;
  const hcl::Names names = hcl::names_in(ast, std::vector<hcl::NodeId>{expression.node});
  std::vector<hcl::NodeId> variables = names.variables;
  for (const hcl::NodeId access : names.accesses) variables.push_back(ast.list(ast[access])[0]);
  for (const hcl::NodeId variable : variables) {
    if (ast[variable].kind != hcl::NodeKind::kVariable) continue;
    const std::string_view name = ast.name(ast[variable]);
    if (name == "each" || name == "count" || name == "self") return {};
  }
  const hcl::Node& node = ast[expression.node];
  const std::string_view text = ast.text.substr(node.begin, node.end - node.begin);
  if (text.find("<<") != std::string_view::npos) return {};
  const std::string out = hcl::format(fmt::format("x = {}\n", text));
  return out.substr(4, out.size() - 5);
}

class Conversion {
 public:
  Conversion(const ConvertOptions& options, const std::vector<model::Form>& forms, const model::Form& to,
             const model::Vocabulary& vocabulary, hcl::Arena& arena, const Io& io)
      : options_(options),
        forms_(forms),
        to_(to),
        vocabulary_(vocabulary),
        arena_(arena),
        io_(io),
        file_(vocabulary, forms, arena) {}

  Converted run(const std::string& command) {
    std::string fault = file_.read(options_.file);
    if (fault.empty()) fault = find_groups();
    if (fault.empty()) fault = one_cluster();
    if (!fault.empty()) return {{}, fault};
    std::vector<model::Draft> drafts;
    std::set<std::string> taken;
    std::set<std::string> of_cluster;
    for (const std::size_t index : groups_) {
      const model::Group& group = file_.document().groups[index];
      const model::ConversionSubject subject{
          file_.document(),      index,           form_of(group), unlike(group, taken),
          expressions_of(group), file_.written(), file_.sources()};
      model::Conversion made = model::convert(subject, to_, vocabulary_, arena_);
      for (const std::string& lost : made.lost) note(fmt::format("{}: {}", group.name, lost));
      of_cluster.insert(made.lost_of_cluster.begin(), made.lost_of_cluster.end());
      drafts.push_back(std::move(made.draft));
    }
    for (const std::string& lost : of_cluster) note(fmt::format("of the cluster: {}", lost));
    drafts[0].head = {
        fmt::format("EKS managed node group{} of {}.", drafts.size() == 1 ? "" : "s", options_.file),
        fmt::format("Made by {}", command),
    };
    say_rest();
    return {model::write_drafts(to_, drafts, vocabulary_, arena_, options_.variables), {}};
  }

 private:
  void note(const std::string& text) { print(io_.err, fmt::format("mng-gen: note: {}\n", report::shown(text))); }

  [[nodiscard]] const model::Form& form_of(const model::Group& group) const {
    return *std::find_if(forms_.begin(), forms_.end(),
                         [&](const model::Form& form) { return form.name() == group.form; });
  }

  std::string find_groups() {
    const model::Document& document = file_.document();
    for (const model::Issue& issue : document.issues) {
      if (issue.severity != hcl::Severity::kError) continue;
      return fmt::format("{}: {}; mend it first, mng-lint {} says where", options_.file, issue.message, options_.file);
    }
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < document.groups.size(); ++i) {
      const model::Group& group = document.groups[i];
      if (file_.elsewhere(group)) continue;
      names.insert(names.end(), {group.name, group.key});
      const bool meant = options_.group.empty() || group.name == options_.group || group.key == options_.group;
      if (meant) groups_.push_back(i);
    }
    if (!groups_.empty()) return {};
    if (names.empty()) return fmt::format("{}: holds no managed node groups", options_.file);
    const std::string meant = hcl::did_you_mean(options_.group, names);
    return fmt::format("{}: there is no group `{}`{}{}", options_.file, options_.group, meant.empty() ? "" : "; ",
                       meant);
  }

  /// A document is one cluster's.
  std::string one_cluster() {
    const std::size_t at = *vocabulary_.group().index("cluster_name");
    std::set<std::string> names;
    for (const std::size_t index : groups_) {
      const hcl::Value& name = file_.document().groups[index].fields[at].written;
      if (name.is_string()) names.emplace(name.as_string());
      if (name.is_unknown()) names.emplace(name.range().known() ? file_.sources().text(name.range()) : "unknown");
    }
    if (to_.syntax() == model::Syntax::kHcl || names.size() < 2) return {};
    return fmt::format(
        "{}: has groups of several clusters ({}), and a file of {} is one cluster's: name one with --group",
        options_.file, fmt::join(names, ", "), to_.name());
  }

  /// What a group is called; one without a name by the label and key of its resource: spot-a of …spot["a"].
  static std::string name_of(const model::Group& group) {
    if (!group.is_resource || group.name != group.key) return std::string(group.name);
    std::string out;
    const std::string_view address = group.key;
    // The type, and the modules around it, stand before the label.
    const std::size_t bracket = address.ends_with(']') ? address.rfind('[') : address.size();
    const std::size_t label = address.substr(0, bracket).rfind('.') + 1;
    for (const char c : address.substr(label)) {
      const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      if (word) out += c;
      if (!word && !out.empty() && out.back() != '-') out += '-';
    }
    while (out.ends_with('-')) out.pop_back();
    return out;
  }

  /// A name as no other group of the file has it, also where Terraform takes fewer letters.
  std::string_view unlike(const model::Group& group, std::set<std::string>& taken) {
    const std::string name = name_of(group);
    std::string out = name;
    for (unsigned i = 2; !taken.insert(model::identifier(out)).second; ++i) out = fmt::format("{}-{}", name, i);
    return arena_.copy(out);
  }

  /// Expressions of a resource of the root module mean the same in a file beside it.
  [[nodiscard]] std::function<std::string(std::string_view, std::string_view)> expressions_of(
      const model::Group& group) const {
    if (file_.code() == nullptr || !group.is_resource || !group.callers.empty()) return {};
    for (const auto& [type, blocks] : file_.code()->resources) {
      for (const auto& [name, block] : blocks) {
        if (!(block.range() == group.block)) continue;
        const terraform::Block* of = &block;
        return [of](std::string_view attribute, std::string_view nested) {
          if (nested.empty()) return movable(of->attribute(attribute));
          const std::vector<terraform::Body> bodies = of->blocks(attribute);
          if (bodies.size() != 1) return std::string();
          return movable({bodies[0].ast, bodies[0].ast->expression(bodies[0].node, nested), {}});
        };
      }
    }
    return {};
  }

  /// What the file has beside the groups.
  void say_rest() {
    for (const std::string& what : file_.document().not_checked) {
      note(fmt::format("{}: {} is left out", options_.file, what));
    }
    if (file_.code() != nullptr) return;
    for (const model::Form& form : forms_) {
      if (form.name() != file_.document().form) continue;
      const std::vector<std::string> keys = model::keys_not_read(form, file_.written());
      if (!keys.empty()) {
        note(fmt::format("{}: what is no node group is left out: {}", options_.file, fmt::join(keys, ", ")));
      }
    }
  }

  const ConvertOptions& options_;
  const std::vector<model::Form>& forms_;
  const model::Form& to_;
  const model::Vocabulary& vocabulary_;
  hcl::Arena& arena_;
  const Io& io_;
  GroupFile file_;
  std::vector<std::size_t> groups_;
};

}  // namespace

Converted convert(const ConvertOptions& options, const std::vector<model::Form>& forms, const model::Form& to,
                  const model::Vocabulary& vocabulary, const std::string& command, hcl::Arena& arena, const Io& io) {
  try {
    return Conversion(options, forms, to, vocabulary, arena, io).run(command);
  } catch (const hcl::LimitExceeded& limit) {
    return {{}, fmt::format("{}: {}", options.file, limit.what())};
  }
}

}  // namespace mng::cli
