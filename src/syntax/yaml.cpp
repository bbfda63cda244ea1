#include "syntax/yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <istream>
#include <span>
#include <streambuf>
#include <utility>

#include "syntax/yaml_builder.hpp"
#include "syntax/yaml_errors.hpp"
#include "syntax/yaml_prepass.hpp"
#include "syntax/yaml_scan.hpp"

namespace mng::syntax {

namespace {

/// Feeds the parser from the text without copying it, and watches how much it
/// holds back: yaml-cpp keeps every token of a bracketed value that may yet
/// turn out to be a key, some 100 bytes for each byte of `[,,,,,`.
class SourceBuffer final : public std::streambuf {
 public:
  /// Gives `text` from `begin` on, with tabs for the `blanks` in it.
  SourceBuffer(std::string_view text, std::size_t begin, std::span<const std::size_t> blanks, YamlBuilder& builder,
               std::size_t most)
      : blanks_(blanks), builder_(builder), most_(most) {
    // A streambuf wants mutable bytes even where it only reads.
    start_ = const_cast<char*>(text.data());
    setg(start_ + begin, start_ + begin, start_ + text.size());
  }

 protected:
  std::streamsize xsgetn(char* to, std::streamsize count) override {
    count = std::min<std::streamsize>(count, egptr() - gptr());
    for (std::streamsize i = 0; i < count; ++i) {
      const char c = gptr()[i];
      to[i] = c;
      builder_.pending += c == ',' || c == ':' || c == '[' || c == ']' || c == '{' || c == '}' ? 1 : 0;
    }
    const auto from = static_cast<std::size_t>(gptr() - start_);
    while (!blanks_.empty() && blanks_.front() < from + static_cast<std::size_t>(count)) {
      if (blanks_.front() >= from) to[blanks_.front() - from] = '\t';
      blanks_ = blanks_.subspan(1);
    }
    gbump(static_cast<int>(count));
    if (builder_.pending > most_) {
      const std::size_t at = builder_.cursor();
      throw Stop{{.range = builder_.range(at, at),
                  .message = fmt::format("one value of the file holds more than {} brackets, commas and colons", most_),
                  .help = "split the file"},
                 false};
    }
    return count;
  }

 private:
  char* start_ = nullptr;
  std::span<const std::size_t> blanks_;
  YamlBuilder& builder_;
  std::size_t most_;
};

/// One pass of the parser over a text whose bytes are in order. `blanks`: see
/// `tagged_blocks`. False where it ended in a syntax error.
bool read(const hcl::Sources& sources, std::uint32_t source, std::span<const std::size_t> blanks, hcl::Arena& arena,
          const YamlLimits& limits, YamlReading reading, YamlFile& out) {
  const std::string_view text = sources[source].text();
  const std::size_t bom = bom_length(text);
  YamlBuilder builder(sources, source, bom, blanks, arena, limits, reading, out);
  // A value needs at most two such characters, an empty list in a list three.
  SourceBuffer buffer(text, bom, blanks, builder, 2 * limits.nodes + 4096);
  std::istream stream(&buffer);
  const auto report = [&out, text](hcl::Diagnostic diagnostic, bool is_syntax) {
    if (is_syntax) blame_template(diagnostic, text);
    out.diagnostics.push_back(std::move(diagnostic));
    return !is_syntax;
  };
  const auto at_cursor = [&builder](std::string message, std::string help) -> hcl::Diagnostic {
    return {.range = builder.range(builder.cursor(), builder.cursor()),
            .message = std::move(message),
            .help = std::move(help)};
  };
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    builder.finish();
    return true;
  } catch (const Stop& stop) {
    return report(stop.diagnostic, stop.is_syntax);
  } catch (const YAML::Exception& exception) {
    return report(explain(exception, text, builder), true);
  } catch (const hcl::LimitExceeded&) {
    return report(at_cursor("the file needs more memory than is allowed", "split the file"), false);
  } catch (const std::exception&) {
    return report(at_cursor("the file cannot be read as YAML from here on", "check this place, or simplify it"), true);
  }
}

}  // namespace

bool YamlFile::ok() const {
  return std::none_of(diagnostics.begin(), diagnostics.end(),
                      [](const hcl::Diagnostic& d) { return d.severity == hcl::Severity::kError; });
}

YamlFile read_yaml(const hcl::Sources& sources, std::uint32_t source, hcl::Arena& arena, const YamlLimits& limits,
                   YamlReading reading) {
  YamlFile out;
  const std::string_view text = sources[source].text();
  if (auto diagnostic = check_bytes(text, source, limits)) {
    out.diagnostics.push_back(std::move(*diagnostic));
    return out;
  }
  const std::size_t bom = bom_length(text);
  if (text.size() == bom) return out;
  const std::vector<std::size_t> blanks = yaml_scan::tagged_blocks(text, bom, false);
  if (!read(sources, source, blanks, arena, limits, reading, out)) {
    const std::vector<std::size_t> more = yaml_scan::tagged_blocks(text, bom, true);
    YamlFile again;
    if (more.size() > blanks.size() && read(sources, source, more, arena, limits, reading, again))
      out = std::move(again);
  }
  // Maps report at their end, the outer after the inner one.
  std::stable_sort(out.diagnostics.begin(), out.diagnostics.end(),
                   [](const hcl::Diagnostic& a, const hcl::Diagnostic& b) { return a.range.begin < b.range.begin; });
  return out;
}

}  // namespace mng::syntax
