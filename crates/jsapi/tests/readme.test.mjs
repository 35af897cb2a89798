// The examples of the README do and print what it says.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { node, project } from "./package.mjs";
import { examples } from "./readme.mjs";

test("there are examples of everything", () => {
  const code = examples.map(({ code }) => code).join("");
  for (const name of ["resolve", "parse", "check", "exportConfig", "clusterSettings", "requiredBuffers", "new Simulation"]) {
    assert.ok(code.includes(`${name}(`), name);
  }
});

for (const [number, { code, printed }] of examples.entries()) {
  test(`example ${number + 1} prints what the README says`, async (test) => {
    const file = join(project(test), "example.mjs");
    writeFileSync(file, code);
    const { status, stdout, stderr } = await node([file]);
    assert.equal(stderr, "");
    assert.equal(status, 0);
    assert.equal(stdout, printed);
  });
}
