export * from "../MODULE.js";

/** Where the WebAssembly is: an address, an answer to a request, its bytes, or a module that was compiled before. */
export type WasmSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/**
 * Loads the WebAssembly; before that, nothing else may be called. By default from `MODULE_bg.wasm` beside this script. It may be called more
 * than once, and loads once.
 */
export default function init(options?: { readonly module_or_path?: WasmSource | Promise<WasmSource> }): Promise<object>;

/** The same at once, with bytes or a module. */
export function initSync(options: { readonly module: BufferSource | WebAssembly.Module }): object;
