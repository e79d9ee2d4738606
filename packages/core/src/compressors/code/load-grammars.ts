import type { GrammarSource } from './grammar-source.js';
import { LANGUAGES, type LanguageName } from './languages.js';
import { loadGrammarsFrom } from './load-grammar.js';

/**
 * Loads grammars ahead of time, from the caller's own wasm files where the package cannot read its own (edge runtimes).
 * Resolves to the names that are ready. Node, Bun and Deno need no call: a grammar is loaded with the first text.
 *
 * In a file of its own: its declaration may not name the parser's package, which is a part of this one and not installed beside it.
 */
export function loadGrammars(
  source?: GrammarSource,
  names: readonly LanguageName[] = LANGUAGES.map(({ name }) => name),
): Promise<LanguageName[]> {
  return loadGrammarsFrom(source, names);
}
