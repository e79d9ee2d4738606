import type { Content } from '../../model/content.js';
import { findRepeats, type Repeat, repeatOf } from '../../reading/find-repeats.js';
import { foldFrames } from '../../reading/fold-frames.js';
import { CORE, type Depth, type Fault, HEAD, type Piece, type Stretch, type Unit } from '../../units/unit.js';
import type { Gap, Units } from '../../units/units.js';
import type { Level } from './line-level.js';
import { mineTemplates } from './mine-templates.js';
import { withoutProcessMark } from './process-mark.js';
import { type LogLine, readLines } from './read-lines.js';
import { type LogRecord, readRecords } from './read-records.js';

const FAULTS: Readonly<Partial<Record<Level, Fault>>> = { error: 'reported', warning: 'suspected', notable: 'hinted' };
const NAMES: Readonly<Partial<Record<Level, string>>> = { pass: 'passed', plain: 'other' };
/** Of a longer record only its telling lines are shown. */
const FULL_LINES = 48;
const OWN_FRAMES = 8;
const LEAST_REPEAT = 3;

/** Reads a log: its records are the units, records of one template share a shape. */
export function readLogUnits(content: Content): Units {
  return new LogUnits(content);
}

class LogUnits implements Units {
  readonly text: string;
  readonly list: readonly Unit[];
  readonly licence = 'repeats';
  readonly counting = 'lines';
  readonly also?: string;
  readonly #lines: readonly LogLine[];
  readonly #bodies: readonly string[];
  readonly #starts: number[] = [];
  readonly #records: readonly LogRecord[];
  readonly #repeats: readonly Repeat[];

  constructor(content: Content) {
    this.#lines = readLines(content.lines);
    this.#bodies = this.#lines.map(({ body }) => body);
    this.text = this.#lines.map(({ text }) => text).join('\n');
    let at = 0;
    for (const { text } of this.#lines) {
      this.#starts.push(at);
      at += text.length + 1;
    }
    this.#records = readRecords(this.#lines).filter((record) => /[\p{L}\p{N}]/u.test(this.#bodies[record.head] ?? ''));
    this.list = this.#units();
    this.#repeats = findRepeats(this.#bodies, () => false, LEAST_REPEAT);
    if (/\r(?!\n|$)/.test(content.text))
      this.also = 'earlier states of lines that were rewritten, such as progress bars';
  }

  label(unit: number): string {
    return this.#bodies[this.#records[unit]!.head] ?? '';
  }

  pieces(unit: number, depth: Depth, isShown: (stretch: Stretch) => boolean): readonly Piece[] {
    const record = this.#records[unit]!;
    if (depth === HEAD) return [this.#line(record.head)];
    if (depth === CORE) return record.essential.map((line) => this.#line(line));
    return this.#whole(record, isShown);
  }

  describe({ example, members }: Gap): string {
    const last = members.at(-1);
    if (example === undefined || last === undefined || members.length === 1) return '';
    const time = timeOf(this.#lines[this.#records[last]!.head], this.#lines[this.#records[example]!.head]);
    return time === '' ? '' : `until ${time}`;
  }

  finish(text: string): string {
    return withoutProcessMark(text);
  }

  #units(): Unit[] {
    const shapes = new Int32Array(this.#records.length);
    mineTemplates(this.#records).forEach(({ members }, shape) => {
      for (const member of members) shapes[member] = shape;
    });
    const byHead = new Map(this.#records.map(({ head }, r) => [head, r]));
    return this.#records.map((record, r): Unit => {
      const fault = FAULTS[record.level];
      const parent = byHead.get(record.parent) ?? -1;
      return {
        from: this.#starts[record.start]!,
        to: this.#starts[record.end] ?? this.text.length,
        parent: parent < r ? parent : -1,
        what: NAMES[record.level] ?? record.level,
        shape: shapes[r]!,
        ...(fault ? { fault } : {}),
        ...(record.level === 'summary' ? { frame: true } : {}),
      };
    });
  }

  #line(line: number): Piece {
    return this.#stretch(line, line + 1);
  }

  #stretch(from: number, to: number): Piece {
    return { from: this.#starts[from]!, to: this.#starts[to] ?? this.text.length };
  }

  /** All of a record, with library frames and what an earlier record says folded away. */
  #whole(record: LogRecord, isShown: (stretch: Stretch) => boolean): readonly Piece[] {
    const again = this.#repeats
      .map((repeat) => clipped(repeat, record.head + 1, record.end))
      .filter(({ from, to }) => to - from >= LEAST_REPEAT)
      .filter(({ from, to, source }) => isShown(this.#stretch(source, source + to - from)));
    const pieces: Piece[] = again.map((repeat) => this.#again(repeat));
    for (const { from, to, note } of foldFrames(this.#bodies, record.start, record.end, { ownFrames: OWN_FRAMES })) {
      if (again.every((repeat) => to <= repeat.from || from >= repeat.to))
        pieces.push({ ...this.#stretch(from, to), said: note });
    }
    pieces.sort((a, b) => a.from - b.from);
    return this.#between(record, pieces);
  }

  #again({ from, to, source, note }: Repeat): Piece {
    return { ...this.#stretch(from, to), said: note, like: this.#stretch(source, source + to - from) };
  }

  #between(record: LogRecord, folds: readonly Piece[]): Piece[] {
    const essential = new Set(record.essential);
    const pieces: Piece[] = [];
    let fold = 0;
    for (let line = record.start, shown = 0; line < record.end; line++) {
      const from = this.#starts[line]!;
      while (fold < folds.length && folds[fold]!.to <= from) fold++;
      const next = folds[fold];
      if (next && next.from <= from) {
        if (next.from === from) pieces.push(next);
        continue;
      }
      if (shown >= FULL_LINES && line < record.end - 6 && !essential.has(line)) continue;
      shown += 1;
      const last = pieces.at(-1);
      const piece = this.#line(line);
      if (last && last.said === undefined && last.to === from)
        pieces[pieces.length - 1] = { from: last.from, to: piece.to };
      else pieces.push(piece);
    }
    return pieces;
  }
}

/** The part of a repeat that lies between two lines. */
function clipped(repeat: Repeat, start: number, end: number): Repeat {
  const from = Math.max(repeat.from, start);
  const to = Math.max(from, Math.min(repeat.to, end));
  return repeatOf(from, to, repeat.source + from - repeat.from);
}

/** The time of a line; with its date when that is not the date of the line it is compared with. */
function timeOf(line: LogLine | undefined, other: LogLine | undefined): string {
  if (!line?.stamped) return '';
  const stamp = line.text.slice(0, line.text.length - line.body.length);
  const found = /\d\d:\d\d(?::\d\d(?:[.,]\d{1,3})?)?/.exec(stamp);
  if (!found) return '';
  const date = stamp.slice(0, found.index);
  return other?.text.startsWith(date) ? found[0] : date.replace(/^[^\w]+/, '') + found[0];
}
