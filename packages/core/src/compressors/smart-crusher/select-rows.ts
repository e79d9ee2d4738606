import { askedExtremes, matchQuestion } from './match-question.js';
import type { Profile } from './profile.js';
import type { Question } from './question.js';
import { faultRows, numericRows, rareRows } from './signal-rows.js';

/** What {@link selectRows} needs to know of a table. */
export interface Selectable {
  readonly size: number;
  readonly profiles: readonly Profile[];
  /** What can be searched of each row. */
  readonly texts: readonly string[];
  /** Rough tokens of each printed row. */
  readonly cost: (row: number) => number;
  /** Rows that should stay for reasons from outside, such as the rows of a named parent. */
  readonly wanted?: readonly number[];
}

/** The chosen rows, and those among them that the question names. */
export interface Selection {
  readonly rows: readonly number[];
  readonly named: readonly number[];
  /** Rows the answer most likely needs, worth more words than the others. */
  readonly key: readonly number[];
}

/** How many times the budget each kind of reason may fill. */
const LIMITS = { named: 4, listed: 2.5, signal: 1.6, related: 1.2, spread: 1 };

/** Collects rows, most important reason first, until the budget of that reason is used up. */
class Basket {
  readonly rows = new Set<number>();
  spent = 0;
  constructor(
    private readonly table: Selectable,
    private readonly budget: number,
  ) {}

  add(rows: Iterable<number>, limit: number): void {
    for (const row of rows) {
      if (row < 0 || row >= this.table.size || this.rows.has(row)) continue;
      const cost = this.table.cost(row);
      if (this.rows.size >= 3 && this.spent + cost > this.budget * limit) continue;
      this.rows.add(row);
      this.spent += cost;
    }
  }
}

const MAX_KEY_ROWS = 12;

/**
 * Chooses the rows a reader of the question needs, and a spread of the others, within about `budget` tokens; all rows
 * when they fit, or when all are asked for and nearly fit.
 */
export function selectRows(table: Selectable, question: Question, budget: number): Selection {
  const { size } = table;
  const { wants } = question;
  const found = matchQuestion(table, question);
  const faults = faultRows(table);
  const asked = askedExtremes(table, question);
  const urgent = wants.has('errors') || faults.strong.length <= 5 ? faults.strong : [];
  const key = [...new Set([...found.named.slice(0, 8), ...asked.slice(0, 6), ...spreadOver(urgent, 8)])].slice(
    0,
    MAX_KEY_ROWS,
  );
  const every = Array.from({ length: size }, (_, row) => row);
  const all = every.reduce((sum, row) => sum + table.cost(row), 0);
  const filtered = found.listed.length > 0 || (wants.has('errors') && faults.strong.length > 0);
  if (all <= budget * (question.listsAll && !filtered ? LIMITS.listed : 1))
    return { rows: every, named: found.named, key };
  const basket = new Basket(table, budget);
  basket.add(found.named, LIMITS.named);
  basket.add(asked, LIMITS.named);
  if (wants.has('errors')) basket.add(spreadOver(faults.strong, 80), LIMITS.named);
  if (question.listsAll || wants.has('count')) basket.add(found.listed, LIMITS.listed);
  basket.add(spreadOver(faults.strong, 25), LIMITS.signal);
  basket.add([0, size - 1, 1, size - 2], LIMITS.signal);
  basket.add(table.wanted ?? [], LIMITS.signal);
  basket.add(rareRows(table), LIMITS.signal);
  basket.add(numericRows(table), LIMITS.signal);
  basket.add(found.related, LIMITS.related);
  basket.add(spreadOver(faults.weak, 10), LIMITS.related);
  const share = found.named.length > 0 || asked.length > 0 ? 0.6 : 1;
  const mean = Math.max(1, basket.spent / Math.max(1, basket.rows.size));
  basket.add(strata(size, Math.min(40, Math.floor((budget * share - basket.spent) / mean))), LIMITS.spread);
  return { rows: [...basket.rows].sort((a, b) => a - b), named: found.named, key };
}

/** At most `limit` of the given rows, evenly over them, first and last included. */
function spreadOver(rows: readonly number[], limit: number): readonly number[] {
  if (rows.length <= limit) return rows;
  return Array.from({ length: limit }, (_, i) => rows[Math.round((i * (rows.length - 1)) / (limit - 1))]!);
}

/** One row of each of `count` equal stretches, at changing places in them, so that no rhythm of the data is hit. */
function strata(size: number, count: number): number[] {
  if (count < 1) return [];
  const golden = 0.618033988749895;
  return Array.from({ length: count }, (_, i) => Math.floor(((i + ((i * golden) % 1)) * size) / count));
}
