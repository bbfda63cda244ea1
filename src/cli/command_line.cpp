#include "cli/command_line.hpp"

#include <fmt/format.h>

#include <charconv>
#include <set>

#include "cli/version.hpp"

namespace mng::cli {
namespace {

/// A word as a shell reads it as that word and nothing else.
std::string shell_word(const std::string& word) {
  const bool plain =
      word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,:/%+=@") ==
      std::string::npos;
  if (plain && !word.empty()) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string option_beside(const CLI::App& app, const std::set<std::string>& taken) {
  for (const CLI::Option* option : app.get_options()) {
    std::string name = "--" + option->get_lnames()[0];
    if (option->count() != 0 && !taken.contains(name)) return name;
  }
  return {};
}

bool all_declared(const CLI::App& app, int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (!word.starts_with('-')) continue;
    const std::string name(word.substr(0, word.find('=')));
    if (!name.starts_with("--") || name == "--help" || app.get_option_no_throw(name) == nullptr) return false;
  }
  return true;
}

std::string command_of(const CLI::App& app) {
  static const std::set<std::string> kAside{"--help",  "--version",   "--explain",
                                            "--check", "--catalogue", "--no-variables"};
  std::string out = fmt::format("mng-gen {}", version());
  for (const CLI::Option* option : app.get_options()) {
    const std::string name = "--" + option->get_lnames()[0];
    if (option->count() == 0 || kAside.contains(name)) continue;
    std::vector<std::string> words = option->results();
    if (option->get_expected_min() == 0) {
      out += fmt::format(" {}{}", name, words[0] == "true" ? "" : "=" + shell_word(words[0]));
      continue;
    }
    if (name == "--mem") {
      // 32.0 is 32.
      double number = 0;
      const auto parsed = std::from_chars(words[0].data(), words[0].data() + words[0].size(), number);
      const bool is_number = parsed.ec == std::errc{} && parsed.ptr == words[0].data() + words[0].size();
      if (is_number) words[0] = fmt::format("{}", number);
    }
    // A list is one word; what may be given again stands by itself each time.
    if (option->get_delimiter() != '\0') words = {fmt::format("{}", fmt::join(words, ","))};
    for (const std::string& word : words) out += fmt::format(" {} {}", name, shell_word(word));
  }
  return out;
}

}  // namespace mng::cli
