#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/source.hpp"
#include "hcl/value.hpp"
#include "syntax/yaml.hpp"
#include "syntax/yaml_scan.hpp"
#include "syntax/yaml_schema.hpp"

namespace mng::syntax {

/// Thrown through the parser to end it: what is wrong, and whether it is the
/// text's syntax, which a template would explain, or a limit.
struct Stop {
  hcl::Diagnostic diagnostic;
  bool is_syntax = true;
};

/// Turns the parser's events into values. Open collections lie on a stack of
/// its own, so that no nesting of the input deepens the call stack here.
class YamlBuilder final : public YAML::EventHandler {
 public:
  /// A collection that has begun and not ended.
  struct Frame {
    bool is_map = false;
    bool flow = false;       ///< inside brackets, its own or those around it
    bool bracketed = false;  ///< begins with its own bracket
    bool is_key = false;     ///< stands where a key should, which is an error
    bool has_key = false;    ///< a map's key is read, its value is next
    bool key_is_merge = false;
    bool key_dropped = false;  ///< the key was an error, its value goes nowhere
    std::size_t begin = 0;
    std::size_t column = 0;
    std::size_t first = 0;        ///< of its members in `items_` or `entries_`
    std::size_t first_merge = 0;  ///< of its `<<` values in `merges_`
    std::size_t nodes_before = 0;
    YAML::anchor_t anchor = 0;
    std::string_view foreign_tag;  ///< as written; empty for tags that YAML defines
    std::string_view key;
    hcl::Range key_range;
  };

  /// `blanks`: what the parser gets as tabs, see `tagged_blocks`.
  YamlBuilder(const hcl::Sources& sources, std::uint32_t source, std::size_t bom, std::span<const std::size_t> blanks,
              hcl::Arena& arena, const YamlLimits& limits, YamlReading reading, YamlFile& out);

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override;
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override;
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override;
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override;

  /// To be called when the parser has no more documents.
  void finish();

  /// The end of the last token that was read.
  [[nodiscard]] std::size_t cursor() const { return cursor_; }
  [[nodiscard]] const std::vector<Frame>& open() const { return frames_; }
  /// The last scalar, if it was quoted and ran over several lines: a quote
  /// forgotten earlier shows as such a scalar followed by nonsense.
  [[nodiscard]] const hcl::Range& long_quoted() const { return long_quoted_; }
  /// Names of the anchors of this document so far, and of those before it.
  [[nodiscard]] const std::vector<std::string>& anchors() const { return names_; }
  [[nodiscard]] const std::vector<std::string>& earlier_anchors() const { return earlier_names_; }
  /// The offset in the source that a mark of the parser means.
  [[nodiscard]] std::size_t offset(const YAML::Mark& mark) const;
  [[nodiscard]] hcl::Range range(std::size_t begin, std::size_t end) const;
  /// Counts tokens the parser may be holding back; reset with each event.
  std::size_t pending = 0;

 private:
  struct Anchored {
    hcl::Value value;
    std::string_view text;  ///< of a scalar, for an alias that is a key
    std::size_t nodes = 0;
    bool scalar = false;
    bool complete = false;
  };
  struct Located {
    yaml_scan::Place begin;  ///< of the node behind its anchor and tag
    std::size_t properties_end = 0;
    bool has_properties = false;
    std::string_view tag;
  };
  struct Token {
    hcl::Range range;
    std::string_view text;
    ScalarStyle style = ScalarStyle::kPlain;
  };

  [[noreturn]] void stop(std::size_t begin, std::size_t end, std::string message, std::string help,
                         bool is_syntax = true) const;
  void error(const hcl::Range& range, std::string message, std::string help);
  void check_between_documents(std::size_t end, bool is_document_start);

  [[nodiscard]] Located locate(const YAML::Mark& mark, bool anchored, bool tagged) const;
  /// Whether a node at `place` lies deep enough to be the next member of the
  /// innermost collection; a member left empty is marked at the next token.
  [[nodiscard]] bool may_belong(const yaml_scan::Place& place) const;
  [[nodiscard]] std::size_t empty_place(std::size_t mark) const;
  Token read_token(const Located& at, const std::string& value);
  void read_quoted(Token& token, std::size_t begin, const std::string& value);
  void read_block(Token& token, std::size_t begin, const std::string& value);
  std::string_view view_or_copy(std::size_t begin, const std::string& value);

  void count_nodes(std::size_t count, std::size_t at);
  void begin_collection(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                        YAML::EmitterStyle::value style, bool is_map);
  void end_collection();
  void add_scalar(const Token& token, const hcl::Value& value, YAML::anchor_t anchor, bool is_merge);
  hcl::Value scalar_value(const Token& token, const std::string& tag, std::string_view tag_text);
  void add(const hcl::Value& value);
  void set_key(std::string_view text, const hcl::Range& range, bool is_merge);
  void remember(YAML::anchor_t anchor, const Anchored& what);

  hcl::Value make_object(const Frame& frame);
  hcl::Value merged_object(std::vector<hcl::Entry> own, std::span<const hcl::Value> merges);
  void report_duplicates(std::span<const hcl::Entry> entries);

  const hcl::Sources& sources_;
  std::uint32_t source_;
  std::string_view text_;
  std::size_t bom_;
  std::span<const std::size_t> blanks_;
  hcl::Arena& arena_;
  const YamlLimits& limits_;
  YamlReading reading_;
  YamlFile& out_;

  std::size_t cursor_;
  std::size_t nodes_ = 0;
  std::size_t duplicates_ = 0;
  bool document_marked_ = false;
  hcl::Range long_quoted_;
  hcl::Value document_;
  std::size_t document_begin_ = 0;
  std::vector<Frame> frames_;
  std::vector<hcl::Value> items_;
  std::vector<hcl::Entry> entries_;
  std::vector<hcl::Value> merges_;
  std::vector<Anchored> anchored_;
  std::vector<std::string> names_;
  std::vector<std::string> earlier_names_;
};

}  // namespace mng::syntax
