#include "cli/group_words.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <set>
#include <utility>

#include "cli/arguments.hpp"
#include "hcl/parser.hpp"

namespace mng::cli {

using hcl::Value;

void declare_group(CLI::App& app, GroupWords& words) {
  app.option_defaults()->group("The group");
  app.add_option("--cluster", words.cluster, "Name of the cluster; for Terraform also aws_eks_cluster.x.name");
  app.add_option("--role", words.role, "ARN of the nodes' IAM role; for Terraform also aws_iam_role.x.arn");
  app.add_option("--subnets", words.subnets, "Subnets by id; for Terraform also one of 'aws_subnet.x[*].id'")
      ->delimiter(',');
  app.add_option("--min", words.least, "Fewest nodes");
  app.add_option("--max", words.most, "Most nodes");
  app.add_option("--desired", words.desired, "Nodes at the beginning; where not given --min, and at least 1");
  app.add_option("--disk", words.disk, "Disk of a node, in GiB");
  app.add_option("--label", words.labels, "A Kubernetes label, team=data; again for other keys");
  app.add_option("--taint", words.taints, "A taint, spot=true:NoSchedule; again for other keys or effects");
  app.add_option("--tag", words.tags, "A tag of the group in AWS, team=data; again for other keys");
  app.add_option("--launch-template", words.launch_template,
                 "A launch template and its version, workers:3 or lt-0a1:3");
  app.add_option("--ami-type", words.image,
                 "AMI type, BOTTLEROCKET_x86_64; auto, which is the default, suits the types");
}

namespace {

class Reader {
 public:
  Reader(const GroupWords& words, bool references, const model::Vocabulary& vocabulary, hcl::Arena& arena)
      : words_(words), references_(references), vocabulary_(vocabulary), arena_(arena) {}

  GroupParts run() {
    text("--cluster", words_.cluster, "cluster_name");
    role();
    subnets();
    sizes();
    pairs("--label", words_.labels, "labels");
    pairs("--tag", words_.tags, "tags");
    taints();
    if (words_.disk) {
      if (*words_.disk == 0) fault("--disk takes GiB above 0");
      set("disk_size", Value::number(std::int64_t{*words_.disk}));
    }
    launch_template();
    image();
    return std::move(parts_);
  }

 private:
  void fault(std::string text) {
    if (parts_.fault.empty()) parts_.fault = std::move(text);
  }
  void set(std::string_view attribute, const Value& value) { parts_.attributes.push_back({attribute, value, {}, 0}); }
  Value own(std::string_view word) { return Value::string(arena_.copy(word)); }

  static bool is_reference(std::string_view word) { return word.find_first_of(".[") != std::string_view::npos; }

  /// Whether a word is a name with attributes, indices and splats behind it, and nothing else.
  static bool is_traversal(const std::string& word) {
    // Nothing stands between or behind them: neither space nor comment.
    bool quoted = false;
    for (const char c : word) {
      quoted = quoted != (c == '"');
      if (c == '\\' || (!quoted && (c == ' ' || c == '#' || c == '/'))) return false;
    }
    const std::string source = "x = " + word + "\n";
    hcl::Diagnostics diagnostics;
    const hcl::Tree tree = hcl::parse(source, 1, diagnostics);
    const hcl::Ast ast = tree.view();
    if (!diagnostics.empty() || ast.list(ast[ast.root]).size() != 1) return false;
    const hcl::Node& node = ast[ast.expression(ast.root, "x")];
    if (node.kind != hcl::NodeKind::kAccess || ast[ast.list(node)[0]].kind != hcl::NodeKind::kVariable) return false;
    const auto plain = [&](hcl::NodeId step, const auto& self) -> bool {
      const hcl::Node& one = ast[step];
      if (one.kind == hcl::NodeKind::kStepAttr) return true;
      if (one.kind == hcl::NodeKind::kStepIndex) {
        return ast[one.a].kind == hcl::NodeKind::kNumber || ast[one.a].kind == hcl::NodeKind::kString;
      }
      const std::span<const hcl::NodeId> inner = ast.list(one);
      return one.kind == hcl::NodeKind::kStepSplat &&
             std::all_of(inner.begin(), inner.end(), [&](hcl::NodeId id) { return self(id, self); });
    };
    const std::span<const hcl::NodeId> steps = ast.list(node).subspan(1);
    return std::all_of(steps.begin(), steps.end(), [&](hcl::NodeId id) { return plain(id, plain); });
  }

  /// A fact that the vocabulary has of the values of an attribute; nullptr: none.
  [[nodiscard]] const Value* fact(std::string_view attribute, std::string_view name) const {
    const model::Attribute* known = vocabulary_.group().find(attribute);
    return known == nullptr ? nullptr : known->facts.get(name);
  }

  /// Whether a word is like the values of an attribute; of one of which that is not told every word is.
  [[nodiscard]] bool fits(std::string_view attribute, const std::string& word) const {
    const Value* pattern = fact(attribute, "pattern");
    return pattern == nullptr || RE2::PartialMatch(word, std::string(pattern->as_string()));
  }

  /// What a traversal should be that ends in another attribute of a resource than the one that has such a value:
  /// aws_iam_role.x.arn for aws_iam_role.x.name. Empty where it is right, or nothing is known of the resource.
  [[nodiscard]] std::string meant_by(const std::string& word, std::string_view attribute) const {
    const Value* references = fact(attribute, "references");
    constexpr std::string_view kData = "data.";
    const std::size_t begin = word.starts_with(kData) ? kData.size() : 0;
    const std::size_t dot = word.find('.', begin);
    if (references == nullptr || dot == std::string::npos) return {};
    const Value* right = references->get(std::string_view(word).substr(begin, dot - begin));
    if (right == nullptr) return {};
    // Behind the name of the resource, and what chooses among several of that name: an attribute, or nothing.
    std::size_t end = std::min(word.find_first_of(".[", dot + 1), word.size());
    while (end < word.size() && word[end] == '[') {
      bool quoted = false;
      while (end < word.size() && (quoted || word[end] != ']')) quoted = quoted != (word[end++] == '"');
      end = std::min(end + 1, word.size());
    }
    if (word.compare(end, 2, ".*") == 0) end += 2;
    const std::string_view last = std::string_view(word).substr(std::min(end + 1, word.size()));
    const std::string_view name = last.substr(0, last.find_first_of(".["));
    const std::span<const Value> names = right->items();
    const bool is_right =
        std::any_of(names.begin(), names.end(), [&](const Value& one) { return one.as_string() == name; });
    return is_right ? "" : fmt::format("{}.{}", word.substr(0, end), names[0].as_string());
  }

  bool reference(std::string_view option, const std::string& word, std::string_view attribute) {
    if (!references_) {
      fault(fmt::format("{}: `{}` is an expression of Terraform, which this --format has none of", option, word));
    } else if (!is_traversal(word)) {
      fault(fmt::format("{}: `{}` is no reference such as aws_eks_cluster.x.name", option, word));
    } else if (const std::string meant = meant_by(word, attribute); !meant.empty()) {
      fault(fmt::format("{}: `{}` is not its {}; did you mean `{}`?", option, word, meant.substr(meant.rfind('.') + 1),
                        meant));
    } else {
      set(attribute, referred(word));
    }
    return true;
  }

  void text(std::string_view option, const std::string& word, std::string_view attribute) {
    if (word.empty()) return;
    if (is_reference(word) && !word.starts_with("arn:")) {
      reference(option, word, attribute);
      return;
    }
    set(attribute, own(word));
  }

  /// A role goes by its ARN: what that is like, the vocabulary tells.
  void role() {
    const std::string& word = words_.role;
    const Value* stem = fact("node_role_arn", "stem");
    const bool is_one = word.empty() || fits("node_role_arn", word);
    if (!is_one && stem != nullptr && (word.starts_with("arn:") || !is_reference(word))) {
      // A name is most of what is missing; of an ARN of something else nothing can be guessed.
      const bool name = word.find_first_of(":/") == std::string::npos;
      fault(fmt::format("--role takes the ARN of a role{}, not `{}`; did you mean `{}{}`?",
                        references_ ? " or a reference such as aws_iam_role.x.arn" : "", word, stem->as_string(),
                        name ? word : "NAME"));
      return;
    }
    text("--role", word, "node_role_arn");
  }

  void subnets() {
    if (words_.subnets.size() == 1 && is_reference(words_.subnets[0])) {
      reference("--subnets", words_.subnets[0], "subnet_ids");
      return;
    }
    std::vector<Value> ids;
    for (const std::string& word : words_.subnets) {
      const Value* example = fact("subnet_ids", "example");
      if (is_reference(word)) {
        fault("--subnets takes ids, or one reference to all of them");
      } else if (example != nullptr && !fits("subnet_ids", word)) {
        fault(fmt::format("--subnets takes ids of subnets such as {}{}, not `{}`", example->as_string(),
                          references_ ? ", or one reference such as aws_subnet.x[*].id" : "", word));
      }
      ids.push_back(own(word));
    }
    if (!ids.empty()) set("subnet_ids", Value::list(arena_, ids));
  }

  void sizes() {
    if (!words_.least && !words_.most && !words_.desired) return;
    if (!words_.most) fault("--max is needed with --min and --desired: nothing says how far the group may grow");
    const unsigned most = words_.most.value_or(1);
    const unsigned least = words_.least.value_or(0);
    const unsigned desired = words_.desired.value_or(std::max(least, std::min(1U, most)));
    if (most == 0 || least > most || desired < least || desired > most) {
      fault(fmt::format("--min, --desired and --max are {}, {} and {}: each is at most the next, and --max at least 1",
                        least, desired, most));
    }
    set("scaling_config", Value::object(arena_, {{"desired_size", Value::number(std::int64_t{desired}), {}, 0},
                                                 {"max_size", Value::number(std::int64_t{most}), {}, 0},
                                                 {"min_size", Value::number(std::int64_t{least}), {}, 0}}));
  }

  /// That an option takes one, where two were given with a comma between them.
  static std::string again(std::string_view option, const std::string& word, std::size_t comma) {
    return fmt::format("{0} takes one at a time: give it again, {0} {1} {0} {2}", option, word.substr(0, comma),
                       word.substr(comma + 1));
  }

  void pairs(std::string_view option, const std::vector<std::string>& words, std::string_view attribute) {
    std::vector<hcl::Entry> entries;
    for (const std::string& word : words) {
      const std::size_t equals = word.find('=');
      if (equals == std::string::npos || equals == 0) {
        fault(fmt::format("{} takes KEY=VALUE, not `{}`", option, word));
        return;
      }
      // A label has no comma in its value; a tag may.
      const std::size_t comma = word.find(',', equals);
      if (option == "--label" && comma != std::string::npos && word.find('=', comma) != std::string::npos) {
        fault(again(option, word, comma));
        return;
      }
      const std::string key = word.substr(0, equals);
      const bool twice =
          std::any_of(entries.begin(), entries.end(), [&](const hcl::Entry& entry) { return entry.key == key; });
      if (twice) fault(fmt::format("{}: `{}` is given twice; a group has one of each key", option, key));
      entries.push_back({arena_.copy(key), own(word.substr(equals + 1)), {}, 0});
    }
    if (!entries.empty()) set(attribute, Value::object(arena_, std::move(entries)));
  }

  /// As kubectl writes them: key=value:NoSchedule, or key:NoSchedule.
  void taints() {
    const model::Attribute* taint = vocabulary_.group().find("taint");
    const model::Attribute* effects = taint == nullptr ? nullptr : taint->find("effect");
    if (effects == nullptr) return;
    std::vector<Value> out;
    std::set<std::pair<std::string, std::string>> known;  // key and effect tell taints apart
    for (const std::string& word : words_.taints) {
      const std::size_t colon = word.rfind(':');
      const std::string head = word.substr(0, colon);
      const std::size_t equals = head.find('=');
      if (colon == std::string::npos || head.empty() || equals == 0) {
        fault(fmt::format("--taint takes KEY=VALUE:EFFECT, not `{}`", word));
        return;
      }
      const std::size_t comma = head.find(',', std::min(head.find(':'), head.size()));
      if (comma != std::string::npos) {
        fault(again("--taint", word, comma));
        return;
      }
      // NoSchedule is NO_SCHEDULE to the API.
      std::string effect;
      for (const char c : word.substr(colon + 1)) {
        const bool capital = c >= 'A' && c <= 'Z';
        if (capital && !effect.empty() && word.find('_', colon) == std::string::npos) effect += '_';
        effect += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      }
      const std::string said = not_one_of("--taint", effect, effects->one_of);
      if (!said.empty()) fault(said);
      const std::string key = head.substr(0, equals);
      if (!known.emplace(key, effect).second) {
        fault(fmt::format("--taint: `{}` is given twice with {}; a group has one taint of each key and effect", key,
                          word.substr(colon + 1)));
      }
      std::vector<hcl::Entry> entries{{"key", own(key), {}, 0}};
      if (equals != std::string::npos) entries.push_back({"value", own(head.substr(equals + 1)), {}, 0});
      entries.push_back({"effect", own(effect), {}, 0});
      out.push_back(Value::object(arena_, std::move(entries)));
    }
    if (!out.empty()) set("taint", Value::list(arena_, out));
  }

  void image() {
    const std::string& word = words_.image;
    const model::Attribute* attribute = vocabulary_.group().find("ami_type");
    if (word.empty() || word == "auto" || attribute == nullptr) return;
    std::vector<std::string_view> words{"auto"};
    words.insert(words.end(), attribute->one_of.begin(), attribute->one_of.end());
    const std::string said = not_one_of("--ami-type", word, words);
    if (!said.empty()) fault(said);
    set(attribute->name, own(word));
  }

  void launch_template() {
    const std::string& word = words_.launch_template;
    if (word.empty()) return;
    const std::size_t colon = word.rfind(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == word.size()) {
      fault(
          fmt::format("--launch-template takes NAME:VERSION or ID:VERSION, not `{}`; a version that is named does not "
                      "change under the group",
                      word));
      return;
    }
    if (words_.disk) fault("--disk and --launch-template do not go together: the disk is said in the template");
    const std::string named = word.substr(0, colon);
    const std::string version = word.substr(colon + 1);
    if (!is_version(version)) {
      fault(fmt::format("--launch-template: `{}` is no version: a number from 1 on{}", version,
                        references_ ? ", or a reference such as aws_launch_template.x.latest_version" : ""));
      return;
    }
    const bool refers = !named.starts_with("lt-") && is_resource(named);
    if (refers && !references_) {
      fault(
          fmt::format("--launch-template: `{}` is an expression of Terraform, which this --format has none of", named));
      return;
    }
    const bool by_id = refers ? !named.ends_with(".name") : named.starts_with("lt-");
    set("launch_template",
        Value::object(arena_, {{by_id ? "id" : "name", refers ? referred(named) : own(named), {}, 0},
                               {"version", is_reference(version) ? referred(version) : own(version), {}, 0}}));
  }

  /// Whether a word is a version of a template: a number, what AWS takes for one, or in Terraform a reference.
  [[nodiscard]] bool is_version(const std::string& word) const {
    const model::Attribute* attribute = vocabulary_.group().find("launch_template");
    const model::Attribute* version = attribute == nullptr ? nullptr : attribute->find("version");
    if (version != nullptr &&
        std::find(version->literals.begin(), version->literals.end(), word) != version->literals.end()) {
      return true;
    }
    constexpr std::size_t kLongest = 18;  // digits: more are no number of AWS's
    const bool number = word.size() <= kLongest && word.find_first_not_of("0123456789") == std::string::npos;
    return number ? word[0] != '0' : references_ && is_traversal(word);
  }

  /// Whether a word is an attribute of a resource, a data source or a module, or a variable: names of templates may
  /// have dots as well.
  static bool is_resource(const std::string& word) {
    const std::string first = word.substr(0, word.find('.'));
    const bool known = first == "var" || first == "local" || first == "module" || first == "data";
    const bool resource = first.find('_') != std::string::npos && std::count(word.begin(), word.end(), '.') > 1;
    return (known || resource) && is_traversal(word);
  }

  Value referred(const std::string& word) {
    const Value reference = Value::unknown(arena_, arena_.copy(word));
    parts_.expressions[&reference.as_unknown()] = word;
    return reference;
  }

  const GroupWords& words_;
  bool references_;
  const model::Vocabulary& vocabulary_;
  hcl::Arena& arena_;
  GroupParts parts_;
};

}  // namespace

GroupParts group_of(const GroupWords& words, bool references, const model::Vocabulary& vocabulary, hcl::Arena& arena) {
  return Reader(words, references, vocabulary, arena).run();
}

void add_to(model::Draft& draft, const GroupParts& parts, hcl::Arena& arena) {
  std::vector<hcl::Entry> entries(draft.attributes.entries().begin(), draft.attributes.entries().end());
  entries.insert(entries.end(), parts.attributes.begin(), parts.attributes.end());
  draft.attributes = Value::object(arena, std::move(entries));
  draft.expressions = parts.expressions;
  const Value* name = draft.attributes.get("cluster_name");
  if (name == nullptr || name->is_unknown()) return;
  std::vector<hcl::Entry> cluster(draft.cluster.entries().begin(), draft.cluster.entries().end());
  cluster.push_back({"name", *name, {}, 0});
  draft.cluster = Value::object(arena, std::move(cluster));
}

}  // namespace mng::cli
