import type { InTurns } from '../../model/in-turns.js';
import { readQuery } from '../../question/query-terms.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { levelOf } from '../../reading/line-level.js';
import { askedRows } from './asked-rows.js';
import { extremeRows } from './extreme-rows.js';
import { grantedRows } from './granted-rows.js';
import { headOf, type LineCensus, type LineGroup, type Lines, STAMP } from './line-groups.js';

/** Why a row must stay, the strongest reason first. */
export type Reason = 'asked' | 'fault' | 'end' | 'extreme' | 'rare';

export interface Must {
  readonly row: number;
  readonly reason: Reason;
  /** Rows of the same kind, one of which is enough. */
  readonly or?: readonly number[];
}

const MOST_FAULTS = 16;
const MOST_ALIKE = 40;
const LAST_ROWS = 20;
const MOST_RARE = 10;
const MOST_SUCCESSES = 12;
const SUCCESS = /\b(?:accepted|succe(?:ss|eded|ssful|ssfully)|granted|authenticated|logged in|allowed)\b/i;
const MOST_BEGINNINGS = 20;
const LONGEST_FAULT = 400;
/** `web03 sshd[2719]: `, `[worker] `, `INFO `. */
const PROCESS = /^ *(?:[\w.-]+ )?[\w./-]+(?:\[\d+\])?: |^ *\[[^\]]{1,40}\] *|^ *[A-Z]{3,8} +/;
const FRAME = /^(?:#?\d+:? +(?:0x|<|[\w:]+::)|at |from )/;
/** The first two words, whatever stands before each. */
const NAMED = /(\p{L}[\p{L}-]*)(?![\p{L}-])(?:\P{L}+(\p{L}[\p{L}-]*))?/u;
/** A number with its unit at the end of a line. */
const MEASURED = /\d ?([a-zµ%]{1,3}|[KMGT]i?B?)[\])\s.,;]*$/i;
const LONGEST_END = 40;
const LARGE_GROUP = 8;
const RARE = 2;
const FEW_VALUES = 48;
const MOST_RARE_VALUES = 8;
const RARE_SHARE = 0.04;

/**
 * The rows that a reader needs whatever else is left out, from the text and the question alone: what is asked, what complains,
 * both ends, values far out of line, rare kinds among many of one kind.
 */
export function* mustKeep(census: LineCensus, question: string, failed?: true): InTurns<readonly Must[]> {
  const groups = yield* census.groups();
  const found = new Map<number, Reason>();
  const add = (rows: Iterable<number>, reason: Reason): void => {
    for (const row of rows) if (!found.has(row)) found.set(row, reason);
  };
  add(yield* askedRows(census, question), 'asked');
  const faults = yield* faultRows(census, groups);
  add(faults.keys(), 'fault');
  if (failed) add(yield* failureRows(census), 'fault');
  add([census.filled[0] ?? 0, census.filled.at(-1) ?? 0], 'end');
  const large = groups.filter(({ rows }) => rows.length >= LARGE_GROUP);
  add(yield* grantedRows(census), 'rare');
  const beginnings = yield* beginningsOf(census);
  const kinds = yield* kindsOf(census, beginnings);
  add(yield* extremeRows(census, [...large, ...kinds], readQuery(question).wants), 'extreme');
  add((yield* rareBeginnings(census, beginnings)).slice(0, MOST_BEGINNINGS), 'rare');
  const few: number[] = [];
  for (const group of large) if (few.length < MOST_RARE) few.push(...(yield* rareValues(census, group)));
  add(few.slice(0, MOST_RARE), 'rare');
  const repetitive = large.reduce((sum, { rows }) => sum + rows.length, 0) >= census.filled.length * 0.5;
  const small = groups.filter(({ rows }) => rows.length <= RARE);
  if (repetitive && small.length <= MOST_RARE)
    add(
      small.flatMap(({ rows }) => rows),
      'rare',
    );
  return [...found].map(([row, reason]) => ({ row, reason, or: faults.get(row) ?? [] })).sort((a, b) => a.row - b.row);
}

/** Of a command that failed: every complaint, the line after it, and the end. */
function* failureRows({ lines, filled }: Lines): InTurns<readonly number[]> {
  const rows: number[] = filled.slice(-LAST_ROWS);
  yield* itemsInTurns(filled, (row, i) => {
    if (levelOf(headOf(lines[row]!)) === 'error') rows.push(row, filled[i + 1] ?? row);
  });
  return rows;
}

/** The first complaint of every kind with the others of it; and where complaints abound the few successes, which are what is looked for. */
function* faultRows({ lines }: Lines, groups: readonly LineGroup[]): InTurns<ReadonlyMap<number, readonly number[]>> {
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

/** Rows that begin alike and end with a number in the same unit: `Pause Young (Normal) … 3.2ms` and `Pause Young (Mixed) … 9.9ms`. */
function* kindsOf(
  { lines, filled }: Lines,
  beginnings: readonly (string | undefined)[],
): InTurns<readonly LineGroup[]> {
  const kinds = new Map<string, number[]>();
  yield* itemsInTurns(filled, (row) => {
    const line = headOf(lines[row]!);
    const unit = MEASURED.exec(line.length > LONGEST_END ? line.slice(-LONGEST_END) : line)?.[1];
    if (unit === undefined) return;
    const key = `${unit} ${beginnings[row]}`;
    const rows = kinds.get(key);
    if (rows) rows.push(row);
    else kinds.set(key, [row]);
  });
  return [...kinds.values()].filter(({ length }) => length >= LARGE_GROUP).map((rows) => ({ rows }));
}

/** How each row begins, by row. */
function* beginningsOf({ lines, filled }: Lines): InTurns<readonly (string | undefined)[]> {
  const beginnings: string[] = [];
  yield* itemsInTurns(filled, (row) => {
    beginnings[row] = beginningOf(headOf(lines[row]!));
  });
  return beginnings;
}

/** The first two words behind time, host and process. */
function beginningOf(line: string): string {
  const body = line.replace(STAMP, '').replace(PROCESS, '');
  const words = NAMED.exec(body);
  return words?.[2] === undefined ? (words?.[1] ?? '') : `${words[1]} ${words[2]}`;
}

/** Rows of a group with a value that hardly any other row has, where a place has few values in all: a status, a method, a user. */
function* rareValues({ lines }: Lines, { rows }: LineGroup): InTurns<readonly number[]> {
  const places: (Map<string, number[]> | undefined)[] = [];
  yield* itemsInTurns(rows, (row) => {
    const tokens = headOf(lines[row]!).replace(STAMP, '').trim().split(/\s+/).slice(0, 24);
    for (const [j, whole] of tokens.entries()) {
      if (places.length <= j) places.push(new Map());
      const values = places[j];
      if (!values) continue;
      const token = whole.replace(/\d+/g, '0');
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
function* rareBeginnings({ filled }: Lines, beginnings: readonly (string | undefined)[]): InTurns<readonly number[]> {
  const byBeginning = new Map<string, number[]>();
  yield* itemsInTurns(filled, (row) => {
    const beginning = beginnings[row]!;
    const members = byBeginning.get(beginning);
    if (members) members.push(row);
    else byBeginning.set(beginning, [row]);
  });
  const common = [...byBeginning.values()].reduce((sum, { length }) => sum + (length >= LARGE_GROUP ? length : 0), 0);
  const rare = [...byBeginning.values()].filter(({ length }) => length <= RARE);
  return common >= filled.length * 0.5 && rare.length <= MOST_BEGINNINGS ? rare.flat() : [];
}
