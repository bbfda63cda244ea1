#include "syntax/functions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "hcl/evaluate.hpp"
#include "hcl/json_text.hpp"
#include "hcl/unicode.hpp"
#include "syntax/yaml.hpp"

namespace mng::syntax {

using hcl::Arena;
using hcl::Call;
using hcl::Entry;
using hcl::Function;
using hcl::OnUnknown;
using hcl::Value;

namespace {

constexpr std::size_t kDeepest = 200;

/// Builds values from the events of nlohmann's reader, which does not recurse.
class JsonBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  JsonBuilder(Arena& arena, std::string& error) : arena_(arena), error_(error) {}

  [[nodiscard]] const Value& result() const { return result_; }

  bool null() override { return add(Value::null()); }
  bool boolean(bool value) override { return add(Value::boolean(value)); }
  bool number_integer(number_integer_t value) override { return add(Value::number(std::int64_t{value})); }
  bool number_unsigned(number_unsigned_t value) override {
    const bool fits = value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return add(fits ? Value::number(static_cast<std::int64_t>(value)) : Value::number(static_cast<double>(value)));
  }
  bool number_float(number_float_t value, const string_t& /*text*/) override { return add(Value::number(value)); }
  bool string(string_t& value) override { return add(Value::string(kept(value))); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return open(true); }
  bool key(string_t& value) override {
    frames_.back().key = kept(value);
    return true;
  }
  bool end_object() override {
    std::vector<Entry> entries = std::move(frames_.back().entries);
    frames_.pop_back();
    return add(Value::object(arena_, std::move(entries)));
  }
  bool start_array(std::size_t /*size*/) override { return open(false); }
  bool end_array() override {
    const std::vector<Value> items = std::move(frames_.back().items);
    frames_.pop_back();
    return add(Value::list(arena_, items));
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& /*why*/) override {
    error_ = fmt::format("this is no JSON from byte {} on", position);
    return false;
  }

 private:
  struct Frame {
    bool is_object = false;
    std::string_view key;
    std::vector<Entry> entries;
    std::vector<Value> items;
  };

  std::string_view kept(const std::string& text) {
    return arena_.copy(hcl::may_need_nfc(text) ? hcl::to_nfc(text) : text);
  }
  bool open(bool is_object) {
    if (frames_.size() >= kDeepest) {
      error_ = fmt::format("this is nested deeper than {}", kDeepest);
      return false;
    }
    frames_.push_back({is_object, {}, {}, {}});
    return true;
  }
  bool add(const Value& value) {
    if (frames_.empty()) {
      result_ = value;
    } else if (frames_.back().is_object) {
      frames_.back().entries.push_back({frames_.back().key, value, {}, 0});
    } else {
      frames_.back().items.push_back(value);
    }
    return true;
  }

  Arena& arena_;
  std::string& error_;
  std::vector<Frame> frames_;
  Value result_;
};

/// The value with all its texts in the arena, and no places.
Value detached(const Value& value, Arena& arena) {
  switch (value.kind()) {
    case hcl::Kind::kString:
      return Value::string(arena.copy(value.as_string()));
    case hcl::Kind::kList: {
      std::vector<Value> items;
      for (const Value& item : value.items()) items.push_back(detached(item, arena));
      return Value::list(arena, items);
    }
    case hcl::Kind::kObject: {
      std::vector<Entry> entries;
      for (const Entry* entry : value.in_source_order()) {
        entries.push_back({arena.copy(entry->key), detached(entry->value, arena), {}, 0});
      }
      return Value::object(arena, std::move(entries));
    }
    case hcl::Kind::kNumber:
      return value.is_integer() ? Value::number(value.as_integer()) : Value::number(value.as_double());
    case hcl::Kind::kBool:
      return Value::boolean(value.as_bool());
    case hcl::Kind::kUnknown:
      return Value::unknown(nullptr);
    default:
      return Value::null();
  }
}

void append_yaml(const Value& value, std::size_t indent, std::string& out);

/// A scalar, or an empty collection, on the line it is on; false for others.
bool append_inline(const Value& value, std::size_t indent, std::string& out) {
  if (value.is_string()) {
    const std::string_view text = value.as_string();
    const bool block = text.find('\n') != std::string_view::npos && text.find_first_not_of(" \n") == 0;
    if (!block) {
      out += hcl::json_quoted(text);
      return true;
    }
    // Lines of their own; how many breaks end the text is said by an indicator.
    const std::size_t last = text.find_last_not_of('\n');
    const std::size_t breaks = text.size() - last - 1;
    out += breaks == 0 ? "|-" : breaks == 1 ? "|" : "|+";
    std::string_view rest = text.substr(0, breaks > 1 ? text.size() - 1 : last + 1);
    while (true) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      out += '\n';
      if (end > 0) out.append(indent, ' ');
      out += rest.substr(0, end);
      if (end == rest.size()) break;
      rest.remove_prefix(end + 1);
    }
    return true;
  }
  if (value.is_list() && value.items().empty()) {
    out += "[]";
  } else if (value.is_object() && value.entries().empty()) {
    out += "{}";
  } else if (value.is_list() || value.is_object()) {
    return false;
  } else {
    out += hcl::json_text(value);
  }
  return true;
}

void append_yaml(const Value& value, std::size_t indent, std::string& out) {
  bool first = true;
  if (value.is_list()) {
    for (const Value& item : value.items()) {
      if (!first) out.append(indent, ' ');
      first = false;
      out += "- ";
      if (append_inline(item, indent + 2, out)) {
        out += '\n';
      } else {
        append_yaml(item, indent + 2, out);
      }
    }
    return;
  }
  for (const Entry& entry : value.entries()) {
    if (!first) out.append(indent, ' ');
    first = false;
    out += hcl::json_quoted(entry.key) + ":";
    std::string inner;
    if (append_inline(entry.value, indent + 2, inner)) {
      out += ' ' + inner + '\n';
      continue;
    }
    out += '\n';
    // A list under a key is not moved in.
    const std::size_t inside = entry.value.is_list() ? indent : indent + 2;
    out.append(inside, ' ');
    append_yaml(entry.value, inside, out);
  }
}

Value jsondecode(const Call& call) {
  std::string error;
  const std::optional<Value> value = decode_json(call.text(0), call.arena(), error);
  return value ? *value : call.fail(error);
}

Value yamldecode(const Call& call) {
  std::string error;
  const std::optional<Value> value = decode_yaml(call.text(0), call.arena(), error);
  return value ? *value : call.fail(error);
}

Value yamlencode(const Call& call) {
  return call.make_text(yaml_text(call[0]));
}

constexpr Function kFunctions[] = {
    {"jsondecode(text: string) -> any", "The value that JSON stands for.", OnUnknown::kUnknown, jsondecode},
    {"yamldecode(text: string) -> any", "The value that YAML stands for.", OnUnknown::kUnknown, yamldecode},
    {"yamlencode(value: any|null) -> string", "The value as YAML.", OnUnknown::kUnknown, yamlencode},
};

}  // namespace

std::optional<Value> decode_json(std::string_view text, Arena& arena, std::string& error) {
  JsonBuilder builder(arena, error);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return std::nullopt;
  return builder.result();
}

std::optional<Value> decode_yaml(std::string_view text, Arena& arena, std::string& error) {
  hcl::Sources sources;
  const std::uint32_t id = sources.add("yaml", std::string(text));
  Arena scratch;
  const YamlFile file = read_yaml(sources, id, scratch, {}, YamlReading::kTerraform);
  if (!file.ok()) {
    const hcl::Diagnostic& first = file.diagnostics[0];
    error = fmt::format("line {}: {}", sources[id].position(first.range.begin).line, first.message);
    return std::nullopt;
  }
  if (file.documents.size() > 1) {
    error = "this is more than one document";
    return std::nullopt;
  }
  if (file.documents.empty()) {
    error = "the text is empty";
    return std::nullopt;
  }
  return detached(file.documents[0].value, arena);
}

std::string yaml_text(const Value& value) {
  std::string out;
  if (append_inline(value, 2, out)) return out + "\n";
  append_yaml(value, 0, out);
  return out;
}

const hcl::Functions& terraform_functions() {
  static const std::vector<std::span<const Function>> kTables = [] {
    const auto families = hcl::terraform_functions().tables;
    std::vector<std::span<const Function>> out(families.begin(), families.end());
    out.emplace_back(kFunctions);
    return out;
  }();
  static const hcl::Functions kAll{kTables, {}, nullptr};
  return kAll;
}

}  // namespace mng::syntax
