// mng-gen asked for many groups in one process.
import { spawnSync } from "node:child_process";

/** The answer of mng-gen to each command line, a list of words: its exit status, what it wrote and what it said. */
export function generate(tool, lines) {
  const input = lines.map((words) => `${JSON.stringify(words)}\n`).join("");
  const { status, stdout, stderr, error } = spawnSync(tool, [], { input, encoding: "utf8", maxBuffer: 2 ** 29 });
  if (status !== 0) throw new Error(`${tool}: exit ${status} ${error ?? ""} ${stderr}`);
  const answers = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  if (answers.length !== lines.length) throw new Error(`${tool}: ${answers.length} answers to ${lines.length} requests`);
  return answers;
}
