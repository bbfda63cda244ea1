#include "catalogue/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>

namespace mng::catalogue {
namespace {

// DescribeInstanceTypes of the largest region is some 6 MiB.
constexpr std::size_t kMaxBytes = std::size_t{32} << 20;
// The deepest known answer has 8 levels.
constexpr unsigned kMaxDepth = 32;
constexpr std::size_t kMaxName = 64;

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Brackets outside of strings: the parser itself has no limit.
bool too_deep(std::string_view text) {
  unsigned depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxDepth) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

}  // namespace

void Fault::say(std::string_view cause) {
  say(cause, cure_);
}

void Fault::say(std::string_view cause, std::string_view cure) {
  if (text_.empty()) text_ = fmt::format("{}: {}; {}", file_, cause, cure);
}

std::string read_text(const std::string& path, Fault& fault) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) {
    fault.say(std::strerror(errno), "name a file that can be read");
    return {};
  }
  std::string text;
  char buffer[1 << 16];
  std::size_t got = 0;
  while ((got = std::fread(buffer, 1, sizeof buffer, file.get())) > 0) {
    text.append(buffer, got);
    if (text.size() > kMaxBytes) {
      fault.say(fmt::format("larger than {} MiB", kMaxBytes >> 20), "split it, one region a file");
      return {};
    }
  }
  if (std::ferror(file.get()) != 0) {
    fault.say(std::strerror(errno), "name a file that can be read");
    return {};
  }
  return text;
}

Json parse_json(const std::string& text, Fault& fault) {
  if (too_deep(text)) {
    fault.say(fmt::format("nested deeper than {} levels", kMaxDepth));
    return {};
  }
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    const std::size_t at = std::min(error.byte == 0 ? 0 : error.byte - 1, text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    const std::size_t column = at == 0 ? 1 : at - (text.rfind('\n', at - 1) + 1) + 1;
    fault.say(text.find_first_not_of(" \t\r\n") == std::string::npos ? std::string("empty")
              : at >= text.size() ? fmt::format("not JSON: it ends within line {}, as if cut off", line)
                                  : fmt::format("not JSON: wrong at line {}, column {}", line, column));
  } catch (const Json::exception&) {  // a number beyond double
    fault.say("not JSON: a number is out of range");
  }
  return {};
}

Fields::Fields(const Json* json, std::string where, Fault& fault)
    : json_(json), where_(std::move(where)), fault_(&fault) {
  if (json_ != nullptr && !json_->is_object()) {
    fault.say(fmt::format("{} is not an object", where_));
    json_ = nullptr;
  }
}

const Json* Fields::find(const char* key) const {
  if (json_ == nullptr) return nullptr;
  const auto it = json_->find(key);
  return it == json_->end() || it->is_null() ? nullptr : &*it;
}

void Fields::wrong(const char* key, std::string_view cause) const {
  fault_->say(fmt::format("{}: {} {}", where_, key, cause));
}

std::string Fields::text(const char* key) const {
  const Json* json = find(key);
  if (json == nullptr) return {};
  if (!json->is_string()) {
    wrong(key, "is not a string");
    return {};
  }
  return json->get<std::string>();
}

std::uint64_t Fields::number(const char* key, std::uint64_t max) const {
  const Json* json = find(key);
  if (json == nullptr) return 0;
  if (!json->is_number_unsigned() || json->get<std::uint64_t>() > max) {
    wrong(key, fmt::format("is not a whole number of 0 to {}", max));
    return 0;
  }
  return json->get<std::uint64_t>();
}

double Fields::real(const char* key, double max) const {
  const Json* json = find(key);
  if (json == nullptr) return 0;
  const double value = json->is_number() ? json->get<double>() : -1;
  if (!std::isfinite(value) || value < 0 || value > max) {
    wrong(key, fmt::format("is not a number of 0 to {}", max));
    return 0;
  }
  return value;
}

bool Fields::flag(const char* key) const {
  const Json* json = find(key);
  if (json == nullptr) return false;
  if (!json->is_boolean()) {
    wrong(key, "is neither true nor false");
    return false;
  }
  return json->get<bool>();
}

std::vector<std::string> Fields::words(const char* key) const {
  std::vector<std::string> words;
  for (const Json& word : list(key)) {
    if (!word.is_string()) {
      wrong(key, "is not a list of strings");
      return {};
    }
    words.push_back(word.get<std::string>());
  }
  return words;
}

const Json& Fields::list(const char* key) const {
  static const Json kNone = Json::array();
  const Json* json = find(key);
  if (json == nullptr) return kNone;
  if (json->is_array()) return *json;
  wrong(key, "is not a list");
  return kNone;
}

const Json& Fields::object(const char* key) const {
  static const Json kNone = Json::object();
  const Json* json = find(key);
  if (json == nullptr) return kNone;
  if (json->is_object()) return *json;
  wrong(key, "is not an object");
  return kNone;
}

Fields Fields::fields(const char* key) const {
  return {find(key), fmt::format("{}: {}", where_, key), *fault_};
}

bool is_type_name(std::string_view name) {
  const std::size_t dot = name.find('.');
  return name.size() <= kMaxName && dot != std::string_view::npos && dot > 0 && dot + 1 < name.size() &&
         name.find('.', dot + 1) == std::string_view::npos && is_lower(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_lower(c) || is_digit(c) || c == '-' || c == '.'; });
}

bool is_location_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxName && is_lower(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

bool is_date(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((i == 4 || i == 7) ? text[i] != '-' : !is_digit(text[i])) return false;
  }
  return true;
}

}  // namespace mng::catalogue
