import { fileReadOf, filesWritten } from '../conversation/file-read.js';
import type { Block } from '../model/block.js';
import { rankTexts } from '../question/rank-texts.js';
import type { Uses } from './uses.js';

/** What is known of an earlier result when room is made. Each is a number of about 0 to 10. */
export const SIGNALS = [
  'age',
  'size',
  'error',
  'fit',
  'file',
  'part',
  'made',
  'write',
  'uses',
  'idle',
  'again',
  'changed',
] as const;
export type Signals = Readonly<Record<(typeof SIGNALS)[number], number>>;

/** A result that stands in the conversation, with its size in tokens. */
export interface Standing {
  readonly block: Block;
  readonly size: number;
}

/** When room is made: the turn, what the user last asked, and what was done with results up to then. */
export interface Now {
  readonly turn: number;
  readonly query: string;
  readonly uses: Uses;
}

const FAULT = /\b(?:error|failed|fatal|panic)\b/i;
const LONGEST = 20_000;

/** Reads the signals of results. Nothing that comes later has a say. */
export function signalsOf(results: readonly Standing[], { turn, query, uses }: Now): Signals[] {
  const texts = results.map(({ block }) => block.text.slice(0, LONGEST));
  const fits = rankTexts(query, texts);
  return results.map(({ block, size }, i) => {
    const read = fileReadOf(block.call);
    const use = uses.of(block);
    const later = uses.since(block.turn, read?.paths ?? []);
    return {
      age: Math.log2(1 + turn - block.turn),
      size: Math.log2(1 + size / 100),
      error: block.isError || FAULT.test(texts[i]!) ? 1 : 0,
      fit: fits[i] ?? 0,
      file: read ? 1 : 0,
      part: read?.part ? 1 : 0,
      made: read?.made ? 1 : 0,
      write: filesWritten(block.call).length > 0 ? 1 : 0,
      uses: Math.log2(1 + (use?.times ?? 0)),
      idle: use ? Math.log2(1 + turn - use.last) : 0,
      again: later.read ? 1 : 0,
      changed: later.written ? 1 : 0,
    };
  });
}
