import type { Listing } from '../../reading/listing.js';
import type { Language } from './languages.js';
import { loadGrammar } from './load-grammar.js';
import { countErrors, type Outline, outlineOf } from './outline.js';
import { outlineOfPython } from './python-outline.js';

/** A source as its syntax tells it. */
export interface Reading {
  readonly language: Language;
  readonly outline: Outline;
  /** Whether a shortened source reads as well as this one did. */
  reads(shorter: string): boolean;
}

/** Thrown so that the router leaves the text alone and says so: a package without its grammars must not fail in silence. */
class GrammarMissingError extends Error {
  override readonly name = 'GrammarMissingError';
}

/** Reads a source by its lines where that is certain, else with a parser; undefined when it cannot be read. */
export async function readSource(listing: Listing, language: Language | undefined): Promise<Reading | undefined> {
  if (!language) return undefined;
  if (language.name === 'python') {
    const outline = outlineOfPython(listing.source);
    if (outline) return { language, outline, reads: (shorter) => outlineOfPython(shorter) !== undefined };
  }
  return parse(listing, language);
}

/** Parses a source; a header file may be C or C++, whichever reads with fewer errors. */
async function parse(listing: Listing, language: Language): Promise<Reading | undefined> {
  const most = 2 + listing.lines.length / 25;
  let best: Reading | undefined;
  for (const name of language.name === 'c' ? (['c', 'cpp'] as const) : [language.name]) {
    const grammar = await loadGrammar(name);
    if (!grammar) throw new GrammarMissingError();
    const outline = outlineOf(grammar, listing.source, listing.lines);
    if (!outline || (best && outline.errors >= best.outline.errors)) continue;
    const reads = (shorter: string): boolean => countErrors(grammar, shorter) <= outline.errors;
    best = { language: grammar.language, outline, reads };
    if (outline.errors <= 2) break;
  }
  return best && best.outline.errors <= most ? best : undefined;
}
