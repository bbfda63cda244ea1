// Input that is broken, huge or hostile: a clear message, no crash, in time.
#include <chrono>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"

using namespace mng::test;

namespace {

/// Runs on a file of that text, within a generous bound.
Run lint_text(const Scratch& scratch, const std::string& name, std::string_view text,
              const std::vector<std::string>& more = {}) {
  scratch.file(name, text);
  std::vector<std::string> arguments{name};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const auto begin = std::chrono::steady_clock::now();
  Run out = lint(arguments);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
  CHECK_FALSE(acts_on_a_terminal(out.out));
  CHECK_FALSE(acts_on_a_terminal(out.err));
  CHECK(out.out.size() + out.err.size() < 20000);
  return out;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("a file without content is no fault") {
  const Scratch scratch;
  for (const char* text : {"", "\n", "# only this\n", "---\n", "---\n---\n", "\xEF\xBB\xBF"}) {
    const Run run = lint_text(scratch, "a.yaml", text);
    MNG_SHOW(run);
    CHECK(run.exit == 0);
    CHECK(has(run.out, "a.yaml: not checked"));
  }
}

TEST_CASE("what does not parse is a finding with place, cause and cure") {
  struct Case {
    std::string text;
    std::string place;
    std::string cause;
    std::string cure;
  };
  const Scratch scratch;
  for (const Case& one : {
           Case{"node_groups:\n  a: {labels: [", "2:15", "this '[' is never closed", "add the missing ']'"},
           Case{"node_groups:\n  a: {labels: {", "2:15", "this '{' is never closed", "add the missing '}'"},
           Case{"node_groups:\n  a: \xff\n", "2:6", "not valid UTF-8: byte 0xFF", "save it as UTF-8"},
           Case{"node_groups:\n  a: \"b\n", "2:6", "the string that starts with this \" is never closed",
                "add the closing \""},
           Case{"node_groups:\n\ta: 1\n", "2:1", "a tab indents this line", "replace the tab by spaces"},
           Case{"node_groups:\n  a: {}\n  a: {}\n", "3:3", "the key \"a\" is given twice: it is already on line 2",
                "remove one of the two"},
           Case{"node_groups: " + repeated("[", 10000) + repeated("]", 10000) + "\n", "1:141",
                "nested more than 128 levels deep", "split it"},
           Case{"node_groups: " + repeated("{a: ", 10000) + repeated("}", 10000) + "\n", "1:522",
                "nested more than 128 levels deep", "split it"},
           Case{"node_groups:\n" + repeated("- ", 10000) + "a\n", "2:255", "nested more than 128 levels deep",
                "split it"},
           Case{"node_groups:\n  a: *nowhere\n", "2:6", "nowhere", ""},
       }) {
    const Run run = lint_text(scratch, "a.yaml", one.text);
    INFO(one.cause);
    MNG_SHOW(run);
    CHECK(run.exit == 1);
    CHECK(has(run.out, "a.yaml:" + one.place + ": error: "));
    CHECK(has(run.out, one.cause));
    CHECK(has(run.out, one.cure));
    CHECK(has(run.out, "[syntax-error]"));
    CHECK(has(run.out, "\n  = help: "));
    CHECK(has(run.out, "1 error in"));
  }
}

TEST_CASE("what comes on standard input without a name is judged, whatever is in it") {
  const Run broken = lint({"-"}, {.in = "a: b\nc: [1\n"});
  MNG_SHOW(broken);
  CHECK(broken.exit == 1);
  CHECK(has(broken.out, "stdin.yaml:2:4: error: this '[' is never closed [syntax-error]\n"));
  CHECK(has(broken.out, "  = help: add the missing ']'\n"));
  CHECK(has(lint({"-"}, {.in = "{{{"}).out, "stdin.yaml:1:1: error: this looks like a template"));
  for (const char* other : {"a: b\n", "hello\n", ""}) {
    const Run run = lint({"-"}, {.in = other});
    CHECK(run.exit == 0);
    CHECK(has(run.out, "stdin.yaml: not checked: no node groups in a form that is read\n"));
  }
  // By a name it is one of the files there are, and only what may have node groups is told of.
  CHECK(lint({"-", "--stdin-filename", "values.yaml"}, {.in = "{{{"}).exit == 0);
  const Run code = lint({"-"}, {.in = "resource \"a\" \"b\" {}\n"});
  CHECK(code.exit == 2);
  CHECK(code.err == "mng-lint: stdin.yaml: is Terraform: name it so, --stdin-filename main.tf\n");
}

TEST_CASE("deep block nesting ends in a finding") {
  const Scratch scratch;
  std::string text = "node_groups:\n";
  for (std::size_t i = 1; i < 5000; ++i) text += std::string(i, ' ') + "a:\n";
  const Run run = lint_text(scratch, "a.yaml", text);
  CHECK(run.exit == 1);
  CHECK(has(run.out, "nested more than 128 levels deep"));
  // Indented by one a level, ten thousand levels are 50 MB: too large as such.
  const Run larger = lint_text(scratch, "b.yaml", text + repeated(std::string(10000, ' ') + "a:\n", 2000));
  CHECK(larger.exit == 2);
  CHECK(has(larger.err, "is larger than the limit of 16 MiB"));
}

TEST_CASE("aliases of aliases do not multiply") {
  const Scratch scratch;
  std::string text = "a0: &a0 [x]\n";
  for (int i = 1; i < 12; ++i) {
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 9; ++j) text += (j > 0 ? ", *a" : "*a") + std::to_string(i - 1);
    text += "]\n";
  }
  const Run run = lint_text(scratch, "a.yaml", text + "node_groups:\n  a: {labels: *a11}\n");
  MNG_SHOW(run);
  CHECK(run.exit == 1);
  CHECK(has(run.out, "a.yaml:7:"));
  CHECK(has(run.out, "stands for more than 1000000 values"));
  CHECK(has(run.out, "help: split the file, or repeat less"));
}

TEST_CASE("what is too large or binary is refused by name of the cap") {
  const Scratch scratch;
  const std::string line = "# 50 MB of this\n";
  const std::string much = repeated(line, (50U << 20U) / line.size());
  for (const char* name : {"a.yaml", "a.tf"}) {
    const Run run = lint_text(scratch, name, "node_groups: {}\n" + much);
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.err == "mng-lint: " + std::string(name) + ": is larger than the limit of 16 MiB; split it\n");
  }
  const Run piped = lint({"-"}, {.in = much});
  CHECK(piped.exit == 2);
  CHECK(has(piped.err, "stdin.yaml: is larger than the limit of 16 MiB"));
  for (const char* name : {"b.yaml", "b.tf"}) {
    const Run binary = lint_text(scratch, name, std::string("node_groups:\n  a\0b: 1\n", 22));
    MNG_SHOW(binary);
    CHECK(binary.exit == 2);
    CHECK(binary.err == "mng-lint: " + std::string(name) + ": is binary (it holds a NUL byte), not text\n");
  }
}

TEST_CASE("a byte order mark and Windows line ends move no place") {
  const Scratch scratch;
  const Run run = lint_text(scratch, "a.yaml", "\xEF\xBB\xBFnode_groups:\r\n  a:\r\n    capacity_type: spot\r\n");
  MNG_SHOW(run);
  CHECK(run.exit == 1);
  CHECK(has(run.out, "a.yaml:3:20: error: `spot`"));
  CHECK(has(run.out, "3 |     capacity_type: spot\n  |                    ^^^^\n"));
  CHECK(has(lint_text(scratch, "b.yaml", "\xEF\xBB\xBFnode_groups: {a: {capacity_type: spot}}\n").out, "b.yaml:1:34:"));
}

TEST_CASE("a very long line is shown in part") {
  const Scratch scratch;
  const std::string long_line = "node_groups: {a: {labels: {a: " + std::string(2000000, 'x') +
                                "}, capacity_type: spot, instance_types: [" + repeated("m5.large, ", 50) + "]}}\n";
  const Run run = lint_text(scratch, "a.yaml", long_line);
  MNG_SHOW(run);
  CHECK(run.exit == 1);
  CHECK(has(run.out, "a.yaml:1:2000049: error: `spot`"));
  CHECK(has(run.out, "}, capacity_type: spot, instance"));
}

TEST_CASE("numbers beyond any bound are judged, not crashed on") {
  const Scratch scratch;
  for (const char* number : {"99999999999999999999999999999999", "1e308", "1e400", "-1e400", "0x7fffffffffffffffffff",
                             ".inf", "-.inf", ".nan", "9223372036854775808", "-9223372036854775809"}) {
    const Run run =
        lint_text(scratch, "a.yaml",
                  std::string("node_groups:\n  a:\n    capacity_type: ON_DEMAND\n    scaling_config: {min_size: 0, "
                              "desired_size: 1, max_size: ") +
                      number + "}\n    update_config: {max_unavailable_percentage: " + number + "}\n");
    INFO(number);
    MNG_SHOW(run);
    CHECK(run.exit == 1);
    CHECK(has(run.out, "a.yaml:5:49: error: `max_unavailable_percentage` "));
  }
}

TEST_CASE("nothing of the input acts on the terminal or on the runner") {
  const std::string text =
      "node_groups:\n"
      "  \"b\\e[2J\\n::error::x\":\n"
      "    capacity_type: \"\\e[31mSPOT\\u202e\\n::error file=x::y%0A\\u2066\\u200f\\u2028\"\n"
      "    \"un\\u009bknown\\n::warning::%\": 1\n"
      "    ami_type: \"\\r\\n::stop-commands::x\"\n"
      "    labels: {a: [\xC2\x9B, \xE2\x80\xAE]}\n"
      "    instance_types: [\"m5.large\\e]8;;x\\a\", \"\\x7f\"]\n";
  const Scratch scratch;
  const Run plain = lint_text(scratch, "a.yaml", text);
  MNG_SHOW(plain);
  CHECK(plain.exit == 1);
  CHECK(has(plain.out, "`\\u{1b}[31mSPOT\\u{202e}\\u{a}::error file=x::y%0A\\u{2066}\\u{200f}\\u{2028}`"));
  CHECK(has(plain.out, "`un\\u{9b}known\\u{a}::warning::%`"));

  const Run github = lint_text(scratch, "a.yaml", text, {"--format", "github"});
  MNG_SHOW(github);
  const std::string all = "\n" + github.out;
  CHECK(count(all, "\n::") == count(all, "\n") - 1);
  CHECK(count(all, "\n::error file=a.yaml,") + count(all, "\n::warning file=a.yaml,") == count(all, "\n::"));
  CHECK(has(github.out, "\\u{a}::error file=x::y%250A"));
  CHECK_FALSE(has(github.out, "y%0A"));

  const Run json = lint_text(scratch, "a.yaml", text, {"--format", "json"});
  CHECK(std::all_of(json.out.begin(), json.out.end(), [](char c) { return c == '\n' || (c >= 0x20 && c < 0x7F); }));
  const nlohmann::json read = nlohmann::json::parse(json.out);
  CHECK(read["findings"][0]["group"] == "b\x1b[2J\n::error::x");
}

TEST_CASE("nothing of a file's name acts on the terminal or on the runner") {
  const Scratch scratch;
  const std::string name = "a\x1b[2J,b:c\n::error::%\xC2\x9B\xE2\x80\xAE.yaml";
  for (const char* format : {"text", "json", "github"}) {
    const Run run = lint_text(scratch, name, with_error(), {"--format", format, "missing\x1b[31m\n.yaml"});
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.err == "mng-lint: missing\\u{1b}[31m\\u{a}.yaml: cannot be read: No such file or directory\n");
    if (std::string_view(format) == "github") {
      CHECK(count(run.out, "\n") == 1);
      CHECK(run.out.starts_with(
          "::error file=a\\u{1b}[2J%2Cb%3Ac\\u{a}%3A%3Aerror%3A%3A%25\\u{9b}\\u{202e}.yaml,line=7"));
    }
  }
}

TEST_CASE("a file with tens of thousands of faults is judged in bounded time, and its report is bounded") {
  const Scratch scratch;
  const std::string head = "cluster_name: e\nregion: eu-west-1\nnode_groups:\n";
  std::string keys = head + "  a:\n    capacity_type: ON_DEMAND\n    instance_types: [m5.xlarge]\n";
  for (int i = 0; i < 40000; ++i) keys += "    key" + std::to_string(i) + ": 1\n";
  std::string types = head + "  a: {capacity_type: SPOT, instance_types: [";
  for (int i = 0; i < 40000; ++i) types += "x" + std::to_string(i) + ".large, ";
  types += "]}\n";
  std::string groups = head;
  for (int i = 0; i < 3000; ++i) groups += "  g" + std::to_string(i) + ": {instance_types: [m5.xlarge]}\n";
  for (const std::string* text : {&keys, &types, &groups}) {
    scratch.file("many.yaml", *text);
    const auto begin = std::chrono::steady_clock::now();
    const Run run = lint({"many.yaml", "--format", "github"});
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(60));
    CHECK(run.err.empty());
    // Of so many groups the quota alone is a fault.
    CHECK(run.exit == 1);
    CHECK(has(run.out, "title=quota-groups::") == (text == &groups));
    CHECK(run.out.size() < 2'000'000);
  }
}

TEST_CASE("a template of another tool is not judged by its syntax") {
  const Scratch scratch;
  const Run chart =
      lint_text(scratch, "chart.yaml", "name: {{ .Values.name }}\n{{- if .Values.x }}\na: 1\n{{- end }}\n");
  MNG_SHOW(chart);
  CHECK(chart.exit == 0);
  CHECK(has(chart.out, "chart.yaml: not checked: no node groups in a form that is read"));
  // One that is meant for mng-lint is.
  CHECK(lint_text(scratch, "nodegroups.yaml", "node_groups:\n  a: {{ .Values.name }}\n  {{- end }}\n").exit == 1);
}
