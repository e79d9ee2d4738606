import type { MaybePromise } from '../../model/path.js';

/** The bytes of a wasm file, or the `WebAssembly.Module` where a runtime forbids compiling (Cloudflare Workers). */
export type WasmSource = Uint8Array | object;

/**
 * Gives the wasm file of a name: `web-tree-sitter.wasm`, `tree-sitter-python.wasm` and so on, as they lie in
 * `dist/grammars`. Undefined when it has none of that name.
 */
export type GrammarSource = (file: string) => MaybePromise<WasmSource | undefined>;
