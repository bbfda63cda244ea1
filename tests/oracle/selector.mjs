// What amazon-ec2-instance-selector gives, by its source at 71c31e5 (December 2025): pkg/selector/selector.go, aggregates.go
// and comparators.go, cmd/main.go. It asks AWS; here the facts are those of data/*.json.

const kMostResults = 20;  // --max-results, in cmd/main.go
const kFlexible = /^[cmr][3-9][agi]?\..*$|^t[2-9][gi]?\..*$/;

const between = (value, [low, high]) => value >= low && value <= high;

/** GPUs in all, null where EC2 says nothing of any. */
const gpusOf = (type) => type.gpus?.reduce((sum, { count }) => sum + count, 0) ?? null;

/** --base-instance-type: from 0.9 to 1.2 of its size, rounded down; --flexible: some families, on x86_64. */
function transformed(catalogue, filters) {
  const out = { ...filters };
  if (filters.base) {
    const type = catalogue.types.get(filters.base);
    const near = (value) => [Math.floor(value * 0.9), Math.floor(value * 1.2)];
    out.bareMetal ??= Boolean(type.bare_metal);
    if (type.architectures.length === 1) out.architecture ??= type.architectures[0];
    out.fpga ??= Boolean(type.fpgas);
    out.gpus ??= [gpusOf(type) ?? 0, gpusOf(type) ?? 0];
    out.memoryMib ??= near(type.memory_mib);
    out.vcpus ??= near(type.vcpu);
  }
  if (filters.flexible) {
    out.architecture ??= "x86_64";
    out.bareMetal ??= false;
    out.fpga ??= false;
    out.allow ??= kFlexible;
    if (!out.vcpus && !out.memoryMib) out.vcpus = [4, 4];
  }
  return out;
}

/** Every type that the filters let pass, by name; what it prints is the first twenty. */
export function passing(catalogue, given) {
  const filters = transformed(catalogue, given);
  const zones = filters.zones ?? [];
  const tests = {
    architecture: (type, want) => type.architectures.includes(want),
    usage: (type, want) => type.usage.includes(want),
    vcpus: (type, want) => between(type.vcpu, want),
    memoryMib: (type, want) => between(type.memory_mib, want),
    ratio: (type, want) => Math.ceil(type.memory_mib / (type.vcpu * 1024)) === want,
    manufacturer: (type, want) => type.cpu?.toLowerCase() === want.toLowerCase(),
    burstable: (type, want) => Boolean(type.burstable) === want,
    bareMetal: (type, want) => Boolean(type.bare_metal) === want,
    fpga: (type, want) => Boolean(type.fpgas) === want,
    gpus: (type, want) => (gpusOf(type) === null ? want[0] === 0 && want[1] === 0 : between(gpusOf(type), want)),
    network: (type, want) => Number(type.network?.match(/([0-9]+) Gigabit/)?.[1] ?? -1) === want,
    allow: (type, want) => want.test(type.name),
    // Offered in the region; where zones are named, in each of them.
    region: (type, want) => {
      const where = catalogue.offered.get(type.name)?.[want];
      return where !== undefined && zones.every((zone) => where.includes(zone.at(-1)));
    },
  };
  const wanted = Object.entries(tests).filter(([key]) => filters[key] !== undefined);
  return [...catalogue.types.values()]
    .filter((type) => type.status === "live" && wanted.every(([key, holds]) => holds(type, filters[key])))
    .map(({ name }) => name).sort();
}

/** What it prints of those. */
export const printed = (names) => names.slice(0, kMostResults);
