#include "syntax/json.hpp"

#include <nlohmann/json.hpp>
#include <vector>

#include "syntax/json_places.hpp"

namespace mng::syntax {

using hcl::Entry;
using hcl::Value;

hcl::Range JsonPlaces::string() const {
  if (source_ == 0 || *count_ == 0) return {};
  const std::size_t end = *count_;
  std::size_t begin = end - 1;
  while (begin > 0) {
    --begin;
    if (text_[begin] != '"') continue;
    std::size_t slashes = 0;
    while (slashes < begin && text_[begin - 1 - slashes] == '\\') ++slashes;
    if (slashes % 2 == 0) break;
  }
  return {source_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

hcl::Range JsonPlaces::word() const {
  if (source_ == 0 || *count_ == 0) return {};
  // Of a number the parser has looked at the byte behind it.
  const std::size_t end = in_word(*count_ - 1) ? *count_ : *count_ - 1;
  std::size_t begin = end;
  while (begin > 0 && in_word(begin - 1)) --begin;
  return {source_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

bool JsonPlaces::in_word(std::size_t at) const {
  const char c = text_[at];
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.' || c == 'E';
}

namespace {

class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(const JsonPlaces& places, hcl::Arena& arena) : places_(places), arena_(arena) {}

  bool null() override { return value(Value::null().at(places_.word())); }
  bool boolean(bool truth) override { return value(Value::boolean(truth).at(places_.word())); }
  bool number_integer(number_integer_t number) override {
    return value(Value::number(std::int64_t{number}).at(places_.word()));
  }
  bool number_unsigned(number_unsigned_t number) override {
    return value(Value::number(static_cast<std::int64_t>(number)).at(places_.word()));
  }
  bool number_float(number_float_t number, const string_t& /*text*/) override {
    return value(Value::number(number).at(places_.word()));
  }
  bool string(string_t& text) override { return value(Value::string(arena_.copy(text)).at(places_.string())); }
  bool binary(binary_t& /*bytes*/) override { return true; }
  bool start_object(std::size_t /*size*/) override { return open(true); }
  bool start_array(std::size_t /*size*/) override { return open(false); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    std::vector<Entry>& entries = levels_.back().entries;
    entries.push_back({arena_.copy(name), Value::null(), places_.string(), static_cast<std::uint32_t>(entries.size())});
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*why*/) override {
    error_at = position == 0 ? 0 : position - 1;
    error = "this is no JSON";
    return false;
  }

  Value result;
  std::string error;
  std::size_t error_at = 0;

 private:
  struct Level {
    bool object = false;
    std::uint32_t begin = 0;
    std::vector<Entry> entries;
    std::vector<Value> items;
  };

  bool open(bool object) {
    constexpr std::size_t kDeepest = 200;
    if (levels_.size() >= kDeepest) {
      error = "nested deeper than the limit of 200";
      error_at = places_.here();
      return false;
    }
    levels_.push_back({object, places_.here() == 0 ? 0 : places_.here() - 1, {}, {}});
    return true;
  }

  bool close() {
    Level level = std::move(levels_.back());
    levels_.pop_back();
    const Value made =
        level.object ? Value::object(arena_, std::move(level.entries)) : Value::list(arena_, level.items);
    return value(made.at({places_.source(), level.begin, places_.here()}));
  }

  bool value(const Value& one) {
    if (levels_.empty()) {
      result = one;
    } else if (levels_.back().object) {
      levels_.back().entries.back().value = one;
    } else {
      levels_.back().items.push_back(one);
    }
    return true;
  }

  const JsonPlaces& places_;
  hcl::Arena& arena_;
  std::vector<Level> levels_;
};

}  // namespace

bool read_json(const hcl::Sources& sources, std::uint32_t source, hcl::Arena& arena, Value& out,
               hcl::Diagnostics& diagnostics) {
  const std::string_view text = sources[source].text();
  std::size_t count = 0;
  const JsonPlaces places(text, source, &count);
  Builder builder(places, arena);
  nlohmann::json::sax_parse(Counting(text.data(), &count), Counting(text.data() + text.size(), &count), &builder);
  if (!builder.error.empty()) {
    const auto at = static_cast<std::uint32_t>(std::min(builder.error_at, text.size()));
    diagnostics.push_back({{source, at, at}, builder.error, "", hcl::Severity::kError});
    return false;
  }
  out = builder.result;
  return true;
}

}  // namespace mng::syntax
