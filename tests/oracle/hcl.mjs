// Is every HCL file HCL to HashiCorp's parser, and unchanged by its formatter?
//   node hcl.mjs FILE|FOLDER…       a folder: its *.hcl and *.tf, not those of folders in it
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Tally, firstDifference, format, parse } from "./hashicorp.mjs";

const tally = new Tally("hcl");
const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error("usage: node hcl.mjs FILE|FOLDER…");
  process.exit(2);
}

const files = paths.flatMap((path) => {
  if (!statSync(path).isDirectory()) return [path];
  const inside = readdirSync(path).filter((name) => /\.(hcl|tf)$/.test(name)).sort().map((name) => join(path, name));
  tally.check(inside.length > 0, path, "has no .hcl or .tf file; was it moved?");
  return inside;
});

for (const file of files) {
  const text = readFileSync(file, "utf8");
  try {
    await parse(file, text);
    tally.check(true, file, "");
  } catch (error) {
    tally.check(false, file, error.message);
    continue;
  }
  const formatted = await format(text);
  tally.check(formatted === text, file, () => `not formatted; ${firstDifference(text, formatted)}`);
}
console.log(`${files.length} files`);
tally.finish();
