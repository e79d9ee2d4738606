import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/**
 * Vectors without their mean and without the directions that nearly all share, which tell frequent words from rare ones and little of
 * what they mean (all-but-the-top: Mu and Viswanath, 2018), turned so that the first numbers say most; no more numbers than asked for.
 */
export function apart(
  vectors: readonly (readonly number[])[],
  { common, numbers }: { readonly common: number; readonly numbers: number },
): readonly Float64Array[] {
  const size = vectors[0]?.length ?? 0;
  const mean = new Float64Array(size);
  for (const vector of vectors) for (let i = 0; i < size; i++) mean[i]! += (vector[i] as number) / vectors.length;
  const centred = vectors.map((vector) => Float64Array.from(vector, (value, i) => value - (mean[i] as number)));
  const spread = Matrix.zeros(size, size);
  const rows = spread.to2DArray();
  for (const vector of centred)
    for (let i = 0; i < size; i++) {
      const row = rows[i] as number[];
      for (let j = 0; j < size; j++) row[j]! += (vector[i] as number) * (vector[j] as number);
    }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(rows), {
    assumeSymmetric: true,
  });
  const directions = realEigenvalues
    .map((value, i) => [value, eigenvectorMatrix.getColumn(i)] as const)
    .sort(([a], [b]) => b - a)
    .slice(common, common + numbers)
    .map(([, direction]) => direction);
  return centred.map((vector) =>
    Float64Array.from(directions, (direction) =>
      direction.reduce((sum, value, i) => sum + value * (vector[i] as number), 0),
    ),
  );
}

const ONE_HALF = 127;

/** Vectors of length one as signed bytes, 127 for one half (hardly a number of a word is more). */
export function packed(vectors: readonly Float64Array[]): Buffer {
  const rows = vectors.flatMap((vector) => {
    const length = Math.hypot(...vector) || 1;
    return Array.from(vector, (value) => Math.max(-127, Math.min(127, Math.round((2 * ONE_HALF * value) / length))));
  });
  return Buffer.from(Int8Array.from(rows).buffer);
}
