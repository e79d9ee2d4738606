import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { compressorInTurns, type Pack, packedOf } from '../../units/compressor-of.js';
import { counted } from '../../units/sum.js';
import { dropWrappers } from './drop-wrappers.js';
import { isPacked, pack, unpack } from './pack.js';
import { looksLikeTree } from './read-line.js';

const NOTATION: Pack = { pack, unpack };
const SAMPLE_LINES = 300;
const LEAST_LINES = 8;
const LEAST_SHARE = 0.5;
const LEAST_REFS = 4;
const SMALL = 400;
/** A packed tree has lost nothing: one without its wrappers must be this much shorter. */
const WORTH_TRIMMING = 0.9;

/**
 * Page trees of browser tools (accessibility snapshots). Every reference, role, name and state stays; items of lists are written
 * in a line each, and containers without name and reference go.
 */
export function pageTree(): Compressor {
  return compressorInTurns({ name: 'page_tree', ceiling: 1, match, inTurns: compress });
}

function match({ text, lines }: Content): number {
  if (isPacked(text)) return 1;
  if (lines.length < LEAST_LINES) return 0;
  const { share, refs } = looksLikeTree(lines.slice(0, SAMPLE_LINES));
  if (refs < LEAST_REFS) return 0;
  const isTitled = /^(?:=+ ACCESS|RootWebArea\b)/m.test(text.slice(0, 2000));
  return share >= LEAST_SHARE || (isTitled && share > LEAST_SHARE / 2) ? 0.95 : 0;
}

function* compress({ text, lines }: Content, task: Task): InTurns<Shorter | undefined> {
  if (text.length < SMALL) return undefined;
  const packed = yield* packedOf(NOTATION, text, task);
  if (task.mode === 'lossless') return packed;
  yield;
  const { lines: kept, wrappers, repeats } = yield* dropWrappers(lines);
  if (wrappers + repeats === 0) return packed;
  const without = kept.join('\n');
  const short = (yield* packedOf(NOTATION, without, task))?.text ?? without;
  const least = task.tokens.count(packed?.text ?? text) * WORTH_TRIMMING;
  if (task.tokens.count(short) >= least) return packed;
  const parts = [
    ...(wrappers > 0 ? [`${counted(wrappers, 'container')} without name and reference`] : []),
    ...(repeats > 0
      ? [`${counted(repeats, 'text')} that only ${repeats === 1 ? 'repeats' : 'repeat'} the name above`]
      : []),
  ];
  return { kind: 'trimmed', licence: 'repeats', text: short, omitted: { summary: parts.join(', ') } };
}
