// The examples of the README.

import { readFileSync } from "node:fs";

export const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** Each with what it prints. */
export const examples = [...readme.matchAll(/^```js\n(.*?)^```\n\n(?:```text\n(.*?)^```\n)?/gms)].map(([, code, printed]) => ({ code, printed }));
