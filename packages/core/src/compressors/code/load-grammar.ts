import type { Edit, Parser, Language as ParserLanguage } from 'web-tree-sitter';
import type { MaybePromise } from '../../model/path.js';
import { LANGUAGES, type Language, type LanguageName, languageOf } from './languages.js';
import { readOwnFile } from './read-own-file.js';

/** The bytes of a wasm file, or the `WebAssembly.Module` where a runtime forbids compiling (Cloudflare Workers). */
export type WasmSource = Uint8Array | object;

/**
 * Gives the wasm file of a name: `web-tree-sitter.wasm`, `tree-sitter-python.wasm` and so on, as they lie in
 * `dist/grammars`. Undefined when it has none of that name.
 */
export type GrammarSource = (file: string) => MaybePromise<WasmSource | undefined>;

/** A parser set to one language. Parsing is synchronous, so one parser serves all calls. */
export interface Grammar {
  readonly language: Language;
  readonly parser: Parser;
  readonly nodes: ParserLanguage;
  readonly Edit: typeof Edit;
}

type Library = typeof import('web-tree-sitter');

const OWN: GrammarSource = (file) =>
  readOwnFile(file, LANGUAGES.find((language) => language.file === file)?.home ?? 'web-tree-sitter');

let library: Promise<Library> | undefined;
const grammars = new Map<LanguageName, Promise<Grammar | undefined>>();

async function startLibrary(source: GrammarSource): Promise<Library> {
  const [module, wasm] = await Promise.all([import('web-tree-sitter'), source('web-tree-sitter.wasm')]);
  if (wasm === undefined) throw new Error('web-tree-sitter.wasm was not found');
  if (wasm instanceof Uint8Array) await module.Parser.init({ wasmBinary: wasm } as never);
  else {
    const { WebAssembly } = globalThis as unknown as {
      WebAssembly: { instantiate(module: object, imports: object): Promise<object> };
    };
    await module.Parser.init({
      instantiateWasm(imports: object, done: (instance: object, module: object) => void) {
        void WebAssembly.instantiate(wasm, imports).then((instance) => done(instance, wasm));
        return {};
      },
    } as never);
  }
  return module;
}

async function startGrammar(language: Language, source: GrammarSource): Promise<Grammar | undefined> {
  try {
    library ??= startLibrary(source);
    const [{ Parser, Language: Nodes, Edit }, wasm] = await Promise.all([library, source(language.file)]);
    if (wasm === undefined) return undefined;
    const nodes = wasm instanceof Uint8Array ? await Nodes.load(wasm) : Nodes.loadSync(wasm as never);
    return { language, nodes, Edit, parser: new Parser().setLanguage(nodes) };
  } catch {
    return undefined;
  }
}

/** The grammar of a language, loaded once however many ask at the same time; undefined when it cannot be loaded. */
export function loadGrammar(name: LanguageName): Promise<Grammar | undefined> {
  let grammar = grammars.get(name);
  if (!grammar) {
    grammar = startGrammar(languageOf(name), OWN);
    grammars.set(name, grammar);
  }
  return grammar;
}

/**
 * Loads grammars ahead of time, from the caller's own wasm files where the package cannot read its own (edge runtimes).
 * Resolves to the names that are ready. Node, Bun and Deno need no call: a grammar is loaded with the first text.
 */
export async function loadGrammars(
  source: GrammarSource = OWN,
  names: readonly LanguageName[] = LANGUAGES.map((language) => language.name),
): Promise<LanguageName[]> {
  const running = await library?.catch(() => undefined);
  if (!running) library = undefined;
  const ready = await Promise.all(
    names.map(async (name) => {
      const known = await grammars.get(name);
      if (known) return name;
      const grammar = startGrammar(languageOf(name), source);
      grammars.set(name, grammar);
      return (await grammar) ? name : undefined;
    }),
  );
  return ready.filter((name) => name !== undefined);
}
