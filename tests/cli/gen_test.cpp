#include <algorithm>

#include "cli/program.hpp"
#include "golden/golden.hpp"
#include "hcl/source.hpp"
#include "syntax/yaml.hpp"

using namespace mng::test;

namespace {

std::vector<std::string> lines(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    out.emplace_back(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.size(), out.back().size() + 1));
  }
  return out;
}

std::vector<std::string> types(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--format", "types"});
  const Run run = gen(arguments);
  MNG_SHOW(run);
  CHECK(run.exit == 0);
  return lines(run.out);
}

bool of_family(const std::string& type, std::string_view family) {
  return type.substr(0, type.find('.')) == family;
}

}  // namespace

TEST_CASE("the group of 4 vCPU and 32 GiB is written as it was", "[golden]") {
  const Run run = gen({"--vcpu", "4", "--mem", "32"});
  CHECK(run.exit == 0);
  CHECK(run.err.empty());
  check_golden("gen-4-32.tf", run.out);
}

TEST_CASE("a small group of a region is written as it was", "[golden]") {
  const std::vector<std::string> asked{"--vcpu",    "4",      "--mem",   "16",      "--arch", "arm64",     "--region",
                                       "eu-west-1", "--name", "workers", "--count", "6",      "--exclude", "m6gd"};
  std::vector<std::string> bare = asked;
  bare.emplace_back("--no-variables");
  check_golden("gen-workers.tf", gen(bare).out);
  std::vector<std::string> yaml = asked;
  yaml.insert(yaml.end(), {"--format", "nodegroups"});
  check_golden("gen-workers.yaml", gen(yaml).out);
  yaml.back() = "eksctl";
  check_golden("gen-workers-eksctl.yaml", gen(yaml).out);
}

TEST_CASE("what cannot be met is said with the nearest that can", "[golden]") {
  const Run run = gen({"--vcpu", "4", "--mem", "33"});
  CHECK(run.exit == 1);
  CHECK(run.out.empty());
  check_golden("gen-unmeetable.txt", run.err);
}

TEST_CASE("the nearest shapes can be had") {
  for (const std::vector<std::string>& asked : {std::vector<std::string>{"--vcpu", "4", "--mem", "33"},
                                                {"--vcpu", "5", "--mem", "7", "--arch", "arm64"},
                                                {"--vcpu", "4096", "--mem", "65536"},
                                                {"--vcpu", "1", "--mem", "0.001", "--region", "af-south-1"}}) {
    const Run run = gen(asked);
    MNG_SHOW(run);
    CHECK(run.exit == 1);
    CHECK(run.out.empty());
    std::size_t shapes = 0;
    for (const std::string& line : lines(run.err)) {
      if (!line.starts_with("  --vcpu ")) continue;
      ++shapes;
      const std::string words = line.substr(2, line.find("  (") - 2);
      const std::size_t mem = words.find(" --mem ");
      std::vector<std::string> again{"--vcpu", words.substr(7, mem - 7), "--mem", words.substr(mem + 7)};
      again.insert(again.end(), asked.begin() + 4, asked.end());
      again.insert(again.end(), {"--format", "types"});
      const Run nearest = gen(again);
      INFO(line);
      CHECK(nearest.exit == 0);
      const std::size_t said = std::stoul(line.substr(line.find("  (") + 3));
      CHECK(count(nearest.out, "\n") == std::min<std::size_t>(said, 20));
    }
    CHECK(shapes > 0);
  }
}

TEST_CASE("--arch takes types of that architecture") {
  const std::vector<std::string> x86 = types({"--vcpu", "4", "--mem", "16"});
  CHECK(x86 == types({"--vcpu", "4", "--mem", "16", "--arch", "x86_64"}));
  const std::vector<std::string> arm = types({"--vcpu", "4", "--mem", "16", "--arch", "arm64"});
  for (const std::string& type : arm) {
    INFO(type);
    CHECK(std::find(x86.begin(), x86.end(), type) == x86.end());
  }
  CHECK(std::find(arm.begin(), arm.end(), "m7g.xlarge") != arm.end());
  CHECK(has(gen({"--vcpu", "4", "--mem", "16", "--arch", "arm64"}).out, "ami_type = \"AL2023_ARM_64_STANDARD\"\n"));
  CHECK(has(gen({"--vcpu", "4", "--mem", "16"}).out, "ami_type = \"AL2023_x86_64_STANDARD\"\n"));
}

TEST_CASE("--region takes what it offers and says how many pools that is") {
  const Run run = gen({"--vcpu", "4", "--mem", "32", "--region", "eu-west-1"});
  CHECK(has(run.out, "Spot pools in the 3 zones of eu-west-1.\n"));
  CHECK(has(run.out, " --region eu-west-1\n"));
  CHECK(types({"--vcpu", "4", "--mem", "32", "--region", "af-south-1"}) != types({"--vcpu", "4", "--mem", "32"}));
}

TEST_CASE("--name names the group and all that belongs to it") {
  const Run run = gen({"--vcpu", "4", "--mem", "32", "--name", "web-1"});
  CHECK(run.exit == 0);
  CHECK(has(run.out, "resource \"aws_eks_node_group\" \"web_1\" {\n"));
  CHECK(has(run.out, "node_group_name_prefix = \"web-1-\"\n"));
  CHECK(has(run.out, "variable \"web_1_subnet_ids\" {\n"));
  CHECK_FALSE(has(run.out, "spot-4vcpu"));
  const Run longest = gen({"--vcpu", "4", "--mem", "32", "--name", std::string(36, 'a'), "--format", "nodegroups"});
  const Scratch scratch;
  const Run linted = lint({"-"}, {.in = longest.out});
  MNG_SHOW(linted);
  CHECK(linted.exit == 0);
}

TEST_CASE("--count, --families and --exclude choose") {
  const std::vector<std::string> all = types({"--vcpu", "4", "--mem", "32"});
  CHECK(all.size() == 20);
  const std::vector<std::string> three = types({"--vcpu", "4", "--mem", "32", "--count", "3"});
  CHECK(three == std::vector<std::string>(all.begin(), all.begin() + 3));
  const std::vector<std::string> listed = types({"--vcpu", "4", "--mem", "32", "--families", "r5,r5a"});
  CHECK(listed.size() == 2);
  for (const std::string& type : listed) CHECK((of_family(type, "r5") || of_family(type, "r5a")));
  CHECK(types({"--vcpu", "4", "--mem", "32", "--families", "r5", "--families", "r5a"}) == listed);
  for (const std::string& type : types({"--vcpu", "4", "--mem", "32", "--exclude", "r5,i4i.xlarge"})) {
    CHECK_FALSE(of_family(type, "r5"));
    CHECK(type != "i4i.xlarge");
  }
  const Run none = gen({"--vcpu", "4", "--mem", "32", "--families", "r5", "--exclude", "r5"});
  CHECK(none.exit == 1);
  CHECK(none.out.empty());
  CHECK(has(none.err, "without --exclude there is 1 instance type\nno other shape does either\n"));
}

TEST_CASE("--no-variables leaves the variables out, and the group the same") {
  const Run whole = gen({"--vcpu", "4", "--mem", "32"});
  const Run bare = gen({"--vcpu", "4", "--mem", "32", "--no-variables"});
  CHECK(bare.exit == 0);
  CHECK_FALSE(has(bare.out, "variable \""));
  const std::string group = whole.out.substr(whole.out.find("resource \""));
  CHECK(bare.out.substr(bare.out.find("resource \"")) == group);
}

TEST_CASE("memory may be a fraction of a GiB") {
  CHECK(types({"--vcpu", "4", "--mem", "30.5", "--families", "r4,i3"}) ==
        std::vector<std::string>{"i3.xlarge", "r4.xlarge"});
  const Run run = gen({"--vcpu", "4", "--mem", "30.5", "--families", "r4,i3"});
  CHECK(has(run.out, "4 vCPU and 30.5 GiB"));
  CHECK(has(run.out, "resource \"aws_eks_node_group\" \"spot_4vcpu_30_5gib\" {\n"));
}

TEST_CASE("what is asked wrongly is answered with what is meant") {
  struct Case {
    std::vector<std::string> more;
    std::string said;
  };
  for (const Case& one : {
           Case{{"--region", "eu-wst-1"}, "has no region `eu-wst-1`; did you mean `eu-west-1`?"},
           Case{{"--families", "r55"}, "--families: the catalogue of 2"},
           Case{{"--families", "r55"}, "has no family `r55`; did you mean `r5`?"},
           Case{{"--families", "r5.xlarge"}, "has no family `r5.xlarge`"},
           Case{{"--exclude", "m5.xlagre"}, "has no family or type `m5.xlagre`; did you mean `m5.xlarge`?"},
           Case{{"--format", "nodegroup"}, "--format has no value `nodegroup`; did you mean `nodegroups`?"},
           Case{{"--arch", "x86"}, "--arch has no value `x86`; did you mean `x86_64`?"},
           Case{{"--arch", "x64"}, "--arch has no value `x64`; did you mean `x86_64`?"},
           Case{{"--arch", "arm"}, "--arch has no value `arm`; did you mean `arm64`?"},
           Case{{"--arch", "sparc"}, "--arch has no value `sparc`; there is x86_64 and arm64"},
           Case{{"--count", "0"}, "--count takes a number from 1 to 20: EKS takes no more types in one group"},
           Case{{"--count", "21"}, "--count takes a number from 1 to 20: EKS takes no more types in one group"},
           Case{{"--count", "few"}, "--count takes a number, not `few`"},
           Case{{"--name", "a b"}, "--name takes up to 36 letters, digits, `-` and `_`"},
           Case{{"--name", std::string(37, 'a')}, "--name takes up to 36 letters"},
           Case{{"--name", "\x1b[31m"}, "--name takes up to 36 letters"},
           Case{{"--regoin", "eu-west-1"}, "there is no option --regoin; did you mean `--region`?"},
           Case{{"--catalogue", "none"}, "none/instance-types.json: No such file or directory"},
       }) {
    std::vector<std::string> arguments{"--vcpu", "4", "--mem", "32"};
    arguments.insert(arguments.end(), one.more.begin(), one.more.end());
    const Run run = gen(arguments);
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.out.empty());
    CHECK(run.err.starts_with("mng-gen: "));
    CHECK(has(run.err, one.said));
    CHECK(count(run.err, "\n") == 1);
    CHECK_FALSE(acts_on_a_terminal(run.err));
  }
}

TEST_CASE("a shape that is no number is refused") {
  struct Case {
    std::string vcpu, memory, said;
  };
  for (const Case& one : {
           Case{"0", "32", "--vcpu takes whole numbers from 1 to 4096"},
           Case{"4097", "32", "--vcpu takes whole numbers from 1 to 4096"},
           Case{"four", "32", "--vcpu takes a number, or two as 4..8, not `four`"},
           Case{"-4", "32", "--vcpu takes a number, or two as 4..8, not `-4`"},
           Case{"4.5", "32", "--vcpu takes whole numbers from 1 to 4096"},
           Case{"4", "0", "--mem takes GiB above 0, such as 32, 30.5, 512MiB or 16..64, not `0`"},
           Case{"4", "-32", "--mem takes GiB above 0, such as 32, 30.5, 512MiB or 16..64, not `-32`"},
           Case{"4", "nan", "--mem takes GiB above 0, such as 32, 30.5, 512MiB or 16..64, not `nan`"},
           Case{"4", "inf", "--mem takes GiB above 0, such as 32, 30.5, 512MiB or 16..64, not `inf`"},
           Case{"4", "1e99", "--mem takes GiB above 0, such as 32, 30.5, 512MiB or 16..64, not `1e99`"},
           Case{"4", "32GiBs", "--mem takes GiB above 0, such as 32, 30.5, 512MiB or 16..64, not `32GiBs`"},
           Case{"8..4", "32", "--vcpu 8..4: the lesser of the two comes first"},
       }) {
    const Run run = gen({"--vcpu", one.vcpu, "--mem", one.memory});
    MNG_SHOW(run);
    CHECK(run.exit == 2);
    CHECK(run.out.empty());
    CHECK(run.err == "mng-gen: " + one.said + "\n");
  }
  CHECK(gen({}).err == "mng-gen: --vcpu is required\n");
  CHECK(gen({"--vcpu", "4"}).err == "mng-gen: --mem is required\n");
  CHECK(gen({"--vcp", "4", "--mem", "32"}).err == "mng-gen: there is no option --vcp; did you mean `--vcpu`?\n");
  CHECK(gen({"--vcpu", "4", "--mem", "32", "--vcpu", "8"}).err == "mng-gen: --vcpu is given more than once\n");
}

TEST_CASE("the same request gives the same bytes, in any order of words") {
  for (const char* format : {"terraform", "eksctl", "nodegroups", "types"}) {
    const Run one = gen({"--vcpu", "4", "--mem", "32", "--region", "us-east-1", "--format", format});
    CHECK(one.exit == 0);
    CHECK(one.out == gen({"--format", format, "--region", "us-east-1", "--mem", "32.0", "--vcpu", "4"}).out);
  }
}

TEST_CASE("what is generated lints clean and reads back as the same group") {
  const Scratch scratch;
  const std::vector<std::pair<const char*, const char*>> shapes{{"2", "4"},  {"2", "8"},   {"2", "16"},  {"4", "8"},
                                                                {"4", "16"}, {"4", "32"},  {"8", "16"},  {"8", "32"},
                                                                {"8", "64"}, {"16", "32"}, {"16", "64"}, {"16", "128"}};
  for (const auto& [vcpu, memory] : shapes) {
    for (const char* architecture : {"x86_64", "arm64"}) {
      for (const std::string region : {"", "us-east-1", "eu-west-1"}) {
        std::vector<std::string> asked{"--vcpu", vcpu, "--mem", memory, "--arch", architecture};
        if (!region.empty()) asked.insert(asked.end(), {"--region", region});
        INFO(vcpu << " vCPU, " << memory << " GiB, " << architecture << " " << region);
        const std::vector<std::string> listed = types(asked);
        CHECK(listed.size() >= 3);
        asked.insert(asked.end(), {"--format", "nodegroups"});
        const Run written = gen(asked);
        REQUIRE(written.exit == 0);
        const Run linted = lint({"-"}, {.in = written.out});
        MNG_SHOW(linted);
        CHECK(linted.exit == 0);
        CHECK(linted.err.empty());
        CHECK_FALSE(has(linted.out, ": warning: "));
        CHECK(linted.out.ends_with(" in 1 node group of 1 file\n"));

        asked.back() = "eksctl";
        const Run cluster = gen(asked);
        REQUIRE(cluster.exit == 0);
        const Run judged = lint({"-"}, {.in = cluster.out});
        MNG_SHOW(judged);
        CHECK(judged.exit == 0);
        CHECK_FALSE(has(judged.out, ": warning: "));
        CHECK(judged.out.ends_with(" in 1 node group of 1 file\n"));

        mng::hcl::Sources sources;
        mng::hcl::Arena arena;
        const std::uint32_t source = sources.add("a.yaml", written.out);
        const mng::syntax::YamlFile file = mng::syntax::read_yaml(sources, source, arena);
        REQUIRE(file.ok());
        REQUIRE(file.documents.size() == 1);
        const mng::hcl::Value* groups = file.documents[0].value.get("node_groups");
        REQUIRE(groups != nullptr);
        REQUIRE(groups->in_source_order().size() == 1);
        const mng::hcl::Value& group = groups->in_source_order()[0]->value;
        std::vector<std::string> read;
        for (const mng::hcl::Value& type : group.get("instance_types")->items()) read.emplace_back(type.as_string());
        CHECK(read == listed);
        CHECK(group.get("capacity_type")->as_string() == "SPOT");
        const mng::hcl::Value* in = file.documents[0].value.get("region");
        CHECK((in == nullptr ? std::string() : std::string(in->as_string())) == region);
      }
    }
  }
}

TEST_CASE("few types are written, and said to be few") {
  const Run one = gen({"--vcpu", "4", "--mem", "32", "--families", "r5", "--format", "types"});
  MNG_SHOW(one);
  CHECK(one.exit == 0);
  CHECK(one.out == "r5.xlarge\n");
  CHECK(has(one.err, "mng-gen: note: 1 instance type: few Spot pools; without --families there are 20\n"));
  CHECK(gen({"--vcpu", "4", "--mem", "32", "--count", "5", "--format", "types"}).err.empty());
}

TEST_CASE("a note names the option as it was given, and the group where there are several") {
  const std::vector<std::string> shape{"--vcpu", "4", "--mem", "16", "--format", "types"};
  struct Case {
    std::vector<std::string> words;
    std::string said;
  };
  for (const Case& one : {
           Case{{"--burstable=only"},
                "mng-gen: note: 2 instance types: few Spot pools; without --burstable=only there are 20\n"},
           Case{{"--gpus-min", "1", "--gpu-memory-total-min", "20"}, "without --gpu-memory-total-min there are 3\n"},
           Case{{"--allow", "^m5", "--count", "2"}, "without --count there are "},
           // What --count cuts off is no more without another option.
           Case{{"--allow", "^m[56][.]", "--count", "1"}, ": few Spot pools\n"},
           Case{{"--region", "us-east-1", "--per-zone", "--zones", "use1-az1,use1-az2", "--allow", "^m5[.]"},
                "mng-gen: note: spot-4vcpu-16gib-use1-az2: 1 instance type: few Spot pools"},
       }) {
    std::vector<std::string> words = shape;
    words.insert(words.end(), one.words.begin(), one.words.end());
    const Run run = gen(words);
    MNG_SHOW(run);
    CHECK(run.exit == 0);
    CHECK(has(run.err, one.said));
  }
  const Run several = gen({"--vcpu", "2..4", "--ratio", "4", "--count", "1", "--format", "types"});
  MNG_SHOW(several);
  CHECK(has(several.err, "mng-gen: note: spot-2vcpu-8gib: 1 instance type: "));
  CHECK(has(several.err, "mng-gen: note: spot-4vcpu-16gib: 1 instance type: "));
  const Run none = gen({"--vcpu", "4", "--mem", "32", "--burstable=only"});
  MNG_SHOW(none);
  CHECK(has(none.err, "\nwithout --burstable=only there are "));
}

TEST_CASE("what the catalogue does not know is said where it is asked for") {
  const std::vector<std::string> shape{"--vcpu", "4", "--mem", "16", "--format", "types"};
  const auto run = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = shape;
    words.insert(words.end(), more.begin(), more.end());
    return gen(words);
  };
  const Run anywhere = run({"--optimize", "price"});
  MNG_SHOW(anywhere);
  CHECK(anywhere.exit == 0);
  CHECK(has(anywhere.err, "mng-gen: note: --optimize price: prices are known by region, and no --region is given"));
  CHECK(run({"--optimize", "balanced", "--region", "us-east-1"}).err.empty());
  const Run unknown = run({"--optimize", "balanced", "--region", "mx-central-1", "--on-demand"});
  MNG_SHOW(unknown);
  CHECK(has(unknown.err, "--optimize balanced: no price of these types is known in mx-central-1, only in "));
  const Run price = run({"--max-price", "1", "--region", "mx-central-1"});
  MNG_SHOW(price);
  CHECK(price.exit == 1);
  CHECK(has(price.err, "fit otherwise no price is known in mx-central-1, only in "));
  CHECK_FALSE(has(price.err, "the other options leave nothing"));
  const Run range = gen({"--vcpu", "2..4", "--ratio", "4", "--max-price", "1", "--region", "mx-central-1"});
  MNG_SHOW(range);
  CHECK(has(range.err, "no price is known in mx-central-1"));
  const Run often = run({"--max-interruption", "5%", "--region", "cn-north-1"});
  MNG_SHOW(often);
  CHECK(has(often.err, "no frequency of interruptions is known in cn-north-1, only in af-south-1, "));
  // A price that is known and too high is none of that; where some are not, those are counted.
  const std::string some = " are left out, as no price of them is known in us-east-1\n";
  const Run dear = run({"--max-price", "0.0001", "--region", "us-east-1"});
  MNG_SHOW(dear);
  CHECK_FALSE(has(dear.err, "no price is known"));
  CHECK(has(dear.err, "--max-price: of the 22 instance types that fit otherwise 6" + some));
  const Run cheap = run({"--price-per-hour-min", "0.0001", "--region", "us-east-1"});
  CHECK(cheap.exit == 0);
  CHECK(has(cheap.err, "mng-gen: note: --price-per-hour-min: of the 22 instance types that fit otherwise 6" + some));
  CHECK(run({"--max-price", "1", "--region", "us-east-1", "--families", "m5"}).err.find("is known") ==
        std::string::npos);
}

TEST_CASE("sizes of GPU memory that there are are named where none is met") {
  const Run gpu = gen({"--vcpu", "4", "--mem", "16", "--gpu-memory-total", "24"});
  MNG_SHOW(gpu);
  CHECK(gpu.exit == 1);
  CHECK(has(gpu.err, "the sizes of GPU memory that are nearest: 22888MiB (22.4 GiB), 16384MiB (16.0 GiB)\n"));
  CHECK(gen({"--vcpu", "4", "--mem", "16", "--gpu-memory-total", "22888MiB"}).exit == 0);
  // Of other shapes where the shape has none.
  CHECK(has(gen({"--vcpu", "4", "--mem", "8", "--gpu-memory-total", "24"}).err, "nearest: 22888MiB (22.4 GiB)"));
}

TEST_CASE("what has the shape and is passed over is named, where naming its family helps") {
  const Run none = gen({"--vcpu", "2", "--mem", "2"});
  MNG_SHOW(none);
  CHECK(none.exit == 1);
  CHECK(has(none.err, "  t3.small (burstable)\n"));
  CHECK(gen({"--vcpu", "2", "--mem", "2", "--families", "t3", "--format", "types"}).out == "t3.small\n");
  // Bare metal is not to be had by its family's name.
  CHECK_FALSE(has(gen({"--vcpu", "128", "--mem", "1024", "--region", "eu-south-2", "--exclude", "r6i"}).err, ".metal"));
}

TEST_CASE("a shape that is suggested can be had") {
  const Run none = gen({"--vcpu", "4", "--mem", "32", "--families", "m2"});
  MNG_SHOW(none);
  CHECK(none.exit == 1);
  const std::size_t at = none.err.find("--vcpu 4 --mem ");
  REQUIRE(at != std::string::npos);
  const std::string memory = none.err.substr(at + 15, none.err.find(' ', at + 15) - at - 15);
  CHECK(gen({"--vcpu", "4", "--mem", memory, "--families", "m2"}).exit == 0);
}
