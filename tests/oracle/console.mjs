// src/hcl against answers of `terraform console`, recorded in console.json, and live where a terraform binary is there.
//   node console.mjs MNG_HCL_TOOL            compares
//   node console.mjs --record                asks terraform and writes console.json
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Tally } from "./hashicorp.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const recording = join(here, "console.json");
const all = readFileSync(join(here, "console.txt"), "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
/** An answer that is text for every value, and for an error too. */
const asked = (expression) => `try(jsonencode({ v = (${expression}) }), "{\\"error\\":true}")`;

/** What the terraform on this machine says, and its version; null where there is none. */
function terraform() {
  const version = spawnSync("terraform", ["version", "-json"], { encoding: "utf8" });
  if (version.status !== 0) return null;
  const scratch = mkdtempSync(join(tmpdir(), "mng-console-"));
  // Piped to, the console prints its last answer only: lists of many, none longer than it reads at once.
  const answers = [];
  for (let at = 0; at < all.length; at += 50) {
    const { status, stdout, stderr } = spawnSync("terraform", ["console"], {
      cwd: scratch, env: { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null", CHECKPOINT_DISABLE: "1" }, encoding: "utf8",
      maxBuffer: 1 << 28, input: `base64encode(jsonencode([${all.slice(at, at + 50).map(asked).join(", ")}]))\n`,
    });
    if (status !== 0) throw new Error(`terraform console: exit ${status} ${stderr}`);
    // In base64, for the console prints a string as HCL writes it.
    answers.push(...JSON.parse(Buffer.from(stdout.trim().slice(1, -1), "base64").toString("utf8")));
  }
  rmSync(scratch, { recursive: true });
  return {
    version: JSON.parse(version.stdout).terraform_version,
    answers: Object.fromEntries(all.map((line, i) => [line, JSON.parse(answers[i])])),
  };
}

const tool = process.argv[2];
if (tool === "--record") {
  const live = terraform();
  const { version, answers } = live;
  writeFileSync(recording, `${JSON.stringify({ version }).slice(0, -1)}, "answers": {\n${Object.entries(answers).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(",\n")}\n}}\n`);
  console.log(`${Object.keys(answers).length} answers of terraform ${version}`);
  process.exit(0);
}

const { status, stdout, stderr } = spawnSync(tool, ["eval"], {
  encoding: "utf8", maxBuffer: 1 << 28, input: all.map((line) => `${JSON.stringify(asked(line))}\n`).join(""),
});
if (status !== 0) throw new Error(`${tool}: exit ${status} ${stderr}`);
const ours = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));

const tally = new Tally("console");
function compare(what, answers) {
  for (const [i, expression] of all.entries()) {
    const wanted = JSON.stringify(answers[expression]);
    const found = ours[i].string === undefined ? JSON.stringify(ours[i]) : JSON.stringify(JSON.parse(ours[i].string));
    tally.check(found === wanted, `${expression}`, `is ${found}, ${what} says ${wanted}`);
  }
}
const recorded = JSON.parse(readFileSync(recording, "utf8"));
compare(`terraform ${recorded.version} (recorded)`, recorded.answers);
const live = terraform();
if (live) {
  compare(`terraform ${live.version} (here)`, live.answers);
} else {
  console.log("skipped: terraform console, live: there is no terraform here; the recorded answers are compared");
}
tally.finish();
