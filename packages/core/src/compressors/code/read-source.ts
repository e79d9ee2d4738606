import { howToBring } from '../../files/own-file.js';
import { HeadroomError } from '../../model/errors.js';
import type { InTurns } from '../../model/in-turns.js';
import { settled } from '../../reading/in-turns.js';
import type { Listing } from '../../reading/listing.js';
import { fileOf, type Language } from './languages.js';
import { grammarFile, HAS_PARSER, loadGrammar } from './load-grammar.js';
import type { Outline } from './outline.js';
import { errorsOf, parseSource } from './parse-source.js';
import { outlineOfPython } from './python-outline.js';

/** A source as its syntax tells it. */
export interface Reading {
  readonly language: Language;
  readonly outline: Outline;
  /** Whether what is made of the source reads as well as that did. */
  reads(shorter: string): InTurns<boolean>;
}

/** For the router, which leaves the text alone and says so: a package without its grammars must not fail in silence. */
function missing(file: string): HeadroomError {
  return new HeadroomError('missing_file', `${howToBring(grammarFile(file))}, or hand it to loadGrammars()`);
}

/** Reads a source by its lines where that is certain, else with a parser; undefined when it cannot be read. */
export function* readSource(listing: Listing, language: Language | undefined): InTurns<Reading | undefined> {
  if (!language) return undefined;
  if (language.name === 'python') {
    const outline = yield* outlineOfPython(listing.source);
    const reads = function* (shorter: string): InTurns<boolean> {
      return (yield* outlineOfPython(shorter)) !== undefined;
    };
    if (outline) return { language, outline, reads };
  }
  return HAS_PARSER ? yield* parse(listing, language) : undefined;
}

/** Parses a source; a header file may be C or C++, whichever reads with fewer errors. */
function* parse(listing: Listing, language: Language): InTurns<Reading | undefined> {
  let best: Reading | undefined;
  for (const name of language.name === 'c' ? (['c', 'cpp'] as const) : [language.name]) {
    const grammar = yield* settled(loadGrammar(name));
    if (!grammar) throw missing(fileOf(name));
    const outline = yield* parseSource(grammar, listing.source, listing.lines);
    if (!outline || (best && outline.errors >= best.outline.errors)) continue;
    const reads = function* (shorter: string): InTurns<boolean> {
      return (yield* errorsOf(grammar, shorter)) <= outline.errors;
    };
    best = { language: grammar.language, outline, reads };
    if (outline.errors <= 2) break;
  }
  return best && best.outline.errors <= 2 + listing.lines.length / 25 ? best : undefined;
}
