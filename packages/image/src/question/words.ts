import { QUESTION_HEAD } from '../generated/question-head.js';

interface ConceptWords {
  readonly words: ReadonlySet<string>;
  readonly stems: readonly string[];
  readonly parts: readonly string[];
}

const CONCEPTS: readonly (readonly [string, ConceptWords])[] = Object.entries(QUESTION_HEAD.concepts).map(
  ([name, { words, stems, parts }]) => [name, { words: new Set<string>(words), stems, parts }],
);

/** One spelling of what is the same: compatible characters, small letters, one kind of blank, one digit for all numbers. */
export function tidy(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\d+/g, '0').replace(/\s+/g, ' ').trim();
}

export function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** What a tidy text is about, by its words, without phrases whose words mean something else in them ("in a few words"). */
export function conceptsOf(tidied: string): readonly string[] {
  const text = QUESTION_HEAD.without.reduce((left, phrase) => left.replaceAll(phrase, ' '), tidied);
  const words = wordsOf(text);
  return CONCEPTS.filter(
    ([, concept]) =>
      words.some((word) => concept.words.has(word) || concept.stems.some((stem) => word.startsWith(stem))) ||
      concept.parts.some((part) => text.includes(part)),
  ).map(([name]) => name);
}
