import type { InTurns } from '../model/in-turns.js';
import { timesOf } from './grouped.js';
import { atOnce } from './in-turns.js';
import { readFrame, type StackFrame } from './stack-frame.js';

/** Lines of a trace that say little, and the words that stand for them. */
export interface Fold {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly note: string;
}

export interface FoldFramesOptions {
  /** Frames whose text the question names stay. */
  readonly named?: (line: string) => boolean;
  /** Most own frames shown at each end of one run. */
  readonly ownFrames?: number;
}

interface Placed extends StackFrame {
  readonly start: number;
}

/** Finds the runs of frames in `lines[from..to)` and says which of them to leave out: library frames, repeated cycles, the middle of endless runs. */
export function foldFrames(
  lines: readonly string[],
  from: number,
  to: number,
  options: FoldFramesOptions = {},
): Fold[] {
  return atOnce(foldInTurns(lines, from, to, options));
}

/** {@link foldFrames}, in turns. */
export function* foldInTurns(
  lines: readonly string[],
  from: number,
  to: number,
  options: FoldFramesOptions = {},
): InTurns<Fold[]> {
  const folds: Fold[] = [];
  for (let at = from; at < to; ) {
    const run: Placed[] = [];
    let end = at;
    while (end < to) {
      const found = readFrame(lines, end);
      if (!found || found.end > to) break;
      run.push({ ...found, start: end });
      end = found.end;
    }
    if (run.length > 0) foldRun(lines, run, options, folds);
    at = Math.max(end, at + 1);
    yield;
  }
  return folds;
}

function foldRun(lines: readonly string[], run: readonly Placed[], options: FoldFramesOptions, folds: Fold[]): void {
  const keep = choose(lines, run, options);
  const cycles = findCycles(lines, run);
  for (let i = 0; i < run.length; ) {
    const cycle = cycles.get(i);
    if (cycle) {
      const last = run[i + cycle.frames - 1];
      const what = cycle.period === 1 ? 'the frame above repeats' : `the ${cycle.period} frames above repeat`;
      folds.push({
        from: run[i]?.start ?? 0,
        to: last?.end ?? 0,
        note: `[… ${what} ${cycle.frames / cycle.period} more times]`,
      });
      i += cycle.frames;
      continue;
    }
    let end = i;
    while (end < run.length && !keep[end] && !cycles.has(end)) end += 1;
    const left = run.slice(i, end);
    if (left.length > 0 && worthFolding(left)) {
      folds.push({ from: left[0]?.start ?? 0, to: left.at(-1)?.end ?? 0, note: describe(left) });
    }
    i = Math.max(end, i + 1);
  }
}

function worthFolding(left: readonly Placed[]): boolean {
  return left.length > 1 || (left[0] !== undefined && left[0].end - left[0].start > 1);
}

function describe(left: readonly Placed[]): string {
  const owners = left.map(({ owner }) => owner).filter((owner) => owner !== '');
  const top = [...timesOf(owners)].sort((a, b) => b[1] - a[1]).map(([owner]) => owner);
  const where = top.length === 0 ? '' : ` in ${top.slice(0, 3).join(', ')}${top.length > 3 ? ' and others' : ''}`;
  return `[… ${left.length} ${left.length === 1 ? 'frame' : 'frames'}${where}]`;
}

/** How Rust and C report a failure: it says nothing about the failure. */
const MACHINERY = /rust_begin_unwind|panicking|backtrace|__interceptor_|__GI_raise|__pthread_kill/;

function choose(lines: readonly string[], run: readonly Placed[], options: FoldFramesOptions): boolean[] {
  const own = run.map((_, i) => i).filter((i) => run[i]?.library === false);
  const keep = new Array<boolean>(run.length).fill(false);
  const most = options.ownFrames ?? 12;
  own.forEach((i, nth) => {
    if (nth < most || nth >= own.length - most) keep[i] = true;
  });
  const innermost = run[0]?.innermostLast ? run.length - 1 : 0;
  if (!MACHINERY.test(lines[run[innermost]?.start ?? 0] ?? '')) keep[innermost] = true;
  if (own.length === 0) {
    for (const i of [0, 1, run.length - 1]) keep[run[0]?.innermostLast ? run.length - 1 - i : i] = true;
  }
  if (options.named) {
    run.forEach((frame, i) => {
      for (let l = frame.start; l < frame.end; l++) if (options.named?.(lines[l] ?? '')) keep[i] = true;
    });
  }
  return keep.slice(0, run.length);
}

/** Repeated cycles of one to six frames: where a cycle's repetitions start, its period and how many frames they cover. */
function findCycles(lines: readonly string[], run: readonly Placed[]): Map<number, { period: number; frames: number }> {
  const found = new Map<number, { period: number; frames: number }>();
  const ids = new Map<string, number>();
  const texts = run.map((frame) => {
    const text = lines
      .slice(frame.start, frame.end)
      .join('\n')
      .replace(/0x[0-9a-f]+|^[ \t]*#?\d+:?/gm, '');
    const id = ids.get(text) ?? ids.size;
    ids.set(text, id);
    return id;
  });
  for (let i = 0; i < run.length; ) {
    let best: { period: number; frames: number } | undefined;
    for (let period = 1; period <= 6; period++) {
      let frames = 0;
      while (i + period + frames < run.length && texts[i + frames] === texts[i + period + frames]) frames += 1;
      frames -= frames % period;
      if (frames >= 2 * period && frames >= 3 && (!best || frames > best.frames + period)) best = { period, frames };
    }
    if (best) {
      found.set(i + best.period, best);
      i += best.period + best.frames;
    } else i += 1;
  }
  return found;
}
