import type { InTurns } from '../../model/in-turns.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { levelOf } from '../../reading/line-level.js';
import { readQuery } from '../../reading/query-terms.js';
import { headOf, type LineCensus, type LineGroup, MANY } from './line-groups.js';

/** Why a row must stay, the strongest reason first. */
export type Reason = 'asked' | 'fault' | 'end' | 'extreme' | 'rare';

export interface Must {
  readonly row: number;
  readonly reason: Reason;
  /** Rows of the same kind, one of which is enough. */
  readonly or?: readonly number[];
}

const MOST_NAMES = 24;
const MOST_ASKED = 60;
const MOST_FAULTS = 16;
const MOST_ALIKE = 40;
const MOST_EXTREMES = 16;
const MOST_RARE = 10;
const MOST_SUCCESSES = 12;
const SUCCESS = /\b(?:accepted|succe(?:ss|eded|ssful|ssfully)|granted|authenticated|logged in|allowed)\b/i;
const MOST_BEGINNINGS = 20;
const LONGEST_FAULT = 400;
/** `web03 sshd[2719]: `, `[worker] `, `INFO `. */
const PROCESS = /^ *(?:[\w.-]+ )?[\w./-]+(?:\[\d+\])?: |^ *\[[^\]]{1,40}\] *|^ *[A-Z]{3,8} +/;
const FRAME = /^(?:#?\d+:? +(?:0x|<|[\w:]+::)|at |from )/;
const LARGE_GROUP = 8;
const RARE = 2;
/** In so few rows even a plain word of the question is specific. */
const FEW = 3;
const FAR_OUT = 1.02;
const FEW_VALUES = 48;
const MOST_RARE_VALUES = 8;
const RARE_SHARE = 0.04;
const NUMBER = /-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?/gi;
/** A time at the beginning of a line, maybe with a date. */
export const STAMP = /^[\s[(<]*(?:\d{4}-\d\d-\d\d[T ])?(?:[A-Z][a-z]{2} +\d+ )?\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?\S*/;

/**
 * The rows that a reader needs whatever else is left out, from the text and the question alone: what is asked, what complains,
 * both ends, values far out of line, rare kinds among many of one kind.
 */
export function* mustKeep(census: LineCensus, question: string): InTurns<readonly Must[]> {
  const found = new Map<number, Reason>();
  const add = (rows: Iterable<number>, reason: Reason): void => {
    for (const row of rows) if (!found.has(row)) found.set(row, reason);
  };
  add(askedRows(census, question), 'asked');
  yield;
  const faults = yield* faultRows(census);
  add(faults.keys(), 'fault');
  add([census.filled[0] ?? 0, census.filled.at(-1) ?? 0], 'end');
  const large = census.groups.filter(({ rows }) => rows.length >= LARGE_GROUP);
  add(yield* extremeRows(census, large), 'extreme');
  add((yield* rareBeginnings(census)).slice(0, MOST_BEGINNINGS), 'rare');
  const few: number[] = [];
  for (const group of large) if (few.length < MOST_RARE) few.push(...(yield* rareValues(census, group)));
  add(few.slice(0, MOST_RARE), 'rare');
  const repetitive = large.reduce((sum, { rows }) => sum + rows.length, 0) >= census.filled.length * 0.5;
  const small = census.groups.filter(({ rows }) => rows.length <= RARE);
  if (repetitive && small.length <= MOST_RARE)
    add(
      small.flatMap(({ rows }) => rows),
      'rare',
    );
  return [...found].map(([row, reason]) => ({ row, reason, or: faults.get(row) ?? [] })).sort((a, b) => a.row - b.row);
}

function askedRows({ lines, rowsOfWord }: LineCensus, question: string): readonly number[] {
  const { names, values, words } = readQuery(question);
  const rows = new Set<number>();
  for (const name of [...names, ...values].slice(0, MOST_NAMES)) {
    const hits = rowsWith(lines, name, rowsOfWord);
    if (hits.length <= MANY) for (const row of hits) rows.add(row);
  }
  for (const word of words) {
    const hits = rowsOfWord.get(word) ?? [];
    if (word.length >= 4 && hits.length <= FEW) for (const row of hits) rows.add(row);
  }
  return [...rows].sort((a, b) => a - b).slice(0, MOST_ASKED);
}

/** Rows with a name as written; its rarest word says where to look. */
function rowsWith(lines: readonly string[], name: string, rowsOfWord: LineCensus['rowsOfWord']): readonly number[] {
  const parts = name.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  let rarest: readonly number[] | undefined;
  for (const part of parts) {
    const rows = rowsOfWord.get(part) ?? [];
    if (!rarest || rows.length < rarest.length) rarest = rows;
  }
  if (!rarest || rarest.length > MANY) return rarest ?? [];
  const wanted = name.toLowerCase();
  return rarest.filter((row) => lines[row]!.toLowerCase().includes(wanted));
}

/** The first complaint of every kind with the others of it; and where complaints abound the few successes, which are what is looked for. */
function* faultRows({ lines, groups }: LineCensus): InTurns<ReadonlyMap<number, readonly number[]>> {
  const kinds = new Map<string, number[]>();
  const successes: number[] = [];
  let complaints = 0;
  yield* itemsInTurns(groups, ({ rows }) => {
    const line = headOf(lines[rows[0]!]!).trim();
    // A frame of a stack names what it calls: `panicking::catch_unwind` complains about nothing.
    if (line.length > LONGEST_FAULT || FRAME.test(line)) return;
    if (SUCCESS.test(line)) successes.push(...rows);
    if (levelOf(line) !== 'error') return;
    complaints += rows.length;
    const beginning = beginningOf(line);
    const kind = kinds.get(beginning);
    if (!kind) kinds.set(beginning, [...rows]);
    else if (kind.length < MOST_ALIKE) kind.push(...rows.slice(0, MOST_ALIKE));
  });
  const found = new Map<number, readonly number[]>();
  for (const rows of [...kinds.values()].slice(0, MOST_FAULTS))
    found.set(Math.min(...rows.slice(0, MOST_ALIKE)), rows.slice(0, MOST_ALIKE));
  if (complaints >= LARGE_GROUP && successes.length <= MOST_SUCCESSES) for (const row of successes) found.set(row, []);
  return found;
}

/** The first two words behind time, host and process. */
function beginningOf(line: string): string {
  const body = line.replace(STAMP, '').replace(PROCESS, '');
  return (body.match(/\p{L}[\p{L}-]*/gu) ?? []).slice(0, 2).join(' ');
}

/** Of every place where rows of a large group have numbers: the row whose number is above all others, the farthest out first. */
function* extremeRows({ lines }: LineCensus, groups: readonly LineGroup[]): InTurns<readonly number[]> {
  const found: { row: number; ratio: number }[] = [];
  for (const { rows } of groups) {
    for (const column of yield* columnsOf(rows.map((row) => headOf(lines[row]!)))) {
      for (const { index, ratio } of farOut(column)) found.push({ row: rows[index]!, ratio });
      yield;
    }
  }
  return found
    .sort((a, b) => b.ratio - a.ratio)
    .slice(0, MOST_EXTREMES)
    .map(({ row }) => row);
}

/** Rows of a group with a value that hardly any other row has, where a place has few values in all: a status, a method, a user. */
function* rareValues({ lines }: LineCensus, { rows }: LineGroup): InTurns<readonly number[]> {
  const places: (Map<string, number[]> | undefined)[] = [];
  yield* itemsInTurns(rows, (row) => {
    const tokens = headOf(lines[row]!).replace(STAMP, '').trim().split(/\s+/).slice(0, 24);
    for (const [j, whole] of tokens.entries()) {
      const token = whole.replace(/\d+/g, '0');
      if (places.length <= j) places.push(new Map());
      const values = places[j];
      if (!values) continue;
      const members = values.get(token);
      if (members) members.push(row);
      else if (values.size < FEW_VALUES) values.set(token, [row]);
      else places[j] = undefined;
    }
  });
  return places.flatMap((values) => {
    const rare = [...(values?.values() ?? [])].filter(
      (members) => members.length <= Math.max(1, rows.length * RARE_SHARE),
    );
    const isCommon = (values?.size ?? 0) > rare.length;
    return isCommon && rare.length <= MOST_RARE_VALUES ? rare.flatMap((members) => members.slice(0, RARE)) : [];
  });
}

/**
 * Rows that begin as hardly any other does, behind time, host and process: the one `Accepted` among all the `Failed`, or the
 * other way round.
 */
function* rareBeginnings({ lines, filled }: LineCensus): InTurns<readonly number[]> {
  const byBeginning = new Map<string, number[]>();
  yield* itemsInTurns(filled, (row) => {
    const beginning = beginningOf(headOf(lines[row]!));
    const members = byBeginning.get(beginning);
    if (members) members.push(row);
    else byBeginning.set(beginning, [row]);
  });
  const common = [...byBeginning.values()].reduce((sum, { length }) => sum + (length >= LARGE_GROUP ? length : 0), 0);
  const rare = [...byBeginning.values()].filter(({ length }) => length <= RARE);
  return common >= filled.length * 0.5 && rare.length <= MOST_BEGINNINGS ? rare.flat() : [];
}

function* columnsOf(texts: readonly string[]): InTurns<readonly (readonly number[])[]> {
  const columns: number[][] = [];
  yield* itemsInTurns(texts, (text) => {
    const numbers = (text.replace(STAMP, '').match(NUMBER) ?? []).slice(0, 10);
    for (const [j, number] of numbers.entries()) {
      if (columns.length <= j) columns.push([]);
      columns[j]!.push(Number(number.replaceAll(',', '')));
    }
  });
  return columns.filter((column) => column.length === texts.length);
}

/** The two largest numbers, each with how far it is above the next one; of a mere count the last is no extreme. */
function farOut(column: readonly number[]): { index: number; ratio: number }[] {
  const top: { index: number; value: number }[] = [];
  let rising = true;
  for (const [index, value] of column.entries()) {
    if (index > 0 && value < column[index - 1]!) rising = false;
    if (top.length < 3 || value > top[2]!.value) {
      top.push({ index, value });
      top.sort((a, b) => b.value - a.value || a.index - b.index);
      top.length = Math.min(top.length, 3);
    }
  }
  if (rising) return [];
  return top.slice(0, 2).flatMap(({ index, value }, i) => {
    const ratio = (Math.abs(value) + 1) / (Math.abs(top[i + 1]?.value ?? value) + 1);
    return ratio >= FAR_OUT ? [{ index, ratio }] : [];
  });
}
