// The types are true: answers are what they say, examples are accepted, slips are not, and nothing is left open.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { built, calculator, node, project, simulation, texts } from "./package.mjs";
import { examples } from "./readme.mjs";

const MODULES = ["calculator", "simulation", "texts"];
const TSC = process.env.FMC_TSC;

const declarations = (file) => readFileSync(join(built, file), "utf8");
const types = (text) => text.replace(/\/\*.*?\*\/|\/\/[^\n]*|"[^"\n]*"/gs, "");

for (const file of MODULES.flatMap((module) => [`${module}.d.ts`, `web/${module}.d.ts`])) {
  test(`${file} has no any, and a word on everything that is exported`, () => {
    const text = declarations(file);
    assert.doesNotMatch(types(text), /\bany\b|\bunknown\b|\bFunction\b/);
    const bare = [...text.matchAll(/(\*\/)?\s*\n(export (?:type|interface|function|class|default function) \w+)/g)];
    assert.deepEqual(bare.filter(([, comment]) => comment === undefined).map(([, , name]) => name), []);
  });
}

/** A value as TypeScript would be written, so that the compiler sees every property of it. */
function literal(value) {
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(literal).join(",")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}:${literal(part)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

/** Compiles programs that have the package installed, each a file of its own; what the compiler says. */
async function compile(test, sources, more = []) {
  const folder = project(test);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const files = sources.map((source, number) => {
    writeFileSync(join(folder, `program${number}.ts`), source);
    return `program${number}.ts`;
  });
  const strict = ["--strict", "--skipDefaultLibCheck", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--noEmit"];
  const options = ["--target", "es2022", "--module", "nodenext", ...more];
  const { stdout } = await node([TSC, ...strict, ...options, ...files], { cwd: folder });
  return stdout;
}

const skip = TSC === undefined;

test("answers are of their types, to the last property", { skip }, async (test) => {
  const source = [];
  const is = (type, value) => source.push(`const answer${source.length}: ${type} = ${literal(value)};`);
  const config = { "taskmanager.memory.process.size": "1728m", "jobmanager.memory.process.size": "1600m" };
  for (const flink of ["1.10", "1.11", "1.12", "1.20", "2.3"]) {
    is("readonly Option[]", calculator.options(flink));
    for (const process of ["taskmanager", "jobmanager"]) {
      is("Resolution", calculator.resolve({ flink, process, config }));
      is("Resolution", calculator.resolve({ flink, process, config: { "taskmanager.memory.flink.size": "1g", "jobmanager.memory.flink.size": "1g" } }));
      is("Resolution", calculator.resolve({ flink, process, text: "taskmanager.memory.process.size: 1m\njobmanager.memory.process.size: 1m\n" }));
    }
    is("ClusterAnswer", calculator.clusterSettings({ flink, config }));
  }
  is("Resolution", calculator.resolve({ flink: "1.20", config: { ...config, "taskmanager.network.numberOfBuffers": 2048 } }));
  is("ClusterAnswer", calculator.clusterSettings({
    config: { ...config, "taskmanager.network.memory.buffer-debloat.enabled": true, "execution.checkpointing.interval": "9 s" },
  }));
  is("Reading", calculator.parse({ text: "a: [b\n" }));
  is("Reading", calculator.parse({ text: "-Dtaskmanager.memory.process.size=1728m -Dx" }));
  for (const text of [
    "taskmanager.memory.process.size: 1g\ntaskmanager.memory.proces.size: 2g\njobmanager.heap.size: 1g\n",
    "java.lang.OutOfMemoryError: Direct buffer memory",
    "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nspec:\n  flinkVersion: v1_20\n  flinkConfiguration:\n    x: y\n",
  ]) {
    is("Full.Checked", texts.check({ text, flink: "1.20" }));
    is("Full.Reading", texts.parse({ text, flink: "1.20" }));
  }
  for (const format of ["flink-conf", "config-yaml", "arguments", "properties", "deployment", "markdown", "csv", "json"]) {
    is("Full.Exported", texts.exportConfig({ format, config: { ...config, "my.password": "x", other: "y" }, withOthers: true }));
  }
  const { cluster } = calculator.clusterSettings({ config });
  const job = { vertices: [{ parallelism: 200 }, { parallelism: 200 }], edges: [{ producer: 0, consumer: 1, pattern: "all-to-all" }] };
  is("Running.BuffersAnswer", simulation.requiredBuffers({ cluster, job }));
  is("Running.BuffersAnswer", simulation.requiredBuffers({ cluster: { networkMemory: 1 << 20 }, job }));
  is("Running.BuffersAnswer", simulation.requiredBuffers({ cluster, job, taskManagers: 1 }));
  const running = new simulation.Simulation({
    cluster: { ...cluster, checkpointing: { interval: 1e8 } },
    taskManagers: 2,
    vertices: [
      { parallelism: 2, source: { perSecond: 1000 } },
      { parallelism: 2, operator: { service: 1000 }, state: { memory: { cache: 1 << 20, writeBuffers: 0 }, bytes: 1 << 20, entryBytes: 100 } },
    ],
    heap: { size: 1 << 28 },
    edges: [{ producer: 0, consumer: 1, partitioning: "REBALANCE" }],
  });
  is("Running.SimulationMetrics", running.metrics());
  is("Running.MemoryEstimates", running.estimates());
  running.run(6e9);
  is("Running.SimulationMetrics", running.metrics());
  const imports = [
    'import type { ClusterAnswer, Option, Reading, Resolution } from "flink-memory-calculator";',
    'import type * as Full from "flink-memory-calculator/texts";',
    'import type * as Running from "flink-memory-calculator/simulation";',
  ];
  assert.equal(await compile(test, [[...imports, ...source].join("\n")]), "");
});

test("the examples of the README are accepted", { skip }, async (test) => {
  const [example] = examples;
  const console = "declare const console: { log(...values: readonly unknown[]): void };\n";
  // The library of the language of 2022 does not have it yet.
  assert.equal(await compile(test, [console + example.code.replace("managed.lines[0].formula", "managed?.lines[0]?.formula")], ["--lib", "es2023"]), "");
});

test("the types of the web modules are accepted", { skip }, async (test) => {
  const source = `
    import init, { initSync, resolve, type Resolution } from "flink-memory-calculator/web";
    import load, { Simulation, type Scenario } from "flink-memory-calculator/web/simulation";
    await init();
    await load({ module_or_path: new URL("https://example.org/x.wasm") });
    initSync({ module: new ArrayBuffer(8) });
    export const answer: Resolution = resolve({});
    export const start = (scenario: Scenario): Simulation => new Simulation(scenario);
  `;
  assert.equal(await compile(test, [source], ["--lib", "es2023,dom"]), "");
});

const RESOLUTIONS = {
  node16: ["--module", "node16"],
  nodenext: ["--module", "nodenext"],
  bundler: ["--module", "esnext", "--moduleResolution", "bundler"],
  "bundler that bundles for Node": ["--module", "esnext", "--moduleResolution", "bundler", "--customConditions", "node"],
  // Of old: it reads no `exports`, and so knows no `/web/texts` but as a path.
  node10: ["--module", "esnext", "--moduleResolution", "node10"],
};

for (const [name, options] of Object.entries(RESOLUTIONS)) {
  test(`the types are found by the module resolution ${name}`, { skip }, async (test) => {
    const source = `
      import { resolve, type Resolution } from "flink-memory-calculator";
      import { check, type Checked } from "flink-memory-calculator/texts";
      import { Simulation, type Scenario } from "flink-memory-calculator/simulation";
      import init, { options, type Option } from "flink-memory-calculator/web";
      import { exportConfig } from "flink-memory-calculator/web/texts";
      import { requiredBuffers } from "flink-memory-calculator/web/simulation";
      export const answer: Resolution = resolve({});
      export const checked: Checked = check({ text: "" });
      export const all: readonly Option[] = options();
      export const start = (scenario: Scenario): Simulation => new Simulation(scenario);
      export const loaded: Promise<object> = init();
      export { exportConfig, requiredBuffers };`;
    const slip = 'import { nothing } from "flink-memory-calculator"; export { nothing };';
    const found = await compile(test, [source, slip], ["--lib", "es2023,dom", ...options]);
    assert.match(found, /^program1\.ts\(1,10\): error TS2305: [^\n]*\n$/, "the slip alone");
  });
}

test("programs that are no modules require it, with types", { skip }, async (test) => {
  const folder = project(test);
  writeFileSync(join(folder, "program.cts"), `
    import { resolve, type Resolution } from "flink-memory-calculator";
    import simulation = require("flink-memory-calculator/simulation");
    export const answer: Resolution = resolve({});
    export const { requiredBuffers } = simulation;`);
  const options = ["--strict", "--skipDefaultLibCheck", "--noEmit", "--target", "es2022", "--module", "node16"];
  assert.equal((await node([TSC, ...options, "program.cts"], { cwd: folder })).stdout, "");
});

test("slips are not accepted", { skip }, async (test) => {
  const slips = [
    'resolve({ flnk: "2.3" })',
    'resolve({ flink: "1.9" })',
    "resolve({ config: { a: null } })",
    "resolve({}).memory",
    'parse({ text: "", kind: "yaml" })',
    "parse({})",
    "const size: number | null = (resolve({}) as Resolved).memory.network",
    "new Simulation({})",
    'requiredBuffers({ cluster: { networkMemory: "1g" }, job: { vertices: [], edges: [] } })',
  ];
  const programs = slips.map((slip) => `
    import { parse, resolve, type Resolved } from "flink-memory-calculator";
    import { requiredBuffers, Simulation } from "flink-memory-calculator/simulation";
    ${slip};
    export { parse, resolve, type Resolved, requiredBuffers, Simulation };`);
  const found = await compile(test, programs);
  for (const [number, slip] of slips.entries()) {
    assert.match(found, new RegExp(`^program${number}\\.ts\\(4,\\d+\\): error TS`, "m"), slip);
  }
});
