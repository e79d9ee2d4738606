import type { InTurns } from '../../model/in-turns.js';
import type { LineEdit } from '../../reading/edit-lines.js';
import { grouped } from '../../reading/grouped.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import type { Asked } from './asked.js';
import type { Outline, Span, Unit } from './outline.js';

/** What decides about bodies: kept whole, looked into, and how short a body must be to stay. */
export interface BodyRules {
  readonly whole: ReadonlySet<Unit>;
  readonly containers: ReadonlySet<Unit>;
  readonly shortRows: number;
}

export interface BodyCut extends Span {
  /** Whether this cut leaves a body without a statement where the language wants one. */
  readonly empty: boolean;
  readonly unit: Unit;
}

const LONG_STATEMENT = 10;
const WORTH_CHARACTERS = 70;
/** A short body has no more of them a row. */
const SHORT_CHARACTERS = 80;

/** Finds the rows inside bodies that can go. Kept statements stay, with the comment above them. */
export function* cutBodies(
  outline: Outline,
  asked: Asked,
  lines: readonly string[],
  rules: BodyRules,
): InTurns<BodyCut[]> {
  const cutter = new BodyCutter(outline, asked, lines, rules);
  yield;
  yield* itemsInTurns(outline.units, (unit) => {
    if (!unit.parent) cutter.visit(unit);
  });
  return cutter.cuts;
}

class BodyCutter {
  readonly cuts: BodyCut[] = [];
  readonly #lines: readonly string[];
  readonly #rules: BodyRules;
  readonly #children: ReadonlyMap<Unit, readonly Unit[]>;
  /** How many needed rows there are before each row. */
  readonly #needed: Uint32Array;

  constructor(outline: Outline, asked: Asked, lines: readonly string[], rules: BodyRules) {
    this.#lines = lines;
    this.#rules = rules;
    const rows = Uint8Array.from(asked.hits);
    for (const unit of rules.whole) rows.fill(1, unit.from, unit.to + 1);
    this.#needed = new Uint32Array(lines.length + 1);
    for (let row = 0; row < lines.length; row++) this.#needed[row + 1] = (this.#needed[row] ?? 0) + (rows[row] ?? 0);
    this.#children = grouped(outline.units, ({ parent }) => parent);
  }

  visit(unit: Unit): void {
    const { whole, containers, shortRows } = this.#rules;
    if (whole.has(unit)) return;
    const { inner } = unit;
    if (unit.kind === 'class' || containers.has(unit) || !inner) {
      for (const child of this.#children.get(unit) ?? []) this.visit(child);
      return;
    }
    if (inner.to - inner.from < shortRows && this.#characters(inner) <= SHORT_CHARACTERS * shortRows) return;
    if (this.#isNeeded(inner)) this.#cutAround(unit, inner);
    else this.#cut(unit, inner, unit.needsStatement);
  }

  #isNeeded(span: Span): boolean {
    return (this.#needed[span.to + 1] ?? 0) > (this.#needed[span.from] ?? 0);
  }

  #characters(span: Span): number {
    let sum = 0;
    for (let row = span.from; row <= span.to; row++) sum += (this.#lines[row] ?? '').trim().length;
    return sum;
  }

  #cut(unit: Unit, { from, to }: Span, empty: boolean): void {
    const isBlank = (row: number): boolean => (this.#lines[row] ?? '').trim() === '';
    let [first, last] = [from, to];
    while (first <= last && isBlank(first)) first++;
    while (last >= first && isBlank(last)) last--;
    if (last <= first || this.#characters({ from: first, to: last }) < WORTH_CHARACTERS) return;
    this.cuts.push({ from: first, to: last, empty, unit });
  }

  /** Lets the last cut since `mark` stand for a statement when none is left but comments. */
  #markEmpty(unit: Unit, mark: number): void {
    const own = this.cuts.slice(mark);
    const last = own.at(-1);
    const isLeft = (one: Span): boolean =>
      !/^\s*#/.test(this.#lines[one.from] ?? '') && !own.some((cut) => cut.from <= one.from && one.to <= cut.to);
    if (last && !unit.statements.some(isLeft)) this.cuts[this.cuts.length - 1] = { ...last, empty: true };
  }

  /** Cuts what lies between the statements that are needed, and goes into the long ones of these. */
  #cutAround(unit: Unit, inner: Span): void {
    const mark = this.cuts.length;
    let from = inner.from;
    const kept = unit.statements.filter((one) => one.to >= inner.from && this.#isNeeded(one));
    let next = 0;
    for (const one of kept) {
      while ((unit.statements[next]?.to ?? Number.POSITIVE_INFINITY) < one.from) next++;
      const above = unit.statements[next - 1];
      const isNote = above?.to === one.from - 1 && /^\s*(?:#|\/\/|\/\*)/.test(this.#lines[above.from] ?? '');
      this.#cut(unit, { from, to: (isNote ? Math.min(above.from, one.from) : one.from) - 1 }, false);
      from = Math.max(from, one.to + 1);
    }
    this.#cut(unit, { from, to: inner.to }, false);
    if (unit.needsStatement) this.#markEmpty(unit, mark);
    const long = kept.filter((one) => one.to - one.from >= LONG_STATEMENT);
    for (const child of this.#children.get(unit) ?? []) {
      if (long.some((one) => one.from <= child.from && child.to <= one.to)) this.visit(child);
    }
  }
}

/** The line that stands where a body was. */
export function bodyEdit(
  cut: BodyCut,
  lines: readonly string[],
  comment: string,
  numberOf: (row: number) => number,
): LineEdit {
  const indent = /^\s*/.exec(lines[cut.from] ?? '')?.[0].replace(/\r$/, '') ?? '';
  const note = `${comment} … lines ${numberOf(cut.from)}-${numberOf(cut.to)} left out`;
  return { from: cut.from, to: cut.to, lines: [`${indent}${cut.empty ? '...  ' : ''}${note}`] };
}
