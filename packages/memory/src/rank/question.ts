import { termsOf } from '../words/terms.js';

/** What a question asks for, as far as words tell. */
export interface Question {
  readonly text: string;
  /** Terms, each once, in order. */
  readonly terms: readonly string[];
}

export function readQuestion(text: string): Question {
  return { text, terms: [...new Set(termsOf(text.slice(0, LONGEST)))].slice(0, MOST_TERMS) };
}

/** A question longer than this is asked by its beginning. */
const LONGEST = 8000;
const MOST_TERMS = 64;
