// mng-catalogue show, compare, shapes, find and status, over a small catalogue and the one built in.
#include <nlohmann/json.hpp>
#include <sstream>

#include "catalogue/tables.hpp"
#include "cli/program.hpp"
#include "golden/golden.hpp"

using namespace mng::test;

namespace {

/// Three types in two regions, of which one is retired, with prices and Spot figures here and there.
class Small {
 public:
  Small() {
    const std::string head = R"({"schema": 1, "date": "2026-01-0)";
    scratch_.file("c/instance-types.json", head + R"(1", "types": [
      {"name": "aa1.large", "status": "live", "vcpu": 2, "cores": 1, "memory_mib": 4096, "architectures": ["x86_64"],
       "cpu": "Intel", "hypervisor": "nitro", "usage": ["on-demand", "spot"], "network": "Up to 5 Gigabit",
       "network_gbps": 0.75, "enis": 3, "ipv4_per_eni": 10, "max_pods": 29},
      {"name": "ab1.large", "status": "live", "vcpu": 2, "cores": 2, "memory_mib": 4096, "architectures": ["i386", "x86_64"],
       "hypervisor": "nitro", "usage": ["on-demand"], "disk_gb": 75, "disk": "ssd",
       "gpus": [{"name": "T4", "manufacturer": "NVIDIA", "count": 0, "logical_count": 1, "part": 0.125, "memory_mib": 2861}]},
      {"name": "ac1.metal", "status": "retired", "vcpu": 64, "memory_mib": 8192, "architectures": ["arm64"],
       "bare_metal": true, "usage": []}]})");
    scratch_.file("c/offerings.json", head + R"(2", "regions": [
      {"region": "eu-west-1", "date": "2026-01-02", "source": "x", "zones": ["euw1-az1", "euw1-az2"]},
      {"region": "us-east-1", "date": "2026-01-02", "source": "x", "zones": []}],
      "types": [{"type": "aa1.large", "in": {"eu-west-1": "12", "us-east-1": ""}}, {"type": "ab1.large", "in": {"eu-west-1": "2"}}]})");
    scratch_.file("c/spot-advisor.json", head + R"(3", "bands": ["<5%", "\u001b[31m"],
      "types": [{"type": "aa1.large", "in": {"eu-west-1": [60, 0]}}, {"type": "ab1.large", "in": {"eu-west-1": [0, 1]}}]})");
    scratch_.file("c/prices.json",
                  head + R"(4", "regions": [{"region": "eu-west-1", "date": "2026-01-04", "currency": "EUR"}],
      "types": [{"type": "aa1.large", "in": {"eu-west-1": 0.0416}}]})");
  }

  static Run run(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--catalogue", "c"});
    const Run run = catalogue(arguments);
    CHECK(!acts_on_a_terminal(run.out + run.err));
    return run;
  }

 private:
  Scratch scratch_;
};

}  // namespace

TEST_CASE("what is known of types is shown", "[golden]") {
  const Small small;
  std::string all;
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"show", "aa1.large", "ab1.large", "ac1.metal"},
                                             {"show", "ab1.large", "--region", "us-east-1"},
                                             {"compare", "aa1.large", "ab1.large"},
                                             {"compare", "aa1.large", "ab1.large", "--region", "eu-west-1"},
                                             {"compare", "aa1.large", "aa1.large"},
                                             {"compare", "aa1.large", "ac1.metal"},
                                             {"shapes"},
                                             {"shapes", "--region", "us-east-1"},
                                             {"shapes", "--arch", "i386"},
                                             {"find"},
                                             {"find", "--region", "us-east-1"},
                                             {"find", "--region", "eu-west-1"},
                                             {"find", "--region", "eu-west-1", "--families", "ab1", "--on-demand"},
                                             {"status"}}) {
    all += "$ mng-catalogue";
    for (const std::string& argument : arguments) all += " " + argument;
    const Run run = Small::run(arguments);
    CHECK(run.exit == 0);
    CHECK(run.err.empty());
    all += "\n" + run.out + "\n";
  }
  check_golden("catalogue.txt", all);
}

TEST_CASE("types with one number of GPUs are of one shape, whatever the model") {
  const auto compared = [](const std::string& a, const std::string& b) { return catalogue({"compare", a, b}).out; };
  CHECK(has(compared("g5.xlarge", "g6.xlarge"),
            "Cluster Autoscaler: of one shape, they can be in one group; it counts their GPUs, and does not tell one "
            "model from the other\n"));
  CHECK(has(compared("m5.xlarge", "m6i.xlarge"), "Cluster Autoscaler: of one shape, they can be in one group\n"));
  for (const std::string other : {"m5.xlarge", "g6f.xlarge", "g4ad.xlarge", "inf2.xlarge"}) {
    CAPTURE(other);
    CHECK(has(compared("g5.xlarge", other), "not of one shape, they differ in accelerators;"));
  }
  CHECK(has(compared("g4dn.metal", "g5.24xlarge"), "they differ in accelerators;"));
}

TEST_CASE("what EC2 tells twice of an accelerator is one accelerator") {
  CHECK(has(catalogue({"show", "inf2.xlarge"}).out, "accelerators  1 x AWS Inferentia2, 32 GiB (neuron, inference)\n"));
  CHECK(has(catalogue({"show", "trn1.2xlarge"}).out, "accelerators  1 x Trainium, 32 GiB (neuron)\n"));
}

TEST_CASE("what is shown to a program is JSON with null for what is not known") {
  const Small small;
  const Run run = Small::run({"show", "aa1.large", "ab1.large", "--format", "json"});
  REQUIRE(run.exit == 0);
  const auto json = nlohmann::json::parse(run.out);
  CHECK(json["version"] == 1);
  CHECK(json["dates"]["prices"] == "2026-01-04");
  REQUIRE(json["types"].size() == 2);
  const auto& type = json["types"][0];
  CHECK(type["name"] == "aa1.large");
  CHECK(type["vcpu"] == 2);
  CHECK(type["max_pods"] == 29);
  REQUIRE(type["regions"].size() == 2);
  CHECK(type["regions"][0] ==
        nlohmann::json::parse(R"({"region": "eu-west-1", "offered": true, "zones": ["euw1-az1", "euw1-az2"],
        "price_per_hour": 0.0416, "currency": "EUR", "price_date": "2026-01-04", "spot_savings_percent": 60,
        "interruption_band": "<5%"})"));
  CHECK(type["regions"][1] ==
        nlohmann::json::parse(R"({"region": "us-east-1", "offered": true, "zones": [], "price_per_hour": null,
        "currency": null, "price_date": null, "spot_savings_percent": null, "interruption_band": null})"));
}

TEST_CASE("names that the catalogue does not have are refused with the nearest") {
  const Small small;
  const std::pair<std::vector<std::string>, const char*> wrong[] = {
      {{"show", "aa1.large", "aa1.lagre"},
       "`aa1.lagre` is not in the catalogue of 2026-01-01; did you mean `aa1.large` or `ab1.large`?"},
      {{"show", "\x1b[2J"}, "is not in the catalogue of 2026-01-01; an instance type is written as m5.large"},
      {{"show", "aa1.large", "--region", "eu-west-9"},
       "--region: the catalogue of 2026-01-02 has no region `eu-west-9`; did you mean `eu-west-1`?"},
      {{"show", "aa1.large", "--format", "jsn"}, "--format has no value `jsn`; did you mean `json`?"},
      {{"shapes", "--arch", "x86"}, "--arch has no value `x86`"},
      {{"compare", "aa1.large", "--region", "eu-west-1"}, "compare takes two instance types, not 1"},
      {{"show"}, "types is required"}};
  for (const auto& [arguments, text] : wrong) {
    const Run run = Small::run(arguments);
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.out.empty());
    CHECK(run.err.starts_with("mng-catalogue: "));
    CHECK(has(run.err, text));
  }
  const Run broken = catalogue({"status", "--catalogue", "nowhere"});
  CHECK(broken.exit == 2);
  CHECK(has(broken.err, "nowhere/instance-types.json: No such file or directory;"));
}

TEST_CASE("every type that is built in can be shown and compared") {
  const Run shapes = catalogue({"shapes"});
  CHECK(shapes.exit == 0);
  std::vector<std::string> names{"show"};
  for (const auto& type : mng::catalogue::builtin().types) names.emplace_back(type.name);
  const Run run = catalogue(names);
  CHECK(run.exit == 0);
  CHECK(count(run.out, "\n  vCPU ") == names.size() - 1);
  CHECK(!acts_on_a_terminal(run.out));
  // Counted over again: each live type has one shape, so the counts make all of them.
  std::size_t types = 0;
  std::istringstream lines(shapes.out);
  for (std::string line; std::getline(lines, line);) types += static_cast<std::size_t>(std::atoi(line.c_str()));
  std::size_t live = 0;
  for (const auto& type : mng::catalogue::builtin().types) {
    live += type.status == mng::catalogue::Status::kLive ? 1U : 0U;
  }
  CHECK(types == live);
  CHECK(has(catalogue({"compare", "m5.xlarge", "m5a.xlarge"}).out, "Cluster Autoscaler: of one shape"));
  CHECK(has(catalogue({"compare", "m5.xlarge", "r5.large"}).out, "not of one shape, they differ in vCPU;"));
}
