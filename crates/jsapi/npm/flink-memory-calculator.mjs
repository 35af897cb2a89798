#!/usr/bin/env node
// What Flink makes of configuration files, on the command line. Results go to standard output, what is wrong with the call to standard error.
//
// Exit status: 0 if Flink starts (resolve) or nothing is an error (check), 1 if not, 2 if the call itself is wrong or a file cannot be read.

import { readFileSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import * as calculator from "../node/texts.js";

const FINE = 0;
const REFUSED = 1;
const MISUSED = 2;

const HELP = `What Apache Flink makes of memory configurations.

  flink-memory-calculator resolve FILE [options]      components, JVM flags, or Flink's error
  flink-memory-calculator check FILE... [options]     problems, one a line: file:line:column: severity: message
  flink-memory-calculator export FILE --format NAME   the configuration as another text
  flink-memory-calculator options [--flink VERSION]   every option that a release has

FILE is flink-conf.yaml, config.yaml, a manifest, Helm values, -D arguments, a log …; - is standard input.

  --flink VERSION      the release (default: the one the file names, or 2.3; 1.20 for a flink-conf.yaml)
  --process NAME       taskmanager (default) or jobmanager; resolve
  --deployment NAME    standalone or containerized (default: what the file tells, or standalone)
  --kind NAME          what the file is (default: told from its name or text): flink-conf, config-yaml, arguments,
                       properties, manifest, values, log-block, rest-answer, error-message
  --json               JSON; bytes above 2^53-1 are texts of digits
  --format NAME        check: text (default) or github (annotations of GitHub Actions)
                       export: flink-conf, config-yaml, arguments, properties, deployment, markdown, csv, json
  --explicit           export: every component with its size
  --strict             check: warnings count as errors
  --help, --version

Exit status: 0 if Flink starts and nothing is wrong, 1 if not, 2 if the call is wrong or a file cannot be read.
`;

const OPTIONS = {
  flink: { type: "string" },
  process: { type: "string" },
  deployment: { type: "string" },
  kind: { type: "string" },
  format: { type: "string" },
  json: { type: "boolean" },
  explicit: { type: "boolean" },
  strict: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
};

/** A call that is wrong: said on standard error, with status 2. */
class Misuse extends Error {}

/** Names of files of which the kind is known. */
const KINDS = { "flink-conf.yaml": "flink-conf", "config.yaml": "config-yaml" };

function print(text) {
  // Unlike `process.stdout.write`, done when it returns, and whole: the program ends right behind.
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(1, bytes));
    } catch (error) {
      if (error.code === "EPIPE") process.exit(FINE);
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

function toJson(value) {
  const plain = (_, part) => {
    if (typeof part !== "bigint") return part;
    return part <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(part) : String(part);
  };
  return `${JSON.stringify(value, plain, 2)}\n`;
}

function read(file) {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new Misuse(`cannot read ${file}: ${error.message}`);
  }
}

/** Only what was given: what is `undefined` would be refused as such. */
function given(options, ...names) {
  return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
}

/** The text of a file, with its kind and release: as the call says, or its name, or the text. */
function load(file, options) {
  const text = read(file);
  const kind = options.kind ?? KINDS[file.split(/[\\/]/).pop()];
  const request = { text, ...(kind === undefined ? {} : { kind }), ...given(options, "flink") };
  if (options.flink !== undefined) return { request, deployment: undefined };
  const reading = calculator.parse(request);
  // Read as `config.yaml` by name, the rest by the release that it names.
  if (reading.flink !== null) request.flink = reading.flink;
  else if (kind === "flink-conf") request.flink = "1.20";
  return { request, deployment: reading.deployment ?? undefined };
}

function one(files, command) {
  if (files.length !== 1) throw new Misuse(`${command} takes one file, - for standard input`);
  return files[0];
}

function mebibytes(bytes) {
  return `${(Number(bytes) / 2 ** 20).toFixed(3)} MiB`;
}

function place(at) {
  return at === null ? "" : `${at.line}:${at.column}: `;
}

function resolve(files, options) {
  const file = one(files, "resolve");
  const { request, deployment } = load(file, options);
  const chosen = options.deployment ?? deployment;
  const answer = calculator.resolve({
    ...request,
    ...given(options, "process"),
    ...(chosen === undefined ? {} : { deployment: chosen }),
  });
  if (options.json) {
    print(toJson(answer));
  } else if (answer.ok) {
    const rows = Object.entries(answer.memory).filter(([, bytes]) => bytes !== null);
    const lines = rows.map(([name, bytes]) => `${name.padEnd(18)}${String(bytes).padStart(16)}  ${mebibytes(bytes).padStart(16)}`);
    print(`Flink ${answer.flink}, ${answer.process}\n${lines.join("\n")}\n\n${answer.jvmParameters}\n`);
  } else {
    print(`${file}:${place(answer.error.at)}error: ${answer.error.flinkClass}: ${answer.error.message}\n`);
  }
  return answer.ok ? FINE : REFUSED;
}

/** A line of GitHub Actions: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function annotation(file, { severity, message, at }) {
  const escaped = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const property = (text) => escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
  const command = { error: "error", warning: "warning", hint: "notice" }[severity];
  const places = `file=${property(file)},line=${at.line},col=${at.column},endLine=${at.endLine},endColumn=${at.endColumn}`;
  return `::${command} ${places}::${escaped(message)}`;
}

/** A line of a compiler's form; a message stays on it. */
function line(file, { severity, message, at }) {
  return `${file}:${place(at)}${severity}: ${message.replaceAll(/\s*\n\s*/g, " ")}`;
}

function check(files, options) {
  const format = options.format ?? "text";
  if (!["text", "github"].includes(format)) throw new Misuse(`check has no format ${format}; it has text and github`);
  if (files.length === 0) throw new Misuse("check takes files, - for standard input");
  const found = files.map((file) => {
    const { request } = load(file, options);
    const { kind, ok, problems } = calculator.check({ ...request, ...given(options, "deployment") });
    return { file, kind, ok: ok && !(options.strict && problems.some(({ severity }) => severity === "warning")), problems };
  });
  if (options.json) {
    print(toJson(found));
  } else {
    const write = format === "github" ? annotation : line;
    print(found.flatMap(({ file, problems }) => problems.map((problem) => `${write(file, problem)}\n`)).join(""));
  }
  return found.every(({ ok }) => ok) ? FINE : REFUSED;
}

function exportTo(files, options) {
  const file = one(files, "export");
  if (options.format === undefined) throw new Misuse("export takes --format NAME");
  const { request } = load(file, options);
  const written = calculator.exportConfig({ ...request, ...given(options, "format", "explicit", "deployment") });
  print(options.json ? toJson(written) : written.text);
  return FINE;
}

function options(files, given) {
  if (files.length > 0) throw new Misuse("options takes no file");
  const all = calculator.options(given.flink);
  print(given.json ? toJson(all) : all.map(({ key, default: value }) => `${key}${value === null ? "" : `: ${value}`}\n`).join(""));
  return FINE;
}

const COMMANDS = { resolve, check, export: exportTo, options };

function run(words) {
  let parsed;
  try {
    parsed = parseArgs({ args: words, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Misuse(error.message);
  }
  const { values, positionals } = parsed;
  if (values.version) {
    print(`${JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version}\n`);
    return FINE;
  }
  const [command, ...files] = positionals;
  if (values.help || command === "help") {
    print(HELP);
    return FINE;
  }
  if (!Object.hasOwn(COMMANDS, command ?? "")) {
    throw new Misuse(command === undefined ? "which command? --help lists them" : `there is no command ${command}; --help lists those there are`);
  }
  return COMMANDS[command](files, values);
}

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Misuse) && error.name !== "CalculatorError") throw error;
  process.stderr.write(`flink-memory-calculator: ${error.message}\n`);
  process.exitCode = MISUSED;
}
