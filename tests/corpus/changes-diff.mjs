// What scripts/corpus-changes printed, against what a person has judged: + is new and wants to be read, - is said no more.
//   node tests/corpus/changes-diff.mjs tests/corpus/judged-changes.tsv OUTPUT
import { readFileSync } from 'node:fs';

const [judgedPath, outputPath] = process.argv.slice(2);
const rows = (path) => readFileSync(path, 'utf8').split('\n').filter((line) => line.includes('\t')).map((line) => line.split('\t'));
const key = (row) => row.slice(0, 6).join('\t');
const judged = rows(judgedPath).slice(1).filter((row) => row[2] !== '-');
const found = rows(outputPath).filter((row) => row[2] !== '-' && row[2] !== 'failed');
const known = new Set(judged.map(key));
const said = new Set(found.map(key));
const added = found.filter((row) => !known.has(key(row)));
const gone = judged.filter((row) => !said.has(key(row)));
for (const row of added) console.log(`+ ${row.join('\t')}`);
for (const row of gone) console.log(`- ${row.join('\t')}`);
const wrong = judged.filter((row) => row[6] === 'wrong').length;
console.log(`${judged.length} judged, ${wrong} of them wrong; ${added.length} new, ${gone.length} gone`);
process.exit(added.length + gone.length > 0 ? 1 : 0);
