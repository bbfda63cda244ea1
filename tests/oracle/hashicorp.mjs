// HashiCorp's HCL parser and formatter, compiled to WebAssembly by the CDK for Terraform.
// Loaded one after the other: both modules start a Go runtime under the same global names.
const { parse: parseHcl } = await import("@cdktf/hcl2json");
await parseHcl("warm-up.hcl", "");
const { format: formatHcl } = await import("@cdktf/hcl-tools");

/** The JSON of an HCL text; throws an Error with file, line and cause where it is not HCL. */
export const parse = (name, text) => parseHcl(name, text);

/** The text as `hclwrite.Format` lays it out. */
export const format = (text) => formatHcl(text);

/** The first line in which two texts differ, for a message; null where they are equal. */
export function firstDifference(have, want) {
  if (have === want) return null;
  const a = have.split("\n");
  const b = want.split("\n");
  const i = a.findIndex((line, index) => line !== b[index]);
  const at = i < 0 ? a.length : i;
  return `line ${at + 1}: is ${JSON.stringify(a[at] ?? "(end)")}, formatted ${JSON.stringify(b[at] ?? "(end)")}`;
}

/** Collects what failed; `finish` prints it and sets the exit code. */
export class Tally {
  constructor(name) {
    this.name = name;
    this.checks = 0;
    this.failures = [];
  }
  check(holds, what, message) {
    this.checks += 1;
    if (!holds) this.failures.push(`${what}: ${typeof message === "function" ? message() : message}`);
    return Boolean(holds);
  }
  finish() {
    for (const failure of this.failures.slice(0, +(process.env.MOST ?? 20))) console.log(failure);
    if (this.failures.length > 20) console.log(`… and ${this.failures.length - 20} more`);
    if (this.checks === 0) console.log(`${this.name}: nothing was checked`);
    console.log(`${this.name}: ${this.checks} checks, ${this.failures.length} failed`);
    process.exitCode = this.failures.length > 0 || this.checks === 0 ? 1 : 0;
  }
}
