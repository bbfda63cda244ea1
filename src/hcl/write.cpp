#include "hcl/write.hpp"

#include <algorithm>

#include "hcl/lexer.hpp"
#include "hcl/template_text.hpp"
#include "hcl/unicode.hpp"

namespace mng::hcl {
namespace {

std::string quoted(std::string_view text) {
  return '"' + encode_quoted(text) + '"';
}

/// Every line after the first moved in by `depth` steps, heredocs aside:
/// none is ever written.
void append_indented(std::string& out, std::string_view text, unsigned depth) {
  for (;;) {
    const std::size_t line = text.find('\n');
    out += text.substr(0, line);
    if (line == std::string_view::npos) return;
    out += '\n';
    out.append(std::size_t{depth} * 2, ' ');
    text.remove_prefix(line + 1);
  }
}

}  // namespace

void OutBody::attribute(std::string_view name, std::string expression) {
  items_.push_back({Item::kAttribute, std::string(name), std::move(expression), {}, {}});
}

OutBody& OutBody::block(std::string_view type, std::vector<std::string> labels) {
  items_.push_back({Item::kBlock, std::string(type), {}, std::move(labels), {}});
  items_.back().body.emplace_back();
  return items_.back().body[0];
}

void OutBody::comment(std::string_view text) {
  // Whatever comes in a name must stay within its comment.
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      line += byte < 0x20 || byte == 0x7F ? '?' : text[at];
      ++at;
      continue;
    }
    char32_t c = 0;
    const std::size_t size = std::max<std::size_t>(utf8_at(text, at, c), 1);
    line += turns_direction(c) ? std::string_view("?") : text.substr(at, size);
    at += size;
  }
  items_.push_back({Item::kComment, std::move(line), {}, {}, {}});
}

void OutBody::blank() {
  if (!items_.empty() && items_.back().kind != Item::kBlank) items_.push_back({Item::kBlank, {}, {}, {}, {}});
}

bool OutBody::is_line(const Item& item) {
  return item.kind == Item::kAttribute && item.expression.find('\n') == std::string::npos;
}

void OutBody::write(std::string& out, unsigned depth) const {
  const std::string indent(std::size_t{depth} * 2, ' ');
  std::size_t width = 0;    // of the names of attributes that share the column of their `=`
  std::size_t run_end = 0;  // the item behind those
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    switch (item.kind) {
      case Item::kBlank:
        out += '\n';
        break;
      case Item::kComment:
        out += indent;
        out += item.name.empty() ? "#" : "# " + item.name;
        out += '\n';
        break;
      case Item::kBlock:
        out += indent + item.name;
        for (const std::string& label : item.labels) out += ' ' + quoted(label);
        out += " {\n";
        item.body[0].write(out, depth + 1);
        out += indent + "}\n";
        break;
      case Item::kAttribute: {
        // Attributes of one line on neighbouring lines share the column of
        // their `=`; a value of several lines stands apart.
        if (i >= run_end) {
          width = code_points(item.name);
          for (run_end = i; run_end < items_.size() && is_line(items_[run_end]); ++run_end) {
            width = std::max(width, code_points(items_[run_end].name));
          }
          run_end = std::max(run_end, i + 1);
        }
        out += indent + item.name;
        out.append(width - code_points(item.name), ' ');
        out += " = ";
        append_indented(out, item.expression, depth);
        out += '\n';
      }
    }
  }
}

std::string OutBody::text() const {
  std::string out;
  write(out, 0);
  return out;
}

std::string expression_text(const Value& value, const Expressions& expressions, std::size_t wide) {
  switch (value.kind()) {
    case Kind::kBool:
      return value.as_bool() ? "true" : "false";
    case Kind::kNumber:
      return number_text(value);
    case Kind::kString:
      return quoted(value.as_string());
    case Kind::kList: {
      std::vector<std::string> members;
      std::size_t length = 2;
      for (const Value& item : value.items()) {
        members.push_back(expression_text(item, expressions, wide));
        length += members.back().size() + 2;
      }
      std::string out = "[";
      const bool lines = length > wide;
      for (std::size_t i = 0; i < members.size(); ++i) {
        if (lines) {
          out += "\n  ";
          append_indented(out, members[i], 1);
          out += ',';
        } else {
          if (i > 0) out += ", ";
          out += members[i];
        }
      }
      return out + (lines ? "\n]" : "]");
    }
    case Kind::kObject: {
      if (value.entries().empty()) return "{}";
      // A body's rules of alignment are an object's too.
      OutBody lines;
      for (const Entry* entry : value.in_source_order()) {
        // `for` would begin an expression.
        const bool bare = is_identifier(entry->key) && entry->key != "for";
        lines.attribute(bare ? std::string(entry->key) : quoted(entry->key),
                        expression_text(entry->value, expressions, wide));
      }
      std::string out = "{\n  ";
      append_indented(out, std::string_view(lines.text()).substr(0, lines.text().size() - 1), 1);
      return out + "\n}";
    }
    case Kind::kUnknown: {
      const auto stands = expressions.find(&value.as_unknown());
      return stands == expressions.end() ? "null" : stands->second;
    }
    default:
      return "null";
  }
}

std::string copied_expression(const Ast& ast, NodeId expression, std::string_view from, std::string_view to) {
  const Node& whole = ast[expression];
  // Replace from the back, so that earlier places stay where they are.
  std::vector<std::uint32_t> places;
  for (const Node& node : ast.nodes) {
    if (node.kind == NodeKind::kVariable && node.begin >= whole.begin && node.end <= whole.end &&
        ast.name(node) == from) {
      places.push_back(node.begin);
    }
  }
  std::sort(places.begin(), places.end());
  std::string out(ast.text.substr(whole.begin, whole.end - whole.begin));
  for (auto it = places.rbegin(); it != places.rend(); ++it) out.replace(*it - whole.begin, from.size(), to);
  return out;
}

}  // namespace mng::hcl
