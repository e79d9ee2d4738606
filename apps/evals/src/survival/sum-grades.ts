import { type Grade, isSafe } from './grade-case.js';

/** The figures of a set of cases; percentages with one decimal. */
export interface Sum {
  readonly cases: number;
  readonly before: number;
  readonly after: number;
  readonly saved: number;
  /** Percent saved, counting only cases that kept all their facts in the text. */
  readonly safe: number;
  /** Percent of facts in the text. */
  readonly kept: number;
  /** Percent of facts in the text or behind a key in it. */
  readonly reachable: number;
  readonly facts: number;
  readonly lost: number;
  /** Cases in which more than the words of tools changed. */
  readonly broken: number;
}

/** A share in percent, with one decimal; 100 of nothing. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.round((1000 * part) / whole) / 10;
}

export function sumGrades(grades: readonly Grade[]): Sum {
  const total = (value: (grade: Grade) => number) => grades.reduce((sum, grade) => sum + value(grade), 0);
  const before = total((grade) => grade.before);
  const after = total((grade) => grade.after);
  const safe = total((grade) => (isSafe(grade) ? Math.max(0, grade.before - grade.after) : 0));
  const facts = total((grade) => grade.facts);
  const retained = total((grade) => grade.retained);
  const recoverable = total((grade) => grade.recoverable);
  return {
    cases: grades.length,
    before,
    after,
    saved: before === 0 ? 0 : percent(before - after, before),
    safe: before === 0 ? 0 : percent(safe, before),
    kept: percent(retained, facts),
    reachable: percent(retained + recoverable, facts),
    facts,
    lost: facts - retained - recoverable,
    broken: grades.filter((grade) => !grade.intact).length,
  };
}

/** The sums of each kind, in the order of their names. */
export function sumByKind(grades: readonly Grade[]): Record<string, Sum> {
  const kinds = [...new Set(grades.map((grade) => grade.kind))].sort();
  return Object.fromEntries(kinds.map((kind) => [kind, sumGrades(grades.filter((grade) => grade.kind === kind))]));
}
