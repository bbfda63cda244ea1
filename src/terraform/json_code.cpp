#include "terraform/json_code.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <string_view>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/parser.hpp"
#include "hcl/value.hpp"
#include "syntax/json.hpp"

namespace mng::terraform {

using hcl::Entry;
using hcl::Node;
using hcl::NodeId;
using hcl::NodeKind;
using hcl::Value;

namespace {

/// What stands around a body: some of its keys are blocks, not attributes.
enum class Around : std::uint8_t { kOther, kResource, kVariable, kSettings, kDynamic };

class Translator {
 public:
  Translator(std::uint32_t source, std::string& text, bool values, hcl::Diagnostics& diagnostics)
      : source_(source), text_(text), values_(values), diagnostics_(diagnostics) {
    tree_.nodes.emplace_back();
    tree_.source = source;
  }

  hcl::Tree run(const Value& root) {
    std::vector<NodeId> items;
    each(root, [&](const Value& one) {
      for (const Entry* entry : one.in_source_order()) top(*entry, items);
    });
    tree_.root = body(items, root.range());
    tree_.text = text_;
    return std::move(tree_);
  }

 private:
  /// A value, or each member of a list of such.
  template <class Take>
  void each(const Value& value, Take take) {
    if (value.is_object()) take(value);
    if (!value.is_list()) return;
    for (const Value& item : value.items()) {
      if (item.is_object()) take(item);
    }
  }

  NodeId add(Node node) {
    tree_.nodes.push_back(node);
    return static_cast<NodeId>(tree_.nodes.size() - 1);
  }
  NodeId add_list(Node node, const std::vector<NodeId>& members) {
    node.a = static_cast<std::uint32_t>(tree_.lists.size());
    node.b = static_cast<std::uint32_t>(members.size());
    tree_.lists.insert(tree_.lists.end(), members.begin(), members.end());
    return add(node);
  }
  NodeId body(const std::vector<NodeId>& items, const hcl::Range& range) {
    return add_list({NodeKind::kBody, 0, 0, range.begin, range.end, 0, 0}, items);
  }

  void top(const Entry& entry, std::vector<NodeId>& out) {
    static constexpr std::array<std::string_view, 4> kNamed{"variable", "output", "module", "provider"};
    const std::string_view key = entry.key;
    if (!values_ && (key == "resource" || key == "data")) {
      each(entry.value, [&](const Value& types) {
        for (const Entry* type : types.in_source_order()) {
          each(type->value, [&](const Value& names) {
            for (const Entry* name : names.in_source_order()) {
              each(name->value, [&](const Value& one) { block(entry, {type, name}, one, Around::kResource, out); });
            }
          });
        }
      });
    } else if (!values_ && std::find(kNamed.begin(), kNamed.end(), key) != kNamed.end()) {
      each(entry.value, [&](const Value& names) {
        for (const Entry* name : names.in_source_order()) {
          const Around around = key == "variable" ? Around::kVariable : Around::kOther;
          each(name->value, [&](const Value& one) { block(entry, {name}, one, around, out); });
        }
      });
    } else if (values_) {
      item(entry, Around::kOther, out);
    } else if (key == "locals" || key == "terraform" || key == "moved") {
      const Around around = key == "terraform" ? Around::kSettings : Around::kOther;
      each(entry.value, [&](const Value& one) { block(entry, {}, one, around, out); });
    }
  }

  /// Bytes of a key without its quotes; a key with escapes is none that Terraform has.
  static std::uint32_t key_begin(const Entry& entry) { return entry.key_range.begin + 1; }

  void block(const Entry& type, const std::vector<const Entry*>& labels, const Value& inner, Around around,
             std::vector<NodeId>& out) {
    std::vector<NodeId> members;
    for (const Entry* label : labels) members.push_back(literal(label->key, label->key_range));
    std::vector<NodeId> items;
    for (const Entry* entry : inner.in_source_order()) item(*entry, around, items);
    members.push_back(body(items, inner.range()));
    Node node{
        NodeKind::kBlock, 0, static_cast<std::uint16_t>(type.key.size()), key_begin(type), inner.range().end, 0, 0};
    out.push_back(add_list(node, members));
  }

  void item(const Entry& entry, Around around, std::vector<NodeId>& out) {
    const std::string_view key = entry.key;
    if (key == "//") return;  // a comment
    constexpr std::size_t kLongest = 1000;
    if (key.size() > kLongest || key.size() + 2 != entry.key_range.end - entry.key_range.begin) return;
    if ((around == Around::kResource && key == "lifecycle") || (around == Around::kDynamic && key == "content") ||
        (around == Around::kSettings && key == "required_providers")) {
      each(entry.value, [&](const Value& one) {
        block(entry, {}, one, around == Around::kDynamic ? Around::kResource : Around::kOther, out);
      });
      return;
    }
    if (around == Around::kResource && key == "dynamic") {
      each(entry.value, [&](const Value& labels) {
        for (const Entry* label : labels.in_source_order()) {
          each(label->value, [&](const Value& one) { block(entry, {label}, one, Around::kDynamic, out); });
        }
      });
      return;
    }
    Node node{NodeKind::kAttribute,
              0,
              static_cast<std::uint16_t>(key.size()),
              key_begin(entry),
              entry.value.range().end,
              0,
              0};
    const bool is_code =
        (around == Around::kVariable && key == "type") || (around == Around::kDynamic && key == "iterator");
    node.a = is_code && entry.value.is_string() ? template_of(entry.value, true) : expression(entry.value);
    out.push_back(add(node));
  }

  NodeId literal(std::string_view text, const hcl::Range& range) {
    Node node{NodeKind::kString, 1, 0, range.begin, range.end, 0, 0};
    node.a = static_cast<std::uint32_t>(tree_.strings.size());
    node.b = static_cast<std::uint32_t>(text.size());
    tree_.strings += text;
    return add(node);
  }

  NodeId expression(const Value& value) {
    const hcl::Range& range = value.range();
    switch (value.kind()) {
      case hcl::Kind::kBool:
        return add(
            {NodeKind::kLiteral, static_cast<std::uint8_t>(value.as_bool() ? 2 : 1), 0, range.begin, range.end, 0, 0});
      case hcl::Kind::kNumber: {
        const auto bits = value.is_integer() ? static_cast<std::uint64_t>(value.as_integer())
                                             : std::bit_cast<std::uint64_t>(value.as_double());
        return add({NodeKind::kNumber, static_cast<std::uint8_t>(value.is_integer() ? 0 : 1), 0, range.begin, range.end,
                    static_cast<std::uint32_t>(bits), static_cast<std::uint32_t>(bits >> 32U)});
      }
      case hcl::Kind::kString:
        return template_of(value, false);
      case hcl::Kind::kList: {
        std::vector<NodeId> members;
        for (const Value& item : value.items()) members.push_back(expression(item));
        return add_list({NodeKind::kTuple, 0, 0, range.begin, range.end, 0, 0}, members);
      }
      case hcl::Kind::kObject: {
        std::vector<NodeId> members;
        for (const Entry* entry : value.in_source_order()) {
          // Keys are templates, too.
          const NodeId key = template_of(Value::string(entry->key).at(entry->key_range), false);
          const NodeId inner = expression(entry->value);
          members.push_back(
              add({NodeKind::kObjectItem, 0, 0, entry->key_range.begin, entry->value.range().end, key, inner}));
        }
        return add_list({NodeKind::kObject, 0, 0, range.begin, range.end, 0, 0}, members);
      }
      default:
        return add({NodeKind::kLiteral, 0, 0, range.begin, range.end, 0, 0});
    }
  }

  /// A string as the template, or the expression, that it spells.
  NodeId template_of(const Value& value, bool is_code) {
    const std::string_view text = value.as_string();
    const hcl::Range& range = value.range();
    // Values of variables are no templates.
    const bool plain =
        values_ || (text.find("${") == std::string_view::npos && text.find("%{") == std::string_view::npos);
    if (plain && !is_code) return literal(text, range);
    // Without escapes it stands in the source as it is; else its text is kept behind that.
    const bool as_is = range.end - range.begin == text.size() + 2;
    const std::size_t base = as_is ? range.begin + 1 : text_.size();
    if (!as_is) text_ += text;
    const std::string kept(text);
    hcl::Diagnostics faults;
    const hcl::Tree part =
        is_code ? hcl::parse_expression(kept, source_, faults) : hcl::parse_template(kept, source_, faults);
    for (hcl::Diagnostic& fault : faults) {
      fault.range = as_is ? hcl::Range{source_, static_cast<std::uint32_t>(base + fault.range.begin),
                                       static_cast<std::uint32_t>(base + fault.range.end)}
                          : range;
      diagnostics_.push_back(std::move(fault));
    }
    return take(part, static_cast<std::uint32_t>(base), as_is, range);
  }

  /// Puts the nodes of another tree in here, its text beginning at `base`.
  NodeId take(const hcl::Tree& part, std::uint32_t base, bool as_is, const hcl::Range& range) {
    const auto nodes = static_cast<std::uint32_t>(tree_.nodes.size() - 1);
    const auto lists = static_cast<std::uint32_t>(tree_.lists.size());
    const auto strings = static_cast<std::uint32_t>(tree_.strings.size());
    const auto moved = [&](std::uint32_t id) { return id == 0 ? 0 : id + nodes; };
    for (std::size_t i = 1; i < part.nodes.size(); ++i) {
      Node node = part.nodes[i];
      switch (node.kind) {
        case NodeKind::kString:
          node.a += node.op == 1 ? strings : base;
          break;
        case NodeKind::kName:
        case NodeKind::kVariable:
        case NodeKind::kStepAttr:
          node.a += base;
          break;
        case NodeKind::kStepIndex:
        case NodeKind::kUnary:
        case NodeKind::kParen:
          node.a = moved(node.a);
          break;
        case NodeKind::kBinary:
        case NodeKind::kObjectItem:
          node.a = moved(node.a);
          node.b = moved(node.b);
          break;
        case NodeKind::kNone:
        case NodeKind::kLiteral:
        case NodeKind::kNumber:
        case NodeKind::kAttribute:
          break;
        default:
          node.a += lists;
      }
      node.begin = as_is ? node.begin + base : range.begin;
      node.end = as_is ? node.end + base : range.end;
      tree_.nodes.push_back(node);
    }
    for (const std::uint32_t id : part.lists) tree_.lists.push_back(moved(id));
    tree_.strings += part.strings;
    return moved(part.root);
  }

  hcl::Tree tree_;
  std::uint32_t source_;
  std::string& text_;
  bool values_;
  hcl::Diagnostics& diagnostics_;
};

}  // namespace

hcl::Tree parse_json_code(const hcl::Sources& sources, std::uint32_t source, std::string& text, bool values,
                          hcl::Diagnostics& diagnostics) {
  hcl::Arena arena;
  Value root;
  text = sources[source].text();
  if (!syntax::read_json(sources, source, arena, root, diagnostics)) root = Value::object(arena, {});
  return Translator(source, text, values, diagnostics).run(root);
}

}  // namespace mng::terraform
