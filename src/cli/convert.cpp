#include "cli/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "cli/group_file.hpp"
#include "cli/group_list.hpp"
#include "cli/judged.hpp"
#include "hcl/format.hpp"
#include "hcl/names.hpp"
#include "hcl/spell.hpp"
#include "model/conversion.hpp"
#include "model/draft.hpp"
#include "model/image.hpp"
#include "model/unread.hpp"
#include "report/report.hpp"

namespace mng::cli {
namespace {

/// The text of an expression in its layout at the beginning of a line; empty where it names nothing, or means something
/// else or nothing outside its block (each.key, count.index, self), or cannot be shown as it is.
std::string movable(const terraform::Expression& expression) {
  if (!expression) return {};
  const hcl::Ast& ast = *expression.ast;
  const hcl::Names names = hcl::names_in(ast, std::vector<hcl::NodeId>{expression.node});
  std::vector<hcl::NodeId> variables = names.variables;
  for (const hcl::NodeId access : names.accesses) variables.push_back(ast.list(ast[access])[0]);
  bool any = false;
  for (const hcl::NodeId variable : variables) {
    if (ast[variable].kind != hcl::NodeKind::kVariable) continue;
    const std::string_view name = ast.name(ast[variable]);
    if (name == "each" || name == "count" || name == "self") return {};
    any = true;
  }
  const hcl::Node& node = ast[expression.node];
  const std::string_view text = ast.text.substr(node.begin, node.end - node.begin);
  if (!any || text.find("<<") != std::string_view::npos) return {};
  const std::string out = hcl::format(fmt::format("x = {}\n", text));
  for (std::string_view rest = out; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    if (report::shown(line) != line) return {};
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  return out.substr(4, out.size() - 5);
}

class Conversion {
 public:
  Conversion(const ConvertOptions& options, const std::vector<model::Form>& forms, const model::Form& to,
             const model::Vocabulary& vocabulary, const catalogue::Tables& tables, hcl::Arena& arena, const Io& io)
      : options_(options),
        forms_(forms),
        to_(to),
        vocabulary_(vocabulary),
        tables_(tables),
        arena_(arena),
        io_(io),
        shown_(options.file == "-" ? "standard input" : options.file),
        file_(vocabulary, forms, arena) {}

  Converted run(const std::string& command) {
    std::string fault = file_.read({options_.file, options_.group, io_.in, options_.given, options_.value_files});
    if (fault.empty()) fault = find_groups();
    if (fault.empty()) fault = one_cluster();
    if (!fault.empty()) return {{}, fault};
    std::vector<model::Draft> drafts;
    std::set<std::string> taken;
    std::set<std::string> of_cluster;
    std::map<std::string, std::string> names;  // of groups in what is written, those in the source
    std::size_t moved = 0;                     // groups with another address in Terraform
    for (const std::size_t index : groups_) {
      const model::Group& group = file_.document().groups[index];
      const terraform::Block* block = block_of(group);
      const model::ConversionSubject subject{file_.document(),
                                             index,
                                             form_of(group),
                                             unlike(group, taken),
                                             listed(group, expressions_of(block)),
                                             file_.sources(),
                                             [this](const auto& form, const auto& one) { return image_of(form, one); },
                                             aside(group, block),
                                             arguments_of_template(group),
                                             !options_.list.empty()};
      model::Conversion made = model::convert(subject, to_, vocabulary_, arena_);
      if (!made.fault.empty() && options_.list.empty()) {
        return {{}, fmt::format("{}: group {} cannot be written: {}", shown_, group.name, made.fault)};
      }
      if (options_.list == "types") made.lost.clear();  // nothing is lost of what is only told
      for (const std::string& lost : made.lost) note(fmt::format("{}: {}", group.name, lost));
      of_cluster.insert(made.lost_of_cluster.begin(), made.lost_of_cluster.end());
      moved += file_.code() != nullptr && made.key != group.key ? 1 : 0;
      names.emplace(made.name, group.name);
      drafts.push_back(std::move(made.draft));
    }
    if (options_.list == "types") {
      std::vector<std::string> unknown;
      std::string text = type_lists_of(drafts, unknown);
      if (unknown.size() == drafts.size())
        return {{}, fmt::format("--format types: those of group {} are not known here", fmt::join(unknown, ", "))};
      for (const std::string& name : unknown) note(fmt::format("{}: left out: its types are not known here", name));
      return {std::move(text), {}};
    }
    for (const std::string& lost : of_cluster) note(lost);
    if (options_.list == "json") return {groups_json(drafts, command), {}};
    drafts[0].head = {
        fmt::format("EKS managed node group{} of {}.", drafts.size() == 1 ? "" : "s", shown_),
        fmt::format("Made by {}", command),
    };
    std::string text = model::write_drafts(to_, drafts, vocabulary_, arena_, options_.variables);
    NewRemarks found =
        new_remarks(text, to_, options_.own_form, file_.document(), names, vocabulary_, file_.sources(), tables_);
    // A group of one zone stands without those of the others that it was written beside.
    for (const std::string& error : found.of_siblings) {
      if (options_.group.empty()) {
        found.errors.push_back(error);
      } else {
        note(fmt::format("mng-lint finds an error in it: {}", error));
      }
    }
    if (!found.errors.empty()) {
      return {{},
              fmt::format("{}: mng-lint finds an error in what would be written that it does not find there: {}",
                          shown_, fmt::join(found.errors, "; and "))};
    }
    for (const std::string& warning : found.warnings) {
      note(fmt::format("mng-lint warns of what is written: {}", warning));
    }
    for (const std::string& error : found.of_lifecycle) {
      note(fmt::format("mng-lint finds an error in it by the lifecycle that {} has: {}", to_.name(), error));
    }
    if (to_.syntax() == model::Syntax::kHcl) say_moved(moved);
    say_rest();
    return {std::move(text), {}};
  }

 private:
  using Place = model::ConversionSubject::Place;
  using Expressions = std::function<std::string(const Place& place)>;

  void note(const std::string& text) { print(io_.err, fmt::format("mng-gen: note: {}\n", report::shown(text))); }

  [[nodiscard]] const model::Form& form_of(const model::Group& group) const {
    return *std::find_if(forms_.begin(), forms_.end(),
                         [&](const model::Form& form) { return form.name() == group.form; });
  }

  std::string find_groups() {
    const model::Document& document = file_.document();
    for (const model::Issue& issue : document.issues) {
      const hcl::Range place = issue.at.range();
      const bool other = issue.group >= 0 && file_.elsewhere(document.groups[static_cast<std::size_t>(issue.group)]);
      if (issue.severity != hcl::Severity::kError || other) continue;
      const std::string line =
          place.known() ? fmt::format(":{}", file_.sources()[place.source].position(place.begin).line) : std::string();
      return fmt::format("{}{}: {}; mend it first, mng-lint tells more of it", shown_, line, issue.message);
    }
    std::vector<std::string_view> names;
    std::map<std::pair<std::string, std::string>, std::size_t> called;  // groups by module and file
    for (std::size_t i = 0; i < document.groups.size(); ++i) {
      const model::Group& group = document.groups[i];
      if (file_.calls(group)) ++called[{module_of(group), file_.path_of(group)}];
      if (file_.elsewhere(group)) continue;
      names.insert(names.end(), {group.name, group.key});
      const bool meant = options_.group.empty() || group.name == options_.group || group.key == options_.group;
      if (meant) groups_.push_back(i);
    }
    for (const auto& [of, count] : called) {
      if (!options_.group.empty() && !groups_.empty()) break;
      note(fmt::format("{} of {} {} not in {}: name {}", count == 1 ? "1 group" : fmt::format("{} groups", count),
                       of.first, count == 1 ? "is" : "are", shown_, of.second));
    }
    for (const auto& [address, text] : file_.declared_again()) {
      const bool asked = options_.group == address || address.ends_with("." + options_.group);
      if (groups_.empty() && (asked || names.empty())) return fmt::format("{}: {}", shown_, text);
      // By its name it cannot be found.
      if (options_.group.empty() || asked || groups_.empty()) note(fmt::format("{}: {}", shown_, text));
    }
    if (!groups_.empty()) return {};
    if (names.empty()) return fmt::format("{}: holds no managed node groups", shown_);
    const std::string meant = hcl::did_you_mean(options_.group, names);
    return fmt::format("{}: there is no group `{}`{}{}", shown_, options_.group, meant.empty() ? "" : "; ", meant);
  }

  /// The call in this file that leads to a group: module.x of module.x["a"].module.y.aws_eks_node_group.z.
  static std::string module_of(const model::Group& group) {
    const std::string_view address = group.key;
    const std::size_t name = address.find('.') + 1;
    return std::string(address.substr(0, std::min(address.find_first_of(".[", name), address.size())));
  }

  /// A document is one cluster's.
  std::string one_cluster() {
    const std::size_t at = *vocabulary_.group().index("cluster_name");
    std::set<std::string> names;
    const std::size_t above = *vocabulary_.cluster().index("name");
    for (const std::size_t index : groups_) {
      const model::Document& document = file_.document();
      const hcl::Value& own = document.groups[index].fields[at].written;
      const hcl::Value& name = own.is_null() && above < document.cluster.size() ? document.cluster[above].written : own;
      if (name.is_string()) names.emplace(name.as_string());
      if (name.is_unknown()) names.emplace(name.range().known() ? file_.sources().text(name.range()) : "unknown");
    }
    if (to_.syntax() == model::Syntax::kHcl || names.size() < 2) return {};
    return fmt::format(
        "{}: has groups of several clusters ({}), and a file of {} is one cluster's: name one with --group", shown_,
        fmt::join(names, ", "), to_.name());
  }

  /// What a group is called; one without a name by what tells it from others, in letters that a name may have: spot-a
  /// of aws_eks_node_group.spot["a"].
  [[nodiscard]] std::string name_of(const model::Group& group) const {
    for (const std::string_view attribute : {"node_group_name", "node_group_name_prefix"}) {
      if (group.fields[*vocabulary_.group().index(attribute)].written.is_string()) return std::string(group.name);
    }
    std::string_view text = group.name;
    // The type, and the modules around it, stand before the label of a resource; a call's module before its name.
    const std::size_t bracket = text.find('[');
    const std::size_t dot = text.substr(0, bracket).rfind('.');
    if ((group.is_resource || !group.call.empty()) && dot != std::string_view::npos) text.remove_prefix(dot + 1);
    std::string out;
    for (const char c : text) {
      const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      if (word && !(out.empty() && c == '_')) out += c;
      if (!word && !out.empty() && out.back() != '-') out += '-';
    }
    while (out.ends_with('-')) out.pop_back();
    return out.empty() ? "group" : out;
  }

  /// A name as no other group of the file has it, also where Terraform takes fewer letters.
  std::string_view unlike(const model::Group& group, std::set<std::string>& taken) {
    const std::string name = name_of(group);
    std::string out = name;
    for (unsigned i = 2; !taken.insert(model::identifier(out)).second; ++i) out = fmt::format("{}-{}", name, i);
    return arena_.copy(out);
  }

  /// The block of a resource of the root module; nullptr of any other group.
  [[nodiscard]] const terraform::Block* block_of(const model::Group& group) const {
    if (file_.code() == nullptr || !group.callers.empty()) return nullptr;
    for (const auto& [type, blocks] : file_.code()->resources) {
      for (const auto& [name, block] : blocks) {
        if (group.is_resource && block.range() == group.block) return &block;
      }
    }
    for (const auto& [name, block] : file_.code()->modules) {
      if (block.range() == group.block) return &block;
    }
    return nullptr;
  }

  /// Expressions of a resource of the root module mean the same in a file beside it.
  [[nodiscard]] Expressions expressions_of(const terraform::Block* block) const {
    // The texts of JSON are no expressions of HCL.
    const bool is_resource = block != nullptr && (*block->ast)[block->node].kind == hcl::NodeKind::kBlock &&
                             block->ast->head((*block->ast)[block->node]) == "resource";
    if (!is_resource || options_.file.ends_with(".json")) return {};
    return [block](const Place& place) {
      if (place.nested.empty()) return movable(block->attribute(place.attribute));
      const std::vector<terraform::Body> bodies = block->blocks(place.attribute);
      if (bodies.size() != place.blocks) return std::string();
      const terraform::Body& body = bodies[place.block];
      return movable({body.ast, body.ast->expression(body.node, place.nested), {}});
    };
  }

  /// Of a group that is only listed a reference is of use where its value is not known.
  [[nodiscard]] Expressions listed(const model::Group& group, Expressions expressions) const {
    if (options_.list.empty() || !expressions) return expressions;
    return [this, &group, expressions = std::move(expressions)](const Place& place) {
      const std::optional<std::size_t> at = vocabulary_.group().index(place.attribute);
      const bool known = at && group.fields[*at].written.wholly_known();
      return known ? std::string() : expressions(place);
    };
  }

  /// What Terraform reads of a block beside its arguments, and what is not written again.
  static std::vector<std::string> aside(const model::Group& group, const terraform::Block* block) {
    std::vector<std::string> out;
    if (!group.provider_text.empty()) out.emplace_back(group.is_resource ? "provider" : "providers");
    if (block == nullptr) return out;
    if (block->attribute("depends_on")) out.emplace_back("depends_on");
    for (const terraform::Body& body : block->blocks("lifecycle")) {
      for (const hcl::NodeId item : body.ast->list((*body.ast)[body.node])) {
        const std::string_view head = body.ast->head((*body.ast)[item]);
        const bool told = head == "create_before_destroy" || head == "prevent_destroy" || head == "ignore_changes";
        if (!told) out.push_back(fmt::format("lifecycle.{}", head));
      }
    }
    return out;
  }

  /// What the launch template of a group says, but for its name.
  [[nodiscard]] std::vector<std::string> arguments_of_template(const model::Group& group) const {
    std::vector<std::string> out;
    const model::Part* part = model::template_of(file_.document(), vocabulary_, group);
    if (part == nullptr || file_.code() == nullptr) return out;
    for (const auto& [type, blocks] : file_.code()->resources) {
      for (const auto& [name, block] : blocks) {
        if (!(block.head() == part->block)) continue;
        for (const hcl::NodeId item : block.ast->list((*block.ast)[block.ast->body(block.node)])) {
          std::string head(block.ast->head((*block.ast)[item]));
          const bool told = head.starts_with("name") || std::find(out.begin(), out.end(), head) != out.end();
          if (!told) out.push_back(std::move(head));
        }
      }
    }
    return out;
  }

  /// The AMI type that suits the types of a group, of those that its form takes; empty where they are not known, or of
  /// several architectures.
  [[nodiscard]] std::string_view image_of(const model::Form& form, const model::Group& group) const {
    const hcl::Value& types = group.fields[*vocabulary_.group().index("instance_types")].effective;
    if (!types.is_list() || !types.wholly_known()) return {};
    std::vector<std::uint32_t> known;
    for (const hcl::Value& type : types.items()) {
      const auto index = type.is_string() ? tables_.find_type(type.as_string()) : std::nullopt;
      if (!index) return {};
      known.push_back(*index);
    }
    return model::suitable_image(tables_, vocabulary_, known, model::images_of_family(form, group));
  }

  /// That Terraform takes groups for other ones.
  void say_moved(std::size_t count) {
    if (count == 0) return;
    const bool one = count == 1;
    note(
        fmt::format("{}: {} here: to apply this in place of that removes {} and makes {}, unless `moved` blocks lead "
                    "from the old {} and no name changes",
                    shown_, one ? "1 group has another address" : fmt::format("{} groups have other addresses", count),
                    one ? "it" : "them", one ? "a new one" : "new ones",
                    one ? "address to the new one" : "addresses to the new ones"));
  }

  /// What the file has beside the groups.
  void say_rest() {
    for (const std::string& what : file_.document().not_checked) {
      note(fmt::format("{}: left out: {}", shown_, what));
    }
    if (file_.code() != nullptr) return;
    for (const model::Form& form : forms_) {
      if (form.name() != file_.document().form) continue;
      const std::vector<std::string> keys = model::keys_not_read(form, file_.written());
      if (!keys.empty()) {
        note(fmt::format("{}: left out, as it is no node group: {}", shown_, fmt::join(keys, ", ")));
      }
    }
  }

  const ConvertOptions& options_;
  const std::vector<model::Form>& forms_;
  const model::Form& to_;
  const model::Vocabulary& vocabulary_;
  const catalogue::Tables& tables_;
  hcl::Arena& arena_;
  const Io& io_;
  std::string shown_;  ///< what the file is called
  GroupFile file_;
  std::vector<std::size_t> groups_;
};

}  // namespace

Converted convert(const ConvertOptions& options, const std::vector<model::Form>& forms, const model::Form& to,
                  const model::Vocabulary& vocabulary, const catalogue::Tables& tables, const std::string& command,
                  hcl::Arena& arena, const Io& io) {
  try {
    return Conversion(options, forms, to, vocabulary, tables, arena, io).run(command);
  } catch (const hcl::LimitExceeded& limit) {
    return {{}, fmt::format("{}: {}", options.file, limit.what())};
  }
}

}  // namespace mng::cli
