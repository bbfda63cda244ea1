#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/document.hpp"
#include "model/form.hpp"
#include "terraform/evaluation.hpp"

namespace mng::model {

/// Modules that are known by a form: their outputs stand for what they make,
/// and their code is not looked at.
class FormModules final : public terraform::KnownModules {
 public:
  /// `mapped`: sources of a user's own modules, and the forms they are read by.
  explicit FormModules(std::span<const Form> forms, std::span<const std::pair<std::string, std::string>> mapped = {})
      : forms_(forms), mapped_(mapped) {}

  [[nodiscard]] bool knows(std::string_view source) const override;
  std::optional<hcl::Value> output(const terraform::Call& call, std::string_view name,
                                   terraform::Evaluation& run) const override;

  /// The form of a module, and the path inside it; nullptr where none is of that source.
  const Form* find(std::string_view source, std::string_view& inside) const;

 private:
  std::span<const Form> forms_;
  std::span<const std::pair<std::string, std::string>> mapped_;
};

/// The node groups of an evaluated root module, whatever forms they are in.
Document read_terraform(const FormModules& modules, std::span<const Form> forms, terraform::Evaluation& run,
                        const Vocabulary& vocabulary);

/// Addresses of the resources of a root module and what it calls, without keys.
std::set<std::string> declared_resources(const terraform::Evaluation& run);

/// The provider of the resources that forms read; nullptr where no form names one.
const terraform::Provider* provider_of(std::span<const Form> forms);

}  // namespace mng::model
