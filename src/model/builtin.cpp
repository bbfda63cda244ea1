#include "model/knowledge.hpp"

namespace mng::model {

const KnowledgeFile* builtin_form(std::string_view name) {
  for (const KnowledgeFile& file : builtin_forms()) {
    if (form_name(file) == name) return &file;
  }
  return nullptr;
}

}  // namespace mng::model
