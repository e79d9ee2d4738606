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

/** Vectors of length one as signed bytes, 127 for one half (no number of a word is more); and what the bytes say. */
export function packed(vectors: readonly Float64Array[]): {
  readonly bytes: Buffer;
  readonly rows: readonly Float64Array[];
} {
  const rows = vectors.map((vector) => {
    const length = Math.hypot(...vector) || 1;
    return vector.map((value) => Math.max(-127, Math.min(127, Math.round((2 * ONE_HALF * value) / length))));
  });
  return { bytes: Buffer.from(Int8Array.from(rows.flatMap((row) => [...row])).buffer), rows };
}

/** For each row the numbers of its nearest by cosine, the least number first, two bytes each; 65535 where there are fewer. */
export function nearestOf(rows: readonly Float64Array[], most: number, least: number): Buffer {
  const size = rows[0]?.length ?? 0;
  const flat = Float32Array.from(
    rows.flatMap((row) => {
      const length = Math.hypot(...row) || 1;
      return [...row].map((value) => value / length);
    }),
  );
  const found = Buffer.alloc(rows.length * most * 2, 0xff);
  for (let a = 0; a < rows.length; a++) {
    const near: [number, number][] = [];
    for (let b = 0; b < rows.length; b++) {
      let cosine = 0;
      for (let i = 0; i < size; i++) cosine += (flat[a * size + i] as number) * (flat[b * size + i] as number);
      if (cosine >= least && a !== b) near.push([cosine, b]);
    }
    const best = near.sort((x, y) => y[0] - x[0] || x[1] - y[1]).slice(0, most);
    for (const [i, b] of best
      .map(([, one]) => one)
      .sort((x, y) => x - y)
      .entries())
      found.writeUInt16LE(b, (a * most + i) * 2);
  }
  return found;
}
