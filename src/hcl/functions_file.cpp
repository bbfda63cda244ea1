#include <fmt/format.h>

#include <algorithm>

#include "hcl/base64.hpp"
#include "hcl/convert.hpp"
#include "hcl/evaluate.hpp"
#include "hcl/files.hpp"
#include "hcl/functions.hpp"
#include "hcl/glob.hpp"
#include "hcl/hash.hpp"
#include "hcl/parser.hpp"
#include "hcl/template_text.hpp"

namespace mng::hcl {
namespace {

const Files* files_of(const Call& call) {
  return call.evaluator.functions().files;
}

Value unknown_text(const Call& call) {
  return unknown_of_type(call.arena(), call.unknown(), &kStringType);
}

/// Reads the file that argument 0 names. nullopt: `answer` is what to return.
std::optional<std::string> contents(const Call& call, Value& answer) {
  std::string text;
  const Files* files = files_of(call);
  switch (files == nullptr ? Files::Found::kOutside : files->read(call.text(0), text)) {
    case Files::Found::kFile:
      return text;
    case Files::Found::kAbsent:
      answer = call.fail(fmt::format("there is no file {}", call.text(0)));
      return std::nullopt;
    case Files::Found::kOutside:
      break;
  }
  answer = unknown_text(call);
  return std::nullopt;
}

Value file(const Call& call) {
  Value answer;
  const std::optional<std::string> text = contents(call, answer);
  if (!text) return answer;
  if (!is_utf8(*text)) return call.fail("the file is no UTF-8 text; filebase64 reads it");
  return call.make_text(*text);
}

std::string itself(std::string_view bytes) {
  return std::string(bytes);
}

template <std::string (*digest)(std::string_view), std::string (*text)(std::string_view)>
Value digested(const Call& call) {
  Value answer;
  const std::optional<std::string> bytes = contents(call, answer);
  return bytes ? call.make_text(text(digest(*bytes))) : answer;
}

Value fileexists(const Call& call) {
  const Files* files = files_of(call);
  const Files::Found found = files == nullptr ? Files::Found::kOutside : files->exists(call.text(0));
  if (found == Files::Found::kOutside) return unknown_of_type(call.arena(), call.unknown(), &kBoolType);
  return Value::boolean(found == Files::Found::kFile);
}

Value fileset(const Call& call) {
  const Files* files = files_of(call);
  const auto names = files == nullptr ? std::nullopt : files->list(call.text(0));
  if (!names) return unknown_of_type(call.arena(), call.unknown(), &kSetOfString);
  std::vector<Value> out;
  for (const std::string& name : *names) {
    if (glob_matches(call.text(1), name)) out.push_back(call.make_text(name));
  }
  return set_value(call.arena(), std::move(out), &kStringType);
}

/// A template's text with the members of an object as its variables.
Value rendered(const Call& call, std::string_view template_text, std::size_t variables) {
  if (!call[variables].is_object()) return call.fail("the variables are an object");
  const std::string_view text = call.arena().copy(template_text);
  Diagnostics diagnostics;
  const Tree tree = parse_template(text, 0, diagnostics);
  if (!diagnostics.empty()) return call.fail(fmt::format("in the template: {}", diagnostics[0].message));
  Variables scope;
  for (const Entry& entry : call[variables].entries()) scope.set(entry.key, entry.value);
  Ast ast = tree.view();
  ast.strings = call.arena().copy(tree.strings);
  const Value out = call.evaluator.evaluate_in(ast, tree.root, scope, diagnostics);
  if (!diagnostics.empty()) return call.fail(fmt::format("in the template: {}", diagnostics[0].message));
  return out;
}

Value templatefile(const Call& call) {
  Value answer;
  const std::optional<std::string> text = contents(call, answer);
  return text ? rendered(call, *text, 1) : answer;
}

Value templatestring(const Call& call) {
  // A template written in place needs no function; Terraform refuses it.
  const Ast& ast = call.evaluator.ast();
  const NodeKind given = ast[ast.list(ast[call.node])[1]].kind;
  if (given != NodeKind::kVariable && given != NodeKind::kAccess) {
    return call.fail("the template is named, such as local.template, not written here");
  }
  return rendered(call, call.text(0), 1);
}

/// As Go's filepath.Clean has it.
std::string clean(std::string_view path) {
  const bool rooted = path.starts_with('/');
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (!parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else if (!rooted) {
      parts.push_back(part);
    }
  }
  std::string out = rooted ? "/" : "";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += '/';
    out += parts[i];
  }
  return out.empty() ? "." : out;
}

Value basename(const Call& call) {
  std::string_view path = call.text(0);
  if (path.empty()) return call.make_text(".");
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (path == "/") return call.make_text("/");
  return call.make_text(path.substr(path.rfind('/') + 1));
}

Value dirname(const Call& call) {
  const std::string_view path = call.text(0);
  const std::size_t slash = path.rfind('/');
  return call.make_text(clean(path.substr(0, slash == std::string_view::npos ? 0 : slash + 1)));
}

Value pathexpand(const Call& call) {
  return call.text(0).starts_with('~') ? unknown_text(call) : call[0];
}

constexpr Function kFunctions[] = {
    {"abspath(path: string) -> string", "The path from the root; not known here.", OnUnknown::kUnknown, unknown_text},
    {"basename(path: string) -> string", "The last part of a path.", OnUnknown::kUnknown, basename},
    {"dirname(path: string) -> string", "A path without its last part.", OnUnknown::kUnknown, dirname},
    {"file(path: string) -> string", "The text of a file.", OnUnknown::kUnknown, file},
    {"filebase64(path: string) -> string", "The bytes of a file in base64.", OnUnknown::kUnknown,
     digested<itself, base64_text>},
    {"filebase64sha256(path: string) -> string", "SHA-256 of a file in base64.", OnUnknown::kUnknown,
     digested<sha256_bytes, base64_text>},
    {"filebase64sha512(path: string) -> string", "SHA-512 of a file in base64.", OnUnknown::kUnknown,
     digested<sha512_bytes, base64_text>},
    {"fileexists(path: string) -> bool", "Whether there is such a file.", OnUnknown::kUnknown, fileexists},
    {"filemd5(path: string) -> string", "MD5 of a file in hex.", OnUnknown::kUnknown, digested<md5_bytes, hex_text>},
    {"fileset(path: string, pattern: string) -> set(string)", "The files of a folder that fit a pattern.",
     OnUnknown::kUnknown, fileset},
    {"filesha1(path: string) -> string", "SHA-1 of a file in hex.", OnUnknown::kUnknown,
     digested<sha1_bytes, hex_text>},
    {"filesha256(path: string) -> string", "SHA-256 of a file in hex.", OnUnknown::kUnknown,
     digested<sha256_bytes, hex_text>},
    {"filesha512(path: string) -> string", "SHA-512 of a file in hex.", OnUnknown::kUnknown,
     digested<sha512_bytes, hex_text>},
    {"pathexpand(path: string) -> string", "The path with ~ made the home folder.", OnUnknown::kUnknown, pathexpand},
    {"templatefile(path: string, variables: any) -> any", "A file's text as a template.", OnUnknown::kShallow,
     templatefile},
    {"templatestring(template: string, variables: any) -> any", "A text as a template.", OnUnknown::kShallow,
     templatestring},
};

}  // namespace

std::span<const Function> file_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
