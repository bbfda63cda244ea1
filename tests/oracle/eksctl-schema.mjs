// Optional: are mng-gen's documents what eksctl's own schema asks for? MNG_EKSCTL_SCHEMA names that schema, as
// eksctl-io/eksctl has it in pkg/apis/eksctl.io/v1alpha5/assets/schema.json, or `eksctl utils schema` prints it.
// Exit 77: skipped.
//   node eksctl-schema.mjs MNG_GEN_TOOL DOCUMENTS       documents: a line of JSON each, from combinations.mjs
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { parse } from "yaml";
import { generate } from "./gen.mjs";
import { Tally } from "./hashicorp.mjs";

const [tool, documents] = process.argv.slice(2);
const path = process.env.MNG_EKSCTL_SCHEMA;
if (!path) {
  console.log("skipped: eksctl's schema (MNG_EKSCTL_SCHEMA does not name it)");
  process.exit(77);
}
const tally = new Tally("eksctl-schema");
// Its authors add keywords of their own, for editors.
const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(readFileSync(path, "utf8")));
const why = () => JSON.stringify(validate.errors.slice(0, 3).map(({ instancePath, message, params }) => ({ instancePath, message, params })));

const lines = readFileSync(documents, "utf8").trimEnd().split("\n");
for (const line of lines) tally.check(validate(JSON.parse(line)), line, why);

const shape = ["--vcpu", "4", "--mem", "16", "--format", "eksctl"];
const wishes = [
  ["--region", "eu-west-1", "--cluster", "prod", "--name", "workers"],
  ["--role", "arn:aws:iam::111122223333:role/node", "--subnets", "subnet-0a1,subnet-0b2"],
  ["--min", "1", "--max", "9", "--desired", "3", "--disk", "100"],
  ["--label", "team=data", "--label", "0x10=yes", "--tag", "cost centre=1e3", "--tag", "true=null"],
  ["--taint", "spot=true:NoSchedule", "--taint", "key:NoExecute", "--taint", "a=1:PreferNoSchedule"],
  ["--launch-template", "lt-0a1:3"],
  ["--on-demand"],
  ["--vcpu", "4..8", "--mem", "16..64"],
];
const answers = generate(tool, wishes.map((wish) => [...shape.filter((_, i) => i > 3 || !wish.includes("--vcpu")), ...wish]));
answers.forEach(({ status, out, err }, i) => {
  if (!tally.check(status === 0, wishes[i].join(" "), err)) return;
  tally.check(validate(parse(out)), wishes[i].join(" "), () => `${why()}\n${out}`);
});

// A schema that takes everything would tell nothing.
for (const change of [
  (document) => { document.managedNodeGroups[0].instancetypes = ["m5.large"]; },
  (document) => { document.managedNodeGroups[0].spot = "true"; },
  (document) => { document.managedNodeGroups[0].maxSize = "9"; },
  (document) => { document.metadata.zone = "a"; },
  (document) => { document.managedNodeGroups[0].taints = [{ key: "a", effect: 1 }]; },
]) {
  const document = JSON.parse(lines[0]);
  change(document);
  tally.check(!validate(document), String(change), "the schema takes it");
}
console.log(`${lines.length} documents of combinations, ${wishes.length} with more said of the group`);
tally.finish();
