// data/*.json read independently of the C++ programs, for tests of what they pick.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const kAccelerators = ["gpus", "neuron", "inference", "fpgas", "media"];

/** Reads a catalogue folder. */
export function readCatalogue(folder) {
  const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
  const types = new Map(read("instance-types.json").types.map((type) => [type.name, type]));
  const offered = new Map(read("offerings.json").types.map((row) => [row.type, row.in]));
  return { types, offered };
}

/** Why a type has no place in a Spot group of this shape; null where it has one. */
export function objection({ types, offered }, name, { vcpu, memoryGib, architecture, region }) {
  const type = types.get(name);
  if (!type) return "is not in the catalogue";
  if (type.status !== "live") return `is ${type.status}`;
  if (type.vcpu !== vcpu) return `has ${type.vcpu} vCPU`;
  if (type.memory_mib !== memoryGib * 1024) return `has ${type.memory_mib} MiB`;
  if (!type.architectures.includes(architecture)) return `is ${type.architectures.join(", ")}`;
  if (!type.usage.includes("spot")) return "is not sold as Spot";
  if (type.bare_metal) return "is bare metal";
  if (type.burstable) return "is burstable";
  if (type.hypervisor !== "nitro") return `is of a previous generation (${type.hypervisor})`;
  if (kAccelerators.some((kind) => type[kind]?.length > 0)) return "has an accelerator";
  if (/-flex\./.test(name)) return "is a flex type";
  // awsdocs/amazon-eks-user-guide nodes/choosing-instance-type.adoc: Graviton2 or newer.
  if (/^a1\./.test(name)) return "does not run Amazon Linux 2023";
  if (region && !(region in (offered.get(name) ?? {}))) return `is not offered in ${region}`;
  return null;
}

/** Pods that a node runs: awsdocs/amazon-eks-user-guide nodes/create-managed-node-group.adoc. 0: not known. */
function podsOf({ vcpu, max_pods = 0 }) {
  return Math.min(max_pods, vcpu < 30 ? 110 : 250);
}

/** Every type without an objection, less those with few pods for their shape: below half the median of all regions. */
export function eligible(catalogue, shape) {
  const fit = (where) => [...catalogue.types.values()].filter(({ name }) => objection(catalogue, name, where) === null);
  const pods = fit({ ...shape, region: "" }).map(podsOf).filter((n) => n > 0).sort((a, b) => a - b);
  const median = pods.length ? (pods[(pods.length - 1) >> 1] + pods[pods.length >> 1]) / 2 : 0;
  return fit(shape).filter((type) => podsOf(type) === 0 || 2 * podsOf(type) >= median).map(({ name }) => name);
}
