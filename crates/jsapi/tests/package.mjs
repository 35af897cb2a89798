// The package under test, as a program would have it installed. `cargo xtask test` says where it was built.

import { execFile } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
export const built = resolve(process.env.FMC_PACKAGE ?? join(root, "target/package"));

const require = createRequire(import.meta.url);

export const calculator = require(join(built, "node/calculator.js"));
export const texts = require(join(built, "node/texts.js"));
export const simulation = require(join(built, "node/simulation.js"));

/** A folder with the package installed in it, until the test is over. */
export function project(test) {
  const folder = mkdtempSync(join(tmpdir(), "flink-memory-calculator-"));
  test.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(built, join(folder, "node_modules/flink-memory-calculator"), "junction");
  return folder;
}

const start = promisify(execFile);

/** Runs a program of Node's to the end: its exit status and what it printed. */
export async function node(args, { input = "", ...options } = {}) {
  const running = start(process.execPath, args, { maxBuffer: 1 << 28, ...options });
  running.child.stdin.on("error", () => {});
  running.child.stdin.end(input);
  try {
    return { status: 0, ...(await running) };
  } catch (error) {
    if (typeof error.code !== "number") throw error;
    return { status: error.code, stdout: error.stdout, stderr: error.stderr };
  }
}
