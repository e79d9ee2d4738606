import type { Tokenizer } from './word-scores.js';

const MOST_KNOWN = 20_000;
const SPACE = '▁';
const UNKNOWN = 1;

/**
 * Byte pair encoding as sentencepiece does it: of all neighbours the pair with the best score becomes one piece, until none is in the
 * vocabulary. `vocabulary` is a `.vocab` file: a piece, a tab and its score in each line, in the order of ids.
 */
export function readPieces(vocabulary: string): Tokenizer {
  const pieces = new Map<string, readonly [id: number, score: number]>();
  for (const [id, line] of vocabulary.split('\n').entries()) {
    const tab = line.lastIndexOf('\t');
    if (tab > 0) pieces.set(line.slice(0, tab), [id, Number(line.slice(tab + 1))]);
  }
  let known = new Map<string, readonly number[]>();
  return {
    frame: [[], []],
    piecesOf(word) {
      const found = known.get(word) ?? merge(word, pieces);
      if (known.size >= MOST_KNOWN) known = new Map();
      known.set(word, found);
      return found;
    },
  };
}

function merge(word: string, pieces: ReadonlyMap<string, readonly [number, number]>): readonly number[] {
  const parts = [SPACE, ...word.slice(0, 200)];
  for (;;) {
    let [best, at] = [Number.NEGATIVE_INFINITY, -1];
    for (let i = 0; i + 1 < parts.length; i++) {
      const found = pieces.get(parts[i]! + parts[i + 1]!);
      if (found && found[1] > best) [best, at] = [found[1], i];
    }
    if (at < 0) break;
    parts.splice(at, 2, parts[at]! + parts[at + 1]!);
  }
  return parts.flatMap((part) => {
    const found = pieces.get(part);
    return found ? [found[0]] : bytesOf(part).map((byte) => pieces.get(byte)?.[0] ?? UNKNOWN);
  });
}

/** `<0xE2>` for each byte of a character that is no piece. */
function bytesOf(part: string): string[] {
  return [...new TextEncoder().encode(part)].map((byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
}
