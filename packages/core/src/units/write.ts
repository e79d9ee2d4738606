import type { InTurns } from '../model/in-turns.js';
import { grouped, timesOf } from '../reading/grouped.js';
import { finished } from '../reading/in-turns.js';
import { isFew } from './asked.js';
import { clip } from './clip.js';
import { isSmallGap } from './close-over.js';
import { faultPlaces, placeWithin } from './fault-places.js';
import { merged } from './merged-pieces.js';
import { Page } from './page.js';
import { piecesOf, type Selection } from './select.js';
import { counted } from './sum.js';
import { type Depth, GONE, type Piece, type Stretch } from './unit.js';
import type { Gap, Shown, Units } from './units.js';
import { describeVariation } from './vary.js';

/** The shown part of a text with a note wherever something is missing. */
export interface Written {
  readonly text: string;
  /** Lines that are not blank. */
  readonly lines: { readonly all: number; readonly left: number };
  readonly notes: readonly Note[];
  /** Lines shown without their middle. */
  readonly clipped: number;
}

/** What one note stands for. Every unit left out is told by exactly one note, so the numbers of all notes add up. */
export interface Note {
  readonly text: string;
  readonly lines: number;
  readonly units: number;
}

/** So few units of a shape are counted where they are missing; errors and warnings with their like in any case. */
const WORTH_A_NOTE = 3;
const SHOWN = 1;
const TOLD = 2;
/** Folded into words that stand among the shown lines around them. */
const SAID = 3;
const MOST_INDENT = 8;

interface Mark {
  readonly at: number;
  readonly word: string;
}

/** Writes the units of a selection in their order. Throws when what is shown and what the notes say do not make the whole. */
export function* write(units: Units, selection: Selection): InTurns<Written> {
  const writer = new Writer(units, selection);
  yield;
  for (let i = 0; i < units.list.length; i++) {
    if (selection.depth[i] === GONE) continue;
    yield* writer.unit(i);
    yield;
  }
  return yield* writer.end();
}

class Writer {
  readonly #page: Page;
  readonly #firstLine: number;
  /** For each line: still to be told, shown, or told by a note. */
  readonly #state: Uint8Array;
  readonly #toldByShape: Uint8Array;
  readonly #shapeNotes: ReadonlyMap<number, readonly number[]>;
  /** What is told together, by the last unit of it. */
  readonly #groups: ReadonlyMap<number, readonly number[]>;
  readonly #marks: readonly Mark[];
  readonly #parts: string[] = [];
  readonly #notes: Note[] = [];
  #clippedLines = 0;
  #breaks = 2;
  #at = 0;
  #next = 0;
  #justNoted: number | undefined;

  constructor(
    readonly units: Units,
    readonly selection: Selection,
  ) {
    this.#page = new Page(units.text);
    this.#firstLine = selection.task.firstLine ?? 1;
    this.#state = new Uint8Array(this.#page.filled.length);
    this.#toldByShape = new Uint8Array(units.list.length);
    this.#shapeNotes = this.#chooseShapeNotes();
    this.#groups = units.told === 'together' ? this.#gather() : new Map();
    this.#marks = selection.asked.words
      .filter(isFew)
      .flatMap(({ word, at }) => at.map((offset) => ({ at: offset, word })))
      .sort((a, b) => a.at - b.at);
  }

  *unit(i: number): InTurns<void> {
    const { from, to } = this.units.list[i]!;
    yield* this.#gap(from, -1);
    this.#next = i + 1;
    for (const piece of this.#pieces(i)) {
      yield* this.#gap(piece.from, i);
      if (piece.said === undefined) this.#show(piece);
      else this.#say(piece, piece.said);
    }
    const left = this.#shapeNotes.get(i);
    if (left) yield* this.#gap(to, i);
    else if (this.units.counting === 'units') this.#at = to;
    if (left) yield* this.#shapeNote(i, left);
  }

  *end(): InTurns<Written> {
    yield* this.#gap(this.units.text.length, -1);
    yield;
    const { all, shown } = this.#countLines();
    const told = this.#notes.reduce((sum, { lines }) => sum + lines, 0);
    const missing = this.selection.depth.reduce((sum, depth) => sum + (depth === GONE ? 1 : 0), 0);
    const noted = this.#notes.reduce((sum, note) => sum + note.units, 0);
    if (noted !== missing) throw new RangeError(`Notes speak of ${noted} units, ${missing} are left out`);
    if (this.units.counting === 'lines' && shown + told !== all)
      throw new RangeError(`${shown} lines are shown and notes speak of ${told}, of ${all}`);
    const text = this.#parts.join('').trimEnd();
    return {
      text: this.units.finish?.(text) ?? text,
      lines: { all, left: all - shown },
      notes: this.#notes,
      clipped: this.#clippedLines,
    };
  }

  /** The shapes of which some are shown and others not: the note follows the first that is shown. */
  #chooseShapeNotes(): Map<number, readonly number[]> {
    const notes = new Map<number, readonly number[]>();
    const { depth, shapes } = this.selection;
    for (const { members } of shapes) {
      const first = members.find((member) => depth[member] !== GONE);
      const left = members.filter((member) => depth[member] === GONE);
      if (first === undefined || left.length === 0) continue;
      const { fault } = this.units.list[first]!;
      if (left.length < WORTH_A_NOTE && fault !== 'reported' && fault !== 'suspected') continue;
      notes.set(first, left);
      for (const member of left) this.#toldByShape[member] = 1;
    }
    return notes;
  }

  /** What is missing under each shown heading, and under none. */
  #gather(): Map<number, readonly number[]> {
    const { depth } = this.selection;
    const { list } = this.units;
    const byHeading = grouped(list.keys(), (unit) => {
      if (depth[unit] !== GONE || this.#toldByShape[unit]) return undefined;
      const { parent } = list[unit]!;
      return parent >= 0 && depth[parent] !== GONE ? parent : -1;
    });
    return new Map([...byHeading.values()].map((members) => [members.at(-1)!, members]));
  }

  /** The pieces of a unit; what was asked stands among them as it is. */
  #pieces(i: number): readonly Piece[] {
    const { from, to } = this.units.list[i]!;
    const page: Shown = {
      isShown: (stretch) => this.#isShown(stretch),
      isAsked: (stretch) => this.#marksIn(stretch.from, stretch.to).length > 0,
    };
    const pieces = piecesOf(this.units, i, this.selection.depth[i] as Depth, page).map((piece) =>
      piece.like && !page.isShown(piece.like) ? { from: piece.from, to: piece.to } : piece,
    );
    if (this.units.keepsAsked) return pieces;
    const marks = this.#marksIn(from, to).filter(({ at, word }) => {
      const home = pieces.find((piece) => piece.from <= at && at < piece.to);
      return !home || (home.said !== undefined && !home.said.includes(word));
    });
    if (marks.length === 0) return this.#joined(pieces, to);
    const lines = marks.map(({ at }) => {
      const line = this.#page.lineAt(at);
      return { from: this.#page.starts[line]!, to: Math.min(to, this.#page.starts[line + 1] ?? to) };
    });
    const isAsked = (piece: Piece): boolean => marks.some(({ at }) => piece.from <= at && at < piece.to);
    if (this.units.counting === 'units')
      return merged(pieces.map((piece) => (isAsked(piece) ? { from: piece.from, to: piece.to } : piece)));
    return this.#joined(
      merged([...pieces.filter((piece) => piece.said === undefined || !isAsked(piece)), ...lines]),
      to,
    );
  }

  /** Pieces with gaps between them, and behind the last, that cost less than a note. */
  #joined(pieces: readonly Piece[], end: number): readonly Piece[] {
    if (this.units.counting === 'units') return pieces;
    const done: Piece[] = [];
    for (const piece of pieces) {
      const last = done.at(-1);
      const joins = last && last.said === undefined && piece.said === undefined;
      if (last && joins && isSmallGap(this.units.text, last.to, piece.from))
        done[done.length - 1] = { from: last.from, to: piece.to };
      else done.push(piece);
    }
    const last = done.at(-1);
    if (last && last.said === undefined && isSmallGap(this.units.text, last.to, end))
      done[done.length - 1] = { from: last.from, to: end };
    return done;
  }

  #marksIn(from: number, to: number): readonly Mark[] {
    let [low, high] = [0, this.#marks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#marks[middle]!.at < from) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (end < this.#marks.length && this.#marks[end]!.at < to) end++;
    return this.#marks.slice(low, end);
  }

  #isShown({ from, to }: Stretch): boolean {
    for (let line = this.#page.lineFrom(from); line < this.#page.lineFrom(to); line++)
      if (this.#page.filled[line] && this.#state[line] !== SHOWN && this.#state[line] !== SAID) return false;
    return true;
  }

  #show({ from, to }: Stretch): void {
    const { text } = this.units;
    for (let line = this.#page.lineFrom(from); line < this.#page.lineFrom(to); line++) this.#state[line] = SHOWN;
    let end = to;
    while (end > from && /\s/.test(text[end - 1]!)) end--;
    const tail = text.slice(end, to);
    this.#put(this.#clipped(from, end));
    if (tail.includes('\n')) this.#break(/\n[^\n]*\n/.test(tail) ? 2 : 1);
    else this.#put(tail);
    this.#at = to;
    this.#justNoted = undefined;
  }

  /** A stretch with the middle of its endless lines left out. */
  #clipped(from: number, to: number): string {
    const { text } = this.units;
    const marks = this.#marksIn(from, to).map(({ at }) => at);
    let shown = '';
    for (let line = this.#page.lineAt(from); ; line++) {
      const start = Math.max(from, this.#page.starts[line] ?? to);
      const end = Math.min(to, this.#page.endOf(line));
      let at = start;
      const parts = clip(text, { from: start, to: end }, marks, this.units.longest);
      if (parts.length > 1) this.#clippedLines += 1;
      for (const part of parts) {
        if (part.from > at) shown += `[… ${part.from - at} characters …]`;
        shown += text.slice(part.from, part.to);
        at = part.to;
      }
      if (end >= to) return shown;
      shown += '\n';
    }
  }

  #say({ from, to }: Stretch, words: string): void {
    const first = this.#page.lineFrom(from);
    let lines = 0;
    for (let line = first; line < this.#page.lineFrom(to); line++) {
      this.#state[line] = SAID;
      lines += this.#page.filled[line]!;
    }
    const indent = words.startsWith('[') ? /^[ \t]*/.exec(this.units.text.slice(from, from + MOST_INDENT))![0] : '';
    this.#note({ text: words, lines, units: 0 }, indent);
    this.#at = to;
  }

  /** Tells what lies between the last shown stretch and the next one, inside a unit or between two. */
  *#gap(until: number, inside: number): InTurns<void> {
    if (until <= this.#at) return;
    const [first, last] = [this.#page.lineFrom(this.#at), this.#page.lineFrom(until)];
    const isInline = !this.units.text.slice(this.#at, until).includes('\n');
    const place = placeWithin(this.units, this.#next - 1, { from: this.#at, to: until });
    this.#at = until;
    const members: number[] = [];
    const together: (readonly number[])[] = [];
    const shapes = new Set<number>();
    for (; inside < 0 && this.#next < this.units.list.length; this.#next++) {
      const unit = this.units.list[this.#next]!;
      if (unit.from >= until) break;
      if (this.units.told === 'together' && !this.#toldByShape[this.#next]) {
        const group = this.#groups.get(this.#next);
        if (group) together.push(group);
      } else if (!this.#toldByShape[this.#next]) members.push(this.#next);
      else {
        shapes.add(unit.shape!);
        for (let line = this.#page.lineFrom(unit.from); line < this.#page.lineFrom(unit.to); line++)
          this.#state[line] = TOLD;
      }
    }
    const untold: number[] = [];
    let blank = false;
    for (let line = first; line < last; line++) {
      if (!this.#page.filled[line]) blank = true;
      else if (this.#state[line] === 0) untold.push(line);
      this.#state[line] ||= TOLD;
    }
    for (const group of together) {
      yield;
      this.#note({ text: yield* this.#wordsOf(group, []), lines: 0, units: group.length });
    }
    if (this.units.told === 'together') return;
    const isTold =
      shapes.size > 0 && !(shapes.size === 1 && this.#justNoted !== undefined && shapes.has(this.#justNoted));
    const isCounted = this.units.counting === 'lines' ? untold.length > 0 : members.length > 0;
    if (isCounted) {
      const words = yield* this.#wordsOf(members, untold, place, inside >= 0);
      this.#note({ text: words, lines: untold.length, units: members.length }, '', isInline);
    } else if (isTold) this.#note({ text: '[…]', lines: 0, units: 0 }, '', isInline);
    else if (blank && shapes.size === 0) this.#break(2);
  }

  *#wordsOf(members: readonly number[], untold: readonly number[], place = '', inside = false): InTurns<string> {
    const told = members.length > 0 ? yield* this.#described({ members, lines: untold.length }) : '';
    const said = place === '' ? told : `${told === '' ? ':' : `${told};`} ${place}`;
    if (this.units.counting === 'units') return `[… ${countsOf(this.units, members)}${said}]`;
    const [first = 0, last = 0] = [untold[0], untold.at(-1)];
    if (untold.length === 1) return `[… line ${first + this.#firstLine}${said}]`;
    let filled = 0;
    for (let line = first; line <= last; line++) filled += this.#page.filled[line]!;
    if (inside) return `[… ${untold.length} lines${said}]`;
    const lines = `${untold.length}${filled > untold.length ? ' other' : ''} lines`;
    return `[… ${lines}, ${first + this.#firstLine}-${last + this.#firstLine}${said}]`;
  }

  *#shapeNote(unit: number, left: readonly number[]): InTurns<void> {
    const { list } = this.units;
    const lines = left.reduce((sum, member) => sum + this.#page.filledIn(list[member]!), 0);
    const { shape } = list[unit]!;
    const said = yield* this.#described({ members: left, lines, example: unit });
    const [first, last] = [this.#lineOf(left[0]!), this.#lineOf(left.at(-1)!)];
    const size = this.units.counting === 'lines' && lines !== left.length ? ` (${lines} lines)` : '';
    const place =
      this.units.counting === 'units' ? '' : left.length === 1 ? `, line ${first}` : `, lines ${first}-${last}`;
    this.#note({ text: `[… ${left.length} more like this${size}${place}${said}]`, lines, units: left.length });
    this.#justNoted = shape;
  }

  #lineOf(unit: number): number {
    return this.#page.lineAt(this.units.list[unit]!.from) + this.#firstLine;
  }

  *#described(gap: Gap): InTurns<string> {
    const varies = gap.example === undefined || this.units.saysAll ? '' : this.#variation(gap.members, gap.example);
    yield;
    const words = yield* finished(this.units.describe?.(gap));
    const said = [words, faultPlaces(this.units, gap.members), varies].filter(Boolean).join('; ');
    return said === '' ? '' : `: ${said}`;
  }

  /** How the members of a gap differ from the one that is shown. */
  #variation(members: readonly number[], example: number): string {
    const { label } = this.selection;
    return describeVariation(members.map(label), label(example)).phrase;
  }

  #note(note: Note, indent = '', isInline = false): void {
    this.#notes.push(note);
    const words = indent + (this.units.note?.(note.text) ?? note.text);
    if (isInline && this.#breaks === 0) this.#put(`${/\s$/.test(this.#parts.at(-1) ?? '') ? '' : ' '}${words} `);
    else {
      this.#break(1);
      this.#put(words);
      this.#break(1);
    }
    this.#justNoted = undefined;
  }

  #put(words: string): void {
    if (words === '') return;
    this.#parts.push(words);
    this.#breaks = 0;
  }

  #break(least: number): void {
    while (this.#breaks < least && this.#parts.length > 0) {
      this.#parts.push('\n');
      this.#breaks += 1;
    }
  }

  #countLines(): { all: number; shown: number } {
    let [all, shown] = [0, 0];
    this.#page.filled.forEach((filled, line) => {
      all += filled;
      if (filled && this.#state[line] === SHOWN) shown += 1;
    });
    return { all, shown };
  }
}

function countsOf({ list }: Units, members: readonly number[]): string {
  return [...timesOf(members.map((member) => list[member]!.what))]
    .map(([what, count]) => counted(count, what))
    .join(', ');
}
