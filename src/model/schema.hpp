#pragma once

#include <string>

#include "model/form.hpp"
#include "model/vocabulary.hpp"

namespace mng::model {

/// The JSON Schema (draft 7) of a form's files, from the vocabulary: what an
/// editor checks and completes by.
std::string json_schema(const Form& form, const Vocabulary& vocabulary);

}  // namespace mng::model
