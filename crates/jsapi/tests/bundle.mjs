// Builds a page out of the examples of the README, as a user does with the published package: `node bundle.mjs BUNDLER FOLDER`. The page is
// then in FOLDER/dist, or where what is printed last says, until the input ends; and what it has to print in FOLDER/expected.txt.

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { built } from "./package.mjs";
import { examples } from "./readme.mjs";

const [bundler, folder] = process.argv.slice(2);
const dist = join(folder, "dist");
mkdirSync(dist, { recursive: true });

/** The package as the registry would have it: packed, so that what `files` of its manifest leaves out is missing, and installed. */
function install() {
  const npm = (...words) => execFileSync("npm", [...words, "--offline", "--loglevel", "error"], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  writeFileSync(join(folder, "package.json"), '{ "name": "page", "private": true, "type": "module" }');
  const [{ filename }] = JSON.parse(npm("pack", built, "--json"));
  npm("install", filename, "--ignore-scripts", "--no-audit", "--no-fund");
}

/** The examples that print nothing but texts and numbers, which a page can print as Node does, and a page that runs them. */
function write() {
  const print = `window.printed = "";
    const said = value => typeof value === "bigint" ? value + "n" : String(value);
    console.log = (...values) => { printed += values.map(said).join(" ") + "\\n"; };`;
  const chosen = examples.filter(({ printed }) => !printed.includes("{"));
  const files = { "print.js": print };
  for (const [number, { code }] of chosen.entries()) files[`example${number}.js`] = code;
  const order = ["print.js", ...chosen.map((_, number) => `example${number}.js`)];
  files["main.js"] = order.map((file) => `import "./${file}";`).join("\n");
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, "expected.txt"), chosen.map(({ printed }) => printed).join(""));
}

/** A page with this script, under the policy that the README names. */
const page = (script) => `<!doctype html>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:">
<title>page</title>
<link rel="icon" href="data:,">
${script}
`;

const load = (variable) => import(pathToFileURL(process.env[variable]));

const BUNDLERS = {
  async vite() {
    const { build } = await load("FMC_VITE");
    writeFileSync(join(folder, "index.html"), page('<script type="module" src="/main.js"></script>'));
    await build({ root: folder, logLevel: "warn" });
  },

  // What one works with: it makes modules of its own of what is installed.
  async "vite-server"() {
    const { createServer } = await load("FMC_VITE");
    writeFileSync(join(folder, "index.html"), page('<script type="module" src="/main.js"></script>').replace("'wasm-unsafe-eval'; connect-src 'self'", "'wasm-unsafe-eval' 'unsafe-inline'; connect-src 'self' ws:"));
    const server = await createServer({ root: folder, logLevel: "warn", server: { host: "127.0.0.1", port: 0 } });
    await server.listen();
    console.log(server.resolvedUrls.local[0]);
    process.stdin.on("end", () => process.exit()).resume();
  },

  async webpack() {
    const { default: webpack } = await load("FMC_WEBPACK");
    const options = { mode: "production", context: folder, entry: "./main.js", output: { path: dist }, performance: { hints: false } };
    const stats = await new Promise((done, fail) => webpack(options, (error, stats) => (error ? fail(error) : done(stats))));
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
    writeFileSync(join(dist, "index.html"), page('<script defer src="main.js"></script>'));
  },

  // It leaves addresses as they are: the WebAssembly is laid beside what it makes.
  esbuild() {
    const options = ["--bundle", "--minify", "--format=esm", `--outfile=${join(dist, "main.js")}`, "--log-level=warning"];
    execFileSync(process.env.FMC_ESBUILD, [join(folder, "main.js"), ...options], { stdio: "inherit" });
    const web = join(folder, "node_modules/flink-memory-calculator/web");
    for (const file of readdirSync(web).filter((file) => file.endsWith(".wasm"))) copyFileSync(join(web, file), join(dist, file));
    writeFileSync(join(dist, "index.html"), page('<script type="module" src="main.js"></script>'));
  },
};

install();
write();
await BUNDLERS[bundler]();
