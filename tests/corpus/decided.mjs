// Counts what is decided of the node groups of an index of real files.
import { execFileSync } from 'node:child_process';
import { readFileSync, existsSync } from 'node:fs';

const [tool, indexPath, statusPath] = process.argv.slice(2);
const rows = (path) => readFileSync(path, 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t'));
const folders = new Map(rows(statusPath).map(([repo, commit, folder]) => [`${repo} ${commit}`, folder]));
const groupsOf = new Map();
const groups = (folder) => {
  if (!groupsOf.has(folder)) {
    const text = execFileSync(tool, [folder], { encoding: 'utf8', maxBuffer: 1 << 28 });
    groupsOf.set(folder, text.trim().split('\n').filter(Boolean).map((line) => {
      const [form, file, root, group, capacity, types, subnets] = line.split('\t');
      return { form, file, root, group, capacity, types, subnets };
    }));
  }
  return groupsOf.get(folder);
};
const decided = (group) => group.capacity !== '?' && group.types !== '?';
const resource = { files: 0, decided: 0, groups: 0, subnets: 0, none: [], open: [] };
const module = { groups: 0, decided: 0, subnets: 0, open: [], openSubnets: [] };
const seen = new Set();
for (const [repo, commit, path, form] of rows(indexPath)) {
  if (form !== 'tf-resource' && form !== 'tf-module') continue;
  const folder = folders.get(`${repo} ${commit}`);
  if (!folder || folder === '-' || !existsSync(`${folder}/${path}`)) {
    console.log(`missing: ${repo} ${commit} ${path}`);
    continue;
  }
  const here = groups(folder).filter((group) => group.file === path);
  const name = `${repo}@${commit.slice(0, 8)} ${path}`;
  if (form === 'tf-resource') {
    const raw = here.filter((group) => group.form === 'terraform');
    if (raw.length === 0) {
      resource.none.push(name);
      continue;
    }
    resource.files += 1;
    if (raw.every(decided)) resource.decided += 1;
    else resource.open.push(name);
    resource.groups += raw.length;
    resource.subnets += raw.filter((group) => group.subnets !== '?').length;
  } else {
    // A module's own examples call it by a path: its groups then lie in its own files.
    const folderOf = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
    const own = here.filter((group) => group.form !== 'terraform');
    const called = own.length > 0 ? own : groups(folder).filter((group) => group.root === folderOf);
    // A group counts once, however many root modules reach it: it is decided where all of them decide it.
    const written = new Map();
    for (const group of called) {
      const key = own.length > 0 ? group.group.replace(/^.*?(\["[^"]*"\])?$/, '$1') : group.group;
      written.set(key, [...(written.get(key) ?? []), group]);
    }
    for (const [key, places] of written) {
      const known = `${folder} ${path} ${key}`;
      if (seen.has(known)) continue;
      seen.add(known);
      module.groups += 1;
      if (places.every(decided)) module.decided += 1;
      else module.open.push(`${name} ${key}`);
      if (places.every((group) => group.subnets !== '?')) module.subnets += 1;
      else module.openSubnets.push(`${name} ${key}`);
    }
    if (called.length === 0) console.log(`no group: ${name}`);
  }
}
const share = (part, whole) => `${part} of ${whole} (${((100 * part) / Math.max(whole, 1)).toFixed(1)} %)`;
for (const name of resource.none) console.log(`makes no group: ${name}`);
for (const name of resource.open) console.log(`not decided: ${name}`);
for (const name of module.open) console.log(`not decided: ${name}`);
for (const name of module.openSubnets) console.log(`subnets not known: ${name}`);
console.log(`resource files decided: ${share(resource.decided, resource.files)}`);
console.log(`resource groups with a known number of subnets: ${share(resource.subnets, resource.groups)}`);
console.log(`module groups decided: ${share(module.decided, module.groups)}`);
console.log(`module groups with a known number of subnets: ${share(module.subnets, module.groups)}`);
