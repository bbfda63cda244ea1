#pragma once

#include <optional>
#include <string>

#include "catalogue/tables.hpp"
#include "hcl/arena.hpp"
#include "hcl/source.hpp"
#include "model/facts.hpp"
#include "model/form.hpp"
#include "model/knowledge.hpp"
#include "model/vocabulary.hpp"
#include "support/catch.hpp"
#include "syntax/yaml.hpp"

namespace mng::test {

/// A nodegroups.yaml text read into the vocabulary, with all that it needs to live.
struct ReadDocument {
  hcl::Sources sources;
  hcl::Arena arena;
  hcl::Diagnostics diagnostics;
  model::Vocabulary vocabulary;
  std::optional<model::Form> form;
  model::Document document;
  std::optional<model::World> world;
  std::optional<model::Facts> facts;

  explicit ReadDocument(const std::string& text, std::string_view region = {},
                        const model::KnowledgeFile* of = model::builtin_form("nodegroups")) {
    vocabulary = model::Vocabulary::load(model::builtin_vocabulary().ast, arena, diagnostics);
    form = model::Form::load(of->ast, vocabulary, arena, diagnostics);
    REQUIRE(diagnostics.empty());
    const std::uint32_t source = sources.add("nodegroups.yaml", text);
    const syntax::YamlFile file = syntax::read_yaml(sources, source, arena);
    REQUIRE(file.documents.size() == 1);
    document = form->read(file.documents[0].value, file.documents[0].range, vocabulary, sources, arena);
    world.emplace(model::World{vocabulary, catalogue::builtin(), region, {}});
    facts.emplace(document, *world, arena);
  }
  ReadDocument(const ReadDocument&) = delete;
  ReadDocument& operator=(const ReadDocument&) = delete;

  /// An attribute of a group as rules see it.
  const hcl::Value& attribute(std::size_t group, std::string_view name) { return facts->attribute(group, name); }
  hcl::Value fact(std::size_t group, std::string_view name) { return facts->group(group, name); }
  const model::Field& field(std::size_t group, std::string_view name) {
    return document.groups[group].fields[*vocabulary.group().index(name)];
  }
  /// The text a value points at.
  std::string at(const hcl::Value& value) { return std::string(sources.text(value.range())); }
};

/// "a b c" of a list of strings.
inline std::string words(const hcl::Value& list) {
  std::string out;
  for (const hcl::Value& item : list.items()) {
    out += (out.empty() ? "" : " ") + std::string(item.is_string() ? item.as_string() : "?");
  }
  return out;
}

}  // namespace mng::test
