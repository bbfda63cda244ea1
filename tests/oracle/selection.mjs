// Is what mng-gen selects as diverse as it says, and does docs/selection.md tell what is true? Its tables are computed here:
// MNG_BLESS=1 writes them, else they are compared.
//   node selection.mjs MNG_GEN_TOOL CATALOGUE_FOLDER PAGE
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eligible, objection, readCatalogue } from "./catalogue.mjs";
import { generate } from "./gen.mjs";
import { Tally, firstDifference } from "./hashicorp.mjs";
import { passing, printed } from "./selector.mjs";

const [tool, catalogueFolder, page] = process.argv.slice(2);
if (!page) {
  console.error("usage: node selection.mjs MNG_GEN_TOOL CATALOGUE_FOLDER PAGE");
  process.exit(2);
}
const tally = new Tally("selection");
const catalogue = readCatalogue(catalogueFolder);
const rows = (name) => new Map(JSON.parse(readFileSync(join(catalogueFolder, name), "utf8")).types.map((row) => [row.type, row.in]));
const advisor = rows("spot-advisor.json");
const prices = rows("prices.json");

const kShapes = [
  [2, 4], [2, 8], [2, 16], [4, 8], [4, 16], [4, 32], [8, 16], [8, 32], [8, 64], [16, 32], [16, 64], [16, 128],
];
const kShown = "us-east-1";
const family = (type) => type.split(".")[0];

/** On-Demand less savings; Infinity where either is not known. */
function spotPrice(type, region) {
  const price = prices.get(type)?.[region];
  const savings = advisor.get(type)?.[region]?.[0];
  return price === undefined || savings === undefined ? Infinity : price * (100 - savings);
}

/** In how many ways the types differ. Without known zones a type is one pool. */
function spread(types, region) {
  const different = (of) => new Set(types.map(of)).size;
  return {
    families: different(family),
    lines: different((type) => family(type).match(/^[a-z]+/)[0]),
    generations: different((type) => family(type).match(/\d+/)[0]),
    makers: different((type) => catalogue.types.get(type).cpu),
    pools: types.reduce((sum, type) => sum + (catalogue.offered.get(type)?.[region]?.length || 1), 0),
  };
}

// Against the first by name and against the cheapest, on every shape.
const regions = ["", ...new Set([...catalogue.offered.values()].flatMap(Object.keys))].sort();
const cases = [20, 6].flatMap((count) => kShapes.flatMap(([vcpu, memoryGib]) => ["x86_64", "arm64"].flatMap((architecture) =>
  regions.map((region) => ({ count, vcpu, memoryGib, architecture, region })))));
const answers = generate(tool, cases.map(({ count, vcpu, memoryGib, architecture, region }) =>
  ["--vcpu", `${vcpu}`, "--mem", `${memoryGib}`, "--arch", architecture, "--count", `${count}`, "--format", "types", ...(region ? ["--region", region] : [])]));
const shown = [];
const behind = { asked: 0, fewer: 0 };
cases.forEach((one, i) => {
  const { count, vcpu, memoryGib, architecture, region } = one;
  const able = eligible(catalogue, one).sort();
  if (able.length === 0) return;
  const what = `${count} of ${vcpu} vCPU and ${memoryGib} GiB (${architecture}) ${region}`;
  const price = new Map(able.map((type) => [type, spotPrice(type, region)]));
  const cheap = [...able].sort((a, b) => (price.get(a) === price.get(b) ? (a < b ? -1 : 1) : price.get(a) - price.get(b)));
  const ours = spread(answers[i].out.trimEnd().split("\n"), region);
  const others = [able, cheap].map((list) => spread(list.slice(0, count), region));
  const lacks = Object.keys(ours).filter((key) => others.some((other) => ours[key] < other[key]));
  // Six types are too few to lead in all: pools, which come first, are never fewer.
  const promised = count === 20 ? lacks : lacks.filter((key) => key === "pools");
  tally.check(promised.length === 0, what, () => `fewer ${promised}: ${[ours, ...others].map((all) => JSON.stringify(all)).join(" ")}`);
  if (count === 6 && region) behind.asked += 1;
  if (count === 6 && region && lacks.length > 0) {
    behind.fewer += 1;
    const leading = others.filter((other) => lacks.some((key) => ours[key] < other[key]));
    tally.check(leading.every((other) => other.pools < ours.pools), what, "has less of something and no more pools for it");
  }
  if (architecture === "x86_64" && region === kShown) shown.push({ ...one, able, all: [ours, ...others] });
  if (architecture === "arm64") tally.check(able.length <= 20, what, "more than 20 fit, and the page says that nothing is to be chosen");
});

const cell = ({ lines, generations, makers, pools }) => `${lines} · ${generations} · ${makers} · ${pools}`;
const diversity = (count) => [
  `| vCPU / GiB | fit | mng-gen, ${count} types | first ${count} by name | ${count} cheapest |`, "| --- | --- | --- | --- | --- |",
  ...shown.filter((one) => one.count === count).map(({ vcpu, memoryGib, able, all }) =>
    `| ${vcpu} / ${memoryGib} | ${able.length} | ${all.map(cell).join(" | ")} |`),
];

// Ten requests, in the words of amazon-ec2-instance-selector and in ours.
const gib = (n) => [n * 1024, n * 1024];
const kRequests = [
  { asked: "4 vCPU and 16 GiB on Spot",
    theirs: "--vcpus 4 --memory 16 -a x86_64 -u spot -r us-east-1", ours: "--vcpu 4 --mem 16 --region us-east-1",
    filters: { vcpus: [4, 4], memoryMib: gib(16), architecture: "x86_64", usage: "spot", region: "us-east-1" },
    shape: { vcpu: 4, memoryGib: 16, region: "us-east-1" },
    why: "there all that has the numbers passes, and the first twenty by name are printed; here what is accelerated, burstable, flex, bare metal, on Xen or short of pods has to be asked for, and twenty are taken for their spread" },
  { asked: "4 vCPU and 32 GiB, nothing else said",
    theirs: "--vcpus 4 --memory 32 -r eu-west-1", ours: "--vcpu 4 --mem 32 --region eu-west-1",
    filters: { vcpus: [4, 4], memoryMib: gib(32), region: "eu-west-1" },
    shape: { vcpu: 4, memoryGib: 32, region: "eu-west-1" },
    why: "an image is of one architecture, so one is taken: x86_64; d3.xlarge has room for 10 pods, its shape for 58" },
  { asked: "what is like r5.xlarge",
    theirs: "--base-instance-type r5.xlarge -u spot -r eu-west-1", ours: "--like r5.xlarge --region eu-west-1",
    filters: { base: "r5.xlarge", usage: "spot", region: "eu-west-1" },
    shape: { vcpu: 4, memoryGib: 32, region: "eu-west-1" },
    why: "0.9 to 1.2 of vCPU and memory is near enough for an Auto Scaling group, not for Cluster Autoscaler, which takes all nodes of a group to be alike: equal means equal" },
  { asked: "4 vCPU, flexible",
    theirs: "--flexible --vcpus 4 -u spot -r eu-west-1", ours: "--vcpu 4 --mem 8..32 --region eu-west-1",
    filters: { flexible: true, vcpus: [4, 4], usage: "spot", region: "eu-west-1" },
    shape: { vcpu: 4, region: "eu-west-1" }, groups: true,
    why: "memory may be anything there, in one list; here each shape is a group of its own" },
  { asked: "4 to 8 vCPU with 8 GiB each",
    theirs: "--vcpus-min 4 --vcpus-max 8 --vcpus-to-memory-ratio 1:8 -a x86_64 -u spot -r us-east-1", ours: "--vcpu 4..8 --ratio 8 --region us-east-1",
    filters: { vcpus: [4, 8], ratio: 8, architecture: "x86_64", usage: "spot", region: "us-east-1" },
    shape: { region: "us-east-1" }, groups: true,
    why: "one list of two sizes there, rounded up to the ratio; here a group of each, and the ratio is met" },
  { asked: "AMD alone",
    theirs: "--vcpus 8 --memory 32 --cpu-manufacturer amd -u spot -r us-east-1", ours: "--vcpu 8 --mem 32 --vendors amd --region us-east-1",
    filters: { vcpus: [8, 8], memoryMib: gib(32), manufacturer: "amd", usage: "spot", region: "us-east-1" },
    shape: { vcpu: 8, memoryGib: 32, region: "us-east-1" },
    why: "the same, less what is burstable or accelerated" },
  { asked: "one GPU",
    theirs: "--gpus 1 --vcpus 4 --memory 16 -a x86_64 -u spot -r us-east-1", ours: "--vcpu 4 --mem 16 --gpu 1 --region us-east-1",
    filters: { vcpus: [4, 4], memoryMib: gib(16), gpus: [1, 1], architecture: "x86_64", usage: "spot", region: "us-east-1" },
    shape: { vcpu: 4, memoryGib: 16, region: "us-east-1" }, admits: "gpus",
    why: "a part of a GPU, as g6f has it, counts as none in both; g4ad.xlarge has room for 8 pods, others for 29" },
  { asked: "burstable types",
    theirs: "--burst-support --vcpus 2 --memory 4 -a x86_64 -u spot -r us-east-1", ours: "--vcpu 2 --mem 4 --burstable=only --region us-east-1",
    filters: { vcpus: [2, 2], memoryMib: gib(4), burstable: true, architecture: "x86_64", usage: "spot", region: "us-east-1" },
    shape: { vcpu: 2, memoryGib: 4, region: "us-east-1" }, admits: "burstable",
    why: "t2 is on the Xen hypervisor, a previous generation: its family has to be named" },
  { asked: "two zones",
    theirs: "--vcpus 16 --memory 64 -a x86_64 -z use1-az1,use1-az3 -u spot -r us-east-1", ours: "--vcpu 16 --mem 64 --zones use1-az1,use1-az3 --region us-east-1",
    filters: { vcpus: [16, 16], memoryMib: gib(64), architecture: "x86_64", usage: "spot", region: "us-east-1", zones: ["use1-az1", "use1-az3"] },
    shape: { vcpu: 16, memoryGib: 64, region: "us-east-1" },
    why: "there a type has to be offered in every zone that is named, here in one of them: a group takes each zone's pools as they are, and one old zone would leave little" },
  { asked: "at most 0.08 USD an hour",
    theirs: "--vcpus 4 --memory 16 -a x86_64 -u spot --price-per-hour-max 0.08 -r us-east-1", ours: "--vcpu 4 --mem 16 --max-price 0.08 --region us-east-1",
    shape: { vcpu: 4, memoryGib: 16, region: "us-east-1" },
    why: "there Spot prices of thirty days are asked of AWS, and a type whose price is not known passes as costing nothing; here On-Demand less the savings of the Spot Advisor, both with their dates, and what is not known does not pass" },
];

const kKinds = [
  ["not of its shape", /vCPU|MiB/], ["arm64", /arm64/], ["not on Spot", /Spot/], ["bare metal", /bare metal/], ["burstable", /burstable/],
  ["accelerated", /accelerator/], ["flex", /flex/], ["on Xen", /previous generation/], ["without an image", /Amazon Linux/],
];
/** Why types are left out here, counted: "2 burstable, 1 flex". `admits` is a key of their records that was asked for. */
function reasons(names, { shape, admits }) {
  const types = new Map([...catalogue.types].map(([name, type]) => [name, admits ? { ...type, [admits]: undefined } : type]));
  const counts = new Map();
  for (const name of names) {
    const { vcpu, memory_mib } = types.get(name);
    const where = { vcpu, memoryGib: memory_mib / 1024, architecture: "x86_64", ...shape };
    const objects = objection({ ...catalogue, types }, name, where);
    const fits = eligible({ ...catalogue, types }, where).includes(name);
    const kind = objects ? kKinds.find(([, pattern]) => pattern.test(objects))[0] : fits ? "behind the twentieth" : "short of pods";
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, n]) => `${n} ${kind}`).join(", ");
}

const few = (names) => (names.length === 0 ? "none" : names.length <= 5 ? names.join(", ") : `${names.slice(0, 4).join(", ")} and ${names.length - 4} more`);

const requests = kRequests.map((request, i) => {
  const [{ status, out, err }] = generate(tool, [[...request.ours.split(" "), "--format", "types"]]);
  tally.check(status === 0, request.ours, err);
  const groups = out.trimEnd().split("\n\n").map((group) => group.split("\n"));
  tally.check((groups.length > 1) === Boolean(request.groups), request.ours, `makes ${groups.length} groups`);
  const ours = groups.flat();
  const given = `${request.groups ? `${groups.length} groups: ` : ""}${groups.map((group) => group.length).join(" and ")}`;
  const first = `| ${i + 1} | ${request.asked}<br>\`ec2-instance-selector ${request.theirs}\`<br>\`mng-gen ${request.ours}\` | `;
  if (!request.filters) return `${first}not told without AWS | ${given} | | | ${request.why} |`;
  const all = passing(catalogue, request.filters);
  const theirs = printed(all);
  tally.check(theirs.length > 0, request.theirs, "nothing passes");
  const left = theirs.filter((name) => !ours.includes(name));
  const added = ours.filter((name) => !theirs.includes(name));
  return `${first}${theirs.length}${all.length > theirs.length ? ` of ${all.length}` : ""} | ${given} | ${few(left)}${left.length ? `: ${reasons(left, request)}` : ""} | ${few(added)} | ${request.why} |`;
});
const selector = ["| | asked for | selector gives | mng-gen gives | only there, and why not here | only here | why |", "| --- | --- | --- | --- | --- | --- | --- |", ...requests];

// The model of the selector passes what its README shows; of the first example nothing else but a later generation.
for (const [filters, examples, others] of [
  [{ vcpus: [2, 2], memoryMib: gib(4), architecture: "x86_64", region: "us-east-1" },
    "c5.large c5a.large c5ad.large c5d.large c6a.large c6i.large c6id.large c6in.large c7a.large c7i-flex.large c7i.large t2.medium t3.medium t3a.medium", /^c8/],
  [{ network: 100, usage: "spot", region: "us-east-1" },
    "c5n.18xlarge c5n.metal c6gn.16xlarge c6in.16xlarge c7gn.8xlarge f2.48xlarge g4dn.metal g5.48xlarge g6.48xlarge g6e.12xlarge i3en.24xlarge i3en.metal i7ie.24xlarge i7ie.48xlarge im4gn.16xlarge inf1.24xlarge inf2.48xlarge m5dn.24xlarge m5dn.metal", /./],
]) {
  const there = examples.split(" ");
  const passes = passing(catalogue, filters);
  const differ = [...there.filter((name) => !passes.includes(name)), ...passes.filter((name) => !there.includes(name) && !others.test(name))];
  tally.check(differ.length === 0, "selector.mjs", `differs from the README of amazon-ec2-instance-selector in ${differ}`);
}

const tables = {
  "diversity-20": diversity(20),
  "diversity-6": diversity(6),
  behind: [`In ${behind.fewer} of ${behind.asked} requests for six types, over these shapes, both architectures and all regions, one of the others has a maker,`,
    "a line or a generation more, at the cost of pools."],
  selector,
};
let text = readFileSync(page, "utf8");
for (const [name, lines] of Object.entries(tables)) {
  const block = new RegExp(`(<!-- computed: ${name} -->\n)[^]*?(<!-- end -->)`);
  if (!tally.check(block.test(text), page, `has no block ${name}`)) continue;
  const fresh = text.replace(block, (_, begin, end) => `${begin}${lines.map((line) => `${line}\n`).join("")}${end}`);
  if (process.env.MNG_BLESS !== "1") tally.check(fresh === text, page, () => `${name} is stale; scripts/bless rewrites it: ${firstDifference(text, fresh)}`);
  text = fresh;
}
if (process.env.MNG_BLESS === "1") writeFileSync(page, text);
tally.finish();
