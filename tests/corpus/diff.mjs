// Compares what mng-lint finds in real code with what a person has read and judged: every error, and a sample of the rest.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [tool, judgedPath, statusPath] = process.argv.slice(2);
const rows = (path) => readFileSync(path, 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t'));
const key = (repo, commit, path, line, rule) => [repo, commit, path, line, rule].join('\t');
const judged = new Map(rows(judgedPath).map(([repo, commit, path, line, rule, verdict]) => [key(repo, commit, path, line, rule), verdict]));
const found = new Set();
const errors = new Set();
const failures = [];  // what the tool could not do
for (const [repo, commit, folder] of rows(statusPath)) {
  if (!folder || folder === '-') continue;
  let out;
  try {
    out = execFileSync(tool, ['--format', 'json', '.'], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (failure) {
    out = failure.stdout;  // findings are no success
  }
  const report = JSON.parse(out);
  for (const failure of report.failures ?? []) failures.push(`${repo} ${commit}: ${failure}`);
  for (const finding of report.findings) {
    const one = key(repo, commit, finding.path, finding.line, finding.rule);
    found.add(one);
    if (finding.severity === 'error') errors.add(one);
  }
}
let differences = 0;
for (const failure of failures) {
  console.log(`! ${failure}`);
  differences += 1;
}
for (const one of [...errors].sort()) {
  if (judged.has(one)) continue;
  console.log(`+ ${one}`);
  differences += 1;
}
for (const [one, verdict] of judged) {
  if (found.has(one) || verdict === 'wrong') continue;
  console.log(`- ${one}`);
  differences += 1;
}
const wrong = [...found].filter((one) => judged.get(one) === 'wrong').length;
console.log(`${errors.size} errors, ${wrong} findings judged wrong, ${differences} differences from ${judged.size} judged`);
process.exit(differences > 0 ? 1 : 0);
