// The command line: what it prints, and with what status it ends.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { built, node, project, texts } from "./package.mjs";

const COMMAND = join(built, "bin/flink-memory-calculator.mjs");

/** Runs the command in a folder with these files. */
function run(test, files, args, input) {
  const folder = project(test);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return node([COMMAND, ...args], { cwd: folder, input });
}

const GOOD = "taskmanager.memory.process.size: 1728m\njobmanager.memory.process.size: 1600m\n";
const BAD = `# a file\n${GOOD}taskmanager.memory.managed.size: 9g\n`;

test("resolve prints components and flags", async (test) => {
  const { status, stdout } = await run(test, { "flink-conf.yaml": GOOD }, ["resolve", "flink-conf.yaml"]);
  assert.equal(status, 0);
  assert.match(stdout, /^Flink 1\.20, taskmanager\n/);
  assert.match(stdout, /^network +134217730 +128\.000 MiB$/m);
  assert.match(stdout, /^-Xmx536870902 -Xms536870902 /m);
});

test("resolve --json is the answer of resolve", async (test) => {
  const { status, stdout } = await run(test, {}, ["resolve", "-", "--json", "--flink", "2.3", "--process", "jobmanager"], GOOD);
  const answer = texts.resolve({ text: GOOD, flink: "2.3", process: "jobmanager" });
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout).memory.jvmHeap, Number(answer.memory.jvmHeap));
  assert.equal(JSON.parse(stdout).jvmParameters, answer.jvmParameters);
});

test("resolve ends with 1 where Flink does not start", async (test) => {
  const { status, stdout } = await run(test, { "config.yaml": BAD }, ["resolve", "config.yaml"]);
  assert.equal(status, 1);
  assert.match(stdout, /^config\.yaml:2:34: error: org\.apache\.flink\.configuration\.IllegalConfigurationException: .*exceed configured Total Flink Memory/);
});

test("check prints problems of several files with their places", async (test) => {
  const files = { "config.yaml": GOOD, "bad.yaml": BAD };
  const { status, stdout } = await run(test, files, ["check", "config.yaml", "bad.yaml", "--flink", "2.3"]);
  assert.equal(status, 1);
  assert.match(stdout, /^bad\.yaml:2:34: error: /m);
  assert.doesNotMatch(stdout, /^config\.yaml/m);
  assert.equal((await run(test, files, ["check", "config.yaml"])).status, 0);
});

test("check --strict minds warnings", async (test) => {
  const files = { "config.yaml": `${GOOD}taskmanager.memory.proces.size: 1g\n` };
  assert.equal((await run(test, files, ["check", "config.yaml"])).status, 0);
  const { status, stdout } = await run(test, files, ["check", "config.yaml", "--strict"]);
  assert.equal(status, 1);
  assert.match(stdout, /^config\.yaml:3:1: warning: /);
});

test("check --format github annotates, and escapes", async (test) => {
  const { status, stdout } = await run(test, { "a,b%.yaml": BAD }, ["check", "a,b%.yaml", "--kind", "config-yaml", "--format", "github"]);
  assert.equal(status, 1);
  assert.match(stdout, /^::error file=a%2Cb%25\.yaml,line=2,col=34,endLine=2,endColumn=39::/m);
});

test("export writes another format, options lists", async (test) => {
  const { stdout } = await run(test, { "flink-conf.yaml": GOOD }, ["export", "flink-conf.yaml", "--format", "arguments"]);
  assert.match(stdout, /-Dtaskmanager\.memory\.process\.size=1728m/);
  const options = await run(test, {}, ["options", "--flink", "1.16"]);
  assert.match(options.stdout, /^taskmanager\.memory\.network\.max: 1073741824$/m);
});

test("a call that is wrong ends with 2, and says why", async (test) => {
  const cases = [
    [[], /which command/],
    [["resovle", "x"], /no command resovle/],
    [["resolve"], /takes one file/],
    [["resolve", "no-such-file"], /cannot read no-such-file/],
    [["resolve", "-", "--flink", "9"], /no release of Flink/],
    [["resolve", "-", "--bogus"], /bogus/],
    [["check", "-", "--format", "xml"], /no format xml/],
    [["export", "-"], /--format/],
  ];
  for (const [args, why] of cases) {
    const { status, stdout, stderr } = await run(test, {}, args, GOOD);
    assert.deepEqual([status, stdout], [2, ""], args.join(" "));
    assert.match(stderr, why);
  }
  assert.equal((await run(test, {}, ["--help"])).status, 0);
  assert.match((await run(test, {}, ["--version"])).stdout, /^\d+\.\d+\.\d+\n$/);
});

test("much output arrives whole", async (test) => {
  const { stdout } = await run(test, {}, ["check", "-", "--json"], "taskmanager.memory.bogus: 1\n".repeat(20_000));
  assert.equal(JSON.parse(stdout)[0].file, "-");
});
