import { findRepeats, type Repeat, repeatOf } from '../../reading/find-repeats.js';
import { type Fold, foldFrames } from '../../reading/fold-frames.js';
import type { Choice, Showing } from './choose-records.js';
import type { Template } from './mine-templates.js';
import type { LogLine } from './read-lines.js';
import type { LogRecord } from './read-records.js';

/** The shown part of a log, with notes where lines are missing. */
export interface Written {
  readonly text: string;
  /** 1 for every line that is in the text. */
  readonly kept: Uint8Array;
}

const FULL_LINES = 48;

class Page {
  readonly out: string[] = [];
  readonly kept: Uint8Array;
  #next = 0;
  /** The template whose note was just written: lines of it need no further note. */
  #noted: Template | undefined;

  constructor(
    readonly lines: readonly LogLine[],
    readonly recordAt: Int32Array,
    readonly choice: Choice,
  ) {
    this.kept = new Uint8Array(lines.length);
  }

  /** Writes a line; a gap inside a record is marked in short. */
  line(i: number, inside = false, timeless = false): void {
    this.#close(i, inside);
    const line = this.lines[i];
    this.out.push(shorten((timeless ? line?.body : line?.text) ?? ''));
    this.kept[i] = 1;
    this.#next = i + 1;
    this.#noted = undefined;
  }

  /** What a repeat repeats was written above. */
  shows({ source, from, to }: Repeat): boolean {
    for (let i = source; i < source + to - from; i++)
      if (!this.kept[i] && (this.lines[i]?.body ?? '') !== '') return false;
    return true;
  }

  /** A note that stands for the lines up to `to`. */
  fold(from: number, to: number, note: string): void {
    this.#close(from);
    const indent = /^\s*/.exec(this.lines[from]?.text ?? '')?.[0] ?? '';
    this.out.push(indent.slice(0, 8) + note);
    this.#next = to;
  }

  note(note: string, template: Template): void {
    this.out.push(note);
    this.#noted = template;
  }

  #close(until: number, inside = false): void {
    const from = this.#next;
    let first = -1;
    let last = -1;
    let count = 0;
    let size = 0;
    let explained = this.#noted !== undefined;
    for (let i = from; i < until; i++) {
      if (!/[\p{L}\p{N}]/u.test(this.lines[i]?.body ?? '')) continue;
      if (first < 0) first = i;
      last = i;
      count += 1;
      size += this.lines[i]?.text.length ?? 0;
      if (explained && this.choice.templateOf[this.recordAt[i] ?? 0] !== this.#noted) explained = false;
    }
    if (count === 0) {
      if (until > from && this.out.length > 0 && this.out.at(-1) !== '') this.out.push('');
      return;
    }
    if (explained) return;
    if (count <= 2 && size <= 36) {
      for (let i = first; i <= last; i++) {
        if (this.lines[i]?.body === '') continue;
        this.out.push(this.lines[i]?.text ?? '');
        this.kept[i] = 1;
      }
      return;
    }
    if (inside) this.out.push('[…]');
    else this.out.push(count === 1 ? `[… line ${first + 1}]` : `[… ${count} lines, ${first + 1}-${last + 1}]`);
  }

  end(): void {
    this.#close(this.lines.length);
  }
}

/** A line longer than a page loses its middle, at word borders. */
function shorten(text: string): string {
  if (text.length <= 1500) return text;
  const head = text.slice(0, 900).replace(/\S{0,80}$/, '');
  const tail = text.slice(-300).replace(/^\S{0,80}/, '');
  return `${head}[… ${text.length - head.length - tail.length} characters …]${tail}`;
}

/** Writes what was chosen, in the original order. */
export function writeLog(
  lines: readonly LogLine[],
  records: readonly LogRecord[],
  choice: Choice,
  named: (line: string) => boolean,
): Written {
  const recordAt = new Int32Array(lines.length);
  for (const [r, record] of records.entries()) recordAt.fill(r, record.start, record.end);
  const page = new Page(lines, recordAt, choice);
  const bodies = lines.map((line) => line.body);
  const noted = new Set<Template>();
  const repeats = findRepeats(bodies, () => false, 3);
  records.forEach((record, r) => {
    const how = choice.shown.get(r);
    if (!how) return;
    writeRecord(page, bodies, record, how, named, repeats);
    const template = choice.templateOf[r];
    if (!template || noted.has(template)) return;
    noted.add(template);
    const note = noteOf(lines, records, choice, template);
    if (note) page.note(note, template);
  });
  page.end();
  return { text: withoutProcessMark(page.out).join('\n'), kept: page.kept };
}

/** The marks of valgrind that every line repeats are said once: `==18285== `, code addresses, the folders of libraries. */
function withoutProcessMark(out: readonly string[]): readonly string[] {
  const mark = /^==\d+== /.exec(out[0] ?? '')?.[0];
  if (mark === undefined || out.filter((line) => line.startsWith(mark)).length < 12) return out;
  const bare = out.map((line) =>
    line.startsWith(mark)
      ? line
          .slice(mark.length)
          .replace(/^( +(?:at|by)) 0x[0-9A-F]+:(?= )/, '$1')
          .replace(/ \(in \/[^()]*\/(?=[^/()]+\)$)/, ' (in ')
      : line,
  );
  return [`["${mark}" before each line, code addresses and folders of libraries are left off]`, ...bare];
}

function writeRecord(
  page: Page,
  bodies: readonly string[],
  record: LogRecord,
  how: Showing,
  named: (line: string) => boolean,
  repeats: readonly Repeat[],
): void {
  if (how !== 'full') {
    for (const i of how === 'brief' ? briefLines(bodies, record, named) : [record.head]) {
      page.line(i, i > record.head, record.section && i > record.head);
    }
    return;
  }
  let end = record.end;
  while (end > record.head + 1 && bodies[end - 1] === '') end -= 1;
  const again = repeats
    .flatMap((repeat) => within(repeat, record.head + 1, end))
    .filter((repeat) => page.shows(repeat));
  const folds = mergeFolds(again, foldFrames(bodies, record.start, end, { named, ownFrames: 8 }));
  const essential = new Set(record.essential);
  let fold = 0;
  let written = 0;
  for (let i = record.start; i < end; ) {
    const next = folds[fold];
    if (next && next.from === i) {
      page.fold(next.from, next.to, next.note);
      i = next.to;
      fold += 1;
      continue;
    }
    const crowded = written >= FULL_LINES && i < end - 6;
    if (bodies[i] !== '' && (!crowded || essential.has(i))) {
      page.line(i, false, record.section && i > record.head);
      written += 1;
    }
    i += 1;
  }
}

/** The head, the telling lines, and what the question names. */
function briefLines(bodies: readonly string[], record: LogRecord, named: (line: string) => boolean): readonly number[] {
  const lines = new Set(record.essential.filter((i) => i >= record.head));
  for (let i = record.head; i < record.end && lines.size < 16; i++) if (named(bodies[i] ?? '')) lines.add(i);
  return [...lines].sort((a, b) => a - b);
}

/** The part of a repeat that lies between two lines, if it is worth a note. */
function within(repeat: Repeat, start: number, end: number): Repeat[] {
  const from = Math.max(repeat.from, start);
  const to = Math.min(repeat.to, end);
  return to - from >= 3 ? [repeatOf(from, to, repeat.source + from - repeat.from)] : [];
}

/** The first list wins where two folds overlap. */
function mergeFolds(first: readonly Fold[], second: readonly Fold[]): Fold[] {
  const free = second.filter((fold) => first.every((other) => fold.to <= other.from || fold.from >= other.to));
  return [...first, ...free].sort((a, b) => a.from - b.from);
}

function noteOf(lines: readonly LogLine[], records: readonly LogRecord[], choice: Choice, template: Template): string {
  const left = template.members.filter((member) => !choice.shown.has(member));
  if (left.length === 0 || (left.length < 3 && template.level !== 'error' && template.level !== 'warning')) return '';
  const [first, last] = [records[left[0] ?? 0], records[left.at(-1) ?? 0]];
  if (!first || !last) return '';
  const place = left.length === 1 ? `line ${first.head + 1}` : `lines ${first.head + 1}-${last.head + 1}`;
  const time = stampOf(lines[last.head], lines[records[template.members[0] ?? 0]?.head ?? 0]);
  const vary = template.level === 'pass' ? '' : choice.variations.get(template)?.phrase;
  return `[… ${left.length} more like this, ${place}${time && left.length > 1 ? ` until ${time}` : ''}${vary ? `: ${vary}` : ''}]`;
}

/** The time of a line; with its date when that is not the date of the line it is compared with. */
function stampOf(line: LogLine | undefined, other: LogLine | undefined): string {
  if (!line?.stamped) return '';
  const stamp = line.text.slice(0, line.text.length - line.body.length);
  const found = /\d\d:\d\d(?::\d\d(?:[.,]\d{1,3})?)?/.exec(stamp);
  if (!found) return '';
  const date = stamp.slice(0, found.index);
  return other?.text.startsWith(date) ? found[0] : date.replace(/^[^\w]+/, '') + found[0];
}
