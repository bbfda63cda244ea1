#include "hcl/lexer.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "hcl/read.hpp"
#include "support/catch.hpp"

namespace mng::hcl {
namespace {

/// Names of the token kinds, in the order of the enumeration.
constexpr std::string_view kNames[] = {
    "End",          "Newline",       "Comment",       "Identifier", "Number",      "OpenBrace",   "CloseBrace",
    "OpenBracket",  "CloseBracket",  "OpenParen",     "CloseParen", "OpenQuote",   "CloseQuote",  "OpenHeredoc",
    "CloseHeredoc", "StringLiteral", "Interpolation", "Directive",  "TemplateEnd", "Star",        "Slash",
    "Plus",         "Minus",         "Percent",       "Equal",      "EqualEqual",  "NotEqual",    "Less",
    "LessEqual",    "Greater",       "GreaterEqual",  "And",        "Or",          "Bang",        "Dot",
    "Comma",        "Ellipsis",      "Arrow",         "Question",   "Colon",       "DoubleColon", "Invalid"};

/// "Kind<text> Kind<text> …" without the end.
std::string tokens(std::string text, std::string* errors = nullptr) {
  Sources sources;
  sources.add("test.hcl", std::move(text));
  Diagnostics diagnostics;
  std::string out;
  const std::vector<Token> all = tokenize(sources[1].text(), 1, diagnostics);
  REQUIRE(!all.empty());
  REQUIRE(all.back().kind == TokenKind::kEnd);
  REQUIRE(all.back().begin == sources[1].text().size());
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    const std::string_view inside = sources.text({1, all[i].begin, all[i].end});
    out += fmt::format("{}{}<{}>", i == 0 ? "" : " ", kNames[static_cast<std::size_t>(all[i].kind)], inside);
  }
  if (errors != nullptr) {
    *errors = said(sources, diagnostics);
  } else {
    CHECK(said(sources, diagnostics).empty());
  }
  return out;
}

TEST_CASE("every symbol is a token of its own kind") {
  CHECK(tokens("* / + - % = == != < <= > >= && || ! . , ... => ? : ::") ==
        "Star<*> Slash</> Plus<+> Minus<-> Percent<%> Equal<=> EqualEqual<==> NotEqual<!=> Less<<> LessEqual<<=> "
        "Greater<>> GreaterEqual<>=> And<&&> Or<||> Bang<!> Dot<.> Comma<,> Ellipsis<...> Arrow<=>> Question<?> "
        "Colon<:> DoubleColon<::>");
  CHECK(tokens("{}[]()") == "OpenBrace<{> CloseBrace<}> OpenBracket<[> CloseBracket<]> OpenParen<(> CloseParen<)>");
  CHECK(tokens("===>=") == "EqualEqual<==> Arrow<=>> Equal<=>");
  CHECK(tokens("a...b..c") == "Identifier<a> Ellipsis<...> Identifier<b> Dot<.> Dot<.> Identifier<c>");
}

TEST_CASE("names and numbers") {
  CHECK(tokens("a a1 a-b _x") == "Identifier<a> Identifier<a1> Identifier<a-b> Identifier<_x>");
  CHECK(tokens("größe 日本 a\u0301") == "Identifier<größe> Identifier<日本> Identifier<a\u0301>");
  CHECK(tokens("0 12 1.5 1e5 1E+5 2.5e-7") ==
        "Number<0> Number<12> Number<1.5> Number<1e5> Number<1E+5> Number<2.5e-7>");
  // What does not go on as a number ends it.
  CHECK(tokens("1.") == "Number<1> Dot<.>");
  CHECK(tokens("1.a") == "Number<1> Dot<.> Identifier<a>");
  CHECK(tokens("1e") == "Number<1> Identifier<e>");
  CHECK(tokens("1...") == "Number<1> Ellipsis<...>");
  CHECK(tokens(".5") == "Dot<.> Number<5>");
}

TEST_CASE("comments of three kinds, line breaks of two") {
  CHECK(tokens("# a\n// b\n/* c\n */ d") ==
        "Comment<# a> Newline<\n> Comment<// b> Newline<\n> Comment</* c\n */> Identifier<d>");
  CHECK(tokens("a # b\r\nc\r\n") == "Identifier<a> Comment<# b> Newline<\r\n> Identifier<c> Newline<\r\n>");
  CHECK(tokens("/**/ /***/ #") == "Comment</**/> Comment</***/> Comment<#>");
  // A block comment does not nest.
  CHECK(tokens("/* /* */ */") == "Comment</* /* */> Star<*> Slash</>");
}

TEST_CASE("a byte order mark is skipped at the start only") {
  CHECK(tokens("\xEF\xBB\xBF"
               "a") == "Identifier<a>");
  std::string errors;
  CHECK(tokens("a\xEF\xBB\xBF", &errors) == "Identifier<a> Invalid<\xEF\xBB\xBF>");
  CHECK(errors == "1:2 <\xEF\xBB\xBF> a character that has no meaning here; remove it\n");
}

TEST_CASE("quoted text and its sequences") {
  CHECK(tokens(R"("")") == "OpenQuote<\"> CloseQuote<\">");
  CHECK(tokens(R"("a \" b" c)") == "OpenQuote<\"> StringLiteral<a \\\" b> CloseQuote<\"> Identifier<c>");
  CHECK(
      tokens(R"("a${b}c")") ==
      "OpenQuote<\"> StringLiteral<a> Interpolation<${> Identifier<b> TemplateEnd<}> StringLiteral<c> CloseQuote<\">");
  CHECK(tokens(R"("%{~ if b ~}")") ==
        "OpenQuote<\"> Directive<%{~> Identifier<if> Identifier<b> TemplateEnd<~}> CloseQuote<\">");
  // Braces and quotes inside a sequence belong to it.
  CHECK(tokens(R"("${{a="}"}}")") ==
        "OpenQuote<\"> Interpolation<${> OpenBrace<{> Identifier<a> Equal<=> OpenQuote<\"> StringLiteral<}> "
        "CloseQuote<\"> CloseBrace<}> TemplateEnd<}> CloseQuote<\">");
  CHECK(tokens(R"("$${a} %%{b} $ % $$ {}")") == "OpenQuote<\"> StringLiteral<$${a} %%{b} $ % $$ {}> CloseQuote<\">");
  // Of three signs the last two are the escape.
  CHECK(tokens(R"("$$${a}")") == "OpenQuote<\"> StringLiteral<$$${a}> CloseQuote<\">");
}

TEST_CASE("a heredoc's literals end with their lines") {
  CHECK(tokens("<<EOT\na\n\n  b${c} EOT\n  EOT\n") ==
        "OpenHeredoc<<<EOT\n> StringLiteral<a\n> StringLiteral<\n> StringLiteral<  b> Interpolation<${> Identifier<c> "
        "TemplateEnd<}> StringLiteral< EOT\n> CloseHeredoc<  EOT> Newline<\n>");
  CHECK(tokens("<<-E-1\r\nx\r\nE-1 \t\r\n") ==
        "OpenHeredoc<<<-E-1\r\n> StringLiteral<x\r\n> CloseHeredoc<E-1> Newline<\r\n>");
  CHECK(tokens("<<A\nAB\nA B\n\\n $${\nA\n") ==
        "OpenHeredoc<<<A\n> StringLiteral<AB\n> StringLiteral<A B\n> StringLiteral<\\n $${\n> CloseHeredoc<A> "
        "Newline<\n>");
  // Without a line break behind the marker there is no heredoc.
  CHECK(tokens("<<A b") == "Less<<> Less<<> Identifier<A> Identifier<b>");
  CHECK(tokens("1 <<2\n") == "Number<1> Less<<> Less<<> Number<2> Newline<\n>");
}

TEST_CASE("what cannot be a token is said, and scanning goes on") {
  struct Case {
    std::string text;
    std::string tokens;
    std::string said;
  };
  const std::string several = "; close it with `\"`; text of several lines is a heredoc, <<-EOT\n";
  const std::vector<Case> cases = {
      {"a @ b", "Identifier<a> Invalid<@> Identifier<b>", "1:3 <@> a character that has no meaning here; remove it\n"},
      {"'a'", "Invalid<'> Identifier<a> Invalid<'>",
       "1:1 <'> single quotes do not make a string; write \"…\"\n1:3 <'> single quotes do not make a string; write "
       "\"…\"\n"},
      {"“a", "Invalid<“> Identifier<a>", "1:1 <“> curly quotes do not make a string; write \"…\"\n"},
      {"a 😀 b", "Identifier<a> Invalid<😀> Identifier<b>", "1:3 <😀> a character that has no meaning here; remove it\n"},
      {"a & b", "Identifier<a> Invalid<&> Identifier<b>", "1:3 <&> a character that has no meaning here; remove it\n"},
      {"a\rb", "Identifier<a> Invalid<\r> Identifier<b>", "1:2 <\r> a character that has no meaning here; remove it\n"},
      {"/* a", "Comment</* a>", "1:1 </*> the comment that begins here is not closed; close it with `*/`\n"},
      {"\"a", "OpenQuote<\"> StringLiteral<a>",
       "1:1 <\"> the string that begins here is not closed; close it with `\"`\n"},
      {"\"a\nb", "OpenQuote<\"> StringLiteral<a> CloseQuote<> Newline<\n> Identifier<b>",
       "1:1 <\"> the string that begins here is not closed on its line" + several},
      {"\"a\\\nb", "OpenQuote<\"> StringLiteral<a\\> CloseQuote<> Newline<\n> Identifier<b>",
       "1:1 <\"> the string that begins here is not closed on its line" + several},
      {"\"a${b", "OpenQuote<\"> StringLiteral<a> Interpolation<${> Identifier<b>",
       "1:1 <\"> the string that begins here is not closed; close it with `\"`\n"},
      {"<<EOT\na\n", "OpenHeredoc<<<EOT\n> StringLiteral<a\n>",
       "3:1 <> the heredoc of line 1 is not closed; end it with a line that holds only `EOT`, and a line "
       "break behind it\n"},
      {"<<EOT\nEOT", "OpenHeredoc<<<EOT\n> StringLiteral<EOT>",
       "2:4 <> the heredoc of line 1 is not closed; end it with a line that holds only `EOT`, and a line "
       "break behind it\n"},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    std::string errors;
    CHECK(tokens(one.text, &errors) == one.tokens);
    CHECK(errors == one.said);
  }
}

TEST_CASE("text that is not UTF-8 is said once, wherever it is") {
  std::string errors;
  for (const std::string& text : std::vector<std::string>{"\"\xFF\xFE\"", "# \xC3(", "\"\xC0\x80\"", "\"\xED\xA0\x80\"",
                                                          "\"\xF5\x80\x80\x80\""}) {
    tokens(text, &errors);
    CHECK(errors.find("the text is not UTF-8 here; save the file as UTF-8\n") != std::string::npos);
    CHECK(std::count(errors.begin(), errors.end(), '\n') == 1);
  }
}

TEST_CASE("every token kind has a name for messages") {
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    CHECK_FALSE(token_name(static_cast<TokenKind>(i)).empty());
    CHECK(token_name(static_cast<TokenKind>(i)) != "something else");
  }
}

TEST_CASE("identifiers") {
  for (const std::string_view good : {"a", "_", "a-b", "a1", "größe", "日本", "a·b"}) CHECK(is_identifier(good));
  for (const std::string_view bad : {"", "1a", "-a", "a b", "a.b", "“a”", "a\xFF", "\u00a0", "😀", "\u0301a"}) {
    INFO(bad);
    CHECK_FALSE(is_identifier(bad));
  }
}

}  // namespace
}  // namespace mng::hcl
