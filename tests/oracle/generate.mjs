// Properties of what mng-gen writes, for every shape, architecture and region below.
// The readers are HashiCorp's parser and formatter, and the catalogue's JSON as it lies in data/.
//   node generate.mjs MNG_GEN MNG_LINT CATALOGUE_FOLDER OUTPUT_FOLDER
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eligible, objection, readCatalogue } from "./catalogue.mjs";
import { Tally, firstDifference, format, parse } from "./hashicorp.mjs";

const [gen, lint, catalogueFolder, output] = process.argv.slice(2);
if (!output) {
  console.error("usage: node generate.mjs MNG_GEN MNG_LINT CATALOGUE_FOLDER OUTPUT_FOLDER");
  process.exit(2);
}
const kShapes = [
  [2, 4], [2, 8], [2, 16], [4, 8], [4, 16], [4, 32], [8, 16], [8, 32], [8, 64], [16, 32], [16, 64], [16, 128],
];
const kMostTypes = 20;  // what EKS takes in one group

const tally = new Tally("generate");
const catalogue = readCatalogue(catalogueFolder);
rmSync(output, { recursive: true, force: true });
mkdirSync(join(output, "terraform"), { recursive: true });

/** Runs a program; its stdout, or null (and a failure) where it did not exit 0. */
function run(what, program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  const good = tally.check(status === 0, what, () => `${args.join(" ")}: exit ${status} ${error ?? ""}\n${stderr}${stdout}`);
  return good ? stdout : null;
}

/** The expressions of a parsed tree: of each string that has any, all from the first ${ to the last }. */
function expressions(tree) {
  if (typeof tree === "string") return [...tree.matchAll(/\$\{([^]*)\}/g)].map((match) => match[1]);
  if (tree && typeof tree === "object") return Object.values(tree).flatMap(expressions);
  return [];
}

const names = (texts, pattern) => new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1])));

function checkReferences(what, tree) {
  const used = expressions(tree);
  const variables = names(used, /\bvar\.([\w-]+)/g);
  const declared = new Set(Object.keys(tree.variable ?? {}));
  for (const name of variables) tally.check(declared.has(name), what, `var.${name} is not declared`);
  for (const name of declared) tally.check(variables.has(name), what, `variable ${name} is declared and not used`);
  const locals = new Set((tree.locals ?? []).flatMap((block) => Object.keys(block)));
  for (const name of names(used, /\blocal\.([\w-]+)/g)) tally.check(locals.has(name), what, `local.${name} is not declared`);
  for (const name of names(used, /(?<![\w.])((?:data\.)?aws_\w+\.[\w-]+)/g)) {
    const [type, label] = name.replace(/^data\./, "").split(".");
    const blocks = name.startsWith("data.") ? tree.data : tree.resource;
    tally.check(blocks?.[type]?.[label], what, `${name} is not declared`);
  }
}

function checkGroup(what, group, shape) {
  tally.check(group.capacity_type === "SPOT", what, `capacity_type is ${JSON.stringify(group.capacity_type)}, not "SPOT"`);
  const types = group.instance_types;
  if (!tally.check(Array.isArray(types) && types.every((type) => /^[a-z0-9-]+\.[a-z0-9-]+$/.test(type)), what,
                   `instance_types is no list of literals: ${JSON.stringify(types)}`)) return null;
  tally.check(types.length >= 1 && types.length <= kMostTypes, what, `has ${types.length} types`);
  tally.check(new Set(types).size === types.length, what, `has a type twice: ${types}`);
  for (const type of types) {
    const why = objection(catalogue, type, shape);
    tally.check(why === null, what, `${type} ${why}`);
  }
  const able = eligible(catalogue, shape);
  tally.check(types.length === Math.min(kMostTypes, able.length), what,
              `takes ${types.length} types of the ${able.length} that fit: ${able.filter((type) => !types.includes(type))} left out`);
  const lifecycle = group.lifecycle?.[0] ?? {};
  tally.check(lifecycle.create_before_destroy === true, what, "lifecycle lacks create_before_destroy = true");
  tally.check(lifecycle.ignore_changes?.includes("${scaling_config[0].desired_size}"), what,
              `ignore_changes lacks scaling_config[0].desired_size: ${JSON.stringify(lifecycle.ignore_changes)}`);
  tally.check(group.node_group_name_prefix, what, "has no node_group_name_prefix");
  tally.check(!("node_group_name" in group), what, "has a node_group_name");
  return types;
}

/** The types that a nodegroups.yaml names, in order; comments aside. */
function typesOfYaml(text) {
  const block = text.replace(/(^|\s)#.*$/gm, "").match(/instance_types:\s*(\[[^\]]*\]|(?:\n\s*- .*)+)/);
  return block ? block[1].match(/[a-z0-9-]+\.[a-z0-9-]+/g) ?? [] : [];
}

const same = (a, b) => a.length === b.length && a.every((item, i) => item === b[i]);

for (const [vcpu, memoryGib] of kShapes) {
  for (const architecture of ["x86_64", "arm64"]) {
    for (const region of ["", "us-east-1", "eu-west-1"]) {
      const name = `${vcpu}x${memoryGib}-${architecture}${region ? `-${region}` : ""}`;
      const args = ["--vcpu", `${vcpu}`, "--mem", `${memoryGib}`, "--arch", architecture];
      if (region) args.push("--region", region);

      const text = run(name, gen, args);
      if (text === null) continue;
      writeFileSync(join(output, "terraform", `${name}.tf`), text);
      tally.check(run(name, gen, args) === text, name, "a second run wrote something else");

      let tree;
      try {
        tree = await parse(`${name}.tf`, text);
      } catch (error) {
        tally.check(false, name, error.message);
        continue;
      }
      const formatted = await format(text);
      tally.check(formatted === text, name, () => `not formatted; ${firstDifference(text, formatted)}`);
      tally.check(!("terraform" in tree), name, "has a terraform block");
      const groups = Object.values(tree.resource?.aws_eks_node_group ?? {}).flat();
      if (!tally.check(groups.length === 1, name, `has ${groups.length} aws_eks_node_group`)) continue;
      checkReferences(name, tree);
      const types = checkGroup(name, groups[0], { vcpu, memoryGib, architecture, region });
      if (!types) continue;

      const plain = run(name, gen, [...args, "--format", "types"]);
      tally.check(plain === types.map((type) => `${type}\n`).join(""), name, `--format types differs: ${plain}`);
      const yaml = run(name, gen, [...args, "--format", "nodegroups"]);
      if (yaml === null) continue;
      tally.check(same(typesOfYaml(yaml), types), name, `--format nodegroups has other types: ${typesOfYaml(yaml)}`);
      mkdirSync(join(output, "nodegroups", name), { recursive: true });
      writeFileSync(join(output, "nodegroups", name, "nodegroups.yaml"), yaml);
    }
  }
}

// What the generator writes, the linter has no warning or error about.
const files = kShapes.length * 2 * 3;
const report = run("mng-lint", lint, ["--format", "json", join(output, "nodegroups")]);
if (report !== null) {
  const { findings, summary } = JSON.parse(report);
  const bad = findings.filter((finding) => finding.severity !== "info");
  tally.check(bad.length === 0, "mng-lint", () => bad.map((finding) => `${finding.path}: ${finding.rule}`).join("\n"));
  const read = summary.files ?? summary.checked ?? 0;
  tally.check(read === files, "mng-lint", `read ${read} files of ${files}: ${JSON.stringify(summary)}`);
}
tally.finish();
