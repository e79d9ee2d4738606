import { describe, expect, it } from 'vitest';
import { Numbers, WordNumbers } from './word-numbers.js';

const WORD = /[\p{L}\p{N}_]+/gu;

function read(text: string): string[] {
  const words = new WordNumbers();
  const numbers = new Numbers();
  words.read(text, 0, text.length, numbers);
  return [...numbers.values.subarray(0, numbers.length)].map((number) => words.words[number]!);
}

/** FNV-1a over characters, from a state. */
function hash(text: string, from: number): number {
  let state = from;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return state;
}

/** Words of one hash, twice as many with every pair of pieces that lead from one state to one other. */
function alike(pieces: number): string[] {
  let state = 0x811c9dc5 | 0;
  let words = [''];
  for (let p = 0; p < pieces; p++) {
    const seen = new Map<number, string>();
    for (let i = 0; ; i++) {
      const piece = `${i.toString(36).padStart(5, '_')}`;
      const next = hash(piece, state);
      const other = seen.get(next);
      if (other !== undefined) {
        words = words.flatMap((word) => [word + other, word + piece]);
        state = next;
        break;
      }
      seen.set(next, piece);
    }
  }
  return words;
}

describe('words by number', () => {
  it('are those of the pattern for words, in lower case, whatever the script', () => {
    const text = 'Äpfel foo_Bar 12ab \ud835\udc00bc \ud800x Ångström İstanbul K2 naïve-co e\u0301 日本語 ١٢ a';
    expect(read(text)).toEqual((text.match(WORD) ?? []).map((word) => word.toLowerCase()));
    const words = new WordNumbers();
    words.read(text, 0, text.length, new Numbers());
    for (const word of text.match(WORD) ?? []) {
      const at = text.indexOf(word);
      expect(words.words[words.at(text, at, at + word.length)], word).toBe(word.toLowerCase());
    }
    expect(words.of('never')).toBe(-1);
  });

  it('stay apart and cost the same where somebody has chosen words of one hash', () => {
    const hostile = alike(14);
    expect(new Set(hostile).size).toBe(2 ** 14);
    expect(new Set(hostile.map((word) => hash(word, 0x811c9dc5 | 0))).size).toBe(1);
    const usual = hostile.map((word, i) => `${i}${word.slice(String(i).length)}`);
    const took = (words: readonly string[]): number => {
      const text = [...words, ...words].join(' ');
      const began = performance.now();
      expect(new Set(read(text)).size).toBe(new Set(words).size);
      return performance.now() - began;
    };
    took(usual);
    const plain = Math.min(...[1, 2, 3].map(() => took(usual)));
    expect(Math.min(...[1, 2, 3].map(() => took(hostile)))).toBeLessThan(plain * 12 + 50);
  });
});
