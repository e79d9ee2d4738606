import type { Passage } from './passages.js';
import { TEXT_WORD } from './term-finder.js';

const MIN_PASSAGES = 20;
const MOST = 6;

/** Passages of words found nowhere else, in a text that otherwise says the same things over and over; none in other texts. */
export function findOddPassages(text: string, passages: readonly Passage[]): readonly number[] {
  if (passages.length < MIN_PASSAGES || text.length > 2_000_000) return [];
  const frequency = new Map<string, number>();
  const words = passages.map(({ from, to }) => {
    const own = new Set((text.slice(from, to).match(TEXT_WORD) ?? []).filter(isTelling).map(lower));
    for (const word of own) frequency.set(word, (frequency.get(word) ?? 0) + 1);
    return own;
  });
  const shares = words.map((own) => {
    let alone = 0;
    for (const word of own) if (frequency.get(word) === 1) alone++;
    return own.size < 4 ? 0 : alone / own.size;
  });
  const usual = [...shares].sort((a, b) => a - b)[Math.floor(shares.length * 0.8)] ?? 1;
  if (usual > 0.15) return [];
  const odd = shares.flatMap((share, p) => (share >= 0.4 ? [p] : []));
  return odd.length <= MOST ? odd : [];
}

const isTelling = (word: string): boolean => word.length >= 4 && !/\d/.test(word);
const lower = (word: string): string => word.toLowerCase();
