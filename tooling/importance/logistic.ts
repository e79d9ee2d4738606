import { Matrix, solve } from 'ml-matrix';

/** One case: its signals by name, whether it came true, and the group it belongs to. */
export interface Sample<Name extends string> {
  readonly group: string;
  readonly signals: Readonly<Record<Name, number>>;
  readonly isTrue: boolean;
}

const RIDGE = 3;
const ROUNDS = 60;
const EXACT = 1e-6;

/**
 * Logistic regression by Newton's steps, with a ridge on all weights but the constant `always`. Every group weighs the same, however
 * many samples it has.
 */
export function fitLogistic<Name extends string>(
  names: readonly Name[],
  samples: readonly Sample<Name>[],
): Record<Name | 'always', number> {
  const counts = new Map<string, number>();
  for (const { group } of samples) counts.set(group, (counts.get(group) ?? 0) + 1);
  const mean = samples.length / counts.size;
  const rows = new Matrix(samples.map(({ signals }) => [1, ...names.map((name) => signals[name])]));
  const shares = samples.map(({ group }) => mean / counts.get(group)!);
  const ridge = Matrix.diag([0, ...names.map(() => RIDGE)]);
  let weights = Matrix.zeros(names.length + 1, 1);
  for (let round = 0; round < ROUNDS; round++) {
    const likely = rows
      .mmul(weights)
      .to1DArray()
      .map((sum) => 1 / (1 + Math.exp(-sum)));
    const errors = samples.map(({ isTrue }, i) => shares[i]! * (Number(isTrue) - likely[i]!));
    const curve = likely.map((p, i) => shares[i]! * p * (1 - p));
    const gradient = rows.transpose().mmul(Matrix.columnVector(errors)).sub(ridge.mmul(weights));
    const hessian = rows.transpose().mmul(rows.clone().mulColumnVector(curve)).add(ridge);
    const step = solve(hessian, gradient);
    weights = weights.add(step);
    if (step.to1DArray().every((change) => Math.abs(change) < EXACT)) break;
  }
  const [always = 0, ...others] = weights.to1DArray();
  return Object.fromEntries([['always', always], ...names.map((name, j) => [name, others[j]!])]) as Record<
    Name | 'always',
    number
  >;
}
