import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { readListing } from '../../reading/listing.js';
import { columnsInTurns } from '../../units/columns.js';
import { joinLines, unitOf } from '../../units/folded.js';
import type { Unit } from '../../units/unit.js';
import type { Units } from '../../units/units.js';
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
  const comment = commentOf(lines);
  const anchors = anchorsOf(lines);
  const list: Unit[] = [];
  const entries = new Map<number, Entry>();
  const add = (from: number, to: number, what = 'line', isFrame = true): void => {
    if (page.lines.slice(from, to).some((line) => line.trim() !== '')) list.push(unitOf(page, from, to, what, isFrame));
  };
  let at = 0;
  for (const entry of found) {
    yield;
    const from = entry.from + before.length;
    add(at, from);
    entries.set(list.length, entry);
    at = entry.to + 1 + before.length;
    add(from, at, 'entry', anchors(entry));
  }
  add(at, page.lines.length);
  const columns = yield* columnsInTurns(list, (unit) => fieldsOf(entries.get(unit), lines));
  return {
    text: page.text,
    list,
    licence: 'rows',
    counting: 'units',
    share: 0.5,
    voters: rowVoters(columns),
    label: (unit) => {
      const { from, to } = list[unit]!;
      return page.text.slice(from, Math.min(to, from + LONGEST_LABEL));
    },
    // The names of entries, all when there is room for them, else the first and the last.
    describe: ({ members }) => {
      const own = members.flatMap((member) => entries.get(member) ?? []);
      const names = [...new Set(own.map((entry) => nameOf(entry, lines)).filter((name) => name !== ''))];
      const size = members.reduce((sum, member) => sum + list[member]!.to - list[member]!.from, 0);
      const all = names.join(', ');
      return all.length <= NAMES * size || names.length < 3 ? all : `${names[0]} … ${names.at(-1)}`;
    },
    note: (words) => `${comment} ${words}`,
  };
}

/** The settings of an entry by their path of keys, and which keys it has at all. */
function fieldsOf(entry: Entry | undefined, lines: readonly string[]): ReadonlyMap<string, string> | undefined {
  if (!entry) return undefined;
  const fields = new Map<string, string>();
  const visit = (parent: Entry, path: string): void => {
    for (const child of parent.children) {
      const at = `${path}/${child.key}`;
      if (child.children.length === 0) fields.set(at, valueAt(lines[child.head] ?? ''));
      else if (at.length < LONGEST_PATH) visit(child, at);
    }
  };
  visit(entry, '');
  fields.set('', keysOf(entry, lines).join());
  return fields;
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
