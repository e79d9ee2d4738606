import type { InTurns } from '../model/in-turns.js';
import type { Block } from './blocks.js';
import type { Passage } from './passages.js';
import { tidySpaces } from './tidy-spaces.js';

const MAX_TITLES = 24;
const MAX_TITLE = 70;
const TINY_GAP = 48;

/** Keeps small gaps between kept passages: a note about them would be as long as they are. */
export function closeTinyGaps(passages: readonly Passage[], kept: Uint8Array): void {
  for (let p = 0; p < passages.length; p++) {
    if (kept[p]) continue;
    let end = p;
    let size = 0;
    while (end < passages.length && !kept[end]) {
      size += (passages[end]?.to ?? 0) - (passages[end]?.from ?? 0);
      end++;
    }
    if (size <= TINY_GAP) kept.fill(1, p, end);
    p = end;
  }
}

/** A document read and chosen from, ready to be printed. */
export interface Printable {
  readonly lines: readonly string[];
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly passages: readonly Passage[];
  readonly kept: Uint8Array;
  readonly lineNumber: (line: number) => number;
}

/** Prints the kept passages as they stand in the text, with a short note for every gap. */
export function* printPassages(from: Printable): InTurns<string> {
  const { blocks, passages, kept } = from;
  const printed: string[] = [];
  let gap: number[] = [];
  let last: Block | undefined;
  let p = 0;
  for (const [b, block] of blocks.entries()) {
    yield;
    const first = p;
    while (p < passages.length && passages[p]?.block === b) p++;
    if (!kept.subarray(first, p).includes(1)) {
      gap.push(b);
      continue;
    }
    const before = blocks[gap[0] ?? b] ?? block;
    if (last && last.to < before.from) printed.push('');
    if (gap.length > 0) {
      printed.push(noteOf(from, gap));
      if (block.level >= 0) printed.push('');
      gap = [];
    }
    printed.push(tidySpaces(printBlock(from, block, first, p), block.kind));
    last = block;
  }
  if (gap.length > 0) printed.push('', noteOf(from, gap));
  return printed.join('\n');
}

/** `[… lines 40-71: Title; Title]` for a run of blocks left out. */
function noteOf(from: Printable, gap: readonly number[]): string {
  const { blocks } = from;
  const first = blocks[gap[0] ?? 0]?.from ?? 0;
  const last = (blocks[gap[gap.length - 1] ?? 0]?.to ?? 1) - 1;
  const titles = gap.filter((b) => blocks[b]?.kind === 'heading').map((b) => titleOf(blocks[b], from.lines));
  const shown =
    titles.slice(0, MAX_TITLES).join('; ') +
    (titles.length > MAX_TITLES ? `; … ${titles.length - MAX_TITLES} more` : '');
  const where = whereOf(from, first, last);
  return `[…${where}${shown === '' ? '' : `${where === '' ? ' ' : ': '}${shown}`}]`;
}

/** ` lines 3-9`, or nothing where the lines left out share a line of the source with others. */
function whereOf(from: Printable, first: number, last: number): string {
  const a = from.lineNumber(first);
  const b = Math.max(a, from.lineNumber(last + 1) - 1);
  if (a === b) return first > 0 && a === from.lineNumber(first - 1) ? '' : ` line ${a}`;
  return ` lines ${a}-${b}`;
}

function titleOf(block: Block | undefined, lines: readonly string[]): string {
  for (let l = block?.from ?? 0; l < (block?.to ?? 0); l++) {
    const bare = (lines[l] ?? '')
      .slice(0, 200)
      .replace(/^#+\s*/, '')
      .trim();
    if (!/[\p{L}\p{N}]/u.test(bare)) continue;
    return bare.length > MAX_TITLE ? `${bare.slice(0, MAX_TITLE).replace(/\s\S*$|[\ud800-\udbff]$/, '')}…` : bare;
  }
  return '…';
}

function printBlock(from: Printable, block: Block, first: number, end: number): string {
  const { text, passages, kept } = from;
  const pieces: string[] = [];
  let atLineStart = true;
  let line = block.from;
  const inRows = block.kind === 'table' || block.kind === 'code';
  for (let p = first; p < end; ) {
    const state = kept[p];
    const start = p;
    while (p < end && kept[p] === state) p++;
    const slice = text.slice(passages[start]?.from, passages[p - 1]?.to);
    const count = countBreaks(slice);
    if (state) pieces.push(slice);
    else if (inRows || (slice.endsWith('\n') && atLineStart && count > 1)) {
      const rows = block.kind === 'table' ? ` ${p - start} rows,` : '';
      pieces.push(`[…${rows}${whereOf(from, line, line + Math.max(count, 1) - 1)}]\n`);
    } else {
      const before = pieces.pop();
      pieces.push(before === undefined ? '[…] ' : `${before.trimEnd()} […] `);
    }
    atLineStart = pieces[pieces.length - 1]?.endsWith('\n') ?? true;
    line += count;
  }
  return pieces.join('').trimEnd();
}

function countBreaks(slice: string): number {
  let count = 0;
  for (let at = slice.indexOf('\n'); at >= 0; at = slice.indexOf('\n', at + 1)) count++;
  return count;
}
