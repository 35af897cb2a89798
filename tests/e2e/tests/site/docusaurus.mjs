// Makes the page of the example for Docusaurus as Docusaurus does, with MDX and React: drawn once for the file, and taken over by React in the
// browser. `node docusaurus.mjs FOLDER`; what else it needs of Docusaurus is written here. The whole of that weighs 235 MB.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const { FMC_ESBUILD: esbuild, FMC_REACT: packages } = process.env;
const { compile } = await import(pathToFileURL(join(packages, "@mdx-js/mdx/index.js")));

const write = (name, text) => writeFileSync(join(folder, name), text);
const markdown = readFileSync(join(folder, "docs/memory.mdx"), "utf8").replace(/^---\n.*?\n---\n/s, "");
write("memory.js", String(await compile(markdown)));
write("useBaseUrl.js", 'export default (path) => "/" + path.replace(/^[/]/, "");');
write("server.jsx", 'import { renderToString } from "react-dom/server"; import Page from "./memory.js"; console.log(renderToString(<Page />));');
write("client.jsx", `
  import { hydrateRoot } from "react-dom/client";
  import Page from "./memory.js";
  // What React finds to be another than what was drawn for the file.
  hydrateRoot(document.getElementById("root"), <Page />, { onRecoverableError: (error) => setTimeout(() => { throw error; }) });`);

function bundle(entry, out, ...options) {
  const all = [
    "--bundle", "--jsx=automatic", "--define:process.env.NODE_ENV='production'", "--log-level=warning", "--alias:@site=.",
    "--alias:@docusaurus/useBaseUrl=./useBaseUrl.js", `--outfile=${out}`, ...options,
  ];
  execFileSync(esbuild, [entry, ...all], { cwd: folder, env: { ...process.env, NODE_PATH: packages }, stdio: "inherit" });
}

bundle("server.jsx", "server.cjs", "--platform=node");
bundle("client.jsx", "static/client.js", "--minify");
const drawn = execFileSync(process.execPath, [join(folder, "server.cjs")], { encoding: "utf8" }).trim();
write("static/index.html", `<!doctype html>
<html lang="en" data-theme="light">
<title>Memory of a TaskManager</title>
<link rel="icon" href="data:,">
<div id="root">${drawn}</div>
<script src="client.js"></script>
`);
