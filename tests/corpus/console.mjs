// Holds values of locals and resource arguments of real Terraform code to what terraform console says of them.
// A folder is copied without all that needs a provider: its variables, and the locals and arguments whose values are
// known here, each under a name of its own.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [tool, statusPath, most] = process.argv.slice(2);
const rows = readFileSync(statusPath, 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t'));
const version = spawnSync('terraform', ['version'], { encoding: 'utf8' }).stdout.split('\n')[0];
// Folders with code, in turns over repositories, so that no one has most of them.
const foldersOf = rows.filter(([, , folder]) => folder && folder !== '-').map(([, , repository]) => {
  const found = [];
  const walk = (folder) => {
    const entries = readdirSync(join(repository, folder), { withFileTypes: true });
    if (entries.some((entry) => entry.isFile() && entry.name.endsWith('.tf'))) found.push([repository, folder]);
    for (const entry of entries) if (entry.isDirectory() && !entry.name.startsWith('.')) walk(join(folder, entry.name));
  };
  walk('');
  return found;
});
const order = [];
for (let i = 0; foldersOf.some((list) => i < list.length); i += 1) {
  for (const list of foldersOf) if (i < list.length) order.push(list[i]);
}
const sorted = (value) => Array.isArray(value) ? value.map(sorted)
  : value && typeof value === 'object' ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])])) : value;
let folders = 0;
let checks = 0;
let failed = 0;
const limit = Number(most);
for (const [repository, folder] of order) {
  if (folders >= limit) break;
  let known;
  try {
    known = JSON.parse(execFileSync(tool, [repository, folder], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch { continue; }
  const names = Object.keys(known.locals);
  const argumentsOf = Object.entries(known.arguments);
  if (names.length < 3) continue;
  const scratch = mkdtempSync(join(tmpdir(), 'mng-console-'));
  try {
    for (const entry of readdirSync(join(repository, folder))) {
      const from = join(repository, folder, entry);
      if (entry.endsWith('.tf') || entry.startsWith('.') || entry.endsWith('.tf.json')) continue;
      if (statSync(from, { throwIfNoEntry: false })?.isFile()) cpSync(from, join(scratch, entry));
    }
    const locals = names.map((name) => `  ${name} = ${known.locals[name].text}\n`).join('');
    const own = argumentsOf.map(([, { text }], i) => `  mng_argument_${i} = ${text}\n`).join('');
    writeFileSync(join(scratch, 'main.tf'), `${known.variables.join('\n')}\nlocals {\n${locals}${own}}\n`);
    const asked = [...names.map((name) => [`local.${name}`, known.locals[name].value]),
      ...argumentsOf.map(([name, { value }], i) => [`local.mng_argument_${i}`, value, name])];
    // One question: the console prints its last answer only when it reads from a pipe.
    const question = `jsonencode([${asked.map(([name]) => `try(jsonencode(${name}), "mng: none")`).join(', ')}])`;
    const answer = spawnSync('terraform', ['console', '-input=false'], { cwd: scratch, input: question + '\n', encoding: 'utf8', timeout: 60000 });
    const line = answer.stdout.trim().split('\n').pop();
    let values;
    try { values = JSON.parse(JSON.parse(line)); } catch {
      if (process.env.MNG_VERBOSE) console.log(`${repository}/${folder}: no answer: ${(answer.stderr || line).slice(0, 300)}`);
      continue;
    }
    folders += 1;
    asked.forEach(([name, ours, shown], i) => {
      if (values[i] === 'mng: none') return;
      checks += 1;
      const theirs = JSON.stringify(sorted(JSON.parse(values[i])));
      if (JSON.stringify(sorted(JSON.parse(ours))) === theirs) return;
      failed += 1;
      console.log(`${repository}/${folder}: ${shown ?? name}: ${ours.slice(0, 300)}, not ${theirs.slice(0, 300)}`);
    });
  } finally { rmSync(scratch, { recursive: true, force: true }); }
}
console.log(`${version}: ${folders} folders, ${checks} values, ${failed} differ`);
process.exit(failed > 0 || folders < 40 ? 1 : 0);
