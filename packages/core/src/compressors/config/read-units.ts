import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { readListing } from '../../reading/listing.js';
import { columnsInTurns } from '../../units/columns.js';
import { joinLines, type Lines, stretchOf } from '../../units/folded.js';
import type { Unit } from '../../units/unit.js';
import type { Gap, Units, Voter } from '../../units/units.js';
import { rowVoters } from '../../units/votes/row.js';
import { findAlike, keysOf } from './alike.js';
import { nameOf, valueAt } from './name-of.js';
import { COMMENT, type Entry, readEntries } from './read-entries.js';

const LONGEST_LABEL = 600;
/** Characters of names that a note may hold for each character left out. */
const NAMES = 0.35;
const LONGEST_PATH = 200;

/** Reads the entries of one kind of a configuration into units; what is not one of many alike stays. */
export function* readConfigUnits(content: Content): InTurns<Units | undefined> {
  const { lines, before } = readListing(content.lines);
  yield;
  const found = yield* findAlike(yield* readEntries(lines), lines);
  if (found.length === 0) return undefined;
  yield;
  const page = joinLines(content.lines);
  yield;
  const units = new ConfigUnits(page, lines);
  yield* units.add(found, before.length);
  yield* units.readFields();
  return units;
}

class ConfigUnits implements Units {
  readonly text: string;
  readonly list: Unit[] = [];
  readonly licence = 'rows';
  readonly counting = 'units';
  readonly share = 0.5;
  voters: readonly Voter[] = [];
  readonly #entries = new Map<number, Entry>();
  readonly #comment: string;

  constructor(
    private readonly page: Lines,
    private readonly lines: readonly string[],
  ) {
    this.text = page.text;
    this.#comment = commentOf(lines);
  }

  *add(entries: readonly Entry[], before: number): InTurns<void> {
    const anchors = anchorsOf(this.lines);
    let at = 0;
    for (const entry of entries) {
      yield;
      this.#add(at, entry.from + before);
      this.#entries.set(this.list.length, entry);
      at = entry.to + 1 + before;
      this.#add(entry.from + before, at, 'entry', anchors(entry));
    }
    this.#add(at, this.page.lines.length);
  }

  *readFields(): InTurns<void> {
    this.voters = rowVoters(yield* columnsInTurns(this.list, (unit) => this.#fieldsOf(unit)));
  }

  label(unit: number): string {
    const { from, to } = this.list[unit]!;
    return this.text.slice(from, Math.min(to, from + LONGEST_LABEL));
  }

  /** The names of entries, all when there is room for them, else the first and the last. */
  describe({ members }: Gap): string {
    const own = members.flatMap((member) => this.#entries.get(member) ?? []);
    const names = [...new Set(own.map((entry) => nameOf(entry, this.lines)).filter((name) => name !== ''))];
    const size = members.reduce((sum, member) => sum + this.list[member]!.to - this.list[member]!.from, 0);
    const all = names.join(', ');
    return all.length <= NAMES * size || names.length < 3 ? all : `${names[0]} … ${names.at(-1)}`;
  }

  note(words: string): string {
    return `${this.#comment} ${words}`;
  }

  #add(from: number, to: number, what = 'line', isFrame = true): void {
    if (this.page.lines.slice(from, to).every((line) => line.trim() === '')) return;
    this.list.push({ ...stretchOf(this.page, from, to), parent: -1, what, ...(isFrame ? { frame: true } : {}) });
  }

  /** The settings of an entry by their path of keys, and which keys it has at all. */
  #fieldsOf(unit: number): ReadonlyMap<string, string> | undefined {
    const entry = this.#entries.get(unit);
    if (!entry) return undefined;
    const fields = new Map<string, string>();
    const visit = (parent: Entry, path: string): void => {
      for (const child of parent.children) {
        const at = `${path}/${child.key}`;
        if (child.children.length === 0) fields.set(at, valueAt(this.lines[child.head] ?? ''));
        else if (at.length < LONGEST_PATH) visit(child, at);
      }
    };
    visit(entry, '');
    fields.set('', keysOf(entry, this.lines).join());
    return fields;
  }
}

function commentOf(lines: readonly string[]): string {
  return COMMENT.exec(lines.find((line) => COMMENT.test(line)) ?? '#')![0].trim();
}

/** Whether an entry holds an anchor that an alias refers to. */
function anchorsOf(lines: readonly string[]): (entry: Entry) => boolean {
  const used = new Set<string>();
  for (const line of lines)
    for (const match of line.slice(0, 400).matchAll(/(?:^|[\s[,])\*([\w.-]+)/g)) used.add(match[1] ?? '');
  if (used.size === 0) return () => false;
  return ({ from, to }) =>
    lines.slice(from, to + 1).some((line) => used.has(/(?:^|\s)&([\w.-]+)/.exec(line.slice(0, 400))?.[1] ?? ''));
}
