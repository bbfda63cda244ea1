#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalogue/tables.hpp"
#include "hcl/arena.hpp"
#include "hcl/value.hpp"
#include "model/document.hpp"
#include "model/vocabulary.hpp"

namespace mng::model {

/// Vocabulary, catalogue and the defaults a run was given.
struct World {
  const Vocabulary& vocabulary;
  const catalogue::Tables& catalogue;
  std::string_view region;                   ///< of documents that name none; empty: not known
  std::string_view autoscaler;               ///< of documents that name none; empty: the vocabulary's default
  std::string_view kubernetes_version = {};  ///< of documents that name none; empty: not known
};

/// The subnets of a group and what is told of their zones.
struct Zones {
  bool listed = false;                    ///< what its subnets are is known, at least in part
  std::vector<std::string_view> subnets;  ///< by id or, where that is computed, by what makes them
  std::vector<std::string_view> zones;    ///< each once
  std::size_t untold = 0;                 ///< subnets whose zone is not told
  const hcl::Rest* rest = nullptr;

  [[nodiscard]] std::size_t least() const;
  [[nodiscard]] double most() const;
};

/// The derived facts of one document's groups, each computed when it is
/// first asked for.
class Facts {
 public:
  Facts(const Document& document, const World& world, hcl::Arena& arena);

  /// The derived fact of that name, which the vocabulary must declare.
  hcl::Value group(std::size_t group, std::string_view name);
  /// The number of a derived fact there is code for, by which it is asked for without its name.
  [[nodiscard]] static std::optional<std::size_t> row(std::string_view name);
  /// The derived fact of that number.
  const hcl::Value& fact(std::size_t group, std::size_t row);
  /// Whether the fact of that number follows from the types a group lists and its region alone.
  [[nodiscard]] static bool is_of_types(std::size_t row);
  /// The first group that lists the same types in the same region, or the group itself: all facts of the types are
  /// the same of both, but for the places of what they name.
  std::size_t same_types(std::size_t group);
  /// An attribute as rules see it, default included.
  [[nodiscard]] const hcl::Value& attribute(std::size_t group, std::string_view name) const;
  /// The attribute of that index in the vocabulary.
  [[nodiscard]] const hcl::Value& attribute(std::size_t group, std::size_t index) const;
  /// An attribute of the cluster; what the run was given where it is absent.
  [[nodiscard]] hcl::Value cluster(std::string_view name) const;

  [[nodiscard]] const Document& document() const { return document_; }
  [[nodiscard]] const World& world() const { return world_; }
  [[nodiscard]] hcl::Arena& arena() { return arena_; }

  /// A listed type and what the catalogue says of it.
  struct Listed {
    hcl::Value name;                    ///< with the place it is written at
    std::optional<std::uint32_t> type;  ///< index into the catalogue; nullopt: it has no such type
  };
  /// The types a group lists, repeats and unknown ones included; empty where
  /// they sit in a launch template. A value that is no string is left out.
  const std::vector<Listed>& listed(std::size_t group);
  /// Those of them that the catalogue knows, each once, in the order listed.
  const std::vector<Listed>& known(std::size_t group);
  /// The group's region in the catalogue: its own, else the document's, else the run's.
  [[nodiscard]] std::optional<std::uint32_t> region(std::size_t group) const;
  /// The type whose shape most of the group's types share; nullopt where none is known.
  std::optional<std::uint32_t> shape_type(std::size_t group);

  /// The subnets of a group and their zones.
  const Zones& zones(std::size_t group);
  /// The launch template of a group, where the document makes it; else nullptr.
  [[nodiscard]] const Part* launch_template(std::size_t group) const;
  /// An attribute of a subnet that the document makes; nullptr where it makes none of that identity.
  [[nodiscard]] const hcl::Value* of_subnet(std::string_view subnet, std::string_view attribute) const;
  /// Names of groups by capacity type, in the order of the document.
  struct Kin {
    std::map<std::string_view, std::vector<std::size_t>> by_capacity;
    std::vector<std::size_t> unknown;  ///< whose capacity type is not known
  };
  const Kin& kin();
  /// What was found of groups that lie in one zone each: `zone_siblings`, by all that it follows from.
  struct ZoneKin {
    std::optional<bool> by_subnet;  ///< whether a group's zone is not told, so that subnets are what differs
    std::unordered_map<std::string, hcl::Value> siblings;
  };
  ZoneKin& zone_kin() { return zone_kin_; }

  /// Names of all derived facts there is code for.
  static std::vector<std::string_view> names();

 private:
  struct Cache {
    hcl::Value region;
    std::optional<std::vector<Listed>> listed;
    std::optional<std::vector<Listed>> known;
    std::optional<std::optional<std::uint32_t>> shape;
    std::optional<Zones> zones;
    std::vector<std::optional<hcl::Value>> facts;
    std::optional<std::size_t> same_types;
  };
  const Document& document_;
  const World& world_;
  hcl::Arena& arena_;
  std::vector<Cache> cache_;
  hcl::Value installed_;  ///< the autoscaler that is installed beside the groups in place of the usual one, or null
  std::optional<Kin> kin_;
  ZoneKin zone_kin_;
  std::optional<std::size_t> region_at_;                        ///< the attribute `region`
  std::unordered_multimap<std::size_t, std::size_t> by_types_;  ///< groups that are the first of theirs, by a hash
};

/// "4 vCPU and 32 GiB".
std::string shape_text(unsigned vcpu, std::uint32_t memory_mib);
/// 30.5 of 31232 MiB.
double gib(std::uint32_t mib);
/// The architecture a group made of this type would run, in the catalogue's spelling.
std::string_view main_architecture(const catalogue::InstanceType& type);

}  // namespace mng::model
