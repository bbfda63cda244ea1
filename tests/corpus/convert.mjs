// Turns eksctl files of real repositories into Terraform and back, and compares what both say of each managed group.
//
//   node tests/corpus/convert.mjs MNG-GEN STATUS [HOW-MANY]
//
// STATUS names the folder of each repository and commit. Prints a line a file; exits 1 where a group came back changed.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [program, status, howMany = "10"] = process.argv.slice(2);
const require = createRequire(new URL("../oracle/package.json", import.meta.url));
const yaml = require("yaml");

/// Without what is filled in before the file is used.
const known = (texts) => Object.fromEntries(Object.entries(texts).filter(([, text]) => !String(text).includes("$")));

/// What a managed group says, with what eksctl takes where it is silent; undefined is not known.
function groups(text) {
  const out = [];
  for (const document of yaml.parseAllDocuments(text, { version: "1.1" })) {
    const cluster = document.toJS();
    for (const group of cluster?.managedNodeGroups ?? []) {
      const types = group.instanceTypes ?? (group.instanceType ? [group.instanceType] : ["m5.large"]);
      const least = group.minSize ?? group.desiredCapacity ?? 2;
      const desired = group.desiredCapacity ?? group.minSize ?? 2;
      out.push({
        // What is filled in before the file is used is not known.
        name: String(group.name).includes("$") ? undefined : group.name,
        spot: group.spot ?? false,
        types: group.instanceSelector || group.launchTemplate ? undefined : types,
        sizes: [least, desired, group.maxSize ?? Math.max(desired, least)],
        disk: group.launchTemplate ? undefined : (group.volumeSize ?? 80),
        labels: group.labels ?? {},
        tags: known({ ...cluster.metadata?.tags, ...group.tags }),
        taints: (group.taints ?? []).map((taint) => `${taint.key}=${taint.value ?? ""}:${taint.effect}`).sort(),
        update: group.updateConfig ?? {},
        role: group.iam?.instanceRoleARN,
      });
    }
  }
  return out;
}

const sorted = (value) =>
  JSON.stringify(value, (_, member) =>
    member && typeof member === "object" && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort())
      : member,
  );

const folder = mkdtempSync(join(tmpdir(), "mng-convert-"));
const run = (file, format) => spawnSync(program, ["--from", file, "--format", format], { encoding: "utf8" });
let done = 0;
let changed = 0;
let refused = 0;
const rows = readFileSync(status, "utf8").trim().split("\n").map((line) => line.split("\t"));
const folders = rows.slice(1).filter((row) => row[2]).map((row) => row[2]);
const paths = folders.flatMap((one) =>
  readdirSync(one, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort(),
);
for (const path of paths) {
  if (done >= Number(howMany)) break;
  let before;
  try {
    const text = readFileSync(path, "utf8");
    if (!text.includes("managedNodeGroups")) continue;
    before = groups(text);
  } catch {
    continue;
  }
  if (before.length === 0) continue;
  const there = run(path, "terraform");
  if (there.status !== 0) {
    console.log(`refused\t${path}\t${there.stderr.trim().split("\n").at(-1)}`);
    refused += 1;
    continue;
  }
  const middle = join(folder, `f${done}`);
  mkdirSync(middle);
  writeFileSync(join(middle, "main.tf"), there.stdout);
  const back = run(join(middle, "main.tf"), "eksctl");
  const after = back.status === 0 ? groups(back.stdout) : [];
  const differing = before.filter((group, i) => {
    const other = (group.name === undefined ? after[i] : after.find((one) => one.name === group.name)) ?? {};
    return Object.keys(group).some((key) => group[key] !== undefined && sorted(group[key]) !== sorted(other[key]));
  });
  done += 1;
  if (differing.length > 0 || after.length !== before.length) {
    changed += 1;
    console.log(`changed\t${path}\t${differing.map((group) => group.name)}\t${back.stderr.trim().split("\n").at(-1)}`);
    for (const group of differing) console.log(`  ${sorted(group)}\n  ${sorted(after.find((one) => one.name === group.name) ?? null)}`);
  } else {
    const lost = there.stderr.trim() === "" ? 0 : there.stderr.trim().split("\n").length;
    console.log(`same\t${path}\t${before.length} groups, ${lost} things named as not kept`);
  }
}
rmSync(folder, { recursive: true, force: true });
console.log(`${done} files, ${changed} changed; ${refused} refused`);
process.exit(changed > 0 ? 1 : 0);
