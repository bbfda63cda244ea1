#include "terraform/plan.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "syntax/json_places.hpp"

namespace mng::terraform {

using hcl::Entry;
using hcl::Value;

namespace {

/// `after` with what `after_unknown` marks put in: what the apply will compute.
Value with_unknown(const Value& after, const Value& marks, std::string_view address, std::string_view attribute,
                   hcl::Arena& arena) {
  if (marks.is_bool() && marks.as_bool()) {
    // Whether the configuration gives it, or the apply computes it, the plan does not say here.
    hcl::Unknown what;
    what.depends_on = arena.copy_span(std::vector<std::string_view>{
        arena.copy(attribute.empty() ? std::string(address) : std::string(address) + "." + std::string(attribute))});
    return Value::unknown(arena.make(what));
  }
  if (marks.is_object()) {
    std::vector<Entry> entries;
    if (after.is_object()) {
      for (const Entry* entry : after.in_source_order()) entries.push_back(*entry);
    }
    for (const Entry& mark : marks.entries()) {
      const auto known =
          std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.key == mark.key; });
      const Value before = known == entries.end() ? Value::null() : known->value;
      const Value merged = with_unknown(before, mark.value, address, attribute.empty() ? mark.key : attribute, arena);
      if (known != entries.end()) {
        known->value = merged;
      } else if (!merged.is_null()) {
        entries.push_back({mark.key, merged, {}, static_cast<std::uint32_t>(entries.size())});
      }
    }
    return after.is_object() || !entries.empty() ? Value::object(arena, std::move(entries)).at(after.range()) : after;
  }
  if (marks.is_list() && after.is_list()) {
    std::vector<Value> items(after.items().begin(), after.items().end());
    for (std::size_t i = 0; i < items.size() && i < marks.items().size(); ++i) {
      items[i] = with_unknown(items[i], marks.items()[i], address, attribute, arena);
    }
    return Value::list(arena, items).at(after.range());
  }
  return after;
}

/// Takes the parser's events and builds what is looked for.
class Handler final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Handler(const Wanted& wanted, const syntax::JsonPlaces& places, hcl::Arena& arena, Plan& plan)
      : wanted_(wanted), places_(places), arena_(arena), plan_(plan) {}

  bool null() override { return value(Value::null()); }
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
  bool string(string_t& text) override {
    if (skips()) return value(Value::null());
    return value(Value::string(arena_.copy(text)).at(places_.string()));
  }
  bool binary(binary_t& /*bytes*/) override { return true; }

  bool start_object(std::size_t /*size*/) override { return open(true); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t /*size*/) override { return open(false); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Level& level = levels_.back();
    if (level.skips) return true;
    if (level.builds) {
      level.entries.push_back(
          {arena_.copy(name), Value::null(), places_.string(), static_cast<std::uint32_t>(level.entries.size())});
    } else {
      level.key = name;
    }
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*why*/) override {
    plan_.error = "is no JSON: it ends, or goes wrong, at byte " + std::to_string(position);
    return false;
  }

 private:
  /// An object or array that is open. One that is built keeps its members.
  struct Level {
    bool object = false;
    bool builds = false;
    bool skips = false;
    std::uint32_t begin = 0;
    std::string key;  ///< of the member that comes next, where it is not built
    std::vector<Entry> entries;
    std::vector<Value> items;
  };

  [[nodiscard]] bool skips() const { return !levels_.empty() && levels_.back().skips; }

  /// The keys down to here, of levels that are not built.
  [[nodiscard]] bool path_is(std::initializer_list<std::string_view> path) const {
    if (levels_.size() != path.size()) return false;
    std::size_t i = 0;
    for (const std::string_view step : path) {
      const Level& level = levels_[i++];
      if (level.object ? level.key != step : step != "[]") return false;
    }
    return true;
  }

  bool open(bool object) {
    constexpr std::size_t kDeepest = 200;
    if (levels_.size() >= kDeepest) {
      plan_.error = "is nested deeper than the limit of 200";
      return false;
    }
    Level level;
    level.object = object;
    level.begin = places_.here() == 0 ? 0 : places_.here() - 1;
    if (!levels_.empty()) {
      const Level& outer = levels_.back();
      level.builds = outer.builds || path_is({"resource_changes", "[]"});
      // Of a change of another type nothing more is looked at, nor of other members of the plan.
      level.skips = outer.skips || other_type() || passed_over();
    }
    levels_.push_back(std::move(level));
    return true;
  }

  [[nodiscard]] bool is_wanted(std::string_view type) const {
    return std::find(wanted_.types.begin(), wanted_.types.end(), type) != wanted_.types.end();
  }
  /// Whether the change that is being built is of a type that is not wanted.
  [[nodiscard]] bool other_type() const {
    if (levels_.size() < 3 || !levels_[2].builds) return false;
    for (const Entry& entry : levels_[2].entries) {
      if (entry.key == "type" && entry.value.is_string()) {
        return !is_wanted(entry.value.as_string());
      }
    }
    return false;
  }
  [[nodiscard]] bool passed_over() const {
    if (levels_.size() == 2 && levels_[0].key == "configuration") return levels_[1].key != "provider_config";
    if (levels_.size() != 1) return false;
    return levels_[0].key != "resource_changes" && levels_[0].key != "configuration";
  }

  bool close() {
    Level level = std::move(levels_.back());
    levels_.pop_back();
    Value made;
    if (level.builds && !level.skips) {
      made = level.object ? Value::object(arena_, std::move(level.entries)) : Value::list(arena_, level.items);
      if (places_.source() != 0) made = made.at({places_.source(), level.begin, places_.here()});
      if (levels_.size() == 2) {
        change(made);
        return true;
      }
    }
    return value(made);
  }

  bool value(const Value& one) {
    if (levels_.empty()) return true;
    Level& level = levels_.back();
    if (level.builds) {
      if (level.skips) return true;
      if (!level.object) {
        level.items.push_back(one);
      } else {
        level.entries.back().value = one;
      }
      return true;
    }
    if (path_is({"resource_changes"})) plan_.is_plan = true;
    if (path_is({"configuration", "provider_config", wanted_.provider, "version_constraint"})) plan_.provider = one;
    if (path_is({"configuration", "provider_config", wanted_.provider, "expressions", "region", "constant_value"})) {
      plan_.region = one;
    }
    return true;
  }

  void change(const Value& made) {
    PlannedChange out;
    const auto text = [&](std::string_view name) {
      const Value* found = made.get(name);
      return found != nullptr && found->is_string() ? found->as_string() : std::string_view();
    };
    out.address = text("address");
    out.type = text("type");
    out.action_reason = text("action_reason");
    const Value* what = made.get("change");
    if (text("mode") != "managed" || what == nullptr || !what->is_object() || !text("deposed").empty()) return;
    if (!is_wanted(out.type)) return;
    if (const Value* actions = what->get("actions"); actions != nullptr && actions->is_list()) {
      for (const Value& action : actions->items()) {
        if (action.is_string()) out.actions.push_back(action.as_string());
      }
    }
    const auto part = [&](std::string_view name) {
      const Value* found = what->get(name);
      return found == nullptr ? Value::null() : *found;
    };
    out.before = part("before");
    out.after = with_unknown(part("after"), part("after_unknown"), out.address, {}, arena_);
    out.replace_paths = part("replace_paths");
    plan_.changes.push_back(std::move(out));
  }

  const Wanted& wanted_;
  const syntax::JsonPlaces& places_;
  hcl::Arena& arena_;
  Plan& plan_;
  std::vector<Level> levels_;
};

}  // namespace

Plan read_plan(std::string_view text, std::uint32_t source, const Wanted& wanted, hcl::Arena& arena) {
  Plan plan;
  std::size_t count = 0;
  const syntax::JsonPlaces places(text, source, &count);
  Handler handler(wanted, places, arena, plan);
  nlohmann::json::sax_parse(syntax::Counting(text.data(), &count), syntax::Counting(text.data() + text.size(), &count),
                            &handler);
  return plan;
}

Plan read_plan(std::istream& in, const Wanted& wanted, hcl::Arena& arena) {
  Plan plan;
  const std::size_t count = 0;
  const syntax::JsonPlaces places({}, 0, &count);
  Handler handler(wanted, places, arena, plan);
  nlohmann::json::sax_parse(in, &handler);
  return plan;
}

bool may_be_plan(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] != '{') return false;
  constexpr std::size_t kHead = 4096;
  return text.substr(0, kHead).find("\"format_version\"") != std::string_view::npos &&
         text.substr(0, kHead).find("\"terraform_version\"") != std::string_view::npos;
}

}  // namespace mng::terraform
