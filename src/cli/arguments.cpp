#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "hcl/spell.hpp"
#include "report/report.hpp"

extern char** environ;  // NOLINT: POSIX names it so

namespace mng::cli {

namespace {

/// The options of the program and of the command that was given.
std::vector<const CLI::Option*> options_of(const CLI::App& app) {
  std::vector<const CLI::Option*> out = app.get_options();
  for (const CLI::App* command : app.get_subcommands()) {
    const std::vector<const CLI::Option*> more = command->get_options();
    out.insert(out.end(), more.begin(), more.end());
  }
  return out;
}

/// Whether it is known only to be refused in words of its own.
bool is_refused(const CLI::Option& option) {
  return option.get_group().empty();
}

/// The first option that there is not, with the nearest there is; empty where all are known.
std::string unknown_option(const CLI::App& app, int argc, const char* const* argv) {
  std::vector<std::string> owned;
  std::vector<std::string> refused;
  for (const CLI::Option* known : options_of(app)) {
    for (const std::string& name : known->get_lnames()) (is_refused(*known) ? refused : owned).push_back("--" + name);
  }
  const std::vector<std::string_view> names(owned.begin(), owned.end());
  std::string of;
  std::string help = "--help";
  for (const CLI::App* command : app.get_subcommands()) {
    of = " of " + command->get_name();
    help = fmt::format("{} {} --help", app.get_name(), command->get_name());
  }
  for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i) {
    const std::string_view word = argv[i];
    const std::string_view option = word.substr(0, word.find('='));
    if (!option.starts_with("--") || std::find(names.begin(), names.end(), option) != names.end()) continue;
    if (std::find(refused.begin(), refused.end(), option) != refused.end()) continue;
    const std::string meant = hcl::did_you_mean(option, names);
    return meant.empty() ? fmt::format("there is no option {}{}; {} lists them", option, of, help)
                         : fmt::format("there is no option {}; {}", option, meant);
  }
  return {};
}

/// That a value was given to a letter as to a name, -c=4; empty where none was. `parsed`: the words could be read, and
/// the value is the one that has the `=` in it.
std::string letter_with_value(const CLI::App& app, int argc, const char* const* argv, bool parsed) {
  for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i) {
    const std::string_view word = argv[i];
    if (word.size() < 3 || word[0] != '-' || word[1] == '-' || word[2] != '=') continue;
    const std::string letter(1, word[1]);
    const std::string value(word.substr(2));
    for (const CLI::Option* option : options_of(app)) {
      const std::vector<std::string>& letters = option->get_snames();
      if (is_refused(*option) || std::find(letters.begin(), letters.end(), letter) == letters.end()) continue;
      const std::vector<std::string>& given = option->results();
      if (option->get_lnames().empty()) continue;
      if (parsed && std::find(given.begin(), given.end(), value) == given.end()) continue;
      const bool is_flag = option->get_items_expected_max() == 0;
      return fmt::format("{}: no `=` goes behind a letter; write {}--{}{}", word,
                         is_flag ? "" : fmt::format("-{} {} or ", letter, value.substr(1)), option->get_lnames()[0],
                         value);
    }
  }
  return {};
}

/// A first word that is no command of a program that has some, with the nearest there is; else empty.
std::string unknown_command(const CLI::App& app, int argc, const char* const* argv) {
  std::vector<std::string> owned;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    owned.push_back(command->get_name());
  }
  const std::string_view word = argc > 1 ? argv[1] : "";
  if (owned.empty() || word.empty() || word.starts_with('-')) return {};
  const std::vector<std::string_view> names(owned.begin(), owned.end());
  if (std::find(names.begin(), names.end(), word) != names.end()) return {};
  const std::string meant = hcl::did_you_mean(word, names);
  return fmt::format("there is no command {}; {}", word, meant.empty() ? "--help lists them" : meant);
}

/// What is wrong with a command line, in words of ours.
std::string in_words(const CLI::ParseError& error) {
  const std::string text = error.what();
  const std::string option = text.substr(0, text.find(':'));
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && text == "A subcommand is required") {
    return "a command is required; --help lists them";
  }
  if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {
    // "Could not convert: --vcpu = x"; only numbers are converted.
    const std::size_t name = text.find("--");
    const std::size_t value = text.find(" = ");
    if (name != std::string::npos && value != std::string::npos && name < value) {
      const std::string given = text.substr(value + 3);
      const bool digits = !given.empty() && given.find_first_not_of("0123456789") == std::string::npos;
      return fmt::format("{} takes a number{}, not `{}`", text.substr(name, value - name),
                         digits ? fmt::format(" up to {}", std::numeric_limits<unsigned>::max()) : "", given);
    }
  } else if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr && option.starts_with("--")) {
    return option + (text.find("At Most") == std::string::npos ? " needs a value" : " is given more than once");
  }
  return text;
}

}  // namespace

Parsed parse_arguments(CLI::App& app, int argc, const char* const* argv, const Io& io) {
  std::string text;
  try {
    app.parse(argc, argv);
    text = letter_with_value(app, argc, argv, true);
    if (text.empty()) return {};
  } catch (const CLI::CallForHelp&) {
    print(io.out, app.help());
    return {true, kClean};
  } catch (const CLI::CallForVersion& version) {
    print(io.out, fmt::format("{}\n", version.what()));
    return {true, kClean};
  } catch (const CLI::ParseError& error) {
    // A misspelt word first: that another is missing may follow from it.
    text = unknown_command(app, argc, argv);
    if (text.empty()) text = unknown_option(app, argc, argv);
    if (text.empty()) text = letter_with_value(app, argc, argv, false);
    if (text.empty()) text = in_words(error);
  }
  print(io.err, fmt::format("{}: {}\n", app.get_name(), report::shown(text)));
  return {true, kFailed};
}

std::map<std::string, std::string, std::less<>> given_by_variables(const CLI::App& app, int argc,
                                                                   const char* const* argv) {
  std::map<std::string, std::string, std::less<>> out;
  for (const CLI::Option* option : app.get_options()) {
    const std::string variable = option->get_envname();
    const char* value = variable.empty() ? nullptr : std::getenv(variable.c_str());
    if (value == nullptr || *value == '\0') continue;
    const std::string name = "--" + option->get_lnames()[0];
    bool typed = false;
    for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i) {
      const std::string_view word = argv[i];
      typed = typed || word.substr(0, word.find('=')) == name;
    }
    if (!typed) out.emplace(name, variable);
  }
  return out;
}

std::vector<std::string> misspelt_variables(const CLI::App& app) {
  std::vector<std::string> owned;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_envname().empty()) owned.push_back(option->get_envname());
  }
  const std::vector<std::string_view> names(owned.begin(), owned.end());
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::string_view name = text.substr(0, text.find('='));
    if (!name.starts_with("MNG_")) continue;
    const std::string_view meant = hcl::nearest(name, names);
    // Names of other tools' variables may begin alike: a word of its own behind that is none of ours.
    constexpr unsigned kFew = 2;
    if (meant.empty() || name == meant || hcl::edit_distance(name, meant, kFew) > kFew) continue;
    out.push_back(fmt::format("the variable {} is not read; did you mean `{}`?", name, meant));
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string not_one_of(std::string_view option, std::string_view value, const std::vector<std::string_view>& words) {
  if (std::find(words.begin(), words.end(), value) != words.end()) return {};
  std::string meant = hcl::did_you_mean(value, words);
  if (meant.empty()) {
    meant = "there is ";
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (i > 0) meant += i + 1 == words.size() ? " and " : ", ";
      meant += words[i];
    }
  }
  return fmt::format("{} has no value `{}`; {}", option, value, meant);
}

}  // namespace mng::cli
