import { Matrix, solve } from 'ml-matrix';

/** One question: what may be chosen, and which of it is right. */
export interface Choice {
  /** The logarithm of what each is worth before its signs. */
  readonly base: readonly number[];
  /** The signs of each, all in one order. */
  readonly signs: readonly (readonly number[])[];
  /** Places of the right ones. */
  readonly right: readonly number[];
}

const RIDGE = 4.6;
const ROUNDS = 40;
const EXACT = 1e-7;
/** Less does not bend anything. */
const NOTHING = 1e-9;
/** Where the scale of the bases begins. */
const SCALE = 2.5;

/**
 * The weights that make the right ones likeliest (a conditional logit: McFadden, 1974), by Newton's steps with a ridge on all but the
 * scale. Each right one is chosen among itself and all wrong ones; a question with n of them counts as the root of n. Gives the
 * weights of the signs in units of the base, which are the logarithms of the factors that a record's worth is multiplied with.
 */
export function fitChoices(choices: readonly Choice[], signs: number): readonly number[] {
  const useful = choices.filter(({ base, right }) => right.length > 0 && right.length < base.length).map(rowsOf);
  const ridge = Matrix.diag([0, ...Array.from({ length: signs }, () => RIDGE)]);
  let weights = Matrix.columnVector([SCALE, ...Array.from({ length: signs }, () => 0)]);
  for (let round = 0; round < ROUNDS; round++) {
    const sums = new Sums(signs + 1);
    for (const one of useful) sums.add(one, weights.to1DArray());
    const gradient = Matrix.columnVector([...sums.gradient]).sub(ridge.mmul(weights));
    const step = solve(sums.curve().add(ridge), gradient);
    weights = weights.add(step);
    if (step.to1DArray().every((change) => Math.abs(change) < EXACT)) break;
  }
  const [scale = 1, ...rest] = weights.to1DArray();
  return rest.map((weight) => weight / scale);
}

interface Rows {
  readonly right: readonly Float64Array[];
  readonly wrong: readonly Float64Array[];
}

function rowsOf({ base, signs, right }: Choice): Rows {
  const rows = base.map((one, i) => Float64Array.of(one, ...(signs[i] as readonly number[])));
  const known = new Set(right);
  return { right: rows.filter((_, i) => known.has(i)), wrong: rows.filter((_, i) => !known.has(i)) };
}

/** The gradient of the likelihood's logarithm and its curve, turned to positive. */
class Sums {
  readonly gradient: Float64Array;
  readonly #curve: Float64Array;

  constructor(private readonly size: number) {
    this.gradient = new Float64Array(size);
    this.#curve = new Float64Array(size * size);
  }

  add({ right, wrong }: Rows, weights: readonly number[]): void {
    const logOf = (row: Float64Array) => row.reduce((sum, value, j) => sum + value * (weights[j] as number), 0);
    const logs = wrong.map(logOf);
    const most = Math.max(...logs, ...right.map(logOf));
    const odds = logs.map((log) => Math.exp(log - most));
    const all = odds.reduce((sum, one) => sum + one, 0);
    const mean = new Float64Array(this.size);
    for (const [i, row] of wrong.entries()) for (let j = 0; j < this.size; j++) mean[j]! += (odds[i]! / all) * row[j]!;
    const share = 1 / Math.sqrt(right.length);
    let missed = 0;
    for (const row of right) {
      const own = Math.exp(logOf(row) - most);
      const miss = share * (all / (all + own));
      missed += miss;
      const apart = row.map((value, j) => value - mean[j]!);
      for (let j = 0; j < this.size; j++) this.gradient[j]! += miss * apart[j]!;
      this.#bend(apart, miss * (own / (all + own)));
    }
    for (const [i, row] of wrong.entries())
      this.#bend(
        row.map((value, j) => value - mean[j]!),
        missed * (odds[i]! / all),
      );
  }

  curve(): Matrix {
    return Matrix.from1DArray(this.size, this.size, this.#curve);
  }

  #bend(apart: Float64Array, weight: number): void {
    if (weight < NOTHING) return;
    for (let j = 0; j < this.size; j++)
      for (let k = 0; k < this.size; k++) this.#curve[j * this.size + k]! += weight * apart[j]! * apart[k]!;
  }
}
