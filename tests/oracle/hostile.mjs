// Words that mean something to HCL, YAML, a terminal or a shell, given to mng-gen as names, labels, tags and so on: each
// comes back unchanged from a reader of another make, with all else in the file as it is with a harmless word, or it
// is refused, which what can be written must not be. COUNT words more for each format are made up from SEED.
//   node hostile.mjs MNG_GEN_TOOL SEED COUNT
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { parse as parseYaml } from "yaml";
import { generate } from "./gen.mjs";
import { Tally, parse as parseHcl } from "./hashicorp.mjs";

const [tool, seed, count] = process.argv.slice(2);
if (!(count >= 0)) {
  console.error("usage: node hostile.mjs MNG_GEN_TOOL SEED COUNT");
  process.exit(2);
}
const tally = new Tally("hostile");

// Controls, ends of lines, marks that turn the direction of text, and what Unicode has for no character: those may be
// refused.
const kUnwritable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef]|\p{Noncharacter_Code_Point}/u;

const kWords = [
  "a", "", " ", "  lead", "trail  ", "two words", "${x}", "$${x}", "$$${x}", "${", "$", "$$", "%{ if true }x%{ endif }", "%%{x}", "%{", "%",
  '"', '""', "'", "''", "it's", "\\", "\\\\", "\\n", "\\u0041", '\\"', '" }\nresource "a" "b" {', "a\nb", "\n", "a\r\nb", "\ttab", "a\tb",
  "\u0000".replace("\u0000", "\u0001"), "\u0007", "\u001b[31mred", "\u007f", "\u0085next", "a\u0085evil: true", "a\u2028evil: true", "\u2029",
  "\u009b31m", "\ufeff", "\ufeffbom", "a\ufeffb", "a: b", "a:b", "a:", ":", ": ", "#", "# c", "a # c", "a#c", "- ", "-", "--", "---", "...", "- a", "? a", "?", "!!str x",
  "!!null", "!", "!x", "&a", "&a b", "*", "*a", "<<", "=", "null", "Null", "NULL", "~", "true", "True", "TRUE", "false", "yes", "Yes", "no", "NO", "on",
  "On", "off", "OFF", "y", "Y", "n", "N", "0", "00", "1", "-1", "+1", "012", "0o14", "0x10", "0X1F", "0b11", "1_000", "1e3", "1E3", "1.5", ".5", "5.", "-.5", "+.5e-3", "1e", "e3",
  ".inf", "-.inf", "+.INF", ".nan", ".NaN", "inf", "nan", "Infinity", "NaN", "1:30", "190:20:30", "2001-01-01", "2001-12-14t21:59:43.10-05:00", "12:30:45", "{}", "{a: b}", "[]", "[a]", "[a, b]", "{", "}",
  "[", "]", ",", "a,b", "a, b", "|", "|-", ">", "> x", "@", "@x", "`", "`x`", "%YAML 1.1", "%x", "</script>", "<!--", "-->", "<<EOT", "<<-EOT", "EOT", "/* c", "// c", "*/", "for",
  "for = 1", "in", "if", "else", "endfor", "endif", "null = 1", "var.x", "local.x", "each.key", "self", "path.module", "a.b", "a[0]", "a.b[0]", "a[*].b", "a.*.b", 'a["b"]', 'a["${b}"]', "f(x)", "a.b + 1", "a ? b : c", "a.b # c", "a.b // c", "a.b /* c */", "a /* c */ .b", " a.b", "a.b ", "a . b", "a [0]", "a[ 0 ]", 'a["b c"]', 'a["#/"]', 'a["\\""] # c',
  "a.b\nc = d", "(a.b)", "-a.b", "!a.b", "é", "e\u0301", "\u00c5ngstr\u00f6m", "日本語", "🙂", "👩‍👩‍👧", "\u202egnp.exe", "\u200b", "a\u00a0b", "\u{10ffff}", "\ufffd", "\ufffe", "\uffff", "$(id)", "`id`", ";id", "|id", "&&id", "*.tf", "../../etc/passwd", "~root", "!history", "x".repeat(65536),
  "${".repeat(1000), '"'.repeat(4096), "a: ".repeat(400), "\\".repeat(999), "é".repeat(700),
];

/** Numbers from 0 up to 1 that a seed decides. */
function random(from) {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
const next = random(Number(seed));
const pick = (list) => list[Math.floor(next() * list.length)];
const kPieces = [...kWords.filter((word) => word.length < 20), ..." \"'\\$%{}[]()<>:#-!&*?|,=~`@_+./;^0123456789abcxyz"];
const madeUp = () => Array.from({ length: 1 + Math.floor(next() * 6) }, () => pick(kPieces)).join("");

const kHarmless = "harmless";
// What may be asked for with a word in it. `takes`: the words that must be taken; the others may be refused. `parts`: what
// the word is, where the option takes it apart, by what stands there of the harmless one.
const atEquals = (word) => {
  const at = word.indexOf("=");
  return at < 0 ? { [kHarmless]: word } : { [kHarmless]: word.slice(0, at), worth: `${word.slice(at + 1)}=worth` };
};
const isKey = (word) => word !== "" && !word.startsWith("=");
// What Kubernetes takes for a label's or taint's name, and its value: mng-gen refuses others, as mng-lint finds them wrong.
// Tags have no such rule, so that every word is written somewhere.
const isName = (word) => /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/.test(word);
const kWishes = [
  { option: "--label", ask: (word) => `key=${word}`, takes: isName },
  { option: "--label", ask: (word) => `${word}=worth`, takes: isName, parts: atEquals },
  { option: "--tag", ask: (word) => `key=${word}`, takes: () => true },
  { option: "--tag", ask: (word) => `${word}=worth`, takes: isKey, parts: atEquals },
  { option: "--taint", ask: (word) => `key=${word}:NoSchedule`, takes: (word) => word === "" || isName(word) },
  { option: "--taint", ask: (word) => `${word}=worth:NoExecute`, takes: isName, parts: atEquals },
  { option: "--launch-template", ask: (word) => `lt-${word}:7`, takes: () => true },
  { option: "--launch-template", ask: (word) => `x${word}:7`, takes: () => true, not: ["eksctl", "terraform-aws-modules/eks"] },
  // A word is no version, unless it is a number or what AWS takes for one; one with a dot or bracket may be a reference.
  { option: "--launch-template", ask: (word) => `lt-1:${word === kHarmless ? "4711" : word}`, takes: (word) => /^([1-9]\d{0,17}|\$Latest|\$Default)$/.test(word),
    parts: (word) => ({ "lt-1": `lt-1:${word}`.replace(/:[^:]*$/, ""), 4711: word.replace(/^.*:/s, "") }), except: (word) => /[.[]/.test(word) },
  // A dot or bracket makes a reference of it.
  { option: "--cluster", ask: (word) => word, takes: (word) => !/[.[]/.test(word) && word.length <= 100, reference: true },
  // A word alone is the ARN of no role.
  { option: "--role", ask: (word) => (word === kHarmless ? `arn:aws:iam::111122223333:role/${word}` : word), takes: (word) => word === kHarmless,
    reference: true },
  { option: "--role", ask: (word) => `arn:aws:iam::111122223333:role/${word}`, takes: (word) => word !== "" },
  // A word is the id of no subnet, unless its letters are those of one; a comma at its end says nothing.
  { option: "--subnets", ask: (word) => `subnet-2,subnet-${word === kHarmless ? "facade" : word}`, takes: (word) => /^[0-9a-f]+$/.test(word) && word !== "2",
    parts: (word) => ({ "subnet-facade": `subnet-${word.replace(/,$/, "")}` }) },
  { option: "--name", ask: (word) => word, takes: (word) => word === "" || /^[a-z0-9][a-z0-9_-]{0,30}$/i.test(word), name: true },
];
const kFormats = ["terraform", "terraform-aws-modules/eks", "eksctl", "nodegroups"];
const isHcl = (format) => format.startsWith("terraform");
const kShape = ["--vcpu", "4", "--mem", "16", "--count", "6", "--region", "eu-west-1"];

/** A reference as Terraform writes it: names, indices and splats, and nothing else. */
const isReference = (word) =>
  /^[\p{ID_Start}_][\p{ID_Continue}-]*(\.[\p{ID_Start}_][\p{ID_Continue}-]*|\.\*|\.\d+|\[(\d+|\*|"[^"\\$%]*")\])+$/u.test(word);

/** Every string of a tree through a function, keys too. */
function mapped(tree, change) {
  if (typeof tree === "string") return change(tree, false);
  if (Array.isArray(tree)) return tree.map((item) => mapped(item, change));
  if (tree === null || typeof tree !== "object") return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, item]) => [change(key, true), mapped(item, change)]));
}

const typed = (value) => (value instanceof Map ? Object.fromEntries([...value].map(([key, item]) =>
  [typeof key === "string" ? key : `!${typeof key} ${key}`, typed(item)])) : Array.isArray(value) ? value.map(typed) : value);

/** The trees of texts by readers that share nothing with ours; an error in place of what they refuse. */
async function read(format, texts) {
  if (isHcl(format)) {
    const out = [];
    for (const text of texts) out.push([await parseHcl("a.tf", text).catch((error) => `refused: ${error.message.slice(0, 300)}`)]);
    return out;
  }
  const program = join(dirname(fileURLToPath(import.meta.url)), "read_yaml.py");
  const input = texts.map((text) => `${JSON.stringify(text)}\n`).join("");
  const { status, stdout, stderr, error } = spawnSync("python3", [program], { input, encoding: "utf8", maxBuffer: 2 ** 29 });
  if (status !== 0) throw new Error(`read_yaml.py: exit ${status} ${error ?? ""} ${stderr}`);
  const others = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  if (others.length !== texts.length) throw new Error(`read_yaml.py: ${others.length} answers to ${texts.length} texts`);
  return texts.map((text, i) => {
    const out = [others[i].error ? `refused: ${others[i].error}` : others[i].value];
    try {
      out.push(typed(parseYaml(text, { mapAsMap: true, logLevel: "error" })));
    } catch (error) {
      out.push(`refused: ${error.message}`);
    }
    return out;
  });
}

const shown = (word) => JSON.stringify(word.length > 80 ? `${word.slice(0, 80)}… (${word.length})` : word);
let written = 0, refused = 0;

for (const format of kFormats) {
  const wishes = kWishes.filter((wish) => !wish.not?.includes(format));
  const line = (wish, word) => [...kShape, ...(wish.ask(word) ? [`${wish.option}=${wish.ask(word)}`] : [wish.option, ""]), "--format", format,
    ...(wish.name ? [] : ["--no-variables"])];
  const harmless = generate(tool, wishes.map((wish) => line(wish, kHarmless)));
  const models = await read(format, harmless.map(({ out }) => out));
  const pairs = wishes.flatMap((wish, i) => kWords.map((word) => ({ wish, word, models: models[i] })));
  for (let i = 0; i < count; ++i) {
    const at = Math.floor(next() * wishes.length);
    pairs.push({ wish: wishes[at], word: madeUp(), models: models[at] });
  }
  const asked = pairs.filter(({ wish, word }) => !wish.except?.(word));
  const answers = generate(tool, asked.map(({ wish, word }) => line(wish, word)));
  const taken = [];
  asked.forEach(({ wish, word, models: model }, i) => {
    const { status, out, err } = answers[i];
    const what = `--format ${format} ${wish.option}=${shown(wish.ask(word))}`;
    tally.check(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(err), what, () => `says what a terminal would obey: ${JSON.stringify(err)}`);
    if (status === 2) {
      refused += 1;
      tally.check(out === "" && err !== "", what, "is refused, and yet something is written, or nothing said");
      // What can be said is taken.
      const fine = wish.takes(word) && !kUnwritable.test(word);
      tally.check(!fine, what, () => `is refused: ${err}`);
      return;
    }
    if (!tally.check(status === 0, what, () => `exit ${status}: ${err}`)) return;
    if (word === "" && wish.ask("") === "") return;  // as if it were not given
    taken.push({ wish, word, what, out, model });
  });
  written += taken.length;
  const trees = await read(format, taken.map(({ out }) => out));
  for (const [i, { wish, word, what, out, model }] of taken.entries()) {
    // Lines end where they seem to; comments too.
    tally.check(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/.test(out), what, "writes a control character as it is");
    const literal = (text) =>
      isHcl(format) ? text.normalize("NFC").replaceAll("${", () => "$${").replaceAll("%{", "%%{") : text;
    const reference = wish.reference && /[.[]/.test(word) && !word.startsWith("arn:");
    if (reference && !tally.check(isHcl(format) && isReference(word), what, "is taken for a reference")) continue;
    const parts = wish.parts?.(word) ?? { [kHarmless]: word };
    const change = (text, isKey) => {
      if (reference && text === wish.ask(kHarmless)) return `\${${word.normalize("NFC")}}`;
      if (wish.name && isHcl(format)) return text === kHarmless && !isKey ? word : named(text, word);
      if (text in parts) return literal(parts[text]);
      return text.replaceAll(kHarmless, () => literal(parts[kHarmless]));
    };
    model.forEach((tree, reader) => {
      const want = mapped(tree, change);
      // Terraform keeps every string so; the parser leaves keys as they are written.
      if (isHcl(format)) trees[i][reader] = mapped(trees[i][reader], (text) => text.normalize("NFC"));
      tally.check(isDeepStrictEqual(trees[i][reader], want), what, () =>
        `reader ${reader + 1} has ${typeof trees[i][reader] === "string" ? trees[i][reader] : difference(trees[i][reader], want)}`);
    });
  }
}

/** A text of Terraform that has the harmless name, with another name: in its own names no digit comes first. */
function named(text, word) {
  const own = word.replaceAll("-", "_").replace(/^(?=\d)/, "_");
  return text.replaceAll(/\bharmless(?=_|$)/g, () => own).replaceAll(kHarmless, () => word);
}

/** The first place where two trees differ. */
function difference(have, want, path = "") {
  if (isDeepStrictEqual(have, want)) return null;
  if (have && want && typeof have === "object" && typeof want === "object") {
    for (const key of new Set([...Object.keys(have), ...Object.keys(want)])) {
      const found = difference(have[key], want[key], `${path}.${shown(key)}`);
      if (found) return found;
    }
  }
  return `at ${path || "the top"} ${shown(JSON.stringify(have) ?? "nothing")} in place of ${shown(JSON.stringify(want) ?? "nothing")}`;
}
console.log(`${kWords.length} words, ${kFormats.length * count} made up from ${seed}: ${written} files written, ${refused} refused`);
tally.finish();
