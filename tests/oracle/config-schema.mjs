// Is schema/config.schema.json a schema, and does it take what mng-lint takes?
//   node config-schema.mjs MNG_LINT SOURCE_FOLDER
// Configurations are those of README.md and docs/, those that tests write, and the tables below. The schema may take what
// mng-lint refuses (a region that there is not, a folder that is missing); never the other way round.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import { parse } from "yaml";
import { Tally } from "./hashicorp.mjs";

const tally = new Tally("config-schema");
const [program, root] = process.argv.slice(2);
if (!root) {
  console.error("usage: node config-schema.mjs MNG_LINT SOURCE_FOLDER");
  process.exit(2);
}
const lint = resolve(program);
const schema = JSON.parse(readFileSync(join(root, "schema/config.schema.json"), "utf8"));

let validate;
try {
  // Strict: what is no keyword, or of no effect, is an error as well.
  validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
  tally.check(true, "schema", "");
} catch (error) {
  tally.check(false, "schema/config.schema.json", error.message);
  tally.finish();
  process.exit();
}

// What the configurations below name is there.
const scratch = mkdtempSync(join(tmpdir(), "mng-config-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
mkdirSync(join(scratch, "envs/prod"), { recursive: true });
mkdirSync(join(scratch, "eks"));
writeFileSync(join(scratch, "envs/prod/prod.tfvars"), "");
cpSync(join(root, "examples/rules"), join(scratch, "lint/rules"), { recursive: true });
cpSync(join(root, "examples/rules/required-label.hcl"), join(scratch, "lint/required-label.hcl"));
mkdirSync(join(scratch, "lint/forms"));
cpSync(join(root, "forms/eksctl.hcl"), join(scratch, "lint/forms/eksctl.hcl"));
writeFileSync(join(scratch, "a.yaml"), "node_groups: {}\n");

/** Whether mng-lint takes a configuration; what it says where it does not. */
function taken(text) {
  writeFileSync(join(scratch, ".mng-lint.yaml"), text);
  const run = spawnSync(lint, ["--color", "never", "a.yaml"], { cwd: scratch, encoding: "utf8" });
  if (run.status !== 0 && run.status !== 2) throw new Error(`mng-lint ended with ${run.status}: ${run.stderr}`);
  return { yes: run.status === 0, said: run.stderr };
}

/** Whether the schema takes it. What is no YAML it does not. */
function valid(text) {
  try {
    return validate(parse(text) ?? null);
  } catch {
    return false;
  }
}

const why = () => JSON.stringify(validate.errors?.slice(0, 3));

const found = [];
for (const name of ["README.md", ...readdirSync(join(root, "docs")).map((file) => join("docs", file))]) {
  if (!name.endsWith(".md")) continue;
  for (const [, text] of readFileSync(join(root, name), "utf8").matchAll(/^```yaml\n(.*?)^```/gms)) {
    const value = parse(text, { logLevel: "silent" });
    const keys = value && typeof value === "object" ? Object.keys(value) : [];
    if (keys.length > 0 && keys.every((key) => key in schema.properties)) found.push({ where: name, text });
  }
}
const written = found.length;
tally.check(written > 0, "README.md, docs", "show no configuration; has its fence changed?");
for (const name of readdirSync(join(root, "tests/cli"))) {
  if (!name.endsWith("_test.cpp")) continue;
  const source = readFileSync(join(root, "tests/cli", name), "utf8");
  for (const [, literals] of source.matchAll(/file\("\.mng-lint\.yaml",\s*((?:"(?:[^"\\\n]|\\.)*"\s*)+)\)/g)) {
    const parts = literals.match(/"(?:[^"\\\n]|\\.)*"/g);
    if (parts.some((part) => part.includes("\\x"))) continue;
    found.push({ where: `tests/cli/${name}`, text: parts.map((part) => JSON.parse(part)).join("") });
  }
}
tally.check(found.length > written + 20, "tests/cli", "write few configurations; has the way they do changed?");

let accepted = 0;
found.forEach(({ where, text }, i) => {
  const outcome = taken(text);
  tally.check(i >= written || outcome.yes, where, `mng-lint refuses what it shows: ${outcome.said}`);
  if (!outcome.yes) return;
  accepted += 1;
  tally.check(valid(text), where, () => `the schema refuses what mng-lint takes: ${why()}\n${text}`);
});

const good = [
  "",
  "{}",
  "region: eu-west-1",
  "kubernetes_version: 1.30",
  'kubernetes_version: "1.30"',
  'required_version: ">= 0.1"',
  "required_version: 0.1",
  "rules:",
  "rules: {}",
  "rules: {mixed-vcpu: off}",
  "rules: {mixed-vcpu: 'off'}",
  "rules: {mixed-vcpu: false}",
  "rules: {mixed-vcpu: {severity: off}}",
  "rules: {mixed-vcpu: {}}",
  "rules: {mixed-memory: {tolerance: 0.5, severity: info}}",
  "rules: {mixed-memory: {tolerance: 1}}",
  "own_rules: lint\nrules: {required-label: {keys: [team], severity: info}}",
  "own_rules: lint\nrules: {required-label: off}",
  'own_rules: lint\npaths: {"a*": {required-label: {severity: off}}}',
  "paths: {}",
  'paths: {"a/**": {mixed-vcpu: info}}',
  "paths: {a: {mixed-memory: {tolerance: 1}}}",
  'own_rules: lint\npaths: {a: {required-label: {keys: [team]}}}',
  "paths: {a: {region: eu-west-1, autoscaler: none, kubernetes_version: 1.33}}",
  'paths: {"a/**": }',
  "modules: {}",
  "modules: {git.example.com/eks: terraform-aws-modules/eks}",
  "evaluate: []",
  "evaluate: [{dir: eks}]",
  "evaluate: [{}]",
  "evaluate: [{dir: envs/prod, var_files: [prod.tfvars]}]",
  "forms: lint/forms",
  "autoscaler: none",
];
const bad = [
  "regoin: eu-west-1",
  "- region",
  "region",
  "region: 5",
  "region:",
  "region: [eu-west-1]",
  "autoscaler: karpentr",
  "autoscaler: false",
  "kubernetes_version: [1]",
  "kubernetes_version: true",
  "required_version: {}",
  "preset: strickt",
  "preset: [strict]",
  "own_rules: 5",
  "own_rules: [lint]",
  "own_rules:",
  "forms: {a: b}",
  "modules: [a]",
  "modules:",
  "modules: {a: 1}",
  "evaluate: eks",
  "evaluate: {dir: eks}",
  "evaluate:",
  "evaluate: [eks]",
  "evaluate: [{dir: 1}]",
  "evaluate: [{dirs: eks}]",
  "evaluate: [{dir: eks, var_files: a.tfvars}]",
  "evaluate: [{dir: eks, var_files: [1]}]",
  "rules: [mixed-vcpu]",
  "rules: mixed-vcpu",
  "rules: {mixed-vcpu: warn}",
  "rules: {mixed-vcpu: true}",
  "rules: {mixed-vcpu: }",
  "rules: {mixed-vcpu: 1}",
  "rules: {mixed-vcpu: [info]}",
  "rules: {mixed-vcpu: {severity: warn}}",
  "rules: {mixed-vcpu: {tolerance: 1}}",
  "rules: {mixed-memory: {tolerence: 1}}",
  "rules: {mixed-memory: {tolerance: much}}",
  "rules: {mixed-memory: {tolerance: [1]}}",
  "own_rules: lint\nrules: {required-label: warn}",
  "own_rules: lint\nrules: {required-label: {severity: warn}}",
  "paths: [a]",
  "paths:",
  "paths: {a: off}",
  "paths: {a: {mixed-vcpu: warn}}",
  "paths: {a: {mixed-memory: {tolerance: a}}}",
  "paths: {a: {mixed-memory: {tolerence: 1}}}",
  "paths: {a: {regoin: eu-west-1}}",
  "paths: {a: {region: 1}}",
  "paths: {a: {autoscaler: off}}",
  "paths: {a: {preset: strict}}",
  "region: [",
];
for (const text of good) {
  const outcome = taken(text);
  tally.check(outcome.yes, JSON.stringify(text), () => `mng-lint refuses it: ${outcome.said}`);
  tally.check(valid(text), JSON.stringify(text), () => `the schema refuses it: ${why()}`);
}
for (const text of bad) {
  tally.check(!taken(text).yes, JSON.stringify(text), "mng-lint takes it");
  tally.check(!valid(text), JSON.stringify(text), "the schema takes it");
}
console.log(`${found.length} configurations, ${accepted} of them taken; ${good.length} good and ${bad.length} bad ones`);
tally.finish();
