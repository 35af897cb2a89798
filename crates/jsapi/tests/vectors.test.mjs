// What real releases of Flink answered, against what the package answers: every recorded configuration and file.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { gunzipSync } from "node:zlib";
import { calculator, root, texts } from "./package.mjs";

const vectors = join(root, "tests/vectors");

/** Numbers that JavaScript would round when it reads JSON; taken as texts. */
const LARGE = /"(\w+)":(\d{16,})(?=[,}])/g;

function lines(folder) {
  return readdirSync(join(vectors, folder)).flatMap((file) => {
    const text = gunzipSync(readFileSync(join(vectors, folder, file))).toString("utf8");
    return text.trimEnd().split("\n").map((line) => JSON.parse(line.replace(LARGE, '"$1":"$2"')));
  });
}

/** Recorded names of sizes, as the package has them. */
const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

/** What differs, in the words of the recording. */
function differences(recorded, answer) {
  const found = [];
  const compare = (what, theirs, ours) => {
    if (theirs !== ours) found.push(`${what}: Flink ${theirs}, here ${ours}`);
  };
  if (recorded.error !== undefined) {
    if (answer.ok) return [`it starts, and Flink throws ${recorded.error.message}`];
    compare("class", recorded.error.class, answer.error.flinkClass);
    compare("message", recorded.error.message ?? "", answer.error.message);
    const theirs = (recorded.error.causes ?? []).map((cause) => `${cause.class}: ${cause.message ?? ""}`).join();
    const ours = answer.error.causes.map((cause) => `${cause.flinkClass}: ${cause.message}`).join();
    compare("causes", theirs, ours);
    return found;
  }
  if (!answer.ok) return [`Flink starts, here ${answer.error.message}`];
  for (const [name, value] of Object.entries(recorded.ok)) {
    if (name === "cpu_cores") compare(name, Number(value), answer.cpuCores);
    else if (name === "num_slots") compare(name, value, answer.numSlots);
    else if (name === "jvm_params") compare(name, value, answer.jvmParameters);
    else if (name === "dynamic_configs") compare(name, value, answer.dynamicConfigs);
    else compare(name, BigInt(value), answer.memory[camel(name)]);
  }
  return found;
}

function compareAll(recordings, module, request) {
  const wrong = recordings.flatMap((recorded) => {
    const answer = module.resolve(request(recorded));
    const found = differences(recorded, answer);
    if (recorded.file === undefined && String(recorded.log ?? []) !== String(answer.log)) found.push("log");
    return found.map((difference) => `${recorded.flink} ${recorded.id}: ${difference}`);
  });
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} differences`);
}

const processOf = ({ process, deployment }) => ({ process, ...(deployment === undefined ? {} : { deployment }) });

for (const [name, module] of Object.entries({ calculator, texts })) {
  test(`${name}: configurations become what Flink makes of them`, () => {
    const recordings = lines("resolve");
    assert.ok(recordings.length > 9_000);
    compareAll(recordings, module, (recorded) => ({ flink: recorded.flink, config: recorded.config, ...processOf(recorded) }));
  });

  test(`${name}: files become what Flink makes of them`, () => {
    // Dynamic properties are added by whoever starts Flink; a text has none.
    const recordings = lines("file").filter(({ dynamic }) => dynamic === undefined);
    assert.ok(recordings.length > 500);
    const kinds = { "flink-conf.yaml": "flink-conf", "config.yaml": "config-yaml" };
    compareAll(recordings, module, (recorded) => ({
      flink: recorded.flink,
      text: recorded.text,
      kind: kinds[recorded.file],
      ...processOf(recorded),
    }));
    for (const { flink, file, text, effective } of recordings.filter(({ effective }) => effective !== undefined)) {
      assert.deepEqual(module.parse({ flink, text, kind: kinds[file] }).config, effective);
    }
  });
}
