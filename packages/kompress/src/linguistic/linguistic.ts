import { TREES, WEIGHTS } from '../generated/weights.js';
import type { Scorer, Stretch } from '../scorer.js';
import { DENSE, Features, SPARSE } from './features.js';
import { partsOf } from './part-of-speech.js';

const WIDTH = DENSE + 3;
/** Sums of trees are in 1/1024 of a logit. */
const UNIT = 1024;

interface Model {
  readonly weights: Int8Array;
  readonly nodes: Int32Array;
  readonly roots: Int32Array;
}

let model: Model | undefined;

/**
 * Scores words by part of speech, rareness, neighbours, place and form: a logistic regression and boosted trees, fitted to passages
 * that were shortened by hand (`tooling/training/fit.py`). All of it is arithmetic of integers, so it gives the same everywhere.
 */
export function linguistic(): Scorer {
  return {
    name: 'linguistic',
    longest: 250,
    // biome-ignore lint/correctness/useYield: others score in turns, this one is done in a millisecond
    *score(stretch) {
      return scoresOf(stretch);
    },
  };
}

/** The scores of a stretch, at once. A word that stays in any case is 1, unless `all` are to be scored. */
export function scoresOf({ words, begins, needed }: Stretch, all = false): Float64Array {
  model ??= readModel();
  const { weights, nodes, roots } = model;
  const n = words.length;
  const features = new Features({ words, begins, needed, parts: partsOf(words) });
  const places = new Int32Array(SPARSE);
  const sums = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    features.sparse(i, places, 0);
    let sum = TREES.intercept;
    for (let k = 0; k < SPARSE; k++) sum += weights[places[k]!]!;
    sums[i] = sum;
  }
  const row = new Int32Array(WIDTH);
  const scores = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (needed[i] === 1 && !all) {
      scores[i] = 1;
      continue;
    }
    features.dense(i, row, 0);
    row[DENSE] = sums[i]!;
    row[DENSE + 1] = begins[i] === 1 || i === 0 ? 0 : sums[i - 1]!;
    row[DENSE + 2] = i + 1 >= n || begins[i + 1] === 1 ? 0 : sums[i + 1]!;
    scores[i] = squashed(sumOfTrees(row, nodes, roots));
  }
  return scores;
}

function sumOfTrees(row: Int32Array, nodes: Int32Array, roots: Int32Array): number {
  let sum = TREES.base;
  for (let t = 0; t < roots.length; t++) {
    let at = roots[t]!;
    let feature = nodes[at]!;
    while (feature >= 0) {
      at = row[feature]! <= nodes[at + 1]! ? nodes[at + 2]! : nodes[at + 3]!;
      feature = nodes[at]!;
    }
    sum += nodes[at + 1]!;
  }
  return sum;
}

/** Like a logistic function, of operations that IEEE 754 rounds alike on every machine. */
function squashed(sum: number): number {
  const logit = sum / UNIT;
  return 0.5 + (0.5 * logit) / (2 + Math.abs(logit));
}

function readModel(): Model {
  const bytes = atob(WEIGHTS);
  const weights = Int8Array.from(bytes, (sign) => sign.charCodeAt(0));
  // A node is four numbers; where it leads to is told by the place of the first.
  const nodes = Int32Array.from(TREES.nodes, (value, i) => (i % 4 >= 2 ? value * 4 : value));
  return { weights, nodes, roots: Int32Array.from(TREES.roots, (root) => root * 4) };
}
