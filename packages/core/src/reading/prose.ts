import type { InTurns } from '../model/in-turns.js';
import type { BlockKind } from './blocks.js';
import { readBlocks } from './blocks.js';
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

/**
 * Whether a text is written in a natural language: most of it stands in paragraphs and list items of whole sentences. Code,
 * trees, records, sheets of keys and values, listings and command output are not, however many letters they have.
 */
export function* isNaturalLanguage(lines: readonly string[]): InTurns<boolean> {
  let all = 0;
  let prose = 0;
  for (const block of yield* readBlocks(lines)) {
    yield;
    if (all > SAMPLE) break;
    const text = lines.slice(block.from, block.to).join('\n');
    all += text.length;
    if (FILLED.has(block.kind) && isSentences(text)) prose += text.length;
  }
  return all > 0 && prose >= all * LEAST_SHARE;
}

/** Longer blocks are judged by their beginning. */
function isSentences(block: string): boolean {
  const text = block.slice(0, SAMPLE);
  const words = text.match(/\S+/g)?.length ?? 0;
  const dense = /[\u3040-\u9fff\uac00-\ud7af]/.test(text);
  if (!dense && words < LEAST_WORDS) return false;
  if (!isProse(text, 0, text.length)) return false;
  const ends = text.match(/[.!?:;]["')\]]*(?=\s|$)|[。！？；]/g)?.length ?? 0;
  return ends >= 1 && ends >= words / WORDS_A_SENTENCE;
}
