#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "hcl/spell.hpp"
#include "report/report.hpp"

extern char** environ;  // NOLINT: POSIX names it so

namespace mng::cli {

namespace {

/// The first option that there is not, with the nearest there is; empty where all are known.
std::string unknown_option(const CLI::App& app, int argc, const char* const* argv) {
  std::vector<std::string> owned;
  const auto take = [&owned](const CLI::App& of) {
    for (const CLI::Option* known : of.get_options()) {
      for (const std::string& name : known->get_lnames()) owned.push_back("--" + name);
    }
  };
  take(app);
  for (const CLI::App* command : app.get_subcommands()) take(*command);
  const std::vector<std::string_view> names(owned.begin(), owned.end());
  for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i) {
    const std::string_view word = argv[i];
    const std::string_view option = word.substr(0, word.find('='));
    if (!option.starts_with("--") || std::find(names.begin(), names.end(), option) != names.end()) continue;
    const std::string meant = hcl::did_you_mean(option, names);
    return fmt::format("there is no option {}; {}", option, meant.empty() ? "--help lists them" : meant);
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
      return fmt::format("{} takes a number, not `{}`", text.substr(name, value - name), text.substr(value + 3));
    }
  } else if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr && option.starts_with("--")) {
    return option + (text.find("At Most") == std::string::npos ? " needs a value" : " is given more than once");
  }
  return text;
}

}  // namespace

Parsed parse_arguments(CLI::App& app, int argc, const char* const* argv, const Io& io) {
  try {
    app.parse(argc, argv);
    return {};
  } catch (const CLI::CallForHelp&) {
    print(io.out, app.help());
    return {true, kClean};
  } catch (const CLI::CallForVersion& version) {
    print(io.out, fmt::format("{}\n", version.what()));
    return {true, kClean};
  } catch (const CLI::ParseError& error) {
    // A misspelt word first: that another is missing may follow from it.
    std::string text = unknown_command(app, argc, argv);
    if (text.empty()) text = unknown_option(app, argc, argv);
    if (text.empty()) text = in_words(error);
    print(io.err, fmt::format("{}: {}\n", app.get_name(), report::shown(text)));
  }
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
