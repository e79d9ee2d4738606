import { classOf, fieldsOf, WORD } from './field-class.js';

/** Lines that are records of one kind, one a line, under no header that would make them a table. */
export interface AlikeLines {
  /** The class of each leading field in nearly all of them; undefined where it differs. */
  readonly columns: readonly (string | undefined)[];
}

const FEWEST = 24;
const SAMPLE = 400;
/** So few lines show whether the others are worth a look. */
const PROBE = 32;
const MOST_FIELDS = 14;
const LEAST_FIELDS = 3;
/** So large a part of the lines has as many fields. */
const AS_WIDE = 0.95;
/** So large a part of a column is of one class, or even one value. */
const ALIKE = 0.9;
const LOOSELY = 0.6;
/** Of the leading fields so many are alike, and at least so many of them are more than words: prose has none. */
const ALIKE_COLUMNS = 0.75;
const TYPED = 2;

/** Finds what nearly all lines of a text begin with, field by field. Looks at a sample over all of it. */
export function findAlikeLines(lines: readonly string[]): AlikeLines | undefined {
  const filled = lines.filter((line) => line.trim() !== '');
  if (filled.length < FEWEST || !alikeIn(sampleOf(filled, PROBE), LOOSELY, LOOSELY)) return undefined;
  return alikeIn(sampleOf(filled, SAMPLE), AS_WIDE, ALIKE);
}

function sampleOf(lines: readonly string[], size: number): readonly (readonly string[])[] {
  const step = Math.max(1, Math.floor(lines.length / size));
  return lines.filter((_, i) => i % step === 0).map(fieldsOf);
}

function alikeIn(rows: readonly (readonly string[])[], wide: number, alike: number): AlikeLines | undefined {
  const widths = rows.map(({ length }) => length).sort((a, b) => a - b);
  const width = Math.min(MOST_FIELDS, widths[Math.floor(rows.length * (1 - wide))]!);
  if (width < LEAST_FIELDS) return undefined;
  const columns = Array.from({ length: width }, (_, c) => columnOf(rows, c, rows.length * alike));
  while (columns.filter(({ kind }) => kind !== undefined).length < columns.length * ALIKE_COLUMNS) columns.pop();
  const typed = columns.filter(({ isTyped }) => isTyped).length;
  return typed < TYPED || columns.length < LEAST_FIELDS ? undefined : { columns: columns.map(({ kind }) => kind) };
}

function columnOf(
  rows: readonly (readonly string[])[],
  c: number,
  least: number,
): { kind: string | undefined; isTyped: boolean } {
  const values = rows.flatMap((row) => row[c] ?? []);
  const kind = mostOf(values.map(classOf), least);
  const isConstant = mostOf(values, least) !== undefined;
  return { kind, isTyped: isConstant || (kind !== undefined && kind !== WORD) };
}

/** What comes most often, where that is often enough. */
function mostOf(values: readonly string[], least: number): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const [value, count] of counts) if (count >= least) return value;
  return undefined;
}

/** Whether a line is one of them: all but one of its leading fields are of the classes of theirs. */
export function isAlike({ columns }: AlikeLines, fields: readonly string[]): boolean {
  if (fields.length < columns.length) return false;
  let other = 0;
  for (const [c, kind] of columns.entries()) if (kind !== undefined && classOf(fields[c]!) !== kind) other++;
  return other <= 1;
}
