import type { InTurns } from '../../model/in-turns.js';
import { timesOf } from '../../reading/grouped.js';
import { valueAt } from './name-of.js';
import type { Entry } from './read-entries.js';

const ALIKE_ENTRIES = 8;
const MANY_ENTRIES = 14;
const LONG_LIST = 16;
/** Of the keys of entries of one kind so many are ones that most of them have; of many entries fewer suffice. */
const SHARED = 0.75;
const SHARED_BY_MANY = 0.3;
const USUAL = 0.4;
/** Entries that hold entries are of one kind where this share of what is inside is in that share of them. */
const ALIKE_INSIDE = 0.5;
const COMMON_INSIDE = 0.3;

/** Keys that an entry has, of which alike entries share most. */
export function keysOf(entry: Entry, lines: readonly string[]): string[] {
  const own = entry.isItem ? /^\s*(?:- +)+["']?([\w.-]+)["']?\s*:/.exec(lines[entry.head] ?? '')?.[1] : undefined;
  return [...(own ? [own] : []), ...entry.children.map((child) => child.key)];
}

/** An entry that holds others, or could. */
function isRecord(entry: Entry, lines: readonly string[]): boolean {
  const own = lines[entry.head] ?? '';
  // `KEY=` is a setting without a value, `key:` may hold anything.
  return entry.to > entry.from || (/^(?:\{\}|\[\])?$/.test(valueAt(own)) && !/=\s*$/.test(own));
}

/** The outermost entries that are of one kind with their siblings, in their order. */
export function* findAlike(entries: readonly Entry[], lines: readonly string[]): InTurns<Entry[]> {
  yield;
  if (areAlike(entries, lines)) return [...entries];
  const found: Entry[] = [];
  for (const { children } of entries) if (children.length > 0) found.push(...(yield* findAlike(children, lines)));
  return found;
}

/** Whether siblings are of one kind: many records with mostly the same keys, or a long list of plain items. */
function areAlike(entries: readonly Entry[], lines: readonly string[]): boolean {
  if (entries.length < ALIKE_ENTRIES) return false;
  const records = entries.filter((entry) => isRecord(entry, lines)).length;
  if (records < 0.5 * entries.length) return entries.length >= LONG_LIST && entries.every((entry) => entry.isItem);
  const keys = entries.map((entry) => keysOf(entry, lines));
  const counts = timesOf(keys.flatMap((own) => [...new Set(own)]));
  const filled = keys.filter((own) => own.length > 0).length;
  const all = keys.flat();
  const shared = all.filter((key) => (counts.get(key) ?? 0) > USUAL * filled).length;
  const enough = entries.length >= MANY_ENTRIES ? SHARED_BY_MANY : SHARED;
  return all.length > 0 && shared >= enough * all.length && areAlikeInside(entries);
}

/** Whether most of what stands in the entries, two keys deep, stands in many of them: `spec` may hold anything. */
function areAlikeInside(entries: readonly Entry[]): boolean {
  const counts = timesOf(entries.flatMap((entry) => [...new Set(pathsIn(entry))]));
  let [all, shared] = [0, 0];
  for (const count of counts.values()) {
    all += count;
    if (count >= entries.length * COMMON_INSIDE) shared += count;
  }
  return shared >= all * ALIKE_INSIDE;
}

function pathsIn({ children }: Entry): string[] {
  return children.flatMap((child) => child.children.map((inner) => `${child.key}/${inner.key}`));
}
