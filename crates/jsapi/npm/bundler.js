// For bundlers: the script for browsers, which names its WebAssembly by an address that they follow. There once it is loaded.
import init from "../web/MODULE.js";
export * from "../web/MODULE.js";

await init();
