import type { Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { itemsInTurns, linesInTurns } from '../../reading/in-turns.js';
import { levelOf } from '../../reading/line-level.js';
import { columnsInTurns } from '../../units/columns.js';
import { joinLines, type Lines, stretchOf } from '../../units/folded.js';
import { type Fault, type Unit, WHOLE } from '../../units/unit.js';
import type { Gap, Sight, Units, Vote, Voter } from '../../units/units.js';
import { decisive } from '../../units/votes/decisive.js';
import { fault } from '../../units/votes/fault.js';
import { groups } from '../../units/votes/group.js';
import { rare } from '../../units/votes/rare.js';
import { rowVoters } from '../../units/votes/row.js';
import { type Block, findAlikeBlocks, headOf } from './alike-blocks.js';
import { type AlikeLines, findAlikeLines, isAlike } from './alike-lines.js';
import { findAlikeRuns, type Section } from './alike-runs.js';
import { classOf, fieldsOf, keyed } from './field-class.js';
import { fieldsOfElement, isMarkup } from './markup-elements.js';

/** Where complaints are usual their words alone do not say which of them matters. */
const MOST_FAULTS = 0.2;
const NEARLY_ALL = 0.9;
const MANY_FINDINGS = 150;
/** What stands for the name of a column that has none. */
const NAMELESS = 'field ';
const MOST_NAMES = 3;
const LONGEST_NAME = 40;
const FEW_ASKED = 3;
const BESIDE = 2;
const MOST_BESIDE = 12;
/** A column with so few values tells kinds of records apart. */
const FEW_VALUES = 16;

/** Of records of several lines so many have the line that they are made of. */
const MADE_OF = 0.5;
const FAULTS: Readonly<Partial<Record<ReturnType<typeof levelOf>, Fault>>> = {
  error: 'reported',
  warning: 'suspected',
  notable: 'hinted',
};

/** A record: its lines, half open, what its fields say, and how it is built. */
interface Entry {
  readonly from: number;
  readonly to: number;
  readonly isUsual: boolean;
  readonly fields: ReadonlyMap<string, string>;
}

/** Reads records of one kind that no better known kind of text claims: one a line, or several lines each. */
export function* readRecordUnits({ lines }: Content, task: Task): InTurns<Units | undefined> {
  const alike = isMarkup(lines) ? undefined : findAlikeLines(lines);
  yield;
  const entries = alike
    ? yield* entriesOfLines(lines, { from: 0, to: lines.length, alike }, '')
    : ((yield* entriesOfBlocks(lines)) ?? (isMarkup(lines) ? undefined : yield* entriesOfRuns(lines)));
  if (!entries) return undefined;
  const levels = telling(yield* faultsIn(lines, entries));
  if (!levels) return undefined;
  const units = new RecordUnits(lines, entries, levels, task);
  yield* units.vote();
  return units;
}

function* entriesOfLines(
  all: readonly string[],
  { from, to, alike }: Section & { readonly alike: AlikeLines },
  place: string,
): InTurns<Entry[]> {
  const rows: (readonly string[])[] = [];
  yield* linesInTurns(all.slice(from, to), (line) => void rows.push(fieldsOf(line)));
  const entries: Entry[] = [];
  yield* itemsInTurns(rows, (fields, row) => {
    if (fields.length === 0) return;
    const isUsual = isAlike(alike, fields);
    const named = fields.map((field, c) => {
      const { key, value } = keyed(field);
      return [`${place}${key ?? `${NAMELESS}${c + 1}`}`, value] as const;
    });
    entries.push({ from: from + row, to: from + row + 1, isUsual, fields: new Map(isUsual ? named : []) });
  });
  return entries;
}

/** Of a report of several parts the records of its long lists; all else is one piece each, and stays. */
function* entriesOfRuns(lines: readonly string[]): InTurns<Entry[] | undefined> {
  const sections = findAlikeRuns(lines);
  if (!sections) return undefined;
  const entries: Entry[] = [];
  for (const [nth, { from, to, alike }] of sections.entries()) {
    if (alike) entries.push(...(yield* entriesOfLines(lines, { from, to, alike }, `${nth} `)));
    else if (lines[from]!.trim() !== '') entries.push({ from, to, isUsual: false, fields: new Map() });
    yield;
  }
  return entries;
}

function* entriesOfBlocks(lines: readonly string[]): InTurns<Entry[] | undefined> {
  const blocks = yield* findAlikeBlocks(lines);
  if (!blocks) return undefined;
  const before: Block = { from: 0, to: blocks[0]!.from, isUsual: false };
  const entries: Entry[] = [];
  const read = isMarkup(lines) ? fieldsOfElement : fieldsOfBlock;
  yield* itemsInTurns(before.to > 0 ? [before, ...blocks] : blocks, (block) => {
    entries.push({ ...block, fields: read(block.isUsual ? lines.slice(block.from, block.to) : []) });
  });
  return entries;
}

/** What each line of a block says, by how it begins. */
function fieldsOfBlock(lines: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [first = '', ...rest] = fieldsOf(line);
    const { key = headOf(line), value } = keyed(first);
    if (key !== '' && !fields.has(key)) fields.set(key, [value, ...rest].slice(value === first ? 1 : 0).join(' '));
  }
  return fields;
}

/** How loud each record complains; a line that most records of several lines have is what they are made of, whatever its words. */
function* faultsIn(lines: readonly string[], entries: readonly Entry[]): InTurns<(Fault | undefined)[]> {
  const found: ReadonlyMap<string, Fault>[] = [];
  const counts = new Map<string, number>();
  yield* itemsInTurns(entries, ({ from, to }) => {
    const faults = new Map<string, Fault>();
    for (let row = from; row < to; row++) {
      const fault = FAULTS[levelOf(lines[row]!)];
      if (!fault) continue;
      const head = to - from > 1 ? headOf(lines[row]!) : '';
      faults.set(head, louder(faults.get(head), fault));
    }
    for (const head of faults.keys()) counts.set(head, (counts.get(head) ?? 0) + 1);
    found.push(faults);
  });
  return found.map((faults) => {
    let loudest: Fault | undefined;
    for (const [head, fault] of faults)
      if (head === '' || counts.get(head)! <= entries.length * MADE_OF) loudest = louder(loudest, fault);
    return loudest;
  });
}

/**
 * The complaints that tell records apart: all where they are few, else the loud ones. Where every record is a complaint, as in the
 * findings of a linter, none is told apart, and of few each is something to mend: undefined, as where loud ones are usual.
 */
function telling(levels: readonly (Fault | undefined)[]): readonly (Fault | undefined)[] | undefined {
  const count = (of: readonly (Fault | undefined)[]): number => of.filter((level) => level !== undefined).length;
  const faults = count(levels);
  if (faults > levels.length * NEARLY_ALL) return faults >= MANY_FINDINGS ? levels.map(() => undefined) : undefined;
  if (faults <= levels.length * MOST_FAULTS) return levels;
  const loud = levels.map((level) => (level === 'reported' ? level : undefined));
  return count(loud) > 0 && count(loud) <= levels.length * MOST_FAULTS ? loud : undefined;
}

function louder(one: Fault | undefined, other: Fault): Fault {
  return one === 'reported' || (one === 'suspected' && other === 'hinted') ? one : other;
}

/** Of records of several lines those beside an asked one: a key, its owner and its signature are three. */
const beside: Voter = {
  reason: 'beside',
  most: MOST_BESIDE,
  *votes({ asked: { words }, list }: Sight): Iterable<Vote> {
    for (const word of words)
      for (const unit of word.units.length <= FEW_ASKED ? word.units : [])
        for (let other = unit - BESIDE; other <= unit + BESIDE; other++)
          if (list[other]?.frame !== true && list[other]) yield { unit: other, depth: WHOLE };
  },
};

class RecordUnits implements Units {
  readonly text: string;
  readonly licence = 'rows';
  readonly counting = 'units';
  list: readonly Unit[] = [];
  voters: readonly Voter[] = [];
  readonly #page: Lines;

  constructor(
    lines: readonly string[],
    private readonly entries: readonly Entry[],
    private readonly faults: readonly (Fault | undefined)[],
    private readonly task: Task,
  ) {
    this.#page = joinLines(lines);
    this.text = this.#page.text;
  }

  /** Which records of several lines are missing, by the lines that name them. */
  describe({ members, example }: Gap): string {
    if (example !== undefined || members.some((member) => this.#isLine(member))) return '';
    const names = members.map((member) => fieldsOf(this.#page.lines[this.entries[member]!.from]!).join(' '));
    const some = names.length <= MOST_NAMES ? names : [...names.slice(0, 2), '…', names.at(-1)!];
    return some.map((name) => name.slice(0, LONGEST_NAME)).join(', ');
  }

  #isLine(unit: number): boolean {
    return this.entries[unit]!.to - this.entries[unit]!.from === 1;
  }

  /** Finds what records differ in, and who speaks for them. */
  *vote(): InTurns<void> {
    const plain = this.entries.map(({ from, to, isUsual }): Unit => {
      const what = isUsual ? 'record' : 'line';
      return { ...stretchOf(this.#page, from, to), parent: -1, what, ...(isUsual ? {} : { frame: true as const }) };
    });
    const found = yield* columnsInTurns(plain, (unit) => this.entries[unit]!.fields);
    const columns = found.map((column) => ({ ...column, isUnnamed: column.name.includes(NAMELESS) }));
    const telling = columns.filter(({ values }) => new Set(values).size <= FEW_VALUES);
    const shapes = new Map<string, number>();
    const list: Unit[] = [];
    yield* itemsInTurns(plain, (unit, i) => {
      const own = this.faults[i];
      const kinds = [...this.entries[i]!.fields].map(([name, value]) => `${name} ${classOf(value)}`);
      const key = [own, ...kinds, ...telling.map(({ values }) => values[i])].join('\n');
      const shape = shapes.get(key) ?? shapes.size;
      shapes.set(key, shape);
      list.push({ ...unit, shape, ...(own && unit.what === 'record' ? { fault: own } : {}) });
    });
    this.list = list;
    const rows = list.flatMap(({ frame }, unit) => (frame ? [] : [unit]));
    const isOfLines = rows.every((unit) => this.#isLine(unit));
    this.voters = [
      ...(isOfLines ? [] : [beside]),
      ...rowVoters(columns),
      groups(columns),
      yield* decisive(columns, rows, this.task),
      fault,
      rare,
    ];
  }
}
