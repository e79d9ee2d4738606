import type { InTurns } from '../model/in-turns.js';
import type { Block } from './blocks.js';
import { sentenceEnds } from './sentences.js';

/** The smallest piece that is kept or left out whole: a sentence, a table row, a short paragraph. Offsets into the text. */
export interface Passage {
  readonly block: number;
  readonly from: number;
  readonly to: number;
}

const SMALL_BLOCK = 360;

/** Offset of the start of every line, and one behind the end of the text. */
export function lineStarts(lines: readonly string[]): number[] {
  const starts = [0];
  let at = 0;
  for (const line of lines) {
    at += line.length + 1;
    starts.push(at);
  }
  return starts;
}

/** Cuts blocks into passages, in order. */
export function* cutPassages(text: string, blocks: readonly Block[], starts: readonly number[]): InTurns<Passage[]> {
  const passages: Passage[] = [];
  for (const [b, block] of blocks.entries()) {
    const from = starts[block.from] ?? 0;
    const to = Math.min(starts[block.to] ?? text.length, text.length);
    let at = from;
    for (const end of endsIn(text, block, starts, from, to)) {
      if (end <= at) continue;
      passages.push({ block: b, from: at, to: end });
      at = end;
    }
    yield;
  }
  return passages;
}

function endsIn(text: string, block: Block, starts: readonly number[], from: number, to: number): number[] {
  const lineEnds = (first: number) => [...starts.slice(block.from + first, block.to), to];
  if (block.kind === 'table') return lineEnds(2);
  const whole = block.kind !== 'paragraph' && block.kind !== 'item' && block.kind !== 'entry';
  if (whole || to - from <= SMALL_BLOCK) return [to];
  if (isProse(text, from, to)) {
    const ends = sentenceEnds(text, from, to);
    if (ends.length > 1 || block.to - block.from < 40) return ends;
  } else if (block.kind === 'paragraph') return [to]; // What is no prose is whole or absent.
  return block.to - block.from > 4 ? lineEnds(1) : [to];
}

/** Mostly letters and spaces: a text of sentences rather than of columns or code. */
export function isProse(text: string, from: number, to: number): boolean {
  const end = Math.min(to, from + 2000);
  let plain = 0;
  let space = 0;
  let run = 0;
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code > 0xbf;
    if (letter || code === 44 || code === 46) plain++;
    if (code === 32 || code === 10 || code === 13 || code === 9) {
      if (run === 0) plain++;
      else space++;
      run++;
    } else run = 0;
  }
  return plain >= (end - from - space) * 0.82;
}
