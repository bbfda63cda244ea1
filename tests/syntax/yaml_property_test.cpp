#include <random>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "syntax/read.hpp"

namespace mng::syntax {
namespace {

/// A scalar as a generated document holds it.
struct Written {
  std::string token;
  std::string value;
};

/// Writes random documents and keeps, in source order, what each scalar is.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::string document() {
    if (chance(4)) text_ += "\xEF\xBB\xBF";
    if (chance(3)) text_ += "# \xC3\xA9\n";
    if (chance(3)) text_ += "---\n";
    block(0, 3);
    if (chance(3)) text_ += "# end\n";
    if (!chance(3)) return text_;
    std::string crlf;
    for (const char c : text_) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    for (Written& w : scalars) {
      std::string token;
      for (const char c : w.token) token += c == '\n' ? std::string("\r\n") : std::string(1, c);
      w.token = token;
    }
    return crlf;
  }

  std::vector<Written> scalars;

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool chance(int n) { return below(n) == 0; }

  std::string word() {
    static const std::vector<std::string> kWords = {
        "a", "m5.xlarge", "b-c", "x:y", "p#q", "\xE6\x97\xA5", "z?", "1x", "\xC3\xA9t\xC3\xA9", "u@v", "it"};
    return kWords[static_cast<std::size_t>(below(static_cast<int>(kWords.size())))];
  }
  /// Keeps `?`, which yaml-cpp 0.7 does not allow inside brackets, out of them.
  std::string flow_word() {
    std::string w = word();
    return w.find('?') == std::string::npos ? w : "w";
  }

  void comment() {
    if (chance(5)) text_ += " # c 'x \"y";
    text_ += "\n";
    if (chance(8)) text_ += "\n   # [ more\n";
  }
  void emit(const std::string& token, const std::string& value) {
    text_ += token;
    scalars.push_back({token, value});
  }
  void properties() {
    if (chance(6)) text_ += "&n" + std::to_string(below(5)) + " ";
    if (chance(6)) text_ += "!!str ";
  }

  /// Words with folds between some of them, written so and as they read.
  Written folded(const std::string& indent, bool flow) {
    Written out;
    const int count = 1 + below(4);
    for (int i = 0; i < count; ++i) {
      if (i > 0) {
        const int breaks = below(4) - 1;
        if (breaks <= 0) {
          out.token += " ";
          out.value += " ";
        } else {
          out.token += std::string(static_cast<std::size_t>(breaks), '\n') + indent;
          out.value += breaks == 1 ? " " : std::string(static_cast<std::size_t>(breaks - 1), '\n');
        }
      }
      const std::string w = flow ? flow_word() : word();
      out.token += w;
      out.value += w;
    }
    return out;
  }

  void quoted(const std::string& indent) {
    Written w = folded(indent, false);
    if (chance(2)) {
      w.token = "'" + w.token + (chance(2) ? "''" : "") + "'";
      if (w.token.ends_with("'''")) w.value += "'";
    } else if (chance(2)) {
      w = {"\"" + w.token + "\\n\\u00e9\\\\\"", w.value + "\n\xC3\xA9\\"};
    } else {
      w = {"\"" + w.token + " # \"", w.value + " # "};
    }
    emit(w.token, w.value);
  }

  /// A block scalar whose content is indented by `indent` spaces; ends its line.
  void block_scalar(std::size_t indent) {
    const bool literal = chance(2);
    // yaml-cpp 0.7 loses one of the line breaks that `>+` should keep.
    const int chomp = below(literal ? 3 : 2);
    std::string token = literal ? "|" : ">";
    token += chomp == 0 ? "" : chomp == 1 ? "-" : "+";
    if (chance(6)) token += " # comment";
    std::string value;
    const int lines = 1 + below(3);
    for (int i = 0; i < lines; ++i) {
      if (i > 0) {
        const int blank = below(2);
        token += std::string(static_cast<std::size_t>(blank), '\n');
        value += literal ? std::string(static_cast<std::size_t>(blank) + 1, '\n') : blank > 0 ? "\n" : " ";
      }
      const std::string line = word() + (chance(3) ? " # " + word() : "");
      token += "\n" + std::string(indent, ' ') + line;
      value += line;
    }
    const int trailing = below(3);
    std::string after(static_cast<std::size_t>(trailing), '\n');
    if (chomp == 0) value += "\n";
    if (chomp == 2) {
      value += "\n" + after;
      token += after;
      after.clear();
    }
    emit(token, value);
    text_ += "\n" + after;
  }

  /// A bracketed collection, or, inside one, a scalar too.
  void flow(int depth, bool outermost) {
    const int kind = outermost ? 3 + below(2) : depth > 0 ? below(5) : below(2);
    if (kind == 0) {
      quoted("  ");
    } else if (kind <= 2) {
      const Written w = folded(" ", true);
      emit(w.token, w.value);
    } else {
      text_ += kind == 3 ? "[ " : "{";
      const int count = below(4);
      for (int i = 0; i < count; ++i) {
        if (kind == 4) text_ += "k" + std::to_string(i) + ": ";
        flow(depth - 1, false);
        text_ += chance(4) ? " ,\n   " : ", ";
      }
      text_ += kind == 3 ? "]" : "}";
    }
  }

  /// The value of a key or of a list item at column `column`; ends its line.
  void member(std::size_t column, int depth, bool is_item) {
    const int kind = below(depth > 0 ? 6 : 4);
    if (kind >= 4) {
      text_ += chance(6) ? " &m\n" : "\n";
      block(column + 1 + static_cast<std::size_t>(below(3)), depth - 1);
      return;
    }
    text_ += " ";
    // yaml-cpp wants what continues a plain scalar behind a tag in a list to
    // be indented by more than the tag.
    if (kind < 3 && !(kind == 0 && is_item)) properties();
    const std::string indent(column + 1 + static_cast<std::size_t>(below(2)), ' ');
    if (kind == 0) {
      const Written w = folded(indent, false);
      emit(w.token, w.value);
      comment();
    } else if (kind == 1) {
      quoted(indent);
      comment();
    } else if (kind == 2) {
      block_scalar(column + 1 + static_cast<std::size_t>(below(3)));
    } else {
      flow(2, true);
      comment();
    }
  }

  void block(std::size_t column, int depth) {
    const bool map = chance(2);
    const int count = 1 + below(4);
    for (int i = 0; i < count; ++i) {
      text_ += std::string(column, ' ') + (map ? "k" + std::to_string(i) + ":" : "-");
      member(column, depth, !map);
    }
  }

  std::mt19937 random_;
  std::string text_;
};

void collect(const hcl::Value& value, std::vector<const hcl::Value*>& out) {
  if (value.is_list()) {
    for (const hcl::Value& item : value.items()) collect(item, out);
  } else if (value.is_object()) {
    for (const hcl::Entry* entry : value.in_source_order()) collect(entry->value, out);
  } else {
    out.push_back(&value);
  }
}

TEST_CASE("tokens of generated documents are found to the byte") {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    Generator generator(seed);
    const std::string text = generator.document();
    const Reading r(text);
    INFO("seed " << seed << "\n" << text << "\n" << r.said());
    REQUIRE(r.file.ok());
    REQUIRE(r.file.documents.size() == 1);
    std::vector<const hcl::Value*> scalars;
    collect(r.root(), scalars);
    REQUIRE(scalars.size() == generator.scalars.size());
    for (std::size_t i = 0; i < scalars.size(); ++i) {
      const Written& expected = generator.scalars[i];
      const std::string token(r.sources.text(scalars[i]->range()));
      REQUIRE(token == expected.token);
      REQUIRE(scalars[i]->is_string());
      REQUIRE(std::string(scalars[i]->as_string()) == expected.value);
      // The token alone reads as the same value, kept line ends apart: those
      // end with the file here.
      const Reading alone("- " + token + "\n");
      REQUIRE(show(alone.root()) == "['" + expected.value + "']");
      REQUIRE(alone.token("0") == token);
    }
  }
}

TEST_CASE("a cut or changed document never breaks the reader") {
  std::mt19937 random(7);
  const std::string kBytes = "\"'[]{}:,-?&*!|># \n\t\xC3x%@`~<";
  for (unsigned seed = 0; seed < 300; ++seed) {
    const std::string text = Generator(seed).document();
    for (int i = 0; i < 20; ++i) {
      std::string broken = text.substr(0, random() % (text.size() + 1));
      for (int j = 0; j < i % 4 && !broken.empty(); ++j)
        broken[random() % broken.size()] = kBytes[random() % kBytes.size()];
      const Reading r(broken);
      INFO(broken);
      for (const hcl::Diagnostic& d : r.file.diagnostics) {
        REQUIRE(d.range.source == 1);
        REQUIRE(d.range.begin <= d.range.end);
        REQUIRE(d.range.end <= broken.size());
        REQUIRE_FALSE(d.message.empty());
      }
    }
  }
}

}  // namespace
}  // namespace mng::syntax
