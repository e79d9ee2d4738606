import { hasTooManyRows, rowsOf, type Seen, type SeenName, type SeenRow, type SeenRun } from '../conversation/seen.js';
import type { Block, ToolCall } from '../model/block.js';
import type { InTurns } from '../model/in-turns.js';
import { printNumberedView, readNumberedView } from '../packs/numbered-view.js';

/** A text taken apart into notes on what the model has seen before, and what is new. */
export interface Referred {
  readonly parts: readonly (
    | { readonly kind: 'note'; readonly text: string }
    | { readonly kind: 'fresh'; readonly text: string; readonly firstLine: number }
  )[];
  /** `55 of 80 lines that stand in the earlier Read result (a.ts)`. */
  readonly summary: string;
  /** Share of the characters that were seen before, 0 to 1. */
  readonly share: number;
}

/**
 * Finds what stands in texts seen before; undefined where nothing does. The lines of a packed text are not those of its
 * original, so notes say how many they are and not which.
 */
export function* refer(text: string, seen: Seen, isPacked = false): InTurns<Referred | undefined> {
  if (seen.isEmpty || hasTooManyRows(text)) return undefined;
  const rows = rowsOf(text);
  const runs = yield* seen.runs(rows);
  if (runs.length === 0) return undefined;
  const style = readNumberedView(text.split('\n'))?.style;
  const end = rows.findLastIndex(({ body }) => body.trim() !== '') + 1;
  const print = (from: number, to: number): string => {
    const part = rows.slice(from, to);
    return style ? printNumberedView({ rows: part, style }) : part.map(({ body }) => body).join('\n');
  };
  const parts: Referred['parts'][number][] = [];
  let at = 0;
  for (const group of joined(runs)) {
    if (group.from > at) parts.push({ kind: 'fresh', text: print(at, group.from), firstLine: at + 1 });
    parts.push({ kind: 'note', text: noteOf(group, rows.slice(0, Math.max(end, group.to)), seen, isPacked && !style) });
    at = group.to;
  }
  if (at < rows.length) parts.push({ kind: 'fresh', text: print(at, rows.length), firstLine: at + 1 });
  const lines = runs.reduce((sum, run) => sum + run.rows, 0);
  const names = [...new Set(runs.map(({ source }) => seen.nameOf(source)))];
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  const summary = `${lines} of ${rows.length} lines that stand in ${names.slice(0, 3).join(', ')}${more}`;
  const repeated = runs.reduce((sum, run) => sum + charactersIn(rows, run), 0);
  const all = rows.reduce((sum, { body }) => sum + body.length + 1, 0);
  return { parts, summary, share: repeated / all };
}

interface Group {
  readonly from: number;
  readonly to: number;
  readonly runs: readonly SeenRun[];
}

/** Runs that follow each other without a line between them. */
function joined(runs: readonly SeenRun[]): readonly Group[] {
  const groups: { from: number; to: number; runs: SeenRun[] }[] = [];
  for (const run of runs) {
    const last = groups.at(-1);
    if (last && last.to === run.from) {
      last.runs.push(run);
      last.to += run.rows;
    } else groups.push({ from: run.from, to: run.from + run.rows, runs: [run] });
  }
  return groups;
}

function noteOf({ from, to, runs }: Group, rows: readonly SeenRow[], seen: Seen, isUnnumbered: boolean): string {
  const whole = from === 0 && to === rows.length;
  const own = rangeOf(rows, from, to);
  const places = runs.map(({ source, at, rows: count }) => {
    const name = seen.nameOf(source);
    const range = rangeOf(source.rows, at, at + count);
    const all = at === 0 && count >= source.rows.length - 1;
    if (whole ? all && runs.length === 1 : !isUnnumbered && range === own && !isCutPlain(source)) return name;
    return `${name}, ${range}${isCutPlain(source) ? ' as shown' : ''}`;
  });
  const named = places.join(' and ');
  const back = runs.length === 1 && seen.hasLater(runs[0]!.source) ? '; it changed in between and changed back' : '';
  if (whole) return `[The same ${to - from} lines as in ${named}${back}]`;
  return isUnnumbered ? `[… ${to - from} lines: the same as in ${named}]` : `[… ${own}: the same as in ${named}]`;
}

/** Whether lines are counted as they are shown, because what was left out between them is counted elsewhere. */
function isCutPlain({ cut, rows }: SeenRun['source']): boolean {
  return cut && rows.at(-1)?.number !== undefined;
}

/** `lines 4-19`, by the numbers a tool printed where it did. */
function rangeOf(rows: readonly SeenRow[], from: number, to: number): string {
  const [first, last] = [rows[from]!.number!, rows[to - 1]!.number!];
  return first === last ? `line ${first}` : `lines ${first}-${last}`;
}

function charactersIn(rows: readonly SeenRow[], { from, rows: count }: SeenRun): number {
  let sum = 0;
  for (let i = from; i < from + count; i++) sum += rows[i]!.body.length + 1;
  return sum;
}

/** Names a tool result by its tool and the shortest telling argument. */
export function nameOfResult({ call }: Block): SeenName {
  return { before: 'the', what: call ? `${call.tool} result${telling(call.input)}` : 'tool result' };
}

/** Names the assistant's own call. */
export function nameOfCall({ tool, input }: ToolCall): SeenName {
  return { before: 'your', what: `${tool} call${telling(input)}` };
}

/** The first short argument; without one the beginning of the first, so that calls with different arguments have other names. */
function telling(input: unknown): string {
  const values = (input !== null && typeof input === 'object' ? Object.values(input) : [input])
    .map((value) => (Array.isArray(value) ? value.filter((word) => typeof word === 'string').join(' ') : value))
    .filter((value): value is string => typeof value === 'string' && value.trim() !== '');
  const found = values.find((value) => value.length <= 200 && !/[\n\r]/.test(value));
  const named = found ?? values[0]?.trim().split(/[\n\r]/, 1)[0];
  return named === undefined ? '' : ` (${shortened(named.toWellFormed())}${found === undefined ? ' …' : ''})`;
}

/** A long path by its last three parts, other long words by their beginning. */
function shortened(value: string): string {
  if (value.length <= 60) return value;
  if (!/\s/.test(value) && value.includes('/')) return `…/${value.split('/').slice(-3).join('/')}`;
  return `${value.slice(0, 57).replace(/[\ud800-\udbff]$/, '')}…`;
}
