import type { Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { readQuery } from '../../question/query-terms.js';
import { findRepeats, type Repeat } from '../../reading/find-repeats.js';
import { type Fold, foldInTurns } from '../../reading/fold-frames.js';
import { linesInTurns } from '../../reading/in-turns.js';
import { readFrame } from '../../reading/stack-frame.js';
import { finalState, withoutEscapes } from '../../reading/terminal-text.js';
import { foldedPieces, joinLines, type Lines, stretchOf } from '../../units/folded.js';
import { type Depth, type Piece, type Unit, WHOLE } from '../../units/unit.js';
import type { Gap, Shown, Sight, Units, Vote, Voter } from '../../units/units.js';
import { asked } from '../../units/votes/asked.js';
import { readThreads, type Thread } from './read-threads.js';
import { isTraceMark } from './recognize-trace.js';
import { SIDE, sideLines } from './side-lines.js';

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
  const units = new TraceUnits({ lines, repeats, folds, threads });
  yield* units.cut(inFrame, side);
  return units;
}

/** A trace as it was read. */
interface TraceReading {
  readonly lines: readonly string[];
  readonly repeats: readonly Repeat[];
  readonly folds: readonly Fold[];
  readonly threads: readonly Thread[];
}

class TraceUnits implements Units {
  readonly text: string;
  readonly list: Unit[] = [];
  readonly licence = 'rows';
  readonly counting = 'lines';
  readonly voters = [asked, first];
  readonly #page: Lines;
  readonly #repeats: readonly Repeat[];
  readonly #folds: readonly Fold[];
  readonly #threads: ReadonlyMap<number, Thread>;
  readonly #ranges: (readonly [from: number, to: number])[] = [];

  constructor({ lines, repeats, folds, threads }: TraceReading) {
    this.#page = joinLines(lines);
    this.text = this.#page.text;
    this.#repeats = repeats;
    this.#folds = folds;
    this.#threads = new Map(threads.map((thread) => [thread.start, thread]));
  }

  pieces(unit: number, _: Depth, page: Shown): readonly Piece[] {
    const [from, to] = this.#ranges[unit]!;
    const folds = this.#folds.filter((fold) => fold.from >= from && fold.to <= to);
    return foldedPieces(this.#page, { from, to }, { repeats: this.#repeats, folds }, page);
  }

  describe({ members }: Gap): string {
    const names = members.flatMap((member) => this.#threads.get(this.#ranges[member]![0])?.name ?? []);
    if (names.length <= MOST_NAMES) return names.join(', ');
    return `${names.slice(0, MOST_NAMES / 2).join(', ')}, … ${names.slice(-2).join(', ')}`;
  }

  label(unit: number): string {
    const [line] = this.#ranges[unit]!;
    return this.#threads.has(line) ? '' : (this.#page.lines[line] ?? '');
  }

  *cut(inFrame: Uint8Array, side: Uint8Array): InTurns<void> {
    const shapes = new Map<string, number>();
    const shapeOf = (key: string): number => {
      const known = shapes.get(key) ?? shapes.size;
      shapes.set(key, known);
      return known;
    };
    const { lines } = this.#page;
    const repeats = new Map(this.#repeats.map(({ from, to }) => [from, to]));
    const add = (from: number, to: number, unit: Pick<Unit, 'what' | 'shape' | 'fault'>): void => {
      this.#ranges.push([from, to]);
      this.list.push({ ...stretchOf(this.#page, from, to), parent: -1, ...unit });
    };
    for (let line = 0; line < lines.length; ) {
      yield;
      const thread = this.#threads.get(line);
      let end = thread?.end ?? line + 1;
      if (thread) add(line, end, { what: 'thread', shape: shapeOf(thread.place) });
      else if (repeats.has(line)) {
        const until = repeats.get(line)!;
        while (end < until && !this.#threads.has(end)) end += 1;
        add(line, end, { what: 'frame' });
      } else if (inFrame[line]) {
        while (end < lines.length && inFrame[end] && !this.#threads.has(end) && !repeats.has(end)) end += 1;
        add(line, end, { what: 'frame' });
      } else if (side[line]) {
        while (end < lines.length && side[end]) end += 1;
        add(line, end, { what: SIDE });
      } else if (lines[line]!.trim() !== '') {
        const text = lines[line]!;
        const isLoud = isTraceMark(text) || SERIOUS.test(text);
        add(line, end, {
          what: 'line',
          shape: shapeOf(text.replace(/\d+/g, '#')),
          ...(isLoud ? { fault: 'hinted' } : {}),
        });
      }
      line = end;
    }
  }
}

/** Everything that a trace says, each place of a dump and each kind of line around the frames once or twice. */
const first: Voter = {
  reason: 'first',
  most: 'all',
  *votes({ list }: Sight): Iterable<Vote> {
    const times = new Map<number, number>();
    for (const [unit, { what, shape, fault }] of list.entries()) {
      if (what === SIDE) continue;
      const nth = shape === undefined ? 0 : (times.get(shape) ?? 0) + 1;
      if (shape !== undefined) times.set(shape, nth);
      if (nth <= (what === 'thread' ? 1 : SAME_LINES) || fault !== undefined) yield { unit, depth: WHOLE };
    }
  },
};

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
