import { wordsOf } from '../../packages/core/src/prose/index.js';
import { factsOf } from '../../packages/kompress/src/linguistic/word-facts.js';

/** Words that carry no answer of their own. */
const GLUE = new Set(
  (
    'a an the and or but of in on at to for from by with as is are was were be been being it its this that these those i we you he she they ' +
    'his her their our your my me us them him do does did has have had can could will would may might so if then than what which who whom ' +
    'whose when where why how there here also about into onto not no'
  ).split(' '),
);

/** A word in lower case without signs, its plain endings cut off. */
export function stemOf(word: string): string {
  const bare = word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').toLowerCase();
  return bare.length > 4 ? bare.replace(/(?:ing|ies|ied|ed|es|s|'s)$/, '') : bare;
}

/** The words of a text that say something. */
export function contentOf(text: string): readonly string[] {
  return listOf(text)
    .filter((word) => !GLUE.has(word.toLowerCase().replace(/[^\p{L}\p{N}']+/gu, '')))
    .map(stemOf)
    .filter((word) => word !== '');
}

export function listOf(text: string): readonly string[] {
  return wordsOf(text).map(({ from, to }) => text.slice(from, to));
}

/** The area under the curve: how often a kept word scores above a dropped one. Ties count a half. */
export function areaOf(kept: readonly number[], scores: readonly number[]): number {
  const order = [...scores.keys()].sort((a, b) => scores[a]! - scores[b]!);
  let [ranks, ones] = [0, 0];
  for (let i = 0; i < order.length; ) {
    let end = i;
    while (end < order.length && scores[order[end]!] === scores[order[i]!]) end++;
    for (let k = i; k < end; k++)
      if (kept[order[k]!] === 1) {
        ranks += (i + end + 1) / 2;
        ones++;
      }
    i = end;
  }
  return (ranks - (ones * (ones + 1)) / 2) / (ones * (kept.length - ones));
}

/** F1 of the share of words with the best scores, of each passage by itself. */
export function matchedF1(kept: readonly Uint8Array[], scores: readonly ArrayLike<number>[], share: number): number {
  let [right, wrong, missed] = [0, 0, 0];
  for (const [p, labels] of kept.entries()) {
    const own = scores[p]!;
    const order = [...labels.keys()].sort((a, b) => own[b]! - own[a]! || a - b);
    const taken = new Set(order.slice(0, Math.round(labels.length * share)));
    for (const [i, label] of labels.entries()) {
      if (taken.has(i) && label === 1) right++;
      else if (taken.has(i)) wrong++;
      else if (label === 1) missed++;
    }
  }
  return (2 * right) / (2 * right + wrong + missed);
}

/** A scorer to compare with: a number for each word of a text. */
export type Rival = (words: readonly string[]) => readonly number[];

/** Numbers between 0 and 1 that look like chance and are the same each time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export const RIVALS: Readonly<Record<'truncation' | 'random' | 'IDF alone', Rival>> = {
  truncation: (words) => words.map((_, i) => -i),
  random: (words) => {
    const next = chance(words.length);
    return words.map(next);
  },
  'IDF alone': (words) => words.map((word) => factsOf(word).level),
};

/** The best words of a text by a rival, in order. */
export function cutBy(rival: Rival, text: string, share: number): string {
  const words = listOf(text);
  const scores = rival(words);
  const order = [...words.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b);
  const taken = new Set(order.slice(0, Math.floor(words.length * share)));
  return words.filter((_, i) => taken.has(i)).join(' ');
}

/** The share to ask for so that about so much of a measure is left. */
export function shareFor(cut: (share: number) => string, goal: number, size: (text: string) => number): number {
  let [low, high] = [0.2, 0.8];
  for (let round = 0; round < 6; round++) {
    const middle = (low + high) / 2;
    if (size(cut(middle)) > goal) high = middle;
    else low = middle;
  }
  return low;
}
