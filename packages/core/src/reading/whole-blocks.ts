import type { Block } from './blocks.js';
import type { Passage } from './passages.js';
import { isPassage } from './prose.js';

/** A longer block that is no prose is not brought in by the paragraph before it, only by itself. */
const LONGEST = 320;
const FEWEST_ROWS = 3;
const MOSTLY = 0.6;
const RECORD = /^\s*(?:[\w.$@/-]+ ?[=:] ?\S|[\w.$@/-]+=$|\[?\d{2,4}[-:/.]\d\d)/;

/**
 * The licence of passages holds for prose: what is not (code, commands, trees, logs, sheets of keys and values) is shown whole or left
 * out whole, together with the paragraph that leads to it. Lines of their own kind outside of any fence always stay.
 */
export function keepBlocksWhole(
  lines: readonly string[],
  blocks: readonly Block[],
  passages: readonly Passage[],
  kept: Uint8Array,
): void {
  const own = passagesOf(passages, blocks.length);
  const isKept = (b: number): boolean => own[b]!.some((p) => kept[p] === 1);
  const keep = (b: number): void => {
    for (const p of own[b]!) kept[p] = 1;
  };
  for (const [b, block] of blocks.entries()) {
    const isCode = block.kind === 'code';
    const isRecords = !isCode && areRecords(block, lines);
    if (!isCode && (block.kind !== 'paragraph' || isPassage(block, lines))) continue;
    const before = blocks[b - 1];
    const leads = before !== undefined && before.level < 0 && before.kind !== 'code' && before.parent === block.parent;
    const size = own[b]!.reduce((sum, p) => sum + passages[p]!.to - passages[p]!.from, 0);
    if (isRecords || isKept(b) || (isCode && leads && size <= LONGEST && isKept(b - 1))) {
      keep(b);
      if (block.parent >= 0) keep(block.parent);
      // What a command is for is said in the sentence before it.
      if (isCode && leads && own[b - 1]!.length > 0) kept[own[b - 1]!.at(-1)!] = 1;
    }
  }
}

/** Lines of a log, or of keys and values. */
function areRecords(block: Block, lines: readonly string[]): boolean {
  const rows = lines.slice(block.from, block.to);
  const found = rows.filter((line) => RECORD.test(line.slice(0, 200))).length;
  return rows.length >= FEWEST_ROWS && found >= rows.length * MOSTLY;
}

function passagesOf(passages: readonly Passage[], count: number): number[][] {
  const own: number[][] = Array.from({ length: count }, () => []);
  for (const [p, { block }] of passages.entries()) own[block]!.push(p);
  return own;
}
