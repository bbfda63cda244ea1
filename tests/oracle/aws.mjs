// mng-catalogue update through the AWS CLI itself, against an API on this machine.
//   node aws.mjs errors MNG_CATALOGUE            a small server here: pages, credentials, errors, cut connections
//   node aws.mjs moto MNG_CATALOGUE MNG_GEN      moto_server, and what aws itself gets from it
// Exit 77: skipped, as a program is not here.
import { execFile, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCatalogue } from "./catalogue.mjs";

const [mode, program, gen] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "mng-aws-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
let checks = 0;
let failures = 0;

function check(good, what, detail = "") {
  ++checks;
  if (good) return;
  ++failures;
  console.error(`${what}: ${detail}`);
}

function skip(why) {
  console.log(`skipped: oracle-aws-${mode} (${why})`);
  process.exit(77);
}

/** Credentials of nobody, no settings of the user's, and nothing but this machine to talk to. */
function environment(port, more = {}) {
  const mine = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS_|https?_proxy$)/i.test(name)));
  return {
    ...mine, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_EC2_METADATA_DISABLED: "true", NO_PROXY: "127.0.0.1",
    AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null", AWS_ACCESS_KEY_ID: "AKIDNOBODY",
    AWS_SECRET_ACCESS_KEY: "none", AWS_RETRY_MODE: "standard", AWS_MAX_ATTEMPTS: "1", ...more,
  };
}

/** Runs a program to its end while servers here go on. */
const run = (file, args, env) => new Promise((done) => {
  execFile(file, args, { env, maxBuffer: 1 << 28 }, (error, out, err) => done({ exit: error ? error.code : 0, out, err }));
});

const update = (folder, env, more = []) =>
  run(program, ["update", "--out", join(scratch, folder), "--regions", "us-east-1", ...more], env);

const type = (name) => `<item><instanceType>${name}</instanceType><vCpuInfo><defaultVCpus>2</defaultVCpus></vCpuInfo>
  <memoryInfo><sizeInMiB>4096</sizeInMiB></memoryInfo><processorInfo><supportedArchitectures><item>x86_64</item>
  </supportedArchitectures></processorInfo></item>`;
const offering = (name) => `<item><instanceType>${name}</instanceType><locationType>availability-zone-id</locationType>
  <location>use1-az1</location></item>`;
const answer = (action, set, items, next) => [200, `<?xml version="1.0" encoding="UTF-8"?>
  <${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><${set}>${items}</${set}>
  ${next ? `<nextToken>${next}</nextToken>` : ""}</${action}Response>`];
const refusal = (status, code, message) => [status, `<?xml version="1.0" encoding="UTF-8"?>
  <Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r</RequestID></Response>`];

/** Two pages of types, one of offerings. */
function good(query) {
  if (query.get("Action") === "DescribeInstanceTypeOfferings") {
    return answer("DescribeInstanceTypeOfferings", "instanceTypeOfferingSet", offering("zz9.large") + offering("zz9.xlarge"));
  }
  return query.get("NextToken") === "two" ? answer("DescribeInstanceTypes", "instanceTypeSet", type("zz9.xlarge"))
                                          : answer("DescribeInstanceTypes", "instanceTypeSet", type("zz9.large"), "two");
}

async function errors() {
  let reply = good;
  const requests = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (data) => { body += data; });
    request.on("end", () => {
      requests.push({ body, headers: request.headers });
      const what = reply(new URLSearchParams(body));
      if (what === "cut") return void request.socket.destroy();
      if (what === "half") {
        response.writeHead(200, { "content-length": 100000, "content-type": "text/xml" });
        return void response.write("<DescribeInstanceTypesResponse>", () => request.socket.destroy());
      }
      response.writeHead(what[0], { "content-type": "text/xml" }).end(what[1]);
    });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const port = server.address().port;

  let result = await update("good", environment(port));
  check(result.exit === 0, "pages", result.err);
  check(result.out.includes("new types (2): zz9.large, zz9.xlarge\n"), "pages", result.out);

  // Credentials of every kind that aws has: here of a session, and of a program that a profile names.
  requests.length = 0;
  await update("good", environment(port, { AWS_ACCESS_KEY_ID: "AKIDSESSION", AWS_SESSION_TOKEN: "a-token" }));
  check(requests.length === 3 && requests.every(({ headers }) => headers["x-amz-security-token"] === "a-token"), "session",
        JSON.stringify(requests));
  const settings = join(scratch, "config");
  const credentials = JSON.stringify({ Version: 1, AccessKeyId: "AKIDPROGRAM", SecretAccessKey: "none" });
  writeFileSync(join(scratch, "credentials.json"), credentials);
  writeFileSync(settings, `[profile mine]\ncredential_process = cat ${join(scratch, "credentials.json")}\n`);
  requests.length = 0;
  result = await update("good", environment(port, { AWS_CONFIG_FILE: settings }), ["--profile", "mine"]);
  check(result.exit === 0, "credential_process", result.err);
  check(requests.length === 3 && requests.every(({ headers }) => headers.authorization.includes("Credential=AKIDPROGRAM/")),
        "credential_process", JSON.stringify(requests));

  const before = readFileSync(join(scratch, "good", "instance-types.json"), "utf8");
  const wrong = [
    ["expired", () => refusal(400, "RequestExpired", "Request has expired."), "the credentials have expired; sign in again"],
    ["expired token", () => refusal(400, "ExpiredToken", "The security token included in the request is expired"),
     "the credentials have expired; sign in again"],
    ["access denied", () => refusal(403, "UnauthorizedOperation", "You are not authorized to perform this operation."),
     "access denied; the credentials need the permissions ec2:DescribeInstanceTypes"],
    ["not taken", () => refusal(401, "AuthFailure", "AWS was not able to validate the provided access credentials"),
     "the credentials are not taken;"],
    ["throttled", () => refusal(503, "RequestLimitExceeded", "Request limit exceeded."), "the API throttles; aws has tried again"],
    ["cut", () => "cut", "the connection failed;"],
    ["cut within the answer", () => "half", "the connection failed;"],
    ["cut at the second page", (query) => (query.get("NextToken") === "two" ? "cut" : good(query)), "the connection failed;"],
    ["denied at the offerings", (query) => (query.get("Action") === "DescribeInstanceTypeOfferings"
      ? refusal(403, "UnauthorizedOperation", "No.") : good(query)), "access denied;"],
    ["control characters", () => refusal(400, "Odd", "&#x9b;31m \u202e"), "aws ended with exit status 25"],
  ];
  for (const [what, replies, meaning] of wrong) {
    reply = replies;
    requests.length = 0;
    result = await update("good", environment(port, { AWS_MAX_ATTEMPTS: what === "throttled" ? "2" : "1" }));
    check(result.exit === 2, what, `exit ${result.exit}`);
    check(result.err.includes(` (us-east-1): ${meaning}`), what, result.err);
    check(result.err.includes("\n  aws: "), what, result.err);
    check(/^[\x20-\x7e\n]*$/.test(result.err), what, JSON.stringify(result.err));
    check(readFileSync(join(scratch, "good", "instance-types.json"), "utf8") === before, what, "the catalogue has changed");
    if (what === "throttled") check(requests.length === 2, what, `aws asked ${requests.length} times`);
    result = await update("none", environment(port));
    check(!existsSync(join(scratch, "none")), what, "a catalogue was begun");
  }
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  result = await update("none", environment(port));
  check(result.exit === 2 && result.err.includes("the connection failed;"), "nobody listens", result.err);
  result = await update("none", environment(port, { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" }));
  check(result.err.includes("there are no credentials;"), "no credentials", result.err);
  result = await update("none", environment(port), ["--profile", "nobody"]);
  check(result.err.includes("there is no such profile;"), "no profile", result.err);
}

async function moto() {
  if (spawnSync("moto_server", ["--help"]).status !== 0) skip("moto_server is not installed");
  const server = createServer();
  const port = await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(server.address().port)));
  await new Promise((closed) => server.close(closed));
  const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  process.on("exit", () => child.kill());
  for (let tries = 0; ; ++tries) {
    if (await fetch(`http://127.0.0.1:${port}/moto-api/`).then(() => true, () => false)) break;
    if (tries === 600 || child.exitCode !== null) skip("moto_server does not start");
    await new Promise((later) => setTimeout(later, 100));
  }
  const env = environment(port);
  const regions = ["eu-west-3", "us-east-1"];
  const folder = join(scratch, "moto");
  const result = await run(program, ["update", "--out", folder, "--regions", regions.join()], env);
  check(result.exit === 0, "update", result.err);
  const written = readCatalogue(folder);
  const zonesOf = new Map(JSON.parse(readFileSync(join(folder, "offerings.json"), "utf8")).regions
    .map(({ region, zones }) => [region, zones]));
  for (const region of regions) {
    const ask = async (...words) => JSON.parse((await run("aws", ["ec2", ...words, "--region", region, "--output", "json"], env)).out);
    const types = (await ask("describe-instance-types")).InstanceTypes;
    check(types.length > 0, region, "moto has no types");
    for (const type of types) {
      const record = written.types.get(type.InstanceType);
      check(record?.status === "live" && record.vcpu === type.VCpuInfo.DefaultVCpus &&
            record.memory_mib === type.MemoryInfo.SizeInMiB, type.InstanceType, JSON.stringify(record));
    }
    const expected = new Map();
    const rows = await ask("describe-instance-type-offerings", "--location-type", "availability-zone-id");
    for (const { InstanceType, Location } of rows.InstanceTypeOfferings) {
      expected.set(InstanceType, [...(expected.get(InstanceType) ?? []), Location]);
    }
    for (const [name, zones] of expected) {
      if (!written.types.has(name)) continue;
      const marks = [...(written.offered.get(name)?.[region] ?? "")];
      const ids = marks.map((mark) => zonesOf.get(region).find((zone) => zone.endsWith(mark)));
      check(ids.join() === [...new Set(zones)].sort().join(), `${name} in ${region}`, `${ids} and not ${zones}`);
    }
  }
  const made = await run(gen, ["--vcpu", "4", "--mem", "16", "--region", "eu-west-3", "--format", "types", "--catalogue", folder], env);
  check(made.exit === 0, "mng-gen", made.err);
  child.kill();
}

const version = spawnSync("aws", ["--version"], { encoding: "utf8" });
if (version.status !== 0) skip("the AWS CLI is not installed");
const [, major, minor] = /aws-cli\/(\d+)\.(\d+)/.exec(version.stdout + version.stderr) ?? [0, 0, 0];
// Older ones know no AWS_ENDPOINT_URL, and would ask AWS itself.
if (!(major > 2 || minor >= (major === "1" ? 29 : 13))) skip(`the AWS CLI ${major}.${minor} is too old`);
await (mode === "moto" ? moto() : errors());
console.log(`${mode}: ${checks} checks, ${failures} failed`);
process.exit(failures === 0 ? 0 : 1);
