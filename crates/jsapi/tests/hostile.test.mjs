// Arguments that nobody should pass: each is refused by a typed error, or answered; nothing traps, and the module goes on.

import assert from "node:assert/strict";
import test from "node:test";
import { calculator, simulation, texts } from "./package.mjs";

const cyclic = { flink: "2.3" };
cyclic.config = cyclic;

const trap = new Proxy({}, { get() { throw new RangeError("caught in a trap"); }, ownKeys() { throw "a text"; } });
const listTrap = new Proxy([], { get() { throw new Error("no length"); } });
const revoked = (() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })();

/** What is no object with properties that are known. */
const WRONG = [
  undefined, null, true, 0, -0, NaN, Infinity, 2 ** 53, 1n, -(10n ** 40n), "", "x".repeat(1 << 20), Symbol("s"), [], [[]], () => {}, new Map(),
  new Date(NaN), /x/, new Uint8Array(8), trap, listTrap, revoked, cyclic, { a: cyclic }, Object.create(null, { x: { get() { throw 1; }, enumerable: true } }),
];

/** Calls with anything, and whether the answer is one of ours. */
function call(what, run) {
  try {
    run();
  } catch (error) {
    assert.equal(error.name, "CalculatorError", `${what}: ${String(error?.stack ?? error)}`);
    assert.ok(error instanceof Error);
    assert.match(error.code, /^[a-z-]+$/);
    assert.equal(typeof error.path, "string");
    assert.ok(error.message.length < 1_000, what);
    return error;
  }
  return undefined;
}

const scenario = () => ({
  cluster: { networkMemory: 1 << 26 },
  taskManagers: 1,
  vertices: [
    { parallelism: 1, source: { perSecond: 1000 } },
    { parallelism: 1, operator: { service: 1000 } },
  ],
  edges: [{ producer: 0, consumer: 1, partitioning: "HASH" }],
});

const STATE = { memory: { cache: 1, writeBuffers: 1 }, bytes: 1, entryBytes: 1 };

/** The same with state of the second vertex. */
function withState(state) {
  const { vertices: [source, operator], ...rest } = scenario();
  return { ...rest, vertices: [source, { ...operator, state }] };
}

test("anything at the place of a request is refused", () => {
  const { resolve, parse, clusterSettings } = calculator;
  const { check, exportConfig } = texts;
  const { requiredBuffers } = simulation;
  for (const one of [resolve, parse, clusterSettings, check, exportConfig, requiredBuffers, (it) => new simulation.Simulation(it)]) {
    for (const wrong of WRONG) {
      const error = call(one.name, () => one(wrong));
      // A few of them are empty objects, which ask for what Flink makes of no configuration.
      const isEmpty = ["object", "function"].includes(typeof wrong) && [resolve, clusterSettings].includes(one);
      assert.ok(error !== undefined || isEmpty, `${one.name} takes a ${typeof wrong}`);
    }
  }
});

test("anything at the place of a property is refused, and named", () => {
  const properties = {
    "request.flink": (it) => calculator.resolve({ flink: it }),
    "request.process": (it) => calculator.resolve({ process: it }),
    "request.deployment": (it) => calculator.resolve({ deployment: it }),
    "request.text": (it) => calculator.parse({ text: it, kind: "flink-conf" }),
    "request.kind": (it) => texts.parse({ text: "", kind: it }),
    "request.format": (it) => texts.exportConfig({ format: it }),
    "request.explicit": (it) => texts.exportConfig({ format: "csv", explicit: it }),
    "request.job": (it) => simulation.requiredBuffers({ cluster: { networkMemory: 1 }, job: it }),
    "scenario.cluster": (it) => new simulation.Simulation({ ...scenario(), cluster: it }),
    "scenario.vertices": (it) => new simulation.Simulation({ ...scenario(), vertices: it }),
    "scenario.edges": (it) => new simulation.Simulation({ ...scenario(), edges: it }),
    "scenario.heap": (it) => new simulation.Simulation({ ...scenario(), heap: it }),
    "scenario.heap.size": (it) => new simulation.Simulation({ ...scenario(), heap: { size: it } }),
    "scenario.vertices[1].state": (it) => new simulation.Simulation(withState(it)),
    "scenario.vertices[1].state.memory": (it) => new simulation.Simulation(withState({ ...STATE, memory: it })),
    "scenario.vertices[1].state.skew": (it) => new simulation.Simulation(withState({ ...STATE, skew: it })),
    "scenario.vertices[1].heap": (it) => {
      const { vertices: [source, operator], ...rest } = scenario();
      return new simulation.Simulation({ ...rest, vertices: [source, { ...operator, heap: it }] });
    },
    "memory": (it) => new simulation.Simulation(scenario()).setMemory(it),
    "memory.vertices": (it) => new simulation.Simulation(scenario()).setMemory({ vertices: it }),
    "scenario.seed": (it) => new simulation.Simulation({ ...scenario(), seed: it }),
  };
  for (const [path, run] of Object.entries(properties)) {
    for (const wrong of WRONG) {
      const error = call(path, () => run(wrong));
      if (error !== undefined && !["scenario", "flink"].includes(error.code)) {
        assert.ok(error.path.startsWith(path) || error.path === "scenario", `${error.path} is not in ${path}`);
      }
    }
  }
});

test("errors say what is wrong, and where", () => {
  const cases = [
    [() => calculator.resolve({ flnk: "2.3" }), "unknown-property", "request.flnk"],
    [() => calculator.resolve({ flink: 2.3 }), "wrong-type", "request.flink"],
    [() => calculator.resolve({ flink: "3.0" }), "unknown-name", "request.flink"],
    [() => calculator.options("1.9"), "unknown-name", "flink"],
    [() => calculator.parse({}), "missing", "request.text"],
    [() => calculator.parse({ text: "x".repeat((1 << 22) + 1) }), "too-large", "request.text"],
    [() => calculator.parse({ text: "", kind: "log-block" }), "unknown-name", "request.text"],
    [() => calculator.resolve({ config: { "a.b": NaN } }), "out-of-range", 'request.config["a.b"]'],
    [() => calculator.resolve({ config: { "a.b": {} } }), "wrong-type", 'request.config["a.b"]'],
    [() => calculator.resolve({ config: { a: 1n << 64n } }), "out-of-range", "request.config.a"],
    [() => calculator.resolve({ config: {}, text: "" }), "unknown-property", "request.config"],
    [() => calculator.resolve(trap), "unreadable", "request"],
    [() => calculator.resolve({ get flink() { throw new Error("mine"); } }), "unreadable", "request.flink"],
    [() => new simulation.Simulation({ ...scenario(), taskManagers: 1.5 }), "out-of-range", "scenario.taskManagers"],
    [() => new simulation.Simulation({ ...scenario(), seed: 2 ** 53 }), "out-of-range", "scenario.seed"],
    [() => new simulation.Simulation({ ...scenario(), seed: -1n }), "out-of-range", "scenario.seed"],
    [() => new simulation.Simulation({ ...scenario(), seed: 1n << 64n }), "out-of-range", "scenario.seed"],
    [() => new simulation.Simulation({ ...scenario(), vertices: new Array(2 ** 32 - 1) }), "too-large", "scenario.vertices"],
    [() => new simulation.Simulation({ ...scenario(), edges: [{}] }), "missing", "scenario.edges[0].partitioning"],
    [() => new simulation.Simulation({ ...scenario(), edges: [] }), "scenario", "scenario"],
    [() => new simulation.Simulation({ ...scenario(), cluster: { networkMemory: 0 } }), "flink", "scenario"],
  ];
  for (const [run, code, path] of cases) {
    const error = call(path, run);
    assert.deepEqual([error?.code, error?.path], [code, path], error?.message);
    assert.equal(error.flinkClass === null, code !== "flink");
  }
});

test("large and odd texts and configurations are answered", () => {
  const { config } = calculator.parse({ text: "__proto__: 1\nconstructor: 2\ntoString: 3\n", kind: "flink-conf" });
  assert.deepEqual(Object.keys(config).sort(), ["__proto__", "constructor", "toString"]);
  assert.equal(Object.getPrototypeOf(config), Object.prototype);
  const many = "a: b\n".repeat((1 << 22) / 5 / 16);
  assert.equal(calculator.parse({ text: many, kind: "flink-conf" }).entries.length, many.length / 5);
  for (const text of ["\u{1f600}\ud800: \udfff\0", "{".repeat(100_000), "- ".repeat(100_000), "a: &a [*a, *a]", "x".repeat(1 << 22)]) {
    for (const kind of ["flink-conf", "config-yaml", "arguments", "manifest", "values", "log-block", "rest-answer"]) {
      assert.equal(call(kind, () => texts.check({ text, kind })), undefined);
    }
  }
  const keys = Object.fromEntries(Array.from({ length: 100_001 }, (_, key) => [`k${key}`, key]));
  assert.equal(call("keys", () => calculator.resolve({ config: keys })).code, "too-large");
});

test("a getter may do what it likes meanwhile", () => {
  const one = new simulation.Simulation(scenario());
  const source = { perSecond: 10, get burst() { one.step(); return 1; } };
  // The simulation is being changed: to use it again meanwhile throws in the getter, and so is told of it.
  assert.equal(call("burst", () => one.setSource(0, source))?.code, "unreadable");
  one.setSource(0, { perSecond: 10 });
  one.run(1_000_000_000);
  assert.equal(one.now, 1_000_000_000n);
  one.free();
  assert.throws(() => one.step(), Error);
});

test("jobs that are too large are refused, and those of the largest size fit", () => {
  const wide = (parallelism) => ({
    ...scenario(),
    cluster: { networkMemory: 1n << 40n, slotsEach: 65_536 },
    vertices: [
      { parallelism, source: { perSecond: 1 } },
      { parallelism, operator: { service: 0 } },
    ],
  });
  assert.equal(call("channels", () => new simulation.Simulation(wide(32_768))).code, "scenario");
  new simulation.Simulation(wide(1_000)).free();
});
