/** Lines that stand in both texts, in the original alone (left out), or in the sent text alone (notes, other spellings). */
export interface Segment {
  readonly kind: 'same' | 'gone' | 'new' | 'other';
  /** Number of its first line in the original, from 0. */
  readonly from: number;
  readonly original: readonly string[];
  readonly sent: readonly string[];
}

/**
 * Lays a sent text beside its original. Lines that stand once in either are matched first, in their order; what stands between two
 * matches is matched from both ends. Takes time in proportion to the lines, however different they are.
 */
export function align(original: string, sent: string): readonly Segment[] {
  const one = original.split('\n');
  const two = sent.split('\n');
  const segments: Segment[] = [];
  let [a, b] = [0, 0];
  for (const [nextA, nextB] of [...anchors(one, two), [one.length, two.length] as const]) {
    if (nextA < a || nextB < b) continue;
    let [endA, endB] = [nextA, nextB];
    const startA = a;
    while (a < endA && b < endB && one[a] === two[b]) [a, b] = [a + 1, b + 1];
    push(segments, 'same', startA, one.slice(startA, a), one.slice(startA, a));
    while (endA > a && endB > b && one[endA - 1] === two[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
    const [gone, come] = [one.slice(a, endA), two.slice(b, endB)];
    push(segments, gone.length === 0 ? 'new' : come.length === 0 ? 'gone' : 'other', a, gone, come);
    push(segments, 'same', endA, one.slice(endA, nextA), one.slice(endA, nextA));
    [a, b] = [nextA, nextB];
  }
  return segments;
}

function push(
  segments: Segment[],
  kind: Segment['kind'],
  from: number,
  original: readonly string[],
  sent: readonly string[],
): void {
  if (original.length === 0 && sent.length === 0) return;
  const last = segments.at(-1);
  if (kind === 'same' && last?.kind === 'same') {
    segments[segments.length - 1] = {
      ...last,
      original: [...last.original, ...original],
      sent: [...last.sent, ...sent],
    };
  } else segments.push({ kind, from, original, sent });
}

/** Places of lines that stand once in each text, as many as keep the order of both. */
function anchors(one: readonly string[], two: readonly string[]): readonly (readonly [number, number])[] {
  const [inOne, inTwo] = [places(one), places(two)];
  const pairs: (readonly [number, number])[] = [];
  for (const [line, at] of inOne) {
    const there = inTwo.get(line);
    if (at >= 0 && there !== undefined && there >= 0) pairs.push([at, there]);
  }
  pairs.sort(([a], [b]) => a - b);
  return longestRising(pairs);
}

/** Where each line stands; -1 for one that stands more than once. */
function places(lines: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [at, line] of lines.entries()) found.set(line, found.has(line) ? -1 : at);
  return found;
}

function longestRising(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const tails: number[] = [];
  const before: number[] = [];
  for (const [at, [, value]] of pairs.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] as number]?.[1] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    before[at] = low === 0 ? -1 : (tails[low - 1] as number);
    tails[low] = at;
  }
  const rising: (readonly [number, number])[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] as number)
    rising.push(pairs[at] as readonly [number, number]);
  return rising.reverse();
}
