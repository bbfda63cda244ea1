// The evaluator of src/hcl against HashiCorp's. Where theirs knows, ours gives the same value of the same type; where
// theirs has an error, so has ours; where theirs does not know, ours does not, or knows by a refinement listed below.
//   node evaluate.mjs MNG_HCL_TOOL GO_HCL COUNT [SEED]
import { spawnSync } from "node:child_process";
import { isDeepStrictEqual } from "node:util";
import { expressions } from "./expressions.mjs";
import { Tally } from "./hashicorp.mjs";

const [tool, go, count, seed] = process.argv.slice(2);
if (!count) {
  console.error("usage: node evaluate.mjs MNG_HCL_TOOL GO_HCL COUNT [SEED]");
  process.exit(2);
}

function ask(program, lines) {
  const { status, stdout, stderr, error } = spawnSync(program, ["eval"], {
    input: lines.map((line) => `${JSON.stringify(line)}\n`).join(""), encoding: "utf8", maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`${program} eval: exit ${status} ${error ?? ""} ${stderr}`);
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
}

const kind = (answer) => Object.keys(answer)[0];

/** Whether anything in an answer is not known. */
const doubtful = (answer) => kind(answer) === "unknown" || kind(answer) === "open" ||
  (typeof Object.values(answer)[0] === "object" && Object.values(Object.values(answer)[0] ?? {}).some((inner) => inner && typeof inner === "object" && doubtful(inner)));

/** Equal, or not known where the other is not, or a refinement of what it does not know. */
function agrees(ours, theirs) {
  if (kind(theirs) === "unknown") return true;
  if (kind(ours) === "unknown") return doubtful(theirs);
  if (kind(ours) === "open") return doubtful(theirs);
  if (kind(ours) !== kind(theirs)) return false;
  const [a, b] = [Object.values(ours)[0], Object.values(theirs)[0]];
  if (kind(ours) === "number") return a === b || Math.abs(a - b) <= Math.abs(b) * 1e-15;
  if (typeof a !== "object" || a === null) return a === b;
  return isDeepStrictEqual(Object.keys(a), Object.keys(b)) && Object.keys(a).every((key) => agrees(a[key], b[key]));
}

/** An error that is certain though their evaluator does not look so far. */
function earlyError(text, ours) {
  // What concat, slice and flatten give is a list, whatever is not known of it.
  if (/\b(concat|slice|flatten)\(/.test(text) && /a list has no|be a list|not a list|no members/.test(ours.error)) return true;
  // hcl 2.14's try gives up where an expression names anything unknown; newer ones do as ours.
  return /\b(try|can)\(/.test(text) && text.includes("unk");
}

// What a failed result of a conditional would have been: theirs keeps the parts that did not fail and finds a type
// for them beside the other result, ours knows the operator and the members of a tuple only. And one of their bugs.
const kDifferences = new Set([
  `!false ? { a = merge(tomap({}), { a = [1, 2], b = [3] }) } : { "d e" = nosuch, ("a") = 10, ("a") = 0 }`,
  `true ? { c = "2.5", "d e" = 2 } : { for v in ["x\\ny\\n", "abc", "x\\ny\\n"] : v => upper(v) }`,
  `false ? ("  x ")[*].a : flatten([1, 2, 3])`,
  `true ? { for i, v in ["2.5", 1] : i => v... } : { a = (7 >= false) }.a`,
  // They convert a set of numbers to one of strings, but not where a member is not known.
  `compact(setunion([1, 2, 3], [unk]))`,
]);

const tally = new Tally("evaluate");
const all = [...new Set(expressions(+count, +(seed ?? 1)))];
const ours = ask(tool, all);
const theirs = ask(go, all);
const seen = { known: 0, error: 0, unknown: 0, refined: 0 };
for (const [i, text] of all.entries()) {
  if (kDifferences.has(text)) continue;
  const [a, b] = [ours[i], theirs[i]];
  // Theirs fell over: no answer to compare with.
  if (kind(b) === "panic" || /panic in function implementation|elements? (types )?must all (match|have)|all (set|list) elements must/.test(b.error ?? "")) continue;
  const shown = () => `${text}\n    ours   ${JSON.stringify(a)}\n    theirs ${JSON.stringify(b)}`;
  if (kind(b) === "error") {
    seen.error += 1;
    // A side that decides needs no other: `false && (1 / 0)` is false.
    const shortCircuit = /&&|\|\|/.test(text);
    tally.check(kind(a) === "error" || shortCircuit, "an error is none", shown);
  } else {
    seen[doubtful(b) ? (doubtful(a) ? "unknown" : "refined") : "known"] += 1;
    const early = kind(a) === "error" && doubtful(b) && earlyError(text, a);
    tally.check(early || (kind(a) !== "error" && agrees(a, b)), "differs", shown);
  }
}
console.log(`${all.length} expressions: ${JSON.stringify(seen)}`);
tally.finish();
