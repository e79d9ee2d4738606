import type { PassageWords } from './passage-words.js';

const MIN_PASSAGES = 20;
const MOST = 6;

/** Passages of words found nowhere else, in a text that otherwise says the same things over and over; none in other texts. */
export function findOddPassages(read: PassageWords): readonly number[] {
  const size = read.starts.length - 1;
  if (size < MIN_PASSAGES) return [];
  const telling = tellingWords(read.vocabulary);
  const frequency = new Uint32Array(read.vocabulary.length);
  eachOwnWord(read, telling, (word) => void frequency[word]!++);
  const own = new Uint32Array(size);
  const alone = new Uint32Array(size);
  eachOwnWord(read, telling, (word, p) => {
    own[p]!++;
    if (frequency[word] === 1) alone[p]!++;
  });
  const shares = Array.from(own, (count, p) => (count < 4 ? 0 : alone[p]! / count));
  const usual = [...shares].sort((a, b) => a - b)[Math.floor(shares.length * 0.8)] ?? 1;
  if (usual > 0.15) return [];
  const odd = shares.flatMap((share, p) => (share >= 0.4 ? [p] : []));
  return odd.length <= MOST ? odd : [];
}

/** For every word its first spelling in any case, -1 for short words and those with digits. */
function tellingWords(vocabulary: readonly string[]): Int32Array {
  const firsts = new Map<string, number>();
  return Int32Array.from(vocabulary, (word, place) => {
    if (word.length < 4 || /\d/.test(word)) return -1;
    const lower = word.toLowerCase();
    const first = firsts.get(lower) ?? place;
    firsts.set(lower, first);
    return first;
  });
}

/** Visits every telling word of every passage once. */
function eachOwnWord(read: PassageWords, telling: Int32Array, visit: (word: number, passage: number) => void): void {
  const last = new Int32Array(read.vocabulary.length).fill(-1);
  for (let p = 0; p + 1 < read.starts.length; p++) {
    for (let w = read.starts[p]!; w < read.starts[p + 1]!; w++) {
      const word = telling[read.words[w]!]!;
      if (word < 0 || last[word] === p) continue;
      last[word] = p;
      visit(word, p);
    }
  }
}
