import type { Question } from '../../question/question.js';
import { type Signals, spreadOver } from './signals.js';

/** What rows are chosen from. */
export interface Choice {
  readonly size: number;
  readonly signals: Signals;
  /** Rough tokens of each printed row. */
  readonly cost: (row: number) => number;
  /** Rows that must stay for reasons from outside, such as the owners of named nested rows. */
  readonly must?: readonly number[];
  /** Rows worth more than others from outside, such as all nested rows of a named owner. */
  readonly wanted?: readonly number[];
  /** The only rows that may be shown without a signal: nested rows of shown owners. */
  readonly within?: readonly number[];
}

/** How many times the budget each kind of reason may fill. */
const LIMITS = { named: 4, listed: 2.5, signal: 1.6, related: 1.2, spread: 1 };

/** Collects rows, most important reason first, until the budget of that reason is used up. */
class Basket {
  readonly rows = new Set<number>();
  spent = 0;
  constructor(
    private readonly choice: Choice,
    private readonly budget: number,
    private readonly allowed: ReadonlySet<number> | undefined,
  ) {}

  add(rows: Iterable<number>, limit: number): void {
    for (const row of rows) {
      if (row < 0 || row >= this.choice.size || this.rows.has(row)) continue;
      if (this.allowed && !this.allowed.has(row)) continue;
      const cost = this.choice.cost(row);
      if (this.rows.size >= 3 && this.spent + cost > this.budget * limit) continue;
      this.rows.add(row);
      this.spent += cost;
    }
  }
}

/**
 * The rows a reader of the question needs, and a spread of the others, within about `budget` tokens; all rows when they
 * fit, or when all are asked for and nearly fit. In order.
 */
export function selectRows(choice: Choice, question: Question, budget: number): number[] {
  const { size, signals } = choice;
  const { wants } = question;
  const every = choice.within ?? Array.from({ length: size }, (_, row) => row);
  const filtered = signals.listed.length > 0 || (wants.has('errors') && signals.faults.length > 0);
  const all = every.reduce((sum, row) => sum + choice.cost(row), 0);
  if (all <= budget * (question.listsAll && !filtered ? LIMITS.listed : 1)) return [...every];
  const basket = new Basket(choice, budget, choice.within && new Set(choice.within));
  basket.add(signals.named, LIMITS.named);
  basket.add(signals.asked, LIMITS.named);
  basket.add(signals.decisive, LIMITS.named);
  basket.add(choice.must ?? [], LIMITS.named);
  if (wants.has('errors')) basket.add(spreadOver(signals.faults, 80), LIMITS.named);
  basket.add(signals.companions, LIMITS.listed);
  if (question.listsAll) basket.add(signals.listed, LIMITS.listed);
  basket.add(choice.wanted ?? [], LIMITS.signal);
  basket.add(spreadOver(signals.faults, 25), LIMITS.signal);
  if (!choice.within) basket.add([0, size - 1, 1, size - 2], LIMITS.signal);
  basket.add(signals.rare, LIMITS.signal);
  basket.add(signals.numeric, LIMITS.signal);
  basket.add(signals.related, LIMITS.related);
  basket.add(spreadOver(signals.suspects, 10), LIMITS.related);
  const share = signals.named.length > 0 || signals.asked.length > 0 ? 0.6 : 1;
  const mean = Math.max(1, basket.spent / Math.max(1, basket.rows.size));
  // Where rows stand out or are asked for, the others only have to show what is usual.
  const usual = share < 1 || signals.faults.length > 0 ? Math.max(6, size * 0.12) : size;
  const room = Math.floor(Math.min(budget / 40, usual, (budget * share - basket.spent) / mean));
  basket.add(strata(every, room), LIMITS.spread);
  return [...basket.rows].sort((a, b) => a - b);
}

/** One of each of `count` equal stretches of rows, at changing places in them, so that no rhythm of the data is hit. */
function strata(rows: readonly number[], count: number): number[] {
  if (count < 1 || rows.length === 0) return [];
  const golden = 0.618033988749895;
  return Array.from({ length: count }, (_, i) => rows[Math.floor(((i + ((i * golden) % 1)) * rows.length) / count)]!);
}
