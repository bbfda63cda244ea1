#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/tables.hpp"
#include "model/vocabulary.hpp"

namespace mng::model {

/// "x86_64", "arm64": the architectures a group can be asked for.
std::vector<std::string_view> architecture_names();
/// The architecture of that name; kX86_64 where there is none.
catalogue::Architecture architecture_of(std::string_view name);
/// Its name.
std::string_view architecture_name(catalogue::Architecture architecture);
/// The one that a group has where nobody says otherwise.
catalogue::Architecture usual_architecture();

/// The AMI type of the plain machine image of an architecture; empty where there is none.
std::string_view plain_image(const Vocabulary& vocabulary, std::string_view architecture);

/// Families that the standard machine image of an architecture does not run on.
std::vector<std::string> families_without_image(const Vocabulary& vocabulary, std::string_view architecture);

/// The architecture that an AMI type runs on; empty where that is not told.
std::string_view image_architecture(const Vocabulary& vocabulary, std::string_view image);

/// The AMI type that is usual for nodes of these types: one with drivers for the accelerators of each, else the plain
/// one; empty where they have no architecture in common. `among`: of these AMI types, and empty also where only some of
/// the types have accelerators, as it is not known which of them is looked at.
std::string_view suitable_image(const catalogue::Tables& tables, const Vocabulary& vocabulary,
                                const std::vector<std::uint32_t>& types,
                                const std::optional<std::span<const std::string_view>>& among = std::nullopt);

/// Those of the types that have accelerators which an AMI type has no drivers for; none where nothing is known of it.
std::vector<std::uint32_t> without_drivers(const catalogue::Tables& tables, const Vocabulary& vocabulary,
                                           std::string_view image, const std::vector<std::uint32_t>& types);

}  // namespace mng::model
