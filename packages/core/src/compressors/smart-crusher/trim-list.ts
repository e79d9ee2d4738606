import type { InTurns } from '../../model/in-turns.js';
import { asksForAll } from '../../question/asks-for-all.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { printJson } from '../../reading/parse-json.js';
import { changePointsOf, extremesOf, medianOf, outliersOf } from '../../units/outliers.js';
import { printCell } from './cell.js';
import { chooseRows } from './choose-rows.js';
import { fieldOf } from './field.js';
import { printColumn } from './layout.js';
import type { ListPlan } from './plan.js';
import { previewText } from './preview.js';
import { readRows } from './rows.js';
import type { Trimming } from './trim.js';

interface TrimmedList {
  readonly lines: readonly string[];
  readonly summary: string;
}

/** The lines of a long list that matter, numbered; undefined when all of it fits. */
export function* trimList(plan: ListPlan, budget: number, trimming: Trimming): InTurns<TrimmedList | undefined> {
  if (plan.kind === 'numbers') return yield* trimNumbers(plan.sources, budget);
  if (plan.kind === 'strings') return yield* trimTexts(plan.strings, 'strings', budget, trimming);
  const items = plan.value.items.map((item) =>
    item.type === 'string' ? printCell(item, { comma: false }) : printJson(item),
  );
  return yield* trimTexts(items, 'items', budget, trimming);
}

function* trimTexts(
  strings: readonly string[],
  unit: 'strings' | 'items',
  budget: number,
  { task, words, tokensPerCharacter }: Trimming,
): InTurns<TrimmedList | undefined> {
  const seen = new Map<string, { first: number; times: number }>();
  strings.forEach((text, i) => {
    const known = seen.get(text);
    if (known) known.times++;
    else seen.set(text, { first: i, times: 1 });
  });
  const distinct = [...seen];
  const printed = printColumn({ path: ['text'], cells: distinct.map(([value]) => ({ type: 'string', value })) });
  const cost = (row: number) => 3 + Math.min(distinct[row]![0].length, 300) * tokensPerCharacter;
  const all = distinct.reduce((sum, _, row) => sum + cost(row), 0);
  if (all <= budget && distinct.length > strings.length * 0.7) return undefined;
  const texts = distinct.map(([text]) => text);
  yield;
  const read = yield* readRows(texts, [fieldOf(printed)], task);
  const rows = yield* chooseRows(read, { cost }, asksForAll(task.query), task, budget);
  yield;
  let shown = 0;
  const lines = rows.map((row) => {
    const [text, { first, times }] = distinct[row]!;
    shown += times;
    const value = text.length > 400 ? previewText(text, { limit: 300, words }) : text;
    return `#${first + 1}${times > 1 ? ` and ${times - 1} more` : ''}: ${unit === 'items' ? value : printCell({ type: 'string', value }, { comma: false })}`;
  });
  yield;
  const different = distinct.length < strings.length ? ` (${distinct.length} different)` : '';
  const left = strings.length - shown;
  return {
    lines: [`${shown} of ${strings.length} ${unit}${different}`, ...lines],
    summary: left > 0 ? `${left} of ${strings.length} ${unit}` : `the order of repeated ${unit}`,
  };
}

function* trimNumbers(sources: readonly string[], budget: number): InTurns<TrimmedList | undefined> {
  if (sources.reduce((sum, source) => sum + source.length / 2.5 + 1, 0) <= budget * 0.6) return undefined;
  const numbers = new Float64Array(sources.length);
  yield* itemsInTurns(sources, (source, row) => {
    numbers[row] = Number(source);
  });
  const size = numbers.length;
  const named = (row: number) => `#${row + 1} ${sources[row]}`;
  const mean = numbers.reduce((sum, value) => sum + value, 0) / size;
  const [low] = extremesOf(numbers, 1, true);
  const [high] = extremesOf(numbers, 1);
  yield;
  const outliers = outliersOf(numbers, 12).sort((a, b) => a - b);
  yield;
  const shifts = changePointsOf(numbers).sort((a, b) => a - b);
  yield;
  const lines = [
    `${size} numbers: min ${named(low ?? 0)}, max ${named(high ?? 0)}, mean ${short(mean)}, median ${short(medianOf(numbers))}`,
    `first: ${sources.slice(0, 10).join(', ')}`,
    ...(outliers.length > 0 ? [`outliers: ${outliers.map(named).join(', ')}`] : []),
    ...(shifts.length > 0
      ? [`level changes: ${shifts.map((row) => `${named(row - 1)} to ${named(row)}`).join(', ')}`]
      : []),
    `last: ${sources.slice(-10).join(', ')}`,
  ];
  const shown = new Set([
    ...Array(10).keys(),
    ...outliers,
    low ?? 0,
    high ?? 0,
    ...shifts.flatMap((row) => [row - 1, row]),
    ...Array.from({ length: 10 }, (_, i) => size - 1 - i),
  ]);
  const rest = size - shown.size;
  return {
    lines,
    summary: `${rest} of ${size} numbers (${sources[low ?? 0]} to ${sources[high ?? 0]}, mean ${short(mean)})`,
  };
}

const short = (value: number): string => String(Number(value.toPrecision(6)));
