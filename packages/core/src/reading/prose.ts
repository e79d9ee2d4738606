import type { InTurns } from '../model/in-turns.js';
import type { BlockKind } from './blocks.js';
import { readBlocks } from './blocks.js';
import { isSpaceAt } from './character-codes.js';
import { isProse } from './passages.js';

const FILLED: ReadonlySet<BlockKind> = new Set<BlockKind>([
  'paragraph',
  'item',
  'entry',
  'aside',
  'heading',
  'source',
  'contents',
]);
const WORDS_A_SENTENCE = 60;
const LEAST_WORDS = 8;
const LEAST_SHARE = 0.5;
const SAMPLE = 200_000;
const END = /[.!?:;]["')\]]*(?=\s|$)|[。！？；]/g;

/**
 * Whether a text is written in a natural language: most of it stands in paragraphs and list items of whole sentences. Code,
 * trees, records, sheets of keys and values, listings and command output are not, however many letters they have.
 */
export function* isNaturalLanguage(lines: readonly string[]): InTurns<boolean> {
  // Of blank lines nothing counts, so that in the end all may be less.
  const most = lines.reduce((sum, line) => sum + line.length + 1, 0);
  let all = 0;
  let prose = 0;
  for (const block of yield* readBlocks(lines)) {
    yield;
    if (all > SAMPLE || prose >= most * LEAST_SHARE) break;
    const text = lines.slice(block.from, block.to).join('\n');
    all += text.length;
    if (FILLED.has(block.kind) && isSentences(text)) prose += text.length;
  }
  return all > 0 && prose >= all * LEAST_SHARE;
}

/** Longer blocks are judged by their beginning. */
function isSentences(block: string): boolean {
  const text = block.slice(0, SAMPLE);
  const words = wordsIn(text);
  const dense = /[\u3040-\u9fff\uac00-\ud7af]/.test(text);
  if (!dense && words < LEAST_WORDS) return false;
  if (!isProse(text, 0, text.length)) return false;
  const ends = endsIn(text, Math.max(1, words / WORDS_A_SENTENCE));
  return ends >= 1 && ends >= words / WORDS_A_SENTENCE;
}

/** How many runs of other characters stand between white space. */
function wordsIn(text: string): number {
  let words = 0;
  let isInside = false;
  for (let at = 0; at < text.length; at++) {
    const isSpace = isSpaceAt(text, at);
    if (!isSpace && !isInside) words++;
    isInside = !isSpace;
  }
  return words;
}

/** How many sentences end; no more than asked for are looked for. */
function endsIn(text: string, enough: number): number {
  let ends = 0;
  END.lastIndex = 0;
  while (ends < enough && END.test(text)) ends++;
  return ends;
}
