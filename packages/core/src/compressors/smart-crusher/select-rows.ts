import { faultsOf } from './faults.js';
import { findTerms } from './find-terms.js';
import { changePointsOf, extremesOf, outliersOf } from './outliers.js';
import type { Profile } from './profile.js';
import type { Question } from './question.js';

/** What {@link selectRows} needs to know of a table. */
export interface Selectable {
  readonly size: number;
  readonly profiles: readonly Profile[];
  /** What can be searched of each row. */
  readonly texts: readonly string[];
  /** Rough tokens of each printed row. */
  readonly cost: (row: number) => number;
  /** Rows that must stay for reasons from outside, such as the rows of a named parent. */
  readonly wanted?: readonly number[];
}

/** The chosen rows, and those among them that the question names. */
export interface Selection {
  readonly rows: readonly number[];
  readonly named: readonly number[];
}

/** How far over the budget each kind of reason may go. */
const LIMITS = { named: 4, signal: 1.6, related: 1.2, spread: 1 };

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

  has(limit: number): boolean {
    return this.spent < this.budget * limit;
  }
}

/** Chooses the rows a reader of the question needs, and a spread of the others, within about `budget` tokens. */
export function selectRows(table: Selectable, question: Question, budget: number): Selection {
  const basket = new Basket(table, budget);
  const { size } = table;
  const found = matchQuestion(table, question);
  const faults = faultRows(table);
  basket.add(found.named, LIMITS.named);
  const asked = askedExtremes(table, question);
  basket.add(asked, LIMITS.named);
  if (question.listsAll && found.listed.length > 0) basket.add(found.listed, LIMITS.named);
  basket.add(
    spreadOver(faults.strong, question.wants.has('errors') ? 60 : 25),
    question.wants.has('errors') ? LIMITS.named : LIMITS.signal,
  );
  basket.add([0, size - 1, 1, size - 2], LIMITS.signal);
  basket.add(table.wanted ?? [], LIMITS.signal);
  basket.add(rareRows(table), LIMITS.signal);
  basket.add(numericRows(table), LIMITS.signal);
  basket.add(found.related, LIMITS.related);
  basket.add(spreadOver(faults.weak, 10), LIMITS.related);
  const share = found.named.length > 0 || asked.length > 0 ? 0.6 : 1;
  if (basket.has(LIMITS.spread * share)) {
    const mean = Math.max(1, basket.spent / Math.max(1, basket.rows.size));
    const room = Math.floor((budget * share - basket.spent) / mean);
    basket.add(evenly(size, Math.min(room, 40)), LIMITS.spread * share);
  }
  return { rows: [...basket.rows].sort((a, b) => a - b), named: found.named };
}

/** Rows by what the question says: named outright, listed by a filter, or merely related. */
function matchQuestion(
  table: Selectable,
  question: Question,
): { named: number[]; listed: number[]; related: number[] } {
  const { size } = table;
  const hits = findTerms(table.texts, question.terms);
  const scores = new Float64Array(size);
  const named: number[] = [];
  let listed: number[] = [];
  question.terms.forEach((term, i) => {
    const rows = hits[i]!;
    if (rows.length === 0 || rows.length === size) return;
    const rarity = Math.log(1 + (size - rows.length + 0.5) / (rows.length + 0.5));
    for (const row of rows) scores[row] = scores[row]! + rarity * term.weight;
    const few = term.kind === 'word' ? Math.max(3, size * 0.02) : Math.max(8, size * 0.06);
    if (rows.length <= few && term.weight >= 1 && named.length < 200) named.push(...rows);
    if (term.weight >= 1 && rows.length <= size * 0.5 && (listed.length === 0 || rows.length < listed.length))
      listed = rows;
  });
  const ranked = rank(scores);
  const best = scores[ranked[0] ?? 0] ?? 0;
  const close = ranked.filter((row) => scores[row]! >= best * 0.8).slice(0, 12);
  const order = new Set(named);
  const byScore = [...order].sort((a, b) => scores[b]! - scores[a]! || a - b);
  return {
    named: [...byScore, ...(best > 1.5 ? close.filter((row) => !order.has(row)) : [])],
    listed,
    related: ranked.slice(0, 200),
  };
}

function rank(scores: Float64Array): number[] {
  const rows: number[] = [];
  scores.forEach((score, row) => {
    if (score > 0) rows.push(row);
  });
  return rows.sort((a, b) => scores[b]! - scores[a]! || a - b);
}

function faultRows(table: Selectable): { strong: number[]; weak: number[] } {
  const worst = new Uint8Array(table.size);
  for (const profile of table.profiles) {
    const faults = faultsOf(profile);
    if (!faults) continue;
    // What most rows have is no fault.
    const count = faults.reduce((sum, fault) => sum + (fault === 2 ? 1 : 0), 0);
    const cap = count > table.size * 0.5 ? 1 : 2;
    faults.forEach((fault, row) => {
      worst[row] = Math.max(worst[row]!, Math.min(fault, cap));
    });
  }
  const strong: number[] = [];
  const weak: number[] = [];
  worst.forEach((fault, row) => {
    if (fault === 2) strong.push(row);
    else if (fault === 1) weak.push(row);
  });
  return { strong, weak };
}

/** Rows with the extreme values the question asks for; without a word on what, of every measurement. */
function askedExtremes(table: Selectable, question: Question): number[] {
  const { wants } = question;
  const rows: number[] = [];
  if (!['max', 'min', 'first', 'last'].some((want) => wants.has(want as 'max'))) return rows;
  const numeric = table.profiles.filter((profile) => profile.numbers && !(profile.isSequence && !profile.isDate));
  const about = numeric.filter((profile) => question.about(profile.column.path));
  const measures = numeric.filter((profile) => !profile.isDate);
  const dates = numeric.filter((profile) => profile.isDate);
  const aboutMeasures = about.filter((profile) => !profile.isDate);
  const take = (profiles: readonly Profile[], count: number, smallest: boolean) => {
    for (const { numbers } of profiles.slice(0, 12)) rows.push(...extremesOf(numbers!, count, smallest));
  };
  const pick = aboutMeasures.length > 0 ? aboutMeasures : measures;
  const count = aboutMeasures.length > 0 ? question.top : 1;
  if (wants.has('max')) take(pick, count, false);
  if (wants.has('min')) take(pick, count, true);
  if (wants.has('first')) take(dates, 2, true);
  if (wants.has('last')) take(dates, 2, false);
  if (aboutMeasures.length > 0 && (wants.has('max') || wants.has('min')))
    take(measures, 1, wants.has('min') && !wants.has('max'));
  return rows;
}

/** Rows with a value that few rows have, where most values are common. */
function rareRows(table: Selectable): number[] {
  const rows: number[] = [];
  const few = Math.max(2, table.size * 0.02);
  for (const { categories, texts } of table.profiles) {
    if (!categories || categories.size < 2) continue;
    const usual = (table.size / categories.size) * 0.2;
    const left = new Map<string, number>();
    for (const [value, count] of categories) if (count <= few && count <= Math.max(1, usual)) left.set(value, 3);
    if (left.size === 0 || left.size > 12) continue;
    texts.forEach((text, row) => {
      const more = left.get(text) ?? 0;
      if (more === 0) return;
      left.set(text, more - 1);
      rows.push(row);
    });
  }
  return rows;
}

/** Outliers, change points and the largest value of each measurement. */
function numericRows(table: Selectable): number[] {
  const rows: number[] = [];
  const later: number[] = [];
  for (const { numbers, isSequence, isDate } of table.profiles) {
    if (!numbers || isSequence || isDate) continue;
    for (const row of outliersOf(numbers)) {
      rows.push(row);
      later.push(row - 1, row + 1);
    }
    rows.push(...extremesOf(numbers, 1));
    for (const row of changePointsOf(numbers)) later.push(row - 1, row);
    later.push(...extremesOf(numbers, 1, true));
  }
  return [...rows, ...later];
}

/** At most `limit` of the given rows, evenly over them, first and last included. */
export function spreadOver(rows: readonly number[], limit: number): number[] {
  if (rows.length <= limit) return [...rows];
  return Array.from({ length: limit }, (_, i) => rows[Math.round((i * (rows.length - 1)) / (limit - 1))]!);
}

function evenly(size: number, count: number): number[] {
  if (count < 1) return [];
  return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * size) / count));
}
