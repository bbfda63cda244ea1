// The table of docs/corpus.md: how often each rule speaks in real code, and how much of that a person has read.
//   node tests/corpus/table.mjs MNG-LINT tests/corpus/judged.tsv STATUS
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [tool, judgedPath, statusPath] = process.argv.slice(2);
const rows = (path) => readFileSync(path, 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t'));
const run = (args, cwd) => {
  try {
    return execFileSync(tool, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (failure) {
    return failure.stdout;  // findings are no success
  }
};
const rules = new Map();
const of = (rule) => {
  if (!rules.has(rule)) rules.set(rule, { error: 0, warning: 0, info: 0, repositories: new Set(), read: 0, wrong: 0 });
  return rules.get(rule);
};
const folders = rows(statusPath).filter(([, , folder]) => folder && folder !== '-');
const found = new Set();
for (const [repository, commit, folder] of folders) {
  for (const finding of JSON.parse(run(['--format', 'json', '.'], folder)).findings) {
    of(finding.rule)[finding.severity] += 1;
    of(finding.rule).repositories.add(repository);
    found.add([repository, commit, finding.path, finding.line, finding.rule].join('\t'));
  }
}
for (const [repository, commit, path, line, rule, verdict] of rows(judgedPath)) {
  if (!found.has([repository, commit, path, line, rule].join('\t'))) continue;
  of(rule).read += 1;
  of(rule).wrong += verdict === 'wrong' ? 1 : 0;
}
const sum = (pick) => [...rules.values()].reduce((all, one) => all + pick(one), 0);
const repositories = new Set(folders.map(([repository]) => repository)).size;
console.log(`Of ${repositories} repositories at ${folders.length} commits (many of one repository, so that a fault is counted as often as it was kept) come`);
console.log(`${sum((one) => one.error + one.warning + one.info)} findings: ${sum((one) => one.error)} errors, ${sum((one) => one.warning)} warnings and ${sum((one) => one.info)} pieces of advice. ${sum((one) => one.read)} of them are read, and ${sum((one) => one.wrong)} is judged wrong.\n`);
console.log('| rule | errors | warnings | advice | repositories | read | wrong |\n| --- | --- | --- | --- | --- | --- | --- |');
const total = ([, one]) => one.error + one.warning + one.info;
for (const [rule, one] of [...rules].sort((a, b) => total(b) - total(a) || (a[0] < b[0] ? -1 : 1))) {
  const cells = [one.error, one.warning, one.info, one.repositories.size, one.read, one.wrong].map((n) => n || '');
  console.log(`| ${rule} | ${cells.join(' | ')} |`);
}
const all = run(['--list-rules']).split('\n').map((line) => line.split(' ')[0]).filter((name) => /^[a-z0-9-]+$/.test(name));
console.log(`\nNot found there: ${all.filter((name) => !rules.has(name)).sort().join(', ')}.`);
