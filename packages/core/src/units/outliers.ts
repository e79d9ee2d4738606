/** Rows of a series that stand out: far from the middle, or where the level changes. Both n log n at most. */

/** Row numbers of values more than six robust deviations (median absolute deviation) from the median, farthest first. */
export function outliersOf(numbers: Float64Array, limit = 6): number[] {
  const sorted = sample(numbers).sort();
  if (sorted.length < 8) return [];
  const median = sorted[sorted.length >> 1]!;
  const distances = Float64Array.from(sorted, (value) => Math.abs(value - median)).sort();
  const spread =
    distances[distances.length >> 1]! || (distances.reduce((sum, value) => sum + value, 0) / distances.length) * 2;
  if (spread === 0) return [];
  const far: number[] = [];
  numbers.forEach((value, row) => {
    if (Number.isFinite(value) && Math.abs(value - median) > 6 * 1.4826 * spread) far.push(row);
  });
  const distance = (row: number) => Math.abs(numbers[row]! - median);
  far.sort((a, b) => distance(b) - distance(a) || a - b);
  // A long tail has no outliers but only a largest value.
  return far.slice(0, far.length > numbers.length * 0.05 ? 2 : limit);
}

const SAMPLE = 20_000;

/** Values at equal steps, enough for a median. */
function sample(numbers: Float64Array): Float64Array {
  const step = Math.max(1, Math.floor(numbers.length / SAMPLE));
  return numbers.filter((value, row) => row % step === 0 && Number.isFinite(value));
}

/** The value in the middle of some that are all finite. Linear: only the part that holds it is parted further. */
export function medianOf(numbers: Float64Array): number {
  const middle = numbers.length >> 1;
  const left = numbers.slice();
  for (let [from, to] = [0, left.length - 1]; from < to; ) {
    const pivot = left[(from + to) >> 1]!;
    let [i, j] = [from, to];
    while (i <= j) {
      while (left[i]! < pivot) i++;
      while (left[j]! > pivot) j--;
      if (i <= j) [left[i++], left[j--]] = [left[j]!, left[i]!];
    }
    if (middle <= j) to = j;
    else if (middle >= i) from = i;
    else break;
  }
  return left[middle]!;
}

/** Row numbers where the mean of the next rows differs from that of the rows before by more than three deviations. */
export function changePointsOf(numbers: Float64Array, limit = 3): number[] {
  const size = numbers.length;
  const width = Math.max(5, Math.floor(size / 40));
  if (size < width * 4) return [];
  const sums = new Float64Array(size + 1);
  const squares = new Float64Array(size + 1);
  for (let i = 0; i < size; i++) {
    const value = numbers[i]!;
    if (!Number.isFinite(value)) return [];
    sums[i + 1] = sums[i]! + value;
    squares[i + 1] = squares[i]! + value * value;
  }
  const shifts: { row: number; shift: number }[] = [];
  for (let i = width; i + width <= size; i++) {
    const before = (sums[i]! - sums[i - width]!) / width;
    const after = (sums[i + width]! - sums[i]!) / width;
    const variance =
      (squares[i]! - squares[i - width]!) / width -
      before * before +
      (squares[i + width]! - squares[i]!) / width -
      after * after;
    const deviation = Math.sqrt(Math.max(0, variance / 2)) + Math.abs(before) * 1e-3 + 1e-12;
    const shift = Math.abs(after - before) / deviation;
    if (shift > 4) shifts.push({ row: i, shift });
  }
  shifts.sort((a, b) => b.shift - a.shift || a.row - b.row);
  const found: number[] = [];
  for (const { row } of shifts) {
    if (found.length >= limit) break;
    if (found.every((other) => Math.abs(other - row) > width)) found.push(row);
  }
  return found;
}

/** Rows of the largest (or smallest) values, most extreme first. Linear for a small count. */
export function extremesOf(numbers: Float64Array, count: number, smallest = false): number[] {
  const best: number[] = [];
  const sign = smallest ? -1 : 1;
  numbers.forEach((value, row) => {
    if (!Number.isFinite(value)) return;
    if (best.length >= count && sign * value <= sign * numbers[best.at(-1)!]!) return;
    let at = best.length;
    while (at > 0 && sign * value > sign * numbers[best[at - 1]!]!) at--;
    best.splice(at, 0, row);
    if (best.length > count) best.pop();
  });
  return best;
}
