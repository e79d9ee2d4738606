/** How often two arms solved the same item: both, one of them alone, none. */
export interface Pairs {
  readonly both: number;
  readonly onlyBaseline: number;
  readonly onlyArm: number;
  readonly neither: number;
}

/** Counts pairs of outcomes, each `[baseline, arm]`. */
export function countPairs(outcomes: readonly (readonly [boolean, boolean])[]): Pairs {
  const of = (baseline: boolean, arm: boolean) => outcomes.filter(([a, b]) => a === baseline && b === arm).length;
  return {
    both: of(true, true),
    onlyBaseline: of(true, false),
    onlyArm: of(false, true),
    neither: of(false, false),
  };
}

export const pairsIn = ({ both, onlyBaseline, onlyArm, neither }: Pairs) => both + onlyBaseline + onlyArm + neither;

/** Share solved by the arm less share solved by the baseline, from -1 to 1; 0 without pairs. */
export function difference(pairs: Pairs): number {
  const n = pairsIn(pairs);
  return n === 0 ? 0 : (pairs.onlyArm - pairs.onlyBaseline) / n;
}
