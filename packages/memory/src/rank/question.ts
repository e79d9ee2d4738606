import { membersOf } from '../words/kinds.js';
import { termsOf } from '../words/terms.js';

/** What a question asks for, as far as words tell. */
export interface Question {
  readonly text: string;
  /** Terms, each once, in order. */
  readonly terms: readonly string[];
  /** For each term that names a kind of things, what is of that kind. */
  readonly kinds: ReadonlyMap<string, readonly string[]>;
  /** It wants a time. */
  readonly asksWhen: boolean;
  /** It wants a number. */
  readonly asksMany: boolean;
  /** It wants somebody, a place, a reason, the name of a work. */
  readonly asksWho: boolean;
  readonly asksWhere: boolean;
  readonly asksWhy: boolean;
  readonly asksTitle: boolean;
  /** It wants several things. */
  readonly wantsList: boolean;
}

/** A question longer than this is asked by its end, where the newest words stand. */
const LONGEST = 4000;
const MOST_TERMS = 48;

export function readQuestion(whole: string): Question {
  const text = whole.slice(-LONGEST);
  const terms = [...new Set(termsOf(text))].slice(-MOST_TERMS);
  const kinds = terms.flatMap((term) => {
    const members = membersOf(term);
    return members ? [[term, [...members]] as const] : [];
  });
  return {
    text,
    terms,
    // In a long text every other word names some kind: only questions are read so closely.
    kinds: new Map(terms.length > 16 ? [] : kinds),
    asksWhen: /(?:^|[.!?] *)(?:when|what (?:date|year|month|day))\b|\bhow long\b/i.test(text),
    asksMany: /\bhow (?:many|much|often|old)\b/i.test(text),
    asksWho: /\bwho\b/i.test(text),
    asksWhere: /\bwhere\b|\b(?:city|country|place|state)\b/i.test(text),
    asksWhy: /\bwhy\b|\breason\b|\binspire/i.test(text),
    asksTitle: /\b(?:names?|titles?|called|books?|movies?|songs?|bands?|artists?|games?)\b/i.test(text),
    wantsList:
      /^\s*(?:what|which|in what|in which|how many)\s+(?:\w+\s+){0,3}?\w+s\b(?<!\b(?:is|was|does|has))|^\s*(?:what|where|who|how)\s+(?:has|have|do|does|are|were)\b/i.test(
        text.slice(0, 200),
      ),
  };
}
