import type { Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { readQuery } from '../../question/query-terms.js';
import { findRepeats, type Repeat } from '../../reading/find-repeats.js';
import { foldInTurns } from '../../reading/fold-frames.js';
import { linesInTurns } from '../../reading/in-turns.js';
import { readFrame } from '../../reading/stack-frame.js';
import { finalState, withoutEscapes } from '../../reading/terminal-text.js';
import { foldedPieces, joinLines, stretchOf } from '../../units/folded.js';
import type { Unit } from '../../units/unit.js';
import type { Units } from '../../units/units.js';
import { asked } from '../../units/votes/asked.js';
import { showing } from '../../units/votes/showing.js';
import { readThreads, type Thread } from './read-threads.js';
import { isTraceMark, SIDE, sideLines } from './side-lines.js';

const SERIOUS =
  /error|fail|panic|fatal|exception|assert|left|right|expected|actual|abort|killed|denied|refused|timeout|summary|result/i;
const MOST_NAMES = 12;
const SAME_LINES = 2;

/** Reads traces: threads, runs of frames and the lines around them are units. */
export function* readTraceUnits(content: Content, task: Task): InTurns<Units> {
  const lines: string[] = [];
  yield* linesInTurns(content.lines, (line) => void lines.push(finalState(withoutEscapes(line)).trimEnd()));
  const inFrame = yield* frameLines(lines);
  const names = readQuery(task.query).names.filter((name) => name.length > 3);
  const named = (line: string): boolean => names.some((name) => line.includes(name));
  const ownFrames = Math.max(2, Math.round((task.mode === 'aggressive' ? 4 : 8) * task.bias));
  const repeats = findRepeats(lines, (at) => inFrame[at] === 1);
  yield;
  const folds = yield* foldInTurns(lines, 0, lines.length, { named, ownFrames });
  yield;
  const threads = readThreads(lines);
  yield;
  const side = sideLines(lines, inFrame);
  yield;
  const page = joinLines(lines);
  const threadAt = new Map(threads.map((thread) => [thread.start, thread]));
  const ranges = yield* rangesOf(lines, { repeats, threadAt, inFrame, side });
  return {
    text: page.text,
    list: ranges.map(({ from, to, ...unit }) => ({ ...stretchOf(page, from, to), parent: -1, ...unit })),
    licence: 'rows',
    counting: 'lines',
    voters: [asked, showing('first', 'all', () => firsts(ranges))],
    pieces: (unit, _, shown) => {
      const { from, to } = ranges[unit]!;
      const own = folds.filter((fold) => fold.from >= from && fold.to <= to);
      return foldedPieces(page, { from, to }, { repeats, folds: own }, shown);
    },
    describe: ({ members }) => {
      const gone = members.flatMap((member) => threadAt.get(ranges[member]!.from)?.name ?? []);
      if (gone.length <= MOST_NAMES) return gone.join(', ');
      return `${gone.slice(0, MOST_NAMES / 2).join(', ')}, … ${gone.slice(-2).join(', ')}`;
    },
    label: (unit) => {
      const { from } = ranges[unit]!;
      return threadAt.has(from) ? '' : (lines[from] ?? '');
    },
  };
}

/** What the lines of a trace were found to be. */
interface Found {
  readonly repeats: readonly Repeat[];
  readonly threadAt: ReadonlyMap<number, Thread>;
  readonly inFrame: Uint8Array;
  readonly side: Uint8Array;
}

/** Its units, as ranges of lines. */
function* rangesOf(
  lines: readonly string[],
  { repeats, threadAt, inFrame, side }: Found,
): InTurns<Omit<Unit, 'parent'>[]> {
  const ranges: Omit<Unit, 'parent'>[] = [];
  const shapes = new Map<string, number>();
  const shapeOf = (key: string): number => {
    const known = shapes.get(key) ?? shapes.size;
    shapes.set(key, known);
    return known;
  };
  const repeatAt = new Map(repeats.map(({ from, to }) => [from, to]));
  for (let from = 0, to = 0; from < lines.length; from = to) {
    yield;
    const text = lines[from]!;
    const thread = threadAt.get(from);
    const repeated = repeatAt.get(from);
    to = from + 1;
    if (thread) {
      to = thread.end;
      ranges.push({ from, to, what: 'thread', shape: shapeOf(thread.place) });
    } else if (repeated !== undefined) {
      while (to < repeated && !threadAt.has(to)) to += 1;
      ranges.push({ from, to, what: 'frame' });
    } else if (inFrame[from]) {
      while (to < lines.length && inFrame[to] && !threadAt.has(to) && !repeatAt.has(to)) to += 1;
      ranges.push({ from, to, what: 'frame' });
    } else if (side[from]) {
      while (to < lines.length && side[to]) to += 1;
      ranges.push({ from, to, what: SIDE });
    } else if (text.trim() !== '') {
      const isLoud = isTraceMark(text) || SERIOUS.test(text);
      const shape = shapeOf(text.replace(/\d+/g, '#'));
      ranges.push({ from, to, what: 'line', shape, ...(isLoud ? { fault: 'hinted' } : {}) });
    }
  }
  return ranges;
}

/** Everything that a trace says, each place of a dump and each kind of line around the frames once or twice. */
function* firsts(units: readonly Omit<Unit, 'parent'>[]): Iterable<number> {
  const times = new Map<number, number>();
  for (const [unit, { what, shape, fault }] of units.entries()) {
    if (what === SIDE) continue;
    const nth = shape === undefined ? 0 : (times.get(shape) ?? 0) + 1;
    if (shape !== undefined) times.set(shape, nth);
    if (nth <= (what === 'thread' ? 1 : SAME_LINES) || fault !== undefined) yield unit;
  }
}

function* frameLines(lines: readonly string[]): InTurns<Uint8Array> {
  const found = new Uint8Array(lines.length);
  for (let at = 0; at < lines.length; ) {
    const frame = readFrame(lines, at);
    if (frame) found.fill(1, at, frame.end);
    at = frame?.end ?? at + 1;
    yield;
  }
  return found;
}
