import type { Parser, Language as ParserLanguage } from 'web-tree-sitter';
import { howToBring, readOwnFile } from '../../files/own-file.js';
import type { GrammarSource } from './grammar-source.js';
import { fileOf, type Language, type LanguageName, languageOf } from './languages.js';

/** A parser set to one language. One parser serves all calls that parse at once. */
export interface Grammar {
  readonly language: Language;
  readonly parser: Parser;
  readonly nodes: ParserLanguage;
  /** Another parser, for a call that parses in turns. */
  another(): Parser;
}

type Library = typeof import('web-tree-sitter');

/** Where the package keeps a wasm file. */
export const grammarFile = (file: string): string => `grammars/${file}`;

/** In `node_modules` a grammar lies in a package of its name; that of TSX comes with TypeScript's. */
const OWN: GrammarSource = (file) => {
  const home = file.replace('.wasm', '').replace('-tsx', '-typescript');
  return readOwnFile(grammarFile(file), `${home}/${file}`);
};

/** Whether this build can parse at all; the edge build cannot. */
export const HAS_PARSER: boolean = true;

let library: Promise<Library> | undefined;
const grammars = new Map<LanguageName, Promise<Grammar | undefined>>();

/** The parser's wasm is handed over; it need not look for it. */
const locateFile = (file: string): string => file;

async function startLibrary(source: GrammarSource): Promise<Library> {
  const [module, wasm] = await Promise.all([import('web-tree-sitter'), source('web-tree-sitter.wasm')]);
  if (wasm === undefined) throw new Error(howToBring(grammarFile('web-tree-sitter.wasm')));
  if (wasm instanceof Uint8Array) await module.Parser.init({ wasmBinary: wasm, locateFile } as never);
  else {
    const { WebAssembly } = globalThis as unknown as {
      WebAssembly: { instantiate(module: object, imports: object): Promise<object> };
    };
    await module.Parser.init({
      locateFile,
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
    const [{ Parser, Language: Nodes }, wasm] = await Promise.all([library, source(fileOf(language.name))]);
    if (wasm === undefined) return undefined;
    const nodes = wasm instanceof Uint8Array ? await Nodes.load(wasm) : Nodes.loadSync(wasm as never);
    const another = (): Parser => new Parser().setLanguage(nodes);
    return { language, nodes, another, parser: another() };
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

/** What `loadGrammars` does. */
export async function loadGrammarsFrom(
  source: GrammarSource | undefined,
  names: readonly LanguageName[],
): Promise<LanguageName[]> {
  const running = await library?.catch(() => undefined);
  if (!running) library = undefined;
  const ready = await Promise.all(
    names.map(async (name) => {
      const known = await grammars.get(name);
      if (known) return name;
      const grammar = startGrammar(languageOf(name), source ?? OWN);
      grammars.set(name, grammar);
      return (await grammar) ? name : undefined;
    }),
  );
  return ready.filter((name) => name !== undefined);
}
