import { stemmer } from 'stemmer';
import { IRREGULAR } from './irregular.js';
import { STOP_WORDS } from './stop-words.js';

/** Words of letters and digits; bounded, for a loop over many letters takes room on the pattern's stack with each. */
const WORD = /[\p{L}\p{N}_]{1,200}/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const LONGEST = 40;

const stems = new Map<string, string>();

/** The stem of a lower-case word (Porter's for English; other languages lose little by it, since questions lose the same). */
export function stem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const found = /^[a-z]+$/.test(word) ? stemmer(IRREGULAR.get(word) ?? word) : word;
  if (stems.size > 50_000) stems.clear();
  stems.set(word, found);
  return found;
}

/** A text in one spelling: compatible characters alike, no marks on letters, lower case. */
export function folded(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

/** The words of a text in order, as they stand in it, but folded. */
export function wordsOf(text: string): string[] {
  return Array.from(folded(text).matchAll(WORD), ([word]) => word);
}

/** The terms that rank a text, in order: stems without stop words; scripts without spaces by pairs of characters. */
export function termsOf(text: string): string[] {
  const found: string[] = [];
  for (const word of wordsOf(text)) {
    if (UNSPACED.test(word)) found.push(...pairsOf(word));
    else if (!STOP_WORDS.has(word)) found.push(stem(word.slice(0, LONGEST)));
  }
  return found;
}

function pairsOf(word: string): string[] {
  const characters = [...word];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
}
