#include "model/image.hpp"

#include <algorithm>

#include "hcl/value.hpp"

namespace mng::model {

using catalogue::Tables;
using hcl::Value;

namespace {

struct ArchitectureName {
  std::string_view name;
  catalogue::Architecture bit;
};
constexpr ArchitectureName kArchitectures[] = {{"x86_64", catalogue::kX86_64}, {"arm64", catalogue::kArm64}};

bool holds(const Value* list, std::string_view word) {
  return list != nullptr && list->is_list() &&
         std::any_of(list->items().begin(), list->items().end(),
                     [&](const Value& one) { return one.is_string() && one.as_string() == word; });
}

bool is_true(const Value* fact) {
  return fact != nullptr && fact->is_bool() && fact->as_bool();
}

/// Whether an image, by the facts of it, has drivers for accelerators that a type has.
bool drives(const Value& image, const Tables& tables, std::uint32_t index) {
  const catalogue::InstanceType& type = tables.types[index];
  if (type.accelerators == 0) return false;
  const Value* kinds = image.get("accelerators");
  if ((type.accelerators & catalogue::kNeuron) != 0 && holds(kinds, "neuron")) return true;
  return (type.accelerators & catalogue::kGpu) != 0 && holds(kinds, "gpu") &&
         holds(image.get("gpu_makers"), tables.gpus[type.gpu].maker);
}

/// AMI types; nullopt: those that are usual.
using Images = std::optional<std::span<const std::string_view>>;

/// Those of an architecture, each with the facts of it.
std::vector<const hcl::Entry*> images_of(const Vocabulary& vocabulary, std::string_view architecture,
                                         const Images& among = std::nullopt) {
  std::vector<const hcl::Entry*> out;
  const Attribute* attribute = vocabulary.group().find("ami_type");
  if (attribute == nullptr || !attribute->facts.is_object()) return out;
  for (const hcl::Entry& entry : attribute->facts.entries()) {
    const bool meant = among ? std::find(among->begin(), among->end(), entry.key) != among->end()
                             : is_true(entry.value.get("standard"));
    if (!meant) continue;
    const Value* runs = entry.value.get("architecture");
    if (runs != nullptr && runs->is_string() && runs->as_string() == architecture) out.push_back(&entry);
  }
  return out;
}

/// The first of them that is not made for accelerators; nullptr where there is none.
const hcl::Entry* plain_of(const std::vector<const hcl::Entry*>& images) {
  for (const hcl::Entry* image : images) {
    if (!is_true(image->value.get("accelerated"))) return image;
  }
  return nullptr;
}

}  // namespace

std::vector<std::string_view> architecture_names() {
  std::vector<std::string_view> out;
  for (const ArchitectureName& row : kArchitectures) out.push_back(row.name);
  return out;
}

std::string_view architecture_name(catalogue::Architecture bit) {
  for (const ArchitectureName& row : kArchitectures) {
    if (row.bit == bit) return row.name;
  }
  return kArchitectures[0].name;
}

catalogue::Architecture architecture_of(std::string_view name) {
  for (const ArchitectureName& row : kArchitectures) {
    if (row.name == name) return row.bit;
  }
  return catalogue::kX86_64;
}

catalogue::Architecture usual_architecture() {
  return kArchitectures[0].bit;
}

std::string_view image_architecture(const Vocabulary& vocabulary, std::string_view image) {
  const Attribute* attribute = vocabulary.group().find("ami_type");
  const Value* facts = attribute == nullptr ? nullptr : attribute->facts.get(image);
  const Value* runs = facts == nullptr ? nullptr : facts->get("architecture");
  return runs != nullptr && runs->is_string() ? runs->as_string() : std::string_view();
}

std::string_view suitable_image(const Tables& tables, const Vocabulary& vocabulary,
                                const std::vector<std::uint32_t>& types, const Images& among) {
  const auto all = [&](const auto& holds_of) {
    return !types.empty() && std::all_of(types.begin(), types.end(), holds_of);
  };
  for (const ArchitectureName& row : kArchitectures) {
    if (!all([&](std::uint32_t type) { return (tables.types[type].architectures & row.bit) != 0; })) continue;
    const std::vector<const hcl::Entry*> images = images_of(vocabulary, row.name, among);
    bool some = false;
    for (const hcl::Entry* image : images) {
      const auto driven = [&](std::uint32_t type) { return drives(image->value, tables, type); };
      if (all(driven)) return image->key;
      some = some || std::any_of(types.begin(), types.end(), driven);
    }
    if (among && some) return {};
    if (const hcl::Entry* plain = plain_of(images)) return plain->key;
  }
  return {};
}

std::vector<std::uint32_t> without_drivers(const Tables& tables, const Vocabulary& vocabulary, std::string_view image,
                                           const std::vector<std::uint32_t>& types) {
  std::vector<std::uint32_t> out;
  const Attribute* attribute = vocabulary.group().find("ami_type");
  const Value* facts = attribute == nullptr ? nullptr : attribute->facts.get(image);
  if (facts == nullptr) return out;
  for (const std::uint32_t type : types) {
    if (tables.types[type].accelerators != 0 && !drives(*facts, tables, type)) out.push_back(type);
  }
  return out;
}

std::string_view plain_image(const Vocabulary& vocabulary, std::string_view architecture) {
  const hcl::Entry* image = plain_of(images_of(vocabulary, architecture));
  return image == nullptr ? std::string_view() : image->key;
}

std::vector<std::string> families_without_image(const Vocabulary& vocabulary, std::string_view architecture) {
  std::vector<std::string> out;
  const hcl::Entry* image = plain_of(images_of(vocabulary, architecture));
  const Value* unfit = image == nullptr ? nullptr : image->value.get("unfit");
  if (unfit == nullptr) return out;
  for (const Value& family : unfit->items()) out.emplace_back(family.as_string());
  return out;
}

}  // namespace mng::model
