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

/** Of a longer text beginning and end are read: that is where something is asked, before or after what was pasted. */
const LONGEST = 4000;
const MOST_TERMS = 48;
/** What a text is asked to do says nothing of what it is about: "write a haiku", "please give me the address". */
const REQUEST =
  /^\s*(?:(?:please|hey|ok(?:ay)?|now|can you|could you|would you|will you|help me(?: to)?)\b[\s,]*){0,4}(?:write|give|tell|show|make|explain|list|find|translate|summari[sz]e|draft|fix|create|help|say|name|describe|suggest|remind)\b/i;
/** Kinds are looked for in so many terms: in a longer text every other word names some. */
const MOST_KINDS = 16;

export function readQuestion(whole: string): Question {
  const text = whole.length <= LONGEST ? whole : `${whole.slice(0, LONGEST / 2)}\n${whole.slice(-LONGEST / 2)}`;
  const about = termsOf(text.replace(REQUEST, ''));
  const all = [...new Set(about.length > 0 ? about : termsOf(text))];
  const half = MOST_TERMS / 2;
  const terms = all.length <= MOST_TERMS ? all : [...all.slice(0, half), ...all.slice(-half)];
  const asking = terms.length <= MOST_KINDS ? terms : asked(text);
  const kinds = asking.flatMap((term) => {
    const members = membersOf(term);
    return members ? [[term, [...members]] as const] : [];
  });
  return {
    text,
    terms,
    kinds: new Map(kinds),
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

/** The terms of a long text's questions, where these are short. */
function asked(text: string): readonly string[] {
  const questions = text.split(/(?<=[.!?\n])/).filter((sentence) => sentence.endsWith('?'));
  const terms = [...new Set(questions.flatMap(termsOf))];
  return terms.length <= MOST_KINDS ? terms : [];
}
