#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace mng::catalogue {

using Json = nlohmann::json;

/// The first thing found wrong with one file, as "file: cause; cure".
class Fault {
 public:
  Fault(std::string file, std::string cure) : file_(std::move(file)), cure_(std::move(cure)) {}
  /// Keeps the first cause; later ones are mostly consequences of it.
  void say(std::string_view cause);
  void say(std::string_view cause, std::string_view cure);
  [[nodiscard]] bool any() const { return !text_.empty(); }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  std::string file_, cure_, text_;
};

/// The bytes of a file; "" and a fault where it cannot be read or is larger
/// than any answer of EC2.
std::string read_text(const std::string& path, Fault& fault);

/// Parses `text`; null and a fault where it is not JSON or nested absurdly.
Json parse_json(const std::string& text, Fault& fault);

/// Reads the members of one JSON object. Unknown members are ignored, absent
/// and null ones give the empty value, and what has the wrong type or size is
/// a fault that names `where`: callers read on and look at the fault once.
class Fields {
 public:
  /// `json` may be nullptr: an object without members.
  Fields(const Json* json, std::string where, Fault& fault);

  [[nodiscard]] bool has(const char* key) const { return find(key) != nullptr; }
  [[nodiscard]] std::string text(const char* key) const;
  /// A whole number of 0 to `max`.
  [[nodiscard]] std::uint64_t number(const char* key, std::uint64_t max) const;
  /// A number of 0 to `max`.
  [[nodiscard]] double real(const char* key, double max) const;
  [[nodiscard]] bool flag(const char* key) const;
  /// Strings of a list.
  [[nodiscard]] std::vector<std::string> words(const char* key) const;
  /// Members of a list; none where it is absent.
  [[nodiscard]] const Json& list(const char* key) const;
  /// Members of an object; none where it is absent.
  [[nodiscard]] const Json& object(const char* key) const;
  [[nodiscard]] Fields fields(const char* key) const;

  /// A fault about a member, for checks beyond its type.
  void wrong(const char* key, std::string_view cause) const;
  [[nodiscard]] const std::string& where() const { return where_; }
  [[nodiscard]] Fault& fault() const { return *fault_; }

 private:
  [[nodiscard]] const Json* find(const char* key) const;

  const Json* json_;
  std::string where_;
  Fault* fault_;
};

/// Names as EC2 spells them: "m7i-flex.large" and "us-east-1". Anything else
/// in a file would be a mistake, and would come out in messages unescaped.
bool is_type_name(std::string_view name);
bool is_location_name(std::string_view name);
/// "2026-08-02".
bool is_date(std::string_view text);

}  // namespace mng::catalogue
