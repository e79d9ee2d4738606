import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { findRepeats, type Repeat } from '../../reading/find-repeats.js';
import { foldFrames } from '../../reading/fold-frames.js';
import { itemsInTurns, linesInTurns } from '../../reading/in-turns.js';
import type { Level } from '../../reading/line-level.js';
import { foldedPieces, joinLines, type Lines, stretchOf } from '../../units/folded.js';
import { type Depth, type Fault, HEAD, type Piece, type Unit, WHOLE } from '../../units/unit.js';
import type { Gap, Shown, Units } from '../../units/units.js';
import { mineTemplates, type Template } from './mine-templates.js';
import { withoutProcessMark } from './process-mark.js';
import { type LogLine, readLine } from './read-lines.js';
import { type LogRecord, readRecords } from './read-records.js';

const FAULTS: Readonly<Partial<Record<Level, Fault>>> = { error: 'reported', warning: 'suspected', notable: 'hinted' };
const NAMES: Readonly<Partial<Record<Level, string>>> = { pass: 'passed', plain: 'other' };
/** Of a longer record only its telling lines are shown. */
const FULL_LINES = 48;
const REDRAWN = /\r(?!$)/;
const MOST_REDRAWN = 3;
const LAST_LINES = 6;
const OWN_FRAMES = 8;
const LEAST_REPEAT = 3;

/** Reads a log: its records are the units, records of one template share a shape. */
export function* readLogUnits(content: Content): InTurns<Units> {
  const lines: LogLine[] = [];
  yield* linesInTurns(content.lines, (line) => void lines.push(readLine(line)));
  const records = yield* readRecords(lines);
  const telling: LogRecord[] = [];
  yield* itemsInTurns(records, (record) => {
    if (saysSomething(lines, record)) telling.push(record);
  });
  const templates = yield* mineTemplates(telling);
  yield;
  const repeats = findRepeats(
    lines.map(({ body }) => body),
    () => false,
    LEAST_REPEAT,
  );
  yield;
  const units = new LogUnits(content, { lines, records: telling, repeats });
  yield;
  yield* units.add(templates);
  return units;
}

/** A log as it was read. */
interface LogReading {
  readonly lines: readonly LogLine[];
  readonly records: readonly LogRecord[];
  readonly repeats: readonly Repeat[];
}

/** A rule or a blank line alone is no unit. */
function saysSomething(lines: readonly LogLine[], { start, end }: LogRecord): boolean {
  for (let line = start; line < end; line++) if (/[\p{L}\p{N}]/u.test(lines[line]!.body)) return true;
  return false;
}

class LogUnits implements Units {
  readonly text: string;
  readonly list: Unit[] = [];
  readonly licence = 'repeats';
  readonly counting = 'lines';
  readonly also?: string;
  readonly lossy?: true;
  readonly #lines: readonly LogLine[];
  readonly #bodies: readonly string[];
  readonly #page: Lines;
  readonly #records: readonly LogRecord[];
  readonly #repeats: readonly Repeat[];
  /** Lines that were rewritten in place: their last state says how far it came. */
  readonly #redrawn: readonly boolean[];

  constructor(content: Content, { lines, records, repeats }: LogReading) {
    this.#lines = lines;
    this.#bodies = this.#lines.map(({ body }) => body);
    this.#page = joinLines(this.#lines.map(({ text }) => text));
    this.text = this.#page.text;
    this.#records = records;
    this.#redrawn = content.text.includes('\r') ? content.lines.map((line) => REDRAWN.test(line)) : [];
    this.#repeats = repeats;
    if (this.#redrawn.includes(true)) {
      this.also = 'earlier states of lines that were rewritten, such as progress bars';
      this.lossy = true;
    }
  }

  label(unit: number): string {
    return this.#bodies[this.#records[unit]!.head] ?? '';
  }

  pieces(unit: number, depth: Depth, page: Shown): readonly Piece[] {
    const record = this.#records[unit]!;
    if (depth !== WHOLE) {
      const lines = new Set([...(depth === HEAD ? [record.head] : record.essential), ...this.#redrawnIn(record)]);
      return [...lines].sort((a, b) => a - b).map((line) => this.#line(line));
    }
    return this.#whole(record, page);
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

  *add(templates: readonly Template[]): InTurns<void> {
    const shapes = new Int32Array(this.#records.length);
    templates.forEach(({ members }, shape) => {
      for (const member of members) shapes[member] = shape;
    });
    const byHead = new Map(this.#records.map(({ head }, r) => [head, r]));
    yield;
    yield* itemsInTurns(this.#records, (record, r) => {
      const fault = FAULTS[record.level];
      const parent = byHead.get(record.parent) ?? -1;
      this.list.push({
        ...stretchOf(this.#page, record.start, record.end),
        parent: parent < r ? parent : -1,
        what: NAMES[record.level] ?? record.level,
        shape: shapes[r]!,
        ...(fault ? { fault } : {}),
        ...(record.level === 'summary' || this.#redrawnIn(record).length > 0 ? { frame: true } : {}),
      });
    });
  }

  #redrawnIn({ start, end }: LogRecord): number[] {
    const found: number[] = [];
    if (this.#redrawn.length === 0) return found;
    for (let line = start; line < end; line++) if (this.#redrawn[line] && this.#bodies[line] !== '') found.push(line);
    return found.slice(-MOST_REDRAWN);
  }

  #line(line: number): Piece {
    return stretchOf(this.#page, line, line + 1);
  }

  /** All of a record, with library frames and what an earlier record says folded away; of a very long one what tells most. */
  #whole(record: LogRecord, page: Shown): readonly Piece[] {
    const { start, end } = record;
    const essential = new Set(record.essential);
    let shown = 0;
    const skips = (line: number): boolean => {
      shown += 1;
      return shown > FULL_LINES && line < end - LAST_LINES && !essential.has(line);
    };
    const isWhole = record.essential.length === end - start;
    const folds = isWhole ? [] : foldFrames(this.#bodies, start, end, { ownFrames: OWN_FRAMES });
    return foldedPieces(this.#page, { from: start, to: end }, { repeats: this.#repeats, folds }, page, skips);
  }
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
