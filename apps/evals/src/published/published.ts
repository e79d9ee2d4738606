import { readFileSync } from 'node:fs';
import { PRICES, type Price, priceOf } from '@headroom/core';
import { readCsv } from '../items/read-data.js';
import { dollars } from '../paired/provider.js';
import { equivalence } from '../stats/equivalence.js';
import { mcnemar } from '../stats/mcnemar.js';
import { countPairs } from '../stats/pairs.js';

/** An arm of published runs: what it cost as published, and what our prices make of its tokens. */
export interface PublishedArm {
  readonly arm: string;
  readonly tasks: number;
  readonly solved: number;
  /** Dollars per solved task. */
  readonly published: number;
  readonly computed: number;
  /** Computed by the price of uncached input alone, as without a cache. */
  readonly uncached: number;
  readonly readsPerWrite: number;
  /** Against the baseline, on the same tasks. */
  readonly p: number;
  readonly interval: readonly [number, number];
}

export interface Published {
  readonly file: string;
  readonly model: string;
  readonly arms: readonly PublishedArm[];
  /** Pairs of arms whose order by cost is the same computed as published, of all pairs. */
  readonly concordant: number;
  readonly concordantUncached: number;
  readonly pairs: number;
}

interface Run {
  readonly instance: string;
  readonly arm: string;
  readonly solved: boolean;
  readonly cost: number;
  readonly tokens: {
    readonly input: number;
    readonly cached: number;
    readonly written: number;
    readonly output: number;
  };
}

/** The baseline's name in the rows of code-compression-bench. */
const BASELINE = 'A0';
/** What the runs were priced as: a Sonnet of the same list price. */
const MODEL = 'claude-sonnet-4-5';

function readRuns(text: string): Run[] {
  return readCsv(text).map((row) => {
    const [all, cached, written] = [Number(row.input_tokens), Number(row.cache_read), Number(row.cache_write)];
    return {
      instance: row.instance ?? '',
      arm: row.arm ?? '',
      solved: row.success === '1' || row.success?.toLowerCase() === 'true',
      cost: Number(row.cost_usd),
      tokens: { input: Math.max(0, all - cached - written), cached, written, output: Number(row.output_tokens) },
    };
  });
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function sumArm(arm: string, runs: readonly Run[], baseline: readonly Run[], price: Price): PublishedArm {
  const solved = runs.filter((run) => run.solved).length;
  const pairs = countPairs(
    runs.flatMap((run): [boolean, boolean][] => {
      const other = baseline.find((one) => one.instance === run.instance);
      return other ? [[other.solved, run.solved]] : [];
    }),
  );
  const uncached = ({ tokens }: Run) =>
    dollars(
      { input: tokens.input + tokens.cached + tokens.written, cached: 0, written: 0, output: tokens.output },
      price,
    );
  return {
    arm,
    tasks: runs.length,
    solved,
    published: sum(runs.map(({ cost }) => cost)) / solved,
    computed: sum(runs.map(({ tokens }) => dollars(tokens, price))) / solved,
    uncached: sum(runs.map(uncached)) / solved,
    readsPerWrite:
      sum(runs.map(({ tokens }) => tokens.cached)) / Math.max(1, sum(runs.map(({ tokens }) => tokens.written))),
    p: mcnemar(pairs),
    interval: equivalence(pairs, 0.05).interval,
  };
}

function concordance(
  arms: readonly PublishedArm[],
  by: 'computed' | 'uncached',
): { readonly same: number; readonly pairs: number } {
  const pairs = arms.flatMap((a, i) => arms.slice(i + 1).map((b) => [a, b] as const));
  const same = pairs.filter(([a, b]) => Math.sign(a.published - b.published) === Math.sign(a[by] - b[by])).length;
  return { same, pairs: pairs.length };
}

/**
 * Prices the paired rows of published runs again (`instance,arm,success,calls,input_tokens,cache_read,cache_write,output_tokens,
 * cost_usd`), to see whether our prices and statistics say of real agents what was published of them.
 */
export function readPublished(path: string): Published {
  const runs = readRuns(readFileSync(path, 'utf8'));
  const price = priceOf(MODEL, PRICES);
  if (!price || runs.length === 0) throw new Error(`${path} has no rows that can be priced`);
  const baseline = runs.filter(({ arm }) => arm === BASELINE);
  const arms = [...new Set(runs.map(({ arm }) => arm))]
    .map((arm) =>
      sumArm(
        arm,
        runs.filter((run) => run.arm === arm),
        baseline,
        price,
      ),
    )
    .toSorted((a, b) => a.published - b.published);
  const { same: concordant, pairs } = concordance(arms, 'computed');
  return {
    file: path.replace(/^.*[/\\]/, ''),
    model: MODEL,
    arms,
    concordant,
    concordantUncached: concordance(arms, 'uncached').same,
    pairs,
  };
}
