import type { Question } from './question.js';
import type { Row } from './rows.js';
import { hasAll, saysCount, tokenPositions } from './whole-token.js';

const FAILED = /^(?:failed|error|alarm|declined|timeout|critical)$/i;

interface Columns {
  readonly id: string;
  readonly numbers: readonly string[];
  readonly categories: readonly string[];
}

function readColumns(rows: readonly Row[]): Columns | undefined {
  const names = Object.keys(rows[0] ?? {}).filter((name) => rows.every((row) => row[name] !== undefined));
  const distinct = (name: string) => new Set(rows.map((row) => row[name])).size;
  const id = names.find((name) => distinct(name) === rows.length);
  if (id === undefined) return undefined;
  const numeric = (name: string) => rows.every((row) => /^-?\d+(?:\.\d+)?$/.test(row[name] ?? ''));
  return {
    id,
    numbers: names.filter((name) => name !== id && numeric(name) && distinct(name) > rows.length / 4),
    categories: names.filter((name) => !numeric(name) && distinct(name) >= 2 && distinct(name) <= 8),
  };
}

function lookups(text: string, rows: readonly Row[], { id }: Columns): Question[] {
  return [0.2, 0.45, 0.6, 0.85].flatMap((share) => {
    const row = rows[Math.floor(rows.length * share)] ?? {};
    const name = Object.keys(row).find((key) => {
      const value = row[key] ?? '';
      return key !== id && value.length > 2 && tokenPositions(text, value).length === 1;
    });
    if (name === undefined) return [];
    const evidence = [row[id] ?? '', row[name] ?? ''];
    const ask = `What is the ${name} of ${id} ${row[id]}?`;
    return [{ type: 'lookup', ask, expects: [row[name] ?? ''], answeredBy: hasAll(evidence) } as const];
  });
}

function extremes(rows: readonly Row[], { id, numbers }: Columns): Question[] {
  return numbers.slice(0, 2).flatMap((name): Question[] => {
    const sorted = [...rows].sort((a, b) => Number(a[name]) - Number(b[name]));
    const [low, second, high, nextHigh] = [sorted[0], sorted[1], sorted.at(-1), sorted.at(-2)];
    const found: Question[] = [];
    if (high && high[name] !== nextHigh?.[name])
      found.push({
        type: 'maximum',
        ask: `Which ${id} has the highest ${name}, and how high is it?`,
        expects: [high[id] ?? '', high[name] ?? ''],
        answeredBy: hasAll([high[id] ?? '', high[name] ?? '']),
      });
    if (low && low[name] !== second?.[name])
      found.push({
        type: 'minimum',
        ask: `Which ${id} has the lowest ${name}, and how low is it?`,
        expects: [low[id] ?? '', low[name] ?? ''],
        answeredBy: hasAll([low[id] ?? '', low[name] ?? '']),
      });
    return found;
  });
}

function counts(rows: readonly Row[], { categories }: Columns): Question[] {
  return categories.slice(0, 2).flatMap((name) => {
    const values = [...new Set(rows.map((row) => row[name] ?? ''))].filter((value) => value.length > 1).sort();
    return values.slice(0, 3).map((value): Question => {
      const count = rows.filter((row) => row[name] === value).length;
      return { type: 'count', ask: `How many rows have ${name} ${value}?`, answeredBy: saysCount(value, count) };
    });
  });
}

function failures(rows: readonly Row[], { id, categories }: Columns): Question[] {
  return categories.flatMap((name): Question[] => {
    const failed = rows.filter((row) => FAILED.test(row[name] ?? ''));
    if (failed.length === 0 || failed.length > 6) return [];
    const evidence = failed.map((row) => row[id] ?? '');
    const value = failed[0]?.[name];
    return [
      { type: 'error', ask: `Which ${id} has ${name} ${value}?`, expects: evidence, answeredBy: hasAll(evidence) },
    ];
  });
}

/** Questions about a list of rows: values by id, extremes, counts by category, failures, first and last. */
export function askRows(text: string, rows: readonly Row[]): Question[] {
  const columns = rows.length >= 20 ? readColumns(rows) : undefined;
  if (!columns) return [];
  const { id } = columns;
  const ends: Question[] = [
    { type: 'first', ask: `What is the first ${id}?`, answeredBy: hasAll([rows[0]?.[id] ?? '']) },
    { type: 'last', ask: `What is the last ${id}?`, answeredBy: hasAll([rows.at(-1)?.[id] ?? '']) },
  ];
  return [
    ...lookups(text, rows, columns),
    ...extremes(rows, columns),
    ...counts(rows, columns),
    ...failures(rows, columns),
    ...ends,
  ];
}
