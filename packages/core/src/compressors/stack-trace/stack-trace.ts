import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import { findRepeats } from '../../reading/find-repeats.js';
import { type Fold, foldFrames } from '../../reading/fold-frames.js';
import { packLines } from '../../reading/pack-lines.js';
import { readQuery } from '../../reading/query-terms.js';
import { readFrame } from '../../reading/stack-frame.js';
import { finalState, withoutEscapes } from '../../reading/terminal-text.js';
import { groupThreads } from './group-threads.js';
import { recognizeTrace } from './recognize-trace.js';
import { trimSurroundings } from './trim-surroundings.js';

/** Shortens stack traces and thread dumps: messages, causes and own frames stay, library and repeated frames are counted. */
export function stackTrace(): Compressor {
  return { name: 'stack_trace', match: recognizeTrace, compress: compressTrace };
}

const SMALL = 400;

function compressTrace(content: Content, task: Task): Shorter | undefined {
  if (content.text.length < SMALL) return undefined;
  if (task.mode === 'lossless') {
    const packed = packLines(content.text);
    return packed === undefined ? undefined : smaller(content, task, { kind: 'packed', text: packed });
  }
  const lines = content.lines.map((line) => finalState(withoutEscapes(line)).trimEnd());
  const names = readQuery(task.query).names.filter((name) => name.length > 3);
  const named = (line: string): boolean => names.some((name) => line.includes(name));
  const inFrame = frameLines(lines);
  const ownFrames = Math.max(2, Math.round((task.mode === 'aggressive' ? 4 : 8) * task.bias));
  const folds = [
    groupThreads(lines).filter((fold) => !namedInside(lines, fold, named)),
    findRepeats(lines, (at) => inFrame[at] === 1),
    foldFrames(lines, 0, lines.length, { named, ownFrames }),
    trimSurroundings(lines, inFrame, named),
  ];
  const written = write(lines, folds);
  const counts = `${written.left} of ${written.all} lines (${count(inFrame)} lines are frames; library frames and repeated parts are left out)`;
  return smaller(content, task, {
    kind: 'trimmed',
    licence: 'repeats',
    text: written.text,
    omitted: { summary: counts },
  });
}

function frameLines(lines: readonly string[]): Uint8Array {
  const found = new Uint8Array(lines.length);
  for (let at = 0; at < lines.length; ) {
    const frame = readFrame(lines, at);
    if (frame) found.fill(1, at, frame.end);
    at = frame?.end ?? at + 1;
  }
  return found;
}

function count(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0);
}

function namedInside(lines: readonly string[], fold: Fold, named: (line: string) => boolean): boolean {
  for (let i = fold.from; i < fold.to; i++) if (named(lines[i] ?? '')) return true;
  return false;
}

/** Writes the lines with each fold's note in its place; folds given first win where they overlap. */
function write(
  lines: readonly string[],
  layers: readonly (readonly Fold[])[],
): { text: string; left: number; all: number } {
  const owner = new Array<Fold | undefined>(lines.length).fill(undefined);
  for (const layer of layers) {
    for (const fold of layer) {
      for (let i = fold.from; i < fold.to; i++) owner[i] ??= fold;
    }
  }
  const out: string[] = [];
  let left = 0;
  let all = 0;
  let before: Fold | undefined;
  lines.forEach((line, i) => {
    if (line !== '') all += 1;
    const fold = owner[i];
    if (!fold) {
      if (line !== '' || (out.length > 0 && out.at(-1) !== '')) out.push(line);
    } else {
      if (line !== '') left += 1;
      if (fold !== before && fold.note !== '' && out.at(-1) !== fold.note) out.push(indentOf(line) + fold.note);
    }
    before = fold;
  });
  return { text: out.join('\n'), left, all };
}

function indentOf(line: string): string {
  return (/^\s*/.exec(line)?.[0] ?? '').slice(0, 4);
}

function smaller(content: Content, task: Task, shorter: Shorter): Shorter | undefined {
  if (shorter.text.trim() === '') return undefined;
  return task.tokens.count(shorter.text) < task.tokens.count(content.text) ? shorter : undefined;
}
