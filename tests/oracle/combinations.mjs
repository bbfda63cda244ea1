// What mng-gen chooses for every shape, architecture and region that the catalogue knows, and what it writes for every
// STEPth of those that can be had, in each format. The readers are HashiCorp's parser and formatter, npm's reader of
// YAML, and the catalogue's JSON as it lies in data/. The documents for eksctl stay in OUTPUT_FOLDER for
// eksctl-schema.mjs. All of them, STEP 1, is scripts/combinations.
//   node combinations.mjs MNG_GEN_TOOL MNG_LINT CATALOGUE_FOLDER OUTPUT_FOLDER STEP
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse as parseYaml } from "yaml";
import { eligible, readCatalogue } from "./catalogue.mjs";
import { generate } from "./gen.mjs";
import { Tally, firstDifference, format, parse } from "./hashicorp.mjs";

const [tool, lint, catalogueFolder, output, step] = process.argv.slice(2);
if (!(step >= 1)) {
  console.error("usage: node combinations.mjs MNG_GEN_TOOL MNG_LINT CATALOGUE_FOLDER OUTPUT_FOLDER STEP");
  process.exit(2);
}
const kMostTypes = 20;  // what EKS takes in one group
// What is rightly said of a group whose shape has nothing better; with --preset strict advice is a warning as well.
const kOfShape = {
  "spot-single-instance-type": ({ able }) => able.length === 1,
  "too-few-pods-per-node": ({ pods }) => pods.filter((n) => n <= 8).length * 2 >= pods.length,
  "max-pods-lowered-by-small-type": ({ pods }) => 2 * Math.min(...pods) < Math.max(...pods),
};

const tally = new Tally("combinations");
const catalogue = readCatalogue(catalogueFolder);
const began = Date.now();
let last = began;
function lap(what) {
  console.log(`${what}: ${((Date.now() - last) / 1000).toFixed(1)} s`);
  last = Date.now();
}

const shapes = new Map();
for (const { vcpu, memory_mib } of catalogue.types.values()) shapes.set(`${vcpu}x${memory_mib}`, { vcpu, memoryGib: memory_mib / 1024 });
const regions = ["", ...new Set([...catalogue.offered.values()].flatMap(Object.keys))].sort();
const combinations = [];
for (const [name, { vcpu, memoryGib }] of shapes) {
  for (const architecture of ["x86_64", "arm64"]) {
    for (const region of regions) {
      const shape = { vcpu, memoryGib, architecture, region };
      const words = ["--vcpu", `${vcpu}`, "--mem", `${memoryGib}`, "--arch", architecture, ...(region ? ["--region", region] : [])];
      combinations.push({ name: `${name}-${architecture}`, what: words.join(" "), words, region, able: eligible(catalogue, shape) });
    }
  }
}
lap(`${shapes.size} shapes, ${regions.length - 1} regions: ${combinations.length} combinations read`);

// Who can be had, and who cannot.
const lists = generate(tool, combinations.map(({ words }) => [...words, "--format", "types"]));
const had = [];
combinations.forEach((combination, i) => {
  const { status, out, err } = lists[i];
  const { what, able } = combination;
  if (able.length === 0) {
    tally.check(status === 1 && out === "" && /fits/.test(err), what, `nothing fits, and yet: exit ${status}, ${out}${err}`);
    return;
  }
  if (!tally.check(status === 0, what, `${able} fit, and yet: exit ${status}, ${err}`)) return;
  const types = out.trimEnd().split("\n");
  const strangers = types.filter((type) => !able.includes(type));
  tally.check(strangers.length === 0, what, `takes ${strangers}, which do not fit`);
  tally.check(new Set(types).size === types.length, what, `has a type twice: ${types}`);
  tally.check(types.length === Math.min(kMostTypes, able.length), what,
              () => `takes ${types.length} of the ${able.length} that fit; not ${able.filter((type) => !types.includes(type))}`);
  had.push({ ...combination, types, pods: able.map((type) => catalogue.types.get(type).max_pods) });
});
const groups = had.filter((_, i) => i % step === 0);
lap(`${had.length} groups chosen, ${groups.length} of them to be written`);

/** Writes a file for the linter; each group has a folder of its own. */
function write(group, name, text) {
  const folder = join(output, group.region || "anywhere", group.name);
  mkdirSync(join(folder, "module"), { recursive: true });
  writeFileSync(join(folder, name), text);
}
rmSync(output, { recursive: true, force: true });
const kFormats = ["terraform", "terraform-aws-modules/eks", "eksctl", "nodegroups"];
const answers = generate(tool, groups.flatMap(({ words }) => kFormats.map((name) => [...words, "--format", name])));
tally.check(answers.every(({ status }) => status === 0), "mng-gen", () => JSON.stringify(answers.find(({ status }) => status !== 0)));
lap("written");

const trees = new Map();  // by text, what stands above it aside
/** The tree of a text of Terraform; an error where it is none, or not as the formatter leaves it. */
async function read(name, text) {
  const head = text.match(/^(#[^\n]*\n)+\n/)?.[0] ?? "";
  const body = text.slice(head.length);
  if (!trees.has(body)) {
    const tree = await parse(name, text);
    const formatted = await format(text);
    if (formatted !== text) throw new Error(`not formatted; ${firstDifference(text, formatted)}`);
    trees.set(body, tree);
  }
  return trees.get(body);
}

const documents = new Set();
for (const [i, group] of groups.entries()) {
  const [terraform, module, eksctl, nodegroups] = answers.slice(kFormats.length * i, kFormats.length * (i + 1)).map(({ out }) => out);
  const { what, types, region } = group;
  for (const [text, blocksOf] of [[terraform, (tree) => tree.resource?.aws_eks_node_group], [module, (tree) => tree.module]]) {
    try {
      const blocks = Object.values(blocksOf(await read(`${group.name}.tf`, text)) ?? {}).flat();
      tally.check(blocks.length === 1, what, `terraform: ${blocks.length} groups`);
      tally.check(isDeepStrictEqual(blocks[0]?.instance_types, types), what, () => `terraform: has ${blocks[0]?.instance_types}`);
      tally.check(blocks[0]?.capacity_type === "SPOT", what, () => `terraform: capacity_type is ${blocks[0]?.capacity_type}`);
    } catch (error) {
      tally.check(false, what, `terraform: ${error.message}`);
    }
  }

  const cluster = parseYaml(eksctl);
  const managed = cluster.managedNodeGroups ?? [];
  tally.check(managed.length === 1 && managed[0].spot === true, what, "eksctl: has no group on Spot, or several");
  tally.check(isDeepStrictEqual(managed[0]?.instanceTypes, types), what, () => `eksctl: has ${managed[0]?.instanceTypes}`);
  documents.add(JSON.stringify(cluster));

  const own = parseYaml(nodegroups);
  const listed = Object.values(own.node_groups ?? {});
  tally.check(listed.length === 1 && listed[0].capacity_type === "SPOT", what, "nodegroups: has no group on Spot, or several");
  tally.check(isDeepStrictEqual(listed[0]?.instance_types, types), what, () => `nodegroups: has ${listed[0]?.instance_types}`);
  tally.check(own.region === (region || undefined), what, `nodegroups: of region ${own.region}`);

  write(group, "main.tf", terraform);
  write(group, "module/main.tf", module);
  write(group, "cluster.yaml", eksctl);
  write(group, "nodegroups.yaml", nodegroups);
}
writeFileSync(join(output, "eksctl.jsonl"), [...documents].map((text) => `${text}\n`).join(""));
lap("read by HashiCorp's parser and formatter and as YAML");

// Of what the generator writes the linter has no warning or error, unless the shape has nothing better.
const said = new Map();
for (const region of regions) {
  const here = groups.filter((group) => group.region === region);
  const folder = join(output, region || "anywhere");
  const args = ["--preset", "strict", "--format", "json", ...(region ? ["--region", region] : []), folder];
  const { status, stdout, stderr, error } = here.length === 0 ? { status: 0, stdout: '{"findings": [], "summary": {"files": 0}}' }
                                            : spawnSync(lint, args, { encoding: "utf8", maxBuffer: 2 ** 29 });
  if (!tally.check(status === 0 || status === 1, region, `mng-lint: exit ${status} ${error ?? ""} ${stderr}`)) continue;
  const { findings, summary } = JSON.parse(stdout);
  tally.check(summary.files === kFormats.length * here.length, region, () => `mng-lint read ${JSON.stringify(summary)}, not ${kFormats.length * here.length} files`);
  const byName = new Map(here.map((group) => [group.name, group]));
  for (const { rule, severity, path, message } of findings) {
    if (severity === "info") continue;
    const group = byName.get(path.split("/").find((part) => byName.has(part)));
    if (group && kOfShape[rule]?.(group)) said.set(rule, (said.get(rule) ?? 0) + 1);
    else tally.check(false, path, `${severity}: ${message} [${rule}]`);
  }
}
tally.check(groups.length > 0, "mng-lint", "nothing was read");
lap("linted");
for (const [rule, count] of said) console.log(`${rule}: said ${count} times of shapes that have nothing better`);
console.log(`${groups.length} groups, ${trees.size} texts of Terraform and ${documents.size} documents for eksctl that differ`);
tally.finish();
