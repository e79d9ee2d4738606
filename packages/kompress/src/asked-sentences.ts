import { type AskedWords, bareOf } from '@headroom/core/prose';

/** A word with what stands around it. */
interface Said {
  readonly raw: string;
  readonly facts: { readonly trail: number };
}

/** The share of all words that may stay for it; one sentence of so many words always may. */
const SHARE = 0.02;
const ONE = 40;
const LONGEST = 80;
const FEWEST = 2;

interface Sentence {
  readonly from: number;
  readonly to: number;
  /** Different words of the question in it. */
  readonly asked: number;
}

/**
 * Keeps the sentences whole that hold most words of the question, two at least, as far as there is room: who asks may want the
 * answer as it was written.
 */
export function keepAskedSentences(
  places: readonly Said[],
  begins: readonly number[],
  needed: Uint8Array,
  asked: AskedWords,
): void {
  let room = Math.max(ONE, Math.floor(places.length * SHARE));
  const found = sentencesOf(places, begins, asked).filter((one) => one.asked >= FEWEST && one.to - one.from <= LONGEST);
  for (const { from, to } of found.sort(
    (a, b) => b.asked - a.asked || a.to - a.from - (b.to - b.from) || a.from - b.from,
  )) {
    if (to - from > room) continue;
    room -= to - from;
    needed.fill(1, from, to);
  }
}

function sentencesOf(places: readonly Said[], begins: readonly number[], asked: AskedWords): Sentence[] {
  const sentences: Sentence[] = [];
  let words = new Set<string>();
  for (let i = 0, from = 0; i < places.length; i++) {
    const bare = bareOf(places[i]!.raw);
    if (asked.has(bare)) words.add(bare);
    if (places[i]!.facts.trail !== 3 && begins[i + 1] !== 1 && i + 1 < places.length) continue;
    if (words.size > 0) sentences.push({ from, to: i + 1, asked: words.size });
    words = new Set();
    from = i + 1;
  }
  return sentences;
}
