// What a simulation shows, in one number: FNV-1a of all metrics and estimates, fractions by their bits. For Node and for browsers.

/** Of what `metrics()` and `estimates()` return. */
export function digest(metrics, estimates) {
  let hash = 0xcbf29ce484222325n;
  const encoder = new TextEncoder();
  const add = (text) => {
    for (const byte of encoder.encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  };
  const bits = (value) => {
    if (typeof value !== "number") return String(value);
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    return view.getBigUint64(0).toString(16);
  };
  const all = [...metrics.tasks, ...metrics.taskManagers].flatMap(({ readings }) => readings).concat(metrics.job);
  for (const { name, value } of all) add(`${name}=${bits(value)};`);
  for (const { written, begun } of metrics.edges) add(`${written},${begun};`);
  for (const vertex of estimates.vertices) {
    if (vertex === null) continue;
    const { perRecord, state: { hitRate, diskShare, writeAmplification, cachedBlocks, stall } } = vertex;
    add(`${perRecord},${[hitRate, diskShare, writeAmplification].map(bits)},${cachedBlocks},${stall};`);
  }
  for (const { collections: { share, allocationRate, eden, youngPause }, heartbeat: { probability, message } } of estimates.taskManagers) {
    add(`${[share, allocationRate, probability].map(bits)},${eden},${youngPause},${message};`);
  }
  return hash.toString(16).padStart(16, "0");
}

/** The digests of a scenario's metrics at some moments, ns. */
export function digests(Simulation, { scenario, moments }) {
  const one = new Simulation(scenario);
  const found = moments.map((moment) => {
    one.run(moment);
    return digest(one.metrics(), one.estimates());
  });
  one.free();
  return found;
}
