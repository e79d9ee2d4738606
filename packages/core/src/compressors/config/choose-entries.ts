import { bm25 } from '../../reading/bm25.js';
import type { QueryTerms } from '../../reading/query-terms.js';
import { trimEndOf } from '../../reading/trim-end.js';
import type { Entry } from './entries.js';

/** What one run of entries that look alike loses: `cut` are indexes into the siblings. */
export interface Group {
  readonly entries: readonly Entry[];
  readonly cut: readonly number[];
}

export interface Choice {
  readonly lines: readonly string[];
  readonly hits: Uint8Array;
  readonly terms: QueryTerms;
  readonly question: string;
  /** How much is kept: 1 is normal. */
  readonly scale: number;
}

const ALIKE_ENTRIES = 8;
const MANY_ENTRIES = 14;
const LONG_LIST = 16;
const ODD_ENTRIES = 8;
const PLAIN_ENTRIES = 6;
/** Entries that hold entries are of one kind where this share of what is inside is in that share of them. */
const ALIKE_INSIDE = 0.5;
const COMMON_INSIDE = 0.3;
const IDENTITY =
  /^(?:name|id|key|title|func|function|path|image|uses|hostname|host|alias|kind|type|package|module|url|rule|metric|alert|record|job_name|source)$/i;

const rowsOf = (entry: Entry): number => entry.to - entry.from + 1;

/** The words after the key on an entry's own row. */
function valueAt(line: string): string {
  const bare = line.trim().replace(/^(?:- +)+/, '');
  const found = /^(?:"[^"]*"\s*|'[^']*'\s*|[^:=]*)[:=]([\s\S]*)$/.exec(bare.slice(0, 300));
  const value = (found ? (found[1] ?? '').trimStart() : bare).replace(/\s#[\s\S]*$/, '').trimEnd();
  return trimEndOf(value.replace(/^["']/, ''), /["',;]/).trim();
}

function shortName(value: string): string {
  const bare = /^[\w.$@/:+*~-]+(?=\()/.exec(value)?.[0] ?? value;
  return bare.length <= 48 ? bare : `${bare.slice(0, 45).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** What a reader would call an entry: its key, or the value that identifies a list item, section or document. */
export function nameOf(entry: Entry, lines: readonly string[]): string {
  const own = lines[entry.head] ?? '';
  const value = (wanted: RegExp): string => {
    const child = entry.children.find((one) => wanted.test(one.key));
    return child && child.to === child.head ? valueAt(lines[child.head] ?? '') : '';
  };
  if (/\{\s*$/.test(own) && !entry.key.includes(' ')) {
    const child = entry.children.find((one) => /^(?:server_name|name|hostname)$/.test(one.key));
    const said = child ? (lines[child.head] ?? '').trim().slice(child.key.length) : '';
    return shortName(`${entry.key} ${trimEndOf(said.replace(/^[\s="']+/, ''), /["';]/)}`.trim());
  }
  if (!entry.isItem && entry.key !== '' && !/^\s*\[\[/.test(own)) return shortName(entry.key);
  if (/^---/.test(own)) {
    const metadata = entry.children.find((one) => one.key === 'metadata');
    const name = metadata?.children.find((one) => one.key === 'name');
    return shortName(
      [value(/^kind$/), name ? valueAt(lines[name.head] ?? '') : value(/^name$/)].filter((part) => part).join('/'),
    );
  }
  if (/^\s*\[\[/.test(own))
    return shortName([value(/^(?:name|id|path)$/), value(/^version$/)].filter((part) => part).join(' '));
  const key = /^\s*(?:- +)+["']?([\w.-]+)["']?\s*:/.exec(own)?.[1] ?? '';
  if (IDENTITY.test(key) || key === '') return shortName(valueAt(own));
  return shortName(value(IDENTITY) || valueAt(own) || key);
}

/** Keys that an entry has, of which alike entries share most. */
function keysOf(entry: Entry, lines: readonly string[]): string[] {
  const own = entry.isItem ? /^\s*(?:- +)+["']?([\w.-]+)["']?\s*:/.exec(lines[entry.head] ?? '')?.[1] : undefined;
  return [...(own ? [own] : []), ...entry.children.map((child) => child.key)];
}

/** An entry that holds others, or could. */
function isRecord(entry: Entry, lines: readonly string[]): boolean {
  const own = lines[entry.head] ?? '';
  // `KEY=` is a setting without a value, `key:` may hold anything.
  return rowsOf(entry) > 1 || (/^(?:\{\}|\[\])?$/.test(valueAt(own)) && !/=\s*$/.test(own));
}

/** Whether siblings are of one kind: many, of several rows, with mostly the same keys. */
function areAlike(entries: readonly Entry[], keys: readonly (readonly string[])[], lines: readonly string[]): boolean {
  if (entries.length < ALIKE_ENTRIES) return false;
  const deep = entries.filter((entry) => isRecord(entry, lines)).length;
  if (deep < 0.5 * entries.length)
    return entries.every((entry) => entry.isItem || entry.children.length === 0) && entries.length >= LONG_LIST;
  const share = entries.length >= MANY_ENTRIES ? 0.3 : 0.75;
  const counts = new Map<string, number>();
  for (const own of keys) for (const key of new Set(own)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const filled = keys.filter((own) => own.length > 0).length;
  let shared = 0;
  let all = 0;
  for (const own of keys) {
    for (const key of own) {
      all++;
      if ((counts.get(key) ?? 0) > 0.4 * filled) shared++;
    }
  }
  return all > 0 && shared >= share * all && areAlikeInside(entries);
}

/** Whether most of what stands in the entries, two keys deep, stands in many of them: `spec` may hold anything. */
function areAlikeInside(entries: readonly Entry[]): boolean {
  const counts = new Map<string, number>();
  for (const entry of entries)
    for (const path of new Set(pathsIn(entry))) counts.set(path, (counts.get(path) ?? 0) + 1);
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

/** Entries with a key that hardly any other has. */
function oddByKey(keys: readonly (readonly string[])[]): number[] {
  const counts = new Map<string, number>();
  for (const own of keys) for (const key of new Set(own)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const rare = Math.max(1, 0.02 * keys.length);
  const odd = keys.flatMap((own, i) => (own.some((key) => key !== '' && (counts.get(key) ?? 0) <= rare) ? [i] : []));
  return odd.length <= Math.max(2, 0.1 * keys.length) ? odd : [];
}

/** The settings below an entry, by path of keys. */
function settingsOf(
  entry: Entry,
  lines: readonly string[],
  path = '',
  found = new Map<string, string>(),
): Map<string, string> {
  for (const child of entry.children) {
    const at = `${path}/${child.key}`;
    if (child.children.length === 0) found.set(at, (lines[child.head] ?? '').trim());
    else if (path.length < 200) settingsOf(child, lines, at, found);
  }
  return found;
}

/** Entries with a value that differs where nearly all others agree. */
function oddByValue(entries: readonly Entry[], lines: readonly string[]): number[] {
  const settings = entries.map((entry) => settingsOf(entry, lines));
  const counts = new Map<string, Map<string, number>>();
  for (const own of settings) {
    for (const [path, value] of own) {
      const values = counts.get(path) ?? new Map<string, number>();
      values.set(value, (values.get(value) ?? 0) + 1);
      counts.set(path, values);
    }
  }
  const usual = new Map<string, string>();
  for (const [path, values] of counts) {
    const [value, count] = [...values].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
    const all = [...values.values()].reduce((sum, one) => sum + one, 0);
    if (all >= 0.7 * entries.length && count >= 0.75 * all && count < all) usual.set(path, value);
  }
  return settings.flatMap((own, i) =>
    [...usual].some(([path, value]) => own.has(path) && own.get(path) !== value) ? [i] : [],
  );
}

function isNamed(name: string, terms: QueryTerms): boolean {
  if (name.length < 2) return false;
  const lower = name.toLowerCase();
  return (
    terms.words.includes(lower) ||
    terms.names.some((asked) => asked === name || asked.endsWith(`.${name}`) || asked.split('.').includes(name))
  );
}

/** Among siblings of one kind: which to leave out. Undefined when they are too few or too different to do so. */
export function groupOf(entries: readonly Entry[], choice: Choice): Group | undefined {
  const { lines, hits, terms, scale } = choice;
  const keys = entries.map((entry) => keysOf(entry, lines));
  if (!areAlike(entries, keys, lines)) return undefined;
  const flat = entries.every((entry) => !isRecord(entry, lines));
  if (flat && !entries.every((entry) => entry.isItem)) return undefined;
  const kept = new Set<number>();
  for (const [i, entry] of entries.entries()) {
    const hit = hits.subarray(entry.from, entry.to + 1).includes(1);
    if (hit || isNamed(nameOf(entry, lines), terms)) kept.add(i);
  }
  const found = kept.size;
  if (found === 0) for (const i of bestMatches(entries, choice)) kept.add(i);
  const ends = Math.max(1, Math.round((flat ? 4 : found > 0 ? 1 : 2) * scale));
  for (let i = 0; i < ends; i++) kept.add(i);
  kept.add(entries.length - 1);
  if (!flat) {
    const most = Math.ceil(ODD_ENTRIES * scale);
    for (const i of [...oddByKey(keys).slice(0, most), ...oddByValue(entries, lines).slice(0, most)]) kept.add(i);
    const plain = entries.flatMap((entry, i) => (!entry.isItem && !isRecord(entry, lines) ? [i] : []));
    if (plain.length <= PLAIN_ENTRIES) for (const i of plain) kept.add(i);
  }
  const cut = entries.flatMap((_, i) => (kept.has(i) ? [] : [i]));
  return cut.length > 0 ? { entries, cut } : undefined;
}

function bestMatches(entries: readonly Entry[], { lines, question, scale }: Choice): number[] {
  const scores = bm25(
    question,
    entries.map((entry) => lines.slice(entry.from, entry.to + 1).join('\n')),
  );
  const best = scores.reduce((a, b) => Math.max(a, b), 0);
  if (best === 0) return [];
  return scores
    .flatMap((score, i) => (score >= 0.7 * best ? [i] : []))
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .slice(0, Math.ceil(4 * scale));
}
