import type { InTurns } from '../model/in-turns.js';
import type { Passage } from './passages.js';

/** The words of a document's passages, read once for all who look at them. */
export interface PassageWords {
  /** Every different word, as written, in order of appearance. */
  readonly vocabulary: readonly string[];
  /** All words in order, as places in the vocabulary. */
  readonly words: readonly number[];
  /** Passage `p` has the words `starts[p]` to `starts[p + 1]`. */
  readonly starts: readonly number[];
}

const ASCII = Uint8Array.from({ length: 128 }, (_, code) => (/\w/.test(String.fromCharCode(code)) ? 1 : 0));

/** The characters that `TEXT_WORD` in term-finder.ts matches. */
function isWord(code: number): boolean {
  if (code < 128) return ASCII[code] === 1;
  return (code >= 0xaa && code <= 0x1fff) || (code >= 0x2c00 && code <= 0x2fef) || (code >= 0x3040 && code <= 0xfeff);
}

/** Reads the words of passages; a word belongs to the passage it begins in. Linear. */
export function* readWords(text: string, passages: readonly Passage[]): InTurns<PassageWords> {
  const places = new Map<string, number>();
  const words: number[] = [];
  const starts: number[] = [];
  let at = 0;
  for (const passage of passages) {
    starts.push(words.length);
    at = Math.max(at, passage.from);
    while (at < passage.to) {
      if (!isWord(text.charCodeAt(at))) {
        at++;
        continue;
      }
      const start = at++;
      while (at < text.length && isWord(text.charCodeAt(at))) at++;
      const word = text.slice(start, at);
      const place = places.get(word) ?? places.size;
      if (place === places.size) places.set(word, place);
      words.push(place);
    }
    yield;
  }
  starts.push(words.length);
  return { vocabulary: [...places.keys()], words, starts };
}
