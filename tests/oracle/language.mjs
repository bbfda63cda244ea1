// The language of src/hcl against HashiCorp's: every file must be accepted or refused alike, refused at the same line,
// read as the same JSON, and formatted to the same bytes; formatting again changes nothing, nor what the file means.
//   node language.mjs MNG_HCL_TOOL GO_HCL FILE|FOLDER…       a folder: all its *.tf, *.hcl and *.tfvars
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Tally, firstDifference, format, parse } from "./hashicorp.mjs";

const [tool, go, ...paths] = process.argv.slice(2);
if (paths.length === 0) {
  console.error("usage: node language.mjs MNG_HCL_TOOL GO_HCL FILE|FOLDER…");
  process.exit(2);
}

function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) return filesIn(inner);
    return entry.isFile() && /\.(tf|hcl|tfvars)$/.test(entry.name) ? [inner] : [];
  });
}
const files = paths.flatMap(filesIn).filter((file) => !file.includes("\n"));

/** One answer a line for one request a line. */
function ask(program, mode, lines) {
  const { status, stdout, stderr, error } = spawnSync(program, [mode], {
    input: lines.map((line) => `${line}\n`).join(""), encoding: "utf8", maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`${program} ${mode}: exit ${status} ${error ?? ""} ${stderr}`);
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
}

const tally = new Tally("language");
const ours = ask(tool, "json", files);
const theirs = ask(go, "check", files);
const formatted = ask(tool, "format", files);
let refused = 0;

const scratch = mkdtempSync(join(tmpdir(), "mng-language-"));
const again = [];
for (let i = 0; i < files.length; ++i) {
  const text = readFileSync(files[i], "utf8");
  // Functions of providers, a::b(), are younger than Debian's parser; npm's knows them.
  const young = theirs[i].lines && /\w::\w/.test(text) && (await parse(files[i], text).then(() => true, () => false));
  const wanted = theirs[i].lines && !young ? "refused" : "accepted";
  const found = ours[i].error ? "refused" : "accepted";
  if (!tally.check(wanted === found, files[i], () => `${found}: ${ours[i].error ?? ""} line ${ours[i].line}; HashiCorp's parser ${wanted}: ${theirs[i].error} line ${theirs[i].lines}`)) continue;
  if (found === "refused") {
    refused += 1;
    tally.check(ours[i].line === theirs[i].lines[0], files[i], () =>
      `refused at line ${ours[i].line} (${ours[i].error}), by HashiCorp's parser at ${theirs[i].lines} (${theirs[i].error})`);
    continue;
  }
  let json;
  try {
    json = await parse(files[i], text);
  } catch (error) {
    tally.check(/Unable to convert|blocks with and without labels/.test(error.message), files[i], `hcl2json: ${error.message}`);
    continue;
  }
  tally.check(isDeepStrictEqual(ours[i].json, json), files[i], () => difference(ours[i].json, json, ""));
  // The formatter on npm takes a::b() apart, which newer ones mend.
  const wantedText = young ? formatted[i].text : await format(text);
  if (!tally.check(formatted[i].text === wantedText, files[i], () => `formatted otherwise: ${firstDifference(formatted[i].text, wantedText)}`)) continue;
  const copy = join(scratch, `${again.length}.tf`);
  writeFileSync(copy, formatted[i].text);
  again.push({ file: files[i], copy, text: formatted[i].text, json: ours[i].json });
}
if (again.length > 0) {
  const copies = again.map(({ copy }) => copy);
  const texts = ask(tool, "format", copies);
  const trees = ask(tool, "json", copies);
  for (const [i, { file, text, json }] of again.entries()) {
    tally.check(texts[i].text === text, file, () => `formatting twice differs: ${firstDifference(texts[i].text, text)}`);
    tally.check(sameMeaning(trees[i].json, json), file, () => `formatting changed it: ${difference(trees[i].json, json, "")}`);
  }
}
rmSync(scratch, { recursive: true });
console.log(`${files.length} files, ${refused} of them refused by both`);
tally.finish();

/** Equal but for the white space inside `${…}`, which is source text. */
function sameMeaning(a, b) {
  if (typeof a === "string" && typeof b === "string") return a === b || a.replace(/\s/g, "") === b.replace(/\s/g, "");
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameMeaning(item, b[i]));
  if (a && b && typeof a === "object" && typeof b === "object") {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => key in b && sameMeaning(a[key], b[key]));
  }
  return Object.is(a, b);
}

/** The first place in which two JSON values differ. */
function difference(have, want, at) {
  if (isDeepStrictEqual(have, want)) return null;
  if (have && want && typeof have === "object" && typeof want === "object") {
    for (const key of new Set([...Object.keys(have), ...Object.keys(want)])) {
      const inner = difference(have[key], want[key], `${at}/${key}`);
      if (inner) return inner;
    }
  }
  return `JSON differs at ${at}: ${JSON.stringify(have)?.slice(0, 300)}, hcl2json ${JSON.stringify(want)?.slice(0, 300)}`;
}
