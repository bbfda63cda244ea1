#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

#include "catalogue/files.hpp"
#include "catalogue/json.hpp"

namespace mng::catalogue {
namespace {

namespace fs = std::filesystem;
using Ordered = nlohmann::ordered_json;

constexpr int kSchema = 1;

// A file is an object whose lists and maps have one member a line, so that a
// change of one record is a change of one line.
class Page {
 public:
  explicit Page(const Head& head, std::string_view units) {
    member("schema", kSchema);
    member("date", head.date);
    member("units", std::string(units));
    std::vector<std::string> sources;
    for (const Source& source : head.sources) {
      Ordered line{{"key", source.key}};
      const std::pair<const char*, const std::string*> rest[] = {{"repository", &source.repository},
                                                                 {"path", &source.path},
                                                                 {"commit", &source.commit},
                                                                 {"date", &source.date},
                                                                 {"licence", &source.licence}};
      for (const auto& [key, value] : rest) {
        if (!value->empty()) line[key] = *value;
      }
      sources.push_back(line.dump());
    }
    list("sources", sources);
    std::vector<std::string> left_out;
    for (const std::string& text : head.left_out) left_out.push_back(Ordered(text).dump());
    list("left_out", left_out);
  }

  void member(const char* key, const Ordered& value) {
    text_ += fmt::format("{}\"{}\": {}", text_.empty() ? "{\n" : ",\n", key, value.dump());
  }

  void list(const char* key, const std::vector<std::string>& lines) {
    text_ += fmt::format(",\n\"{}\": [", key);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      text_ += i == 0 ? "\n" : ",\n";
      text_ += lines[i];
    }
    text_ += lines.empty() ? "]" : "\n]";
  }

  [[nodiscard]] std::string text() const { return text_ + "\n}\n"; }

 private:
  std::string text_;
};

Ordered device_json(const Device& device) {
  Ordered json{{"name", device.name}};
  if (!device.manufacturer.empty()) json["manufacturer"] = device.manufacturer;
  json["count"] = device.count;
  if (device.logical != device.count) json["logical_count"] = device.logical;
  if (device.part != 1) json["part"] = device.part;
  if (device.memory_mib > 0) json["memory_mib"] = device.memory_mib;
  return json;
}

std::string types_text(const TypesFile& file) {
  Page page(file.head,
            "memory in MiB, disks in GB (10^9 bytes), network in Gbit/s; what is absent is unknown, or false, or none");
  std::vector<std::string> lines;
  for (const auto& [name, record] : file.types) lines.push_back(type_line(record));
  page.list("types", lines);
  return page.text();
}

std::string offerings_text(const OfferingsFile& file) {
  Page page(file.head,
            "of a region each character is the last one of the id of a zone that offers the type; "
            "empty where the zones are not known or none offers it");
  std::vector<std::string> lines;
  for (const auto& [name, place] : file.regions) {
    lines.push_back(
        Ordered{{"region", name}, {"date", place.date}, {"source", place.source}, {"zones", place.zones}}.dump());
  }
  page.list("regions", lines);
  lines.clear();
  for (const auto& [type, row] : file.rows) {
    Ordered in = Ordered::object();
    for (const auto& [region, bits] : row) {
      const std::vector<std::string>& zones = file.regions.at(region).zones;
      std::string marks;
      for (std::size_t i = 0; i < zones.size(); ++i) {
        if ((bits >> i & 1) != 0) marks += zones[i].back();
      }
      in[region] = marks;
    }
    lines.push_back(Ordered{{"type", type}, {"in", in}}.dump());
  }
  page.list("types", lines);
  return page.text();
}

std::string advisor_text(const AdvisorFile& file) {
  Page page(file.head, "region: [savings over On-Demand in percent, index into bands of interruption], Linux");
  page.member("bands", file.bands);
  std::vector<std::string> lines;
  for (const auto& [type, row] : file.rows) {
    Ordered in = Ordered::object();
    for (const auto& [region, figures] : row) in[region] = Ordered::array({figures.savings, figures.band});
    lines.push_back(Ordered{{"type", type}, {"in", in}}.dump());
  }
  page.list("types", lines);
  return page.text();
}

std::string prices_text(const PricesFile& file) {
  Page page(file.head, "On-Demand price per hour, Linux, shared tenancy, in the currency of the region");
  std::vector<std::string> lines;
  for (const auto& [name, place] : file.regions) {
    lines.push_back(Ordered{{"region", name}, {"date", place.date}, {"currency", place.currency}}.dump());
  }
  page.list("regions", lines);
  lines.clear();
  for (const auto& [type, row] : file.rows) {
    Ordered in = Ordered::object();
    for (const auto& [region, price] : row) in[region] = price / 1e6;
    lines.push_back(Ordered{{"type", type}, {"in", in}}.dump());
  }
  page.list("types", lines);
  return page.text();
}

std::string write_text(const std::string& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return fmt::format("{}: {}; name a folder that can be written", path, std::strerror(errno));
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
  // On the disk before it is renamed: else a crash could leave an empty file of the right name.
  const bool synced = written && fsync(fileno(file)) == 0;
  const bool closed = std::fclose(file) == 0;  // a full disk may show only here
  return synced && closed ? "" : fmt::format("{}: {}; make room or name another folder", path, std::strerror(errno));
}

std::string could_not(const fs::path& path, const std::error_code& why) {
  return fmt::format("{}: {}; name a folder that can be written", path.string(), why.message());
}

void sync_folder(const fs::path& folder) {
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return;
  fsync(file);  // what cannot be is no reason to fail: some file systems refuse it
  close(file);
}

fs::path beside(const fs::path& folder, const std::string& name) {
  return folder / ("." + name + ".new");
}

// Copies a file by way of another name, so that none is ever half there.
std::string copy(const fs::path& from, const fs::path& folder, const std::string& name) {
  Fault fault(from.string(), "name a folder that can be read");
  const std::string text = read_text(from.string(), fault);
  if (fault.any()) return fault.text();
  std::string error = write_text(beside(folder, name).string(), text);
  std::error_code failed;
  if (error.empty()) fs::rename(beside(folder, name), folder / name, failed);
  if (failed) error = could_not(folder / name, failed);
  if (!error.empty()) fs::remove(beside(folder, name), failed);
  return error;
}

constexpr std::array kFiles{kTypesFile, kOfferingsFile, kAdvisorFile, kPricesFile};

bool has_file(const fs::path& folder, const std::string& name) {
  std::error_code failed;
  return fs::is_regular_file(folder / name, failed);
}

// The catalogue that a folder has, as a whole, into its folder kOldFolder.
std::string keep_old(const fs::path& folder) {
  const fs::path old = folder / kOldFolder;
  std::error_code failed;
  fs::create_directories(old, failed);
  if (failed) return could_not(old, failed);
  for (const char* name : kFiles) {
    if (!has_file(folder, name)) {
      fs::remove(old / name, failed);  // of an older one
      continue;
    }
    const std::string error = copy(folder / name, old, name);
    if (!error.empty()) return error;
  }
  sync_folder(old);
  return {};
}

}  // namespace

std::string type_line(const TypeRecord& record) {
  Ordered json{
      {"name", record.name}, {"status", record.status == Status::kLive ? "live" : "retired"}, {"vcpu", record.vcpu}};
  if (record.cores > 0) json["cores"] = record.cores;
  json["memory_mib"] = record.memory_mib;
  json["architectures"] = record.architectures;
  if (!record.cpu.empty()) json["cpu"] = record.cpu;
  if (!record.hypervisor.empty()) json["hypervisor"] = record.hypervisor;
  if (record.bare_metal) json["bare_metal"] = true;
  if (record.burstable) json["burstable"] = true;
  json["usage"] = record.usage;
  if (record.disk_gb > 0) json["disk_gb"] = record.disk_gb;
  if (!record.disk.empty()) json["disk"] = record.disk;
  for (std::size_t i = 0; i < kDeviceKinds.size(); ++i) {
    if (record.devices[i].empty()) continue;
    Ordered& devices = json[kDeviceKinds[i].key] = Ordered::array();
    for (const Device& device : record.devices[i]) devices.push_back(device_json(device));
  }
  if (!record.network.empty()) json["network"] = record.network;
  if (record.network_gbps > 0) json["network_gbps"] = record.network_gbps;
  if (record.efa) json["efa"] = true;
  if (record.enis > 0) json["enis"] = record.enis;
  if (record.ipv4_per_eni > 0) json["ipv4_per_eni"] = record.ipv4_per_eni;
  if (record.max_pods() > 0) json["max_pods"] = record.max_pods();
  return json.dump();
}

std::string write_catalogue(const std::string& directory, const Catalogue& catalogue) {
  std::vector<std::pair<std::string, std::string>> files;
  if (!catalogue.types.head.date.empty()) files.emplace_back(kTypesFile, types_text(catalogue.types));
  if (!catalogue.offerings.head.date.empty()) files.emplace_back(kOfferingsFile, offerings_text(catalogue.offerings));
  if (!catalogue.advisor.head.date.empty()) files.emplace_back(kAdvisorFile, advisor_text(catalogue.advisor));
  if (!catalogue.prices.head.date.empty()) files.emplace_back(kPricesFile, prices_text(catalogue.prices));

  const fs::path folder(directory);
  std::error_code failed;
  fs::create_directories(folder, failed);
  std::string error;
  for (const auto& [name, text] : files) {
    if (error.empty()) error = write_text(beside(folder, name).string(), text);
  }
  const bool had = std::any_of(kFiles.begin(), kFiles.end(), [&](const char* name) { return has_file(folder, name); });
  if (error.empty() && had) error = keep_old(folder);
  std::size_t done = 0;
  for (; error.empty() && done < files.size(); ++done) {
    const fs::path target = folder / files[done].first;
    fs::rename(beside(folder, files[done].first), target, failed);
    if (!failed) continue;
    error = could_not(target, failed);
    break;
  }
  if (!error.empty()) {
    for (const auto& [name, text] : files) fs::remove(beside(folder, name), failed);
    for (std::size_t i = 0; i < done; ++i) {
      const std::string& name = files[i].first;
      if (!had || !has_file(folder / kOldFolder, name)) {
        fs::remove(folder / name, failed);
      } else if (const std::string worse = copy(folder / kOldFolder / name, folder, name); !worse.empty()) {
        error += fmt::format("; {} has it as it was", (folder / kOldFolder).string());
      }
    }
  }
  sync_folder(folder);
  return error;
}

}  // namespace mng::catalogue
