// A simulation takes the course that the engine takes natively; and what can be done with it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { digests } from "./digest.mjs";
import { calculator, simulation } from "./package.mjs";

const { Simulation, requiredBuffers } = simulation;
const SECOND = 1_000_000_000n;

const scenario = (more = {}) => ({
  cluster: { networkMemory: 64 << 20, slotsEach: 2, checkpointing: { interval: SECOND } },
  taskManagers: 2,
  vertices: [
    { parallelism: 4, recordBytes: 1000, source: { perSecond: 5000 } },
    { parallelism: 4, operator: { service: 250_000, distribution: "exponential", selectivity: 0 } },
  ],
  edges: [{ producer: 0, consumer: 1, partitioning: "HASH" }],
  seed: 7,
  ...more,
});

test("it takes the same course as natively", { skip: process.env.FMC_SCENARIOS === undefined }, () => {
  for (const { expected, ...run } of JSON.parse(readFileSync(process.env.FMC_SCENARIOS, "utf8"))) {
    assert.deepEqual(digests(Simulation, run), expected);
  }
});

test("it takes the same course in whatever pieces", () => {
  const [whole, pieces, steps] = [new Simulation(scenario()), new Simulation(scenario()), new Simulation(scenario())];
  whole.run(2n * SECOND);
  while (!pieces.advance(2n * SECOND, 777));
  while (steps.now < SECOND) assert.ok(steps.step());
  steps.run(2n * SECOND);
  assert.deepEqual(pieces.metrics(), whole.metrics());
  assert.deepEqual(steps.metrics(), whole.metrics());
  const other = new Simulation(scenario({ seed: 8 }));
  other.run(2n * SECOND);
  assert.notDeepEqual(other.metrics(), whole.metrics());
});

test("a snapshot goes on as the simulation does", () => {
  const one = new Simulation(scenario());
  one.run(SECOND);
  const snapshot = one.snapshot();
  one.run(3n * SECOND);
  const expected = one.metrics();
  one.setSource(0, { perSecond: 1 });
  one.run(4n * SECOND);
  for (let times = 0; times < 2; times += 1) {
    const again = snapshot.restore();
    assert.equal(again.now, snapshot.now);
    again.run(3n * SECOND);
    assert.deepEqual(again.metrics(), expected);
  }
});

test("the load acts at once", () => {
  const rate = (metrics) => metrics.edges[0].written;
  const one = new Simulation(scenario({ vertices: [scenario().vertices[0], { parallelism: 4, operator: { service: 1000, selectivity: 0 } }] }));
  one.run(SECOND);
  const first = rate(one.metrics());
  assert.ok(first > 18_000n && first < 22_000n, String(first));
  one.setSource(0, { perSecond: 500 });
  one.run(2n * SECOND);
  assert.ok(rate(one.metrics()) - first < 2_500n);
  one.setOperator(1, { service: 10_000_000 });
  one.run(30n * SECOND);
  const busy = one.taskMetrics(1, 0).readings.find(({ name }) => name === "busyTimeMsPerSecond");
  assert.ok(busy.value > 900n, String(busy.value));
  assert.throws(() => one.setSource(1, "unlimited"), { code: "out-of-range", path: "vertex" });
  assert.throws(() => one.setSource(0, { perSecond: -1 }), { code: "out-of-range", path: "source.perSecond" });
  assert.throws(() => one.taskMetrics(0, 4), { code: "out-of-range", path: "subtask" });
});

test("state in a small cache makes records take longer, as the formulas say", () => {
  const busy = (one) => one.taskMetrics(1, 0).readings.find(({ name }) => name === "busyTimeMsPerSecond").value;
  // A block holds 40 entries of 100 bytes; 20,000 of the 80,000 blocks are cached, and so one read in four finds its block.
  const state = {
    memory: { cache: 20_000 * 4096 + (8 << 20), writeBuffers: 8 << 20, writeBuffer: 8 << 20 },
    bytes: 80_000 * 4000, entryBytes: 100, indexEntryBytes: 0, reads: 2, writes: 0,
    costs: { hit: 10_000, pageCacheRead: 20_000, diskRead: 100_000 },
  };
  const vertices = (more) => [
    { parallelism: 2, source: { perSecond: 1000 } },
    { parallelism: 2, operator: { service: 50_000, selectivity: 0 }, ...more },
  ];
  const one = new Simulation(scenario({ vertices: vertices({ state }) }));
  const [none, { state: estimate, perRecord }] = one.estimates().vertices;
  assert.equal(none, null);
  assert.deepEqual([estimate.blocks, estimate.cachedBlocks], [80_000n, 20_000n]);
  for (const [found, expected] of [[estimate.hitRate, 0.25], [estimate.diskShare, 0.75]]) {
    assert.ok(Math.abs(found - expected) < 1e-3, `${found} is not ${expected}`);
  }
  // 10 + 0.75 x (20 + 100) = 100 µs a read.
  assert.ok(perRecord > 199_000n && perRecord < 201_000n, String(perRecord));
  one.run(20n * SECOND);
  // 1000 records of 50 + 200 µs.
  assert.ok(busy(one) > 230n && busy(one) < 270n, String(busy(one)));
  assert.deepEqual(one.estimates().taskManagers, []);
  const plain = new Simulation(scenario({ vertices: vertices({}) }));
  plain.run(20n * SECOND);
  assert.ok(busy(plain) < 70n, String(busy(plain)));
  assert.deepEqual(plain.estimates(), { vertices: [null, null], taskManagers: [] });
  // It acts on a job that runs, too.
  plain.setMemory({ vertices: [{}, { state }], heap: { size: 1 << 30 } });
  assert.deepEqual(plain.estimates().vertices, one.estimates().vertices);
  assert.equal(plain.estimates().taskManagers.length, 2);
  for (const [wrong, path] of [[{ vertices: [{}, { state: {} }] }, "memory.vertices[1].state.memory"], [{ heap: { size: 1 } }, "memory"], [{ head: {} }, "memory.head"]]) {
    assert.throws(() => plain.setMemory(wrong), { name: "CalculatorError", path });
  }
  assert.equal(plain.estimates().taskManagers.length, 2, "nothing is changed");
  // Flink's rate is that of a minute.
  plain.run(90n * SECOND);
  assert.ok(busy(plain) > 230n && busy(plain) < 270n, String(busy(plain)));
  plain.setMemory({});
  assert.deepEqual(plain.estimates(), { vertices: [null, null], taskManagers: [] });
});

test("a heap that is too small is found", () => {
  const heap = (size) => {
    const [source, sink] = scenario().vertices;
    const one = new Simulation(scenario({ vertices: [source, { ...sink, heap: { shortLived: 10_000, live: 100 << 20 } }], heap: { size } }));
    one.run(5n * SECOND);
    return one.estimates().taskManagers[0];
  };
  // 64 MiB of Flink and twice 100 MiB on each of two TaskManagers.
  const large = heap(1 << 30);
  assert.equal(large.collections.verdict, "fits");
  assert.equal(large.collections.live, 264n << 20n);
  assert.ok(large.collections.share > 0 && large.collections.share < 0.05, String(large.collections.share));
  assert.deepEqual([large.heartbeat.risk, large.heartbeat.timeout], ["none", 50n * SECOND]);
  const small = heap(256 << 20);
  assert.equal(small.collections.verdict, "out-of-memory");
  assert.deepEqual([small.collections.share, small.heartbeat.risk], [0.98, "certain"]);
  assert.match(small.heartbeat.message, /OutOfMemoryError/);
});

test("a configuration's settings are what a job gets", () => {
  const answer = calculator.clusterSettings({
    flink: "1.20",
    config: {
      "taskmanager.memory.process.size": "1728m",
      "taskmanager.numberOfTaskSlots": 2,
      "taskmanager.memory.network.min": "8m",
      "taskmanager.memory.network.max": "8m",
      "taskmanager.network.memory.buffers-per-channel": 3,
      "taskmanager.network.memory.buffer-debloat.enabled": true,
      "execution.checkpointing.interval": "10 s",
    },
  });
  assert.ok(answer.ok);
  assert.equal(answer.cluster.networkMemory, 8n << 20n);
  assert.equal(answer.cluster.slotsEach, 2);
  assert.equal(answer.cluster.buffers.perChannel, 3);
  assert.equal(answer.cluster.checkpointing.interval, 10n * SECOND);
  assert.equal(answer.cluster.debloating.target, SECOND);
  new Simulation(scenario({ cluster: answer.cluster })).run(SECOND);
  // 40 subtasks on each side, all connected with all: on each of 20 TaskManagers, 2 gates and 2 partitions of 40.
  const job = { vertices: [{ parallelism: 40 }, { parallelism: 40 }], edges: [{ producer: 0, consumer: 1, pattern: "all-to-all" }] };
  const buffers = requiredBuffers({ cluster: answer.cluster, job });
  assert.ok(buffers.ok);
  assert.deepEqual([buffers.taskManagers, buffers.slots, buffers.available.segments], [20, 40, 256n]);
  assert.equal(buffers.channels.local + buffers.channels.remote, 1600n);
  assert.match(buffers.failure.message, /^Insufficient number of network buffers: /);
  const old = calculator.clusterSettings({ flink: "1.12", config: { "taskmanager.memory.process.size": "1728m" } });
  assert.equal(old.ok, false);
  const few = requiredBuffers({ cluster: { networkMemory: 1 << 26 }, taskManagers: 1, job });
  assert.match(few.error.flinkClass, /NoResourceAvailableException$/);
});
