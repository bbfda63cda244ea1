// Expressions for the comparison of evaluators: every operator, every function, made by chance from a fixed seed, so
// that a run repeats. Numbers are whole or end in .5 or .25: HashiCorp's have 512 bits, ours 64.

/** Numbers below `below`, the same for the same seed (mulberry32). */
function random(seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

export function* expressions(count, seed = 1) {
  const next = random(seed);
  const pick = (list) => list[next(list.length)];
  const some = (make, most) => Array.from({ length: next(most + 1) }, make);

  const strings = ['""', '"a"', '"b"', '"abc"', '"ABC def"', '"1"', '"2.5"', '"true"', '"false"', '"  x "', '"a,b,c"',
    '"é"', '"日本語"', '"e\\u0301x"', '"x\\ny\\n"', '"-7"', '"a-b_c"', '"null"', '"%s"', '"<&>"', '"${1 + 2}z"',
    '"$${"', '"x${"y"}z"', '"%{ if true }yes%{ else }no%{ endif }"', '"%{ for v in [1, 2] }${v};%{ endfor }"'];
  const numbers = ["0", "1", "2", "3", "10", "-1", "-5", "1.5", "0.25", "-2.5", "100", "7", "1e3", "65536"];
  const bools = ["true", "false"];

  const atom = (depth) => {
    const roll = next(20);
    if (roll < 6) return string(depth);
    if (roll < 11) return number(depth);
    if (roll < 13) return bool(depth);
    if (roll < 14) return "null";
    if (roll < 15) return "unk";
    if (roll < 18) return list(depth);
    return object(depth);
  };
  function any(depth) {
    if (depth <= 0) return next(10) === 0 ? pick(["null", "unk"]) : pick([pick(strings), pick(numbers), pick(bools)]);
    return next(4) === 0 ? call(depth) : atom(depth);
  }
  function string(depth) {
    if (depth <= 0 || next(3) > 0) return pick(strings);
    return pick([
      () => `upper(${string(depth - 1)})`, () => `lower(${string(depth - 1)})`, () => `title(${string(depth - 1)})`,
      () => `chomp(${string(depth - 1)})`, () => `trimspace(${string(depth - 1)})`, () => `strrev(${string(depth - 1)})`,
      () => `trim(${string(depth - 1)}, ${string(0)})`, () => `trimprefix(${string(depth - 1)}, ${string(0)})`,
      () => `trimsuffix(${string(depth - 1)}, ${string(0)})`, () => `indent(${next(5)}, ${string(depth - 1)})`,
      () => `substr(${string(depth - 1)}, ${next(7) - 3}, ${next(6) - 1})`,
      () => `join(${string(0)}, ${strs(depth - 1)})`, () => `jsonencode(${any(depth - 1)})`,
      () => `tostring(${any(depth - 1)})`, () => `format(${pick(formats)}, ${any(depth - 1)})`,
      () => `"<\${${any(depth - 1)}}>"`, () => `"\${${any(depth - 1)}}"`,
      () => `${bool(depth - 1)} ? ${string(depth - 1)} : ${string(depth - 1)}`,
      () => `formatdate(${pick(['"YYYY-MM-DD"', '"hh:mm:ssZ"', '"DD MMM YYYY"', '"EEEE, H:mm AA"', "\"'x' ZZZZZ\"", '"q"'])}, ${pick(times)})`,
      () => `timeadd(${pick(times)}, ${pick(['"1h"', '"-90m"', '"1.5s"', '"100h30m"', '"x"'])})`,
      () => `regex(${pick(patterns)}, ${string(depth - 1)})`,
    ])();
  }
  const formats = ['"%s"', '"%d"', '"%05d"', '"%-5s|"', '"%5s|"', '"%.2f"', '"%v"', '"%q"', '"%t"', '"%x"', '"%e"',
    '"%#v"', '"%%%s"', '"%+d"', '"%g"', '"%b"', '"%8.3f"', '"%o"', '"%X"', '"%.1s"', '"%[1]s%[1]s"', '"%z"', '"%"'];
  const times = ['"2025-01-02T03:04:05Z"', '"1999-12-31T23:59:59-05:00"', '"2024-02-29T12:00:00+09:30"', '"2023-02-29T00:00:00Z"', '"x"'];
  const patterns = ['"a"', '"[a-z]+"', '"(a)(b)?"', '"(?P<first>[a-c])(?P<rest>.*)"', '"x*"', '"("', '"^$"', '"\\\\d+"'];
  function number(depth) {
    if (depth <= 0 || next(3) > 0) return pick(numbers);
    return pick([
      () => `(${number(depth - 1)} ${pick(["+", "-", "*", "/", "%"])} ${number(depth - 1)})`,
      () => `(${any(depth - 1)} ${pick(["+", "-", "*", "/", "%"])} ${any(depth - 1)})`,
      () => `-${number(0)}`, () => `abs(${number(depth - 1)})`, () => `ceil(${number(depth - 1)})`,
      () => `floor(${number(depth - 1)})`, () => `max(${number(depth - 1)}, ${number(depth - 1)})`,
      () => `min(${number(depth - 1)}, ${any(depth - 1)})`, () => `signum(${number(depth - 1)})`,
      () => `parseint(${pick(['"ff"', '"-12"', '"777"', '"zZ"', '"x"', string(0)])}, ${pick([2, 8, 10, 16, 36, 62, 63])})`,
      () => `pow(${pick([2, 3, 10, -2, 0])}, ${next(8)})`, () => `tonumber(${any(depth - 1)})`,
      () => `log(${pick([1, 2, 8])}, 2)`,
      () => `${bool(depth - 1)} ? ${number(depth - 1)} : ${number(depth - 1)}`,
    ])();
  }
  function bool(depth) {
    if (depth <= 0 || next(3) === 0) return pick(bools);
    return pick([
      () => `(${any(depth - 1)} ${pick(["==", "!="])} ${any(depth - 1)})`,
      () => `(${list(depth - 1)} ${pick(["==", "!="])} ${list(depth - 1)})`,
      () => `(${number(depth - 1)} ${pick(["<", "<=", ">", ">="])} ${any(depth - 1)})`,
      () => `(${bool(depth - 1)} ${pick(["&&", "||"])} ${any(depth - 1)})`,
      () => `!${bool(0)}`, () => `!(${any(depth - 1)})`, () => `contains(${list(depth - 1)}, ${any(depth - 1)})`,
      () => `can(${any(depth - 1)})`, () => `tobool(${any(depth - 1)})`,
    ])();
  }
  const strs = (depth) => pick([
    () => `[${some(() => string(depth - 1), 3).join(", ")}]`, () => `split(",", ${string(depth - 1)})`,
    () => list(depth)])();
  function list(depth) {
    if (depth <= 0) return pick(["[]", "[1, 2, 3]", '["a", "b"]', '["b", "a", "b"]', "[null]", "[unk]", "[[1], [2, 3]]", '[1, "x"]',
      "tolist([])", 'tolist(["a"])', 'toset(["b", "a", "b"])', "toset([3, 1])", "[true]", '[{ a = 1 }, { a = 2 }]']);
    if (next(4) === 0) return `[${some(() => any(depth - 1), 4).join(", ")}]`;
    return pick([
      () => `[for v in ${list(depth - 1)} : v]`, () => `[for i, v in ${list(depth - 1)} : ${pick(["i", "v", '"${i}"', "v if i != 0", "[i, v]"])}]`,
      () => `[for k, v in ${object(depth - 1)} : ${pick(["k", "v", "[k, v]", 'k if k != "a"'])}]`,
      () => `[for v in ${any(depth - 1)} : v]`, () => `tolist(${any(depth - 1)})`, () => `toset(${any(depth - 1)})`,
      () => `concat(${list(depth - 1)}, ${list(depth - 1)})`, () => `reverse(${list(depth - 1)})`,
      () => `distinct(${list(depth - 1)})`, () => `flatten(${list(depth - 1)})`, () => `compact(${strs(depth - 1)})`,
      () => `sort(${strs(depth - 1)})`, () => `slice(${list(depth - 1)}, ${next(2)}, ${next(4)})`,
      () => `keys(${object(depth - 1)})`, () => `values(${object(depth - 1)})`, () => `range(${some(() => pick(numbers.slice(0, 8)), 2).concat("3").join(", ")})`,
      () => `chunklist(${list(depth - 1)}, ${next(4)})`, () => `coalescelist(${list(depth - 1)}, ${list(depth - 1)})`,
      () => `setunion(${list(depth - 1)}, ${list(depth - 1)})`, () => `setintersection(${list(depth - 1)}, ${list(depth - 1)})`,
      () => `setsubtract(${list(depth - 1)}, ${list(depth - 1)})`, () => `setproduct(${list(depth - 1)}, ${list(depth - 1)})`,
      () => `split(${string(0)}, ${string(depth - 1)})`, () => `regexall(${pick(patterns)}, ${string(depth - 1)})`,
      () => `formatlist(${pick(formats)}, ${list(depth - 1)})`, () => `${list(depth - 1)}[*]`, () => `(${any(depth - 1)})[*].a`,
      () => `(${any(depth - 1)}).*.a`, () => `${bool(depth - 1)} ? ${list(depth - 1)} : ${list(depth - 1)}`,
      () => `csvdecode(${pick(['"a,b\\n1,2\\n"', '"a,a\\n"', '"x\\n\\"q\\"\\"\\"\\n"', '""', '"a,b\\n1\\n"'])})`,
      () => `jsondecode(jsonencode(${any(depth - 1)}))`, () => `try(${list(depth - 1)}, [])`,
    ])();
  }
  const name = () => pick(["a", "b", "c", '"d e"', "(\"a\")", "1"]);
  function object(depth) {
    if (depth <= 0) return pick(["{}", "{ a = 1 }", '{ a = "x", b = 2 }', "{ b = unk }", "{ a = null }", 'tomap({ a = "x" })', "tomap({})",
      "{ a = { b = 1 } }", "{ a = [1, 2], b = [3] }"]);
    if (next(3) === 0) return `{ ${some(() => `${name()} = ${any(depth - 1)}`, 3).join(", ")} }`;
    return pick([
      () => `{ for v in ${strs(depth - 1)} : v => ${pick(["v", "1", "upper(v)"])} }`,
      () => `{ for i, v in ${list(depth - 1)} : ${pick(["i", "v", '"k"'])} => v... }`,
      () => `{ for k, v in ${object(depth - 1)} : ${pick(["k", '"x${k}"'])} => v if ${bool(depth - 1)} }`,
      () => `merge(${object(depth - 1)}, ${object(depth - 1)})`, () => `tomap(${any(depth - 1)})`,
      () => `zipmap(${strs(depth - 1)}, ${list(depth - 1)})`,
      () => `${bool(depth - 1)} ? ${object(depth - 1)} : ${object(depth - 1)}`,
      () => `jsondecode(${pick(["\"{\\\"a\\\":[1,null,true]}\"", "\"[1.5,\\\"x\\\"]\"", '"{"', '"null"', '"1"'])})`,
    ])();
  }
  function call(depth) {
    return pick([
      () => `element(${list(depth - 1)}, ${next(5)})`, () => `${list(depth - 1)}[${next(3)}]`,
      () => `${list(depth - 1)}[${any(depth - 1)}]`, () => `${object(depth - 1)}.a`, () => `${object(depth - 1)}["b"]`,
      () => `(${any(depth - 1)}).a`, () => `(${any(depth - 1)})[${any(depth - 1)}]`,
      () => `try(${any(depth - 1)}, ${any(depth - 1)})`, () => `unk.a.b[0]`, () => `(${list(depth - 1)})[0].a`,
      () => `${list(depth - 1)}.0`, () => `max(${list(depth - 1)}...)`, () => `concat(${list(depth - 1)}...)`,
      () => `${bool(depth - 1)} ? ${any(depth - 1)} : ${any(depth - 1)}`,
      () => `unk ? ${any(depth - 1)} : ${any(depth - 1)}`, () => `unk ${pick(["&&", "||", "==", "+", "<"])} ${any(depth - 1)}`,
      () => `upper(unk)`, () => `[for v in unk : v]`, () => `unk[*].a`, () => `nosuch(${any(0)})`, () => `nosuch`,
      () => `merge(${some(() => object(depth - 1), 3).join(", ")})`,
    ])();
  }
  for (let i = 0; i < count; ++i) yield any(1 + next(4));
}
