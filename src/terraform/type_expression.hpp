#pragma once

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "hcl/arena.hpp"
#include "hcl/type.hpp"
#include "terraform/code.hpp"

namespace mng::terraform {

/// What `optional(type, default)` puts where an attribute is absent, by the
/// places of a type.
struct Defaults {
  std::vector<std::pair<std::string_view, hcl::Value>> values;           ///< of an object's attributes
  std::vector<std::pair<std::string_view, const Defaults*>> attributes;  ///< below them
  const Defaults* element = nullptr;                                     ///< below a collection's members
};

/// A variable's type with its defaults. Lives in an Arena but for `Defaults`.
struct TypeExpression {
  const hcl::Type* type = nullptr;  ///< nullptr: the expression is no type
  const Defaults* defaults = nullptr;
};

/// Reads types such as `map(object({ name = string, size = optional(number, 1) }))`.
class TypeReader {
 public:
  explicit TypeReader(hcl::Arena& arena) : arena_(arena) {}

  TypeExpression read(const Expression& expression);

 private:
  const hcl::Type* type(const hcl::Ast& ast, hcl::NodeId node, const Defaults*& defaults, unsigned depth);
  const hcl::Type* object(const hcl::Ast& ast, hcl::NodeId node, const Defaults*& defaults, unsigned depth);

  hcl::Arena& arena_;
  std::vector<std::unique_ptr<Defaults>> owned_;
};

/// The value with what is absent or null in it filled in.
hcl::Value with_defaults(const hcl::Value& value, const Defaults* defaults, hcl::Arena& arena);

}  // namespace mng::terraform
