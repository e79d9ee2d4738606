import type { LineEdit } from '../../reading/edit-lines.js';
import type { Asked } from './asked.js';
import type { Outline, Span, Unit } from './outline.js';

/** What decides about bodies: kept whole, looked into, and how short a body must be to stay. */
export interface BodyRules {
  readonly whole: ReadonlySet<Unit>;
  readonly containers: ReadonlySet<Unit>;
  readonly shortRows: number;
  readonly shortCharacters: number;
}

export interface BodyCut extends Span {
  /** Whether this cut leaves a body without a statement where the language wants one. */
  readonly empty: boolean;
  readonly unit: Unit;
}

const LONG_STATEMENT = 10;
const WORTH_CHARACTERS = 90;

/** Finds the rows inside bodies that can go. Kept statements stay, with the comment above them. */
export function cutBodies(outline: Outline, asked: Asked, lines: readonly string[], rules: BodyRules): BodyCut[] {
  const needed = new Uint32Array(lines.length + 1);
  const alive = Uint8Array.from(asked.hits);
  for (const unit of rules.whole) alive.fill(1, unit.from, unit.to + 1);
  for (let row = 0; row < lines.length; row++) needed[row + 1] = (needed[row] ?? 0) + (alive[row] ?? 0);
  const isNeeded = (span: Span): boolean => (needed[span.to + 1] ?? 0) > (needed[span.from] ?? 0);
  const characters = (span: Span): number => {
    let sum = 0;
    for (let row = span.from; row <= span.to; row++) sum += (lines[row] ?? '').trim().length;
    return sum;
  };
  const children = new Map<Unit | undefined, Unit[]>();
  for (const unit of outline.units) {
    const siblings = children.get(unit.parent);
    if (siblings) siblings.push(unit);
    else children.set(unit.parent, [unit]);
  }
  const cuts: BodyCut[] = [];

  const cut = (unit: Unit, from: number, to: number, empty: boolean): void => {
    let [first, last] = [from, to];
    while (first <= last && (lines[first] ?? '').trim() === '') first++;
    while (last >= first && (lines[last] ?? '').trim() === '') last--;
    if (last > first && characters({ from: first, to: last }) >= WORTH_CHARACTERS)
      cuts.push({ from: first, to: last, empty, unit });
  };

  const visit = (unit: Unit): void => {
    if (rules.whole.has(unit)) return;
    const { inner } = unit;
    const open = unit.kind === 'class' || rules.containers.has(unit) || !inner;
    if (open) {
      for (const child of children.get(unit) ?? []) visit(child);
      return;
    }
    if (inner.to - inner.from < rules.shortRows && characters(inner) <= rules.shortCharacters) return;
    if (!isNeeded(inner)) cut(unit, inner.from, inner.to, unit.needsStatement);
    else cutAround(unit, inner);
  };

  const cutAround = (unit: Unit, inner: Span): void => {
    let from = inner.from;
    const kept = unit.statements.filter((one) => one.to >= inner.from && isNeeded(one));
    for (const one of kept) {
      const above = unit.statements.findLast((other) => other.to < one.from);
      const note =
        above && above.to === one.from - 1 && /^\s*(?:#|\/\/|\/\*)/.test(lines[above.from] ?? '') ? above : one;
      cut(unit, from, Math.min(note.from, one.from) - 1, false);
      from = Math.max(from, one.to + 1);
    }
    cut(unit, from, inner.to, kept.length === 0 && unit.needsStatement);
    for (const child of children.get(unit) ?? []) {
      if (kept.some((one) => one.from <= child.from && child.to <= one.to && one.to - one.from >= LONG_STATEMENT))
        visit(child);
    }
  };

  for (const unit of children.get(undefined) ?? []) visit(unit);
  return cuts;
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
