// The package as others load it: by its name, as a module and by `require`. What bundlers make of it is tested in a browser.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { built, node, project } from "./package.mjs";

test("Node imports and requires it by its names", async (test) => {
  const folder = project(test);
  const names = ["flink-memory-calculator", "flink-memory-calculator/texts", "flink-memory-calculator/simulation"];
  writeFileSync(join(folder, "a.mjs"), names.map((name, at) => `import * as m${at} from "${name}"; console.log(Object.keys(m${at}).length > 1);`).join("\n"));
  writeFileSync(join(folder, "b.cjs"), names.map((name) => `console.log(Object.keys(require("${name}")).length > 1);`).join("\n"));
  for (const file of ["a.mjs", "b.cjs"]) {
    const { stdout, stderr } = await node([join(folder, file)]);
    assert.deepEqual([stdout, stderr], ["true\n".repeat(3), ""], file);
  }
});

test("every file that is exported is there", () => {
  const manifest = JSON.parse(readFileSync(join(built, "package.json"), "utf8"));
  const files = (target) => (typeof target === "string" ? [target] : Object.values(target).flatMap(files));
  for (const file of [...files(manifest.exports), ...files(manifest.bin), manifest.main, manifest.types]) {
    assert.ok(readFileSync(join(built, file)).length > 0, file);
  }
  assert.equal(manifest.license, "Apache-2.0");
  assert.match(manifest.version, /^\d+\.\d+\.\d+$/);
});
