import { likelihood } from '../../packages/core/src/importance/importance.js';
import type { Weights } from '../../packages/core/src/importance/weights.js';
import { rankTexts } from '../../packages/core/src/question/rank-texts.js';
import type { Moment } from './moments.js';

/** What results are worth; the least valuable go first. */
export type Way = (moment: Moment) => readonly number[];

export const byAge: Way = ({ results }) => results.map(({ block }) => block.turn);
export const bySize: Way = ({ results }) => results.map(({ size }) => -size);

/** The rule that was used before anything was learned: age, fit to the question, errors. */
export const byRule: Way = ({ results, turn, query }) => {
  const texts = results.map(({ block }) => block.text.slice(0, 20_000));
  const fits = rankTexts(query, texts);
  return results.map(({ block }, i) => {
    const error = /\b(?:error|failed|fatal|panic)\b/i.test(block.text) ? 0.3 : 0;
    return 2 ** (-(turn - block.turn) / 12) + fits[i]! + error;
  });
};

/** By the likelihood of use; `perToken` 1 divides it by the size, 0 does not. */
export function byLikelihood(weights: Weights, perToken: number): Way {
  return ({ results, signals }) => signals.map((one, i) => likelihood(one, weights) / results[i]!.size ** perToken);
}

/** How many of the later needs are still met, and of how many, when a share of the tokens of older results goes. */
export function keptBy(way: Way, moments: readonly Moment[], share: number): readonly [met: number, all: number] {
  let met = 0;
  let all = 0;
  for (const moment of moments) {
    const gone = goneBy(way(moment), moment, share);
    for (const sources of moment.needs) {
      all++;
      if (sources.some((at) => !gone.has(at))) met++;
    }
  }
  return [met, all];
}

function goneBy(values: readonly number[], { results }: Moment, share: number): ReadonlySet<number> {
  const order = results.map((one, i) => ({ ...one, value: values[i]! })).sort((a, b) => a.value - b.value);
  const gone = new Set<number>();
  let room = results.reduce((sum, { size }) => sum + size, 0) * share;
  for (const { block, size } of order) {
    if (room <= 0) break;
    gone.add(block.turn);
    room -= size;
  }
  return gone;
}
