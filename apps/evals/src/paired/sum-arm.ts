import { bootstrap, type Interval } from '../stats/bootstrap.js';
import { type Equivalence, equivalence, tangoInterval } from '../stats/equivalence.js';
import { mcnemar } from '../stats/mcnemar.js';
import { countPairs, difference, type Pairs } from '../stats/pairs.js';
import { addUsage, NO_USAGE, type Usage } from '../wire/chat.js';
import { dollars } from './provider.js';
import type { Plan, Row } from './row.js';

/** An item's rows: the baseline's and the arm's. */
export type Pair = readonly [baseline: Row, arm: Row];

/** What an arm did on some items, each compared with the baseline on the same item. */
export interface ArmSum {
  readonly arm: string;
  readonly items: number;
  readonly solved: number;
  readonly baselineSolved: number;
  readonly pairs: Pairs;
  /** Share solved less the baseline's, its 95 % interval (Tango), and the exact p-value of McNemar's test, as it is. */
  readonly difference: number;
  readonly interval: readonly [number, number];
  readonly p: number;
  readonly equivalence: Equivalence;
  /** Mean score, the difference from the baseline's and its bootstrap interval. */
  readonly score: number;
  readonly scoreDifference: number;
  readonly scoreInterval: Interval;
  /** US dollars, or where no price is known the price of a million tokens of uncached input. */
  readonly cost: number;
  /** Infinite where nothing was solved. */
  readonly costPerSolved: number;
  /** What a solved item costs less than with the baseline, as a share, and its bootstrap interval. Negative: more. */
  readonly saved: number;
  readonly savedInterval: Interval;
  readonly usage: Usage;
  readonly requests: number;
  readonly retrievals: number;
  readonly rereads: number;
  readonly refused: number;
  readonly transformed: number;
  /** Milliseconds of a conversation, the median, with and without the provider's part. */
  readonly ms: number;
  readonly ownMs: number;
}

/** Where no price is known, the usual shares of one: a cached token costs a tenth, a written one a quarter more, an answered one five. */
const UNIT = { input: 1, cached: 0.1, written: 1.25, output: 5 };

/** What a row cost. */
export const costOf = (row: Row, { price }: Pick<Plan, 'price'>): number =>
  price === null ? dollars(row.usage, UNIT) : row.dollars;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** 1 less the ratio of what a solved item costs; NaN where that has no value. */
function savedOn(pairs: readonly { cost: number; baseCost: number; solved: number; baseSolved: number }[]): number {
  const sum = { cost: 0, baseCost: 0, solved: 0, baseSolved: 0 };
  for (const one of pairs) {
    sum.cost += one.cost;
    sum.baseCost += one.baseCost;
    sum.solved += one.solved;
    sum.baseSolved += one.baseSolved;
  }
  if (sum.baseSolved === 0 || sum.baseCost === 0) return Number.NaN;
  return sum.solved === 0 ? Number.NEGATIVE_INFINITY : 1 - sum.cost / sum.solved / (sum.baseCost / sum.baseSolved);
}

/** Sums up an arm over pairs of rows. */
export function sumArm(arm: string, pairs: readonly Pair[], plan: Pick<Plan, 'price' | 'margin' | 'seed'>): ArmSum {
  const counted = countPairs(pairs.map(([baseline, row]) => [baseline.solved, row.solved]));
  const rows = pairs.map(([, row]) => row);
  const scores = pairs.map(([baseline, row]) => row.score - baseline.score);
  const money = pairs.map(([baseline, row]) => ({
    cost: costOf(row, plan),
    baseCost: costOf(baseline, plan),
    solved: Number(row.solved),
    baseSolved: Number(baseline.solved),
  }));
  const { seed } = plan;
  const cost = total(money.map((one) => one.cost));
  const solved = rows.filter((row) => row.solved).length;
  const drawnFrom = <Value>(list: readonly Value[], drawn: Uint32Array) => Array.from(drawn, (i) => list[i] as Value);
  return {
    arm,
    items: rows.length,
    solved,
    baselineSolved: pairs.filter(([baseline]) => baseline.solved).length,
    pairs: counted,
    difference: difference(counted),
    interval: tangoInterval(counted),
    p: mcnemar(counted),
    equivalence: equivalence(counted, plan.margin),
    score: total(rows.map((row) => row.score)) / Math.max(1, rows.length),
    scoreDifference: total(scores) / Math.max(1, rows.length),
    scoreInterval: bootstrap(rows.length, (drawn) => total(drawnFrom(scores, drawn)) / drawn.length, { seed }),
    cost,
    costPerSolved: solved === 0 ? Number.POSITIVE_INFINITY : cost / solved,
    saved: savedOn(money),
    savedInterval: bootstrap(rows.length, (drawn) => savedOn(drawnFrom(money, drawn)), { seed }),
    usage: rows.reduce((sum, row) => addUsage(sum, row.usage), NO_USAGE),
    requests: total(rows.map((row) => row.requests)),
    retrievals: total(rows.map((row) => row.retrievals)),
    rereads: total(rows.map((row) => row.rereads)),
    refused: rows.filter((row) => row.refused !== undefined).length,
    transformed: total(rows.map((row) => row.transformed)),
    ms: median(rows.map((row) => row.ms)),
    ownMs: median(rows.map((row) => row.ms - row.providerMs)),
  };
}
