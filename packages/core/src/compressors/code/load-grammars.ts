import type { GrammarSource } from './grammar-source.js';
import { LANGUAGES, type LanguageName } from './languages.js';
import { loadGrammarsFrom } from './load-grammar.js';

/**
 * Loads grammars ahead of time, from the caller's own wasm files where the package cannot read its own (edge runtimes).
 * Resolves to the names that are ready. Node, Bun and Deno need no call: a grammar is loaded with the first text.
 */
export function loadGrammars(
  source?: GrammarSource,
  names: readonly LanguageName[] = LANGUAGES.map((language) => language.name),
): Promise<LanguageName[]> {
  return loadGrammarsFrom(source, names);
}
