/** What something takes without us and with us, measured in turns, so that a busy machine slows both. Milliseconds, medians. */
export interface Pair {
  readonly what: string;
  readonly alone: number;
  readonly withUs: number;
  /** How much longer the second takes than the first beside it. */
  readonly more: number;
  /** The second by the first beside it. */
  readonly times: number;
  readonly rounds: number;
  /** What is wanted of it. */
  readonly limit?: Limit | undefined;
}

/** `more` is milliseconds of a machine on which a Node that does nothing takes 40, `slow` how many times longer it takes on this one. */
export type Limit = { readonly times: number } | { readonly more: number; readonly slow: number };

type Work = (round: number) => unknown;

/** Runs both in turns, once more than told: the first round warms up and does not count. */
export async function inTurns(
  what: string,
  rounds: number,
  { alone, withUs, limit }: { readonly alone: Work; readonly withUs: Work; readonly limit?: Limit },
): Promise<Pair> {
  const [before, after]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    const one = await timed(() => alone(round));
    const other = await timed(() => withUs(round));
    if (round === 0) continue;
    before.push(one);
    after.push(other);
  }
  return {
    what,
    alone: median(before),
    withUs: median(after),
    more: median(after.map((ms, i) => ms - (before[i] ?? 0))),
    times: median(after.map((ms, i) => ms / (before[i] ?? 1))),
    rounds,
    limit,
  };
}

export function holds({ more, times, limit }: Pair): boolean {
  if (limit === undefined) return true;
  return 'times' in limit ? times <= limit.times : more <= limit.more * limit.slow;
}

/** How long it takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
